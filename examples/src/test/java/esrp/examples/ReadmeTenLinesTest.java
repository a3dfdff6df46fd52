package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import esrp.prompts.ChatModel;
import esrp.prompts.NamedModel;
import esrp.prompts.run.FollowUps;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.RolePlayResult;
import esrp.prompts.run.Run;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From "my model is a lambda" to a leaderboard, in the ten lines between the two marks. */
class ReadmeTenLinesTest {
    @TempDir
    private Path folder;

    @Test
    void fromALambdaToALeaderboard() throws Exception {
        NamedModel client = OfflineModels.candidate("client");
        NamedModel judgeClient = OfflineModels.judge("client");
        Path dataFolder = folder.resolve("data");
        ChatAnime.write(SampleData.dataset("zh"), dataFolder);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        // begin: ten lines
        NamedModel mine =
                ChatModel.of("my-model", request -> client.chat(request).text());
        NamedModel judge =
                ChatModel.of("my-judge", request -> judgeClient.chat(request).text());
        Dataset data = ChatAnime.read(dataFolder); // or Dataset.of(candidates, characters, scenarios, dialogues)
        try (Run run = Run.open(folder, Runnable::run)) {
            RolePlay play = RolePlay.withDefaults().with(FollowUps.simulated(mine));
            RolePlayResult played =
                    play.play(run, data.characters(), data.scenarios().subList(0, 2), List.of(mine));
            JudgingResult judged = Judging.withDefaults().judge(run, played.dataset(), List.of(judge));
            System.out.println(Leaderboard.of(judged.ratings(), Rubric.esrp()));
        }
        // end: ten lines
        System.setOut(terminal);
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("my-model")
                .doesNotContain("UNSCORED")
                .containsPattern("1  my-model +[1-5]\\.\\d\\d");
    }
}
