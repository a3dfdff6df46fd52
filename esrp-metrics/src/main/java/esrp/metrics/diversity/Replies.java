package esrp.metrics.diversity;

import com.google.common.primitives.ImmutableIntArray;
import com.google.common.primitives.Ints;
import esrp.core.internal.CodeMap;
import esrp.metrics.diversity.Diversity.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A batch of replies in one truncation, as the measures see it: tokens and n-grams as dense ids that are local to the batch,
 * so that counting is array access and nothing is shared between batches. Made once for a batch and truncation; the n-grams of
 * a length are interned when a measure first asks for them. Used by one thread.
 */
final class Replies {
    /** The n-grams of one length: dense ids, never across replies. */
    static final class Grams {
        private final int[][] ids;
        private final int types;
        private final long total;

        private Grams(int[][] ids, int types) {
            this.ids = ids;
            this.types = types;
            this.total = Arrays.stream(ids).mapToLong(reply -> reply.length).sum();
        }

        /** Ids of the n-grams of reply {@code i}, in order. */
        int[] of(int i) {
            return ids[i];
        }

        /** How many different n-grams the batch has. */
        int types() {
            return types;
        }

        /** How many n-grams the batch has. */
        long total() {
            return total;
        }

        /** How often each n-gram occurs in the batch. */
        int[] counts() {
            int[] counts = new int[types];
            for (int[] reply : ids) {
                for (int id : reply) {
                    counts[id]++;
                }
            }
            return counts;
        }

        /** The different n-grams of each reply, in order of first appearance. */
        int[][] sets() {
            int[] seenIn = new int[types];
            int[][] sets = new int[ids.length][];
            for (int i = 0; i < ids.length; i++) {
                int[] set = new int[ids[i].length];
                int size = 0;
                for (int id : ids[i]) {
                    if (seenIn[id] != i + 1) {
                        seenIn[id] = i + 1;
                        set[size++] = id;
                    }
                }
                sets[i] = Arrays.copyOf(set, size);
            }
            return sets;
        }
    }

    private static final String SENTENCE_ENDS = "。！？!?…\n";
    /** The categories of punctuation, a bit each. */
    private static final int PUNCTUATION = (1 << java.lang.Character.CONNECTOR_PUNCTUATION)
            | (1 << java.lang.Character.DASH_PUNCTUATION)
            | (1 << java.lang.Character.START_PUNCTUATION)
            | (1 << java.lang.Character.END_PUNCTUATION)
            | (1 << java.lang.Character.INITIAL_QUOTE_PUNCTUATION)
            | (1 << java.lang.Character.FINAL_QUOTE_PUNCTUATION)
            | (1 << java.lang.Character.OTHER_PUNCTUATION);

    private final List<String> texts;
    private final int[][] starts;
    private final int[][] ends;
    private final Truncation truncation;
    private final long vocabulary;
    private final @Nullable Function<String, float[]> embedder;
    private final List<Grams> grams = new ArrayList<>();
    private double @Nullable [][] similarities;

    private Replies(
            List<String> texts,
            int[][] starts,
            int[][] ends,
            Truncation truncation,
            long vocabulary,
            @Nullable Function<String, float[]> embedder) {
        this.texts = texts;
        this.starts = starts;
        this.ends = ends;
        this.truncation = truncation;
        this.vocabulary = vocabulary;
        this.embedder = embedder;
        this.grams.add(intern(texts, starts, ends));
    }

    static Replies of(
            List<String> replies, Tokenizer tokenizer, long vocabulary, @Nullable Function<String, float[]> embedder) {
        int[][] starts = new int[replies.size()][];
        int[][] ends = new int[replies.size()][];
        for (int i = 0; i < starts.length; i++) {
            Spans spans = new Spans(replies.get(i), i);
            tokenizer.tokenize(replies.get(i), spans);
            starts[i] = spans.starts.build().toArray();
            ends[i] = spans.ends.build().toArray();
        }
        return new Replies(replies, starts, ends, Truncation.NONE, vocabulary, embedder);
    }

    /** The same replies in another truncation; this must be the raw one. */
    Replies in(Truncation other) {
        if (other.isNone()) {
            return this;
        }
        List<String> cut = new ArrayList<>(texts);
        int[][] cutStarts = starts.clone();
        int[][] cutEnds = ends.clone();
        for (int i = 0; i < starts.length; i++) {
            if (starts[i].length >= other.tokens()) {
                cutStarts[i] = Arrays.copyOf(starts[i], other.tokens());
                cutEnds[i] = Arrays.copyOf(ends[i], other.tokens());
                cut.set(i, texts.get(i).substring(0, ends[i][other.tokens() - 1]));
            }
        }
        return new Replies(cut, cutStarts, cutEnds, other, vocabulary, embedder);
    }

    int size() {
        return starts.length;
    }

    long vocabulary() {
        return vocabulary;
    }

    int[] lengths() {
        return Arrays.stream(starts).mapToInt(reply -> reply.length).toArray();
    }

    /** Chars of the text of reply {@code i}: a bound on its tokens and marks. */
    int textLength(int i) {
        return texts.get(i).length();
    }

    double meanLength() {
        return (double) grams(1).total() / size();
    }

    /** The n-grams of length {@code n}; 1 gives the tokens. */
    Grams grams(int n) {
        while (grams.size() < n) {
            Grams shorter = grams.get(grams.size() - 1);
            Grams tokens = grams.get(0);
            CodeMap interned = new CodeMap();
            int[][] ids = new int[size()][];
            int length = grams.size() + 1;
            for (int i = 0; i < ids.length; i++) {
                int[] ofShorter = shorter.of(i);
                int[] ofTokens = tokens.of(i);
                ids[i] = new int[Math.max(0, ofTokens.length - length + 1)];
                for (int j = 0; j < ids[i].length; j++) {
                    ids[i][j] = interned.code(((long) ofShorter[j] << 32) | ofTokens[j + length - 1]);
                }
            }
            grams.add(new Grams(ids, interned.size()));
        }
        return grams.get(n - 1);
    }

