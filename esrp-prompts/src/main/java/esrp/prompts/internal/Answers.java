package esrp.prompts.internal;

import esrp.core.internal.OneLine;
import esrp.prompts.Judgement;
import esrp.prompts.MetricJudgement;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Scored;
import esrp.prompts.MetricJudgement.Unscored;
import esrp.prompts.internal.ScoreText.Reading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything in a reply that answers a metric, and the rule by which one outcome comes of it: all answers agree, nothing
 * else that is said of the metric disagrees, and nothing in the reply gives cause for doubt.
 */
final class Answers {
    /**
     * One answer.
     *
     * @param complete whether it was read to its end
     * @param structured whether it stands in a structure; if any does, plain text only is what must not disagree
     */
    record Attempt(Reading reading, String explanation, boolean complete, boolean structured) {}

    /** A metric and a score. */
    record Claim(int metric, int score) {}

    private final MetricNames names;
    private final Set<Claim> quotable;
    private final String material;
    private final List<List<Attempt>> attempts = new ArrayList<>();
    private final List<Set<Integer>> mentions = new ArrayList<>();
    private final String[] loneExplanations;
    private final Set<String> unasked = new LinkedHashSet<>();
    private boolean anyStructured;
    private boolean any;
    private boolean nameless;
    private @Nullable Unscored doubt;
    private @Nullable Unscored plainDoubt;

    /**
     * Answers of a judge.
     *
     * @param quotable what the judged text says of metrics, which is no answer unless the judge explains it
     * @param material the judged text, folded
     */
    Answers(MetricNames names, Set<Claim> quotable, String material) {
        this.names = names;
        this.quotable = quotable;
        this.material = material;
        this.loneExplanations = new String[names.asked()];
        for (int m = 0; m < names.asked(); m++) {
            attempts.add(new ArrayList<>(2));
            mentions.add(new TreeSet<>());
        }
    }

    void add(int metric, Attempt attempt) {
        if (attempt.reading.isScore()
                && quotable.contains(new Claim(metric, attempt.reading.score()))
                && !(attempt.structured && isOwn(attempt.explanation))) {
            return;
        }
        any = true;
        anyStructured |= attempt.structured;
        attempts.get(metric).add(attempt);
    }

    private boolean isOwn(String explanation) {
        String said = Fold.key(explanation);
        return !said.isEmpty() && !material.contains(said);
    }

    /** A number that is said beside a metric's name, and may be meant as its score. */
    void mention(int metric, int number) {
        if (names.isAsked(metric) && !quotable.contains(new Claim(metric, number))) {
            mentions.get(metric).add(number);
        }
    }

    /** An explanation that stands apart from its score, as in {@code {"scores": {…}, "reasons": {…}}}. */
    void explain(int metric, String explanation) {
        loneExplanations[metric] = explanation;
    }

    void unasked(String name) {
        if (unasked.size() < Judgement.MAX_UNASKED && !name.isBlank()) {
            unasked.add(OneLine.of(name, 60));
        }
    }

    /** A score that does not say which metric it is for. */
    void nameless() {
        nameless = true;
    }

    /** The reply says that its scores are on another scale. */
    void otherScale() {
        doubt = new Unscored(
                Reason.OUT_OF_SCALE,
                "the reply counts on another scale than " + names.metric(0).scale());
    }

    /** Nothing is believed. */
    void doubt(String why) {
        doubt = doubt == null ? new Unscored(Reason.AMBIGUOUS, why) : doubt;
    }

    /** Plain text is not believed. */
    void doubtPlain(String why) {
        plainDoubt = new Unscored(Reason.AMBIGUOUS, why);
    }

    boolean anyStructured() {
        return anyStructured;
    }

    boolean any() {
        return any;
    }

    List<String> unasked() {
        return List.copyOf(unasked);
    }

    /**
     * The outcome for a metric.
     *
     * @param missing the outcome of what is not there
     * @param ifCut the outcome of what was begun and not ended
     */
    MetricJudgement resolve(int metric, @Nullable Unscored missing, Unscored ifCut) {
        Set<Integer> scores = new LinkedHashSet<>();
        Set<Integer> cutScores = new TreeSet<>();
        Set<Integer> others = new TreeSet<>(mentions.get(metric));
        Unscored fault = null;
        Unscored other = null;
        String explanation = "";
        for (Attempt attempt : attempts.get(metric)) {
            Reading reading = attempt.reading;
            if (attempt.structured != anyStructured) {
                others.addAll(reading.isScore() ? Set.of(reading.score()) : Set.of());
            } else if (!attempt.complete) {
                other = ifCut;
                cutScores.addAll(reading.isScore() ? Set.of(reading.score()) : Set.of());
            } else if (reading.isScore()) {
                scores.add(reading.score());
                explanation = attempt.explanation.isEmpty() ? explanation : attempt.explanation;
            } else if (reading.isAnswer()) {
                fault = reading.unscored();
            } else {
                other = ifCut.equals(other) ? other : reading.unscored();
            }
        }
        if (scores.isEmpty()) {
            return fault != null ? fault : other != null ? other : missing != null ? missing : missing();
        }
        cutScores.removeAll(scores);
        others.removeAll(scores);
        boolean agree = scores.size() == 1 && fault == null;
        if (!agree || (cutScores.isEmpty() && !others.isEmpty())) {
            return new Unscored(
                    Reason.CONTRADICTORY,
                    "scores " + scores + " and " + (fault == null ? others : fault.detail()) + " are given for "
                            + names.metric(metric).id());
        }
        Unscored why = !cutScores.isEmpty() ? ifCut : doubt == null && !anyStructured ? plainDoubt : doubt;
        String lone = Objects.requireNonNullElse(loneExplanations[metric], "");
        return why != null
                ? why
                : new Scored(
                        names.grid(metric).score(scores.iterator().next()), explanation.isEmpty() ? lone : explanation);
    }

    private Unscored missing() {
        return any
                ? new Unscored(Reason.MISSING, "the reply answers other metrics")
                : nameless
                        ? new Unscored(Reason.AMBIGUOUS, "there are scores, but it is not said for which metric")
                        : new Unscored(Reason.UNREADABLE, "nothing reads as an answer");
    }
}
