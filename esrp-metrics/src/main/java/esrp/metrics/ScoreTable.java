package esrp.metrics;

import com.google.common.base.Suppliers;
import esrp.core.Column;
import esrp.core.LevelCounts;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.internal.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Ratings as a dense table: for each candidate and metric one level per form, a form being one rater's answers about
 * one item (a character in a scenario, or a batch). Names are sorted, so that nothing depends on the order of rows.
 *
 * <p>Takes one byte for each candidate, metric and form, and 13 bytes a form.
 */
final class ScoreTable {
    private final List<Metric> metrics;
    private final List<String> candidates;
    private final List<String> characters;
    private final List<String> items;
    private final List<String> raters;
    private final int[] character;
    private final int[] item;
    private final int[] rater;
    private final boolean[] batch;
    /** The site (character and item) of each form; forms of a site are neighbours. */
    private final int[] site;

    private final int sites;
    private final byte[][] levels;
    private final Coverage[] coverage;
    private final int duplicates;
    private final boolean simulated;
    private final Supplier<ScoreTable> common = Suppliers.memoize(() -> new ScoreTable(this));

    /** How much of a cell there is. */
    record Coverage(long ratings, long used, int items, int usedItems) {}

    private ScoreTable(Builder from, byte[][] levels, int duplicates) {
        metrics = from.metrics;
        candidates = from.candidates;
        characters = from.characters;
        items = from.items;
        raters = from.raters;
        int n = from.forms.length;
        character = new int[n];
        item = new int[n];
        rater = new int[n];
        batch = new boolean[n];
        site = new int[n];
        int lastSite = -1;
        long lastKey = -1;
        for (int f = 0; f < n; f++) {
            long key = from.forms[f];
            rater[f] = (int) (key % raters.size());
            long where = key / raters.size();
            item[f] = (int) (where % items.size());
            long who = where / items.size();
            character[f] = (int) (who % characters.size());
            batch[f] = who / characters.size() == 1;
            if (where != lastKey) {
                lastSite++;
                lastKey = where;
            }
            site[f] = lastSite;
        }
        sites = lastSite + 1;
        this.levels = levels;
        this.duplicates = duplicates;
        this.simulated = from.simulated;
        this.coverage = new Coverage[levels.length];
        for (int i = 0; i < levels.length; i++) {
            int ratings = 0;
            BitSet own = new BitSet();
            for (int f = 0; f < levels[i].length; f++) {
                if (levels[i][f] != 0) {
                    ratings++;
                    own.set(site[f]);
                }
            }
            coverage[i] = new Coverage(ratings, ratings, own.cardinality(), own.cardinality());
        }
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
        return new Builder(ratings, metrics).build(ratings, duplicates);
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

    /** Masks what is not common. */
    private void restrict() {
        for (int m = 0; m < metrics.size(); m++) {
            boolean batches = metrics.get(m).target() == Metric.Target.BATCH;
            int[] place = batches ? character : site;
            @Nullable BitSet common = null;
            for (int c = 0; c < candidates.size(); c++) {
                BitSet own = new BitSet();
                byte[] row = levels[cell(c, m)];
                for (int f = 0; f < row.length; f++) {
                    if (row[f] != 0) {
                        own.set(place[f]);
                    }
                }
                if (common == null) {
                    common = own.isEmpty() ? null : own;
                } else if (!own.isEmpty()) {
                    common.and(own);
                }
            }
            if (common == null) {
                continue;
            }
            if (common.isEmpty()) {
                throw new IllegalArgumentException("ratings: the candidates have no "
                        + (batches ? "character" : "dialogue (character and scenario)")
                        + " in common on metric \"" + metrics.get(m).id()
                        + "\"; drop a candidate with where(...) or choose Items.ALL");
            }
            for (int c = 0; c < candidates.size(); c++) {
                mask(cell(c, m), place, common);
            }
        }
    }

    private void mask(int cell, int[] place, BitSet common) {
        byte[] row = levels[cell].clone();
        long used = 0;
        BitSet usedSites = new BitSet();
        for (int f = 0; f < row.length; f++) {
            if (row[f] != 0 && common.get(place[f])) {
                used++;
                usedSites.set(site[f]);
            } else {
                row[f] = 0;
            }
        }
        Coverage all = coverage[cell];
        if (used < all.ratings()) {
            levels[cell] = row;
            coverage[cell] = new Coverage(all.ratings(), used, all.items(), usedSites.cardinality());
        }
    }

    List<Metric> metrics() {
        return metrics;
    }

    List<String> candidates() {
        return candidates;
    }

    List<String> characters() {
        return characters;
    }

    List<String> items() {
        return items;
    }

    List<String> raters() {
        return raters;
    }

    int forms() {
        return character.length;
    }

    int sites() {
        return sites;
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

    /** The forms of one site. */
    @FunctionalInterface
    interface Site {
        void forms(int from, int to);
    }

    /** Visits the sites in order. */
    void forEachSite(Site visitor) {
        int from = 0;
        for (int to = 1; to <= site.length; to++) {
            if (to == site.length || site[to] != site[from]) {
                visitor.forms(from, to);
                from = to;
            }
        }
    }

    boolean isBatch(int form) {
        return batch[form];
    }

    int duplicates() {
        return duplicates;
    }

    boolean simulated() {
        return simulated;
    }

    int cell(int candidate, int metric) {
        return candidate * metrics.size() + metric;
    }

    Coverage coverage(int candidate, int metric) {
        return coverage[cell(candidate, metric)];
    }

    /** Whether anybody was rated on a metric. */
    boolean rated(int metric) {
        for (int c = 0; c < candidates.size(); c++) {
            if (coverage(c, metric).ratings() > 0) {
                return true;
            }
        }
        return false;
    }

    int metric(String id) {
        for (int m = 0; m < metrics.size(); m++) {
            if (metrics.get(m).id().equals(id)) {
                return m;
            }
        }
        throw new IllegalArgumentException("no metric \"" + id + "\"; metrics are "
                + metrics.stream().map(Metric::id).toList());
    }

    int candidate(String id) {
        int found = candidates.indexOf(id);
        if (found < 0) {
            throw new IllegalArgumentException("no candidate \"" + id + "\"; candidates are " + candidates);
        }
        return found;
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

    /** The mean score of a cell; NaN if it has none. */
    double mean(int candidate, int metric) {
        long sum = 0;
        long n = 0;
        for (byte level : levels[cell(candidate, metric)]) {
            if (level != 0) {
                sum += (level & 0xFF) - 1;
                n++;
            }
        }
        return n == 0 ? Double.NaN : metrics.get(metric).scale().lowest() + sum / (double) n;
    }

    private static final class Builder {
        private final List<Metric> metrics;
        private final List<String> candidates;
        private final List<String> characters;
        private final List<String> items;
        private final List<String> raters;
        private final int[] candidateOf;
        private final int[] characterOf;
        private final int[] itemOf;
        private final int[] raterOf;
        private final int[] metricOf;
        private final long[] forms;
        private final boolean simulated;

        Builder(Ratings ratings, List<Metric> metrics) {
            this.metrics = List.copyOf(metrics);
            candidates = sorted(ratings.candidates());
            characters = sorted(ratings.characters());
            items = sorted(ratings.items());
            raters = sorted(ratings.raters());
            candidateOf = codes(ratings, Column.CANDIDATE, candidates);
            characterOf = codes(ratings, Column.CHARACTER, characters);
            itemOf = codes(ratings, Column.ITEM, items);
            raterOf = codes(ratings, Column.RATER, raters);
            metricOf = codes(
                    ratings, Column.METRIC, metrics.stream().map(Metric::id).toList());
            simulated = ratings.simulated();
            double keys = 2.0 * characters.size() * items.size() * raters.size();
            if (keys >= Long.MAX_VALUE) {
                throw new IllegalArgumentException("ratings: too many characters × items × raters: " + keys);
            }
            long[] keysOfRows = new long[ratings.size()];
            int[] next = {0};
            ratings.forEachRow((candidate, character, item, metric, rater, level) ->
                    keysOfRows[next[0]++] = key(character, item, metric, rater));
            Arrays.sort(keysOfRows);
            forms = Arrays.stream(keysOfRows).distinct().toArray();
        }

        private static List<String> sorted(List<String> names) {
            return names.stream().sorted(ScoreTable::compareNames).toList();
        }

        private static int[] codes(Ratings ratings, Column column, List<String> names) {
            Map<String, Integer> places = new HashMap<>();
            names.forEach(name -> places.put(name, places.size()));
            return ratings.dictionary(column).stream()
                    .mapToInt(name -> places.getOrDefault(name, -1))
                    .toArray();
        }

        private long key(int character, int item, int metric, int rater) {
            long batch = metrics.get(metricOf[metric]).target() == Metric.Target.BATCH ? 1 : 0;
            return ((batch * characters.size() + characterOf[character]) * items.size() + itemOf[item]) * raters.size()
                    + raterOf[rater];
        }

        ScoreTable build(Ratings ratings, Analysis.Duplicates policy) {
            int width = metrics.size();
            byte[][] levels = new byte[candidates.size() * width][forms.length];
            int[] repeated = {0};
            Set<String> examples = new LinkedHashSet<>();
            ratings.forEachRow((candidate, character, item, metric, rater, level) -> {
                int form = Arrays.binarySearch(forms, key(character, item, metric, rater));
                byte[] row = levels[candidateOf[candidate] * width + metricOf[metric]];
                if (row[form] != 0) {
                    repeated[0]++;
                    if (examples.size() < 3) {
                        examples.add("rater \"" + raters.get(raterOf[rater]) + "\" on candidate \""
                                + candidates.get(candidateOf[candidate]) + "\", character \""
                                + characters.get(characterOf[character]) + "\", item \""
                                + items.get(itemOf[item]) + "\", metric \""
                                + metrics.get(metricOf[metric]).id() + "\"");
                    }
                    if (policy == Analysis.Duplicates.FIRST) {
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
                        + ". Choose Duplicates.FIRST or Duplicates.LAST, or correct the data");
            }
            return new ScoreTable(this, levels, repeated[0]);
        }
    }

    /** Numbers first, by value, other names by their characters: 2 before 10, b02 before b10. */
    static int compareNames(String a, String b) {
        boolean number = isNumber(a);
        if (number != isNumber(b)) {
            return number ? -1 : 1;
        }
        int byValue = number ? Long.compare(Long.parseLong(a), Long.parseLong(b)) : 0;
        return byValue != 0 ? byValue : a.compareTo(b);
    }

    private static boolean isNumber(String text) {
        return text.length() < 18 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Names sorted as {@link #compareNames} does, each once. */
    static List<String> sortedNames(Iterable<String> names) {
        Set<String> once = new LinkedHashSet<>();
        names.forEach(once::add);
        List<String> sorted = new ArrayList<>(once);
        sorted.sort(ScoreTable::compareNames);
        return sorted;
    }
}
