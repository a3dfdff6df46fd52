package esrp.examples;

import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Scenario;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the examples work on: the published replies where their folder is given, else this project's own sample. */
final class ExampleStudy {
    /** The candidates that people rated in the paper. */
    static final List<String> RATED =
            List.of("deepseek-v3", "claude-sonnet-4", "qwen-max", "human", "gpt-4.1", "doubao-1.5-pro");

    private ExampleStudy() {}

    static Dataset dataset(String... args) {
        return args.length == 0 ? SampleData.dataset("zh") : ChatAnime.read(Path.of(args[0]));
    }

    /** Whether the data set has the candidates of the paper's tables. */
    static boolean isPublished(Dataset dataset) {
        return ids(dataset).containsAll(RATED);
    }

    static List<String> rated(Dataset dataset) {
        return isPublished(dataset) ? RATED : ids(dataset);
    }

    private static List<String> ids(Dataset dataset) {
        return dataset.candidates().stream().map(Candidate::id).toList();
    }

    static List<String> characters(Dataset dataset) {
        return dataset.characters().stream().map(Character::id).toList();
    }

    static List<String> scenarios(Dataset dataset) {
        return dataset.scenarios().stream().map(Scenario::id).toList();
    }

    static Map<String, String> names(Dataset dataset) {
        Map<String, String> names = new LinkedHashMap<>();
        dataset.candidates().forEach(candidate -> names.put(candidate.id(), candidate.name()));
        return names;
    }

    /** Simulated human ratings: the paper's means for its candidates, invented ones for any others. */
    static SimulatedStudy study(Dataset dataset) {
        return isPublished(dataset) ? SimulatedStudy.chatAnime(dataset) : invented(dataset);
    }

    /** Simulated ratings of three judges. */
    static SimulatedStudy shortlist(Dataset dataset) {
        return isPublished(dataset)
                ? SimulatedStudy.chatAnimeShortlist(dataset)
                : invented(dataset).withSharedRaters(List.of("judge-a", "judge-b", "judge-c"));
    }

    private static SimulatedStudy invented(Dataset dataset) {
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        double mean = 4.2;
        for (String candidate : ids(dataset)) {
            Map<String, Double> own = new LinkedHashMap<>();
            for (Metric metric : Rubric.esrp().metrics()) {
                own.put(metric.id(), mean);
            }
            means.put(candidate, own);
            mean -= 0.2;
        }
        return SimulatedStudy.of(Rubric.esrp(), means, characters(dataset), scenarios(dataset));
    }
}
