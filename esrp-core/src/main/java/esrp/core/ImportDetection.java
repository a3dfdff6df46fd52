package esrp.core;

import esrp.core.internal.Utf8Reader;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds out which mapping a file needs, by its columns or keys and its first values. */
final class ImportDetection {
    private static final List<List<String>> PAIRS = List.of(
            List.of("modela", "modelb"),
            List.of("model1", "model2"),
            List.of("generator1", "generator2"),
            List.of("output1", "output2"),
            List.of("responsea", "responseb"),
            List.of("answera", "answerb"),
            List.of("assistanta", "assistantb"));
    private static final Set<String> VERDICTS = Set.of(
            "winner", "preference", "g1winner", "g2winner", "winnertie", "choice", "chosen", "preferred", "vote");
    private static final Set<String> WRAPPERS = Set.of("rating", "number", "choices", "value", "text");
    /** Where a name may begin or end in a header: between letters or digits and others, and between scripts. */
    private static final Pattern EDGE = Pattern.compile(
            "(?<![\\p{L}\\p{N}])(?=[\\p{L}\\p{N}])|(?<=[\\p{L}\\p{N}])(?![\\p{L}\\p{N}])|(?<=\\p{IsHan})(?!\\p{IsHan})|(?<!\\p{IsHan})(?=\\p{IsHan})|(?="
                    + ImportWords.anyOf("score") + "$)");

    private static final Pattern RANGE =
            Pattern.compile("(\\d{1,3}) ?(?:[-–~]|" + ImportWords.anyOf("to") + ") ?(\\d{1,3})");
    /** What stands beside the name of a metric where a column holds no scores of raters. */
    private static final Pattern STATISTIC = Pattern.compile(ImportWords.anyOf("statistic"));

    private static final int LONG = 200;
    private static final Pattern ONE_HOT = Pattern.compile("(.+?)([^\\p{L}\\p{N}]+)(\\d{1,3})");
    private static final Set<String> ROWS = Set.of(
            "*",
            "row",
            "data",
            "item",
            "sample",
            "example",
            "doc",
            "task",
            "question",
            "dialogue",
            "dialog",
            "scenario",
            "conversation",
            "metadata",
            "meta",
            "inputs",
            "input");
    private static final String UNKNOWN = "?";
    private static final int SHOWN = 20;

    private final Path file;
    private final ImportSample sample;
    private final List<Metric> metrics;

    private ImportDetection(Path file, ImportSample sample, List<Metric> metrics) {
        this.file = file;
        this.sample = sample;
        this.metrics = metrics;
    }

    static ImportDetection of(Path file, RatingImport given, List<Metric> metrics) {
        return new ImportDetection(file, ImportSample.of(file, given), metrics);
    }

    /** What fits by itself. */
    RatingImport mapping() {
        return fitting().orElseThrow(this::unknown);
    }

    /** What fits by itself; empty if nothing does. */
    Optional<RatingImport> fitting() {
        refusePreferences(file, sample);
        List<RatingImport.Preset> fitting = RatingImport.Presets.ALL.values().stream()
                .filter(preset -> preset.fingerprint().stream().allMatch(this::has))
                .toList();
        int most = fitting.stream()
                .mapToInt(preset -> preset.fingerprint().size())
                .max()
                .orElse(0);
        List<RatingImport.Preset> best = fitting.stream()
                .filter(preset -> preset.fingerprint().size() == most)
                .toList();
        RatingImport guess = guess().build();
        boolean own =
                Stream.of(Coordinate.values()).filter(part -> !part.optional()).allMatch(part -> has(part.key()));
        if (best.isEmpty() || own) {
            if (!isCertain(guess)) {
                return Optional.empty();
            }
            return Optional.of(
                    own && !titled() && sample.form() != ImportSample.Form.MATRIX ? RatingImport.OWN : guess);
        }
        if (best.size() > 1) {
            throw new DatasetFormatException(DataCode.SEVERAL_PRESETS.at(
                    Finding.Place.of(file),
                    "presets",
                    best.stream().map(RatingImport.Preset::name).toList()));
        }
        return Optional.of(best.get(0).mapping());
    }

