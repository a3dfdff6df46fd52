package esrp.metrics;

import com.google.common.base.Suppliers;
import com.google.common.collect.Comparators;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.math.DoubleMath;
import esrp.core.Finding;
import esrp.core.LevelCounts;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Names;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.Comparisons;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where a candidate became better or worse than a baseline: by metric, by group of dialogues, and dialogue by dialogue. Positive
 * is better, also where a lower score is the better one.
 *
 * <ul>
 *   <li>Only what both were rated on counts; differences are paired and have intervals by the unit of the analysis.
 *   <li>p values are adjusted by Holm's procedure: over the metrics, and over the groups of one grouping. Average and dimensions are
 *       made of the metrics and are not adjusted.
 *   <li>A metric or a group without a value has the reason in its place.
 *   <li>A dialogue's score is the mean of its metrics with their shares in the average; metrics that one of the two was not rated on
 *       there do not enter.
 * </ul>
 *
 * <pre>{@code
 * Changes changes = analysis.changes("next", "current").by(LocalizedText.of("身份", "persona"), Grouping.byPersona(data));
 * changes.dialogues().stream().limit(20).forEach(System.out::println);         // worst first
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Changes extends Shown {
    /** How many dialogues each of the two tables of dialogues shows. */
    private static final int SHOWN = 20;

    private final Analysis analysis;
    private final String candidate;
    private final String baseline;
    private final ImmutableMap<LocalizedText, List<Change>> groups;
    private final Supplier<List<Change>> measures = Suppliers.memoize(this::measured);
    private final Supplier<List<DialogueChange>> dialogues = Suppliers.memoize(this::compared);

    /** A difference between the two, candidate minus baseline. */
    public sealed interface Change {
        /** {@return the measure or the group} */
        LocalizedText name();

        /** {@return the id of a metric or a dimension, the name of a group; {@code average} for the average} */
        String id();

        /** {@return the difference; empty where it has none, see {@link #missing}} */
        Optional<UnitInterval> difference();

        /** {@return the p value of no difference: in [0, 1], or NaN} */
        double pValue();

        /** {@return the p value after Holm's adjustment; NaN where none is made} */
        double adjustedPValue();

        /** {@return why there is no difference} */
        Optional<Finding> missing();
    }

    private record ChangeOf(
            LocalizedText name,
            String id,
            Optional<UnitInterval> difference,
            double pValue,
            double adjustedPValue,
            Optional<Finding> missing)
            implements Change {
        static ChangeOf missing(LocalizedText name, String id, Finding reason) {
            return new ChangeOf(name, id, Optional.empty(), Double.NaN, Double.NaN, Optional.of(reason));
        }

        ChangeOf named(String group) {
            return new ChangeOf(LocalizedText.same(group), group, difference, pValue, adjustedPValue, missing);
        }

        ChangeOf adjusted(double p) {
            return new ChangeOf(name, id, difference, pValue, p, missing);
        }

        Object bounds() {
            return missing.<Object>map(reason -> reason)
                    .orElseGet(() -> difference.orElseThrow().cell());
        }
    }

    /** A dialogue that both held. */
    public sealed interface DialogueChange {
        /** {@return the id of the character} */
        String character();

        /** {@return the id of the scenario} */
        String scenario();

        /** {@return the mean score of the baseline} */
        double baseline();

        /** {@return the mean score of the candidate} */
        double candidate();

        /** {@return candidate minus baseline} */
        double difference();
    }

    private record DialogueOf(String character, String scenario, double baseline, double candidate, double difference)
            implements DialogueChange {}

    Changes(Analysis given, String candidate, String baseline) {
        this(given.about(given.source().only(candidate, baseline)), candidate, baseline, ImmutableMap.of());
        Checks.rejectIf(candidate.equals(baseline), "baseline: \"%s\" is the candidate itself", baseline);
        for (String id : List.of(candidate, baseline)) {
            Names.index("candidate", id, analysis.source().occurring(Column.CANDIDATE));
        }
    }

    private Changes(
            Analysis analysis, String candidate, String baseline, ImmutableMap<LocalizedText, List<Change>> groups) {
        this.analysis = analysis;
        this.candidate = candidate;
        this.baseline = baseline;
        this.groups = groups;
    }

    /**
     * {@return a copy that also shows the average by group}
     *
     * @param name what the groups are, for example the word for persona; the head of their column
     * @param grouping how dialogues fall into groups
     * @throws IllegalArgumentException if there are groups of this name
     */
    public Changes by(LocalizedText name, Grouping grouping) {
        Breakdown<Changes> parts = analysis.breakdown(grouping, part -> new Changes(part, candidate, baseline));
        List<ChangeOf> found = new ArrayList<>();
        parts.groups()
                .forEach((group, part) ->
                        found.add(part.change(Measure.average(), group).named(group)));
        parts.failed()
                .forEach((group, reason) -> found.add(ChangeOf.missing(LocalizedText.same(group), group, reason)));
        return new Changes(
                analysis,
                candidate,
                baseline,
                ImmutableMap.<LocalizedText, List<Change>>builder()
                        .putAll(groups)
                        .put(name, adjusted(found))
                        .buildOrThrow());
    }

    private List<Change> measured() {
        Rubric rubric = analysis.rubric();
        List<Change> all = new ArrayList<>();
        all.add(change(Measure.average(), "average"));
        rubric.averagedDimensions().forEach(d -> all.add(change(Measure.dimension(d.id()), d.id())));
        all.addAll(adjusted(rubric.metrics().stream()
                .filter(metric -> isRated(metric.id()))
                .map(metric -> change(Measure.metric(metric.id()), metric.id()))
                .toList()));
        return Collections.unmodifiableList(all);
    }

    private ChangeOf change(Measure measure, String id) {
        LocalizedText name = measure.label(analysis.rubric());
        try {
            Map<String, Double> shares = measure.shares(analysis.rubric());
            Estimates estimates = analysis.estimates(Analysis.Items.COMMON);
            for (String one : List.of(candidate, baseline)) {
                if (Double.isNaN(estimates.value(one, shares, true))) {
                    throw new Unavailable(AnalysisCode.NOTHING_TO_COMPARE, "count", 1, "measure", name);
                }
            }
            ClusteredEstimates columns = estimates.columns(List.of(candidate, baseline), shares);
            UnitInterval difference =
                    estimates.interval(candidate, shares, true).with(columns.difference(0, 1));
            double p = columns.estimate(0, 1).pValue(0);
            return new ChangeOf(name, id, Optional.of(difference), p, Double.NaN, difference.oneUnit());
        } catch (IllegalArgumentException e) {
            return ChangeOf.missing(name, id, Unavailable.reason(e));
        }
    }

    private static List<Change> adjusted(List<ChangeOf> changes) {
        double[] p =
                Comparisons.holm(changes.stream().mapToDouble(ChangeOf::pValue).toArray());
        return IntStream.range(0, p.length)
                .<Change>mapToObj(i -> changes.get(i).adjusted(p[i]))
                .toList();
    }

    private boolean isRated(String metric) {
        ScoreTable table = analysis.estimates(Analysis.Items.ALL).table;
        return table.rated(table.metric(metric));
    }

    private boolean simulated() {
        return analysis.estimates(Analysis.Items.ALL).table.simulated;
    }

    private List<DialogueChange> compared() {
        if (!analysis.source().byRating()) {
            return List.of();
        }
        Rubric rubric = analysis.rubric();
        Map<String, Double> shares = rubric.shares();
        // Sorted, so that neither ties nor sums depend on the order of rows.
        Map<List<String>, Map<String, LevelCounts>> cells = new TreeMap<>(Comparators.lexicographical(Names::compare));
        analysis.ratings()
                .countsBy(Column.CHARACTER, Column.ITEM, Column.METRIC, Column.CANDIDATE)
                .forEach((key, counts) -> {
                    if (shares.containsKey(key.get(2))
                            && rubric.metric(key.get(2)).target() == Metric.Target.DIALOGUE) {
                        cells.computeIfAbsent(key.subList(0, 3), any -> new HashMap<>())
                                .put(key.get(3), counts);
                    }
                });
        Map<List<String>, double[]> sums = new LinkedHashMap<>();
        cells.forEach((key, of) -> {
            LevelCounts one = of.get(candidate);
            LevelCounts two = of.get(baseline);
            if (one != null && two != null) {
                double share = shares.getOrDefault(key.get(2), 0.0);
                double[] sum = sums.computeIfAbsent(key.subList(0, 2), any -> new double[3]);
                sum[0] += share;
                sum[1] += share * rubric.oriented(key.get(2), one.mean());
                sum[2] += share * rubric.oriented(key.get(2), two.mean());
            }
        });
        return sums.entrySet().stream()
                .map(entry -> {
                    double[] sum = entry.getValue();
                    double next = sum[1] / sum[0];
                    double old = sum[2] / sum[0];
                    return (DialogueChange) new DialogueOf(
                            entry.getKey().get(0), entry.getKey().get(1), old, next, difference(next, old));
                })
                .sorted(Comparator.comparingDouble(DialogueChange::difference))
                .toList();
    }

    /** What is left of rounding is no change. */
    private static double difference(double next, double old) {
        return DoubleMath.fuzzyEquals(next, old, 1e-12 * Math.max(1, Math.abs(old))) ? 0 : next - old;
    }

    /** {@return the id of the candidate} */
    public String candidate() {
        return candidate;
    }

    /** {@return the id of the baseline} */
    public String baseline() {
        return baseline;
    }

    /** {@return the average, then the dimensions of the average, then the metrics that were rated} */
    public List<Change> measures() {
        return measures.get();
    }

    /** {@return the change of the average by group, for each grouping that was asked for} */
    public Map<LocalizedText, List<Change>> groups() {
        return groups;
    }

    /** {@return all dialogues that both held and that were rated, the largest loss first} */
    public List<DialogueChange> dialogues() {
        return dialogues.get();
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.note(notes, simulated(), AnalysisCode.SIMULATED.note());
        notes.add(AnalysisCode.CHANGES.note(
                "candidate", analysis.choices().name(candidate),
                "baseline", analysis.choices().name(baseline)));
        measures().stream()
                .flatMap(change -> change.difference().stream())
                .findFirst()
                .ifPresent(first -> {
                    notes.add(Texts.intervals(first, analysis.inference()));
                    analysis.estimates(Analysis.Items.COMMON)
                            .reason(analysis.rubric().shares())
                            .ifPresent(notes::add);
                    otherUnits(first.unit())
                            .forEach((unit, names) ->
                                    notes.add(AnalysisCode.UNIT_OF_GROUPS.note("unit", unit.label(), "groups", names)));
                });
        UnitInterval.remarks(
                notes,
                Optional.empty(),
                Stream.concat(measures().stream(), groups.values().stream().flatMap(List::stream))
                        .flatMap(change -> change.difference().stream())
                        .filter(difference -> difference.oneUnit().isEmpty()));
        return Collections.unmodifiableList(notes);
    }

    /** The groups whose intervals are by another unit than this one. */
    private Map<Unit, List<LocalizedText>> otherUnits(Unit unit) {
        Map<Unit, List<LocalizedText>> names = new EnumMap<>(Unit.class);
        groups.values().stream()
                .flatMap(List::stream)
                .forEach(change -> change.difference()
                        .filter(by -> by.unit() != unit && !Double.isNaN(by.lower()))
                        .ifPresent(by -> names.computeIfAbsent(by.unit(), key -> new ArrayList<>())
                                .add(change.name())));
        return names;
    }

    /** Changes by metric, by group, and the dialogues that lost and gained most. */
    @Override
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        tables.add(table("changes", Texts.head("measure", Table.Style.TEXT, 0), measures()));
        groups.forEach((name, changes) ->
                tables.add(table("changes-" + tables.size(), Table.Head.text("group", name), changes)));
        List<DialogueChange> all = dialogues();
        tables.add(moved("regressions", all, -1));
        tables.add(moved("improvements", Lists.reverse(all), 1));
        return Collections.unmodifiableList(tables);
    }

    private Table table(String id, Table.Head head, List<Change> changes) {
        LocalizedText title = Texts.say("title.changes", "by", head.text());
        boolean simulated = simulated();
        Table.Builder table = Table.builder(id, simulated ? Texts.say("title.simulated", "title", title) : title);
        return new Columns<Change>(table)
                .add(head, change -> new Table.Cell.Text(change.name(), Optional.of(change.id())))
                .signed("difference", 3, change -> change.difference().map(UnitInterval::estimate))
                .signedBounds(3, analysis.inference().level(), change -> ((ChangeOf) change).bounds())
                .pValue("p", Change::pValue)
                .pValue("adjusted", Change::adjustedPValue)
                .rows(changes)
                .build();
    }

    private Table moved(String id, List<DialogueChange> dialogues, int sign) {
        return new Columns<DialogueChange>(Texts.table(id, simulated()))
                .text("character", dialogue -> Table.Cell.named(dialogue.character(), dialogue.character()))
                .text("scenario", dialogue -> Table.Cell.named(dialogue.scenario(), dialogue.scenario()))
                .number("baseline", DialogueChange::baseline)
                .number("candidate", DialogueChange::candidate)
                .signed("difference", 2, DialogueChange::difference)
                .rows(dialogues.stream()
                        .filter(dialogue -> Math.signum(dialogue.difference()) == sign)
                        .limit(SHOWN)
                        .toList())
                .build();
    }
}
