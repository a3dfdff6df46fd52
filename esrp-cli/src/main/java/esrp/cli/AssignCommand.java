package esrp.cli;

import esrp.core.Candidate;
import esrp.core.Dataset;
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
            "Assigns raters to characters that they know, blind and balanced. Writes assignment.json, and key.json,"
                    + " which no rater may see.",
            "",
            "The people are a JSON list: [{\"id\": \"person:r1\", \"knows\": [\"character\", ...], \"wrote\": [...]},"
                    + " ...]"
        },
        footer = {"", "Example: esrp assign --data ChatAnime/ --people people.json --seed 811 -o study"})
final class AssignCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Option(names = "--people", paramLabel = "<file>", required = true, description = "who may rate")
    @SuppressWarnings("NullAway.Init") // required
    private Path people;

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(
            names = "--candidates",
            paramLabel = "<id>",
            split = ",",
            description = "the candidates to be rated; default all of the data")
    private List<String> candidates = new ArrayList<>();

    @Option(names = "--raters", defaultValue = "2", description = "raters per character; default ${DEFAULT-VALUE}")
    private int raters;

    @Option(
            names = "--characters-per-rater",
            paramLabel = "<n>",
            defaultValue = "1",
            description = "characters that one rates at most; default ${DEFAULT-VALUE}")
    private int each;

    @Option(
            names = "--reserves",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "people per character who stand by; default ${DEFAULT-VALUE}")
    private int reserves;

    @Option(names = "--no-diversity", description = "no batches of replies to be rated for diversity")
    private boolean noDiversity;

    @Option(
            names = "--batch-size",
            paramLabel = "<n>",
            defaultValue = "10",
            description = "replies per batch; default ${DEFAULT-VALUE}")
    private int batchSize;

    @Option(names = "--turns", description = "each turn of a dialogue is rated, not the dialogue as a whole")
    private boolean turns;

    @Option(
            names = "--parts",
            paramLabel = "<n>",
            defaultValue = "1",
            description = "splits the sheet of a character among so many raters; default ${DEFAULT-VALUE}")
    private int parts;

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
        Path key = output.file("key.json");
        UsageException.ifThere(key);
        progress.step("replies");
        Dataset data = inputs.dataset(language());
        List<String> rated = candidates.isEmpty()
                ? data.candidates().stream().map(Candidate::id).toList()
                : candidates;
        progress.step("assign");
        StudyDesign all = StudyDesign.of(data, rated)
                .withName(stem(inputs.data().orElseThrow()))
                .with(inputs.rubric());
        StudyDesign design = UsageException.of(
                "--batch-size, --parts, --raters, --attention, --repeated",
                () -> all.withBatchSize(batchSize)
                        .withParts(parts)
                        .withRatersPerCharacter(raters)
                        .withReservesPerCharacter(reserves)
                        .withCharactersPerRater(each)
                        .withAttention(repeated, attention));
        if (noDiversity) {
            design = design.withBatches(0);
        }
        if (turns) {
            design = design.withTurnsRated();
        }
        StudyDesign.Outcome outcome = design.assign(StudyDesign.Participant.read(people), inputs.seed());
        print(outcome.text(language()));
        if (!(outcome instanceof StudyDesign.Assigned assigned)) {
            throw new BadDataException(words("assign.none"), List.of());
        }
        Path assignment = output.file("assignment.json");
        assigned.assignment().write(assignment);
        assigned.key().write(key);
        print(assignment.toString());
        print(key.toString());
    }
}
