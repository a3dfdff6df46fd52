package esrp.metrics.diversity;

import com.google.common.base.Throwables;
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import esrp.core.LocalizedText;
import esrp.core.ResponseBatch;
import esrp.core.internal.Checks;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures how different the replies of a batch are from one another. Immutable; {@code with…} returns a copy with another setting.
 *
 * <pre>{@code
 * DiversityProfile profile = Diversity.withDefaults().of(replies);
 * profile.value(DiversityMeasure.DISTINCT_2, Truncation.FIRST_40);
 * }</pre>
 *
 * <p>Time is linear in the tokens but for the pairwise measures, see {@link DiversityMeasure#cost()}; memory is about 50
 * bytes per token of the batch at hand, and for pairwise measures m² numbers. Of a batch that was measured a report keeps the
 * values, about a kilobyte, and no text.
 */
public final class Diversity {
    /** The number of different tokens in the 26,400 published ChatAnime replies: the default vocabulary. */
    public static final int CHAT_ANIME_VOCABULARY = 3345;

    /** The most replies a batch may have for measures that are not linear, unless told otherwise. */
    public static final int DEFAULT_PAIRWISE_LIMIT = 1000;

    /** The most chars a reply may have where subsequences are compared: memory grows with its square. */
    static final int LONGEST_COMPARED = 20_000;

    private static final Diversity DEFAULTS = new Diversity(
            List.copyOf(Sets.complementOf(DiversityMeasure.ON_EMBEDDINGS)),
            List.of(Truncation.NONE, Truncation.FIRST_40),
            Tokenizer.characters(),
            CHAT_ANIME_VOCABULARY,
            DEFAULT_PAIRWISE_LIMIT,
            null);

    private final List<DiversityMeasure> measures;
    private final List<Truncation> truncations;
    private final Tokenizer tokenizer;
    private final long vocabulary;
    private final int pairwiseLimit;
    private final @Nullable Function<String, float[]> embedder;

    private Diversity(
            List<DiversityMeasure> measures,
            List<Truncation> truncations,
            Tokenizer tokenizer,
            long vocabulary,
            int pairwiseLimit,
            @Nullable Function<String, float[]> embedder) {
        this.measures = measures;
        this.truncations = truncations;
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.pairwiseLimit = pairwiseLimit;
        this.embedder = embedder;
    }

    /**
     * {@return all measures that need no embedder, raw and on the first 40 tokens; letters and digits as tokens, the
     * vocabulary of ChatAnime}
     */
    public static Diversity withDefaults() {
        return DEFAULTS;
    }

    /**
     * {@return a copy with these measures alone}
     *
     * @param first a measure
     * @param more others
     * @throws IllegalArgumentException if one needs an embedder and none was given
     */
    public Diversity withMeasures(DiversityMeasure first, DiversityMeasure... more) {
        EnumSet<DiversityMeasure> chosen = EnumSet.of(first, more);
        for (DiversityMeasure measure : chosen) {
            if (measure.needsEmbedder() && embedder == null) {
                throw new IllegalArgumentException(
                        "measures: \"" + measure.id() + "\" needs an embedder; call withEmbedder first");
            }
        }
        return new Diversity(List.copyOf(chosen), truncations, tokenizer, vocabulary, pairwiseLimit, embedder);
    }

    /**
     * {@return a copy with these truncations}
     *
     * @param first a truncation
     * @param more others
     */
    public Diversity withTruncations(Truncation first, Truncation... more) {
        List<Truncation> chosen = Lists.asList(first, more).stream().distinct().toList();
        return new Diversity(measures, List.copyOf(chosen), tokenizer, vocabulary, pairwiseLimit, embedder);
    }

    /**
     * {@return a copy with another tokenizer, for example {@link Tokenizer#words words}} The default vocabulary does
     * not fit them: see {@link #withVocabulary}.
     *
     * @param tokens splits replies
     */
    public Diversity withTokenizer(Tokenizer tokens) {
        return new Diversity(
                measures, truncations, Objects.requireNonNull(tokens, "tokens"), vocabulary, pairwiseLimit, embedder);
    }

    /**
     * {@return a copy with another vocabulary: the number of different tokens that expectation-adjusted distinct
     * assumes} Values compare only under the same number; {@link #vocabularyOf} counts it in a corpus.
     *
     * @param types at least 2
     */
    public Diversity withVocabulary(long types) {
        Checks.atLeast(2, "types", types);
        return new Diversity(measures, truncations, tokenizer, types, pairwiseLimit, embedder);
    }

    /**
     * {@return a copy with another limit: the most replies a batch may have where a measure is not linear} A thousand
     * replies are 499,500 pairs; the Vendi score takes time with the cube and memory with the square.
     *
     * @param replies at least 2
     */
    public Diversity withPairwiseLimit(int replies) {
        Checks.atLeast(2, "replies", replies);
        return new Diversity(measures, truncations, tokenizer, vocabulary, replies, embedder);
    }

    /**
     * {@return a copy with an embedder and the measures that need one}
     *
     * <p>Similarities of sentence embeddings are compressed (two unrelated Chinese sentences easily reach 0.45), so compare
     * candidates on one model and never with a fixed threshold.
     *
     * @param model turns a text into a vector whose direction stands for its meaning: finite numbers, as many for every text, not
     *     all zero. Called once for every reply and truncation, by several threads where measuring is given an executor
     */
    public Diversity withEmbedder(Function<String, float[]> model) {
        Objects.requireNonNull(model, "model");
        EnumSet<DiversityMeasure> all = EnumSet.copyOf(measures);
        all.addAll(DiversityMeasure.ON_EMBEDDINGS);
        return new Diversity(List.copyOf(all), truncations, tokenizer, vocabulary, pairwiseLimit, model);
    }

    /** {@return what is measured: the measures in their order} */
    public List<DiversityMeasure> measures() {
        return measures;
    }

    /** {@return how much of each reply is measured: the truncations in the order given} */
    public List<Truncation> truncations() {
        return truncations;
    }

    /** {@return the vocabulary of expectation-adjusted distinct} */
    public long vocabulary() {
        return vocabulary;
    }

    /**
     * Counts the different tokens of a corpus.
     *
     * @param replies the corpus
     * @return the number of types
     */
    public long vocabularyOf(Iterable<String> replies) {
        Set<String> types = new HashSet<>();
        for (String reply : replies) {
            tokenizer.tokenize(reply, (start, end) -> types.add(reply.substring(start, end)));
        }
        return types.size();
    }

    /**
     * Measures one batch.
     *
     * @param replies at least one reply; for pairwise measures at most {@link #withPairwiseLimit}
     * @return the values
     * @throws IllegalArgumentException if there are no replies, or too many for a measure that is not linear
     */
    public DiversityProfile of(List<String> replies) {
        Replies raw = Replies.of(Checks.atLeastOne("replies", replies), tokenizer, vocabulary, embedder);
        checkLimits(raw);
        double[][] values = new double[truncations.size()][measures.size()];
        double[] lengths = new double[truncations.size()];
        for (int f = 0; f < truncations.size(); f++) {
            Replies batch = raw.in(truncations.get(f));
            lengths[f] = batch.meanLength();
            for (int i = 0; i < measures.size(); i++) {
                values[f][i] = measures.get(i).of(batch);
            }
        }
        return new DiversityProfile(measures, truncations, values, lengths, raw.size(), raw.meanLength());
    }

    private void checkLimits(Replies raw) {
        for (DiversityMeasure measure : measures) {
            if (measure.cost() != DiversityMeasure.Cost.LINEAR && raw.size() > pairwiseLimit) {
                throw new IllegalArgumentException("replies: " + raw.size() + " are too many for \"" + measure.id()
                        + "\", which compares " + (long) raw.size() * (raw.size() - 1) / 2 + " pairs; at most "
                        + pairwiseLimit + " are allowed. Measure batches, leave the measure out (withMeasures) or raise"
                        + " the limit (withPairwiseLimit)");
            }
        }
        if (measures.contains(DiversityMeasure.ROUGE_L) || measures.contains(DiversityMeasure.PUNCTUATION_LCS)) {
            for (int i = 0; i < raw.size(); i++) {
                if (raw.textLength(i) > LONGEST_COMPARED) {
                    throw new IllegalArgumentException("replies: reply " + i + " has " + raw.textLength(i)
                            + " chars; at most " + LONGEST_COMPARED + " are allowed for \""
                            + DiversityMeasure.ROUGE_L.id() + "\" and \"" + DiversityMeasure.PUNCTUATION_LCS.id()
                            + "\"");
                }
            }
        }
    }

    /**
     * Measures batches one after another and sums them up by character and candidate.
     *
     * @param batches at least one; ids are unique within candidate and character
     * @return the report
     */
    public DiversityReport report(Iterable<ResponseBatch> batches) {
        return report(batches, Runnable::run);
    }

    /**
     * Measures batches in the calling thread and on the threads of an executor; the result does not depend on their number.
     *
     * <p>Batches are taken one after another, when a thread is free: an iterable that reads or makes them as it goes needs no more of
     * them in memory than there are threads. What is kept of a batch is its profile, about a kilobyte.
     *
     * @param batches at least one; iterated once, by one thread at a time
     * @param executor lends threads besides the calling one, for example {@link java.util.concurrent.ForkJoinPool#commonPool()}; one
     *     that is busy or refuses delays nothing
     * @return the report
     */
    public DiversityReport report(Iterable<ResponseBatch> batches, Executor executor) {
        Objects.requireNonNull(executor, "executor");
        Measuring measuring = new Measuring(batches.iterator());
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                executor.execute(measuring);
            }
        } catch (RejectedExecutionException e) {
            // The calling thread does what the executor does not.
        }
        measuring.run();
        return DiversityReport.of(vocabulary, measuring.results());
    }

    /** Batches in turn, by any number of threads. */
    private final class Measuring implements Runnable {
        private final Iterator<ResponseBatch> source;
        private final Phaser open = new Phaser(1);
        private final SortedMap<Integer, DiversityReport.Batch> measured = new ConcurrentSkipListMap<>();
        private final SortedMap<Integer, Throwable> failures = new ConcurrentSkipListMap<>();
        private int taken;

        Measuring(Iterator<ResponseBatch> source) {
            this.source = source;
        }

        @Override
        public void run() {
            while (next()) {}
        }

        private boolean next() {
            ResponseBatch batch;
            int number;
            synchronized (source) {
                number = taken;
                try {
                    if (!failures.isEmpty() || !source.hasNext()) {
                        return false;
                    }
                    batch = source.next();
                } catch (RuntimeException | Error e) {
                    failures.put(number, e);
                    return false;
                }
                taken++;
                open.register();
            }
            try {
                measured.put(number, measured(batch));
            } catch (RuntimeException | Error e) {
                failures.put(number, e);
            } finally {
                open.arriveAndDeregister();
            }
            return true;
        }

        /** Waits for what has begun; throws what the first batch that failed threw, whichever thread measured it. */
        List<DiversityReport.Batch> results() {
            open.arriveAndAwaitAdvance();
            for (Throwable first : failures.values()) {
                Throwables.throwIfUnchecked(first);
            }
            return List.copyOf(measured.values());
        }
    }

    private DiversityReport.Batch measured(ResponseBatch batch) {
        try {
            return new DiversityReport.BatchOf(batch.candidate(), batch.character(), batch.id(), of(batch.replies()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + " (batch \"" + batch.id() + "\" of candidate \"" + batch.candidate() + "\" as \""
                            + batch.character() + "\")",
                    e);
        }
    }

    /**
     * How much of each reply is measured. Replies of different candidates differ in length by a third, and raw measures
     * follow length: a short reply repeats itself less. The first {@code k} tokens of each reply are the same amount of
     * text for everybody (replies shorter than {@code k} stay as they are).
     *
     * <p>What {@code first(k)} does to a reply: measures on tokens see the first {@code k} tokens; the compression ratio
     * sees those tokens written without what stood between them; measures on the text itself (opening clause, sentences,
     * punctuation, embeddings) see the text up to the end of token {@code k}.
     *
     * @param tokens the number of tokens kept, at least 1; {@link Integer#MAX_VALUE} for the whole reply
     */
    public record Truncation(int tokens) {
        /** The whole reply. */
        public static final Truncation NONE = new Truncation(Integer.MAX_VALUE);

        /** The first forty tokens of each reply: nearly every published reply has as many. */
        public static final Truncation FIRST_40 = new Truncation(40);

        /** Validates. */
        public Truncation {
            Checks.atLeast(1, "tokens", tokens);
        }

        /**
         * {@return the first tokens of each reply}
         *
         * @param tokens how many; at least 1
         */
        public static Truncation first(int tokens) {
            return new Truncation(tokens);
        }

        /** {@return whether replies are measured whole; true for {@link #NONE}} */
        public boolean isNone() {
            return tokens == Integer.MAX_VALUE;
        }

        /** The truncation in words, in each language. */
        LocalizedText description() {
            return isNone()
                    ? DiversityCode.TEXTS.localized("truncation.none")
                    : DiversityCode.TEXTS.localized("truncation.first", "tokens", tokens);
        }

        /** As {@code raw} or {@code first 40}. */
        @Override
        public String toString() {
            return isNone() ? "raw" : "first " + tokens;
        }
    }
}
