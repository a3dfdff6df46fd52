package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import esrp.core.internal.OneLine;
import esrp.core.internal.Resources;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one rule of replies: how long a character's reply may be in its language, and what must not be in it.
 *
 * <p>The length is counted in Unicode code points of the reply without the white space around it, as the paper's
 * 50–150 rule is read here: Chinese characters, letters, digits, punctuation and inner spaces count one each. The limits
 * belong to a language: 50 to 150 in Chinese, 150 to 450 in English. Those who know the language of a reply ask
 * {@link #of(String)}; where it is not known, {@link #forReply(String)} goes by the script.
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
 * <p>Each check reads the reply once; time is linear in its length. Immutable and thread-safe. Limits, scripts and words of
 * a language stand in {@code rules/<language>.properties} beside this class.
 */
public final class ReplyRules {
    /** How long text in brackets may be, in code points, to be taken for stage direction. */
    public static final int LONGEST_ASIDE = 60;

    private static final int LONGEST_QUOTE = 30;

    /** Words of all languages, since a reply may mix them. */
    static final List<String> THOUGHTS = new ArrayList<>();

    private static final Map<String, Set<UnicodeScript>> SCRIPTS = new LinkedHashMap<>();
    private static final Map<String, ReplyRules> SHIPPED = new LinkedHashMap<>();

    static {
        for (String language : Languages.shipped()) {
            Properties data = Resources.properties(ReplyRules.class, "rules/" + language + ".properties");
            THOUGHTS.addAll(List.of(data.getProperty("thoughts").split(",")));
            SCRIPTS.put(
                    language,
                    Stream.of(data.getProperty("script").split(","))
                            .map(UnicodeScript::forName)
                            .collect(Collectors.toUnmodifiableSet()));
            SHIPPED.put(
                    language,
                    new ReplyRules(
                            language,
                            Integer.parseInt(data.getProperty("shortest")),
                            Integer.parseInt(data.getProperty("longest")),
                            EnumSet.allOf(Rule.class)));
        }
    }

    private final String language;
    private final int shortest;
    private final int longest;
    private final Set<Rule> rules;

    private ReplyRules(String language, int shortest, int longest, Set<Rule> rules) {
        this.language = language;
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
     * One violation of the rules.
     *
     * @param rule the rule
     * @param start where it begins in the reply, in {@code char}s
     * @param end where it ends, exclusive
     * @param text what stands there; empty for the length rules, which are about the whole
     * @param length the reply's length in code points
     */
    public record Violation(Rule rule, int start, int end, String text, int length) {
        /** Validates. */
        public Violation {
            Checks.notNull("rule", rule, "text", text);
            Checks.rejectIf(start < 0 || end < start, "start, end: %s..%s is not a place in a text", start, end);
        }

        /**
         * What is wrong, for people and for the model that is asked again.
         *
         * @param language a language tag; English where the library does not come with the language
         * @return one sentence without a full stop
         */
        public String describe(String language) {
            Objects.requireNonNull(language, "language");
            return Messages.core()
                    .text(language, "rule." + rule, "length", length, "text", OneLine.of(text, LONGEST_QUOTE));
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
     * {@return the rules of the paper: 50 to 150 code points of Chinese, no inner thoughts or actions, no emoji, no
     * emoticons; the rules of {@code zh}}
     */
    public static ReplyRules withDefaults() {
        return of(Languages.shipped().get(0));
    }

    /**
     * {@return the rules with the limits of a language}
     *
     * @param language a language tag; {@code en-GB} has the limits of {@code en}
     * @throws IllegalArgumentException if no limits are known for the language, naming those that are
     */
    public static ReplyRules of(String language) {
        return find(language)
                .orElseThrow(() -> new IllegalArgumentException("language: no limits of replies are known for \""
                        + language + "\"; languages are " + SHIPPED.keySet()));
    }

    /**
     * The rules with the limits of a language, if they are known.
     *
     * @param language a language tag; {@code en-GB} has the limits of {@code en}
     * @return the rules; empty if no limits are known for the language
     */
    public static Optional<ReplyRules> find(String language) {
        ReplyRules exact = SHIPPED.get(Objects.requireNonNull(language, "language"));
        return Optional.ofNullable(exact == null ? SHIPPED.get(language.split("-", 2)[0]) : exact);
    }

    /**
     * The rules with the limits of the language that a reply is written in, which is the shipped language whose scripts make
     * most of the letters of the reply and at least half; of several, the first.
     *
     * @param reply what a character said
     * @return the rules; those of the first language for a reply without letters; empty if the reply is in none of the
     *     languages
     */
    public static Optional<ReplyRules> forReply(String reply) {
        return languageOf(reply).map(ReplyRules::of);
    }

    /** The language by script; see {@link #forReply}. */
    static Optional<String> languageOf(String reply) {
        Map<UnicodeScript, Integer> letters = new EnumMap<>(UnicodeScript.class);
        reply.codePoints()
                .filter(java.lang.Character::isLetter)
                .forEach(c -> letters.merge(UnicodeScript.of(c), 1, Integer::sum));
        int all = letters.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Integer> written = new LinkedHashMap<>();
        SCRIPTS.forEach((language, scripts) -> written.put(
                language,
                scripts.stream()
                        .mapToInt(script -> letters.getOrDefault(script, 0))
                        .sum()));
        return written.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> 2 * most.getValue() >= all)
                .map(Map.Entry::getKey);
    }

    /** The rules of every shipped language. */
    static List<ReplyRules> shipped() {
        return List.copyOf(SHIPPED.values());
    }

    /** Code points without the white space around. */
    static int length(String reply) {
        String spoken = reply.strip();
        return spoken.codePointCount(0, spoken.length());
    }

    /**
     * {@return a copy with another length}
     *
     * @param fewest the fewest code points allowed; at least 0
     * @param most the most code points allowed; at least {@code fewest} and 1
     */
    public ReplyRules withLength(int fewest, int most) {
        if (fewest < 0 || most < Math.max(1, fewest)) {
            throw new IllegalArgumentException("fewest, most: " + fewest + ".." + most
                    + " is not a length; 0 <= fewest <= most and 1 <= most were expected");
        }
        return new ReplyRules(language, fewest, most, rules);
    }

    /**
     * {@return a copy that does not check one of the rules}
     *
     * @param rule what is no longer checked
     */
    public ReplyRules without(Rule rule) {
        Set<Rule> fewer = EnumSet.copyOf(rules);
        fewer.remove(Objects.requireNonNull(rule, "rule"));
        return new ReplyRules(language, shortest, longest, fewer);
    }

    /** {@return the language whose limits these are} */
    public String language() {
        return language;
    }

    /** {@return the fewest code points a reply may have; at least 0} */
    public int shortest() {
        return shortest;
    }

    /** {@return the most code points a reply may have; at least 1} */
    public int longest() {
        return longest;
    }

    /** {@return the rules that are checked: an unmodifiable set} */
    public Set<Rule> rules() {
        return Collections.unmodifiableSet(rules);
    }

    /**
     * Checks a reply.
     *
     * @param reply what a character said; any text
     * @return every violation: the length first, then the others by place; empty if the reply keeps the rules
     */
    public List<Violation> check(String reply) {
        List<Violation> found = new ArrayList<>();
        int length = length(reply);
        if (length < shortest && rules.contains(Rule.TOO_SHORT)) {
            found.add(new Violation(Rule.TOO_SHORT, 0, reply.length(), "", length));
        }
        if (length > longest && rules.contains(Rule.TOO_LONG)) {
            found.add(new Violation(Rule.TOO_LONG, 0, reply.length(), "", length));
        }
        ReplyMarks.find(reply).stream()
                .filter(mark -> rules.contains(mark.rule()))
                .map(mark -> new Violation(
                        mark.rule(), mark.start(), mark.end(), reply.substring(mark.start(), mark.end()), length))
                .forEach(found::add);
        return List.copyOf(found);
    }

    /** The length and the rules. */
    @Override
    public String toString() {
        return "replies (" + language + ") of " + shortest + ".." + longest + " code points, checked for " + rules;
    }
}
