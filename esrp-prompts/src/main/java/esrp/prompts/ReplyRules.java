package esrp.prompts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks a character's reply against the rules of the role-play prompt: its length, and what must not be in it.
 *
 * <p>The length is counted in Unicode code points of the reply without the white space around it, as the paper's
 * 50–150 rule is read here: Chinese characters, letters, digits, punctuation and inner spaces count one each.
 *
 * <p>What is found, and how:
 *
 * <ul>
 *   <li>{@link Rule#INNER_THOUGHT}, {@link Rule#ACTION}: text of at most {@value #LONGEST_ASIDE} code points in brackets
 *       or between asterisks, which in a spoken reply is stage direction: {@code （叹气）}, {@code (smiles)},
 *       {@code *nods*}, {@code 【沉默】}, {@code [pause]}. It is called a thought if it speaks of thinking
 *       ({@code 心想}, {@code 内心}, {@code thinks}), otherwise an action. Not stage direction: brackets that hold
 *       digits and signs alone, {@code **bold**}, and a {@code *} that encloses nothing.
 *   <li>{@link Rule#EMOJI}: a code point with emoji presentation, or a symbol followed by the emoji variation
 *       selector; a sequence (joiner, skin tone, flag, keycap) counts once. Variation selectors and joiners left over
 *       without their emoji count too.
 *   <li>{@link Rule#EMOTICON}: Western sideways faces such as {@code :-)}, {@code ;D}, {@code <3}, {@code T_T},
 *       {@code orz}.
 *   <li>{@link Rule#KAOMOJI}: upright faces such as {@code (^_^)}, {@code (╯°□°)╯}, {@code (｡•́︿•̀｡)}: short
 *       brackets that hold signs of the kind faces are drawn with and next to no words; and the unbracketed
 *       {@code ^_^}, {@code >_<}.
 * </ul>
 *
 * <p>Each check reads the reply once; time is linear in its length. Immutable and thread-safe.
 */
public final class ReplyRules {
    /** How long text in brackets may be, in code points, to be taken for stage direction. */
    public static final int LONGEST_ASIDE = 60;

    private static final ReplyRules DEFAULTS = new ReplyRules(50, 150, EnumSet.allOf(Rule.class));

    private final int shortest;
    private final int longest;
    private final Set<Rule> rules;

    private ReplyRules(int shortest, int longest, Set<Rule> rules) {
        this.shortest = shortest;
        this.longest = longest;
        this.rules = rules;
    }

    /** What a reply must not do. */
    public enum Rule {
        /** It has fewer code points than allowed. */
        TOO_SHORT,
        /** It has more code points than allowed. */
        TOO_LONG,
        /** It tells what the character thinks instead of says. */
        INNER_THOUGHT,
        /** It describes an action, a look or a tone. */
        ACTION,
        /** It holds an emoji. */
        EMOJI,
        /** It holds a sideways face. */
        EMOTICON,
        /** It holds an upright face. */
        KAOMOJI
    }

    /**
     * One breach of the rules.
     *
     * @param rule the rule
     * @param start where it begins in the reply, in {@code char}s
     * @param end where it ends, exclusive
     * @param text what stands there; empty for the length rules, which are about the whole
     * @param length the reply's length in code points
     */
    public record Violation(Rule rule, int start, int end, String text, int length) {
        /**
         * Validates.
         *
         * @param rule the rule
         * @param start where it begins in the reply, in {@code char}s
         * @param end where it ends, exclusive
         * @param text what stands there; empty for the length rules, which are about the whole
         * @param length the reply's length in code points
         */
        public Violation {
            Objects.requireNonNull(rule, "rule");
            Objects.requireNonNull(text, "text");
            if (start < 0 || end < start) {
                throw new IllegalArgumentException("start, end: " + start + ".." + end + " is not a place in a text");
            }
        }

        /**
         * What is wrong, for people and for the model that is asked again.
         *
         * @param language {@code zh} for Chinese; anything else is answered in English
         * @return one sentence
         */
        public String describe(String language) {
            boolean zh = language.equals("zh") || language.startsWith("zh-");
            String quoted = zh ? "“" + Texts.oneLine(text, 30) + "”" : "\"" + Texts.oneLine(text, 30) + "\"";
            return switch (rule) {
                case TOO_SHORT -> zh ? "太短：只有" + length + "个字" : "too short: only " + length + " characters";
                case TOO_LONG -> zh ? "太长：有" + length + "个字" : "too long: " + length + " characters";
                case INNER_THOUGHT -> (zh ? "写了内心独白：" : "tells inner thoughts: ") + quoted;
                case ACTION -> (zh ? "写了动作或神态：" : "describes an action or a look: ") + quoted;
                case EMOJI -> (zh ? "用了表情符号：" : "uses an emoji: ") + quoted;
                case EMOTICON, KAOMOJI -> (zh ? "用了颜文字：" : "uses an emoticon: ") + quoted;
            };
        }

        /** The English description with its place. */
        @Override
        public String toString() {
            return rule == Rule.TOO_SHORT || rule == Rule.TOO_LONG
                    ? describe("en")
                    : describe("en") + " at " + start + ".." + end;
        }
    }

    /**
     * The rules of the paper: 50 to 150 code points, no inner thoughts or actions, no emoji, no emoticons.
     *
     * @return the rules
     */
    public static ReplyRules withDefaults() {
        return DEFAULTS;
    }

    /**
     * The same rules with another length.
     *
     * @param fewest the fewest code points allowed; at least 0
     * @param most the most code points allowed; at least {@code fewest} and 1
     * @return a copy
     */
    public ReplyRules withLength(int fewest, int most) {
        if (fewest < 0 || most < Math.max(1, fewest)) {
            throw new IllegalArgumentException("fewest, most: " + fewest + ".." + most
                    + " is not a length; 0 <= fewest <= most and 1 <= most were expected");
        }
        return new ReplyRules(fewest, most, rules);
    }

    /**
     * The same rules but one.
     *
     * @param rule what is no longer checked
     * @return a copy
     */
    public ReplyRules without(Rule rule) {
        Set<Rule> fewer = EnumSet.copyOf(rules);
        fewer.remove(Objects.requireNonNull(rule, "rule"));
        return new ReplyRules(shortest, longest, fewer);
    }

    /**
     * The fewest code points a reply may have.
     *
     * @return at least 0
     */
    public int shortest() {
        return shortest;
    }

    /**
     * The most code points a reply may have.
     *
     * @return at least 1
     */
    public int longest() {
        return longest;
    }

    /**
     * The rules that are checked.
     *
     * @return an unmodifiable set
     */
    public Set<Rule> rules() {
        return Collections.unmodifiableSet(rules);
    }

    /**
     * Checks a reply.
     *
     * @param reply what a character said; any text
     * @return every breach: the length first, then the others by place; empty if the reply keeps the rules
     */
    public List<Violation> check(String reply) {
        List<Violation> found = new ArrayList<>();
        String spoken = reply.strip();
        int length = spoken.codePointCount(0, spoken.length());
        if (length < shortest && rules.contains(Rule.TOO_SHORT)) {
            found.add(new Violation(Rule.TOO_SHORT, 0, reply.length(), "", length));
        }
        if (length > longest && rules.contains(Rule.TOO_LONG)) {
            found.add(new Violation(Rule.TOO_LONG, 0, reply.length(), "", length));
        }
        List<Violation> marks = new ArrayList<>();
        for (ReplyMarks.Mark mark : ReplyMarks.find(reply)) {
            if (rules.contains(mark.rule())) {
                marks.add(new Violation(
                        mark.rule(), mark.start(), mark.end(), reply.substring(mark.start(), mark.end()), length));
            }
        }
        marks.sort(Comparator.comparingInt(Violation::start));
        found.addAll(marks);
        return List.copyOf(found);
    }

    /** The length and the rules. */
    @Override
    public String toString() {
        return "replies of " + shortest + ".." + longest + " code points, checked for " + rules;
    }
}
