package esrp.core;

import esrp.core.internal.Utf8Reader;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private static final Pattern ONE_HOT = Pattern.compile("(.+?)([^\\p{L}\\p{N}]+)(\\d{1,3})");
    private static final String UNKNOWN = "?";
    private static final String BY_RATER = "{rater}";
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
            if (guess.toJson().contains("\"" + UNKNOWN + "\"")
                    || guess.list("cells").contains(BY_RATER)) {
                return Optional.empty();
            }
            return Optional.of(own ? RatingImport.OWN : guess);
        }
        if (best.size() > 1) {
            throw new DatasetFormatException(DataCode.SEVERAL_PRESETS.at(
                    Finding.Place.of(file),
                    "presets",
                    best.stream().map(RatingImport.Preset::name).toList()));
        }
        return Optional.of(best.get(0).mapping());
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
                unknown.isEmpty() ? List.of(Coordinate.RATER.key()) : unknown,
                "mapping",
                guess.toJson()));
    }

    /** What may fit. */
    RatingImport proposal() {
        return guess().build();
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
                .replaceAll("[\\s_.\\-]", "");
    }

    // ---- guessing ----

    private RatingImport.Builder guess() {
        RatingImport.Builder builder = RatingImport.builder();
        Set<String> used = new LinkedHashSet<>();
        List<String> columns = patterns(sample);
        List<String> cells = cells(columns, used);
        List<String> raters = cells.isEmpty() ? raters(columns) : List.of();
        if (!raters.isEmpty()) {
            builder.cells(BY_RATER);
            raters.forEach(name -> builder.name("rater", name, name));
        }
        for (Coordinate part : Coordinate.values()) {
            boolean ofCell = part == Coordinate.METRIC || part == Coordinate.SCORE;
            if (!raters.isEmpty() && (part == Coordinate.RATER || part == Coordinate.SCORE)) {
                continue;
            }
            if (ofCell && !cells.isEmpty()) {
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

    /** Columns of numbers that nothing else explains, beside a column of metrics and none of raters and scores. */
    private List<String> raters(List<String> columns) {
        if (sample.form() == ImportSample.Form.JSON
                || alias(Coordinate.METRIC, columns, Set.of()).isEmpty()
                || alias(Coordinate.SCORE, columns, Set.of()).isPresent()
                || alias(Coordinate.RATER, columns, Set.of()).isPresent()) {
            return List.of();
        }
        Set<String> explained = new HashSet<>();
        for (Coordinate part : Coordinate.values()) {
            alias(part, columns, Set.of()).ifPresent(explained::add);
        }
        ScoreTexts scores = new ScoreTexts(metrics, Map.of(), Set.of(), new double[0], true);
        return IntStream.range(0, columns.size())
                .filter(c -> !explained.contains(columns.get(c).strip()))
                .filter(c -> !sample.example(c).isBlank())
                .filter(c -> sample.rows().stream()
                        .filter(row -> row.size() > c)
                        .allMatch(row -> scores.level(0, scores.code(row.get(c))) >= ScoreTexts.MISSING))
                .mapToObj(c -> columns.get(c).strip())
                .toList();
    }

    /** Columns; of pointers those that stand for all elements. */
    private static List<String> patterns(ImportSample sample) {
        if (sample.form() != ImportSample.Form.JSON) {
            return sample.columns();
        }
        return sample.columns().stream()
                .map(pointer -> pointer.replaceAll("/\\d+(?=/|$)", "/*"))
                .distinct()
                .toList();
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
            } else if (oneHot.matches() && Metric.find(metrics, oneHot.group(1)).isPresent()) {
                scored.add(column);
                templates.add(before + "{metric}" + oneHot.group(2) + "{score}");
            }
        }
        boolean long_ = alias(Coordinate.METRIC, columns, Set.of()).isPresent()
                && alias(Coordinate.SCORE, columns, Set.of()).isPresent();
        if (scored.isEmpty() || long_) {
            return List.of();
        }
        used.addAll(scored);
        return List.copyOf(templates);
    }

    /** The column that is called like a part; of several the one whose usual name comes first, of pointers the shortest. */
    private Optional<String> alias(Coordinate part, List<String> columns, Set<String> used) {
        return alias(sample, part, columns, used);
    }

    private static Optional<String> alias(
            ImportSample sample, Coordinate part, List<String> columns, Set<String> used) {
        for (String alias : RatingImport.Presets.ALIASES.getOrDefault(part.key(), List.of())) {
            for (String column : columns) {
                List<String> steps = steps(sample, column);
                String name = steps.get(steps.size() - 1);
                String source = sample.form() == ImportSample.Form.JSON ? column : column.strip();
                if (part == Coordinate.SCORE && steps.size() > 1 && WRAPPERS.contains(name)) {
                    name = steps.get(steps.size() - 2);
                    source = column.substring(0, column.lastIndexOf('/'));
                }
                if (key(name).equals(key(alias)) && !used.contains(source)) {
                    return Optional.of(source);
                }
            }
        }
        return Optional.empty();
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
                throw new DatasetFormatException(DataCode.NO_SUCH_SOURCE.at(
                        Finding.Place.of(file),
                        "source",
                        sources.get(0),
                        "name",
                        part.key(),
                        "there",
                        shown(sample.columns())));
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
        mapping.text("block").ifPresent(template -> paths.add(new ImportPath(template)));
        List<String> left = columns.stream()
                .filter(column -> paths.stream().noneMatch(path -> reads(path, steps(sample, column))))
                .toList();
        if (!left.isEmpty()) {
            findings.add(DataCode.LEFT_OUT.note("columns", shown(left)));
        }
    }
}
