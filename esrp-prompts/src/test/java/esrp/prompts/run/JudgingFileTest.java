package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.DatasetFormatException;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.NamedModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgingFileTest {
    private static final NamedModel JUDGE = ChatModel.of("a#1", request -> {
        String item = String.valueOf(request.tags().get("item"));
        if (item.equals("1")) {
            throw ChatException.of(ChatException.Kind.REJECTED, "no \ud800 such \"model\"");
        }
        return item.equals("2")
                ? "no score,\r\n\ud83d\ude00 but an unpaired \udc00"
                : Scripted.answer("a", item, Scripted.asked(request));
    });

    private final RunPolicy policy = RunPolicy.withDefaults().withFailFast(0).withClock(new VirtualClock());

    @TempDir
    private Path folder;

    private JudgingResult judged() throws Exception {
        JudgingResult first;
        try (Run run = Run.open(folder.resolve("run"), Runnable::run, policy)) {
            first = judge(run);
        }
        assertThat(first.unscored()).hasSize(18);
        VirtualClock later = new VirtualClock();
        later.date(Instant.parse("2026-11-26T06:00:00Z"));
        try (Run run = Run.open(folder.resolve("run"), Runnable::run, policy.withClock(later))) {
            return judge(run);
        }
    }

    private static JudgingResult judge(Run run) throws InterruptedException {
        return Judging.withDefaults().judge(run, Scripted.dialogues(4), List.of(Scripted.CHARACTER), List.of(JUDGE));
    }

    @Test
    void aResultIsTheSameAfterARoundTrip() throws Exception {
        JudgingResult result = judged();
        Path file = folder.resolve("new/judging.jsonl");
        result.write(file);
        JudgingResult read = JudgingResult.read(file);
        assertThat(read.ratings().hash()).isEqualTo(result.ratings().hash());
        assertThat(read.ratings().metrics()).isEqualTo(result.ratings().metrics());
        assertThat(read.answers()).isEqualTo(result.answers());
        assertThat(read.unscored()).isEqualTo(result.unscored());
        assertThat(read.remarks()).isEqualTo(result.remarks());
        assertThat(read.manifest()).isEqualTo(result.manifest());
        assertThat(read.notes()).isEqualTo(result.notes()).hasSizeGreaterThan(2);
        assertThat(read).hasToString(result.toString());
        Path again = folder.resolve("again.jsonl");
        read.write(again);
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @Test
    void aFileThatWasChangedIsRefused() throws Exception {
        JudgingResult result = judged();
        Path file = folder.resolve("judging.jsonl");
        result.write(file);
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.lastIndexOf("{\"candidate\"")));
        assertThatThrownBy(() -> JudgingResult.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("the file was changed");
        Files.writeString(file, text.replace("\"score\":", "\"score\":\"x\""));
        assertThatThrownBy(() -> JudgingResult.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("line 2");
        Files.writeString(file, "{}");
        assertThatThrownBy(() -> JudgingResult.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("esrp-judging/1");
    }
}
