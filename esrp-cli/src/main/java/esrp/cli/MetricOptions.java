package esrp.cli;

import esrp.core.Metric;
import esrp.metrics.Rubric;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which metrics of which rubric count. */
final class MetricOptions {
    @Mixin
    private RubricOptions rubric = new RubricOptions();

    @Option(names = "--metrics", paramLabel = "<id>", split = ",")
    private List<String> metrics = new ArrayList<>();

    Rubric rubric() {
        Rubric all = rubric.rubric();
        return metrics.isEmpty() ? all : UsageException.of("--metrics", () -> all.only(metrics.toArray(String[]::new)));
    }

    /** Those of the rubric, whether they count or not. */
    List<Metric> known() {
        return rubric.rubric().metrics();
    }
}
