package esrp.core;

import static esrp.core.internal.Term.shown;

import esrp.core.internal.Checks;
import esrp.core.internal.Utf8Reader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One reading of a file: takes rows from whatever holds them, and makes ratings, findings and counts. */
final class ImportRun {
    private static final String ROW = "@row";
    private static final Coordinate[] NEEDED = {
        Coordinate.CANDIDATE, Coordinate.CHARACTER, Coordinate.ITEM, Coordinate.RATER
    };
    private static final Set<String> NO = Set.copyOf(ImportWords.of("no"));
    private static final Set<String> YES = Set.copyOf(ImportWords.of("yes"));

    /** Where the parts of a row stand. */
    interface Places {
        Finding.Place of(Coordinate part);
    }

    /** One row of a table, or one record of a JSON document. */
    interface Row {
        /** The text of a source, for a cell; null if there is none. */
        @Nullable
        String text(ImportPath source, Cell cell);

        long number();

        Finding.Place place(Cell cell);
    }

    /** A place for a score: what the holes of its template hold, and what stands there. */
    record Cell(ImportPath path, List<String> at, Map<String, String> holes, String text) {}

    /** A condition: which texts of a source are allowed. */
    private record Condition(ImportPath source, Set<String> allowed, Set<String> refused) {
        static Condition of(String source, List<String> texts) {
            List<String> not = texts.stream()
                    .filter(text -> text.startsWith("!"))
                    .map(text -> text.substring(1))
                    .toList();
            return new Condition(
                    new ImportPath(source),
                    Set.copyOf(
                            texts.stream().filter(text -> !text.startsWith("!")).toList()),
                    Set.copyOf(not));
        }

        boolean holds(String text) {
            return (allowed.isEmpty() || allowed.contains(text)) && !refused.contains(text);
        }
    }

    private record Split(ImportPath source, ImportTemplate template) {}

    final RatingImport mapping;
    /** Whether it is one of our own files. */
    final boolean own;

    final Path file;
    final List<Metric> metrics;
    final Opener opener;
    final Faults faults;
    final ScoreTexts scores;
    final List<ImportPath> cells = new ArrayList<>();
    final List<Condition> conditions = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();

    private final RatingTable.Builder table;
    private final Map<Coordinate, List<Object>> sources = new EnumMap<>(Coordinate.class);
    private final List<Split> splits = new ArrayList<>();
    private final Map<ImportPath, Map<String, Rater.Kind>> kinds = new LinkedHashMap<>();
    private final Map<Coordinate, ImportPath> carry = new EnumMap<>(Coordinate.class);
    private final Map<String, String> carried = new HashMap<>();
    private final List<ImportJoin> joins = new ArrayList<>();
    private final List<String> escapes;
    private final Map<String, Map<String, String>> names;
    private final Map<String, String> fromName;
    private final Optional<ImportTemplate> find;

    private final Map<String, long[]> missing = new LinkedHashMap<>();
    private final Map<String, Long> filtered = new LinkedHashMap<>();
    private final Map<String, Long> unconditioned = new LinkedHashMap<>();
    private final Map<String, String> prefixed = new HashMap<>();
    private long countCells;
    private long countRatings;
    private long countMissing;
    private long countFiltered;
    private long countWithout;
    private long rounded;

    /** What the last score was of: the parts before the metric. */
    private final @Nullable String[] last = new String[Coordinate.METRIC.index];

    private Metric.@Nullable Target lastTarget;
    /** A text that could not be split, and what it should look like. */
    private String unsplit = "";

    private int itemCode;
    private int raterCode;

    /** Opens the file, from its start each time. */
    interface Opener {
        Utf8Reader open() throws IOException;

        /** How many bytes are parsed at once; fewer in tests. */
        default int block() {
            return ImportBlocks.SIZE;
        }
    }

    ImportRun(RatingImport given, Path file, List<Metric> metrics, Faults faults) {
        this(given, file, () -> open(file, given), metrics, faults);
    }

    /** Reads a file; a snapshot has nothing to be mapped. */
    static Imported read(RatingImport given, Path file, List<Metric> metrics, Faults faults) {
        if (RatingSnapshot.isAt(file)) {
            return RatingSnapshot.read(file, metrics, given.progress());
        }
        long[] most = new long[1];
        RatingImport rising = given.withProgress(bytes -> {
            if (bytes > most[0]) {
                most[0] = bytes;
                given.progress().accept(bytes);
            }
        });
        Imported imported = new ImportRun(rising, file, metrics, faults).imported();
        try {
            rising.progress().accept(Files.size(file));
        } catch (IOException e) {
            throw Utf8Reader.unreadable(file, e);
        }
        return imported;
    }

