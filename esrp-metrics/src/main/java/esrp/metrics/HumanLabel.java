package esrp.metrics;

import com.google.common.primitives.Longs;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which human label a judge is compared with where several people rated the same thing. */
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
    OptionalInt label(int[] levels, Scale scale) {
        if (this == MAJORITY) {
            long[] counts = new long[Arrays.stream(levels).max().orElse(0) + 1];
            for (int level : levels) {
                counts[level]++;
            }
            int best = Longs.indexOf(counts, Longs.max(counts));
            return Longs.lastIndexOf(counts, counts[best]) == best ? OptionalInt.of(best) : OptionalInt.empty();
        }
        int lowest = (int) Math.rint(scale.lowest() / scale.step());
        double mean = Arrays.stream(levels).average().orElse(Double.NaN) + lowest;
        return OptionalInt.of((int) Math.rint(mean) - lowest);
    }

    /**
     * The labels of all that was rated: of each rater, or one for each thing, by a rater called as this constant. What has
     * none is a finding.
     */
    Ratings labels(ScoreTable table) {
        Ratings.Builder labels = Ratings.builder(table.metrics);
        String labeller = labeller(table).id();
        for (int candidate = 0; candidate < table.candidates.size(); candidate++) {
            int c = candidate;
            table.forEachSite((from, to) -> {
                for (int m = 0; m < table.metrics.size(); m++) {
                    add(table, c, m, from, to, labeller, labels);
                }
            });
        }
        return labels.build();
    }

    private void add(ScoreTable table, int c, int m, int from, int to, String labeller, Ratings.Builder labels) {
        Metric metric = table.metrics.get(m);
        int[] forms =
                IntStream.range(from, to).filter(f -> table.level(c, m, f) >= 0).toArray();
        if (this == EACH_RATER) {
            for (int f : forms) {
                labels.add(rating(table, c, metric, f, table.raters.get(table.rater(f)), table.level(c, m, f)));
            }
        } else if (forms.length > 0) {
            int[] levels = Arrays.stream(forms).map(f -> table.level(c, m, f)).toArray();
            label(levels, metric.scale())
                    .ifPresentOrElse(
                            level -> labels.add(rating(table, c, metric, from, labeller, level)),
                            () -> labels.add(AnalysisCode.UNDECIDED_LABEL.at(Finding.Place.none()
                                    .at("candidate", table.candidates.get(c))
                                    .at("character", table.characters.get(table.character(from)))
                                    .at("item", table.items.get(table.item(from)))
                                    .at("metric", metric.id()))));
        }
    }

    private static Rating rating(ScoreTable table, int c, Metric metric, int form, String rater, int level) {
        return new Rating(
                table.candidates.get(c),
                table.characters.get(table.character(form)),
                table.items.get(table.item(form)),
                metric.id(),
                rater,
                metric.scale().score(level));
    }

    /** Of the raters' kind, if they have one in common; simulated if one of them is. */
    private Rater labeller(ScoreTable table) {
        Set<Rater.Kind> kinds =
                table.raters.stream().map(rater -> new Rater(rater).kind()).collect(Collectors.toSet());
        Rater.Kind kind = kinds.contains(Rater.Kind.SIMULATED)
                ? Rater.Kind.SIMULATED
                : kinds.size() == 1 ? kinds.iterator().next() : Rater.Kind.UNSTATED;
        return Rater.of(kind, name().toLowerCase(Locale.ROOT).replace('_', '-'));
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
