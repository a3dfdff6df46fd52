package esrp.examples;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.TableFormat;
import esrp.metrics.Analysis;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import esrp.stats.cluster.ClusteredInference;
import java.io.Console;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The main job: reads replies and ratings and prints an evaluation, from counts and findings to the leaderboard, the
 * agreement of raters and the validation of a judge.
 *
 * <p>Exit codes: 0 done, 1 unexpected error, 2 wrong usage, 3 data that cannot be read.
 */
@Command(
        name = "esrp",
        mixinStandardHelpOptions = true,
        versionProvider = Evaluate.Version.class,
        sortOptions = false,
        usageHelpAutoWidth = false,
        description = {
            "Evaluates Emotionally Supportive Role-Playing.",
            "",
            "Without options it reads the sample data that ships with it. Ratings that no person gave are simulated,"
                    + " and marked so wherever they are printed."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:unexpected error", "2:wrong usage", "3:data that cannot be read"},
        footer = {"", "Example: esrp --data ChatAnime/ --ratings ratings.csv --judge judge.jsonl"})
public final class Evaluate implements Callable<Integer> {
    private static final int BAD_DATA = 3;
    private static final int FAULTS_SHOWN = 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "<dir>",
            description = "folder of replies in the published ChatAnime layout, a JSON file a candidate")
    private @Nullable Path data;

    @Option(
            names = "--ratings",
            paramLabel = "<file>",
            description = "ratings, .csv or .jsonl, .gz too: candidate,character,item,metric,rater,score")
    private @Nullable Path ratingsFile;

    @Option(
            names = "--judge",
            paramLabel = "<file>",
            description = "ratings of judge models, to be held against those of people")
    private @Nullable Path judgeFile;

    @Option(
            names = "--language",
            paramLabel = "<zh|en>",
            defaultValue = "en",
            description = "language of the results and of the sample data; default ${DEFAULT-VALUE}")
    private String language = "en";

    @Option(
            names = "--unit",
            paramLabel = "<unit>",
            defaultValue = "character",
            description = "what intervals resample: rating, dialogue, scenario, character, character-and-scenario"
                    + " (agreement of raters: character); default ${DEFAULT-VALUE}")
    private String unitName = "character";

    @Option(
            names = "--duplicates",
            paramLabel = "<policy>",
            defaultValue = "reject",
            description = "what becomes of a rating given twice: reject, first, last; default ${DEFAULT-VALUE}")
    private Analysis.Duplicates duplicates = Analysis.Duplicates.REJECT;

    @Option(
            names = "--seed",
            paramLabel = "<n>",
            defaultValue = "0",
            description = "seed of everything random; default ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--no-progress", description = "no progress bar on standard error")
    private boolean noProgress;

    private Evaluate() {}

    /**
     * Runs the main job and exits with its code.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, terminalCharset());
        PrintWriter err = new PrintWriter(System.err, true, terminalCharset());
        int code = run(out, err, args);
        out.flush();
        err.flush();
        if (code != 0) {
            System.exit(code);
        }
    }

    /**
     * Runs the main job.
     *
     * @param out where results go
     * @param err where errors and progress go
     * @param args see {@code --help}
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Evaluate())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(80)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Evaluate::explain)
                .execute(args);
    }

    private static Charset terminalCharset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return !name.isEmpty()
                        && Charset.isSupported(name)
                        && Charset.forName(name).newEncoder().canEncode('字')
                ? Charset.forName(name)
                : StandardCharsets.UTF_8;
    }

    private static int explain(Exception error, CommandLine command, CommandLine.ParseResult ignored) {
        PrintWriter err = command.getErr();
        if (error instanceof BadDataException bad) {
            err.println("error: the data cannot be read as they are; nothing was evaluated");
            bad.lines.stream().limit(FAULTS_SHOWN).forEach(line -> err.println("  " + line));
            if (bad.lines.size() > FAULTS_SHOWN) {
                err.println("  … " + (bad.lines.size() - FAULTS_SHOWN) + " more");
            }
            return BAD_DATA;
        }
        if (error instanceof UncheckedIOException unreadable) {
            err.println("error: " + unreadable.getMessage());
            return BAD_DATA;
        }
        if (error instanceof UsageException usage) {
            err.println("error: " + usage.getMessage());
            err.println("Try --help.");
            return CommandLine.ExitCode.USAGE;
        }
        err.println("error: " + error);
        error.printStackTrace(err);
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Unit unit = unit();
        checkLanguage();
        if (ratingsFile == null && judgeFile != null) {
            throw new UsageException("--judge needs --ratings: a judge is held against people");
        }
        Results results;
        try (Progress progress = new Progress(noProgress)) {
            results = evaluate(unit, progress);
        }
        print(out, results);
        return CommandLine.ExitCode.OK;
    }

    /** What is printed. */
    private record Results(
            Optional<Dataset> dataset,
            Study study,
            Leaderboard board,
            String agreement,
            List<JudgeValidation> judges) {}

    private Results evaluate(Unit unit, Progress progress) {
        progress.step("reading replies");
        Optional<Dataset> dataset = readDataset();
        progress.step("reading ratings");
        Study study = study(dataset);
        refuseDuplicates(study.people(), study.ratingsSource());
        progress.step("leaderboard");
        Analysis analysis = Analysis.of(study.people(), Rubric.esrp())
                .withDuplicates(duplicates)
                .withUnit(unit)
                .withInference(ClusteredInference.withDefaults().withSeed(seed))
                .withNames(names(dataset));
        Leaderboard board = orBadData(analysis::leaderboard);
        progress.step("agreement");
        String agreement = agreement(analysis);
        progress.step("judges");
        List<JudgeValidation> judges = new ArrayList<>();
        for (Ratings judge : study.judges()) {
            judges.add(orBadData(() -> analysis.judgeValidation(judge)));
        }
        return new Results(dataset, study, board, agreement, judges);
    }

    /** The agreement of raters, or why there is none: the rest of the evaluation does not need it. */
    private String agreement(Analysis analysis) {
        if (analysis.ratings().raters().size() < 2) {
            return "one rater: nobody to agree with";
        }
        boolean crossed = analysis.unit() == Unit.CHARACTER_AND_SCENARIO;
        try {
            return (crossed ? analysis.withUnit(Unit.CHARACTER) : analysis)
                    .agreement()
                    .text(language);
        } catch (IllegalArgumentException e) {
            return "none: " + e.getMessage();
        }
    }

    /** What the library refuses here is in the user's files. */
    private static <T> T orBadData(Supplier<T> result) {
        try {
            return result.get();
        } catch (IllegalArgumentException e) {
            throw new BadDataException(List.of(String.valueOf(e.getMessage())), e);
        }
    }

    private void print(PrintWriter out, Results results) {
        Study study = results.study();
        heading(out, "Data: " + study.source());
        results.dataset().ifPresent(replies -> {
            out.println(replies);
            out.println();
            out.println(replies.summary().text(language));
            out.println();
            out.println("Findings (kept as they are, nothing was dropped):");
            out.println(inWords(replies.findings()));
        });
        out.println();
        out.println("== Ratings: " + study.ratingsSource());
        out.println(study.people());
        if (!study.people().findings().isEmpty()) {
            out.println(inWords(study.people().findings()));
        }
        heading(out, "Leaderboard");
        out.println(results.board().text(language));
        heading(out, "Agreement of raters");
        out.println(results.agreement());
        heading(out, "Judge against people");
        if (results.judges().isEmpty()) {
            out.println("no ratings of a judge; give them with --judge <file>");
        }
        results.judges().forEach(judge -> out.println(judge.text(language)));
        out.flush();
    }

    private String inWords(List<Finding> findings) {
        return Finding.summary(findings).as(TableFormat.text(), language);
    }

    private static void heading(PrintWriter out, String text) {
        out.println();
        out.println("== " + text);
        out.println();
    }

    private Optional<Dataset> readDataset() {
        if (data != null) {
            Path folder = data;
            return Optional.of(readOrListFaults(() -> ChatAnime.read(folder), () -> ChatAnime.validate(folder)));
        }
        return ratingsFile != null ? Optional.empty() : Optional.of(SampleData.dataset(language));
    }

    private void checkLanguage() {
        if (!SampleData.languages().contains(language)) {
            throw new UsageException(
                    "--language: no language \"" + language + "\"; there are " + SampleData.languages());
        }
    }

    /** People's ratings and judges' ratings, with where they come from. */
    private record Study(String source, String ratingsSource, Ratings people, List<Ratings> judges) {}

    private Study study(Optional<Dataset> dataset) {
        if (ratingsFile != null) {
            Ratings all = readRatings("--ratings", ratingsFile);
            Ratings people = all.where(rating -> new Rater(rating.rater()).kind() != Rater.Kind.MODEL);
            if (people.isEmpty()) {
                throw new UsageException("--ratings: " + ratingsFile + " holds " + all.size()
                        + " ratings, all of them by models; those of people go here, those of models to --judge");
            }
            Ratings judges = all.where(rating -> new Rater(rating.rater()).kind() == Rater.Kind.MODEL);
            List<Ratings> byJudge = new ArrayList<>(oneByOne(judges));
            if (judgeFile != null) {
                byJudge.addAll(oneByOne(readRatings("--judge", judgeFile)));
            }
            String source = data == null ? "ratings only" : data.toString();
            return new Study(source, ratingsFile.toString(), people, byJudge);
        }
        if (data != null) {
            SimulatedStudy study =
                    SimulatedStudy.chatAnime(dataset.orElseThrow()).withSeed(seed);
            String source =
                    "SIMULATED\n\nNo ratings were given (--ratings), so a study was simulated. It is calibrated to\n"
                            + "the paper's Table 1 (six of its candidates, two raters a character) and says\n"
                            + "nothing about any candidate.\n";
            return new Study(data.toString(), source, study.ratings(), List.of(study.judge("judge", 0.2, 0.6)));
        }
        SimulatedStudy study = SampleRatings.study(dataset.orElseThrow());
        return new Study(
                "sample data that ships with esrp, language " + language,
                "SIMULATED\n\nThey ship with the sample data; no person rated it.\n",
                SampleData.ratings(language),
                List.of(study.judge("judge", 0.2, 0.6)));
    }

    private static List<Ratings> oneByOne(Ratings judges) {
        return judges.raters().stream()
                .map(rater -> judges.where(esrp.core.Column.RATER, rater))
                .toList();
    }

    private static Ratings readRatings(String option, Path file) {
        try {
            return readOrListFaults(() -> Ratings.read(file), () -> Ratings.validate(file));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** Who mends a file wants to see all faults at once, not the first alone. */
    private static <T> T readOrListFaults(Supplier<T> read, Supplier<List<Finding>> validate) {
        try {
            return read.get();
        } catch (DatasetFormatException first) {
            List<Finding> faults = validate.get();
            throw new BadDataException(
                    faults.isEmpty() ? List.of(String.valueOf(first.getMessage())) : strings(faults), first);
        }
    }

    private void refuseDuplicates(Ratings ratings, String source) {
        List<Ratings.Duplicate> found = ratings.duplicates();
        if (duplicates == Analysis.Duplicates.REJECT && !found.isEmpty()) {
            List<String> lines = new ArrayList<>();
            for (Ratings.Duplicate one : found) {
                Rating first = one.first();
                lines.add("rater \"" + first.rater() + "\" rated candidate \"" + first.candidate() + "\", character \""
                        + first.character() + "\", item \"" + first.item() + "\" on " + first.metric() + " "
                        + one.count() + " times: " + one.scores());
            }
            lines.add("(" + source + "; --duplicates first or last keeps one of each)");
            throw new BadDataException(lines, null);
        }
    }

    private static List<String> strings(List<?> things) {
        return things.stream().map(Object::toString).toList();
    }

    private static Map<String, String> names(Optional<Dataset> dataset) {
        Map<String, String> names = new LinkedHashMap<>();
        dataset.ifPresent(
                replies -> replies.candidates().forEach(candidate -> names.put(candidate.id(), candidate.name())));
        return names;
    }

    private Unit unit() {
        String wanted = unitName.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        for (Unit unit : Unit.values()) {
            if (unit.name().equals(wanted)) {
                return unit;
            }
        }
        throw new UsageException("--unit: no unit \"" + unitName
                + "\"; units are rating, dialogue, scenario, character, character-and-scenario");
    }

    /** Data that cannot be read, with every fault. */
    private static final class BadDataException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient List<String> lines;

        BadDataException(List<String> lines, @Nullable Throwable cause) {
            super(String.join("; ", lines), cause);
            this.lines = List.copyOf(lines);
        }
    }

    /** Options that each parse but do not fit. */
    private static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    /** The version from the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Evaluate.class.getPackage().getImplementationVersion();
            return new String[] {"esrp " + (version == null ? "(not from a jar)" : version)};
        }
    }

    /** A bar on standard error while somebody watches. */
    private static final class Progress implements AutoCloseable {
        private static final int STEPS = 5;

        private final @Nullable ProgressBar bar;

        Progress(boolean off) {
            bar = off || !watched()
                    ? null
                    : new ProgressBarBuilder()
                            .setTaskName("esrp")
                            .setInitialMax(STEPS)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setMaxRenderedLength(79)
                            .clearDisplayOnFinish()
                            .build();
        }

        /** Before Java 22 a console is there only in a terminal; since then it says so itself. */
        @SuppressWarnings("SystemConsoleNull")
        private static boolean watched() {
            Console console = System.console();
            if (console == null) {
                return false;
            }
            try {
                return (boolean) Console.class.getMethod("isTerminal").invoke(console);
            } catch (ReflectiveOperationException e) {
                return true;
            }
        }

        void step(String what) {
            if (bar != null) {
                bar.setExtraMessage(what).step();
            }
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
