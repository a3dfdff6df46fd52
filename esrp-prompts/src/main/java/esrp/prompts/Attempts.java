package esrp.prompts;

import esrp.core.internal.OneLine;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Scored;
import esrp.prompts.MetricJudgement.Unscored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything in a reply that answers a metric, in order; and the rule by which one outcome comes of it. */
final class Attempts {
    /**
     * One answer.
     *
     * @param group the structure it stands in: answers in one structure must agree, a later structure overrides
     * @param reading the score, or what stands in its place
     * @param explanation the explanation; empty if there is none
     * @param complete whether the answer was read to its end
     */
    record Attempt(int group, ScoreText.Reading reading, String explanation, boolean complete) {}

    private final MetricNames names;
    private final List<List<Attempt>> byMetric = new ArrayList<>();
    private final List<String> loneExplanations = new ArrayList<>();
    private final Set<String> unasked = new LinkedHashSet<>();
    private boolean any;
    private boolean nameless;

    Attempts(MetricNames names) {
        this.names = names;
        for (int m = 0; m < names.asked(); m++) {
            byMetric.add(new ArrayList<>(2));
            loneExplanations.add("");
        }
    }

    void add(int metric, Attempt attempt) {
        any = true;
        byMetric.get(metric).add(attempt);
    }

    /** An explanation that stands apart from its score, as in {@code {"scores": {…}, "reasons": {…}}}. */
    void explain(int metric, String explanation) {
        loneExplanations.set(metric, explanation);
    }

    void unasked(String name) {
        if (unasked.size() < Judgement.MAX_UNASKED) {
            unasked.add(OneLine.of(name, 60));
        }
    }

    /** A score that does not say which metric it is for. */
    void nameless() {
        nameless = true;
    }

    boolean any() {
        return any;
    }

    boolean isEmpty(int metric) {
        return byMetric.get(metric).isEmpty();
    }

    /** For how many metrics some answer, valid or not, was read. */
    int answered() {
        return (int) byMetric.stream()
                .filter(list -> list.stream().anyMatch(attempt -> attempt.complete && attempt.reading.isAnswer()))
                .count();
    }

    List<String> unasked() {
        return List.copyOf(unasked);
    }

    /**
     * The outcome for a metric.
     *
     * @param ifCut the reason for what is missing where the reply was cut; null if it was not
     */
    MetricJudgement resolve(int metric, boolean cut, Reason ifCut, String cutDetail) {
        List<Attempt> attempts = byMetric.get(metric);
        int last = attempts.size() - 1;
        Unscored incomplete = null;
        Set<Integer> cutScores = new LinkedHashSet<>();
        while (last >= 0) {
            int group = attempts.get(last).group;
            int first = last;
            while (first > 0 && attempts.get(first - 1).group == group) {
                first--;
            }
            List<Attempt> answers = new ArrayList<>();
            for (Attempt attempt : attempts.subList(first, last + 1)) {
                if (!attempt.reading.isAnswer()) {
                    continue;
                }
                if (attempt.complete) {
                    answers.add(attempt);
                } else {
                    incomplete = new Unscored(ifCut, "the answer is cut: " + cutDetail);
                    if (attempt.reading.isScore()) {
                        cutScores.add(attempt.reading.score());
                    }
                }
            }
            if (!answers.isEmpty()) {
                return agreed(metric, answers, cutScores, incomplete);
            }
            last = first - 1;
        }
        if (incomplete != null) {
            return incomplete;
        }
        for (int a = attempts.size() - 1; a >= 0; a--) {
            Attempt attempt = attempts.get(a);
            if (!attempt.complete) {
                return new Unscored(ifCut, "the answer is cut: " + cutDetail);
            }
            return new Unscored(
                    attempt.reading.reason() == null ? Reason.NO_SCORE : attempt.reading.reason(),
                    attempt.reading.detail());
        }
        if (cut) {
            return new Unscored(ifCut, cutDetail);
        }
        if (any) {
            return new Unscored(Reason.MISSING, "the reply answers other metrics");
        }
        return nameless
                ? new Unscored(Reason.AMBIGUOUS, "there are scores, but it is not said for which metric")
                : new Unscored(Reason.UNREADABLE, "nothing reads as an answer");
    }

    private MetricJudgement agreed(
            int metric, List<Attempt> answers, Set<Integer> cutScores, @Nullable Unscored incomplete) {
        Set<Integer> scores = new LinkedHashSet<>();
        Attempt fault = null;
        String explanation = "";
        for (Attempt answer : answers) {
            if (answer.reading.isScore()) {
                scores.add(answer.reading.score());
                explanation = answer.explanation.isEmpty() ? explanation : answer.explanation;
            } else {
                fault = answer;
            }
        }
        if (scores.size() > 1 || (!scores.isEmpty() && fault != null)) {
            return new Unscored(
                    Reason.CONTRADICTORY,
                    "scores " + scores
                            + (fault == null ? "" : " and " + fault.reading.detail())
                            + " are given for " + names.metric(metric).id());
        }
        if (fault != null) {
            Reason reason = fault.reading.reason();
            return new Unscored(reason == null ? Reason.AMBIGUOUS : reason, fault.reading.detail());
        }
        cutScores.removeAll(scores);
        if (!cutScores.isEmpty() && incomplete != null) {
            return incomplete;
        }
        int score = scores.iterator().next();
        return new Scored(score, explanation.isEmpty() ? loneExplanations.get(metric) : explanation);
    }
}
