package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The table against the list of ratings that it was made of. */
class ScoreTableTest {
    private static final List<Metric> METRICS = List.of(
            Rubric.esrp().metric("fluency"),
            Rubric.esrp().metric("coherence"),
            Rubric.esrp().metric("diversity"));

    /** About half of all ratings of three candidates, three characters, four scenarios and three raters; b not on coherence. */
    private static List<Rating> sparse(int seed) {
        Random random = new Random(seed);
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("b", "a", "c")) {
            for (String character : List.of("k2", "k1", "k10")) {
                for (int item = 1; item <= 4; item++) {
                    for (String rater : List.of("y", "x", "z")) {
                        for (Metric metric : METRICS) {
                            boolean never = candidate.equals("b") && metric.id().equals("coherence");
                            if (random.nextInt(10) < 7 && !never) {
                                rows.add(new Rating(
                                        candidate, character, "" + item, metric.id(), rater, 1 + random.nextInt(5)));
                            }
                        }
                    }
                }
            }
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    private static ScoreTable table(List<Rating> rows) {
        return ScoreTable.of(Ratings.of(rows), METRICS, Analysis.Duplicates.REJECT);
    }

    private static boolean ofBatch(Rating rating) {
        return rating.metric().equals("diversity");
    }

    private static String site(Rating r) {
        return ofBatch(r) + " " + r.character() + " " + r.item();
    }

    private static String site(ScoreTable table, int form) {
        return table.isBatch(form) + " " + table.characters.get(table.character(form)) + " "
                + table.items.get(table.item(form));
    }

    /** What is matched between candidates: characters of batches, else character and scenario. */
    private static String place(Rating r) {
        return ofBatch(r) ? r.character() : site(r);
    }

    private static Set<String> places(List<Rating> rows, String candidate, String metric) {
        Set<String> places = new TreeSet<>();
        rows.stream()
                .filter(r -> r.candidate().equals(candidate) && r.metric().equals(metric))
                .forEach(r -> places.add(place(r)));
        return places;
    }

    /** Whether a rating is of something that all who were rated on the metric were rated on. */
    private static Predicate<Rating> common(List<Rating> rows) {
        Map<String, Set<String>> common = new HashMap<>();
        for (Metric metric : METRICS) {
            for (String candidate : List.of("a", "b", "c")) {
                Set<String> own = places(rows, candidate, metric.id());
                if (!own.isEmpty()) {
                    common.merge(metric.id(), own, (one, other) -> {
                        Set<String> both = new TreeSet<>(one);
                        both.retainAll(other);
                        return both;
                    });
                }
            }
        }
        return r -> common.getOrDefault(r.metric(), Set.of()).contains(place(r));
    }

    @Test
    void levelsAndCoverageAreThoseOfTheRows() {
        for (int seed = 0; seed < 20; seed++) {
            List<Rating> rows = sparse(seed);
            ScoreTable all = table(rows);
            assertThat(all.candidates).containsExactly("a", "b", "c");
            assertThat(all.characters).containsExactly("k1", "k10", "k2");
            assertThat(all.duplicates).isZero();
            assertThat(all.simulated).isFalse();
            holds(all, rows, rows);
            holds(all.common(), rows, rows.stream().filter(common(rows)).toList());
        }
    }

    private static void holds(ScoreTable table, List<Rating> all, List<Rating> used) {
        Set<String> forms = new HashSet<>();
        all.forEach(r -> forms.add(site(r) + " " + r.rater()));
        assertThat(table.forms()).isEqualTo(forms.size());
        Set<String> sites = new HashSet<>();
        all.forEach(r -> sites.add(site(r)));
        assertThat(table.sites).isEqualTo(sites.size());
        for (int c = 0; c < table.candidates.size(); c++) {
            for (int m = 0; m < METRICS.size(); m++) {
                String candidate = table.candidates.get(c);
                String metric = METRICS.get(m).id();
                List<Rating> every = all.stream()
                        .filter(r ->
                                r.candidate().equals(candidate) && r.metric().equals(metric))
                        .toList();
                List<Rating> own = every.stream().filter(used::contains).toList();
                Map<String, Integer> expected = new HashMap<>();
                own.forEach(r -> expected.put(site(r) + " " + r.rater(), (int) r.score() - 1));
                Map<String, Integer> found = new HashMap<>();
                table.forEachLevel(
                        c,
                        m,
                        (form, level) ->
                                found.put(site(table, form) + " " + table.raters.get(table.rater(form)), level));
                assertThat(found).isEqualTo(expected);
                for (int f = 0; f < table.forms(); f++) {
                    String form = site(table, f) + " " + table.raters.get(table.rater(f));
                    assertThat(table.level(c, m, f)).isEqualTo(expected.getOrDefault(form, -1));
                }
                assertThat(table.coverage(c, m))
                        .isEqualTo(new ScoreTable.Coverage(
                                every.size(),
                                own.size(),
                                (int) every.stream()
                                        .map(ScoreTableTest::site)
                                        .distinct()
                                        .count(),
                                (int) own.stream()
                                        .map(ScoreTableTest::site)
                                        .distinct()
                                        .count()));
                assertThat(table.counts(c, m).n()).isEqualTo(own.size());
                assertThat(table.rated(c, m).cardinality()).isEqualTo((int)
                        own.stream().map(ScoreTableTest::place).distinct().count());
            }
        }
        assertThat(table.rated(0)).isTrue();
        assertThat(table.rated(1)).isTrue();
    }

    @Test
    void sitesAreVisitedInOrderAndWhole() {
        ScoreTable table = table(sparse(1));
        List<String> visited = new ArrayList<>();
        BitSet forms = new BitSet();
        table.forEachSite((from, to) -> {
            assertThat(from).isEqualTo(forms.length());
            assertThat(to).isGreaterThan(from);
            for (int f = from; f < to; f++) {
                forms.set(f);
                assertThat(table.site(f)).isEqualTo(visited.size());
                assertThat(site(table, f)).isEqualTo(site(table, from));
            }
            visited.add(site(table, from));
        });
        assertThat(forms.cardinality()).isEqualTo(table.forms());
        assertThat(visited).doesNotHaveDuplicates().hasSize(table.sites);
        ScoreTable none = table(List.of());
        none.forEachSite((from, to) -> {
            throw new AssertionError("there is no site");
        });
        assertThat(none.sites).isZero();
        assertThat(none.rated(0)).isFalse();
        assertThat(none.common(0).isEmpty()).isTrue();
    }

    private static Rating fluency(String candidate, String item, int score) {
        return new Rating(candidate, "k1", item, "fluency", "x", score);
    }

    private static double kept(Analysis.Duplicates policy, int... scores) {
        List<Rating> rows = new ArrayList<>();
        for (int score : scores) {
            rows.add(fluency("a", "1", score));
        }
        ScoreTable table = ScoreTable.of(Ratings.of(rows), METRICS, policy);
        assertThat(table.duplicates).isEqualTo(scores.length - 1);
        assertThat(table.counts(0, 0).n()).isEqualTo(1);
        return table.counts(0, 0).mean();
    }

    @Test
    void repeatedRatingsAreOne() {
        assertThat(kept(Analysis.Duplicates.FIRST, 2, 5, 4)).isEqualTo(2);
        assertThat(kept(Analysis.Duplicates.LAST, 2, 5, 4)).isEqualTo(4);
        assertThat(kept(Analysis.Duplicates.MEAN, 2, 5, 4)).isEqualTo(4); // 3.67
        assertThat(kept(Analysis.Duplicates.MEAN, 1, 1, 2, 1)).isEqualTo(1); // 1.25
        assertThat(kept(Analysis.Duplicates.MEAN, 5, 5, 4, 5, 5)).isEqualTo(5); // 4.8
        assertThat(kept(Analysis.Duplicates.MEAN, 2, 3)).isEqualTo(2); // halves to the even score
        assertThat(kept(Analysis.Duplicates.MEAN, 3, 4)).isEqualTo(4);
        assertThat(kept(Analysis.Duplicates.MEAN, 4, 5)).isEqualTo(4);
    }

    /** In half points, the mean of 1 and 1.5 is 2.5 steps, which goes to the even one. */
    @Test
    void theMeanOfRepeatsIsRoundedInSteps() {
        Metric halves = Metric.of("half", METRICS.get(0).name(), METRICS.get(0).dimension(), new Scale(0.5, 2.5, 0.5));
        Ratings ratings = Ratings.of(
                List.of(
                        new Rating("a", "k1", "1", "half", "x", 1),
                        new Rating("a", "k1", "1", "half", "x", 1.5),
                        new Rating("a", "k1", "2", "half", "x", 1.5),
                        new Rating("a", "k1", "2", "half", "x", 2)),
                List.of(halves));
        ScoreTable table = ScoreTable.of(ratings, List.of(halves), Analysis.Duplicates.MEAN);
        assertThat(table.level(0, 0, 0)).isEqualTo(1); // 1.0
        assertThat(table.level(0, 0, 1)).isEqualTo(3); // 2.0
        assertThat(table.duplicates).isEqualTo(2);
    }

    @Test
    void repeatedRatingsAreRefusedWithThreeExamples() {
        List<Rating> rows = new ArrayList<>();
        for (int item = 1; item <= 3; item++) {
            rows.add(fluency("a", "" + item, 3));
            rows.add(fluency("a", "" + item, 4));
        }
        assertThatThrownBy(() -> table(rows.subList(0, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ratings: 1 rating repeat what the same rater rated already: rater \"x\" on candidate \"a\","
                                + " character \"k1\", item \"1\", metric \"fluency\". Choose Duplicates.FIRST, LAST or"
                                + " MEAN, or correct the data");
        assertThatThrownBy(() -> table(rows))
                .hasMessageContaining("3 ratings repeat")
                .hasMessageContaining("item \"2\", metric \"fluency\"; rater")
                .hasMessageContaining("item \"3\"")
                .hasMessageNotContaining("...");
        rows.add(fluency("a", "4", 3));
        rows.add(fluency("a", "4", 4));
        assertThatThrownBy(() -> table(rows))
                .hasMessageContaining("4 ratings repeat")
                .hasMessageContaining("; .... Choose")
                .hasMessageNotContaining("item \"4\"");
    }

    /** Samples of one dialogue are no repeats: they are averaged whatever the policy is. */
    @Test
    void samplesAreAveraged() {
        List<Rating> rows = new ArrayList<>();
        for (String sample : List.of("1", "2", "3")) {
            int score = 2 + Integer.parseInt(sample) % 2;
            rows.add(new Rating("a", "k1", "1", "fluency", "x", score, "", sample, ""));
        }
        ScoreTable table = table(rows);
        assertThat(table.duplicates).isZero();
        assertThat(table.counts(0, 0).n()).isEqualTo(1);
        assertThat(table.counts(0, 0).mean()).isEqualTo(3); // 3, 2 and 3
        rows.add(rows.get(0));
        assertThatThrownBy(() -> table(rows)).hasMessageContaining("ratings repeat what the same rater rated already");
    }

    @Test
    void withoutAnythingInCommonTheMetricIsNamed() {
        ScoreTable apart = table(List.of(fluency("a", "1", 3), fluency("b", "2", 3)));
        assertThatThrownBy(apart::common).hasMessageContaining("no dialogue (character and scenario) in common");
        ScoreTable batches = table(List.of(
                new Rating("a", "k1", "1", "diversity", "x", 3), new Rating("b", "k2", "1", "diversity", "x", 3)));
        assertThatThrownBy(batches::common).hasMessageContaining("no character in common");
        // Batches of one character are matched whatever their numbers are.
        ScoreTable matched = table(List.of(
                new Rating("a", "k1", "1", "diversity", "x", 3), new Rating("b", "k1", "2", "diversity", "x", 3)));
        assertThat(matched.common().coverage(0, 2).used()).isEqualTo(1);
    }

    @Test
    void metricsOfAnotherRubricOrScaleAreRefused() {
        Metric unknown = Metric.of("charm", METRICS.get(0).name(), "bdc", Scale.LIKERT_5);
        Ratings ratings = Ratings.of(List.of(new Rating("a", "k1", "1", "charm", "x", 3)), List.of(unknown));
        assertThatThrownBy(() -> ScoreTable.of(Source.of(ratings), Rubric.esrp(), Analysis.Duplicates.REJECT))
                .hasMessageContaining("ratings: metric \"charm\" is not in rubric \""
                        + Rubric.esrp().id() + "\"");
        Metric wide = Metric.of("fluency", METRICS.get(0).name(), METRICS.get(0).dimension(), new Scale(0, 10));
        Ratings wider = Ratings.of(List.of(new Rating("a", "k1", "1", "fluency", "x", 3)), List.of(wide));
        assertThatThrownBy(() -> ScoreTable.of(Source.of(wider), Rubric.esrp(), Analysis.Duplicates.REJECT))
                .hasMessageContaining("has scale " + wide.scale() + ", but rubric");
    }

    /** Means of several things that are repeated do not mix. */
    @Test
    void everyThingHasItsOwnMean() {
        List<Rating> rows = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            rows.add(fluency("a", "1", 1));
            rows.add(fluency("a", "2", 5));
            rows.add(fluency("b", "1", 2 + 2 * round));
            rows.add(new Rating("b", "k1", "1", "coherence", "x", 5 - 2 * round));
        }
        ScoreTable table = ScoreTable.of(Ratings.of(rows), METRICS, Analysis.Duplicates.MEAN);
        assertThat(table.level(0, 0, 0)).isEqualTo(0);
        assertThat(table.level(0, 0, 1)).isEqualTo(4);
        assertThat(table.level(table.candidate("b"), 0, 0)).isEqualTo(2);
        assertThat(table.level(table.candidate("b"), table.metric("coherence"), 0))
                .isEqualTo(3);
        assertThat(table.duplicates).isEqualTo(4);
    }

    /** More than a million ratings are counted in parts, by several threads where there are several processors. */
    @Test
    void manyRatingsAreCountedInPartsAsTheyAreOneByOne() {
        Random random = new Random(5);
        Ratings.Builder builder = Ratings.builder(METRICS);
        for (int i = 0; i < Source.MANY / 3 + 1; i++) {
            for (Metric metric : METRICS) {
                String item = "" + i % 50_000;
                builder.add("c" + i % 7, "k" + i % 311, item, metric.id(), "r" + i / 50_000, 1 + random.nextInt(5));
            }
        }
        Ratings ratings = builder.build();
        ScoreTable table = ScoreTable.of(ratings, METRICS, Analysis.Duplicates.REJECT);
        assertThat(table.sites)
                .isEqualTo(new HashSet<>(table.sites(0).stream().boxed().toList()).size() * 2);
        ratings.countsBy(Ratings.Column.CANDIDATE, Ratings.Column.METRIC)
                .forEach((cell, counts) -> assertThat(
                                table.counts(table.candidate(cell.get(0)), table.metric(cell.get(1))))
                        .isEqualTo(counts));
        String first = ratings.rating(0).item();
        builder.add(ratings.rating(0)).add(ratings.rating(ratings.size() / 2));
        Ratings repeated = builder.build();
        assertThatThrownBy(() -> ScoreTable.of(repeated, METRICS, Analysis.Duplicates.REJECT))
                .hasMessageContaining("2 ratings repeat")
                .hasMessageContaining("item \"" + first + "\"");
        assertThat(ScoreTable.of(repeated, METRICS, Analysis.Duplicates.FIRST).duplicates)
                .isEqualTo(2);
        Rubric rubric = Rubric.esrp().only("fluency", "coherence");
        Ratings dialogues = ratings.where(rating -> !ofBatch(rating));
        Analysis one = Analysis.of(dialogues, rubric).withUnit(Unit.CHARACTER).withItems(Analysis.Items.ALL);
        Analysis counted = Analysis.of(Summaries.of(dialogues, rubric, Unit.DIALOGUE))
                .withUnit(Unit.CHARACTER)
                .withItems(Analysis.Items.ALL);
        assertThat(counted.leaderboard().text("en")).isEqualTo(one.leaderboard().text("en"));
    }
}
