package esrp.prompts.internal;

import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.internal.RubricFile;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

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
    private static final Pattern CAMEL_CASE = Pattern.compile("(\\p{Ll})(\\p{Lu})");
    private static final int SHORT = 5;

    private final int asked;
    private final List<Metric> metrics;
    private final int unit;
    private final Map<String, Name> byKey = new HashMap<>();
    private final Map<String, String> dimensions = new HashMap<>();
    private final Spelling<Name> spellings = new Spelling<>();

    MetricNames(List<Metric> askedMetrics) {
        asked = askedMetrics.size();
        List<Metric> all = new ArrayList<>(askedMetrics);
        Set<String> ids = new HashSet<>();
        askedMetrics.forEach(metric -> ids.add(metric.id()));
        Metric.esrp().stream().filter(metric -> ids.add(metric.id())).forEach(all::add);
        metrics = List.copyOf(all);
        unit = Grid.unit(askedMetrics).orElse(1);
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
        for (Dimension dimension : RubricFile.esrpDimensions()) {
            dimensions.put(Fold.key(dimension.id()), dimension.id());
            dimension.name().byLanguage().values().forEach(name -> dimensions.put(Fold.key(name), dimension.id()));
        }
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

    Grid grid(int index) {
        return new Grid(metrics.get(index).scale(), unit);
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
        Meaning meaning = meaning(text);
        return meaning.role == Role.METRIC ? meaning.metric : -1;
    }

    /** What a key or a label means. */
    Meaning meaning(String raw) {
        if (raw.length() > LONGEST || raw.isEmpty()) {
            return NOTHING;
        }
        Tokens words = Tokens.of(CAMEL_CASE.matcher(raw).replaceAll("$1 $2"), spellings);
        if (ScoreText.statesOtherScale(words, 0, words.size(), grid(0))) {
            return NOTHING;
        }
        if (words.has(Concept.FOREIGN)) {
            return new Meaning(Role.FOREIGN, -1);
        }
        return words.has(0, words.size(), Tokens.Kind.NAME) ? named(words) : plain(raw, words);
    }

    /**
     * A metric's name, its dimension and the scale beside it passed over, or with a word for score or explanation:
     * {@code consistency_score}, {@code 一致性理由}.
     */
    private Meaning named(Tokens words) {
        int metric = -1;
        boolean one = true;
        boolean number = false;
        boolean score = false;
        boolean explains = false;
        boolean maximum = false;
        StringBuilder others = new StringBuilder();
        for (int t = 0; t < words.size(); t++) {
            Tokens.Token token = words.at(t);
            if (token.kind() == Tokens.Kind.NAME) {
                one &= metric < 0 || metric == token.value();
                metric = token.value();
            } else if (token.is(Concept.SCORE) || token.is(Concept.FINAL)) {
                score = true;
            } else if (token.is(Concept.EXPLANATION)) {
                explains = true;
            } else if (token.is(Concept.MAXIMUM) || token.is(Concept.SCALE) || token.is(Concept.OR)) {
                maximum = true;
            } else if (token.kind() == Tokens.Kind.WORD || token.kind() == Tokens.Kind.GLUED) {
                others.append(words.text(), token.start(), token.end());
            }
            number |= metric >= 0 && token.kind() == Tokens.Kind.NUMBER;
        }
        String dimension = others.isEmpty() ? "" : dimensions.getOrDefault(Fold.key(others.toString()), "?");
        boolean other = !dimension.isEmpty()
                && (metric < 0 || !dimension.equals(metrics.get(metric).dimension()));
        if (!one || metric < 0 || other || (number && !maximum && !score && !isRange(words))) {
            return new Meaning(Role.OTHER, metric);
        }
        return maximum && !number
                ? new Meaning(Role.MAXIMUM, -1)
                : new Meaning(explains ? Role.METRIC_EXPLANATION : score ? Role.METRIC_SCORE : Role.METRIC, metric);
    }

    private boolean isRange(Tokens words) {
        return ScoreText.unaccounted(words, 0, words.size(), grid(0)).isEmpty();
    }

    private Meaning plain(String raw, Tokens words) {
        Set<Concept> concepts = Vocabulary.of(raw).concepts();
        int bracket = Math.max(raw.indexOf('('), raw.indexOf('（'));
        concepts = concepts.isEmpty() && bracket > 0
                ? Vocabulary.of(raw.substring(0, bracket)).concepts()
                : concepts;
        for (Map.Entry<Concept, Role> role : ROLES) {
            if (concepts.contains(role.getKey())) {
                return new Meaning(role.getValue(), -1);
            }
        }
        boolean wrapper = dimensions.containsKey(Fold.key(raw));
        boolean maximum = words.has(Concept.MAXIMUM, Concept.SCALE);
        return new Meaning(wrapper ? Role.WRAPPER : maximum ? Role.MAXIMUM : Role.OTHER, -1);
    }

    /** Whether a key may start an object whose opening bracket is missing. */
    boolean isKnownKey(String raw) {
        Role role = meaning(raw).role;
        return role != Role.OTHER && role != Role.WRAPPER && role != Role.OVERALL && role != Role.FOREIGN;
    }
}
