package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import esrp.stats.IntervalMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Clusters given column by column are those of a whole table, digit for digit. */
class SparseClustersTest {
    private static final int COLUMNS = 4;

    /** [column][cell] sums and counts; cells without values are common, and columns often have the same ones. */
    private static double[][][] random(Random random, int cells, int percentEmpty) {
        double[][] sums = new double[COLUMNS][cells];
        double[][] counts = new double[COLUMNS][cells];
        for (int k = 0; k < COLUMNS; k++) {
            boolean alike = k > 0 && random.nextBoolean();
            for (int g = 0; g < cells; g++) {
                counts[k][g] =
                        alike ? counts[k - 1][g] : random.nextInt(100) < percentEmpty ? 0 : 1 + random.nextInt(3);
                for (int i = 0; i < counts[k][g]; i++) {
                    sums[k][g] += 1 + random.nextInt(5);
                }
            }
        }
        return new double[][][] {sums, counts};
    }

    private static double[][] turned(double[][] of) {
        double[][] turned = new double[of[0].length][of.length];
        for (int g = 0; g < turned.length; g++) {
            for (int k = 0; k < of.length; k++) {
                turned[g][k] = of[k][g];
            }
        }
        return turned;
    }

    /** Only clusters that have values are given. */
    private static ClusteredMeans column(double[] sums, double[] counts, int[] number, int clusters) {
        int[] used =
                IntStream.range(0, counts.length).filter(g -> counts[g] > 0).toArray();
        return ClusteredMeans.of(
                Arrays.stream(used).mapToDouble(g -> sums[g]).toArray(),
                Arrays.stream(used).mapToDouble(g -> counts[g]).toArray(),
                Arrays.stream(used).map(g -> number[g]).toArray(),
                clusters);
    }

    private static ClusteredMeans sparse(double[][][] data, int[] number, int clusters) {
        return ClusteredMeans.ofColumns(
                IntStream.range(0, COLUMNS).mapToObj(k -> column(data[0][k], data[1][k], number, clusters)));
    }

    /** All that can be asked for. */
    private static List<Object> all(ClusteredMeans data) {
        List<Object> all = new ArrayList<>();
        all.add(data.toString());
        for (double[] c : new double[][] {{1, 0, 0, 0}, {0, 1, 0, -1}, {0.2, 0.3, 0.4, 0.1}, {0, 0, 1, -1}}) {
            ClusteredEstimates estimates =
                    ClusteredInference.withDefaults().withResamples(130).on(data);
            all.add(estimates.estimate(c));
            for (IntervalMethod method : IntervalMethod.values()) {
                try {
                    all.add(estimates.with(method).contrast(c));
                } catch (IllegalArgumentException e) {
                    all.add(e.toString());
                }
            }
        }
        all.add(Arrays.stream(data.means()).boxed().toList());
        return all;
    }

    @Property(tries = 200, seed = "20261126")
    void clustersOfOneKind(
            @ForAll @IntRange(min = 1, max = 12) int clusters,
            @ForAll @IntRange(min = 0, max = 95) int percentEmpty,
            @ForAll long seed) {
        double[][][] data = random(new Random(seed), clusters, percentEmpty);
        int[] number = IntStream.range(0, clusters).toArray();
        assertThat(all(sparse(data, number, clusters)))
                .isEqualTo(all(ClusteredMeans.of(turned(data[0]), turned(data[1]))));
    }

