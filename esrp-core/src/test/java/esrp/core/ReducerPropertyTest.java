package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ReducerPropertyTest {
    private static Ratings replicates(List<Integer> scores) {
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            rows.add(new Rating("m", "c", "1", "fluency", "model:j", scores.get(i), "", "", "" + (i + 1)));
            rows.add(new Rating("m", "c", "2", "fluency", "model:j", 3, "", "", "" + (i + 1)));
        }
        return Ratings.of(rows);
    }

    private static double reduced(List<Integer> scores, Ratings.Reducer reducer) {
        Ratings reduced = replicates(scores).reduced(reducer);
        assertThat(reduced.size()).isEqualTo(2);
        assertThat(reduced.rating(1).score()).isEqualTo(3);
        assertThat(reduced.rating(0).replicate()).isEmpty();
        return reduced.rating(0).score();
    }

    @Property
    void oneScoreStandsForSeveral(@ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 5) Integer> scores) {
        List<Integer> sorted = scores.stream().sorted().toList();
        double mean = scores.stream().mapToInt(score -> score - 1).average().orElseThrow();
        assertThat(reduced(scores, Ratings.Reducer.MEAN)).isEqualTo(1 + Math.rint(mean));
        assertThat(reduced(scores, Ratings.Reducer.MEDIAN))
                .isEqualTo(sorted.get((sorted.size() - 1) / 2).doubleValue());
        assertThat(reduced(scores, Ratings.Reducer.MAJORITY))
                .isEqualTo(Collections.max(
                                new TreeSet<>(scores).descendingSet(),
                                Comparator.<Integer>comparingInt(score -> Collections.frequency(scores, score))
                                        .thenComparing(Comparator.reverseOrder()))
                        .doubleValue());
    }
}
