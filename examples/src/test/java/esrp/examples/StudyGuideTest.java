package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.metrics.Rubric;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Participant;
import esrp.study.StudyKey;
import esrp.study.StudyPlan;
import esrp.study.StudyPrices;
import esrp.study.form.FormImport;
import esrp.study.form.RatingForms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/studies.md, run; and the guide compared with this file. */
class StudyGuideTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));

    @Test
    void fromAPilotToFormsAndBack(@TempDir Path folder) {
        Ratings pilot = SampleData.ratings("en");
        Dataset data = SampleData.dataset("en");
        List<String> characters = data.characters().stream().map(Character::id).toList();
        List<String> candidates = data.candidates().stream().map(Candidate::id).toList();
        List<Participant> participants = IntStream.rangeClosed(1, 12)
                .mapToObj(i -> Participant.of("r" + i, Set.copyOf(characters)))
                .toList();
        long seed = SampleRatings.SEED;
        Path sealed = folder.resolve("sealed").resolve("key.json");
        List<Path> exports = List.of();

        StudyPlan plan = StudyPlan.of(pilot, Rubric.esrp()).withCandidates(6, 1); // how large it must be
        StudyDesign design = StudyDesign.of(data, candidates).withAttention(2, 1);
        System.out.println(design.bill(StudyPrices.chatAnime(), 2)); // what it costs
        StudyDesign.Outcome assigned = design.assign(participants, seed); // who rates what
        RatingForms forms = RatingForms.of(assigned, data, Metric.esrp(), "en", "Rating of replies");
        forms.write(folder);
        forms.key().write(sealed);
        // weeks later
        FormImport.Imported imported = FormImport.withDefaults().read(exports, StudyKey.read(sealed));

        assertThat(plan.detectable(20, 60, 2)).isPositive();
        assertThat(forms.people()).hasSize(12);
        assertThat(imported.ratings().isEmpty()).isTrue();
        assertThat(imported.notes()).isEmpty();
    }

    @Test
    void everySnippetOfTheGuideStandsInThisFile() throws IOException {
        String here =
                normalized(Files.readString(ROOT.resolve("examples/src/test/java/esrp/examples/StudyGuideTest.java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("docs/studies.md")));
        assertThat(blocks.find()).isTrue();
        assertThat(here).contains(normalized(blocks.group(1)));
    }

    private static String normalized(String code) {
        return code.strip().replaceAll("\\s+", " ").replace(" .", ".");
    }
}
