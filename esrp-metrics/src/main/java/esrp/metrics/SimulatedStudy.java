package esrp.metrics;

import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.internal.Checks;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.core.internal.Resources;
import esrp.stats.design.LikertStudy;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Ratings of a study that never took place, so that everything can be tried before people have rated anything: raters
 * are called {@code sim:…}, and whatever prints the ratings says that they are simulated.
 *
 * <p>Every candidate plays every character in every scenario; each character has its own raters, who rate all of it on
 * all metrics. Expected means are set for each candidate and metric, and are met on average over many studies; one
 * study scatters about them as a real one would. Ratings are clustered in dialogues, characters and scenarios, and two
 * raters agree about as well as the paper's did: weighted tau 0.55 and 0.66 for diversity, or the nearest above that the
 * means allow (0.60 for the paper's own). Metrics of batches are
 * rated on batches {@code b01}, {@code b02}, ….
 *
 * <p>Ratings say nothing about any real candidate. Same study, same seed: same ratings. Immutable.
 */
public final class SimulatedStudy {
    private final Rubric rubric;
    private final Map<String, Map<String, Double>> means;
    private final List<String> characters;
    private final List<String> scenarios;
    private final Setup setup;

    /** What may be set; raters without names are each character's own. */
    private record Setup(List<String> names, int raters, int batches, long seed, double dialogueTau, double batchTau) {}

    private SimulatedStudy(
            Rubric rubric,
            Map<String, Map<String, Double>> means,
            List<String> characters,
            List<String> scenarios,
            Setup setup) {
        this.rubric = rubric;
        this.means = means;
        this.characters = characters;
        this.scenarios = scenarios;
        this.setup = setup;
    }

    private SimulatedStudy with(Setup value) {
        return new SimulatedStudy(rubric, means, characters, scenarios, value);
    }

    /**
     * {@return a study of any candidates: two raters per character, twelve batches, seed 0}
     *
     * @param rubric the metrics
     * @param means candidate to metric id to expected score, strictly inside the metric's scale; each candidate the
     *     same metrics, at least one
     * @param characters ids of the characters; at least one
     * @param scenarios ids of the scenarios; at least one
     * @throws IllegalArgumentException if something is empty, a metric is not in the rubric, or a mean is outside
     */
    public static SimulatedStudy of(
            Rubric rubric, Map<String, Map<String, Double>> means, List<String> characters, List<String> scenarios) {
        Checks.notNull("rubric", rubric, "characters", characters, "scenarios", scenarios);
        Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
        Map<String, Double> first =
                Checks.atLeastOne("means", List.copyOf(means.values())).get(0);
        means.forEach((candidate, row) -> {
            if (row.isEmpty() || !row.keySet().equals(first.keySet())) {
                throw new IllegalArgumentException("means: candidate \"" + candidate + "\" has metrics " + row.keySet()
                        + ", " + first.keySet() + " expected");
            }
            row.forEach((metricId, mean) -> {
                Metric metric = rubric.metric(metricId);
                if (!(mean > metric.scale().lowest() && mean < metric.scale().highest())) {
                    throw new IllegalArgumentException("means: " + mean + " of candidate \"" + candidate
                            + "\" on metric \"" + metricId + "\" is not strictly inside scale " + metric.scale());
                }
            });
            copy.put(candidate, Collections.unmodifiableMap(new LinkedHashMap<>(row)));
        });
        return new SimulatedStudy(
                rubric,
                Collections.unmodifiableMap(copy),
                Checks.atLeastOne("characters", characters),
                Checks.atLeastOne("scenarios", scenarios),
                new Setup(List.of(), 2, 12, 0, 0.55, 0.66));
    }

    /**
     * {@return the paper's human study: its six candidates with the means of its Table 1, all characters and scenarios
     * of a data set, two raters per character, twelve batches} For 20 characters and 60 scenarios these are 129,600
     * fine-grained and 2,880 diversity ratings.
     *
     * <p>Of diversity the paper's text gives three means (people 3.90, DeepSeek-V3 2.93, GPT-4.1 3.57); those of the
     * others are assumed (Claude-Sonnet-4 3.20, Qwen-Max 3.10, Doubao-1.5-Pro 3.45).
     *
     * @param dataset where characters and scenarios come from
     */
    public static SimulatedStudy chatAnime(Dataset dataset) {
        return of(Rubric.esrp(), read("chatanime-human-means.csv"), characters(dataset), scenarios(dataset));
    }

    /**
     * The paper's shortlisting: ten models with the means of its Table 4, rated by three judges on nine metrics.
     *
     * @param dataset where characters and scenarios come from
     * @return the study, whose raters are called as the paper's judges
     */
    public static SimulatedStudy chatAnimeShortlist(Dataset dataset) {
        return of(Rubric.esrp(), read("chatanime-judge-means.csv"), characters(dataset), scenarios(dataset))
                .withSharedRaters(List.of("gemini-2.5-flash-preview", "gpt-4.1", "qwen-max"));
    }

    private static List<String> characters(Dataset dataset) {
        return dataset.characters().stream().map(esrp.core.Character::id).toList();
    }

    private static List<String> scenarios(Dataset dataset) {
        return dataset.scenarios().stream().map(Scenario::id).toList();
    }

    private static Map<String, Map<String, Double>> read(String resource) {
        List<String[]> rows = Resources.text(SimulatedStudy.class, resource)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", -1))
                .toList();
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        for (String[] row : rows.subList(1, rows.size())) {
            Map<String, Double> own = new LinkedHashMap<>();
            for (int i = 1; i < row.length; i++) {
                own.put(rows.get(0)[i], Double.valueOf(row[i]));
            }
            means.put(row[0], own);
        }
        return means;
    }

    /**
     * {@return a copy with another number of raters of each character, each character having its own}
     *
     * @param perCharacter at least 1
     */
    public SimulatedStudy withRaters(int perCharacter) {
        Checks.atLeast(1, "perCharacter", perCharacter);
        return with(new Setup(List.of(), perCharacter, setup.batches, setup.seed, setup.dialogueTau, setup.batchTau));
    }

    /**
     * {@return a copy in which the same raters rate all characters, as judge models do}
     *
     * @param names their names, without {@code sim:}; at least one
     */
    public SimulatedStudy withSharedRaters(List<String> names) {
        List<String> own = Checks.atLeastOne("names", names);
        return with(new Setup(own, own.size(), setup.batches, setup.seed, setup.dialogueTau, setup.batchTau));
    }

    /**
     * {@return a copy with another number of batches of each character and candidate}
     *
     * @param perCharacter at least 1
     */
    public SimulatedStudy withBatches(int perCharacter) {
        Checks.atLeast(1, "perCharacter", perCharacter);
        return with(new Setup(setup.names, setup.raters, perCharacter, setup.seed, setup.dialogueTau, setup.batchTau));
    }

    /**
     * Returns a copy with another agreement of two raters of a character. Weighted tau of Likert scores is far from 0 by
     * chance alone: with means like the paper's, 0.55 is close to raters who have little but the means in common.
     *
     * @param dialogues weighted Kendall's tau of metrics of dialogues, in (-1, 1); 0.55 by default, the paper's
     * @param ofBatches the same of metrics of batches; 0.66 by default, the paper's
     * @return the copy; where the means allow no such agreement, the nearest above is taken
     */
    public SimulatedStudy withInterRaterTau(double dialogues, double ofBatches) {
        if (!(Math.abs(dialogues) < 1 && Math.abs(ofBatches) < 1)) {
            throw new IllegalArgumentException(
                    "dialogues, ofBatches: " + dialogues + ", " + ofBatches + " are not both inside (-1, 1)");
        }
        return with(new Setup(setup.names, setup.raters, setup.batches, setup.seed, dialogues, ofBatches));
    }

    /**
     * {@return a copy with another seed}
     *
     * @param value any
     */
    public SimulatedStudy withSeed(long value) {
        return with(new Setup(setup.names, setup.raters, setup.batches, value, setup.dialogueTau, setup.batchTau));
    }

    /** {@return the ids of the candidates} */
    public List<String> candidates() {
        return List.copyOf(means.keySet());
    }

    /**
     * {@return what a candidate scores on a metric on average over many studies}
     *
     * @param candidate its id
     * @param metricId the metric
     * @throws IllegalArgumentException if there is no such candidate or metric in the study
     */
    public double expected(String candidate, String metricId) {
        Objects.requireNonNull(metricId, "metricId");
        return Names.find("metric", metricId, Names.find("candidate", candidate, means));
    }

    /**
     * {@return the ratings of the study: one rating for each candidate, character, scenario or batch, metric and rater}
     */
    public Ratings ratings() {
        Ratings.Builder builder = Ratings.builder(rubric.metrics());
        for (Metric.Target target : Metric.Target.values()) {
            List<Metric> metrics = metrics(target);
            if (!metrics.isEmpty()) {
                LikertStudy.Sample sample = sample(target, metrics);
                add(
                        builder,
                        target,
                        sample.levels(),
                        h -> IntStream.range(0, setup.raters)
                                .mapToObj(r -> rater(sample.rater(h, r)))
                                .toList());
            }
        }
        return builder.build();
    }

    /** Adds the levels of a sample, which come by candidate, character, item, rater and metric. */
    private void add(Ratings.Builder to, Metric.Target target, byte[] levels, IntFunction<List<String>> raters) {
        int next = 0;
        for (String candidate : means.keySet()) {
            for (int h = 0; h < characters.size(); h++) {
                List<String> own = raters.apply(h);
                for (String item : items(target)) {
                    for (String rater : own) {
                        for (Metric metric : metrics(target)) {
                            double score = metric.scale().score(levels[next++]);
                            to.add(candidate, characters.get(h), item, metric.id(), rater, score);
                        }
                    }
                }
            }
        }
    }

    /**
     * The ratings of a simulated judge model who reads the same dialogues, metrics of batches apart.
     *
     * @param name the judge's name, without {@code sim:}
     * @param bias how much too kind the judge is, on the latent scale, whose standard deviation is about 1
     * @param noise variance of the judge's reading of a dialogue on that scale; 0 sees the true quality, people have
     *     about 0.4
     * @return one rating for each candidate, character, scenario and metric of dialogues
     * @throws IllegalArgumentException if the bias is not finite, or the noise is negative
     */
    public Ratings judge(String name, double bias, double noise) {
        List<Metric> metrics = metrics(Metric.Target.DIALOGUE);
        Ratings.Builder builder = Ratings.builder(rubric.metrics());
        if (!metrics.isEmpty()) {
            byte[] levels =
                    sample(Metric.Target.DIALOGUE, metrics).judge(bias, noise, setup.seed * 31 + name.hashCode());
            List<String> rater = List.of(Rater.of(Rater.Kind.SIMULATED, name).id());
            add(builder, Metric.Target.DIALOGUE, levels, h -> rater);
        }
        return builder.build();
    }

    private List<Metric> metrics(Metric.Target target) {
        Map<String, Double> first = means.values().iterator().next();
        return rubric.metrics().stream()
                .filter(metric -> metric.target() == target && first.containsKey(metric.id()))
                .toList();
    }

    private List<String> items(Metric.Target target) {
        if (target == Metric.Target.DIALOGUE) {
            return scenarios;
        }
        List<String> items = new ArrayList<>();
        for (int b = 1; b <= setup.batches; b++) {
            items.add(String.format(Locale.ROOT, "b%02d", b));
        }
        return items;
    }

    private String rater(int number) {
        return Rater.of(
                        Rater.Kind.SIMULATED,
                        setup.names.isEmpty()
                                ? String.format(Locale.ROOT, "r%02d", number + 1)
                                : setup.names.get(number))
                .id();
    }

    private LikertStudy.Sample sample(Metric.Target target, List<Metric> metrics) {
        double[][] scores = means.values().stream()
                .map(row -> metrics.stream()
                        .mapToDouble(m -> (row.getOrDefault(m.id(), Double.NaN)
                                                - m.scale().lowest())
                                        / m.scale().step()
                                + 1)
                        .toArray())
                .toArray(double[][]::new);
        int levels = metrics.get(0).scale().levels();
        double[] cuts = new double[levels - 1];
        for (int k = 0; k < cuts.length; k++) {
            cuts[k] = (k + 0.5 - (levels - 1) / 2.0) * 4 / (levels - 1);
        }
        LikertStudy study = LikertStudy.withDefaults()
                .withMeans(scores)
                .withCuts(cuts)
                .withCharacters(characters.size())
                .withScenarios(items(target).size())
                .withHalo(0.4)
                .withVariance(Effect.CHARACTER, 0.03)
                .withVariance(Effect.SCENARIO, 0.02)
                .withVariance(Effect.CANDIDATE_CHARACTER, 0.02)
                .withVariance(Effect.CANDIDATE_SCENARIO, 0.01)
                .withVariance(Effect.CHARACTER_SCENARIO, 0.04)
                .withVariance(Effect.DIALOGUE, target == Metric.Target.BATCH ? 0.55 : 0.50)
                .withVariance(Effect.RATER, 0.04)
                .withVariance(Effect.CANDIDATE_RATER, 0.01)
                .withVariance(Effect.RESIDUAL, target == Metric.Target.BATCH ? 0.20 : 0.30);
        study = setup.names.isEmpty() ? study.withRaters(setup.raters) : study.withCrossedRaters(setup.raters);
        return calibrated(study, target == Metric.Target.BATCH ? setup.batchTau : setup.dialogueTau)
                .simulate(target == Metric.Target.BATCH ? setup.seed ^ 0x5DEECE66DL : setup.seed);
    }

    /**
     * Where candidates differ so much that raters agree better than that by the means alone, the nearest tau that leaves
     * them something to disagree about.
     */
    private static LikertStudy calibrated(LikertStudy study, double tau) {
        for (double target = tau; target < 0.9; target += 0.05) {
            try {
                return study.withInterRaterTau(target);
            } catch (IllegalArgumentException outOfReach) {
                // The next one may be in reach.
            }
        }
        return study;
    }

    /** The design in a line. */
    @Override
    public String toString() {
        return "simulated study: " + Numbers.count(means.size(), "candidate") + ", "
                + Numbers.count(characters.size(), "character") + ", "
                + Numbers.count(scenarios.size(), "scenario") + ", "
                + Numbers.count(setup.raters, "rater")
                + (setup.names.isEmpty() ? " a character" : " of everything") + ", seed " + setup.seed;
    }
}
