package esrp.report;

import esrp.core.internal.Resources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The report's own words, in its languages: a resource with one line a phrase, {@code key|zh|en}. */
final class Words {
    private static final Pattern SLOT = Pattern.compile("\\{(\\d)}");
    private static final Map<String, List<String>> ALL = read(Resources.text(Report.class, "page/words.txt"));

    private final String language;

    Words(String language) {
        if (!language.equals("zh") && !language.equals("en")) {
            throw new IllegalArgumentException("language: \"" + language + "\"; reports speak [zh, en]");
        }
        this.language = language;
    }

    String language() {
        return language;
    }

    /** The phrase, or the key's last part as it is where there is none: what callers call their own things. */
    String sayOr(String prefix, String name) {
        return ALL.containsKey(prefix + name) ? say(prefix + name) : name;
    }

    /** The phrase with its slots filled in one pass: what goes in is not looked at again. */
    String say(String key, String... values) {
        List<String> texts = ALL.get(key);
        if (texts == null) {
            throw new IllegalArgumentException("no words for \"" + key + "\"");
        }
        return SLOT.matcher(texts.get(language.equals("zh") ? 0 : 1))
                .replaceAll(slot -> Matcher.quoteReplacement(values[Integer.parseInt(slot.group(1))]));
    }

    private static Map<String, List<String>> read(String text) {
        Map<String, List<String>> all = new HashMap<>();
        text.lines().forEach(line -> {
            String[] parts = line.split("\\|", -1);
            if (parts.length != 3 || all.put(parts[0], List.of(parts[1], parts[2])) != null) {
                throw new IllegalStateException("words: a key, two texts and no key twice were expected: " + line);
            }
        });
        return Map.copyOf(all);
    }
}
