package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import esrp.core.internal.TextWidth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnalysisTest {
    private static final SimulatedStudy STUDY = Fixtures.study(5, 6);
    private static final Ratings RATINGS = STUDY.ratings();
    private static final Analysis ANALYSIS = Analysis.of(RATINGS, Rubric.esrp());

    private static Rating fluency(String item, String rater, int score) {
        return new Rating("a", "c1", item, "fluency", rater, score);
    }

    private static List<Result> results() {
        return List.of(
                ANALYSIS.leaderboard(),
                ANALYSIS.comparison(),
                ANALYSIS.breakdown(Grouping.byCharacter()),
                ANALYSIS.breakdown(Grouping.byCharacter(), Analysis::agreement),
                ANALYSIS.agreement(),
                ANALYSIS.shortlist(Shortlist.Options.best(1)),
                ANALYSIS.judgeValidation(STUDY.judge("j", 0.1, 0.3)),
                ANALYSIS.predictionPowered(STUDY.judge("j", 0.1, 0.3)),
                ReleaseGate.superiority(0).check(ANALYSIS, "alpha", "beta"));
    }

    @Test
    void copiesThatChangeNoCountsShareThem() {
        Analysis analysis = Analysis.of(RATINGS, Rubric.esrp());
        Analysis copy = analysis.withUnit(Unit.SCENARIO).withLevel(0.9).withNames(Map.of("alpha", "A"));
        assertThat(copy.estimates(Analysis.Items.ALL).table).isSameAs(analysis.estimates(Analysis.Items.ALL).table);
        assertThat(copy.estimates(Analysis.Items.COMMON).table)
                .isSameAs(analysis.estimates(Analysis.Items.COMMON).table);
        assertThat(analysis.withDuplicates(Analysis.Duplicates.FIRST).estimates(Analysis.Items.ALL).table)
                .isNotSameAs(analysis.estimates(Analysis.Items.ALL).table);
    }

    @Test
    void anyResultCanBeBrokenDown() {
        Breakdown<Comparison> byCharacter = ANALYSIS.withLevel(0.90)
                .breakdown(Grouping.byCharacter(), a -> a.comparison(Measure.metric("fluency")));
        assertThat(byCharacter.groups()).hasSize(5);
        Ratings own = RATINGS.where(r -> r.character().equals("c2"));
        assertThat(byCharacter.group("c2"))
                .hasToString(Analysis.of(own, Rubric.esrp())
                        .withLevel(0.90)
                        .comparison(Measure.metric("fluency"))
                        .toString());
        assertThat(byCharacter.all().level()).isEqualTo(0.90);
        assertThat(byCharacter.tables()).hasSize(2 * 6);
        assertThat(byCharacter.tables().get(0).title().in("en")).startsWith("c1: ");
    }

    @Test
    void aGroupWhoseResultCannotBeMadeLeavesTheOthers() {
        Ratings alone = Ratings.of(List.of(
                new Rating("a", "c1", "1", "fluency", "person:x", 4),
                new Rating("b", "c1", "1", "fluency", "person:x", 3),
                new Rating("a", "c2", "1", "fluency", "person:x", 4)));
        String reason = "Group c2 has no result: By Fluency, 1 candidate has a value; a comparison needs two.";
        Breakdown<Comparison> breakdown = Analysis.of(alone, Rubric.esrp())
                .breakdown(Grouping.byCharacter(), a -> a.comparison(Measure.metric("fluency")));
        assertThat(breakdown.groups()).containsOnlyKeys("c1");
        assertThat(breakdown.failed()).containsOnlyKeys("c2");
        assertThat(breakdown.failed().get("c2")).hasToString(reason);
        assertThat(breakdown.notes()).extracting(Object::toString).contains(reason);
        assertThat(breakdown.toString()).contains("Group c2 has no result");
        assertThatThrownBy(() -> breakdown.group("c2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group: " + reason);
        assertThatThrownBy(
                        () -> Analysis.of(Ratings.of(List.of()), Rubric.esrp()).comparison())
                .hasMessageContaining("0 candidates have a value");
    }

    @Test
    void aLevelIsThatOfTheAnalysisWhereverItIsSaid() {
        Comparison comparison = ANALYSIS.withLevel(0.90).comparison();
        assertThat(comparison.toString())
                .contains("Holm-adjusted, 10%", "90% interval", "90% t intervals")
                .doesNotContain("95%", "(Holm-adjusted, 5%)");
        assertThat(comparison.text("zh")).contains("10% 水平").doesNotContain("95%");
    }

    @Test
    void labelsAreOneForEachThingAndWhatHasNoneIsAFinding() {
        Ratings three = Ratings.of(List.of(
                fluency("1", "person:x", 4),
                fluency("1", "person:y", 4),
                fluency("1", "person:z", 1),
                fluency("2", "person:x", 2),
                fluency("2", "person:y", 3)));
        Analysis analysis = Analysis.of(three, Rubric.esrp());
        Ratings majority = analysis.labels(HumanLabel.MAJORITY);
        assertThat(majority.stream()).containsExactly(fluency("1", "person:majority", 4));
        assertThat(majority.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(AnalysisCode.UNDECIDED_LABEL);
            assertThat(finding.place().coordinate("item")).contains("2");
        });
        assertThat(analysis.labels(HumanLabel.ROUNDED_MEAN).stream())
                .containsExactly(fluency("1", "person:rounded-mean", 3), fluency("2", "person:rounded-mean", 2));
        assertThat(analysis.labels(HumanLabel.EACH_RATER).hash()).isEqualTo(three.hash());
        assertThat(ANALYSIS.labels(HumanLabel.MAJORITY).simulated()).isTrue();
    }

    @Test
    void everyResultPrintsExactlyItsTablesAndNotesWithin80ColumnsInEveryLanguage() {
        for (Result result : results()) {
            assertThat(result).hasToString(result.text("en"));
            for (String language : Languages.shipped()) {
                String text = result.text(language);
                assertThat(text.lines()).allMatch(line -> TextWidth.of(line) <= TextWidth.COLUMNS);
                for (Table table : result.tables()) {
                    assertThat(text).contains(table.as(TableFormat.text(), language));
                }
                for (Finding note : result.notes()) {
                    assertThat(text.replace("\n", "").replace(" ", ""))
                            .contains(note.in(language).replace(" ", ""));
                }
            }
            assertThat(result.notes()).extracting(Finding::code).contains(AnalysisCode.SIMULATED);
        }
    }

    @Test
    void noDimensionIsDroppedAndALowerIsBetterColumnIsMarked() {
        Metric like = Metric.esrp().get(0);
        Rubric.Builder builder = Rubric.builder("seven");
        for (int i = 1; i <= 7; i++) {
            String id = "attribute" + i;
            builder.dimension(
                    new Dimension(id, LocalizedText.same("Attribute number " + i)),
                    new Metric(
                            "metric" + i,
                            LocalizedText.same("Metric number " + i),
                            id,
                            like.definition(),
                            like.question(),
                            like.anchors(),
                            like.scale(),
                            like.target(),
                            List.of()));
        }
        Rubric rubric = builder.lowerIsBetter("metric7").build();
        Ratings.Builder ratings = Ratings.builder(rubric.metrics());
        for (int i = 1; i <= 7; i++) {
            for (String candidate :
                    List.of("Meta-Llama-3-8B-Instruct-long-name-a", "Meta-Llama-3-8B-Instruct-long-name-b")) {
                ratings.add(candidate, "c1", "1", "metric" + i, "person:x", candidate.endsWith("a") ? 4 : 3);
            }
        }
        Leaderboard board = Leaderboard.of(ratings.build(), rubric);
        String text = board.toString();
        for (int i = 1; i <= 7; i++) {
            assertThat(text).contains("Attribute number " + i, "Metric number " + i);
        }
        assertThat(text).contains("Metric number 7 ↓", "↓ lower is better");
        List<String> first = board.tables().get(0).toString().lines().toList();
        assertThat(first.get(2)).isNotEqualTo(first.get(3));
        assertThat(first.get(2).substring(0, 30)).isNotEqualTo(first.get(3).substring(0, 30));
    }

    @ParameterizedTest
    @EnumSource(AnalysisCode.class)
    void everyCodeHasASentenceInEveryLanguage(AnalysisCode code) {
        for (String language : Languages.shipped()) {
            assertThat(Messages.of(code).keys(language)).contains(code.name());
        }
    }
}
