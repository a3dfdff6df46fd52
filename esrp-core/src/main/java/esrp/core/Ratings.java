package esrp.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.Checks;
import esrp.core.internal.CodeMap;
import esrp.core.internal.Json;
import esrp.core.internal.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable table of ratings: who replied, as which character, to what, on which metric, rated by whom, and the
 * score. A rating takes 8 bytes; each name is kept once, in a dictionary.
 *
 * <p>Nothing is averaged or dropped: a rater who rated the same thing twice stays in twice and is reported by
 * {@link #duplicates}; what nobody rated is absent.
 *
 * <pre>{@code
 * Ratings ratings = Ratings.read(Path.of("ratings.csv"));
 * ratings.where(Column.METRIC, "fluency")
 *         .countsBy(Column.CANDIDATE)
 *         .forEach((key, counts) -> System.out.println(key + " " + counts.mean()));
 * }</pre>
 *
 * <p>Files have the columns {@code candidate,character,item,metric,rater,score}, as CSV with that header in any order,
 * or as JSON Lines with one object per line; {@code .gz} of both; or they are binary snapshots. See {@link #read(Path)}.
 */
public final class Ratings {
    private static final long[] NO_MASK = {};
    /** The rows of a duplicate that are named. */
    private static final int SHOWN = 10;
    /** Up to so many possible groups have a place of their own. */
    private static final int DENSE = 1 << 20;

    private static final int SORTED_AT_ONCE = 1 << 20;

    private final RatingTable table;
    /** One bit per row of the table; {@link #NO_MASK} where all rows belong. */
    private final long[] mask;

    private final int size;
    private final List<Finding> notices;
    private volatile int @Nullable [] viewed;
    private volatile @Nullable List<Duplicate> duplicates;
    private volatile @Nullable String hash;

    /**
     * The same rater rated the same thing on the same metric more than once. All of the ratings stay in the table: which of
     * them counts is for its owner to say.
     *
     * @param first the first of the ratings; the others differ in the score alone
     * @param count the number of the ratings; at least two
     * @param rows where the ratings are in the table, ascending; the first ten where there are more
     * @param scores their scores, in the order of the rows
     */
    public record Duplicate(Rating first, int count, List<Integer> rows, List<Double> scores) {
        /** Validates and copies. */
        public Duplicate {
            Objects.requireNonNull(first, "first");
            rows = List.copyOf(rows);
            scores = List.copyOf(scores);
            if (count < 2 || rows.size() != Math.min(count, SHOWN) || rows.size() != scores.size()) {
                throw new IllegalArgumentException("count: " + count + ", rows: " + rows + " and scores: " + scores
                        + " are no duplicate, at least two, and the first ten of each, were expected");
            }
        }
    }

    /**
     * Sees the rows of {@link Ratings} as numbers. A code is the index of a name in {@link Ratings#dictionary} of its
     * column.
     */
    @FunctionalInterface
    public interface RowVisitor {
        /**
         * One rating.
         *
         * @param candidate code of the candidate
         * @param character code of the character
         * @param item code of the item's name; items of different characters may share a name
         * @param metric code of the metric, also its index in {@link Ratings#metrics}
         * @param rater code of the rater
         * @param level 0..levels-1 of the metric's scale; the score is {@link Scale#score}
         */
        void row(int candidate, int character, int item, int metric, int rater, int level);
    }

    private Ratings(RatingTable table, long[] mask, List<Finding> notices) {
        this.table = table;
        this.mask = mask;
        this.notices = notices;
        this.size = mask == NO_MASK
                ? table.rows
                : Arrays.stream(mask).mapToInt(Long::bitCount).sum();
    }

    static Ratings of(RatingTable table, List<Finding> notices) {
        return new Ratings(table, NO_MASK, List.copyOf(notices));
    }

    /**
     * Reads ratings on the metrics of {@link Metric#esrp()}, as {@link #read(Path, List)} says.
     *
     * @param file the file
     * @return its ratings, in the order of the file
     */
    public static Ratings read(Path file) {
        return read(file, Metric.esrp());
    }

    /**
     * Reads ratings.
     *
     * <ul>
     *   <li>CSV: the header names the columns, in any order; fields are separated by comma, semicolon, tab or bar. Blank
     *       lines, empty fields behind the last column, and blanks around fields without quotes do not count.
     *   <li>JSON Lines, or a JSON array: objects with the same keys.
     *   <li>A snapshot that {@link #write} made. One that is damaged, cut, of another version, or holds ratings on a metric
     *       whose {@link Metric#hash()} is not that of the metric given, is a fault.
     *   <li>Parquet with the same columns, through the library {@code org.duckdb:duckdb_jdbc}.
     *   <li>Text in UTF-8, or in UTF-16 with a byte order mark; compressed by gzip, by zstd (through the library {@code
     *       com.github.luben:zstd-jni}) or not. What a file is called does not matter.
     *   <li>The columns {@code turn}, {@code sample} and {@code replicate} are optional.
     *   <li>A metric may be given by its id, its name or an alias; the table holds its id.
     *   <li>A score is a number on the metric's scale: {@code 4}, {@code 4.0}, {@code "4"}, {@code ４}. Blank, {@code NA},
     *       {@code null}, {@code NaN} and {@code -} are missing: no rating, and counted in {@link #findings()}.
     *   <li>Columns (keys) that are not known are left out and noticed in {@link #findings()}.
     *   <li>Text that is not UTF-8, a line longer than 1,048,576 characters, a repeated column or key, a row with too
     *       few or too many fields, a quote that is never closed and a compressed file that ends early are faults.
     * </ul>
     *
     * <p>The file is streamed; O(rows) time, and memory for the rows and the names alone. Rows of CSV are parsed in parallel, in
     * the common pool or, if this is called in a task of another {@link java.util.concurrent.ForkJoinPool}, in that one; the
     * result does not depend on it. Files of other tools are read by {@link RatingImport}.
     *
     * @param file the file
     * @param metrics the metrics that may occur; at most 255
     * @return its ratings, in the order of the file
     * @throws DatasetFormatException if there is no such file or it is not what it should be; names the first fault
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public static Ratings read(Path file, List<Metric> metrics) {
        return read(file, metrics, read -> {});
    }

    /**
     * Reads ratings as {@link #read(Path, List)} does, and tells how far it is.
     *
     * @param file the file
     * @param metrics the metrics that may occur; at most 255
     * @param bytesRead as {@link RatingImport#withProgress} says; {@link java.nio.file.Files#size} says how many there are
     * @return its ratings, in the order of the file
     * @throws DatasetFormatException if there is no such file or it is not what it should be; names the first fault
     */
    public static Ratings read(Path file, List<Metric> metrics, LongConsumer bytesRead) {
        return ImportRun.read(RatingImport.OWN.withProgress(bytesRead), file, metrics, Faults.throwing(file))
                .ratings();
    }

    /**
     * All faults of a file of ratings on the metrics of {@link Metric#esrp()}, as {@link #validate(Path, List)} says.
     *
     * @param file the file
     * @return the faults
     */
    public static List<Finding> validate(Path file) {
        return validate(file, Metric.esrp());
    }

    /**
     * All faults of a file of ratings.
     *
     * @param file as for {@link #read(Path, List)}
     * @param metrics the metrics that may occur; at most 255
     * @return no fault if {@link #read(Path, List)} would succeed; else up to 1,000 faults, and one more that says how
     *     many were left out
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public static List<Finding> validate(Path file, List<Metric> metrics) {
        Faults faults = Faults.collecting(file);
        try {
            Imported unused = ImportRun.read(RatingImport.OWN, file, metrics, faults);
        } catch (DatasetFormatException e) {
            return List.of(e.finding());
        }
        return faults.toList();
    }

    /**
     * A table of ratings on the metrics of {@link Metric#esrp()}, as {@link #of(List, List)} says.
     *
     * @param rows the ratings
     * @return the table, in the same order
     */
    public static Ratings of(List<Rating> rows) {
        return of(rows, Metric.esrp());
    }

    /**
     * {@return a table of ratings, in the same order}
     *
     * @param rows the ratings
     * @param metrics the metrics that may occur; at most 255
     * @throws IllegalArgumentException if a metric is unknown or a score outside its scale
     */
    public static Ratings of(List<Rating> rows, List<Metric> metrics) {
        Objects.requireNonNull(rows, "rows");
        Builder builder = builder(metrics);
        rows.forEach(builder::add);
        return builder.build();
    }

    /**
     * Starts an empty table.
     *
     * @param metrics the metrics that may occur; at most 255
     * @return a builder
     */
    public static Builder builder(List<Metric> metrics) {
        return new Builder(metrics);
    }

    /** Collects ratings for a table. Not thread-safe. */
    public static final class Builder {
        private final RatingTable.Builder table;
        private final List<Finding> findings = new ArrayList<>();

        private Builder(List<Metric> metrics) {
            this.table = new RatingTable.Builder(metrics);
        }

        /**
         * Adds one rating, as {@link #add(String, String, String, String, String, double)} says.
         *
         * @param row the rating
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder add(Rating row) {
            return add(
                    row.candidate(),
                    row.character(),
                    row.item(),
                    row.metric(),
                    row.rater(),
                    row.score(),
                    new RatingTable.Detail(row.turn(), row.sample(), row.replicate()));
        }

        /**
         * Adds one rating.
         *
         * @param candidate id of the candidate
         * @param character id of the character
         * @param item scenario id, or batch id for metrics whose target is a batch
         * @param metric id, name or alias of the metric
         * @param rater id of the rater
         * @param score a score on the metric's scale
         * @return this builder
         * @throws IllegalArgumentException if the metric is unknown, the score outside its scale, a name blank, or the
         *     rater one more than the 1,048,576 that a table holds
         */
        @CanIgnoreReturnValue
        public Builder add(String candidate, String character, String item, String metric, String rater, double score) {
            return add(candidate, character, item, metric, rater, score, RatingTable.Detail.NONE);
        }

        @CanIgnoreReturnValue
        private Builder add(
                String candidate,
                String character,
                String item,
                String metric,
                String rater,
                double score,
                RatingTable.Detail detail) {
            Checks.notNull("candidate", candidate, "character", character, "item", item, "metric", metric);
            Checks.notNull("rater", rater);
            int metricCode = table.metricCode(metric).orElseThrow(() -> unknownMetric(metric, table.metrics()));
            Metric asked = table.metrics().get(metricCode);
            if (!asked.scale().contains(score)) {
                Scale scale = asked.scale();
                boolean between = score > scale.lowest() && score < scale.highest();
                throw new IllegalArgumentException("score: " + Scale.number(score)
                        + (between ? " is between the steps of" : " is outside") + " metric \"" + asked.id()
                        + "\" scale "
                        + scale
                        + (between ? "; Metric.withScale or --scale " + scale.finer(score) + " makes them finer" : "")
                        + " (candidate \"" + candidate + "\", character \"" + character
                        + "\", item \"" + item + "\", rater \"" + rater + "\")");
            }
            int raterCode = table.raterCode(rater);
            int itemCode = table.itemCode(candidate, character, item, asked.target(), detail);
            table.add(itemCode, metricCode, raterCode, asked.scale().level(score));
            return this;
        }

        /**
         * Adds a finding about the ratings as a whole, which {@link Ratings#findings} of the table names first.
         *
         * @param finding the finding
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder add(Finding finding) {
            findings.add(Objects.requireNonNull(finding, "finding"));
            return this;
        }

        /**
         * The table of what was added so far. More can be added afterwards for another table.
         *
         * @return the ratings in the order they were added
         */
        public Ratings build() {
            return of(table.build(), findings);
        }
    }

    static List<String> ids(List<Metric> metrics) {
        return metrics.stream().map(Metric::id).toList();
    }

    /**
     * Writes the ratings so that {@link #read} gives them back exactly, in the same order. The file is written
     * atomically.
     *
     * <p>A file whose name ends in {@code .esrp} is a snapshot: the table as it is in memory, about 8 bytes per rating, which
     * is read back as fast as the disk allows. It has a version and checksums, and is read with the metrics that it was
     * written with and no others. It is for going on soon: to keep ratings for years, write CSV.
     *
     * @param file a file whose name ends in {@code .csv}, {@code .jsonl}, {@code .csv.gz}, {@code .jsonl.gz} or {@code
     *     .esrp}; its folder must exist; an older file is replaced
     * @throws java.io.UncheckedIOException if it cannot be written
     * @throws IllegalArgumentException if the name ends otherwise
     */
    public void write(Path file) {
        RatingWriter.write(this, file);
    }

    /** {@return the number of ratings; at least 0} */
    public int size() {
        return size;
    }

    /** {@return whether there is no rating; true if {@code size() == 0}} */
    public boolean isEmpty() {
        return size == 0;
    }

    /**
     * {@return one rating}
     *
     * @param row 0..size-1
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Rating rating(int row) {
        Objects.checkIndex(row, size);
        return table.rating(mask == NO_MASK ? row : viewed()[row]);
    }

    /** The rows of the table that this view has. */
    private int[] viewed() {
        int[] known = viewed;
        if (known == null) {
            known = BitSet.valueOf(mask).stream().toArray();
            viewed = known;
        }
        return known;
    }

    /**
     * The ratings one by one, made on demand. For many rows {@link #forEachRow} is far cheaper.
     *
     * @return the ratings in order
     */
    public Stream<Rating> stream() {
        return (mask == NO_MASK ? IntStream.range(0, size) : BitSet.valueOf(mask).stream()).mapToObj(table::rating);
    }

    /**
     * Shows every rating in order as numbers, without making an object per row.
     *
     * @param visitor sees the rows
     */
    public void forEachRow(RowVisitor visitor) {
        forEachRow(0, 1, visitor);
    }

    /**
     * Shows one of several parts of the ratings as numbers, so that each thread can have its own.
     *
     * @param part 0..parts-1; parts follow one another, in blocks of 65,536 rows of the table
     * @param parts how many parts there are, at least 1
     * @param visitor sees the rows of the part, in order
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public void forEachRow(int part, int parts, RowVisitor visitor) {
        Objects.requireNonNull(visitor, "visitor");
        Objects.checkIndex(part, parts);
        long segments = table.segments.size();
        int from = (int) (segments * part / parts);
        int to = (int) (segments * (part + 1) / parts);
        int[] candidate = table.itemCandidate;
        int[] character = table.itemCharacter;
        int[] label = table.itemLabel;
        table.scan(
                from,
                to,
                mask,
                mask == NO_MASK,
                (row, item, metric, rater, level) ->
                        visitor.row(candidate[item], character[item], label[item], metric, rater, level));
    }

    void scan(RatingTable.Visitor visitor) {
        table.scan(mask, mask == NO_MASK, visitor);
    }

    /** What the ratings of one item are compared by. */
    interface Key {
        long of(int item, int metric, int rater, int level);
    }

    /** The sorted keys of the ratings of items that share a rank. */
    interface KeyVisitor {
        void keys(int rank, long[] keys, int from, int to);
    }

    /**
     * Shows the ratings sorted by the rank of their item and by a key. A sixteenth of the ratings is sorted at a time, or those of
     * one rank, so that this takes half a byte per rating.
     *
     * @param rankOf ranks of the items, from 0, below their number
     */
    void byItem(int[] rankOf, Key key, KeyVisitor visitor) {
        int[] counts = new int[rankOf.length];
        scan((row, item, metric, rater, level) -> counts[rankOf[item]]++);
        int most = Math.max(SORTED_AT_ONCE, size / 16);
        int[] next = new int[rankOf.length];
        long[] keys = {};
        for (int first = 0, end; first < counts.length; first = end) {
            int filled = 0;
            for (end = first; end < counts.length && (end == first || filled + counts[end] <= most); end++) {
                next[end] = filled;
                filled += counts[end];
            }
            keys = keys.length < filled ? new long[filled] : keys;
            long[] part = keys;
            for (int s = 0, row = 0; s < table.segments.size(); s++) {
                RatingTable.Segment segment = table.segments.get(s);
                for (int i = 0; i < segment.item.length; i++, row++) {
                    int item = segment.item[i];
                    int rank = rankOf[item];
                    if (rank >= first && rank < end && (mask == NO_MASK || (mask[row >>> 6] >>> row & 1) != 0)) {
                        part[next[rank]++] =
                                key.of(item, segment.metric[i] & 0xff, segment.rater(i), segment.level[i] & 0xff);
                    }
                }
            }
            IntStream.range(first, end)
                    .parallel()
                    .forEach(rank -> Arrays.sort(part, next[rank] - counts[rank], next[rank]));
            for (int rank = first; rank < end; rank++) {
                visitor.keys(rank, part, next[rank] - counts[rank], next[rank]);
            }
        }
    }

    /** Whether any rating says its turn, sample or replicate. */
    boolean detailed() {
        boolean[] found = {false};
        if (table.detailed()) {
            scan((row, item, metric, rater, level) -> found[0] |= table.itemDetail[item] != 0);
        }
        return found[0];
    }

    RatingTable table() {
        return table;
    }

    /** A table of these ratings alone. */
    RatingTable own() {
        if (mask == NO_MASK) {
            return table;
        }
        RatingTable.Builder builder = new RatingTable.Builder(table.metrics);
        copyInto(builder);
        return builder.build();
    }

    /**
     * The names that codes of {@link #forEachRow} stand for. A view shares the dictionary of the table it was taken
     * from, so names may be in it that do not occur in the view; see {@link #candidates()} and its like for those that
     * do.
     *
     * @param column the column
     * @return the names; index = code; for metrics the ids of {@link #metrics()}
     */
    public List<String> dictionary(Column column) {
        return table.names(column);
    }

    /** {@return the metrics that may occur: the metrics, in the order of their codes} */
    public List<Metric> metrics() {
        return table.metrics;
    }

    /**
     * {@return a metric that may occur}
     *
     * @param text its id, name or alias
     * @throws IllegalArgumentException if there is none, naming those that are
     */
    public Metric metric(String text) {
        return table.metrics.get(metricCode(text));
    }

    private int metricCode(String text) {
        Objects.requireNonNull(text, "metric");
        int exact = table.metricIds.indexOf(text);
        return exact >= 0
                ? exact
                : Metric.find(table.metrics, text)
                        .map(table.metrics::indexOf)
                        .orElseThrow(() -> unknownMetric(text, table.metrics));
    }

    private static IllegalArgumentException unknownMetric(String text, List<Metric> known) {
        return new IllegalArgumentException("metric: no metric \"" + text + "\"; metrics are " + ids(known));
    }

    /** {@return the candidates that occur: their ids in order of first appearance} */
    public List<String> candidates() {
        return occurring(Column.CANDIDATE);
    }

    /** {@return the characters that occur: their ids in order of first appearance} */
    public List<String> characters() {
        return occurring(Column.CHARACTER);
    }

    /** {@return the names of items that occur: scenario ids and batch ids; their names in order of first appearance} */
    public List<String> items() {
        return occurring(Column.ITEM);
    }

    /** {@return the metrics that occur: their ids in order of first appearance} */
    public List<String> metricIds() {
        return occurring(Column.METRIC);
    }

    /** {@return the raters that occur: their ids in order of first appearance} */
    public List<String> raters() {
        return occurring(Column.RATER);
    }

    private List<String> occurring(Column column) {
        List<String> names = table.names(column);
        boolean[] seen = new boolean[names.size()];
        List<String> found = new ArrayList<>();
        RatingTable.Coder coder = table.coder(column);
        scan((row, item, metric, rater, level) -> {
            int code = coder.code(item, metric, rater);
            if (!seen[code]) {
                seen[code] = true;
                found.add(names.get(code));
            }
        });
        return List.copyOf(found);
    }

    /**
     * The ratings whose column has one of the given values: a view on the same rows, one bit per row. O(rows).
     *
     * @param column the column
     * @param values the names wanted; a metric may be given by id, name or alias
     * @return the view; empty where no such rating exists
     * @throws IllegalArgumentException if a metric is not one of {@link #metrics()}
     */
    public Ratings where(Column column, String... values) {
        List<String> names = table.names(column);
        boolean[] wanted = new boolean[names.size()];
        for (String value : values) {
            Objects.requireNonNull(value, "value");
            int code = column == Column.METRIC ? metricCode(value) : names.indexOf(value);
            if (code >= 0) {
                wanted[code] = true;
            }
        }
        long[] bits = noRows();
        RatingTable.Coder coder = table.coder(column);
        scan((row, item, metric, rater, level) -> set(bits, row, wanted[coder.code(item, metric, rater)]));
        return new Ratings(table, bits, notices);
    }

    /**
     * {@return the ratings that meet a condition: a view on the same rows, one bit per row}
     *
     * @param condition sees each rating
     */
    public Ratings where(Predicate<Rating> condition) {
        Objects.requireNonNull(condition, "condition");
        long[] bits = noRows();
        scan((row, item, metric, rater, level) -> set(bits, row, condition.test(table.rating(row))));
        return new Ratings(table, bits, notices);
    }

    private long[] noRows() {
        return new long[(table.rows + 63) >>> 6];
    }

    private static void set(long[] bits, int row, boolean value) {
        if (value) {
            bits[row >>> 6] |= 1L << row;
        }
    }

    /**
     * Exact counts of levels for each combination of the given columns that occurs.
     *
     * @param columns the columns to group by; none means all ratings in one group
     * @return counts by the values of the columns, in the order of the columns; groups in order of first appearance
     * @throws IllegalArgumentException if a column is given twice, or a group holds metrics of different scales
     */
    public Map<List<String>, LevelCounts> countsBy(Column... columns) {
        if (Arrays.stream(columns).distinct().count() < columns.length) {
            throw new IllegalArgumentException(
                    "columns: " + Arrays.toString(columns) + " names a column twice, different ones were expected");
        }
        Groups groups = new Groups(table, List.of(columns));
        if (mask == NO_MASK) {
            table.segments.forEach(groups::count);
        } else {
            scan(groups);
        }
        return groups.toMap();
    }

    /**
     * Exact counts of levels of all ratings.
     *
     * @return the counts; of an empty table zeros
     * @throws IllegalArgumentException if the ratings are on metrics of different scales, or there is none and the
     *     metrics that may occur have different scales
     */
    public LevelCounts counts() {
        Map<List<String>, LevelCounts> all = countsBy();
        if (all.isEmpty()) {
            Set<Scale> scales = table.metrics.stream().map(Metric::scale).collect(Collectors.toSet());
            if (scales.size() > 1) {
                throw new IllegalArgumentException("ratings: none, and the metrics have different scales " + scales
                        + "; take those of one metric first");
            }
            return LevelCounts.empty(scales.iterator().next());
        }
        return all.values().iterator().next();
    }

    /** Counts levels by a combination of columns. */
    private static final class Groups implements RatingTable.Visitor {
        private final RatingTable table;
        private final List<Column> columns;
        private final int[] itemGroup;
        private final boolean byMetric;
        private final boolean byRater;
        private final CodeMap sparse = new CodeMap();
        /** One more than the number of the group, where few enough are possible; else empty. */
        private final int[] dense;

        private final int metrics;
        private final int raters;
        private final List<int[]> firsts = new ArrayList<>();
        private long[][] counts = new long[64][];

        Groups(RatingTable table, List<Column> columns) {
            this.table = table;
            this.columns = columns;
            this.byMetric = columns.contains(Column.METRIC);
            this.byRater = columns.contains(Column.RATER);
            this.itemGroup = new int[table.items()];
            CodeMap pairs = new CodeMap();
            CodeMap triples = new CodeMap();
            CodeMap detailed = new CodeMap();
            List<List<String>> kept = table.details.stream()
                    .map(detail -> columns.stream().map(detail::text).toList())
                    .toList();
            int[] ofDetail = kept.stream().mapToInt(kept::indexOf).toArray();
            for (int item = 0; item < itemGroup.length; item++) {
                int candidate = columns.contains(Column.CANDIDATE) ? table.itemCandidate[item] : 0;
                int character = columns.contains(Column.CHARACTER) ? table.itemCharacter[item] : 0;
                int label = columns.contains(Column.ITEM) ? table.itemLabel[item] : 0;
                int triple = triples.code((long) pairs.code((long) candidate << 32 | character) << 32 | label);
                itemGroup[item] = detailed.code((long) triple << 32 | ofDetail[table.itemDetail[item]]);
            }
            this.metrics = table.metrics.size();
            this.raters = byRater ? table.raters.size() : 1;
            long possible = (long) detailed.size() * metrics * raters;
            this.dense = new int[possible <= DENSE ? (int) possible : 0];
        }

        /** Without a call for each row, which would cost more than all else. */
        void count(RatingTable.Segment segment) {
            int[] item = segment.item;
            byte[] metric = segment.metric;
            byte[] level = segment.level;
            for (int i = 0; i < item.length; i++) {
                int key = (itemGroup[item[i]] * metrics + (metric[i] & 0xff)) * raters;
                int group = dense.length > 0 && !byRater ? dense[key] - 1 : -1;
                if (group >= 0) {
                    counts[group][level[i] & 0xff]++;
                } else {
                    row(0, item[i], metric[i] & 0xff, segment.rater(i), level[i] & 0xff);
                }
            }
        }

        /** Metrics are told apart in any case. */
        @Override
        public void row(int row, int item, int metric, int rater, int level) {
            long key = ((long) itemGroup[item] * metrics + metric) * raters + (byRater ? rater : 0);
            int group = dense.length > 0 ? dense[(int) key] - 1 : sparse.code(key);
            if (group < 0 || group == firsts.size()) {
                group = add(key, item, metric, rater);
            }
            counts[group][level]++;
        }

        private int add(long key, int item, int metric, int rater) {
            int group = firsts.size();
            if (group == counts.length) {
                counts = Arrays.copyOf(counts, 2 * group);
            }
            counts[group] = new long[table.metrics.get(metric).scale().levels()];
            firsts.add(new int[] {item, metric, rater});
            if (dense.length > 0) {
                dense[(int) key] = firsts.size();
            }
            return group;
        }

        Map<List<String>, LevelCounts> toMap() {
            Map<List<String>, LevelCounts> map = new LinkedHashMap<>();
            Map<List<String>, Metric> first = new LinkedHashMap<>();
            for (int group = 0; group < firsts.size(); group++) {
                int[] of = firsts.get(group);
                List<String> key = columns.stream()
                        .map(column ->
                                table.names(column).get(table.coder(column).code(of[0], of[1], of[2])))
                        .toList();
                Metric metric = table.metrics.get(of[1]);
                LevelCounts own = LevelCounts.of(metric.scale(), counts[group]);
                if (!byMetric) {
                    checkScale(metric, first.computeIfAbsent(key, any -> metric));
                }
                map.merge(key, own, LevelCounts::plus);
            }
            return Collections.unmodifiableMap(map);
        }

        private void checkScale(Metric other, Metric one) {
            if (!one.scale().equals(other.scale())) {
                throw new IllegalArgumentException("columns: " + columns + " would count metric \"" + one.id()
                        + "\" on scale " + one.scale() + " and metric \"" + other.id() + "\" on scale "
                        + other.scale() + " together; group by METRIC too, or take one of them first");
            }
        }
    }

    /**
     * These ratings and then the others. A rating that is in both is in the result twice, and {@link #duplicates}
     * reports it.
     *
     * @param other the ratings to append
     * @return a new table; its metrics are those of this one and then those that only the other has
     * @throws IllegalArgumentException if both have a metric of the same id but not the same metric
     */
    public Ratings plus(Ratings other) {
        List<Metric> metrics = new ArrayList<>(table.metrics);
        for (Metric metric : other.table.metrics) {
            int known = table.metricIds.indexOf(metric.id());
            if (known < 0) {
                metrics.add(metric);
            } else if (!table.metrics.get(known).equals(metric)) {
                throw new IllegalArgumentException("other: its metric \"" + metric.id() + "\" (scale " + metric.scale()
                        + ") is not the same as here (scale "
                        + table.metrics.get(known).scale() + ")");
            }
        }
        RatingTable.Builder builder = new RatingTable.Builder(metrics);
        copyInto(builder);
        other.copyInto(builder);
        List<Finding> both = new ArrayList<>(notices);
        both.addAll(other.notices);
        return of(builder.build(), both);
    }

    private void copyInto(RatingTable.Builder builder) {
        int[] metricCode = new int[table.metrics.size()];
        for (int code = 0; code < metricCode.length; code++) {
            metricCode[code] = builder.metricCode(table.metricIds.get(code)).orElseThrow();
        }
        int[] itemCode = new int[table.items()];
        Arrays.fill(itemCode, -1);
        int[] raterCode = new int[table.raters.size()];
        Arrays.fill(raterCode, -1);
        scan((row, item, metric, rater, level) -> {
            if (itemCode[item] < 0) {
                itemCode[item] = builder.itemCode(
                        table.candidates.get(table.itemCandidate[item]),
                        table.characters.get(table.itemCharacter[item]),
                        table.labels.get(table.itemLabel[item]),
                        table.metrics.get(metric).target(),
                        table.details.get(table.itemDetail[item]));
            }
            if (raterCode[rater] < 0) {
                raterCode[rater] = builder.raterCode(table.raters.get(rater));
            }
            builder.add(itemCode[item], metricCode[metric], raterCode[rater], level);
        });
    }

    /** What is made of several scores of one rater for the same thing. */
    public enum Reducer {
        /** The level nearest to their mean, of two that are equally near the even one, counted from 0. */
        MEAN,
        /** The middle level; of an even number of scores the lower of the two in the middle. */
        MEDIAN,
        /** The most frequent level; of several, the lowest one. */
        MAJORITY;

        private int level(int[] levels) {
            Arrays.sort(levels);
            return switch (this) {
                case MEAN -> (int) Math.rint(Arrays.stream(levels).average().orElseThrow());
                case MEDIAN -> levels[(levels.length - 1) / 2];
                case MAJORITY -> mostFrequent(levels);
            };
        }

        private static int mostFrequent(int[] sorted) {
            int best = sorted[0];
            int most = 0;
            for (int from = 0, to = 0; from < sorted.length; from = to) {
                while (to < sorted.length && sorted[to] == sorted[from]) {
                    to++;
                }
                if (to - from > most) {
                    most = to - from;
                    best = sorted[from];
                }
            }
            return best;
        }
    }

    /**
     * The ratings with one in the place of several of the same rater for the same candidate, character, item and metric, be they
     * of several turns, samples or replicates, or repeated. Linear time and space.
     *
     * @param reducer which score stands for several
     * @return ratings without turn, sample and replicate, in the order of the first of each
     */
    public Ratings reduced(Reducer reducer) {
        Objects.requireNonNull(reducer, "reducer");
        Map<List<String>, List<Double>> scores = new LinkedHashMap<>();
        stream()
                .forEach(rating -> scores.computeIfAbsent(
                                List.of(
                                        rating.candidate(),
                                        rating.character(),
                                        rating.item(),
                                        rating.metric(),
                                        rating.rater()),
                                any -> new ArrayList<>(2))
                        .add(rating.score()));
        Builder reduced = builder(metrics());
        scores.forEach((what, own) -> {
            Scale scale = metric(what.get(3)).scale();
            int level = reducer.level(own.stream().mapToInt(scale::level).toArray());
            reduced.add(what.get(0), what.get(1), what.get(2), what.get(3), what.get(4), scale.score(level));
        });
        return reduced.build();
    }

    /** {@return what a careful reader wants to know: columns that reading left out, and the first 1,000 of {@link #duplicates}} */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(notices);
        int most = Math.min(Faults.LISTED, duplicates().size());
        for (Duplicate duplicate : duplicates().subList(0, most)) {
            String etc = duplicate.count() > SHOWN ? ", …" : "";
            String rows = duplicate.rows().stream()
                    .map(row -> String.valueOf(row + 1))
                    .collect(Collectors.joining(", ", "", etc));
            Rating first = duplicate.first();
            Map<String, Object> parameters = Json.object(
                    "rater", first.rater(),
                    "candidate", first.candidate(),
                    "character", first.character(),
                    "item", first.item(),
                    "metric", first.metric(),
                    "count", duplicate.count(),
                    "scores",
                            duplicate.scores().stream()
                                    .map(Scale::number)
                                    .collect(Collectors.joining(", ", "[", etc + "]")));
            all.add(new Finding(DataCode.DUPLICATE_RATING, Finding.Place.none().at("rows", rows), parameters));
        }
        if (most < duplicates().size()) {
            all.add(DataCode.MORE_FAULTS.note("count", duplicates().size() - most));
        }
        return List.copyOf(all);
    }

    /**
     * The ratings that the same rater gave for the same thing on the same metric more than once. Found at the first
     * call and kept; O(n log n) time, half a byte per rating while it runs, and up to 32 bytes per rating if most are repeated.
     *
     * @return one entry for each such thing, in order of first appearance; none is the normal case
     */
    public List<Duplicate> duplicates() {
        List<Duplicate> known = duplicates;
        if (known == null) {
            known = findDuplicates();
            duplicates = known;
        }
        return known;
    }

    private List<Duplicate> findDuplicates() {
        CodeMap repeated = new CodeMap();
        int[] same = IntStream.range(0, table.items()).toArray();
        byItem(
                same,
                (item, metric, rater, level) -> (long) metric << RatingTable.RATER_BITS | rater,
                (item, keys, from, to) -> {
                    for (int i = from + 1; i < to; i++) {
                        if (keys[i] == keys[i - 1]) {
                            int unused = repeated.code(((long) item << (8 + RatingTable.RATER_BITS)) | keys[i]);
                        }
                    }
                });
        if (repeated.size() == 0) {
            return List.of();
        }
        int[] count = new int[repeated.size()];
        Map<Integer, List<Integer>> shown = new LinkedHashMap<>();
        int[] next = {0};
        scan((any, item, metric, rater, level) -> {
            int row = next[0]++;
            int code = repeated.find(((long) item << 8 | metric) << RatingTable.RATER_BITS | rater);
            if (code >= 0 && count[code]++ < SHOWN) {
                shown.computeIfAbsent(code, none -> new ArrayList<>(2)).add(row);
            }
        });
        return shown.entrySet().stream()
                .map(entry -> duplicate(count[entry.getKey()], entry.getValue()))
                .toList();
    }

    private Duplicate duplicate(int count, List<Integer> rows) {
        List<Double> scores = rows.stream().map(row -> rating(row).score()).toList();
        return new Duplicate(rating(rows.get(0)), count, rows, scores);
    }

    /**
     * Whether any of the ratings was generated rather than given. Such ratings must be marked wherever they are
     * printed.
     *
     * @return true if any rater that occurs is of kind {@link Rater.Kind#SIMULATED}
     */
    public boolean simulated() {
        return raters().stream().anyMatch(rater -> new Rater(rater).kind() == Rater.Kind.SIMULATED);
    }

    /**
     * A fingerprint of what the ratings say, whatever their order: SHA-256, in hexadecimal, of one line per rating, the
     * lines sorted by candidate, character, item, metric, rater (each by Unicode code point) and score. A line is
     * {@code "candidate","character","item","metric","rater",score} in UTF-8 with a line feed, quotes doubled inside
     * names. Where any rating has a turn, a sample or a replicate, the lines end in these three and are sorted by them behind
     * the item.
     *
     * <p>Equal for a table and what reading its file gives; different, but for SHA-256 collisions, for tables that
     * differ in any rating or in how often it occurs. O(n log n) the first time, then kept.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String hash() {
        String known = hash;
        if (known == null) {
            known = RatingHash.of(this);
            hash = known;
        }
        return known;
    }

    /**
     * The memory that rows and names take: 8 bytes per rating (9 where there are more than 65,536 raters), four array headers per
     * segment of 65,536 ratings, and the dictionaries (16 bytes for each different item, and the names). Computed from the
     * layout of a 64-bit HotSpot virtual machine with compressed references, not measured.
     *
     * <p>A view shares rows and names with the table it was taken from; its own footprint is one bit for each row of
     * that table. The first call of {@link #rating(int)} on a view adds 4 bytes per rating, which are not counted.
     *
     * @return bytes
     */
    public long footprintBytes() {
        return mask == NO_MASK ? table.footprintBytes() : RatingTable.array(8L * mask.length);
    }

    /** How many ratings, and of what; says so where ratings are simulated. */
    @Override
    public String toString() {
        return Numbers.count(size, "rating") + ": " + Numbers.count(candidates().size(), "candidate") + ", "
                + Numbers.count(characters().size(), "character") + ", " + Numbers.count(items().size(), "item") + ", "
                + Numbers.count(metricIds().size(), "metric") + ", " + Numbers.count(raters().size(), "rater")
                + (simulated() ? "\n(some or all of them simulated)" : "");
    }

    /** The columns of {@link Ratings} that hold names. The score is not one of them. Turn, sample and replicate are optional. */
    public enum Column {
        /** Who replied: id of a {@link Candidate}. */
        CANDIDATE,
        /** Who was played: id of a {@link Character}. */
        CHARACTER,
        /** What was rated: a scenario id, or a batch id for metrics whose target is a batch. */
        ITEM,
        /** What was asked: id of a {@link Metric}. */
        METRIC,
        /** Who rated: id of a {@link Rater}. */
        RATER,
        /** Which turn of a dialogue was rated; blank for the whole. */
        TURN,
        /** Which of several dialogues of one candidate in one scenario was rated; blank where there is one. */
        SAMPLE,
        /** Which of several answers of one rater about the same thing it is; blank where there is one. */
        REPLICATE;

        /** {@return what files call the column: the name in lower case, for example {@code candidate}} */
        public String header() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
