package esrp.cli;

import esrp.core.Dataset;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Json;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import esrp.study.form.FormImport;
import esrp.study.form.RatingForms;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who may rate: forms for applicants, and the choice among them. */
@Command(name = "screen")
@SuppressWarnings("NullAway.Init") // what is required is set
final class ScreenCommand extends Job {
    @Mixin
    private Replies replies = new Replies();

    @Option(names = "--questions", paramLabel = "<file>")
    private @Nullable Path questions;

    @Option(names = "--applicants", paramLabel = "<file>")
    private @Nullable Path applicants;

    @Option(names = "--answers", paramLabel = "<folder>")
    private @Nullable Path answers;

    @Option(names = "--key", paramLabel = "<file>", required = true)
    private Path key;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<path>",
            required = true)
    private Path output;

    @Option(names = "--raters", defaultValue = "2")
    private int raters;

    @Option(names = "--characters-per-rater", defaultValue = "1")
    private int each;

    @Option(names = "--right", paramLabel = "<share>", defaultValue = "0.5")
    private double right;

    @Option(names = "--title", paramLabel = "<text>")
    private @Nullable String title;

    @Override
    void run(Progress progress) {
        if ((applicants == null) == (answers == null)) {
            throw new UsageException("usage.screen");
        }
        Dataset data = replies.dataset(language());
        List<RatingForms.Question> asked = questions == null ? List.of() : RatingForms.Question.read(questions);
        AtomicFiles.createFolder(key);
        if (applicants != null) {
            UsageException.ifThere(key);
            RatingForms forms = RatingForms.ofApplicants(
                    data,
                    asked,
                    Json.read(applicants).texts(),
                    language(),
                    title == null ? words("screen.title") : title);
            forms.key().write(key);
            forms.write(output).forEach(file -> print(file.toString()));
        } else if (answers != null) {
            FormImport.Imported imported = FormImport.withDefaults().read(answers, StudyKey.read(key));
            RatingForms.Screened screened = RatingForms.screened(data, asked, imported, right);
            if (!imported.notes().isEmpty()) {
                summary(imported.notes());
            }
            print(screened.text(language()));
            StudyDesign.Selected chosen = StudyDesign.chatAnime(
                            data.characters().stream().map(one -> one.id()).toList(),
                            List.of("any"),
                            List.of("any", "other"))
                    .withRatersPerCharacter(raters)
                    .withCharactersPerRater(each)
                    .select(screened.fitness());
            print(chosen.text(language()));
            StudyDesign.Participant.write(chosen.participants(), output);
            print(output.toString());
        }
    }
}
