package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportExampleTest {
    @TempDir
    Path folder;

    @Test
    void writesTheReportTheFormsAndTheKeyApart() throws IOException {
        List<Path> written = ReportExample.write(List.of(folder.toString(), "--language", "en"));
        assertThat(written.get(0)).isEqualTo(folder.resolve("report").resolve("index.html"));
        String page = Files.readString(written.get(0));
        assertThat(page).contains("SIMULATED", "<svg", "case-data-5");
        for (String section : List.of(
                "verdict",
                "leaderboard",
                "tradeoff",
                "differences",
                "shortlist",
                "judges",
                "agreement",
                "diversity",
                "coverage",
                "findings",
                "frequencies",
                "cases",
                "provenance")) {
            assertThat(page).contains("<section id=\"" + section + "\"");
        }
        assertThat(page)
                .as("verdict first")
                .containsSubsequence("<section id=\"verdict\"", "<section id=\"leaderboard\"");
        assertThat(page)
                .as("radar, two judges, reasons, clouds")
                .contains("class=\"toggles\"", "id=\"table-judge-2\"", "id=\"table-unscored\"", "class=\"clouds\"");
        // two raters for each of six characters
        assertThat(written).hasSize(1 + 12);
        assertThat(Files.readString(written.get(12))).contains("Rating of replies in character");
        assertThat(folder.resolve("sealed").resolve("key.json")).exists();
    }

    @Test
    void saysHowItIsCalled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReportExample.write(List.of("out", "--colour", "red")))
                .withMessageContaining("no option --colour; usage: ReportExample <folder>");
        assertThatIllegalArgumentException().isThrownBy(() -> ReportExample.write(List.of()));
    }
}
