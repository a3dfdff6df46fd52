package esrp.prompts;

import esrp.core.Metric;
import esrp.prompts.ChatResponse.FinishReason;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says, knowing nothing of the parser, whether a score can have been taken from a text. Slow and simple:
 *
 * <ul>
 *   <li>the score must stand there as a number of its own, and between it and some mention of its metric no other metric
 *       may be mentioned;
 *   <li>the score must follow its digit: in a text where 2 and 3 have changed places, it is the other one, or what it
 *       was if the text says it in words.
 * </ul>
 */
final class InventionCheck {
    private static final String[] WORDS = {"zero", "one", "two", "three", "four", "five"};
    private static final String[] NUMERALS = {"零", "一", "二|两", "三", "四", "五"};

    private static final char UNSEEN = 1;

    /** A string that is an explanation and nothing else: what it mentions is beside the point. */
    private static final Pattern EXPLANATION = Pattern.compile(
            "\"(?:explanation|reason|rationale|comment|解释|理由|说明|原因)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"(?=\\s*[,}])");

    private static final String JOINT = "[\\s\\x01\"'“”‘’*_`」]*[:：=|(（>→—\\-,，{\\[]";

    private static final Pattern ESCAPES = Pattern.compile("\\\\+u([0-9a-fA-F]{4})");
    private static final Pattern WORDS_OF_TWO_AND_THREE = Pattern.compile("two|three|[二三两兩]");
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private InventionCheck() {}

    /** A sentence that says what is wrong; empty if each score is really in the text. */
    static Optional<String> complaint(String text, List<Metric> asked, Judgement judgement) {
        String plain = plain(text);
        for (Map.Entry<String, Integer> entry : judgement.scores().entrySet()) {
            Metric metric = Metric.find(asked, entry.getKey()).orElseThrow();
            if (!metric.scale().contains(entry.getValue())) {
                return Optional.of(entry + " is outside the scale");
            }
            List<int[]> tokens = find(plain, token(entry.getValue()));
            if (tokens.isEmpty()) {
                return Optional.of(entry + ": no such number in the text");
            }
            if (asked.size() > 1 && !belongs(plain, tokens, metric)) {
                return Optional.of(entry + ": no such number goes with the metric");
            }
        }
        return Optional.empty();
    }

    /** A sentence that says which score does not follow its digit; empty if all do. */
    static Optional<String> stubborn(String text, JudgeReplyParser parser, FinishReason finish, Judgement judgement) {
        if (text.contains("\\u")) {
            return Optional.empty(); // digits that are no digits
        }
        Map<String, Integer> swapped = parser.parse(swap(text), finish).scores();
        boolean words = saysInWords(text);
        if (!words && !swapped.keySet().equals(judgement.scores().keySet())) {
            return Optional.of("scored " + judgement.scores() + ", with 2 and 3 swapped " + swapped);
        }
        for (Map.Entry<String, Integer> entry : judgement.scores().entrySet()) {
            int score = entry.getValue();
            int other = score == 2 ? 3 : score == 3 ? 2 : score;
            Integer found = swapped.get(entry.getKey());
            boolean follows = found == null ? words : found == other || (words && found == score);
            if (!follows) {
                return Optional.of(entry + ", with 2 and 3 swapped " + found);
            }
        }
        return Optional.empty();
    }

    private static boolean saysInWords(String text) {
        return WORDS_OF_TWO_AND_THREE.matcher(plain(text)).find();
    }

    private static String swap(String text) {
        StringBuilder swapped = new StringBuilder(text.length());
        text.codePoints().forEach(cp -> {
            int digit = Character.getType(cp) == Character.DECIMAL_DIGIT_NUMBER ? Character.digit(cp, 10) : -1;
            swapped.appendCodePoint(digit == 2 ? cp + 1 : digit == 3 ? cp - 1 : cp);
        });
        return swapped.toString();
    }

    /** The text, as long as it was, with every explanation that is well-formed made illegible. */
    private static String withoutExplanations(String plain) {
        return EXPLANATION
                .matcher(plain)
                .replaceAll(match -> Matcher.quoteReplacement(match.group()
                        .replace(match.group(1), "x".repeat(match.group(1).length()))));
    }

