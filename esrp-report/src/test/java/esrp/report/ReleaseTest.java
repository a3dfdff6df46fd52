package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.report.Report.Version;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ReleaseTest {
    /** A version whose replies and scores as one character may be worse. */
    static Version version(String name, int lossOfTheFirst, long seed) {
        Random random = new Random(seed);
        List<Character> characters = new ArrayList<>();
        List<Scenario> scenarios = new ArrayList<>();
        List<Dialogue> dialogues = new ArrayList<>();
        List<Rating> rows = new ArrayList<>();
        for (int s = 0; s < 8; s++) {
            scenarios.add(Scenario.of("s" + s, "第" + s + "天了，船还没有回来，我有点怕。")
                    .withPersona(s % 2 == 0 ? "student" : "employee")
                    .withEmotion(s % 4 == 1 ? "anxious" : "calm"));
        }
        for (int c = 0; c < 6; c++) {
            characters.add(Character.of("keeper " + c));
            for (Scenario scenario : scenarios) {
                String reply = "灯我会一直点着，陪你等到第" + scenario.id() + "天。" + "风大的时候你就数我的灯，一下，两下，三下。".repeat(2);
                dialogues.add(new Dialogue(
                        "bot",
                        "keeper " + c,
                        scenario.id(),
                        List.of(new Turn(scenario.openingQuestion(), c == 0 && lossOfTheFirst > 0 ? "好。😀" : reply))));
                for (Metric metric : Rubric.esrp().averagedMetrics()) {
                    int score = 4 + random.nextInt(2) - (c == 0 ? lossOfTheFirst : 0);
                    rows.add(new Rating("bot", "keeper " + c, scenario.id(), metric.id(), "model:judge", score));
                }
            }
        }
        return new Version(
                name,
                "bot",
                Dataset.of(List.of(Candidate.model("bot")), characters, scenarios, dialogues),
                Ratings.of(rows),
                List.of(new Remark(
                        "bot", "keeper 0", "s0", "fluency", "model:judge", true, "It flows.", Optional.empty())));
    }

    @Test
    void aVersionThatGotWorseAsOneCharacterIsSeenAtOnce(@TempDir Path folder) throws Exception {
        Report report = Report.compare(
                        "en",
                        version("2.0", 0, 1),
                        version("2.1 <b>", 3, 2),
                        Rubric.esrp(),
                        ReleaseGate.nonInferiority(0.1))
                .build();
        assertThat(report.sections())
                .extracting(Section::id)
                .startsWith("verdict", "gate", "changes")
                .contains("versions");
        Section changes = report.sections().get(2);
        assertThat(changes.tables())
                .extracting(table -> table.id())
                .containsExactly("changes", "changes-1", "changes-2", "changes-3", "regressions", "improvements");
        assertThat(changes.tables().get(1).toString())
                .contains("Changes by character")
                .containsPattern("keeper 0 +-2\\.9");
        assertThat(changes.tables().get(4).rows()).hasSize(20);
        assertThat(report.sections().stream()
                        .filter(section -> section.id().equals("versions"))
                        .findFirst()
                        .orElseThrow()
                        .tables()
                        .get(0)
                        .toString())
                .containsPattern("2\\.0 +2\\.1 <b>")
                .containsPattern("emoji.* 0 +8")
                .containsPattern("begin as another one does +40 +48|begin as another one does +48 +48")
                .containsPattern("speak of an AI +0 +0");
        String markdown = report.releaseMarkdown();
        assertThat(markdown)
                .startsWith("# 2.1 &lt;b> against 2.0")
                .contains("### Dialogues that lost most\n\n- keeper 0, scenario");
        assertThat(changes.sentences()).anyMatch(sentence -> sentence.startsWith("Worse by character, "));
        assertThat(markdown.lines()).anyMatch(line -> line.startsWith("- Worse by character, "));
        assertThat(markdown.lines()).hasSizeLessThan(45);
        assertThat(report.releaseMarkdown()).contains("UNDECIDED");
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(report.releaseJunit())))
                .getDocumentElement();
        assertThat(suite.getAttribute("tests")).isEqualTo("10");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(10);
        assertThat(suite.getElementsByTagName("failure").item(0).getTextContent())
                .contains("UNDECIDED");
        report.writeAll(folder);
        assertThat(Files.readString(folder.resolve("release.md"))).isEqualTo(markdown);
        assertThat(Files.readString(folder.resolve("junit.xml"))).isEqualTo(report.releaseJunit());
    }

    @Test
    void anEqualVersionPasses() throws Exception {
        Report report = Report.compare(
                        "zh", version("a", 0, 1), version("b", 0, 3), Rubric.esrp(), ReleaseGate.nonInferiority(0.3))
                .build();
        assertThat(report.releaseJunit()).contains("tests=\"10\" failures=\"0\"");
        assertThat(report.releaseMarkdown()).contains("# b 对比 a", "通过");
    }

    /** Failed before: the gate refused versions on which not all metrics were rated, and turns were taken for repeats. */
    @Test
    void whatWasRatedOfBothVersionsIsCompared() {
        Version all = version("a", 0, 1);
        Ratings.Builder some = Ratings.builder(Rubric.esrp().metrics());
        version("b", 0, 3).ratings().stream()
                .filter(one -> List.of("fluency", "coherence").contains(one.metric()))
                .flatMap(one -> Stream.of("1", "2")
                        .map(turn -> new Rating(
                                one.candidate(),
                                one.character(),
                                one.item(),
                                one.metric(),
                                one.rater(),
                                one.score(),
                                turn,
                                "",
                                "")))
                .forEach(some::add);
        Version next = new Version("b", "bot", all.data(), some.build(), List.of());
        assertThat(Report.compare("en", all, next, Rubric.esrp(), ReleaseGate.nonInferiority(0.5))
                        .build()
                        .releaseMarkdown())
                .contains("PASS", "The average is that of the metrics that were rated (Fluency, Coherence)");
    }

    @Test
    void versionsHaveNamesOfTheirOwnAndRatings() {
        Version one = version("a", 0, 1);
        assertThatThrownBy(() ->
                        Report.compare("en", one, version("a", 0, 2), Rubric.esrp(), ReleaseGate.nonInferiority(0.1)))
                .hasMessageContaining("\"a\" is the name of the baseline too");
        assertThatThrownBy(() -> new Version("b", "bot", one.data(), Ratings.of(List.of()), List.of()))
                .hasMessageContaining("none of candidate \"bot\"");
    }
}
