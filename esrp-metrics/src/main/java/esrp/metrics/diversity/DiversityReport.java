package esrp.metrics.diversity;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Multimaps;
import esrp.core.Finding;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Messages;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.metrics.Unit;
import esrp.metrics.UnitInterval;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Diversity of candidates: values of batches, means by character, and means by candidate with intervals.
 *
 * <p>The value of a character is the mean over its batches, the value of a candidate the mean over its clusters
 * (characters, unless {@link #withUnit} says otherwise). The interval is Student's t on the cluster means: with about
 * twenty characters it keeps its level where the percentile bootstrap does not. Batches for which a measure is undefined
 * are left out and counted.
 */
public final class DiversityReport implements Result {
    /** The values of one batch, without its texts. */
    public sealed interface Batch {
        /** {@return who gave the replies: the id of the candidate} */
        String candidate();

        /** {@return as whom: the id of the character} */
        String character();

        /** {@return what the batch is called, unique within candidate and character} */
        String id();

        /** {@return what was measured} */
        DiversityProfile profile();
    }

    record BatchOf(String candidate, String character, String id, DiversityProfile profile) implements Batch {}

    /** A measure of a candidate with its interval, always with the mean length beside it. */
    public sealed interface Value {
        /** {@return the measure} */
        DiversityMeasure measure();

        /** {@return how much of each reply was measured} */
        Truncation truncation();

        /**
         * {@return the mean over clusters of the means over their batches, with Student's t interval; NaN if no batch has
         * a value, NaN bounds for fewer than two clusters} The unit is {@link Unit#CHARACTER} or {@link Unit#DIALOGUE},
         * clusters are those that have a value.
         */
        UnitInterval interval();

        /** {@return how many batches have a value; at least 0} */
        int batches();

        /** {@return how many batches have no value and were left out; at least 0} */
        int undefined();

        /** {@return the mean length of whole replies in tokens, averaged as the value is; at least 0} */
        double meanTokens();
    }

    private record ValueOf(
            DiversityMeasure measure,
            Truncation truncation,
            UnitInterval interval,
            int batches,
            int undefined,
            double meanTokens)
            implements Value {
        /** As {@code distinct2, first 40: 0.8859 [0.8701, 0.9017] (20 characters; 74.4 tokens per reply)}. */
        @Override
        public String toString() {
            String missing = undefined == 0 ? "" : String.format(Locale.ROOT, "; %d batches undefined", undefined);
            return String.format(
                    Locale.ROOT,
                    "%s, %s: %s [%s, %s] (%d %s; %.1f tokens per reply%s)",
                    measure.id(),
                    truncation,
                    number(interval.estimate()),
                    number(interval.lower()),
                    number(interval.upper()),
                    interval.clusters(),
                    interval.unit() == Unit.CHARACTER ? "characters" : "batches",
                    meanTokens,
                    missing);
        }

        private static String number(double value) {
            return Numbers.decimal(value, Math.abs(value) < 10 ? 4 : 2);
        }
    }

    private static final List<DiversityMeasure> SUMMARY = List.of(
            DiversityMeasure.DISTINCT_2,
            DiversityMeasure.SELF_BLEU_4,
            DiversityMeasure.ROUGE_L,
            DiversityMeasure.OPENING_2,
            DiversityMeasure.VENDI,
            DiversityMeasure.SENTENCE_VARIATION);

    private final long vocabulary;
    private final List<Batch> batches;
    private final Unit unit;
    private final double level;
    private final ImmutableMap<String, String> names;
    private final ImmutableListMultimap<String, Batch> byCandidate;

    private DiversityReport(
            long vocabulary, List<Batch> batches, Unit unit, double level, ImmutableMap<String, String> names) {
        this.vocabulary = vocabulary;
        this.batches = batches;
        this.unit = unit;
        this.level = level;
        this.names = names;
        byCandidate = Multimaps.index(batches, batch -> batch.candidate());
    }

    static DiversityReport of(long vocabulary, List<Batch> batches) {
        Set<List<String>> ids = new HashSet<>();
        for (Batch batch : Checks.atLeastOne("batches", batches)) {
            if (!ids.add(List.of(batch.candidate(), batch.character(), batch.id()))) {
                throw new IllegalArgumentException("batches: batch \"" + batch.id() + "\" of candidate \""
                        + batch.candidate() + "\" as \"" + batch.character() + "\" is there twice");
            }
        }
        return new DiversityReport(vocabulary, List.copyOf(batches), Unit.CHARACTER, 0.95, ImmutableMap.of());
    }

    /**
     * Returns a copy whose intervals have another resampling unit.
     *
     * @param independent {@link Unit#CHARACTER} (the default: a character's replies share its voice) or {@link
     *     Unit#DIALOGUE}, which takes each batch by itself and is too narrow where batches of a character are alike
     * @return a copy that shares the values
     * @throws IllegalArgumentException for any other unit
     */
    public DiversityReport withUnit(Unit independent) {
        Objects.requireNonNull(independent, "independent");
        if (independent != Unit.CHARACTER && independent != Unit.DIALOGUE) {
            throw new IllegalArgumentException("independent: " + independent.name()
                    + " does not group batches of replies; CHARACTER or DIALOGUE was expected");
        }
        return new DiversityReport(vocabulary, batches, independent, level, names);
    }

    /**
     * Returns a copy whose intervals have another level.
     *
     * @param coverage in (0, 1)
     * @return a copy that shares the values
     */
    public DiversityReport withLevel(double coverage) {
        Checks.rejectIf(!(coverage > 0 && coverage < 1), "coverage: %s is outside (0, 1)", coverage);
        return new DiversityReport(vocabulary, batches, unit, coverage, names);
    }

    /**
     * Returns a copy whose tables call candidates by names.
     *
     * @param byId the name of each candidate; a candidate without one keeps its id
     * @return a copy that shares the values
     */
    public DiversityReport withNames(Map<String, String> byId) {
        return new DiversityReport(vocabulary, batches, unit, level, ImmutableMap.copyOf(byId));
    }

    /** {@return the batches: in the order they were given} */
    public List<Batch> batches() {
        return batches;
    }

    /** {@return the candidates: ids in order of first appearance} */
    public List<String> candidates() {
        return byCandidate.keySet().asList();
    }

    /**
     * {@return the characters of a candidate: ids in order of first appearance}
     *
     * @param candidate id of a candidate of this report
     */
    public List<String> characters(String candidate) {
        return of(candidate).stream().map(batch -> batch.character()).distinct().toList();
    }

    /** {@return what was measured} */
    public List<DiversityMeasure> measures() {
        return batches.get(0).profile().measures();
    }

    /** {@return how much of each reply was measured} */
    public List<Truncation> truncations() {
        return batches.get(0).profile().truncations();
    }

    /** {@return the vocabulary of expectation-adjusted distinct} */
    public long vocabulary() {
        return vocabulary;
    }

    /**
     * {@return a measure of a candidate: the mean over clusters with its interval}
     *
     * @param candidate id of a candidate of this report
     * @param measure a measure of this report
     * @param truncation a truncation of this report
     */
    public Value value(String candidate, DiversityMeasure measure, Truncation truncation) {
        Map<List<String>, Double> means = clusterMeans(candidate, measure, truncation);
        int all = of(candidate).size();
        int undefined = (int) of(candidate).stream()
                .filter(batch -> Double.isNaN(batch.profile().value(measure, truncation)))
                .count();
        double tokens = mean(clusterMeans(candidate, batch -> batch.profile().meanLength()).values().stream());
        UnitInterval interval = new UnitInterval(interval(means.values()), unit, means.size(), 0, false);
        return new ValueOf(measure, truncation, interval, all - undefined, undefined, tokens);
    }

    /**
     * {@return a measure of a candidate as one character: the mean over the batches that have a value; NaN if none has}
     *
     * @param candidate id of a candidate of this report
     * @param character id of a character it played
     * @param measure a measure of this report
     * @param truncation a truncation of this report
     */
    public double value(String candidate, String character, DiversityMeasure measure, Truncation truncation) {
        if (!characters(candidate).contains(Objects.requireNonNull(character, "character"))) {
            throw new IllegalArgumentException("no character \"" + character + "\" of candidate \"" + candidate
                    + "\"; characters are " + characters(candidate));
        }
        return mean(of(candidate).stream()
                .filter(batch -> batch.character().equals(character))
                .map(batch -> batch.profile().value(measure, truncation))
                .filter(value -> !Double.isNaN(value)));
    }

    /**
     * How two candidates differ, paired by cluster: what a character's voice adds to both falls away.
     *
     * @param candidate id of a candidate of this report
     * @param other id of another
     * @param measure a measure of this report
     * @param truncation a truncation of this report
     * @return the mean of {@code candidate - other} over the clusters that both have, with Student's t interval; NaN
     *     without a common cluster
     */
    public Interval difference(String candidate, String other, DiversityMeasure measure, Truncation truncation) {
        Map<List<String>, Double> here = clusterMeans(candidate, measure, truncation);
        Map<List<String>, Double> there = clusterMeans(other, measure, truncation);
        here.keySet().retainAll(there.keySet());
        here.replaceAll((cluster, value) -> value - there.getOrDefault(cluster, Double.NaN));
        return interval(here.values());
    }

    /**
     * The candidates from the most diverse to the least, as one measure sees it.
     *
     * @param measure a measure of this report; where it has no direction, from the highest to the lowest
     * @param truncation a truncation of this report
     * @return the values in order with their candidates; those without a value last
     */
    public Map<String, Value> ranking(DiversityMeasure measure, Truncation truncation) {
        double sign = measure.direction() == DiversityMeasure.Direction.LOWER ? 1 : -1;
        Map<String, Value> ranked = new LinkedHashMap<>();
        candidates().stream()
                .map(candidate -> Map.entry(candidate, value(candidate, measure, truncation)))
                .sorted(Comparator.comparingDouble(
                        entry -> sign * entry.getValue().interval().estimate()))
                .forEach(entry -> ranked.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(ranked);
    }

    /**
     * {@return a table of some measures at one truncation: a candidate per row, in the order of {@link #ranking} by the
     * first measure, with the mean length of its whole replies}
     *
     * @param truncation a truncation of this report
     * @param shown measures of this report; at least one
     */
    public Table table(Truncation truncation, List<DiversityMeasure> shown) {
        List<DiversityMeasure> columns = List.copyOf(shown);
        Messages texts = DiversityCode.TEXTS;
        Table.Builder table = Table.builder(
                        "diversity-" + truncation.toString().replace(' ', '-'),
                        texts.localized("title.report", "truncation", truncation.description()))
                .head(Table.Head.text("candidate", texts.localized("head.candidate")))
                .head(Table.Head.number("tokens", texts.localized("head.tokens"), 1));
        columns.forEach(measure -> table.head(measure.head()));
        ranking(columns.get(0), truncation).forEach((candidate, first) -> {
            String name = names.getOrDefault(candidate, candidate);
            List<Object> row = new ArrayList<>(List.of(Table.Cell.named(candidate, name), first.meanTokens()));
            for (DiversityMeasure measure : columns) {
                Value value = value(candidate, measure, truncation);
                UnitInterval bounds = value.interval();
                row.add(Table.Cell.bounded(bounds.estimate(), bounds.lower(), bounds.upper()));
                if (value.undefined() > 0) {
                    table.note(DiversityCode.UNDEFINED_BATCHES.note(
                            "candidate", name, "measure", measure.title(), "count", value.undefined()));
                }
            }
            table.row(row);
        });
        if (columns.contains(DiversityMeasure.EAD_1) || columns.contains(DiversityMeasure.EAD_2)) {
            table.note(DiversityCode.VOCABULARY.note("types", vocabulary));
        }
        return table.build();
    }

    /** A table per truncation with a few measures of different kinds; whole replies come last. */
    @Override
    public List<Table> tables() {
        List<DiversityMeasure> summary =
                SUMMARY.stream().filter(measures()::contains).toList();
        return truncations().stream()
                .sorted(Comparator.comparing(Truncation::isNone))
                .map(truncation -> table(truncation, summary.isEmpty() ? measures() : summary))
                .toList();
    }

    /** How the intervals were made, and what automatic measures are not. */
    @Override
    public List<Finding> notes() {
        return List.of(
                (unit == Unit.CHARACTER ? DiversityCode.BY_CHARACTER : DiversityCode.BY_BATCH).note("level", level),
                DiversityCode.AUTOMATIC.note());
    }

    @Override
    public String toString() {
        return text("en");
    }

    private List<Batch> of(String candidate) {
        return Names.find("candidate", candidate, Multimaps.asMap(byCandidate));
    }

    private Map<List<String>, Double> clusterMeans(String candidate, DiversityMeasure measure, Truncation truncation) {
        return clusterMeans(candidate, batch -> batch.profile().value(measure, truncation));
    }

    /** The mean of a number over the batches of each cluster that have one. */
    private Map<List<String>, Double> clusterMeans(String candidate, ToDoubleFunction<Batch> number) {
        return of(candidate).stream()
                .filter(batch -> !Double.isNaN(number.applyAsDouble(batch)))
                .collect(Collectors.groupingBy(
                        batch -> unit == Unit.CHARACTER
                                ? List.of(batch.character())
                                : List.of(batch.character(), batch.id()),
                        LinkedHashMap::new,
                        Collectors.averagingDouble(number)));
    }

    /** Each cluster weighs the same, whatever it holds. */
    private Interval interval(Collection<Double> means) {
        if (means.isEmpty()) {
            return Interval.of(Double.NaN, Double.NaN, Double.NaN, level, IntervalMethod.T);
        }
        double[][] sums = means.stream().map(mean -> new double[] {mean}).toArray(double[][]::new);
        double[][] counts = means.stream().map(mean -> new double[] {1}).toArray(double[][]::new);
        return ClusteredInference.withDefaults()
                .withLevel(level)
                .with(IntervalMethod.T)
                .on(ClusteredMeans.of(sums, counts))
                .mean(0);
    }

    private static double mean(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