    /** What the names of columns are taken for. */
    private static List<String> across(RatingImport guess) {
        return guess.list("cells").stream()
                .flatMap(template -> new ImportPath(template).step(0).holes().stream())
                .filter(hole -> !hole.equals(Coordinate.METRIC.key()))
                .toList();
    }

    private boolean titled() {
        return sample.findings().stream().anyMatch(finding -> finding.code() == DataCode.TITLE_ROWS);
    }

    /** Whether nothing is left open, and no name of a column was taken for one of a rater or candidate. */
    private static boolean isCertain(RatingImport guess) {
        return !guess.toJson().contains("\"" + UNKNOWN + "\"")
                && guess.list("cells").stream()
                        .noneMatch(template -> template.contains("{rater}") || template.contains("{candidate}"));
    }

    private DatasetFormatException unknown() {
        Finding.Place place = Finding.Place.of(file);
        List<String> columns = shown(sample.columns());
        if (columns.isEmpty()) {
            return new DatasetFormatException(DataCode.EMPTY_FILE.at(place, "expected", RatingImport.HEADER));
        }
        RatingImport guess = proposal();
        List<String> unknown = Coordinate.keys().stream()
                .filter(part -> guess.list(part).contains(UNKNOWN))
                .toList();
        return new DatasetFormatException(DataCode.UNKNOWN_LAYOUT.at(
                place,
                "columns",
                columns,
                "unknown",
                !unknown.isEmpty() ? unknown : isCertain(guess) ? List.of("header") : across(guess),
                "mapping",
                guess.toJson()));
    }

    /** What may fit; where names over two rows explain more, those. */
    RatingImport proposal() {
        RatingImport guess = guess().build();
        if (sample.form() == ImportSample.Form.TABLE
                && sample.headerRows() == 1
                && guess.toJson().contains(UNKNOWN)) {
            int first = Math.max(0, sample.linesBefore()) + 1;
            RatingImport two = RatingImport.builder().header(first, first + 1).build();
            RatingImport joined =
                    of(file, two, metrics).guess().header(first, first + 1).build();
            boolean scored = !guess.list("cells").isEmpty()
                    || guess.sources(Coordinate.SCORE).stream().anyMatch(source -> !source.equals(UNKNOWN));
            if (!joined.list("cells").isEmpty() && !scored) {
                return joined;
            }
        }
        return guess;
    }

    private boolean has(String source) {
        ImportPath path = new ImportPath(source);
        return sample.columns().stream()
                .anyMatch(column -> path.match(steps(sample, column)).isPresent());
    }

    private static List<String> steps(ImportSample sample, String column) {
        return sample.form() == ImportSample.Form.JSON && column.startsWith("/")
                ? ImportJson.steps(column)
                : List.of(column.strip());
    }

    private static List<String> shown(List<String> names) {
        Stream<String> first = names.stream().limit(SHOWN).map(name -> "\"" + name.strip() + "\"");
        return (names.size() > SHOWN ? Stream.concat(first, Stream.of("…")) : first).toList();
    }

    private static void refusePreferences(Path file, ImportSample sample) {
        Set<String> keys = new HashSet<>();
        sample.columns().forEach(column -> keys.add(key(last(sample, column))));
        for (List<String> pair : PAIRS) {
            if (keys.containsAll(pair) && keys.stream().anyMatch(VERDICTS::contains)) {
                List<String> columns = sample.columns().stream()
                        .filter(column -> pair.contains(key(last(sample, column)))
                                || VERDICTS.contains(key(last(sample, column))))
                        .toList();
                throw new DatasetFormatException(
                        DataCode.PREFERENCES.at(Finding.Place.of(file), "columns", shown(columns)));
            }
        }
    }

    private static String last(ImportSample sample, String column) {
        List<String> steps = steps(sample, column);
        return steps.get(steps.size() - 1);
    }

    private static String key(String header) {
        return Normalizer.normalize(header, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^\\d+[.、)]\\s*(?=\\D)", "")
                .replaceAll("[\\s_.\\-]", "");
    }

