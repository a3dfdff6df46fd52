package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void ordinaryIdsAreTheirOwnNames() {
        List<String> ids = List.of("gpt-4.1", "deepseek-v3", "《海》的守护者", "r 1", "a+b", "console", "com", "com10");
        assertThat(FileNames.of(ids).values()).containsExactlyElementsOf(ids);
    }

    @Test
    void whatASystemRefusesIsReplacedByAHash() {
        List<String> ids = List.of(
                "CON",
                "nul",
                "Com1.txt",
                "lpt9",
                "aux .x",
                "a.",
                "a ",
                " a",
                ".a",
                "_a",
                "a/b",
                "a\\b",
                "a:b",
                "a\0b",
                "a\nb",
                "\u202ea",
                "长".repeat(80),
                "e\u0301");
        Map<String, String> names = FileNames.of(ids);
        names.forEach((id, name) -> assertThat(name).isNotEqualTo(id).matches(".+-[0-9a-f]{12}"));
        assertThat(names).containsEntry("CON", "CON-" + Digest.ofText("CON").substring(0, 12));
    }

    @Test
    void namesDifferWhereCaseDoesNotCount() {
        assertThat(FileNames.of(List.of("r1", "R1")).values())
                .containsExactly("r1", "R1-" + Digest.ofText("R1").substring(0, 12));
    }

    @Property(tries = 300)
    void anyIdsHaveDifferentNamesThatEverySystemTakes(
            @ForAll @Size(max = 20) @UniqueElements List<@StringLength(min = 1, max = 300) String> ids) {
        Map<String, String> names = FileNames.of(ids);
        assertThat(names.keySet()).containsExactlyElementsOf(ids);
        assertThat(names.values().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
        assertThat(names.values()).allSatisfy(name -> {
            assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
            assertThat(name).doesNotMatch("(?s).*[\\x00-\\x1f/\\\\:*?\"<>|].*").doesNotEndWith(".");
            assertThat(Normalizer.isNormalized(name, Normalizer.Form.NFC)).isTrue();
        });
    }
}
