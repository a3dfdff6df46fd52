package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.LevelDistribution;
import esrp.core.Ratings;
import esrp.core.Scale;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** scikit-learn's isotonic regression and SciPy's temperature ({@code oracles/calibration.py}): few items, ties, zeros, two to seven levels. */
class CalibrationOracleTest {
    private static final Offset<Double> CLOSE = within(1e-10);

    private static List<Double> numbers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asDouble)
                .toList();
    }

    @Test
    void calibrationIsThatOfScikitLearnAndSciPy() throws IOException {
        JsonNode cases;
        try (InputStream in = CalibrationOracleTest.class.getResourceAsStream("/oracles/calibration_sklearn.json")) {
            cases = new ObjectMapper().readTree(in).get("cases");
        }
        assertThat(cases).hasSize(18);
        for (JsonNode c : cases) {
            List<LevelDistribution> judge = new ArrayList<>();
            c.get("said")
                    .forEach(said -> judge.add(
                            new LevelDistribution("m", "c", "s" + judge.size(), "care", "model:j", numbers(said))));
            List<Rating> human = new ArrayList<>();
            for (int i = 0; i < c.get("ratings").size(); i++) {
                for (JsonNode level : c.get("ratings").get(i)) {
                    human.add(new Rating("m", "c", "s" + i, "care", "person:" + human.size(), 1 + level.asInt()));
                }
            }
            Metric care = Metric.of(
                    "care",
                    LocalizedText.same("care"),
                    "care",
                    new Scale(1, c.get("levels").asInt()));
            Ratings ratings = Ratings.of(human, List.of(care));

            Calibration.Row temperature = row(Calibration.of(ratings, judge));
            assertThat(temperature.temperature()).isCloseTo(c.get("temperature").asDouble(), withinPercentage(2e-5));
            assertThat(temperature.logLoss()).isCloseTo(c.get("logLoss").asDouble(), CLOSE);
            assertThat(temperature.error()).isCloseTo(c.get("error").asDouble(), CLOSE);

            Calibration isotonic = Calibration.isotonic(ratings, judge);
            assertThat(row(isotonic).calibratedLogLoss())
                    .isCloseTo(c.get("isotonicLogLoss").asDouble(), CLOSE);
            assertThat(row(isotonic).calibratedError())
                    .isCloseTo(c.get("isotonicError").asDouble(), CLOSE);
            for (int i = 0; i < judge.size(); i++) {
                List<Double> expected = numbers(c.get("isotonic").get(i));
                for (int level = 0; level < expected.size(); level++) {
                    assertThat(isotonic.calibrated().get(i).probabilities().get(level))
                            .isCloseTo(expected.get(level), CLOSE);
                }
            }
        }
    }

    private static Calibration.Row row(Calibration calibration) {
        return calibration.rows().values().iterator().next();
    }
}
