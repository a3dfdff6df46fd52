package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTest {
    @Test
    void valuesAreInsertedOnceAndNotScannedAgain() {
        Template template = Template.of("t", "{\"a\": {{ a }}, {{b.c}}{{a}}} {{}} {{a b}}");
        assertThat(template.slots()).containsExactly("a", "b.c");
        assertThat(template.fill(Map.of("a", "{{b.c}}", "b.c", "$1\\", "other", "-")))
                .isEqualTo("{\"a\": {{b.c}}, $1\\{{b.c}}} {{}} {{a b}}");
    }

    @Test
    void aSlotWithoutAValueIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Template.of("t", "{{a}} {{b}} {{c}}").fill(Map.of("b", "1")))
                .withMessage("values: template t has no value for [a, c]");
    }

    @Test
    void unknownAndMissingSlotsAreNamed() {
        assertThat(Template.faults(Set.of("a", "x"), Set.of("a", "b"), Set.of("c")))
                .containsExactly("unknown slots [x], slots are [a, b, c]", "missing slots [b]");
        assertThat(Template.faults(Set.of("a"), Set.of("a"), Set.of("c"))).isEmpty();
    }

    @Test
    void aFormatIsPartOfItsSlotWhereFormatsAreAllowed() {
        assertThat(Template.of("t", "{{a|2}}").slots()).isEmpty();
        assertThat(Template.formatted("t", "{{a|2}} {{a|x}} {{b|+1}}").slots()).containsExactly("a|2", "b|+1");
    }
}