    static Utf8Reader open(Path file, RatingImport mapping) throws IOException {
        if (ImportParquet.isAt(file)) {
            return new Utf8Reader(new ImportParquet(file, every -> true));
        }
        Optional<InputStream> log = ImportSample.isZip(file) ? ImportArchive.open(file) : Optional.empty();
        if (log.isPresent()) {
            return new Utf8Reader(log.get());
        }
        return Utf8Reader.open(file, mapping.text("encoding").map(Charset::forName), mapping.progress());
    }

    /** Reads what a stream gives in place of the file; for tests. */
    ImportRun(RatingImport given, Path file, Opener opener, List<Metric> metrics, Faults faults) {
        this.file = file;
        this.own = given.isOwn();
        this.opener = opener;
        this.metrics = List.copyOf(metrics);
        this.faults = faults;
        this.table = new RatingTable.Builder(metrics);
        ImportSample sample = ImportSample.of(file, opener, given);
        this.mapping = ImportDetection.completed(file, given, sample, metrics, findings);
        this.scores = new ScoreTexts(metrics, mapping);
        this.names = mapping.map("names");
        this.find = mapping.text("find").map(ImportTemplate::of);
        this.fromName = mapping.text("file")
                .flatMap(template -> ImportTemplate.of(template).match(Utf8Reader.name(file)))
                .orElse(Map.of());
        for (Coordinate part : Coordinate.values()) {
            if (part != Coordinate.SCORE) {
                sources.put(
                        part, mapping.sources(part).stream().map(this::source).toList());
            }
        }
        mapping.sources(Coordinate.SCORE).forEach(source -> cells.add(new ImportPath(source)));
        mapping.list("cells").forEach(template -> cells.add(new ImportPath(template)));
        Map<String, List<String>> where = mapping.map("where");
        where.forEach((source, allowed) -> conditions.add(Condition.of(source, allowed)));
        Map<String, String> split = mapping.map("split");
        split.forEach((source, template) -> splits.add(new Split(new ImportPath(source), ImportTemplate.of(template))));
        Map<String, String> carries = mapping.map("carry");
        carries.forEach(
                (part, source) -> carry.put(Coordinate.valueOf(part.toUpperCase(Locale.ROOT)), new ImportPath(source)));
        Map<String, Map<String, Object>> joined = mapping.map("join");
        joined.forEach((name, join) -> joins.add(join(name, join)));
        this.escapes = mapping.list("unescape");
        Map<String, String> kind = mapping.map("kind");
        kind.forEach((condition, name) -> {
            int equals = condition.lastIndexOf('=');
            kinds.computeIfAbsent(
                            new ImportPath(equals < 0 ? "" : condition.substring(0, equals)), any -> new HashMap<>())
                    .put(condition.substring(equals + 1), Rater.Kind.valueOf(name.toUpperCase(Locale.ROOT)));
        });
        read(sample);
    }

    @SuppressWarnings("unchecked") // as the builder of mappings makes it
    private ImportJoin join(String name, Map<String, Object> join) {
        return new ImportJoin(
                file.resolveSibling(name), mapping, (List<String>) join.getOrDefault("on", List.of()), (Map<
                                String, String>)
                        join.getOrDefault("take", Map.of()));
    }

    private Object source(String source) {
        return source.startsWith("=") || source.equals(ROW) ? source : new ImportPath(source);
    }

    private void read(ImportSample sample) {
        try {
            switch (sample.form()) {
                case TABLE, WORKBOOK, PARQUET, MATRIX -> new ImportTable(this, sample).read();
                case JSON -> new ImportJson(this).read();
            }
        } catch (IOException e) {
            faults.add(e);
        }
        if (countCells == 0
                && !sample.rows().isEmpty()
                && !own
                && faults.kinds().isEmpty()) {
            faults.add(
                    faults.whole(),
                    DataCode.NO_SCORES,
                    "mapping",
                    ImportDetection.of(file, RatingImport.builder().build(), metrics)
                            .proposal()
                            .toJson());
        }
    }

