package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Metric;
import esrp.prompts.ChatResponse.FinishReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replies as public tools, tests and reports show them ({@code from-the-wild.json}, each with its source), of every kind
 * that invited inventions ({@code by-kind.json}), of the same kinds in words that the vocabulary need not know
 * ({@code unusual-words.json}), in plain English, plain Chinese and mixed notations ({@code three-styles.json}), and written
 * without a look at the reader or at the others ({@code held-back.json}; {@code plain-judges.json}, half of them of judges that do as they are told), against it
 * ({@code strangers.json}; {@code beside-the-score.json}, what may stand beside a score), and eight times more
 * ({@code second-blind.json} to {@code ninth-blind.json}; {@code near-severe.json} and {@code -2} to {@code -4}, scales turned over, definitions, quotes, counts; {@code ordinary.json}), with what each metric's outcome is to be: {@code 4} a score,
 * {@code U} none, {@code 4?} either. Any other score is severe, and there is none; a score that is not read is lost.
 */
class JudgeReplyCasesTest {
    @ParameterizedTest
    @CsvSource({
        "from-the-wild, 596, 1.5",
        "by-kind, 372, 1.5",
        "unusual-words, 277, 0",
        "three-styles, 211, 0",
        "held-back, 157, 6",
        "strangers, 51, 0",
        "plain-judges, 537, 1.5",
        "beside-the-score, 331, 0.5",
        "second-blind, 321, 8",
        "third-blind, 356, 2",
        "fourth-blind, 322, 0.6",
        "fifth-blind, 335, 5",
        "sixth-blind, 325, 5.5",
        "seventh-blind, 348, 3.5",
        "eighth-blind, 327, 4",
        "ninth-blind, 344, 5",
        "near-severe, 99, 2.5",
        "near-severe-2, 87, 12",
        "near-severe-3, 71, 0",
        "near-severe-4, 124, 0",
        "ordinary, 138, 2.5"
    })
    void nothingIsInventedAndLittleIsLost(String file, int size, double mostLostPercent) throws IOException {
        Map<String, int[]> table = new TreeMap<>();
        List<String> severe = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        JsonNode cases = read(file);
        for (JsonNode one : cases) {
            String name = one.get("name").asText();
            int[] row = table.computeIfAbsent(name.replaceAll("[-_ ].*", ""), any -> new int[4]);
            List<Metric> asked = new ArrayList<>();
            one.get("asked")
                    .forEach(id ->
                            asked.add(Metric.find(Metric.esrp(), id.asText()).orElseThrow()));
            FinishReason finish = FinishReason.valueOf(one.path("finish").asText("UNSTATED"));
            Judgement judgement =
                    JudgeReplyParser.forMetrics(asked).parse(one.get("reply").asText(), finish);
            for (Metric metric : asked) {
                String expected = one.get("expect").get(metric.id()).asText();
                Integer score = judgement.scores().get(metric.id());
                boolean firm = !expected.equals("U") && !expected.endsWith("?");
                boolean right =
                        score == null ? !firm : expected.replace("?", "").equals(score.toString());
                row[0]++;
                row[1] += firm ? 1 : 0;
                if (!right) {
                    row[score == null ? 3 : 2]++;
                    (score == null ? lost : severe)
                            .add(name + ": " + metric.id() + " is " + expected + ", not " + judgement.of(metric.id()));
                }
            }
        }
        StringBuilder report = new StringBuilder(
                String.format("%n%-14s %8s %8s %8s %8s%n", file, "outcomes", "scores", "severe", "lost"));
        int[] sum = new int[4];
        table.forEach((kind, row) -> {
            report.append(String.format("%-14s %8d %8d %8d %8d%n", kind, row[0], row[1], row[2], row[3]));
            for (int i = 0; i < 4; i++) {
                sum[i] += row[i];
            }
        });
        report.append(String.format("%-14s %8d %8d %8d %8d%n", "all", sum[0], sum[1], sum[2], sum[3]));
        System.out.println(report);
        assertThat(cases).hasSize(size);
        assertThat(severe).as(report.toString()).isEmpty();
        assertThat(100.0 * lost.size() / Math.max(1, sum[1]))
                .as("%% lost of %s", lost)
                .isLessThanOrEqualTo(mostLostPercent);
    }

    private static JsonNode read(String file) throws IOException {
        String name = "/esrp/judge-cases/" + file + ".json";
        try (InputStream in = Objects.requireNonNull(JudgeReplyCasesTest.class.getResourceAsStream(name), name)) {
            return new ObjectMapper().readTree(in);
        }
    }
}
