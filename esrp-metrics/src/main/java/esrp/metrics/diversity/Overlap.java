package esrp.metrics.diversity;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Measures of what replies of a batch have in common. */
final class Overlap {
    private static final double VENDI_SMALLEST = 1e-12;

    private Overlap() {}

    /**
     * Mean of BLEU-4 of each reply against all others. The clip of an n-gram is its highest count in another reply, so
     * the two highest counts of each n-gram and their owner serve all replies: linear in the tokens.
     */
    static double selfBleu(Replies replies) {
        int m = replies.size();
        if (m < 2) {
            return Double.NaN;
        }
        double[] logPrecision = new double[m];
        boolean[] nothingShared = new boolean[m];
        for (int n = 1; n <= 4; n++) {
            Replies.Grams grams = replies.grams(n);
            long[] clipped = clippedMatches(grams, m);
            for (int i = 0; i < m; i++) {
                double denominator = Math.max(1, grams.of(i).length);
                nothingShared[i] |= n == 1 && clipped[i] == 0;
                logPrecision[i] += Math.log(clipped[i] == 0 ? 0.1 / denominator : clipped[i] / denominator) / 4;
            }
        }
        int[] lengths = replies.lengths();
        int[] sorted = lengths.clone();
        Arrays.sort(sorted);
        double sum = 0;
        for (int i = 0; i < m; i++) {
            if (!nothingShared[i]) {
                int reference = closestOther(sorted, lengths[i]);
                double brevity = lengths[i] > reference ? 1 : Math.exp(1 - (double) reference / lengths[i]);
                sum += brevity * Math.exp(logPrecision[i]);
            }
        }
        return sum / m;
    }

    private static long[] clippedMatches(Replies.Grams grams, int m) {
        int[] best = new int[grams.types()];
        int[] second = new int[grams.types()];
        int[] owner = new int[grams.types()];
        int[] count = new int[grams.types()];
        for (int i = 0; i < m; i++) {
            for (int id : grams.of(i)) {
                count[id]++;
            }
            for (int id : grams.of(i)) {
                if (count[id] > best[id]) {
                    second[id] = best[id];
                    best[id] = count[id];
                    owner[id] = i;
                } else if (count[id] > second[id]) {
                    second[id] = count[id];
                }
                count[id] = 0;
            }
        }
        long[] clipped = new long[m];
        for (int i = 0; i < m; i++) {
            for (int id : grams.of(i)) {
                count[id]++;
            }
            for (int id : grams.of(i)) {
                clipped[i] += Math.min(count[id], owner[id] == i ? second[id] : best[id]);
                count[id] = 0;
            }
        }
        return clipped;
    }

    /** The length of another reply that is closest to the given one of a reply; ties go to the shorter. */
    private static int closestOther(int[] sorted, int length) {
        int at = Arrays.binarySearch(sorted, length);
        int below = at > 0 ? sorted[at - 1] : Integer.MIN_VALUE;
        int above = at + 1 < sorted.length ? sorted[at + 1] : Integer.MAX_VALUE;
        return (long) length - below <= (long) above - length ? below : above;
    }

    static double rougeL(Replies replies) {
        return meanLcs(replies.grams(1), replies.size());
    }

    static double punctuationLcs(Replies replies) {
        return meanLcs(replies.punctuation(), replies.size());
    }

    /**
     * Mean over pairs of {@code 2 LCS / (a + b)}. The longest common subsequence is bit-parallel: a machine word of
     * columns at a time, O(a b / 64).
     *
     * <p>Hyyrö, H. (2004), Bit-parallel LCS-length computation revisited, AWOCA 2004.
     */
    private static double meanLcs(Replies.Grams grams, int m) {
        double sum = 0;
        int[] row = new int[grams.types()];
        for (int i = 0; i < m - 1; i++) {
            int[] pattern = grams.of(i);
            if (pattern.length == 0) {
                continue;
            }
            int words = (pattern.length + 63) >>> 6;
            // Row 0 stands for all tokens that the pattern does not have.
            int rows = 1;
            Arrays.fill(row, 0);
            for (int token : pattern) {
                if (row[token] == 0) {
                    row[token] = words * rows++;
                }
            }
            long[] masks = new long[rows * words];
            for (int k = 0; k < pattern.length; k++) {
                masks[row[pattern[k]] + (k >>> 6)] |= 1L << (k & 63);
            }
            long[] state = new long[words];
            for (int j = i + 1; j < m; j++) {
                int[] text = grams.of(j);
                int common = words == 1
                        ? lcsOneWord(masks, row, pattern.length, text)
                        : lcs(masks, row, words, state, pattern.length, text);
                sum += 2.0 * common / (pattern.length + text.length);
            }
        }
        return sum / pairs(m);
    }

    private static int lcsOneWord(long[] masks, int[] row, int length, int[] text) {
        long state = -1L;
        for (int token : text) {
            long mask = masks[row[token]];
            long matches = state & mask;
            state = (state + matches) | (state & ~mask);
        }
        return Long.bitCount(~state & (-1L >>> (64 - length)));
    }

