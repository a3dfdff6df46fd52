package esrp.metrics.diversity;

import esrp.core.ResponseBatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How often each candidate uses each word as each character: what word clouds are drawn from, and which words are a
 * candidate's own.
 *
 * <p>Words without a letter or digit are not counted. Immutable; memory is one entry for each different word of each
 * candidate and character.
 */
public final class WordFrequencies {
    /** How often a word is used. */
    public static final class Count {
        private final String word;
        private final long count;

        private Count(String word, long count) {
            this.word = word;
            this.count = count;
        }

        /**
         * The word.
         *
         * @return the word as it stands in the replies
         */
        public String word() {
            return word;
        }

        /**
         * How often it is used.
         *
         * @return at least 1
         */
        public long count() {
            return count;
        }

        /** As {@code word 12}. */
        @Override
        public String toString() {
            return word + " " + count;
        }
    }

    /** A word that one candidate uses more, or less, than the others do. */
    public static final class Distinctive {
        private final String word;
        private final long count;
        private final long others;
        private final double logOdds;
        private final double z;

        private Distinctive(String word, long count, long others, double logOdds, double z) {
            this.word = word;
            this.count = count;
            this.others = others;
            this.logOdds = logOdds;
            this.z = z;
        }

        /**
         * The word.
         *
         * @return the word as it stands in the replies
         */
        public String word() {
            return word;
        }

        /**
         * How often the candidate uses it.
         *
         * @return at least 1
         */
        public long count() {
            return count;
        }

        /**
         * How often all other candidates together use it.
         *
         * @return at least 0
         */
        public long others() {
            return others;
        }

        /**
         * The natural log odds ratio, with an informative Dirichlet prior.
         *
         * @return positive if the candidate uses the word more than the others do
         */
        public double logOdds() {
            return logOdds;
        }

        /**
         * The log odds ratio divided by its standard error.
         *
         * @return an order, not a test: words are not independent draws
         */
        public double z() {
            return z;
        }

