package esrp.prompts.internal;

import esrp.core.Dimension;
import esrp.core.Metric;
import esrp.core.Metrics;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key or a label in a judge's reply means: a metric, its score, its explanation, the place of a metric's name, a
 * mere wrapper, or something else.
 *
 * <p>Metrics are called by id, names and aliases, whatever the case, the width of letters and what stands between words;
 * but an abbreviation such as {@code Cons.} needs its full stop, and one in capitals such as {@code ES} its capitals.
 * Numbering in front, remarks in brackets and the name of the metric's own dimension in front are passed over. A name
 * that two of the metrics asked share means neither.
 */
final class MetricNames {
    enum Role {
        METRIC,
        METRIC_SCORE,
        METRIC_EXPLANATION,
        SCORE,
        EXPLANATION,
        NAME,
        TITLE,
        WRAPPER,
        MAXIMUM,
        OVERALL,
        /** Holds answers that are not the judge's. */
        FOREIGN,
        OTHER
    }

    /**
     * A meaning.
     *
     * @param role what it is
     * @param metric index of the metric; those not asked come after those asked; -1 if there is none
     */
    record Meaning(Role role, int metric) {}

    /** A name: of which metric, and whether it is so short that it must stand apart as it is written. */
    record Name(int metric, String written, boolean isShort) {}

    /** What a whole key or label is, by the first of these that it means. */
    private static final List<Map.Entry<Concept, Role>> ROLES = List.of(
            Map.entry(Concept.SCORE, Role.SCORE),
            Map.entry(Concept.OVERALL, Role.OVERALL),
            Map.entry(Concept.EXPLANATION, Role.EXPLANATION),
            Map.entry(Concept.NAME, Role.NAME),
            Map.entry(Concept.TITLE, Role.TITLE),
            Map.entry(Concept.MAXIMUM, Role.MAXIMUM),
            Map.entry(Concept.WRAPPER, Role.WRAPPER),
            Map.entry(Concept.FINAL, Role.SCORE));

    private static final Meaning NOTHING = new Meaning(Role.OTHER, -1);
    private static final int LONGEST = 80;
    private static final int SHORT = 5;

    private final int asked;
    private final List<Metric> metrics;
    private final Map<String, Name> byKey = new HashMap<>();
    private final Map<String, String> dimensions = new HashMap<>();
    private final Spelling<Name> spellings = new Spelling<>();
    private final Map<String, Meaning> known = new HashMap<>();

    MetricNames(List<Metric> askedMetrics) {
        asked = askedMetrics.size();
        List<Metric> all = new ArrayList<>(askedMetrics);
        Set<String> ids = new HashSet<>();
        askedMetrics.forEach(metric -> ids.add(metric.id()));
        Metrics.esrp().stream().filter(metric -> ids.add(metric.id())).forEach(all::add);
        metrics = List.copyOf(all);
        for (int m = 0; m < metrics.size(); m++) {
            for (String name : names(metrics.get(m))) {
                String key = Fold.key(name);
                Name other = byKey.get(key);
                if (!key.isEmpty() && (other == null || (other.metric != m && m < asked))) {
                    boolean isShort = key.length() <= SHORT && key.charAt(0) < 0x80;
                    byKey.put(key, new Name(other == null ? m : -1, name, isShort));
                }
            }
        }
        byKey.forEach((key, name) -> spellings.put(key.codePoints().toArray(), name));
        for (Dimension dimension : Metrics.dimensions()) {
            dimensions.put(Fold.key(dimension.id()), dimension.id());
            dimension.name().byLanguage().values().forEach(name -> dimensions.put(Fold.key(name), dimension.id()));
        }
        metrics.forEach(metric -> names(metric).forEach(name -> known.put(name, takeApart(name))));
        List.of("score", "explanation", "reason", "metric").forEach(word -> known.put(word, takeApart(word)));
    }

    private static List<String> names(Metric metric) {
        List<String> names = new ArrayList<>(List.of(metric.id()));
        names.addAll(metric.name().byLanguage().values());
        names.addAll(metric.aliases());
        return names;
    }

