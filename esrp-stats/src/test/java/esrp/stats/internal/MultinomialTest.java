package esrp.stats.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MultinomialTest {
    /** The draws against the probability mass function, both algorithms and both halves of p. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.3",
        "5, 0.5",
        "12, 0.05",
        "40, 0.2",
        "19, 0.5",
        "20, 0.5",
        "25, 0.4",
        "25, 0.6",
        "60, 0.9",
        "150, 0.07",
        "300, 0.5",
        "1000, 0.011",
        "1000, 0.97",
        "64800, 0.04",
        "100000, 0.5",
        "1000000, 0.00002",
        "1000000, 0.999"
    })
    void binomialDrawsFollowTheMassFunction(int n, double p) {
        int draws = 100_000;
        long[] seen = new long[n + 1];
        RandomStream random = RandomStream.of(17, n);
        for (int i = 0; i < draws; i++) {
            seen[(int) Binomial.draw(random, n, Math.round(p * 1e6), 1_000_000)]++;
        }
        BinomialDistribution exact = new BinomialDistribution(null, n, p);
        List<Double> expected = new ArrayList<>();
        List<Long> observed = new ArrayList<>();
        double mass = 0;
        long count = 0;
        double before = 0;
        for (int k = 0; k <= n; k++) {
            mass += exact.probability(k);
            count += seen[k];
            if (mass * draws >= 20 && (1 - before - mass) * draws >= 20) {
                expected.add(mass);
                observed.add(count);
                before += mass;
                mass = 0;
                count = 0;
            }
        }
        expected.add(mass);
        observed.add(count);
        double pValue = new ChiSquareTest()
                .chiSquareTest(
                        expected.stream().mapToDouble(d -> d).toArray(),
                        observed.stream().mapToLong(l -> l).toArray());
        assertThat(pValue).isGreaterThan(1e-4);
    }

    @Test
    void binomialOfHugeNumbersHasItsMeanAndVariance() {
        long n = 3_000_000_000L;
        double p = 0.3;
        RandomStream random = RandomStream.of(3, 3);
        double sum = 0;
        double squares = 0;
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            double d = (Binomial.draw(random, n, 3, 10) - n * p) / Math.sqrt(n * p * (1 - p));
            sum += d;
            squares += d * d;
        }
        assertThat(sum / draws).isCloseTo(0, within(0.03));
        assertThat(squares / draws).isCloseTo(1, within(0.05));
    }

    @Test
    void binomialEdges() {
        RandomStream random = RandomStream.of(0, 0);
        assertThat(Binomial.draw(random, 10, 0, 4)).isZero();
        assertThat(Binomial.draw(random, 10, 4, 4)).isEqualTo(10);
        assertThat(Binomial.draw(random, 0, 2, 4)).isZero();
    }

    @Test
    void drawsKeepTheTotalAndLeaveEmptyCellsEmpty() {
        long[] counts = {0, 5, 0, 100, 1, 0, 37};
        Multinomial multinomial = new Multinomial(counts);
        assertThat(multinomial.n()).isEqualTo(143);
        long[] into = new long[counts.length];
        for (int i = 0; i < 1000; i++) {
            java.util.Arrays.fill(into, -1);
            multinomial.draw(RandomStream.of(1, i), into);
            assertThat(LongStream.of(into).sum()).isEqualTo(143);
            assertThat(into[0] + into[2] + into[5]).isZero();
            assertThat(into).doesNotContain(-1);
        }
    }

    @Test
    void drawsHaveTheMeansAndCovariancesOfResampledItems() {
        long[] counts = {50, 5, 100, 45};
        double n = 200;
        int draws = 40_000;
        double[] sum = new double[4];
        double cross = 0;
        double square = 0;
        long[] into = new long[4];
        Multinomial multinomial = new Multinomial(counts);
        for (int i = 0; i < draws; i++) {
            multinomial.draw(RandomStream.of(2, i), into);
            for (int j = 0; j < 4; j++) {
                sum[j] += into[j];
            }
            cross += (into[0] - 50) * (into[2] - 100);
            square += (into[2] - 100) * (into[2] - 100);
        }
        for (int j = 0; j < 4; j++) {
            assertThat(sum[j] / draws).isCloseTo((double) counts[j], within(0.2));
        }
        assertThat(cross / draws).isCloseTo(-n * 0.25 * 0.5, within(1.5));
        assertThat(square / draws).isCloseTo(n * 0.5 * 0.5, within(2.0));
    }

    @Test
    void stirlingsTailIsWhatTheFormulaLeavesOut() {
        for (int k = 0; k < 200; k++) {
            double formula = (k + 0.5) * Math.log(k + 1) - (k + 1) + 0.5 * Math.log(2 * Math.PI);
            assertThat(Binomial.stirlingTail(k))
                    .as("k = %d", k)
                    .isCloseTo(Gamma.logGamma(k + 1.0) - formula, within(1e-10));
        }
    }
}