    private static boolean belongs(String plain, List<int[]> tokens, Metric metric) {
        List<int[]> own = find(plain, names(metric));
        List<int[]> others = new ArrayList<>();
        String claims = withoutExplanations(plain);
        for (Metric other : Metric.esrp()) {
            if (!other.id().equals(metric.id())) {
                others.addAll(find(claims, heads(other)));
            }
        }
        // Two names in one line of a table are column heads: what is below them goes with the column.
        boolean heads = plain.lines()
                .anyMatch(line -> (line.contains("|") || line.contains("\t"))
                        && Metric.esrp().stream()
                                        .filter(any -> !find(line, names(any)).isEmpty())
                                        .count()
                                > 1);
        for (int[] name : own) {
            for (int[] token : tokens) {
                int from = Math.min(name[1], token[1]);
                int to = Math.max(name[0], token[0]);
                boolean between = others.stream().anyMatch(other -> other[0] >= from && other[0] < to);
                if (!between || heads) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Pattern token(int score) {
        return PATTERNS.computeIfAbsent("token " + score, any -> newToken(score));
    }

    private static Pattern names(Metric metric) {
        return PATTERNS.computeIfAbsent("names " + metric.id(), any -> newNames(metric, "*"));
    }

    /** A name is the head of something only if a sign that joins it to what follows stands behind it. */
    private static Pattern heads(Metric metric) {
        return PATTERNS.computeIfAbsent(
                "heads " + metric.id(), any -> Pattern.compile("(?:" + newNames(metric, "{0,3}") + ")" + JOINT));
    }

    private static Pattern newToken(int score) {
        return Pattern.compile(
                "(?<![0-9.]\\x01{0,9})[0\\x01]*" + score + "(\\.0*)?(?!\\x01*[0-9])|(?:(?<![a-z])|(?<=\\\\[nrt]))"
                        + WORDS[score] + "(?![a-z])|(?:" + NUMERALS[score] + ")");
    }

    /** The names of a metric, with so many other characters between two letters. */
    private static Pattern newNames(Metric metric, String gap) {
        List<String> all = new ArrayList<>(List.of(metric.id()));
        all.addAll(metric.name().byLanguage().values());
        all.addAll(metric.aliases());
        List<String> patterns = new ArrayList<>();
        for (String name : all) {
            String letters = name.toLowerCase(Locale.ROOT)
                    .codePoints()
                    .filter(Character::isLetterOrDigit)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining("(?:\\\\[nrt]|[^\\p{L}\\p{Nd}])" + gap));
            boolean shortName = name.length() <= 5 && name.charAt(0) < 0x80;
            patterns.add(shortName ? "(?:(?<![a-z])|(?<=\\\\[nrt]))" + letters + "(?![a-z])" : letters);
        }
        return Pattern.compile(String.join("|", patterns));
    }

    private static List<int[]> find(String text, Pattern pattern) {
        List<int[]> found = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(new int[] {matcher.start(), matcher.end()});
        }
        return found;
    }

    /** Escapes resolved, compatibility forms folded, all invisible characters alike, digits of all scripts as ASCII. */
    static String plain(String text) {
        Matcher escapes = ESCAPES.matcher(text);
        String resolved = escapes.replaceAll(
                match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 16))));
        String folded = Normalizer.normalize(resolved, Normalizer.Form.NFKC);
        StringBuilder plain = new StringBuilder();
        folded.codePoints().forEach(cp -> {
            int digit = Character.digit(cp, 10);
            int type = Character.getType(cp);
            boolean invisible = type == Character.FORMAT
                    || cp == 0xFE0F
                    || cp == 0xFE0E
                    || cp == 0x20E3
                    || (Character.isISOControl(cp) && cp != '\n' && cp != '\t' && cp != '\r');
            if (digit >= 0) {
                plain.append((char) ('0' + digit));
            } else {
                plain.appendCodePoint(invisible ? UNSEEN : cp);
            }
        });
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /** For messages. */
    static String show(String text) {
        return Arrays.toString(text.split("(?<=\n)"));
    }
}