    /** All paths that are read. */
    List<ImportPath> paths() {
        List<ImportPath> paths = new ArrayList<>(cells);
        sources.values()
                .forEach(all -> all.stream()
                        .filter(ImportPath.class::isInstance)
                        .map(ImportPath.class::cast)
                        .forEach(paths::add));
        conditions.forEach(condition -> paths.add(condition.source));
        splits.forEach(split -> paths.add(split.source));
        joins.forEach(join -> paths.add(join.here));
        paths.addAll(carry.values());
        kinds.keySet().stream().filter(path -> !path.source().isEmpty()).forEach(paths::add);
        return paths;
    }

    Set<ImportPath> carried() {
        return Set.copyOf(carry.values());
    }

    /** Keeps what a row says of those that follow. */
    void carry(Function<ImportPath, @Nullable String> row) {
        carry.forEach((part, path) -> {
            String text = row.apply(path);
            if (text != null && !text.isBlank()) {
                carried.put(part.key(), text);
            }
        });
    }

    /** A text as it was before it was escaped. */
    String unescaped(String text) {
        String plain = text;
        for (String kind : escapes) {
            plain = ImportEscapes.of(kind, plain);
        }
        return plain;
    }

    boolean escaped() {
        return !escapes.isEmpty();
    }

    /** The one column that gives a part of a rating, if it comes from a column as it is. */
    Optional<ImportPath> only(Coordinate part) {
        List<Object> all = sources.getOrDefault(part, List.of());
        return all.size() == 1 && all.get(0) instanceof ImportPath path ? Optional.of(path) : Optional.empty();
    }

    /** The columns that alone say a part of a rating; empty if something else may. */
    Optional<List<ImportPath>> columns(Coordinate part) {
        List<Object> all = sources.getOrDefault(part, List.of());
        boolean alone = !all.isEmpty()
                && all.stream().allMatch(ImportPath.class::isInstance)
                && !carry.containsKey(part)
                && !fromName.containsKey(part.key())
                && splits.stream().noneMatch(split -> split.template.holes().contains(part.key()))
                && joins.stream().noneMatch(join -> join.says(part))
                && cells.stream().noneMatch(cell -> cell.has(part.key()));
        return alone ? Optional.of(all.stream().map(ImportPath.class::cast).toList()) : Optional.empty();
    }

    /** The one text that all ratings have for a part. */
    Optional<String> constant(Coordinate part) {
        List<Object> all = sources.getOrDefault(part, List.of());
        return all.size() == 1 && all.get(0) instanceof String text && text.startsWith("=")
                ? Optional.of(text.substring(1))
                : all.isEmpty() ? Optional.ofNullable(fromName.get(part.key())) : Optional.empty();
    }

    /** Whether rows need nothing but columns as they are, each for one thing. */
    boolean plain() {
        List<String> columns = paths().stream().map(path -> path.step(0).text()).toList();
        return splits.isEmpty()
                && joins.isEmpty()
                && carry.isEmpty()
                && escapes.isEmpty()
                && conditions.isEmpty()
                && find.isEmpty()
                && mapping.text("block").isEmpty()
                && names.keySet().stream().allMatch("metric"::equals)
                && kinds.keySet().stream().allMatch(path -> path.source().isEmpty())
                && cells.stream().noneMatch(cell -> cell.has("score"))
                && paths().stream().allMatch(path -> path.size() == 1)
                && columns.stream().distinct().count() == columns.size()
                && sources.entrySet().stream()
                        .allMatch(entry -> entry.getValue().isEmpty()
                                || (entry.getValue().size() == 1
                                        && !entry.getValue().contains(ROW)
                                        && !fromName.containsKey(entry.getKey().key())))
                && mapping.sources(Coordinate.SCORE).size() <= 1;
    }

    /** The code of the metric that a text of the file names; -1 if it names none. */
    int metric(String text) {
        Map<String, String> own = names.getOrDefault("metric", Map.of());
        String ours = own.getOrDefault(text, own.isEmpty() ? text : "");
        return ours.isEmpty() ? -1 : table.metricCode(ours).orElse(-1);
    }

    /** Whether what the holes of a template hold can be meant. */
    boolean fits(Map<String, String> holes) {
        String metric = holes.get("metric");
        String score = holes.get("score");
        return holes.entrySet().stream()
                        .allMatch(hole -> hole.getKey().equals("metric")
                                || names.getOrDefault(hole.getKey(), Map.of(hole.getValue(), ""))
                                        .containsKey(hole.getValue()))
                && (metric == null || metric(metric) >= 0)
                && (score == null
                        || ScoreTexts.number(ScoreTexts.plain(score)).isPresent()
                        || mapping.map("values").containsKey(score)
                        || mapping.list("missing").contains(score));
    }

