package esrp.metrics;

import com.google.common.base.Suppliers;
import esrp.core.LevelCounts;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.internal.Checks;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ratings by candidate, metric and site, a site being an item: a character in a scenario, or a batch. Names are sorted, and what is
 * added up are whole numbers, so that nothing depends on the order of rows.
 *
 * <p>Rows are not copied: takes about 40 bytes a site, and one bit for each candidate, metric and site. Only who asks for the
 * levels of single raters has them laid out by form, a form being one rater's answers about one site: one byte for each candidate,
 * metric and form, and 16 bytes a form.
 */
final class ScoreTable {
    final List<Metric> metrics;
    final List<String> candidates;
    final List<String> characters;
    final List<String> items;
    final List<String> raters;
    /** How many ratings the same rater had given before. */
    final int duplicates;
    /** Whether one of the raters is simulated. */
    final boolean simulated;
    /** How many sites there are. */
    final int sites;

    private final Rows rows;
    /** Of each site; characters of batches behind those of dialogues. */
    private final int[] character;

    private final int[] item;
    /** [cell][level] */
    private final long[][] counts;
    /** [cell] the sites with ratings that count. */
    private final BitSet[] rated;

    private final Coverage[] coverage;
    private final Supplier<ScoreTable> common = Suppliers.memoize(() -> new ScoreTable(this));
    private final Supplier<Forms> forms = Suppliers.memoize(this::laidOut);

    /** How much of a cell there is. */
    record Coverage(long ratings, long used, int items, int usedItems) {}

    private ScoreTable(Source source, Codes codes, List<Metric> metrics, Analysis.Duplicates policy) {
        this.metrics = List.copyOf(metrics);
        candidates = codes.names(Column.CANDIDATE);
        characters = codes.names(Column.CHARACTER);
        items = codes.names(Column.ITEM);
        raters = codes.names(Column.RATER);
        simulated = raters.stream().anyMatch(rater -> new Rater(rater).kind() == Rater.Kind.SIMULATED);
        long[] places = codes.places();
        sites = places.length;
        character =
                Arrays.stream(places).mapToInt(place -> (int) (place >>> 32)).toArray();
        item = Arrays.stream(places).mapToInt(place -> (int) place).toArray();
        counts = new long[candidates.size() * metrics.size()][];
        rated = new BitSet[counts.length];
        Rows all = new Rows(this, source, codes, codes.sites(places));
        Repeats.Watch watch = source.byRating() ? Repeats.Watch.of(all.keys(), source.size()) : Repeats.Watch.none();
        count(all, watch);
        Pairs again = source.byRating() ? watch.again(all, source.size()) : new Pairs();
        if (again.size() == 0) {
            rows = all;
            duplicates = 0;
        } else {
            boolean averaged = source.averaged();
            Repeats repeats = Repeats.of(
                    again,
                    all,
                    averaged ? Analysis.Duplicates.MEAN : policy,
                    metrics.stream().map(Metric::scale).toList());
            if (!averaged && policy == Analysis.Duplicates.REJECT) {
                throw new IllegalArgumentException("ratings: "
                        + Numbers.count(repeats.count, "rating")
                        + " repeat what the same rater rated already: "
                        + repeats.examples.stream().map(all::name).collect(Collectors.joining("; "))
                        + (repeats.count > repeats.examples.size() ? "; ..." : "")
                        + ". Choose Duplicates.FIRST, LAST or MEAN, or correct the data");
            }
            rows = new Rows(all, Optional.of(repeats), all.allowed);
            duplicates = averaged ? 0 : repeats.count;
            count(rows, Repeats.Watch.none());
        }
        coverage = new Coverage[counts.length];
        Arrays.setAll(coverage, cell -> {
            long n = n(cell);
            int of = rated[cell].cardinality();
            return new Coverage(n, n, of, of);
        });
    }

