package esrp.cli;

import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.AtomicFiles;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The tables of the evaluation as files. */
@Command(name = "export")
final class ExportCommand extends Job {
    /** How tables are written. */
    private enum Format {
        CSV("csv", TableFormat.csv()),
        JSON("json", TableFormat.json()),
        LATEX("tex", TableFormat.latex()),
        MARKDOWN("md", TableFormat.markdown()),
        HTML("html", TableFormat.html());

        private final String extension;

        @SuppressWarnings("ImmutableEnumChecker") // formats hold nothing
        private final TableFormat format;

        Format(String extension, TableFormat format) {
            this.extension = extension;
            this.format = format;
        }
    }

    @Mixin
    private Inputs inputs = new Inputs();

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(names = "--format", paramLabel = "<format>", split = ",", defaultValue = "csv")
    private List<Format> formats = List.of(Format.CSV);

    @Override
    void run(Progress progress) {
        Inputs.Read read = inputs.read(language(), progress);
        progress.step("evaluate");
        Set<String> names = new HashSet<>();
        for (Table table : inputs.analysis(read).evaluation(read.judges()).tables()) {
            String name = table.id();
            for (int i = 2; !names.add(name); i++) {
                name = table.id() + "-" + i;
            }
            for (Format format : formats) {
                Path file = output.file(name + "." + format.extension);
                AtomicFiles.writeText(file, table.as(format.format, language()));
                print(file.toString());
            }
        }
    }
}
