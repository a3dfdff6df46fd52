package esrp.metrics.diversity;

import esrp.core.Character;
import esrp.core.internal.Checks;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Splits a text into words. Chinese is written without spaces, so this takes a dictionary: {@link #hanLp} has
 * one, the other two have none.
 */
@FunctionalInterface
public interface WordSegmenter {
    /**
     * The words of a text in order, punctuation included or not. Implementations must be safe for use by several
     * threads.
     *
     * @param text any text
     * @return pieces of the text that do not overlap, in order; none is empty
     */
    List<String> words(String text);

    /**
     * Chinese words by HanLP's dictionary and shortest path. HanLP is an optional dependency:
     * {@code com.hankcs:hanlp:portable-1.8.6} (8 MB, Apache-2.0, no dependencies of its own; half a second to load).
     *
     * @return the segmenter
     * @throws NoClassDefFoundError if HanLP is not on the class path
     */
    static WordSegmenter hanLp() {
        return hanLp(List.of(), List.of());
    }

    /**
     * Chinese words by HanLP, with more words that are kept whole. HanLP's static dictionary is not changed.
     *
     * @param characters characters whose names are words: name and aliases, and the parts of a name written with middle dots or
     *     brackets ({@code 甲乙（丙丁）} adds {@code 甲乙} and {@code 丙丁} too; single letters are left out)
     * @param words further words; none is blank
     * @return the segmenter
     * @throws NoClassDefFoundError if HanLP is not on the class path
     */
    static WordSegmenter hanLp(Collection<Character> characters, Collection<String> words) {
        Set<String> names = HanLpSegmenter.names(characters);
        for (String word : words) {
            names.add(Checks.text("words: word", word));
        }
        return new HanLpSegmenter(names);
    }

    /**
     * Not words but all overlapping pairs of neighbouring letters or digits: what is left where no dictionary is at
     * hand. A run of one letter is given as it is.
     *
     * <p>The pairs overlap, so they serve {@link WordFrequencies} and not {@link Tokenizer#words}.
     *
     * @return the segmenter
     */
    static WordSegmenter characterPairs() {
        Pattern run = Pattern.compile("[\\p{L}\\p{Nd}]+");
        return text -> {
            List<String> pairs = new ArrayList<>();
            run.matcher(text)
                    .results()
                    .map(found -> found.group().codePoints().toArray())
                    .forEach(letters -> {
                        int last = Math.max(1, letters.length - 1);
                        for (int i = 0; i < last; i++) {
                            pairs.add(new String(letters, i, Math.min(2, letters.length)));
                        }
                    });
            return List.copyOf(pairs);
        };
    }

    /**
     * The JDK's word boundaries, for languages written with spaces. The JDK has no Chinese dictionary: a run of Han
     * characters comes out as one "word".
     *
     * @param locale the language
     * @return the segmenter; white space is left out
     */
    static WordSegmenter spaced(Locale locale) {
        Objects.requireNonNull(locale, "locale");
        return text -> {
            BreakIterator boundaries = BreakIterator.getWordInstance(locale);
            boundaries.setText(text);
            List<String> words = new ArrayList<>();
            int start = boundaries.first();
            for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
                String word = text.substring(start, end);
                if (!word.isBlank()) {
                    words.add(word);
                }
                start = end;
            }
            return List.copyOf(words);
        };
    }
}
