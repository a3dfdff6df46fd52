package esrp.prompts.internal;

import esrp.core.Metric;
import esrp.core.Scale;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A scale, and the whole numbers that stand for its scores while a reply is read: 9 for 4.5 where the unit is 2.
 *
 * @param scale the scale
 * @param unit what scores are multiplied by; one for all metrics that are asked
 */
public record Grid(Scale scale, int unit) {
    private static final int[] UNITS = {1, 2, 4, 5, 10, 20, 25, 50, 100, 200, 1000};

    /** The smallest unit that makes the scores of all metrics whole. */
    public static OptionalInt unit(List<Metric> metrics) {
        return IntStream.of(UNITS)
                .filter(unit -> metrics.stream()
                        .allMatch(metric -> isWhole(metric.scale().lowest() * unit)
                                && isWhole(metric.scale().step() * unit)))
                .findFirst();
    }

    private static boolean isWhole(double number) {
        return Math.abs(number - Math.rint(number)) < 1e-9;
    }

    boolean contains(int number) {
        return scale.contains(score(number));
    }

    boolean isWithin(int number) {
        return score(number) >= scale.lowest() && score(number) <= scale.highest();
    }

    int highest() {
        return (int) Math.rint(scale.highest() * unit);
    }

    int lowest() {
        return (int) Math.rint(scale.lowest() * unit);
    }

    double score(int number) {
        return (double) number / unit;
    }

    /** The whole number for a decimal; none if it is not one, or between the numbers there are. */
    OptionalInt number(String decimal) {
        try {
            double number = new BigDecimal(decimal).doubleValue() * unit;
            return isWhole(number) && number < Integer.MAX_VALUE
                    ? OptionalInt.of((int) Math.rint(number))
                    : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // ½, 4.5.1
        }
    }

    @Override
    public String toString() {
        return scale.toString();
    }
}
