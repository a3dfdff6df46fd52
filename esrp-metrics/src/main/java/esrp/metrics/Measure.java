package esrp.metrics;

import java.util.Map;
import java.util.Objects;

/**
 * What of a candidate is looked at: the average, a dimension, or a metric. Higher is better: metrics where lower is
 * better are reflected on their scale.
 */
public sealed interface Measure {
    /** The average of a rubric. */
    record Average() implements Measure {
        @Override
        public String toString() {
            return "average";
        }
    }

    /**
     * A dimension.
     *
     * @param id its id
     */
    record OfDimension(String id) implements Measure {
        /**
         * Validates.
         *
         * @param id its id
         */
        public OfDimension {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String toString() {
            return "dimension " + id;
        }
    }

    /**
     * A metric.
     *
     * @param id its id
     */
    record OfMetric(String id) implements Measure {
        /**
         * Validates.
         *
         * @param id its id
         */
        public OfMetric {
            Objects.requireNonNull(id, "id");
        }

        @Override
        public String toString() {
            return "metric " + id;
        }
    }

    /**
     * The average of a rubric.
     *
     * @return the measure
     */
    static Measure average() {
        return new Average();
    }

    /**
     * A dimension of a rubric.
     *
     * @param id its id
     * @return the measure
     */
    static Measure dimension(String id) {
        return new OfDimension(id);
    }

    /**
     * A metric of a rubric.
     *
     * @param id its id
     * @return the measure
     */
    static Measure metric(String id) {
        return new OfMetric(id);
    }

    /**
     * The share of each metric in the measure.
     *
     * @param rubric how metrics add up
     * @return metric id to share
     * @throws IllegalArgumentException if the rubric has no such dimension or metric
     */
    default Map<String, Double> shares(Rubric rubric) {
        if (this instanceof OfDimension dimension) {
            return rubric.sharesOf(dimension.id());
        }
        if (this instanceof OfMetric metric) {
            return Map.of(rubric.metric(metric.id()).id(), 1.0);
        }
        return rubric.shares();
    }
}
