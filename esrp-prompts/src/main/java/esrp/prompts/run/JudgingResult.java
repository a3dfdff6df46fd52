package esrp.prompts.run;

import esrp.core.Ratings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a panel of judges said. Every rating that was asked for is either in {@link #ratings()} or in
 * {@link #unscored()}.
 *
 * @param ratings the scores, in the order of the input, then of the panel, then of the metrics
 * @param unscored what has no score, in the same order
 * @param verdicts everything that was said, explanations included, in the same order
 * @param manifest what is needed to repeat the run
 */
public record JudgingResult(Ratings ratings, List<UnscoredRating> unscored, List<Verdict> verdicts, Manifest manifest) {
    /**
     * Validates and copies.
     *
     * @param ratings the scores, in the order of the input, then of the panel, then of the metrics
     * @param unscored what has no score, in the same order
     * @param verdicts everything that was said, explanations included, in the same order
     * @param manifest what is needed to repeat the run
     */
    public JudgingResult {
        Objects.requireNonNull(ratings, "ratings");
        unscored = List.copyOf(unscored);
        verdicts = List.copyOf(verdicts);
        Objects.requireNonNull(manifest, "manifest");
    }

    /**
     * How many ratings are missing, and why.
     *
     * @return counts of at least 1 by {@link UnscoredRating#label()}, in alphabetical order
     */
    public Map<String, Long> unscoredByReason() {
        Map<String, Long> counts = new TreeMap<>();
        unscored.forEach(missing -> counts.merge(missing.label(), 1L, Long::sum));
        return counts;
    }

    /** How many were scored, and why the others were not. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(ratings.size()).append(" scored, ").append(unscored.size()).append(" unscored");
        unscoredByReason()
                .forEach((reason, count) -> text.append(System.lineSeparator())
                        .append("  ")
                        .append(reason)
                        .append(": ")
                        .append(count));
        return text.toString();
    }
}
