package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Dataset;
import esrp.core.ReplyRules;
import esrp.prompts.run.FollowUps;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.Run;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineModelsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void answersInTheLanguageOfThePrompt(String language) throws Exception {
        Dataset sample = SampleData.dataset(language);
        try (Run run = Run.open(folder, Runnable::run)) {
            Dataset played = RolePlay.withDefaults()
                    .with(FollowUps.simulated(OfflineModels.user()))
                    .play(
                            run,
                            sample.characters(),
                            sample.scenarios().subList(0, 2),
                            List.of(OfflineModels.candidate("offline")))
                    .dataset();
            assertThat(played.dialogues())
                    .flatMap(dialogue -> dialogue.replies())
                    .isNotEmpty()
                    .allSatisfy(reply -> assertThat(ReplyRules.of(language).check(reply))
                            .as(reply)
                            .isEmpty());
            JudgingResult judged =
                    Judging.withDefaults().judge(run, played, List.of(OfflineModels.judge("offline-judge")));
            assertThat(judged.ratings().size()).isPositive();
            assertThat(judged.unscored()).isEmpty();
        }
    }
}
