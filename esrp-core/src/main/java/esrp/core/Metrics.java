package esrp.core;

import esrp.core.internal.RubricFile;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The metrics of Emotionally Supportive Role-Playing: nine fine-grained ones in three dimensions, and diversity.
 *
 * <p>Names, dimensions and the meaning of scores follow Section 4.1 and Appendix E of the ChatAnime paper; the wording
 * is this project's own. All of it stands in {@code rubric/esrp.json} beside this class.
 */
public final class Metrics {
    private static final List<Dimension> DIMENSIONS = RubricFile.esrp().dimensions().stream()
            .map(RubricFile.Group::dimension)
            .toList();
    private static final List<Metric> ESRP = RubricFile.esrp().dimensions().stream()
            .flatMap(group -> group.metrics().stream())
            .map(RubricFile.Entry::metric)
            .toList();

    private Metrics() {}

    /** {@return the nine metrics in the order of the paper's tables, then diversity: ten metrics on the scale 1..5} */
    public static List<Metric> esrp() {
        return ESRP;
    }

    /**
     * {@return the three dimensions in the order of the paper's tables, then diversity: {@code bdc, rpc, esc,
     * diversity}}
     */
    public static List<Dimension> dimensions() {
        return DIMENSIONS;
    }

    /**
     * The metric that a text names by id, name or alias.
     *
     * @param metrics where to look
     * @param text what a file or a judge wrote
     * @return the first metric for which {@link Metric#isCalled} holds
     */
    public static Optional<Metric> find(List<Metric> metrics, String text) {
        Objects.requireNonNull(text, "text");
        return metrics.stream().filter(metric -> metric.isCalled(text)).findFirst();
    }
}
