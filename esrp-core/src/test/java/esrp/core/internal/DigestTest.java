package esrp.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DigestTest {
    @Test
    void fieldsDoNotRunTogether() {
        assertThat(new Digest().add("ab").add("c").hex())
                .isNotEqualTo(new Digest().add("a").add("bc").hex());
        assertThat(new Digest().add(List.of("a")).add(List.of("b")).hex())
                .isNotEqualTo(new Digest().add(List.of("a", "b")).hex());
    }

    @Test
    void unpairedSurrogatesCountAsWhatTheyAre() {
        assertThat(new Digest().add("\ud800").hex())
                .isNotEqualTo(new Digest().add("?").hex())
                .isNotEqualTo(new Digest().add("\ud801").hex());
    }

    @Test
    void longTextsAreReadInPieces() {
        String text = "一".repeat(5000);
        assertThat(new Digest().add(text).hex())
                .isNotEqualTo(new Digest().add(text + "一").hex());
    }

    @Test
    void theOrderOfAMapDoesNotMatter() {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("zh", "一");
        one.put("en", "one");
        Map<String, String> other = new LinkedHashMap<>();
        other.put("en", "one");
        other.put("zh", "一");
        assertThat(new Digest().add(one).hex())
                .isEqualTo(new Digest().add(other).hex());
    }

    @Test
    void aTextAloneIsHashedAsOtherProgramsDo() {
        // printf 'abc' | sha256sum
        assertThat(Digest.ofText("abc")).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
