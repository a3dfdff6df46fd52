import esrp.core.Character;
import esrp.core.Finding;
import esrp.core.Scenario;
import esrp.metrics.Leaderboard;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.openai.OpenAiModel;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.RolePlayResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunListener;
import esrp.prompts.run.RunPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class BotGateTest {
    private static final String KEY = Objects.requireNonNullElse(System.getenv("BOT_KEY"), "");

    private static final List<Character> CHARACTERS = List.of(
            Character.of("Captain Nemo")
                    .withProfile("Commands the Nautilus. Proud, wounded, courteous; loves the sea."),
            Character.of("Sherlock Holmes")
                    .withProfile("Consulting detective. Notices everything, dry, loyal to his friends."),
            Character.of("Jo March").withProfile("Writer, second of four sisters. Impatient, warm-hearted, honest."),
            Character.of("Anne Shirley")
                    .withProfile("Orphan of Green Gables. Talks much, imagines more, never gives up."),
            Character.of("Don Quixote").withProfile("Knight of La Mancha. Grand words, a brave and gentle heart."),
            Character.of("Alice").withProfile("Curious and polite, down a rabbit hole; reasons aloud."));

    private static final List<Scenario> SCENARIOS = List.of(
            Scenario.of("overtime", "I worked late again today, and nobody even noticed."),
            Scenario.of("exam", "I failed the exam I had studied for all summer."),
            Scenario.of("friend", "My best friend moved away, and the evenings are so quiet now."),
            Scenario.of("speech", "I had to speak before the whole class, and I forgot every word."),
            Scenario.of("dog", "My old dog died on Sunday. The house feels empty."),
            Scenario.of("job", "I got the job! Now I am afraid that I am not good enough for it."));

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), "set -D" + name);
    }

    private static NamedModel model(String name, String revision) {
        return OpenAiModel.of(URI.create(property("bot.url")), name, KEY).withRevision(revision);
    }

    @Test
    void theNextReleaseIsNotWorse() throws Exception {
        NamedModel current = model("bot-1", "2026-03");
        NamedModel next = model(System.getProperty("bot.next", "bot-2"), property("bot.build"));
        NamedModel judge = model("judge", "2026-01");
        RunPolicy policy = RunPolicy.withDefaults()
                .withRevisionsRequired(true) // answers of an earlier release must not stand for this one
                .withListener(RunListener.printing(System.err));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Run run = Run.open(Path.of("target/gate"), threads, policy)) {
            RolePlay play = RolePlay.withDefaults();
            System.out.println(play.estimate(run, CHARACTERS, SCENARIOS, List.of(current, next)));
            RolePlayResult played = play.play(run, CHARACTERS, SCENARIOS, List.of(current, next));
            System.out.println(played);
            JudgingResult judged = Judging.withDefaults().judge(run, played.dataset(), List.of(judge));
            System.out.println(Leaderboard.of(judged.ratings(), Rubric.esrp()));
            List<Finding> noticed = new ArrayList<>(played.notes());
            noticed.addAll(judged.notes());
            ReleaseGate.Decision decision = ReleaseGate.nonInferiority(0.25)
                    .check(judged.ratings(), Rubric.esrp(), next.id(), current.id())
                    .withNotes(noticed);
            System.out.println(decision);
            decision.assertPassed();
        } finally {
            threads.shutdown();
        }
    }
}
