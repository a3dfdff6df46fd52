package esrp.metrics.diversity;

import com.google.common.primitives.Ints;
import esrp.core.internal.Checks;
import esrp.core.internal.CodeMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/** Measures on counts and on the concatenation of the replies. All take time linear in the tokens. */
final class Lexical {
    private static final double MTLD_THRESHOLD = 0.72;

    private Lexical() {}

    /** A number for each token, in order of first appearance. */
    static int[] ids(List<String> tokens) {
        Map<String, Integer> known = new HashMap<>();
        return tokens.stream()
                .mapToInt(token -> known.computeIfAbsent(token, key -> known.size()))
                .toArray();
    }

    static double distinct(Replies replies, int n) {
        Replies.Grams grams = replies.grams(n);
        return grams.total() == 0 ? 0 : (double) grams.types() / grams.total();
    }

    /** Types divided by the number of types that as many draws from a uniform vocabulary would show. */
    static double expectationAdjusted(Replies replies, int n) {
        Replies.Grams grams = replies.grams(n);
        double v = replies.vocabulary();
        return grams.total() == 0 ? 0 : grams.types() / (v * -Math.expm1(grams.total() * Math.log1p(-1 / v)));
    }

    /** Expected share of types in a sample without replacement. */
    static double rarefied(Replies replies, int n, int sample) {
        Replies.Grams grams = replies.grams(n);
        return grams.total() == 0 ? 0 : rarefied(grams, (int) Math.min(sample, grams.total()));
    }

    static double hdd(Replies replies, int sample) {
        Replies.Grams tokens = replies.grams(1);
        return tokens.total() < sample ? Double.NaN : rarefied(tokens, sample);
    }

    static double hdd(int[] tokens, int sample) {
        int[] counts = new int[tokens.length];
        for (int token : tokens) {
            counts[token]++;
        }
        return tokens.length < sample ? Double.NaN : rarefied(counts, tokens.length, sample);
    }

    private static double rarefied(Replies.Grams grams, int sample) {
        return rarefied(grams.counts(), grams.total(), sample);
    }

    static double rarefied(int[] counts, long total, int sample) {
        double expected = 0;
        for (int count : counts) {
            double absent = 1;
            for (int i = 0; i < count && absent > 0; i++) {
                absent *= (double) Math.max(0, total - sample - i) / (total - i);
            }
            expected += 1 - absent;
        }
        return expected / sample;
    }

    static double mattr(Replies replies, int window) {
        int[] tokens = replies.concatenation();
        return tokens.length > 0 && tokens.length <= window ? distinct(replies, 1) : mattr(tokens, window);
    }

    /** Of at least as many tokens as a window holds, or of none. */
    static double mattr(int[] tokens, int window) {
        if (tokens.length == 0) {
            return Double.NaN;
        }
        int[] counts = new int[Ints.max(tokens) + 1];
        int types = 0;
        long sum = 0;
        for (int i = 0; i < tokens.length; i++) {
            if (counts[tokens[i]]++ == 0) {
                types++;
            }
            if (i >= window && --counts[tokens[i - window]] == 0) {
                types--;
            }
            if (i >= window - 1) {
                sum += types;
            }
        }
        return (double) sum / window / (tokens.length - window + 1);
    }

    static double mtld(Replies replies) {
        return mtld(replies.concatenation(), MTLD_THRESHOLD, Mtld.KYLE);
    }

    /** How MTLD cuts a text into factors. */
    enum Mtld {
        /** Kyle's (lexical_diversity, TAALED): a factor ends where the ratio falls below the threshold, with ten tokens at least. */
        KYLE(10),
        /** That of the Python package lexicalrichness: a factor ends where the ratio reaches the threshold, however short. */
        LEXICALRICHNESS(1);

        private final int shortest;

        Mtld(int shortest) {
            this.shortest = shortest;
        }

        private boolean ends(double ratio, int length, double threshold) {
            return length >= shortest && (this == KYLE ? ratio < threshold : ratio <= threshold);
        }
    }

    static double mtld(int[] forward, double threshold, Mtld definition) {
        Checks.rejectIf(!(threshold > 0 && threshold < 1), "threshold: %s is outside (0, 1)", threshold);
        int[] backward = forward.clone();
        Ints.reverse(backward);
        return (factorLength(forward, threshold, definition) + factorLength(backward, threshold, definition)) / 2;
    }

    private static double factorLength(int[] tokens, double threshold, Mtld definition) {
        int[] seenIn = new int[tokens.length == 0 ? 0 : Ints.max(tokens) + 1];
        double factors = 0;
        int start = 0;
        int types = 0;
        int pass = 1;
        double ratio = 1;
        for (int i = 0; i < tokens.length; i++) {
            if (seenIn[tokens[i]] != pass) {
                seenIn[tokens[i]] = pass;
                types++;
            }
            int length = i + 1 - start;
            ratio = (double) types / length;
            boolean last = definition == Mtld.KYLE && i + 1 == tokens.length;
            if (!last && definition.ends(ratio, length, threshold)) {
                factors++;
                start = i + 1;
                types = 0;
                pass++;
            }
        }
        factors += start < tokens.length ? (1 - ratio) / (1 - threshold) : 0;
        boolean undefined = factors == 0 && (definition == Mtld.KYLE || tokens.length == 0);
        return undefined ? Double.NaN : tokens.length / (factors == 0 ? 1 : factors);
    }

    static double typeTokenRatioOfFirst(Replies replies, int sample) {
        int[] tokens = replies.concatenation();
        if (tokens.length < sample) {
            return Double.NaN;
        }
        // Ids are given in order of first appearance.
        return (Ints.max(Arrays.copyOf(tokens, sample)) + 1.0) / sample;
    }

    static double lempelZiv(Replies replies) {
        int[] tokens = replies.concatenation();
        if (tokens.length == 0) {
            return Double.NaN;
        }
        // Phrase k of the dictionary has node k + 1; the root is 0. An edge is (node, token).
        CodeMap edges = new CodeMap();
        int phrases = 0;
        long node = 0;
        for (int token : tokens) {
            int known = edges.size();
            int edge = edges.code((node << 32) | token);
            if (edge == known) {
                phrases++;
                node = 0;
            } else {
                node = edge + 1L;
            }
        }
        if (node != 0) {
            phrases++;
        }
        return phrases * (Math.log(tokens.length) / Math.log(2)) / tokens.length;
    }

    static double compressionRatio(Replies replies) {
        byte[] bytes = replies.compressed().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return Double.NaN;
        }
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] sink = new byte[8192];
            long compressed = 0;
            while (!deflater.finished()) {
                compressed += deflater.deflate(sink);
            }
            return (double) bytes.length / compressed;
        } finally {
            deflater.end();
        }
    }

    static double replyLengthVariation(Replies replies) {
        return Spread.VARIATION.of(replies.lengths());
    }

    /** Moments of lengths; NaN without lengths. */
    enum Spread {
        MEAN,
        VARIANCE,
        VARIATION;

        double ofSentences(Replies replies) {
            return of(replies.sentenceLengths());
        }

        double of(int[] lengths) {
            double mean = (double) Arrays.stream(lengths).asLongStream().sum() / lengths.length;
            if (this == MEAN) {
                return mean;
            }
            double squares = 0;
            for (int length : lengths) {
                squares += (length - mean) * (length - mean);
            }
            double variance = squares / lengths.length;
            return this == VARIANCE ? variance : Math.sqrt(variance) / mean;
        }
    }
}
