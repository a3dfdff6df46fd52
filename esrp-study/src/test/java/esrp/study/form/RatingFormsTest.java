package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.TableFormat;
import esrp.study.StudyCode;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Assigned;
import esrp.study.StudyDesign.Participant;
import esrp.study.StudyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a study's design to ratings, by way of forms and their exports. */
class RatingFormsTest {
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

    static RatingForms forms() {
        return RatingForms.of(STUDY, DATASET, Metric.esrp(), "zh", "评价");
    }

    /** A rater whose score follows from what the task shows, so that the import can be checked against the key. */
    private static int score(StudyKey.Entry entry, String metric) {
        if (entry.purpose() == StudyKey.Purpose.FOREIGN && metric.startsWith("speaking_style")) {
            return 2;
        }
        return 1
                + Math.floorMod(
                        StudyFixture.CANDIDATES.indexOf(entry.candidate())
                                + metric.length()
                                + entry.item().hashCode(),
                        5);
    }

    private Path export(Form form, Optional<String> failedTask) throws IOException {
        return export(form, failedTask, STUDY.key());
    }

    private Path export(Form form, Optional<String> failedTask, StudyKey key) throws IOException {
        return FormFixture.export(
                folder,
                form,
                key.secret(),
                (task, metric) -> failedTask.equals(Optional.of(task)) ? 5 : score(key.entry(task), metric));
    }

