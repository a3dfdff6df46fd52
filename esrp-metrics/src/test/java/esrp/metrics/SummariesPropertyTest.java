package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Result;
import esrp.core.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Any split of ratings, added in any order and tree, sent or not, is what one machine has. */
class SummariesPropertyTest {
    private static final Rubric RUBRIC = Rubric.esrp();

    /** Three candidates, people who see a part each, one judge of all, batches, gaps; repeated or of several turns if asked. */
    private static List<Rating> random(Random random, boolean repeated, boolean turns) {
        List<Rating> rows = new ArrayList<>();
        List<String> metrics = RUBRIC.metrics().stream().map(m -> m.id()).toList();
        int characters = 2 + random.nextInt(4);
        for (String candidate : List.of("b", "a", "c")) {
            for (int c = characters; c > 0; c--) {
                for (int item = 1; item < 4; item++) {
                    for (String rater : List.of("person:x", "person:y", "person:z", "model:judge")) {
                        for (String metric : metrics) {
                            if (random.nextInt(4) > 0) {
                                int times = repeated && random.nextInt(20) == 0 ? 3 : 1;
                                for (int i = 0; i < times; i++) {
                                    rows.add(new Rating(
                                            candidate,
                                            "角色" + c,
                                            "" + item,
                                            metric,
                                            rater,
                                            1 + random.nextInt(5),
                                            turns ? "" + random.nextInt(3) : "",
                                            "",
                                            turns ? i + "" : ""));
                                }
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    /** Split by rows, summarised by a unit or made coarser at any time, and added in any tree. */
    private static Summaries split(List<Rating> rows, Unit unit, Random random, int parts) {
        List<Rating> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        List<List<Rating>> split = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            split.add(new ArrayList<>());
        }
        shuffled.forEach(row -> split.get(random.nextInt(parts)).add(row));
        boolean late = random.nextBoolean();
        List<Summaries> left = new ArrayList<>();
        split.forEach(part -> {
            Ratings ratings = Ratings.of(part, RUBRIC.metrics());
            left.add(late ? Summaries.of(ratings, RUBRIC) : Summaries.of(ratings, RUBRIC, unit));
        });
        while (left.size() > 1) {
            Collections.shuffle(left, random);
            Summaries sum = left.remove(0).plus(left.remove(0));
            left.add(random.nextBoolean() ? sum : Summaries.of(sum.toBytes(), RUBRIC));
        }
        return left.get(0).by(unit);
    }

    private static String text(Supplier<Object> result) {
        try {
            return result.get().toString();
        } catch (IllegalArgumentException e) {
            return e.toString();
        }
    }

    /** All that is shown of an analysis, to the last digit. */
    private static List<String> results(Analysis analysis) {
        List<String> all = new ArrayList<>();
        all.add(text(() -> exact(analysis.leaderboard())));
        all.add(text(() -> exact(analysis.comparison())));
        all.add(text(() -> exact(analysis.agreement())));
        all.add(text(() -> exact(analysis.changes("a", "b"))));
        all.add(text(() -> exact(analysis.breakdown(Grouping.byCharacter()))));
        all.add(text(() -> exact(ReleaseGate.nonInferiority(0.1).check(analysis, "a", "b"))));
        all.add(text(() -> exact(analysis.evaluation())));
        all.add(text(() -> {
            Ratings people = analysis.ratings().where(rating -> rating.rater().startsWith("person"));
            Ratings judge = analysis.ratings().where(Column.RATER, "model:judge");
            return exact(Analysis.of(people, RUBRIC)
                    .withDuplicates(analysis.duplicates())
                    .judgeValidation(judge));
        }));
        return all;
    }

    /** Cells of tables at full precision, and what is noticed. */
    private static String exact(Result result) {
        return result.notes() + "\n" + result.tables().stream().map(Table::rows).toList();
    }

    @Property(tries = 40, seed = "20261126")
    void anySplitGivesTheBytesOfOneMachine(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int parts, @ForAll boolean turns) {
        Random random = new Random(seed);
        List<Rating> rows = random(random, true, turns);
        for (Unit unit : List.of(Unit.RATING, Unit.DIALOGUE, Unit.SCENARIO, Unit.CHARACTER)) {
            Summaries whole = Summaries.of(Ratings.of(rows, RUBRIC.metrics()), RUBRIC, unit);
            Summaries summed = split(rows, unit, random, parts);
            assertThat(summed.toBytes()).isEqualTo(whole.toBytes());
            assertThat(summed).isEqualTo(whole).hasSameHashCodeAs(whole).hasToString(whole.toString());
        }
    }

    @Property(tries = 20, seed = "20261126")
    void anySplitGivesTheResultsOfOneMachine(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 7) int parts, @ForAll boolean repeated) {
        Random random = new Random(seed);
        List<Rating> rows = random(random, repeated, false);
        Analysis whole = Analysis.of(Ratings.of(rows, RUBRIC.metrics()), RUBRIC);
        Analysis summed = Analysis.of(split(rows, Unit.RATING, random, parts));
        if (repeated) {
            whole = whole.withDuplicates(Analysis.Duplicates.MEAN);
            summed = summed.withDuplicates(Analysis.Duplicates.MEAN);
        }
        List<String> expected = results(whole);
        List<String> actual = results(summed);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).as("result %s", i).isEqualTo(expected.get(i));
        }
    }
}
