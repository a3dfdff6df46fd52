package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Scale;
import esrp.core.Turn;
import esrp.core.internal.Resources;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void holdsForeignTextAsDataOnly() {
        String page = FormFixture.html(FormFixture.form("en"));
        // one data element and one program: the hostile reply adds neither
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page).doesNotContain("<img").contains("\\u003cimg src=x");
    }

    @Test
    void namesNoCandidateAndNoAddress() {
        String page = FormFixture.html(FormFixture.form("zh"));
        assertThat(page).doesNotContain("harbor").doesNotContain("http:").doesNotContain("https:");
    }

    @Test
    void anyChangeOfContentChangesTheIdAndAnotherTitleDoesNot() {
        Form form = FormFixture.form("en");
        assertThat(form.id()).hasSize(64).isEqualTo(FormFixture.form("en").id());
        assertThat(new Form(form.rater(), "Another title", "en", form.metrics(), form.tasks()).id())
                .isEqualTo(form.id());
        assertThat(new Form("other", form.title(), "en", form.metrics(), form.tasks()).id())
                .isNotEqualTo(form.id());
        assertThat(new Form(
                                form.rater(),
                                form.title(),
                                "en",
                                form.metrics(),
                                form.tasks().subList(0, 3))
                        .id())
                .isNotEqualTo(form.id());
    }

    /** Failed before: a scale by halves was asked in whole steps, and only its whole ends. */
    @Test
    void aScaleIsAskedLevelByLevel() {
        Metric halves = new Metric(
                "halves",
                LocalizedText.same("n"),
                "bdc",
                LocalizedText.same("d"),
                LocalizedText.same("q"),
                Metric.esrp().get(0).anchors().orElseThrow(),
                new Scale(1, 2.5, 0.5),
                Metric.Target.DIALOGUE,
                List.of());
        FormTask task = FormTask.dialogue("t", "c", Map.of(), List.of(new Turn("u", "r")), List.of("halves"));
        assertThat(new Form("r", "t", "en", List.of(halves), List.of(task)).html("s", Form.FRAME))
                .contains("\"values\":[1,1.5,2,2.5]");
    }

    @Test
    void refusesDoubledTasksAndUnknownMetrics() {
        FormTask task = FormTask.dialogue("t", "c", Map.of(), List.of(new Turn("u", "r")), List.of("fluency"));
        assertThatThrownBy(() -> new Form("r", "t", "en", Metric.esrp(), List.of(task, task)))
                .hasMessageContaining("tasks: \"t\" occurs twice");
        assertThatThrownBy(() -> new Form(
                        "r",
                        "t",
                        "en",
                        Metric.esrp(),
                        List.of(FormTask.batch("t", "c", Map.of(), List.of("r"), List.of("charm")))))
                .hasMessageContaining("no metric \"charm\"")
                .hasMessageContaining("fluency");
        assertThatThrownBy(() -> new Form("r", "t", "fr", Metric.esrp(), List.of(task)))
                .hasMessageContaining("there are no forms in \"fr\", which need a file esrp/study/form/fr.properties");
    }

    @Test
    void everyWordOfThePageExistsInEveryLanguage() {
        Set<String> english = new TreeSet<>(Form.words("en").keySet());
        String program = Resources.text(Form.class, "form.js");
        Matcher used = Pattern.compile("(?:say\\(|button\\('[\\w-]+', |aside\\()'(\\w+)'")
                .matcher(program);
        while (used.find()) {
            assertThat(english).contains(used.group(1));
        }
        for (String language : List.of("zh", "en", "ja")) {
            Map<String, String> words = Form.words(language);
            assertThat(words.keySet()).as(language).containsAll(english);
            english.forEach(key ->
                    assertThat(slots(words, key)).as(language + " " + key).isEqualTo(slots(Form.words("en"), key)));
        }
    }

    private static List<String> slots(Map<String, String> words, String key) {
        return Pattern.compile("\\{\\{\\w+}}")
                .matcher(Objects.requireNonNull(words.get(key), key))
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }
}
