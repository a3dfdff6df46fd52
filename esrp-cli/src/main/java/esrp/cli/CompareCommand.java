package esrp.cli;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.metrics.ReleaseGate;
import esrp.prompts.run.JudgingResult;
import esrp.report.Report;
import esrp.report.Report.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether the next version of a chatbot may be released. */
@Command(name = "compare")
@SuppressWarnings("NullAway.Init") // what is required is set
final class CompareCommand extends Job {
    private static final int NOT_PASSED = 4;
    /** How a file of {@link JudgingResult#write} begins. */
    private static final String JUDGING = "{\"version\":\"esrp-judging";

    @Parameters(index = "0", descriptionKey = "versions.old", paramLabel = "<old>")
    private Path old;

    @Parameters(index = "1", descriptionKey = "versions.new", paramLabel = "<new>")
    private Path next;

    @Option(names = "--data", paramLabel = "<path>")
    private @Nullable Path data;

    @Option(names = "--new-data", paramLabel = "<path>")
    private @Nullable Path newData;

    @Option(names = "--candidate", paramLabel = "<id>")
    private @Nullable String candidate;

    @Option(names = "--new-candidate", paramLabel = "<id>")
    private @Nullable String newCandidate;

    @Option(names = "--margin", paramLabel = "<points>", defaultValue = "0.10")
    private double margin;

    @Option(names = "--looks", paramLabel = "<file>")
    private @Nullable Path looks;

    @Mixin
    private Mapping mapping = new Mapping();

    @Mixin
    private RubricOptions rubric = new RubricOptions();

    @Mixin
    private OutputFolder output = new OutputFolder();

    private boolean passed;

    @Override
    void run(Progress progress) {
        ReleaseGate once = UsageException.of("--margin", () -> ReleaseGate.nonInferiority(margin));
        ReleaseGate gate = looks == null ? once : once.withLooks(looks);
        progress.step("ratings");
        String wanted = newCandidate == null ? candidate : newCandidate;
        Version before = version(old, candidate, data, "old", progress);
        Version after = version(next, wanted, newData == null ? data : newData, "new", progress);
        progress.step("evaluate");
        Report report =
                Report.compare(language(), before, after, rubric.rubric(), gate).build();
        passed = report.passed();
        progress.step("report");
        Path page = report.writeAll(output.folder()).get(0);
        print(report.releaseMarkdown());
        print(page.toString());
    }

    @Override
    int exitCode() {
        return passed ? super.exitCode() : NOT_PASSED;
    }

    /** A version is called as its file where the two files are called differently. */
    private Version version(
            Path file, @Nullable String wanted, @Nullable Path replies, String fallback, Progress progress) {
        List<JudgingResult> judged = judged(file);
        Ratings ratings = judged.stream()
                .map(JudgingResult::ratings)
                .reduce(Ratings::plus)
                .orElseGet(() -> Inputs.read(mapping, file, rubric.rubric().metrics(), language(), progress));
        List<Remark> remarks =
                judged.stream().flatMap(one -> one.remarks().stream()).toList();
        if (wanted == null && ratings.candidates().size() != 1) {
            throw new UsageException("usage.candidates", "file", file, "names", ratings.candidates());
        }
        String id = wanted == null ? ratings.candidates().get(0) : wanted;
        if (!ratings.candidates().contains(id)) {
            throw new UsageException("usage.candidate", "name", id, "file", file, "names", ratings.candidates());
        }
        Dataset known = replies == null ? described(ratings, id) : Dataset.read(replies);
        String name = stem(old).equals(stem(next)) ? fallback : stem(file);
        return new Version(name, id, known, ratings, remarks);
    }

    /** What judges said in a run or a file; none if the file is another tool's. */
    private static List<JudgingResult> judged(Path place) {
        if (!Files.isDirectory(place)) {
            return isJudging(place) ? List.of(JudgingResult.read(place)) : List.of();
        }
        List<JudgingResult> run = Stream.of("judging.jsonl", "diversity-judging.jsonl")
                .map(place::resolve)
                .filter(Files::exists)
                .map(JudgingResult::read)
                .toList();
        if (run.isEmpty()) {
            throw new UsageException("usage.run", "file", place);
        }
        return run;
    }

    private static boolean isJudging(Path file) {
        try {
            return Files.isRegularFile(file)
                    && new String(Files.newInputStream(file).readNBytes(JUDGING.length()), StandardCharsets.UTF_8)
                            .equals(JUDGING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What ratings tell of replies that are not there. */
    private static Dataset described(Ratings ratings, String candidate) {
        return Dataset.of(
                List.of(Candidate.model(candidate)),
                ratings.characters().stream().map(Character::of).toList(),
                ratings.items().stream().map(item -> Scenario.of(item, item)).toList(),
                List.of());
    }
}
