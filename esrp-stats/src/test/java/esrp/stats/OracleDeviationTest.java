package esrp.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import esrp.stats.Bootstrap.Alternative;
import esrp.stats.internal.Jackknife;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every reference value of weighted tau, Kendall's tau and the bootstrap. Tolerances: what the tables state, 1e-12 for
 * statistics and bounds (correlations are at most 1, so that relative and absolute are alike but for values near zero),
 * 1e-9 relative for p-values. Prints the largest deviation of each statistic.
 */
class OracleDeviationTest {
    private static final Map<String, double[]> WORST = new LinkedHashMap<>();

    private static void record(String statistic, String id, double deviation, double tolerance) {
        double[] row = WORST.computeIfAbsent(statistic, name -> new double[3]);
        row[0]++;
        row[1] = Math.max(row[1], deviation);
        row[2] = tolerance;
        assertThat(deviation).as("%s, case %s", statistic, id).isLessThanOrEqualTo(tolerance);
    }

    @AfterAll
    static void print() {
        StringBuilder table =
                new StringBuilder("\nstatistic                         values  max deviation  tolerance\n");
        WORST.forEach((name, row) ->
                table.append(String.format(Locale.ROOT, "%-33s %6.0f  %13.1e  %9.0e%n", name, row[0], row[1], row[2])));
        System.out.println(table);
    }

    private static Weigher weigher(String name) {
        return switch (name) {
            case "hyperbolic" -> Weigher.hyperbolic();
            case "logarithmic" -> Weigher.logarithmic();
            case "quadratic" -> Weigher.quadratic();
            case "law_logarithmic" -> rank -> 1 / Math.log(rank + Math.E);
            case "constant" -> Weigher.constant(1);
            default -> throw new AssertionError(name);
        };
    }

    private static Ranking ranking(JsonNode node) {
        if (node.isNull()) {
            return Ranking.lexicographicByX();
        }
        if (node.isArray()) {
            return Ranking.of(
                    Arrays.stream(Oracle.numbers(node)).mapToInt(d -> (int) d).toArray());
        }
        return node.asBoolean() ? Ranking.lexicographic() : Ranking.byIndex();
    }

