package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.stats.cluster.PredictionPowered;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PredictionPoweredLeaderboardPropertyTest {
    private static final List<String> CANDIDATES = List.of("a", "b", "c");
    private static final List<Measure> MEASURES =
            List.of(Measure.average(), Measure.dimension("esc"), Measure.metric("fluency"));
    private static final List<Unit> UNITS = List.of(Unit.CHARACTER, Unit.SCENARIO, Unit.DIALOGUE);
    private static final double CLOSE = 1e-9;

    /** Both sides of a study with gaps. */
    private record Study(List<Rating> human, List<Rating> judge, List<String> judges) {
        PredictionPoweredLeaderboard board(Measure measure, Unit unit, Analysis.Items items) {
            return Analysis.of(Ratings.of(human), Rubric.esrp())
                    .withUnit(unit)
                    .withItems(items)
                    .predictionPowered(Ratings.of(judge), measure);
        }
    }

    /** People rate some dialogues, some in part; one judge or two rate nearly all, some in part. */
    private static Study ragged(long seed) {
        Random random = new Random(seed);
        List<Rating> human = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        List<String> judges = random.nextBoolean() ? List.of("model:x") : List.of("model:x", "model:y");
        for (String candidate : CANDIDATES) {
            for (int c = 1; c <= 6; c++) {
                for (int s = 1; s <= 5; s++) {
                    boolean sure = s == 1 && c < 3;
                    int quality = random.nextInt(3);
                    if (sure || random.nextInt(3) == 0) {
                        for (String rater : List.of("person:p", "person:q")) {
                            rate(human, random, candidate, c, s, rater, quality, sure);
                        }
                    }
                    for (String rater : judges) {
                        rate(judge, random, candidate, c, s, rater, quality, sure);
                    }
                }
            }
        }
        return new Study(human, judge, judges);
    }

    private static void rate(
            List<Rating> rows, Random random, String candidate, int c, int s, String rater, int quality, boolean sure) {
        boolean skips = !sure && random.nextInt(30) == 0;
        for (String metric : Fixtures.METRICS) {
            if (sure || !(skips || random.nextInt(60) == 0)) {
                rows.add(new Rating(candidate, "c" + c, "" + s, metric, rater, 1 + quality + random.nextInt(3)));
            }
        }
    }

    /** The obvious score of a dialogue: filter, average, add up; NaN where a metric has too few ratings. */
    private static double naiveScore(List<Rating> rows, Map<String, Double> shares, List<String> dialogue, int least) {
        double sum = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            List<Rating> own = rows.stream()
                    .filter(r -> r.metric().equals(share.getKey())
                            && List.of(r.candidate(), r.character(), r.item()).equals(dialogue))
                    .toList();
            if (own.size() < least) {
                return Double.NaN;
            }
            sum += share.getValue()
                    * own.stream().mapToDouble(Rating::score).average().orElseThrow();
        }
        return sum;
    }

    /** The obvious sample: all dialogues that the judge scored, of every candidate if common ones count. */
    private static PredictionPowered.Sample naiveSample(
            Study study, Measure measure, Unit unit, Analysis.Items items, String candidate) {
        Map<String, Double> shares = measure.shares(Rubric.esrp());
        List<Double> human = new ArrayList<>();
        List<Double> judge = new ArrayList<>();
        List<Integer> cluster = new ArrayList<>();
        for (int c = 1; c <= 6; c++) {
            for (int s = 1; s <= 5; s++) {
                List<String> others = items == Analysis.Items.COMMON ? CANDIDATES : List.of(candidate);
                boolean counts = true;
                for (String other : others) {
                    counts &= !Double.isNaN(
                            naiveScore(study.judge, shares, List.of(other, "c" + c, "" + s), study.judges.size()));
                }
                if (counts) {
                    List<String> dialogue = List.of(candidate, "c" + c, "" + s);
                    human.add(naiveScore(study.human, shares, dialogue, 1));
                    judge.add(naiveScore(study.judge, shares, dialogue, study.judges.size()));
                    cluster.add(
                            switch (unit) {
                                case CHARACTER -> c - 1;
                                case SCENARIO -> s - 1;
                                default -> 5 * (c - 1) + s - 1;
                            });
                }
            }
        }
        return PredictionPowered.Sample.random(
                human.stream().mapToDouble(x -> x).toArray(),
                judge.stream().mapToDouble(x -> x).toArray(),
                cluster.stream().mapToInt(x -> x).toArray(),
                30);
    }

    private static void same(PredictionPowered.Result actual, PredictionPowered.Result expected) {
        assertThat(actual.estimate().value()).isCloseTo(expected.estimate().value(), within(CLOSE));
        assertThat(actual.humanOnly().value()).isCloseTo(expected.humanOnly().value(), within(CLOSE));
        assertThat(actual.interval().upper()).isCloseTo(expected.interval().upper(), within(CLOSE));
        assertThat(actual.humanInterval().lower())
                .isCloseTo(expected.humanInterval().lower(), within(CLOSE));
        assertThat(actual.lambda()).isCloseTo(expected.lambda(), within(CLOSE));
        assertThat(actual.correlation()).isCloseTo(expected.correlation(), within(CLOSE));
        assertThat(actual.labels()).isEqualTo(expected.labels());
        assertThat(actual.effectiveLabels()).isCloseTo(expected.effectiveLabels(), within(1e-6));
    }

    @Property(tries = 25, seed = "20261123")
    void agreesWithArraysAssembledByHand(
            @ForAll long seed,
            @ForAll @IntRange(max = 2) int m,
            @ForAll @IntRange(max = 2) int u,
            @ForAll Analysis.Items items) {
        Study study = ragged(seed);
        PredictionPoweredLeaderboard board = study.board(MEASURES.get(m), UNITS.get(u), items);
        PredictionPowered powered = PredictionPowered.withDefaults();
        assertThat(board.rows()).hasSize(3);
        assertThat(board.differences()).hasSize(3);
        for (PredictionPoweredLeaderboard.Row row : board.rows()) {
            PredictionPowered.Sample naive = naiveSample(study, MEASURES.get(m), UNITS.get(u), items, row.candidate());
            same(row.powered(), powered.mean(naive));
            assertThat(row.items()).isEqualTo(naive.items());
            assertThat(row.interval().unit()).isEqualTo(UNITS.get(u));
        }
        for (PredictionPoweredLeaderboard.Difference d : board.differences()) {
            same(
                    d.powered(),
                    powered.difference(
                            naiveSample(study, MEASURES.get(m), UNITS.get(u), items, d.better()),
                            naiveSample(study, MEASURES.get(m), UNITS.get(u), items, d.other())));
            assertThat(d.powered().estimate().value()).isNotNegative();
            assertThat(d.adjustedPValue()).isBetween(d.pValue(), 1.0);
        }
    }

    @Property(tries = 25, seed = "20261123")
    void everythingLeftOutIsCounted(@ForAll long seed, @ForAll @IntRange(max = 2) int m) {
        Study study = ragged(seed);
        Map<String, Double> shares = MEASURES.get(m).shares(Rubric.esrp());
        int unjudged = 0;
        int partial = 0;
        Set<List<String>> dialogues = new LinkedHashSet<>();
        study.human.forEach(r -> {
            if (shares.containsKey(r.metric())) {
                dialogues.add(List.of(r.candidate(), r.character(), r.item()));
            }
        });
        for (List<String> dialogue : dialogues) {
            boolean label = !Double.isNaN(naiveScore(study.human, shares, dialogue, 1));
            boolean score = !Double.isNaN(naiveScore(study.judge, shares, dialogue, study.judges.size()));
            partial += label ? 0 : 1;
            unjudged += label && !score ? 1 : 0;
        }
        PredictionPoweredLeaderboard board = study.board(MEASURES.get(m), Unit.CHARACTER, Analysis.Items.ALL);
        int labels = board.rows().stream()
                .mapToInt(PredictionPoweredLeaderboard.Row::labels)
                .sum();
        assertThat(labels + unjudged + partial).isEqualTo(dialogues.size());
        String notes = board.notes().toString();
        assertThat(notes.contains("Left out: " + unjudged + " label")).isEqualTo(unjudged > 0);
        assertThat(notes.contains("only some of the metrics: " + partial + ".")).isEqualTo(partial > 0);
    }

    @Property(tries = 15, seed = "20261123")
    void aConstantJudgeLeavesThePeopleAlone(@ForAll long seed, @ForAll @IntRange(max = 2) int u) {
        Study study = ragged(seed);
        List<Rating> constant = study.judge.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), r.rater(), 4))
                .toList();
        PredictionPoweredLeaderboard board = new Study(study.human, constant, study.judges)
                .board(Measure.average(), UNITS.get(u), Analysis.Items.ALL);
        for (PredictionPoweredLeaderboard.Row row : board.rows()) {
            assertThat(row.powered().lambda()).isZero();
            assertThat(row.powered().labelsGained()).isZero();
            assertThat(row.interval().interval()).isEqualTo(row.humanInterval().interval());
        }
        for (PredictionPoweredLeaderboard.Difference d : board.differences()) {
            assertThat(d.interval().interval()).isEqualTo(d.humanInterval().interval());
        }
    }

    /** One rater who rates one dialogue in eight, of scores that differ between characters. */
    private static Study perfect(long seed) {
        Random random = new Random(seed);
        List<Rating> human = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        for (String candidate : List.of("a", "b")) {
            for (int c = 1; c <= 20; c++) {
                int ease = random.nextInt(2);
                for (int s = 1; s <= 24; s++) {
                    int score = 1 + ease + random.nextInt(4);
                    judge.add(new Rating(candidate, "c" + c, "" + s, "fluency", "model:x", score));
                    if (random.nextInt(8) == 0 || s == 1) {
                        human.add(new Rating(candidate, "c" + c, "" + s, "fluency", "person:p", score));
                    }
                }
            }
        }
        return new Study(human, judge, List.of("model:x"));
    }

    @Property(tries = 15, seed = "20261123")
    void aJudgeWhoSaysWhatPeopleSayMakesIntervalsNarrower(@ForAll long seed, @ForAll @IntRange(max = 2) int u) {
        PredictionPoweredLeaderboard board =
                perfect(seed).board(Measure.metric("fluency"), UNITS.get(u), Analysis.Items.COMMON);
        for (PredictionPoweredLeaderboard.Row row : board.rows()) {
            assertThat(row.powered().correlation()).isCloseTo(1, within(1e-9));
            assertThat(row.powered().labelsGained()).isPositive();
            assertThat(row.interval().interval().width())
                    .isLessThan(row.humanInterval().interval().width());
        }
    }

    @Property(tries = 15, seed = "20261123")
    void aJudgeWhoIsOnePointTooKindChangesNothing(@ForAll long seed) {
        Study fair = ragged(seed);
        List<Rating> low = new ArrayList<>();
        List<Rating> kind = new ArrayList<>();
        for (Rating r : fair.judge) {
            double score = Math.min(4, r.score());
            low.add(new Rating(r.candidate(), r.character(), r.item(), r.metric(), r.rater(), score));
            kind.add(new Rating(r.candidate(), r.character(), r.item(), r.metric(), r.rater(), score + 1));
        }
        PredictionPoweredLeaderboard one =
                new Study(fair.human, low, fair.judges).board(Measure.average(), Unit.DIALOGUE, Analysis.Items.ALL);
        PredictionPoweredLeaderboard other =
                new Study(fair.human, kind, fair.judges).board(Measure.average(), Unit.DIALOGUE, Analysis.Items.ALL);
        for (PredictionPoweredLeaderboard.Row row : one.rows()) {
            same(other.row(row.candidate()).powered(), row.powered());
        }
    }

    @Property(tries = 15, seed = "20261123")
    void neitherTheOrderOfRowsNorNamesMatter(@ForAll long seed, @ForAll @IntRange(max = 2) int u) {
        Study study = ragged(seed);
        Random random = new Random(seed ^ 7);
        UnaryOperator<List<Rating>> renamed = rows -> {
            List<Rating> other = rows.stream()
                    .map(r -> new Rating(
                            "z" + (char) ('z' - r.candidate().charAt(0)),
                            "x" + (9 - r.character().charAt(1)),
                            "y" + (9 - r.item().charAt(0)),
                            r.metric(),
                            r.rater() + "-again",
                            r.score()))
                    .collect(Collectors.toCollection(ArrayList::new));
            Collections.shuffle(other, random);
            return other;
        };
        PredictionPoweredLeaderboard before = study.board(Measure.average(), UNITS.get(u), Analysis.Items.COMMON);
        PredictionPoweredLeaderboard after = new Study(
                        renamed.apply(study.human), renamed.apply(study.judge), study.judges)
                .board(Measure.average(), UNITS.get(u), Analysis.Items.COMMON);
        for (PredictionPoweredLeaderboard.Row row : before.rows()) {
            PredictionPoweredLeaderboard.Row other =
                    after.row("z" + (char) ('z' - row.candidate().charAt(0)));
            same(other.powered(), row.powered());
            assertThat(other.rank()).isEqualTo(row.rank());
        }
        assertThat(Set.copyOf(before.notes())).isEqualTo(Set.copyOf(after.notes()));
    }

    @Property(tries = 15, seed = "20261123")
    void whereLowerIsBetterEverythingIsMirrored(@ForAll long seed) {
        Study study = ragged(seed);
        Rubric high = Rubric.esrp().only("fluency");
        Rubric low = Rubric.builder("low")
                .dimension(Rubric.esrp().dimension("bdc"), Rubric.esrp().metric("fluency"))
                .lowerIsBetter("fluency")
                .build();
        UnaryOperator<List<Rating>> fluency =
                rows -> rows.stream().filter(r -> r.metric().equals("fluency")).toList();
        Ratings human = Ratings.of(fluency.apply(study.human));
        Ratings judge = Ratings.of(fluency.apply(study.judge));
        PredictionPoweredLeaderboard up = PredictionPoweredLeaderboard.ofRandomSample(human, judge, high);
        PredictionPoweredLeaderboard down = PredictionPoweredLeaderboard.ofRandomSample(human, judge, low);
        for (PredictionPoweredLeaderboard.Row row : up.rows()) {
            PredictionPoweredLeaderboard.Row mirrored = down.row(row.candidate());
            assertThat(mirrored.mean()).isCloseTo(6 - row.mean(), within(CLOSE));
            assertThat(mirrored.interval().lower()).isCloseTo(6 - row.interval().upper(), within(CLOSE));
            assertThat(mirrored.powered().lambda()).isCloseTo(row.powered().lambda(), within(CLOSE));
        }
        for (PredictionPoweredLeaderboard.Difference d : up.differences()) {
            PredictionPoweredLeaderboard.Difference mirrored = down.between(d.better(), d.other());
            assertThat(mirrored.powered().estimate().value())
                    .isCloseTo(d.powered().estimate().value(), within(CLOSE));
        }
    }
}
