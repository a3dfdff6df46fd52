package esrp.prompts.internal;

import esrp.core.internal.Languages;
import esrp.core.internal.Resources;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The words that replies are made of, by what they mean: read from {@code reading/<language>.txt} for every language that
 * is shipped, all at once, since judges mix languages. A file has a section {@code [concept]} for each {@link Concept}
 * with its words between commas, and lines of remarks that start with {@code #}.
 */
final class Vocabulary {
    /** What a word means in a reply; the sections of {@code reading/en.txt} say more. */
    enum Concept {
        SCORE,
        FINAL,
        OVERALL,
        EXPLANATION,
        NAME,
        TITLE,
        WRAPPER,
        PART,
        MAXIMUM,
        SCALE,
        OTHER_SCALE,
        UNIT,
        HALF,
        COUNTED,
        ORDINAL,
        ORDINAL_ENDING,
        IS,
        OR,
        HEDGE,
        DOUBT,
        RETRACTION,
        CORRECTION,
        POINTING,
        COUNTING,
        PLAIN,
        NOT,
        BECAUSE,
        FOREIGN,
        BEST,
        WORST,
        TURNED_OVER,
        NO_SCORE,
        REFUSAL,
        THINKING,
        ANSWER,
        THINKING_ELEMENT,
        NOTHING,
        TRUTH,
        QUESTION,
        EVENT,
        FAILURE,
        STATUS
    }

    /**
     * A word or phrase.
     *
     * @param concepts what it means; empty if it only is a number
     * @param number the number it says; -1 if it is none
     */
    record Entry(Set<Concept> concepts, int number) {
        static final Entry NOTHING = new Entry(EnumSet.noneOf(Concept.class), -1);
    }

    private static final Map<Integer, Integer> SIMPLIFIED = new HashMap<>();
    private static final Map<String, Entry> BY_KEY = new HashMap<>();
    private static final Spelling<Entry> WORDS = new Spelling<>();

    static {
        Languages.shipped().forEach(language -> read(language, true));
        Languages.shipped().forEach(language -> read(language, false));
    }

    private Vocabulary() {}

    /** The meaning of a whole key or label, whatever stands between its letters. */
    static Entry of(String text) {
        return text.length() > 80 ? Entry.NOTHING : BY_KEY.getOrDefault(Fold.key(text), Entry.NOTHING);
    }

    static boolean is(String text, Concept concept) {
        return of(text).concepts.contains(concept);
    }

    /** The tree of all words, as they are spelled in text. */
    static Spelling<Entry> words() {
        return WORDS;
    }

    static int simplified(int cp) {
        return SIMPLIFIED.isEmpty() ? cp : SIMPLIFIED.getOrDefault(cp, cp);
    }

    private static void read(String language, boolean characters) {
        String section = "";
        for (String line : lines(language)) {
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                continue;
            }
            for (String word : line.split(",", -1)) {
                String entry = word.strip();
                if (entry.isEmpty()) {
                    continue;
                }
                if (section.equals("traditional")) {
                    if (characters) {
                        SIMPLIFIED.put(entry.codePointAt(0), entry.codePointBefore(entry.length()));
                    }
                } else if (!characters) {
                    boolean number = section.equals("numbers");
                    add(
                            number ? entry.substring(0, entry.indexOf('=')) : entry,
                            number
                                    ? EnumSet.noneOf(Concept.class)
                                    : EnumSet.of(Concept.valueOf(
                                            section.replace(' ', '_').toUpperCase(Locale.ROOT))),
                            number ? Integer.parseInt(entry.substring(entry.indexOf('=') + 1)) : -1);
                }
            }
        }
    }

    private static void add(String word, EnumSet<Concept> concepts, int number) {
        String key = Fold.key(word);
        Entry known = BY_KEY.get(key);
        if (known != null) {
            known.concepts.addAll(concepts);
            if (number < 0) {
                return;
            }
            concepts.addAll(known.concepts);
        }
        Entry entry = new Entry(concepts, number);
        BY_KEY.put(key, entry);
        WORDS.put(
                word.codePoints()
                        .map(cp -> Character.isLetterOrDigit(cp) ? Fold.letter(cp) : ' ')
                        .toArray(),
                entry);
    }

    private static List<String> lines(String language) {
        return Resources.text(Vocabulary.class, "/esrp/prompts/reading/" + language + ".txt")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
