package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AgreementPropertyTest {
    private static final double[] CATEGORIES = {1, 2, 3, 4};

    /** Ratings 1..4 of 2 to 4 raters, a sixth of them missing. */
    @Provide
    Arbitrary<double[][]> ratings() {
        Arbitrary<Double> rating = Arbitraries.of(1.0, 2.0, 3.0, 3.0, 4.0, Double.NaN);
        return Arbitraries.integers()
                .between(2, 4)
                .flatMap(raters -> Arbitraries.integers()
                        .between(1, 12)
                        .flatMap(units -> rating.array(double[].class)
                                .ofSize(units)
                                .array(double[][].class)
                                .ofSize(raters)));
    }

    @Provide
    Arbitrary<Weights> weights() {
        return Arbitraries.of(Weights.UNWEIGHTED, Weights.LINEAR, Weights.QUADRATIC, Weights.RADICAL, Weights.ORDINAL);
    }

    /** Levels that do not depend on where zero is, for tables count levels from 0. */
    @Provide
    Arbitrary<Level> differences() {
        return Arbitraries.of(Level.NOMINAL, Level.ORDINAL, Level.INTERVAL);
    }

    @Provide
    Arbitrary<long[][]> tables() {
        return Arbitraries.longs()
                .between(0, 6)
                .array(long[].class)
                .ofSize(4)
                .array(long[][].class)
                .ofSize(4);
    }

    /** Definition, pair by pair: O(n²). */
    private static double naiveAlpha(double[][] byRater, Level level) {
        int units = byRater[0].length;
        List<Double> all = new java.util.ArrayList<>();
        double n = 0;
        for (int u = 0; u < units; u++) {
            List<Double> unit = unit(byRater, u);
            if (unit.size() > 1) {
                all.addAll(unit);
                n += unit.size();
            }
        }
        double within = 0;
        for (int u = 0; u < units; u++) {
            List<Double> unit = unit(byRater, u);
            for (int i = 0; i < unit.size(); i++) {
                for (int j = 0; j < unit.size(); j++) {
                    if (i != j) {
                        within += distance(unit.get(i), unit.get(j), all, level) / (unit.size() - 1);
                    }
                }
            }
        }
        double between = 0;
        for (double a : all) {
            for (double b : all) {
                between += distance(a, b, all, level);
            }
        }
        return between == 0 ? Double.NaN : 1 - (within / n) / (between / (n * (n - 1)));
    }

    private static List<Double> unit(double[][] byRater, int u) {
        return Arrays.stream(byRater)
                .map(r -> r[u])
                .filter(v -> !Double.isNaN(v))
                .toList();
    }

    private static double distance(double a, double b, List<Double> all, Level level) {
        double low = Math.min(a, b);
        double high = Math.max(a, b);
        double d = switch (level) {
            case NOMINAL -> a == b ? 0 : 1;
            case INTERVAL -> a - b;
            case RATIO -> a == b ? 0 : (a - b) / (a + b);
            case ORDINAL ->
                all.stream().filter(v -> v >= low && v <= high).count()
                        - (Collections.frequency(all, a) + Collections.frequency(all, b)) / 2.0;
        };
        return d * d;
    }

    @Property(seed = "20261123")
    void alphaIsItsDefinition(@ForAll("ratings") double[][] ratings, @ForAll Level level) {
        close(Agreement.krippendorffAlpha(ratings, level), naiveAlpha(ratings, level));
    }

    @Property(seed = "20261123")
    void countsOfTwoRatersGiveTheSame(
            @ForAll("ratings") double[][] ratings,
            @ForAll("differences") Level level,
            @ForAll("weights") Weights weights) {
        double[][] two = {new double[ratings[0].length], new double[ratings[0].length]};
        PairTable table = PairTable.empty(4);
        for (int u = 0; u < ratings[0].length; u++) {
            double a = ratings[0][u];
            double b = ratings[ratings.length - 1][u];
            boolean both = !Double.isNaN(a) && !Double.isNaN(b);
            two[0][u] = both ? a : Double.NaN;
            two[1][u] = both ? b : Double.NaN;
            if (both) {
                table = table.plus(PairTable.of(new int[] {(int) a - 1}, new int[] {(int) b - 1}, 4));
            }
        }
        close(table.krippendorffAlpha(level), Agreement.krippendorffAlpha(two, level));
        close(table.gwetAc(weights), Agreement.gwetAc(two, CATEGORIES, weights));
    }

    @Property(seed = "20261123")
    void theOrderOfRatersAndUnitsDoesNotMatter(
            @ForAll("ratings") double[][] ratings,
            @ForAll Level level,
            @ForAll("weights") Weights weights,
            @ForAll long seed) {
        double[][] shuffled = shuffled(ratings, seed);
        close(Agreement.krippendorffAlpha(shuffled, level), Agreement.krippendorffAlpha(ratings, level));
        close(Agreement.gwetAc(shuffled, CATEGORIES, weights), Agreement.gwetAc(ratings, CATEGORIES, weights));
        for (Icc form : Icc.values()) {
            double before = Agreement.icc(transposed(ratings), form);
            if (Math.abs(before) < 1e6) { // near 0/0 the order of summing decides
                close(Agreement.icc(transposed(shuffled), form), before);
            }
        }
    }

    @Property(seed = "20261123")
    void renamingCategoriesDoesNotMatterWhereTheyAreNames(@ForAll("ratings") double[][] ratings) {
        double[][] renamed = Arrays.stream(ratings)
                .map(r -> Arrays.stream(r).map(v -> 5 - v % 4).toArray())
                .toArray(double[][]::new);
        close(Agreement.krippendorffAlpha(renamed, Level.NOMINAL), Agreement.krippendorffAlpha(ratings, Level.NOMINAL));
        close(
                Agreement.gwetAc(renamed, new double[] {2, 3, 4, 5}, Weights.UNWEIGHTED),
                Agreement.gwetAc(ratings, CATEGORIES, Weights.UNWEIGHTED));
    }

    @Property(seed = "20261123")
    void ordinalAlphaSeesRanksOnly(@ForAll("ratings") double[][] ratings) {
        double[][] stretched = Arrays.stream(ratings)
                .map(r -> Arrays.stream(r).map(v -> v * v * v).toArray())
                .toArray(double[][]::new);
        close(
                Agreement.krippendorffAlpha(stretched, Level.ORDINAL),
                Agreement.krippendorffAlpha(ratings, Level.ORDINAL));
    }

    @Property(seed = "20261123")
    void perfectAgreementIsOne(
            @ForAll("ratings") double[][] ratings, @ForAll Level level, @ForAll("weights") Weights weights) {
        double[] first =
                Arrays.stream(ratings[0]).map(v -> Double.isNaN(v) ? 2 : v).toArray();
        double[][] same = {first, first, first};
        double ac = Agreement.gwetAc(same, CATEGORIES, weights);
        assertThat(ac).isCloseTo(1, within(1e-12));
        PairTable table = PairTable.of(levels(first), levels(first), 4);
        assertThat(table.agreementWithin(0)).isEqualTo(1);
        if (Arrays.stream(first).distinct().count() > 1) {
            assertThat(Agreement.krippendorffAlpha(same, level)).isCloseTo(1, within(1e-12));
            assertThat(table.cohenKappa(weights)).isCloseTo(1, within(1e-12));
            for (Icc form : Icc.values()) {
                assertThat(Agreement.icc(transposed(same), form)).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Property(seed = "20261123")
    void kappaIsSymmetricInItsRaters(@ForAll("tables") long[][] counts, @ForAll("weights") Weights weights) {
        PairTable table = PairTable.of(counts);
        close(table.transposed().cohenKappa(weights), table.cohenKappa(weights));
        identical(table.transposed().gwetAc(weights), table.gwetAc(weights));
    }

    @Property(seed = "20261123")
    void kappaDoesNotChangeWhenTheTableIsCountedTwiceOrPadded(
            @ForAll("tables") long[][] counts, @ForAll("weights") Weights weights) {
        PairTable table = PairTable.of(counts);
        close(table.plus(table).cohenKappa(weights), table.cohenKappa(weights));
        long[][] padded = new long[6][6];
        for (int a = 0; a < 4; a++) {
            System.arraycopy(counts[a], 0, padded[a], 0, 4);
        }
        // The number of categories cancels out of a kappa, also of ORDINAL weights.
        close(Agreement.cohenKappa(padded, weights), table.cohenKappa(weights));
    }

    @Property(seed = "20261123")
    void aTableOfTwoRatersGivesWhatTheirRatingsGive(
            @ForAll("tables") long[][] counts, @ForAll("differences") Level level, @ForAll("weights") Weights weights) {
        List<double[]> units = new java.util.ArrayList<>();
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                for (int i = 0; i < counts[a][b]; i++) {
                    units.add(new double[] {a + 1, b + 1});
                }
            }
        }
        double[][] byRater = new double[2][units.size()];
        for (int u = 0; u < units.size(); u++) {
            byRater[0][u] = units.get(u)[0];
            byRater[1][u] = units.get(u)[1];
        }
        PairTable table = PairTable.of(counts);
        close(table.krippendorffAlpha(level), Agreement.krippendorffAlpha(byRater, level));
        close(table.gwetAc(weights), Agreement.gwetAc(byRater, CATEGORIES, weights));
        assertThat(table.n()).isEqualTo(units.size());
    }

    private static int[] levels(double[] ratings) {
        return Arrays.stream(ratings).mapToInt(v -> (int) v - 1).toArray();
    }

    private static double[][] shuffled(double[][] ratings, long seed) {
        Random random = new Random(seed);
        List<double[]> raters = new java.util.ArrayList<>(List.of(ratings));
        Collections.shuffle(raters, random);
        List<double[]> units = new java.util.ArrayList<>(List.of(transposed(raters.toArray(double[][]::new))));
        Collections.shuffle(units, random);
        return transposed(units.toArray(double[][]::new));
    }

    private static double[][] transposed(double[][] table) {
        double[][] t = new double[table[0].length][table.length];
        for (int i = 0; i < table.length; i++) {
            for (int j = 0; j < t.length; j++) {
                t[j][i] = table[i][j];
            }
        }
        return t;
    }

    private static void identical(double value, double want) {
        assertThat(Double.compare(value, want)).as(value + " is " + want).isZero();
    }

    private static void close(double value, double want) {
        if (Double.isNaN(want)) {
            assertThat(value).isNaN();
        } else if (Double.isInfinite(want)) {
            assertThat(value).isEqualTo(want);
        } else {
            assertThat(value).isCloseTo(want, within(1e-9 * Math.max(1, Math.abs(want))));
        }
    }

    @Property(seed = "20261123")
    void boundsOfTheIntraclassCorrelationHoldItOrAreNotDefined(@ForAll("ratings") double[][] ratings) {
        for (Icc form : Icc.values()) {
            IccEstimate icc = IccEstimate.of(ratings, form);
            double lower = icc.lower(0.9);
            double upper = icc.upper(0.9);
            assertThat(Double.isNaN(lower) || lower <= icc.value())
                    .as("%s", icc)
                    .isTrue();
            assertThat(Double.isNaN(upper) || upper >= icc.value())
                    .as("%s", icc)
                    .isTrue();
            assertThat(Double.isNaN(icc.pValue()) || (icc.pValue() >= 0 && icc.pValue() <= 1))
                    .isTrue();
            assertThat(form != Icc.TWO_K && icc.value() > 1 + 1e-9).isFalse();
        }
    }
}
