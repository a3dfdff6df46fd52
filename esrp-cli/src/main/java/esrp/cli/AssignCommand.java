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
@Command(name = "assign")
final class AssignCommand extends Job {
    @Mixin
    private Replies replies = new Replies();

    @Mixin
    private MetricOptions metrics = new MetricOptions();

    @Option(names = "--seed", paramLabel = "<n>", defaultValue = "0")
    private long seed;

    @Option(names = "--people", paramLabel = "<file>", required = true)
    @SuppressWarnings("NullAway.Init") // required
    private Path people;

    @Mixin
    private OutputFolder output = new OutputFolder();

    @Option(names = "--candidates", paramLabel = "<id>", split = ",")
    private List<String> candidates = new ArrayList<>();

    @Option(names = "--raters", defaultValue = "2")
    private int raters;

    @Option(names = "--characters-per-rater", paramLabel = "<n>", defaultValue = "1")
    private int each;

    @Option(names = "--reserves", paramLabel = "<n>", defaultValue = "0")
    private int reserves;

    @Option(names = "--no-diversity")
    private boolean noDiversity;

    @Option(names = "--batch-size", paramLabel = "<n>", defaultValue = "10")
    private int batchSize;

    @Option(names = "--turns")
    private boolean turns;

    @Option(names = "--parts", paramLabel = "<n>", defaultValue = "1")
    private int parts;

    @Option(names = "--attention", defaultValue = "2")
    private int attention;

    @Option(names = "--repeated", defaultValue = "1")
    private int repeated;

    @Override
    void run(Progress progress) {
        Path key = output.file("key.json");
        UsageException.ifThere(key);
        progress.step("replies");
        Dataset data = replies.dataset(language());
        List<String> rated = candidates.isEmpty()
                ? data.candidates().stream().map(Candidate::id).toList()
                : candidates;
        progress.step("assign");
        StudyDesign all = StudyDesign.of(data, rated)
                .withName(stem(replies.data().orElseThrow()))
                .with(metrics.rubric());
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
        StudyDesign.Outcome outcome = design.assign(StudyDesign.Participant.read(people), seed);
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
