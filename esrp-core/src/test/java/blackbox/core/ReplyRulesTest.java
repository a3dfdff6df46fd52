package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.ReplyRules;
import esrp.core.ReplyRules.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyRulesTest {
    private static final ReplyRules MARKS = ReplyRules.withDefaults().withLength(0, 1_000);

    @Test
    void lengthIsCountedInCodePointsWithoutTheWhiteSpaceAround() {
        ReplyRules rules = ReplyRules.withDefaults();
        assertThat(rules.check("字".repeat(50))).isEmpty();
        assertThat(rules.check("字".repeat(150) + " \n")).isEmpty();
        assertThat(rules.check("𠮷".repeat(150))).isEmpty();
        assertThat(rules.check("字".repeat(49))).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo(Rule.TOO_SHORT);
            assertThat(one.length()).isEqualTo(49);
        });
        assertThat(rules.check("字".repeat(151))).map(ReplyRules.Violation::rule).containsExactly(Rule.TOO_LONG);
        assertThat(rules.check("")).map(ReplyRules.Violation::rule).containsExactly(Rule.TOO_SHORT);
    }

    @Test
    void eachLanguageHasLimitsOfItsOwn() {
        assertThat(ReplyRules.of("zh").shortest()).isEqualTo(50);
        assertThat(ReplyRules.of("zh").longest()).isEqualTo(150);
        assertThat(ReplyRules.of("en-GB").shortest()).isEqualTo(150);
        assertThat(ReplyRules.of("en").longest()).isEqualTo(450);
        assertThat(ReplyRules.of("en").check("a".repeat(200))).isEmpty();
        assertThat(ReplyRules.of("en").check("a".repeat(149)))
                .map(ReplyRules.Violation::rule)
                .containsExactly(Rule.TOO_SHORT);
        assertThatThrownBy(() -> ReplyRules.of("xx")).hasMessageContaining("[zh, en]");
    }

    @Test
    void theLanguageOfAReplyIsThatOfItsScript() {
        assertThat(ReplyRules.forReply("Never mind, 好").map(ReplyRules::language))
                .contains("en");
        assertThat(ReplyRules.forReply("好的OK").map(ReplyRules::language)).contains("zh");
        assertThat(ReplyRules.forReply("123…").map(ReplyRules::language)).contains("zh");
        assertThat(ReplyRules.forReply("Всё хорошо")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "（叹气）别担心。 | ACTION | （叹气）",
                "别担心(smiles softly)。 | ACTION | (smiles softly)",
                "*nods* I see. | ACTION | *nods*",
                "【沉默了一会儿】走吧。 | ACTION | 【沉默了一会儿】",
                "（心想：真麻烦）好吧。 | INNER_THOUGHT | （心想：真麻烦）",
                "(I wonder why) Sure. | INNER_THOUGHT | (I wonder why)",
                "加油😀！ | EMOJI | 😀",
                "全家👨‍👩‍👧出门。 | EMOJI | 👨‍👩‍👧",
                "爱你❤️呀 | EMOJI | ❤️",
                "第1️⃣步 | EMOJI | 1️⃣",
                "真的‼️吗 | EMOJI | ‼️",
                "晒太阳☀️去 | EMOJI | ☀️",
                "加油！\uFE0F | EMOJI | \uFE0F",
                "嗯\uFE0F好 | EMOJI | \uFE0F",
                "加油\u200D\uFE0F！ | EMOJI | \u200D\uFE0F",
                "好呀 :-) 走 | EMOTICON | :-)",
                "呜呜T_T | KAOMOJI | T_T",
                "好耶(^_^)走 | KAOMOJI | (^_^)",
                "掀桌(╯°□°)╯了 | KAOMOJI | (╯°□°)╯",
                "嘿嘿(≧▽≦)好 | KAOMOJI | (≧▽≦)",
            })
    void findsWhatIsForbidden(String reply, Rule rule, String text) {
        assertThat(MARKS.check(reply)).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo(rule);
            assertThat(one.text()).isEqualTo(text);
            assertThat(reply.substring(one.start(), one.end())).isEqualTo(text);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "今天3:00见，别迟到。",
                "（1）先写大纲，再动手。",
                "这是**重点**，记住。",
                "5*3等于15，3*5也是。",
                "你说得对：慢慢来。",
                "a_b和c_d都可以。",
                "价格在10~20之间。",
                "《山海书店》第2卷……真好看！",
                "“没事的，”他说，“有我在。”",
                "★推荐★这家店",
                "关键是**倾听**，别急着推销。",
            })
    void leavesOrdinarySpeechAlone(String reply) {
        assertThat(MARKS.check(reply)).isEmpty();
    }

    @Test
    void severalBreachesAreListedByPlace() {
        assertThat(MARKS.check("（笑）好😀的(^_^)"))
                .map(ReplyRules.Violation::rule)
                .containsExactly(Rule.ACTION, Rule.EMOJI, Rule.KAOMOJI);
    }

    @Test
    void rulesCanBeLeftOut() {
        assertThat(MARKS.without(Rule.ACTION).check("（笑）好的")).isEmpty();
        assertThat(MARKS.without(Rule.ACTION).rules()).doesNotContain(Rule.ACTION);
        assertThatThrownBy(() -> MARKS.withLength(5, 4)).hasMessageContaining("5..4");
    }

    @Test
    void brokenTextIsCheckedToo() {
        for (String text : List.of("\uD83D", "\uDE00", "（".repeat(1_000), "*".repeat(1_000), "\uFE0F\u200D", "(\n)")) {
            assertThat(MARKS.check(text)).allMatch(one -> one.end() <= text.length());
        }
    }
}
