package esrp.metrics.diversity;

import com.google.common.primitives.Ints;
import esrp.core.internal.Checks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lexical diversity of tokens with parameters of one's own; {@link DiversityMeasure} has the usual ones. Values with different
 * parameters do not compare. All take time in proportion to the tokens.
 */
public final class LexicalDiversity {
    /** How MTLD cuts a text into factors. */
    public enum Mtld {
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

    private LexicalDiversity() {}

    /**
     * {@return the moving-average type-token ratio: the mean over windows of the share of different tokens; the plain ratio of a
     * shorter text; NaN without tokens} Covington and McFall (2010), <a
     * href="https://doi.org/10.1080/09296171003643098">doi:10.1080/09296171003643098</a>.
     *
     * @param tokens the text
     * @param window at least 1; Kyle's default is 50, that of lexicalrichness 100
     */
    public static double mattr(List<String> tokens, int window) {
        require("window", window);
        return Lexical.mattr(ids(tokens), Math.min(window, Math.max(1, tokens.size())));
    }

    /**
     * {@return HD-D: the share of different tokens expected in a sample without replacement; NaN of fewer tokens} McCarthy and
     * Jarvis (2010), <a href="https://doi.org/10.3758/BRM.42.2.381">doi:10.3758/BRM.42.2.381</a>.
     *
     * @param tokens the text
     * @param sample at least 1; 42 as a rule
     */
    public static double hdd(List<String> tokens, int sample) {
        require("sample", sample);
        int[] ids = ids(tokens);
        int[] counts = new int[ids.length];
        for (int id : ids) {
            counts[id]++;
        }
        return ids.length < sample ? Double.NaN : Lexical.rarefied(counts, ids.length, sample);
    }

    /**
     * {@return MTLD: the mean length of runs that keep their share of different tokens above a threshold, forwards and backwards;
     * NaN without tokens; of a text that repeats nothing NaN by Kyle, the length by lexicalrichness} McCarthy and Jarvis (2010), <a
     * href="https://doi.org/10.3758/BRM.42.2.381">doi:10.3758/BRM.42.2.381</a>.
     *
     * @param tokens the text
     * @param threshold in (0, 1); 0.72 as a rule
     * @param definition which implementation's factors
     */
    public static double mtld(List<String> tokens, double threshold, Mtld definition) {
        Checks.rejectIf(!(threshold > 0 && threshold < 1), "threshold: %s is outside (0, 1)", threshold);
        return mtld(ids(tokens), threshold, definition);
    }

    static double mtld(int[] forward, double threshold, Mtld definition) {
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

    private static void require(String parameter, int value) {
        Checks.rejectIf(value < 1, "%s: %s is below 1", parameter, value);
    }

    private static int[] ids(List<String> tokens) {
        Map<String, Integer> known = new HashMap<>();
        return tokens.stream()
                .mapToInt(token -> known.computeIfAbsent(token, key -> known.size()))
                .toArray();
    }
}
