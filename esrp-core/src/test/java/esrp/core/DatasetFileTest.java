package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFileTest {
    @TempDir
    Path folder;

    private static final Dataset DATA = Dataset.of(
            List.of(Candidate.model("vendor/m 1").withTag("family", "v"), Candidate.people("human")),
            List.of(
                    new Character(
                            "nemo",
                            "Captain Nemo",
                            Optional.of("Twenty Thousand Leagues"),
                            Optional.of("A captain.\nOf a submarine."),
                            List.of("尼摩"),
                            Map.of("profile.zh", "船长")),
                    Character.of("《银魂》的坂田银时")),
            List.of(
                    Scenario.of("late shift", "Hard day. “So tired.”"),
                    new Scenario(
                            "s/2",
                            "?",
                            Optional.of("student"),
                            Optional.of("home"),
                            Optional.of("sad"),
                            Optional.of("rain"),
                            Map.of("k", "v"))),
            List.of(
                    new Dialogue(
                            "vendor/m 1",
                            "nemo",
                            "late shift",
                            List.of(new Turn("Hard day.", "Sit."), new Turn("", "…"), new Turn("Bye", "Bye"))),
                    new Dialogue("human", "《银魂》的坂田银时", "s/2", List.of(new Turn("?", "")))));

    private static void assertSame(Dataset read, Dataset data) {
        assertThat(read.candidates()).isEqualTo(data.candidates());
        assertThat(read.characters()).isEqualTo(data.characters());
        assertThat(read.scenarios()).isEqualTo(data.scenarios());
        assertThat(read.hash()).isEqualTo(data.hash());
    }

    @Test
    void halfACharacterIsRefusedAndTheOldFileStays() {
        Path file = folder.resolve("data.jsonl");
        DATA.write(file);
        Dataset half = Dataset.of(
                List.of(Candidate.model("\uD83D")),
                List.of(Character.of("c")),
                List.of(Scenario.of("1", "?")),
                List.of(new Dialogue("\uD83D", "c", "1", List.of(new Turn("?", "!")))));
        assertThatThrownBy(() -> half.write(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("candidate: holds an unpaired surrogate");
        assertSame(Dataset.read(file), DATA);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        for (String name : List.of("data.jsonl", "data.jsonl.gz")) {
            Path file = folder.resolve(name);
            DATA.write(file);
            assertSame(Dataset.read(file), DATA);
        }
    }

    @Test
    void charactersAndScenariosAloneAreADataSet() throws IOException {
        Files.createDirectory(folder.resolve("characters"));
        Files.writeString(folder.resolve("characters/nemo.md"), "# Captain Nemo\n\nA captain.\n\n## Youth\nUnknown.\n");
        Files.writeString(folder.resolve("characters/b.json"), "{\"id\": \"holmes\", \"name\": \"Sherlock\"}");
        Files.writeString(
                folder.resolve("scenarios.jsonl"), "{\"scenario\": {\"id\": \"x\", \"opening_question\": \"Hi?\"}}\n");
        Files.writeString(folder.resolve("ratings.jsonl"), "{\"candidate\": \"a\", \"score\": 1}\n");
        Dataset data = Dataset.read(folder);
        assertThat(data.characters())
                .extracting(Character::id, Character::name)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("holmes", "Sherlock"),
                        org.assertj.core.groups.Tuple.tuple("nemo", "Captain Nemo"));
        assertThat(data.character("nemo").profile()).contains("A captain.\n\n## Youth\nUnknown.");
        assertThat(data.scenarios()).hasSize(1);
        assertThat(data.dialogues()).isEmpty();
    }

    @Test
    void aFaultIsNamedWithItsLine() throws IOException {
        Path file = folder.resolve("d.jsonl");
        Files.writeString(file, "\n{\"scenario\": {\"id\": \"x\"}}\n");
        assertThatThrownBy(() -> Dataset.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("d.jsonl: line 2")
                .hasMessageContaining("opening_question");
        Files.writeString(file, "{\"scene\": {}}\n");
        assertThatThrownBy(() -> Dataset.read(file))
                .hasMessageContaining("line 1")
                .hasMessageContaining("scenario");
        Files.writeString(file, "{\"character\": {\"id\": \"x\"}}\n{\"character\": {\"id\": \"x\"}}\n");
        assertThatThrownBy(() -> Dataset.read(file))
                .hasMessageContaining("line 2")
                .hasMessageContaining("already");
        assertThatThrownBy(() -> Dataset.read(folder.resolve("nowhere.jsonl")))
                .isInstanceOf(DatasetFormatException.class);
    }

    @Test
    void aProfileComesFromTheChosenSectionsOfASavedPage() throws IOException {
        Path characters = Files.createDirectories(folder.resolve("wiki/characters"));
        Files.writeString(characters.resolve("nemo.html"), """
            <html><head><title>Nemo - Wiki</title><link rel="canonical" href="https://wiki.example/Nemo"></head><body>
            <nav><p>Menu</p></nav><div class="mw-parser-output">
            <table class="infobox"><tr><td><p>Age 40</p></td></tr></table>
            <p>Nemo is a captain.<sup class="reference">[1]</sup></p>
            <div id="toc"><ul><li>Personality</li></ul></div>
            <h2>Personality<span class="mw-editsection">[edit]</span></h2>
            <p>He is proud. He is silent. He mourns.</p><ul><li>loves the sea<ul><li>and whales</li></ul></li></ul>
            <h3>Habits</h3><p>Plays the organ.</p>
            <h2>References</h2><ol class="references"><li>Book</li></ol></div></body></html>
            """);
        Files.writeString(
                characters.resolve("nemo.json"),
                "{\"name\": \"Nemo\", \"wiki\": {\"page\": \"nemo.html\", \"sections\": [\"personality\"]}}");
        Character read = Dataset.read(folder.resolve("wiki")).character("nemo");
        assertThat(read.profile())
                .contains("Personality\nHe is proud. He is silent. He mourns.\n- loves the sea\n"
                        + "- and whales\nPlays the organ.");
        assertThat(read.tags())
                .containsEntry("profile.source", "https://wiki.example/Nemo")
                .containsEntry("profile.sections", "personality");
        Path page = characters.resolve("nemo.html");
        assertThat(Character.of("nemo").withProfile(page, 99).profile()).contains("Nemo is a captain.");
        Character brief = Character.of("nemo").withProfile(page, 40, "Personality");
        assertThat(brief.profile()).contains("Personality\nHe is proud. He is silent.");
        assertThat(brief.tags()).containsEntry("profile.cut", "38 of 95");
        assertThatThrownBy(() -> Character.of("nemo").withProfile(page, 40, "Family"))
                .hasMessageContaining("there is no section \"Family\"; sections are")
                .hasMessageContaining("\"Personality\"");
        Path text = Files.writeString(characters.resolve("x.html"), "no page");
        assertThatThrownBy(() -> Character.of("nemo").withProfile(text, 40)).hasMessageContaining("HTML");
    }
}
