package esrp.metrics;

import esrp.core.LocalizedText;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The quantity compared: the average, a dimension or a metric of a rubric. Higher is better: metrics where lower is better
 * are reflected on their scale. Immutable; equal if they compare the same.
 */
public final class Measure {
    private enum Kind {
        AVERAGE,
        DIMENSION,
        METRIC
    }

    private final Kind kind;
    private final String id;

    private Measure(Kind kind, String id) {
        this.kind = kind;
        this.id = Objects.requireNonNull(id, "id");
    }

    /** {@return the average of a rubric} */
    public static Measure average() {
        return new Measure(Kind.AVERAGE, "");
    }

    /**
     * {@return a dimension of a rubric}
     *
     * @param id its id
     */
    public static Measure dimension(String id) {
        return new Measure(Kind.DIMENSION, id);
    }

    /**
     * {@return a metric of a rubric}
     *
     * @param id its id
     */
    public static Measure metric(String id) {
        return new Measure(Kind.METRIC, id);
    }

    /**
     * The share of each metric in the measure.
     *
     * @param rubric how metrics add up
     * @return metric id to share; shares add up to 1
     * @throws IllegalArgumentException if the rubric has no such dimension or metric
     */
    public Map<String, Double> shares(Rubric rubric) {
        return switch (kind) {
            case AVERAGE -> rubric.shares();
            case DIMENSION -> rubric.sharesOf(id);
            case METRIC -> Map.of(rubric.metric(id).id(), 1.0);
        };
    }

    /** The name in each language. */
    LocalizedText label(Rubric rubric) {
        return switch (kind) {
            case AVERAGE -> Texts.say("measure.average");
            case DIMENSION -> rubric.dimension(id).name();
            case METRIC -> rubric.metric(id).name();
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Measure that && kind == that.kind && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, id);
    }

    /** As {@code average} or {@code dimension bdc}. */
    @Override
    public String toString() {
        return (kind.name().toLowerCase(Locale.ROOT) + " " + id).strip();
    }
}
