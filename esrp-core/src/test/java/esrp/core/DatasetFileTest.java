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
}
