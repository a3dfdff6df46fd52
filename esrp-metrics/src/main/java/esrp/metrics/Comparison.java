package esrp.metrics;

import com.google.common.collect.ImmutableSet;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Ratings;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.Comparisons;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Which candidates can be told apart: all pairwise differences with intervals and p values, adjusted by Holm's
 * procedure so that the chance of any false claim in the whole table stays below 1 minus the level; sets of candidates that cannot be
 * told apart; the ranks each may have; and how often each comes out first when the units are resampled.
 *
 * <p>Differences are paired: candidates share every character, scenario and rater, and what these do to all of them
 * alike cancels. Only items that all candidates have count, unless all were asked for ({@link Analysis.Items#ALL}); a
 * difference may then be one of items.
 */
public final class Comparison extends Shown {
    private final Analysis analysis;
    private final Measure measure;
    private final Estimates estimates;
    private final Map<String, Double> shares;
    private final ScoreTable table;
    private final List<String> candidates;
    private final List<String> left;
    private final UnitInterval unit;
    private final Comparisons comparisons;
    private final List<Difference> differences;

    /**
     * Compares all candidates by their average.
     *
     * @param ratings the ratings
     * @param rubric how they add up
     * @return the comparison, with the defaults of {@link Analysis}
     * @throws IllegalArgumentException if fewer than two candidates have an average, or as {@link Leaderboard#of} says
     */
    public static Comparison of(Ratings ratings, Rubric rubric) {
        return Analysis.of(ratings, rubric).comparison();
    }

    Comparison(Analysis analysis, Measure measure) {
        this.analysis = analysis;
        this.measure = measure;
        shares = measure.shares(analysis.rubric());
        estimates = analysis.estimates(analysis.items());
        table = estimates.table;
        candidates = table.candidates.stream()
                .filter(c -> !Double.isNaN(estimates.value(c, shares, true)))
                .toList();
        left = table.candidates.stream().filter(c -> !candidates.contains(c)).toList();
        if (candidates.size() < 2) {
            List<String> missing = estimates.unrated(shares.keySet());
            if (!missing.isEmpty() && missing.size() < shares.size()) {
                throw new Unavailable(
                        AnalysisCode.MEASURE_NOT_RATED,
                        "measure",
                        measure.label(analysis.rubric()),
                        "metrics",
                        missing,
                        "rubric",
                        Rubric.only(estimates.rated()));
            }
            throw new Unavailable(
                    AnalysisCode.NOTHING_TO_COMPARE,
                    "count",
                    candidates.size(),
                    "measure",
                    measure.label(analysis.rubric()));
        }
        ClusteredEstimates columns = estimates.columns(candidates, shares);
        comparisons =
                Comparisons.of(columns, IntStream.range(0, candidates.size()).toArray());
        unit = estimates.interval(candidates.get(0), shares, true);
        differences = comparisons.differences().stream()
                .<Difference>map(d -> {
                    boolean turned = d.difference().estimate() < 0;
                    int first = turned ? d.second() : d.first();
                    int second = turned ? d.first() : d.second();
                    return new DifferenceOf(
                            candidates.get(first),
                            candidates.get(second),
                            unit.with(columns.difference(first, second)),
                            columns.estimate(first, second).standardError(),
                            d.pValue(),
                            d.adjustedPValue());
                })
                .toList();
    }

    /** Two candidates. */
    public sealed interface Difference {
        /** {@return the one with the higher value} */
        String better();

        /** {@return the other one} */
        String other();

        /** {@return better minus other, with an interval that is not adjusted for the number of pairs} */
        UnitInterval difference();

        /** {@return of the difference} */
        double standardError();

        /** {@return of the t test of no difference, two-sided} */
        double pValue();

        /** {@return the same after Holm's adjustment for all pairs; to be compared with 1 minus {@link #level()}} */
        double adjustedPValue();
    }

    private record DifferenceOf(
            String better,
            String other,
            UnitInterval difference,
            double standardError,
            double pValue,
            double adjustedPValue)
            implements Difference {}

    /** {@return what was compared: the average, a dimension or a metric} */
    public Measure measure() {
        return measure;
    }

    /**
     * {@return the confidence level of intervals and of the whole table: two candidates can be told apart if the
     * adjusted p value of their difference is at most 1 minus the level; in (0, 1); 0.95 unless another was chosen}
     */
    public double level() {
        return analysis.inference().level();
    }

    /** {@return all pairs: n (n − 1) / 2 differences, each 0 or more} */
    public List<Difference> differences() {
        return differences;
    }

    /**
     * {@return the difference of two candidates, the better one first}
     *
     * @param candidate one candidate
     * @param other another one
     * @throws IllegalArgumentException if one of them was not compared, or both are the same
     */
    public Difference between(String candidate, String other) {
        Objects.requireNonNull(other, "other");
        String one = candidates.get(index(candidate));
        String two = candidates.get(index(other));
        return pair(differences, d -> Set.of(d.better(), d.other()), one, two);
    }

    static <D> D pair(List<D> differences, Function<D, Set<String>> candidates, String one, String two) {
        return differences.stream()
                .filter(d -> candidates.apply(d).equals(ImmutableSet.of(one, two)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("other: \"" + two + "\" is the same candidate"));
    }

    /** {@return the ids of the candidates by falling value} */
    public List<String> order() {
        return comparisons.order().stream().map(candidates::get).toList();
    }

    /**
     * Sets of candidates that cannot be told apart, each as large as it can be; a candidate may be in several.
     *
     * @return the sets, that of the best candidate first
     */
    public List<List<String>> tied() {
        return comparisons.tied().stream()
                .map(set -> set.stream().map(candidates::get).toList())
                .toList();
    }

    /**
     * The ranks a candidate may have; the ranges of all candidates hold together at the level of the comparison.
     *
     * @param candidate its id
     * @return observed, best and worst rank
     */
    public Comparisons.Ranks rank(String candidate) {
        return comparisons.rank(index(candidate));
    }

    /**
     * {@return how often a candidate comes out first when the units are resampled: how firmly the data put it there,
     * not the chance that it is the best, in [0, 1]; all candidates together 1}
     *
     * @param candidate its id
     */
    public double probabilityOfBest(String candidate) {
        return comparisons.probabilityOfBest(index(candidate));
    }

    /**
     * Letters of a compact letter display: candidates that share one cannot be told apart.
     *
     * @param candidate its id
     * @return for example {@code a} or {@code bc}
     */
    public String letters(String candidate) {
        return comparisons.letters(index(candidate));
    }

    /** {@return whether any rating was generated rather than given, as one of the raters is simulated} */
    public boolean simulated() {
        return table.simulated;
    }

    /**
     * {@return the name that tables print of a candidate: the name that was given to it, else its id}
     *
     * @param candidate its id
     */
    public String name(String candidate) {
        return analysis.choices().name(Objects.requireNonNull(candidate, "candidate"));
    }

    private int index(String candidate) {
        int found = candidates.indexOf(Objects.requireNonNull(candidate, "candidate"));
        Checks.rejectIf(found < 0, "no candidate \"%s\" was compared; candidates are %s", candidate, candidates);
        return found;
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.note(notes, simulated(), AnalysisCode.SIMULATED.note());
        if (!left.isEmpty()) {
            notes.add(AnalysisCode.NOT_COMPARED.note(
                    "candidates", left.stream().map(this::name).toList()));
        }
        notes.addAll(Leaderboard.items(table, analysis.rubric(), analysis.items()));
        UnitInterval.remarks(
                notes, estimates.reason(shares), differences.stream().map(Difference::difference));
        return Collections.unmodifiableList(notes);
    }

    /** Candidates with letters and possible ranks, and the pairs. */
    @Override
    public List<Table> tables() {
        LocalizedText what = measure.label(analysis.rubric());
        String rubric = analysis.rubric().id();
        Table.Builder top = new Columns<String>(
                        Texts.table("comparison", simulated(), "measure", what, "rubric", rubric))
                .text("candidate", analysis.choices()::named)
                .number("value", candidate -> estimates.value(candidate, shares, true))
                .add(Texts.head("ranks", Table.Style.RANGE, 0), candidate -> {
                    Comparisons.Ranks rank = rank(candidate);
                    return Table.Cell.bounded(rank.observed(), rank.best(), rank.worst());
                })
                .number("first", this::probabilityOfBest)
                .text("letters", this::letters)
                .rows(order())
                .note(AnalysisCode.LETTERS.note("alpha", 1 - level()));
        Table.Builder pairs = new Columns<Difference>(Texts.table("differences", simulated(), "measure", what))
                .text("better", d -> analysis.choices().named(d.better()))
                .text("other", d -> analysis.choices().named(d.other()))
                .signed("difference", 3, d -> d.difference().estimate())
                .signedBounds(3, level(), d -> d.difference().cell())
                .pValue("p", Difference::pValue)
                .pValue("adjusted", Difference::adjustedPValue)
                .rows(differences)
                .note(Texts.intervals(differences.get(0).difference(), analysis.inference()))
                .note(AnalysisCode.PAIRS.note());
        return List.of(top.build(), pairs.build());
    }
}
