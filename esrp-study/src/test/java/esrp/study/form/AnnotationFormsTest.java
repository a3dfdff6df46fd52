package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Metrics;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.internal.Digest;
import esrp.study.AssignmentKey;
import esrp.study.AssignmentOutcome.Assigned;
import esrp.study.Participant;
import esrp.study.StudyDesign;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a study's design to ratings, by way of forms and their exports. */
class AnnotationFormsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Dataset DATASET = StudyFixture.dataset(2, 10);
    static final Assigned STUDY = study(11);

    @TempDir
    Path folder;

    private static Assigned study(long seed) {
        List<String> characters =
                DATASET.characters().stream().map(Character::id).toList();
        return StudyDesign.chatAnime(
                        characters,
                        DATASET.scenarios().stream().map(Scenario::id).toList(),
                        StudyFixture.CANDIDATES)
                .withRatersPerCharacter(1)
                .withReservesPerCharacter(1)
                .withBatches(2)
                .withAttention(2, 1)
                .assign(
                        List.of(
                                Participant.of("r1", Set.copyOf(characters)),
                                Participant.of("r2", Set.copyOf(characters)),
                                Participant.of("r3", Set.copyOf(characters)),
                                Participant.of("r4", Set.copyOf(characters))),
                        seed)
                .orElseThrow();
    }

    private static AnnotationForms forms() {
        return AnnotationForms.of(STUDY.assignment(), STUDY.key(), DATASET, Metrics.esrp(), "评价", "zh");
    }

    /** A rater whose score follows from what the task shows, so that the import can be checked against the key. */
    private static int score(AssignmentKey.Entry entry, String metric) {
        if (entry.purpose() == AssignmentKey.Purpose.FOREIGN && metric.equals("speaking_style")) {
            return 2;
        }
        return 1
                + Math.floorMod(
                        StudyFixture.CANDIDATES.indexOf(entry.candidate())
                                + metric.length()
                                + entry.item().hashCode(),
                        5);
    }

    private Path export(AnnotationForm form, Optional<String> failedTask) throws IOException {
        ObjectNode body = JSON.createObjectNode().put("form", form.id()).put("rater", form.rater());
        ArrayNode answers = body.putArray("answers");
        for (FormTask task : form.tasks()) {
            ObjectNode scores = answers.addObject()
                    .put("task", task.id())
                    .put("millis", 30_000)
                    .putObject("scores");
            for (String metric : AnnotationForm.metricsOf(task)) {
                int score = score(STUDY.key().entry(task.id()), metric);
                scores.put(metric, failedTask.equals(Optional.of(task.id())) ? 5 : score);
            }
        }
        String text = JSON.writeValueAsString(body);
        ObjectNode envelope = JSON.createObjectNode()
                .put("schema", "esrp-answers/1")
                .put("sha256", Digest.ofText(text))
                .put("body", text);
        return Files.writeString(
                folder.resolve("answers-" + form.rater() + ".json"), JSON.writeValueAsString(envelope));
    }

    @Test
    void assignmentFormsExportsAndImportMakeTheRatingsOfTheDesign() throws IOException {
        AnnotationForms forms = forms();
        Map<Path, AnnotationForm> exports = new LinkedHashMap<>();
        for (AnnotationForm form : forms.forms().values()) {
            exports.put(export(form, Optional.empty()), form);
        }

        AnnotationImport.Imported imported = AnnotationImport.withDefaults().read(exports, forms.key());

        assertThat(imported.problems()).isEmpty();
        // 2 characters x 6 candidates x (10 scenarios x 9 metrics + 2 batches)
        Ratings ratings = imported.ratings();
        assertThat(ratings.size()).isEqualTo(2 * 6 * (10 * 9 + 2));
        assertThat(ratings.duplicates()).isEmpty();
        Map<String, Integer> expected = new LinkedHashMap<>();
        for (AssignmentKey.Entry entry : STUDY.key().entries()) {
            if (entry.purpose() != AssignmentKey.Purpose.RATING) {
                continue;
            }
            for (Metric metric : Metrics.esrp()) {
                expected.put(
                        entry.candidate() + entry.character() + entry.item() + metric.id(), score(entry, metric.id()));
            }
        }
        for (Rating rating : ratings.stream().toList()) {
            assertThat(rating.score())
                    .isEqualTo(expected.get(rating.candidate() + rating.character() + rating.item() + rating.metric()));
            assertThat(rating.rater()).startsWith("person:r");
        }
        // two repeats a sheet, on nine metrics; the foreign dialogues are in neither table
        assertThat(imported.repeats().size()).isEqualTo(2 * 2 * 9);
        imported.repeats().stream()
                .forEach(again -> assertThat(
                                ratings.where(rating -> rating.equals(again)).size())
                        .isEqualTo(1));
    }

    @Test
    void whoTakesAnotherCharactersDialogueForThisOnesStaysOut() throws IOException {
        AnnotationForms forms = forms();
        AnnotationForm form = forms.forms().values().iterator().next();
        String foreign = form.tasks().stream()
                .map(FormTask::id)
                .filter(forms.key().attention()::containsKey)
                .findFirst()
                .orElseThrow();
        AnnotationImport.Imported imported =
                AnnotationImport.withDefaults().read(export(form, Optional.of(foreign)), form, forms.key());
        assertThat(imported.ratings().isEmpty()).isTrue();
        assertThat(imported.repeats().isEmpty()).isTrue();
        assertThat(imported.problems()).extracting(ImportProblem::kind).containsOnly(ImportProblem.Kind.ATTENTION);
    }

    @Test
    void formsAreBlindAndFollowTheDesignsOrder() {
        AnnotationForms forms = forms();
        assertThat(forms.forms()).hasSize(2);
        STUDY.assignment().sheets().stream().filter(sheet -> !sheet.reserve()).forEach(sheet -> {
            AnnotationForm form = forms.form(sheet.rater());
            assertThat(form.tasks().stream().map(FormTask::id))
                    .containsExactlyElementsOf(
                            sheet.tasks().stream().map(task -> task.id()).toList());
            // candidates put their own name into replies here; nothing else may name them
            String page = form.html().replaceAll("(" + String.join("|", StudyFixture.CANDIDATES) + ") 陪你", "");
            assertThat(page).doesNotContain("deepseek-v3", "claude-sonnet-4", "doubao-1.5-pro");
        });
    }

    @Test
    void writesOneFileARater() throws IOException {
        List<Path> files = forms().write(folder.resolve("forms"));
        assertThat(files).hasSize(2);
        assertThat(Files.readString(files.get(0))).startsWith("<!DOCTYPE html>");
    }

    @Test
    void refusesTheKeyOfAnotherAssignment() {
        assertThatThrownBy(() ->
                        AnnotationForms.of(STUDY.assignment(), study(12).key(), DATASET, Metrics.esrp(), "t", "en"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the key of the assignment");
    }

    @Test
    void namesTheTextThatIsMissing() {
        assertThatThrownBy(() -> AnnotationForms.of(
                        STUDY.assignment(),
                        STUDY.key(),
                        Dataset.of(DATASET.candidates(), DATASET.characters(), DATASET.scenarios(), List.of()),
                        Metrics.esrp(),
                        "t",
                        "en"))
                .hasMessageContaining("dataset: has no dialogue");
    }
}
