package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.Table;
import esrp.core.TableFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables as a paper takes them, set by a real TeX; skipped with a message where there is none. */
class LatexTest {
    private static final Path TEX = Path.of("/usr/bin/pdflatex");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[onecolumn,10pt]{article}\n\\usepackage[a4paper,margin=2.5cm]{geometry}\\usepackage[T1]{fontenc}",
                "[twocolumn,10pt]{article}\n\\usepackage[a4paper,margin=2.5cm]{geometry}\\usepackage[T1]{fontenc}",
                "{article}",
                "[twocolumn]{article}"
            })
    void everyTableCompilesAndNoneIsWiderThanItsPage(String style, @TempDir Path folder) throws Exception {
        assumeTrue(Files.isExecutable(TEX), "skipped: no TeX at " + TEX);
        List<String> tables = CompleteReport.of("en").sections().stream()
                .flatMap(section -> section.tables().stream())
                .map((Table table) -> table.as(TableFormat.latex()))
                .filter(text -> text.chars().allMatch(c -> c < 0x250)) // this engine has no Chinese
                .toList();
        assertThat(tables).hasSizeGreaterThan(15).anyMatch(text -> text.contains("\\textbf{4."));
        Files.writeString(
                folder.resolve("paper.tex"),
                "\\documentclass" + style + "\n\\usepackage{booktabs}\n\\begin{document}\n"
                        + String.join("\\clearpage\n", tables) + "\\end{document}\n");
        Process tex = new ProcessBuilder(TEX.toString(), "-interaction=nonstopmode", "paper.tex")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start();
        assertThat(tex.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String log = Files.readString(folder.resolve("paper.log"), StandardCharsets.ISO_8859_1);
        assertThat(log.lines())
                .noneMatch(line -> line.startsWith("!") || line.startsWith("Overfull") || line.startsWith("Missing"));
        assertThat(log).contains("Output written on paper.pdf");
        assertThat(tex.exitValue()).isZero();
    }
}