    /** What is left of a table where only common items count. */
    private ScoreTable(ScoreTable all) {
        metrics = all.metrics;
        candidates = all.candidates;
        characters = all.characters;
        items = all.items;
        raters = all.raters;
        duplicates = all.duplicates;
        simulated = all.simulated;
        sites = all.sites;
        character = all.character;
        item = all.item;
        coverage = all.coverage.clone();
        BitSet[] allowed = new BitSet[metrics.size()];
        boolean less = false;
        for (int m = 0; m < allowed.length; m++) {
            allowed[m] = all.rated(m) ? all.commonSites(m) : new BitSet();
            for (int c = 0; c < candidates.size(); c++) {
                BitSet left = (BitSet) all.rated[cell(c, m)].clone();
                left.andNot(allowed[m]);
                less |= !left.isEmpty();
            }
        }
        rows = less ? new Rows(all.rows, all.rows.repeats, allowed) : all.rows;
        counts = less ? new long[all.counts.length][] : all.counts;
        rated = less ? new BitSet[counts.length] : all.rated;
        if (less) {
            count(rows, Repeats.Watch.none());
            Arrays.setAll(coverage, cell -> {
                Coverage of = all.coverage[cell];
                return new Coverage(of.ratings, n(cell), of.items, rated[cell].cardinality());
            });
        }
    }

    private void count(Rows of, Repeats.Watch watch) {
        Arrays.setAll(
                counts,
                cell -> new long[metrics.get(cell % metrics.size()).scale().levels()]);
        Arrays.setAll(rated, cell -> new BitSet(sites));
        boolean watched = watch.watches();
        List<Counted> counted = of.inParts((part, parts) -> {
            Counted own = part == 0 ? new Counted(counts, rated, watch) : new Counted(this, watch.another());
            of.forEach(part, parts, (cell, site, rater, level, count) -> {
                own.counts[cell][level] += count;
                own.rated[cell].set(site);
                if (watched) {
                    own.watch.see(of.key(cell, site, rater));
                }
            });
            return own;
        });
        for (Counted part : counted.subList(1, counted.size())) {
            for (int cell = 0; cell < counts.length; cell++) {
                for (int level = 0; level < counts[cell].length; level++) {
                    counts[cell][level] += part.counts[cell][level];
                }
                rated[cell].or(part.rated[cell]);
            }
            watch.add(part.watch);
        }
    }

    /** What one thread counts. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Counted(long[][] counts, BitSet[] rated, Repeats.Watch watch) {
        Counted(ScoreTable table, Repeats.Watch watch) {
            this(
                    Arrays.stream(table.counts)
                            .map(levels -> new long[levels.length])
                            .toArray(long[][]::new),
                    Stream.generate(() -> new BitSet(table.sites))
                            .limit(table.counts.length)
                            .toArray(BitSet[]::new),
                    watch);
        }
    }

    private long n(int cell) {
        return Arrays.stream(counts[cell]).sum();
    }

    /** All ratings on the metrics of a rubric. */
    static ScoreTable of(Source source, Rubric rubric, Analysis.Duplicates duplicates) {
        Codes codes = new Codes(source, rubric.metrics());
        checkMetrics("ratings", codes.metrics(source), rubric);
        return new ScoreTable(source, codes, rubric.metrics(), duplicates);
    }

    /** All ratings on metrics that the ratings know. */
    static ScoreTable of(Ratings ratings, List<Metric> metrics, Analysis.Duplicates duplicates) {
        Source source = Source.of(ratings);
        return new ScoreTable(source, new Codes(source, metrics), metrics, duplicates);
    }

    /** Refuses metrics that a rubric does not have, or has on another scale. */
    static void checkMetrics(String name, Ratings ratings, Rubric rubric) {
        checkMetrics(name, ratings.metricIds().stream().map(ratings::metric).toList(), rubric);
    }

