package esrp.prompts;

import esrp.core.Scale;
import esrp.core.internal.Checks;
import esrp.core.internal.OneLine;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Scored;
import esrp.prompts.MetricJudgement.Unscored;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a judge's reply says about each metric that was asked.
 *
 * @param byMetric the outcome for each metric id, in the order the metrics were asked; at least one
 * @param unasked what the reply scores although nobody asked, as the reply names it, in order, without repetitions; at
 *     most {@value #MAX_UNASKED} of them. Their scores are not read
 */
public record Judgement(Map<String, MetricJudgement> byMetric, List<String> unasked) {
    /** How many names {@link #unasked()} holds at most. */
    public static final int MAX_UNASKED = 32;

    /** Validates and copies. */
    public Judgement {
        Checks.notNull("byMetric", byMetric, "unasked", unasked);
        Checks.rejectIf(byMetric.isEmpty(), "byMetric: is empty, at least one metric was expected");
        Map<String, MetricJudgement> copy = new LinkedHashMap<>();
        byMetric.forEach((id, judgement) ->
                copy.put(Objects.requireNonNull(id, "metric id"), Objects.requireNonNull(judgement, () -> id)));
        byMetric = Collections.unmodifiableMap(copy);
        unasked = List.copyOf(unasked);
    }

    /**
     * {@return what the reply says about one metric: the score, or why there is none}
     *
     * @param metricId id of a metric that was asked
     * @throws IllegalArgumentException if the metric was not asked; the message lists those that were
     */
    public MetricJudgement of(String metricId) {
        Objects.requireNonNull(metricId, "metricId");
        MetricJudgement judgement = byMetric.get(metricId);
        if (judgement == null) {
            throw new IllegalArgumentException(
                    "metricId: no metric \"" + metricId + "\" was asked; asked were " + byMetric.keySet());
        }
        return judgement;
    }

    /**
     * {@return the whole scores that were read: score by metric id, in the order the metrics were asked; empty if there are
     * none. Fractions are asked of {@link #of}}
     */
    public Map<String, Integer> scores() {
        Map<String, Integer> scores = new LinkedHashMap<>();
        byMetric.forEach((id, judgement) -> {
            if (judgement instanceof Scored scored && scored.value() == Math.rint(scored.value())) {
                scores.put(id, scored.score());
            }
        });
        return Collections.unmodifiableMap(scores);
    }

    /**
     * {@return the metrics without a score, which are worth asking again: metric ids in the order they were asked;
     * empty if every metric has a score}
     */
    public List<String> unscored() {
        return byMetric.entrySet().stream()
                .filter(entry -> !entry.getValue().isScored())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** {@return how many metrics have no score, by reason: counts of at least 1; empty if every metric has a score} */
    public Map<Reason, Integer> unscoredByReason() {
        Map<Reason, Integer> counts = new EnumMap<>(Reason.class);
        for (MetricJudgement judgement : byMetric.values()) {
            if (judgement instanceof Unscored unscored) {
                counts.merge(unscored.reason(), 1, Integer::sum);
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    /** {@return whether every metric has a score; true if {@link #unscored()} is empty} */
    public boolean isComplete() {
        return unscored().isEmpty();
    }

    /** One line a metric: the score and the explanation's beginning, or the reason. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        byMetric.forEach((id, judgement) -> {
            String score;
            String words;
            if (judgement instanceof Scored scored) {
                score = Scale.number(scored.value());
                words = scored.explanation();
            } else {
                Unscored unscored = (Unscored) judgement;
                score = "--";
                words = unscored.reason() + ": " + unscored.detail();
            }
            String start = String.format("%-20s %3s", id, score);
            String rest = OneLine.of(words, Math.max(2, 78 - start.length()));
            text.append(start).append(rest.isEmpty() ? "" : "  " + rest).append('\n');
        });
        if (!unasked.isEmpty()) {
            text.append(OneLine.of("not asked: " + String.join(", ", unasked), 80))
                    .append('\n');
        }
        return text.toString();
    }
}
