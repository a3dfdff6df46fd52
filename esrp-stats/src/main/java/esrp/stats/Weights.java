package esrp.stats;

/**
 * How much two categories that differ still agree.
 *
 * <p>With x and y the values of two categories and R the distance between the lowest and the highest category:
 *
 * <ul>
 *   <li>{@link #UNWEIGHTED}: 1 if equal, else 0
 *   <li>{@link #LINEAR}: {@code 1 - |x - y| / R}
 *   <li>{@link #QUADRATIC}: {@code 1 - (x - y)² / R²}
 * </ul>
 */
public enum Weights {
    /** Only equal categories agree; Cohen's kappa (1960), Gwet's AC1. */
    UNWEIGHTED {
        @Override
        double disagreement(double x, double y, double range) {
            return x == y ? 0 : 1;
        }
    },
    /** Agreement falls in proportion to the distance. */
    LINEAR {
        @Override
        double disagreement(double x, double y, double range) {
            return x == y ? 0 : Math.abs(x - y) / range;
        }
    },
    /** Agreement falls with the squared distance; Cohen's weighted kappa (1968), close to an intraclass correlation. */
    QUADRATIC {
        @Override
        double disagreement(double x, double y, double range) {
            double d = x == y ? 0 : (x - y) / range;
            return d * d;
        }
    };

    /** One minus the weight, in [0, 1]. */
    abstract double disagreement(double x, double y, double range);
}
