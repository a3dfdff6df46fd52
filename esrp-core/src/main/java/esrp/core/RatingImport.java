package esrp.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.core.internal.Term;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * How ratings are found in a file that somebody else's tool wrote: a mapping. It is a small value, made by a builder, by
 * name of a {@linkplain #presets() preset}, or from a small JSON file; {@link #toJson()} gives the file back.
 *
 * <pre>{@code
 * Imported imported = RatingImport.builder()
 *         .candidate("model").item("id").rater("annotator").kind(Rater.Kind.PERSON)
 *         .cells("Answer.{metric}").missing("-1").where("status", "submitted")
 *         .build()
 *         .read(Path.of("export.csv"), Metric.esrp());
 * }</pre>
 *
 * <p>A <em>source</em> says where a value comes from: the header of a column ({@code model}), a JSON pointer ({@code
 * /metadata/model}), a pointer inside the JSON of a column ({@code metadata#/item}), a constant ({@code =m1}) or the
 * number of the row ({@code @row}). In pointers {@code *} is every element; pointers that begin alike belong together
 * where they stand in the same element. Of several sources the first that is not blank counts.
 *
 * <p>A <em>template</em> is text with {@code {name}} holes, for headers, steps of pointers, cells and file names: {@code
 * Answer.{metric}}. The holes are the parts of a rating, {@code {candidate} {character} {item} {turn} {sample} {replicate}
 * {rater} {metric} {score}}, and {@code {_}} for what does not matter.
 *
 * <p>A part without a source is found by the usual names of its column, in English and Chinese. Where there is none, the
 * character becomes {@code -}; for all others that is a fault.
 *
 * <p>Reads CSV (separated by comma, semicolon, tab or bar), JSON, JSON Lines, {@code .xlsx} files (which need the library
 * {@code org.dhatim:fastexcel-reader}) and Parquet ({@code org.duckdb:duckdb_jdbc}); texts compressed by gzip, by zstd ({@code
 * com.github.luben:zstd-jni}) or not; by what they hold, not by what they are called. The file is streamed: memory for the
 * ratings and the names alone.
 */
public final class RatingImport {
    static final List<String> SINGLE =
            List.of("rows", "file", "block", "find", "decimal", "encoding", "delimiter", "comment", "sheet");
    /** The columns of our own files. */
    static final String HEADER = "candidate,character,item,metric,rater,score";

    private static final List<String> LISTS = List.of("cells", "missing", "header", "unescape", "ignore");
    private static final List<String> MAPS =
            List.of("split", "names", "values", "kind", "where", "carry", "join", "scale");
    private static final List<String> FLAGS = List.of("round");
    private static final List<String> KEYS = keys();
    /** Our own files, which have these names and no others. */
    static final RatingImport OWN = own();

    private static final String PRESETS = "/esrp/core/imports/presets.json";

    private final Map<String, Object> settings;
    private final boolean keepGoing;
    private final LongConsumer progress;

    private RatingImport(Map<String, Object> settings, boolean keepGoing) {
        this(settings, keepGoing, read -> {});
    }

    private RatingImport(Map<String, Object> settings, boolean keepGoing, LongConsumer progress) {
        this.settings = settings;
        this.keepGoing = keepGoing;
        this.progress = progress;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(Coordinate.keys());
        keys.addAll(LISTS);
        keys.addAll(SINGLE);
        keys.addAll(MAPS);
        keys.addAll(FLAGS);
        return List.copyOf(keys);
    }

    private static RatingImport own() {
        Builder builder = builder();
        for (Coordinate part : Coordinate.values()) {
            builder.set(part.key(), part.key());
        }
        return builder.build();
    }

    /** Whether this reads our own files, whose columns are fixed. */
    boolean isOwn() {
        return settings.equals(OWN.settings);
    }

    /** {@return a builder of a mapping: an empty one, which finds all parts by their usual names} */
    public static Builder builder() {
        return new Builder(Map.of(), false);
    }

    /** {@return the names of the mappings that are there: those of annotation and evaluation tools} */
    public static List<String> presets() {
        return List.copyOf(Presets.ALL.keySet());
    }

    /**
     * {@return a mapping that is there}
     *
     * @param name one of {@link #presets()}
     * @throws IllegalArgumentException if there is no preset of this name, naming those there are
     */
    public static RatingImport preset(String name) {
        return esrp.core.internal.Names.find("preset", name, Presets.ALL).mapping;
    }

    /**
     * Reads a mapping from a JSON file, as {@link #toJson()} writes it.
     *
     * @param file the file
     * @return the mapping
     * @throws DatasetFormatException if it is none; keys that are not known are refused
     */
    public static RatingImport of(Path file) {
        return of(Json.read(file));
    }

    /**
     * {@return the mapping of a file by what it holds: our own long form, or the preset whose columns or keys it has}
     *
     * @param file the file
     * @param metrics the metrics that may occur
     * @throws DatasetFormatException if nothing fits, with a mapping to edit in the message; if several presets fit equally
     *     well; or if the file holds preferences between two replies, which are no ratings
     */
    public static RatingImport detect(Path file, List<Metric> metrics) {
        return RatingSnapshot.isAt(file)
                ? OWN
                : ImportDetection.of(file, builder().build(), metrics).mapping();
    }

    /**
     * {@return this mapping, and where it says nothing what {@linkplain #detect detection} finds in the file} Where nothing
     * fits by itself, parts are found by the usual names of their columns. A snapshot needs no mapping.
     *
     * @param file the file
     * @param metrics the metrics that may occur
     * @throws DatasetFormatException as {@link #detect}, but for a layout that nothing fits
     */
    public RatingImport detected(Path file, List<Metric> metrics) {
        if (RatingSnapshot.isAt(file)) {
            return this;
        }
        Builder builder =
                ImportDetection.of(file, this, metrics)
                        .fitting()
                        .orElseGet(() -> builder().build())
                        .toBuilder();
        if (settings.containsKey("cells")) {
            builder.settings.remove("score");
        } else if (settings.containsKey("score")) {
            builder.settings.remove("cells");
        }
        builder.settings.putAll(settings);
        return new RatingImport(builder.build().settings, keepGoing, progress);
    }

    /**
     * {@return a mapping to look at and to edit, guessed from names and values} What could not be guessed is {@code ?}.
     * It is never used without being asked for.
     *
     * @param file the file
     * @param metrics the metrics that may occur
     */
    public static RatingImport propose(Path file, List<Metric> metrics) {
        return ImportDetection.of(file, builder().build(), metrics).proposal();
    }

    /**
     * Reads ratings.
     *
     * @param file the file
     * @param metrics the metrics that may occur; at most 255
     * @return ratings, findings and counts
     * @throws DatasetFormatException at the first fault, unless asked to {@linkplain #withKeepGoing keep going}; always if
     *     the file cannot be opened or a part of a rating has no source
     */
    public Imported read(Path file, List<Metric> metrics) {
        Objects.requireNonNull(metrics, "metrics");
        return ImportRun.read(this, file, metrics, keepGoing ? Faults.collecting(file) : Faults.throwing(file));
    }

    /**
     * {@return a copy that reads on after a fault, or not}
     *
     * @param keep true: a fault costs its row or score, and {@link Imported#faults()} lists it; false, the default: the
     *     first fault is thrown
     */
    public RatingImport withKeepGoing(boolean keep) {
        return new RatingImport(settings, keep, progress);
    }

    /**
     * {@return a copy that tells how far it is}
     *
     * @param bytesRead hears how many bytes of the file, as large as it is on the disk, have been read: after each million or so, and
     *     all of them at the end; of workbooks, archives and Parquet only then. Called by one thread at a time and
     *     never with less than before; what it throws ends the reading
     */
    public RatingImport withProgress(LongConsumer bytesRead) {
        return new RatingImport(settings, keepGoing, Objects.requireNonNull(bytesRead, "bytesRead"));
    }

    LongConsumer progress() {
        return progress;
    }

    /** {@return a builder that starts from this mapping: a copy} */
    public Builder toBuilder() {
        return new Builder(settings, keepGoing);
    }

    /** {@return the mapping as JSON: what differs from the defaults, on one line} */
    public String toJson() {
        Map<String, Object> brief = new LinkedHashMap<>();
        settings.forEach((key, value) -> {
            boolean one = value instanceof List<?> list && list.size() == 1 && !key.equals("scale");
            boolean all = key.equals("kind") && map(key).size() == 1 && map(key).containsKey("");
            if (key.equals("header")) {
                brief.put(key, list(key).stream().map(Integer::valueOf).toList());
                return;
            }
            brief.put(key, one ? ((List<?>) value).get(0) : all ? map(key).get("") : value);
        });
        return Json.text(out -> Json.write(out, brief));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RatingImport that && settings.equals(that.settings) && keepGoing == that.keepGoing;
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }

    /** As {@link #toJson()}. */
    @Override
    public String toString() {
        return toJson();
    }

    // ---- what the import reads ----

    List<String> sources(Coordinate coordinate) {
        return list(coordinate.key());
    }

    @SuppressWarnings("unchecked") // only the builder fills settings
    List<String> list(String key) {
        return (List<String>) settings.getOrDefault(key, List.of());
    }

    Optional<String> text(String key) {
        return Optional.ofNullable((String) settings.get(key));
    }

    @SuppressWarnings("unchecked") // only the builder fills settings
    <T> Map<String, T> map(String key) {
        return (Map<String, T>) settings.getOrDefault(key, Map.of());
    }

    boolean rounded() {
        return settings.containsKey("round");
    }

    private static RatingImport of(Json.Node root) {
        root.allow(KEYS.toArray(String[]::new));
        Builder builder = builder();
        root.fields()
                .forEach((key, node) -> node.make(() -> {
                    switch (key) {
                        case "split" ->
                            node.fields().forEach((source, template) -> builder.split(source, template.text()));
                        case "names" ->
                            node.fields()
                                    .forEach((hole, names) -> names.fields()
                                            .forEach((theirs, ours) -> builder.name(hole, theirs, ours.text())));
                        case "carry" -> node.fields().forEach((part, source) -> builder.carry(part, source.text()));
                        case "join" ->
                            node.fields().forEach((name, join) -> {
                                List<String> on =
                                        join.allow("on", "take").get("on").texts();
                                if (on.size() != 2) {
                                    throw join.get("on").fault(DataCode.EXPECTED, "expected", "[here, there]");
                                }
                                Map<String, String> take = new LinkedHashMap<>();
                                join.get("take").fields().forEach((part, source) -> take.put(part, source.text()));
                                builder.join(name, on.get(0), on.get(1), take);
                            });
                        case "values" -> node.fields().forEach((text, value) -> builder.value(text, value.number()));
                        case "kind" -> kinds(node, builder);
                        case "where" ->
                            node.fields()
                                    .forEach((source, allowed) ->
                                            builder.where(source, texts(allowed).toArray(String[]::new)));
                        case "scale" -> {
                            Json.Node from = node.allow("from").get("from");
                            if (from.items().size() != 2) {
                                throw from.fault(DataCode.EXPECTED, "expected", "[lowest, highest]");
                            }
                            builder.scale(
                                    from.items().get(0).number(),
                                    from.items().get(1).number());
                        }
                        case "delimiter", "comment", "decimal" -> {
                            if (node.text().length() != 1) {
                                throw node.fault(DataCode.EXPECTED, "expected", Term.SYMBOL);
                            }
                            char given = node.text().charAt(0);
                            if (key.equals("decimal")) {
                                builder.decimal(given);
                            } else {
                                builder.put(key, node.text());
                            }
                        }
                        case "cells" -> builder.cells(texts(node).toArray(String[]::new));
                        case "file" -> builder.file(node.text());
                        case "block" -> builder.block(node.text());
                        case "find" -> builder.find(node.text());
                        case "rows" -> builder.rows(node.text());
                        case "round" -> builder.put(key, node.flag());
                        case "encoding" -> builder.encoding(Charset.forName(node.text()));
                        case "sheet" -> builder.sheet(node.text());
                        case "header" ->
                            builder.header(texts(node).stream()
                                    .mapToInt(Integer::parseInt)
                                    .toArray());
                        case "unescape" -> builder.unescape(texts(node).toArray(String[]::new));
                        case "missing", "ignore" -> builder.put(key, texts(node));
                        default -> builder.set(key, texts(node).toArray(String[]::new));
                    }
                    return builder;
                }));
        return builder.build();
    }

    private static void kinds(Json.Node node, Builder builder) {
        if (node.value() instanceof String) {
            builder.kind(Json.constant(Rater.Kind.class, node));
        } else {
            node.fields().forEach((condition, kind) -> builder.kind(condition, Json.constant(Rater.Kind.class, kind)));
        }
    }

    /** One text, one number, or a list of them. */
    private static List<String> texts(Json.Node node) {
        return node.value() instanceof List<?>
                ? node.items().stream().map(RatingImport::scalar).toList()
                : List.of(scalar(node));
    }

    private static String scalar(Json.Node node) {
        return node.value() instanceof BigDecimal number ? number.toPlainString() : node.text();
    }

    /** A preset: a mapping, and what a file must have to be taken for one. */
    record Preset(String name, RatingImport mapping, List<String> fingerprint) {}

    /** What {@code presets.json} says. */
    static final class Presets {
        static final Map<String, Preset> ALL = new LinkedHashMap<>();
        /** The usual names of the columns of each part. */
        static final Map<String, List<String>> ALIASES = new LinkedHashMap<>();

        static {
            Json.Node root = Json.shipped(RatingImport.class, PRESETS);
            root.get("aliases").fields().forEach((key, names) -> ALIASES.put(key, names.texts()));
            root.get("presets")
                    .fields()
                    .forEach((name, node) -> ALL.put(
                            name,
                            new Preset(
                                    name,
                                    of(node.get("mapping")),
                                    node.get("fingerprint").texts())));
        }

        private Presets() {}
    }

    /** Collects a mapping. A second call for the same part replaces the first; templates and conditions add up. */
    public static final class Builder {
        private final Map<String, Object> settings = new LinkedHashMap<>();
        private final boolean keepGoing;

        private Builder(Map<String, Object> settings, boolean keepGoing) {
            settings.forEach((key, value) ->
                    this.settings.put(key, value instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : value));
            this.keepGoing = keepGoing;
        }

        @CanIgnoreReturnValue
        Builder put(String key, Object value) {
            if (value instanceof List<?> list && list.isEmpty()) {
                settings.remove(key);
            } else {
                settings.put(key, value);
            }
            return this;
        }

        /** A template, or a source that may hold one: holes that no rating has are refused. */
        @CanIgnoreReturnValue
        private static String checked(String template) {
            ImportPath unused = new ImportPath(template);
            return template;
        }

        @SuppressWarnings("unchecked") // only this class fills settings
        private Map<String, Object> map(String key) {
            return (Map<String, Object>) settings.computeIfAbsent(key, any -> new LinkedHashMap<String, Object>());
        }

        /**
         * Sets where a part of a rating comes from, by its name, as a command line does.
         *
         * @param part {@code candidate}, {@code character}, {@code item}, {@code turn}, {@code sample}, {@code replicate},
         *     {@code rater}, {@code metric} or {@code score}
         * @param sources the sources; none: by the usual names
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder set(String part, String... sources) {
            List<String> parts = Coordinate.keys();
            String known = parts.get(esrp.core.internal.Names.index("part", part, parts));
            List<String> all = List.of(sources);
            all.forEach(source -> {
                Checks.text(part, source);
                checked(source);
            });
            return put(known, all);
        }

        /**
         * Sets where candidates come from.
         *
         * @param sources the sources
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder candidate(String... sources) {
            return set("candidate", sources);
        }

        /**
         * Sets where characters come from.
         *
         * @param sources the sources
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder character(String... sources) {
            return set("character", sources);
        }

        /**
         * Sets where items come from.
         *
         * @param sources the sources
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder item(String... sources) {
            return set("item", sources);
        }

        /**
         * Sets where raters come from.
         *
         * @param sources the sources
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder rater(String... sources) {
            return set("rater", sources);
        }

        /**
         * Sets where metrics come from.
         *
         * @param sources the sources
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder metric(String... sources) {
            return set("metric", sources);
        }

        /**
         * Sets where scores come from, where a row holds one.
         *
         * @param sources the sources
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder score(String... sources) {
            return set("score", sources);
        }

        /**
         * Sets which headers or pointers hold scores, where a row holds several. With a {@code {score}} hole the cell says
         * that this score was chosen.
         *
         * @param templates the templates; the first that fits counts
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder cells(String... templates) {
            List<String> all = List.of(templates);
            all.forEach(Builder::checked);
            return put("cells", all);
        }

        /**
         * Sets what one row of a JSON document is.
         *
         * @param pointer a pointer with {@code *}
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder rows(String pointer) {
            return put("rows", checked(pointer));
        }

        /**
         * Takes several parts from one text.
         *
         * @param source where the text stands
         * @param template what it looks like, as {@code {candidate}|{character}|{item}}
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder split(String source, String template) {
            map("split").put(checked(source), checked(template));
            return this;
        }

        /**
         * Keeps a part of a rating until it is given again: what a record at the head of a log says of all that follow, or the
         * first of the merged cells of a table.
         *
         * @param part the part, for example {@code candidate}
         * @param source where it stands
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder carry(String part, String source) {
            List<String> parts = Coordinate.keys();
            map("carry").put(parts.get(esrp.core.internal.Names.index("part", part, parts)), checked(source));
            return this;
        }

        /**
         * Takes parts of a rating from another file of the same folder, which has one row per key.
         *
         * @param file its name
         * @param here where the key stands in the file of scores
         * @param there where it stands in the other
         * @param take parts of a rating, and where they stand in the other
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder join(String file, String here, String there, Map<String, String> take) {
            List<String> parts = Coordinate.keys();
            take.keySet().forEach(part -> parts.get(esrp.core.internal.Names.index("part", part, parts)));
            Map<String, Object> join = new LinkedHashMap<>();
            join.put("on", List.of(checked(here), there));
            join.put("take", new LinkedHashMap<>(take));
            map("join").put(Checks.text("file", file), join);
            return this;
        }

        /**
         * Takes parts from the name of the file.
         *
         * @param template what the name looks like, as {@code {rater}.jsonl}
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder file(String template) {
            return put("file", checked(template));
        }

        /**
         * Sets the header that opens a group of columns which repeat.
         *
         * @param template what the header looks like; its holes hold for the columns up to the next such header
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder block(String template) {
            return put("block", checked(template));
        }

        /**
         * Says what a name in the file means. The hole then takes only the names given.
         *
         * @param hole the part, for example {@code metric}
         * @param theirs the name in the file
         * @param ours what it means
         * @return this builder
         */
        @CanIgnoreReturnValue
        @SuppressWarnings("unchecked") // only this method fills the map
        public Builder name(String hole, String theirs, String ours) {
            Map<String, Object> names = map("names");
            Map<String, Object> own = new LinkedHashMap<>((Map<String, Object>) names.getOrDefault(hole, Map.of()));
            own.put(theirs, ours);
            names.put(hole, own);
            return this;
        }

        /**
         * Says which number a text means.
         *
         * @param text a score in words, for example {@code good}
         * @param value the number
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder value(String text, double value) {
            map("values").put(text, value);
            return this;
        }

        /**
         * Maps scores of another range onto the scale of their metric, linearly.
         *
         * @param lowest what means the lowest score
         * @param highest what means the highest score
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder scale(double lowest, double highest) {
            Checks.rejectIf(
                    !(lowest < highest), "lowest: %s is not below highest, %s, a range was expected", lowest, highest);
            map("scale").put("from", List.of(lowest, highest));
            return this;
        }

        /**
         * Rounds scores between two levels to the nearest; how many and how far is a finding.
         *
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder rounded() {
            return put("round", true);
        }

        /**
         * Sets what else means that there is no score, besides blank, {@code NA}, {@code null}, {@code NaN} and {@code -}.
         *
         * @param words the words or numbers
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder missing(String... words) {
            return put("missing", List.of(words));
        }

        /**
         * Sets the kind of all raters whose name does not say one.
         *
         * @param kind the kind
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder kind(Rater.Kind kind) {
            return kind("", kind);
        }

        /**
         * Sets the kind of the raters of some rows.
         *
         * @param condition {@code source=text}
         * @param kind the kind
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder kind(String condition, Rater.Kind kind) {
            map("kind").put(condition, kind.name().toLowerCase(Locale.ROOT));
            return this;
        }

        /**
         * Takes only some rows. A row without the value is kept and counted as a finding.
         *
         * @param source where the value stands
         * @param allowed the texts allowed; {@code !text} is one that is not
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder where(String source, String... allowed) {
            map("where").put(source, List.of(allowed));
            return this;
        }

        /**
         * Takes the score from a longer text.
         *
         * @param template what is searched in it, as {@code [[{score}]]}
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder find(String template) {
            Checks.rejectIf(!template.contains("{score}"), "find: \"%s\" has no {score}, one was expected", template);
            return put("find", checked(template));
        }

        /**
         * Sets what stands between a number and its fraction; a point by default.
         *
         * @param decimal point or comma
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder decimal(char decimal) {
            Checks.rejectIf(decimal != '.' && decimal != ',', "decimal: \"%s\", . or , was expected", decimal);
            return put("decimal", String.valueOf(decimal));
        }

        /**
         * Sets how texts were escaped: {@code html} (<code>R&amp;amp;D</code>), {@code json} ({@code \\u6e05}) or {@code formula}
         * ({@code ="007"} and {@code '007}), which spreadsheets write.
         *
         * @param kinds the kinds
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder unescape(String... kinds) {
            List<String> known = List.of("html", "json", "formula");
            List<String> all = List.of(kinds);
            all.forEach(kind -> known.get(esrp.core.internal.Names.index("escape", kind, known)));
            return put("unescape", all);
        }

        /**
         * Sets where the names of the columns stand; by default in the first row that has as many texts as its followers.
         *
         * @param rows the number of the row, or the first and the last of several, as an editor or spreadsheet counts them;
         *     names over several rows are joined by a space
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder header(int... rows) {
            boolean rising = rows.length == 1 || (rows.length == 2 && rows[0] <= rows[1]);
            Checks.rejectIf(
                    !rising || rows[0] < 1,
                    "header: %s, one row or first and last were expected",
                    Arrays.toString(rows));
            return put("header", Arrays.stream(rows).mapToObj(String::valueOf).toList());
        }

        /**
         * Sets the encoding of a text without byte order mark; UTF-8 by default.
         *
         * @param encoding the encoding, for example GB18030
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder encoding(Charset encoding) {
            return put("encoding", encoding.name());
        }

        /**
         * Sets what separates fields; by default the one of comma, semicolon, tab and bar that fits.
         *
         * @param delimiter the character
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder delimiter(char delimiter) {
            return put("delimiter", String.valueOf(delimiter));
        }

        /**
         * Sets how lines begin that are comments; by default no line is one.
         *
         * @param comment the character
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder comment(char comment) {
            return put("comment", String.valueOf(comment));
        }

        /**
         * Sets the sheet of a workbook; the first by default.
         *
         * @param name its name
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder sheet(String name) {
            return put("sheet", name);
        }

        /**
         * Sets headers that are left out without a finding.
         *
         * @param headers the headers
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder ignore(String... headers) {
            return put("ignore", List.of(headers));
        }

        /** {@return the mapping: what was set so far} */
        public RatingImport build() {
            Map<String, Object> ordered = new LinkedHashMap<>();
            for (String key : KEYS) {
                if (settings.containsKey(key)) {
                    ordered.put(key, settings.get(key));
                }
            }
            return new RatingImport(ordered, keepGoing);
        }
    }
}
