package esrp.cli;

import esrp.metrics.Evaluation;
import esrp.metrics.Measure;
import esrp.study.StudyPlan;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How large a study must be, from a pilot. */
@Command(name = "plan")
final class PlanCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Option(names = "--models", defaultValue = "2")
    private int models;

    @Option(names = "--people", defaultValue = "0")
    private int people;

    @Option(names = "--metric", paramLabel = "<id>")
    private @Nullable String metric;

    @Option(names = "--difference", paramLabel = "<d>", split = ",")
    private double[] differences = {};

    @Option(names = "--power", paramLabel = "<p>")
    private @Nullable Double power;

    @Override
    void run(Progress progress) {
        Inputs.Read read = inputs.read(language(), progress);
        progress.step("plan");
        Evaluation whole = inputs.analysis(read).evaluation();
        String wanted = metric;
        Measure measure = wanted == null
                ? Measure.average()
                : UsageException.of(
                        "--metric",
                        () -> Measure.metric(read.rubric().metric(wanted).id()));
        StudyPlan all = StudyPlan.of(whole.analysis(), measure);
        StudyPlan compared = UsageException.of("--models, --people", () -> all.withCandidates(models, people));
        Double chance = power;
        StudyPlan sure = chance == null ? compared : UsageException.of("--power", () -> compared.withPower(chance));
        StudyPlan plan = differences.length == 0
                ? sure
                : UsageException.of("--difference", () -> sure.withDifferences(differences));
        print(plan.text(language()));
        notes(whole.decisions());
    }
}
