package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Rating;
import esrp.core.Rating.LevelDistribution;
import esrp.core.Ratings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final int ITEMS = 400;

    /** People rate by true probabilities; the judge says those to a power, so that its temperature is that power. */
    private record Study(Ratings human, List<LevelDistribution> judge) {
        static Study of(double power) {
            Random random = new Random(7);
            List<Rating> human = new ArrayList<>();
            List<LevelDistribution> judge = new ArrayList<>();
            for (int i = 0; i < ITEMS; i++) {
                double[] truth = random.doubles(5).map(one -> one * one + 0.01).toArray();
                for (int rater = 0; rater < 3; rater++) {
                    double drawn = random.nextDouble() * DoubleStream.of(truth).sum();
                    int level = 0;
                    while (level < 4 && drawn >= truth[level]) {
                        drawn -= truth[level++];
                    }
                    human.add(new Rating("m", "c", "s" + i, "fluency", "person:" + rater, level + 1));
                }
                judge.add(new LevelDistribution("m", "c", "s" + i, "fluency", "model:j", normalized(truth, power)));
            }
            return new Study(Ratings.of(human), judge);
        }

        Calibration calibration() {
            return Calibration.of(human, judge);
        }
    }

    private static List<Double> normalized(double[] p, double power) {
        double[] powers = Arrays.stream(p).map(one -> Math.pow(one, power)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).mapToObj(one -> one / sum).toList();
    }

    private static Calibration.Row row(Calibration calibration) {
        return Objects.requireNonNull(calibration.rows().get("fluency"));
    }

    @Test
    void theTemperatureOfAJudgeThatIsTooSureIsFound() {
        for (double power : new double[] {0.5, 1, 3}) {
            Calibration.Row row = row(Study.of(power).calibration());
            assertThat(row.pairs()).isEqualTo(3 * ITEMS);
            assertThat(row.temperature()).isCloseTo(power, within(0.12 * power));
            assertThat(row.calibratedError()).isLessThan(0.06);
            if (power == 3) {
                assertThat(row.error()).isGreaterThan(0.15);
                assertThat(row.calibratedLogLoss()).isLessThan(row.logLoss() - 0.2);
            }
        }
    }

    @Test
    void theTemperatureIsThatOfTheLeastLogLoss() {
        Study study = Study.of(2);
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        for (double temperature = 1.5; temperature < 2.5; temperature += 0.001) {
            double loss = loss(study, temperature);
            if (loss < least) {
                least = loss;
                best = temperature;
            }
        }
        assertThat(row(study.calibration()).temperature()).isCloseTo(best, within(0.001));
        assertThat(row(study.calibration()).logLoss()).isCloseTo(loss(study, 1), within(1e-12));
    }

    private static double loss(Study study, double temperature) {
        double sum = 0;
        for (int i = 0; i < study.human.size(); i++) {
            List<Double> said = study.judge.get(i / 3).probabilities();
            double[] p = said.stream().mapToDouble(one -> one).toArray();
            sum -= Math.log(normalized(p, 1 / temperature)
                    .get((int) study.human.rating(i).score() - 1));
        }
        return sum / study.human.size();
    }

    @Test
    void whatIsReportedOfAnItemDoesNotDependOnItsRatings() {
        Study study = Study.of(2);
        LevelDistribution first = study.calibration().calibrated().get(0);
        List<Rating> changed = new ArrayList<>(study.human.stream().toList());
        for (int i = 0; i < 3; i++) {
            Rating old = changed.get(i);
            changed.set(
                    i,
                    new Rating(
                            old.candidate(), old.character(), old.item(), old.metric(), old.rater(), 6 - old.score()));
        }
        Calibration other = Calibration.of(Ratings.of(changed), study.judge);
        assertThat(other.calibrated().get(0)).isEqualTo(first);
        assertThat(other.calibrated().get(1))
                .isNotEqualTo(study.calibration().calibrated().get(1));
        assertThat(other.calibrated())
                .allSatisfy(one -> assertThat(one.mode())
                        .isEqualTo(study.judge
                                .get(Integer.parseInt(one.item().substring(1)))
                                .mode()));
    }

    /** The rising function by its formula: at each place the greatest of the least means of all stretches around it. */
    private static double rising(double[] x, int[] hits, int[] n, int i) {
        double greatest = 0;
        for (int from = 0; from <= i; from++) {
            double least = 1;
            for (int to = i; to < x.length; to++) {
                double sum = 0;
                double all = 0;
                for (int k = from; k <= to; k++) {
                    sum += hits[k];
                    all += n[k];
                }
                least = Math.min(least, sum / all);
            }
            greatest = Math.max(greatest, least);
        }
        return greatest;
    }

    @Test
    void isotonicProbabilitiesAreThoseOfTheFormula() {
        Study study = Study.of(2);
        List<LevelDistribution> judge = study.judge.subList(0, 60);
        List<LevelDistribution> more = new ArrayList<>(judge);
        judge.forEach(one -> more.add(
                new LevelDistribution("m", "c", "new " + one.item(), "fluency", "model:j", one.probabilities())));
        double[][] expected = new double[60][5];
        for (int level = 0; level < 5; level++) {
            int of = level;
            List<LevelDistribution> sorted = judge.stream()
                    .sorted(java.util.Comparator.comparing(
                            one -> one.probabilities().get(of)))
                    .toList();
            double[] x = sorted.stream()
                    .mapToDouble(one -> one.probabilities().get(of))
                    .toArray();
            int[] hits = sorted.stream()
                    .mapToInt(one -> (int) study.human.stream()
                            .filter(rating -> rating.item().equals(one.item()) && rating.score() == of + 1)
                            .count())
                    .toArray();
            int[] n = new int[x.length];
            Arrays.fill(n, 3);
            for (int i = 0; i < x.length; i++) {
                expected[judge.indexOf(sorted.get(i))][level] = rising(x, hits, n, i);
            }
        }
        List<LevelDistribution> calibrated =
                Calibration.isotonic(study.human, more).calibrated();
        for (int i = 0; i < 60; i++) {
            double sum = DoubleStream.of(expected[i]).sum();
            for (int level = 0; level < 5; level++) {
                assertThat(calibrated.get(60 + i).probabilities().get(level))
                        .isCloseTo(expected[i][level] / sum, within(1e-12));
            }
        }
    }

    @Test
    void isotonicRegressionMendsAJudgeThatIsTooSure() {
        Study study = Study.of(3);
        Calibration.Row row = row(Calibration.isotonic(study.human, study.judge));
        assertThat(row.temperature()).isNaN();
        assertThat(row.calibratedError()).isLessThan(0.07);
        assertThat(row.calibratedLogLoss()).isLessThan(row.logLoss() - 0.2);
        assertThat(Calibration.isotonic(study.human, study.judge))
                .asString()
                .contains("isotonic regression of each level");
        Calibration tempered = study.calibration();
        Ratings expected = tempered.expected(0.02);
        assertThat(expected.size()).isEqualTo(ITEMS);
        double mean =
                tempered.calibrated().get(0).mean(study.human.metric("fluency").scale());
        assertThat(expected.rating(0).score()).isCloseTo(mean, within(0.0101));
    }

    @Test
    void expectedScoresTellMoreThanTheMostProbableOnes() {
        Study study = Study.of(2);
        Ratings few = study.human.where(rating -> Integer.parseInt(rating.item().substring(1)) % 4 == 0);
        Calibration calibration = Calibration.of(few, study.judge);
        Rubric rubric = Rubric.esrp().only("fluency");
        Analysis analysis = Analysis.of(few, rubric).withUnit(Unit.SCENARIO);
        Ratings.Builder modes = Ratings.builder(rubric.metrics());
        study.judge.forEach(one ->
                modes.add(one.candidate(), one.character(), one.item(), one.metric(), one.rater(), one.mode() + 1));
        var fine = analysis.predictionPowered(calibration.expected(0.02)).rows().get(0);
        var coarse = analysis.predictionPowered(modes.build()).rows().get(0);
        double true4 = study.human.stream().mapToDouble(Rating::score).average().orElseThrow();
        assertThat(fine.interval().estimate()).isCloseTo(true4, within(0.2));
        assertThat(fine.interval().upper() - fine.interval().lower())
                .isLessThan(coarse.interval().upper() - coarse.interval().lower());
    }

    @Test
    void whatNobodyRatedIsCalibratedByAll() {
        Study study = Study.of(2);
        List<LevelDistribution> more = new ArrayList<>(study.judge);
        more.add(new LevelDistribution("m", "c", "new", "fluency", "model:j", List.of(0.0, 0.1, 0.2, 0.6, 0.1)));
        more.add(new LevelDistribution("m", "c", "new", "coherence", "model:j", List.of(1.0)));
        List<LevelDistribution> calibrated = Calibration.of(study.human, more).calibrated();
        assertThat(calibrated).hasSize(ITEMS + 1);
        assertThat(calibrated.get(ITEMS).probabilities().get(3)).isBetween(0.3, 0.5);
    }

    @Test
    void tablesSayHowSureAndHowRight() {
        assertThat(Study.of(3).calibration())
                .asString()
                .contains("Calibration of the judge by metric", "temperature", "Fluency", "90–100%")
                .contains("one temperature per metric");
    }

    @Test
    void whatCannotBeCalibratedIsRefused() {
        Study study = Study.of(1);
        assertThatThrownBy(() -> Calibration.of(study.human, study.judge.subList(0, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share 1 item");
        assertThatThrownBy(() -> Calibration.of(study.human, Collections.nCopies(2, study.judge.get(0))))
                .hasMessageContaining("two distributions");
        LevelDistribution of7 =
                new LevelDistribution("m", "c", "s0", "fluency", "model:j", List.of(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0));
        assertThatThrownBy(() -> Calibration.of(study.human, List.of(of7)))
                .hasMessageContaining("has 7 levels, people rated on 1..5");
        assertThatThrownBy(() -> of7.with(List.of(0.5))).hasMessageContaining("sum of 1");
    }
}