    String rater(String name) {
        Rater.Kind kind =
                kinds.isEmpty() ? null : kinds.values().iterator().next().getOrDefault("", Rater.Kind.UNSTATED);
        return kind == null ? name : prefixed.computeIfAbsent(name, any -> of(kind, any));
    }

    private static String of(Rater.Kind kind, String name) {
        return name.isBlank() || new Rater(name).kind() != Rater.Kind.UNSTATED ? name : kind.prefix() + name;
    }

    // ---- rows ----

    /** A row in its general form. */
    void row(Row row, List<Cell> found) {
        Map<List<String>, List<Cell>> chosen = new LinkedHashMap<>();
        for (Cell cell : found) {
            String[] parts = parts(row, cell);
            if (!allowed(row, cell) || !joined(row, cell)) {
                continue;
            }
            String choice = cell.holes.get("score");
            if (choice == null) {
                String text = find.flatMap(template -> template.find(cell.text))
                        .map(holes -> holes.getOrDefault("score", ""))
                        .orElse(cell.text);
                cell(parts, -1, scores.code(text), part -> row.place(cell));
            } else {
                List<String> key = Stream.of(parts)
                        .map(part -> Objects.requireNonNullElse(part, ""))
                        .toList();
                if (!says(cell.text, choice)) {
                    countCells++;
                    faults.add(
                            row.place(cell), DataCode.NOT_A_CHOICE, "text", shown(cell.text), "score", shown(choice));
                    continue;
                }
                List<Cell> group = chosen.computeIfAbsent(key, any -> new ArrayList<>());
                if (group.isEmpty() || !isNo(ScoreTexts.plain(cell.text))) {
                    group.add(cell);
                }
            }
        }
        chosen.forEach((key, group) -> choice(row, key.toArray(String[]::new), group));
    }

    /** Whether a text says that a score was chosen, or that it was not. */
    static boolean says(String text, String score) {
        String plain = ScoreTexts.plain(text);
        String choice = ScoreTexts.plain(score);
        return isNo(plain)
                || YES.contains(plain)
                || plain.equals(choice)
                || (ScoreTexts.number(plain).isPresent()
                        && ScoreTexts.number(plain).equals(ScoreTexts.number(choice)));
    }

    private static boolean isNo(String plain) {
        return plain.isEmpty() || NO.contains(plain);
    }

    private void choice(Row row, String[] parts, List<Cell> group) {
        List<Cell> yes = group.stream()
                .filter(cell -> !isNo(ScoreTexts.plain(cell.text)))
                .distinct()
                .toList();
        if (yes.size() > 1) {
            countCells++;
            faults.add(
                    row.place(yes.get(1)),
                    DataCode.SEVERAL_CHOICES,
                    "metric",
                    String.valueOf(parts[Coordinate.METRIC.index]),
                    "scores",
                    yes.stream()
                            .map(cell -> cell.holes.getOrDefault("score", ""))
                            .toList(),
                    "rater",
                    String.valueOf(parts[Coordinate.RATER.index]));
        } else {
            String text = yes.isEmpty() ? "" : yes.get(0).holes.getOrDefault("score", "");
            cell(parts, -1, scores.code(text), part -> row.place(group.get(0)));
        }
    }

    private String[] parts(Row row, Cell cell) {
        unsplit = "";
        String[] parts = new String[Coordinate.COUNT];
        for (Coordinate part : Coordinate.values()) {
            if (part == Coordinate.SCORE) {
                continue;
            }
            String text = cell.holes.get(part.key());
            for (Object source : sources.getOrDefault(part, List.of())) {
                if (text != null && !text.isBlank()) {
                    break;
                }
                text = source instanceof ImportPath path
                        ? row.text(path, cell)
                        : source.equals(ROW) ? String.valueOf(row.number()) : ((String) source).substring(1);
            }
            parts[part.index] = text;
        }
        for (Split split : splits) {
            String text = row.text(split.source, cell);
            Optional<Map<String, String>> holes =
                    text == null || text.isBlank() ? Optional.of(Map.of()) : split.template.match(text);
            fill(parts, holes.orElse(Map.of()));
            unsplit = holes.isPresent() ? unsplit : text + "\n" + split.template.text();
        }
        for (ImportJoin join : joins) {
            fill(parts, Objects.requireNonNullElse(join.find(row.text(join.here, cell)), Map.of()));
        }
        fill(parts, carried);
        fill(parts, fromName);
        for (Coordinate part : Coordinate.values()) {
            Map<String, String> own = names.getOrDefault(part.key(), Map.of());
            String text = parts[part.index];
            if (text != null && part != Coordinate.METRIC) {
                parts[part.index] = own.getOrDefault(text, text);
            }
        }
        String rater = parts[Coordinate.RATER.index];
        if (rater != null) {
            parts[Coordinate.RATER.index] = of(kind(row, cell), rater);
        }
        return parts;
    }

