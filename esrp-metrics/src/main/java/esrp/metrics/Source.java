package esrp.metrics;

import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where counts come from: ratings, or a summary of them. */
interface Source {
    /** Fewer ratings are counted faster by one thread. */
    int MANY = 1 << 20;
    /** Each part takes memory of its own. */
    int MOST_PARTS = 4;

    /** The names that the codes of a column stand for. */
    List<String> dictionary(Column column);

    /** The metrics, by their codes. */
    List<Metric> metrics();

    /** Shows one of several parts of the rows, in the same order each time. */
    void forEach(int part, int parts, Row row);

    /** Shows all rows. */
    default void forEach(Row row) {
        forEach(0, 1, row);
    }

    /** What is made of each part of the rows: of many ratings on several processors. */
    default <T> List<T> inParts(BiFunction<Integer, Integer, T> made) {
        int parts =
                size() < MANY ? 1 : Math.min(MOST_PARTS, Runtime.getRuntime().availableProcessors());
        return parts == 1
                ? List.of(made.apply(0, 1))
                : IntStream.range(0, parts)
                        .parallel()
                        .mapToObj(part -> made.apply(part, parts))
                        .toList();
    }

    /** By what ratings were counted; by rating if nothing was lost. */
    Unit unit();

    /** Whether several ratings of a rater on one thing are of turns, samples or replicates, and so no repeats. */
    boolean averaged();

    /** Whether rows are in the order in which they were given. */
    boolean ordered();

    /** How many ratings there are. */
    long size();

    /** The ratings, if they were not summarised by a coarser unit. */
    Ratings ratings();

    /** What identifies the ratings, whatever their order. */
    String hash();

    /** The ratings of some candidates. */
    Source only(String... candidates);

    /** The ratings of some characters and items. */
    Source where(BiPredicate<String, String> characterAndItem);

    default boolean byRating() {
        return unit() == Unit.RATING;
    }

    /** The candidates or the raters that occur. */
    default List<String> occurring(Column column) {
        boolean candidates = column == Column.CANDIDATE;
        BitSet seen = new BitSet();
        forEach((candidate, character, item, metric, rater, level, count) -> seen.set(candidates ? candidate : rater));
        return seen.stream().mapToObj(dictionary(column)::get).toList();
    }

    /** Ratings that are alike. */
    @FunctionalInterface
    interface Row {
        void row(int candidate, int character, int item, int metric, int rater, int level, long count);
    }

    static Source of(Ratings ratings) {
        return new Source() {
            @Override
            public List<String> dictionary(Column column) {
                return ratings.dictionary(column);
            }

            @Override
            public List<Metric> metrics() {
                return ratings.metrics();
            }

            @Override
            public void forEach(int part, int parts, Row row) {
                ratings.forEachRow(
                        part,
                        parts,
                        (candidate, character, item, metric, rater, level) ->
                                row.row(candidate, character, item, metric, rater, level, 1));
            }

            @Override
            public Unit unit() {
                return Unit.RATING;
            }

            @Override
            public boolean averaged() {
                return Stream.of(Column.TURN, Column.SAMPLE, Column.REPLICATE)
                                .anyMatch(column -> ratings.dictionary(column).size() > 1)
                        && ratings.duplicates().isEmpty();
            }

            @Override
            public boolean ordered() {
                return true;
            }

            @Override
            public long size() {
                return ratings.size();
            }

            @Override
            public Ratings ratings() {
                return ratings;
            }

            @Override
            public String hash() {
                return ratings.hash();
            }

            @Override
            public Source only(String... candidates) {
                return of(ratings.where(Column.CANDIDATE, candidates));
            }

            @Override
            public Source where(BiPredicate<String, String> characterAndItem) {
                return of(ratings.where(rating -> characterAndItem.test(rating.character(), rating.item())));
            }

            @Override
            public List<String> occurring(Column column) {
                return column == Column.CANDIDATE ? ratings.candidates() : ratings.raters();
            }
        };
    }
}
