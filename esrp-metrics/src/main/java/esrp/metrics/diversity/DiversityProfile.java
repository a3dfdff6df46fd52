package esrp.metrics.diversity;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What {@link Diversity} measured on one batch: a value for each measure and truncation, beside the mean length of the
 * replies, which raw values follow.
 */
public final class DiversityProfile {
    private final List<DiversityMeasure> measures;
    private final List<Truncation> truncations;
    private final double[][] values;
    private final double[] lengths;
    private final int replies;
    private final double rawLength;

    DiversityProfile(
            List<DiversityMeasure> measures,
            List<Truncation> truncations,
            double[][] values,
            double[] lengths,
            int replies,
            double rawLength) {
        this.measures = measures;
        this.truncations = truncations;
        this.values = values;
        this.lengths = lengths;
        this.replies = replies;
        this.rawLength = rawLength;
    }

    /**
     * One value.
     *
     * @param measure a measure that was asked for
     * @param truncation a truncation that was asked for
     * @return the value, NaN where the measure is undefined for the batch
     * @throws IllegalArgumentException if it was not measured; says what was
     */
    public double value(DiversityMeasure measure, Truncation truncation) {
        return values[index(truncations, truncation, "truncation")][index(measures, measure, "measure")];
    }

    /**
     * What was measured.
     *
     * @return the measures
     */
    public List<DiversityMeasure> measures() {
        return measures;
    }

    /**
     * In which truncations.
     *
     * @return the truncations
     */
    public List<Truncation> truncations() {
        return truncations;
    }

    /**
     * The size of the batch.
     *
     * @return at least 1
     */
    public int replies() {
        return replies;
    }

    /**
     * Mean tokens of the whole replies.
     *
     * @return at least 0
     */
    public double meanLength() {
        return rawLength;
    }

    /**
     * Mean tokens that a truncation left.
     *
     * @param truncation a truncation that was asked for
     * @return at least 0
     */
    public double meanLength(Truncation truncation) {
        return lengths[index(truncations, truncation, "truncation")];
    }

    static <T> int index(List<T> all, T wanted, String parameter) {
        int index = all.indexOf(Objects.requireNonNull(wanted, parameter));
        if (index < 0) {
            throw new IllegalArgumentException(parameter + ": " + wanted + " was not measured; there are " + all);
        }
        return index;
    }

    /** A number of at most seven characters where it is below a million. */
    static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size < 10 ? "%.4f" : size < 1000 ? "%.2f" : "%.0f", value);
    }

    /** A table of at most 80 columns: a measure a line, a truncation a column, the mean length on top. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "%d replies of %.1f tokens on average%n", replies, rawLength));
        text.append(String.format("%-30s", "measure"));
        List<Truncation> shown = truncations.subList(0, Math.min(4, truncations.size()));
        for (Truncation truncation : shown) {
            text.append(String.format("%11s", truncation));
        }
        text.append(String.format("%n%-30s", "mean tokens"));
        for (Truncation truncation : shown) {
            text.append(String.format(Locale.ROOT, "%11.1f", meanLength(truncation)));
        }
        for (DiversityMeasure measure : measures) {
            text.append(String.format("%n%-30s", measure.title()));
            for (Truncation truncation : shown) {
                text.append(String.format("%11s", number(value(measure, truncation))));
            }
        }
        return text.toString();
    }
}
