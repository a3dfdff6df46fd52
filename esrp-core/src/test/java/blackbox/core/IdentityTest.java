package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Scale;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTest {
    private static final LocalizedText BAD = LocalizedText.of("坏", "bad");
    private static final LocalizedText GOOD = LocalizedText.of("好", "good");

    private static Metric metric(LocalizedText name, LocalizedText below, LocalizedText above, List<String> aliases) {
        LocalizedText same = LocalizedText.of("问", "asked");
        return new Metric(
                "warmth",
                name,
                "esc",
                same,
                same,
                new Metric.Anchors(below, same, above),
                Scale.LIKERT_5,
                Metric.Target.DIALOGUE,
                aliases);
    }

    @Test
    void metricsWithOppositeAnchorsDiffer() {
        Metric one = metric(GOOD, BAD, GOOD, List.of());
        Metric other = metric(GOOD, GOOD, BAD, List.of());
        assertThat(one).hasToString(other.toString());
        assertThat(one.hash()).isNotEqualTo(other.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void theOrderOfLanguagesAndTheAliasesDoNotMatter() {
        Map<String, String> turned = new LinkedHashMap<>();
        turned.put("en", "good");
        turned.put("zh", "好");
        assertThat(metric(GOOD, BAD, GOOD, List.of()).hash())
                .isEqualTo(metric(new LocalizedText(turned), BAD, GOOD, List.of("W"))
                        .hash());
    }

    @Test
    void noTwoMetricsShareAHash() {
        assertThat(Metric.esrp()).extracting(Metric::hash).doesNotHaveDuplicates();
    }
}
