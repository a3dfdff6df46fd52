package esrp.cli;

import esrp.study.Assignment;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import esrp.study.form.RatingForms;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The forms on which people rate. */
@Command(
        name = "forms",
        description = "Writes one offline HTML form per rater; the key learns what each form asks.",
        footer = {
            "",
            "Example: esrp forms --data ChatAnime/ --assignment study/assignment.json --key study/key.json -o forms"
        })
final class FormsCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Option(names = "--assignment", paramLabel = "<file>", required = true, description = "who rates what")
    @SuppressWarnings("NullAway.Init") // required
    private Path assignment;

    @Option(names = "--key", paramLabel = "<file>", required = true, description = "the key of the study")
    @SuppressWarnings("NullAway.Init") // required
    private Path key;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<folder>",
            required = true,
            description = "folder of the forms")
    @SuppressWarnings("NullAway.Init") // required
    private Path output;

    @Option(names = "--title", paramLabel = "<text>", description = "heading of each form")
    private @Nullable String title;

    @Override
    void run(Progress progress) {
        progress.step("writing forms");
        StudyDesign.Assigned assigned = new StudyDesign.Assigned(Assignment.read(assignment), StudyKey.read(key));
        RatingForms forms = RatingForms.of(
                assigned,
                inputs.dataset(language()),
                inputs.rubric().metrics(),
                language(),
                title == null ? words("forms.title") : title);
        forms.key().write(key);
        forms.write(output).forEach(file -> print(file.toString()));
    }
}
