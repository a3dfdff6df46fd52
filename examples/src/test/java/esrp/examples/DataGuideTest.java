package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files and the code of docs/data.md. */
class DataGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    @TempDir
    Path folder;

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/data.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    @Test
    void theFilesOfTheGuideAreRead() throws IOException {
        List<String> json = blocks("json");
        Files.writeString(folder.resolve("replies.jsonl"), json.get(0));
        assertThat(Dataset.read(folder.resolve("replies.jsonl")).replies()).isEqualTo(3);
        Files.writeString(folder.resolve("more.jsonl"), json.get(1));
        Files.createDirectory(folder.resolve("characters"));
        Files.writeString(folder.resolve("characters/ned.md"), "# Ned Land\n\nA harpooner.\n");
        Dataset data = Dataset.read(folder);
        assertThat(data.replies()).isEqualTo(4);
        assertThat(data.characters()).extracting(Character::name).containsExactly("Ned Land", "Captain Nemo");
        Path published = Files.createDirectory(folder.resolve("published"));
        Files.writeString(published.resolve("my-bot.json"), json.get(2));
        assertThat(Dataset.read(published).replies()).isEqualTo(2);
    }

    @Test
    void batchesAreWritten() throws Exception {
        Dataset data = SampleData.dataset("en");
        NamedModel judge = new NamedModel("judge", request -> ChatResponse.of("is never asked"));
        List<Path> downloaded = List.of();

        try (Run run = Run.open(folder, Runnable::run, RunPolicy.withDefaults().withBatches(true))) {
            for (Path answers : downloaded) {
                System.out.println(run.readBatch(answers)); // output and error files, in any order
            }
            JudgingResult result = Judging.withDefaults().judge(run, data, List.of(judge)); // calls nobody
            List<Path> upload = run.writeBatches(); // batch-1.jsonl …; empty when nothing new is to be asked

            assertThat(result.ratings().isEmpty()).isTrue();
            assertThat(upload).containsExactly(folder.resolve("batch-1.jsonl"));
            assertThat(folder.resolve("judging.jsonl")).exists();
        }
        String here = Files.readString(ROOT.resolve("examples/src/test/java/esrp/examples/DataGuideTest.java"));
        String block = blocks("java").get(0);
        assertThat(here.replaceAll("\\s+", ""))
                .contains(block.substring(0, block.lastIndexOf('}')).replaceAll("\\s+", ""));
    }
}
