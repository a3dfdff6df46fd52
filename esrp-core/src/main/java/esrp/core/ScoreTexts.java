package esrp.core;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
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
    private static final Set<String> MISSING_WORDS = Set.copyOf(ImportWords.of("missing"));
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})(e[+-]?\\d{1,2})?");
    /** {@code 4分}, {@code 4/5}: the number, and what follows it. */
    private static final Pattern POINTS =
            Pattern.compile("(.*\\d\\.?)\\s*(?:P|/\\s*(\\d+)(?:\\s*P)?)".replace("P", ImportWords.anyOf("points")));

    private static final Pattern STARS = Pattern.compile("(★+|⭐+)(☆*)");
    /** What a number may stand in, and what is then searched in the text. */
    private static final Map<Pattern, String> REMEDIES = remedies();

    private static final double TOLERANCE = 1e-6;

    private final List<Metric> metrics;
    private final Map<String, Double> values = new HashMap<>();
    private final Set<String> sentinels;
    private final double[] from;
    private final boolean round;
    private final boolean comma;
    private final int[][] levels;
    private Interner texts = new Interner();
    /** The codes of single characters, and 1; 0 where there is none yet. */
    private final int[] single = new int[128];

    /** The largest distance between a score and the level it was rounded to. */
    private double shift;

    ScoreTexts(List<Metric> metrics, RatingImport mapping) {
        this.metrics = metrics;
        Map<String, Double> values = mapping.map("values");
        values.forEach((text, value) -> this.values.put(plain(text), value));
        this.sentinels = Set.copyOf(
                mapping.list("missing").stream().map(ScoreTexts::plain).toList());
        Map<String, List<Double>> scale = mapping.map("scale");
        this.from = scale.getOrDefault("from", List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        this.round = mapping.rounded();
        this.comma = mapping.text("decimal").filter(","::equals).isPresent();
        this.levels = new int[metrics.size()][0];
    }

    private static Map<Pattern, String> remedies() {
        Map<Pattern, String> remedies = new LinkedHashMap<>();
        remedies.put(Pattern.compile("[+-]?\\d+,\\d{1,2}"), "\"decimal\": \",\"");
        remedies.put(Pattern.compile("[\\d.]+ ?%"), "\"find\": \"{score}%\", \"scale\": {\"from\": [0, 100]}");
        remedies.put(Pattern.compile("[\\d.]+ ?/ ?(\\d+)"), "\"find\": \"{score}/$1\", \"scale\": {\"from\": [0, $1]}");
        remedies.put(Pattern.compile("[\\d.]+( ?[-–—:=] ?)\\p{L}.*"), "\"find\": \"{score}$1{_}\"");
        remedies.put(Pattern.compile("[^\\p{N}(\\[]*([(\\[]+)[\\d.]+([)\\]]+)\\P{N}*"), "\"find\": \"$1{score}$2\"");
        remedies.put(Pattern.compile("([\\p{L} ]+: ?)[\\d.]+\\P{N}*"), "\"find\": \"$1{score}\"");
        remedies.put(Pattern.compile("(.{1,40})"), "\"values\": {\"$1\": ?}");
        return remedies;
    }

    /** What of a mapping would read a text that is no number as it stands. */
    String remedy(int code) {
        String text = texts.text(code).strip().replace("\"", "\\\"");
        return REMEDIES.entrySet().stream()
                .map(known -> Map.entry(known.getKey().matcher(text), known.getValue()))
                .filter(known -> known.getKey().matches())
                .map(known -> known.getKey().replaceFirst(known.getValue()))
                .findFirst()
                .orElse("\"values\": {}");
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
        if (named == null && (plain.isEmpty() || MISSING_WORDS.contains(plain))) {
            return MISSING;
        }
        OptionalDouble number = named == null ? stated(scale, plain) : OptionalDouble.of(named);
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
        Scale scale = metrics.get(metric).scale();
        return scaled(scale, named == null ? stated(scale, plain).orElse(Double.NaN) : named);
    }

    /** The largest distance between a score and the level it was rounded to; 0 if none was. */
    double shift() {
        return shift;
    }

    /** A number, with its unit or the highest score behind it, or as many stars. */
    private OptionalDouble stated(Scale scale, String plain) {
        Matcher stars = STARS.matcher(plain);
        if (stars.matches()) {
            boolean all = stars.group(2).isEmpty() || plain.length() == scale.highest();
            return all ? OptionalDouble.of(stars.group(1).length()) : OptionalDouble.empty();
        }
        Matcher points = POINTS.matcher(plain);
        boolean suffixed =
                points.matches() && (points.group(2) == null || Double.parseDouble(points.group(2)) == scale.highest());
        String digits = suffixed ? points.group(1) : plain;
        return number(comma ? digits.replace(',', '.') : digits);
    }

    /** The number that a text states: digits with a point, a sign before or not. */
    static OptionalDouble number(String plain) {
        return NUMBER.matcher(plain).matches() ? OptionalDouble.of(Double.parseDouble(plain)) : OptionalDouble.empty();
    }

    /** Half-width, in lower case, without quotes and blanks around, and without what asks for an emoji. */
    static String plain(String text) {
        String narrow = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        if (narrow.length() > 1 && narrow.startsWith("\"") && narrow.endsWith("\"")) {
            narrow = narrow.substring(1, narrow.length() - 1).strip();
        }
        return narrow.toLowerCase(Locale.ROOT).replace('\u2212', '-').replace("\ufe0f", "");
    }
}
