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
@Command(
        name = "collect",
        description = "Reads what raters exported from their forms, and writes their ratings.",
        footer = {"", "Example: esrp collect exports/ --key study/key.json -o ratings.csv"})
final class CollectCommand extends Job {
    @Parameters(paramLabel = "<folder>", descriptionKey = "folder.in", description = "folder of the exports")
    @SuppressWarnings("NullAway.Init") // required
    private Path exports;

    @Option(names = "--key", paramLabel = "<file>", required = true, description = "the key of the study")
    @SuppressWarnings("NullAway.Init") // required
    private Path key;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<file>",
            required = true,
            description = "file of the ratings")
    @SuppressWarnings("NullAway.Init") // required
    private Path output;

    @Option(
            names = "--over",
            paramLabel = "<file>",
            description = "ratings that were disputed: what was decided takes their place")
    private @Nullable Path over;

    @Option(
            names = "--due",
            paramLabel = "<date>",
            description = "such as 2026-12-24: whoever is not done then is late")
    private @Nullable LocalDate due;

    @Option(names = "--each", description = "lists each problem instead of their number by kind")
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
