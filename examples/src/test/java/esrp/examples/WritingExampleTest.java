package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import esrp.cli.SampleData;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Turn;
import esrp.prompts.Prompts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritingExampleTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private String call(String... options) {
        List<String> args = new ArrayList<>(List.of(folder.toString()));
        args.addAll(List.of(options));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            WritingExample.run(args, out);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace(folder.toString(), "out");
    }

    /** Fills every form of a round as its page would export it. */
    private void fill(int round, int length) throws Exception {
        Path here = folder.resolve("round-" + round);
        List<Path> forms;
        try (Stream<Path> files = Files.list(here)) {
            forms = files.filter(file -> file.toString().endsWith(".html")).toList();
        }
        for (Path file : forms) {
            String page = Files.readString(file);
            int from = page.indexOf('{', page.indexOf("id=\"form-data\""));
            JsonNode form = JSON.readTree(page.substring(from, page.indexOf("</script>", from)));
            ObjectNode body = JSON.createObjectNode()
                    .put("form", form.get("form").asText())
                    .put("rater", form.get("rater").asText());
            ArrayNode answers = body.putArray("answers");
            for (JsonNode task : form.get("tasks")) {
                // people write by the instructions that models get, to the letter
                Character character = SampleData.dataset("zh").characters().stream()
                        .filter(one ->
                                one.in("zh").name().equals(task.get("character").asText()))
                        .findFirst()
                        .orElseThrow();
                assertThat(task.get("instructions").asText())
                        .isEqualTo(Prompts.withDefaults()
                                .rolePlay(character.in("zh"), List.of(), "?")
                                .get(0)
                                .text());
                assertThat(task.has("persona") || task.has("profile")).isFalse();
                String id = task.get("id").asText();
                answers.addObject().put("task", id).put("reply", id + "。".repeat(length - id.length()));
            }
            String text = JSON.writeValueAsString(body);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(form.get("secret").asText().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            Files.writeString(
                    here.resolve("answers-" + form.get("rater").asText() + ".json"),
                    JSON.writeValueAsString(JSON.createObjectNode()
                            .put("schema", "esrp-answers/3")
                            .put("signature", HexFormat.of().formatHex(signature))
                            .put("body", text)));
        }
    }

    @Test
    void threeCallsMakeTheRepliesOfTwoRounds() throws Exception {
        assertThat(call())
                .contains(
                        "72 replies of \"fans\" to write, 50 to 150 characters each",
                        "w12: 6",
                        "out/round-1/form-w1.html");
        fill(1, 60);
        String second = call();
        assertThat(second)
                .contains("Round 1, 12 of 12 forms:", "total                   0       72        0         0")
                .contains("out/round-2/form-w1.html");
        assertThat(Files.readString(folder.resolve("round-2").resolve("form-w1.html")))
                .contains("t1-c01-1。");
        // nothing has come back: the same forms again, byte for byte
        String page = Files.readString(folder.resolve("round-2").resolve("form-w7.html"));
        assertThat(call()).contains("Round 2: give");
        assertThat(Files.readString(folder.resolve("round-2").resolve("form-w7.html")))
                .isEqualTo(page);
        fill(2, 70);
        assertThat(call())
                .contains("Round 2, 12 of 12 forms", "144 replies: 1 candidate, 6 characters, 12 scenarios, 2 turns");
        Dataset replies = ChatAnime.read(folder.resolve("replies"));
        List<Turn> turns = replies.dialogue("fans", replies.characters().get(2).id(), "4")
                .orElseThrow()
                .turns();
        assertThat(turns).extracting(turn -> turn.reply().replace("。", "")).containsExactly("t1-c03-4", "t2-c03-4");
        assertThat(folder.resolve("replies").resolve("fans.json")).exists();
    }

    @Test
    void namesWhatDoesNotFit() throws IOException {
        assertThat(call("--language", "en", "--writers", "1")).contains("w6: 12", "150 to 450");
        Files.writeString(folder.resolve("round-1").resolve("answers-w1.json"), "{}");
        assertThat(call("--language", "en", "--writers", "1"))
                .contains("answers-w1.json        0        0        0         1", "is not an export of a");
        Files.writeString(folder.resolve("round-1").resolve("answers-w99.json"), "{}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call("--language", "en", "--writers", "1"))
                .withMessageContaining("no form of this round goes with")
                .withMessageContaining("answers-w99.json");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WritingExample.run(List.of("--x"), System.out))
                .withMessageContaining("usage: WritingExample <folder>");
    }
}
