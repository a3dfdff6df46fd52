package esrp.cli;

import esrp.core.DatasetFormatException;
import esrp.core.internal.Languages;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
            ExportCommand.class,
            PlanCommand.class,
            AssignCommand.class,
            FormsCommand.class,
            CollectCommand.class,
            RubricCommand.class
        },
        description = "Evaluates Emotionally Supportive Role-Playing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:unexpected error", "2:wrong usage", "3:data that cannot be read or written"})
final class Esrp {
    static final int BAD_DATA = 3;
    private static final int FAULTS_SHOWN = 20;

    @Option(
            names = "--language",
            paramLabel = "<zh|en>",
            defaultValue = "en",
            scope = ScopeType.INHERIT,
            converter = LanguageTag.class,
            description = "language of all output; default ${DEFAULT-VALUE}")
    private String language = "en";

    @Option(names = "--no-progress", scope = ScopeType.INHERIT, description = "no progress line on standard error")
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
            err.println("error: the output could not be written in full");
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
        return new CommandLine(new Esrp())
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(80)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, given) -> usage(wrong.getCommandLine(), wrong))
                .setExecutionExceptionHandler((failed, command, given) -> explain(failed, command))
                .execute(args);
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

    private static int usage(CommandLine command, Exception wrong) {
        String name = command.getCommandSpec().qualifiedName();
        String message = String.valueOf(wrong.getMessage());
        command.getErr().println("error: " + message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1));
        command.getErr().println("Try " + name + " --help.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int explain(Exception error, CommandLine command) {
        PrintWriter err = command.getErr();
        String language = ((Esrp) command.getCommandSpec().root().userObject()).language();
        if (error instanceof BadDataException bad) {
            err.println("error: " + bad.getMessage());
            bad.lines().stream().limit(FAULTS_SHOWN).forEach(line -> err.println("  " + line));
            if (bad.lines().size() > FAULTS_SHOWN) {
                err.println("  … +" + (bad.lines().size() - FAULTS_SHOWN));
            }
            return BAD_DATA;
        }
        if (error instanceof UsageException usage) {
            return usage(command, usage);
        }
        if (error instanceof UncheckedIOException
                || error instanceof IOException
                || error instanceof IllegalArgumentException) {
            err.println("error: " + error.getMessage());
            return BAD_DATA;
        }
        if (error instanceof DatasetFormatException bad) {
            err.println("error: " + bad.finding().in(language));
            return BAD_DATA;
        }
        err.println("error: " + error);
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

    /** The version from the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Esrp.class.getPackage().getImplementationVersion();
            return new String[] {"esrp " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
