package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Ratings;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.stats.MarginTest.Verdict;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A release gate in a test: two lines. */
class ReleaseGateTest {
    /** Where a project would read the ratings of its last run. */
    private static Ratings ratings(double next, double current) {
        List<String> characters =
                IntStream.rangeClosed(1, 20).mapToObj(i -> "c" + i).toList();
        List<String> scenarios =
                IntStream.rangeClosed(1, 10).mapToObj(String::valueOf).toList();
        Rubric warmth = Rubric.esrp().only("emotional_value");
        return SimulatedStudy.of(
                        warmth,
                        Map.of("next", Map.of("emotional_value", next), "current", Map.of("emotional_value", current)),
                        characters,
                        scenarios)
                .ratings();
    }

    private static final Rubric RUBRIC = Rubric.esrp().only("emotional_value");

    @Test
    void nextIsNotWorseThanCurrent() {
        ReleaseGate gate = ReleaseGate.nonInferiority(0.15);
        gate.check(ratings(4.3, 4.0), RUBRIC, "next", "current").assertPassed();
    }

    @Test
    void aWorseOneIsHeldBackWithTheReason() {
        ReleaseGate gate = ReleaseGate.nonInferiority(0.15);
        assertThatThrownBy(() ->
                        gate.check(ratings(3.2, 4.0), RUBRIC, "next", "current").assertPassed())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("FAIL: by the");
    }

    @Test
    void anUncertainOneIsTheSampleAway() {
        ReleaseGate.Decision decision = ReleaseGate.superiority(0).check(ratings(4.03, 4.0), RUBRIC, "next", "current");
        assertThat(decision.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(decision.toString()).contains("SIMULATED");
    }
}
