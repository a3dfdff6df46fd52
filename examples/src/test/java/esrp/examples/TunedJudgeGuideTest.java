package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.cli.SampleData;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.HumanLabel;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Rubric;
import esrp.prompts.ChatModel.ClassifierModel;
import esrp.prompts.JudgeTuning;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunListener;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/tuned-judge.md, run; and the guide compared with this file. */
class TunedJudgeGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    @TempDir
    Path folder;

    /** Stands in for {@code classifier.py predict}: short texts are a 3, long ones a 4. */
    private static void predict(Path texts, Path probabilities) throws IOException {
        List<String> rows = new ArrayList<>(List.of("id,1,2,3,4,5"));
        for (String line : Files.readAllLines(texts)) {
            var node = new ObjectMapper().readTree(line);
            rows.add(node.path("id").asText()
                    + (node.path("text").asText().length() < 1000 ? ",0,0.1,0.6,0.3,0" : ",0,0,0.2,0.7,0.1"));
        }
        Files.write(probabilities, rows);
    }

    @Test
    void theLoopIsClosed() throws Exception {
        Dataset data = SampleData.dataset("en");
        Ratings human = SampleData.ratings("en");
        Path texts = folder.resolve("texts.jsonl");
        Path probabilities = folder.resolve("probabilities.csv");

        Ratings labels = Analysis.of(human, Rubric.esrp()).labels(HumanLabel.ROUNDED_MEAN);
        JudgeTuning tuning = JudgeTuning.withDefaults().withLanguage("en").with(JudgeTuning.Format.CLASSIFICATION);
        JudgeTuning.Examples examples = tuning.examples(labels, data);
        System.out.println(examples.leakage());
        examples.write(folder);

        tuning.writeTexts(data, Rubric.esrp().metrics(), texts);
        // then: python classifier.py predict texts.jsonl probabilities.csv

        predict(texts, probabilities);
        try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults().withListener(RunListener.silent()))) {
            NamedModel judge = ClassifierModel.read("qwen3-8b-lora", probabilities);
            JudgingResult judged = Judging.withDefaults()
                    .withLanguage("en")
                    .withTunedPrompt(true)
                    .judge(run, data, List.of(judge));
            System.out.println(JudgeValidation.of(human, judged.ratings()));
            assertThat(judged.unscored()).isEmpty();
            assertThat(judged.ratings().size()).isEqualTo((int) data.dialogues().count() * 9);
        }
        assertThat(folder.resolve("classifier.py")).exists();
    }

    @Test
    void everySnippetOfTheGuideStandsHere() throws IOException {
        String own = normalized(
                Files.readString(ROOT.resolve("examples/src/test/java/esrp/examples/TunedJudgeGuideTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/tuned-judge.md")));
        int snippets = 0;
        for (; blocks.find(); snippets++) {
            assertThat(own).contains(normalized(blocks.group(1)));
        }
        assertThat(snippets).isEqualTo(3);
    }

    private static String normalized(String code) {
        return code.strip().replaceAll("\\s+", " ");
    }
}
