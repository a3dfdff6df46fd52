package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import esrp.core.DatasetFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatItWrites() {
        Path file = folder.resolve("new/a.json");
        Json.write(file, out -> {
            out.writeStartObject();
            out.writeStringField("a", "𠮷");
            out.writeEndObject();
        });
        assertThat(file).hasContent("{\n  \"a\" : \"𠮷\"\n}");
        assertThat(Json.read(file).get("a").text()).isEqualTo("𠮷");
    }

    @Test
    void faultsNameTheirPlace() throws IOException {
        Path file = folder.resolve("a.json");
        Files.writeString(file, "\uFEFF{\n  \"a\": [1, true]\n}");
        Json.Node root = Json.read(file);
        assertThat(root.get("a").items().get(0).whole()).isEqualTo(1);
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> root.get("a").items().get(1).text())
                .withMessageContaining("line 2, column 12, /a/1")
                .withMessageContaining("a text was expected");
    }

    @Test
    void refusesWhatIsNotUtf8AndWhatIsTwice() throws IOException {
        Path file = folder.resolve("a.json");
        Files.write(file, new byte[] {'"', (byte) 0xff, '"'});
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> Json.read(file))
                .withMessageContaining("is not UTF-8");
        Files.writeString(file, "{\"a\": 1, \"a\": 2}");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> Json.read(file))
                .withMessageContaining("is not JSON");
    }

    @Test
    void textIsQuoted() {
        assertThat(Json.quote("a\"b\n")).isEqualTo("\"a\\\"b\\n\"");
        assertThat(Json.text(out -> out.writeString("a"))).isEqualTo("\"a\"");
    }
}