        /** As {@code word 12 : 3 (z 4.1)}. */
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %d : %d (z %.1f)", word, count, others, z);
        }
    }

    private static final Comparator<Count> BY_COUNT =
            Comparator.comparingLong(Count::count).reversed().thenComparing(Count::word);

    private final Map<String, Map<String, Map<String, Long>>> counts;

    private WordFrequencies(Map<String, Map<String, Map<String, Long>>> counts) {
        this.counts = counts;
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
        Map<String, Map<String, Map<String, Long>>> counts = new LinkedHashMap<>();
        for (ResponseBatch batch : batches) {
            Map<String, Long> words = counts.computeIfAbsent(batch.candidate(), unseen -> new LinkedHashMap<>())
                    .computeIfAbsent(batch.character(), unseen -> new HashMap<>());
            for (String reply : batch.replies()) {
                for (String word : segmenter.words(reply)) {
                    if (word.codePoints().anyMatch(java.lang.Character::isLetterOrDigit)) {
                        words.merge(word, 1L, Long::sum);
                    }
                }
            }
        }
        return new WordFrequencies(counts);
    }

    /**
     * Keeps some words, for example those of at least two characters, or those that are not in a list of stop words.
     *
     * @param kept says which
     * @return the counts of those words
     */
    public WordFrequencies where(Predicate<String> kept) {
        Objects.requireNonNull(kept, "kept");
        Map<String, Map<String, Map<String, Long>>> filtered = new LinkedHashMap<>();
        counts.forEach((candidate, characters) -> {
            Map<String, Map<String, Long>> ofCandidate = new LinkedHashMap<>();
            characters.forEach((character, words) -> {
                Map<String, Long> some = new HashMap<>(words);
                some.keySet().removeIf(kept.negate());
                ofCandidate.put(character, some);
            });
            filtered.put(candidate, ofCandidate);
        });
        return new WordFrequencies(filtered);
    }

    /**
     * The candidates.
     *
     * @return ids in order of first appearance
     */
    public List<String> candidates() {
        return List.copyOf(counts.keySet());
    }

    /**
     * The characters of a candidate.
     *
     * @param candidate id of a candidate
     * @return ids in order of first appearance
     */
    public List<String> characters(String candidate) {
        return List.copyOf(of(candidate).keySet());
    }

    /**
     * How many words a candidate used.
     *
     * @param candidate id of a candidate
     * @return the sum of all counts
     */
    public long total(String candidate) {
        return total(merged(List.of(candidate)));
    }

    /**
     * How many different words a candidate used.
     *
     * @param candidate id of a candidate
     * @return the number of types
     */
    public int types(String candidate) {
        return merged(List.of(candidate)).size();
    }

    /**
     * How often a candidate used a word.
     *
     * @param candidate id of a candidate
     * @param word any word
     * @return 0 if it did not
     */
    public long count(String candidate, String word) {
        return merged(List.of(candidate)).getOrDefault(Objects.requireNonNull(word, "word"), 0L);
    }

    /**
     * How often a candidate used a word as a character.
     *
     * @param candidate id of a candidate
     * @param character id of a character it played
     * @param word any word
     * @return 0 if it did not
     */
    public long count(String candidate, String character, String word) {
        return of(candidate, character).getOrDefault(Objects.requireNonNull(word, "word"), 0L);
    }

    /**
     * The most frequent words of a candidate.
     *
     * @param candidate id of a candidate
     * @param most how many at most; at least 1
     * @return by falling count, then by word
     */
    public List<Count> top(String candidate, int most) {
        return top(merged(List.of(candidate)), most);
    }

    /**
     * The most frequent words of a candidate as one character.
     *
     * @param candidate id of a candidate
     * @param character id of a character it played
     * @param most how many at most; at least 1
     * @return by falling count, then by word
     */
    public List<Count> top(String candidate, String character, int most) {
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
        Map<String, Long> own = merged(List.of(candidate));
        List<String> others =
                candidates().stream().filter(other -> !other.equals(candidate)).toList();
        if (others.isEmpty()) {
            throw new IllegalArgumentException(
                    "candidate: \"" + candidate + "\" is the only one; there is nobody to compare it with");
        }
        return distinctive(own, merged(others), most);
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
        Map<String, Long> own = of(candidate, character);
        Map<String, Long> others = new HashMap<>();
        boolean compared = false;
        for (Map.Entry<String, Map<String, Map<String, Long>>> other : counts.entrySet()) {
            Map<String, Long> words = other.getValue().get(character);
            if (words != null && !other.getKey().equals(candidate)) {
                compared = true;
                words.forEach((word, count) -> others.merge(word, count, Long::sum));
            }
        }
        if (!compared) {
            throw new IllegalArgumentException("character: \"" + character + "\" was played by \"" + candidate
                    + "\" alone; there is nobody to compare it with");
        }
        return distinctive(own, others, most);
    }

    private static List<Distinctive> distinctive(Map<String, Long> own, Map<String, Long> others, int most) {
        positive(most);
        // The prior is the sum of both sides, so that y + prior = 2 own + others, and own + 2 others.
        double ownTotal = 2.0 * total(own) + total(others);
        double otherTotal = total(own) + 2.0 * total(others);
        List<Distinctive> words = new ArrayList<>(own.size());
        own.forEach((word, count) -> {
            long other = others.getOrDefault(word, 0L);
            double here = 2.0 * count + other;
            double there = count + 2.0 * other;
            // Where both sides know one word alone, the odds are infinite on both sides: no difference.
            double logOdds =
                    here == ownTotal ? 0 : Math.log(here / (ownTotal - here)) - Math.log(there / (otherTotal - there));
            double z = logOdds / Math.sqrt(1 / here + 1 / there);
            words.add(new Distinctive(word, count, other, logOdds, z));
        });
        words.sort(Comparator.comparingDouble(Distinctive::z).reversed().thenComparing(Distinctive::word));
        return List.copyOf(words.subList(0, Math.min(most, words.size())));
    }

    private static List<Count> top(Map<String, Long> words, int most) {
        positive(most);
        return words.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .sorted(BY_COUNT)
                .limit(most)
                .toList();
    }

    private static void positive(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most + " is below 1");
        }
    }

    private static long total(Map<String, Long> words) {
        return words.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<String, Long> merged(Collection<String> candidates) {
        Map<String, Long> all = new HashMap<>();
        for (String candidate : candidates) {
            for (Map<String, Long> words : of(candidate).values()) {
                words.forEach((word, count) -> all.merge(word, count, Long::sum));
            }
        }
        return all;
    }

    private Map<String, Map<String, Long>> of(String candidate) {
        Map<String, Map<String, Long>> characters = counts.get(Objects.requireNonNull(candidate, "candidate"));
        if (characters == null) {
            throw new IllegalArgumentException("no candidate \"" + candidate + "\"; candidates are " + candidates());
        }
        return characters;
    }

    private Map<String, Long> of(String candidate, String character) {
        Map<String, Long> words = of(candidate).get(Objects.requireNonNull(character, "character"));
        if (words == null) {
            throw new IllegalArgumentException("no character \"" + character + "\" of candidate \"" + candidate
                    + "\"; characters are " + characters(candidate));
        }
        return words;
    }

    /** A line a candidate: how many words, how many different ones, the most frequent of them. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String candidate : candidates()) {
            text.append(candidate)
                    .append(": ")
                    .append(total(candidate))
                    .append(" words, ")
                    .append(types(candidate))
                    .append(" different: ")
                    .append(String.join(
                            " ", top(candidate, 5).stream().map(Count::word).toList()))
                    .append(System.lineSeparator());
        }
        return text.toString().stripTrailing();
    }
}
