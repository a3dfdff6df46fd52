package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Finding;
import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PromptCodeTest {
    @Test
    void everyCodeHasASentenceInEveryLanguage() {
        for (PromptCode code : PromptCode.values()) {
            for (int count : new int[] {1, 2}) {
                Finding finding = code.note(
                        "count",
                        count,
                        "reason",
                        "REASON",
                        "detail",
                        "DETAIL",
                        "other",
                        "OTHER",
                        "similarity",
                        0.5,
                        "question",
                        "QUESTION",
                        "model",
                        "MODEL",
                        "judge",
                        "JUDGE",
                        "candidate",
                        "c",
                        "candidates",
                        "CANDIDATES",
                        "from",
                        "2026-01-31",
                        "wanted",
                        60);
                for (String language : Languages.shipped()) {
                    assertThat(finding.in(language)).isNotBlank().doesNotContain("{{");
                }
            }
        }
    }

    @Test
    void everyLanguageHasTheSameKeysButSingulars() {
        Messages messages = Messages.of(PromptCode.class);
        TreeSet<String> english = new TreeSet<>(messages.keys("en"));
        english.removeIf(key -> key.endsWith(".one"));
        for (String language : Languages.shipped()) {
            assertThat(messages.keys(language)).as(language).containsAll(english);
        }
    }
}
