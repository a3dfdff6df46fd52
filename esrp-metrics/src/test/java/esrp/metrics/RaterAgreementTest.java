package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Column;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.internal.TextWidth;
import esrp.stats.WeightedKendallTau;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(fluency.macroTau().unit()).isEqualTo(Unit.CHARACTER);
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
            assertThat(row.macroTau().estimate()).isCloseTo(1, within(1e-9));
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

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> RaterAgreement.of(RATINGS.where(Column.RATER, "sim:r01")))
                .hasMessageContaining("One rater has nobody to agree with");
        assertThatThrownBy(() -> Analysis.of(RATINGS, Rubric.esrp())
                        .withUnit(Unit.CHARACTER_AND_SCENARIO)
                        .agreement())
                .hasMessageContaining("pairs of raters belong to characters");
        assertThatThrownBy(() -> RaterAgreement.of(RATINGS).metric("x")).hasMessageContaining("metrics are [");
    }

    @Test
    void printsWithin80Columns() {
        assertThat(RaterAgreement.of(RATINGS).toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(RaterAgreement.of(RATINGS).toString()).contains("SIMULATED", "by character (8)", "Diversity");
    }
}