    private static void fill(String[] parts, Map<String, String> holes) {
        for (Coordinate part : Coordinate.values()) {
            String text = parts[part.index];
            if (text == null || text.isBlank()) {
                parts[part.index] = holes.get(part.key());
            }
        }
    }

    private Rater.Kind kind(Row row, Cell cell) {
        for (Map.Entry<ImportPath, Map<String, Rater.Kind>> entry : kinds.entrySet()) {
            String text = entry.getKey().source().isEmpty() ? "" : row.text(entry.getKey(), cell);
            Rater.Kind kind = text == null ? null : entry.getValue().get(text);
            if (kind != null) {
                return kind;
            }
        }
        return Rater.Kind.UNSTATED;
    }

    /** Whether a condition leaves a row out. */
    boolean refuses(Function<ImportPath, @Nullable String> row) {
        return conditions.stream().anyMatch(condition -> {
            String text = row.apply(condition.source);
            return text != null && !condition.holds(text);
        });
    }

    private boolean joined(Row row, Cell cell) {
        for (ImportJoin join : joins) {
            String key = row.text(join.here, cell);
            if (join.find(key) == null) {
                countCells++;
                faults.add(join.fault(row.place(cell), key, 0));
                return false;
            }
        }
        return true;
    }

    private boolean allowed(Row row, Cell cell) {
        for (Condition condition : conditions) {
            String text = row.text(condition.source, cell);
            if (text == null) {
                unconditioned.merge(condition.source.source(), 1L, Long::sum);
            } else if (!condition.holds(text)) {
                countCells++;
                countFiltered++;
                filtered.merge(condition.source.source(), 1L, Long::sum);
                return false;
            }
        }
        return true;
    }

    /** Counts records that have something of what is asked for, but no score. */
    void withoutScore(int records) {
        countWithout += records;
    }

    /** Counts scores in rows that are refused as a whole. */
    void refused(int scoresInRow) {
        countCells += scoresInRow;
    }

    /**
     * One score.
     *
     * @param metric its code; -1: by the name among the parts
     */
    void cell(String[] parts, int metric, int code, Places places) {
        countCells++;
        String rater = parts[Coordinate.RATER.index];
        int of = metric;
        if (of < 0) {
            String name = parts[Coordinate.METRIC.index];
            if (blank(name, Coordinate.METRIC, places)) {
                return;
            }
            of = metric(name);
            if (of < 0) {
                String known = Ratings.ids(metrics).toString();
                faults.add(places.of(Coordinate.METRIC), DataCode.UNKNOWN_METRIC, "name", shown(name), "known", known);
                return;
            }
        }
        int level = scores.level(of, code);
        if (level < 0 && level != ScoreTexts.MISSING) {
            faulty(of, code, level, rater, places);
            return;
        }
        Metric.Target target = metrics.get(of).target();
        if (target != lastTarget || !isLast(parts)) {
            for (Coordinate part : NEEDED) {
                if (blank(parts[part.index], part, places)) {
                    return;
                }
            }
            try {
                raterCode = table.raterCode(rater);
                itemCode = itemCode(parts, target);
            } catch (IllegalArgumentException e) {
                faults.add(places.of(Coordinate.CANDIDATE), DataCode.REFUSED, "reason", String.valueOf(e.getMessage()));
                return;
            }
            lastTarget = target;
            System.arraycopy(parts, 0, last, 0, last.length);
        }
        rating(itemCode, of, raterCode, level);
    }

    @SuppressWarnings("ReferenceEquality") // readers give equal texts of a row as one string: what is not, is looked up
    private boolean isLast(String[] parts) {
        for (int i = 0; i < last.length; i++) {
            if (parts[i] != last[i]) {
                return false;
            }
        }
        return true;
    }

    /** One score that is on its scale or missing. */
    void rating(int item, int metric, int rater, int level) {
        if (level == ScoreTexts.MISSING) {
            countMissing++;
            missing.computeIfAbsent(table.candidate(item), any -> new long[metrics.size()])[metric]++;
            return;
        }
        rounded += level >> 8;
        table.add(item, metric, rater, level & 0xff);
        countRatings++;
    }

