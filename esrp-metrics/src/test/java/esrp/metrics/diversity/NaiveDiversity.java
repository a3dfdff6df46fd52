package esrp.metrics.diversity;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;

/** The definitions written down again, slowly: strings, lists and maps. Raw form, characters as tokens. */
final class NaiveDiversity {
    private final List<String> replies;
    private final List<List<String>> tokens = new ArrayList<>();

    NaiveDiversity(List<String> replies) {
        this.replies = replies;
        for (String reply : replies) {
            tokens.add(reply.codePoints()
                    .filter(java.lang.Character::isLetterOrDigit)
                    .mapToObj(java.lang.Character::toString)
                    .toList());
        }
    }

    static List<String> grams(List<String> tokens, int n) {
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + n <= tokens.size(); i++) {
            grams.add(String.join("", tokens.subList(i, i + n)));
        }
        return grams;
    }

    private List<String> all(int n) {
        return tokens.stream().flatMap(reply -> grams(reply, n).stream()).toList();
    }

    private static Map<String, Integer> counts(List<String> grams) {
        Map<String, Integer> counts = new HashMap<>();
        grams.forEach(gram -> counts.merge(gram, 1, Integer::sum));
        return counts;
    }

    double distinct(int n) {
        List<String> grams = all(n);
        return grams.isEmpty() ? 0 : (double) new HashSet<>(grams).size() / grams.size();
    }

    double ead(int n, double v) {
        List<String> grams = all(n);
        return grams.isEmpty() ? 0 : new HashSet<>(grams).size() / (v * (1 - Math.pow((v - 1) / v, grams.size())));
    }

    /** With binomial coefficients as products of doubles, by the definition of drawing without replacement. */
    double rarefied(int n, int sample) {
        List<String> grams = all(n);
        int m = Math.min(sample, grams.size());
        double expected = 0;
        for (int count : counts(grams).values()) {
            double absent = 1;
            for (int draw = 0; draw < m; draw++) {
                absent *= Math.max(0, (double) (grams.size() - count - draw) / (grams.size() - draw));
            }
            expected += 1 - absent;
        }
        return m == 0 ? 0 : expected / m;
    }

    double selfBleu() {
        double sum = 0;
        for (int i = 0; i < tokens.size(); i++) {
            List<List<String>> references = new ArrayList<>(tokens);
            List<String> hypothesis = references.remove(i);
            sum += bleu(hypothesis, references);
        }
        return sum / tokens.size();
    }

    private static double bleu(List<String> hypothesis, List<List<String>> references) {
        double log = 0;
        for (int n = 1; n <= 4; n++) {
            int matches = 0;
            for (Map.Entry<String, Integer> gram : counts(grams(hypothesis, n)).entrySet()) {
                int clip = 0;
                for (List<String> reference : references) {
                    clip = Math.max(clip, Collections.frequency(grams(reference, n), gram.getKey()));
                }
                matches += Math.min(clip, gram.getValue());
            }
            if (n == 1 && matches == 0) {
                return 0;
            }
            double denominator = Math.max(1, hypothesis.size() - n + 1);
            log += 0.25 * Math.log((matches == 0 ? 0.1 : matches) / denominator);
        }
        int closest = -1;
        for (List<String> reference : references) {
            int distance = Math.abs(reference.size() - hypothesis.size());
            int best = Math.abs(closest - hypothesis.size());
            if (closest < 0 || distance < best || (distance == best && reference.size() < closest)) {
                closest = reference.size();
            }
        }
        double brevity = hypothesis.size() > closest ? 1 : Math.exp(1 - (double) closest / hypothesis.size());
        return brevity * Math.exp(log);
    }

    static int lcs(List<String> a, List<String> b) {
        int[][] table = new int[a.size() + 1][b.size() + 1];
        for (int i = 1; i <= a.size(); i++) {
            for (int j = 1; j <= b.size(); j++) {
                table[i][j] = a.get(i - 1).equals(b.get(j - 1))
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[a.size()][b.size()];
    }

    private static double overPairs(List<List<String>> items, ToDoubleBiFunction<List<String>, List<String>> likeness) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < items.size(); i++) {
            for (int j = i + 1; j < items.size(); j++) {
                sum += likeness.applyAsDouble(items.get(i), items.get(j));
                pairs++;
            }
        }
        return sum / pairs;
    }

    private static double dice(List<String> a, List<String> b) {
        return a.isEmpty() && b.isEmpty() ? 0 : 2.0 * lcs(a, b) / (a.size() + b.size());
    }

    double rougeL() {
        return overPairs(tokens, NaiveDiversity::dice);
    }

    double punctuation() {
        List<List<String>> marks = new ArrayList<>();
        for (String reply : replies) {
            marks.add(reply.codePoints()
                    .mapToObj(java.lang.Character::toString)
                    .filter(mark -> mark.matches("\\p{P}"))
                    .toList());
        }
        return overPairs(marks, NaiveDiversity::dice);
    }

    double jaccard(int n) {
        return overPairs(tokens, (a, b) -> {
            Set<String> common = new HashSet<>(grams(a, n));
            Set<String> union = new HashSet<>(common);
            common.retainAll(new HashSet<>(grams(b, n)));
            union.addAll(grams(b, n));
            return union.isEmpty() ? 0 : (double) common.size() / union.size();
        });
    }

    double openings(int k) {
        int shared = 0;
        for (int i = 0; i < tokens.size(); i++) {
            for (int j = 0; j < tokens.size(); j++) {
                if (i != j && head(i, k).equals(head(j, k))) {
                    shared++;
                    break;
                }
            }
        }
        return (double) shared / tokens.size();
    }

    private String head(int i, int k) {
        return String.join(
                "", tokens.get(i).subList(0, Math.min(k, tokens.get(i).size())));
    }

    double distinctOpenings(int k) {
        Set<String> heads = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            heads.add(head(i, k));
        }
        return (double) heads.size() / tokens.size();
    }

    double selfRepetition() {
        double sum = 0;
        for (List<String> reply : tokens) {
            int repeats = 0;
            for (String gram : new LinkedHashSet<>(grams(reply, 4))) {
                for (List<String> other : tokens) {
                    repeats += grams(other, 4).contains(gram) ? 1 : 0;
                }
                repeats--;
            }
            sum += Math.log(1.0 + repeats);
        }
        return sum / tokens.size();
    }

    double mattr() {
        List<String> text = all(1);
        if (text.size() < 51) {
            return text.isEmpty() ? Double.NaN : distinct(1);
        }
        double sum = 0;
        for (int from = 0; from + 50 <= text.size(); from++) {
            sum += new HashSet<>(text.subList(from, from + 50)).size() / 50.0;
        }
        return sum / (text.size() - 49);
    }

    double mtld() {
        List<String> text = new ArrayList<>(all(1));
        double forward = factorLength(text);
        Collections.reverse(text);
        return (forward + factorLength(text)) / 2;
    }

    private static double factorLength(List<String> text) {
        double factors = 0;
        int start = 0;
        for (int end = 1; end <= text.size(); end++) {
            List<String> segment = text.subList(start, end);
            double ratio = (double) new HashSet<>(segment).size() / segment.size();
            if (end == text.size()) {
                factors += (1 - ratio) / (1 - 0.72);
            } else if (ratio < 0.72 && segment.size() >= 10) {
                factors++;
                start = end;
            }
        }
        return factors == 0 ? Double.NaN : text.size() / factors;
    }

    double lempelZiv() {
        List<String> text = all(1);
        Set<List<String>> phrases = new HashSet<>();
        int count = 0;
        List<String> phrase = new ArrayList<>();
        for (String token : text) {
            phrase.add(token);
            if (phrases.add(List.copyOf(phrase))) {
                count++;
                phrase.clear();
            }
        }
        count += phrase.isEmpty() ? 0 : 1;
        return count * (Math.log(text.size()) / Math.log(2)) / text.size();
    }

    /** Eigenvalues by Jacobi's rotations. */
    double vendi() {
        int m = tokens.size();
        double[][] kernel = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < m; j++) {
                kernel[i][j] = i == j ? 1 : (cosine(i, j, 1) + cosine(i, j, 2)) / 2;
            }
        }
        double entropy = 0;
        for (double eigenvalue : jacobi(kernel)) {
            double share = eigenvalue / m;
            entropy -= share > 1e-12 ? share * Math.log(share) : 0;
        }
        return Math.exp(entropy);
    }

    private double cosine(int i, int j, int n) {
        Map<String, Integer> a = counts(grams(tokens.get(i), n));
        Map<String, Integer> b = counts(grams(tokens.get(j), n));
        double dot = 0;
        for (String gram : new TreeSet<>(a.keySet())) {
            dot += a.getOrDefault(gram, 0) * (double) b.getOrDefault(gram, 0);
        }
        double norms = 1;
        for (Map<String, Integer> counts : List.of(a, b)) {
            norms *= Math.sqrt(counts.values().stream()
                    .mapToDouble(count -> (double) count * count)
                    .sum());
        }
        return dot == 0 ? 0 : dot / norms;
    }

    static double[] jacobi(double[][] matrix) {
        int m = matrix.length;
        double[][] a = new double[m][];
        for (int i = 0; i < m; i++) {
            a[i] = matrix[i].clone();
        }
        for (int sweep = 0; sweep < 100; sweep++) {
            for (int p = 0; p < m; p++) {
                for (int q = p + 1; q < m; q++) {
                    if (a[p][q] != 0) {
                        double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
                        double c = Math.cos(angle);
                        double s = Math.sin(angle);
                        for (int k = 0; k < m; k++) {
                            double kp = a[k][p];
                            double kq = a[k][q];
                            a[k][p] = c * kp - s * kq;
                            a[k][q] = s * kp + c * kq;
                        }
                        for (int k = 0; k < m; k++) {
                            double pk = a[p][k];
                            double qk = a[q][k];
                            a[p][k] = c * pk - s * qk;
                            a[q][k] = s * pk + c * qk;
                        }
                    }
                }
            }
        }
        double[] eigenvalues = new double[m];
        for (int i = 0; i < m; i++) {
            eigenvalues[i] = a[i][i];
        }
        return eigenvalues;
    }

    /** Sentences by a regular expression. */
    double[] sentences() {
        List<Integer> lengths = new ArrayList<>();
        for (String reply : replies) {
            for (String sentence : reply.split("[。！？!?…\\n]+", -1)) {
                int length = (int) sentence.codePoints()
                        .filter(java.lang.Character::isLetterOrDigit)
                        .count();
                if (length > 0) {
                    lengths.add(length);
                }
            }
        }
        return moments(lengths);
    }

    double replyVariation() {
        return moments(tokens.stream().map(List::size).toList())[2];
    }

    private static double[] moments(List<Integer> lengths) {
        double mean = lengths.stream().mapToInt(Integer::intValue).average().orElse(Double.NaN);
        double variance = lengths.stream()
                .mapToDouble(length -> (length - mean) * (length - mean))
                .average()
                .orElse(Double.NaN);
        return new double[] {mean, variance, Math.sqrt(variance) / mean};
    }

    double openingClause() {
        Map<String, Integer> counts = new HashMap<>();
        for (String reply : replies) {
            java.util.regex.Matcher run =
                    java.util.regex.Pattern.compile("[\\p{L}\\p{Nd}]+").matcher(reply);
            counts.merge(run.find() ? run.group() : "", 1, Integer::sum);
        }
        return counts.values().stream()
                        .filter(count -> count > 1)
                        .mapToInt(Integer::intValue)
                        .sum()
                / (double) replies.size();
    }

    double value(DiversityMeasure measure) {
        return switch (measure) {
            case DISTINCT_1 -> distinct(1);
            case DISTINCT_2 -> distinct(2);
            case DISTINCT_3 -> distinct(3);
            case EAD_1 -> ead(1, 3345);
            case EAD_2 -> ead(2, 3345);
            case RAREFIED_1 -> rarefied(1, 300);
            case RAREFIED_2 -> rarefied(2, 300);
            case SELF_BLEU_4 -> tokens.size() < 2 ? Double.NaN : selfBleu();
            case ROUGE_L -> rougeL();
            case JACCARD_2 -> jaccard(2);
            case JACCARD_3 -> jaccard(3);
            case OPENING_2 -> openings(2);
            case OPENING_3 -> openings(3);
            case OPENING_4 -> openings(4);
            case OPENING_CLAUSE -> openingClause();
            case DISTINCT_OPENINGS_2 -> distinctOpenings(2);
            case MATTR_50 -> mattr();
            case MTLD -> mtld();
            case HDD_42 -> all(1).size() < 42 ? Double.NaN : rarefied(1, 42);
            case TTR_400 -> all(1).size() < 400 ? Double.NaN : new HashSet<>(all(1).subList(0, 400)).size() / 400.0;
            case VENDI -> vendi();
            case SELF_REPETITION_4 -> selfRepetition();
            case LEMPEL_ZIV -> lempelZiv();
            case SENTENCE_MEAN -> sentences()[0];
            case SENTENCE_VARIANCE -> sentences()[1];
            case SENTENCE_VARIATION -> sentences()[2];
            case REPLY_VARIATION -> replyVariation();
            case PUNCTUATION_LCS -> punctuation();
            case COMPRESSION_RATIO, EMBEDDING_HOMOGENEITY, EMBEDDING_VENDI ->
                throw new IllegalArgumentException(measure + " has no slow twin");
        };
    }
}
