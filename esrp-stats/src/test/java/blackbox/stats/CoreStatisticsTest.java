package blackbox.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Accuracy;
import esrp.stats.Bootstrap;
import esrp.stats.Bootstrap.Alternative;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.KendallTau;
import esrp.stats.Ranking;
import esrp.stats.Weigher;
import esrp.stats.WeightedKendallTau;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** What a user writes, with the public types alone. */
class CoreStatisticsTest {
    private static final int[] JUDGE = {5, 4, 4, 3, 5, 2, 4, 4, 1, 3};
    private static final int[] HUMAN = {4, 4, 5, 3, 5, 1, 4, 3, 2, 3};

    @Test
    void aJudgeAgainstPeople() {
        double tau = WeightedKendallTau.withDefaults().statistic(JUDGE, HUMAN);
        byte[] judge = new byte[JUDGE.length];
        byte[] human = new byte[JUDGE.length];
        double[] judgeScores = new double[JUDGE.length];
        double[] humanScores = new double[JUDGE.length];
        long[][] table = new long[5][5];
        for (int i = 0; i < JUDGE.length; i++) {
            judge[i] = (byte) JUDGE[i];
            human[i] = (byte) HUMAN[i];
            judgeScores[i] = JUDGE[i];
            humanScores[i] = HUMAN[i];
            table[JUDGE[i] - 1][HUMAN[i] - 1]++;
        }
        WeightedKendallTau defaults = WeightedKendallTau.withDefaults();
        assertThat(defaults.statistic(judge, human)).isCloseTo(tau, within(1e-15));
        assertThat(defaults.statistic(judgeScores, humanScores)).isCloseTo(tau, within(1e-15));
        assertThat(defaults.statistic(table)).isCloseTo(tau, within(1e-15));

        assertThat(Accuracy.exact(JUDGE, HUMAN)).isEqualTo(0.5);
        assertThat(Accuracy.soft(table)).isEqualTo(1);
        assertThat(KendallTau.b(table)).isEqualTo(KendallTau.b(judgeScores, humanScores));
        assertThat(KendallTau.of(JUDGE, HUMAN).pValue(Alternative.GREATER)).isBetween(0.0, 0.05);

        Interval interval = Bootstrap.withDefaults()
                .withSeed(11)
                .with(IntervalMethod.BCA)
                .with(ForkJoinPool.commonPool())
                .table(table, Accuracy::exact);
        assertThat(interval.estimate()).isEqualTo(0.5);
        assertThat(interval.contains(0.5)).isTrue();
        assertThat(interval.toString()).hasSizeLessThan(80);
    }

    @Test
    void everyWeigherAndRankingIsAtHand() {
        Ranking[] rankings = {
            Ranking.lexicographic(),
            Ranking.lexicographicByX(),
            Ranking.byIndex(),
            Ranking.of(3, 1, 4, 1, 5, 9, 2, 6, 5, 3)
        };
        Weigher[] weighers = {
            Weigher.hyperbolic(),
            Weigher.logarithmic(),
            Weigher.quadratic(),
            Weigher.constant(1),
            rank -> 1 / (rank + 1),
            rank -> rank < 3 ? 1 : 0
        };
        for (Ranking ranking : rankings) {
            for (Weigher weigher : weighers) {
                WeightedKendallTau tau =
                        WeightedKendallTau.withDefaults().with(ranking).with(weigher);
                assertThat(tau.statistic(JUDGE, HUMAN)).isBetween(-1.0, 1.0);
                assertThat(tau.withAdditive(false).statistic(JUDGE, HUMAN)).isBetween(-1.0, 1.0);
            }
            WeightedKendallTau defaults = WeightedKendallTau.withDefaults().with(ranking);
            assertThat(defaults.with(weighers[4]).statistic(JUDGE, HUMAN))
                    .isCloseTo(defaults.statistic(JUDGE, HUMAN), within(1e-15));
            assertThat(ranking.toString()).isNotBlank();
        }
    }
}
