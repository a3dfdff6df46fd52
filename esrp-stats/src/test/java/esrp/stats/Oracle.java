package esrp.stats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** Reference values made with SciPy 1.17.1; numbers that JSON cannot hold are the texts nan, inf, -inf. */
public final class Oracle {
    private Oracle() {}

    public static List<JsonNode> cases(String file) {
        try (InputStream in = Objects.requireNonNull(Oracle.class.getResourceAsStream("/oracles/" + file), file)) {
            return StreamSupport.stream(
                            new ObjectMapper().readTree(in).get("cases").spliterator(), false)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double number(JsonNode node) {
        return switch (node.asText()) {
            case "nan" -> Double.NaN;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> node.asDouble();
        };
    }

    public static double[] numbers(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false)
                .mapToDouble(Oracle::number)
                .toArray();
    }

    /** Zero if both are NaN or the same infinity, infinite if only one is, else the distance. */
    public static double deviation(double actual, double expected) {
        if (Double.compare(actual, expected) == 0) {
            return 0;
        }
        double distance = Math.abs(actual - expected);
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }

    public static double relativeDeviation(double actual, double expected) {
        double distance = deviation(actual, expected);
        return distance == 0 ? 0 : distance / Math.abs(expected);
    }
}
