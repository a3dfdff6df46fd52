package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Result;
import esrp.core.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final List<String> CANDIDATES = List.of("m1", "m2", "m3");
    private static final List<String> CHARACTERS = List.of("A", "B", "C", "D");

    /** Whether somebody rated a reply. */
    @FunctionalInterface
    private interface Rated {
        boolean by(String candidate, String character, int item, String rater);
    }

    private static Ratings ratings(List<String> candidates, List<String> raters, Rated rated) {
        List<Rating> rows = new ArrayList<>();
        for (String candidate : candidates) {
            for (String character : CHARACTERS) {
                for (int item = 1; item <= 3; item++) {
                    for (String rater : raters) {
                        if (rated.by(candidate, character, item, rater)) {
                            int score = 1 + Math.floorMod(Objects.hash(candidate, character, item, rater), 5);
                            rows.addAll(Fixtures.form(candidate, character, String.valueOf(item), rater, score));
                        }
                    }
                }
            }
        }
        return Ratings.of(rows);
    }

    private static Ratings people(Rated rated) {
        return ratings(CANDIDATES, List.of("person:a", "person:b"), rated);
    }

    private static Ratings judge(String id) {
        return ratings(CANDIDATES, List.of(id), (candidate, character, item, rater) -> true);
    }

    private static Evaluation of(Ratings ratings) {
        return Analysis.of(ratings, Rubric.esrp()).evaluation();
    }

    private static Evaluation.Part part(Evaluation evaluation, String id) {
        return evaluation.parts().stream()
                .filter(part -> part.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Leaderboard board(Evaluation evaluation) {
        return (Leaderboard) part(evaluation, "leaderboard").result().orElseThrow();
    }

    @Test
    void completeRatingsHaveEveryPartAndTheSameResultsAsTheAnalysis() {
        Ratings all = people((c, a, i, r) -> true).plus(judge("model:j"));
        Evaluation evaluation = of(all);
        Analysis people = Analysis.of(all.where(r -> !r.rater().startsWith("model:")), Rubric.esrp());
        assertThat(evaluation.parts())
                .extracting(Evaluation.Part::id)
                .containsExactly("leaderboard", "comparison", "agreement", "judge");
        assertThat(evaluation.parts())
                .extracting(part -> part.text("en"))
                .containsExactly(
                        people.leaderboard().toString(),
                        people.comparison().toString(),
                        people.agreement().toString(),
                        people.judgeValidation(judge("model:j")).toString());
        assertThat(evaluation.decisions()).isEmpty();
    }

    @Test
    void oneRaterPerReplyHasNoAgreementAndEverythingElse() {
        Evaluation evaluation = of(people((c, a, i, rater) -> (i % 2 == 0) == rater.endsWith("a")));
        assertThat(part(evaluation, "leaderboard").result()).isPresent();
        assertThat(part(evaluation, "comparison").result()).isPresent();
        assertThat(part(evaluation, "agreement").text("en").replace('\n', ' '))
                .isEqualTo("No two of 2 raters rated the same thing; let two people rate a part of the replies, a fifth"
                        + " for example.");
        assertThat(part(evaluation, "judge").text("zh")).isEqualTo("没有评审的评分。");
    }

    @Test
    void withoutCommonItemsAllCountAndTheImbalanceIsPrinted() {
        Evaluation evaluation = of(people((candidate, a, item, r) -> candidate.equals("m" + item)));
        Leaderboard board = board(evaluation);
        assertThat(board.row("m1").average()).isBetween(1.0, 5.0);
        assertThat(part(evaluation, "comparison").result()).isPresent();
        assertThat(part(evaluation, "comparison").text("en").replace('\n', ' '))
                .contains("All items count, though candidates were rated on different ones: 4 to 4 items each, 0 of"
                        + " them common to all");
        assertThat(board.text("zh")).contains("所有题目都计入");
    }

    @Test
    void differencesOfDisjointItemsAreThoseOfIndependentMeans() {
        Ratings ratings = people((candidate, character, i, r) -> (candidate.equals("m1") && "AB".contains(character))
                || (candidate.equals("m2") && "CD".contains(character)));
        Comparison comparison = Analysis.of(ratings, Rubric.esrp())
                .withItems(Analysis.Items.ALL)
                .withUnit(Unit.CHARACTER)
                .comparison();
        // Each mean is that of two characters, whose variance is estimated with a divisor of 1.
        double a = mean(ratings, "A");
        double b = mean(ratings, "B");
        double c = mean(ratings, "C");
        double d = mean(ratings, "D");
        double squares = Math.pow((a - b) / 4, 2) * 2 + Math.pow((c - d) / 4, 2) * 2;
        assertThat(comparison.between("m1", "m2").difference().estimate())
                .isCloseTo(Math.abs((a + b - c - d) / 2), within(1e-12));
        assertThat(comparison.between("m1", "m2").standardError()).isCloseTo(Math.sqrt(squares * 2), within(1e-12));
    }

    private static double mean(Ratings ratings, String character) {
        return ratings.where(Column.CHARACTER, character).counts().mean();
    }

    @Test
    void fewerMetricsThanTheRubricAsksForMakeTheAverageOfThoseRated() {
        Ratings four = people((c, a, i, r) -> true)
                .where(r -> List.of("consistency", "fluency", "coherence", "character_knowledge")
                        .contains(r.metric()));
        Evaluation evaluation = of(four);
        Leaderboard.Row row = board(evaluation).row("m1");
        assertThat(row.average())
                .isCloseTo(
                        (row.mean("consistency")
                                        + row.mean("fluency")
                                        + row.mean("coherence")
                                        + row.mean("character_knowledge"))
                                / 4,
                        within(1e-12));
        assertThat(evaluation.decisions().toString())
                .contains("The average is that of the metrics that were rated (Consistency, Fluency, Coherence,"
                        + " Character Knowledge)");
    }

    @Test
    void metricsThatTheRubricDoesNotHaveAreLeftOutAndCounted() {
        Evaluation evaluation = Analysis.of(
                        people((c, a, i, r) -> true), Rubric.esrp().only("fluency", "coherence"))
                .evaluation();
        assertThat(board(evaluation).row("m1").average()).isBetween(1.0, 5.0);
        assertThat(evaluation.decisions().toString()).contains("Left out: 504 ratings on metrics");
    }

    @Test
    void oneCandidateIsNotComparedAndOneCharacterHasNoIntervals() {
        Evaluation one = of(people((candidate, character, i, r) -> candidate.equals("m1") && character.equals("A")));
        assertThat(board(one).rows()).hasSize(1);
        assertThat(part(one, "comparison").reason().orElseThrow())
                .hasToString("By average, 1 candidate has a value; a comparison needs two.");
        assertThat(part(one, "agreement").result()).isPresent();
    }

    @Test
    void aJudgeThatOverlapsInNothingIsAnsweredWithTheIdsThatDiffer() {
        Ratings people = people((c, a, item, r) -> item < 3);
        Ratings judge = judge("model:j").where(r -> r.item().equals("3"));
        Evaluation evaluation = of(people.plus(judge));
        assertThat(part(evaluation, "judge").reason().orElseThrow())
                .hasToString("Judge model:j rated nothing that people rated; spell the ids alike on both sides."
                        + " item: people 1, 2; judge 3");
        assertThat(part(evaluation, "leaderboard").result()).isPresent();
    }

    @Test
    void idsSpelledOtherwiseAreShownWhereSomethingIsCompared() {
        List<Rating> otherwise = judge("model:j").stream()
                .map(r -> new Rating(
                        r.candidate().replace('m', 'M').replace("M2", "m2").replace("M3", "m3"),
                        r.character(),
                        r.item(),
                        r.metric(),
                        r.rater(),
                        r.score()))
                .toList();
        Evaluation evaluation = of(people((c, a, i, r) -> true).plus(Ratings.of(otherwise)));
        assertThat(part(evaluation, "judge").text("en").replace('\n', ' '))
                .contains("Ids of one side only: candidate: people m1; judge M1");
    }

    @Test
    void aJudgeSampledTwiceCountsOnceAndItsAgreementWithItselfIsSaid() {
        Ratings twice = judge("model:j").plus(judge("model:j"));
        Evaluation evaluation = of(people((c, a, i, r) -> true).plus(twice));
        JudgeValidation validation =
                (JudgeValidation) part(evaluation, "judge").result().orElseThrow();
        assertThat(validation.metric("fluency").n()).isEqualTo(3 * 4 * 3 * 2);
        assertThat(evaluation.decisions().toString())
                .contains("rated 324 things more than once", "100% of its repeated answers equal the first one");
    }

    @Test
    void theMeanOfRepeatedRatingsIsRoundedHalfToEven() {
        Ratings repeated = Ratings.of(List.of(
                new Rating("a", "c", "1", "fluency", "model:j", 3),
                new Rating("a", "c", "1", "fluency", "model:j", 4),
                new Rating("a", "c", "2", "fluency", "model:j", 4),
                new Rating("a", "c", "2", "fluency", "model:j", 5),
                new Rating("a", "c", "3", "fluency", "model:j", 1),
                new Rating("a", "c", "3", "fluency", "model:j", 2),
                new Rating("a", "c", "3", "fluency", "model:j", 2)));
        Leaderboard board = Analysis.of(repeated, Rubric.esrp())
                .withDuplicates(Analysis.Duplicates.MEAN)
                .leaderboard();
        assertThat(board.row("a").cell("fluency").orElseThrow().counts().toArray())
                .containsExactly(0, 1, 0, 2, 0);
        assertThat(board.repeatedRatings()).isEqualTo(4);
    }

    @Test
    void modelsAloneAreEvaluatedAndNoJudgeIsHeldAgainstThem() {
        Evaluation evaluation = of(judge("model:j").plus(judge("model:k")));
        assertThat(board(evaluation).rows()).hasSize(3);
        assertThat(part(evaluation, "agreement").result()).isPresent();
        assertThat(part(evaluation, "judge").reason().orElseThrow())
                .hasToString("No ratings of people that a judge" + " could be compared with.");
        assertThat(evaluation.decisions().toString()).contains("All ratings are by models");
    }

    @Test
    void twentyFourCandidatesAreCompared() {
        List<String> many = IntStream.rangeClosed(1, 24).mapToObj(i -> "m" + i).toList();
        Evaluation evaluation = of(ratings(many, List.of("person:a", "person:b"), (c, a, i, r) -> true));
        Comparison comparison =
                (Comparison) part(evaluation, "comparison").result().orElseThrow();
        assertThat(comparison.differences()).hasSize(276);
    }

    @Test
    void severalJudgesAreComparedToo() {
        Ratings people = people((c, a, i, r) -> true);
        Evaluation given =
                Analysis.of(people.plus(judge("model:j")), Rubric.esrp()).evaluation(judge("model:k"));
        assertThat(given.parts())
                .extracting(Evaluation.Part::id)
                .containsExactly("leaderboard", "comparison", "agreement", "judge", "judge", "judges");
        Ratings both = judge("model:j").plus(judge("model:k"));
        Analysis analysis = Analysis.of(people, Rubric.esrp());
        assertThat(part(given, "judges").text("en"))
                .isEqualTo(analysis.judgeComparison(both).toString());
        assertThat(part(given, "judges").title().in("en")).isEqualTo("Differences of judges");
        // A judge that answered twice counts with the mean of its answers; one that did not as it is.
        Evaluation twice = of(people.plus(both).plus(judge("model:j")));
        assertThat(part(twice, "judges").text("en"))
                .isEqualTo(part(given, "judges").text("en"));
        Evaluation first = Analysis.of(people.plus(both).plus(judge("model:j")), Rubric.esrp())
                .withDuplicates(Analysis.Duplicates.FIRST)
                .evaluation();
        assertThat(part(first, "judges").result()).isPresent();
        assertThat(first.decisions()).isEmpty();
    }

    @Test
    void tablesAndNotesAreThoseOfTheParts() {
        Evaluation evaluation = of(people((c, a, i, rater) -> (i % 2 == 0) == rater.endsWith("a"))
                .where(r -> !r.metric().equals("fluency")));
        List<Result> made = evaluation.parts().stream()
                .flatMap(part -> part.result().stream())
                .toList();
        assertThat(made).hasSize(2);
        assertThat(evaluation.tables())
                .extracting(Table::id)
                .containsExactlyElementsOf(made.stream()
                        .flatMap(result -> result.tables().stream())
                        .map(Table::id)
                        .toList());
        List<Finding> notes = new ArrayList<>(evaluation.decisions());
        made.forEach(result -> notes.addAll(result.notes()));
        evaluation.parts().forEach(part -> part.reason().ifPresent(notes::add));
        assertThat(evaluation.notes())
                .extracting(Finding::code)
                .contains(AnalysisCode.RATED_METRICS, AnalysisCode.NO_AGREEMENT, AnalysisCode.NO_JUDGE);
        assertThat(evaluation.notes())
                .containsExactlyElementsOf(notes.stream().distinct().toList());
        assertThat(evaluation.toString()).contains("Leaderboard", "Pairwise differences");
    }

    @Test
    void metricsThatAreLeftOutAreNamed() {
        Evaluation evaluation = Analysis.of(
                        people((c, a, i, r) -> true),
                        Rubric.esrp().only(Fixtures.METRICS.subList(1, 9).toArray(String[]::new)))
                .evaluation();
        assertThat(evaluation.decisions())
                .filteredOn(note -> note.code() == AnalysisCode.OTHER_METRICS)
                .singleElement()
                .satisfies(note ->
                        assertThat(note.parameters()).containsEntry("metrics", List.of(Fixtures.METRICS.get(0))));
    }

    /** Of three answers the two later ones are compared with the first: one of two is equal, and one of one is not. */
    @Test
    void theShareOfEqualAnswersIsThatOfLaterOnes() {
        Ratings people = people((c, a, i, r) -> true);
        List<Rating> answers = new ArrayList<>();
        for (int score : new int[] {3, 3, 4}) {
            answers.add(new Rating("m1", "A", "1", "fluency", "model:j", score));
        }
        answers.add(new Rating("m1", "A", "2", "fluency", "model:j", 2));
        answers.add(new Rating("m1", "A", "2", "fluency", "model:j", 5));
        answers.add(new Rating("m1", "A", "3", "fluency", "model:j", 5));
        Evaluation evaluation = of(people.plus(Ratings.of(answers)));
        assertThat(evaluation.decisions())
                .filteredOn(note -> note.code() == AnalysisCode.REPLICATES)
                .singleElement()
                .satisfies(note ->
                        assertThat(note.parameters()).containsEntry("count", 2).containsEntry("same", 1 / 3.0));
    }

    @Test
    void notesOfAPartAreAmongThoseOfTheWhole() {
        Evaluation simulated = of(ratings(CANDIDATES, List.of("sim:a", "sim:b"), (c, a, i, r) -> true));
        assertThat(simulated.notes()).extracting(Finding::code).contains(AnalysisCode.SIMULATED, AnalysisCode.NO_JUDGE);
        assertThat(simulated.decisions()).isEmpty();
    }
}
