package esrp.metrics;

import esrp.core.LocalizedText;
import java.util.Locale;

/**
 * The resampling unit: which parts of a study could have been drawn differently. Ratings are
 * clustered in dialogues, scenarios and characters; an interval that resamples ratings one by one treats them as
 * independent and comes out far too narrow. Every interval of this package names its unit.
 */
public enum Unit {
    /**
     * One rater's answers about one item: what most papers resample, right only if nothing but chance makes two answers
     * alike.
     */
    RATING,
    /** One character in one scenario with all that raters said of it; a batch where batches are rated. */
    DIALOGUE,
    /** One scenario with all characters; a batch where batches are rated. */
    SCENARIO,
    /** One character with all its scenarios and raters. */
    CHARACTER,
    /**
     * Characters and scenarios at once, crossed: both could have been others. The default. Where they are nested, the outer
     * kind; where there is one character or one scenario only, the kind that varies; characters where batches are rated, and in
     * prediction-powered leaderboards. Results say which it is, and why.
     */
    CHARACTER_AND_SCENARIO;

    /** The name in each language. */
    LocalizedText label() {
        return Texts.say("unit." + name());
    }

    /** In lower case, for example {@code character and scenario}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
