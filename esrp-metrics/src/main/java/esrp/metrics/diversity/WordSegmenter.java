package esrp.metrics.diversity;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Splits a text into words. Chinese is written without spaces, so this takes a dictionary: {@link HanLpSegmenter} has
 * one, the two here have none and say so.
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
