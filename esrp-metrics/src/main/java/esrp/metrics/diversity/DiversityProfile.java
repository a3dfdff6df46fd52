package esrp.metrics.diversity;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Messages;
import esrp.metrics.diversity.Diversity.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * What {@link Diversity} measured on one batch: a value for each measure and truncation, beside the mean length of the
 * replies, which raw values follow.
 */
public final class DiversityProfile implements Result {
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
     * {@return one value, NaN where the measure is undefined for the batch}
     *
     * @param measure a measure that was asked for
     * @param truncation a truncation that was asked for
     * @throws IllegalArgumentException if it was not measured; says what was
     */
    public double value(DiversityMeasure measure, Truncation truncation) {
        return values[index(truncations, truncation, "truncation")][index(measures, measure, "measure")];
    }

    /** {@return what was measured} */
    public List<DiversityMeasure> measures() {
        return measures;
    }

    /** {@return how much of each reply was measured} */
    public List<Truncation> truncations() {
        return truncations;
    }

    /** {@return the size of the batch; at least 1} */
    public int replies() {
        return replies;
    }

    /** {@return mean tokens of the whole replies; at least 0} */
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
        Checks.rejectIf(index < 0, "%s: %s was not measured; there are %s", parameter, wanted, all);
        return index;
    }

    /** One table: a measure per row, a truncation per column, the mean length on top. */
    @Override
    public List<Table> tables() {
        Messages texts = DiversityCode.TEXTS;
        Table.Builder table = Table.builder(
                        "diversity-profile", texts.localized("title.profile", "replies", replies, "tokens", rawLength))
                .head(Table.Head.text("measure", texts.localized("head.measure")));
        truncations.forEach(
                truncation -> table.head(Table.Head.number(truncation.toString(), truncation.description(), 4)
                        .briefly(LocalizedText.same(truncation.toString()))));
        table.row(row(texts.localized("row.tokens"), this::meanLength));
        measures.forEach(measure -> table.row(row(measure.title(), truncation -> value(measure, truncation))));
        return List.of(table.build());
    }

    private List<Object> row(LocalizedText name, ToDoubleFunction<Truncation> number) {
        List<Object> row = new ArrayList<>(List.of(name));
        for (Truncation truncation : truncations) {
            double value = number.applyAsDouble(truncation);
            row.add(Double.isNaN(value) ? DiversityCode.UNDEFINED.note() : value);
        }
        return row;
    }

    /** What automatic measures are not. */
    @Override
    public List<Finding> notes() {
        return List.of(DiversityCode.AUTOMATIC.note());
    }

    @Override
    public String toString() {
        return text("en");
    }
}
