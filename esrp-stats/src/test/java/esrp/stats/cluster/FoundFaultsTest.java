package esrp.stats.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.Oracle;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Faults that were found by comparison with 50-digit arithmetic and R; the right answers stand in the file. */
class FoundFaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> everyFaultIsMended() throws IOException {
        try (InputStream in = FoundFaultsTest.class.getResourceAsStream("/oracles/found_faults.json")) {
            JsonNode cases = JSON.readTree(in);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(c -> DynamicTest.dynamicTest(c.get("name").asText(), () -> check(c)));
        }
    }

    private static void check(JsonNode c) throws IOException {
        JsonNode input = c.get("input");
        ClusteredMeans data = c.get("fn").asText().equals("crossed")
                ? ClusteredMeans.crossed(
                        JSON.treeToValue(input.get("sums"), double[][][].class),
                        JSON.treeToValue(input.get("counts"), double[][][].class))
                : ClusteredMeans.of(
                        JSON.treeToValue(input.get("sums"), double[][].class),
                        JSON.treeToValue(input.get("counts"), double[][].class));
        ClusteredInference how = ClusteredInference.withDefaults()
                .with(IntervalMethod.valueOf(input.path("method").asText("T")))
                .withResamples(input.path("resamples").asInt(200))
                .withLevel(input.path("level").asDouble(0.95));
        double[] contrast =
                input.has("contrast") ? JSON.treeToValue(input.get("contrast"), double[].class) : unit(data.columns());
        Estimate estimate = how.on(data).estimate(contrast);
        Interval interval = how.on(data).contrast(contrast);
        JsonNode expected = c.get("expected");
        expected.fieldNames().forEachRemaining(name -> {
            double actual = switch (name) {
                case "value" -> estimate.value();
                case "se" -> estimate.standardError();
                case "df" -> estimate.degreesOfFreedom();
                case "lower" -> interval.lower();
                case "upper" -> interval.upper();
                default -> estimate.pValue(0);
            };
            double want = Double.parseDouble(expected.get(name).asText());
            assertThat(Oracle.relativeDeviation(actual, want))
                    .as("%s: %s for %s", name, actual, want)
                    .isLessThanOrEqualTo(1e-8);
        });
    }

    private static double[] unit(int columns) {
        double[] unit = new double[columns];
        unit[0] = 1;
        return unit;
    }
}
