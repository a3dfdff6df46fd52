package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import esrp.core.DatasetFormatException;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.TextWidth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RubricTest {
    private static final Dimension CARE = new Dimension("care", LocalizedText.of("关怀", "Care"));
    private static final Dimension HARM = new Dimension("harm", LocalizedText.of("伤害", "Harm"));

    private static Metric metric(String id, Dimension dimension, Scale scale, String... aliases) {
        LocalizedText text = LocalizedText.same("text of " + id);
        return new Metric(
                id,
                LocalizedText.same(id),
                dimension.id(),
                text,
                text,
                new Metric.Anchors(text, text, text),
                scale,
                Metric.Target.DIALOGUE,
                List.of(aliases));
    }

    private static Rubric careAndHarm() {
        Scale scale = new Scale(0, 10);
        return Rubric.builder("care-and-harm")
                .dimension(CARE, metric("warmth", CARE, scale), metric("patience", CARE, scale))
                .dimension(HARM, metric("insult", HARM, scale))
                .weight("warmth", 3)
                .lowerIsBetter("insult")
                .build();
    }

    @Test
    void esrpHasNineMetricsInThreeDimensionsAndDiversityOutside() {
        Rubric rubric = Rubric.esrp();
        assertThat(rubric.metrics()).hasSize(10);
        assertThat(rubric.averagedMetrics()).hasSize(9);
        assertThat(rubric.averagedDimensions()).extracting(Dimension::id).containsExactly("bdc", "rpc", "esc");
        assertThat(rubric.inAverage("diversity")).isFalse();
        assertThat(rubric.shares().values()).allMatch(share -> Math.abs(share - 1 / 9.0) < 1e-15);
        assertThat(rubric.metrics())
                .allMatch(m -> m.name().byLanguage().keySet().containsAll(List.of("zh", "en"))
                        && m.question().orElseThrow().byLanguage().containsKey("zh"));
        assertThat(rubric.shortName("character_knowledge")).isEqualTo("CK");
    }

    @Test
    void weightsAndDirectionEnterTheSums() {
        Rubric rubric = careAndHarm();
        Map<String, Double> means = Map.of("warmth", 8.0, "patience", 4.0, "insult", 1.0);
        assertThat(rubric.dimensionMean("care", means::get)).isEqualTo(7.0);
        assertThat(rubric.dimensionMean("harm", means::get)).isEqualTo(9.0);
        assertThat(rubric.average(means::get)).isCloseTo((3 * 8 + 4 + 9) / 5.0, within(1e-12));
    }

    @Test
    void dimensionsCanHaveTheSameSay() {
        Scale scale = new Scale(0, 10);
        Rubric rubric = Rubric.builder("r")
                .dimension(CARE, metric("warmth", CARE, scale), metric("patience", CARE, scale))
                .dimension(HARM, metric("insult", HARM, scale))
                .averagingDimensions()
                .dimensionWeight("harm", 3)
                .build();
        assertThat(rubric.average(Map.of("warmth", 2.0, "patience", 4.0, "insult", 7.0)::get))
                .isEqualTo((3 + 3 * 7) / 4.0);
    }

    @Test
    void aMissingPartMakesTheSumMissing() {
        assertThat(careAndHarm().average(id -> id.equals("insult") ? Double.NaN : 5))
                .isNaN();
        assertThat(careAndHarm().dimensionMean("care", id -> id.equals("insult") ? Double.NaN : 5))
                .isEqualTo(5);
    }

    @Test
    void gapsOverlapsAndDuplicatesFailAtConstruction() {
        Metric warmth = metric("warmth", CARE, Scale.LIKERT_5);
        assertThatThrownBy(() -> Rubric.builder("r").dimension(CARE)).hasMessageContaining("has no metric");
        assertThatThrownBy(() -> Rubric.builder("r").dimension(HARM, warmth))
                .hasMessage("metric: \"warmth\" belongs to dimension \"care\", but was put into \"harm\"");
        assertThatThrownBy(() -> Rubric.builder("r").dimension(CARE, warmth, warmth))
                .hasMessageContaining("are both called \"warmth\"");
        assertThatThrownBy(() -> Rubric.builder("r")
                        .dimension(CARE, warmth)
                        .dimension(HARM, metric("cold", HARM, Scale.LIKERT_5, "Warmth")))
                .hasMessageContaining("are both called \"Warmth\"");
        assertThatThrownBy(() -> Rubric.builder("r").dimension(CARE, warmth).dimension(CARE, warmth))
                .hasMessageContaining("\"care\" is there already");
        assertThatThrownBy(() -> Rubric.builder("r")
                        .dimension(CARE, warmth)
                        .outsideAverage("care")
                        .build())
                .hasMessageContaining("no dimension counts in the average");
        Rubric mixed = Rubric.builder("r")
                .dimension(CARE, warmth, metric("speed", CARE, new Scale(0, 100)))
                .build();
        assertThat(mixed.mixesScales()).isTrue();
        assertThat(mixed.commonScale()).isEqualTo(warmth.scale());
        // position 0.25 of 0..100 is 2 on 1..5
        assertThat(mixed.oriented("speed", 25)).isEqualTo(2);
        assertThat(mixed.oriented("warmth", 3.5)).isEqualTo(3.5);
        Rubric percent = Rubric.builder("r")
                .common(new Scale(0, 100))
                .dimension(CARE, warmth, metric("speed", CARE, new Scale(0, 100)))
                .build();
        assertThat(percent.oriented("warmth", 4)).isEqualTo(75);
        assertThatThrownBy(() -> Rubric.builder("r").weight("warmth", 2))
                .hasMessage("no metric \"warmth\"; metrics are []");
        assertThatThrownBy(() -> Rubric.builder("r").dimension(CARE, warmth).weight("warmth", 0))
                .hasMessageContaining("is not a positive number");
        assertThatThrownBy(
                        () -> Rubric.builder("r").name(LocalizedText.same("a")).name(LocalizedText.same("b")))
                .hasMessageContaining("was set to \"a\" already");
        assertThatThrownBy(() -> Rubric.esrp().metric("fluencey"))
                .hasMessageStartingWith("no metric \"fluencey\"; metrics are [consistency, fluency,");
    }

    @Test
    void whatIsWrittenIsReadBack(@TempDir Path folder) {
        for (Rubric rubric : List.of(Rubric.esrp(), careAndHarm())) {
            Path file = folder.resolve(rubric.id() + ".json");
            rubric.write(file);
            assertThat(Rubric.read(file)).isEqualTo(rubric).hasSameHashCodeAs(rubric);
            assertThat(Rubric.read(file)).hasToString(rubric.toString());
        }
    }

    @Test
    void aShortFileIsEnough(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("r.json"), """
            {"rubric": "tiny", "dimensions": [{"id": "care", "metrics": [
              {"id": "warmth", "name": "Warmth", "definition": "d", "question": "q",
               "anchors": {"below": "b", "at": "a", "above": "c"}}]}]}
            """);
        Rubric rubric = Rubric.read(file);
        assertThat(rubric.metric("warmth").scale()).isEqualTo(Scale.LIKERT_5);
        assertThat(rubric.name()).hasToString("tiny");
        assertThat(rubric.average(id -> 4)).isEqualTo(4);
    }

    @Test
    void theHashIsThatOfWhatIsMeasuredAndHowItAddsUp() {
        Scale scale = new Scale(0, 10);
        Rubric turned = Rubric.builder("other-name")
                .dimension(HARM, metric("insult", HARM, scale))
                .dimension(CARE, metric("patience", CARE, scale), metric("warmth", CARE, scale, "warm"))
                .lowerIsBetter("insult")
                .weight("warmth", 3)
                .build();
        assertThat(turned.hash()).isEqualTo(careAndHarm().hash()).matches("[0-9a-f]{64}");
        Rubric otherDirection = Rubric.builder("care-and-harm")
                .dimension(CARE, metric("warmth", CARE, scale), metric("patience", CARE, scale))
                .dimension(HARM, metric("insult", HARM, scale))
                .weight("warmth", 3)
                .build();
        assertThat(otherDirection.hash()).isNotEqualTo(careAndHarm().hash());
        assertThat(Rubric.esrp().only("fluency").hash())
                .isNotEqualTo(Rubric.esrp().hash());
    }

    @Test
    void aFaultyFileIsAnsweredWithThePlace(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.json");
        Files.writeString(file, "{\"rubric\": \"r\",\n \"dimension\": []}");
        assertThatThrownBy(() -> Rubric.read(file))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(
                        "/dimension: \"dimension\" is none of rubric, name, averaging, common, dimensions, metrics");
        Files.writeString(file, "{\"rubric\": \"r\", \"dimensions\": [{\"id\": \"care\", \"metrics\": []}]}");
        assertThatThrownBy(() -> Rubric.read(file))
                .hasMessageContaining("/dimensions/0: dimension: \"care\" has no metric");
        Files.writeString(file, "{\"rubric\": \"r\", \"rubric\": \"s\"}");
        assertThatThrownBy(() -> Rubric.read(file)).hasMessageContaining("Duplicate field 'rubric'");
        Files.writeString(file, "");
        assertThatThrownBy(() -> Rubric.read(file)).hasMessageContaining("is empty");
        Files.writeString(file, "{\"rubric\": \"r\", \"averaging\": \"median\", \"dimensions\": []}");
        assertThatThrownBy(() -> Rubric.read(file)).hasMessageContaining("\"median\" is none of metrics, dimensions");
    }

    @Test
    void onlyKeepsWeightsAndDropsEmptyDimensions() {
        Rubric some = careAndHarm().only("warmth", "patience");
        assertThat(some.dimensions()).containsExactly(CARE);
        assertThat(some.weight("warmth")).isEqualTo(3);
        assertThat(Rubric.esrp()
                        .only(Rubric.esrp().metrics().stream().map(Metric::id).toArray(String[]::new)))
                .isSameAs(Rubric.esrp());
    }

    @Test
    void onlyMetricsOutsideTheAverageMakeTheAverageAlone() {
        Rubric diversity = Rubric.esrp().only("diversity");
        assertThat(diversity.averagedMetrics()).extracting(Metric::id).containsExactly("diversity");
    }

    @Test
    void aMetricNeedsAnIdAndMayHaveNothingElse(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("r.json");
        Files.writeString(file, "// mine\n{\"rubric\": \"r\", \"metrics\": [{\"id\": \"warmth\"}]} // the end\n");
        Rubric rubric = Rubric.read(file);
        Metric warmth = rubric.metric("warmth");
        assertThat(warmth).isEqualTo(Metric.of("warmth", LocalizedText.same("warmth"), "r", Scale.LIKERT_5));
        assertThat(warmth.hash())
                .isNotEqualTo(Metric.of("warmth", LocalizedText.same("x"), "r", Scale.LIKERT_5)
                        .hash());
        assertThatThrownBy(warmth::described)
                .hasMessage(
                        "metric: \"warmth\" has no definition, no question, no anchors, which raters who are asked must"
                                + " see; add them to the rubric");
        Path copy = folder.resolve("copy.json");
        rubric.write(copy);
        assertThat(Rubric.read(copy)).isEqualTo(rubric);
        assertThat(Leaderboard.of(
                                Ratings.of(
                                        List.of(new Rating("a", "c", "1", "warmth", "person:x", 4)), rubric.metrics()),
                                rubric)
                        .row("a")
                        .average())
                .isEqualTo(4);
    }

    @Test
    void otherBenchmarksShipAsExamples() {
        assertThat(Rubric.example("character-eval").metrics()).hasSize(13);
        assertThat(Rubric.example("character-eval").averagedMetrics())
                .hasSize(12)
                .allMatch(metric -> metric.scale().equals(Scale.LIKERT_5));
        assertThat(Rubric.example("esc-eval").metrics())
                .hasSize(7)
                .allMatch(metric -> metric.scale().equals(new Scale(0, 4)));
        assertThat(Rubric.example("mt-bench").metrics())
                .singleElement()
                .matches(metric -> metric.scale().equals(new Scale(1, 10, 0.5)));
        assertThat(Rubric.examples())
                .allSatisfy(name -> assertThat(Rubric.example(name).id()).isEqualTo(name));
        assertThatThrownBy(() -> Rubric.example("x")).hasMessageContaining("character-eval");
    }

    @Test
    void printsWithin80Columns() {
        assertThat(Rubric.esrp().toString().lines()).allMatch(line -> TextWidth.of(line) <= 80);
    }

    @Test
    void metricsMayBeCalledAsColumnsAre() {
        Scale scale = new Scale(1, 5);
        Rubric rubric = Rubric.builder("r")
                .dimension(CARE, metric("average", CARE, scale), metric("dimension_care", CARE, scale))
                .dimension(HARM, metric("rank", HARM, scale), metric("candidate", HARM, scale))
                .build();
        List<Rating> rows = rubric.metrics().stream()
                .map(metric -> new Rating("a", "c1", "1", metric.id(), "person:x", 4))
                .toList();
        Leaderboard board = Leaderboard.of(Ratings.of(rows, rubric.metrics()), rubric);
        assertThat(board.tables()).hasSize(2);
        assertThat(board.tables().get(1).heads())
                .extracting(Table.Head::key)
                .contains("mean.average", "average", "dimension.care", "mean.rank", "rank");
    }

    @Test
    void shortNamesStayDistinct() {
        Scale scale = new Scale(1, 5);
        Rubric rubric = Rubric.builder("r")
                .dimension(
                        CARE,
                        metric("m_attribute_one", CARE, scale),
                        metric("m_attribute_two", CARE, scale),
                        metric("emotional_support", CARE, scale, "ES"),
                        metric("another_long_name", CARE, scale),
                        metric("warmth", CARE, scale))
                .build();
        assertThat(rubric.metrics())
                .extracting(metric -> rubric.shortName(metric.id()))
                .containsExactly("m_attribute_one", "m_attribute_two", "ES", "another_long", "warmth");
    }

    @Test
    void anotherScaleLeavesEverythingElse() {
        Rubric halves = Rubric.esrp().withScale(new Scale(1, 5, 0.5));
        assertThat(halves.metrics()).allMatch(metric -> metric.scale().equals(new Scale(1, 5, 0.5)));
        assertThat(halves.shares()).isEqualTo(Rubric.esrp().shares());
        assertThat(halves.withScale(Scale.LIKERT_5)).isEqualTo(Rubric.esrp());
    }

    /** Two dimensions of three metrics and one, one of which is far wider than the others. */
    private static Rubric.Builder wide(String id) {
        return Rubric.builder(id)
                .dimension(
                        CARE,
                        metric("warmth", CARE, Scale.LIKERT_5),
                        metric("patience", CARE, Scale.LIKERT_5),
                        metric("speed", CARE, new Scale(0, 100), "swift_feet", "swift", "s"))
                .dimension(HARM, metric("insulting_remarks", HARM, Scale.LIKERT_5));
    }

    @Test
    void averagesAreSumsOfShares() {
        Rubric weighted =
                wide("r").weight("warmth", 3).lowerIsBetter("insulting_remarks").build();
        Map<String, Double> means = Map.of("warmth", 4.0, "patience", 2.0, "speed", 25.0, "insulting_remarks", 5.0);
        java.util.function.ToDoubleFunction<String> mean = id -> means.getOrDefault(id, Double.NaN);
        double expected = weighted.shares().entrySet().stream()
                .mapToDouble(share -> share.getValue()
                        * switch (share.getKey()) {
                            case "warmth" -> 4.0;
                            case "patience", "speed" -> 2.0; // a quarter of 0..100 is 2 on 1..5
                            default -> 1.0; // 5 turned
                        })
                .sum();
        assertThat(weighted.average(mean)).isCloseTo(expected, within(1e-12));
        assertThat(weighted.dimensionMean("care", mean)).isCloseTo((3 * 4 + 2 + 2) / 5.0, within(1e-12));
        assertThat(wide("r").build().dimensionMean("care", mean)).isEqualTo((4 + 2 + 2) / 3.0);
    }

    /** A metric is mapped where an average holds it together with another scale, and nowhere else. */
    @Test
    void scalesAreMappedWhereTheyMeet() {
        assertThat(wide("r").build().oriented("speed", 50)).isEqualTo(3);
        assertThat(careAndHarm().mixesScales()).isFalse();
        assertThat(careAndHarm().oriented("warmth", 7)).isEqualTo(7);
        // Alone in a dimension outside the average, it meets no other scale.
        Rubric apart = Rubric.builder("r")
                .dimension(CARE, metric("warmth", CARE, Scale.LIKERT_5), metric("patience", CARE, Scale.LIKERT_5))
                .dimension(HARM, metric("pace", HARM, new Scale(0, 100)))
                .outsideAverage("harm")
                .build();
        assertThat(apart.mixesScales()).isFalse();
        assertThat(apart.oriented("pace", 50)).isEqualTo(50);
        // Together with another scale in such a dimension, it does.
        Rubric both = Rubric.builder("r")
                .dimension(CARE, metric("warmth", CARE, Scale.LIKERT_5))
                .dimension(HARM, metric("pace", HARM, new Scale(0, 100)), metric("insult", HARM, Scale.LIKERT_5))
                .outsideAverage("harm")
                .build();
        assertThat(both.mixesScales()).isTrue();
        assertThat(both.oriented("pace", 50)).isEqualTo(3);
        // One scale throughout is not mapped onto a declared other one.
        Rubric declared = Rubric.builder("r")
                .common(new Scale(0, 100))
                .dimension(CARE, metric("warmth", CARE, Scale.LIKERT_5), metric("patience", CARE, Scale.LIKERT_5))
                .build();
        assertThat(declared.mixesScales()).isFalse();
        assertThat(declared.oriented("warmth", 4)).isEqualTo(4);
    }

    @Test
    void shortNamesAreTheFirstShortAliasOrTheStartOfTheId() {
        Rubric rubric = wide("r").build();
        assertThat(rubric.shortName("speed")).isEqualTo("swift"); // the first alias is too long
        assertThat(rubric.shortName("insulting_remarks")).isEqualTo("insulting_re");
        assertThat(rubric.shortName("patience")).isEqualTo("patience");
        Rubric edge = Rubric.builder("r")
                .dimension(
                        CARE,
                        metric("exactly12abc", CARE, Scale.LIKERT_5, "seven77"),
                        metric("other", CARE, Scale.LIKERT_5, "sixsix"))
                .build();
        assertThat(edge.shortName("exactly12abc")).isEqualTo("exactly12abc");
        assertThat(edge.shortName("other")).isEqualTo("sixsix");
    }

    @Test
    void aPartOfARubricKeepsWeightsScaleAndAveraging() {
        Rubric part = wide("r")
                .common(new Scale(0, 10))
                .averagingDimensions()
                .dimensionWeight("harm", 4)
                .weight("warmth", 3)
                .build()
                .only("warmth", "speed", "insulting_remarks");
        assertThat(part.id()).isEqualTo("r (some)");
        assertThat(part.averagesDimensions()).isTrue();
        assertThat(part.dimensionWeight("harm")).isEqualTo(4);
        assertThat(part.weight("warmth")).isEqualTo(3);
        assertThat(part.commonScale()).isEqualTo(new Scale(0, 10));
        assertThat(part.shares().get("insulting_remarks")).isCloseTo(0.8, within(1e-12));
        assertThat(part.only("warmth", "speed").id()).isEqualTo("r (some)");
        assertThat(part.only("warmth", "speed").commonScale()).isEqualTo(new Scale(0, 10));
    }

    /** Everything that changes a number changes the hash and equality; what changes none does not change the hash. */
    @Test
    void equalityAndHashFollowWhatCounts(@TempDir Path folder) {
        Rubric rubric = wide("r").build();
        Rubric again = wide("r").build();
        assertThat(rubric).isEqualTo(again).hasSameHashCodeAs(again);
        assertThat(rubric.hash()).isEqualTo(again.hash());
        assertThat(rubric).isNotEqualTo(null);
        List<Rubric> others = List.of(
                wide("r").weight("warmth", 2).build(),
                wide("r").lowerIsBetter("warmth").build(),
                wide("r").outsideAverage("harm").build(),
                wide("r").common(new Scale(0, 10)).build(),
                wide("r").dimensionWeight("care", 2).build(),
                wide("r").averagingDimensions().build());
        assertThat(others).allSatisfy(other -> {
            assertThat(other).isNotEqualTo(rubric);
            assertThat(other.hash()).isNotEqualTo(rubric.hash());
            Path file = folder.resolve("rubric.json");
            other.write(file);
            assertThat(Rubric.read(file)).isEqualTo(other);
        });
        assertThat(others.stream().map(Rubric::hash)).doesNotHaveDuplicates();
        assertThat(wide("other").build()).isNotEqualTo(rubric);
        assertThat(wide("other").build().hashCode()).isNotEqualTo(rubric.hashCode());
        // A common scale that nothing is mapped onto changes no number.
        Rubric one = Rubric.builder("r")
                .dimension(HARM, metric("insult", HARM, Scale.LIKERT_5))
                .build();
        Rubric declared = Rubric.builder("r")
                .common(new Scale(0, 10))
                .dimension(HARM, metric("insult", HARM, Scale.LIKERT_5))
                .build();
        assertThat(declared.hash()).isEqualTo(one.hash());
    }

    @Test
    void theTableMarksWhereLowerIsBetter() {
        Table table = careAndHarm().table();
        assertThat(table.rows().stream()
                        .map(row -> ((Table.Cell.Text) row.get(4)).text().in("en")))
                .containsExactly("0..10", "0..10", "0..10 ↓");
        assertThat(careAndHarm()).hasToString(table.toString());
        assertThat(Rubric.examples())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(Rubric.example(name)).isNotNull());
        for (double wrong : new double[] {0, -1, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThatThrownBy(() -> wide("r").weight("warmth", wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