    // ---- guessing ----

    private RatingImport.Builder guess() {
        RatingImport.Builder builder = RatingImport.builder();
        Set<String> used = new LinkedHashSet<>();
        if (sample.form() == ImportSample.Form.TABLE && sample.columns().size() == 1) {
            builder.delimiter(UNKNOWN.charAt(0));
        }
        List<String> columns = patterns(sample);
        List<String> cells = cells(columns, used);
        Optional<Coordinate> across = cells.isEmpty() ? across(columns) : Optional.empty();
        across.ifPresent(part -> {
            builder.cells("{" + part.key() + "}");
            unexplained(columns).forEach(name -> builder.name(part.key(), name, name));
        });
        for (Coordinate part : Coordinate.values()) {
            boolean ofCell = part == Coordinate.METRIC || part == Coordinate.SCORE;
            boolean hole = cells.stream().anyMatch(template -> template.contains("{" + part.key() + "}"));
            if (across.filter(any -> any == part || part == Coordinate.SCORE).isPresent()
                    || hole
                    || (ofCell && !cells.isEmpty())) {
                continue;
            }
            Optional<String> found = alias(part, columns, used);
            found.ifPresentOrElse(column -> builder.set(part.key(), column), () -> {
                if (part == Coordinate.CHARACTER) {
                    builder.character("=-");
                } else if (!part.optional()) {
                    builder.set(part.key(), UNKNOWN);
                }
            });
        }
        if (!cells.isEmpty()) {
            builder.cells(cells.toArray(String[]::new));
        }
        return builder;
    }

    /** What columns of numbers that nothing else explains are: raters or candidates, where no column says those, nor scores. */
    private Optional<Coordinate> across(List<String> columns) {
        boolean said = sample.form() == ImportSample.Form.JSON
                || alias(Coordinate.METRIC, columns, Set.of()).isEmpty()
                || alias(Coordinate.SCORE, columns, Set.of()).isPresent()
                || unexplained(columns).isEmpty();
        return said
                ? Optional.empty()
                : Stream.of(Coordinate.RATER, Coordinate.CANDIDATE)
                        .filter(part -> alias(part, columns, Set.of()).isEmpty())
                        .findFirst();
    }

    private List<String> unexplained(List<String> columns) {
        Set<String> explained = new HashSet<>();
        for (Coordinate part : Coordinate.values()) {
            alias(part, columns, Set.of()).ifPresent(explained::add);
        }
        return IntStream.range(0, columns.size())
                .filter(c -> !explained.contains(columns.get(c).strip()))
                .filter(c -> holdsScores(c, metrics.get(0)))
                .mapToObj(c -> columns.get(c).strip())
                .toList();
    }

    /** Whether a column holds nothing but scores of a metric, as far as was looked. */
    private boolean holdsScores(int column, Metric metric) {
        ScoreTexts scores =
                new ScoreTexts(List.of(metric), RatingImport.builder().rounded().build());
        return !sample.example(column).isBlank()
                && sample.rows().stream()
                        .filter(row -> row.size() > column)
                        .allMatch(row -> scores.level(0, scores.code(row.get(column))) >= ScoreTexts.MISSING);
    }

    /** Columns; of pointers those that stand for all elements. */
    private static List<String> patterns(ImportSample sample) {
        if (sample.form() != ImportSample.Form.JSON) {
            return sample.columns();
        }
        return sample.columns().stream()
                .map(ImportDetection::patterns)
                .distinct()
                .toList();
    }

    private static String patterns(String pointer) {
        return pointer.replaceAll("/\\d+(?=/|$)", "/*");
    }

