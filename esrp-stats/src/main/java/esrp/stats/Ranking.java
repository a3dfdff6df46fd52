package esrp.stats;

import java.util.Arrays;

/** Which item has which rank, and so which weight, in a weighted tau. Rank 0 is the top. Immutable. */
public final class Ranking {
    /** What the ranks are made from. */
    enum Kind {
        LEXICOGRAPHIC,
        LEXICOGRAPHIC_BY_X,
        BY_INDEX,
        GIVEN
    }

    private static final Ranking LEXICOGRAPHIC = new Ranking(Kind.LEXICOGRAPHIC, new int[0]);
    private static final Ranking LEXICOGRAPHIC_BY_X = new Ranking(Kind.LEXICOGRAPHIC_BY_X, new int[0]);
    private static final Ranking BY_INDEX = new Ranking(Kind.BY_INDEX, new int[0]);

    private final Kind kind;
    private final int[] ranks;

    private Ranking(Kind kind, int[] ranks) {
        this.kind = kind;
        this.ranks = ranks;
    }

    /**
     * {@return the default: the mean of two weighted taus, one with the items ranked by decreasing (x, y), one by
     * decreasing (y, x)} SciPy's {@code rank=True}.
     */
    public static Ranking lexicographic() {
        return LEXICOGRAPHIC;
    }

    /**
     * One order alone: by decreasing x, ties by decreasing y. SciPy's {@code rank=None}. The statistic is then not
     * symmetric in x and y.
     *
     * @return the ranking
     */
    public static Ranking lexicographicByX() {
        return LEXICOGRAPHIC_BY_X;
    }

    /**
     * The order in which the items are given: the item at index 0 is the top. SciPy's {@code rank=False}.
     *
     * @return the ranking
     */
    public static Ranking byIndex() {
        return BY_INDEX;
    }

    /**
     * Given ranks, the smallest is the top. They are made dense first, as in SciPy: {@code of(0, 10, 20)} is
     * {@code of(0, 1, 2)}, and equal ranks share a weight.
     *
     * @param rank the rank of each item, any integers; copied
     * @return the ranking
     */
    public static Ranking of(int... rank) {
        int[] distinct = Arrays.stream(rank).sorted().distinct().toArray();
        return new Ranking(
                Kind.GIVEN,
                Arrays.stream(rank).map(r -> Arrays.binarySearch(distinct, r)).toArray());
    }

    Kind kind() {
        return kind;
    }

    /** Whether ranks follow from the values, so that a table of counts is enough. */
    boolean followsValues() {
        return kind == Kind.LEXICOGRAPHIC || kind == Kind.LEXICOGRAPHIC_BY_X;
    }

    /** Refuses given ranks of another number of items. */
    void check(int n) {
        if (kind == Kind.GIVEN && ranks.length != n) {
            throw new IllegalArgumentException("ranking: has " + ranks.length + " ranks for " + n + " items");
        }
    }

    /** The rank of an item, for rankings that do not follow from values. */
    int rank(int item) {
        return kind == Kind.GIVEN ? ranks[item] : item;
    }

    /** As {@code lexicographic}, {@code byIndex}, or {@code given for 12 items}. */
    @Override
    public String toString() {
        return switch (kind) {
            case LEXICOGRAPHIC -> "lexicographic";
            case LEXICOGRAPHIC_BY_X -> "lexicographicByX";
            case BY_INDEX -> "byIndex";
            case GIVEN -> "given for " + ranks.length + " items";
        };
    }
}
