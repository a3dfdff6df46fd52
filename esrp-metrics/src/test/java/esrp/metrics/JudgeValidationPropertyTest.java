package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.stats.Agreement;
import esrp.stats.Estimate;
import esrp.stats.Interval;
import esrp.stats.WeightedKendallTau;
import esrp.stats.Weights;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class JudgeValidationPropertyTest {
    private static final List<Unit> SINGLE = List.of(Unit.CHARACTER, Unit.SCENARIO, Unit.DIALOGUE);

    /** One metric; people and the judge skip some dialogues. */
    private record Study(List<Rating> human, List<Rating> judge) {
        JudgeValidation validation(HumanLabel label, Unit unit) {
            return Analysis.of(Ratings.of(human), Rubric.esrp())
                    .withUnit(unit)
                    .judgeValidation(Ratings.of(judge), label);
        }

        JudgeValidation.Row row(HumanLabel label, Unit unit) {
            return validation(label, unit).metric("fluency");
        }
    }

    /** A human label and the judge's score of one dialogue. */
    private record Pair(String candidate, String character, String scenario, int human, int judge) {}

    private static Study ragged(long seed) {
        Random random = new Random(seed);
        List<Rating> human = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        for (String candidate : List.of("a", "b")) {
            for (int c = 1; c <= 5; c++) {
                for (int s = 1; s <= 4; s++) {
                    int quality = random.nextInt(3);
                    for (String rater : List.of("person:p", "person:q", "person:r")) {
                        if (random.nextInt(4) > 0) {
                            human.add(rating(candidate, c, s, rater, quality + 1 + random.nextInt(3)));
                        }
                    }
                    if (random.nextInt(6) > 0) {
                        judge.add(rating(candidate, c, s, "model:j", quality + 1 + random.nextInt(3)));
                    }
                }
            }
        }
        return new Study(human, judge);
    }

    private static Rating rating(String candidate, int c, int s, String rater, int score) {
        return new Rating(candidate, "c" + c, "" + s, "fluency", rater, score);
    }

    private static Map<List<String>, List<Integer>> byDialogue(List<Rating> rows) {
        Map<List<String>, List<Integer>> scores = new LinkedHashMap<>();
        rows.forEach(
                r -> scores.computeIfAbsent(List.of(r.candidate(), r.character(), r.item()), key -> new ArrayList<>())
                        .add((int) r.score()));
        return scores;
    }

    /** The obvious label; empty where there is no majority, all scores where each rater is a label. */
    private static List<Integer> labels(HumanLabel label, List<Integer> scores) {
        if (label == HumanLabel.EACH_RATER) {
            return scores;
        }
        if (label == HumanLabel.ROUNDED_MEAN) {
            double mean = scores.stream().mapToInt(x -> x).average().orElseThrow();
            return List.of((int) Math.rint(mean));
        }
        int best = 0;
        for (int score = 1; score <= 5; score++) {
            best = Math.max(best, Collections.frequency(scores, score));
        }
        List<Integer> most = new ArrayList<>();
        for (int score = 1; score <= 5; score++) {
            if (Collections.frequency(scores, score) == best) {
                most.add(score);
            }
        }
        return most.size() == 1 ? most : List.of();
    }

    private static List<Pair> pairs(Study study, HumanLabel label) {
        List<Pair> pairs = new ArrayList<>();
        Map<List<String>, List<Integer>> people = byDialogue(study.human);
        byDialogue(study.judge).forEach((where, said) -> {
            for (int score : labels(label, people.getOrDefault(where, List.of(0)))) {
                if (people.containsKey(where)) {
                    pairs.add(new Pair(where.get(0), where.get(1), where.get(2), score, said.get(0)));
                }
            }
        });
        return pairs;
    }

    private static long[][] table(List<Pair> pairs) {
        long[][] counts = new long[5][5];
        pairs.forEach(p -> counts[p.human() - 1][p.judge() - 1]++);
        return counts;
    }

    private static double share(List<Pair> pairs, int tolerance) {
        return pairs.stream()
                .mapToDouble(p -> Math.abs(p.human() - p.judge()) <= tolerance ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static Function<Pair, List<String>> cluster(Unit unit) {
        return switch (unit) {
            case CHARACTER -> p -> List.of(p.character());
            case SCENARIO -> p -> List.of(p.scenario());
            default -> p -> List.of(p.character(), p.scenario());
        };
    }

    @Property(tries = 25, seed = "20261123")
    void everyNumberIsThatOfTheObviousPairs(@ForAll long seed, @ForAll HumanLabel label) {
        Study study = ragged(seed);
        JudgeValidation.Row row = study.row(label, Unit.CHARACTER);
        List<Pair> pairs = pairs(study, label);
        assertThat(row.n()).isEqualTo(pairs.size());
        assertThat(row.accuracy()).isCloseTo(share(pairs, 0), within(1e-12));
        assertThat(row.softAccuracy()).isCloseTo(share(pairs, 1), within(1e-12));
        assertThat(row.bias())
                .isCloseTo(
                        pairs.stream()
                                .mapToDouble(p -> p.judge() - p.human())
                                .average()
                                .orElseThrow(),
                        within(1e-12));
        assertThat(row.kappa()).isCloseTo(Agreement.cohenKappa(table(pairs), Weights.QUADRATIC), within(1e-12));
        double[] people = pairs.stream().mapToDouble(Pair::human).toArray();
        double[] judge = pairs.stream().mapToDouble(Pair::judge).toArray();
        assertThat(row.weightedTau())
                .isCloseTo(WeightedKendallTau.withDefaults().statistic(people, judge), within(1e-12));
        Map<List<String>, List<Integer>> human = byDialogue(study.human);
        Map<List<String>, List<Integer>> machine = byDialogue(study.judge);
        assertThat(row.humanOnly())
                .isEqualTo(human.keySet().stream()
                        .filter(k -> !machine.containsKey(k))
                        .count());
        assertThat(row.judgeOnly())
                .isEqualTo(machine.keySet().stream()
                        .filter(k -> !human.containsKey(k))
                        .count());
        assertThat(row.undecided())
                .isEqualTo(human.entrySet().stream()
                        .filter(e -> machine.containsKey(e.getKey())
                                && labels(label, e.getValue()).isEmpty())
                        .count());
        for (String candidate : List.of("a", "b")) {
            List<Pair> own =
                    pairs.stream().filter(p -> p.candidate().equals(candidate)).toList();
            assertThat(row.confusion(candidate).toArray()).isDeepEqualTo(table(own));
        }
    }

    @Property(tries = 25, seed = "20261123")
    void theYardsticksAreTheBestConstantAndPeopleHeldAgainstPeople(@ForAll long seed, @ForAll HumanLabel label) {
        Study study = ragged(seed);
        JudgeValidation.Row row = study.row(label, Unit.CHARACTER);
        List<Pair> pairs = pairs(study, label);
        double best = 0;
        double bestSoft = 0;
        for (int score = 1; score <= 5; score++) {
            int always = score;
            List<Pair> constant = pairs.stream()
                    .map(p -> new Pair(p.candidate(), p.character(), p.scenario(), p.human(), always))
                    .toList();
            best = Math.max(best, share(constant, 0));
            bestSoft = Math.max(bestSoft, share(constant, 1));
        }
        assertThat(row.majorityBaseline().orElseThrow().accuracy()).isCloseTo(best, within(1e-12));
        assertThat(row.majorityBaseline().orElseThrow().softAccuracy()).isCloseTo(bestSoft, within(1e-12));
        List<Pair> people = new ArrayList<>();
        byDialogue(study.human).forEach((where, scores) -> {
            for (int i = 0; i < scores.size() && scores.size() > 1; i++) {
                List<Integer> others = new ArrayList<>(scores);
                int own = others.remove(i);
                labels(label, others)
                        .forEach(other -> people.add(new Pair(where.get(0), where.get(1), where.get(2), other, own)));
            }
        });
        assertThat(row.humanAgreement().isPresent()).isEqualTo(!people.isEmpty());
        row.humanAgreement().ifPresent(ceiling -> {
            assertThat(ceiling.n()).isEqualTo(people.size());
            assertThat(ceiling.accuracy()).isCloseTo(share(people, 0), within(1e-12));
            assertThat(ceiling.softAccuracy()).isCloseTo(share(people, 1), within(1e-12));
            assertThat(ceiling.kappa())
                    .isCloseTo(Agreement.cohenKappa(table(people), Weights.QUADRATIC), within(1e-12));
        });
    }

    @Property(tries = 25, seed = "20261123")
    void intervalsOfSharesAreThoseOfClusterSums(@ForAll long seed, @ForAll @IntRange(max = 2) int u) {
        Study study = ragged(seed);
        Map<List<String>, double[]> sums = new LinkedHashMap<>();
        pairs(study, HumanLabel.EACH_RATER).forEach(p -> {
            double[] own = sums.computeIfAbsent(cluster(SINGLE.get(u)).apply(p), key -> new double[4]);
            own[0] += p.human() == p.judge() ? 1 : 0;
            own[1] += Math.abs(p.human() - p.judge()) <= 1 ? 1 : 0;
            own[2] += p.judge() - p.human();
            own[3]++;
        });
        double[][] values =
                sums.values().stream().map(own -> Arrays.copyOf(own, 3)).toArray(double[][]::new);
        double[][] counts = sums.values().stream()
                .map(own -> new double[] {own[3], own[3], own[3]})
                .toArray(double[][]::new);
        var expected = ClusteredInference.withDefaults().on(ClusteredMeans.of(values, counts));
        JudgeValidation validation = study.validation(HumanLabel.EACH_RATER, SINGLE.get(u));
        JudgeValidation.Row row = validation.metric("fluency");
        same(row.accuracyInterval().interval(), expected.mean(0, 0, 1));
        same(row.softAccuracyInterval().interval(), expected.mean(1, 0, 1));
        same(row.biasInterval().interval(), expected.mean(2));
        same(validation.accuracyInterval().interval(), expected.mean(0, 0, 1));
        assertThat(row.accuracyInterval().clusters()).isEqualTo(sums.size());
    }

    private static void same(Interval actual, Interval expected) {
        assertThat(actual.estimate()).isCloseTo(expected.estimate(), within(1e-9));
        assertThat(actual.lower()).isCloseTo(expected.lower(), within(1e-9));
        assertThat(actual.upper()).isCloseTo(expected.upper(), within(1e-9));
    }

    /** The statistic without each cluster in turn. */
    private static double[] leftOut(List<Pair> pairs, Unit unit, ToDoubleFunction<long[][]> statistic) {
        return pairs.stream()
                .map(cluster(unit))
                .distinct()
                .mapToDouble(gone -> statistic.applyAsDouble(table(pairs.stream()
                        .filter(p -> !cluster(unit).apply(p).equals(gone))
                        .toList())))
                .toArray();
    }

    /** The jackknife variance: (K - 1) / K times the sum of squares about the mean. */
    private static double jackknife(double[] leftOut) {
        double k = leftOut.length;
        double mean = Arrays.stream(leftOut).average().orElseThrow();
        return (k - 1)
                / k
                * Arrays.stream(leftOut).map(x -> (x - mean) * (x - mean)).sum();
    }

    @Property(tries = 15, seed = "20261123")
    void intervalsOfKappaAndTauAreThoseOfTheJackknife(@ForAll long seed) {
        Study study = ragged(seed);
        List<Pair> pairs = pairs(study, HumanLabel.EACH_RATER);
        ToDoubleFunction<long[][]> kappa = t -> Agreement.cohenKappa(t, Weights.QUADRATIC);
        ToDoubleFunction<long[][]> tau = t -> WeightedKendallTau.withDefaults().statistic(t);
        for (Unit unit : SINGLE) {
            JudgeValidation.Row row = study.row(HumanLabel.EACH_RATER, unit);
            for (boolean first : new boolean[] {true, false}) {
                double[] left = leftOut(pairs, unit, first ? kappa : tau);
                Estimate expected = Estimate.of(
                        (first ? kappa : tau).applyAsDouble(table(pairs)),
                        Math.sqrt(jackknife(left)),
                        left.length - 1.0);
                same(
                        (first ? row.kappaInterval() : row.weightedTauInterval()).interval(),
                        expected.interval(0.95, -1, 1));
            }
        }
        double rows = jackknife(leftOut(pairs, Unit.CHARACTER, tau));
        double columns = jackknife(leftOut(pairs, Unit.SCENARIO, tau));
        double cells = jackknife(leftOut(pairs, Unit.DIALOGUE, tau));
        Estimate crossed = Estimate.of(
                tau.applyAsDouble(table(pairs)),
                Math.sqrt(Math.max(Math.max(rows, columns), rows + columns - cells)),
                rows >= columns ? 4 : 3);
        same(
                study.row(HumanLabel.EACH_RATER, Unit.CHARACTER_AND_SCENARIO)
                        .weightedTauInterval()
                        .interval(),
                crossed.interval(0.95, -1, 1));
    }

    @Property(tries = 15, seed = "20261123")
    void neitherTheOrderOfRowsNorNamesMatter(@ForAll long seed, @ForAll HumanLabel label) {
        Study study = ragged(seed);
        Random random = new Random(seed ^ 3);
        Function<List<Rating>, List<Rating>> renamed = rows -> {
            List<Rating> other = new ArrayList<>(rows.stream()
                    .map(r -> new Rating(
                            "z" + r.candidate(),
                            "x" + (9 - r.character().charAt(1)),
                            "y" + (9 - r.item().charAt(0)),
                            r.metric(),
                            r.rater() + "-again",
                            r.score()))
                    .toList());
            Collections.shuffle(other, random);
            return other;
        };
        JudgeValidation.Row before = study.row(label, Unit.CHARACTER);
        JudgeValidation.Row after =
                new Study(renamed.apply(study.human), renamed.apply(study.judge)).row(label, Unit.CHARACTER);
        assertThat(after.confusion()).isEqualTo(before.confusion());
        same(after.accuracyInterval().interval(), before.accuracyInterval().interval());
        same(
                after.weightedTauInterval().interval(),
                before.weightedTauInterval().interval());
        assertThat(after.humanAgreement()).usingRecursiveComparison().isEqualTo(before.humanAgreement());
        assertThat(after.majorityBaseline()).usingRecursiveComparison().isEqualTo(before.majorityBaseline());
        assertThat(after.humanOnly()).isEqualTo(before.humanOnly());
    }

    @Property(tries = 15, seed = "20261123")
    void turningTheScaleAroundTurnsTheBiasAlone(@ForAll long seed) {
        Study study = ragged(seed);
        Function<List<Rating>, List<Rating>> turned = rows -> rows.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), r.rater(), 6 - r.score()))
                .toList();
        JudgeValidation.Row before = study.row(HumanLabel.EACH_RATER, Unit.SCENARIO);
        JudgeValidation.Row after = new Study(turned.apply(study.human), turned.apply(study.judge))
                .row(HumanLabel.EACH_RATER, Unit.SCENARIO);
        assertThat(after.bias()).isCloseTo(-before.bias(), within(1e-12));
        assertThat(after.accuracy()).isEqualTo(before.accuracy());
        assertThat(after.kappa()).isCloseTo(before.kappa(), within(1e-12));
        same(
                after.softAccuracyInterval().interval(),
                before.softAccuracyInterval().interval());
    }
}