    Spelling<Name> spellings() {
        return spellings;
    }

    int asked() {
        return asked;
    }

    Metric metric(int index) {
        return metrics.get(index);
    }

    boolean isAsked(int index) {
        return index >= 0 && index < asked;
    }

    /** Whether a name that was read stands apart where it must, with its capitals and its full stop. */
    static boolean isWritten(Name name, String text, int from, int to) {
        if (!name.isShort) {
            return true;
        }
        if ((from > 0 && Fold.isLatin(text.charAt(from - 1)))
                || (to < text.length() && Fold.isLatin(text.charAt(to)))) {
            return false;
        }
        String written = name.written;
        boolean capitals = written.equals(written.toUpperCase(java.util.Locale.ROOT));
        return written.endsWith(".")
                ? to < text.length() && Fold.fold(text.charAt(to)) == '.'
                : !capitals || text.startsWith(written, from);
    }

    /** The metric a text names, all of it; -1 if there is none. */
    int find(String text) {
        if (text.length() > LONGEST) {
            return -1;
        }
        int direct = lookUp(text);
        Brackets brackets = direct >= 0 ? null : Brackets.in(text);
        if (brackets == null) {
            return direct;
        }
        int outside = lookUp(brackets.outside);
        boolean numbering = brackets.outside.codePoints().noneMatch(Character::isLetter);
        return outside >= 0 ? outside : numbering ? lookUp(brackets.inside) : -1;
    }

    private int lookUp(String text) {
        String key = Fold.key(text);
        int digits = 0;
        while (digits < Math.min(3, key.length()) && Character.isDigit(key.charAt(digits))) {
            digits++;
        }
        int found = exactly(text, key);
        found = found >= 0 || digits == 0 ? found : exactly(text, key.substring(digits));
        for (Map.Entry<String, String> dimension :
                found >= 0 ? Set.<Map.Entry<String, String>>of() : dimensions.entrySet()) {
            if (key.startsWith(dimension.getKey())) {
                int rest = exactly(text, key.substring(dimension.getKey().length()));
                if (rest >= 0 && metrics.get(rest).dimension().equals(dimension.getValue())) {
                    return rest;
                }
            }
        }
        return found;
    }

    private int exactly(String text, String key) {
        Name name = byKey.get(key);
        if (name == null || !name.isShort) {
            return name == null ? -1 : name.metric;
        }
        int at = text.toLowerCase(java.util.Locale.ROOT).indexOf(key);
        return at >= 0 && isWritten(name, text, at, at + key.length()) ? name.metric : -1;
    }

    /** What stands outside and inside of the brackets in a text. */
    private record Brackets(String outside, String inside) {
        /** Null if there are none, or if words stand on both sides of them: they are two texts, not one. */
        static @Nullable Brackets in(String text) {
            int open = indexOf(text, '(', '[', 1);
            int close = indexOf(text, ')', ']', -1);
            if (open < 0 || close < open) {
                return null;
            }
            String before = text.substring(0, open);
            String after = text.substring(close + 1);
            boolean split = hasLetter(before) && hasLetter(after);
            return split ? null : new Brackets(before + after, text.substring(open + 1, close));
        }

        private static int indexOf(String text, char one, char two, int step) {
            for (int i = step > 0 ? 0 : text.length() - 1; i >= 0 && i < text.length(); i += step) {
                int folded = Fold.fold(text.charAt(i));
                if (folded == one || folded == two) {
                    return i;
                }
            }
            return -1;
        }

        private static boolean hasLetter(String text) {
            return text.codePoints().anyMatch(Character::isLetter);
        }
    }

    /** What a key or a label means. */
    Meaning meaning(String raw) {
        Meaning usual = known.get(raw);
        return usual != null ? usual : takeApart(raw);
    }

