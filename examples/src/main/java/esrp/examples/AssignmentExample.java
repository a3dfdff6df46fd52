package esrp.examples;

import esrp.core.Dataset;
import esrp.study.Assignment;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Participant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Assigns raters as the paper did — two per character, only characters they know, never one they wrote for — and shows
 * what is said where that is not possible. Argument: the folder of the published files; without it, the sample data
 * set.
 */
public final class AssignmentExample {
    private static final long SEED = 20250731;

    private AssignmentExample() {}

    /**
     * Prints both.
     *
     * @param args the folder of the published files, or nothing
     * @throws IOException if there is no place for temporary files
     */
    public static void main(String[] args) throws IOException {
        print(
                ExampleStudy.dataset(args),
                Files.createTempDirectory("esrp-assignment"),
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Dataset dataset, Path folder, PrintStream out) {
        List<String> characters = ExampleStudy.characters(dataset);
        StudyDesign design = StudyDesign.chatAnime(
                        characters, ExampleStudy.scenarios(dataset), ExampleStudy.rated(dataset))
                .withAttention(3, 2);
        out.println(design);
        out.println();

        StudyDesign.Assigned done = design.assign(fans(characters, 3), SEED).orElseThrow();
        done.assignment().write(folder.resolve("assignment.json"));
        done.key().write(folder.resolve("sealed-key.json"));
        out.println(done.assignment());
        out.println(done.key());
        Assignment.Task first = done.assignment().sheets().get(0).tasks().get(0);
        out.println("A rater sees: task " + first.id() + ", " + first.character() + ", scenario " + first.item());
        out.println(
                "The key, opened later, says: " + done.key().entry(first.id()).candidate());
        out.println();

        out.println("The same, but everybody knows nothing but the character they wrote for:");
        out.println(design.assign(fans(characters, 1), SEED));
        out.println();
        List<Participant> few = fans(characters, 3).subList(0, characters.size() / 2);
        out.println("And with a quarter of the people:");
        out.println(design.assign(few, SEED));
    }

    /** Two writers for each character, who know it and the next ones. */
    private static List<Participant> fans(List<String> characters, int known) {
        List<Participant> fans = new ArrayList<>();
        for (int i = 0; i < 2 * characters.size(); i++) {
            Set<String> knows = new LinkedHashSet<>();
            for (int k = 0; k < known; k++) {
                knows.add(characters.get((i + k) % characters.size()));
            }
            fans.add(Participant.of(String.format(Locale.ROOT, "person:r%02d", i + 1), knows)
                    .withWrote(Set.of(characters.get(i % characters.size()))));
        }
        return fans;
    }
}
