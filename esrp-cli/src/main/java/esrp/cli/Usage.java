package esrp.cli;

import esrp.core.internal.Messages;
import esrp.core.internal.Resources;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

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
        List<String> unknown = wrong.getCommandLine().getUnmatchedArguments();
        if (!unknown.isEmpty()) {
            return unknown(wrong.getCommandLine(), unknown, language);
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

    /** The first option that there is none of, or the command, and the nearest that there is; else all that is unknown. */
    private static String unknown(CommandLine command, List<String> unknown, String language) {
        Optional<String> option =
                unknown.stream().filter(argument -> argument.startsWith("-")).findFirst();
        Set<String> known = option.isPresent()
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        String name = option.orElse(unknown.get(0)).split("=", 2)[0];
        return known.stream()
                .min(Comparator.comparing((String one) -> !one.startsWith(name)).thenComparing(one -> edits(name, one)))
                .map(nearest -> MESSAGES.text(
                        language,
                        option.isPresent() ? "usage.option.unknown" : "usage.command.unknown",
                        "name",
                        name,
                        "nearest",
                        nearest))
                .orElseGet(() -> MESSAGES.text(language, "usage.unknown", "names", quoted(unknown)));
    }

    /** How many letters have to be put in, left out or replaced (Levenshtein). */
    private static int edits(String from, String to) {
        int[] edits = IntStream.rangeClosed(0, to.length()).toArray();
        for (int i = 0; i < from.length(); i++) {
            int before = edits[0]++;
            for (int j = 0; j < to.length(); j++) {
                int replaced = before + (from.charAt(i) == to.charAt(j) ? 0 : 1);
                before = edits[j + 1];
                edits[j + 1] = Math.min(replaced, Math.min(before, edits[j]) + 1);
            }
        }
        return edits[to.length()];
    }

    private static List<String> quoted(List<String> arguments) {
        return arguments.stream().map(argument -> "\"" + argument + "\"").toList();
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
