package esrp.metrics.diversity;

import esrp.core.ResponseBatch;
import esrp.metrics.Unit;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.ArrayList;
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

/**
 * Diversity of candidates: values of batches, means by character, and means by candidate with intervals.
 *
 * <p>The value of a character is the mean over its batches, the value of a candidate the mean over its clusters
 * (characters, unless {@link #withUnit} says otherwise). The interval is Student's t on the cluster means: with about
 * twenty characters it keeps its level where the percentile bootstrap does not. Batches for which a measure is undefined
 * are left out and counted.
 */
public final class DiversityReport {
    /** The values of one batch. */
    public static final class Batch {
        private final ResponseBatch replies;
        private final DiversityProfile profile;

        Batch(ResponseBatch replies, DiversityProfile profile) {
            this.replies = replies;
            this.profile = profile;
        }

        /**
         * Who gave the replies.
         *
         * @return id of the candidate
         */
        public String candidate() {
            return replies.candidate();
        }

        /**
         * As whom.
         *
         * @return id of the character
         */
        public String character() {
            return replies.character();
        }

        /**
         * Which batch of this candidate and character.
         *
         * @return id of the batch
         */
        public String id() {
            return replies.id();
        }

        /**
         * What was measured.
         *
         * @return the values
         */
        public DiversityProfile profile() {
            return profile;
        }
    }

    /** A measure of a candidate with its interval, always with the mean length beside it. */
    public static final class Value {
        private final DiversityMeasure measure;
        private final Truncation truncation;
        private final Interval interval;
        private final Unit unit;
        private final int clusters;
        private final int batches;
        private final int undefined;
        private final double meanTokens;

        private Value(
                DiversityMeasure measure,
                Truncation truncation,
                Interval interval,
                Unit unit,
                int clusters,
                int batches,
                int undefined,
                double meanTokens) {
            this.measure = measure;
            this.truncation = truncation;
            this.interval = interval;
            this.unit = unit;
            this.clusters = clusters;
            this.batches = batches;
            this.undefined = undefined;
            this.meanTokens = meanTokens;
        }

        /**
         * The measure.
         *
         * @return the measure
         */
        public DiversityMeasure measure() {
            return measure;
        }

        /**
         * How much of each reply was measured.
         *
         * @return the truncation
         */
        public Truncation truncation() {
            return truncation;
        }

        /**
         * The mean over clusters of the means over their batches.
         *
         * @return the mean; NaN if no batch has a value
         */
        public double estimate() {
            return interval.estimate();
        }

        /**
         * The mean with Student's t interval.
         *
         * @return the interval; NaN bounds for fewer than two clusters
         */
        public Interval interval() {
            return interval;
        }

        /**
         * What was taken as independent.
         *
         * @return {@link Unit#CHARACTER} or {@link Unit#DIALOGUE}
         */
        public Unit unit() {
            return unit;
        }

        /**
         * How many clusters have a value.
         *
         * @return at least 0
         */
        public int clusters() {
            return clusters;
        }

        /**
         * How many batches have a value.
         *
         * @return at least 0
         */
        public int batches() {
            return batches;
        }

        /**
         * How many batches have no value and were left out.
         *
         * @return at least 0
         */
        public int undefined() {
            return undefined;
        }

        /**
         * The mean length of whole replies in tokens, averaged as the value is.
         *
         * @return at least 0
         */
        public double meanTokens() {
            return meanTokens;
        }

        /** As {@code distinct2, first 40: 0.8859 [0.8701, 0.9017] (20 characters; 74.4 tokens per reply)}. */
        @Override
        public String toString() {
            String missing = undefined == 0 ? "" : String.format(Locale.ROOT, "; %d batches undefined", undefined);
            return String.format(
                    Locale.ROOT,
                    "%s, %s: %s [%s, %s] (%d %s; %.1f tokens per reply%s)",
                    measure.id(),
                    truncation,
                    DiversityProfile.number(interval.estimate()),
                    DiversityProfile.number(interval.lower()),
                    DiversityProfile.number(interval.upper()),
                    clusters,
                    unit == Unit.CHARACTER ? "characters" : "batches",
                    meanTokens,
                    missing);
        }
    }

    private static final List<DiversityMeasure> SUMMARY = List.of(
            DiversityMeasure.DISTINCT_2,
            DiversityMeasure.SELF_BLEU_4,
            DiversityMeasure.ROUGE_L,
            DiversityMeasure.OPENING_2,
            DiversityMeasure.VENDI,
            DiversityMeasure.SENTENCE_VARIATION);
    private static final int LINE = 80;

    private final List<DiversityMeasure> measures;
    private final List<Truncation> truncations;
    private final long vocabulary;
    private final List<Batch> batches;
    private final Map<String, Map<String, List<Batch>>> byCandidate;
    private final Unit unit;
    private final double level;

    DiversityReport(
            List<DiversityMeasure> measures, List<Truncation> truncations, long vocabulary, List<Batch> batches) {
        this(measures, truncations, vocabulary, List.copyOf(batches), grouped(batches), Unit.CHARACTER, 0.95);
    }

