package esrp.metrics;

/**
 * What is drawn again when uncertainty is asked for: the thing of which the study could have had others. Ratings are
 * clustered in dialogues, scenarios and characters; an interval that resamples ratings one by one treats them as
 * independent and comes out far too narrow. Every interval of this package names its unit.
 */
public enum Unit {
    /**
     * One rater's answers about one item: what most papers resample, right only if nothing but chance makes two answers
     * alike.
     */
    RATING("rating"),
    /** One character in one scenario with all that raters said of it; a batch where batches are rated. */
    DIALOGUE("dialogue"),
    /** One scenario with all characters; a batch where batches are rated. */
    SCENARIO("scenario"),
    /** One character with all its scenarios and raters; the default. */
    CHARACTER("character"),
    /**
     * Characters and scenarios at once, crossed: both could have been others. Characters alone where batches are rated.
     */
    CHARACTER_AND_SCENARIO("character and scenario");

    private final String label;

    Unit(String label) {
        this.label = label;
    }

    /** In lower case, for example {@code character and scenario}. */
    @Override
    public String toString() {
        return label;
    }
}
