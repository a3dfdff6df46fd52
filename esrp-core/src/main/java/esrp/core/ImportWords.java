package esrp.core;

import esrp.core.internal.Resources;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of files of ratings in all languages, from {@code imports/words.properties}. */
final class ImportWords {
    private static final Properties ALL = Resources.properties(ImportWords.class, "imports/words.properties");

    private ImportWords() {}

    /** The words under a key. */
    static List<String> of(String key) {
        return List.of(ALL.getProperty(key).strip().split("\\s+"));
    }

    /** A regular expression that matches one of the words under a key; Latin words with no Latin letter beside them. */
    static String anyOf(String key) {
        return of(key).stream()
                .map(word -> word.matches("[a-z]+") ? "(?<![a-z])" + word + "(?![a-z])" : Pattern.quote(word))
                .collect(Collectors.joining("|", "(?:", ")"));
    }
}
