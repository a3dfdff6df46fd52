package esrp.cli;

import esrp.core.DatasetFormatException;
import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import esrp.metrics.Analysis;
import esrp.metrics.Unit;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The {@code esrp} command.
 *
 * <p>Exit codes: 0 done, 1 unexpected error, 2 wrong usage, 3 data that cannot be read or written.
 */
@Command(
        name = "esrp",
        mixinStandardHelpOptions = true,
        versionProvider = Esrp.Version.class,
        sortOptions = false,
        scope = ScopeType.INHERIT,
        subcommands = {
            EvaluateCommand.class,
            ImportCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            ExportCommand.class,
            PlanCommand.class,
            ScreenCommand.class,
            AssignCommand.class,
            FormsCommand.class,
            CollectCommand.class,
            RubricCommand.class
        })
final class Esrp {
    static final int BAD_DATA = 3;
    private static final int FAULTS_SHOWN = 20;
    private static final String LANGUAGE = "--language";

    @Option(
            names = LANGUAGE,
            paramLabel = "<language>",
            defaultValue = "en",
            scope = ScopeType.INHERIT,
            converter = LanguageTag.class,
            completionCandidates = LanguageTags.class)
    private String language = "en";

    @Option(names = "--no-progress", scope = ScopeType.INHERIT)
    private boolean noProgress;

    private Esrp() {}

    /**
     * Runs the command and exits with its code.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Charset charset = terminalCharset();
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, charset);
        PrintWriter err = new PrintWriter(new FileOutputStream(FileDescriptor.err), true, charset);
        int code = run(out, err, args);
        if (out.checkError()) {
            err.println(words(language(args), "error", "message", words(language(args), "output")));
            code = code == 0 ? BAD_DATA : code;
        }
        err.flush();
        System.exit(code);
    }

    /**
     * Runs the command.
     *
     * @param out where results go
     * @param err where errors and progress go
     * @param args see {@code --help}
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine command = command(language(args));
        return command.setOut(out).setErr(err).execute(args);
    }

    /** The command with its help in a language. */
    static CommandLine command(String language) {
        CommandLine command = new CommandLine(new Esrp())
                .setUsageHelpWidth(80)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Unit.class, Inputs.constants(Unit.class))
                .registerConverter(Analysis.Items.class, Inputs.constants(Analysis.Items.class))
                .registerConverter(Analysis.Duplicates.class, Inputs.constants(Analysis.Duplicates.class))
                .setParameterExceptionHandler(
                        (wrong, given) -> usage(wrong.getCommandLine(), language, Usage.message(wrong, language)))
                .setExecutionExceptionHandler((failed, failing, given) -> explain(failed, failing));
        Usage.translate(command, language);
        return command;
    }

    /** The language that is asked for, before anything else is read. */
    private static String language(String... args) {
        String language = "en";
        for (int i = 0; i < args.length; i++) {
            String value = args[i].startsWith(LANGUAGE + "=")
                    ? args[i].substring(LANGUAGE.length() + 1)
                    : args[i].equals(LANGUAGE) && i + 1 < args.length ? args[i + 1] : "";
            language = Languages.shipped().contains(value) ? value : language;
        }
        return language;
    }

    /** What the terminal understands, if that holds Chinese; UTF-8 otherwise, whatever the locale. */
    private static Charset terminalCharset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return !name.isEmpty()
                        && Charset.isSupported(name)
                        && Charset.forName(name).newEncoder().canEncode('字')
                ? Charset.forName(name)
                : StandardCharsets.UTF_8;
    }

    private static int usage(CommandLine command, String language, String message) {
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(words(language, "error", "message", message));
        command.getErr().println(words(language, "try", "name", name));
        return CommandLine.ExitCode.USAGE;
    }

    private static String words(String language, String key, Object... parameters) {
        return Messages.of(Esrp.class).text(language, key, parameters);
    }

    private static int explain(Exception error, CommandLine command) {
        PrintWriter err = command.getErr();
        String language = ((Esrp) command.getCommandSpec().root().userObject()).language();
        if (error instanceof BadDataException bad) {
            err.println(words(language, "error", "message", String.valueOf(bad.getMessage())));
            bad.lines().stream().limit(FAULTS_SHOWN).forEach(line -> err.println("  " + line));
            if (bad.lines().size() > FAULTS_SHOWN) {
                err.println("  … +" + (bad.lines().size() - FAULTS_SHOWN));
            }
            return BAD_DATA;
        }
        if (error instanceof UsageException usage) {
            return usage(command, language, usage.in(language));
        }
        if (error instanceof UncheckedIOException
                || error instanceof IOException
                || error instanceof IllegalArgumentException) {
            err.println(words(language, "error", "message", String.valueOf(error.getMessage())));
            return BAD_DATA;
        }
        if (error instanceof DatasetFormatException bad) {
            err.println(words(language, "error", "message", bad.finding().in(language)));
            return BAD_DATA;
        }
        err.println(words(language, "error", "message", error.toString()));
        error.printStackTrace(err);
        return CommandLine.ExitCode.SOFTWARE;
    }

    String language() {
        return language;
    }

    boolean progress() {
        return !noProgress;
    }

    /** A language that texts are shipped in. */
    static final class LanguageTag implements CommandLine.ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!Languages.shipped().contains(value)) {
                throw new CommandLine.TypeConversionException(
                        "no language \"" + value + "\"; there are " + Languages.shipped());
            }
            return value;
        }
    }

    /** The languages that texts are shipped in. */
    static final class LanguageTags implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Languages.shipped().iterator();
        }
    }

    /** The version from the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Esrp.class.getPackage().getImplementationVersion();
            return new String[] {"esrp " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
