package esrp.metrics.diversity;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The measures. Parameters are part of a measure and of its id, for values with other parameters do not compare.
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
    DISTINCT_1(
            "distinct1",
            "distinct-1",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "different tokens of the batch / tokens of the batch (Li et al. 2016, doi:10.18653/v1/N16-1014)",
            batch -> Lexical.distinct(batch, 1)),
    /** Different bigrams by bigrams. */
    DISTINCT_2(
            "distinct2",
            "distinct-2",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "different bigrams of the batch / bigrams of the batch (Li et al. 2016, doi:10.18653/v1/N16-1014)",
            batch -> Lexical.distinct(batch, 2)),
    /** Different trigrams by trigrams. */
    DISTINCT_3(
            "distinct3",
            "distinct-3",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "different trigrams of the batch / trigrams of the batch (Li et al. 2016, doi:10.18653/v1/N16-1014)",
            batch -> Lexical.distinct(batch, 3)),
    /** Expectation-adjusted distinct tokens. */
    EAD_1(
            "ead1",
            "adjusted distinct-1 (EAD)",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "N / (V (1 - ((V-1)/V)^C)), N different tokens, C tokens, V the vocabulary of Diversity.withVocabulary"
                    + " (Liu et al. 2022, doi:10.18653/v1/2022.acl-short.86); above 1 where tokens repeat less than"
                    + " uniform draws",
            batch -> Lexical.expectationAdjusted(batch, 1)),
    /** Expectation-adjusted distinct bigrams, with the vocabulary of tokens as in the authors' code. */
    EAD_2(
            "ead2_V1",
            "adjusted distinct-2 (EAD)",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "the formula of ead1 on bigrams with the same V as the authors' code; informational, for V is not the"
                    + " number of possible bigrams",
            batch -> Lexical.expectationAdjusted(batch, 2)),
    /** Different tokens expected among 300. */
    RAREFIED_1(
            "rare1_300",
            "rarefied distinct-1",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "expected different tokens in a sample of s = min(300, N) of the N tokens without replacement, divided by"
                    + " s (Hurlbert 1971, doi:10.2307/1934145)",
            batch -> Lexical.rarefied(batch, 1, 300)),
    /** Different bigrams expected among 300. */
    RAREFIED_2(
            "rare2_300",
            "rarefied distinct-2",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "rare1_300 on bigrams",
            batch -> Lexical.rarefied(batch, 2, 300)),
    /** How well the other replies predict each reply, as BLEU. */
    SELF_BLEU_4(
            "selfbleu4",
            "self-BLEU-4",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            1,
            "mean over replies of BLEU-4 against all others as references (never itself): clipped precisions of 1- to"
                    + " 4-grams, equal weights, denominators at least 1; no match counts 0.1 (NLTK method 1), no common"
                    + " token gives 0; brevity penalty with the closest reference length, ties to the shorter (Zhu et"
                    + " al. 2018, doi:10.1145/3209978.3210080)",
            Overlap::selfBleu),
    /** Bytes by compressed bytes. */
    COMPRESSION_RATIO(
            "cr_zlib9",
            "compression ratio",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "UTF-8 bytes of the replies joined with a line feed / bytes of zlib (RFC 1950) at level 9; other deflate"
                    + " implementations differ by up to 0.5%",
            Lexical::compressionRatio),
    /** Homogenization: what two replies have in common, in order. */
    ROUGE_L(
            "hom_rougeL",
            "ROUGE-L homogenization",
            Direction.LOWER,
            Cost.QUADRATIC,
            0,
            1,
            "mean over pairs of 2 LCS / (a + b), LCS the longest common subsequence of tokens (Lin 2004; as a measure of"
                    + " homogenization Padmakumar and He 2024, arXiv:2309.05196)",
            Overlap::rougeL),
    /** Homogenization: common bigrams of two replies. */
    JACCARD_2(
            "jac2",
            "bigram Jaccard",
            Direction.LOWER,
            Cost.QUADRATIC,
            0,
            1,
            "mean over pairs of common bigrams / bigrams of either, as sets",
            batch -> Overlap.jaccard(batch, 2)),
    /** Homogenization: common trigrams of two replies. */
    JACCARD_3(
            "jac3",
            "trigram Jaccard",
            Direction.LOWER,
            Cost.QUADRATIC,
            0,
            1,
            "mean over pairs of common trigrams / trigrams of either, as sets",
            batch -> Overlap.jaccard(batch, 3)),
    /** Replies that start as another does: two tokens. */
    OPENING_2(
            "open2",
            "shared openings, 2",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            1,
            "share of replies whose first 2 tokens are those of at least one other",
            batch -> Overlap.sharedOpenings(batch, 2)),
    /** Replies that start as another does: three tokens. */
    OPENING_3(
            "open3",
            "shared openings, 3",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            1,
            "share of replies whose first 3 tokens are those of at least one other",
            batch -> Overlap.sharedOpenings(batch, 3)),
    /** Replies that start as another does: four tokens. */
    OPENING_4(
            "open4",
            "shared openings, 4",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            1,
            "share of replies whose first 4 tokens are those of at least one other",
            batch -> Overlap.sharedOpenings(batch, 4)),
    /** Replies that start as another does: up to the first punctuation or space. */
    OPENING_CLAUSE(
            "open_clause",
            "shared opening clause",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            1,
            "share of replies whose first run of tokens with nothing between them is that of at least one other",
            Overlap::sharedOpeningClauses),
    /** Different openings of two tokens. */
    DISTINCT_OPENINGS_2(
            "open2_distinct",
            "distinct openings, 2",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "different openings of 2 tokens / m",
            batch -> Overlap.distinctOpenings(batch, 2)),
    /** Moving-average type-token ratio. */
    MATTR_50(
            "mattr50",
            "MATTR",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "mean over all windows of 50 tokens of the concatenation of different tokens / 50; of a shorter text"
                    + " different tokens / tokens (Covington and McFall 2010, doi:10.1080/09296171003643098)",
            batch -> Lexical.mattr(batch, 50)),
    /** Measure of textual lexical diversity. */
    MTLD(
            "mtld",
            "MTLD",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "tokens / factors of the concatenation, mean of reading forward and backward; a factor ends where the"
                    + " type-token ratio r falls below 0.72 at 10 tokens or more, the rest counts (1 - r) / 0.28"
                    + " (McCarthy and Jarvis 2010, doi:10.3758/BRM.42.2.381)",
            Lexical::mtld),
    /** Hypergeometric distribution diversity. */
    HDD_42(
            "hdd42",
            "HD-D",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "expected different tokens in a sample of 42 without replacement / 42 (McCarthy and Jarvis 2007,"
                    + " doi:10.1177/0265532207080767)",
            batch -> Lexical.hdd(batch, 42)),
    /** Type-token ratio of the beginning. */
    TTR_400(
            "ttr_400",
            "type-token ratio of 400",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            1,
            "different tokens among the first 400 of the concatenation / 400",
            batch -> Lexical.typeTokenRatioOfFirst(batch, 400)),
    /** Effective number of different replies. */
    VENDI(
            "vendi12",
            "Vendi score",
            Direction.HIGHER,
            Cost.CUBIC,
            1,
            Double.POSITIVE_INFINITY,
            "exp of the entropy of the eigenvalues of K / m, K the mean of the cosines of token counts and of bigram"
                    + " counts with 1 on the diagonal; at most m (Friedman and Dieng 2023, arXiv:2210.02410)",
            Overlap::vendi),
    /** Four-grams found in other replies too. */
    SELF_REPETITION_4(
            "selfrep4",
            "self-repetition",
            Direction.LOWER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "mean over replies of ln(1 + s), s the sum over its different 4-grams of the number of other replies that"
                    + " have it (Salkar et al. 2022, arXiv:2210.04894)",
            batch -> Overlap.selfRepetition(batch, 4)),
    /** Lempel-Ziv complexity. */
    LEMPEL_ZIV(
            "lz78_norm",
            "Lempel-Ziv complexity",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "p log2(n) / n, p the LZ78 phrases of the n tokens of the concatenation, an unfinished one counted (Ziv and"
                    + " Lempel 1978, doi:10.1109/TIT.1978.1055934)",
            Lexical::lempelZiv),
    /** Mean sentence length. */
    SENTENCE_MEAN(
            "sent_mean",
            "sentence length, mean",
            Direction.NONE,
            Cost.LINEAR,
            1,
            Double.POSITIVE_INFINITY,
            "mean tokens of the sentences of the batch; sentences end at runs of 。！？!?… and line feeds, those"
                    + " without a token are dropped",
            batch -> Lexical.sentenceLength(batch, Lexical.Spread.MEAN)),
    /** Variance of sentence lengths. */
    SENTENCE_VARIANCE(
            "sent_var",
            "sentence length, variance",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "population variance of the lengths of sent_mean",
            batch -> Lexical.sentenceLength(batch, Lexical.Spread.VARIANCE)),
    /** Variation of sentence lengths. */
    SENTENCE_VARIATION(
            "sent_cv",
            "sentence length, variation",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "population standard deviation / mean of the lengths of sent_mean",
            batch -> Lexical.sentenceLength(batch, Lexical.Spread.VARIATION)),
    /** Variation of reply lengths. */
    REPLY_VARIATION(
            "resp_cv",
            "reply length, variation",
            Direction.HIGHER,
            Cost.LINEAR,
            0,
            Double.POSITIVE_INFINITY,
            "population standard deviation / mean of the tokens of the replies",
            Lexical::replyLengthVariation),
    /** Likeness of punctuation. */
    PUNCTUATION_LCS(
            "punct_lcs",
            "punctuation likeness",
            Direction.LOWER,
            Cost.QUADRATIC,
            0,
            1,
            "mean over pairs of 2 LCS / (a + b) of the sequences of code points of general category P",
            Overlap::punctuationLcs),
    /** Likeness of meaning; needs {@link Diversity#withEmbedder}. */
    EMBEDDING_HOMOGENEITY(
            "hom_embedding",
            "embedding homogeneity",
            Direction.LOWER,
            Cost.QUADRATIC,
            -1,
            1,
            "mean over pairs of the cosine of the embeddings of the texts",
            Overlap::embeddingHomogeneity),
    /** Effective number of different meanings; needs {@link Diversity#withEmbedder}. */
    EMBEDDING_VENDI(
            "vendi_embedding",
            "embedding Vendi score",
            Direction.HIGHER,
            Cost.CUBIC,
            1,
            Double.POSITIVE_INFINITY,
            "the formula of vendi12 with K the cosines of the embeddings of the texts; at most m",
            batch -> Overlap.vendi(batch.similarities()));

    /** Which way is more diverse. */
    public enum Direction {
        /** Higher values mean more diverse replies. */
        HIGHER,
        /** Lower values mean more diverse replies. */
        LOWER,
        /** Says something of style, nothing of diversity. */
        NONE
    }

    /** How time grows with the number of replies of a batch, given their lengths. */
    public enum Cost {
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

    private static final Set<DiversityMeasure> ON_CONCATENATION =
            EnumSet.of(COMPRESSION_RATIO, MATTR_50, MTLD, TTR_400, LEMPEL_ZIV);
    private static final Set<DiversityMeasure> ON_EMBEDDINGS = EnumSet.of(EMBEDDING_HOMOGENEITY, EMBEDDING_VENDI);

    private final String id;
    private final String title;
    private final Direction direction;
    private final Cost cost;
    private final double lowest;
    private final double highest;
    private final String definition;
    private final Formula formula;

    DiversityMeasure(
            String id,
            String title,
            Direction direction,
            Cost cost,
            double lowest,
            double highest,
            String definition,
            Formula formula) {
        this.id = id;
        this.title = title;
        this.direction = direction;
        this.cost = cost;
        this.lowest = lowest;
        this.highest = highest;
        this.definition = definition;
        this.formula = formula;
    }

    /**
     * The measure with an id.
     *
     * @param id the id
     * @return the measure
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
     * The short name of files and tables, parameters included.
     *
     * @return the id
     */
    public String id() {
        return id;
    }

    /**
     * The name to print.
     *
     * @return the title
     */
    public String title() {
        return title;
    }

    /**
     * Which way is more diverse.
     *
     * @return the direction
     */
    public Direction direction() {
        return direction;
    }

    /**
     * How time grows with the number of replies.
     *
     * @return the cost
     */
    public Cost cost() {
        return cost;
    }

    /**
     * The lower end of the range.
     *
     * @return no value is below, up to rounding
     */
    public double lowest() {
        return lowest;
    }

    /**
     * The upper end of the range.
     *
     * @return no value is above, up to rounding; infinite if there is no bound that holds for all batches
     */
    public double highest() {
        return highest;
    }

    /**
     * The exact definition, with source.
     *
     * @return one sentence
     */
    public String definition() {
        return definition;
    }

    /**
     * Whether the order of the replies matters: true of measures that read the replies one after another.
     *
     * @return false if shuffling the replies changes nothing
     */
    public boolean dependsOnOrder() {
        return ON_CONCATENATION.contains(this);
    }

    /**
     * Whether the measure needs {@link Diversity#withEmbedder}.
     *
     * @return true of measures on embeddings
     */
    public boolean needsEmbedder() {
        return ON_EMBEDDINGS.contains(this);
    }

    double of(Replies batch) {
        return formula.of(batch);
    }
}
