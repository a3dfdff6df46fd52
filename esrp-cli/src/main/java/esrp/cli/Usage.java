package esrp.cli;

import esrp.core.internal.Messages;
import esrp.core.internal.Resources;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Help and wrong usage in the language of the output, whatever the locale of the machine. */
final class Usage {
    private static final Messages MESSAGES = Messages.of(Esrp.class);

    private Usage() {}

    /** Gives a command and its subcommands the help texts of a language; what it has no text for stays English. */
    static void translate(CommandLine command, String language) {
        String own = "help/" + language + ".properties";
        String text = Resources.text(Esrp.class, "help/en.properties")
                + (Esrp.class.getResource(own) == null ? "" : "\n" + Resources.text(Esrp.class, own));
        try {
            ResourceBundle texts = new PropertyResourceBundle(new StringReader(text));
            command.setResourceBundle(texts);
            command.getSubcommands().values().forEach(sub -> sub.setResourceBundle(texts));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** What is wrong with the arguments. */
    static String message(ParameterException wrong, String language) {
        String said = String.valueOf(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unknown) {
            return MESSAGES.text(language, "usage.unknown", "names", quoted(unknown.getUnmatched()));
        }
        if (wrong instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return MESSAGES.text(
                    language,
                    "usage.missing",
                    "names",
                    missing.getMissing().stream().map(Usage::name).toList());
        }
        ArgSpec option = wrong.getArgSpec();
        if (language.equals("en") || option == null) {
            return said.substring(0, 1).toLowerCase(Locale.ROOT) + said.substring(1);
        }
        return MESSAGES.text(
                language,
                "usage.value",
                "name",
                name(option),
                "value",
                String.valueOf(wrong.getValue()),
                "expected",
                String.join(" ", option.description()));
    }

    private static List<String> quoted(List<String> arguments) {
        return arguments.stream().map(argument -> "\"" + argument + "\"").toList();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