    private DiversityReport(
            List<DiversityMeasure> measures,
            List<Truncation> truncations,
            long vocabulary,
            List<Batch> batches,
            Map<String, Map<String, List<Batch>>> byCandidate,
            Unit unit,
            double level) {
        this.measures = measures;
        this.truncations = truncations;
        this.vocabulary = vocabulary;
        this.batches = batches;
        this.byCandidate = byCandidate;
        this.unit = unit;
        this.level = level;
    }

    private static Map<String, Map<String, List<Batch>>> grouped(List<Batch> batches) {
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("batches: is empty, at least one batch was expected");
        }
        Map<String, Map<String, List<Batch>>> groups = new LinkedHashMap<>();
        Set<List<String>> ids = new HashSet<>();
        for (Batch batch : batches) {
            if (!ids.add(List.of(batch.candidate(), batch.character(), batch.id()))) {
                throw new IllegalArgumentException("batches: batch \"" + batch.id() + "\" of candidate \""
                        + batch.candidate() + "\" as \"" + batch.character() + "\" is there twice");
            }
            groups.computeIfAbsent(batch.candidate(), unseen -> new LinkedHashMap<>())
                    .computeIfAbsent(batch.character(), unseen -> new ArrayList<>())
                    .add(batch);
        }
        return groups;
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
        return new DiversityReport(measures, truncations, vocabulary, batches, byCandidate, independent, level);
    }

    /**
     * Returns a copy whose intervals have another level.
     *
     * @param coverage in (0, 1)
     * @return a copy that shares the values
     */
    public DiversityReport withLevel(double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage: " + coverage + " is outside (0, 1)");
        }
        return new DiversityReport(measures, truncations, vocabulary, batches, byCandidate, unit, coverage);
    }

    /**
     * The batches.
     *
     * @return in the order they were given
     */
    public List<Batch> batches() {
        return batches;
    }

    /**
     * The candidates.
     *
     * @return ids in order of first appearance
     */
    public List<String> candidates() {
        return List.copyOf(byCandidate.keySet());
    }

    /**
     * The characters of a candidate.
     *
     * @param candidate id of a candidate of this report
     * @return ids in order of first appearance
     */
    public List<String> characters(String candidate) {
        return List.copyOf(of(candidate).keySet());
    }

    /**
     * What was measured.
     *
     * @return the measures
     */
    public List<DiversityMeasure> measures() {
        return measures;
    }

    /**
     * In which truncations.
     *
     * @return the truncations
     */
    public List<Truncation> truncations() {
        return truncations;
    }

    /**
     * The vocabulary of expectation-adjusted distinct.
     *
     * @return the number of types
     */
    public long vocabulary() {
        return vocabulary;
    }

    /**
     * A measure of a candidate.
     *
     * @param candidate id of a candidate of this report
     * @param measure a measure of this report
     * @param truncation a truncation of this report
     * @return the mean over clusters with its interval
     */
    public Value value(String candidate, DiversityMeasure measure, Truncation truncation) {
        int undefined = 0;
        int defined = 0;
        for (List<Batch> ofCharacter : of(candidate).values()) {
            for (Batch batch : ofCharacter) {
                if (Double.isNaN(batch.profile().value(measure, truncation))) {
                    undefined++;
                } else {
                    defined++;
                }
            }
        }
        double[] means = finite(clusterMeans(candidate, measure, truncation).values());
        return new Value(
                measure,
                truncation,
                interval(means),
                unit,
                means.length,
                defined,
                undefined,
                mean(finite(clusters(candidate, batch -> batch.profile().meanLength())
                        .values())));
    }

    /**
     * A measure of a candidate as one character.
     *
     * @param candidate id of a candidate of this report
     * @param character id of a character it played
     * @param measure a measure of this report
     * @param truncation a truncation of this report
     * @return the mean over the batches that have a value; NaN if none has
     */
    public double value(String candidate, String character, DiversityMeasure measure, Truncation truncation) {
        List<Batch> ofCharacter = of(candidate).get(Objects.requireNonNull(character, "character"));
        if (ofCharacter == null) {
            throw new IllegalArgumentException("no character \"" + character + "\" of candidate \"" + candidate
                    + "\"; characters are " + characters(candidate));
        }
        return mean(finite(ofCharacter.stream()
                .map(batch -> batch.profile().value(measure, truncation))
                .toList()));
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
        List<Double> differences = new ArrayList<>();
        here.forEach((cluster, value) -> {
            Double opposite = there.get(cluster);
            if (opposite != null) {
                differences.add(value - opposite);
            }
        });
        return interval(finite(differences));
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
                        entry -> sign * entry.getValue().estimate()))
                .forEach(entry -> ranked.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(ranked);
    }

    /**
     * A table of some measures in one truncation: a candidate a line, in at most 80 columns; as many blocks as that takes.
     *
     * @param truncation a truncation of this report
     * @param shown measures of this report
     * @return the table, each value with half the width of its interval, the mean length in front
     */
    public String table(Truncation truncation, List<DiversityMeasure> shown) {
        Objects.requireNonNull(truncation, "truncation");
        List<DiversityMeasure> columns = List.copyOf(shown);
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < columns.size(); ) {
            int to = from;
            for (int used = 30; to < columns.size() && used + width(columns.get(to)) <= LINE; to++) {
                used += width(columns.get(to));
            }
            List<DiversityMeasure> block = columns.subList(from, to);
            text.append(String.format("%-22s%8s", truncation, "tokens"));
            for (DiversityMeasure measure : block) {
                text.append(right(measure.id() + arrow(measure), measure));
            }
            for (String candidate : candidates()) {
                String name = candidate.length() > 21 ? candidate.substring(0, 20) + "…" : candidate;
                String line = String.format("%-22s", name);
                for (int i = 0; i < block.size(); i++) {
                    Value value = value(candidate, block.get(i), truncation);
                    if (i == 0) {
                        line += String.format(Locale.ROOT, "%8.1f", value.meanTokens());
                    }
                    line += right(
                            DiversityProfile.number(value.estimate()) + " ±"
                                    + DiversityProfile.number(value.interval().width() / 2),
                            block.get(i));
                }
                text.append(System.lineSeparator()).append(line);
            }
            text.append(System.lineSeparator()).append(System.lineSeparator());
            from = to;
        }
        return text.toString().stripTrailing();
    }

    /** At least 16, and two columns free in front of the measure's head. */
    private static int width(DiversityMeasure measure) {
        return Math.max(16, (measure.id() + arrow(measure)).length() + 2);
    }

    private static String right(String text, DiversityMeasure column) {
        return " ".repeat(Math.max(0, width(column) - text.length())) + text;
    }

    private static String arrow(DiversityMeasure measure) {
        return switch (measure.direction()) {
            case HIGHER -> " +";
            case LOWER -> " -";
            case NONE -> "";
        };
    }

    /** A summary of at most 80 columns: how it was made, then a few measures of different kinds in each truncation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(wrapped(String.format(
                Locale.ROOT,
                "Diversity of %d candidates, %d batches: mean ± half the %.0f%% interval, Student's t, unit %s;"
                        + " tokens = mean length of whole replies; + higher is more diverse, - lower is;"
                        + " vocabulary of ead1, ead2_V1: %d",
                candidates().size(),
                batches.size(),
                100 * level,
                unit,
                vocabulary)));
        List<DiversityMeasure> summary =
                SUMMARY.stream().filter(measures::contains).toList();
        for (Truncation truncation : truncations) {
            text.append(System.lineSeparator())
                    .append(System.lineSeparator())
                    .append(table(truncation, summary.isEmpty() ? measures : summary));
        }
        return text.toString();
    }

    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > LINE) {
                lines.append(System.lineSeparator());
                column = 0;
            } else if (column > 0) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }

    private Map<String, List<Batch>> of(String candidate) {
        Map<String, List<Batch>> characters = byCandidate.get(Objects.requireNonNull(candidate, "candidate"));
        if (characters == null) {
            throw new IllegalArgumentException("no candidate \"" + candidate + "\"; candidates are " + candidates());
        }
        return characters;
    }

    private Map<List<String>, Double> clusterMeans(String candidate, DiversityMeasure measure, Truncation truncation) {
        return clusters(candidate, batch -> batch.profile().value(measure, truncation));
    }

    private Map<List<String>, Double> clusters(String candidate, ToDoubleFunction<Batch> number) {
        Map<List<String>, Double> means = new LinkedHashMap<>();
        of(candidate).forEach((character, ofCharacter) -> {
            if (unit == Unit.CHARACTER) {
                means.put(
                        List.of(character),
                        mean(finite(
                                ofCharacter.stream().map(number::applyAsDouble).toList())));
            } else {
                for (Batch batch : ofCharacter) {
                    means.put(List.of(character, batch.id()), number.applyAsDouble(batch));
                }
            }
        });
        return means;
    }

    /** Each cluster weighs the same, whatever it holds. */
    private Interval interval(double[] means) {
        if (means.length == 0) {
            return Interval.of(Double.NaN, Double.NaN, Double.NaN, level, IntervalMethod.T);
        }
        double[][] sums = new double[means.length][];
        double[][] counts = new double[means.length][];
        for (int i = 0; i < means.length; i++) {
            sums[i] = new double[] {means[i]};
            counts[i] = new double[] {1};
        }
        return ClusteredInference.withDefaults()
                .withLevel(level)
                .with(IntervalMethod.T)
                .on(ClusteredMeans.of(sums, counts))
                .mean(0);
    }

    private static double[] finite(Iterable<Double> values) {
        List<Double> kept = new ArrayList<>();
        for (double value : values) {
            if (!Double.isNaN(value)) {
                kept.add(value);
            }
        }
        return kept.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
