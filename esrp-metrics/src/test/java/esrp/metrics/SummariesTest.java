package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.DatasetFormatException;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummariesTest {
    private static final Rubric RUBRIC = Rubric.esrp();
    private static final Ratings RATINGS = Fixtures.study(5, 7).ratings();

    @TempDir
    private Path folder;

    private static List<Object> figures(Leaderboard board) {
        List<Object> all = new ArrayList<>();
        for (Leaderboard.Row row : board.rows()) {
            all.add(row.candidate());
            all.add(row.average());
            all.add(row.averageInterval());
            RUBRIC.metrics().forEach(metric -> all.add(List.of(row.mean(metric.id()), row.interval(metric.id()))));
        }
        return all;
    }

    @Test
    void coarserCountsGiveTheSameMeansAndIntervalsByTheirUnit() {
        for (Unit unit : List.of(Unit.CHARACTER, Unit.SCENARIO, Unit.DIALOGUE)) {
            Ratings some = RATINGS.where(rating -> !rating.metric().equals("diversity") || unit == Unit.CHARACTER);
            Analysis of = Analysis.of(some, RUBRIC).withUnit(unit).withItems(Analysis.Items.ALL);
            Summaries summary = Summaries.of(some, RUBRIC, unit);
            Analysis counted = Analysis.of(summary).withUnit(unit).withItems(Analysis.Items.ALL);
            assertThat(summary.entries()).isLessThan(some.size());
            assertThat(figures(counted.leaderboard())).isEqualTo(figures(of.leaderboard()));
            Measure measure = Measure.dimension("bdc");
            assertThat(counted.comparison(measure).differences())
                    .hasToString(of.comparison(measure).differences().toString());
            ReleaseGate gate = ReleaseGate.nonInferiority(0.1).with(measure);
            ReleaseGate.Decision decision = gate.check(counted, "beta", "gamma");
            assertThat(decision.difference())
                    .isEqualTo(gate.check(of, "beta", "gamma").difference());
            assertThat(counted.changes("beta", "gamma").measures())
                    .hasToString(of.changes("beta", "gamma").measures().toString());
            assertThat(counted.leaderboard().simulated()).isTrue();
        }
    }

    /** By dialogue all is known but the raters: common items, crossed units, groups. */
    @Test
    void byDialogueResultsAreThoseOfRatings() {
        Ratings some =
                RATINGS.where(r -> !r.candidate().equals("alpha") || !r.item().equals("3"));
        Analysis of = Analysis.of(some, RUBRIC);
        Analysis counted = Analysis.of(Summaries.of(some, RUBRIC).by(Unit.DIALOGUE));
        assertThat(counted.leaderboard().text("en")).isEqualTo(of.leaderboard().text("en"));
        assertThat(counted.comparison().text("zh")).isEqualTo(of.comparison().text("zh"));
        assertThat(counted.breakdown(Grouping.byCharacter()).text("en"))
                .isEqualTo(of.breakdown(Grouping.byCharacter()).text("en"));
        assertThat(counted.breakdowns(Fixtures.dataset()).stream().map(part -> part.text("en")))
                .isNotEmpty()
                .containsExactlyElementsOf(of.breakdowns(Fixtures.dataset()).stream()
                        .map(part -> part.text("en"))
                        .toList());
        assertThat(counted.leaderboard().dataHash())
                .hasSize(64)
                .isNotEqualTo(of.leaderboard().dataHash());
    }

    @Test
    void whatNeedsSingleRatingsSaysSo() {
        Analysis counted = Analysis.of(Summaries.of(RATINGS, RUBRIC, Unit.CHARACTER));
        String reason = "The summary counts scores by character and does not hold who gave which one";
        for (org.assertj.core.api.ThrowableAssert.ThrowingCallable call :
                List.<org.assertj.core.api.ThrowableAssert.ThrowingCallable>of(
                        counted::agreement,
                        counted::ratings,
                        () -> counted.judgeValidation(RATINGS),
                        () -> counted.labels(HumanLabel.MAJORITY),
                        () -> counted.withUnit(Unit.RATING)
                                .leaderboard()
                                .rows()
                                .get(0)
                                .averageInterval(),
                        () -> counted.shortlist(Shortlist.Options.best(1)))) {
            assertThatThrownBy(call)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(reason);
        }
        Evaluation evaluation = counted.evaluation();
        assertThat(evaluation.parts())
                .extracting(part -> part.result().isPresent())
                .containsExactly(true, true, false, false);
        assertThat(evaluation.toString()).contains(reason);
    }

    @Test
    void firstAndLastAreRefused() {
        Analysis counted = Analysis.of(Summaries.of(RATINGS, RUBRIC));
        for (Analysis.Duplicates policy : List.of(Analysis.Duplicates.FIRST, Analysis.Duplicates.LAST)) {
            assertThatThrownBy(() -> counted.withDuplicates(policy))
                    .hasMessageContaining("a summary has no first or last rating");
        }
        assertThat(counted.withDuplicates(Analysis.Duplicates.MEAN)
                        .leaderboard()
                        .repeatedRatings())
                .isZero();
    }

    @Test
    void filesAreReadBackAndDamageIsFound() throws IOException {
        Summaries summary = Summaries.of(RATINGS, RUBRIC, Unit.CHARACTER);
        Path file = folder.resolve("day.summary");
        summary.write(file);
        assertThat(Summaries.read(file, RUBRIC)).isEqualTo(summary);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).isEqualTo(summary.toBytes());
        for (int at = 0; at < bytes.length; at++) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            assertRefused(file, damaged);
            assertRefused(file, Arrays.copyOf(bytes, at));
        }
        assertThatThrownBy(() -> Summaries.of(Arrays.copyOf(bytes, bytes.length + 1), RUBRIC))
                .isInstanceOf(DatasetFormatException.class);
        assertThatThrownBy(() -> Summaries.read(folder.resolve("none"), RUBRIC))
                .isInstanceOf(DatasetFormatException.class);
        assertThatThrownBy(() -> Summaries.of(bytes, RUBRIC.only("fluency")))
                .hasMessageContaining("has not the hash of the one that the summary was made with");
    }

    @Test
    void aLongFileIsRefusedWhereverItIsCutOrABitIsFlipped() throws IOException {
        Path file = folder.resolve("day.summary");
        Summaries summary = Summaries.of(Fixtures.study(40, 60).ratings(), RUBRIC);
        summary.write(file);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).as("more than one buffer").hasSizeGreaterThan(1 << 17);
        Random random = new Random(20261126);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertRefused(file, damaged);
            assertRefused(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
        }
        Files.write(file, bytes);
        assertThat(Summaries.read(file, RUBRIC)).isEqualTo(summary);
    }

    private static void assertRefused(Path file, byte[] damaged) throws IOException {
        Files.write(file, damaged);
        assertThatThrownBy(() -> Summaries.read(file, RUBRIC))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageMatching("(?s)\\Q" + file + "\\E: byte \\d+: .*changed after it was written.*");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Summaries summary = Summaries.of(RATINGS, RUBRIC, Unit.CHARACTER);
        assertThatThrownBy(() -> summary.plus(Summaries.of(RATINGS, RUBRIC)))
                .hasMessage("other: is by rating, this summary by character; by(Unit) makes the finer one coarser");
        assertThatThrownBy(() -> summary.by(Unit.DIALOGUE)).hasMessageContaining("does not tell dialogues apart");
        assertThatThrownBy(() -> Summaries.of(RATINGS, RUBRIC, Unit.CHARACTER_AND_SCENARIO))
                .hasMessageContaining("by DIALOGUE characters and scenarios are told apart");
        Ratings fluency = RATINGS.where(Ratings.Column.METRIC, "fluency");
        assertThatThrownBy(() -> Summaries.of(fluency, RUBRIC).plus(Summaries.of(fluency, RUBRIC.only("fluency"))))
                .hasMessageContaining("they are not the same");
        assertThatThrownBy(() -> Summaries.of(RATINGS, RUBRIC.only("fluency")))
                .hasMessageContaining("is not in rubric");
    }

    @Test
    void daysAddUp() {
        List<Summaries> days = Stream.of("1", "2", "3", "4")
                .map(day -> Summaries.of(RATINGS.where(Ratings.Column.ITEM, day), RUBRIC))
                .toList();
        Summaries last = days.subList(1, 4).stream().reduce(Summaries::plus).orElseThrow();
        assertThat(last).isEqualTo(Summaries.of(RATINGS.where(Ratings.Column.ITEM, "2", "3", "4"), RUBRIC));
        Summaries nothing = Summaries.of(Ratings.of(List.of()), RUBRIC);
        assertThat(nothing.plus(last)).isEqualTo(last).isEqualTo(last.plus(nothing));
        assertThat(Summaries.of(nothing.toBytes(), RUBRIC)).isEqualTo(nothing).isNotEqualTo(last);
        assertThat(nothing.ratings()).isZero();
    }

    /** Adding nothing left a detail behind that no rating has, and so other bytes. */
    @Test
    void nothingAddsNothingToRatingsOfOneTurn() {
        for (String turn : List.of("", "2")) {
            Summaries one = Summaries.of(
                    Ratings.of(RATINGS.stream()
                            .map(r -> new Rating(
                                    r.candidate(),
                                    r.character(),
                                    r.item(),
                                    r.metric(),
                                    r.rater(),
                                    r.score(),
                                    turn,
                                    "",
                                    ""))
                            .toList()),
                    RUBRIC);
            for (Unit unit : List.of(Unit.RATING, Unit.DIALOGUE)) {
                Summaries nothing = Summaries.of(Ratings.of(List.of()), RUBRIC, unit);
                assertThat(nothing.plus(one.by(unit)).toBytes())
                        .isEqualTo(one.by(unit).toBytes())
                        .isEqualTo(one.by(unit).plus(nothing).toBytes());
                assertThat(Summaries.of(nothing.toBytes(), RUBRIC)).isEqualTo(nothing);
            }
        }
    }

    /** Simulated ratings stay told apart where raters are not. */
    @Test
    void coarseCountsKnowWhetherRatersAreSimulated() {
        Rating given = new Rating("a", "k", "1", "fluency", "person:x", 3);
        Rating made = new Rating(
                "a", "k", "1", "fluency", Rater.of(Rater.Kind.SIMULATED, "x").id(), 3);
        Summaries people = Summaries.of(Ratings.of(List.of(given)), RUBRIC, Unit.CHARACTER);
        Summaries both = people.plus(Summaries.of(Ratings.of(List.of(made)), RUBRIC, Unit.CHARACTER));
        assertThat(Analysis.of(people).leaderboard().simulated()).isFalse();
        assertThat(Analysis.of(both).leaderboard().simulated()).isTrue();
        assertThat(both.ratings()).isEqualTo(2);
        assertThat(both).hasToString("2 ratings by character: 1 candidate, 1 character");
    }
}
