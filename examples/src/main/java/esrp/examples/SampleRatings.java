package esrp.examples;

import esrp.cli.SampleData;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws the ratings of the sample data set, so that its {@code ratings.csv} and {@code judge.csv} can be made again at any time.
 *
 * <p>The study has the paper's design: each character has two raters of its own, who rate nine metrics on every dialogue
 * and diversity on batches of ten replies. Nobody read the replies: the means of the candidates are written here, and
 * every rater is marked as simulated.
 */
public final class SampleRatings {
    /** The seed of the shipped files. */
    public static final long SEED = 2026;

    private static final int BATCH = 10;
    private static final List<String> METRICS = List.of(
            "consistency", "fluency",
            "coherence", "character_knowledge",
            "speaking_style", "behavioral_habits",
            "emotional_value", "experience_sharing",
            "demand_matching", "diversity");

    private SampleRatings() {}

    /**
     * The ratings of the sample data set in a language. All languages have the same scores.
     *
     * @param language one of {@link SampleData#languages()}
     * @return 3,888 fine-grained ratings and 144 of diversity
     * @throws IllegalArgumentException if there is no such language
     */
    public static Ratings of(String language) {
        return study(SampleData.dataset(language)).ratings();
    }

    /** The study behind the ratings. */
    static SimulatedStudy study(Dataset data) {
        List<String> characters = data.characters().stream().map(Character::id).toList();
        List<String> scenarios = data.scenarios().stream().map(Scenario::id).toList();
        String candidate = data.candidates().get(0).id();
        return SimulatedStudy.of(Rubric.esrp(), means(), characters, scenarios)
                .withBatches(data.batches(candidate, characters.get(0), BATCH).size())
                .withInterRaterTau(0.75, 0.75)
                .withSeed(SEED);
    }

    /** Averages 4.10, 3.70 and 3.95. */
    private static Map<String, Map<String, Double>> means() {
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        means.put("lantern", row(4.40, 4.00, 4.20, 4.05, 3.90, 4.00, 4.15, 4.05, 4.15, 2.90));
        means.put("harbor", row(4.30, 3.60, 4.00, 3.25, 3.10, 3.50, 3.95, 3.45, 4.15, 3.20));
        means.put("human", row(4.25, 4.15, 4.05, 3.80, 3.90, 3.85, 4.05, 3.65, 3.85, 3.90));
        return means;
    }

    private static Map<String, Double> row(double... means) {
        Map<String, Double> row = new LinkedHashMap<>();
        for (int i = 0; i < means.length; i++) {
            row.put(METRICS.get(i), means[i]);
        }
        return row;
    }

    /**
     * Writes the files of all languages.
     *
     * @param args the folder of the sample data set, with one folder a language
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("args: " + args.length + " arguments, the folder of the sample data"
                    + " (esrp-cli/src/main/resources/esrp/cli/sample) was expected");
        }
        for (String language : SampleData.languages()) {
            Path folder = Path.of(args[0], language);
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("args: there is no folder " + folder);
            }
            SimulatedStudy study = study(SampleData.dataset(language));
            study.ratings().write(folder.resolve("ratings.csv"));
            study.judge("judge", 0.2, 0.6).write(folder.resolve("judge.csv"));
        }
    }
}
