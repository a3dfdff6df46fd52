package esrp.metrics;

import com.google.common.base.Suppliers;
import com.google.common.primitives.ImmutableLongArray;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.CodeMap;
import esrp.core.internal.Digest;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.core.internal.Utf8Reader;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Exact counts of ratings on one rubric that can be added up: the ratings of a day, of a file, of a part of a cluster's data. Any
 * split of the same ratings, summarised part by part and added in any order, gives the same summary, bit for bit, and so the same
 * results.
 *
 * <pre>{@code
 * Summaries today = Summaries.of(ratings, rubric);
 * today.write(Path.of("2026-05-01.summary"));
 * Summaries week = Stream.of(files).map(file -> Summaries.read(file, rubric)).reduce(Summaries::plus).orElseThrow();
 * System.out.println(Analysis.of(week).leaderboard());
 * }</pre>
 *
 * <ul>
 *   <li>By {@link Unit#RATING}, which {@link #of(Ratings, Rubric)} makes, a summary holds who gave which score to what: every
 *       result can be made of it. It takes 8 bytes for each rating, and about 2 in a file.
 *   <li>By {@link Unit#DIALOGUE} it forgets who rated; by {@link Unit#SCENARIO} also the characters, and by {@link
 *       Unit#CHARACTER} also the items: 16 bytes for each score that a candidate has on a metric there, however many ratings gave it.
 *       Leaderboards, comparisons, gates and changes can be made of it, by its unit; what needs single ratings says so. A
 *       rating that was repeated is not noticed there, and counts each time.
 *   <li>In a summary by character each character is one item, in one by scenario each scenario.
 *   <li>Turn, sample and replicate are kept by rating, and forgotten otherwise.
 *   <li>Adding takes time and space in proportion to what both hold.
 * </ul>
 *
 * <p>The {@linkplain #write form} is canonical: equal summaries have equal bytes. It is, in this order: {@code ESRP summary 1} and a
 * line feed; the unit and the rubric's {@linkplain Rubric#hash hash}; the names of candidates, characters, items and raters, and of turn, sample and
 * replicate together, each list sorted; the pairs of character and item; the number of entries; 1 if any occurs more than once, else 0; of each
 * entry how much its number is above that of the one before, and, if 1, how often it occurs; SHA-256 of all this. Texts are their length in bytes and UTF-8; numbers have seven bits a byte, the
 * lowest first, the highest bit set on all but the last. The number of an entry is made of those of pair, candidate, turn, metric (by id), rater
 * and level, each multiplied by how many there are of all that follow, 256 levels.
 *
 * <p>Immutable.
 */
public final class Summaries {
    private static final String MAGIC = "ESRP summary 1\n";
    private static final int LEVELS = 256;
    private static final long[] ONES = {};
    private static final List<String> NOT_TOLD = List.of("");
    private static final String ANYBODY = "any";
    /** Stands for raters by other units than rating, so that simulated ratings are told apart. */
    private static final String SIMULATED = Rater.Kind.SIMULATED.prefix() + ANYBODY;

    private final Rubric rubric;
    private final Unit unit;
    private final Dictionary names;
    /** Ascending, without repeats. */
    private final long[] entries;
    /** How often each entry occurs; {@link #ONES} where each occurs once. */
    private final long[] counts;

    private Summaries(Rubric rubric, Unit unit, Dictionary names, long[] entries, long[] counts) {
        this.rubric = rubric;
        this.unit = unit;
        this.names = names;
        this.entries = entries;
        this.counts = counts;
    }

    /** Turn, sample and replicate of a rating; blank where it says none. */
    private record Detail(String turn, String sample, String replicate) {
        static final Detail NONE = new Detail("", "", "");
        static final Comparator<Detail> ORDER = Comparator.comparing(Detail::turn, Names::compare)
                .thenComparing(Detail::sample, Names::compare)
                .thenComparing(Detail::replicate, Names::compare);

        static Detail of(Rating rating) {
            return new Detail(rating.turn(), rating.sample(), rating.replicate());
        }
    }

    /** The names that entries are made of, sorted; metrics by id. */
    private record Dictionary(
            List<Metric> metrics,
            List<String> candidates,
            List<String> characters,
            List<String> items,
            List<String> raters,
            List<Detail> details,
            /** Character and item, ascending. */
            ImmutableLongArray pairs) {

        Dictionary with(long[] sorted) {
            double most = (double) sorted.length * candidates.size() * details.size() * metrics.size() * raters.size();
            Checks.rejectIf(
                    most * LEVELS >= Long.MAX_VALUE, "ratings: too many dialogues × candidates × raters: %s", most);
            return new Dictionary(
                    metrics, candidates, characters, items, raters, details, ImmutableLongArray.copyOf(sorted));
        }

        /** All names of both. */
        Dictionary with(Dictionary other) {
            return new Dictionary(
                    metrics,
                    union(candidates, other.candidates, Names::compare),
                    union(characters, other.characters, Names::compare),
                    union(items, other.items, Names::compare),
                    union(raters, other.raters, Names::compare),
                    union(details, other.details, Detail.ORDER),
                    pairs);
        }

        private static <T> List<T> union(List<T> one, List<T> other, Comparator<T> order) {
            return one.equals(other)
                    ? one
                    : Stream.concat(one.stream(), other.stream())
                            .distinct()
                            .sorted(order)
                            .toList();
        }

        /** The same without what a unit does not tell apart. */
        Dictionary by(Unit unit) {
            return unit == Unit.RATING
                    ? this
                    : new Dictionary(
                            metrics,
                            candidates,
                            unit == Unit.SCENARIO ? NOT_TOLD : characters,
                            unit == Unit.CHARACTER ? NOT_TOLD : items,
                            told(raters),
                            List.of(Detail.NONE),
                            pairs);
        }

        /** What is told of raters by other units than rating. */
        static List<String> told(List<String> raters) {
            return raters.stream().map(Dictionary::told).distinct().sorted().toList();
        }

        static String told(String rater) {
            return rater.startsWith(Rater.Kind.SIMULATED.prefix()) ? SIMULATED : ANYBODY;
        }

        long entry(int pair, int candidate, int detail, int metric, int rater, int level) {
            long where = ((long) pair * candidates.size() + candidate) * details.size() + detail;
            return ((where * metrics.size() + metric) * raters.size() + rater) * LEVELS + level;
        }

        void show(long entry, long count, Row row) {
            long rest = entry / LEVELS;
            int rater = (int) (rest % raters.size());
            rest /= raters.size();
            int metric = (int) (rest % metrics.size());
            rest /= metrics.size();
            int detail = (int) (rest % details.size());
            rest /= details.size();
            long pair = pairs.get((int) (rest / candidates.size()));
            int candidate = (int) (rest % candidates.size());
            row.row(candidate, (int) (pair >>> 32), (int) pair, detail, metric, rater, (int) (entry % LEVELS), count);
        }
    }

    /** Ratings that are alike, as numbers of their names. */
    private interface Row {
        void row(int candidate, int character, int item, int detail, int metric, int rater, int level, long count);
    }

    /** Shows rows to a visitor; more than once, in the same order. */
    private interface Rows {
        void forEach(Row row);
    }

    /**
     * {@return a summary by rating, of which every result can be made}
     *
     * @param ratings the ratings
     * @param rubric how metrics add up
     * @throws IllegalArgumentException if a metric is not in the rubric or has another scale there
     */
    public static Summaries of(Ratings ratings, Rubric rubric) {
        return of(ratings, rubric, Unit.RATING);
    }

    /**
     * {@return a summary by a unit}
     *
     * @param ratings the ratings
     * @param rubric how metrics add up
     * @param unit what is told apart: ratings, dialogues, scenarios or characters
     * @throws IllegalArgumentException if a metric is not in the rubric or has another scale there, or the unit is
     *     {@link Unit#CHARACTER_AND_SCENARIO}, which dialogues tell apart
     */
    public static Summaries of(Ratings ratings, Rubric rubric, Unit unit) {
        ScoreTable.checkMetrics("ratings", Objects.requireNonNull(ratings, "ratings"), rubric);
        Unit by = checked(unit);
        boolean detailed = by == Unit.RATING
                && Stream.of(Column.TURN, Column.SAMPLE, Column.REPLICATE)
                        .anyMatch(column -> ratings.dictionary(column).size() > 1);
        List<Metric> metrics = metrics(rubric);
        Dictionary all = new Dictionary(
                metrics,
                sorted(ratings.candidates()),
                sorted(ratings.characters()),
                sorted(ratings.items()),
                sorted(ratings.raters()),
                detailed
                        ? ratings.stream()
                                .map(Detail::of)
                                .distinct()
                                .sorted(Detail.ORDER)
                                .toList()
                        : by == Unit.RATING && ratings.size() == 0 ? List.of() : List.of(Detail.NONE),
                ImmutableLongArray.of());
        int[] candidates = places(ratings.dictionary(Column.CANDIDATE), all.candidates);
        int[] characters = places(ratings.dictionary(Column.CHARACTER), all.characters);
        int[] items = places(ratings.dictionary(Column.ITEM), all.items);
        int[] raters = places(ratings.dictionary(Column.RATER), all.raters);
        int[] ofMetric = places(
                ratings.dictionary(Column.METRIC),
                metrics.stream().map(Metric::id).toList());
        Map<Detail, Integer> details = new HashMap<>();
        all.details.forEach(detail -> details.put(detail, details.size()));
        return collect(rubric, by, all, ratings.size(), row -> {
            PrimitiveIterator.OfInt detail = detailed
                    ? ratings.stream()
                            .mapToInt(rating -> details.getOrDefault(Detail.of(rating), 0))
                            .iterator()
                    : IntStream.generate(() -> 0).iterator();
            ratings.forEachRow((candidate, character, item, metric, rater, level) -> row.row(
                    candidates[candidate],
                    characters[character],
                    items[item],
                    detailed ? detail.nextInt() : 0,
                    ofMetric[metric],
                    raters[rater],
                    level,
                    1));
        });
    }

    private static Unit checked(Unit unit) {
        Checks.rejectIf(
                Objects.requireNonNull(unit, "unit") == Unit.CHARACTER_AND_SCENARIO,
                "unit: %s is none of a summary; by DIALOGUE characters and scenarios are told apart",
                unit);
        return unit;
    }

    private static List<Metric> metrics(Rubric rubric) {
        return rubric.metrics().stream()
                .sorted(Comparator.comparing(Metric::id))
                .toList();
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(Names::compare).toList();
    }

    /** Where each name is among others; -1 where it is not. */
    private static <T> int[] places(List<T> names, List<T> among) {
        Map<T, Integer> places = new HashMap<>();
        among.forEach(name -> places.put(name, places.size()));
        return names.stream().mapToInt(name -> places.getOrDefault(name, -1)).toArray();
    }

    /** Counts rows whose numbers are those of a dictionary without its pairs. */
    private static Summaries collect(Rubric rubric, Unit unit, Dictionary all, long ratings, Rows rows) {
        boolean characters = unit != Unit.SCENARIO;
        boolean items = unit != Unit.CHARACTER;
        boolean raters = unit == Unit.RATING;
        Pairs pairs = new Pairs();
        rows.forEach((candidate, character, item, detail, metric, rater, level, count) -> {
            int unused = pairs.code(characters ? character : 0, items ? item : 0);
        });
        long[] sorted = pairs.stream().sorted().toArray();
        int[] places = pairs.stream()
                .mapToInt(pair -> Arrays.binarySearch(sorted, pair))
                .toArray();
        Dictionary names = all.by(unit).with(sorted);
        List<String> told =
                raters ? all.raters : all.raters.stream().map(Dictionary::told).toList();
        int[] rated = places(told, names.raters);
        Counter counter = raters ? new Sorter(ratings) : new Tally();
        rows.forEach((candidate, character, item, detail, metric, rater, level, count) -> counter.add(
                names.entry(
                        places[pairs.code(characters ? character : 0, items ? item : 0)],
                        candidate,
                        raters ? detail : 0,
                        metric,
                        rated[rater],
                        level),
                count));
        return counter.summary(rubric, unit, names);
    }

    /** Counts entries. */
    private interface Counter {
        void add(long entry, long count);

        Summaries summary(Rubric rubric, Unit unit, Dictionary names);
    }

    /** Few of them alike. */
    private static final class Sorter implements Counter {
        private final long[] all;
        private int size;

        Sorter(long ratings) {
            Checks.rejectIf(
                    ratings > Integer.MAX_VALUE - 8, "ratings: %s of them are too many for one summary", ratings);
            all = new long[(int) ratings];
        }

        @Override
        public void add(long entry, long count) {
            Arrays.fill(all, size, size + (int) count, entry);
            size += (int) count;
        }

        @Override
        public Summaries summary(Rubric rubric, Unit unit, Dictionary names) {
            Arrays.sort(all);
            int different = 0;
            for (int i = 0; i < size; i++) {
                different += i == 0 || all[i] != all[i - 1] ? 1 : 0;
            }
            if (different == size) {
                return new Summaries(rubric, unit, names, all, ONES);
            }
            long[] entries = new long[different];
            long[] counts = new long[different];
            int last = -1;
            for (long entry : all) {
                last += last < 0 || entries[last] != entry ? 1 : 0;
                entries[last] = entry;
                counts[last]++;
            }
            return new Summaries(rubric, unit, names, entries, counts);
        }
    }

    /** Many of them alike. */
    private static final class Tally implements Counter {
        private final CodeMap codes = new CodeMap();
        private long[] entries = new long[64];
        private long[] counts = new long[64];

        @Override
        public void add(long entry, long count) {
            int code = codes.code(entry);
            if (code == counts.length) {
                entries = Arrays.copyOf(entries, 2 * code);
                counts = Arrays.copyOf(counts, 2 * code);
            }
            entries[code] = entry;
            counts[code] = Math.addExact(counts[code], count);
        }

        @Override
        public Summaries summary(Rubric rubric, Unit unit, Dictionary names) {
            long[] sorted = Arrays.copyOf(entries, codes.size());
            Arrays.sort(sorted);
            long[] own = new long[sorted.length];
            Arrays.setAll(own, i -> counts[codes.find(sorted[i])]);
            return new Summaries(rubric, unit, names, sorted, Arrays.stream(own).allMatch(n -> n == 1) ? ONES : own);
        }
    }

    /**
     * {@return the counts of these ratings and of others}
     *
     * @param other ratings on the same rubric, by the same unit
     * @throws IllegalArgumentException if the rubrics or the units differ
     */
    public Summaries plus(Summaries other) {
        Checks.rejectIf(
                !rubric.hash().equals(other.rubric.hash()),
                "other: is on rubric \"%s\", this summary on rubric \"%s\", and they are not the same",
                other.rubric.id(),
                rubric.id());
        Checks.rejectIf(
                unit != other.unit,
                "other: is by %s, this summary by %s; by(Unit) makes the finer one coarser",
                other.unit,
                unit);
        Dictionary all = names.with(other.names);
        return collect(rubric, unit, all, Math.addExact(ratings(), other.ratings()), row -> {
            show(all, row);
            other.show(all, row);
        });
    }

    /** Rows in the numbers of a dictionary that has all these names. */
    private void show(Dictionary all, Row row) {
        int[] candidates = places(names.candidates, all.candidates);
        int[] characters = places(names.characters, all.characters);
        int[] items = places(names.items, all.items);
        int[] raters = places(names.raters, all.raters);
        int[] details = places(names.details, all.details);
        forEach((candidate, character, item, detail, metric, rater, level, count) -> row.row(
                candidates[candidate],
                characters[character],
                items[item],
                details[detail],
                metric,
                raters[rater],
                level,
                count));
    }

    /**
     * {@return the same counts by a coarser unit}
     *
     * @param coarser a dialogue, a scenario or a character
     * @throws IllegalArgumentException if this summary does not tell such units apart
     */
    public Summaries by(Unit coarser) {
        boolean finer = unit == Unit.RATING || (unit == Unit.DIALOGUE && checked(coarser) != Unit.RATING);
        Checks.rejectIf(
                checked(coarser) != unit && !finer, "coarser: a summary by %s does not tell %ss apart", unit, coarser);
        return coarser == unit ? this : collect(rubric, coarser, names, ratings(), this::forEach);
    }

    private void forEach(Row row) {
        forEach(0, entries.length, row);
    }

    private void forEach(int from, int to, Row row) {
        for (int i = from; i < to; i++) {
            names.show(entries[i], counts == ONES ? 1 : counts[i], row);
        }
    }

    /** {@return what is told apart} */
    public Unit unit() {
        return unit;
    }

    /** {@return how metrics add up} */
    public Rubric rubric() {
        return rubric;
    }

    /** {@return how many ratings are counted} */
    public long ratings() {
        return counts == ONES ? entries.length : Arrays.stream(counts).sum();
    }

    /** {@return the number of entries: different ratings, or different scores of a candidate on a metric of a unit} */
    public int entries() {
        return entries.length;
    }

    /** What a summary by another unit than rating says to who asks for single ratings. */
    static Unavailable notByRating(Unit unit) {
        return new Unavailable(AnalysisCode.NOT_BY_RATING, "unit", unit.label());
    }

    /** The entries that meet a condition, by the same names. */
    private Summaries where(IntPredicate candidates, LongPredicate pairs) {
        BitSet kept = new BitSet();
        int[] i = {0};
        forEach((candidate, character, item, detail, metric, rater, level, count) ->
                kept.set(i[0]++, candidates.test(candidate) && pairs.test(((long) character << 32) | item)));
        return new Summaries(
                rubric,
                unit,
                names,
                kept.stream().mapToLong(e -> entries[e]).toArray(),
                counts == ONES ? ONES : kept.stream().mapToLong(e -> counts[e]).toArray());
    }

    /** The counts as rows, and the ratings if they are asked for. */
    Source source() {
        Supplier<Ratings> ratings = Suppliers.memoize(this::toRatings);
        return new Source() {
            @Override
            public List<String> dictionary(Column column) {
                return switch (column) {
                    case CANDIDATE -> names.candidates;
                    case CHARACTER -> names.characters;
                    case ITEM -> names.items;
                    case METRIC -> names.metrics.stream().map(Metric::id).toList();
                    case RATER -> names.raters;
                    default -> throw new IllegalArgumentException("column: " + column);
                };
            }

            @Override
            public List<Metric> metrics() {
                return names.metrics;
            }

            /** Ratings one by one, since those of one rater that are alike are repeats. */
            @Override
            public void forEach(int part, int parts, Source.Row row) {
                boolean each = unit == Unit.RATING;
                int from = (int) ((long) entries.length * part / parts);
                int to = (int) ((long) entries.length * (part + 1) / parts);
                Summaries.this.forEach(from, to, (candidate, character, item, detail, metric, rater, level, count) -> {
                    for (long i = 0; i < (each ? count : 1); i++) {
                        row.row(candidate, character, item, metric, rater, level, each ? 1 : count);
                    }
                });
            }

            @Override
            public Unit unit() {
                return unit;
            }

            /** Where there are turns, samples or replicates, and nothing was rated twice with the same ones. */
            @Override
            public boolean averaged() {
                return names.details.size() > 1
                        && counts == ONES
                        && IntStream.range(1, entries.length)
                                .noneMatch(i -> entries[i] / LEVELS == entries[i - 1] / LEVELS);
            }

            @Override
            public boolean ordered() {
                return false;
            }

            @Override
            public long size() {
                return Summaries.this.ratings();
            }

            @Override
            public Ratings ratings() {
                return ratings.get();
            }

            @Override
            public String hash() {
                return unit == Unit.RATING ? ratings().hash() : Summaries.this.hash();
            }

            @Override
            public Source only(String... candidates) {
                Set<String> wanted = Set.of(candidates);
                return Summaries.this
                        .where(c -> wanted.contains(names.candidates.get(c)), pair -> true)
                        .source();
            }

            @Override
            public Source where(BiPredicate<String, String> characterAndItem) {
                Map<Long, Boolean> known = new HashMap<>();
                return Summaries.this
                        .where(
                                c -> true,
                                pair -> known.computeIfAbsent(
                                        pair,
                                        key -> characterAndItem.test(
                                                names.characters.get((int) (pair >>> 32)),
                                                names.items.get((int) pair))))
                        .source();
            }
        };
    }

    /** SHA-256 of what is written. */
    private String hash() {
        try {
            return HexFormat.of().formatHex(write(OutputStream.nullOutputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ratings, in canonical order. */
    private Ratings toRatings() {
        if (unit != Unit.RATING) {
            throw notByRating(unit);
        }
        Ratings.Builder ratings = Ratings.builder(rubric.metrics());
        forEach((candidate, character, item, detail, metric, rater, level, count) -> {
            Detail of = names.details.get(detail);
            Rating rating = new Rating(
                    names.candidates.get(candidate),
                    names.characters.get(character),
                    names.items.get(item),
                    names.metrics.get(metric).id(),
                    names.raters.get(rater),
                    names.metrics.get(metric).scale().score(level),
                    of.turn,
                    of.sample,
                    of.replicate);
            for (long i = 0; i < count; i++) {
                ratings.add(rating);
            }
        });
        return ratings.build();
    }

    /**
     * Writes the summary; the form is described above. The file is written atomically.
     *
     * @param file the file to make or replace; its folder must exist
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.write(Objects.requireNonNull(file, "file"), this::write);
    }

    /**
     * {@return what {@link #write} writes, for example to send it to another machine}
     *
     * @throws IllegalStateException if it is longer than an array can be; a file can hold it
     */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OutOfMemoryError e) {
            throw new IllegalStateException("the summary has " + entries.length + " entries, too many for an array", e);
        }
        return out.toByteArray();
    }

    @CanIgnoreReturnValue
    private byte[] write(OutputStream to) throws IOException {
        MessageDigest digest = Digest.sha256();
        Output out = new Output(new BufferedOutputStream(new DigestOutputStream(to, digest), 1 << 16));
        out.out.write(MAGIC.getBytes(StandardCharsets.UTF_8));
        out.text(unit.name());
        out.text(rubric.hash());
        out.texts(names.candidates);
        out.texts(names.characters);
        out.texts(names.items);
        out.texts(names.raters);
        out.number(names.details.size());
        for (Detail detail : names.details) {
            out.text(detail.turn);
            out.text(detail.sample);
            out.text(detail.replicate);
        }
        out.number(names.pairs.length());
        for (long pair : names.pairs.asList()) {
            out.number(pair >>> 32);
            out.number(pair & 0xffff_ffffL);
        }
        out.number(entries.length);
        out.number(counts == ONES ? 0 : 1);
        long before = 0;
        for (int i = 0; i < entries.length; i++) {
            out.number(entries[i] - before);
            if (counts != ONES) {
                out.number(counts[i]);
            }
            before = entries[i];
        }
        out.out.flush();
        byte[] checksum = digest.digest();
        to.write(checksum);
        return checksum;
    }

    /** Numbers and texts as bytes. */
    private record Output(OutputStream out) {
        void number(long value) throws IOException {
            long rest = value;
            while (rest >= 128) {
                out.write((int) ((rest & 127) | 128));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        void text(String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            number(bytes.length);
            out.write(bytes);
        }

        void texts(List<String> texts) throws IOException {
            number(texts.size());
            for (String text : texts) {
                text(text);
            }
        }
    }

    /**
     * Reads a summary that {@link #write} wrote.
     *
     * @param file the file
     * @param rubric the rubric that it was made with
     * @return the summary
     * @throws DatasetFormatException if there is no such file, or it is damaged or no summary
     * @throws IllegalArgumentException if it was made with another rubric
     */
    public static Summaries read(Path file, Rubric rubric) {
        Finding.Place place = Finding.Place.of(Objects.requireNonNull(file, "file"));
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, place, rubric);
        } catch (IOException e) {
            throw Utf8Reader.unreadable(file, e);
        }
    }

    /**
     * {@return the summary that {@link #toBytes} made bytes of}
     *
     * @param bytes the bytes
     * @param rubric the rubric that it was made with
     * @throws DatasetFormatException if they are damaged or no summary
     * @throws IllegalArgumentException if it was made with another rubric
     */
    public static Summaries of(byte[] bytes, Rubric rubric) {
        try {
            return read(new ByteArrayInputStream(bytes), Finding.Place.none(), rubric);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Summaries read(InputStream from, Finding.Place place, Rubric rubric) throws IOException {
        Input in = new Input(from);
        try {
            in.magic();
            String unit = in.text();
            String hash = in.text();
            List<String> candidates = in.texts();
            List<String> characters = in.texts();
            List<String> items = in.texts();
            List<String> raters = in.texts();
            List<Detail> details = new ArrayList<>();
            for (long left = in.number(); left > 0; left--) {
                details.add(new Detail(in.text(), in.text(), in.text()));
            }
            ImmutableLongArray.Builder pairs = ImmutableLongArray.builder();
            for (long left = in.number(); left > 0; left--) {
                pairs.add((in.number() << 32) | in.number());
            }
            ImmutableLongArray.Builder entries = ImmutableLongArray.builder();
            ImmutableLongArray.Builder counts = ImmutableLongArray.builder();
            long size = in.number();
            boolean counted = in.number() == 1;
            long entry = 0;
            for (long left = size; left > 0; left--) {
                entry += in.number();
                entries.add(entry);
                if (counted) {
                    counts.add(in.number());
                }
            }
            in.checksum();
            Checks.rejectIf(
                    !hash.equals(rubric.hash()),
                    "rubric: \"%s\" has not the hash of the one that the summary was made with, %s",
                    rubric.id(),
                    hash);
            Dictionary names =
                    new Dictionary(metrics(rubric), candidates, characters, items, raters, details, pairs.build());
            long[] all = entries.build().toArray();
            return new Summaries(
                    rubric,
                    Unit.valueOf(unit),
                    names,
                    all,
                    counted ? counts.build().toArray() : ONES);
        } catch (DamagedException e) {
            throw new DatasetFormatException(AnalysisCode.DAMAGED_SUMMARY.at(place.at("byte", "" + in.at())), e);
        }
    }

    /** Bytes that are no summary. */
    private static final class DamagedException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Bytes as numbers and texts. */
    private static final class Input {
        private final InputStream in;
        private final MessageDigest digest = Digest.sha256();
        private final byte[] buffer = new byte[1 << 16];
        private int next;
        private int size;
        private long before;

        Input(InputStream in) {
            this.in = in;
        }

        long at() {
            return before + next;
        }

        private int read() throws IOException {
            if (next == size) {
                digest.update(buffer, 0, size);
                before += size;
                next = 0;
                size = Math.max(0, in.read(buffer));
                if (size == 0) {
                    throw new DamagedException();
                }
            }
            return buffer[next++] & 0xff;
        }

        private byte[] read(long bytes) throws IOException {
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (long left = bytes; left > 0; left--) {
                read.write(read());
            }
            return read.toByteArray();
        }

        void magic() throws IOException {
            for (byte expected : MAGIC.getBytes(StandardCharsets.UTF_8)) {
                if (read() != expected) {
                    throw new DamagedException();
                }
            }
        }

        long number() throws IOException {
            long number = 0;
            for (int shift = 0; shift < Long.SIZE - 1; shift += 7) {
                int bits = read();
                number |= (bits & 127L) << shift;
                if (bits < 128) {
                    return number;
                }
            }
            throw new DamagedException();
        }

        String text() throws IOException {
            return new String(read(number()), StandardCharsets.UTF_8);
        }

        List<String> texts() throws IOException {
            List<String> texts = new ArrayList<>();
            for (long left = number(); left > 0; left--) {
                texts.add(text());
            }
            return texts;
        }

        void checksum() throws IOException {
            digest.update(buffer, 0, next);
            byte[] expected = digest.digest();
            if (!Arrays.equals(expected, read(expected.length)) || next < size || in.read() >= 0) {
                throw new DamagedException();
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Summaries that
                && unit == that.unit
                && rubric.hash().equals(that.rubric.hash())
                && names.equals(that.names)
                && Arrays.equals(entries, that.entries)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(entries) + names.hashCode();
    }

    /** As {@code 9720 ratings by character: 6 candidates, 20 characters}. */
    @Override
    public String toString() {
        return Numbers.count(ratings(), "rating") + " by " + unit + ": "
                + Numbers.count(names.candidates.size(), "candidate") + ", "
                + Numbers.count(names.pairs.length(), unit == Unit.RATING ? "dialogue" : unit.toString());
    }
}
