package esrp.metrics.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.ResponseBatch;
import esrp.metrics.diversity.Diversity.Truncation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Reference values whose definitions stand at the head of the file; relative tolerance 1e-9, compression 0.5%. */
class DiversityOracleTest {
    private static final JsonNode ORACLE = oracle();

    private static JsonNode oracle() {
        try (InputStream in = DiversityOracleTest.class.getResourceAsStream("diversity_public.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Offset<Double> tolerance(DiversityMeasure measure, double expected) {
        double relative = measure == DiversityMeasure.COMPRESSION_RATIO ? 0.005 : 1e-9;
        return within(relative * Math.max(1, Math.abs(expected)));
    }

    @TestFactory
    Stream<DynamicTest> selfMadeBatches() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode toy : ORACLE.get("toy")) {
            List<String> answers = new ArrayList<>();
            toy.get("answers").forEach(answer -> answers.add(answer.asText()));
            DiversityProfile profile = Diversity.withDefaults().of(answers);
            toy.properties().forEach(field -> {
                if (!field.getKey().equals("answers")) {
                    tests.add(DynamicTest.dynamicTest(answers + " " + field.getKey(), () -> {
                        DiversityMeasure measure =
                                DiversityMeasure.of(field.getKey().replace("_V3345", ""));
                        double expected = field.getValue().asDouble();
                        assertThat(profile.value(measure, Truncation.NONE))
                                .isCloseTo(expected, tolerance(measure, expected));
                    }));
                }
            });
        }
        assertThat(tests).hasSize(40);
        return tests.stream();
    }

    @Test
    void theDefaultVocabularyIsThatOfAllPublishedReplies() {
        List<String> replies = new ArrayList<>();
        for (String candidate : List.of(
                "claude-sonnet-4",
                "deepseek-v3",
                "doubao-1.5-pro",
                "doubao-rp",
                "gemini-2.5-flash-preview",
                "glm-4-plus",
                "gpt-4.1",
                "human",
                "minimax-abab6.5s",
                "qwen-max",
                "xingchen-plus-v2")) {
            for (ResponseBatch batch : PublishedReplies.batches(candidate, false)) {
                replies.addAll(batch.replies());
            }
        }
        assertThat(replies).hasSize(26_400);
        assertThat(Diversity.withDefaults().vocabularyOf(replies)).isEqualTo(3345);
    }

    @TestFactory
    Stream<DynamicTest> publishedReplies() {
        List<DynamicTest> tests = new ArrayList<>();
        ORACLE.get("candidates")
                .properties()
                .forEach(candidate -> tests.add(DynamicTest.dynamicTest(
                        candidate.getKey(), () -> agrees(candidate.getKey(), candidate.getValue()))));
        return tests.stream();
    }

    private static void agrees(String candidate, JsonNode expected) {
        DiversityReport report = Diversity.withDefaults().report(PublishedReplies.batches(candidate, false));
        DiversityReport interleaved = Diversity.withDefaults().report(PublishedReplies.batches(candidate, true));
        int compared = means(report, candidate, expected.get("batch_mean"), Truncation.NONE)
                + means(report, candidate, expected.get("batch_mean_p40"), Truncation.FIRST_40)
                + means(interleaved, candidate, expected.get("batch_mean_inter"), Truncation.NONE);
        for (Map.Entry<String, JsonNode> key : expected.get("per_character").properties()) {
            DiversityMeasure measure = DiversityMeasure.of(key.getKey());
            for (Map.Entry<String, JsonNode> character : key.getValue().properties()) {
                double value = character.getValue().asDouble();
                assertThat(report.value(candidate, character.getKey(), measure, Truncation.NONE))
                        .as(character.getKey() + " " + measure)
                        .isCloseTo(value, tolerance(measure, value));
                compared++;
            }
        }
        DiversityProfile first = report.batches().get(0).profile();
        compared += batch(first, expected.get("first_batch").get("values"), Truncation.NONE);
        compared += batch(first, expected.get("first_batch").get("values_p40"), Truncation.FIRST_40);
        assertThat(compared).isEqualTo(29 + 10 + 5 + 80 + 29 + 10);
        double tokens = expected.get("stats").get("mean_tokens").asDouble();
        assertThat(report.value(candidate, DiversityMeasure.DISTINCT_1, Truncation.FIRST_40)
                        .meanTokens())
                .isCloseTo(tokens, within(1e-9));
    }

    private static int means(DiversityReport report, String candidate, JsonNode expected, Truncation form) {
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            DiversityMeasure measure = DiversityMeasure.of(entry.getKey());
            double value = entry.getValue().asDouble();
            DiversityReport.Value found = report.value(candidate, measure, form);
            assertThat(found.interval().estimate())
                    .as(measure + " " + form)
                    .isCloseTo(value, tolerance(measure, value));
            assertThat(found.undefined()).as(measure + " " + form).isZero();
        }
        return expected.size();
    }

    private static int batch(DiversityProfile profile, JsonNode expected, Truncation form) {
        for (Map.Entry<String, JsonNode> entry : expected.properties()) {
            DiversityMeasure measure = DiversityMeasure.of(entry.getKey());
            double value = entry.getValue().asDouble();
            assertThat(profile.value(measure, form))
                    .as(measure + " " + form)
                    .isCloseTo(value, tolerance(measure, value));
        }
        return expected.size();
    }
}