    private static void checkMetrics(String name, List<Metric> rated, Rubric rubric) {
        List<String> known = rubric.metrics().stream().map(Metric::id).toList();
        for (Metric metric : rated) {
            String id = metric.id();
            if (!known.contains(id)) {
                throw new IllegalArgumentException(name + ": metric \"" + id + "\" is not in rubric \""
                        + rubric.id() + "\", whose metrics are " + known
                        + "; leave it out with where(Column.METRIC, ...)");
            }
            Scale ours = rubric.metric(id).scale();
            if (!metric.scale().equals(ours)) {
                throw new IllegalArgumentException(name + ": metric \"" + id + "\" has scale " + metric.scale()
                        + ", but rubric \"" + rubric.id() + "\" says " + ours);
            }
        }
    }

    /** Places of the codes of a source among the sorted names that occur. */
    private static final class Codes {
        private final Map<Column, List<String>> sorted = new HashMap<>();
        private final Map<Column, int[]> place = new HashMap<>();
        /** By code of the metric: its place, and whether it is of batches. */
        final int[] metric;

        final boolean[] batch;
        private final boolean[] rated;
        /** How many codes of characters there are; those of batches come behind those of dialogues. */
        final int behind;

        final Pairs pairs = new Pairs();

        Codes(Source source, List<Metric> metrics) {
            List<String> ids = metrics.stream().map(Metric::id).toList();
            metric = source.dictionary(Column.METRIC).stream()
                    .mapToInt(ids::indexOf)
                    .toArray();
            batch = new boolean[metric.length];
            for (int code = 0; code < metric.length; code++) {
                batch[code] = metric[code] >= 0 && metrics.get(metric[code]).target() == Metric.Target.BATCH;
            }
            rated = new boolean[metric.length];
            behind = source.dictionary(Column.CHARACTER).size();
            boolean[] candidate =
                    new boolean[source.dictionary(Column.CANDIDATE).size()];
            boolean[] character = new boolean[behind];
            boolean[] item = new boolean[source.dictionary(Column.ITEM).size()];
            boolean[] rater = new boolean[source.dictionary(Column.RATER).size()];
            // Threads set what is set for good, so that they need not know of each other; and set it once, as a write
            // takes the
            // line of the cache from all others.
            source
                    .inParts((part, parts) -> {
                        Pairs own = part == 0 ? pairs : new Pairs();
                        source.forEach(part, parts, (c, ch, it, m, r, level, count) -> {
                            occurs(candidate, c);
                            occurs(character, ch);
                            occurs(item, it);
                            occurs(rater, r);
                            occurs(rated, m);
                            own.code(batch[m] ? ch + behind : ch, it);
                        });
                        return own;
                    })
                    .stream()
                    .skip(1)
                    .forEach(pairs::addAll);
            sort(source, Column.CANDIDATE, candidate);
            sort(source, Column.CHARACTER, character);
            sort(source, Column.ITEM, item);
            sort(source, Column.RATER, rater);
        }

        private static void occurs(boolean[] codes, int code) {
            if (!codes[code]) {
                codes[code] = true;
            }
        }

        private void sort(Source source, Column column, boolean[] occurs) {
            List<String> names = source.dictionary(column);
            int[] codes = IntStream.range(0, occurs.length)
                    .filter(code -> occurs[code])
                    .boxed()
                    .sorted((a, b) -> Names.compare(names.get(a), names.get(b)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] places = new int[occurs.length];
            for (int i = 0; i < codes.length; i++) {
                places[codes[i]] = i;
            }
            place.put(column, places);
            sorted.put(column, Arrays.stream(codes).mapToObj(names::get).toList());
        }

        /** The metrics that occur. */
        List<Metric> metrics(Source source) {
            return IntStream.range(0, rated.length)
                    .filter(code -> rated[code])
                    .mapToObj(source.metrics()::get)
                    .toList();
        }

        /** Character, behind the others for batches, and item. */
        private long place(long pair) {
            int code = (int) (pair >>> 32);
            int[] ofCharacter = places(Column.CHARACTER);
            int where = code < behind
                    ? ofCharacter[code]
                    : ofCharacter[code - behind] + names(Column.CHARACTER).size();
            return (long) where << 32 | places(Column.ITEM)[(int) pair];
        }

        /** The names that occur, sorted. */
        List<String> names(Column column) {
            return sorted.getOrDefault(column, List.of());
        }

        int[] places(Column column) {
            return place.getOrDefault(column, new int[0]);
        }

        /** Of all sites, in their order. */
        long[] places() {
            return pairs.stream().map(this::place).sorted().toArray();
        }

        /** The site of each code of a pair. */
        int[] sites(long[] places) {
            return pairs.stream()
                    .mapToInt(pair -> Arrays.binarySearch(places, place(pair)))
                    .toArray();
        }
    }

