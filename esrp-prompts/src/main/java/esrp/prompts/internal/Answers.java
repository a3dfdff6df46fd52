package esrp.prompts.internal;

import esrp.core.internal.OneLine;
import esrp.prompts.internal.ReplyReader.Outcome;
import esrp.prompts.internal.ScoreText.Reading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything in a reply that answers a metric, and the rule by which one outcome comes of it: all answers agree, and
 * nothing else that is said of the metric disagrees.
 */
final class Answers {
    /** How many names of what was not asked are kept. */
    static final int MOST_UNASKED = 32;

    /**
     * One answer.
     *
     * @param complete whether it was read to its end
     */
    record Attempt(Reading reading, String explanation, boolean complete) {}

    private final MetricNames names;
    private final List<List<Attempt>> structured = new ArrayList<>();
    private final List<List<Attempt>> plain = new ArrayList<>();
    private final List<Set<Integer>> mentions = new ArrayList<>();
    private final String[] loneExplanations;
    private final Set<String> unasked = new LinkedHashSet<>();
    private boolean anyStructured;
    private boolean anyPlain;
    private boolean nameless;
    private boolean otherScale;
    private boolean refused;
    private String doubt = "";
    private String plainDoubt = "";

    Answers(MetricNames names) {
        this.names = names;
        this.loneExplanations = new String[names.asked()];
        for (int m = 0; m < names.asked(); m++) {
            structured.add(new ArrayList<>(2));
            plain.add(new ArrayList<>(2));
            mentions.add(new TreeSet<>());
        }
    }

    void structured(int metric, Attempt attempt) {
        anyStructured = true;
        structured.get(metric).add(attempt);
    }

    void plain(int metric, Attempt attempt) {
        anyPlain = true;
        plain.get(metric).add(attempt);
    }

    /** A number that is said beside a metric's name, and may be meant as its score. */
    void mention(int metric, int number) {
        if (names.isAsked(metric)) {
            mentions.get(metric).add(number);
        }
    }

    /** An explanation that stands apart from its score, as in {@code {"scores": {…}, "reasons": {…}}}. */
    void explain(int metric, String explanation) {
        loneExplanations[metric] = explanation;
    }

    void unasked(String name) {
        if (unasked.size() < MOST_UNASKED && !name.isBlank()) {
            unasked.add(OneLine.of(name, 60));
        }
    }

    /** A score that does not say which metric it is for. */
    void nameless() {
        nameless = true;
    }

    /** The reply says that its scores are on another scale. */
    void otherScale() {
        otherScale = true;
    }

    /** The reply ends with a refusal. */
    void refused() {
        refused = true;
    }

    /** Nothing is believed. */
    void doubt(String why) {
        doubt = why;
    }

    /** Plain text is not believed. */
    void doubtPlain(String why) {
        plainDoubt = why;
    }

    boolean anyStructured() {
        return anyStructured;
    }

    boolean any() {
        return anyStructured || anyPlain;
    }

    boolean isEmpty(int metric) {
        return structured.get(metric).isEmpty() && plain.get(metric).isEmpty();
    }

    List<String> unasked() {
        return List.copyOf(unasked);
    }

    /**
     * The outcome for a metric.
     *
     * @param ifCut the reason for what is missing where the reply was cut
     */
    Outcome resolve(int metric, boolean cut, Fault ifCut, String cutDetail) {
        List<Attempt> attempts = anyStructured ? structured.get(metric) : plain.get(metric);
        Set<Integer> scores = new LinkedHashSet<>();
        Set<Integer> cutScores = new LinkedHashSet<>();
        Outcome fault = null;
        Outcome absent = null;
        Outcome incomplete = null;
        String explanation = "";
        for (Attempt attempt : attempts) {
            Reading reading = attempt.reading;
            if (!attempt.complete) {
                incomplete = Outcome.unscored(ifCut, "the answer is cut: " + cutDetail);
                if (reading.isScore()) {
                    cutScores.add(reading.score());
                }
            } else if (reading.isScore()) {
                scores.add(reading.score());
                explanation = attempt.explanation.isEmpty() ? explanation : attempt.explanation;
            } else if (reading.isAnswer()) {
                fault = Outcome.unscored(reading.fault() == null ? Fault.AMBIGUOUS : reading.fault(), reading.detail());
            } else {
                absent = Outcome.unscored(reading.fault() == null ? Fault.NO_SCORE : reading.fault(), reading.detail());
            }
        }
        if (scores.isEmpty()) {
            return fault != null
                    ? fault
                    : incomplete != null ? incomplete : absent != null ? absent : missing(cut, ifCut, cutDetail);
        }
        Set<Integer> others = new TreeSet<>(mentions.get(metric));
        if (anyStructured) {
            plain.get(metric).stream()
                    .filter(one -> one.reading.isScore())
                    .forEach(one -> others.add(one.reading.score()));
        }
        others.removeAll(scores);
        String id = names.metric(metric).id();
        if (scores.size() > 1 || fault != null) {
            return Outcome.unscored(
                    Fault.CONTRADICTORY,
                    "scores " + scores + (fault == null ? "" : " and " + fault.detail()) + " are given for " + id);
        }
        cutScores.removeAll(scores);
        if (!cutScores.isEmpty() && incomplete != null) {
            return incomplete;
        }
        if (!others.isEmpty()) {
            return Outcome.unscored(
                    Fault.CONTRADICTORY, "score " + scores + " is given for " + id + ", and the text says " + others);
        }
        if (otherScale) {
            return Outcome.unscored(
                    Fault.OUT_OF_SCALE,
                    "the reply counts on another scale than "
                            + names.metric(metric).scale());
        }
        if (refused && anyStructured) {
            return Outcome.unscored(Fault.AMBIGUOUS, "a score, and then a refusal");
        }
        if (!doubt.isEmpty() || (!anyStructured && !plainDoubt.isEmpty())) {
            return Outcome.unscored(Fault.AMBIGUOUS, doubt.isEmpty() ? plainDoubt : doubt);
        }
        String lone = loneExplanations[metric];
        return Outcome.scored(scores.iterator().next(), explanation.isEmpty() && lone != null ? lone : explanation);
    }

    private Outcome missing(boolean cut, Fault ifCut, String cutDetail) {
        if (cut) {
            return Outcome.unscored(ifCut, cutDetail);
        }
        if (any()) {
            return Outcome.unscored(Fault.MISSING, "the reply answers other metrics");
        }
        return nameless
                ? Outcome.unscored(Fault.AMBIGUOUS, "there are scores, but it is not said for which metric")
                : Outcome.unscored(Fault.UNREADABLE, "nothing reads as an answer");
    }
}
