package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import esrp.core.internal.Term;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
    @ParameterizedTest
    @EnumSource(DataCode.class)
    void everyCodeHasASentenceInEveryLanguage(DataCode code) {
        for (String language : Languages.shipped()) {
            assertThat(Messages.of(code).keys(language)).contains(code.name());
        }
    }

    @ParameterizedTest
    @EnumSource(Term.class)
    void everyTermHasAWordInEveryLanguage(Term term) {
        for (String language : Languages.shipped()) {
            assertThat(term.note().sentence(language)).isNotBlank();
        }
    }

    @Test
    void numbersAreGroupedListsJoinedAndOneThingIsSaidAsOne() {
        Finding many = DataCode.MORE_FAULTS.note("count", 12345);
        assertThat(many.sentence("en")).isEqualTo("12,345 more faults are not listed");
        assertThat(many.sentence("zh")).isEqualTo("另有 12,345 处错误没有列出");
        assertThat(DataCode.MORE_FAULTS.note("count", 1).sentence("en")).isEqualTo("1 more fault is not listed");
        Finding list = DataCode.NOT_ONE_OF.note("name", "x", "known", List.of("a", "b"));
        assertThat(list.sentence("en")).isEqualTo("\"x\" is none of a, b");
        assertThat(list.sentence("zh")).isEqualTo("“x”不在 a、b 之中");
    }

    @Test
    void aMissingParameterIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> DataCode.BLANK.note().sentence("en"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wants \"name\"");
    }

    @Test
    void parametersOfOtherTypesAreRefused() {
        assertThatThrownBy(() -> new Finding(DataCode.BLANK, Finding.Place.none(), Map.of("name", 1.5f)))
                .hasMessageContaining("name is a java.lang.Float");
    }
}