    /** Rows in the numbers of a table, one for what a rater rated more than once, and those alone that are allowed. */
    private static final class Rows implements Repeats.Keyed {
        private final ScoreTable table;
        private final Source source;
        private final Codes codes;
        private final int[] site;
        final Optional<Repeats> repeats;
        /** [metric] the sites that count; empty if all do. */
        final BitSet[] allowed;

        Rows(ScoreTable table, Source source, Codes codes, int[] site) {
            this.table = table;
            this.source = source;
            this.codes = codes;
            this.site = site;
            repeats = Optional.empty();
            allowed = new BitSet[0];
        }

        Rows(Rows other, Optional<Repeats> repeats, BitSet[] allowed) {
            table = other.table;
            source = other.source;
            codes = other.codes;
            site = other.site;
            this.repeats = repeats;
            this.allowed = allowed;
        }

        void forEach(Row row) {
            forEach(0, 1, row);
        }

        /** In several parts, unless what is repeated is to be shown once. */
        <T> List<T> inParts(BiFunction<Integer, Integer, T> made) {
            return repeats.isPresent() ? List.of(made.apply(0, 1)) : source.inParts(made);
        }

        void forEach(int part, int parts, Row row) {
            int[] ofCandidate = codes.places(Column.CANDIDATE);
            int[] ofRater = codes.places(Column.RATER);
            int[] ofMetric = codes.metric;
            boolean[] batch = codes.batch;
            int behind = codes.behind;
            int width = table.metrics.size();
            Pairs.Reader pairs = codes.pairs.new Reader();
            Repeats again = repeats.orElse(null);
            BitSet shown = new BitSet();
            source.forEach(part, parts, (candidate, character, item, metric, rater, level, count) -> {
                int m = ofMetric[metric];
                int s = site[pairs.code(batch[metric] ? character + behind : character, item)];
                if (allowed.length > 0 && !allowed[m].get(s)) {
                    return;
                }
                int cell = ofCandidate[candidate] * width + m;
                int r = ofRater[rater];
                int code = again == null ? -1 : again.code(key(cell, s, r));
                if (again == null || code < 0) {
                    row.row(cell, s, r, level, count);
                } else if (!shown.get(code)) {
                    shown.set(code);
                    row.row(cell, s, r, again.level(code), 1);
                }
            });
        }

        @Override
        public void forEachKey(Repeats.KeyedRow row) {
            forEach((cell, s, rater, level, count) -> row.row(key(cell, s, rater), cell % table.metrics.size(), level));
        }

        /** A number for a cell, a site and a rater. */
        long key(int cell, int s, int rater) {
            return ((long) s * table.counts.length + cell) * table.raters.size() + rater;
        }

        /** How many keys there are. */
        double keys() {
            double most = (double) table.sites * table.counts.length * table.raters.size();
            Checks.rejectIf(most >= Long.MAX_VALUE, "ratings: too many dialogues × candidates × raters: %s", most);
            return most;
        }

        /** A key in words. */
        String name(long key) {
            long where = key / table.raters.size();
            int cell = (int) (where % table.counts.length);
            int s = (int) (where / table.counts.length);
            return "rater \"" + table.raters.get((int) (key % table.raters.size())) + "\" on candidate \""
                    + table.candidates.get(cell / table.metrics.size()) + "\", character \""
                    + table.characters.get(table.characterOf(s)) + "\", item \"" + table.items.get(table.item[s])
                    + "\", metric \""
                    + table.metrics.get(cell % table.metrics.size()).id() + "\"";
        }
    }