    /** The level that a text says, or what {@link ScoreTexts} says of it. */
    int level(int metric, String score) {
        boolean json = score.startsWith("[") || score.startsWith("{");
        return scores.level(metric, scores.code(json ? ImportJson.scalar(score) : score));
    }

    void cells(int count) {
        countCells += count;
    }

    boolean hasRoom(int raters) {
        return table.hasRoom(raters);
    }

    int raterCode(String name) {
        return table.raterCode(rater(name));
    }

    int itemCode(@Nullable String[] parts, Metric.Target target) {
        return table.itemCode(
                Objects.requireNonNullElse(parts[Coordinate.CANDIDATE.index], ""),
                Objects.requireNonNullElse(parts[Coordinate.CHARACTER.index], ""),
                Objects.requireNonNullElse(parts[Coordinate.ITEM.index], ""),
                target,
                new RatingTable.Detail(
                        text(parts[Coordinate.TURN.index]),
                        text(parts[Coordinate.SAMPLE.index]),
                        text(parts[Coordinate.REPLICATE.index])));
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : Checks.unicode("turn", part);
    }

    private boolean blank(@Nullable String text, Coordinate part, Places places) {
        if (text != null && !text.isBlank()) {
            return false;
        }
        int end = unsplit.lastIndexOf('\n');
        if (end < 0) {
            faults.add(places.of(part), DataCode.BLANK, "name", part.key());
        } else {
            faults.add(
                    places.of(part),
                    DataCode.NOT_SPLIT,
                    "text",
                    shown(unsplit.substring(0, end)),
                    "template",
                    unsplit.substring(end + 1));
        }
        return true;
    }

    private void faulty(int metric, int code, int why, @Nullable String rater, Places places) {
        Metric asked = metrics.get(metric);
        Scale scale = asked.scale();
        String text = scores.text(code);
        List<String> nearest = why == ScoreTexts.OFF_GRID ? nearest(scale, scores.value(metric, code)) : List.of();
        faults.add(
                places.of(Coordinate.SCORE),
                why == ScoreTexts.OFF_GRID
                        ? DataCode.OFF_GRID
                        : why == ScoreTexts.OFF_SCALE ? DataCode.OFF_SCALE : DataCode.NOT_A_SCORE,
                "score",
                shown(text.strip()),
                "metric",
                asked.id(),
                "scale",
                scale.toString(),
                "rater",
                shown(String.valueOf(rater)),
                "nearest",
                nearest,
                "remedy",
                why == ScoreTexts.NOT_A_SCORE
                        ? scores.remedy(code)
                        : why == ScoreTexts.OFF_GRID ? scale.finer(scores.value(metric, code)) : "");
    }

    private static List<String> nearest(Scale scale, double value) {
        int level = scale.nearest(value);
        int other = scale.score(level) > value ? level - 1 : level + 1;
        return List.of(
                Scale.number(scale.score(Math.min(level, other))), Scale.number(scale.score(Math.max(level, other))));
    }

    // ---- the result ----

    Imported imported() {
        missing.forEach((candidate, counts) -> {
            for (int m = 0; m < counts.length; m++) {
                if (counts[m] > 0) {
                    Finding.Place place = Finding.Place.none()
                            .at("candidate", candidate)
                            .at("metric", metrics.get(m).id());
                    findings.add(DataCode.MISSING_SCORE.at(place, "count", counts[m]));
                }
            }
        });
        Map<String, List<String>> where = mapping.map("where");
        filtered.forEach((source, count) -> findings.add(DataCode.FILTERED.note(
                "count", count, "source", source, "allowed", where.getOrDefault(source, List.of()))));
        unconditioned.forEach(
                (source, count) -> findings.add(DataCode.NO_CONDITION.note("count", count, "source", source)));
        if (countWithout > 0) {
            findings.add(DataCode.WITHOUT_SCORE.note("count", countWithout));
        }
        if (rounded > 0) {
            findings.add(DataCode.ROUNDED.note("count", rounded, "shift", scores.shift()));
        }
        findings.addAll(faults.notices());
        RatingTable built = table.build();
        findings.addAll(ImportNames.findings(built));
        return new Imported(
                Ratings.of(built, findings),
                findings,
                faults.kinds(),
                new Imported.Counts(
                        countCells,
                        countRatings,
                        countMissing,
                        countFiltered,
                        countCells - countRatings - countMissing - countFiltered),
                mapping);
    }
}
