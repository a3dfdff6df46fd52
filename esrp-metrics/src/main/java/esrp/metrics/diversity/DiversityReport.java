package esrp.metrics.diversity;

import esrp.stats.ClusteredInference;
import esrp.stats.ClusteredMeans;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
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
    /**
     * The values of one batch.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param id id of the batch
     * @param profile the values
     */
    public record Batch(String candidate, String character, String id, DiversityProfile profile) {
        /**
         * Validates.
         *
         * @param candidate id of the candidate
         * @param character id of the character
         * @param id id of the batch
         * @param profile the values
         */
        public Batch {
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(character, "character");
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(profile, "profile");
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
    private final List<Form> forms;
    private final long vocabulary;
    private final List<Batch> batches;
    private final Map<String, Map<String, List<Batch>>> byCandidate;
    private final ClusterUnit unit;
    private final double level;

    DiversityReport(List<DiversityMeasure> measures, List<Form> forms, long vocabulary, List<Batch> batches) {
        this(measures, forms, vocabulary, List.copyOf(batches), grouped(batches), ClusterUnit.CHARACTER, 0.95);
    }

    private DiversityReport(
            List<DiversityMeasure> measures,
            List<Form> forms,
            long vocabulary,
            List<Batch> batches,
            Map<String, Map<String, List<Batch>>> byCandidate,
            ClusterUnit unit,
            double level) {
        this.measures = measures;
        this.forms = forms;
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
     * Makes intervals with another unit.
     *
     * @param independent what is taken as independent
     * @return a copy that shares the values
     */
    public DiversityReport withUnit(ClusterUnit independent) {
        return new DiversityReport(
                measures,
                forms,
                vocabulary,
                batches,
                byCandidate,
                Objects.requireNonNull(independent, "independent"),
                level);
    }

    /**
     * Makes intervals of another level.
     *
     * @param coverage in (0, 1)
     * @return a copy that shares the values
     */
    public DiversityReport withLevel(double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new IllegalArgumentException("coverage: " + coverage + " is outside (0, 1)");
        }
        return new DiversityReport(measures, forms, vocabulary, batches, byCandidate, unit, coverage);
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
     * In which forms.
     *
     * @return the forms
     */
    public List<Form> forms() {
        return forms;
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
     * @param form a form of this report
     * @return the mean over clusters with its interval
     */
    public DiversityValue value(String candidate, DiversityMeasure measure, Form form) {
        int undefined = 0;
        int defined = 0;
        for (List<Batch> ofCharacter : of(candidate).values()) {
            for (Batch batch : ofCharacter) {
                if (Double.isNaN(batch.profile().value(measure, form))) {
                    undefined++;
                } else {
                    defined++;
                }
            }
        }
        double[] means = finite(clusterMeans(candidate, measure, form).values());
        return new DiversityValue(
                measure,
                form,
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
     * @param form a form of this report
     * @return the mean over the batches that have a value; NaN if none has
     */
    public double value(String candidate, String character, DiversityMeasure measure, Form form) {
        List<Batch> ofCharacter = of(candidate).get(Objects.requireNonNull(character, "character"));
        if (ofCharacter == null) {
            throw new IllegalArgumentException("no character \"" + character + "\" of candidate \"" + candidate
                    + "\"; characters are " + characters(candidate));
        }
        return mean(finite(ofCharacter.stream()
                .map(batch -> batch.profile().value(measure, form))
                .toList()));
    }

    /**
     * How two candidates differ, paired by cluster: what a character's voice adds to both falls away.
     *
     * @param candidate id of a candidate of this report
     * @param other id of another
     * @param measure a measure of this report
     * @param form a form of this report
     * @return the mean of {@code candidate - other} over the clusters that both have, with Student's t interval; NaN
     *     without a common cluster
     */
    public Interval difference(String candidate, String other, DiversityMeasure measure, Form form) {
        Map<List<String>, Double> here = clusterMeans(candidate, measure, form);
        Map<List<String>, Double> there = clusterMeans(other, measure, form);
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
     * @param form a form of this report
     * @return the values in order with their candidates; those without a value last
     */
    public Map<String, DiversityValue> ranking(DiversityMeasure measure, Form form) {
        double sign = measure.direction() == DiversityMeasure.Direction.LOWER ? 1 : -1;
        Map<String, DiversityValue> ranked = new LinkedHashMap<>();
        candidates().stream()
                .map(candidate -> Map.entry(candidate, value(candidate, measure, form)))
                .sorted(Comparator.comparingDouble(
                        entry -> sign * entry.getValue().estimate()))
                .forEach(entry -> ranked.put(entry.getKey(), entry.getValue()));
        return Collections.unmodifiableMap(ranked);
    }

    /**
     * A table of some measures in one form: a candidate a line, in at most 80 columns; as many blocks as that takes.
     *
     * @param form a form of this report
     * @param shown measures of this report
     * @return the table, each value with half the width of its interval, the mean length in front
     */
    public String table(Form form, List<DiversityMeasure> shown) {
        Objects.requireNonNull(form, "form");
        List<DiversityMeasure> columns = List.copyOf(shown);
        StringBuilder text = new StringBuilder();
        for (int from = 0; from < columns.size(); ) {
            int to = from;
            for (int used = 30; to < columns.size() && used + width(columns.get(to)) <= LINE; to++) {
                used += width(columns.get(to));
            }
            List<DiversityMeasure> block = columns.subList(from, to);
            text.append(String.format("%-22s%8s", form, "tokens"));
            for (DiversityMeasure measure : block) {
                text.append(right(measure.id() + arrow(measure), measure));
            }
            for (String candidate : candidates()) {
                String name = candidate.length() > 21 ? candidate.substring(0, 20) + "…" : candidate;
                String line = String.format("%-22s", name);
                for (int i = 0; i < block.size(); i++) {
                    DiversityValue value = value(candidate, block.get(i), form);
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

    /** A summary of at most 80 columns: how it was made, then a few measures of different kinds in each form. */
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
        for (Form form : forms) {
            text.append(System.lineSeparator())
                    .append(System.lineSeparator())
                    .append(table(form, summary.isEmpty() ? measures : summary));
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

    private Map<List<String>, Double> clusterMeans(String candidate, DiversityMeasure measure, Form form) {
        return clusters(candidate, batch -> batch.profile().value(measure, form));
    }

    private Map<List<String>, Double> clusters(String candidate, ToDoubleFunction<Batch> number) {
        Map<List<String>, Double> means = new LinkedHashMap<>();
        of(candidate).forEach((character, ofCharacter) -> {
            if (unit == ClusterUnit.CHARACTER) {
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
            return new Interval(Double.NaN, Double.NaN, Double.NaN, level, IntervalMethod.T);
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