    /** Templates of the columns whose header is a metric, alone or with one of its scores. */
    private List<String> cells(List<String> columns, Set<String> used) {
        Set<String> templates = new LinkedHashSet<>();
        List<String> scored = new ArrayList<>();
        for (String column : columns) {
            List<String> steps = steps(sample, column);
            String header = steps.get(steps.size() - 1);
            String pointer = column;
            if (steps.size() > 1
                    && ImportJson.WRAPPERS.contains(header)
                    && Metric.find(metrics, steps.get(steps.size() - 2)).isPresent()) {
                header = steps.get(steps.size() - 2);
                pointer = column.substring(0, column.lastIndexOf('/'));
            }
            String before =
                    sample.form() == ImportSample.Form.JSON ? pointer.substring(0, pointer.lastIndexOf('/') + 1) : "";
            Matcher oneHot = ONE_HOT.matcher(header);
            if (Metric.find(metrics, header).isPresent()) {
                scored.add(column);
                templates.add(before + "{metric}");
            } else if (oneHot.matches()
                    && Metric.find(metrics, oneHot.group(1)).isPresent()
                    && chooses(column, oneHot.group(3))) {
                scored.add(column);
                templates.add(before + "{metric}" + oneHot.group(2) + "{score}");
            }
        }
        boolean long_ = alias(Coordinate.METRIC, columns, Set.of()).isPresent()
                && alias(Coordinate.SCORE, columns, Set.of()).isPresent();
        if (scored.isEmpty() && !long_) {
            decorated(templates, scored);
        }
        if (scored.isEmpty() || long_) {
            return List.of();
        }
        used.addAll(scored);
        return List.copyOf(templates);
    }

    /** Whether a column says yes and no to a score, as far as was looked. */
    private boolean chooses(String column, String score) {
        int c = sample.columns().indexOf(column);
        return c < 0
                || sample.rows().stream()
                        .filter(row -> row.size() > c)
                        .allMatch(row -> ImportRun.says(row.get(c), score));
    }

    /** Columns of scores whose header holds the name of a metric beside other text. */
    private void decorated(Set<String> templates, List<String> scored) {
        Map<String, String> byMetric = new HashMap<>();
        boolean twice = false;
        for (int c = 0; c < sample.columns().size() && sample.columns().size() < LONG; c++) {
            String column = sample.columns().get(c).strip();
            boolean json = sample.form() == ImportSample.Form.JSON;
            int from = json ? column.lastIndexOf('/') + 1 : 0;
            String header = column.substring(from);
            boolean source = !json && (header.startsWith("/") || header.startsWith("=") || header.contains("#/"));
            Optional<MatchedName> name = source || header.contains("{") ? Optional.empty() : name(header);
            if (name.isEmpty()
                    || STATISTIC.matcher(header.toLowerCase(Locale.ROOT)).find()
                    || !holdsScores(c, name.get().metric)
                    || isOtherScale(header, name.get().metric)) {
                continue;
            }
            String before = json ? patterns(column.substring(0, from)) : "";
            String template =
                    before + header.substring(0, name.get().start) + "{metric}" + header.substring(name.get().end);
            String other = byMetric.put(name.get().metric.id(), template);
            twice |= other != null && !other.equals(template);
            templates.add(template);
            scored.add(json ? patterns(column) : column);
        }
        if (twice) {
            Optional<String> rater = byRater(templates);
            templates.clear();
            rater.ifPresentOrElse(templates::add, scored::clear);
        }
    }

    /** Whether a header names a range that is not that of the metric. */
    private static boolean isOtherScale(String header, Metric metric) {
        Matcher range = RANGE.matcher(header);
        return range.find()
                && (Double.parseDouble(range.group(1)) != metric.scale().lowest()
                        || Double.parseDouble(range.group(2)) != metric.scale().highest());
    }

    /** One template with a rater for several that differ only in what stands before or behind a separator. */
    private static Optional<String> byRater(Set<String> templates) {
        Set<String> common = new HashSet<>();
        templates.forEach(template -> common.add(
                template.matches(".*\\{metric}[_.: -]\\w+")
                        ? template.replaceAll("(\\{metric}[_.: -])\\w+$", "$1{rater}")
                        : template.replaceAll("^[^_.: -]+([_.: -]+\\{metric})", "{rater}$1")));
        String one = common.iterator().next();
        return common.size() == 1 && one.contains("{rater}") ? Optional.of(one) : Optional.empty();
    }

