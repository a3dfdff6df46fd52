package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of weighted tau and tau-b. Tied values are frequent. Seeds are fixed. */
class RankTauPropertyTest {
    /** Pairs, and a configuration to try them with. */
    static final class Sample {
        final double[] x;
        final double[] y;
        final WeightedKendallTau tau;
        final Weigher weigher;
        final boolean additive;
        final Ranking ranking;

        Sample(double[] x, double[] y, Weigher weigher, boolean additive, Ranking ranking) {
            this.x = x;
            this.y = y;
            this.weigher = weigher;
            this.additive = additive;
            this.ranking = ranking;
            this.tau = WeightedKendallTau.withDefaults()
                    .with(weigher)
                    .withAdditive(additive)
                    .with(ranking);
        }

        @Override
        public String toString() {
            return Arrays.toString(x) + " " + Arrays.toString(y) + " " + tau;
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Arbitraries.longs().map(RankTauPropertyTest::sample);
    }

    private static Sample sample(long seed) {
        Random random = new Random(seed);
        int n = 2 + random.nextInt(39);
        List<Weigher> weighers = List.of(
                Weigher.hyperbolic(),
                Weigher.logarithmic(),
                Weigher.quadratic(),
                Weigher.constant(2),
                rank -> 1 / Math.log(rank + Math.E));
        List<Ranking> rankings = List.of(
                Ranking.lexicographic(),
                Ranking.lexicographicByX(),
                Ranking.byIndex(),
                Ranking.of(random.ints(n, -5, 30).toArray()));
        return new Sample(
                values(random, n),
                values(random, n),
                weighers.get(random.nextInt(5)),
                random.nextBoolean(),
                rankings.get(random.nextInt(4)));
    }

    /** Mostly half steps, both zeros among them, and now and then any double at all. */
    private static double[] values(Random random, int n) {
        double tied = random.nextDouble();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            double any = Double.longBitsToDouble(random.nextLong());
            int level = random.nextInt(6) - 2;
            values[i] = random.nextDouble() < tied || Double.isNaN(any) ? level * 0.5 * -1 : any;
        }
        return values;
    }

    private static void same(double actual, double expected, double tolerance) {
        if (Double.isNaN(expected)) {
            assertThat(actual).isNaN();
        } else {
            assertThat(actual).isCloseTo(expected, within(tolerance));
        }
    }

    @Property(tries = 200, seed = "1")
    void bothPathsFollowTheDefinition(@ForAll("samples") Sample s) {
        double expected = NaiveWeightedTau.statistic(s.weigher, s.additive, s.ranking, s.x, s.y);
        same(s.tau.statistic(s.x, s.y), expected, 1e-12);
        same(s.tau.sorted(s.x, s.y), expected, 1e-12);
        if (s.ranking.followsValues()) {
            same(s.tau.statistic(Tables.count(s.x, s.y)), expected, 1e-12);
        }
    }

    @Property(tries = 200, seed = "2")
    void swappingTheSidesChangesNothing(@ForAll("samples") Sample s) {
        if (s.ranking.kind() != Ranking.Kind.LEXICOGRAPHIC_BY_X) {
            same(s.tau.statistic(s.y, s.x), s.tau.statistic(s.x, s.y), 1e-14);
        }
        same(KendallTau.b(s.y, s.x), KendallTau.b(s.x, s.y), 0);
        same(KendallTau.of(s.y, s.x).c(), KendallTau.of(s.x, s.y).c(), 0);
    }

    @Property(tries = 200, seed = "3")
    void reversingOneSideNegatesTauUnderGivenRanks(@ForAll("samples") Sample s) {
        double[] reversed = Arrays.stream(s.y).map(v -> -v).toArray();
        WeightedKendallTau byIndex = s.tau.with(Ranking.byIndex());
        same(byIndex.statistic(s.x, reversed), -byIndex.statistic(s.x, s.y), 1e-12);
        same(KendallTau.b(s.x, reversed), -KendallTau.b(s.x, s.y), 0);
        WeightedKendallTau flat = WeightedKendallTau.withDefaults().with(Weigher.constant(1));
        same(flat.statistic(s.x, reversed), -flat.statistic(s.x, s.y), 1e-12);
    }

    @Property(tries = 200, seed = "4")
    void increasingTransformsChangeNothing(@ForAll("samples") Sample s) {
        double[] sorted =
                Arrays.stream(s.x).map(v -> v + 0.0).sorted().distinct().toArray();
        double[] stretched = Arrays.stream(s.x)
                .map(v -> Math.expm1(0.1 * Arrays.binarySearch(sorted, v + 0.0)) * 1e6 - 7)
                .toArray();
        same(s.tau.statistic(stretched, s.y), s.tau.statistic(s.x, s.y), 1e-12);
        same(KendallTau.b(stretched, s.y), KendallTau.b(s.x, s.y), 0);
    }

    @Property(tries = 200, seed = "5")
    void theOrderOfTheItemsDoesNotMatter(@ForAll("samples") Sample s) {
        int n = s.x.length;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = s.x[n - 1 - i];
            y[i] = s.y[n - 1 - i];
        }
        if (s.ranking.followsValues()) {
            same(s.tau.statistic(x, y), s.tau.statistic(s.x, s.y), 1e-12);
        }
        same(KendallTau.b(x, y), KendallTau.b(s.x, s.y), 0);
    }

    @Property(tries = 200, seed = "6")
    void constantWeightsAndAdditionGiveTauB(@ForAll("samples") Sample s) {
        double expected = KendallTau.b(s.x, s.y);
        same(s.tau.with(Weigher.constant(3)).statistic(s.x, s.y), expected, 1e-12);
    }

    @Property(tries = 200, seed = "7")
    void aScaledWeigherChangesNothing(@ForAll("samples") Sample s) {
        Weigher scaled = rank -> 8 * s.weigher.weight(rank);
        same(s.tau.with(scaled).statistic(s.x, s.y), s.tau.statistic(s.x, s.y), 1e-12);
    }

    @Property(tries = 200, seed = "8")
    void tauOfASideWithItselfIsOne(@ForAll("samples") Sample s) {
        double tau = s.tau.statistic(s.x, s.x);
        if (!Double.isNaN(tau)) {
            assertThat(tau).isCloseTo(1, within(1e-12));
            assertThat(s.tau.statistic(s.x, s.y))
                    .satisfiesAnyOf(
                            v -> assertThat(v).isNaN(), v -> assertThat(v).isBetween(-1.0, 1.0));
        }
    }

    @Property(tries = 200, seed = "9")
    void emptyLevelsChangeNothing(@ForAll("samples") Sample s) {
        long[][] table = Tables.count(s.x, s.y);
        long[][] padded = new long[table.length * 2 + 1][table[0].length * 2 + 1];
        for (int a = 0; a < table.length; a++) {
            for (int b = 0; b < table[0].length; b++) {
                padded[2 * a + 1][2 * b + 1] = table[a][b];
            }
        }
        WeightedKendallTau tau = s.tau.with(Ranking.lexicographic());
        same(tau.statistic(padded), tau.statistic(table), 1e-15);
        same(KendallTau.b(padded), KendallTau.b(table), 0);
        same(KendallTau.of(padded).c(), KendallTau.of(table).c(), 0);
    }
}
