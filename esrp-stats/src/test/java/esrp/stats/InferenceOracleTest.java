package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PredictionPowered;
import esrp.stats.design.VarianceComponents;
import esrp.stats.design.VarianceComponents.Effect;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * R's p.adjust, mvtnorm, multcomp and lme4 ({@code oracles/inference.R}), SciPy and formulas in numpy ({@code oracles/inference.py}).
 * Prints the largest deviation of each figure, which {@code docs/agreement.md} shows.
 */
class InferenceOracleTest {
    private static final Map<String, double[]> WORST = new TreeMap<>();
    private static JsonNode oracle = new ObjectMapper().createObjectNode();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = InferenceOracleTest.class.getResourceAsStream("/oracles/inference_r.json")) {
            oracle = new ObjectMapper().readTree(in);
        }
    }

    @AfterAll
    static void print() {
        WORST.forEach((figure, worst) -> System.out.printf(
                Locale.ROOT, "%-60s %4.0f values, largest deviation %.1e%n", figure, worst[1], worst[0]));
    }

    private static void same(String figure, double actual, double expected, double tolerance) {
        double deviation = Oracle.deviation(actual, expected);
        double[] worst = WORST.computeIfAbsent(figure, key -> new double[2]);
        worst[0] = Math.max(worst[0], deviation);
        worst[1]++;
        assertThat(deviation)
                .as("%s: %s, expected %s", figure, actual, expected)
                .isLessThanOrEqualTo(tolerance);
    }

    private static double[] numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(n -> n.isNumber() ? n.asDouble() : Double.NaN)
                .toArray();
    }

    @Test
    void adjustedPValuesAreThoseOfR() {
        for (JsonNode c : oracle.get("adjusted")) {
            double[] p = numbers(c.get("p"));
            double[] holm = Comparisons.holm(p);
            double[] bh = Comparisons.benjaminiHochberg(p);
            for (int i = 0; i < p.length; i++) {
                same("Holm, p.adjust", holm[i], numbers(c.get("holm"))[i], 1e-12);
                same("Benjamini and Hochberg, p.adjust", bh[i], numbers(c.get("bh"))[i], 1e-12);
            }
        }
    }

    /**
     * The critical value is that of a Monte Carlo from a normal distribution with a chi-squared of its own for each difference, as the
     * resampled one is said to be; above that of mvtnorm and multcomp, where one chi-squared serves all, and theirs in the limit.
     */
    @Test
    void simultaneousIntervalsAreThoseOfTheMultivariateT() {
        for (JsonNode c : oracle.get("together")) {
            double[][] values = StreamSupport.stream(c.get("values").spliterator(), false)
                    .map(InferenceOracleTest::numbers)
                    .toArray(double[][]::new);
            double[][] counts = new double[values.length][values[0].length];
            Arrays.stream(counts).forEach(row -> Arrays.fill(row, 1));
            List<Interval> together = Comparisons.of(
                            ClusteredInference.withDefaults()
                                    .withResamples(20_000)
                                    .on(ClusteredMeans.of(values, counts)),
                            IntStream.range(0, values[0].length).toArray())
                    .simultaneous();
            double[] errors = numbers(c.get("errors"));
            for (int i = 0; i < errors.length; i++) {
                same("standard error of differences", together.get(i).standardError(), errors[i], 1e-12);
                double critical = together.get(i).width() / 2 / errors[i];
                double own = critical / c.get("own").asDouble();
                double one = critical / c.get("mvt").asDouble();
                same("critical value over that of a Monte Carlo in R", own, 1, 0.01);
                same("critical value over mvtnorm's, " + values.length + " clusters", one, 1, 0.05);
                same(
                        "multcomp's critical value over mvtnorm's",
                        one,
                        critical / c.get("multcomp").asDouble(),
                        0.005);
                if (values.length == 400) {
                    assertThat(one).isCloseTo(1, within(0.01));
                } else {
                    assertThat(one).isGreaterThan(1);
                }
            }
        }
    }

    private static final Map<Effect, String> NAMES = Map.of(
            Effect.CANDIDATE, "candidate",
            Effect.CHARACTER, "character",
            Effect.SCENARIO, "scenario",
            Effect.CANDIDATE_CHARACTER, "candidate:character",
            Effect.CANDIDATE_SCENARIO, "candidate:scenario",
            Effect.CHARACTER_SCENARIO, "character:scenario",
            Effect.DIALOGUE, "candidate:character:scenario",
            Effect.RATER, "rater",
            Effect.CANDIDATE_RATER, "candidate:rater",
            Effect.RESIDUAL, "Residual");

    /** REML of a complete study is the analysis of variance, unless a variance would be negative. */
    @Test
    void varianceComponentsOfCompleteStudiesAreThoseOfReml() {
        int compared = 0;
        for (JsonNode c : oracle.get("studies")) {
            VarianceComponents ours = VarianceComponents.estimate(
                    numbers(c.get("y")),
                    codes(c, "candidate"),
                    codes(c, "character"),
                    codes(c, "scenario"),
                    codes(c, "rater"));
            boolean positive = Arrays.stream(Effect.values()).allMatch(e -> ours.raw(e) > 0);
            for (Effect effect : Effect.values()) {
                double reml = c.get("variances").get(NAMES.get(effect)).asDouble();
                if (positive) {
                    same("variance components, lme4 REML", ours.variance(effect), reml, 1e-5);
                    compared++;
                } else if (ours.raw(effect) < 0) {
                    assertThat(reml).isZero();
                }
            }
        }
        assertThat(compared).isEqualTo(20);
    }

    private static int[] codes(JsonNode c, String name) {
        return Arrays.stream(numbers(c.get(name))).mapToInt(x -> (int) x).toArray();
    }

    private static Iterable<JsonNode> scipy(String kind) {
        return Oracle.cases("inference_scipy.json").get(0).get(kind);
    }

    private static double statistic(String name, double[] a, double[] b) {
        return switch (name) {
            case "means" -> mean(a) - mean(b);
            case "medians" -> Quantiles.ofSorted(sorted(a), 0.5) - Quantiles.ofSorted(sorted(b), 0.5);
            default -> Math.log(mean(a) / mean(b));
        };
    }

    private static double mean(double... values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double[] sorted(double... values) {
        return Arrays.stream(values).sorted().toArray();
    }

    private static double[] without(double[] values, int left) {
        return IntStream.range(0, values.length)
                .filter(i -> i != left)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static void same(String figure, Interval actual, JsonNode bounds, double tolerance) {
        same(figure, actual.lower(), Oracle.number(bounds.get(0)), tolerance);
        same(figure, actual.upper(), Oracle.number(bounds.get(1)), tolerance);
    }

    @Test
    void intervalsOfTwoSamplesAreThoseOfSciPyFromTheSameReplicates() {
        for (JsonNode c : scipy("twoSamples")) {
            double[] a = Oracle.numbers(c.get("a"));
            double[] b = Oracle.numbers(c.get("b"));
            String name = c.get("statistic").asText();
            double[] replicates = Oracle.numbers(c.get("replicates"));
            double estimate = statistic(name, a, b);
            double[] ofA = IntStream.range(0, a.length)
                    .mapToDouble(i -> statistic(name, without(a, i), b))
                    .toArray();
            double[] ofB = IntStream.range(0, b.length)
                    .mapToDouble(i -> statistic(name, a, without(b, i)))
                    .toArray();
            Bootstrap bootstrap = Bootstrap.withDefaults();
            Interval percentile = bootstrap.interval(estimate, replicates);
            same("percentile, two samples, SciPy", percentile, c.get("percentile"), 1e-12);
            same(
                    "standard error of replicates, SciPy",
                    percentile.standardError(),
                    c.get("standardError").asDouble(),
                    1e-12);
            same(
                    "basic, two samples, SciPy",
                    bootstrap.with(IntervalMethod.BASIC).interval(estimate, replicates),
                    c.get("basic"),
                    1e-12);
            same("BCa, two samples, SciPy", bootstrap.bca(estimate, replicates, ofA, ofB), c.get("bca"), 1e-12);
        }
    }

    @Test
    void studentizedIntervalsAreThoseOfTheFormula() {
        for (JsonNode c : scipy("studentized")) {
            same(
                    "studentized, numpy",
                    Bootstrap.withDefaults()
                            .studentized(
                                    c.get("estimate").asDouble(),
                                    c.get("error").asDouble(),
                                    Oracle.numbers(c.get("replicates")),
                                    Oracle.numbers(c.get("errors"))),
                    c.get("bounds"),
                    1e-12);
        }
    }

    @Test
    void predictionPoweredEstimatesAreThoseOfTheFormula() {
        for (JsonNode c : scipy("predictionPowered")) {
            int[] cluster = Arrays.stream(Oracle.numbers(c.get("cluster")))
                    .mapToInt(x -> (int) x)
                    .toArray();
            PredictionPowered.Result ours = PredictionPowered.withDefaults()
                    .mean(PredictionPowered.Sample.random(
                            Oracle.numbers(c.get("human")),
                            Oracle.numbers(c.get("judge")),
                            cluster,
                            c.get("clusters").asInt()));
            same("PPI, lambda, numpy", ours.lambda(), c.get("lambda").asDouble(), 1e-12);
            same("PPI, estimate, numpy", ours.estimate().value(), c.get("value").asDouble(), 1e-12);
            same(
                    "PPI, standard error, numpy",
                    ours.estimate().standardError(),
                    c.get("se").asDouble(),
                    1e-12);
            same(
                    "PPI, degrees of freedom, numpy",
                    ours.estimate().degreesOfFreedom(),
                    c.get("df").asDouble(),
                    1e-9);
            same(
                    "people alone, standard error, numpy",
                    ours.humanOnly().standardError(),
                    c.get("aloneSe").asDouble(),
                    1e-12);
            if (c.has("ppi")) {
                JsonNode ppi = c.get("ppi");
                double se = ppi.get("se").asDouble();
                same(
                        "PPI, lambda, ppi_py's formula",
                        ours.lambda(),
                        ppi.get("lambda").asDouble(),
                        0.02);
                same(
                        "PPI, estimate over standard error, ppi_py's formula",
                        ours.estimate().value() / se,
                        ppi.get("value").asDouble() / se,
                        0.05);
                same("PPI, standard error, ppi_py's formula", ours.estimate().standardError() / se, 1, 0.04);
            }
        }
    }

    @Test
    void spearmansRhoIsThatOfSciPy() {
        for (JsonNode c : scipy("spearman")) {
            double[] x = Oracle.numbers(c.get("x"));
            double rho = SpearmanRho.statistic(x, Oracle.numbers(c.get("y")));
            same("Spearman, SciPy", rho, Oracle.number(c.get("rho")), 1e-12);
            Map.of(
                            "two-sided", Bootstrap.Alternative.TWO_SIDED,
                            "less", Bootstrap.Alternative.LESS,
                            "greater", Bootstrap.Alternative.GREATER)
                    .forEach((name, side) -> same(
                            "p of Spearman, SciPy",
                            SpearmanRho.pValue(rho, x.length, side),
                            Oracle.number(c.get(name)),
                            1e-12));
        }
    }
}
