package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Sums by cluster are those of going through the ratings one by one. */
class UnitsPropertyTest {
    private static final List<Metric> METRICS =
            Rubric.esrp().only("fluency", "coherence", "consistency").metrics();

    private static List<Rating> random(Random random, int percent) {
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("b", "a")) {
            for (String character : List.of("y", "x", "z", "w")) {
                for (int item = 1; item < 5; item++) {
                    for (String rater : List.of("person:p", "model:j")) {
                        for (Metric metric : METRICS) {
                            if (random.nextInt(100) < percent) {
                                rows.add(new Rating(
                                        candidate, character, "" + item, metric.id(), rater, 1 + random.nextInt(5)));
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    private static Function<Rating, String> cluster(Unit unit) {
        return switch (unit) {
            case RATING -> rating -> rating.character() + rating.item() + rating.rater();
            case DIALOGUE -> rating -> rating.character() + rating.item();
            case SCENARIO -> Rating::item;
            case CHARACTER, CHARACTER_AND_SCENARIO -> Rating::character;
        };
    }

    /** One column for each candidate and metric, from a table of all clusters. */
    private static ClusteredMeans naive(List<Rating> rows, Unit unit, List<String> columns) {
        boolean crossed = unit == Unit.CHARACTER_AND_SCENARIO;
        Map<String, Integer> first = new TreeMap<>();
        Map<String, Integer> second = new TreeMap<>();
        for (Rating row : rows) {
            first.put(cluster(unit).apply(row), 0);
            second.put(crossed ? row.item() : "", 0);
        }
        number(first);
        number(second);
        double[][][] sums = new double[first.size()][second.size()][columns.size()];
        double[][][] counts = new double[first.size()][second.size()][columns.size()];
        for (Rating row : rows) {
            int r = first.getOrDefault(cluster(unit).apply(row), -1);
            int c = second.getOrDefault(crossed ? row.item() : "", -1);
            int column = columns.indexOf(row.candidate() + " " + row.metric());
            sums[r][c][column] += row.score();
            counts[r][c][column]++;
        }
        return crossed
                ? ClusteredMeans.crossed(sums, counts)
                : ClusteredMeans.of(
                        IntStream.range(0, sums.length)
                                .mapToObj(r -> sums[r][0])
                                .toArray(double[][]::new),
                        IntStream.range(0, sums.length)
                                .mapToObj(r -> counts[r][0])
                                .toArray(double[][]::new));
    }

    private static void number(Map<String, Integer> names) {
        int next = 0;
        for (Map.Entry<String, Integer> name : names.entrySet()) {
            name.setValue(next++);
        }
    }

    private static List<Object> all(ClusteredMeans data) {
        List<Object> all = new ArrayList<>();
        all.add(data.toString());
        var estimates = ClusteredInference.withDefaults().on(data);
        for (int k = 0; k < data.columns(); k++) {
            all.add(data.count(k));
            all.add(estimates.estimate(k));
            all.add(estimates.estimate(k, (k + 1) % data.columns()));
        }
        return all;
    }

    @Property(tries = 150, seed = "20261126")
    void sumsAreThoseOfSingleRatings(
            @ForAll Unit unit, @ForAll @IntRange(min = 2, max = 100) int percent, @ForAll long seed) {
        List<Rating> rows = random(new Random(seed), percent);
        if (rows.isEmpty()) {
            return;
        }
        ScoreTable table = ScoreTable.of(Ratings.of(rows, METRICS), METRICS, Analysis.Duplicates.REJECT);
        List<String> columns = new ArrayList<>();
        List<List<Units.Part>> parts = new ArrayList<>();
        for (String candidate : table.candidates) {
            for (Metric metric : METRICS) {
                Scale scale = metric.scale();
                columns.add(candidate + " " + metric.id());
                int cell = table.cell(table.candidate(candidate), table.metric(metric.id()));
                parts.add(List.of(new Units.Part(cell, scale.lowest(), scale.step(), 1)));
            }
        }
        List<Object> expected = all(naive(rows, unit, columns));
        assertThat(all(Units.means(table, unit, parts))).isEqualTo(expected);
        assertThat(all(Units.means(table, unit, columns.size(), sink -> {
                    for (int c = 0; c < table.candidates.size(); c++) {
                        for (int m = 0; m < METRICS.size(); m++) {
                            int column = table.cell(c, m);
                            Scale scale = METRICS.get(m).scale();
                            table.forEachLevel(c, m, (form, level) -> sink.add(form, column, scale.score(level), 1));
                        }
                    }
                })))
                .isEqualTo(expected);
    }

    /** A platform's years: more ratings of one candidate with one character than fit into 32 bits. */
    @Test
    void countsAboveTheRangeOfAnIntAreExact() {
        Rubric rubric = Rubric.esrp().only("fluency");
        List<Rating> rows = new ArrayList<>();
        for (int character = 0; character < 4; character++) {
            for (int rating = 0; rating <= character; rating++) {
                rows.add(new Rating("a", "c" + character, "" + rating, "fluency", "person:p", 1 + rating));
            }
        }
        Summaries once = Summaries.of(Ratings.of(rows, rubric.metrics()), rubric, Unit.CHARACTER);
        Summaries many = once;
        for (int i = 0; i < 32; i++) {
            many = many.plus(many);
        }
        Leaderboard.Row few = Analysis.of(once).leaderboard().rows().get(0);
        Leaderboard.Row more = Analysis.of(many).leaderboard().rows().get(0);
        assertThat(many.ratings()).isEqualTo(10L << 32);
        assertThat(more.averageInterval().orElseThrow().interval().standardError())
                .isEqualTo(few.averageInterval().orElseThrow().interval().standardError());
        assertThat(more.average()).isEqualTo(few.average());
    }
}