    /** A metric, and where a text names it. */
    private record MatchedName(Metric metric, int start, int end) {
        long letters(String text) {
            return text.substring(start, end)
                    .codePoints()
                    .filter(java.lang.Character::isLetterOrDigit)
                    .count();
        }
    }

    /** The metric that a text names, if it names one: by the longest of its names, and that alone. */
    private Optional<MatchedName> name(String text) {
        int[] edges = EDGE.matcher(text).results().mapToInt(MatchResult::start).toArray();
        List<MatchedName> found = new ArrayList<>();
        for (int start : edges.length > LONG ? new int[0] : edges) {
            for (int end : edges) {
                if (end > start && end - start < text.length()) {
                    Metric.find(metrics, text.substring(start, end))
                            .ifPresent(metric -> found.add(new MatchedName(metric, start, end)));
                }
            }
        }
        Optional<MatchedName> longest = found.stream()
                .max(Comparator.comparingLong((MatchedName name) -> name.letters(text))
                        .thenComparingInt(name -> name.start - name.end));
        return longest.filter(best -> found.stream()
                .allMatch(name -> name.metric.equals(best.metric) || (name.start < best.end && best.start < name.end)));
    }

    /** The column that is called like a part; of several the one whose usual name comes first, of pointers the shortest. */
    private Optional<String> alias(Coordinate part, List<String> columns, Set<String> used) {
        return alias(sample, part, columns, used)
                .or(() -> part == Coordinate.METRIC ? namesOfMetrics(columns) : Optional.empty());
    }

    /** The column that holds nothing but names of metrics, as far as was looked. */
    private Optional<String> namesOfMetrics(List<String> columns) {
        return columns.stream()
                .filter(column -> {
                    List<String> texts = IntStream.range(0, sample.columns().size())
                            .filter(c -> patterns(sample.columns().get(c)).equals(column)
                                    || sample.columns().get(c).equals(column))
                            .boxed()
                            .flatMap(c -> sample.rows().stream()
                                    .filter(row -> row.size() > c)
                                    .map(row -> row.get(c)))
                            .filter(text -> !text.isBlank())
                            .toList();
                    return !texts.isEmpty()
                            && texts.stream()
                                    .allMatch(text -> Metric.find(metrics, text).isPresent());
                })
                .map(String::strip)
                .findFirst();
    }

