package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.stats.cluster.ClusteredTotals;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * R's lm, lme4 and psych on complete and incomplete tables ({@code oracles/coefficients.R}), to 1e-9: R writes 15 digits. Prints
 * the largest deviation of each figure, which {@code docs/agreement.md} shows.
 */
class CoefficientsOracleTest {
    private static final Map<String, double[]> WORST = new TreeMap<>();
    private static final List<JsonNode> CASES = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = CoefficientsOracleTest.class.getResourceAsStream("/oracles/coefficients_r.json")) {
            new ObjectMapper().readTree(in).forEach(CASES::add);
        }
        assertThat(CASES).hasSize(36);
    }

    @AfterAll
    static void print() {
        WORST.forEach((figure, worst) -> System.out.printf(
                Locale.ROOT, "%-60s %4.0f values, largest deviation %.1e%n", figure, worst[1], worst[0]));
    }

    private static void same(String figure, double actual, JsonNode expected, double tolerance) {
        double deviation = Math.abs(actual - expected.asDouble());
        double[] worst = WORST.computeIfAbsent(figure, key -> new double[2]);
        worst[0] = Math.max(worst[0], deviation);
        worst[1]++;
        assertThat(deviation)
                .as("%s: %s, expected %s", figure, actual, expected)
                .isLessThanOrEqualTo(tolerance);
    }

    private static double[][] ratings(JsonNode c) {
        double[][] table = new double[c.get("ratings").size()][];
        for (int u = 0; u < table.length; u++) {
            JsonNode row = c.get("ratings").get(u);
            table[u] = new double[row.size()];
            for (int r = 0; r < row.size(); r++) {
                table[u][r] = row.get(r).isNumber() ? row.get(r).asDouble() : Double.NaN;
            }
        }
        return table;
    }

    private static boolean complete(JsonNode c) {
        return c.has("psych");
    }

    @Test
    void oneWay() {
        for (JsonNode c : CASES) {
            IccEstimate one = IccEstimate.of(ratings(c), Icc.ONE_ONE);
            same("ICC(1,1), anova(lm), n0", one.value(), c.get("one"), 1e-9);
            same("ICC(1,k), anova(lm), n0", Agreement.icc(ratings(c), Icc.ONE_K), c.get("one.k"), 1e-9);
            same("F of ICC(1)", one.f(), c.get("one.f"), 1e-9);
            same("p of ICC(1)", one.pValue(), c.get("one.p"), 1e-9);
            assertThat(one.unitDegreesOfFreedom()).isEqualTo(c.get("one.df1").asDouble());
            assertThat(one.errorDegreesOfFreedom()).isEqualTo(c.get("one.df2").asDouble());
        }
    }

    @Test
    void twoWay() {
        for (JsonNode c : CASES) {
            JsonNode r = c.get("two.way");
            Map<Icc, String> names =
                    Map.of(Icc.TWO_ONE, "two", Icc.THREE_ONE, "three", Icc.TWO_K, "two.k", Icc.THREE_K, "three.k");
            names.forEach((form, name) ->
                    same("ICC " + form + ", lm, Henderson III", Agreement.icc(ratings(c), form), r.get(name), 1e-8));
            IccEstimate two = IccEstimate.of(ratings(c), Icc.TWO_ONE);
            same("F of ICC(2), ICC(3)", two.f(), r.get("f"), 1e-9);
            same("p of ICC(2), ICC(3)", two.pValue(), r.get("p"), 1e-9);
        }
    }

    /** REML does not go below 0; where no variance is near it (nor at it), both agree: exactly in complete tables. */
    @Test
    void reml() {
        for (JsonNode c : CASES) {
            double two = c.get("reml").get("two").asDouble();
            boolean ratersDiffer = c.get("reml").get("three").asDouble() > two + 1e-6;
            boolean inside = two > 0.16
                    && c.get("reml").get("one").asDouble() > 0.16
                    && ratersDiffer
                    && c.get("units").asInt() >= 20;
            if (inside) {
                String kind = ", " + c.get("missing").asInt() + "% missing, lme4 REML";
                Map.of(Icc.ONE_ONE, "one", Icc.TWO_ONE, "two", Icc.THREE_ONE, "three")
                        .forEach((form, name) -> same(
                                "ICC " + form + kind,
                                Agreement.icc(ratings(c), form),
                                c.get("reml").get(name),
                                complete(c) ? 1e-4 : c.get("missing").asInt() == 5 ? 0.015 : 0.04));
            }
        }
    }

    @Test
    void intervalsOfTheFTest() {
        Icc[] forms = {Icc.ONE_ONE, Icc.TWO_ONE, Icc.THREE_ONE, Icc.ONE_K, Icc.TWO_K, Icc.THREE_K};
        for (JsonNode c : CASES) {
            for (int f = 0; f < 6 && complete(c); f++) {
                IccEstimate icc = IccEstimate.of(ratings(c), forms[f]);
                same("ICC, psych", icc.value(), c.get("psych").get("icc").get(f), 1e-9);
                same("F, psych", icc.f(), c.get("psych").get("f").get(f), 1e-9);
                // Beyond the pole of Spearman and Brown's formula psych's bound is above the value.
                double lower = c.get("psych").get("lower").get(f).asDouble();
                if (lower <= icc.value()) {
                    same(
                            "lower bound by F, psych",
                            icc.lower(0.95),
                            c.get("psych").get("lower").get(f),
                            1e-7);
                } else {
                    assertThat(icc.lower(0.95)).isEqualTo(Double.NEGATIVE_INFINITY);
                }
                same(
                        "upper bound by F, psych",
                        icc.upper(0.95),
                        c.get("psych").get("upper").get(f),
                        1e-7);
            }
        }
    }

    @Test
    void jackknifedStandardErrors() {
        double[] categories = {1, 2, 3, 4, 5};
        for (JsonNode c : CASES) {
            double[][] ratings = ratings(c);
            List<Coincidences> units = new ArrayList<>();
            List<PairTable> pairs = new ArrayList<>();
            for (double[] unit : ratings) {
                double[][] byRater = new double[unit.length][1];
                for (int r = 0; r < unit.length; r++) {
                    byRater[r][0] = unit[r];
                }
                units.add(Coincidences.of(byRater, categories));
                if (unit.length == 2) {
                    pairs.add(PairTable.of(byRater[0], byRater[1], categories));
                }
            }
            same(
                    "jackknife SE of ICC(1,1), anova(lm) without each unit",
                    ClusteredTotals.of(units, Coincidences::plus, Coincidences::minus)
                            .estimate(t -> t.icc(Icc.ONE_ONE).value())
                            .standardError(),
                    c.get("one.se"),
                    1e-9);
            if (c.has("kappa")) {
                ClusteredTotals<PairTable> table = ClusteredTotals.of(pairs, PairTable::plus, PairTable::minus);
                Map.of("kappa", Weights.UNWEIGHTED, "weighted.kappa", Weights.QUADRATIC)
                        .forEach((name, weights) -> {
                            Estimate kappa = table.estimate(t -> t.cohenKappa(weights));
                            same(name + ", psych", kappa.value(), c.get(name), 1e-9);
                            same(
                                    "jackknife SE of " + name + ", psych without each unit",
                                    kappa.standardError(),
                                    c.get(name + ".se"),
                                    1e-9);
                        });
            }
        }
    }

    private static final Map<String, Weights> WEIGHTS = Map.of(
            "UNWEIGHTED", Weights.UNWEIGHTED,
            "LINEAR", Weights.LINEAR,
            "QUADRATIC", Weights.QUADRATIC,
            "ORDINAL", Weights.ORDINAL,
            "RADICAL", Weights.RADICAL);

    /** By definition, and by leaving clusters out, in numpy ({@code oracles/coefficients.py}): missing ratings, five weights. */
    @Test
    void coefficientsOfManyRatersAreTheirDefinitions() {
        for (JsonNode c : Oracle.cases("coefficients_numpy.json")) {
            double[][] units = StreamSupport.stream(c.get("units").spliterator(), false)
                    .map(Oracle::numbers)
                    .toArray(double[][]::new);
            List<Coincidences> clusters = IntStream.range(0, 6)
                    .mapToObj(g -> Coincidences.of(
                            byRater(IntStream.iterate(g, u -> u < units.length, u -> u + 6)
                                    .mapToObj(u -> units[u])
                                    .toArray(double[][]::new)),
                            LEVELS))
                    .toList();
            ClusteredTotals<Coincidences> all = ClusteredTotals.of(clusters, Coincidences::plus, Coincidences::minus);
            c.get("values").properties().forEach(expected -> {
                String[] name = expected.getKey().split(" ", -1);
                if (name[0].equals("alpha")) {
                    Estimate alpha = all.estimate(totals -> totals.krippendorffAlpha(Level.valueOf(name[1])));
                    same("alpha", alpha.value(), expected.getValue().get(0), 1e-12);
                    same(
                            "alpha, jackknife",
                            alpha.standardError(),
                            expected.getValue().get(1),
                            1e-12);
                    double direct = Agreement.krippendorffAlpha(byRater(units), Level.valueOf(name[1]));
                    same("alpha", direct, expected.getValue().get(0), 1e-12);
                    return;
                }
                Weights weights = Objects.requireNonNull(WEIGHTS.get(name[1]));
                if (name[0].equals("cohenKappa")) {
                    PairTable pairs = PairTable.of(byRater(units)[0], byRater(units)[1], LEVELS);
                    same(
                            "cohenKappa",
                            pairs.cohenKappa(weights),
                            expected.getValue().get(0),
                            1e-12);
                    return;
                }
                if (name[0].equals("congerKappa")) {
                    double value = Agreement.congerKappa(byRater(units), LEVELS, weights);
                    same("congerKappa", value, expected.getValue().get(0), 1e-12);
                    return;
                }
                Estimate estimate = all.estimate(totals -> switch (name[0]) {
                    case "agreement" -> totals.agreement(weights);
                    case "brennanPrediger" -> totals.brennanPrediger(weights);
                    case "fleissKappa" -> totals.fleissKappa(weights);
                    default -> totals.gwetAc(weights);
                });
                same(name[0], estimate.value(), expected.getValue().get(0), 1e-12);
                same(
                        name[0] + ", jackknife",
                        estimate.standardError(),
                        expected.getValue().get(1),
                        1e-12);
            });
        }
    }

    private static final double[] LEVELS = {1, 2, 3, 4, 5};

    private static double[][] byRater(double[][] units) {
        return new Array2DRowRealMatrix(units).transpose().getData();
    }
}
