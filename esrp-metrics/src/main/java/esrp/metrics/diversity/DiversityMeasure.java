package esrp.metrics.diversity;

import static java.lang.Double.POSITIVE_INFINITY;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.google.errorprone.annotations.Immutable;
import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.internal.Checks;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The measures. Parameters are part of a measure and of its id, for values with other parameters do not compare; {@link #mattr},
 * {@link #hdd} and {@link #mtld} take other parameters.
 * "Batch" is the list of {@code m} replies that are measured together; "tokens" are those of the {@link Tokenizer},
 * "n-grams" runs of n tokens inside one reply, never across replies.
 *
 * <ul>
 *   <li>Replies without tokens take part in the denominator of every mean over replies or pairs.
 *   <li>A ratio over nothing (no n-gram in the whole batch, no token in either of a pair) is 0 in the distinct family,
 *       Jaccard and both LCS measures.
 *   <li>NaN, undefined for valid input: pairwise measures and self-BLEU of one reply; measures on the concatenation and
 *       on lengths without tokens; HD-D and the ratio of the first 400 below 42 and 400 tokens; MTLD of a text that
 *       repeats nothing.
 * </ul>
 */
public enum DiversityMeasure {
    /** Different tokens by tokens. Falls as replies get longer. */
    DISTINCT_1("distinct1", Direction.HIGHER, 0, 1, batch -> Lexical.distinct(batch, 1)),
    /** Different bigrams by bigrams. */
    DISTINCT_2("distinct2", Direction.HIGHER, 0, 1, batch -> Lexical.distinct(batch, 2)),
    /** Different trigrams by trigrams. */
    DISTINCT_3("distinct3", Direction.HIGHER, 0, 1, batch -> Lexical.distinct(batch, 3)),
    /** Expectation-adjusted distinct tokens. */
    EAD_1("ead1", Direction.HIGHER, 0, POSITIVE_INFINITY, batch -> Lexical.expectationAdjusted(batch, 1)),
    /** Expectation-adjusted distinct bigrams, with the vocabulary of tokens as in the authors' code. */
    EAD_2("ead2_V1", Direction.HIGHER, 0, POSITIVE_INFINITY, batch -> Lexical.expectationAdjusted(batch, 2)),
    /** Different tokens expected among 300. */
    RAREFIED_1("rare1_300", Direction.HIGHER, 0, 1, batch -> Lexical.rarefied(batch, 1, 300)),
    /** Different bigrams expected among 300. */
    RAREFIED_2("rare2_300", Direction.HIGHER, 0, 1, batch -> Lexical.rarefied(batch, 2, 300)),
    /** How well the other replies predict each reply, as BLEU. */
    SELF_BLEU_4("selfbleu4", Direction.LOWER, 0, 1, Overlap::selfBleu),
    /** Bytes by compressed bytes. */
    COMPRESSION_RATIO("cr_zlib9", Direction.LOWER, 0, POSITIVE_INFINITY, Lexical::compressionRatio),
    /** Homogenization: what two replies have in common, in order. */
    ROUGE_L("hom_rougeL", Direction.LOWER, Cost.QUADRATIC, 0, 1, Overlap::rougeL),
    /** Homogenization: common bigrams of two replies. */
    JACCARD_2("jac2", Direction.LOWER, Cost.QUADRATIC, 0, 1, batch -> Overlap.jaccard(batch, 2)),
    /** Homogenization: common trigrams of two replies. */
    JACCARD_3("jac3", Direction.LOWER, Cost.QUADRATIC, 0, 1, batch -> Overlap.jaccard(batch, 3)),
    /** Replies that start as another does: two tokens. */
    OPENING_2("open2", Direction.LOWER, 0, 1, batch -> Overlap.sharedOpenings(batch, 2)),
    /** Replies that start as another does: three tokens. */
    OPENING_3("open3", Direction.LOWER, 0, 1, batch -> Overlap.sharedOpenings(batch, 3)),
    /** Replies that start as another does: four tokens. */
    OPENING_4("open4", Direction.LOWER, 0, 1, batch -> Overlap.sharedOpenings(batch, 4)),
    /** Replies that start as another does: up to the first punctuation or space. */
    OPENING_CLAUSE("open_clause", Direction.LOWER, 0, 1, Overlap::sharedOpeningClauses),
    /** Different openings of two tokens. */
    DISTINCT_OPENINGS_2("open2_distinct", Direction.HIGHER, 0, 1, batch -> Overlap.distinctOpenings(batch, 2)),
    /** Moving-average type-token ratio. */
    MATTR_50("mattr50", Direction.HIGHER, 0, 1, batch -> Lexical.mattr(batch, 50)),
    /** Measure of textual lexical diversity. */
    MTLD("mtld", Direction.HIGHER, 0, POSITIVE_INFINITY, Lexical::mtld),
    /** Hypergeometric distribution diversity. */
    HDD_42("hdd42", Direction.HIGHER, 0, 1, batch -> Lexical.hdd(batch, 42)),
    /** Type-token ratio of the beginning. */
    TTR_400("ttr_400", Direction.HIGHER, 0, 1, batch -> Lexical.typeTokenRatioOfFirst(batch, 400)),
    /** Effective number of different replies. */
    VENDI("vendi12", Direction.HIGHER, Cost.CUBIC, 1, POSITIVE_INFINITY, Overlap::vendi),
    /** Four-grams found in other replies too. */
    SELF_REPETITION_4("selfrep4", Direction.LOWER, 0, POSITIVE_INFINITY, batch -> Overlap.selfRepetition(batch, 4)),
    /** Lempel-Ziv complexity. */
    LEMPEL_ZIV("lz78_norm", Direction.HIGHER, 0, POSITIVE_INFINITY, Lexical::lempelZiv),
    /** Mean sentence length. */
    SENTENCE_MEAN("sent_mean", Direction.NONE, 1, POSITIVE_INFINITY, Lexical.Spread.MEAN::ofSentences),
    /** Variance of sentence lengths. */
    SENTENCE_VARIANCE("sent_var", Direction.HIGHER, 0, POSITIVE_INFINITY, Lexical.Spread.VARIANCE::ofSentences),
    /** Variation of sentence lengths. */
    SENTENCE_VARIATION("sent_cv", Direction.HIGHER, 0, POSITIVE_INFINITY, Lexical.Spread.VARIATION::ofSentences),
    /** Variation of reply lengths. */
    REPLY_VARIATION("resp_cv", Direction.HIGHER, 0, POSITIVE_INFINITY, Lexical::replyLengthVariation),
    /** Likeness of punctuation. */
    PUNCTUATION_LCS("punct_lcs", Direction.LOWER, Cost.QUADRATIC, 0, 1, Overlap::punctuationLcs),
    /** Likeness of meaning; needs {@link Diversity#withEmbedder}. */
    EMBEDDING_HOMOGENEITY("hom_embedding", Direction.LOWER, Cost.QUADRATIC, -1, 1, Overlap::embeddingHomogeneity),
    /** Effective number of different meanings; needs {@link Diversity#withEmbedder}. */
    EMBEDDING_VENDI("vendi_embedding", Direction.HIGHER, Cost.CUBIC, 1, POSITIVE_INFINITY, Overlap::embeddingVendi);

    /** Which way is more diverse. */
    enum Direction {
        /** Higher values mean more diverse replies. */
        HIGHER,
        /** Lower values mean more diverse replies. */
        LOWER,
        /** Says something of style, nothing of diversity. */
        NONE
    }

    /** How time grows with the number of replies of a batch, given their lengths. */
    enum Cost {
        /** With the number of tokens. */
        LINEAR,
        /** With the number of pairs of replies; bounded by {@link Diversity#withPairwiseLimit}. */
        QUADRATIC,
        /** With the cube of the number of replies; bounded by {@link Diversity#withPairwiseLimit}. */
        CUBIC
    }

    /** Computes a measure of a batch; keeps nothing. */
    @Immutable
    @FunctionalInterface
    private interface Formula {
        double of(Replies batch);
    }

    private static final ImmutableSet<DiversityMeasure> ON_CONCATENATION =
            Sets.immutableEnumSet(COMPRESSION_RATIO, MATTR_50, MTLD, TTR_400, LEMPEL_ZIV);
    static final ImmutableSet<DiversityMeasure> ON_EMBEDDINGS =
            Sets.immutableEnumSet(EMBEDDING_HOMOGENEITY, EMBEDDING_VENDI);

    private final String id;
    private final Direction direction;
    private final Cost cost;
    private final double lowest;
    private final double highest;
    private final Formula formula;

    DiversityMeasure(String id, Direction direction, double lowest, double highest, Formula formula) {
        this(id, direction, Cost.LINEAR, lowest, highest, formula);
    }

    DiversityMeasure(String id, Direction direction, Cost cost, double lowest, double highest, Formula formula) {
        this.id = id;
        this.direction = direction;
        this.cost = cost;
        this.lowest = lowest;
        this.highest = highest;
        this.formula = formula;
    }

    /**
     * {@return the measure with an id}
     *
     * @param id the id
     * @throws IllegalArgumentException if there is none; names those there are
     */
    public static DiversityMeasure of(String id) {
        Objects.requireNonNull(id, "id");
        return Arrays.stream(values())
                .filter(measure -> measure.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no diversity measure \"" + id + "\"; measures are "
                        + Arrays.stream(values()).map(DiversityMeasure::id).toList()));
    }

    /**
     * {@return the moving-average type-token ratio of one text: the mean over windows of the share of different tokens; the
     * plain ratio of a text shorter than the window; NaN without tokens} Covington and McFall (2010), <a
     * href="https://doi.org/10.1080/09296171003643098">doi:10.1080/09296171003643098</a>.
     *
     * @param tokens the text
     * @param window at least 1; Kyle's default is 50, that of lexicalrichness 100
     */
    public static double mattr(List<String> tokens, int window) {
        int most = Math.max(1, tokens.size());
        return Lexical.mattr(Lexical.ids(tokens), (int) Math.min(Checks.atLeast(1, "window", window), most));
    }

    /**
     * {@return HD-D of one text: the share of different tokens expected in a sample without replacement; NaN of fewer tokens}
     * McCarthy and Jarvis (2010), <a href="https://doi.org/10.3758/BRM.42.2.381">doi:10.3758/BRM.42.2.381</a>.
     *
     * @param tokens the text
     * @param sample at least 1; 42 as a rule
     */
    public static double hdd(List<String> tokens, int sample) {
        return Lexical.hdd(Lexical.ids(tokens), (int) Checks.atLeast(1, "sample", sample));
    }

    /**
     * {@return MTLD of one text: the mean length of runs that keep their share of different tokens above a threshold, forwards
     * and backwards; NaN without tokens and of a text that repeats nothing} A factor ends where the ratio falls below the
     * threshold, with ten tokens at least, as in Kyle's lexical_diversity and TAALED. McCarthy and Jarvis (2010), <a
     * href="https://doi.org/10.3758/BRM.42.2.381">doi:10.3758/BRM.42.2.381</a>.
     *
     * @param tokens the text
     * @param threshold in (0, 1); 0.72 as a rule
     */
    public static double mtld(List<String> tokens, double threshold) {
        return Lexical.mtld(Lexical.ids(tokens), threshold, Lexical.Mtld.KYLE);
    }

    /**
     * {@return MTLD as the Python package lexicalrichness has it: a factor ends where the ratio reaches the threshold, however
     * short; the number of tokens of a text that repeats nothing; NaN without tokens}
     *
     * @param tokens the text
     * @param threshold in (0, 1); 0.72 as a rule
     */
    public static double mtldOfLexicalRichness(List<String> tokens, double threshold) {
        return Lexical.mtld(Lexical.ids(tokens), threshold, Lexical.Mtld.LEXICALRICHNESS);
    }

    /** {@return the short name of files and tables, parameters included: the id} */
    public String id() {
        return id;
    }

    /** {@return the name to print: the title in each language} */
    public LocalizedText title() {
        return DiversityCode.TEXTS.localized("measure." + id);
    }

    /** Which way is more diverse. */
    Direction direction() {
        return direction;
    }

    /** {@return whether a lower value means more diverse replies} */
    public boolean lowerIsBetter() {
        return direction == Direction.LOWER;
    }

    /** {@return whether one end of the measure means more diverse replies; false where it only describes them} */
    public boolean hasDirection() {
        return direction != Direction.NONE;
    }

    /** {@return how time grows with the number of replies} */
    Cost cost() {
        return cost;
    }

    /** {@return the lower end of the range: no value is below, up to rounding} */
    public double lowest() {
        return lowest;
    }

    /**
     * {@return the upper end of the range: no value is above, up to rounding; infinite if there is no bound that holds
     * for all batches}
     */
    public double highest() {
        return highest;
    }

    /** {@return the exact definition, with source} */
    public LocalizedText definition() {
        return DiversityCode.TEXTS.localized("measure." + id + ".definition");
    }

    /**
     * {@return whether the order of the replies matters: true of measures that read the replies one after another;
     * false if shuffling the replies changes nothing}
     */
    public boolean dependsOnOrder() {
        return ON_CONCATENATION.contains(this);
    }

    /** {@return whether the measure needs {@link Diversity#withEmbedder}; true of measures on embeddings} */
    public boolean needsEmbedder() {
        return ON_EMBEDDINGS.contains(this);
    }

    /** A column of intervals: three decimals for shares, two for what has no upper bound. */
    Table.Head head() {
        Table.Head head = Table.Head.of(id, title(), Table.Style.INTERVAL, highest == 1 ? 3 : 2);
        return lowerIsBetter() ? head.lowerBetter() : head;
    }

    double of(Replies batch) {
        return formula.of(batch);
    }
}