    /** A rating, or several that are alike: of a candidate and metric, on a site, by a rater. */
    @FunctionalInterface
    interface Row {
        void row(int cell, int site, int rater, int level, long count);
    }

    /** Visits the ratings that count. */
    void forEach(Row row) {
        rows.forEach(row);
    }

    /** Visits a part of them. */
    void forEach(int part, int parts, Row row) {
        rows.forEach(part, parts, row);
    }

    /** What is made of each part of the ratings that count. */
    <T> List<T> inParts(BiFunction<Integer, Integer, T> made) {
        return rows.inParts(made);
    }

    /**
     * The same where only items count that all candidates have, metric by metric: dialogues are matched by character and
     * scenario, batches by character.
     */
    ScoreTable common() {
        return common.get();
    }

    private boolean batches(int metric) {
        return metrics.get(metric).target() == Metric.Target.BATCH;
    }

    /** Where a candidate has ratings on a metric: characters for batches, else sites. */
    BitSet rated(int candidate, int metric) {
        BitSet own = rated[cell(candidate, metric)];
        if (!batches(metric)) {
            return own;
        }
        BitSet places = new BitSet();
        own.stream().forEach(s -> places.set(characterOf(s)));
        return places;
    }

    /** Where every candidate with any rating on a metric has one. */
    BitSet common(int metric) {
        BitSet all = new BitSet();
        boolean first = true;
        for (int c = 0; c < candidates.size(); c++) {
            BitSet own = rated(c, metric);
            if (first) {
                all.or(own);
            } else if (!own.isEmpty()) {
                all.and(own);
            }
            first &= own.isEmpty();
        }
        return all;
    }

    /** The sites of what is common. */
    private BitSet commonSites(int metric) {
        BitSet places = common(metric);
        if (places.isEmpty()) {
            throw new Unavailable(
                    batches(metric) ? AnalysisCode.NO_COMMON_CHARACTER : AnalysisCode.NO_COMMON_DIALOGUE,
                    "metric",
                    metrics.get(metric).id());
        }
        if (!batches(metric)) {
            return places;
        }
        BitSet sitesOf = new BitSet();
        IntStream.range(0, sites)
                .filter(s -> ofBatch(s) && places.get(characterOf(s)))
                .forEach(sitesOf::set);
        return sitesOf;
    }

    /** The sites that have ratings on a metric. */
    BitSet sites(int metric) {
        BitSet all = new BitSet();
        for (int c = 0; c < candidates.size(); c++) {
            all.or(rated[cell(c, metric)]);
        }
        return all;
    }

    private boolean ofBatch(int site) {
        return character[site] >= characters.size();
    }

    int characterOf(int site) {
        return ofBatch(site) ? character[site] - characters.size() : character[site];
    }

    int itemOf(int site) {
        return item[site];
    }

    int cell(int candidate, int metric) {
        return candidate * metrics.size() + metric;
    }

    int cells() {
        return counts.length;
    }

    Coverage coverage(int candidate, int metric) {
        return coverage[cell(candidate, metric)];
    }

    /** Whether there are so many ratings that several processors share the work. */
    boolean isLarge() {
        return rows.source.size() >= Source.MANY;
    }

    /** Whether anybody was rated on a metric. */
    boolean rated(int metric) {
        return IntStream.range(0, candidates.size())
                .anyMatch(c -> coverage(c, metric).ratings() > 0);
    }

    int metric(String id) {
        return Names.index("metric", id, metrics.stream().map(Metric::id).toList());
    }

    int candidate(String id) {
        return Names.index("candidate", id, candidates);
    }

    LevelCounts counts(int candidate, int metric) {
        return LevelCounts.of(metrics.get(metric).scale(), counts[cell(candidate, metric)]);
    }

