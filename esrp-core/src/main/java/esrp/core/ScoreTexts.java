package esrp.core;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** Scores as people write them. Each different text is read once for each metric. */
final class ScoreTexts {
    static final int MISSING = -1;
    static final int NOT_A_SCORE = -2;
    static final int OFF_SCALE = -3;
    static final int OFF_GRID = -4;
    /** Added to a level that is not quite what the text says. */
    static final int ROUNDED = 0x100;

    private static final int UNREAD = Integer.MIN_VALUE;
    private static final int MOST = 1 << 17;
    private static final Set<String> MISSING_WORDS =
            Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "—", "–", "/", "缺失", "无");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})(e[+-]?\\d{1,2})?");
    private static final double TOLERANCE = 1e-6;

    private final List<Metric> metrics;
    private final Map<String, Double> values = new HashMap<>();
    private final Set<String> sentinels;
    private final double[] from;
    private final boolean round;
    private final int[][] levels;
    private Interner texts = new Interner();
    /** The codes of single characters, and 1; 0 where there is none yet. */
    private final int[] single = new int[128];

    /** The largest distance between a score and the level it was rounded to. */
    private double shift;

    ScoreTexts(List<Metric> metrics, Map<String, Double> values, Set<String> missing, double[] from, boolean round) {
        this.metrics = metrics;
        values.forEach((text, value) -> this.values.put(plain(text), value));
        this.sentinels = Set.copyOf(missing.stream().map(ScoreTexts::plain).toList());
        this.from = from.clone();
        this.round = round;
        this.levels = new int[metrics.size()][0];
    }

    /** Number of a text, for {@link #level}; good until the next call of {@link #text} after many others. */
    int code(char[] buffer, int offset, int length) {
        if (length == 1 && buffer[offset] < single.length && single[buffer[offset]] > 0) {
            return single[buffer[offset]] - 1;
        }
        if (texts.size() > MOST) {
            texts = new Interner();
            Arrays.fill(single, 0);
            Arrays.setAll(levels, metric -> new int[0]);
        }
        int code = texts.code(buffer, offset, length);
        if (length == 1 && buffer[offset] < single.length) {
            single[buffer[offset]] = code + 1;
        }
        return code;
    }

    int code(String text) {
        return code(text.toCharArray(), 0, text.length());
    }

    String text(int code) {
        return texts.text(code);
    }

    /** The level on the scale of a metric, or one of the negative constants. */
    int level(int metric, int code) {
        int[] known = levels[metric];
        if (code >= known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, Math.max(64, Math.max(code + 1, before * 2)));
            Arrays.fill(known, before, known.length, UNREAD);
            levels[metric] = known;
        }
        if (known[code] == UNREAD) {
            known[code] = read(metrics.get(metric).scale(), texts.text(code));
        }
        return known[code];
    }

    private int read(Scale scale, String text) {
        String plain = plain(text);
        if (sentinels.contains(plain)) {
            return MISSING;
        }
        Double named = values.get(plain);
        if (named == null && MISSING_WORDS.contains(plain)) {
            return MISSING;
        }
        OptionalDouble number = named == null ? number(plain) : OptionalDouble.of(named);
        if (number.isEmpty()) {
            return NOT_A_SCORE;
        }
        if (sentinels.contains(String.valueOf(number.getAsDouble()).replaceAll("\\.0$", ""))) {
            return MISSING;
        }
        double value = scaled(scale, number.getAsDouble());
        if (value < scale.lowest() - TOLERANCE || value > scale.highest() + TOLERANCE) {
            return OFF_SCALE;
        }
        int nearest = scale.nearest(value);
        double off = Math.abs(scale.score(nearest) - value);
        if (off > TOLERANCE) {
            if (!round) {
                return OFF_GRID;
            }
            shift = Math.max(shift, off);
            return nearest | ROUNDED;
        }
        return nearest;
    }

    private double scaled(Scale scale, double value) {
        return from.length == 2
                ? scale.lowest() + (value - from[0]) / (from[1] - from[0]) * (scale.highest() - scale.lowest())
                : value;
    }

    /** The number that a score states, on the scale of a metric. */
    double value(int metric, int code) {
        String plain = plain(texts.text(code));
        Double named = values.get(plain);
        return scaled(metrics.get(metric).scale(), named == null ? number(plain).orElse(Double.NaN) : named);
    }

    /** The largest distance between a score and the level it was rounded to; 0 if none was. */
    double shift() {
        return shift;
    }

    /** The number that a text states: digits with a point, a sign before or not. */
    static OptionalDouble number(String plain) {
        return NUMBER.matcher(plain).matches() ? OptionalDouble.of(Double.parseDouble(plain)) : OptionalDouble.empty();
    }

    /** Half-width, in lower case, without quotes and blanks around. */
    static String plain(String text) {
        String narrow = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        if (narrow.length() > 1 && narrow.startsWith("\"") && narrow.endsWith("\"")) {
            narrow = narrow.substring(1, narrow.length() - 1).strip();
        }
        return narrow.toLowerCase(Locale.ROOT).replace('\u2212', '-');
    }
}
