package esrp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.internal.TextWidth;
import esrp.metrics.Analysis;
import esrp.metrics.Measure;
import esrp.metrics.Rubric;
import esrp.stats.design.StudyPlanner;
import esrp.stats.design.StudyPlanner.StudySize;
import esrp.stats.design.VarianceComponents;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class StudyPlanTest {
    private static final Ratings PILOT = Fixtures.study(8, 10).ratings();
    private static final List<Measure> MEASURES =
            List.of(Measure.average(), Measure.dimension("esc"), Measure.metric("fluency"));

    /** Forms with gaps: some lack a metric, some dialogues a rater. */
    private static List<Rating> ragged(long seed) {
        Random random = new Random(seed);
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("a", "b", "c")) {
            for (int c = 0; c < 5; c++) {
                for (int s = 0; s < 4; s++) {
                    int quality = random.nextInt(3);
                    for (int r = 0; r < 2; r++) {
                        if (random.nextInt(8) > 0) {
                            for (String metric : Fixtures.METRICS) {
                                if (random.nextInt(60) > 0) {
                                    rows.add(new Rating(
                                            candidate,
                                            "c" + c,
                                            "" + s,
                                            metric,
                                            "person:" + c + r,
                                            1 + quality + random.nextInt(3)));
                                }
                            }
                        }
                    }
                }
            }
        }
        return rows;
    }

    /** The obvious way: group rows into forms, add up complete ones, number the names. */
    private static VarianceComponents naive(List<Rating> rows, Measure measure) {
        Map<String, Double> shares = measure.shares(Rubric.esrp());
        Map<List<String>, Map<String, Integer>> forms = new LinkedHashMap<>();
        rows.forEach(r -> forms.computeIfAbsent(
                        List.of(r.candidate(), r.character(), r.item(), r.rater()), key -> new LinkedHashMap<>())
                .put(r.metric(), (int) r.score()));
        forms.values().removeIf(form -> !form.keySet().containsAll(shares.keySet()));
        double[] scores = forms.values().stream()
                .mapToDouble(form -> shares.entrySet().stream()
                        .mapToDouble(share -> share.getValue() * form.getOrDefault(share.getKey(), 0))
                        .sum())
                .toArray();
        int[][] codes = new int[4][];
        for (int i = 0; i < 4; i++) {
            int column = i;
            codes[i] = forms.keySet().stream()
                    .mapToInt(form -> form.get(column).hashCode())
                    .toArray();
        }
        return VarianceComponents.estimate(scores, codes[0], codes[1], codes[2], codes[3]);
    }

    @Property(tries = 20, seed = "20261123")
    void componentsAreThoseOfCompleteForms(@ForAll long seed, @ForAll @IntRange(max = 2) int m) {
        List<Rating> rows = ragged(seed);
        VarianceComponents expected = naive(rows, MEASURES.get(m));
        Collections.shuffle(rows, new Random(seed + 1));
        StudyPlan plan = StudyPlan.of(Analysis.of(Ratings.of(rows), Rubric.esrp()), MEASURES.get(m));
        assertThat(plan.components().estimated()).isEqualTo(expected.estimated());
        for (Effect effect : expected.estimated()) {
            assertThat(plan.components().raw(effect)).isCloseTo(expected.raw(effect), within(1e-9));
        }
        assertThat(plan.components().mean()).isCloseTo(expected.mean(), within(1e-12));
        StudyPlanner planner = StudyPlanner.of(expected);
        assertThat(plan.detectable(20, 60, 2)).isCloseTo(planner.detectable(new StudySize(3, 20, 60, 2)), within(1e-9));
        assertThat(plan.power(7, 12, 1, 0.2)).isCloseTo(planner.power(new StudySize(3, 7, 12, 1), 0.2), within(1e-9));
    }

    @Property(tries = 15, seed = "20261123")
    void namesAndDirectionDoNotMatter(@ForAll long seed) {
        List<Rating> rows =
                ragged(seed).stream().filter(r -> r.metric().equals("fluency")).toList();
        Ratings renamed = Ratings.of(rows.stream()
                .map(r -> new Rating(
                        "x" + r.candidate(),
                        "" + (9 - r.character().charAt(1)),
                        "z" + r.item(),
                        r.metric(),
                        r.rater() + "-again",
                        r.score()))
                .toList());
        Rubric low = Rubric.builder("low")
                .dimension(Rubric.esrp().dimension("bdc"), Rubric.esrp().metric("fluency"))
                .lowerIsBetter("fluency")
                .build();
        Measure fluent = Measure.metric("fluency");
        assertThat(StudyPlan.of(Analysis.of(PILOT, Rubric.esrp()), fluent).text("zh"))
                .contains("按流畅性计划研究");
        StudyPlan plan = StudyPlan.of(Analysis.of(Ratings.of(rows), Rubric.esrp()), fluent);
        StudyPlan other = StudyPlan.of(Analysis.of(renamed, low), fluent);
        for (Effect effect : plan.components().estimated()) {
            assertThat(other.components().raw(effect))
                    .isCloseTo(plan.components().raw(effect), within(1e-9));
        }
        assertThat(other.components().mean()).isCloseTo(6 - plan.components().mean(), within(1e-9));
    }

    @Property(tries = 8, seed = "20261123")
    void moreOfAnythingFindsNoLessAndTheCheapestFindsWhatWasAsked(@ForAll long seed) {
        StudyPlan plan = StudyPlan.of(Ratings.of(ragged(seed)), Rubric.esrp())
                .withCandidates(6, 1)
                .withAtMost(40, 60, 3);
        double now = plan.detectable(10, 20, 2);
        assertThat(plan.detectable(20, 20, 2)).isLessThanOrEqualTo(now + 1e-9);
        assertThat(plan.detectable(10, 40, 2)).isLessThanOrEqualTo(now + 1e-9);
        assertThat(plan.detectable(10, 20, 4)).isLessThanOrEqualTo(now + 1e-9);
        assertThat(plan.power(10, 20, 2, now)).isCloseTo(0.8, within(1e-6));
        StudyPlan.Cheapest cheapest = plan.cheapest(now);
        StudySize size = cheapest.size().orElseThrow();
        assertThat(cheapest.reason()).isEmpty();
        assertThat(cheapest.price())
                .isLessThanOrEqualTo(plan.price(10, 20, 2))
                .isEqualTo(plan.price(size.characters(), size.scenarios(), size.raters()));
        assertThat(plan.power(size.characters(), size.scenarios(), size.raters(), now))
                .isGreaterThanOrEqualTo(0.8 - 1e-9);
    }

    @Test
    void pricesOfACharacterBecomePricesOfADialogue() {
        StudyPrices prices = StudyPrices.chatAnime();
        assertThat(List.of(prices.perDialogueWritten(), prices.perDialogueRated(), prices.perPersonRecruited()))
                .containsExactly(10.0, 1.0, 80.0);
        StudyPlan plan = StudyPlan.of(PILOT, Rubric.esrp()).withCandidates(6, 1);
        // 20 characters written at 600 RMB, rated twice at 360 RMB, by 40 people recruited at 80 RMB.
        assertThat(plan.price(20, 60, 2)).isCloseTo(20 * 600 + 40 * 360 + 40 * 80, within(1e-6));
        StudyPlan dollars = StudyPlan.of(PILOT, Rubric.esrp()).with(new StudyPrices("USD", 0, 30, 12, 0, 10, 3));
        assertThat(dollars.price(10, 10, 1)).isCloseTo(10 * 12, within(1e-9));
        assertThat(dollars.toString().replace('\n', ' '))
                .contains(
                        "price in USD", "none of them paid for writing", "0.4 USD per dialogue rated, 0 USD per rater");
        assertThatThrownBy(() -> new StudyPrices("RMB", 80, 600, 360, 1.5, 0, 6))
                .hasMessageContaining("scenarios: 0");
        assertThatThrownBy(() -> prices.of(new StudySize(2, 2, 2, 1), 3)).hasMessageContaining("writers: 3");
    }

    @Test
    void oneRaterADialogueIsPlannedForWithCaution() {
        Ratings single = PILOT.where(r -> Integer.parseInt(r.rater().substring(5)) % 2 == 0);
        StudyPlan plan = StudyPlan.of(single, Rubric.esrp());
        assertThat(plan.components().merged()).containsEntry(Effect.DIALOGUE, Effect.RESIDUAL);
        assertThat(plan.detectable(20, 60, 5)).isEqualTo(plan.detectable(20, 60, 1));
        assertThat(plan.detectable(20, 60, 1))
                .isCloseTo(StudyPlanner.of(plan.components()).detectable(new StudySize(3, 20, 60, 1)), within(1e-12));
        assertThat(plan.notes())
                .extracting(Finding::code)
                .contains(StudyCode.ONE_RATER_PER_DIALOGUE, StudyCode.ONE_RATER_PER_CHARACTER);
        assertThat(plan.toString()).contains("counted as residual");
    }

    @Test
    void notesSayWhatThePilotCouldNotTell() {
        assertThat(StudyPlan.of(PILOT, Rubric.esrp()).notes())
                .extracting(Finding::toString)
                .anyMatch(note -> note.startsWith("SIMULATED"))
                .contains("Variances from 8 characters are rough, and so is this plan.");
        Ratings model = Ratings.of(Fixtures.study(12, 4).judge("j", 0, 0.2).stream()
                .map(r -> new Rating(r.candidate(), r.character(), r.item(), r.metric(), "model:j", r.score()))
                .toList());
        assertThat(StudyPlan.of(model, Rubric.esrp()).notes())
                .extracting(Finding::toString)
                .contains("The pilot has ratings of models; people vary otherwise.")
                .contains("One rater rated everything: how much other raters differ is not in the plan.")
                .noneMatch(note -> note.startsWith("SIMULATED") || note.startsWith("Variances"));
        List<Rating> rows = new ArrayList<>(PILOT.stream().toList());
        rows.removeIf(r -> r.metric().equals("fluency")
                && r.item().equals("3")
                && r.character().equals("c1"));
        StudyPlan gaps = StudyPlan.of(Ratings.of(rows), Rubric.esrp());
        assertThat(gaps.forms()).isEqualTo(3 * 8 * 10 * 2 - 6);
        assertThat(gaps.notes()).extracting(Finding::toString).contains("Left out, as they lack a metric: 6 forms.");
    }

    @Test
    void aStudyThatCannotBeIsExplained() {
        StudyPlan plan = StudyPlan.of(PILOT, Rubric.esrp()).withAtMost(3, 5, 1).withDifferences(0.01);
        StudyPlan.Cheapest none = plan.cheapest(0.01);
        assertThat(none.size()).isEmpty();
        assertThat(none.price()).isNaN();
        assertThat(none.detectable()).isEqualTo(plan.detectable(3, 5, 1)).isGreaterThan(0.01);
        assertThat(none.reason().orElseThrow().code()).isEqualTo(StudyCode.NOT_FOUND);
        assertThat(plan.toString()).contains("A difference of 0.010 is not found with power 0.80");
    }

    @Test
    void whatCannotBePlannedIsRefused() {
        assertThatThrownBy(() -> StudyPlan.of(Analysis.of(PILOT, Rubric.esrp()), Measure.metric("diversity")))
                .hasMessageContaining("batches, which have no scenario");
        assertThatThrownBy(() -> StudyPlan.of(PILOT.where(Column.CANDIDATE, "beta"), Rubric.esrp()))
                .hasMessageContaining("pilot: has 1 candidate, 8 characters and 10 scenarios");
        assertThatThrownBy(() -> StudyPlan.of(PILOT.where(Column.CHARACTER, "c1"), Rubric.esrp()))
                .hasMessageContaining("1 character ");
        assertThatThrownBy(() -> StudyPlan.of(PILOT.where(Column.METRIC, "fluency"), Rubric.esrp()))
                .hasMessageContaining("pilot: has no rating on consistency");
        assertThatThrownBy(() -> StudyPlan.of(PILOT, Rubric.esrp().only("fluency")))
                .hasMessageContaining("pilot: metric \"");
        StudyPlan settings = StudyPlan.of(PILOT, Rubric.esrp());
        assertThatThrownBy(() -> settings.withAlpha(0)).hasMessageContaining("alpha: 0.0");
        assertThatThrownBy(() -> settings.withPower(0.2)).hasMessageContaining("power: 0.2");
        assertThatThrownBy(() -> settings.withCandidates(2, 3)).hasMessageContaining("paidWriters: 3");
        assertThatThrownBy(() -> settings.withSize(1, 9, 9)).hasMessageContaining("characters: 1");
        assertThatThrownBy(() -> settings.withAtMost(9, 9, 0)).hasMessageContaining("raters: 0");
        assertThatThrownBy(() -> settings.withDifferences()).hasMessageContaining("at least one");
        assertThatThrownBy(() -> settings.withDifferences(0.1, -0.1)).hasMessageContaining("-0.1");
    }

    @Test
    void printsWithin80ColumnsWhatAStudyOwnerUnderstands() {
        StudyPlan plan = StudyPlan.of(PILOT, Rubric.esrp())
                .withCandidates(6, 1)
                .withSize(20, 60, 2)
                .withDifferences(0.2, 0.1);
        assertThat(plan.toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
        assertThat(plan.toString().replace('\n', ' '))
                .contains("With 20 characters, 60 scenarios and 2 raters per character a true difference of ")
                .contains("is found with 80% probability")
                .contains("The cheapest study that finds 0.10 has ")
                .contains(
                        "6 candidates, 1 of them people at 10 RMB per dialogue written; 1 RMB per dialogue rated, 80 RMB per rater")
                .contains("For all 15 pairs set alpha 0.00333", "SIMULATED")
                .contains("cancels in differences");
        assertThat(plan.dataHash()).isEqualTo(PILOT.hash());
    }
}
