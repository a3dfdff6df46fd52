package esrp.prompts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Metric;
import esrp.prompts.ChatResponse.FinishReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The replies under {@code judge-replies}: one file for each way a judge misbehaves, with what is to come of it. */
final class JudgeReplyCorpus {
    static final List<Metric> NINE = Metric.esrp().subList(0, 9);

    /**
     * One file.
     *
     * @param expected a score as text, or a reason, for each metric asked
     * @param explanations explanations that are checked too
     */
    record Case(
            String file,
            String note,
            String family,
            List<Metric> asked,
            FinishReason finish,
            String reply,
            Map<String, String> expected,
            List<String> unasked,
            Map<String, String> explanations) {
        JudgeReplyParser parser() {
            return JudgeReplyParser.forMetrics(asked);
        }
    }

    private JudgeReplyCorpus() {}

    static List<Case> read() {
        try {
            Path folder = Path.of(
                    Objects.requireNonNull(JudgeReplyCorpus.class.getResource("/esrp/judge-replies"), "judge-replies")
                            .toURI());
            ObjectMapper mapper = new ObjectMapper();
            List<Case> cases = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    cases.add(read(String.valueOf(file.getFileName()), mapper.readTree(file.toFile())));
                }
            }
            return List.copyOf(cases);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Case read(String file, JsonNode node) {
        List<Metric> asked = new ArrayList<>();
        for (JsonNode id : node.path("asked")) {
            asked.add(Metric.find(Metric.esrp(), id.asText()).orElseThrow());
        }
        Map<String, String> expected = new LinkedHashMap<>();
        node.get("expected")
                .properties()
                .forEach(entry -> expected.put(entry.getKey(), entry.getValue().asText()));
        Map<String, String> explanations = new LinkedHashMap<>();
        node.path("explanations")
                .properties()
                .forEach(entry ->
                        explanations.put(entry.getKey(), entry.getValue().asText()));
        List<String> unasked = new ArrayList<>();
        node.path("unasked").forEach(name -> unasked.add(name.asText()));
        return new Case(
                file,
                node.get("note").asText(),
                node.get("class").asText(),
                asked.isEmpty() ? NINE : List.copyOf(asked),
                FinishReason.valueOf(node.path("finish").asText("UNSTATED")),
                node.get("reply").asText(),
                expected,
                unasked,
                explanations);
    }

    /** The outcome in the corpus' own words: the score, or the reason. */
    static String outcome(MetricJudgement judgement) {
        return judgement instanceof MetricJudgement.Scored scored
                ? Integer.toString(scored.score())
                : ((MetricJudgement.Unscored) judgement).reason().name();
    }

    static Map<String, String> outcomes(Judgement judgement) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        judgement.byMetric().forEach((id, one) -> outcomes.put(id, outcome(one)));
        return outcomes;
    }
}
