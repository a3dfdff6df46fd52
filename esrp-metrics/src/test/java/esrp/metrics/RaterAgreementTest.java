package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import esrp.stats.Agreement;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.Level;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.internal.Jackknife;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RaterAgreementTest {
    private static final Ratings RATINGS = Fixtures.study(8, 12).ratings();

    @Test
    void pairsMacroAndMicroAreWhatTheirNamesSay() {
        RaterAgreement agreement = RaterAgreement.of(RATINGS);
        RaterAgreement.Row fluency = agreement.metric("fluency");
        assertThat(fluency.pairs()).hasSize(8);
        assertThat(fluency.n()).isEqualTo(3 * 8 * 12);
        assertThat(fluency.macroTau().estimate())
                .isCloseTo(
                        fluency.pairs().stream()
                                .mapToDouble(RaterAgreement.PairRow::weightedTau)
                                .average()
                                .orElseThrow(),
                        within(1e-9));
        assertThat(fluency.macroTau().unit()).isEqualTo(Unit.CHARACTER_AND_SCENARIO);
        assertThat(fluency.macroTau().clusters()).isEqualTo(8);
        assertThat(fluency.microTau().estimate()).isBetween(0.2, 0.95);
        assertThat(fluency.within()).isGreaterThan(fluency.exact());
        assertThat(agreement.fineGrained().orElseThrow().n()).isEqualTo(9 * 3 * 8 * 12);
        assertThat(agreement.byCharacter()).hasSize(8);
        assertThat(fluency.name().in("zh"))
                .isEqualTo(Rubric.esrp().metric("fluency").name().in("zh"));
        assertThat(agreement.fineGrained().orElseThrow().name().in("en")).isEqualTo("fine-grained metrics");
    }

    @Test
    void tauOfAPairIsTheStatisticOfItsRatings() {
        Ratings one = RATINGS.where(Column.CHARACTER, "c1").where(Column.METRIC, "coherence");
        RaterAgreement.PairRow pair =
                RaterAgreement.of(one).metric("coherence").pairs().get(0);
        double[] a = scores(one.where(Column.RATER, pair.rater()));
        double[] b = scores(one.where(Column.RATER, pair.other()));
        assertThat(pair.weightedTau())
                .isCloseTo(WeightedKendallTau.withDefaults().statistic(a, b), within(1e-12));
    }

    private static double[] scores(Ratings ratings) {
        return ratings.stream()
                .sorted(java.util.Comparator.comparing(Rating::candidate).thenComparing(Rating::item))
                .mapToDouble(Rating::score)
                .toArray();
    }

    @Test
    void aSevereRaterStandsApart() {
        List<Rating> rows = new ArrayList<>();
        RATINGS.stream()
                .map(r -> r.rater().equals("sim:r03")
                        ? new Rating(
                                r.candidate(),
                                r.character(),
                                r.item(),
                                r.metric(),
                                r.rater(),
                                Math.max(1, r.score() - 2))
                        : r)
                .forEach(rows::add);
        RaterAgreement agreement = RaterAgreement.of(Ratings.of(rows));
        RaterAgreement.RaterRow severe = agreement.raters().stream()
                .filter(r -> r.rater().equals("sim:r03"))
                .findFirst()
                .orElseThrow();
        assertThat(severe.severity().estimate()).isGreaterThan(1);
        assertThat(severe.apart()).contains(AnalysisCode.SEVERE);
        assertThat(agreement.toString()).containsPattern("sim:r03 .* severe");
    }

    @Test
    void equalRatersAgreeWhollyAndHaveNoSeverity() {
        List<Rating> rows = new ArrayList<>();
        RATINGS.where(Column.RATER, "sim:r01", "sim:r03").stream().forEach(r -> {
            rows.add(r);
            rows.add(new Rating(r.candidate(), r.character(), r.item(), r.metric(), "person:twin", r.score()));
        });
        RaterAgreement agreement = RaterAgreement.of(Ratings.of(rows));
        for (RaterAgreement.Row row : agreement.metrics()) {
            if (row.metric().equals("diversity")) { // few batches for each pair
                assertThat(row.macroTau().estimate()).isNaN();
                assertThat(row.smallPairs()).isEqualTo(row.pairs().size());
            } else {
                assertThat(row.macroTau().estimate()).isCloseTo(1, within(1e-9));
                assertThat(row.macroTau().upper()).isNaN();
            }
            assertThat(row.alpha()).isCloseTo(1, within(1e-9));
            assertThat(row.ac2()).isCloseTo(1, within(1e-9));
            assertThat(row.icc()).isCloseTo(1, within(1e-9));
            assertThat(row.exact()).isEqualTo(1);
            assertThat(row.alphaInterval().upper())
                    .as("no disagreement anywhere says nothing of the next character")
                    .isNaN();
            assertThat(row.exactInterval().lower()).isStrictlyBetween(0.0, 1.0);
        }
        assertThat(agreement.notes().toString())
                .contains("A coefficient that is the same whichever unit is left out has no bounds")
                .contains("Where units do not differ at all");
        assertThat(agreement.raters())
                .allMatch(r -> r.severity().estimate() == 0 && r.apart().isEmpty());
    }

    @Test
    void whereLowerIsBetterASevereRaterScoresHigher() {
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            rows.add(new Rating("m", "c" + c, "1", "fluency", "person:a", 4));
            rows.add(new Rating("m", "c" + c, "1", "fluency", "person:b", 2 - c % 2));
        }
        Rubric lower = Rubric.builder("lower")
                .dimension(Rubric.esrp().dimensions().get(0), Rubric.esrp().metric("fluency"))
                .lowerIsBetter("fluency")
                .build();
        RaterAgreement.RaterRow high =
                Analysis.of(Ratings.of(rows), lower).agreement().raters().get(0);
        assertThat(high.rater()).isEqualTo("person:a");
        assertThat(high.severity().estimate()).isEqualTo(2.5);
        assertThat(RaterAgreement.of(Ratings.of(rows))
                        .raters()
                        .get(0)
                        .severity()
                        .estimate())
                .isEqualTo(-2.5);
    }

    @Test
    void theSimulatedStudyAgreesAboutAsWellAsThePapersRaters() {
        RaterAgreement agreement = RaterAgreement.of(Fixtures.study(20, 30).ratings());
        assertThat(agreement.fineGrained().orElseThrow().microTau().estimate()).isBetween(0.48, 0.62);
    }

    /** Shuffles what one rater said within each pair and metric, so that nothing but the scores' frequencies is left. */
    @Test
    void ratersWhoDoNotLookReachTheTauByChance() {
        List<Rating> rows = new ArrayList<>();
        List<Rating> blind = new ArrayList<>();
        Fixtures.study(6, 60).ratings().where(Column.METRIC, "fluency").stream().forEach(r -> {
            rows.add(r);
            blind.add(r);
        });
        java.util.Collections.shuffle(blind, new java.util.Random(5));
        List<Rating> independent = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Rating r = rows.get(i);
            independent.add(new Rating(
                    r.candidate(),
                    r.character(),
                    r.item(),
                    r.metric(),
                    r.rater(),
                    blind.get(i).score()));
        }
        RaterAgreement.Row row = RaterAgreement.of(Ratings.of(independent)).metric("fluency");
        assertThat(row.microTauByChance()).isBetween(0.35, 0.56);
        assertThat(row.microTau().estimate()).isCloseTo(row.microTauByChance(), within(0.06));
        assertThat(row.macroTau().estimate()).isCloseTo(row.macroTauByChance(), within(0.1));
        assertThat(row.alpha()).isCloseTo(0, within(0.1));
    }

    /** Multiplies margins, the slow way. */
    @Test
    void tauByChanceIsThatOfTheProductOfTheMargins() {
        RaterAgreement.Row row = RaterAgreement.of(RATINGS).metric("coherence");
        double sum = 0;
        for (RaterAgreement.PairRow pair : row.pairs()) {
            Ratings fluency = RATINGS.where(Column.METRIC, "coherence");
            double[] a = scores(fluency.where(Column.RATER, pair.rater()));
            double[] b = scores(fluency.where(Column.RATER, pair.other()));
            long[][] expected = new long[5][5];
            for (int x = 0; x < 5; x++) {
                for (int y = 0; y < 5; y++) {
                    int first = x + 1;
                    int second = y + 1;
                    double both =
                            java.util.Arrays.stream(a).filter(s -> s == first).count()
                                    * (double) java.util.Arrays.stream(b)
                                            .filter(s -> s == second)
                                            .count();
                    expected[x][y] = Math.round(both / a.length);
                }
            }
            double tau = WeightedKendallTau.withDefaults().statistic(expected);
            assertThat(pair.tauByChance()).isCloseTo(tau, within(1e-12));
            sum += tau;
        }
        assertThat(row.macroTauByChance()).isCloseTo(sum / row.pairs().size(), within(1e-12));
        double[] all = scores(RATINGS.where(Column.METRIC, "coherence"));
        long[][] pooled = new long[5][5];
        for (double x : all) {
            for (double y : all) {
                pooled[(int) x - 1][(int) y - 1]++;
            }
        }
        for (long[] line : pooled) {
            for (int y = 0; y < 5; y++) {
                line[y] = Math.round(line[y] / (double) all.length);
            }
        }
        assertThat(row.microTauByChance())
                .isCloseTo(WeightedKendallTau.withDefaults().statistic(pooled), within(1e-12));
    }

    @Test
    void theTableShowsTauByChanceBesideTau() {
        RaterAgreement agreement = RaterAgreement.of(RATINGS);
        assertThat(agreement.toString()).contains("chance");
        assertThat(agreement.fineGrained().orElseThrow().microTauByChance()).isBetween(0.3, 0.6);
    }

    /** Two raters of 100 replies, and two more ratings by a third: R's anova(lm(score ~ reply)) with n0 by hand. */
    @Test
    void aFewRatingsMoreDoNotTurnTheFiguresOver() {
        List<Rating> rows = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            int score = 1 + random.nextInt(5);
            int other = random.nextInt(8) == 0 ? Math.max(1, score - 1) : score;
            rows.add(new Rating("m1", "c" + i % 5, "i" + i, "fluency", "person:a", score));
            rows.add(new Rating("m1", "c" + i % 5, "i" + i, "fluency", "person:b", other));
        }
        RaterAgreement.Row two = RaterAgreement.of(Ratings.of(rows)).metric("fluency");
        rows.add(new Rating("m1", "c0", "i0", "fluency", "person:c", rows.get(0).score() > 3 ? 1 : 5));
        rows.add(new Rating("m1", "c1", "i1", "fluency", "person:c", rows.get(2).score() > 3 ? 1 : 5));
        RaterAgreement.Row more = RaterAgreement.of(Ratings.of(rows)).metric("fluency");
        assertThat(two.icc()).isGreaterThan(0.95);
        assertThat(more.icc()).isBetween(0.8, two.icc());
        assertThat(more.macroTau().estimate()).isCloseTo(two.macroTau().estimate(), within(1e-12));
        assertThat(more.smallPairs()).isEqualTo(2);
        assertThat(more.undefinedPairs()).isZero();
        assertThat(more.pairs()).hasSize(3);
        for (UnitInterval interval : List.of(
                more.macroTau(),
                more.microTau(),
                more.alphaInterval(),
                more.ac2Interval(),
                more.kappaInterval(),
                more.iccInterval(),
                more.interval(c -> c.brennanPrediger(Weights.LINEAR)))) {
            assertThat(interval.lower()).isBetween(-1.0, interval.estimate());
            assertThat(interval.upper()).isBetween(interval.estimate(), 1.0);
        }
        assertThat(more.exactInterval().lower()).isBetween(0.0, more.exact());
        assertThat(more.iccTest().value()).isEqualTo(more.icc());
        assertThat(more.iccTest().pValue()).isLessThan(1e-10);
    }

    /** The coefficients of arrays, and the jackknife by leaving characters out of the ratings. */
    @Test
    void coefficientsAreThoseOfTheRatings() {
        RaterAgreement.Row row = Analysis.of(RATINGS, Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .agreement()
                .metric("fluency");
        Ratings fluency = RATINGS.where(Column.METRIC, "fluency");
        assertThat(row.alpha()).isCloseTo(alpha(fluency), within(1e-12));
        double[] without = fluency.characters().stream()
                .mapToDouble(left -> alpha(fluency.where(r -> !r.character().equals(left))))
                .toArray();
        Jackknife jackknife = Jackknife.of(without);
        Interval expected = Estimate.of(row.alpha(), jackknife.standardError(), without.length - 1)
                .interval(0.95, -1, 1);
        assertThat(row.alphaInterval().lower()).isCloseTo(expected.lower(), within(1e-10));
        assertThat(row.alphaInterval().upper()).isCloseTo(expected.upper(), within(1e-10));
        RaterAgreement.Row crossed = Analysis.of(RATINGS, Rubric.esrp())
                .withUnit(Unit.CHARACTER_AND_SCENARIO)
                .agreement()
                .metric("fluency");
        assertThat(crossed.alphaInterval().crossed()).isEqualTo(12);
        assertThat(crossed.alphaInterval().interval().width())
                .isGreaterThan(row.alphaInterval().interval().width() - 1e-9);
        assertThat(crossed.macroTau().estimate()).isEqualTo(row.macroTau().estimate());
    }

    private static double alpha(Ratings ratings) {
        Map<String, List<Double>> things = new TreeMap<>();
        ratings.stream()
                .forEach(r -> things.computeIfAbsent(
                                r.candidate() + "/" + r.character() + "/" + r.item(), key -> new ArrayList<>())
                        .add(r.score()));
        double[][] raterByUnit = new double[2][things.size()];
        int u = 0;
        for (List<Double> scores : things.values()) {
            raterByUnit[0][u] = scores.get(0);
            raterByUnit[1][u++] = scores.get(1);
        }
        return Agreement.krippendorffAlpha(raterByUnit, Level.ORDINAL);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> RaterAgreement.of(RATINGS.where(Column.RATER, "sim:r01")))
                .hasMessageContaining("One rater has nobody to agree with");
        assertThatThrownBy(() -> RaterAgreement.of(RATINGS).metric("x")).hasMessageContaining("metrics are [");
    }

    @Test
    void printsWithin80Columns() {
        assertThat(RaterAgreement.of(RATINGS).toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(RaterAgreement.of(RATINGS).toString())
                .contains("SIMULATED", "by character and scenario (8 × 12)", "Diversity");
    }

    /** Six raters, any three to five of whom rate a reply on two metrics: b severe, e kind, f without looking; g is alone. */
    private static Ratings panel() {
        Random random = new Random(3);
        List<Rating> rows = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            for (int s = 0; s < 12; s++) {
                for (String metric : List.of("fluency", "coherence")) {
                    int quality = 2 + random.nextInt(3);
                    List<String> who = new ArrayList<>(List.of("a", "b", "c", "d", "e", "f"));
                    java.util.Collections.shuffle(who, random);
                    for (String rater : who.subList(0, 3 + random.nextInt(3))) {
                        int noise = random.nextInt(4) == 0 ? 1 : 0;
                        int score = switch (rater) {
                            case "b" -> Math.max(1, quality - 2 + noise);
                            case "e" -> 5;
                            case "f" -> 1 + random.nextInt(5);
                            default -> Math.min(5, quality + noise);
                        };
                        rows.add(new Rating("m", "c" + c, "s" + s, metric, "person:" + rater, score));
                    }
                }
            }
        }
        rows.add(new Rating("m", "c9", "s1", "fluency", "person:g", 3));
        return Ratings.of(rows);
    }

    /** What each rater said of things that others rated too, the slow way. */
    private static Map<String, List<Rating>> others(Rating own, Ratings all) {
        return Map.of(
                own.rater(),
                all.stream()
                        .filter(r -> r.candidate().equals(own.candidate())
                                && r.character().equals(own.character())
                                && r.item().equals(own.item())
                                && r.metric().equals(own.metric())
                                && !r.rater().equals(own.rater()))
                        .toList());
    }

    @Test
    void ratersAreHeldAgainstTheMeanOfTheOthers() {
        Ratings panel = panel();
        RaterAgreement agreement = RaterAgreement.of(panel);
        assertThat(agreement.raters())
                .extracting(RaterAgreement.RaterRow::rater)
                .containsExactly("person:a", "person:b", "person:c", "person:d", "person:e", "person:f");
        for (RaterAgreement.RaterRow row : agreement.raters()) {
            List<Double> lower = new ArrayList<>();
            Map<String, double[]> byScenario = new TreeMap<>();
            List<double[]> pairs = new ArrayList<>();
            panel.where(Column.RATER, row.rater()).stream().forEach(own -> {
                List<Rating> others = others(own, panel).getOrDefault(own.rater(), List.of());
                double difference =
                        others.stream().mapToDouble(Rating::score).average().orElseThrow() - own.score();
                lower.add(difference);
                double[] sums = byScenario.computeIfAbsent(own.item(), key -> new double[2]);
                sums[0] += difference;
                sums[1]++;
                others.forEach(other -> {
                    pairs.add(new double[] {own.score(), other.score()});
                    pairs.add(new double[] {other.score(), own.score()});
                });
            });
            assertThat(row.n()).isEqualTo(lower.size());
            double mean = lower.stream().mapToDouble(x -> x).average().orElseThrow();
            assertThat(row.severity().estimate()).isCloseTo(mean, within(1e-12));
            assertThat(row.severity().unit()).isEqualTo(Unit.SCENARIO);
            assertThat(row.severity().clusters()).isEqualTo(byScenario.size());
            assertThat(row.weightedTau())
                    .isCloseTo(
                            WeightedKendallTau.withDefaults()
                                    .statistic(
                                            pairs.stream()
                                                    .mapToDouble(p -> p[0])
                                                    .toArray(),
                                            pairs.stream()
                                                    .mapToDouble(p -> p[1])
                                                    .toArray()),
                            within(1e-12));
        }
        assertApart(agreement);
    }

    /** Tukey's fences as in numpy: linear between the two nearest ranks. */
    private static void assertApart(RaterAgreement agreement) {
        double[] severity = fences(
                agreement.raters().stream().map(r -> r.severity().estimate()).toList());
        double[] tau = fences(agreement.raters().stream()
                .map(RaterAgreement.RaterRow::weightedTau)
                .toList());
        for (RaterAgreement.RaterRow row : agreement.raters()) {
            List<AnalysisCode> expected = new ArrayList<>();
            if (row.severity().estimate() > severity[1]) {
                expected.add(AnalysisCode.SEVERE);
            }
            if (row.severity().estimate() < severity[0]) {
                expected.add(AnalysisCode.LENIENT);
            }
            if (row.weightedTau() < tau[0]) {
                expected.add(AnalysisCode.DISAGREES);
            }
            assertThat(row.apart()).as(row.rater()).isEqualTo(expected);
        }
    }

    private static double[] fences(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        double[] quartile = new double[2];
        for (int q = 0; q < 2; q++) {
            double at = (sorted.size() - 1) * (0.25 + 0.5 * q);
            int below = (int) Math.floor(at);
            int above = (int) Math.ceil(at);
            quartile[q] = sorted.get(below) + (at - below) * (sorted.get(above) - sorted.get(below));
        }
        double reach = 1.5 * (quartile[1] - quartile[0]);
        return new double[] {quartile[0] - reach, quartile[1] + reach};
    }

    /** Raters who rate everything, all alike but the last: one point lower or higher, or at random. */
    private static RaterAgreement fourRaters(java.util.function.IntUnaryOperator last, boolean alone) {
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int score = 2 + i % 3;
            for (String rater : List.of("a", "b", "c")) {
                rows.add(new Rating("m", "c" + i % 4, "s" + i, "fluency", rater, score));
            }
            rows.add(new Rating("m", "c" + i % 4, "s" + i, "fluency", "z", last.applyAsInt(score)));
        }
        if (alone) {
            rows.add(new Rating("m", "c0", "s0", "coherence", "loner", 3));
        }
        return RaterAgreement.of(Ratings.of(rows));
    }

    @Test
    void fourRatersAreEnoughForOneToStandApart() {
        assertThat(fourRaters(score -> score - 1, false).raters().get(3).apart())
                .contains(AnalysisCode.SEVERE)
                .doesNotContain(AnalysisCode.LENIENT);
        assertThat(fourRaters(score -> score + 1, false).raters().get(3).apart())
                .contains(AnalysisCode.LENIENT)
                .doesNotContain(AnalysisCode.SEVERE);
        // Turned about the middle: as severe as the others, but in another order.
        RaterAgreement turned = fourRaters(score -> 6 - score, false);
        assertThat(turned.raters().get(3).apart()).contains(AnalysisCode.DISAGREES);
        assertThat(turned.toString()).containsPattern("z .*disagrees").doesNotContain("No rater stands apart");
        assertThat(fourRaters(score -> score - 1, true).raters())
                .filteredOn(rater -> !rater.apart().isEmpty())
                .extracting(RaterAgreement.RaterRow::rater)
                .containsExactly("z");
        RaterAgreement equal = fourRaters(score -> score, false);
        assertThat(equal.raters()).allMatch(rater -> rater.apart().isEmpty());
        assertThat(equal.toString()).contains("No rater stands apart");
        assertThat(equal.simulated()).isFalse();
        assertThat(equal.toString()).doesNotContain("SIMULATED");
    }

    /** Complete ratings by three raters; Fleiss (1971) with weights 1 - (a - b)² / 16, summed over all pairs. */
    @Test
    void kappaIsThatOfFleiss() {
        Random random = new Random(8);
        int[][] scores = new int[60][3];
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            int quality = 1 + random.nextInt(4);
            for (int r = 0; r < 3; r++) {
                scores[i][r] = quality + random.nextInt(2);
                rows.add(new Rating("m", "c" + i % 5, "s" + i, "fluency", "r" + r, scores[i][r]));
            }
        }
        double observed = 0;
        double chance = 0;
        for (int[] one : scores) {
            for (int[] other : scores) {
                for (int a = 0; a < 3; a++) {
                    for (int b = 0; b < 3; b++) {
                        double weight = 1 - Math.pow(one[a] - other[b], 2) / 16.0;
                        chance += weight / (9.0 * scores.length * scores.length);
                        observed += one == other && a != b ? weight / (6.0 * scores.length) : 0;
                    }
                }
            }
        }
        RaterAgreement agreement = RaterAgreement.of(Ratings.of(rows));
        assertThat(agreement.metrics()).extracting(RaterAgreement.Row::metric).containsExactly("fluency");
        RaterAgreement.Row row = agreement.metrics().get(0);
        assertThat(row.kappa()).isCloseTo((observed - chance) / (1 - chance), within(1e-12));
        assertThat(row.n()).isEqualTo(3 * 60);
        assertThat(row.pairs())
                .allSatisfy(pair -> assertThat(pair.n()).isEqualTo(60))
                .hasSize(3);
    }

    /** Pairs with few ratings and pairs without a tau are both left out of the macro mean, and counted in one column. */
    @Test
    void pairsThatDoNotCountAreCounted() {
        List<Rating> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            rows.add(new Rating("m", "c1", "s" + i, "fluency", "a", 1 + i % 5));
            rows.add(new Rating("m", "c1", "s" + i, "fluency", "b", 1 + i % 4));
            rows.add(new Rating("m", "c1", "s" + i, "fluency", "flat", 3));
        }
        rows.add(new Rating("m", "c1", "s0", "fluency", "rare", 3));
        rows.add(new Rating("m", "c2", "s0", "fluency", "a", 3));
        RaterAgreement agreement = RaterAgreement.of(Ratings.of(rows));
        RaterAgreement.Row row = agreement.metric("fluency");
        assertThat(row.undefinedPairs()).isEqualTo(2);
        assertThat(row.smallPairs()).isEqualTo(3);
        assertThat(row.macroTau().estimate())
                .isEqualTo(row.pairs().stream()
                        .filter(p -> p.rater().equals("a") && p.other().equals("b"))
                        .findFirst()
                        .orElseThrow()
                        .weightedTau());
        assertThat(agreement.tables().get(0).heads().get(3).key()).isEqualTo("leftOut");
        assertThat(agreement.tables().get(0).rows().get(0).get(3)).isEqualTo(new Table.Cell.Value(5));
        // Nobody shared a reply of the second character.
        assertThat(agreement.byCharacter()).containsOnlyKeys("c1");
        assertThat(agreement.byCharacter().get("c1")).isCloseTo(row.microTau().estimate(), within(1e-12));
    }

    @Test
    void batchesDoNotDecideTheUnitOfDialogues() {
        assertThat(RaterAgreement.of(RATINGS).notes())
                .extracting(Finding::code)
                .containsExactly(AnalysisCode.SIMULATED);
        assertThat(RaterAgreement.of(RATINGS).simulated()).isTrue();
        RaterAgreement batches = RaterAgreement.of(RATINGS.where(Column.METRIC, "diversity"));
        assertThat(batches.fineGrained()).isEmpty();
        assertThat(batches.byCharacter()).isEmpty();
        assertThat(batches.notes()).extracting(Finding::code).containsExactly(AnalysisCode.SIMULATED);
        assertThat(RaterAgreement.of(RATINGS.where(Column.CHARACTER, "c1")).notes())
                .extracting(Finding::code)
                .containsExactly(AnalysisCode.SIMULATED, AnalysisCode.UNIT_VARIES);
        RaterAgreement one = Analysis.of(
                        RATINGS.where(Column.CHARACTER, "c1").where(Column.METRIC, "diversity"), Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .agreement();
        assertThat(one.notes()).extracting(Finding::code).contains(AnalysisCode.ONE_UNIT);
    }

    /** So many raters of one reply that pairs are not listed: the figures that need no pairs are there all the same. */
    @Test
    void aCrowdIsNotListedPairByPair() {
        List<Rating> rows = new ArrayList<>();
        for (int r = 0; r < 6326; r++) {
            rows.add(new Rating("m", "c1", "s1", "fluency", "r" + r, 1 + r % 5));
        }
        for (int r = 0; r < 10; r++) {
            rows.add(new Rating("m", "c1", "s2", "fluency", "r" + r, 3));
            rows.add(new Rating("m", "c1", "s1", "coherence", "r" + r, 1 + r % 5));
        }
        RaterAgreement agreement = RaterAgreement.of(Ratings.of(rows));
        RaterAgreement.Row row = agreement.metric("fluency");
        assertThat(row.n()).isEqualTo(6326L * 6325 / 2 + 45);
        assertThat(row.pairs()).isEmpty();
        assertThat(row.macroTau().estimate()).isNaN();
        assertThat(row.macroTauByChance()).isNaN();
        assertThat(row.smallPairs()).isZero();
        assertThat(row.undefinedPairs()).isZero();
        // A fifth each: 6326 is 5 × 1265 + 1, so that two of the same score are a little rarer than a fifth.
        assertThat(row.exact()).isCloseTo(0.1999, within(1e-3));
        assertThat(agreement.metric("coherence").pairs()).hasSize(45);
        assertThat(agreement.notes()).extracting(Finding::code).contains(AnalysisCode.PAIRS_NOT_LISTED);
        RaterAgreement few = RaterAgreement.of(Ratings.of(rows.subList(6326, rows.size())));
        assertThat(few.notes()).extracting(Finding::code).doesNotContain(AnalysisCode.PAIRS_NOT_LISTED);
    }
}
