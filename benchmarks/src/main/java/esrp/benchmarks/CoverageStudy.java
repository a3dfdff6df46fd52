package esrp.benchmarks;

import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import esrp.stats.MarginTest;
import esrp.stats.MarginTest.Verdict;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import esrp.stats.cluster.Comparisons;
import esrp.stats.cluster.PredictionPowered;
import esrp.stats.design.LikertStudy;
import esrp.stats.design.VarianceComponents.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often intervals contain the truth, in simulated studies where the truth is known; the family-wise error of Holm-adjusted
 * comparisons; coverage and width of prediction-powered inference; the error of gates that are looked at daily. Writes a document.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp "benchmarks/target/classes:esrp-stats/target/classes:$(dependencies)" esrp.benchmarks.CoverageStudy docs/coverage.md
 * </pre>
 *
 * <p>Arguments: the file to write, and the number of studies for each row (2,000); a third one, {@code defaults} or {@code looks},
 * writes the section of the defaults in harder designs, or that of gates that are looked at daily, alone. One thread.
 */
public final class CoverageStudy {
    private static final int SCENARIOS = 60;
    private static final int RATERS = 2;
    /**
     * Inner resamples. The level of a percentile interval from B resamples is off by less than 1 / (B + 1) on average over
     * studies, 0.1 points here: below the standard error of the coverage itself, 0.5 points with 2,000 studies.
     */
    private static final int RESAMPLES = 999;

    /** For units that come in thousands, whose bootstrap distribution is normal, and whose coverage is far off anyway. */
    private static final int RESAMPLES_OF_MANY = 199;

    private static final double[] TRUE_MEANS = {3.9, 3.75};
    private static final int[] CHARACTERS = {10, 20, 40};

    /** Seeds of the resamples, used in turn. */
    private static final int SEEDS = 10;

    private final Path file;
    private final int studies;
    private final StringBuilder out = new StringBuilder();

    private CoverageStudy(Path file, int studies) {
        this.file = file;
        this.studies = studies;
    }

    /**
     * Runs the study.
     *
     * @param args the file to write; the number of studies a row
     * @throws IOException if the file cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 1) {
            throw new IllegalArgumentException("arguments: FILE [STUDIES]");
        }
        CoverageStudy study = new CoverageStudy(Path.of(args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 2000);
        if (args.length > 2 && args[2].equals("defaults")) {
            study.defaults();
        } else if (args.length > 2 && args[2].equals("looks")) {
            study.looks();
        } else {
            study.run();
        }
    }

    private enum Clustering {
        MILD,
        STRONG;

        LikertStudy study() {
            Map<Effect, Double> v = new EnumMap<>(Effect.class);
            boolean mild = this == MILD;
            v.put(Effect.CHARACTER, mild ? 0.02 : 0.10);
            v.put(Effect.SCENARIO, mild ? 0.01 : 0.05);
            v.put(Effect.CANDIDATE_CHARACTER, mild ? 0.01 : 0.06);
            v.put(Effect.CANDIDATE_SCENARIO, mild ? 0.005 : 0.02);
            v.put(Effect.CHARACTER_SCENARIO, mild ? 0.05 : 0.07);
            v.put(Effect.DIALOGUE, mild ? 0.35 : 0.25);
            v.put(Effect.RATER, mild ? 0.03 : 0.15);
            v.put(Effect.CANDIDATE_RATER, mild ? 0.015 : 0.05);
            v.put(Effect.RESIDUAL, mild ? 0.51 : 0.25);
            LikertStudy study =
                    LikertStudy.withDefaults().withScenarios(SCENARIOS).withRaters(RATERS);
            for (Map.Entry<Effect, Double> e : v.entrySet()) {
                study = study.withVariance(e.getKey(), e.getValue());
            }
            return study;
        }

        String title() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What is resampled. */
    private enum Unit {
        RATING("rating"),
        DIALOGUE("dialogue"),
        SCENARIO("scenario"),
        CHARACTER("character"),
        CROSSED("character × scenario");

        final String title;

        Unit(String title) {
            this.title = title;
        }

        boolean hasTarget() {
            return this != RATING && this != DIALOGUE;
        }

