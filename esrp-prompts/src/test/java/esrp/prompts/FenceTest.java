package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FenceTest {
    @Test
    void enclosesATextOnLinesOfItsOwn() {
        Fence fence = Fence.around(List.of("你好", "{{role}}"));
        assertThat(fence.enclose("reply-1", "{{role}}"))
                .isEqualTo("<reply-1-" + fence.mark() + ">\n{{role}}\n</reply-1-" + fence.mark() + ">");
    }

    @Test
    void sameTextsGiveTheSameMarkAndOthersAnother() {
        assertThat(Fence.around(List.of("a", "b")).mark())
                .isEqualTo(Fence.around(List.of("a", "b")).mark())
                .isNotEqualTo(Fence.around(List.of("ab", "")).mark());
    }

    @Test
    void refusesATextItWasNotMadeFor() {
        Fence fence = Fence.around(List.of("known"));
        assertThatThrownBy(() -> fence.enclose("reply", "unknown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown");
        assertThatThrownBy(() -> fence.enclose("Reply 1", "known"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label");
    }

    @Test
    void aMarkThatOccursInATextIsNotUsed() {
        // Whoever could foresee the mark of a text that holds it would have found a fixed point of SHA-256; so the
        // rule is tested on the choice itself: no candidate mark that some text holds may be chosen.
        String hash = Fence.hash(List.of("x"), 0);
        assertThat(Fence.choose(hash, List.of("nothing like it"))).isEqualTo(hash.substring(0, 8));
        assertThat(Fence.choose(hash, List.of("… " + hash.substring(0, 8) + " …")))
                .isEqualTo(hash.substring(0, 16));
        assertThat(Fence.choose(hash, List.of(hash))).isEmpty();
    }

    @Test
    void marksAreRecognisedInAnyWidthAndCase() {
        assertThat(Fence.fold("ＡＢ\u200B１2\u202Ef")).isEqualTo("ab12f");
    }
}