    private static double[] keep(double[] values, double[] other) {
        return IntStream.range(0, values.length)
                .filter(i -> !Double.isNaN(values[i]) && !Double.isNaN(other[i]))
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static boolean anyNaN(double[] values) {
        return Arrays.stream(values).anyMatch(Double::isNaN);
    }

    @Test
    void weightedTau() {
        int compared = 0;
        for (JsonNode c : Oracle.cases("weightedtau_public.json")) {
            String id = c.get("id").asText();
            double[] x = Oracle.numbers(c.get("x"));
            double[] y = Oracle.numbers(c.get("y"));
            if (c.path("nan_policy").asText().equals("omit")) {
                double[] whole = x;
                x = keep(x, y);
                y = keep(y, whole);
            }
            double[] xs = x;
            double[] ys = y;
            WeightedKendallTau tau = WeightedKendallTau.withDefaults()
                    .with(weigher(c.get("weigher").asText()))
                    .withAdditive(c.get("additive").asBoolean())
                    .with(ranking(c.get("rank")));
            if (c.has("expected_error") || anyNaN(x) || anyNaN(y)) {
                for (ToDoubleBiFunction<double[], double[]> path :
                        List.<ToDoubleBiFunction<double[], double[]>>of(tau::statistic, tau::sorted)) {
                    assertThatThrownBy(() -> path.applyAsDouble(xs, ys))
                            .as(id)
                            .isInstanceOf(IllegalArgumentException.class);
                }
                continue;
            }
            double expected = Oracle.number(c.get("expected"));
            compared++;
            record("weighted tau", id, Oracle.deviation(tau.statistic(x, y), expected), 1e-12);
            record("weighted tau, by sorting", id, Oracle.deviation(tau.sorted(x, y), expected), 1e-12);
            if (Arrays.stream(x).allMatch(v -> v == Math.rint(v) && Math.abs(v) < 100)
                    && Arrays.stream(y).allMatch(v -> v == Math.rint(v) && Math.abs(v) < 100)) {
                int[] xi = Arrays.stream(x).mapToInt(v -> (int) v).toArray();
                int[] yi = Arrays.stream(y).mapToInt(v -> (int) v).toArray();
                record("weighted tau of int[]", id, Oracle.deviation(tau.statistic(xi, yi), expected), 1e-12);
                record(
                        "weighted tau of byte[]",
                        id,
                        Oracle.deviation(tau.statistic(bytes(xi), bytes(yi)), expected),
                        1e-12);
                if (c.get("rank").isNull() || c.get("rank").asBoolean()) {
                    record(
                            "weighted tau of a table",
                            id,
                            Oracle.deviation(tau.statistic(Tables.count(x, y)), expected),
                            1e-12);
                }
            }
        }
        assertThat(compared).isGreaterThan(75);
    }

    private static byte[] bytes(int[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void kendallTau() {
        int compared = 0;
        for (JsonNode c : Oracle.cases("kendalltau_public.json")) {
            String id = c.get("id").asText();
            double[] x = Oracle.numbers(c.get("x"));
            double[] y = Oracle.numbers(c.get("y"));
            if (anyNaN(x) || anyNaN(y)) {
                if (c.get("nan_policy").asText().equals("propagate")) {
                    double[] xs = x;
                    double[] ys = y;
                    assertThatThrownBy(() -> KendallTau.of(xs, ys)).isInstanceOf(IllegalArgumentException.class);
                    continue;
                }
                double[] whole = x;
                x = keep(x, y);
                y = keep(y, whole);
            }
            boolean isB = c.get("variant").asText().equals("b");
            double expected = Oracle.number(c.get("expected_statistic"));
            KendallTau tau = KendallTau.of(x, y);
            compared++;
            record(isB ? "tau-b" : "tau-c", id, Oracle.deviation(isB ? tau.b() : tau.c(), expected), 1e-12);
            KendallTau table = KendallTau.of(Tables.count(x, y));
            record(
                    isB ? "tau-b of a table" : "tau-c of a table",
                    id,
                    Oracle.deviation(isB ? table.b() : table.c(), expected),
                    1e-12);
            Alternative alternative = switch (c.get("alternative").asText()) {
                case "two-sided" -> Alternative.TWO_SIDED;
                case "less" -> Alternative.LESS;
                default -> Alternative.GREATER;
            };
            for (KendallTau either : List.of(tau, table)) {
                double p = switch (c.get("method").asText()) {
                    case "exact" -> either.exactPValue(alternative);
                    case "asymptotic" -> either.asymptoticPValue(alternative);
                    default -> either.pValue(alternative);
                };
                record(
                        "p-value of tau (relative)",
                        id,
                        Oracle.relativeDeviation(p, Oracle.number(c.get("expected_pvalue"))),
                        1e-9);
            }
        }
        assertThat(compared).isGreaterThan(50);
    }

    @Test
    void bootstrap() {
        int compared = 0;
        for (JsonNode c : Oracle.cases("bootstrap_bca_public.json")) {
            String id = c.get("id").asText();
            double estimate = Oracle.number(c.get("theta_hat"));
            double[] replicates = Oracle.numbers(c.get("theta_hat_b"));
            JsonNode expected = c.get("expected");
            double[] sorted = replicates.clone();
            Arrays.sort(sorted);
            record(
                    "bootstrap z0",
                    id,
                    Oracle.deviation(
                            NormalDistribution.of(0, 1)
                                    .inverseCumulativeProbability(Quantiles.shareBelow(sorted, estimate)),
                            Oracle.number(expected.get("z0"))),
                    1e-12);
            double[][] jackknife = jackknife(c);
            if (expected.has("a_hat")) {
                double cubes = 0;
                double squares = 0;
                for (double[] sample : jackknife) {
                    cubes += Jackknife.of(sample).cubes();
                    squares += Jackknife.of(sample).squares();
                }
                record(
                        "bootstrap acceleration",
                        id,
                        Oracle.deviation(Jackknife.acceleration(cubes, squares), Oracle.number(expected.get("a_hat"))),
                        1e-12);
            }
            for (JsonNode ci : expected.get("ci")) {
                Bootstrap bootstrap = Bootstrap.withDefaults()
                        .withLevel(ci.get("confidence_level").asDouble())
                        .with(
                                switch (ci.get("alternative").asText()) {
                                    case "two-sided" -> Alternative.TWO_SIDED;
                                    case "less" -> Alternative.LESS;
                                    default -> Alternative.GREATER;
                                });
                Interval interval = switch (ci.get("method").asText()) {
                    case "percentile" ->
                        bootstrap.with(IntervalMethod.PERCENTILE).interval(estimate, replicates);
                    case "basic" -> bootstrap.with(IntervalMethod.BASIC).interval(estimate, replicates);
                    default -> bootstrap.bca(estimate, replicates, jackknife);
                };
                String name = "bounds, " + ci.get("method").asText();
                record(name, id, Oracle.deviation(interval.lower(), Oracle.number(ci.get("low"))), 1e-12);
                record(name, id, Oracle.deviation(interval.upper(), Oracle.number(ci.get("high"))), 1e-12);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(80);
    }

    /** The statistics of the table, written down again; each sample leaves out one item at a time. */
    private static double[][] jackknife(JsonNode c) {
        double[] first = Oracle.numbers(c.get("data").get(0));
        double[] second =
                c.get("data").size() > 1 ? Oracle.numbers(c.get("data").get(1)) : first;
        String statistic = c.get("statistic").asText();
        if (statistic.equals("mean_difference")) {
            double meanOfFirst = mean(first);
            double meanOfSecond = mean(second);
            return new double[][] {
                leaveOut(first.length, i -> mean(without(first, i)) - meanOfSecond),
                leaveOut(second.length, i -> meanOfFirst - mean(without(second, i)))
            };
        }
        return new double[][] {
            leaveOut(first.length, i -> {
                double[] x = without(first, i);
                double[] y = without(second, i);
                return switch (statistic) {
                    case "mean" -> mean(x);
                    case "paired_mean_difference" -> mean(zip(x, y, (a, b) -> a - b));
                    case "acc" -> mean(zip(x, y, (a, b) -> a == b ? 1 : 0));
                    case "acc_soft" -> mean(zip(x, y, (a, b) -> Math.abs(a - b) <= 1 ? 1 : 0));
                    case "weighted_tau" -> WeightedKendallTau.withDefaults().statistic(x, y);
                    case "variance_ddof1" -> {
                        double mean = mean(x);
                        yield Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (x.length - 1);
                    }
                    default -> throw new AssertionError(statistic);
                };
            })
        };
    }

    private static double[] leaveOut(int n, java.util.function.IntToDoubleFunction statistic) {
        return IntStream.range(0, n).mapToDouble(statistic).toArray();
    }

    private static double[] without(double[] values, int index) {
        return IntStream.range(0, values.length)
                .filter(i -> i != index)
                .mapToDouble(i -> values[i])
                .toArray();
    }

    private static double[] zip(double[] a, double[] b, DoubleBinaryOperator f) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> f.applyAsDouble(a[i], b[i]))
                .toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
