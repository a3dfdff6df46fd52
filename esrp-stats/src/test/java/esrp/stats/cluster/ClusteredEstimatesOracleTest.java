package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.stats.Bootstrap;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.internal.Jackknife;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** SciPy's percentile, basic and BCa intervals of means and paired differences, from SciPy's own replicates. */
class ClusteredEstimatesOracleTest {
    private static final Offset<Double> TOLERANCE = Offset.offset(1e-12);

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void scipy(String name, Executable check) throws Throwable {
        check.execute();
    }

    /** Says that the last argument is a check. */
    private static Arguments check(String name, Executable check) {
        return Arguments.of(name, check);
    }

    private static List<Arguments> cases() throws IOException {
        JsonNode root;
        try (InputStream in =
                ClusteredEstimatesOracleTest.class.getResourceAsStream("/oracles/bootstrap_bca_public.json")) {
            root = new ObjectMapper().readTree(in);
        }
        List<Arguments> tests = new ArrayList<>();
        for (JsonNode c : root.get("cases")) {
            String statistic = c.get("statistic").asText();
            if (!statistic.equals("mean") && !statistic.equals("paired_mean_difference")) {
                continue;
            }
            double[] values = difference(c.get("data"));
            double estimate = c.get("theta_hat").asDouble();
            double[] replicates = numbers(c.get("theta_hat_b"));
            double[] leftOut = leftOut(values);
            double acceleration = Jackknife.of(leftOut).acceleration();
            for (JsonNode ci : c.get("expected").get("ci")) {
                if (!ci.get("alternative").asText().equals("two-sided")) {
                    continue;
                }
                double level = ci.get("confidence_level").asDouble();
                String method = ci.get("method").asText();
                tests.add(check(c.get("id").asText() + " " + method + " " + level, () -> {
                    Bootstrap bootstrap = Bootstrap.withDefaults().withLevel(level);
                    Interval interval = switch (method) {
                        case "percentile", "basic" ->
                            bootstrap
                                    .with(IntervalMethod.valueOf(method.toUpperCase(Locale.ROOT)))
                                    .interval(estimate, replicates);
                        default -> bootstrap.bca(estimate, replicates, leftOut);
                    };
                    same(interval.lower(), ci.get("low"));
                    same(interval.upper(), ci.get("high"));
                }));
            }
            JsonNode want = c.get("expected").get("a_hat");
            if (want != null && want.isNumber()) {
                tests.add(check(c.get("id").asText() + " acceleration", () -> same(acceleration, want)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(30);
        return tests;
    }

    private static double[] leftOut(double[] values) {
        double[][] sums = new double[values.length][1];
        double[][] counts = new double[values.length][1];
        for (int i = 0; i < values.length; i++) {
            sums[i][0] = values[i];
            counts[i][0] = 1;
        }
        return new ClusteredVariance(ClusteredMeans.of(sums, counts)).leftOut(new int[] {0}, 1)[0];
    }

    private static void same(double value, JsonNode want) {
        if (want.isNumber()) {
            assertThat(value).isCloseTo(want.asDouble(), TOLERANCE);
        } else if (want.asText().equals("nan")) {
            assertThat(value).isNaN();
        } else {
            assertThat(value).isEqualTo(Double.valueOf(want.asText().replace("inf", "Infinity")));
        }
    }

    private static double[] difference(JsonNode data) {
        double[] first = numbers(data.get(0));
        if (data.size() == 2) {
            double[] second = numbers(data.get(1));
            for (int i = 0; i < first.length; i++) {
                first[i] -= second[i];
            }
        }
        return first;
    }

    private static double[] numbers(JsonNode row) {
        double[] numbers = new double[row.size()];
        for (int j = 0; j < numbers.length; j++) {
            numbers[j] = row.get(j).asDouble();
        }
        return numbers;
    }
}
