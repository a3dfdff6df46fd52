package esrp.metrics.diversity;

import static com.google.common.collect.ImmutableMap.toImmutableMap;

import com.google.common.base.Joiner;
import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Multiset;
import com.google.common.collect.Multisets;
import esrp.core.ResponseBatch;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Messages;
import esrp.core.internal.Names;
import esrp.core.internal.Resources;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How often each candidate uses each word as each character: what word clouds are drawn from, and which words are a
 * candidate's own.
 *
 * <p>Words without a letter or digit are not counted. Immutable; memory is one entry for each different word of each
 * candidate and character.
 */
public final class WordFrequencies implements Result {
    /** A word that one candidate uses more, or less, than the others do. */
    public sealed interface Distinctive {
        /** {@return the word as it stands in the replies} */
        String word();

        /** {@return how often the candidate uses it; at least 1} */
        long count();

        /** {@return how often all other candidates together use it; at least 0} */
        long others();

        /**
         * {@return the natural log odds ratio, with an informative Dirichlet prior: positive if the candidate uses the
         * word more than the others do}
         */
        double logOdds();

        /**
         * {@return the log odds ratio divided by its standard error: an order, not a test: words are not independent
         * draws}
         */
        double z();
    }

    private record DistinctiveOf(String word, long count, long others, double logOdds, double z)
            implements Distinctive {
        /** As {@code word 12 : 3 (z 4.1)}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %d : %d (z %.1f)", word, count, others, z);
        }
    }

    private static final int SHOWN = 5;
    private static final Set<String> FUNCTION_WORDS = Set.of(
            Resources.text(WordFrequencies.class, "function-words.txt").strip().split("\\s+"));

    /** Candidate to character to words. */
    private final Map<String, Map<String, Multiset<String>>> counts;

    private final ImmutableMap<String, String> names;

    private WordFrequencies(Map<String, Map<String, Multiset<String>>> counts, ImmutableMap<String, String> names) {
        this.counts = counts;
        this.names = names;
    }

    /**
     * Counts the words of replies.
     *
     * @param segmenter splits replies into words
     * @param batches replies; batches serve as they come, their size does not matter
     * @return the counts
     */
    public static WordFrequencies of(WordSegmenter segmenter, Iterable<ResponseBatch> batches) {
        Objects.requireNonNull(segmenter, "segmenter");
        Map<String, Map<String, Multiset<String>>> counts = new LinkedHashMap<>();
        for (ResponseBatch batch : batches) {
            Multiset<String> words = counts.computeIfAbsent(batch.candidate(), unseen -> new LinkedHashMap<>())
                    .computeIfAbsent(batch.character(), unseen -> HashMultiset.create());
            batch.replies().stream()
                    .flatMap(reply -> segmenter.words(reply).stream())
                    .filter(word -> word.codePoints().anyMatch(java.lang.Character::isLetterOrDigit))
                    .forEach(words::add);
        }
        return new WordFrequencies(counts, ImmutableMap.of());
    }

    /**
     * Returns a copy with some of the words, for example those of at least two characters, or those that are not in a
     * list of stop words.
     *
     * @param kept says which
     * @return the counts of those words
     */
    public WordFrequencies where(Predicate<String> kept) {
        Objects.requireNonNull(kept, "kept");
        Map<String, Map<String, Multiset<String>>> filtered = new LinkedHashMap<>();
        counts.forEach((candidate, characters) -> filtered.put(
                candidate,
                ImmutableMap.copyOf(Maps.transformValues(
                        characters, words -> HashMultiset.create(Multisets.filter(words, kept::test))))));
        return new WordFrequencies(filtered, names);
    }

    /**
     * Returns a copy without words that say little by themselves: pronouns, particles, auxiliaries and the like of Chinese and
     * English, upper and lower case alike.
     *
     * @return the counts of the other words
     */
    public WordFrequencies withoutFunctionWords() {
        return where(word -> !FUNCTION_WORDS.contains(word.toLowerCase(Locale.ROOT)));
    }

    /**
     * {@return the name that tables print of a candidate: the name that was given to it, else its id}
     *
     * @param candidate its id
     */
    public String name(String candidate) {
        return names.getOrDefault(Objects.requireNonNull(candidate, "candidate"), candidate);
    }

    /**
     * Returns a copy whose table calls candidates by names.
     *
     * @param byId the name of each candidate; a candidate without one keeps its id
     * @return a copy that shares the counts
     */
    public WordFrequencies withNames(Map<String, String> byId) {
        return new WordFrequencies(counts, ImmutableMap.copyOf(byId));
    }

    /** {@return the candidates: ids in order of first appearance} */
    public List<String> candidates() {
        return List.copyOf(counts.keySet());
    }

    /**
     * {@return the characters of a candidate: ids in order of first appearance}
     *
     * @param candidate id of a candidate
     */
    public List<String> characters(String candidate) {
        return List.copyOf(of(candidate).keySet());
    }

    /**
     * {@return how many words a candidate used: the sum of all counts}
     *
     * @param candidate id of a candidate
     */
    public long total(String candidate) {
        return total(all(candidate));
    }

    /**
     * {@return how many different words a candidate used: the number of types}
     *
     * @param candidate id of a candidate
     */
    public int types(String candidate) {
        return all(candidate).elementSet().size();
    }

    /**
     * {@return how often a candidate used a word; 0 if it did not}
     *
     * @param candidate id of a candidate
     * @param word any word
     */
    public long count(String candidate, String word) {
        return all(candidate).count(Objects.requireNonNull(word, "word"));
    }

    /**
     * {@return how often a candidate used a word as a character; 0 if it did not}
     *
     * @param candidate id of a candidate
     * @param character id of a character it played
     * @param word any word
     */
    public long count(String candidate, String character, String word) {
        return of(candidate, character).count(Objects.requireNonNull(word, "word"));
    }

    /**
     * {@return the most frequent words of a candidate: their counts, at least 1, by falling count, then by word}
     *
     * @param candidate id of a candidate
     * @param most how many at most; at least 1
     */
    public Map<String, Long> top(String candidate, int most) {
        return top(all(candidate), most);
    }

    /**
     * The most frequent words of a candidate as one character.
     *
     * @param candidate id of a candidate
     * @param character id of a character it played
     * @param most how many at most; at least 1
     * @return their counts, at least 1, by falling count, then by word
     */
    public Map<String, Long> top(String candidate, String character, int most) {
        return top(of(candidate, character), most);
    }

    /**
     * The words that set a candidate apart from all others together: log odds ratios with an informative Dirichlet prior
     * made of all candidates, in which each word weighs as often as it occurs.
     *
     * <p>Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008), Fightin' Words, Political Analysis 16(4), §3.3.1 and
     * §3.5.1, doi:10.1093/pan/mpn018. The ratio of raw frequencies would put words first that occur once. The standard
     * errors take words as independent draws, which they are not: read z as an order, not as a test.
     *
     * @param candidate id of a candidate
     * @param most how many words at most; at least 1
     * @return by falling z; the words it uses most in comparison
     * @throws IllegalArgumentException if there is no other candidate
     */
    public List<Distinctive> distinctive(String candidate, int most) {
        Multiset<String> own = all(candidate);
        Checks.rejectIf(
                counts.size() == 1, "candidate: \"%s\" is the only one; there is nobody to compare it with", candidate);
        Multiset<String> others = HashMultiset.create();
        candidates().stream().filter(other -> !other.equals(candidate)).forEach(other -> others.addAll(all(other)));
        return distinctive(own, others, most);
    }

    /**
     * The words that set a candidate apart from all others as the same character.
     *
     * @param candidate id of a candidate
     * @param character id of a character it played
     * @param most how many words at most; at least 1
     * @return by falling z
     * @throws IllegalArgumentException if no other candidate played the character
     */
    public List<Distinctive> distinctive(String candidate, String character, int most) {
        Multiset<String> own = of(candidate, character);
        List<String> players = candidates().stream()
                .filter(other -> !other.equals(candidate) && of(other).containsKey(character))
                .toList();
        if (players.isEmpty()) {
            throw new IllegalArgumentException("character: \"" + character + "\" was played by \"" + candidate
                    + "\" alone; there is nobody to compare it with");
        }
        Multiset<String> others = HashMultiset.create();
        players.forEach(other -> others.addAll(of(other, character)));
        return distinctive(own, others, most);
    }

    private static List<Distinctive> distinctive(Multiset<String> own, Multiset<String> others, int most) {
        // The prior is the sum of both sides, so that y + prior = 2 own + others, and own + 2 others.
        double ownTotal = 2.0 * total(own) + total(others);
        double otherTotal = total(own) + 2.0 * total(others);
        return own.elementSet().stream()
                .<Distinctive>map(word -> {
                    int count = own.count(word);
                    int other = others.count(word);
                    double here = 2.0 * count + other;
                    double there = count + 2.0 * other;
                    // Where both sides know one word alone, the odds are infinite on both sides: no difference.
                    double logOdds = here == ownTotal
                            ? 0
                            : Math.log(here / (ownTotal - here)) - Math.log(there / (otherTotal - there));
                    double z = logOdds / Math.sqrt(1 / here + 1 / there);
                    return new DistinctiveOf(word, count, other, logOdds, z);
                })
                .sorted(Comparator.comparingDouble(Distinctive::z).reversed().thenComparing(Distinctive::word))
                .limit(Checks.atLeast(1, "most", most))
                .toList();
    }

    private static Map<String, Long> top(Multiset<String> words, int most) {
        return words.entrySet().stream()
                .sorted(Comparator.comparingLong((Multiset.Entry<String> entry) -> -entry.getCount())
                        .thenComparing(Multiset.Entry::getElement))
                .limit(Checks.atLeast(1, "most", most))
                .collect(toImmutableMap(Multiset.Entry::getElement, entry -> (long) entry.getCount()));
    }

    /** Not {@code size()}, which stops at the greatest int. */
    private static long total(Multiset<String> words) {
        return words.entrySet().stream().mapToLong(Multiset.Entry::getCount).sum();
    }

    /** The words of a candidate as all its characters. */
    private Multiset<String> all(String candidate) {
        Multiset<String> all = HashMultiset.create();
        of(candidate).values().forEach(all::addAll);
        return all;
    }

    private Map<String, Multiset<String>> of(String candidate) {
        return Names.find("candidate", candidate, counts);
    }

    private Multiset<String> of(String candidate, String character) {
        Multiset<String> words = of(candidate).get(Objects.requireNonNull(character, "character"));
        if (words == null) {
            throw new IllegalArgumentException("no character \"" + character + "\" of candidate \"" + candidate
                    + "\"; characters are " + characters(candidate));
        }
        return words;
    }

    /** One table: how many words each candidate used, how many different ones, and the most frequent of them. */
    @Override
    public List<Table> tables() {
        Messages texts = DiversityCode.TEXTS;
        Table.Builder table = texts.heads(
                Table.builder("words", texts.localized("title.words")),
                "head.",
                "candidate words|# different|# frequent");
        for (String candidate : candidates()) {
            String frequent = Joiner.on(", ").withKeyValueSeparator(" ").join(top(candidate, SHOWN));
            table.row(Table.Cell.named(candidate, name(candidate)), total(candidate), types(candidate), frequent);
        }
        return List.of(table.build());
    }

    @Override
    public String toString() {
        return text("en");
    }
}
