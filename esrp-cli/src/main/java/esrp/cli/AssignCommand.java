package esrp.cli;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Scenario;
import esrp.core.internal.AtomicFiles;
import esrp.study.StudyDesign;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who rates what. */
@Command(
        name = "assign",
        description = {
            "Assigns raters to characters that they know, blind and balanced.",
            "",
            "The people are a JSON list: [{\"id\": \"person:r1\", \"knows\": [\"character\", ...], \"wrote\": [...]},"
                    + " ...]"
        },
        footer = {"", "Example: esrp assign --data ChatAnime/ --people people.json --seed 811 -o study"})
final class AssignCommand extends Job {
    private static final int BATCH = 10;

    @Mixin
    private Inputs inputs = new Inputs();

    @Option(names = "--people", paramLabel = "<file>", required = true, description = "who may rate")
    @SuppressWarnings("NullAway.Init") // required
    private Path people;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "<folder>",
            required = true,
            description = "folder of assignment.json, and of key.json, which no rater may see")
    @SuppressWarnings("NullAway.Init") // required
    private Path output;

    @Option(
            names = "--candidates",
            paramLabel = "<id>",
            split = ",",
            description = "the candidates to be rated; default all of the data")
    private List<String> candidates = new ArrayList<>();

    @Option(names = "--raters", defaultValue = "2", description = "raters per character; default ${DEFAULT-VALUE}")
    private int raters;

    @Option(names = "--no-diversity", description = "no batches of replies to be rated for diversity")
    private boolean noDiversity;

    @Option(
            names = "--attention",
            defaultValue = "2",
            description = "dialogues of another character that each rater reads; default ${DEFAULT-VALUE}")
    private int attention;

    @Option(
            names = "--repeated",
            defaultValue = "1",
            description = "dialogues that each rater reads twice; default ${DEFAULT-VALUE}")
    private int repeated;

    @Override
    void run(Progress progress) {
        progress.step("reading replies");
        Dataset data = inputs.dataset(language());
        List<String> rated = candidates.isEmpty()
                ? data.candidates().stream().map(Candidate::id).toList()
                : candidates;
        List<String> characters = data.characters().stream().map(Character::id).toList();
        int batches = noDiversity
                ? 0
                : data.batches(rated.get(0), characters.get(0), BATCH).size();
        progress.step("assigning");
        StudyDesign design = StudyDesign.chatAnime(
                        characters, data.scenarios().stream().map(Scenario::id).toList(), rated)
                .with(inputs.rubric())
                .withRatersPerCharacter(raters)
                .withBatches(batches)
                .withAttention(repeated, attention);
        StudyDesign.Outcome outcome = design.assign(StudyDesign.Participant.read(people), inputs.seed());
        print(outcome.text(language()));
        if (!(outcome instanceof StudyDesign.Assigned assigned)) {
            throw new BadDataException(words("assign.none"), List.of());
        }
        Path assignment = output.resolve("assignment.json");
        Path key = output.resolve("key.json");
        AtomicFiles.createFolder(key);
        assigned.assignment().write(assignment);
        assigned.key().write(key);
        print(assignment.toString());
        print(key.toString());
    }
}