    @Test
    void assignmentFormsExportsAndImportMakeTheRatingsOfTheDesign() throws IOException {
        RatingForms forms = forms();
        List<Path> exports = new ArrayList<>();
        for (String rater : forms.people()) {
            exports.add(export(forms.form(rater), Optional.empty()));
        }

        FormImport.Imported imported = FormImport.withDefaults().read(exports, forms.key());

        assertThat(imported.notes()).isEmpty();
        // 2 characters x 6 candidates x (10 scenarios x 9 metrics + 2 batches)
        Ratings ratings = imported.ratings();
        assertThat(ratings.size()).isEqualTo(2 * 6 * (10 * 9 + 2));
        assertThat(ratings.duplicates()).isEmpty();
        Map<String, Double> expected = new LinkedHashMap<>();
        for (StudyKey.Entry entry : STUDY.key().entries()) {
            if (entry.purpose() != StudyKey.Purpose.RATING) {
                continue;
            }
            for (Metric metric : Metric.esrp()) {
                expected.put(entry.candidate() + entry.character() + entry.item() + metric.id(), (double)
                        score(entry, metric.id()));
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
        RatingForms forms = forms();
        Form form = forms.form(forms.people().get(0));
        String foreign = form.tasks().stream()
                .map(FormTask::id)
                .filter(id -> forms.key().entry(id).purpose() == StudyKey.Purpose.FOREIGN)
                .findFirst()
                .orElseThrow();
        FormImport.Imported imported = FormImport.withDefaults().read(export(form, Optional.of(foreign)), forms.key());
        assertThat(imported.ratings().isEmpty()).isTrue();
        assertThat(imported.repeats().isEmpty()).isTrue();
        assertThat(imported.notes())
                .extracting(Finding::code)
                .containsExactly(StudyCode.ATTENTION, StudyCode.INATTENTIVE);
    }

    /** Failed before: the title was part of the form's id, so answers that were out with raters became WRONG_FORM. */
    @Test
    void anExportAndTheSealedKeyAreEnoughWhateverTheTitle() throws IOException {
        Path answers = export(forms().form(forms().people().get(0)), Optional.empty());
        Path sealed = folder.resolve("sealed").resolve("key.json");
        RatingForms.of(STUDY, DATASET, Metric.esrp(), "zh", "角色回复评价（第二版标题）")
                .key()
                .write(sealed);

        FormImport.Imported imported = FormImport.withDefaults().read(answers, StudyKey.read(sealed));

        assertThat(imported.notes()).isEmpty();
        assertThat(imported.ratings().isEmpty()).isFalse();
        assertThat(imported.ratings().metrics()).isEqualTo(Metric.esrp());
    }

    @Test
    void theKeyIsCompletedReadAndWrittenAndStillOpensItsAssignment() throws IOException {
        StudyKey key = forms().key();
        Path sealed = folder.resolve("key.json");
        key.write(sealed);
        assertThat(StudyKey.read(sealed)).isEqualTo(key).isNotEqualTo(STUDY.key());
        assertThat(key.opens(STUDY.assignment())).isTrue();
        assertThat(key.forms()).extracting(StudyKey.Form::rater).containsExactlyElementsOf(forms().people());
        Files.writeString(sealed, "{\"version\": \"esrp-study-key/2\", \"secret\": \"s\", \"entries\": []}");
        assertThatThrownBy(() -> StudyKey.read(sealed))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("is not of version esrp-study-key/3: make assignment and forms again");
    }

    @Test
    void formsAreBlindAndFollowTheDesignsOrder() {
        RatingForms forms = forms();
        assertThat(forms.people()).hasSize(2);
        STUDY.assignment().sheets().stream().filter(sheet -> !sheet.reserve()).forEach(sheet -> {
            Form form = forms.form(sheet.rater());
            assertThat(form.tasks().stream().map(FormTask::id))
                    .containsExactlyElementsOf(
                            sheet.tasks().stream().map(task -> task.id()).toList());
            // candidates put their own name into replies here; nothing else may name them
            String page =
                    forms.html(sheet.rater()).replaceAll("(" + String.join("|", StudyFixture.CANDIDATES) + ") 陪你", "");
            assertThat(page).doesNotContain("deepseek-v3", "claude-sonnet-4", "doubao-1.5-pro");
        });
    }

    @Test
    void instructionsComeFirstAndMakeNoOtherForm() {
        RatingForms plain = forms();
        RatingForms told = plain.withInstructions("请先读完整段对话。");
        assertThat(told.key()).isEqualTo(plain.key());
        assertThat(told.html(told.people().get(0))).contains("\"instructions\":\"请先读完整段对话。\"");
        assertThatThrownBy(() -> plain.withInstructions(" ")).hasMessageContaining("instructions");
    }

    @Test
    void writesOneFileARater() throws IOException {
        List<Path> files = forms().write(folder.resolve("forms"));
        assertThat(files).hasSize(2);
        assertThat(Files.readString(files.get(0))).startsWith("<!DOCTYPE html>");
    }

    @Test
    void refusesTheKeyOfAnotherAssignment() {
        assertThatThrownBy(() -> new Assigned(STUDY.assignment(), study(12).key()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not the key of the assignment");
    }

    @Test
    void namesTheTextThatIsMissing() {
        assertThatThrownBy(() -> RatingForms.of(
                        STUDY,
                        Dataset.of(DATASET.candidates(), DATASET.characters(), DATASET.scenarios(), List.of()),
                        Metric.esrp(),
                        "en",
                        "t"))
                .hasMessageContaining("dataset: has no dialogue");
    }

    /** Failed before: forms of batches that are no twelve of ten were refused when they were made, and turns could not be rated. */
    @Test
    void eachTurnIsRatedAndBatchesAreThoseOfTheData() throws IOException {
        Dataset seven = StudyFixture.dataset(2, 7);
        StudyDesign design = StudyDesign.of(seven, StudyFixture.CANDIDATES.subList(0, 2))
                .withBatchSize(3)
                .withTurnsRated()
                .withParts(2)
                .withRatersPerCharacter(1)
                .withAttention(1, 1);
        List<String> characters = seven.characters().stream().map(Character::id).toList();
        Assigned study = design.assign(
                        IntStream.rangeClosed(1, 4)
                                .mapToObj(i -> Participant.of("r" + i, Set.copyOf(characters)))
                                .toList(),
                        5)
                .orElseThrow();
        Path file = folder.resolve("key.json");
        RatingForms forms = RatingForms.of(study, seven, Metric.esrp(), "en", "Turns");
        forms.key().write(file);
        StudyKey key = StudyKey.read(file);
        assertThat(key).isEqualTo(forms.key());
        List<Path> exports = new ArrayList<>();
        for (String rater : forms.people()) {
            exports.add(export(forms.form(rater), Optional.empty(), study.key()));
        }
        FormImport.Imported imported = FormImport.withDefaults().read(exports, key);
        assertThat(imported.notes()).isEmpty();
        // 2 characters x 2 candidates x (7 scenarios x 2 turns x 9 metrics + 2 turns x 3 batches)
        assertThat(imported.ratings().size()).isEqualTo(2 * 2 * (7 * 2 * 9 + 2 * 3));
        assertThat(design.ratings()).isEqualTo(imported.ratings().size());
        assertThat(imported.ratings().stream().map(Rating::turn).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("", "1", "2");
        assertThat(imported.repeats().size()).isEqualTo(4 * 2 * 9);
        Path table = folder.resolve("ratings.csv");
        imported.ratings().write(table);
        assertThat(Ratings.read(table).stream())
                .containsExactlyElementsOf(imported.ratings().stream().toList());
    }

    @Test
    void whereRatersDifferByTwoAThirdDecidesWithoutKnowingWho() throws IOException {
        Dataset data = StudyFixture.dataset(1, 2);
        String keeper = data.characters().get(0).id();
        Assigned study = StudyDesign.of(data, StudyFixture.CANDIDATES.subList(0, 2))
                .assign(List.of(Participant.of("r1", Set.of(keeper)), Participant.of("r2", Set.of(keeper))), 5)
                .orElseThrow();
        RatingForms forms = RatingForms.of(study, data, Metric.esrp(), "en", "Rating");
        List<Path> exports = new ArrayList<>();
        for (String rater : forms.people()) {
            exports.add(FormFixture.export(
                    folder, forms.form(rater), study.key().secret(), (task, metric) -> {
                        StudyKey.Entry entry = study.key().entry(task);
                        boolean apart = entry.item().equals("1") && rater.equals("r1");
                        return apart && metric.equals("fluency")
                                ? 5
                                : apart && metric.equals("coherence") ? 4 : 3 - task.length() % 2;
                    }));
        }
        FormImport.Imported both =
                FormImport.withDefaults().withStraightLining(1, 100).read(exports, forms.key());
        assertThat(both.notes()).isEmpty();
        // 4 dialogues x 9 metrics and 4 batches; of two dialogues fluency differs by 2 and coherence by 1
        assertThat(both.tables().get(2).as(TableFormat.csv(), "en")).contains("\nr1 · r2,40,0.9,0.95,");

        RatingForms talk = forms.ofDisputes(both, 2, List.of());
        assertThat(talk.people()).containsExactly("r1+r2");
        assertThatThrownBy(() -> forms.ofDisputes(both, 2, List.of(Participant.of("r1", Set.of(keeper)))))
                .hasMessageContaining("deciders: nobody may decide on \"" + keeper);
        assertThatThrownBy(() -> forms.ofDisputes(both, 3, List.of())).hasMessageContaining("differ nowhere by 3.0");

        RatingForms decisions = forms.ofDisputes(
                both, 2, List.of(Participant.of("r1", Set.of(keeper)), Participant.of("r3", Set.of(keeper))));
        assertThat(decisions.people()).containsExactly("r3");
        assertThat(decisions.form("r3").tasks()).hasSize(2).allSatisfy(task -> {
            assertThat(task.metrics()).containsExactly("fluency");
            assertThat(task.content().get("given")).isEqualTo(Map.of("fluency", List.of("3", "5")));
        });
        assertThat(decisions.html("r3")).doesNotContain("r1\"", "person:");
        Path file = folder.resolve("key-disputed.json");
        decisions.key().write(file);
        StudyKey key = StudyKey.read(file);
        Path export = FormFixture.export(folder, decisions.form("r3"), key.secret(), (task, metric) -> 4);
        FormImport.Imported decided = FormImport.withDefaults().read(export, key);
        assertThat(decided.notes()).isEmpty();
        assertThat(decided.ratings().size()).isEqualTo(2);
        Path table = folder.resolve("ratings.csv");
        both.ratings().write(table);
        Ratings settled = decided.over(Ratings.read(table));
        assertThat(settled.size()).isEqualTo(both.ratings().size() - 2 * 2 + 2);
        assertThat(settled.where(rating -> rating.rater().equals("person:r3")).stream()
                        .map(rating -> rating.metric() + rating.item() + " " + rating.score()))
                .containsOnly("fluency1 4.0");
    }
}
