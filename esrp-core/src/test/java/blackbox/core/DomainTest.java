package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import esrp.core.Anchors;
import esrp.core.Character;
import esrp.core.Column;
import esrp.core.Dialogue;
import esrp.core.LevelCounts;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metrics;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Turn;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DomainTest {
    @Test
    void theMetricsAreThoseOfThePaperInItsOrder() {
        assertThat(Metrics.esrp())
                .extracting(Metric::id, Metric::dimension)
                .containsExactly(
                        tuple("consistency", "bdc"),
                        tuple("fluency", "bdc"),
                        tuple("coherence", "bdc"),
                        tuple("character_knowledge", "rpc"),
                        tuple("speaking_style", "rpc"),
                        tuple("behavioral_habits", "rpc"),
                        tuple("emotional_value", "esc"),
                        tuple("experience_sharing", "esc"),
                        tuple("demand_matching", "esc"),
                        tuple("diversity", "diversity"));
        assertThat(Metrics.esrp())
                .filteredOn(metric -> metric.target() == Metric.Target.BATCH)
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Speech Style, speaking_style",
        "SPEAKING-STYLE, speaking_style",
        "说话风格, speaking_style",
        "Cons., consistency",
        "情绪价值, emotional_value",
        "Behavioural Habit, behavioral_habits",
        "Response Diversity, diversity"
    })
    void aMetricIsFoundByIdNameOrAliasInEitherLanguage(String text, String id) {
        assertThat(Metrics.find(Metrics.esrp(), text))
                .get()
                .extracting(Metric::id)
                .isEqualTo(id);
    }

    @Test
    void noNameOfAMetricMeansAnotherOne() {
        for (Metric metric : Metrics.esrp()) {
            assertThat(Metrics.find(Metrics.esrp(), metric.id())).contains(metric);
            for (String alias : metric.aliases()) {
                assertThat(Metrics.esrp().stream().filter(other -> other.isCalled(alias)))
                        .as(alias)
                        .containsExactly(metric);
            }
        }
        assertThat(Metrics.find(Metrics.esrp(), "...")).isEmpty();
    }

    @Test
    void aScaleHasTwoToTwoHundredAndFiftyFiveLevels() {
        Scale scale = new Scale(-1, 2);
        assertThat(scale.levels()).isEqualTo(4);
        assertThat(scale.midpoint()).isEqualTo(0.5);
        assertThat(IntStream.rangeClosed(-1, 2).map(scale::level)).containsExactly(0, 1, 2, 3);
        assertThat(scale.score(3)).isEqualTo(2);
        assertThat(new Scale(0, 254).levels()).isEqualTo(255);
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(0, 255)).withMessageContaining("256 levels");
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(3, 3)).withMessageContaining("1 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scale(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .withMessageContaining("4294967296 levels");
        assertThatIllegalArgumentException().isThrownBy(() -> scale.level(3)).withMessageContaining("3 is outside");
        assertThatIllegalArgumentException().isThrownBy(() -> scale.score(4)).withMessageContaining("outside 0..3");
    }

    @Test
    void levelCountsAreExactAndSayWhatTheyCount() {
        LevelCounts counts = LevelCounts.of(Scale.LIKERT_5, 0, 3, 10, 41, 66);
        assertThat(counts).hasToString("1..5 [0, 3, 10, 41, 66]");
        assertThat(counts.n()).isEqualTo(120);
        assertThat(counts.count(4)).isEqualTo(66);
        assertThat(counts.sum()).isEqualTo(6 + 30 + 164 + 330);
        assertThat(counts.mean()).isEqualTo(530 / 120.0);
        // python3: statistics.variance([2]*3+[3]*10+[4]*41+[5]*66)
        assertThat(counts.variance()).isCloseTo(0.5644257703081232, within(1e-14));
        assertThat(LevelCounts.empty(Scale.LIKERT_5).mean()).isNaN();
        assertThat(LevelCounts.of(Scale.LIKERT_5, 1, 0, 0, 0, 0).variance()).isNaN();
        assertThat(LevelCounts.of(Scale.LIKERT_5, 0, 0, Long.MAX_VALUE / 8, 0, 0)
                        .mean())
                .isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LevelCounts.of(Scale.LIKERT_5, 1, 2))
                .withMessageContaining("2 given, scale 1..5 has 5 levels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LevelCounts.of(Scale.LIKERT_5, 1, -2, 0, 0, 0))
                .withMessageContaining("-2 of score 2 is negative");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> counts.plus(LevelCounts.empty(new Scale(0, 4))))
                .withMessageContaining("scale 0..4");
    }

    @Test
    void aRaterBearsItsKindInItsId() {
        assertThat(Rater.of(Rater.Kind.SIMULATED, "1")).isEqualTo(new Rater("sim:1"));
        assertThat(new Rater("model:gpt-4.1"))
                .extracting(Rater::kind, Rater::name)
                .containsExactly(Rater.Kind.MODEL, "gpt-4.1");
        assertThat(new Rater("r07")).extracting(Rater::kind, Rater::name).containsExactly(Rater.Kind.UNSTATED, "r07");
    }

    @Test
    void aPublishedCharacterIdIsTakenApart() {
        assertThat(Character.of("《进击的巨人》的利威尔·阿克曼"))
                .hasToString("利威尔·阿克曼 (进击的巨人)")
                .extracting(Character::work)
                .isEqualTo(Optional.of("进击的巨人"));
        assertThat(Character.of("《》的x").name()).isEqualTo("《》的x");
        assertThat(Character.of("Holmes").work()).isEmpty();
    }

    @Test
    void lengthIsCountedInCodePointsOfEverythingInTheReply() {
        assertThat(new Turn("q", "好 a。😀\uFE0F\n").replyLength()).isEqualTo(7);
    }

    @Test
    void recordsNameTheComponentThatIsBad() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rating("c", " ", "1", "m", "r", 3))
                .withMessageContaining("character: is blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Dialogue("c", "p", "1", List.of()))
                .withMessageContaining("turns: is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalizedText.of("zh", " "))
                .withMessageContaining("text in en: is blank");
        assertThat(LocalizedText.of("甲", "A").in("fr")).isEqualTo("A");
        assertThat(LocalizedText.same("x").in("zh")).isEqualTo("x");
    }

    private static Metric metric(String id, Scale scale) {
        LocalizedText text = LocalizedText.same(id);
        return new Metric(
                id, text, "d", text, text, new Anchors(text, text, text), scale, Metric.Target.DIALOGUE, List.of());
    }

    @Test
    void aTableHoldsUpTo255Metrics() {
        List<Metric> most = IntStream.range(0, 255)
                .mapToObj(i -> metric("m" + i, new Scale(0, 254)))
                .toList();
        Ratings ratings = Ratings.of(List.of(new Rating("c", "p", "1", "m254", "r", 254)), most);
        assertThat(ratings.rating(0)).isEqualTo(new Rating("c", "p", "1", "m254", "r", 254));
        assertThat(ratings.counts().count(254)).isEqualTo(1);
        List<Metric> more = IntStream.range(0, 256)
                .mapToObj(i -> metric("m" + i, Scale.LIKERT_5))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.builder(more))
                .withMessageContaining("256 given, 1..255 were expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.builder(List.of(more.get(0), more.get(0))))
                .withMessageContaining("\"m0\" is given twice");
    }

    @Test
    void levelsOfDifferentScalesAreNotCountedTogether() {
        List<Metric> metrics = List.of(metric("a", Scale.LIKERT_5), metric("b", new Scale(0, 1)));
        Ratings ratings = Ratings.of(
                List.of(new Rating("c", "p", "1", "a", "r", 3), new Rating("c", "p", "1", "b", "r", 1)), metrics);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratings.countsBy(Column.CANDIDATE))
                .withMessageContaining("metric \"a\" on scale 1..5 and metric \"b\" on scale 0..1 together");
        assertThat(ratings.countsBy(Column.METRIC)).hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratings.countsBy(Column.METRIC, Column.METRIC))
                .withMessageContaining("names a column twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ratings.plus(Ratings.of(List.of(), List.of(metric("a", new Scale(1, 7))))))
                .withMessageContaining("metric \"a\" (scale 1..7) is not the same");
    }

    @Test
    void viewsReachAcrossSegments() {
        Ratings.Builder builder = Ratings.builder(Metrics.esrp());
        int rows = 200_000;
        for (int i = 0; i < rows; i++) {
            builder.add("c", "p", "" + i % 1000, "fluency", i == 150_000 ? "rare" : "r", 1 + i % 5);
        }
        Ratings ratings = builder.build();
        assertThat(ratings.where(Column.RATER, "rare").rating(0).item()).isEqualTo("0");
        Ratings fives = ratings.where(Column.ITEM, "999", "499").where(row -> row.score() == 5);
        assertThat(fives.size()).isEqualTo(400);
        for (int row = 0; row < fives.size(); row++) {
            assertThat(fives.rating(row)).isEqualTo(ratings.rating(row * 500 + 499));
        }
        assertThat(ratings.counts()).isEqualTo(LevelCounts.of(Scale.LIKERT_5, 40_000, 40_000, 40_000, 40_000, 40_000));
        assertThat(fives.footprintBytes()).isLessThan(rows / 8 + 100);
    }
}
