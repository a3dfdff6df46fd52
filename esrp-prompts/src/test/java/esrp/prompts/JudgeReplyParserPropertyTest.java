package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Metric;
import esrp.core.internal.Json;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.JudgeReplyCorpus.Case;
import esrp.prompts.MetricJudgement.Scored;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JudgeReplyParserPropertyTest {
    private static final List<Case> CORPUS = JudgeReplyCorpus.read();
    private static final JudgeReplyParser NINE = JudgeReplyParser.forMetrics(JudgeReplyCorpus.NINE);
    private static final JudgeReplyParser ONE =
            JudgeReplyParser.forMetrics(Metric.esrp().subList(9, 10));

    /** Classes where a beginning of the reply may say something else than the whole. */
    private static final Set<String> LATER_TEXT_MATTERS = Set.of("several answers", "thinking", "hostile", "cut");

    @Provide
    Arbitrary<Case> mutated() {
        return JudgeReplyArbitraries.mutated();
    }

    @Provide
    Arbitrary<Case> cases() {
        return JudgeReplyArbitraries.cases();
    }

    @Provide
    Arbitrary<String> soup() {
        return JudgeReplyArbitraries.soup();
    }

    @Provide
    Arbitrary<String> anyText() {
        return JudgeReplyArbitraries.anyText();
    }

    // --- never throws, never invents --------------------------------------------------------------------------------

    @Property(tries = 20_000, seed = "1")
    void parsingNeverInventsAScore(@ForAll("mutated") Case one, @ForAll FinishReason finish) {
        Judgement judgement = one.parser().parse(one.reply(), finish);
        assertThat(InventionCheck.complaint(one.reply(), one.asked(), judgement))
                .as("%s%n%s", one.reply(), judgement)
                .isEmpty();
    }

    @Property(tries = 5_000, seed = "9")
    void scoresFollowTheirDigits(@ForAll("mutated") Case one, @ForAll FinishReason finish) {
        Judgement judgement = one.parser().parse(one.reply(), finish);
        assertThat(InventionCheck.stubborn(one.reply(), one.parser(), finish, judgement))
                .as("%s%n%s", one.reply(), judgement)
                .isEmpty();
    }

    @Property(tries = 2_000, seed = "2")
    void soupNeverInventsAScore(@ForAll("soup") String text, @ForAll FinishReason finish) {
        for (JudgeReplyParser parser : List.of(NINE, ONE)) {
            Judgement judgement = parser.parse(text, finish);
            assertThat(InventionCheck.complaint(text, parser.metrics(), judgement))
                    .as("%s%n%s", text, judgement)
                    .isEmpty();
        }
    }

    @Property(tries = 2_000, seed = "3")
    void anyTextHasAnOutcomeForEveryMetric(@ForAll("anyText") String text, @ForAll FinishReason finish) {
        assertThat(NINE.parse(text, finish).byMetric()).hasSize(9);
        assertThat(ONE.parse(text, finish).byMetric()).hasSize(1);
    }

    @Property(tries = 2_000, seed = "4")
    void textWithoutDigitsAndNumeralsHasNoScore(@ForAll("mutated") Case one) {
        String blind = InventionCheck.plain(one.reply())
                .replaceAll("[0-9零一二三四五六七八九十两兩]", "x")
                .replaceAll("one|two|three|four|five", "x");
        assertThat(one.parser().parse(blind).scores()).isEmpty();
    }

    // --- cutting -----------------------------------------------------------------------------------------------------

    @Example
    void cuttingAnywhereNeverChangesAScore() {
        int kept = 0;
        for (Case one : CORPUS) {
            boolean strict = !LATER_TEXT_MATTERS.contains(one.family());
            Judgement whole = one.parser().parse(one.reply(), one.finish());
            // Every place in short replies, every third in long ones.
            int step = one.reply().length() > 400 ? 3 : 1;
            for (int end = 0; end < one.reply().length(); end += step) {
                String beginning = one.reply().substring(0, end);
                Judgement cut = one.parser().parse(beginning, FinishReason.LENGTH);
                if (strict) {
                    for (Map.Entry<String, Integer> entry : cut.scores().entrySet()) {
                        String outcome = JudgeReplyCorpus.outcome(whole.of(entry.getKey()));
                        if (outcome.equals("CONTRADICTORY")) {
                            continue; // the other answer comes later
                        }
                        assertThat(outcome)
                                .as("%s cut at %d: %s", one.file(), end, beginning)
                                .isEqualTo(entry.getValue().toString());
                        kept++;
                    }
                }
                if (end % 31 == 0) {
                    assertThat(InventionCheck.complaint(beginning, one.asked(), cut))
                            .as(beginning)
                            .isEmpty();
                }
            }
        }
        assertThat(kept).as("scores compared").isGreaterThan(30_000);
    }

    @Example
    void aReplyCutInTheMiddleKeepsWhatIsComplete() {
        Case nine = CORPUS.get(0);
        for (int end = 0; end < nine.reply().length(); end++) {
            String beginning = nine.reply().substring(0, end);
            long closed = beginning.chars().filter(c -> c == '}').count();
            assertThat(nine.parser().parse(beginning, FinishReason.LENGTH).scores())
                    .as(beginning)
                    .hasSizeGreaterThanOrEqualTo((int) Math.min(9, closed))
                    .hasSizeLessThanOrEqualTo((int) Math.min(9, closed + 1));
        }
    }

    /** A service that counts bytes may cut a reply inside a character: the client then sees a replacement character. */
    @Example
    void cuttingAtAnyByteKeepsWhatIsCompleteAndInventsNothing() {
        long cuts = 0;
        for (Case one : List.of(CORPUS.get(0), CORPUS.get(1), corpus("113"), corpus("122"), corpus("240"))) {
            byte[] bytes = one.reply().getBytes(StandardCharsets.UTF_8);
            Map<String, Integer> whole = one.parser().parse(one.reply()).scores();
            assertThat(whole).as(one.file()).isNotEmpty();
            int before = 0;
            for (int end = 0; end <= bytes.length; end++) {
                String beginning = new String(bytes, 0, end, StandardCharsets.UTF_8);
                Map<String, Integer> kept =
                        one.parser().parse(beginning, FinishReason.LENGTH).scores();
                assertThat(whole).as("%s cut at byte %d", one.file(), end).containsAllEntriesOf(kept);
                // What was complete once stays so, whatever comes after it.
                assertThat(kept.size()).as("%s cut at byte %d", one.file(), end).isGreaterThanOrEqualTo(before);
                if (beginning.endsWith("}")
                        && beginning.contains("{")
                        && !one.file().contains("lines")) {
                    long closed = beginning.chars().filter(c -> c == '}').count();
                    assertThat(kept.size())
                            .as("%s cut at byte %d", one.file(), end)
                            .isGreaterThanOrEqualTo((int) Math.min(whole.size(), closed));
                }
                before = kept.size();
                cuts++;
            }
        }
        assertThat(cuts).as("cuts").isGreaterThan(2_000);
    }

    private static Case corpus(String number) {
        return CORPUS.stream()
                .filter(one -> one.file().startsWith(number))
                .findFirst()
                .orElseThrow();
    }

    // --- wrapping ----------------------------------------------------------------------------------------------------

    @Provide
    Arbitrary<String[]> wrappers() {
        return Arbitraries.of(
                new String[] {"Here is my evaluation:\n", "\nThat is all."},
                new String[] {"好的，评分如下。\n\n```json\n", "\n```\n"},
                new String[] {"```\n", "\n```"},
                new String[] {"<think>Consistency: 1? 一致性 2 分 { \" ' </think>\n", ""},
                new String[] {"\uFEFF\n\n", "\n\n\u0000"},
                new String[] {"(See {role} and {profile}; it's 2 turns.)\n", "\n— judge no. 3"},
                new String[] {"<answer>", "</answer>"});
    }

    @Property(tries = 1_000, seed = "5")
    void wrappingAStructureChangesNothing(@ForAll("cases") Case one, @ForAll("wrappers") String[] wrapper) {
        if (!Set.of("well-formed", "quotation marks", "layout", "score forms").contains(one.family())
                || one.file().contains("labelled-objects")
                || one.file().contains("headed-objects")
                || one.file().contains("json-string")
                || one.expected().containsValue("CUT_OFF")) {
            return;
        }
        String wrapped = wrapper[0] + one.reply() + wrapper[1];
        assertThat(JudgeReplyCorpus.outcomes(one.parser().parse(wrapped)))
                .as(wrapped)
                .isEqualTo(one.expected());
    }

    // --- consistency
    // ---------------------------------------------------------------------------------------------------

    @Property(tries = 1_500, seed = "6")
    void writingTheScoresAsAskedReadsBack(@ForAll("mutated") Case one) {
        Judgement first = one.parser().parse(one.reply());
        List<String> entries = new ArrayList<>();
        first.byMetric().forEach((id, judgement) -> {
            if (judgement instanceof Scored scored) {
                entries.add(Json.quote(id) + ": {\"score\": " + scored.score() + ", \"explanation\": "
                        + Json.quote(scored.explanation()) + "}");
            }
        });
        Judgement second = one.parser().parse("{" + String.join(", ", entries) + "}");
        assertThat(second.scores()).isEqualTo(first.scores());
    }

    @Property(tries = 500, seed = "7")
    void theOrderOfTheMetricsAskedDoesNotMatter(@ForAll("mutated") Case one) {
        List<Metric> reversed = new ArrayList<>(one.asked());
        Collections.reverse(reversed);
        assertThat(JudgeReplyParser.forMetrics(reversed).parse(one.reply()).byMetric())
                .isEqualTo(one.parser().parse(one.reply()).byMetric());
    }
}
