package esrp.metrics.diversity;

import com.google.common.collect.Iterables;
import com.hankcs.hanlp.collection.trie.bintrie.BinTrie;
import com.hankcs.hanlp.dictionary.CustomDictionary;
import com.hankcs.hanlp.dictionary.DynamicCustomDictionary;
import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.Viterbi.ViterbiSegment;
import esrp.core.Character;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chinese words by HanLP. Names belong to this instance: HanLP's own dictionary, which is static, is read and never written.
 */
final class HanLpSegmenter implements WordSegmenter {
    /** Frequent enough that the shortest path goes through the name, whatever its characters mean alone. */
    private static final String NAME = "nr 1000000";

    private final Segment segment;

    HanLpSegmenter(Collection<String> names) {
        // No path: nothing is loaded again, the words HanLP ships are shared.
        DynamicCustomDictionary dictionary =
                new DynamicCustomDictionary(CustomDictionary.DEFAULT.dat, new BinTrie<>(), null);
        // add() leaves alone what the shared dictionary has; insert() would overwrite it for everybody.
        names.forEach(name -> dictionary.add(name, NAME));
        this.segment = new ViterbiSegment().enableCustomDictionary(dictionary).enableCustomDictionaryForcing(true);
    }

    /** The names and aliases of characters, and the parts of names with middle dots or brackets. */
    static Set<String> names(Collection<Character> characters) {
        Set<String> names = new LinkedHashSet<>();
        for (Character character : characters) {
            for (String name : Iterables.concat(character.aliases(), List.of(character.name()))) {
                names.add(name);
                for (String part : name.split("[·・•（）()]", -1)) {
                    if (part.codePointCount(0, part.length()) > 1 && !part.isBlank()) {
                        names.add(part);
                    }
                }
            }
        }
        return names;
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
