package esrp.prompts;

import esrp.core.Metric;
import esrp.core.Metrics;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Says, knowing nothing of the parser, whether a score can have been taken from a text: the score must stand there as a
 * number of its own, and between it and some mention of its metric no other metric may be mentioned. Slow and simple.
 */
final class InventionCheck {
    private static final String[] WORDS = {"zero", "one", "two", "three", "four", "five"};
    private static final String[] NUMERALS = {"零", "一", "二|两", "三", "四", "五"};

    private static final String JOINT = "[\\s\"'“”‘’*_`」]*[:：=|(（>→—\\-,，{\\[]";

    private InventionCheck() {}

    /** A sentence that says what is wrong; empty if each score is really in the text. */
    static Optional<String> complaint(String text, List<Metric> asked, Judgement judgement) {
        String plain = plain(text);
        for (Map.Entry<String, Integer> entry : judgement.scores().entrySet()) {
            Metric metric = Metrics.find(asked, entry.getKey()).orElseThrow();
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

    private static boolean belongs(String plain, List<int[]> tokens, Metric metric) {
        List<int[]> own = find(plain, names(metric));
        List<int[]> others = new ArrayList<>();
        for (Metric other : Metrics.esrp()) {
            if (!other.id().equals(metric.id())) {
                // A name is the head of something only if a sign that joins it to what follows stands behind it.
                others.addAll(find(plain, Pattern.compile("(?:" + names(other) + ")" + JOINT)));
            }
        }
        // Two names in one line of a table are column heads: what is below them goes with the column.
        boolean heads = plain.lines()
                .anyMatch(line -> (line.contains("|") || line.contains("\t"))
                        && Metrics.esrp().stream()
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
        return Pattern.compile("(?<![0-9.])0*" + score + "(\\.0*)?(?![0-9])|(?<![a-z])" + WORDS[score] + "(?![a-z])|(?:"
                + NUMERALS[score] + ")");
    }

    private static Pattern names(Metric metric) {
        List<String> all = new ArrayList<>(List.of(metric.id()));
        all.addAll(metric.name().byLanguage().values());
        all.addAll(metric.aliases());
        List<String> patterns = new ArrayList<>();
        for (String name : all) {
            String letters = name.toLowerCase(Locale.ROOT)
                    .codePoints()
                    .filter(Character::isLetterOrDigit)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining("[^\\p{L}\\p{Nd}]*"));
            boolean shortName = name.length() <= 5 && name.charAt(0) < 0x80;
            patterns.add(shortName ? "(?<![a-z])" + letters + "(?![a-z])" : letters);
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

    /** Escapes resolved, compatibility forms folded, invisible characters gone, digits of all scripts as ASCII. */
    static String plain(String text) {
        Matcher escapes = Pattern.compile("\\\\+u([0-9a-fA-F]{4})").matcher(text);
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
            } else if (!invisible) {
                plain.appendCodePoint(cp);
            }
        });
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    /** For messages. */
    static String show(String text) {
        return Arrays.toString(text.split("(?<=\n)"));
    }
}
