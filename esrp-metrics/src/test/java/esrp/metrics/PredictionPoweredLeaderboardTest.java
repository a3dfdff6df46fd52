package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PredictionPoweredLeaderboardTest {
    private static final SimulatedStudy STUDY = Fixtures.study(8, 12);
    private static final Ratings JUDGE = STUDY.judge("j", 0.4, 0.1);
    private static final Ratings PEOPLE =
            STUDY.ratings().where(r -> List.of("2", "5", "11").contains(r.item()));

    private static PredictionPoweredLeaderboard of(Ratings human, Ratings judge) {
        return PredictionPoweredLeaderboard.ofRandomSample(human, judge, Rubric.esrp());
    }

    private static Rating fluency(String candidate, String character, String item, String rater, int score) {
        return new Rating(candidate, character, item, "fluency", rater, score);
    }

    /** Worked by hand: people score 2 of 4 dialogues in each of four characters, the judge all. */
    @Test
    void smallNumbersByHand() {
        List<Rating> human = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        int[][] people = {{4, 2}, {5, 3}, {4, 4}, {2, 1}};
        int[][] machine = {{4, 3, 5, 4}, {5, 3, 4, 4}, {4, 5, 5, 4}, {3, 2, 2, 3}};
        for (int c = 0; c < 4; c++) {
            for (int s = 0; s < 4; s++) {
                judge.add(fluency("a", "c" + c, "" + s, "model:j", machine[c][s]));
                if (s < 2) {
                    human.add(fluency("a", "c" + c, "" + s, "person:p", people[c][s]));
                }
            }
        }
        PredictionPoweredLeaderboard board = Analysis.of(Ratings.of(human), Rubric.esrp())
                .predictionPowered(Ratings.of(judge), Measure.metric("fluency"));
        PredictionPoweredLeaderboard.Row row = board.row("a");
        assertThat(row.labels()).isEqualTo(8);
        assertThat(row.items()).isEqualTo(16);
        assertThat(row.powered().humanOnly().value()).isCloseTo(25 / 8.0, within(1e-12));
        // Sums by character about the means: people -0.25, 1.75, 1.75, -3.25; judge there -0.25, 0.75, 1.75, -2.25 and
        // elsewhere 1.25, 0.25, 1.25, -2.75. Elsewhere minus there: 1.5, -0.5, -0.5, -0.5. Products with people:
        // -0.375 - 0.875 - 0.875 + 1.625 = -0.5; squares 3. λ would be 0.5 / 3, which takes off a twelfth of one part
        // of
        // the variance and a degree of freedom: the interval would be wider, so that the judge is left out.
        assertThat(row.powered().lambda()).isZero();
        assertThat(row.mean()).isEqualTo(25 / 8.0);
        assertThat(row.interval().clusters()).isEqualTo(4);
        assertThat(board.differences()).isEmpty();
        assertThat(board.toString()).contains("8  ").doesNotContain("Holm");
    }

    @Test
    void aLabelIsTheMeanOfItsRatersAndAJudgeScoreThatOfAllJudges() {
        List<Rating> human = List.of(
                fluency("a", "c1", "1", "person:p", 2),
                fluency("a", "c1", "1", "person:q", 5),
                fluency("a", "c2", "1", "person:p", 3),
                // Nobody but person:q rated this one, and one judge only.
                fluency("a", "c3", "1", "person:q", 1));
        List<Rating> judge = new ArrayList<>();
        for (String character : List.of("c1", "c2", "c3", "c4")) {
            judge.add(fluency("a", character, "1", "model:x", 4));
            if (!character.equals("c3")) {
                judge.add(fluency("a", character, "1", "model:y", 5));
            }
        }
        PredictionPoweredLeaderboard board = Analysis.of(Ratings.of(human), Rubric.esrp())
                .predictionPowered(Ratings.of(judge), Measure.metric("fluency"));
        assertThat(board.row("a").labels()).isEqualTo(2);
        assertThat(board.row("a").items()).isEqualTo(3);
        assertThat(board.row("a").powered().humanOnly().value()).isEqualTo((3.5 + 3) / 2);
        assertThat(board.judges()).containsExactly("model:x", "model:y");
        assertThat(board.notes())
                .extracting(Object::toString)
                .containsExactly(
                        "Left out: 1 label of what the judge did not score in full. The estimates speak of what"
                                + " the judge scored.",
                        "There is one scenario only: the unit is the character, and nothing is said about any other"
                                + " scenario.");
    }

    @Test
    void metricsOfBatchesAreInferredFromBatches() {
        Ratings batches = STUDY.ratings().where(Column.METRIC, "diversity");
        Ratings human = Ratings.of(batches.stream()
                .filter(r -> !r.item().equals("b03"))
                .filter(r -> r.rater().compareTo("sim:r08") < 0)
                .toList());
        Ratings judge = Ratings.of(batches.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:j", r.score()))
                .distinct()
                .collect(java.util.stream.Collectors.toMap(
                        r -> List.of(r.candidate(), r.character(), r.item()), r -> r, (x, y) -> x))
                .values()
                .stream()
                .toList());
        for (Unit unit : List.of(Unit.CHARACTER, Unit.SCENARIO, Unit.DIALOGUE)) {
            PredictionPoweredLeaderboard board = Analysis.of(human, Rubric.esrp())
                    .withUnit(unit)
                    .predictionPowered(judge, Measure.metric("diversity"));
            assertThat(board.row("alpha").items()).isEqualTo(8 * 3);
            assertThat(board.row("alpha").interval().unit()).isEqualTo(unit == Unit.SCENARIO ? Unit.DIALOGUE : unit);
            assertThat(board.toString()).containsPattern("[^0-9]24[^0-9]").contains("of those that model:j scored");
        }
    }

    @Test
    void simulatedRatingsOfEitherSideMarkTheResult() {
        Ratings real = Ratings.of(PEOPLE.stream()
                .map(r -> new Rating(
                        r.candidate(), r.character(), r.item(), r.metric(), "person:" + r.rater(), r.score()))
                .toList());
        Ratings model = Ratings.of(JUDGE.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:j", r.score()))
                .toList());
        assertThat(of(real, model).simulated()).isFalse();
        assertThat(of(real, model).toString()).doesNotContain("SIMULATED");
        assertThat(of(real, JUDGE).simulated()).isTrue();
        assertThat(of(PEOPLE, model).simulated()).isTrue();
        assertThat(of(PEOPLE, model).toString()).contains("SIMULATED");
        assertThat(of(real, model).dataHashes()).containsExactly(real.hash(), model.hash());
    }

    @Test
    void candidatesOfOneSideAreNamedAndLeaveTheOthersAlone() {
        Ratings some = JUDGE.where(Column.CANDIDATE, "alpha", "beta");
        PredictionPoweredLeaderboard board = Analysis.of(PEOPLE, Rubric.esrp())
                .withNames(Map.of("gamma", "Gamma the Great", "alpha", "Alpha"))
                .predictionPowered(some);
        assertThat(board.rows()).extracting("candidate").containsExactlyInAnyOrder("alpha", "beta");
        assertThat(board.notes())
                .extracting(Object::toString)
                .contains("No row, as nothing of theirs was scored by both people and judge: Gamma the Great.");
        assertThat(board.toString()).contains("Alpha");
        assertThat(board.row("alpha").powered())
                .isEqualTo(of(PEOPLE, JUDGE).row("alpha").powered());
        assertThatThrownBy(() -> board.row("gamma")).hasMessageContaining("candidates are [alpha, beta]");
        assertThatThrownBy(() -> board.between("alpha", "alpha")).hasMessageContaining("same candidate");
    }

    /** Whole characters drawn at random: people score all dialogues of three of eight. */
    @Test
    void whereWholeCharactersWereDrawnPeopleAloneHaveThoseOnly() {
        Ratings drawn = STUDY.ratings()
                .where(Column.CHARACTER, "c2", "c5", "c7")
                .where(r -> !r.metric().equals("diversity"));
        PredictionPoweredLeaderboard board = of(drawn, JUDGE);
        PredictionPoweredLeaderboard.Row row = board.row("alpha");
        assertThat(row.labels()).isEqualTo(3 * 12);
        assertThat(row.interval().clusters()).isEqualTo(8);
        assertThat(row.humanInterval().clusters()).isEqualTo(3);
        assertThat(board.between("alpha", "beta").humanInterval().clusters()).isEqualTo(3);
        assertThat(board.toString().replace('\n', ' ')).contains("by character (8), 3 of them with labels");
        UnitInterval alone = Analysis.of(drawn, Rubric.esrp())
                .withUnit(Unit.CHARACTER)
                .leaderboard()
                .row("alpha")
                .averageInterval()
                .orElseThrow();
        assertThat(row.humanInterval().lower()).isCloseTo(alone.lower(), within(1e-9));
    }

    @Test
    void theLevelIsSetByTheInference() {
        PredictionPoweredLeaderboard narrow =
                Analysis.of(PEOPLE, Rubric.esrp()).withLevel(0.5).predictionPowered(JUDGE);
        assertThat(narrow.row("beta").interval().interval().width())
                .isLessThan(of(PEOPLE, JUDGE).row("beta").interval().interval().width());
        assertThat(narrow.toString()).contains("50%");
    }

    @Test
    void wherePeopleScoredEverythingTheyAreAlone() {
        Ratings all = STUDY.ratings().where(r -> !r.metric().equals("diversity"));
        PredictionPoweredLeaderboard board = of(all, JUDGE);
        assertThat(board.notes())
                .extracting(Object::toString)
                .contains("Where people scored everything, the judge adds nothing.");
        Leaderboard people =
                Analysis.of(all, Rubric.esrp()).withUnit(Unit.CHARACTER).leaderboard();
        for (PredictionPoweredLeaderboard.Row row : board.rows()) {
            UnitInterval alone = people.row(row.candidate()).averageInterval().orElseThrow();
            assertThat(row.mean()).isCloseTo(alone.estimate(), within(1e-9));
            assertThat(row.interval().upper()).isCloseTo(alone.upper(), within(1e-9));
            assertThat(row.rank()).isEqualTo(people.row(row.candidate()).rank());
        }
    }

    @Test
    void unitsThatCannotBeDrawnAreRefused() {
        assertThatThrownBy(() -> by(Unit.RATING)).hasMessageContaining("a label is a whole dialogue");
    }

    @Test
    void crossedUnitsAreCharacters() {
        assertThat(by(Unit.CHARACTER_AND_SCENARIO).row("alpha").interval())
                .isEqualTo(by(Unit.CHARACTER).row("alpha").interval());
    }

    private static PredictionPoweredLeaderboard by(Unit unit) {
        return Analysis.of(PEOPLE, Rubric.esrp()).withUnit(unit).predictionPowered(JUDGE);
    }

    private static PredictionPoweredLeaderboard fluent(Analysis people, Ratings judge) {
        return people.predictionPowered(judge, Measure.metric("fluency"));
    }

    @Test
    void whatCannotBeCombinedIsRefused() {
        assertThatThrownBy(() -> of(PEOPLE, PEOPLE)).hasMessageContaining("is among the raters of human too");
        Ratings model = Ratings.of(JUDGE.stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:j", r.score()))
                .toList());
        assertThatThrownBy(() -> of(model, PEOPLE)).hasMessageContaining("the wrong way round?");
        assertThatThrownBy(() -> of(PEOPLE, JUDGE.where(r -> !r.metric().equals("fluency"))))
                .hasMessageContaining("judge: has no rating on fluency, which the average needs");
        assertThatThrownBy(() -> of(Ratings.of(List.of()), JUDGE)).hasMessageContaining("human: has no rating on");
        assertThatThrownBy(() -> of(PEOPLE, JUDGE.where(Column.ITEM, "1", "3", "4")))
                .hasMessageContaining("judge: scored no dialogue that people scored")
                .hasMessageContaining("it must score those too");
        assertThatThrownBy(() -> PredictionPoweredLeaderboard.ofRandomSample(
                        PEOPLE, JUDGE, Rubric.esrp().only("fluency")))
                .hasMessageContaining("human: metric \"");
        assertThatThrownBy(() -> Analysis.of(PEOPLE, Rubric.esrp()).predictionPowered(JUDGE, Measure.metric("no")))
                .hasMessageContaining("no metric \"no\"");
        Ratings twice =
                Ratings.of(List.of(fluency("a", "c1", "1", "person:p", 2), fluency("a", "c1", "1", "person:p", 3)));
        Ratings one = Ratings.of(List.of(fluency("a", "c1", "1", "model:x", 4), fluency("a", "c2", "1", "model:x", 4)));
        assertThatThrownBy(() -> fluent(Analysis.of(twice, Rubric.esrp()), one))
                .hasMessageContaining("repeat what the same rater rated already");
        assertThat(fluent(Analysis.of(twice, Rubric.esrp()).withDuplicates(Analysis.Duplicates.LAST), one)
                        .row("a")
                        .mean())
                .isEqualTo(3);
    }

    @Test
    void commonItemsCanRunOut() {
        Ratings human =
                Ratings.of(List.of(fluency("a", "c1", "1", "person:p", 2), fluency("b", "c1", "2", "person:p", 3)));
        Ratings apart =
                Ratings.of(List.of(fluency("a", "c1", "1", "model:x", 4), fluency("b", "c1", "2", "model:x", 4)));
        assertThatThrownBy(() -> fluent(Analysis.of(human, Rubric.esrp()), apart))
                .hasMessageContaining("judge: scored no dialogue of all candidates")
                .hasMessageContaining("Items.ALL");
        Ratings overlapping = apart.plus(
                Ratings.of(List.of(fluency("a", "c1", "3", "model:x", 4), fluency("b", "c1", "3", "model:x", 4))));
        assertThatThrownBy(() -> fluent(Analysis.of(human, Rubric.esrp()), overlapping))
                .hasMessageContaining(
                        "human: no label of candidate \"a\" is of a dialogue that the judge scored of all");
        PredictionPoweredLeaderboard all =
                fluent(Analysis.of(human, Rubric.esrp()).withItems(Analysis.Items.ALL), overlapping);
        assertThat(all.row("a").items()).isEqualTo(2);
        assertThat(all.row("a").interval().lower()).isNaN();
        assertThat(all.toString()).containsPattern("3\\.00 +- +- ");
    }

    @Test
    void anAverageOfDialoguesAndBatchesIsRefused() {
        Rubric mixed = Rubric.builder("mixed")
                .dimension(
                        new Dimension("bdc", LocalizedText.same("x")),
                        Rubric.esrp().metric("fluency"))
                .dimension(
                        new Dimension("diversity", LocalizedText.same("y")),
                        Rubric.esrp().metric("diversity"))
                .build();
        assertThatThrownBy(() -> PredictionPoweredLeaderboard.ofRandomSample(PEOPLE, JUDGE, mixed))
                .hasMessageContaining("nothing is scored on both");
    }

    @Test
    void printsWithin80Columns() {
        PredictionPoweredLeaderboard board = Analysis.of(PEOPLE, Rubric.esrp())
                .withNames(Map.of(
                        "alpha", "A candidate with a name that has no end", "beta", "另一个名字很长很长很长的候选者", "gamma", "g"))
                .predictionPowered(JUDGE);
        assertThat(board.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(board.toString())
                .contains("SIMULATED", "people alone", "95% logit t intervals", "Holm")
                .containsPattern(" 24  96 ");
        assertThat(board.toString().replace('\n', ' ')).contains("by character (8), 8 of them with labels");
    }

    private static void both(
            List<Rating> rows, String candidate, String character, String item, String rater, int score) {
        rows.add(fluency(candidate, character, item, rater, score));
        rows.add(new Rating(candidate, character, item, "coherence", rater, score));
    }

    /** Two metrics make a label and a score; what is there in part, of one side or of one candidate is counted. */
    @Test
    void whatIsLeftOutIsCounted() {
        List<Rating> human = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        java.util.Random random = new java.util.Random(2);
        for (String candidate : List.of("a", "b")) {
            for (String character : List.of("c1", "c2", "c3", "c4")) {
                for (String item : List.of("1", "2", "3", "4")) {
                    String where = candidate + character + item;
                    int score = 2 + random.nextInt(3) + (candidate.equals("a") ? 1 : 0);
                    if (where.equals("ac13")) { // the judge scored one metric, people none
                        judge.add(fluency(candidate, character, item, "model:j", score));
                    } else if (where.equals("ac23")) { // a label whose dialogue the judge scored in part
                        judge.add(fluency(candidate, character, item, "model:j", score));
                        both(human, candidate, character, item, "person:p", score);
                    } else if (!where.equals("bc43") && !where.equals("bc13")) {
                        both(judge, candidate, character, item, "model:j", score);
                        if (item.equals("1") || where.equals("bc23")) {
                            both(human, candidate, character, item, "person:p", score - random.nextInt(2));
                        }
                    }
                }
            }
        }
        human.add(fluency("a", "c3", "2", "person:p", 3)); // half a label
        human.add(fluency("b", "c3", "2", "person:p", 3));
        Analysis analysis = Analysis.of(Ratings.of(human), Rubric.esrp().only("fluency", "coherence"));
        PredictionPoweredLeaderboard board = analysis.predictionPowered(Ratings.of(judge));
        assertThat(counts(board, AnalysisCode.UNJUDGED_LABELS, "count")).containsExactly(1L);
        assertThat(counts(board, AnalysisCode.PARTIAL_LABELS, "count")).containsExactly(2L);
        assertThat(counts(board, AnalysisCode.PARTIAL_JUDGE, "count")).containsExactly(1L);
        // b's c2 3, with a label, and a's c4 3, without one: the other candidate lacks them.
        assertThat(counts(board, AnalysisCode.UNCOMMON, "count")).containsExactly(2L);
        assertThat(counts(board, AnalysisCode.UNCOMMON, "labels")).containsExactly(1L);
        assertThat(board.row("a").items()).isEqualTo(13);
        assertThat(board.row("b").items()).isEqualTo(13);
        assertThat(board.row("a").labels()).isEqualTo(4);
        assertThat(board.notes()).extracting(Finding::code).doesNotContain(AnalysisCode.SIMULATED);
        assertThat(board.measure()).isEqualTo(Measure.average());
        PredictionPoweredLeaderboard all =
                analysis.withItems(Analysis.Items.ALL).predictionPowered(Ratings.of(judge));
        assertThat(counts(all, AnalysisCode.UNCOMMON, "count")).isEmpty();
        assertThat(all.row("b").items()).isEqualTo(14);
        assertThat(all.row("b").labels()).isEqualTo(5);
    }

    private static List<Object> counts(PredictionPoweredLeaderboard board, AnalysisCode code, String parameter) {
        return board.notes().stream()
                .filter(note -> note.code() == code)
                .map(note -> note.parameters().get(parameter))
                .toList();
    }

    @Test
    void completeSidesHaveNothingToCount() {
        PredictionPoweredLeaderboard board =
                Analysis.of(PEOPLE, Rubric.esrp()).predictionPowered(JUDGE, Measure.metric("fluency"));
        assertThat(board.notes()).extracting(Finding::code).containsExactly(AnalysisCode.SIMULATED);
        assertThat(board.simulated()).isTrue();
        assertThat(board.measure()).isEqualTo(Measure.metric("fluency"));
        assertThat(board.differences()).hasSize(3).allSatisfy(d -> {
            assertThat(d.powered().estimate().value()).isNotNegative();
            assertThat(d.powered().humanOnly().value())
                    .isCloseTo(
                            board.row(d.better()).powered().humanOnly().value()
                                    - board.row(d.other()).powered().humanOnly().value(),
                            within(1e-12));
            assertThat(board.between(d.other(), d.better())).isSameAs(d);
        });
        assertThat(board.differences().stream().map(d -> java.util.Set.of(d.better(), d.other())))
                .containsExactly(
                        java.util.Set.of(
                                board.rows().get(0).candidate(),
                                board.rows().get(1).candidate()),
                        java.util.Set.of(
                                board.rows().get(0).candidate(),
                                board.rows().get(2).candidate()),
                        java.util.Set.of(
                                board.rows().get(1).candidate(),
                                board.rows().get(2).candidate()));
    }

    @Test
    void equalLabelsAreNoCertainty() {
        List<Rating> people = new ArrayList<>();
        List<Rating> judge = new ArrayList<>();
        for (String candidate : List.of("a", "b")) {
            for (int c = 0; c < 8; c++) {
                for (int s = 0; s < 5; s++) {
                    judge.add(new Rating(candidate, "c" + c, "s" + s, "fluency", "model:j", 1 + (3 * c + s) % 5));
                    if (s < 2) {
                        people.add(new Rating(candidate, "c" + c, "s" + s, "fluency", "person:x", 5));
                    }
                }
            }
        }
        PredictionPoweredLeaderboard board = Analysis.of(Ratings.of(people), Rubric.esrp())
                .predictionPowered(Ratings.of(judge), Measure.metric("fluency"));
        // Clopper and Pearson with 8 of 8 clusters at the end of the scale
        double unlike = 1 - Math.pow(0.025, 1 / 8.0);
        assertThat(board.rows().get(0).interval().lower()).isCloseTo(5 - 4 * unlike, within(1e-9));
        assertThat(board.rows().get(0).interval().upper()).isEqualTo(5);
        assertThat(board.differences().get(0).interval().lower()).isCloseTo(-4 * unlike, within(1e-9));
        assertThat(board.differences().get(0).pValue()).isEqualTo(1);
        assertThat(board.notes()).extracting(Finding::code).contains(AnalysisCode.ALIKE);
    }
}
