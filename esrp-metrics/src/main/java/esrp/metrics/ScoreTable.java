package esrp.metrics;

import com.google.common.base.Suppliers;
import esrp.core.LevelCounts;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.internal.Checks;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Ratings as a dense table: for each candidate and metric one level per form, a form being one rater's answers about
 * one item (a character in a scenario, or a batch). Names are sorted, so that nothing depends on the order of rows.
 *
 * <p>Takes one byte for each candidate, metric and form, and 13 bytes a form.
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
    /** How many forms there are. */
    final int forms;

    private final int[] character;
    private final int[] item;
    private final int[] rater;
    private final boolean[] batch;
    /** The site (character and item) of each form; forms of a site are neighbours. */
    private final int[] site;

    /** How many sites there are. */
    final int sites;

    private final byte[][] levels;
    private final Coverage[] coverage;
    private final Supplier<ScoreTable> common = Suppliers.memoize(() -> new ScoreTable(this));

    /** How much of a cell there is. */
    record Coverage(long ratings, long used, int items, int usedItems) {}

    private ScoreTable(Ratings ratings, List<Metric> metrics, Analysis.Duplicates policy) {
        this.metrics = List.copyOf(metrics);
        candidates = sorted(ratings.candidates());
        characters = sorted(ratings.characters());
        items = sorted(ratings.items());
        raters = sorted(ratings.raters());
        simulated = ratings.simulated();
        double most = 2.0 * characters.size() * items.size() * raters.size();
        Checks.rejectIf(most >= Long.MAX_VALUE, "ratings: too many characters × items × raters: %s", most);
        Codes codes = new Codes(ratings);
        long[] keys = new long[ratings.size()];
        int[] next = {0};
        ratings.forEachRow((candidate, character, item, metric, rater, level) ->
                keys[next[0]++] = codes.form(character, item, metric, rater));
        Arrays.sort(keys);
        long[] formKeys = Arrays.stream(keys).distinct().toArray();
        forms = formKeys.length;
        character = new int[forms];
        item = new int[forms];
        rater = new int[forms];
        batch = new boolean[forms];
        site = new int[forms];
        for (int f = 0; f < forms; f++) {
            long where = formKeys[f] / raters.size();
            long who = where / items.size();
            rater[f] = (int) (formKeys[f] % raters.size());
            item[f] = (int) (where % items.size());
            character[f] = (int) (who % characters.size());
            batch[f] = who / characters.size() == 1;
            site[f] = f == 0 ? 0 : site[f - 1] + (where == formKeys[f - 1] / raters.size() ? 0 : 1);
        }
        sites = forms == 0 ? 0 : site[forms - 1] + 1;
        levels = new byte[candidates.size() * metrics.size()][forms];
        // Turns, samples and replicates of one dialogue are averaged; they are no repeats.
        boolean averaged = Stream.of(Column.TURN, Column.SAMPLE, Column.REPLICATE)
                        .anyMatch(column -> ratings.dictionary(column).size() > 1)
                && ratings.duplicates().isEmpty();
        int repeats = fill(ratings, codes, formKeys, averaged ? Analysis.Duplicates.MEAN : policy);
        duplicates = averaged ? 0 : repeats;
        coverage = new Coverage[levels.length];
        Arrays.setAll(coverage, cell -> coverage(levels[cell]));
    }

    /** Sets the levels; returns how many ratings repeat others. */
    private int fill(Ratings ratings, Codes codes, long[] formKeys, Analysis.Duplicates policy) {
        int[] repeated = {0};
        Map<Long, int[]> sums = new HashMap<>();
        Set<String> examples = new LinkedHashSet<>();
        ratings.forEachRow((candidate, character, item, metric, rater, level) -> {
            int form = Arrays.binarySearch(formKeys, codes.form(character, item, metric, rater));
            int c = codes.candidate[candidate];
            int m = codes.metric[metric];
            byte[] row = levels[cell(c, m)];
            if (row[form] != 0) {
                repeated[0]++;
                if (examples.size() < 3) {
                    examples.add("rater \"" + raters.get(this.rater[form]) + "\" on candidate \"" + candidates.get(c)
                            + "\", character \"" + characters.get(this.character[form]) + "\", item \""
                            + items.get(this.item[form]) + "\", metric \""
                            + metrics.get(m).id() + "\"");
                }
                if (policy == Analysis.Duplicates.FIRST) {
                    return;
                }
                if (policy == Analysis.Duplicates.MEAN) {
                    int[] sum =
                            sums.computeIfAbsent((long) cell(c, m) * forms + form, key -> new int[] {row[form] - 1, 1});
                    sum[0] += level;
                    sum[1]++;
                    Scale scale = metrics.get(m).scale();
                    int lowest = (int) Math.rint(scale.lowest() / scale.step());
                    row[form] = (byte) (Math.rint(sum[0] / (double) sum[1] + lowest) - lowest + 1);
                    return;
                }
            }
            row[form] = (byte) (level + 1);
        });
        if (repeated[0] > 0 && policy == Analysis.Duplicates.REJECT) {
            throw new IllegalArgumentException("ratings: "
                    + Numbers.count(repeated[0], "rating")
                    + " repeat what the same rater rated already: "
                    + String.join("; ", examples)
                    + (repeated[0] > examples.size() ? "; ..." : "")
                    + ". Choose Duplicates.FIRST, LAST or MEAN, or correct the data");
        }
        return repeated[0];
    }

    /** Places of the codes of ratings among the sorted names; -1 for metrics that do not count. */
    private final class Codes {
        private final int[] candidate;
        private final int[] character;
        private final int[] item;
        private final int[] rater;
        private final int[] metric;

        Codes(Ratings ratings) {
            candidate = codes(ratings, Column.CANDIDATE, candidates);
            character = codes(ratings, Column.CHARACTER, characters);
            item = codes(ratings, Column.ITEM, items);
            rater = codes(ratings, Column.RATER, raters);
            metric = codes(
                    ratings, Column.METRIC, metrics.stream().map(Metric::id).toList());
        }

        private static int[] codes(Ratings ratings, Column column, List<String> names) {
            Map<String, Integer> places = new HashMap<>();
            names.forEach(name -> places.put(name, places.size()));
            return ratings.dictionary(column).stream()
                    .mapToInt(name -> places.getOrDefault(name, -1))
                    .toArray();
        }

        /** A number for each form, in the order of forms. */
        long form(int ofCharacter, int ofItem, int ofMetric, int ofRater) {
            long batches = metrics.get(metric[ofMetric]).target() == Metric.Target.BATCH ? 1 : 0;
            long who = batches * characters.size() + character[ofCharacter];
            return (who * items.size() + item[ofItem]) * raters.size() + rater[ofRater];
        }
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().sorted(Names::compare).toList();
    }

    /** What is left of a table where only common items count; levels that do not change are shared. */
    private ScoreTable(ScoreTable all) {
        metrics = all.metrics;
        candidates = all.candidates;
        characters = all.characters;
        items = all.items;
        raters = all.raters;
        character = all.character;
        item = all.item;
        rater = all.rater;
        batch = all.batch;
        site = all.site;
        sites = all.sites;
        forms = all.forms;
        duplicates = all.duplicates;
        simulated = all.simulated;
        levels = all.levels.clone();
        coverage = all.coverage.clone();
        restrict();
    }

    /** All ratings on the metrics of a rubric. */
    static ScoreTable of(Ratings ratings, Rubric rubric, Analysis.Duplicates duplicates) {
        checkMetrics("ratings", ratings, rubric);
        return of(ratings, rubric.metrics(), duplicates);
    }

    /** All ratings on metrics that the ratings know. */
    static ScoreTable of(Ratings ratings, List<Metric> metrics, Analysis.Duplicates duplicates) {
        return new ScoreTable(ratings, metrics, duplicates);
    }

    /**
     * The same where only items count that all candidates have, metric by metric: dialogues are matched by character and
     * scenario, batches by character.
     */
    ScoreTable common() {
        return common.get();
    }

    /** Refuses metrics that a rubric does not have, or has on another scale. */
    static void checkMetrics(String name, Ratings ratings, Rubric rubric) {
        List<String> known = rubric.metrics().stream().map(Metric::id).toList();
        for (String id : ratings.metricIds()) {
            if (!known.contains(id)) {
                throw new IllegalArgumentException(name + ": metric \"" + id + "\" is not in rubric \""
                        + rubric.id() + "\", whose metrics are " + known
                        + "; leave it out with where(Column.METRIC, ...)");
            }
            Scale theirs = ratings.metric(id).scale();
            Scale ours = rubric.metric(id).scale();
            if (!theirs.equals(ours)) {
                throw new IllegalArgumentException(name + ": metric \"" + id + "\" has scale " + theirs
                        + ", but rubric \"" + rubric.id() + "\" says " + ours);
            }
        }
    }

    private boolean batches(int metric) {
        return metrics.get(metric).target() == Metric.Target.BATCH;
    }

    /** What a candidate's ratings on a metric are matched by: characters for batches, else sites. */
    private int[] places(int metric) {
        return batches(metric) ? character : site;
    }

    /** Where a candidate has ratings on a metric. */
    BitSet rated(int candidate, int metric) {
        int[] place = places(metric);
        BitSet own = new BitSet();
        forEachLevel(candidate, metric, (form, level) -> own.set(place[form]));
        return own;
    }

    /** Where every candidate with any rating on a metric has one. */
    BitSet common(int metric) {
        return IntStream.range(0, candidates.size())
                .mapToObj(c -> rated(c, metric))
                .filter(own -> !own.isEmpty())
                .reduce((all, own) -> {
                    all.and(own);
                    return all;
                })
                .orElseGet(BitSet::new);
    }

    /** Masks what is not common. */
    private void restrict() {
        for (int m = 0; m < metrics.size(); m++) {
            if (!rated(m)) {
                continue;
            }
            BitSet common = common(m);
            if (common.isEmpty()) {
                throw new Unavailable(
                        batches(m) ? AnalysisCode.NO_COMMON_CHARACTER : AnalysisCode.NO_COMMON_DIALOGUE,
                        "metric",
                        metrics.get(m).id());
            }
            for (int c = 0; c < candidates.size(); c++) {
                mask(cell(c, m), places(m), common);
            }
        }
    }

    private void mask(int cell, int[] place, BitSet common) {
        byte[] row = levels[cell].clone();
        for (int f = 0; f < row.length; f++) {
            row[f] = common.get(place[f]) ? row[f] : 0;
        }
        Coverage all = coverage[cell];
        Coverage left = coverage(row);
        if (left.used < all.ratings) {
            levels[cell] = row;
            coverage[cell] = new Coverage(all.ratings, left.used, all.items, left.usedItems);
        }
    }

    private Coverage coverage(byte[] row) {
        int ratings = 0;
        BitSet own = new BitSet();
        for (int f = 0; f < row.length; f++) {
            if (row[f] != 0) {
                ratings++;
                own.set(site[f]);
            }
        }
        return new Coverage(ratings, ratings, own.cardinality(), own.cardinality());
    }

    int character(int form) {
        return character[form];
    }

    int item(int form) {
        return item[form];
    }

    int rater(int form) {
        return rater[form];
    }

    int site(int form) {
        return site[form];
    }

    boolean isBatch(int form) {
        return batch[form];
    }

    /** The forms of one site. */
    @FunctionalInterface
    interface Site {
        void forms(int from, int to);
    }

    /** Visits the sites in order. */
    void forEachSite(Site visitor) {
        int from = 0;
        for (int to = 1; to <= forms; to++) {
            if (to == forms || site[to] != site[from]) {
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

    /** Visits the ratings that count. */
    void forEachLevel(int candidate, int metric, Rated visitor) {
        byte[] row = levels[cell(candidate, metric)];
        for (int f = 0; f < row.length; f++) {
            if (row[f] != 0) {
                visitor.level(f, (row[f] & 0xFF) - 1);
            }
        }
    }

    int cell(int candidate, int metric) {
        return candidate * metrics.size() + metric;
    }

    Coverage coverage(int candidate, int metric) {
        return coverage[cell(candidate, metric)];
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

    /** The level, or -1 where there is no rating that counts. */
    int level(int candidate, int metric, int form) {
        return (levels[cell(candidate, metric)][form] & 0xFF) - 1;
    }

    LevelCounts counts(int candidate, int metric) {
        Scale scale = metrics.get(metric).scale();
        long[] counts = new long[scale.levels()];
        for (byte level : levels[cell(candidate, metric)]) {
            if (level != 0) {
                counts[(level & 0xFF) - 1]++;
            }
        }
        return LevelCounts.of(scale, counts);
    }
}
