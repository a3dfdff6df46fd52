package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Metrics;
import esrp.core.Turn;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnnotationFormTest {
    @Test
    void holdsForeignTextAsDataOnly() {
        String page = FormFixture.form("en").html();
        // one data element and one program: the hostile reply adds neither
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page.split("</script>", -1)).hasSize(3);
        assertThat(page).doesNotContain("<img").contains("\\u003cimg src=x");
    }

    @Test
    void namesNoCandidateAndNoAddress() {
        String page = FormFixture.form("zh").html();
        assertThat(page).doesNotContain("harbor").doesNotContain("http:").doesNotContain("https:");
    }

    @Test
    void anyChangeOfContentChangesTheId() {
        AnnotationForm form = FormFixture.form("en");
        assertThat(form.id()).hasSize(64).isEqualTo(FormFixture.form("en").id());
        assertThat(new AnnotationForm("other", form.title(), "en", form.metrics(), form.tasks()).id())
                .isNotEqualTo(form.id());
        assertThat(new AnnotationForm(
                                form.rater(),
                                form.title(),
                                "en",
                                form.metrics(),
                                form.tasks().subList(0, 3))
                        .id())
                .isNotEqualTo(form.id());
    }

    @Test
    void refusesDoubledTasksAndUnknownMetrics() {
        FormTask task = new FormTask.FineRating("t", "c", List.of(new Turn("u", "r")), List.of("fluency"));
        assertThatThrownBy(() -> new AnnotationForm("r", "t", "en", Metrics.esrp(), List.of(task, task)))
                .hasMessageContaining("two have the id \"t\"");
        assertThatThrownBy(() -> new AnnotationForm(
                        "r",
                        "t",
                        "en",
                        Metrics.esrp(),
                        List.of(new FormTask.BatchRating("t", "c", List.of("r"), List.of("charm")))))
                .hasMessageContaining("no metric \"charm\"")
                .hasMessageContaining("fluency");
        assertThatThrownBy(() -> new AnnotationForm("r", "t", "fr", Metrics.esrp(), List.of(task)))
                .hasMessageContaining("[zh, en]");
    }
}
