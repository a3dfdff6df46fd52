package esrp.cli;

import esrp.core.TableFormat;
import esrp.metrics.Comparison;
import esrp.metrics.Evaluation;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The main job: from counts and findings to the leaderboard, the comparison, the agreement of raters and the judges. */
@Command(name = "evaluate")
final class EvaluateCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Override
    void run(Progress progress) {
        Inputs.Read read = inputs.read(language(), progress);
        progress.step("evaluate");
        Evaluation evaluation = inputs.analysis(read).evaluation(read.judges());
        print(read, evaluation);
    }

    private void print(Inputs.Read read, Evaluation evaluation) {
        read.dataset().ifPresent(replies -> {
            heading(words("data", "name", inputs.data().map(Path::toString).orElseGet(() -> words("sample"))));
            print(replies.summary().text(language()));
            print("");
            say("findings");
            summary(replies.findings());
        });
        heading(words(
                "ratings", "name", read.source() == Inputs.Source.GIVEN ? inputs.ratingsNames() : words("simulated")));
        if (read.source() != Inputs.Source.GIVEN) {
            say("ratings." + read.source());
            print("");
        }
        counts(read.ratings(), read.dataset());
        notes(evaluation.decisions());
        String last = "";
        for (Evaluation.Part part : evaluation.parts()) {
            String title = part.title().in(language());
            if (title.equals(last)) {
                print("");
            } else {
                heading(title);
            }
            last = title;
            if (part.result().isPresent() && part.result().get() instanceof Comparison comparison) {
                // Its pairs grow with the square of the candidates; esrp export writes them.
                print(comparison.tables().get(0).as(TableFormat.text(), language()));
                notes(comparison.notes());
            } else {
                print(part.text(language()));
            }
        }
    }
}
