package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.stats.Estimate;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Degrees of freedom of very many clusters, taken in linear time, are those of the definition. */
class ManyClustersTest {
    /** Bell and McCaffrey's, pair by pair: tr(M)² / tr(M²), the smaller of independent values and of one value a cluster. */
    private static double slow(double[][] counts, double[] c) {
        int width = c.length;
        double[] total = new double[width];
        double[] squares = new double[width];
        for (double[] own : counts) {
            for (int i = 0; i < width; i++) {
                total[i] += own[i];
            }
        }
        for (double[] own : counts) {
            for (int i = 0; i < width; i++) {
                squares[i] += Math.pow(own[i] / total[i], 2);
            }
        }
        double[] trace = new double[2];
        double[] square = new double[2];
        for (int a = 0; a < counts.length; a++) {
            for (int b = 0; b < counts.length; b++) {
                double[] m = new double[2];
                for (int i = 0; i < width; i++) {
                    double h = counts[a][i] / total[i];
                    double other = counts[b][i] / total[i];
                    double cc = c[i] * c[i];
                    if (a == b && h > 0) {
                        m[0] += cc / total[i] * h;
                        m[1] += cc * h * h * (1 - h + (squares[i] - h * h) / (1 - h));
                    } else if (a != b) {
                        double q = cc * h * other / Math.sqrt((1 - h) * (1 - other));
                        m[0] += q / total[i];
                        m[1] += q * (h + other - squares[i]);
                    }
                }
                for (int k = 0; k < 2; k++) {
                    trace[k] += a == b ? m[k] : 0;
                    square[k] += m[k] * m[k];
                }
            }
        }
        double independent = trace[0] * trace[0] / square[0];
        return c[0] + c[c.length - 1] == 0 ? independent : Math.min(independent, trace[1] * trace[1] / square[1]);
    }

    @Test
    void degreesOfFreedomAreThoseOfTheDefinition() {
        Random random = new Random(7);
        for (double largest : new double[] {1, 300, 5_000, 100_000}) {
            double[][] sums = new double[2_400][3];
            double[][] counts = new double[sums.length][3];
            for (int g = 0; g < sums.length; g++) {
                for (int k = 0; k < 3; k++) {
                    counts[g][k] = g == 17 ? largest : g == 18 && k == 1 ? largest / 2 : random.nextInt(6);
                    for (int i = 0; i < counts[g][k]; i++) {
                        sums[g][k] += 1 + random.nextInt(5);
                    }
                }
            }
            ClusteredEstimates estimates = ClusteredInference.withDefaults().on(ClusteredMeans.of(sums, counts));
            for (double[] c : new double[][] {{1, 0, 0}, {0.2, 0.3, 0.5}, {1, 0, -1}}) {
                Estimate estimate = estimates.estimate(c);
                assertThat(estimate.degreesOfFreedom()).isCloseTo(slow(counts, c), within(1e-8 * sums.length));
            }
        }
    }

    /** Half a million clusters are no more than so many. */
    @Test
    void halfAMillionClustersHaveAnEstimate() {
        Random random = new Random(8);
        double[][] sums = new double[500_000][2];
        double[][] counts = new double[sums.length][2];
        for (int g = 0; g < sums.length; g++) {
            counts[g][g % 2] = 1 + random.nextInt(9);
            sums[g][g % 2] = counts[g][g % 2] * (1 + random.nextInt(5));
        }
        ClusteredEstimates estimates = ClusteredInference.withDefaults().on(ClusteredMeans.of(sums, counts));
        assertThat(estimates.estimate(0, 1).degreesOfFreedom()).isBetween(250_000.0, 500_000.0);
        assertThat(estimates.mean(0).estimate()).isCloseTo(3, within(0.02));
    }
}
