package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Column;
import esrp.core.Rating;
import esrp.core.Ratings;
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
        assertThat(severe.apart()).contains("severe");
        assertThat(agreement.toString()).contains("sim:r03 (severe");
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

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> RaterAgreement.of(RATINGS.where(Column.RATER, "sim:r01")))
                .hasMessageContaining("no two of 1 raters rated the same thing");
        assertThatThrownBy(() -> RaterAgreement.withDefaults().with(Unit.CHARACTER_AND_SCENARIO))
                .hasMessageContaining("pairs of raters belong to characters");
        assertThatThrownBy(() -> RaterAgreement.of(RATINGS).metric("x")).hasMessageContaining("metrics are [");
    }

    @Test
    void printsWithin80Columns() {
        assertThat(RaterAgreement.of(RATINGS).toString().lines()).allMatch(line -> TextTable.width(line) <= 80);
        assertThat(RaterAgreement.of(RATINGS).toString()).contains("SIMULATED", "by character (8)", "diversity");
    }
}