    private static Optional<String> alias(
            ImportSample sample, Coordinate part, List<String> columns, Set<String> used) {
        for (UnaryOperator<String> form : List.<UnaryOperator<String>>of(name -> name, ImportDetection::lastWord)) {
            for (String alias : RatingImport.Presets.ALIASES.getOrDefault(part.key(), List.of())) {
                for (String column : columns) {
                    List<String> steps = steps(sample, column);
                    String name = steps.get(steps.size() - 1);
                    String source = sample.form() == ImportSample.Form.JSON ? column : column.strip();
                    if (part == Coordinate.SCORE
                            && steps.size() > 1
                            && WRAPPERS.contains(name)
                            && !steps.get(steps.size() - 2).equals("*")) {
                        name = steps.get(steps.size() - 2);
                        source = column.substring(0, column.lastIndexOf('/'));
                    }
                    if (key(form.apply(name)).equals(key(alias))
                            && !used.contains(source)
                            && (!alias.equals("id") || isOfRow(steps))) {
                        return Optional.of(source);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What stands behind the last point or colon, as {@code model} in {@code Input.model} and {@code INPUT:model}. */
    private static String lastWord(String name) {
        return name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1);
    }

    /** Whether an {@code id} is that of a row, and not of something that the row tells of. */
    private static boolean isOfRow(List<String> steps) {
        return steps.size() < 2 || ROWS.contains(key(steps.get(steps.size() - 2)));
    }

    /**
     * A mapping with a source for every part: those that were given, and for the others the columns of the usual names.
     *
     * @throws DatasetFormatException if a part has none
     */
    static RatingImport completed(
            Path file, RatingImport given, ImportSample sample, List<Metric> metrics, List<Finding> findings) {
        return new ImportDetection(file, sample, metrics).complete(given, findings);
    }

    private RatingImport complete(RatingImport given, List<Finding> findings) {
        RatingImport.Builder builder = given.toBuilder();
        List<String> columns = patterns(sample);
        checkHeader(given);
        Set<String> used = new LinkedHashSet<>();
        Set<String> holes = new HashSet<>();
        for (Coordinate part : Coordinate.values()) {
            used.addAll(given.sources(part));
        }
        List<String> cells = given.list("cells");
        if (!cells.isEmpty() && sample.form() != ImportSample.Form.JSON) {
            checkCells(given, cells);
        }
        boolean scored = !cells.isEmpty() || !given.sources(Coordinate.SCORE).isEmpty();
        if (!scored) {
            List<String> found = cells(columns, used);
            if (!found.isEmpty()) {
                builder.cells(found.toArray(String[]::new));
                cells = found;
                scored = true;
            }
        }
        Map<String, String> split = given.map("split");
        Stream.of(
                        cells.stream(),
                        given.sources(Coordinate.SCORE).stream(),
                        split.values().stream(),
                        given
                                .text("file")
                                .filter(template -> ImportTemplate.of(template)
                                        .match(Utf8Reader.name(file))
                                        .isPresent())
                                .stream(),
                        given.text("block").stream())
                .flatMap(texts -> texts)
                .forEach(text -> new ImportPath("/" + text.replace("/", "~1"))
                        .step(0)
                        .holes()
                        .forEach(holes::add));
        Map<String, String> carry = given.map("carry");
        carry.forEach((part, source) -> checkColumn(source, part));
        holes.addAll(carry.keySet());
        Map<String, Map<String, Map<String, String>>> joins = given.map("join");
        joins.values()
                .forEach(
                        join -> holes.addAll(join.getOrDefault("take", Map.of()).keySet()));
        for (Coordinate part : Coordinate.values()) {
            boolean there = given.sources(part).stream()
                    .anyMatch(source -> source.startsWith("=")
                            || source.equals("@row")
                            || sample.form() == ImportSample.Form.JSON
                            || hasColumn(source));
            if (there || holes.contains(part.key()) || (part == Coordinate.SCORE && scored)) {
                continue;
            }
            List<String> sources = given.sources(part);
            if (!given.isOwn() && sources.size() == 1 && !sources.get(0).equals(part.key())) {
                throw noColumn(sources.get(0), part.key());
            }
            Optional<String> found = given.isOwn() ? Optional.empty() : alias(sample, part, columns, used);
            if (found.isPresent()) {
                builder.set(part.key(), found.get());
                used.add(found.get());
            } else if (part == Coordinate.CHARACTER) {
                builder.character("=-");
                findings.add(DataCode.DEFAULTED.note("name", part.key(), "value", "-"));
            } else if (!part.optional()) {
                throw new DatasetFormatException(
                        DataCode.NO_SOURCE.note("name", part.key(), "example", "\"" + part.key() + "\": \"=x\""));
            } else {
                builder.set(part.key());
            }
        }
        RatingImport complete = builder.build();
        findings.addAll(sample.findings());
        if (!given.isOwn()) {
            findings.add(DataCode.MAPPED.note("mapping", complete.toJson()));
        }
        leftOut(complete, columns, findings);
        return complete;
    }

    /** Refuses a table that lacks columns of our own, or has a column twice that is read. */
    private void checkHeader(RatingImport given) {
        if (sample.form() == ImportSample.Form.JSON) {
            return;
        }
        List<String> headers = sample.columns().stream().map(String::strip).toList();
        Finding.Place place = Finding.Place.of(file).line(1L + sample.linesBefore(), 0);
        List<String> parts = Stream.of(Coordinate.values())
                .filter(part -> !part.optional())
                .map(Coordinate::key)
                .toList();
        List<String> absent =
                parts.stream().filter(part -> !headers.contains(part)).toList();
        if (given.isOwn() && !absent.isEmpty()) {
            throw new DatasetFormatException(DataCode.NO_COLUMN.at(
                    place, "missing", shown(absent), "there", shown(headers), "expected", RatingImport.HEADER));
        }
        for (int i = 0; i < headers.size() && given.text("block").isEmpty(); i++) {
            String header = headers.get(i);
            boolean read = Stream.of(Coordinate.values())
                    .anyMatch(part -> given.sources(part).contains(header));
            if (read && headers.indexOf(header) < i) {
                throw new DatasetFormatException(DataCode.TWICE.at(place, "name", header));
            }
        }
    }

    /** Refuses two columns for the scores of one metric, of which nobody knows which counts. */
    private void checkCells(RatingImport given, List<String> cells) {
        Map<String, Map<String, String>> names = given.map("names");
        Map<String, String> own = names.getOrDefault("metric", Map.of());
        for (String template : cells) {
            ImportTemplate header = new ImportPath(template).step(0);
            Map<String, String> headers = new HashMap<>();
            for (String column : sample.columns()) {
                header.match(column.strip())
                        .filter(holes -> holes.keySet().equals(Set.of("metric")))
                        .map(holes -> holes.getOrDefault("metric", ""))
                        .flatMap(name -> Metric.find(metrics, own.getOrDefault(name, own.isEmpty() ? name : "")))
                        .map(metric -> headers.put(metric.id(), column.strip()))
                        .ifPresent(other -> {
                            throw new DatasetFormatException(DataCode.TWICE.at(
                                    Finding.Place.of(file).line(1L + sample.linesBefore(), 0),
                                    "name",
                                    other.equals(column.strip()) ? other : other + " = " + column.strip()));
                        });
            }
        }
    }

    private void checkColumn(String source, String name) {
        if (sample.form() != ImportSample.Form.JSON && !hasColumn(source)) {
            throw noColumn(source, name);
        }
    }

    private DatasetFormatException noColumn(String source, String name) {
        return new DatasetFormatException(DataCode.NO_SUCH_SOURCE.at(
                Finding.Place.of(file), "source", source, "name", name, "there", shown(sample.columns())));
    }

    private boolean hasColumn(String source) {
        ImportTemplate first = new ImportPath(source).step(0);
        return sample.columns().stream()
                .anyMatch(column -> first.match(column.strip()).isPresent());
    }

    /** Whether a path leads to a column, or into the JSON that it holds. */
    private boolean reads(ImportPath path, List<String> steps) {
        for (int i = 0; i < Math.min(path.size(), steps.size()); i++) {
            Optional<String> metric = path.step(i).match(steps.get(i)).map(holes -> holes.getOrDefault("metric", ""));
            if (metric.isEmpty()
                    || (!metric.get().isEmpty()
                            && Metric.find(metrics, metric.get()).isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private void leftOut(RatingImport mapping, List<String> columns, List<Finding> findings) {
        List<ImportPath> paths = new ArrayList<>();
        for (Coordinate part : Coordinate.values()) {
            mapping.sources(part).forEach(source -> paths.add(new ImportPath(source)));
        }
        mapping.list("cells").forEach(source -> paths.add(new ImportPath(source)));
        mapping.list("ignore").forEach(source -> paths.add(new ImportPath(source)));
        Stream.of("split", "where")
                .forEach(key -> mapping.map(key).keySet().forEach(source -> paths.add(new ImportPath(source))));
        mapping.<String>map("carry").values().forEach(source -> paths.add(new ImportPath(source)));
        mapping.<Map<String, List<String>>>map("join")
                .values()
                .forEach(join -> paths.add(
                        new ImportPath(join.getOrDefault("on", List.of()).get(0))));
        mapping.map("kind").keySet().stream()
                .filter(condition -> condition.contains("="))
                .forEach(condition -> paths.add(new ImportPath(condition.substring(0, condition.lastIndexOf('=')))));
        mapping.text("block").ifPresent(template -> paths.add(new ImportPath(template)));
        List<String> left = columns.stream()
                .filter(column -> paths.stream().noneMatch(path -> reads(path, steps(sample, column))))
                .toList();
        if (!left.isEmpty()) {
            findings.add(DataCode.LEFT_OUT.note("columns", shown(left)));
        }
    }
}
