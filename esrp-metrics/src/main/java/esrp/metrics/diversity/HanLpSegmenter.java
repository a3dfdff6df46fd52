package esrp.metrics.diversity;

import com.google.common.collect.Iterables;
import com.hankcs.hanlp.collection.trie.bintrie.BinTrie;
import com.hankcs.hanlp.dictionary.CustomDictionary;
import com.hankcs.hanlp.dictionary.DynamicCustomDictionary;
import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.Viterbi.ViterbiSegment;
import esrp.core.Character;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chinese words by HanLP's dictionary and shortest path, with names added. Add the dependency yourself, it is optional:
 * {@code com.hankcs:hanlp:portable-1.8.6} (8 MB, Apache-2.0, no dependencies of its own; half a second to load).
 *
 * <p>Names belong to this instance: HanLP's own dictionary, which is static, is read and never written. Instances are
 * immutable and serve several threads.
 */
public final class HanLpSegmenter implements WordSegmenter {
    /** Frequent enough that the shortest path goes through the name, whatever its characters mean alone. */
    private static final String NAME = "nr 1000000";

    private final Set<String> names;
    private final Segment segment;

    private HanLpSegmenter(Set<String> names) {
        this.names = names;
        // No path: nothing is loaded again, the words HanLP ships are shared.
        DynamicCustomDictionary dictionary =
                new DynamicCustomDictionary(CustomDictionary.DEFAULT.dat, new BinTrie<>(), null);
        // add() leaves alone what the shared dictionary has; insert() would overwrite it for everybody.
        names.forEach(name -> dictionary.add(name, NAME));
        this.segment = new ViterbiSegment().enableCustomDictionary(dictionary).enableCustomDictionaryForcing(true);
    }

    /**
     * HanLP as it comes.
     *
     * @return the segmenter
     * @throws NoClassDefFoundError if HanLP is not on the class path
     */
    public static HanLpSegmenter withDefaults() {
        return new HanLpSegmenter(Set.of());
    }

    /**
     * Knows more words, whole.
     *
     * @param more the words; none is blank
     * @return a copy
     */
    public HanLpSegmenter withWords(Collection<String> more) {
        Set<String> all = new LinkedHashSet<>(names);
        for (String word : more) {
            if (word.isBlank()) {
                throw new IllegalArgumentException("more: holds a blank word");
            }
            all.add(word);
        }
        return new HanLpSegmenter(all);
    }

    /**
     * Knows the names of characters: name and aliases, and the parts of a name written with middle dots or brackets
     * ({@code 甲乙（丙丁）} adds {@code 甲乙} and {@code 丙丁} too; single characters are left out).
     *
     * @param characters the characters
     * @return a copy
     */
    public HanLpSegmenter withNamesOf(Collection<Character> characters) {
        List<String> words = new ArrayList<>();
        for (Character character : characters) {
            for (String name : Iterables.concat(character.aliases(), List.of(character.name()))) {
                words.add(name);
                for (String part : name.split("[·・•（）()]", -1)) {
                    if (part.codePointCount(0, part.length()) > 1 && !part.isBlank()) {
                        words.add(part);
                    }
                }
            }
        }
        return withWords(words);
    }

    @Override
    public List<String> words(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return segment.seg(text).stream()
                .map(term -> term.word)
                .filter(word -> !word.isBlank())
                .toList();
    }
}
