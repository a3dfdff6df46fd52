package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.ChatAnime;
import esrp.metrics.diversity.WordFrequencies;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WordTableTest {
    @Test
    void humansSayMasterAsSaberAndCallGintokiByHisNickname() {
        Path directory = Path.of(System.getProperty("esrp.chatanime", "does-not-exist"));
        assumeTrue(Files.isDirectory(directory), "no published replies at " + directory + " (esrp.chatanime)");
        WordFrequencies words = WordTable.frequencies(ChatAnime.read(directory));
        String saber = "《Fate Zero》的Saber（阿尔托莉雅·潘德拉贡）";
        String gintoki = "《银魂》的坂田银时";

        // The paper's reading of its Figure 7.
        assertThat(words.top("human", saber, 1)).containsOnlyKeys("Master");
        assertThat(words.top("human", gintoki, 1)).containsOnlyKeys("阿银");
        assertThat(words.distinctive("human", saber, 3))
                .extracting(WordFrequencies.Distinctive::word)
                .startsWith("Master");

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WordTable.print(words, new PrintStream(bytes, true, StandardCharsets.UTF_8));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains(saber, gintoki, "deepseek-v3", "阿银");
    }

    @Test
    void oneDirectoryIsExpected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WordTable.main(new String[0]))
                .withMessageContaining("directory");
    }
}
