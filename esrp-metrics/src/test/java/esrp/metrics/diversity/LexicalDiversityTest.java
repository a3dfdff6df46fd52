package esrp.metrics.diversity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LexicalDiversityTest {
    private static List<String> text(long seed, int tokens) {
        return new Random(seed)
                .ints(tokens, 0, 1000)
                .mapToObj(i -> "w" + (int) Math.sqrt(i))
                .toList();
    }

    /** The loop of lexicalrichness, written out. */
    private static double lexicalrichness(List<String> text, double threshold) {
        double factors = 0;
        List<String> segment = new ArrayList<>();
        for (String token : text) {
            segment.add(token);
            if ((double) new HashSet<>(segment).size() / segment.size() <= threshold) {
                factors++;
                segment.clear();
            }
        }
        if (!segment.isEmpty()) {
            factors += (1 - (double) new HashSet<>(segment).size() / segment.size()) / (1 - threshold);
        }
        return text.size() / (factors == 0 ? 1 : factors);
    }

    @Test
    void mtldHasTwoDefinitions() {
        for (int seed = 0; seed < 50; seed++) {
            List<String> text = text(seed, 20 + 7 * seed);
            List<String> reversed = new ArrayList<>(text);
            Collections.reverse(reversed);
            for (double threshold : new double[] {0.6, 0.72, 0.9}) {
                assertThat(DiversityMeasure.mtldOfLexicalRichness(text, threshold))
                        .isCloseTo(
                                (lexicalrichness(text, threshold) + lexicalrichness(reversed, threshold)) / 2,
                                within(1e-9));
            }
        }
        List<String> different = List.of("a", "b", "c");
        assertThat(DiversityMeasure.mtld(different, 0.72)).isNaN();
        assertThat(DiversityMeasure.mtldOfLexicalRichness(different, 0.72)).isEqualTo(3);
        assertThat(DiversityMeasure.mtldOfLexicalRichness(List.of(), 0.72)).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiversityMeasure.mtld(different, 1))
                .withMessageContaining("outside (0, 1)");
    }

    @Test
    void windowsAndSamplesAreParameters() {
        List<String> text = text(5, 300);
        double sum = 0;
        for (int from = 0; from + 25 <= 300; from++) {
            sum += new HashSet<>(text.subList(from, from + 25)).size() / 25.0;
        }
        assertThat(DiversityMeasure.mattr(text, 25)).isCloseTo(sum / 276, within(1e-12));
        assertThat(DiversityMeasure.mattr(text, 1000)).isCloseTo(new HashSet<>(text).size() / 300.0, within(1e-12));
        assertThat(DiversityMeasure.mattr(List.of(), 5)).isNaN();
        assertThat(DiversityMeasure.hdd(text, 300)).isCloseTo(new HashSet<>(text).size() / 300.0, within(1e-12));
        assertThat(DiversityMeasure.hdd(text, 1)).isCloseTo(1, within(1e-12));
        assertThat(DiversityMeasure.hdd(text, 301)).isNaN();
        assertThatIllegalArgumentException().isThrownBy(() -> DiversityMeasure.hdd(text, 0));
    }

    /** The package's own values ({@code oracles/lexical.py}). */
    @Test
    void measuresAreThoseOfLexicalRichness() throws IOException {
        JsonNode cases;
        try (InputStream in = LexicalDiversityTest.class.getResourceAsStream("/oracles/lexicalrichness.json")) {
            cases = new ObjectMapper().readTree(in).get("cases");
        }
        assertThat(cases).hasSize(16);
        for (JsonNode c : cases) {
            List<String> tokens = new ArrayList<>();
            c.get("tokens").forEach(token -> tokens.add(token.asText()));
            assertThat(DiversityMeasure.mattr(tokens, 50))
                    .isCloseTo(c.get("mattr").asDouble(), within(1e-13));
            c.get("hdd")
                    .properties()
                    .forEach(hdd -> assertThat(DiversityMeasure.hdd(tokens, Integer.parseInt(hdd.getKey())))
                            .isCloseTo(hdd.getValue().asDouble(), within(1e-12)));
            c.get("mtld")
                    .properties()
                    .forEach(mtld -> assertThat(
                                    DiversityMeasure.mtldOfLexicalRichness(tokens, Double.parseDouble(mtld.getKey())))
                            .isCloseTo(mtld.getValue().asDouble(), withinPercentage(1e-10)));
        }
    }
}
