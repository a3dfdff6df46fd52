package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.ChatAnime;
import esrp.core.DataCode;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.ReplyRules;
import esrp.core.ReplyRules.Rule;
import esrp.core.ReplyRules.Violation;
import esrp.core.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules over the published replies. Skipped where they are not at hand. */
class ReplyRulesDatasetTest {
    private static Dataset data;
    /** How many replies of each candidate break a rule. */
    private static final Map<Rule, Map<String, Integer>> BREACHES = new EnumMap<>(Rule.class);

    @BeforeAll
    static void check() {
        Path folder = Path.of(System.getProperty("esrp.chatanime", "chatanime"));
        assumeTrue(Files.isDirectory(folder), () -> "the published data are not in " + folder);
        data = ChatAnime.read(folder);
        BREACHES.clear();
        for (Dialogue dialogue : data.dialogues().toList()) {
            for (Turn turn : dialogue.turns()) {
                Set<Rule> broken = ReplyRules.withDefaults().check(turn.reply()).stream()
                        .map(Violation::rule)
                        .collect(Collectors.toSet());
                broken.forEach(rule -> BREACHES.computeIfAbsent(rule, any -> new TreeMap<>())
                        .merge(dialogue.candidate(), 1, Integer::sum));
            }
        }
        System.out.println("published replies that break a rule: " + BREACHES);
    }

    /** All of these were looked at one by one: each is what the rule says. */
    @Test
    void hardlyAnyReplyBreaksARule() {
        assertThat(BREACHES)
                .isEqualTo(Map.of(
                        Rule.TOO_SHORT, Map.of("human", 10, "doubao-rp", 4),
                        Rule.EMOJI, Map.of("glm-4-plus", 94),
                        Rule.ACTION, Map.of("deepseek-v3", 14, "claude-sonnet-4", 3)));
    }

    @Test
    void theFindingsOfTheDataSetSayTheSame() {
        assertThat(sum(Rule.TOO_SHORT))
                .isEqualTo(data.findings(DataCode.REPLY_LENGTH).size());
        assertThat(sum(Rule.EMOJI))
                .isEqualTo(data.findings(DataCode.EMOJI_RESIDUE).size());
        assertThat(sum(Rule.ACTION))
                .isEqualTo(data.findings(DataCode.ACTION_MARK).size());
    }

    /** What is marked in a reply is the residue itself, not the sign before it. */
    @Test
    void whatIsMarkedAsEmojiHoldsNoLetterOrPunctuation() {
        for (Dialogue dialogue : data.dialogues().toList()) {
            for (Turn turn : dialogue.turns()) {
                assertThat(ReplyRules.withDefaults().check(turn.reply()))
                        .filteredOn(violation -> violation.rule() == Rule.EMOJI)
                        .allMatch(violation ->
                                violation.text().codePoints().allMatch(cp -> cp == 0x200D || cp == 0xFE0F));
            }
        }
    }

    private static int sum(Rule rule) {
        return BREACHES.getOrDefault(rule, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