    @Property(tries = 300, seed = "20261126")
    void cellsOfCrossedKinds(
            @ForAll @IntRange(min = 1, max = 6) int rows,
            @ForAll @IntRange(min = 1, max = 6) int columns,
            @ForAll @IntRange(min = 0, max = 95) int percentEmpty,
            @ForAll long seed) {
        double[][][] data = random(new Random(seed), rows * columns, percentEmpty);
        // A cell in each row and column makes all of them known; others are there only if they have values.
        int[] there = IntStream.range(0, rows * columns)
                .filter(cell -> IntStream.range(0, COLUMNS).anyMatch(k -> data[1][k][cell] > 0)
                        || cell / columns == 0
                        || cell % columns == 0)
                .toArray();
        int[] number = new int[rows * columns];
        for (int i = 0; i < there.length; i++) {
            number[there[i]] = i;
        }
        double[][] sums = turned(data[0]);
        double[][] counts = turned(data[1]);
        double[][][] allSums = new double[rows][][];
        double[][][] allCounts = new double[rows][][];
        for (int r = 0; r < rows; r++) {
            allSums[r] = Arrays.copyOfRange(sums, r * columns, (r + 1) * columns);
            allCounts[r] = Arrays.copyOfRange(counts, r * columns, (r + 1) * columns);
        }
        assertThat(all(sparse(data, number, there.length)
                        .crossedBy(
                                Arrays.stream(there).map(cell -> cell / columns).toArray(),
                                Arrays.stream(there).map(cell -> cell % columns).toArray())))
                .isEqualTo(all(ClusteredMeans.crossed(allSums, allCounts)));
    }

    /** A million users, each of whom rated two of a hundred columns: a table of them would take 1.6 GB. */
    @Test
    void takesMemoryForWhatThereIs() {
        int clusters = 1_000_000;
        Random random = new Random(9);
        ClusteredMeans data = ClusteredMeans.ofColumns(IntStream.range(0, 100).mapToObj(k -> {
            int[] cluster = IntStream.range(0, clusters / 50)
                    .map(i -> i * 50 + (k * 7 + i) % 50)
                    .toArray();
            double[] counts = IntStream.range(0, cluster.length)
                    .mapToDouble(i -> 1 + i % 3)
                    .toArray();
            double[] sums =
                    Arrays.stream(counts).map(n -> n * (1 + random.nextInt(5))).toArray();
            return ClusteredMeans.of(sums, counts, cluster, clusters);
        }));
        assertThat(data.entries()).isEqualTo(2_000_000);
        ClusteredEstimates estimates = ClusteredInference.withDefaults().on(data);
        assertThat(estimates.estimate(3).degreesOfFreedom()).isBetween(10_000.0, 20_000.0);
        assertThat(estimates.estimate(3, 4).standardError()).isBetween(0.01, 0.02);
    }

    @Test
    void whatIsGivenOfOneClusterInAnyOrderIsAddedUp() {
        ClusteredMeans data =
                ClusteredMeans.of(new double[] {4, 0, 3, 5}, new double[] {1, 0, 2, 1}, new int[] {2, 1, 0, 2}, 4);
        assertThat(data.count(0)).isEqualTo(4);
        assertThat(data.mean(0)).isEqualTo(3);
        assertThat(data.units()).isEqualTo(4);
        assertThat(data.entries()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        double[] one = {1};
        ClusteredMeans data = ClusteredMeans.of(one, one, new int[] {0}, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(one, one, new int[] {3}, 3))
                .withMessageContaining("cluster[0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(one, new double[] {-1}, new int[] {0}, 3))
                .withMessageContaining("counts[0]: -1.0 is not 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.of(one, one, new int[2], 3))
                .withMessageContaining("cluster: has length 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClusteredMeans.ofColumns(Stream.of()))
                .withMessageContaining("data: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ClusteredMeans.ofColumns(Stream.of(data, ClusteredMeans.of(one, one, new int[] {0}, 4))))
                .withMessage("data: have [3, 4] clusters; one number is needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.crossedBy(new int[] {0, 0, 1}, new int[] {0, 0, 0}))
                .withMessageContaining("cluster 1, (0, 0), does not come after (0, 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.crossedBy(new int[] {0, 0, 2}, new int[] {0, 1, 0}))
                .withMessage("first: no cluster has 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> data.crossedBy(new int[] {0, 0}, new int[] {0, 1}))
                .withMessageContaining("first: has length 2");
    }
}
