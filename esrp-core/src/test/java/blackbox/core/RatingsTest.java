package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import esrp.core.DataCode;
import esrp.core.Finding;
import esrp.core.LevelCounts;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RatingsTest {
    private static final List<Rating> ROWS = List.of(
            new Rating("human", "《银魂》的坂田银时", "24", "fluency", "person:r07", 4),
            new Rating("gpt-4.1", "a,b \"c\"\nd\r\ne", "24", "fluency", "person:r07", 5),
            new Rating("gpt-4.1", "#😀 ", "24", "consistency", "model:judge", 1),
            new Rating("human", "《银魂》的坂田银时", "b01", "diversity", "person:r07", 3),
            new Rating("human", "《银魂》的坂田银时", "24", "fluency", "person:r07", 2));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"r.csv", "r.jsonl", "r.csv.gz", "r.jsonl.gz"})
    void whatIsWrittenIsReadBackExactly(String name) {
        Ratings ratings = Ratings.of(ROWS);
        ratings.write(folder.resolve(name));
        Ratings back = Ratings.read(folder.resolve(name));
        assertThat(back.stream()).isEqualTo(ROWS).isEqualTo(ratings.stream().toList());
        assertThat(back.hash()).isEqualTo(ratings.hash());
        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void viewsShareRowsAndCountExactly() {
        Ratings ratings = Ratings.of(ROWS);
        Ratings fluency = ratings.where(Column.METRIC, "Fluency");
        assertThat(fluency.size()).isEqualTo(3);
        assertThat(fluency.candidates()).containsExactly("human", "gpt-4.1");
        assertThat(fluency.rating(2)).isEqualTo(ROWS.get(4));
        assertThat(fluency.countsBy(Column.CANDIDATE))
                .isEqualTo(Map.of(
                        List.of("human"), LevelCounts.of(Scale.LIKERT_5, 0, 1, 0, 1, 0),
                        List.of("gpt-4.1"), LevelCounts.of(Scale.LIKERT_5, 0, 0, 0, 0, 1)));
        assertThat(fluency.counts().mean()).isEqualTo(11 / 3.0);
        assertThat(ratings.where(r -> r.score() > 3).items()).containsExactly("24");
        assertThat(ratings.where(Column.RATER, "nobody").isEmpty()).isTrue();
    }

    @Test
    void visitsRowsAsCodes() {
        Ratings ratings = Ratings.of(ROWS).where(Column.RATER, "person:r07");
        List<Rating> seen = new ArrayList<>();
        ratings.forEachRow((candidate, character, item, metric, rater, level) -> seen.add(new Rating(
                ratings.dictionary(Column.CANDIDATE).get(candidate),
                ratings.dictionary(Column.CHARACTER).get(character),
                ratings.dictionary(Column.ITEM).get(item),
                ratings.metrics().get(metric).id(),
                ratings.dictionary(Column.RATER).get(rater),
                ratings.metrics().get(metric).scale().score(level))));
        assertThat(seen).isEqualTo(ratings.stream().toList()).hasSize(4);
    }

    @Test
    void reportsDuplicatesAndKeepsThem() {
        Ratings ratings = Ratings.of(ROWS);
        assertThat(ratings.duplicates())
                .containsExactly(new Ratings.Duplicate(ROWS.get(0), 2, List.of(0, 4), List.of(4.0, 2.0)));
        assertThat(ratings.findings()).extracting(Finding::code).containsExactly(DataCode.DUPLICATE_RATING);
        assertThat(ratings.size()).isEqualTo(5);
    }

    /** Failed before: every row was listed, and a finding of 5 million equal rows had 58 million characters. */
    @Test
    void manyEqualRowsAreCountedAndTenAreNamed() {
        Ratings ratings = Ratings.of(Collections.nCopies(100_000, ROWS.get(0)));
        Ratings.Duplicate duplicate = ratings.duplicates().get(0);
        assertThat(duplicate.count()).isEqualTo(100_000);
        assertThat(duplicate.rows()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(ratings.findings().get(0).toString())
                .contains("100,000 times: [4, 4")
                .hasSizeLessThan(300);
    }

    @Test
    void putsTablesTogether() {
        Ratings all = Ratings.of(ROWS.subList(0, 2)).plus(Ratings.of(ROWS).where(Column.CANDIDATE, "gpt-4.1"));
        assertThat(all.stream()).containsExactly(ROWS.get(0), ROWS.get(1), ROWS.get(1), ROWS.get(2));
    }

    @Test
    void saysWhetherAnyRatingIsSimulated() {
        assertThat(Ratings.of(ROWS).simulated()).isFalse();
        Ratings simulated = Ratings.of(List.of(new Rating("c", "p", "1", "fluency", "sim:1", 3)));
        assertThat(simulated.simulated()).isTrue();
        assertThat(simulated).asString().contains("simulated");
    }

    @Test
    void refusesWhatIsNotOnTheScaleOrUnknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.of(List.of(new Rating("c", "p", "1", "fluency", "r07", 7))))
                .withMessageContaining("score: 7 is outside metric \"fluency\" scale 1..5")
                .withMessageContaining("rater \"r07\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.of(List.of(new Rating("c", "p", "1", "fluency", "r07", 3.25))))
                .withMessageContaining("between the steps of metric \"fluency\" scale 1..5; Metric.withScale")
                .withMessageContaining("--scale 1..5:0.25");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.of(List.of(new Rating("c", "p", "1", "fluencey", "r07", 3))))
                .withMessageContaining("no metric \"fluencey\"; metrics are [consistency, fluency,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.of(List.of()).where(Column.METRIC, "fluencey"))
                .withMessageContaining("no metric \"fluencey\"; metrics are [consistency, fluency,");
    }

    @Test
    void footprintIsEightBytesARowAndTheDictionaries() {
        Ratings.Builder builder = Ratings.builder(Metric.esrp());
        Ratings empty = builder.build();
        int rows = 3 * 65_536;
        for (int i = 0; i < rows; i++) {
            builder.add("c", "p", "1", "fluency", "r", 3);
        }
        Ratings ratings = builder.build();
        // Three segments of four arrays, one item (four arrays of one int), four names "c", "p", "1", "r".
        long names = 4 * (24 + 24) + 4 * 8;
        long items = 4 * 8;
        assertThat(ratings.footprintBytes() - empty.footprintBytes()).isEqualTo(8L * rows + 3 * 4 * 16 + items + names);
    }
}
