package esrp.cli;

import esrp.core.internal.Messages;
import esrp.study.Assignment;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import esrp.study.form.FormImport;
import esrp.study.form.RatingForms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The forms on which people rate. */
@Command(name = "forms")
@SuppressWarnings("NullAway.Init") // what is required is set
final class FormsCommand extends Job {
    @Mixin
    private Replies replies = new Replies();

    @Mixin
    private MetricOptions metrics = new MetricOptions();

    @Option(names = "--assignment", paramLabel = "<file>", required = true)
    private Path assignment;

    @Option(names = "--key", paramLabel = "<file>", required = true)
    private Path key;

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(names = "--title", paramLabel = "<text>")
    private @Nullable String title;

    @Option(names = "--instructions", paramLabel = "<file>")
    private @Nullable Path instructions;

    @Option(names = "--practice", paramLabel = "<file>")
    private @Nullable Path practice;

    @Option(names = "--threshold", paramLabel = "<share>", defaultValue = "0")
    private double threshold;

    @Option(names = "--break-after", paramLabel = "<n>", defaultValue = "40")
    private int breakAfter;

    @Option(names = "--left", paramLabel = "<folder>")
    private @Nullable Path left;

    @Option(names = "--disputed", paramLabel = "<folder>")
    private @Nullable Path disputed;

    @Option(names = "--apart", paramLabel = "<points>", defaultValue = "2")
    private double apart;

    @Option(names = "--deciders", paramLabel = "<file>")
    private @Nullable Path deciders;

    @Option(names = "--closing", paramLabel = "<text>")
    private @Nullable String closing;

    @Option(names = "--forms-language", paramLabel = "<language>")
    private @Nullable String formsLanguage;

    @Override
    void run(Progress progress) {
        progress.step("forms");
        StudyDesign.Assigned assigned = new StudyDesign.Assigned(Assignment.read(assignment), StudyKey.read(key));
        String spoken = formsLanguage == null ? language() : formsLanguage;
        RatingForms forms = RatingForms.of(
                        assigned,
                        replies.dataset(language()),
                        metrics.rubric().metrics(),
                        spoken,
                        title == null ? Messages.of(Esrp.class).text(spoken, "forms.title") : title)
                .withBreaks(breakAfter);
        if (instructions != null) {
            forms = forms.withInstructions(text(instructions));
        }
        if (practice != null) {
            RatingForms all = forms;
            List<RatingForms.Practice> items = RatingForms.Practice.read(practice);
            forms = UsageException.of("--threshold", () -> all.withPractice(items, threshold));
        }
        if (closing != null) {
            forms = forms.withClosing(closing);
        }
        if (left != null) {
            forms = forms.withoutAnswered(FormImport.withDefaults().read(left, assigned.key()));
        }
        Path own = key;
        if (disputed != null) {
            forms = forms.ofDisputes(
                    FormImport.withDefaults().read(disputed, assigned.key()),
                    apart,
                    deciders == null ? List.of() : StudyDesign.Participant.read(deciders));
            own = key.resolveSibling("key-disputed.json");
            print(own.toString());
        }
        forms.key().write(own);
        forms.write(output.folder()).forEach(file -> print(file.toString()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