    /** The tokens of all replies one after another. */
    int[] concatenation() {
        return Ints.concat(grams(1).ids);
    }

    /** What the compressor reads: whole replies, or the tokens that are left of them; a line each. */
    String compressed() {
        if (truncation.isNone()) {
            return String.join("\n", texts);
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < size(); i++) {
            all.append(i > 0 ? "\n" : "");
            for (int j = 0; j < starts[i].length; j++) {
                all.append(texts.get(i), starts[i][j], ends[i][j]);
            }
        }
        return all.toString();
    }

    /** The first run of tokens with nothing between them, empty if there are none. */
    String openingClause(int i) {
        if (starts[i].length == 0) {
            return "";
        }
        int last = 0;
        while (last + 1 < starts[i].length && starts[i][last + 1] == ends[i][last]) {
            last++;
        }
        return texts.get(i).substring(starts[i][0], ends[i][last]);
    }

    /** Token counts of the sentences of all replies; those without a token are dropped. */
    int[] sentenceLengths() {
        ImmutableIntArray.Builder lengths = ImmutableIntArray.builder();
        for (int i = 0; i < size(); i++) {
            String text = texts.get(i);
            int at = 0;
            int count = 0;
            for (int j = 0; j <= starts[i].length; j++) {
                int gapEnd = j < starts[i].length ? starts[i][j] : text.length();
                boolean ended = j == starts[i].length || endsSentence(text, at, gapEnd);
                if (ended && count > 0) {
                    lengths.add(count);
                    count = 0;
                }
                if (j < starts[i].length) {
                    count++;
                    at = ends[i][j];
                }
            }
        }
        return lengths.build().toArray();
    }

    private static boolean endsSentence(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (SENTENCE_ENDS.indexOf(text.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    /** The code points of general category P of each reply, interned: an alphabet of its own. */
    Grams punctuation() {
        CodeMap interned = new CodeMap();
        int[][] ids = new int[size()][];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = texts.get(i)
                    .codePoints()
                    .filter(Replies::isPunctuation)
                    .map(interned::code)
                    .toArray();
        }
        return new Grams(ids, interned.size());
    }

    private static boolean isPunctuation(int codePoint) {
        return (PUNCTUATION & (1 << java.lang.Character.getType(codePoint))) != 0;
    }

    /** Cosines of the embeddings of all pairs. */
    double[][] similarities() {
        if (similarities == null) {
            Function<String, float[]> model = Objects.requireNonNull(embedder, "embedder");
            double[][] vectors = new double[size()][];
            for (int i = 0; i < vectors.length; i++) {
                vectors[i] = unit(model.apply(texts.get(i)), i);
                if (vectors[i].length != vectors[0].length) {
                    throw new IllegalArgumentException("embedder: gave " + vectors[i].length + " numbers for reply " + i
                            + " and " + vectors[0].length + " for reply 0; all must have the same length");
                }
            }
            double[][] cosines = new double[size()][size()];
            for (int i = 0; i < vectors.length; i++) {
                cosines[i][i] = 1;
                for (int j = 0; j < i; j++) {
                    double dot = 0;
                    for (int k = 0; k < vectors[i].length; k++) {
                        dot += vectors[i][k] * vectors[j][k];
                    }
                    cosines[i][j] = dot;
                    cosines[j][i] = dot;
                }
            }
            similarities = cosines;
        }
        return similarities;
    }

    private static double[] unit(float[] vector, int reply) {
        double squares = IntStream.range(0, vector.length)
                .mapToDouble(i -> (double) vector[i] * vector[i])
                .sum();
        if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("embedder: gave a vector of squared length " + squares + " for reply "
                    + reply + "; finite numbers that are not all zero were expected");
        }
        double[] unit = new double[vector.length];
        double length = Math.sqrt(squares);
        Arrays.setAll(unit, i -> vector[i] / length);
        return unit;
    }

    private static Grams intern(List<String> texts, int[][] starts, int[][] ends) {
        CodeMap codePoints = new CodeMap();
        Map<String, Integer> longer = new HashMap<>();
        int[][] ids = new int[starts.length][];
        for (int i = 0; i < ids.length; i++) {
            String text = texts.get(i);
            ids[i] = new int[starts[i].length];
            for (int j = 0; j < ids[i].length; j++) {
                int codePoint = text.codePointAt(starts[i][j]);
                long key = codePoint;
                if (starts[i][j] + java.lang.Character.charCount(codePoint) != ends[i][j]) {
                    String word = text.substring(starts[i][j], ends[i][j]);
                    key = -1 - (long) longer.computeIfAbsent(word, unseen -> longer.size());
                }
                ids[i][j] = codePoints.code(key);
            }
        }
        return new Grams(ids, codePoints.size());
    }

    private static final class Spans implements Tokenizer.Sink {
        private final String text;
        private final int reply;
        private final ImmutableIntArray.Builder starts = ImmutableIntArray.builder(128);
        private final ImmutableIntArray.Builder ends = ImmutableIntArray.builder(128);
        private int from;

        Spans(String text, int reply) {
            this.text = text;
            this.reply = reply;
        }

        @Override
        public void token(int start, int end) {
            if (start < from || end <= start || end > text.length()) {
                throw new IllegalArgumentException("tokenizer: token [" + start + ", " + end + ") of reply " + reply
                        + " is not inside [" + from + ", " + text.length() + ") behind the one before");
            }
            starts.add(start);
            ends.add(end);
            from = end;
        }
    }
}
