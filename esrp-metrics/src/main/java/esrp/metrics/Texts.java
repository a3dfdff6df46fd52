package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.internal.Messages;
import esrp.stats.IntervalMethod;
import esrp.stats.cluster.ClusteredInference;
import java.util.List;

/** Titles, heads and notes that tables of this package share. */
final class Texts {
    private static final Messages MESSAGES = Messages.of(AnalysisCode.class);

    private Texts() {}

    /** The text under a key in each language. */
    static LocalizedText say(String key, Object... parameters) {
        return MESSAGES.localized(key, parameters);
    }

    /** How intervals are called; a method without a text of its own is called by its name. */
    static LocalizedText method(IntervalMethod method) {
        String key = "method." + method.name();
        return MESSAGES.keys("en").contains(key) ? say(key) : say("method", "name", method.name());
    }

    /** A table whose title is marked where its ratings are simulated. */
    static Table.Builder table(String id, boolean simulated, Object... parameters) {
        LocalizedText title = say("title." + id, parameters);
        return Table.builder(id, simulated ? say("title.simulated", "title", title) : title);
    }

    /** Adds columns whose heads stand under {@code head.<name>}. */
    static Table.Builder heads(Table.Builder table, String columns) {
        return MESSAGES.heads(table, "head.", columns);
    }

    static Table.Head head(String key, Table.Style style, int decimals) {
        return MESSAGES.head("head.", key, style, decimals);
    }

    static Table.Head number(String key) {
        return head(key, Table.Style.NUMBER, 2);
    }

    /** Adds a note if there is reason to. */
    static void note(List<Finding> notes, boolean said, Finding note) {
        if (said) {
            notes.add(note);
        }
    }

    /** Adds a note of how many there are, if there are any. */
    static void count(List<Finding> notes, AnalysisCode code, long count) {
        note(notes, count > 0, code.note("count", count));
    }

    /** Says how intervals like this one were made, with what is needed to make them again. */
    static Finding intervals(UnitInterval like, ClusteredInference inference) {
        return like.jackknife() || !inference.method().resamples()
                ? AnalysisCode.INTERVALS.note("intervals", like.description())
                : AnalysisCode.RESAMPLED_INTERVALS.note(
                        "intervals", like.description(),
                        "resamples", inference.resamples(),
                        "seed", String.valueOf(inference.seed()));
    }
}