    private Meaning takeApart(String raw) {
        if (raw.length() > LONGEST || raw.isEmpty()) {
            return NOTHING;
        }
        int metric = find(raw);
        Brackets brackets = Brackets.in(raw);
        Tokens words = Tokens.of(raw, spellings);
        if (ScoreText.statesOtherScale(words, 0, words.size(), metrics.get(0).scale())) {
            return new Meaning(Role.OTHER, -1);
        }
        if (words.has(Concept.FOREIGN)) {
            return new Meaning(Role.FOREIGN, metric);
        }
        if (metric >= 0) {
            boolean known = brackets == null || isRemark(brackets, metric);
            return new Meaning(known ? Role.METRIC : Role.OTHER, metric);
        }
        Meaning meaning = plain(raw, words);
        return meaning.role() == Role.OTHER && brackets != null ? plain(brackets.outside, words) : meaning;
    }

    /** Whether brackets hold the same name once more, or the scale: "Consistency (max)" and "Consistency (me)" are no scores. */
    private boolean isRemark(Brackets brackets, int metric) {
        if (lookUp(brackets.outside) < 0
                || lookUp(brackets.inside) == metric
                || dimensions.containsKey(Fold.key(brackets.inside))) {
            return true;
        }
        Tokens words = Tokens.of(brackets.inside, spellings);
        boolean scale = true;
        for (int t = 0; t < words.size(); t++) {
            scale &= words.at(t).kind() != Tokens.Kind.WORD
                    || (t > 0
                            && (words.at(t).is(Concept.UNIT)
                                    || words.at(t).is(Concept.OR)
                                    || words.at(t).is(Concept.SCALE)));
        }
        boolean maximum = words.at(0).is(Concept.MAXIMUM) && words.size() > 1;
        return (scale || maximum)
                && !ScoreText.statesOtherScale(
                        words, 0, words.size(), metrics.get(metric).scale());
    }

    private Meaning plain(String raw, Tokens words) {
        Set<Concept> concepts = Vocabulary.of(raw).concepts();
        for (Map.Entry<Concept, Role> role : ROLES) {
            if (concepts.contains(role.getKey())) {
                return new Meaning(role.getValue(), -1);
            }
        }
        if (words.hasName()) {
            return compound(raw, words);
        }
        boolean wrapper = dimensions.containsKey(Fold.key(raw));
        boolean maximum = words.has(Concept.MAXIMUM) || words.has(Concept.SCALE);
        return new Meaning(wrapper ? Role.WRAPPER : maximum ? Role.MAXIMUM : Role.OTHER, -1);
    }

    /** A metric's name with a word for score or explanation around it: {@code consistency_score}, {@code 一致性理由}. */
    private Meaning compound(String raw, Tokens words) {
        String key = Fold.key(raw);
        for (int cut = 1; cut < key.length(); cut++) {
            for (int part = 0; part < 2; part++) {
                String name = part == 0 ? key.substring(0, cut) : key.substring(cut);
                String rest = part == 0 ? key.substring(cut) : key.substring(0, cut);
                Name found = byKey.get(name);
                Set<Concept> concepts =
                        found == null ? Set.of() : Vocabulary.of(rest).concepts();
                if (found != null && found.metric >= 0 && !concepts.isEmpty() && exactly(raw, name) >= 0) {
                    return concepts.contains(Concept.SCORE) || concepts.contains(Concept.FINAL)
                            ? new Meaning(Role.METRIC_SCORE, found.metric)
                            : concepts.contains(Concept.EXPLANATION)
                                    ? new Meaning(Role.METRIC_EXPLANATION, found.metric)
                                    : concepts.contains(Concept.MAXIMUM)
                                            ? new Meaning(Role.MAXIMUM, -1)
                                            : new Meaning(Role.OTHER, -1);
                }
            }
        }
        return new Meaning(Role.OTHER, words.firstName());
    }

    /** Whether a key may start an object whose opening bracket is missing. */
    boolean isKnownKey(String raw) {
        Role role = meaning(raw).role;
        return role != Role.OTHER && role != Role.WRAPPER && role != Role.OVERALL && role != Role.FOREIGN;
    }
}
