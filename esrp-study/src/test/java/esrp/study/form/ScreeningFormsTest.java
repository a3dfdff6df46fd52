package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import esrp.study.form.RatingForms.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreeningFormsTest {
    private static final Dataset DATA = StudyFixture.dataset(3, 1);
    private static final List<String> CHARACTERS =
            DATA.characters().stream().map(Character::id).toList();
    private static final List<Question> QUESTIONS = List.of(
            new Question(CHARACTERS.get(0), "Who keeps the light?", List.of("Nobody", "The keeper"), 2),
            new Question(CHARACTERS.get(0), "Since when?", List.of("A year", "Ten years", "Thirty years"), 3),
            new Question(CHARACTERS.get(1), "What does she fear?", List.of("Fog", "Fire"), 1));

    @TempDir
    Path folder;

    /** a1 knows the first well and answers both, a2 knows it somewhat and answers one; a3 knows the third, of which nothing is asked. */
    private static int answer(String applicant, String character, String metric) {
        return switch (applicant + " " + metric) {
            case "a1 familiarity@1", "a3 familiarity@3" -> 5;
            case "a2 familiarity@1" -> 3;
            case "a1 question_1", "a2 question_1" -> character.equals(CHARACTERS.get(0)) ? 2 : 0;
            case "a1 question_2" -> 3;
            case "a2 question_2" -> 1;
            default -> metric.startsWith("familiarity") ? 2 : 0;
        };
    }

    @Test
    void applicantsAnswerAndTheFittestAreChosen() throws IOException {
        RatingForms forms = RatingForms.ofApplicants(DATA, QUESTIONS, List.of("a1", "a2", "a3"), "zh", "报名");
        assertThat(forms.form("a1").tasks()).hasSize(4);
        assertThat(forms.html("a1")).contains("Since when?").doesNotContain("\"right\"");
        Path sealed = folder.resolve("screening.json");
        forms.key().write(sealed);
        StudyKey key = StudyKey.read(sealed);
        Path exports = Files.createDirectory(folder.resolve("exports"));
        for (String applicant : forms.people()) {
            FormFixture.export(
                    exports,
                    forms.form(applicant),
                    key.secret(),
                    (task, metric) -> answer(applicant, key.entry(task).character(), metric));
        }
        FormImport.Imported imported = FormImport.withDefaults().read(exports, key);
        RatingForms.Screened screened = RatingForms.screened(DATA, QUESTIONS, imported, 0.5);
        assertThat(screened.fitness())
                .isEqualTo(Map.of(
                        "a1", Map.of(CHARACTERS.get(0), 1.0),
                        "a2", Map.of(CHARACTERS.get(0), 0.5),
                        "a3", Map.of(CHARACTERS.get(2), 1.0)));
        assertThat(screened.text("en")).contains("a2", "0.50", "knows it (1 to 5)", "灯亮着");
        assertThat(RatingForms.screened(DATA, QUESTIONS, imported, 0.6)
                        .fitness()
                        .get("a2"))
                .isEmpty();

        StudyDesign.Selected chosen = StudyDesign.chatAnime(CHARACTERS, List.of("1"), List.of("x", "y"))
                .select(screened.fitness());
        assertThat(chosen.lacking()).isEqualTo(Map.of(CHARACTERS.get(1), 2, CHARACTERS.get(2), 1));
        assertThat(chosen.text("en"))
                .contains("character \"" + CHARACTERS.get(1) + "\" lacks 2 raters; 0 applicants may rate it")
                .contains("lacks 1 rater; 1 applicants may rate it");
        assertThat(chosen.participants().stream().map(StudyDesign.Participant::id))
                .containsExactly("a1", "a2", "a3");
        Path people = folder.resolve("people.json");
        StudyDesign.Participant.write(chosen.participants(), people);
        assertThat(StudyDesign.Participant.read(people)).isEqualTo(chosen.participants());
    }

    @Test
    void questionsAreReadFromAFileAndChecked() throws IOException {
        Path file = Files.writeString(
                folder.resolve("questions.json"),
                "[{\"character\": \"c\", \"question\": \"Who?\", \"answers\": [\"A\", \"B\"], \"right\": 2}]");
        assertThat(Question.read(file)).containsExactly(new Question("c", "Who?", List.of("A", "B"), 2));
        assertThatThrownBy(() -> new Question("c", "Who?", List.of("A", "B"), 3))
                .hasMessageContaining("right: 3 is none of the 2 answers of question \"Who?\"");
        assertThatThrownBy(() -> new Question("c", "Who?", List.of("A"), 1)).hasMessageContaining("2 to 9");
        List<String> many =
                new ArrayList<>(IntStream.range(0, 10).mapToObj(String::valueOf).toList());
        assertThatThrownBy(() -> new Question("c", "Who?", many, 1)).hasMessageContaining("has 10");
    }
}
