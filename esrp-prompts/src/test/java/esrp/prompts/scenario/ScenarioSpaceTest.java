package esrp.prompts.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScenarioSpaceTest {
    private static final ScenarioSpace SPACE = ScenarioSpace.chatAnime();

    @Test
    void thePapersSpaceHas288Questions() {
        assertThat(SPACE.personas())
                .hasSize(4)
                .allMatch(persona -> persona.locations().size() == 4);
        assertThat(SPACE.emotions()).hasSize(9);
        assertThat(SPACE.cells()).hasSize(144).doesNotHaveDuplicates();
        assertThat(SPACE.questions()).isEqualTo(288);
        assertThat(SPACE.withEvents(3).questions()).isEqualTo(432);
        assertThat(SPACE).hasToString("4 personas, 16 places, 9 emotions, 2 events each: 288 questions");
    }

    @Test
    void itSaysWhatThePaperNamesAndWhatIsOurs() {
        assertThat(SPACE.personas()).allMatch(persona -> persona.fromPaper());
        assertThat(SPACE.personas())
                .allMatch(persona -> persona.locations().stream()
                                .filter(place -> place.fromPaper())
                                .count()
                        == 2);
        assertThat(SPACE.emotions().stream().filter(one -> one.fromPaper()).map(ScenarioSpace.Value::id))
                .containsExactly("angry", "lonely", "depressed", "surprised", "anxious", "happy");
    }

    @Test
    void nearDuplicatesAreFound() {
        List<Scenario> scenarios = List.of(
                Scenario.of("1", "今天的数学考试太难了，我好难过。"),
                Scenario.of("2", "猫把花瓶打碎了！"),
                Scenario.of("3", "今天的数学考试太难了，我很难过！"),
                Scenario.of("4", "今天的数学考试太难了 我好难过"));
        assertThat(new NearDuplicates(0.5).find(scenarios)).hasSize(3).contains(new NearDuplicates.Pair(0, 3, 1));
        assertThat(new NearDuplicates(0.99).find(scenarios)).hasSize(1);
        assertThat(similarity("", "！")).isZero();
        assertThatThrownBy(() -> new NearDuplicates(0)).hasMessageContaining("(0, 1]");
    }

    private static double similarity(String a, String b) {
        return NearDuplicates.jaccard(NearDuplicates.ngrams(a), NearDuplicates.ngrams(b));
    }

    @Test
    void theIndexFindsWhatComparingEveryPairFinds() {
        List<Scenario> scenarios = scenarios();
        NearDuplicates finder = new NearDuplicates(0.3);
        int slow = 0;
        for (int i = 0; i < scenarios.size(); i++) {
            for (int j = i + 1; j < scenarios.size(); j++) {
                slow += similarity(
                                        scenarios.get(i).openingQuestion(),
                                        scenarios.get(j).openingQuestion())
                                >= 0.3
                        ? 1
                        : 0;
            }
        }
        assertThat(slow).isPositive();
        assertThat(finder.find(scenarios)).hasSize(slow);
    }

    @Test
    void sixtyOf288AreSpreadEvenly() {
        List<Scenario> chosen = RepresentativeSubset.choose(scenarios(), 60, 0);
        assertThat(chosen).hasSize(60).doesNotHaveDuplicates();
        assertThat(counts(chosen.stream().map(one -> one.persona().orElseThrow())))
                .hasSize(4)
                .containsOnly(15L);
        assertThat(counts(chosen.stream()
                        .map(one -> one.persona().orElseThrow() + one.location().orElseThrow())))
                .hasSize(16)
                .allMatch(count -> count == 3 || count == 4);
        assertThat(counts(chosen.stream().map(one -> one.emotion().orElseThrow())))
                .hasSize(9)
                .allMatch(count -> count >= 5 && count <= 8);
        assertThat(RepresentativeSubset.choose(scenarios(), 60, 0)).isEqualTo(chosen);
        assertThat(RepresentativeSubset.choose(scenarios(), 60, 1)).isNotEqualTo(chosen);
        assertThat(RepresentativeSubset.choose(scenarios(), 288, 0)).isEqualTo(scenarios());
        assertThatThrownBy(() -> RepresentativeSubset.choose(scenarios(), 289, 0))
                .hasMessageContaining("0..288");
    }

    private static List<Long> counts(Stream<String> values) {
        return List.copyOf(values.collect(Collectors.groupingBy(value -> value, Collectors.counting()))
                .values());
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>();
        for (ScenarioSpace.Cell cell : SPACE.cells()) {
            for (int event = 1; event <= SPACE.events(); event++) {
                String question = cell.emotion().name().in("zh") + "地待在"
                        + cell.location().name().in("zh") + "，第" + event + "件事";
                all.add(Scenario.of(cell.id() + "/" + event, question)
                        .withPersona(cell.persona().id())
                        .withLocation(cell.location().id())
                        .withEmotion(cell.emotion().id()));
            }
        }
        return all;
    }
}
