package esrp.examples;

import esrp.cli.SampleData;
import esrp.core.Dataset;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import esrp.prompts.NamedModel;
import esrp.prompts.run.FollowUps;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.RolePlay;
import esrp.prompts.run.RolePlayResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Role-play and judging end to end, with scripts in place of models: two candidates play the characters of the sample
 * data, a panel of two judges scores every dialogue, and a leaderboard comes out. Run it a second time with the same
 * folder, and nothing is asked again.
 *
 * <p>{@code mvn -q -pl examples exec:java -Dexec.mainClass=esrp.examples.JudgeRunExample -Dexec.args=target/run}
 */
public final class JudgeRunExample {
    private static final int THREADS = 8;

    private JudgeRunExample() {}

    /**
     * Runs it.
     *
     * @param args the folder of the run; without it, a new temporary one
     * @throws IOException if the folder cannot be written
     * @throws InterruptedException if it is interrupted; what was answered stays in the folder
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("esrp-run");
        try (ConsoleProgress progress = new ConsoleProgress()) {
            JudgingResult unused = run(folder, RunPolicy.withDefaults().withListener(progress), System.out);
        }
    }

    /** Plays, judges and prints. */
    static JudgingResult run(Path folder, RunPolicy policy, PrintStream out) throws IOException, InterruptedException {
        Dataset sample = SampleData.dataset("zh");
        List<NamedModel> candidates =
                List.of(OfflineModels.candidate("offline-a"), OfflineModels.candidate("offline-b"));
        List<NamedModel> panel =
                List.of(OfflineModels.judge("offline-judge-1"), OfflineModels.judge("offline-judge-2"));
        RolePlay play = RolePlay.withDefaults().with(FollowUps.simulated(OfflineModels.user()));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Run run = Run.open(folder, threads, policy)) {
            out.println("Dry run of the role-play:");
            out.print(play.estimate(run, sample.characters(), sample.scenarios(), candidates));
            RolePlayResult played = play.play(run, sample.characters(), sample.scenarios(), candidates);
            out.println(played);
            JudgingResult judged = Judging.withDefaults().judge(run, played.dataset(), panel);
            out.println(judged);
            judged.ratings().write(folder.resolve("ratings.csv"));
            out.println(run.progress());
            out.println();
            out.println("Candidates and judges are scripts: the scores mean nothing.");
            out.println(Leaderboard.of(judged.ratings(), Rubric.esrp()));
            return judged;
        } finally {
            threads.shutdown();
        }
    }
}
