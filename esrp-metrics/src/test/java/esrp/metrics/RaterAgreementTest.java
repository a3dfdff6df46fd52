package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Column;
import esrp.core.Rating;
import esrp.core.Ratings;
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
                assertThat(row.macroTau().upper()).isEqualTo(1);
            }
            assertThat(row.alpha()).isCloseTo(1, within(1e-9));
            assertThat(row.ac2()).isCloseTo(1, within(1e-9));
            assertThat(row.icc()).isCloseTo(1, within(1e-9));
            assertThat(row.exact()).isEqualTo(1);
        }
        assertThat(agreement.raters())
                .allMatch(r -> r.severity().estimate() == 0 && r.apart().isEmpty());
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
                        .add((double) r.score()));
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
        assertThat(RaterAgreement.of(RATINGS).toString()).contains("SIMULATED", "by character and scenario (8 × 12)", "Diversity");
    }
}
