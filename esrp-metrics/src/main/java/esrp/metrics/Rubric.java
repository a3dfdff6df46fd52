package esrp.metrics;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Names;
import esrp.core.internal.RubricFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which metrics exist, in which dimension, and how they add up.
 *
 * <ul>
 *   <li>The value of a dimension is the weighted mean of its metrics.
 *   <li>The average is the weighted mean of all metrics of the dimensions that count, as in
 *       the paper, or the weighted mean of those dimensions ({@link Builder#averagingDimensions}).
 *   <li>A dimension may stand outside the average, as diversity does.
 *   <li>A metric for which lower is better enters dimension and average reflected on its scale
 *       ({@code lowest + highest - value}); alone it is printed as it is.
 *   <li>A sum with a missing part is missing: NaN in, NaN out.
 * </ul>
 *
 * <p>A rubric is data: {@link #esrp()} is the one of the ChatAnime paper, others are built with
 * {@link #builder(String)} or read from a JSON file. Overlaps, gaps and duplicate ids fail when it is made.
 */
public final class Rubric {
    /** What files call the way in which a metric is better. */
    private enum Direction {
        HIGHER_IS_BETTER,
        LOWER_IS_BETTER;

        static Direction of(boolean lowerIsBetter) {
            return lowerIsBetter ? LOWER_IS_BETTER : HIGHER_IS_BETTER;
        }
    }

    /** What files call what the average is the mean of. */
    private enum Averaging {
        METRICS,
        DIMENSIONS
    }

    private static final Rubric ESRP = of(RubricFile.esrp());
    private static final List<String> EXAMPLES = List.of("character-eval", "esc-eval", "mt-bench");

    private final String id;
    private final LocalizedText name;
    private final Averaging averaging;
    private final ImmutableMap<String, Dimension> dimensions;
    /** Dimension by dimension. */
    private final ImmutableMap<String, Metric> metrics;

    private final ImmutableMap<String, Double> weights;
    private final ImmutableMap<String, Double> dimensionWeights;
    private final ImmutableSet<String> lowerIsBetter;
    private final ImmutableSet<String> outside;
    /** The scale of averages over metrics of different scales, where one was declared. */
    private final Optional<Scale> common;

    private Rubric(Builder from) {
        id = from.id;
        name = from.name == null ? LocalizedText.same(id) : from.name;
        averaging = from.averaging;
        dimensions = ImmutableMap.copyOf(from.dimensions);
        metrics = ImmutableMap.copyOf(from.metrics);
        weights = ImmutableMap.copyOf(from.weights);
        dimensionWeights = ImmutableMap.copyOf(from.dimensionWeights);
        lowerIsBetter = ImmutableSet.copyOf(from.lowerIsBetter);
        outside = ImmutableSet.copyOf(from.outside);
        common = Optional.ofNullable(from.common);
    }

    /**
     * {@return the rubric of the ChatAnime paper: Basic Dialogue, Role-Playing and Emotional Support Capability of
     * three metrics each, whose nine metrics make the average; and diversity outside of it}
     */
    public static Rubric esrp() {
        return ESRP;
    }

    /**
     * Starts a rubric.
     *
     * @param id what reports call it; not blank
     * @return a builder
     */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** {@return the id: how reports call the rubric} */
    public String id() {
        return id;
    }

    /** {@return the name to print; the id where none was given} */
    public LocalizedText name() {
        return name;
    }

    /** {@return whether the average is the mean of dimensions, not of metrics} */
    public boolean averagesDimensions() {
        return averaging == Averaging.DIMENSIONS;
    }

    /** {@return all metrics, dimension by dimension, at least one} */
    public List<Metric> metrics() {
        return metrics.values().asList();
    }

    /** {@return all dimensions in their order, at least one} */
    public List<Dimension> dimensions() {
        return dimensions.values().asList();
    }

    /** {@return the dimensions that count in the average, at least one} */
    public List<Dimension> averagedDimensions() {
        return dimensions().stream().filter(d -> !outside.contains(d.id())).toList();
    }

    /** {@return the metrics that count in the average, at least one} */
    public List<Metric> averagedMetrics() {
        return metrics().stream().filter(m -> inAverage(m.id())).toList();
    }

    /**
     * {@return the metrics of a dimension, at least one}
     *
     * @param dimensionId its id
     * @throws IllegalArgumentException if there is no such dimension; the message names those there are
     */
    public List<Metric> metricsOf(String dimensionId) {
        String found = dimension(dimensionId).id();
        return metrics().stream().filter(m -> m.dimension().equals(found)).toList();
    }

    /**
     * {@return a metric by its id}
     *
     * @param metricId its id
     * @throws IllegalArgumentException if there is no such metric; the message names those there are
     */
    public Metric metric(String metricId) {
        return Names.find("metric", metricId, metrics);
    }

    /**
     * {@return a dimension by its id}
     *
     * @param dimensionId its id
     * @throws IllegalArgumentException if there is no such dimension; the message names those there are
     */
    public Dimension dimension(String dimensionId) {
        return Names.find("dimension", dimensionId, dimensions);
    }

    /**
     * {@return the weight of a metric in its dimension and in the average, above 0; 1 unless said otherwise}
     *
     * @param metricId its id
     */
    public double weight(String metricId) {
        return Names.find("metric", metricId, weights);
    }

    /**
     * {@return the weight of a dimension in an average of dimensions, above 0; 1 unless said otherwise}
     *
     * @param dimensionId its id
     */
    public double dimensionWeight(String dimensionId) {
        return Names.find("dimension", dimensionId, dimensionWeights);
    }

    /**
     * {@return whether a lower score on a metric is better}
     *
     * @param metricId its id
     */
    public boolean lowerIsBetter(String metricId) {
        return lowerIsBetter.contains(metric(metricId).id());
    }

    /**
     * {@return whether a metric counts in the average; false if its dimension stands outside}
     *
     * @param metricId its id
     */
    public boolean inAverage(String metricId) {
        return !outside.contains(metric(metricId).dimension());
    }

    /**
     * The share of each metric in the value of a dimension.
     *
     * @param dimensionId its id
     * @return metric id to share; shares add up to 1; order of the rubric
     */
    public Map<String, Double> sharesOf(String dimensionId) {
        return shares(metricsOf(dimensionId));
    }

    /**
     * {@return the share of each metric in the average: metric id to share, for the metrics that count; shares add up
     * to 1; order of the rubric}
     */
    public Map<String, Double> shares() {
        if (averaging == Averaging.METRICS) {
            return shares(averagedMetrics());
        }
        double total = averagedDimensions().stream()
                .mapToDouble(d -> dimensionWeight(d.id()))
                .sum();
        ImmutableMap.Builder<String, Double> shares = ImmutableMap.builder();
        for (Dimension d : averagedDimensions()) {
            sharesOf(d.id()).forEach((metric, share) -> shares.put(metric, share * dimensionWeight(d.id()) / total));
        }
        return shares.buildOrThrow();
    }

    private Map<String, Double> shares(List<Metric> of) {
        double total = of.stream().mapToDouble(m -> weight(m.id())).sum();
        return of.stream().collect(ImmutableMap.toImmutableMap(Metric::id, m -> weight(m.id()) / total));
    }

    /**
     * The value of a dimension: the weighted mean of its metrics, those where lower is better reflected.
     *
     * @param dimensionId its id
     * @param mean the value of a metric by its id; NaN where it is missing
     * @return the value; NaN if one of the metrics is missing
     */
    public double dimensionMean(String dimensionId, ToDoubleFunction<String> mean) {
        Objects.requireNonNull(mean, "mean");
        return combine(sharesOf(dimensionId), mean);
    }

    /**
     * {@return the average of all metrics that count; NaN if one of the metrics is missing}
     *
     * @param mean the value of a metric by its id; NaN where it is missing
     */
    public double average(ToDoubleFunction<String> mean) {
        return combine(shares(), mean);
    }

    /** The sum of shares of metrics, those where lower is better reflected. */
    double combine(Map<String, Double> shares, ToDoubleFunction<String> mean) {
        Objects.requireNonNull(mean, "mean");
        double sum = 0;
        double total = 0;
        double first = shares.values().iterator().next();
        boolean equal = true;
        // Equal shares are summed first and divided once, so that 3.95 comes out as 3.95.
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            double value = oriented(share.getKey(), mean.applyAsDouble(share.getKey()));
            sum += value * share.getValue();
            total += value;
            equal &= Math.abs(first - share.getValue()) < 1e-12;
        }
        return equal ? total / shares.size() : sum;
    }

    /**
     * The scale of averages. Where averaged metrics have different scales, a value counts by its position in its own scale,
     * mapped onto this one.
     *
     * @return the scale declared, else that of the first averaged metric
     */
    public Scale commonScale() {
        return common.orElseGet(() -> averagedMetrics().get(0).scale());
    }

    /** {@return whether an average, of a dimension or of all, is over metrics of different scales} */
    public boolean mixesScales() {
        return metrics().stream().anyMatch(metric -> isMapped(metric.id()));
    }

    private boolean isMapped(String metricId) {
        Metric metric = metric(metricId);
        return !metric.scale().equals(commonScale())
                && (inAverage(metricId) || mixed(metricsOf(metric.dimension())))
                && (mixed(averagedMetrics()) || mixed(metricsOf(metric.dimension())));
    }

    private static boolean mixed(List<Metric> metrics) {
        return metrics.stream().map(Metric::scale).distinct().count() > 1;
    }

    /**
     * A value as it enters averages: on the {@linkplain #commonScale() common scale} where scales differ, and such that
     * higher is better.
     *
     * @param metricId the metric
     * @param value a score or a mean of scores
     * @return the value, the same for a metric on the common scale where higher is better
     */
    public double oriented(String metricId, double value) {
        Scale scale = metric(metricId).scale();
        double better = lowerIsBetter(metricId) ? scale.lowest() + scale.highest() - value : value;
        return isMapped(metricId) ? commonScale().lowest() + (better - scale.lowest()) * ratio(scale) : better;
    }

    /** The lowest and the highest value that shares of metrics add up to. */
    double[] limits(Map<String, Double> shares) {
        double[] limits = new double[2];
        shares.forEach((metric, share) -> {
            double first = oriented(metric, metric(metric).scale().lowest());
            double last = oriented(metric, metric(metric).scale().highest());
            limits[0] += share * Math.min(first, last);
            limits[1] += share * Math.max(first, last);
        });
        return limits;
    }

    private double ratio(Scale scale) {
        return (commonScale().highest() - commonScale().lowest()) / (scale.highest() - scale.lowest());
    }

    /** What one point of a metric is worth in averages; below 0 where lower is better. */
    double slope(String metricId) {
        double ratio = isMapped(metricId) ? ratio(metric(metricId).scale()) : 1;
        return lowerIsBetter(metricId) ? -ratio : ratio;
    }

    /**
     * A short name for the head of a table: the first alias if it is short, else the first 12 characters of the id.
     *
     * @param metricId its id
     * @return at most 12 characters; the whole id where another metric of the rubric would be called the same
     */
    public String shortName(String metricId) {
        Metric metric = metric(metricId);
        String brief = brief(metric);
        boolean shared = metrics().stream()
                .anyMatch(other -> !other.equals(metric)
                        && (other.id().equals(brief) || brief(other).equals(brief)));
        return shared ? metricId : brief;
    }

    private static String brief(Metric metric) {
        String text = metric.aliases().stream()
                .filter(alias -> alias.length() <= 6)
                .findFirst()
                .orElse(metric.id());
        return text.length() <= 12 ? text : text.substring(0, 12);
    }

    /**
     * The same rubric with some of its metrics; dimensions that lose all of theirs go too.
     *
     * @param metricIds the metrics to keep, at least one; where none of them counts in the average of this rubric, all do in the new one
     * @return a rubric with {@code " (some)"} after its id, or this one if nothing is left out
     */
    public Rubric only(String... metricIds) {
        Set<String> kept = new LinkedHashSet<>();
        for (String metricId : metricIds) {
            kept.add(metric(metricId).id());
        }
        if (kept.size() == metrics.size()) {
            return this;
        }
        Builder some =
                builder(id.endsWith(" (some)") ? id : id + " (some)").name(name).averaging(averaging);
        if (mixesScales()) {
            some.common(commonScale());
        }
        return filled(some, kept, metric -> metric);
    }

    /** The call that makes a rubric of what was rated, for those whom a missing metric stops. */
    static String only(List<String> rated) {
        return rated.isEmpty() ? "rubric.only(...)" : "rubric.only(\"" + String.join("\", \"", rated) + "\")";
    }

    /**
     * The same rubric with another scale for all of its metrics, as half points where it has whole ones.
     *
     * @param scale the scale of every metric
     * @return a rubric of the same id; what it asks and how it adds up stays
     */
    public Rubric withScale(Scale scale) {
        Objects.requireNonNull(scale, "scale");
        return with(metric -> metric.withScale(scale));
    }

    /** The same rubric of other metrics with the same ids. */
    Rubric with(UnaryOperator<Metric> made) {
        return filled(builder(id).name(name).averaging(averaging), metrics.keySet(), made);
    }

    private Rubric filled(Builder some, Set<String> kept, UnaryOperator<Metric> made) {
        for (Dimension d : dimensions()) {
            Metric[] own = metricsOf(d.id()).stream()
                    .filter(m -> kept.contains(m.id()))
                    .map(made)
                    .toArray(Metric[]::new);
            if (own.length > 0) {
                some.dimension(d, own);
            }
        }
        some.weights.putAll(Maps.filterKeys(weights, kept::contains));
        some.dimensionWeights.putAll(Maps.filterKeys(dimensionWeights, some.dimensions::containsKey));
        some.lowerIsBetter.addAll(Sets.intersection(lowerIsBetter, kept));
        if (kept.stream().anyMatch(this::inAverage)) {
            some.outside.addAll(Sets.intersection(outside, some.dimensions.keySet()));
        }
        return some.build();
    }

    /**
     * A fingerprint of what the rubric measures and how it adds up: SHA-256, in hexadecimal, of the hashes of its metrics
     * with their weights and directions, of its dimensions, and of what the average is the mean of.
     *
     * <ul>
     *   <li>The order of dimensions, and of metrics within one, does not matter.
     *   <li>The id and the name of the rubric do not enter.
     * </ul>
     *
     * @return 64 lower-case hexadecimal digits
     * @see Metric#hash()
     */
    public String hash() {
        Digest digest = new Digest().add("esrp rubric 1").add(averaging.name()).add(dimensions.size());
        dimensions.keySet().stream().sorted().forEach(dimension -> {
            digest.add(dimension)
                    .add(dimension(dimension).name().byLanguage())
                    .add(Double.doubleToLongBits(dimensionWeight(dimension)))
                    .add(outside.contains(dimension) ? 0 : 1)
                    .add(metricsOf(dimension).size());
            metricsOf(dimension).stream()
                    .sorted(Comparator.comparing(Metric::id))
                    .forEach(metric -> digest.add(metric.hash())
                            .add(Double.doubleToLongBits(weight(metric.id())))
                            .add(Direction.of(lowerIsBetter(metric.id())).name()));
        });
        common.filter(scale -> mixesScales()).ifPresent(scale -> digest.add(scale.toString()));
        return digest.hex();
    }

    /**
     * Reads a rubric from a JSON file as {@link #write} makes it. Weight, direction, {@code inAverage}, {@code target}
     * (a dialogue), {@code aliases}, {@code scale} (1..5), {@code name}, {@code definition}, {@code question} and {@code anchors}
     * may be left out; a text may be given in one language as a plain string; a list of {@code metrics} may stand in the place of
     * {@code dimensions}; {@code //} starts a comment. A field that is not known is refused.
     *
     * @param file the file
     * @return the rubric
     * @throws esrp.core.DatasetFormatException if the file is not a rubric, with file, line, column and pointer
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static Rubric read(Path file) {
        return of(RubricFile.read(Objects.requireNonNull(file, "file")));
    }

    /** {@return the names of rubrics of other benchmarks that ship as examples} */
    public static List<String> examples() {
        return EXAMPLES;
    }

    /**
     * {@return a rubric of another benchmark: its names and scales, in wording of our own and without questions}
     *
     * @param name one of {@link #examples()}
     * @throws IllegalArgumentException if there is none of that name; the message names those there are
     */
    public static Rubric example(String name) {
        return of(RubricFile.shipped(EXAMPLES.get(Names.index("example", name, EXAMPLES))));
    }

    private static Rubric of(RubricFile file) {
        Builder builder = file.at().make(() -> builder(file.id()));
        file.name().ifPresent(builder::name);
        file.at().find("common").ifPresent(node -> builder.common(RubricFile.scale(node)));
        file.at().find("averaging").ifPresent(node -> builder.averaging(Json.constant(Averaging.class, node)));
        for (RubricFile.Group group : file.dimensions()) {
            Json.Node at = group.at();
            String dimension = group.dimension().id();
            at.make(() -> builder.dimension(
                    group.dimension(),
                    group.metrics().stream().map(RubricFile.Entry::metric).toArray(Metric[]::new)));
            at.find("weight").ifPresent(w -> w.make(() -> builder.dimensionWeight(dimension, w.number())));
            if (!at.find("inAverage").map(Json.Node::flag).orElse(true)) {
                builder.outsideAverage(dimension);
            }
            for (RubricFile.Entry entry : group.metrics()) {
                String metric = entry.metric().id();
                entry.at().find("weight").ifPresent(w -> w.make(() -> builder.weight(metric, w.number())));
                entry.at()
                        .find("direction")
                        .filter(d -> Json.constant(Direction.class, d) == Direction.LOWER_IS_BETTER)
                        .ifPresent(d -> builder.lowerIsBetter(metric));
            }
        }
        return file.at().make(builder::build);
    }

    /**
     * Writes the rubric as JSON.
     *
     * @param file the file to make or replace
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        Map<String, Object> object = Json.object("rubric", id, "name", name.byLanguage(), "averaging", averaging);
        common.ifPresent(scale -> object.put("common", RubricFile.scale(scale)));
        object.put("dimensions", dimensions().stream().map(this::fields).toList());
        Json.write(Objects.requireNonNull(file, "file"), object);
    }

    private Map<String, Object> fields(Dimension dimension) {
        List<Map<String, Object>> fields = new ArrayList<>();
        for (Metric metric : metricsOf(dimension.id())) {
            Map<String, Object> own = RubricFile.fields(metric);
            own.put("weight", weight(metric.id()));
            own.put("direction", Direction.of(lowerIsBetter(metric.id())));
            fields.add(own);
        }
        return Json.object(
                "id", dimension.id(),
                "name", dimension.name().byLanguage(),
                "weight", dimensionWeight(dimension.id()),
                "inAverage", !outside.contains(dimension.id()),
                "metrics", fields);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rubric that
                && id.equals(that.id)
                && name.equals(that.name)
                && averaging == that.averaging
                && dimensions().equals(that.dimensions())
                && metrics().equals(that.metrics())
                && weights.equals(that.weights)
                && common.equals(that.common)
                && dimensionWeights.equals(that.dimensionWeights)
                && lowerIsBetter.equals(that.lowerIsBetter)
                && outside.equals(that.outside);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, dimensions, metrics);
    }

    /** {@return a table of dimensions and metrics: scales, and shares in the average} */
    public Table table() {
        Map<String, Double> shares = shares();
        return new Columns<Metric>(Texts.table("rubric", false, "rubric", id, "name", name))
                .text("dimension", Metric::dimension)
                .text("metric", Metric::id)
                .text("name", Metric::name)
                .text("short", m -> shortName(m.id()))
                .text("scale", m -> m.scale() + (lowerIsBetter(m.id()) ? " ↓" : ""))
                .add(Texts.head("share", Table.Style.NUMBER, 3), m -> shares.getOrDefault(m.id(), Double.NaN))
                .rows(metrics())
                .build();
    }

    /** The table, in English. */
    @Override
    public String toString() {
        return table().toString();
    }

    /** Collects dimensions and metrics; not thread-safe. */
    public static final class Builder {
        private final String id;
        private @Nullable LocalizedText name;
        private Averaging averaging = Averaging.METRICS;
        private @Nullable Scale common;
        private final Map<String, Dimension> dimensions = new LinkedHashMap<>();
        private final Map<String, Metric> metrics = new LinkedHashMap<>();
        private final Map<String, Double> weights = new HashMap<>();
        private final Map<String, Double> dimensionWeights = new HashMap<>();
        private final Set<String> lowerIsBetter = new HashSet<>();
        private final Set<String> outside = new HashSet<>();

        private Builder(String id) {
            this.id = Checks.text("id", id);
        }

        /**
         * Names the rubric.
         *
         * @param text the name to print
         * @return this
         * @throws IllegalArgumentException if it has a name already
         */
        @CanIgnoreReturnValue
        public Builder name(LocalizedText text) {
            Objects.requireNonNull(text, "text");
            if (name != null) {
                throw new IllegalArgumentException("name: was set to \"" + name + "\" already");
            }
            name = text;
            return this;
        }

        /**
         * Declares the scale of averages over metrics of different scales.
         *
         * @param value the scale; by default that of the first averaged metric
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder common(Scale value) {
            common = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the average the mean of the dimensions that count: each has the same weight, however many metrics it has. Unless
         * called, it is the mean of all metrics that count, as in the paper.
         *
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder averagingDimensions() {
            return averaging(Averaging.DIMENSIONS);
        }

        @CanIgnoreReturnValue
        private Builder averaging(Averaging value) {
            averaging = value;
            return this;
        }

        /**
         * Adds a dimension with its metrics.
         *
         * @param dimension the dimension
         * @param metrics its metrics; at least one, each naming this dimension
         * @return this
         * @throws IllegalArgumentException if the dimension is there already, has no metric, or a metric names another
         *     dimension, is there already, or answers to a name of another metric
         */
        @CanIgnoreReturnValue
        public Builder dimension(Dimension dimension, Metric... metrics) {
            Objects.requireNonNull(dimension, "dimension");
            if (dimensions.containsKey(dimension.id())) {
                throw new IllegalArgumentException("dimension: \"" + dimension.id() + "\" is there already; dimensions"
                        + " so far are " + dimensions.keySet());
            }
            Checks.rejectIf(metrics.length == 0, "dimension: \"%s\" has no metric", dimension.id());
            List<Metric> all = new ArrayList<>(this.metrics.values());
            for (Metric metric : metrics) {
                if (!metric.dimension().equals(dimension.id())) {
                    throw new IllegalArgumentException("metric: \"" + metric.id() + "\" belongs to dimension \""
                            + metric.dimension() + "\", but was put into \"" + dimension.id() + "\"");
                }
                for (Metric other : all) {
                    clash(other, metric).ifPresent(what -> {
                        throw new IllegalArgumentException("metric: \"" + metric.id() + "\" of dimension \""
                                + dimension.id() + "\" and \"" + other.id() + "\" of \"" + other.dimension()
                                + "\" are both called \"" + what + "\"");
                    });
                }
                all.add(metric);
            }
            dimensions.put(dimension.id(), dimension);
            dimensionWeights.put(dimension.id(), 1.0);
            for (Metric metric : metrics) {
                this.metrics.put(metric.id(), metric);
                weights.put(metric.id(), 1.0);
            }
            return this;
        }

        private static Optional<String> clash(Metric known, Metric added) {
            List<String> names = new ArrayList<>(List.of(added.id()));
            names.addAll(added.name().byLanguage().values());
            names.addAll(added.aliases());
            return names.stream().filter(known::isCalled).findFirst();
        }

        /**
         * Weighs a metric, in its dimension and in an average of metrics.
         *
         * @param metricId a metric that was added
         * @param weight above 0 and finite
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder weight(String metricId, double weight) {
            weights.put(known(metricId), positive("weight of metric " + metricId, weight));
            return this;
        }

        /**
         * Weighs a dimension in an average of dimensions.
         *
         * @param dimensionId a dimension that was added
         * @param weight above 0 and finite
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder dimensionWeight(String dimensionId, double weight) {
            dimensionWeights.put(knownDimension(dimensionId), positive("weight of dimension " + dimensionId, weight));
            return this;
        }

        /**
         * Says that lower is better for a metric.
         *
         * @param metricId a metric that was added
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder lowerIsBetter(String metricId) {
            lowerIsBetter.add(known(metricId));
            return this;
        }

        /**
         * Leaves a dimension out of the average.
         *
         * @param dimensionId a dimension that was added
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder outsideAverage(String dimensionId) {
            outside.add(knownDimension(dimensionId));
            return this;
        }

        private String known(String metricId) {
            return Names.find("metric", metricId, metrics).id();
        }

        private String knownDimension(String dimensionId) {
            return Names.find("dimension", dimensionId, dimensions).id();
        }

        private static double positive(String what, double value) {
            Checks.rejectIf(
                    !(value > 0 && value < Double.POSITIVE_INFINITY), "%s: %s is not a positive number", what, value);
            return value;
        }

        /**
         * Makes the rubric.
         *
         * @return the rubric
         * @throws IllegalArgumentException if nothing counts in the average
         */
        public Rubric build() {
            Rubric rubric = new Rubric(this);
            List<Metric> averaged = rubric.averagedMetrics();
            if (averaged.isEmpty()) {
                throw new IllegalArgumentException("rubric \"" + id
                        + "\": no dimension counts in the average; dimensions are " + dimensions.keySet());
            }
            return rubric;
        }
    }
}
