package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTableTest {
    private static final ReportTable TABLE = new ReportTable(
            "scores",
            "Scores & ranks",
            List.of(ReportTable.text("candidate"), ReportTable.number("average")),
            List.of(
                    List.of("=cmd|' /C calc'!A0", "-0.25"),
                    List.of("a|b <b>\"x\",\ny", "+1.5"),
                    List.of("100% of_$#", "@SUM(1)")),
            List.of("n = 3"));

    @Test
    void csvDefusesFormulasAndLeavesNumbers() {
        assertThat(TABLE.csv())
                .isEqualTo("candidate,average\r\n'=cmd|' /C calc'!A0,-0.25\r\n"
                        + "\"a|b <b>\"\"x\"\",\ny\",+1.5\r\n100% of_$#,'@SUM(1)\r\n");
    }

    @Test
    void markdownEscapesPipesAndMarkup() {
        assertThat(TABLE.markdown())
                .contains("| candidate | average |\n|---|---:|")
                .contains("a\\|b &lt;b>\"x\", y");
        assertThat(TABLE.markdown().lines().filter(line -> line.startsWith("|")))
                .hasSize(5);
    }

    @Test
    void latexEscapesWhatLatexReads() {
        assertThat(TABLE.latex())
                .contains("\\begin{tabular}{lr}")
                .contains("100\\% of\\_\\$\\# & @SUM(1) \\\\")
                .contains("\\caption{Scores \\& ranks. n = 3}");
    }

    @Test
    void htmlEscapesEverything() {
        assertThat(TABLE.html())
                .contains("&lt;b&gt;&quot;x&quot;")
                .doesNotContain("<b>")
                .contains("Scores &amp; ranks");
    }

    @Test
    void refusesRaggedRows() {
        assertThatThrownBy(() -> new ReportTable(
                        "t", "t", List.of(ReportTable.text("a")), List.of(List.of("1", "2")), List.of()))
                .hasMessageContaining("row 0 of table \"t\" has 2 cells, 1 were expected");
    }
}