    private static int lcs(long[] masks, int[] row, int words, long[] state, int length, int[] text) {
        Arrays.fill(state, -1L);
        for (int token : text) {
            long carry = 0;
            int at = row[token];
            for (int w = 0; w < words; w++) {
                long old = state[w];
                long mask = masks[at + w];
                long matches = old & mask;
                long partial = old + matches;
                long sum = partial + carry;
                // An addition overflowed if its unsigned result is below an operand.
                carry = Long.compareUnsigned(partial, old) < 0 || Long.compareUnsigned(sum, partial) < 0 ? 1 : 0;
                state[w] = sum | (old & ~mask);
            }
        }
        int common = 0;
        for (int w = 0; w < words; w++) {
            int bits = Math.min(64, length - 64 * w);
            common += Long.bitCount(~state[w] & (-1L >>> (64 - bits)));
        }
        return common;
    }

    static double jaccard(Replies replies, int n) {
        int m = replies.size();
        Replies.Grams grams = replies.grams(n);
        int[][] sets = grams.sets();
        int[] member = new int[grams.types()];
        double sum = 0;
        for (int i = 0; i < m - 1; i++) {
            for (int id : sets[i]) {
                member[id] = i + 1;
            }
            for (int j = i + 1; j < m; j++) {
                int common = 0;
                for (int id : sets[j]) {
                    common += member[id] == i + 1 ? 1 : 0;
                }
                int union = sets[i].length + sets[j].length - common;
                sum += union == 0 ? 0 : (double) common / union;
            }
        }
        return sum / pairs(m);
    }

    static double selfRepetition(Replies replies, int n) {
        Replies.Grams grams = replies.grams(n);
        int[][] sets = grams.sets();
        int[] having = new int[grams.types()];
        for (int[] set : sets) {
            for (int id : set) {
                having[id]++;
            }
        }
        double sum = 0;
        for (int[] set : sets) {
            long repeats = 0;
            for (int id : set) {
                repeats += having[id] - 1;
            }
            sum += Math.log1p((double) repeats);
        }
        return sum / replies.size();
    }

    static double sharedOpenings(Replies replies, int tokens) {
        return shared(openings(replies, tokens));
    }

    static double distinctOpenings(Replies replies, int tokens) {
        return (double) openings(replies, tokens).elementSet().size() / replies.size();
    }

    static double sharedOpeningClauses(Replies replies) {
        Multiset<String> clauses = HashMultiset.create();
        IntStream.range(0, replies.size()).mapToObj(replies::openingClause).forEach(clauses::add);
        return shared(clauses);
    }

    private static Multiset<List<Integer>> openings(Replies replies, int tokens) {
        Multiset<List<Integer>> openings = HashMultiset.create();
        for (int i = 0; i < replies.size(); i++) {
            openings.add(
                    Arrays.stream(replies.grams(1).of(i)).limit(tokens).boxed().toList());
        }
        return openings;
    }

    /** The share of entries that are there more than once. */
    private static double shared(Multiset<?> entries) {
        int once = (int) entries.entrySet().stream()
                .filter(entry -> entry.getCount() == 1)
                .count();
        return (double) (entries.size() - once) / entries.size();
    }

    static double vendi(Replies replies) {
        int m = replies.size();
        double[][] kernel = new double[m][m];
        addCosines(replies.grams(1), kernel);
        addCosines(replies.grams(2), kernel);
        return vendi(kernel);
    }

    private static void addCosines(Replies.Grams grams, double[][] kernel) {
        int m = kernel.length;
        int[][] sets = grams.sets();
        int[][] counts = new int[m][];
        double[] norms = new double[m];
        int[] count = new int[grams.types()];
        for (int i = 0; i < m; i++) {
            for (int id : grams.of(i)) {
                count[id]++;
            }
            counts[i] = new int[sets[i].length];
            double squares = 0;
            for (int k = 0; k < sets[i].length; k++) {
                counts[i][k] = count[sets[i][k]];
                squares += (double) counts[i][k] * counts[i][k];
                count[sets[i][k]] = 0;
            }
            norms[i] = Math.sqrt(squares);
        }
        for (int i = 0; i < m; i++) {
            for (int k = 0; k < sets[i].length; k++) {
                count[sets[i][k]] = counts[i][k];
            }
            kernel[i][i] += 0.5;
            for (int j = 0; j < i; j++) {
                long dot = 0;
                for (int k = 0; k < sets[j].length; k++) {
                    dot += (long) counts[j][k] * count[sets[j][k]];
                }
                double half = dot == 0 ? 0 : (double) dot / (norms[i] * norms[j]) / 2;
                kernel[i][j] += half;
                kernel[j][i] += half;
            }
            for (int id : sets[i]) {
                count[id] = 0;
            }
        }
    }

    /** The exponential of the entropy of the eigenvalues of {@code kernel / m}. */
    static double vendi(double[][] kernel) {
        double entropy = Arrays.stream(SymmetricEigenvalues.of(kernel))
                .map(eigenvalue -> eigenvalue / kernel.length)
                .filter(share -> share > VENDI_SMALLEST)
                .map(share -> -share * Math.log(share))
                .sum();
        return Math.exp(entropy);
    }

    static double embeddingVendi(Replies replies) {
        return vendi(replies.similarities());
    }

    static double embeddingHomogeneity(Replies replies) {
        double[][] similarities = replies.similarities();
        double sum = 0;
        for (int i = 0; i < similarities.length; i++) {
            sum += Arrays.stream(similarities[i], 0, i).sum();
        }
        return sum / pairs(similarities.length);
    }

    /** The number of pairs; 0 for one reply, so that a mean over pairs is NaN. */
    private static double pairs(int m) {
        return (double) m * (m - 1) / 2;
    }
}
