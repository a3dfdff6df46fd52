package esrp.metrics;

import esrp.core.LocalizedText;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/** Which human label a judge is held against where several people rated the same thing. */
public enum HumanLabel {
    /**
     * Each rating by itself: a thing that two people rated makes two pairs. The default; nothing is invented, and what
     * people disagree about counts against every judge.
     */
    EACH_RATER,
    /**
     * The mean of the ratings, rounded to the nearest score; a mean half way between two scores goes to the even one
     * (3.5 and 4.5 both to 4), so that halves do not push all labels up.
     */
    ROUNDED_MEAN,
    /** The score given most often; a thing without a single such score is left out and counted. */
    MAJORITY;

    /** The label of several levels; empty where there is none. Not for {@link #EACH_RATER}. */
    OptionalInt label(int[] levels, int lowest) {
        if (this == MAJORITY) {
            long[] counts = new long[Arrays.stream(levels).max().orElse(0) + 1];
            for (int level : levels) {
                counts[level]++;
            }
            int best = -1;
            boolean tied = true;
            for (int level = 0; level < counts.length; level++) {
                if (best < 0 || counts[level] > counts[best]) {
                    best = level;
                    tied = false;
                } else if (counts[level] == counts[best]) {
                    tied = true;
                }
            }
            return tied ? OptionalInt.empty() : OptionalInt.of(best);
        }
        double mean = Arrays.stream(levels).average().orElse(Double.NaN) + lowest;
        return OptionalInt.of((int) Math.rint(mean) - lowest);
    }

    /** The name in each language. */
    LocalizedText label() {
        return Texts.say("label." + name());
    }

    /** In words, for example {@code each rater}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
