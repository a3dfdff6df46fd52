package esrp.core.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** How numbers are printed, the same in every language. */
public final class Numbers {
    /** What is printed in place of a number that is not there. */
    public static final String MISSING = "-";

    /** From here on digits before the point say nothing. */
    private static final double HUGE = 1e15;

    private Numbers() {}

    /** A number with so many decimals; never {@code -0.00}. */
    public static String decimal(double value, int decimals) {
        return format(value, "", decimals);
    }

    /** A number with its sign and so many decimals. */
    public static String signed(double value, int decimals) {
        return format(value, "+", decimals);
    }

    private static String format(double value, String flag, int decimals) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (Math.abs(value) >= HUGE) {
            return String.format(Locale.ROOT, "%" + flag + "." + Math.max(decimals, 2) + "e", value);
        }
        boolean zero = Math.abs(value) < 0.5 * Math.pow(10, -decimals);
        return String.format(Locale.ROOT, "%" + flag + "." + decimals + "f", zero ? 0.0 : value);
    }

    /** A whole number with thousands separators, as {@code 135,367}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A whole number that may be infinite. */
    public static String whole(double value) {
        return Math.abs(value) < HUGE ? count(Math.round(value)) : decimal(value, 0);
    }

    /** A count and its English noun, in the plural unless the count is one. */
    public static String count(long value, String noun) {
        return count(value) + " " + (value == 1 ? noun : noun + "s");
    }

    /** A p value with four decimals, {@code <0.0001} below that. */
    public static String p(double value) {
        return value >= 0 && value < 0.0001 ? "<0.0001" : decimal(value, 4);
    }

    /** Two bounds, as {@code [3.70, 4.10]}. */
    public static String bounds(double lower, double upper, int decimals) {
        return bounds(decimal(lower, decimals), decimal(upper, decimals));
    }

    /** The bounds of a difference, as {@code [-0.02, +0.15]}. */
    public static String signedBounds(double lower, double upper, int decimals) {
        return bounds(signed(lower, decimals), signed(upper, decimals));
    }

    private static String bounds(String lower, String upper) {
        return lower.equals(MISSING) || upper.equals(MISSING) ? MISSING : "[" + lower + ", " + upper + "]";
    }

    /** A share with so many decimals, as {@code 12.5%}. */
    public static String percent(double share, int decimals) {
        return Double.isNaN(share) ? MISSING : decimal(100 * share, decimals) + "%";
    }

    /** A level such as 0.95 with as many decimals as it needs, at most two, as {@code 95%} and {@code 99.5%}. */
    public static String level(double level) {
        return !Double.isFinite(level) ? decimal(level, 0) : trimmed(100 * level, 2) + "%";
    }

    /** Whole numbers with thousands separators, others with as many decimals as they need, at most four. */
    public static String plain(Number value) {
        double x = value.doubleValue();
        if (x == Math.rint(x) && Math.abs(x) < HUGE) {
            return count(value.longValue());
        }
        return Double.isFinite(x) ? trimmed(x, 4) : decimal(x, 0);
    }

    /** The shortest digits that give the same number back; whole numbers without a point; nothing for NaN. */
    public static String exact(double x) {
        if (Double.isNaN(x)) {
            return "";
        }
        if (Double.isInfinite(x)) {
            return x > 0 ? "Infinity" : "-Infinity";
        }
        return x == 0
                ? "0"
                : new BigDecimal(Double.toString(x)).stripTrailingZeros().toPlainString();
    }

    private static String trimmed(double x, int decimals) {
        BigDecimal shown =
                BigDecimal.valueOf(x).setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
        return (shown.scale() < 0 ? shown.setScale(0) : shown).toPlainString();
    }
}
