package esrp.cli;

import esrp.core.Ratings;
import esrp.core.TableFormat;
import esrp.core.internal.AtomicFiles;
import esrp.metrics.RaterAgreement;
import esrp.study.StudyKey;
import esrp.study.form.FormImport;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What came back from raters. */
@Command(name = "collect")
@SuppressWarnings("NullAway.Init") // what is required is set
final class CollectCommand extends Job {
    @Parameters(paramLabel = "<folder>", descriptionKey = "folder.in")
    private Path exports;

    @Option(names = "--key", paramLabel = "<file>", required = true)
    private Path key;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file>",
            required = true)
    private Path output;

    @Option(names = "--over", paramLabel = "<file>")
    private @Nullable Path over;

    @Option(names = "--due", paramLabel = "<date>")
    private @Nullable LocalDate due;

    @Option(names = "--each")
    private boolean each;

    @Override
    void run(Progress progress) {
        progress.step("answers");
        FormImport.Imported imported = FormImport.withDefaults().read(exports, StudyKey.read(key));
        imported.tables().forEach(table -> print(table.as(TableFormat.text(), language()) + "\n"));
        if (due != null && LocalDate.now(ZoneId.systemDefault()).isAfter(due)) {
            imported.left().forEach((person, tasks) -> say("collect.late", "person", person, "count", tasks));
            print("");
        }
        if (each) {
            notes(imported.notes());
        } else if (!imported.notes().isEmpty()) {
            summary(imported.notes());
            print("");
            say("collect.each");
        }
        notes(imported.comments());
        if (imported.ratings().isEmpty()) {
            throw new BadDataException(words("collect.none"), List.of());
        }
        AtomicFiles.createFolder(output);
        Ratings ratings = over == null ? imported.ratings() : imported.over(Ratings.read(over));
        ratings.write(output);
        print(output.toString());
        if (over == null && imported.ratings().raters().size() > 1) {
            print("");
            try {
                print(RaterAgreement.of(imported.ratings()).text(language()));
            } catch (IllegalArgumentException e) {
                print(String.valueOf(e.getMessage()));
            }
        }
    }
}