        /** The expected scores that resampling this unit aims at; for units without a target, those over everything new. */
        double[][] truth(LikertStudy.Sample sample) {
            return switch (this) {
                case SCENARIO -> sample.meansOverNewScenarios();
                case CHARACTER -> sample.meansOverNewCharacters();
                default -> sample.study().means();
            };
        }

        List<IntervalMethod> methods() {
            return hasTarget()
                    ? Arrays.stream(IntervalMethod.values())
                            .filter(m -> m != IntervalMethod.LOGIT)
                            .toList()
                    : List.of(IntervalMethod.T, IntervalMethod.PERCENTILE);
        }
    }

    private void run() throws IOException {
        long start = System.nanoTime();
        introduction();
        coverage();
        Files.writeString(file, out);
        familyWiseError();
        Files.writeString(file, out);
        predictionPowered();
        defaults();
        line("");
        looks();
        System.err.printf(Locale.ROOT, "%.0f s%n", (System.nanoTime() - start) / 1e9);
    }

    private void line(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void introduction() {
        line("# Do the intervals contain the truth as often as they say?");
        line("");
        line(
                "Written by `esrp.benchmarks.CoverageStudy`; do not edit. %,d simulated studies for each row, nominal"
                        + " level 95%%,",
                studies);
        line(
                "so the standard error of a coverage of 95%% is %.1f points. %,d resamples for bootstrap methods, %d"
                        + " where the unit is a rating or a dialogue.",
                100 * Math.sqrt(0.95 * 0.05 / studies), RESAMPLES, RESAMPLES_OF_MANY);
        line("Seeds: study i of row block k is drawn with seed 1,000,000 k + i, and resampled with seed i mod 10.");
        line("");
        line("```");
        line("mvn -q -pl benchmarks -am package -DskipTests");
        line("mvn -q -pl benchmarks dependency:build-classpath -Dmdep.outputFile=benchmarks.cp   # or any way to"
                + " list the jars");
        line("java -cp benchmarks/target/classes:esrp-stats/target/classes:$(cat benchmarks.cp) \\");
        line("     esrp.benchmarks.CoverageStudy docs/coverage.md %d", studies);
        line("```");
        line("");
        line(
                "A study: 2 candidates play 10, 20 or 40 characters in %d scenarios; %d raters of its own rate each"
                        + " character.",
                SCENARIOS, RATERS);
        line(
                "Ratings 1 to 5 are latent normal values cut at -1.5, -0.5, 0.5, 1.5; the expected scores are %.2f and"
                        + " %.2f.",
                TRUE_MEANS[0], TRUE_MEANS[1]);
        line("");
        line("| latent variance | mild | strong |");
        line("|---|---|---|");
        for (Effect e : Effect.values()) {
            if (e != Effect.CANDIDATE) {
                line(
                        "| %s | %.3f | %.3f |",
                        e.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        Clustering.MILD.study().variance(e),
                        Clustering.STRONG.study().variance(e));
            }
        }
        line("");
        line("## Two truths");
        line("");
        line("An interval can only be right about something. **Everything new** is the expected score over new"
                + " characters, scenarios");
        line("and raters: what a reader takes a leaderboard to say. **Own target** is what resampling the unit aims"
                + " at, the rest held");
        line("as it was in the study: for *character*, new characters (with new raters) in the same scenarios; for"
                + " *scenario*, new");
        line("scenarios with the same characters and raters; for *character × scenario*, everything new. Units"
                + " *rating* and");
        line("*dialogue* treat what is clustered as independent; there is no such population, so they have no"
                + " target of their own.");
        line("A unit that leaves a source of variation out covers everything new less often than its own target:"
                + " compare the columns.");
        line("");
        line("The default is `t`, for means of scales on the logit scale (last section). Unit *rating*, method"
                + " *percentile* is what a");
        line("bootstrap of single ratings reports.");
        line("");
    }

    // ------------------------------------------------------------------------------------------------ intervals

    private static final class Tally {
        int ownMean;
        int ownDifference;
        int newMean;
        int newDifference;
        double widthOfMean;
        double widthOfDifference;
    }

    private void coverage() throws IOException {
        int block = 0;
        for (Clustering clustering : Clustering.values()) {
            for (int characters : CHARACTERS) {
                block++;
                LikertStudy study = clustering
                        .study()
                        .withCharacters(characters)
                        .withMeans(new double[][] {{TRUE_MEANS[0]}, {TRUE_MEANS[1]}});
                Map<Unit, Map<IntervalMethod, Tally>> tallies = new EnumMap<>(Unit.class);
                for (int i = 0; i < studies; i++) {
                    LikertStudy.Sample sample = study.simulate(1_000_000L * block + i);
                    for (Unit unit : Unit.values()) {
                        tally(sample, unit, i, tallies.computeIfAbsent(unit, u -> new EnumMap<>(IntervalMethod.class)));
                    }
                }
                line("## %s clustering, %d characters", clustering == Clustering.MILD ? "Mild" : "Strong", characters);
                line("");
                line("Coverage in percent (mean width).");
                line("");
                line("| unit | method | mean, own target | mean, everything new | difference, own target |"
                        + " difference, everything new |");
                line("|---|---|---|---|---|---|");
                tallies.forEach((unit, byMethod) -> byMethod.forEach((method, t) -> line(
                        "| %s | %s | %s | %s (%.3f) | %s | %s (%.3f) |",
                        unit.title,
                        method.name().toLowerCase(Locale.ROOT),
                        !unit.hasTarget() ? "–" : percent(t.ownMean),
                        percent(t.newMean),
                        t.widthOfMean / studies,
                        !unit.hasTarget() ? "–" : percent(t.ownDifference),
                        percent(t.newDifference),
                        t.widthOfDifference / studies)));
                line("");
                Files.writeString(file, out);
                System.err.println(clustering + " " + characters);
            }
        }
    }

    private String percent(int hits) {
        return String.format(Locale.ROOT, "%.1f", 100.0 * hits / studies);
    }

    private void tally(LikertStudy.Sample sample, Unit unit, int seed, Map<IntervalMethod, Tally> tallies) {
        ClusteredMeans data = clustered(sample, unit);
        ClusteredEstimates estimates = ClusteredInference.withDefaults()
                .with(IntervalMethod.PERCENTILE)
                .withSeed(seed % SEEDS)
                .withResamples(unit.hasTarget() ? RESAMPLES : RESAMPLES_OF_MANY)
                .on(data);
        double[][] own = unit.truth(sample);
        for (IntervalMethod method : unit.methods()) {
            ClusteredEstimates e = estimates.with(method);
            Tally t = tallies.computeIfAbsent(method, m -> new Tally());
            Interval mean = e.mean(0);
            Interval difference = e.difference(0, 1);
            t.newMean += mean.contains(TRUE_MEANS[0]) ? 1 : 0;
            t.newDifference += difference.contains(TRUE_MEANS[0] - TRUE_MEANS[1]) ? 1 : 0;
            t.ownMean += mean.contains(own[0][0]) ? 1 : 0;
            t.ownDifference += difference.contains(own[0][0] - own[1][0]) ? 1 : 0;
            t.widthOfMean += mean.width();
            t.widthOfDifference += difference.width();
        }
    }

    private static ClusteredMeans clustered(LikertStudy.Sample sample, Unit unit) {
        LikertStudy study = sample.study();
        int candidates = study.candidates();
        int characters = study.characters();
        if (unit == Unit.CROSSED) {
            double[][][] sums = new double[characters][SCENARIOS][candidates];
            double[][][] counts = new double[characters][SCENARIOS][candidates];
            forEach(sample, (c, h, s, r, score) -> {
                sums[h][s][c] += score;
                counts[h][s][c]++;
            });
            return ClusteredMeans.crossed(sums, counts);
        }
        int clusters = switch (unit) {
            case RATING -> characters * SCENARIOS * RATERS;
            case DIALOGUE -> characters * SCENARIOS;
            case SCENARIO -> SCENARIOS;
            default -> characters;
        };
        double[][] sums = new double[clusters][candidates];
        double[][] counts = new double[clusters][candidates];
        forEach(sample, (c, h, s, r, score) -> {
            int g = switch (unit) {
                case RATING -> (h * SCENARIOS + s) * RATERS + r;
                case DIALOGUE -> h * SCENARIOS + s;
                case SCENARIO -> s;
                default -> h;
            };
            sums[g][c] += score;
            counts[g][c]++;
        });
        return ClusteredMeans.of(sums, counts);
    }

    @FunctionalInterface
    private interface EachRating {
        void rating(int candidate, int character, int scenario, int rater, int score);
    }

    private static void forEach(LikertStudy.Sample sample, EachRating each) {
        LikertStudy study = sample.study();
        byte[] levels = sample.levels();
        int i = 0;
        for (int c = 0; c < study.candidates(); c++) {
            for (int h = 0; h < study.characters(); h++) {
                for (int s = 0; s < study.scenarios(); s++) {
                    for (int r = 0; r < study.raters(); r++) {
                        each.rating(c, h, s, r, 1 + levels[i++]);
                    }
                }
            }
        }
    }

    // ---------------------------------------------------------------------------------- defaults in harder designs

    private enum Shape {
        CROSSED,
        UNBALANCED,
        NESTED
    }

    /** Candidates in 12 scenarios; latent scores about a location, cut as above. */
    private record Design(String title, double location, boolean skewed, Shape shape) {
        private static final int SCENARIOS = 12;
        private static final double STEP = 0.15;

        private double effect(Random random, double variance) {
            double standard = skewed ? 1 + Math.log(1 - random.nextDouble()) : random.nextGaussian();
            return Math.sqrt(variance) * standard;
        }

        private static int score(double latent) {
            return 3 + (int) Math.max(-2, Math.min(2, Math.floor(latent + 0.5)));
        }

        double truth(int candidate) {
            Random random = new Random(candidate);
            long sum = 0;
            int n = 1_000_000;
            for (int i = 0; i < n; i++) {
                double latent = location - STEP * candidate + effect(random, 0.1) + effect(random, 0.06);
                sum += score(latent + Math.sqrt(0.05 + 0.2 + 0.5) * random.nextGaussian());
            }
            return (double) sum / n;
        }

        /** Each candidate is worse than the one before it by a step. */
        ClusteredMeans simulate(int characters, int candidates, double step, long seed) {
            Random random = new Random(seed);
            int scenarios = shape == Shape.NESTED ? characters * SCENARIOS : SCENARIOS;
            double[] ofScenario = random.doubles(scenarios)
                    .map(u -> Math.sqrt(0.05) * random.nextGaussian())
                    .toArray();
            double[][][] sums = new double[characters][scenarios][candidates];
            double[][][] counts = new double[characters][scenarios][candidates];
            for (int h = 0; h < characters; h++) {
                double ofCharacter = effect(random, 0.1);
                double[] own = new double[candidates];
                Arrays.setAll(own, c -> effect(random, 0.06));
                for (int s = 0; s < SCENARIOS; s++) {
                    int at = shape == Shape.NESTED ? h * SCENARIOS + s : s;
                    boolean missing = shape == Shape.UNBALANCED && random.nextDouble() < 0.3;
                    int raters = shape == Shape.UNBALANCED ? 1 + random.nextInt(4) : 2;
                    for (int c = 0; c < candidates && !missing; c++) {
                        double dialogue = location
                                - step * c
                                + ofCharacter
                                + own[c]
                                + ofScenario[at]
                                + Math.sqrt(0.2) * random.nextGaussian();
                        for (int r = 0; r < raters; r++) {
                            sums[h][at][c] += score(dialogue + Math.sqrt(0.5) * random.nextGaussian());
                            counts[h][at][c]++;
                        }
                    }
                }
            }
            return ClusteredMeans.crossed(sums, counts);
        }
    }

    private void defaults() throws IOException {
        line("## The defaults in harder designs");
        line("");
        line(
                "%,d studies for each row, %d scenarios, everything new is the truth. Latent variances: character 0.1,"
                        + " candidate character 0.06,",
                studies, Design.SCENARIOS);
        line("scenario 0.05, dialogue 0.2, rest 0.5; *skewed*: effects of characters are reversed exponential."
                + " *Unbalanced*: 30%% of the");
        line("dialogues missing, 1 to 4 raters. *Nested*: each character has its own 12 scenarios. *Logit* is the"
                + " default of means, *t* that of");
        line("differences. *Family-wise error*: any of the 15 pairs of six equal candidates declared different, by Holm"
                + " at 5%%. Command: the one");
        line("above with the third argument `defaults`, which writes this section alone.");
        line("");
        line("| design | characters | mean | logit, mean | t, mean | t, difference | family-wise error |");
        line("|---|---|---|---|---|---|---|");
        List<String> outside = new ArrayList<>();
        int block = 300;
        for (Design design : List.of(
                new Design("middle", 0.3, false, Shape.CROSSED),
                new Design("ceiling", 1.75, false, Shape.CROSSED),
                new Design("ceiling, skewed", 1.9, true, Shape.CROSSED),
                new Design("ceiling, unbalanced", 1.75, false, Shape.UNBALANCED),
                new Design("ceiling, nested", 1.75, false, Shape.NESTED),
                new Design("middle, unbalanced", 0.3, false, Shape.UNBALANCED),
                new Design("middle, nested", 0.3, false, Shape.NESTED))) {
            double truth = design.truth(0);
            double difference = truth - design.truth(1);
            for (int characters : new int[] {6, 8, 10, 20, 40}) {
                block++;
                int logit = 0;
                int plain = 0;
                int between = 0;
                int errors = 0;
                for (int i = 0; i < studies; i++) {
                    long seed = 1_000_000L * block + i;
                    ClusteredInference how = ClusteredInference.withDefaults();
                    ClusteredEstimates e = how.on(design.simulate(characters, 2, Design.STEP, seed));
                    errors += anyError(how.on(design.simulate(characters, 6, 0, ~seed))) ? 1 : 0;
                    logit += e.mean(0, 1, 5).contains(truth) ? 1 : 0;
                    plain += e.mean(0).contains(truth) ? 1 : 0;
                    between += e.difference(0, 1).contains(difference) ? 1 : 0;
                }
                line(
                        "| %s | %d | %.2f | %s | %s | %s | %s |",
                        design.title,
                        characters,
                        truth,
                        percent(logit),
                        percent(plain),
                        percent(between),
                        percent(errors));
                String row = design.title + " " + characters + ": ";
                note(outside, row + "mean ", logit);
                note(outside, row + "difference ", between);
                if (100.0 * errors / studies > 5.5) {
                    outside.add(row + "family-wise error " + percent(errors));
                }
                Files.writeString(file, out);
            }
        }
        line("");
        line(
                "Defaults outside 93.5 to 96.5%%, or with a family-wise error above 5.5%%: %s.",
                String.join("; ", outside));
        line("");
        line("Those that cover more than they say are differences of few characters. Measured in the balanced"
                + " designs and the unbalanced ones");
        line("(5,000 to 6,000 studies each, 6 to 20 characters): candidates do nothing of their own in scenarios"
                + " here, but the variance by scenario is never");
        line("taken for less than nothing, so that the squared standard error is on average 5 to 11%% above the"
                + " variance of the estimate; that by");
        line("character alone is within 4%% of it, and covers 94.6 to 95.6%%, or 95.7 to 96.0%% of 6 to 10"
                + " characters with skewed effects, where a difference has");
        line("long tails on both sides, of which a t interval is wider than it need be. Where candidates differ by"
                + " scenario (variance 0.06) the");
        line("squared standard error is 3%% above for 6 characters, and right for 20, which cover 94.9 to 95.0%%."
                + " Letting the variance by scenario");
        line("be negative is no mend: the degrees of freedom of a sum with a negative part fall faster than the"
                + " sum, and 6 to 10 characters then cover 96.3 to");
        line("99.2%%; with those of characters instead, 96.2 to 98.2%%. The excess fades with more characters.");
        line("");
        Files.writeString(file, out);
    }

    private void note(List<String> outside, String what, int hits) {
        double covered = Double.parseDouble(percent(hits));
        if (covered < 93.5 || covered > 96.5) {
            outside.add(what + percent(hits));
        }
    }

    private static boolean anyError(ClusteredEstimates equal) {
        return Comparisons.of(equal, IntStream.range(0, 6).toArray()).differences().stream()
                .anyMatch(d -> d.significant(0.05));
    }

    // ------------------------------------------------------------------------------------------- family-wise error

    private void familyWiseError() {
        line("## Family-wise error of Holm-adjusted comparisons");
        line("");
        line("Six candidates, 15 pairs, t tests at 5%%. *All equal*: expected scores 3.9 each. *Three and three*:"
                + " 3.9 and 3.5. An error is");
        line("any pair with equal expected scores declared different; in percent of studies. For unit *character*"
                + " the scenarios are");
        line("held fixed, so candidates have equal expected scores only if candidate × scenario variance is 0, as"
                + " it is in its rows.");
        line("");
        line("| clustering | characters | unit | all equal | three and three | unadjusted, all equal |");
        line("|---|---|---|---|---|---|");
        double[][] equal = {{3.9}, {3.9}, {3.9}, {3.9}, {3.9}, {3.9}};
        double[][] groups = {{3.9}, {3.9}, {3.9}, {3.5}, {3.5}, {3.5}};
        int block = 100;
        for (Clustering clustering : Clustering.values()) {
            for (int characters : CHARACTERS) {
                for (Unit unit : new Unit[] {Unit.CHARACTER, Unit.CROSSED}) {
                    block += 2;
                    LikertStudy study = clustering.study().withCharacters(characters);
                    if (unit == Unit.CHARACTER) {
                        study = study.withVariance(Effect.CANDIDATE_SCENARIO, 0);
                    }
                    int[] ofEqual = errors(study.withMeans(equal), unit, block);
                    int[] ofGroups = errors(study.withMeans(groups), unit, block + 1);
                    line(
                            "| %s | %d | %s | %s | %s | %s |",
                            clustering.title(),
                            characters,
                            unit.title,
                            percent(ofEqual[0]),
                            percent(ofGroups[0]),
                            percent(ofEqual[1]));
                }
            }
            System.err.println("family-wise error, " + clustering);
        }
        line("");
    }

    private int[] errors(LikertStudy study, Unit unit, int block) {
        double[][] means = study.means();
        int adjusted = 0;
        int single = 0;
        for (int i = 0; i < studies; i++) {
            ClusteredMeans data = clustered(study.simulate(1_000_000L * block + i), unit);
            Comparisons all = Comparisons.of(ClusteredInference.withDefaults().on(data), 0, 1, 2, 3, 4, 5);
            adjusted += all.differences().stream()
                            .anyMatch(d -> means[d.first()][0] == means[d.second()][0] && d.significant(0.05))
                    ? 1
                    : 0;
            single += all.differences().stream()
                            .anyMatch(d -> means[d.first()][0] == means[d.second()][0] && d.pValue() <= 0.05)
                    ? 1
                    : 0;
        }
        return new int[] {adjusted, single};
    }

    // ------------------------------------------------------------------------------------- prediction-powered
    // inference

    private enum Judge {
        GOOD("good", 0.4, 0.3),
        FAIR("fair", 0.4, 1.5),
        USELESS("useless", 0.4, 100);

        final String title;
        final double bias;
        final double noise;

        Judge(String title, double bias, double noise) {
            this.title = title;
            this.bias = bias;
            this.noise = noise;
        }
    }

    private void predictionPowered() {
        line("## Few human scores, many judge scores");
        line("");
        line("One rater scores 6 dialogues of each character, drawn at random; a judge scores all 60. The judge"
                + " reads a dialogue's quality");
        line("with a bias of 0.4 and noise of variance 0.3 (good), 1.5 (fair) or 100 (useless) on the latent scale."
                + " Target: new");
        line("characters in the same scenarios. Coverage in percent; width relative to people alone, its mean and"
                + " its largest value.");
        line("");
        line("| clustering | characters | judge | correlation | mean: PPI | people alone | width | largest |"
                + " difference: PPI | people alone | width | largest |");
        line("|---|---|---|---|---|---|---|---|---|---|---|---|");
        int block = 200;
        for (Clustering clustering : Clustering.values()) {
            for (int characters : CHARACTERS) {
                for (Judge judge : Judge.values()) {
                    block++;
                    LikertStudy study = clustering
                            .study()
                            .withCharacters(characters)
                            .withMeans(new double[][] {{TRUE_MEANS[0]}, {TRUE_MEANS[1]}});
                    PpiTally mean = new PpiTally();
                    PpiTally difference = new PpiTally();
                    for (int i = 0; i < studies; i++) {
                        LikertStudy.Sample sample = study.simulate(1_000_000L * block + i);
                        byte[] judged = sample.judge(judge.bias, judge.noise, i);
                        double[][] truth = sample.meansOverNewCharacters();
                        PredictionPowered.Sample first = labelled(sample, 0, judged, i);
                        PredictionPowered.Sample second = labelled(sample, 1, judged, studies + i);
                        mean.add(PredictionPowered.withDefaults().mean(first), truth[0][0]);
                        difference.add(
                                PredictionPowered.withDefaults().difference(first, second), truth[0][0] - truth[1][0]);
                    }
                    line(
                            "| %s | %d | %s | %.2f | %s | %s | %.3f | %.3f | %s | %s | %.3f | %.3f |",
                            clustering.title(),
                            characters,
                            judge.title,
                            mean.of(PredictionPowered.Result::correlation),
                            percent(mean.covered),
                            percent(mean.alone),
                            mean.of(CoverageStudy::relativeWidth),
                            mean.largest(),
                            percent(difference.covered),
                            percent(difference.alone),
                            difference.of(CoverageStudy::relativeWidth),
                            difference.largest());
                }
            }
            System.err.println("prediction-powered, " + clustering);
        }
    }

    private static double relativeWidth(PredictionPowered.Result e) {
        return e.interval().width() / e.humanInterval().width();
    }

    private static final class PpiTally {
        final List<PredictionPowered.Result> estimates = new ArrayList<>();
        int covered;
        int alone;

        void add(PredictionPowered.Result e, double truth) {
            estimates.add(e);
            covered += e.interval().contains(truth) ? 1 : 0;
            alone += e.humanInterval().contains(truth) ? 1 : 0;
        }

        double of(ToDoubleFunction<PredictionPowered.Result> value) {
            return estimates.stream().mapToDouble(value).average().orElse(Double.NaN);
        }

        double largest() {
            return estimates.stream()
                    .mapToDouble(CoverageStudy::relativeWidth)
                    .max()
                    .orElse(Double.NaN);
        }
    }

    private static PredictionPowered.Sample labelled(
            LikertStudy.Sample sample, int candidate, byte[] judged, long seed) {
        int characters = sample.study().characters();
        int n = characters * SCENARIOS;
        double[] human = new double[n];
        double[] judge = new double[n];
        int[] cluster = new int[n];
        Arrays.fill(human, Double.NaN);
        Random random = new Random(seed);
        for (int h = 0; h < characters; h++) {
            int left = 6;
            for (int s = 0; s < SCENARIOS; s++) {
                int i = h * SCENARIOS + s;
                cluster[i] = h;
                judge[i] = 1 + judged[candidate * n + i];
                if (random.nextInt(SCENARIOS - s) < left) {
                    human[i] = 1 + sample.level(candidate, h, s, 0, 0);
                    left--;
                }
            }
        }
        return PredictionPowered.Sample.random(human, judge, cluster, characters);
    }

    // ------------------------------------------------------------------------------------------- gates looked at daily

    private static final int DAYS = 30;
    private static final double ALPHA = 0.025;

    /** What became of one study: the verdict of the sequential test, its day, whether a daily test erred or decided, and the last. */
    private record Watched(Verdict verdict, int day, boolean daily, Verdict last) {
        static Watched of(List<Estimate> looks, double margin) {
            MarginTest test = MarginTest.nonInferiority(looks, margin, ALPHA);
            List<Verdict> each = looks.stream()
                    .map(look -> MarginTest.nonInferiority(look, margin, ALPHA).verdict())
                    .toList();
            return new Watched(
                    test.verdict(),
                    test.decidingLook().orElse(DAYS + 1),
                    each.stream().anyMatch(verdict -> verdict != Verdict.UNDECIDED),
                    each.get(each.size() - 1));
        }
    }

    private void looks() throws IOException {
        line("## A gate that is looked at daily");
        line("");
        line(
                "%,d studies for each row. On each of %d days %d more scenarios are played with the same characters,"
                        + " and both candidates are",
                studies, DAYS, SCENARIOS / DAYS);
        line("compared with all ratings so far: `MarginTest.nonInferiority` at 0.025, for a wrong pass and for a"
                + " wrong fail alike. In *error* the");
        line("true difference lies exactly on the margin, so that every decision is wrong: 5%% are allowed."
                + " *Sequential* is the test of a list of looks");
        line("(`ReleaseGate.withLooks`), *single, daily* the test for one look, made every day until it decides,"
                + " *single, last* the same on the last day");
        line("only. In *no difference* the candidates are alike and the margin is 0.30: how many pass, and on which"
                + " day the median study does (– where");
        line("fewer than half do). Unit *character*: scenarios do not suit one candidate more than the other."
                + " Command: the one above with the third");
        line("argument `looks`, which writes this section alone.");
        line("");
        line("| clustering | unit | characters | error: sequential | wrong pass | wrong fail | single, daily |"
                + " single, last | no difference: sequential | day | single, last |");
        line("|---|---|---|---|---|---|---|---|---|---|---|");
        int block = 400;
        for (Clustering clustering : Clustering.values()) {
            for (Unit unit : List.of(Unit.CHARACTER, Unit.CROSSED)) {
                for (int characters : CHARACTERS) {
                    block += 2;
                    LikertStudy study = clustering.study().withCharacters(characters);
                    if (unit == Unit.CHARACTER) {
                        study = study.withVariance(Effect.CANDIDATE_SCENARIO, 0);
                    }
                    List<Watched> wrong = watched(study, unit, TRUE_MEANS[1], TRUE_MEANS[0] - TRUE_MEANS[1], block);
                    List<Watched> alike = watched(study, unit, TRUE_MEANS[0], 0.30, block + 1);
                    int[] days = alike.stream()
                            .mapToInt(one -> one.verdict() == Verdict.PASS ? one.day() : DAYS + 1)
                            .sorted()
                            .toArray();
                    line(
                            "| %s | %s | %d | %s | %s | %s | %s | %s | %s | %s | %s |",
                            clustering.title(),
                            unit.title,
                            characters,
                            share(wrong, one -> one.verdict() != Verdict.UNDECIDED),
                            share(wrong, one -> one.verdict() == Verdict.PASS),
                            share(wrong, one -> one.verdict() == Verdict.FAIL),
                            share(wrong, Watched::daily),
                            share(wrong, one -> one.last() != Verdict.UNDECIDED),
                            share(alike, one -> one.verdict() == Verdict.PASS),
                            days[studies / 2] > DAYS ? "–" : days[studies / 2],
                            share(alike, one -> one.last() == Verdict.PASS));
                }
            }
            System.err.println("looks, " + clustering);
        }
        Files.writeString(file, out);
    }

    private String share(List<Watched> all, Predicate<Watched> which) {
        return percent((int) all.stream().filter(which).count());
    }

    private List<Watched> watched(LikertStudy study, Unit unit, double mean, double margin, int block) {
        LikertStudy of = study.withMeans(new double[][] {{TRUE_MEANS[0]}, {mean}});
        return IntStream.range(0, studies)
                .mapToObj(i -> Watched.of(estimates(of.simulate(1_000_000L * block + i), unit), margin))
                .toList();
    }

    /** The difference of the second candidate from the first at the end of each day. */
    private static List<Estimate> estimates(LikertStudy.Sample sample, Unit unit) {
        int characters = sample.study().characters();
        double[][][] sums = new double[characters][SCENARIOS][2];
        forEach(sample, (c, h, s, r, score) -> sums[h][s][c] += score);
        List<Estimate> looks = new ArrayList<>();
        for (int day = 1; day <= DAYS; day++) {
            int scenarios = SCENARIOS / DAYS * day;
            double[][][] known = Arrays.stream(sums)
                    .map(row -> Arrays.copyOf(row, scenarios))
                    .toArray(double[][][]::new);
            ClusteredMeans data = unit == Unit.CROSSED
                    ? ClusteredMeans.crossed(known, filled(RATERS, characters, scenarios))
                    : ClusteredMeans.of(
                            Arrays.stream(known)
                                    .map(row -> new double[] {
                                        Arrays.stream(row)
                                                .mapToDouble(x -> x[0])
                                                .sum(),
                                        Arrays.stream(row)
                                                .mapToDouble(x -> x[1])
                                                .sum()
                                    })
                                    .toArray(double[][]::new),
                            filled(RATERS * scenarios, 1, characters)[0]);
            looks.add(ClusteredInference.withDefaults().on(data).estimate(1, 0));
        }
        return looks;
    }

    private static double[][][] filled(double count, int rows, int columns) {
        double[][][] counts = new double[rows][columns][2];
        Arrays.stream(counts).flatMap(Arrays::stream).forEach(cell -> Arrays.fill(cell, count));
        return counts;
    }
}