    /** Levels by cell and form, 0 where there is none; site and rater of each form, those of a site being neighbours. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Forms(long[] keys, int[] site, int[] rater, byte[][] levels) {}

    private Forms laidOut() {
        if (!rows.source.byRating()) {
            throw Summaries.notByRating(rows.source.unit());
        }
        long[] some = new long[Math.toIntExact(rows.source.size())];
        int[] n = {0};
        // Forms are those of all ratings, whether they count or not.
        new Rows(rows, rows.repeats, new BitSet[0])
                .forEach((cell, site, rater, level, count) -> some[n[0]++] = form(site, rater));
        Arrays.sort(some, 0, n[0]);
        long[] keys = Arrays.stream(some, 0, n[0]).distinct().toArray();
        byte[][] levels = new byte[counts.length][keys.length];
        forEach((cell, site, rater, level, count) ->
                levels[cell][Arrays.binarySearch(keys, form(site, rater))] = (byte) (level + 1));
        return new Forms(
                keys,
                Arrays.stream(keys).mapToInt(key -> (int) (key / raters.size())).toArray(),
                Arrays.stream(keys).mapToInt(key -> (int) (key % raters.size())).toArray(),
                levels);
    }

    private long form(int site, int rater) {
        return (long) site * raters.size() + rater;
    }

    /** How many forms there are. */
    int forms() {
        return forms.get().keys.length;
    }

    int character(int form) {
        return characterOf(site(form));
    }

    int item(int form) {
        return item[site(form)];
    }

    int rater(int form) {
        return forms.get().rater[form];
    }

    int site(int form) {
        return forms.get().site[form];
    }

    boolean isBatch(int form) {
        return ofBatch(site(form));
    }

    /** The forms of one site. */
    @FunctionalInterface
    interface Site {
        void forms(int from, int to);
    }

    /** Visits the sites in order. */
    void forEachSite(Site visitor) {
        int[] site = forms.get().site;
        int from = 0;
        for (int to = 1; to <= site.length; to++) {
            if (to == site.length || site[to] != site[from]) {
                visitor.forms(from, to);
                from = to;
            }
        }
    }

    /** A form and its level. */
    @FunctionalInterface
    interface Rated {
        void level(int form, int level);
    }

    /** Visits the ratings of a cell that count. */
    void forEachLevel(int candidate, int metric, Rated visitor) {
        byte[] row = forms.get().levels[cell(candidate, metric)];
        for (int f = 0; f < row.length; f++) {
            if (row[f] != 0) {
                visitor.level(f, (row[f] & 0xFF) - 1);
            }
        }
    }

    /** The level, or -1 where there is no rating that counts. */
    int level(int candidate, int metric, int form) {
        return (forms.get().levels[cell(candidate, metric)][form] & 0xFF) - 1;
    }

    /** The cluster of a rating; of crossed units the site. */
    int cluster(Unit unit, int site, int rater) {
        return switch (unit) {
            case RATING -> Arrays.binarySearch(forms.get().keys, form(site, rater));
            case DIALOGUE, CHARACTER_AND_SCENARIO -> site;
            case SCENARIO -> item[site];
            case CHARACTER -> characterOf(site);
        };
    }

    /** The clusters in which a cell has ratings that count; of crossed units the sites. */
    BitSet clusters(Unit unit, int cell) {
        BitSet own = rated[cell];
        if (unit == Unit.DIALOGUE || unit == Unit.CHARACTER_AND_SCENARIO) {
            return own;
        }
        BitSet clusters = new BitSet();
        if (unit == Unit.RATING) {
            byte[] levels = forms.get().levels[cell];
            IntStream.range(0, levels.length).filter(form -> levels[form] != 0).forEach(clusters::set);
        } else {
            own.stream().forEach(site -> clusters.set(cluster(unit, site, 0)));
        }
        return clusters;
    }

    /** Whether the ratings of a cell that count, and the sum of their levels, are numbers of 31 bits. */
    boolean isFew(int cell) {
        double sum = 0;
        for (int level = 0; level < counts[cell].length; level++) {
            sum += (level + 1.0) * counts[cell][level];
        }
        return sum <= Integer.MAX_VALUE;
    }
}
