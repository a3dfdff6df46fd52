package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Numbers;
import esrp.stats.Interval;
import esrp.stats.cluster.ClusteredMeans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A confidence interval with its resampling unit.
 *
 * @param interval the estimate and its bounds
 * @param unit what was resampled; where batches are rated, what stands in for the unit that was asked for
 * @param clusters how many of them there were; characters, where characters and scenarios were
 * @param crossed how many scenarios there were, where characters and scenarios were resampled; else 0
 * @param jackknife whether the standard error is that of leaving out each unit in turn
 */
public record UnitInterval(Interval interval, Unit unit, int clusters, int crossed, boolean jackknife) {
    /** Validates. */
    public UnitInterval {
        Checks.notNull("interval", interval, "unit", unit);
    }

    static UnitInterval of(Interval interval, Unit unit, ClusteredMeans data) {
        boolean nested = unit == Unit.CHARACTER_AND_SCENARIO && data.crossedUnits() == 0;
        return new UnitInterval(interval, nested ? Unit.CHARACTER : unit, data.units(), data.crossedUnits(), false);
    }

    /** The same units, another interval. */
    UnitInterval with(Interval other) {
        return new UnitInterval(other, unit, clusters, crossed, jackknife);
    }

    /** {@return the estimate} */
    public double estimate() {
        return interval.estimate();
    }

    /** {@return the lower bound; NaN if there are too few clusters} */
    public double lower() {
        return interval.lower();
    }

    /** {@return the upper bound; NaN if there are too few clusters} */
    public double upper() {
        return interval.upper();
    }

    /** {@return how intervals like this one were made: as {@code 95% t intervals by character (20)}} */
    public LocalizedText description() {
        LocalizedText method = jackknife ? Texts.say("method.jackknife") : Texts.method(interval.method());
        return Texts.say("interval.description", "level", interval.level(), "method", method, "by", byUnit());
    }

    /** As {@code by character (20)}. */
    LocalizedText byUnit() {
        return Texts.say(
                "interval.by",
                "unit",
                unit.label(),
                "clusters",
                Numbers.count(clusters) + (crossed > 0 ? " × " + Numbers.count(crossed) : ""));
    }

    /** Why there are no bounds, where that is because there was one unit only. */
    Optional<Finding> oneUnit() {
        if (!Double.isNaN(lower()) || (clusters != 1 && crossed != 1)) {
            return Optional.empty();
        }
        Unit one = crossed == 0 ? unit : clusters == 1 ? Unit.CHARACTER : Unit.SCENARIO;
        return Optional.of(AnalysisCode.ONE_UNIT.note("unit", one.label()));
    }

    /** What must be said of these bounds: that there was one unit only, or that the units do not differ. */
    Optional<Finding> remark() {
        return interval.standardError() != 0
                ? oneUnit()
                : Optional.of((Double.isNaN(lower()) ? AnalysisCode.ALIKE_WITHOUT : AnalysisCode.ALIKE).note());
    }

    /** Adds why the unit is what it is, and what must be said of intervals, each once. */
    static void remarks(List<Finding> notes, Optional<Finding> reason, Stream<UnitInterval> intervals) {
        Map<Finding.Code, Finding> found = new LinkedHashMap<>();
        reason.ifPresent(unit -> found.put(AnalysisCode.ONE_UNIT, unit));
        intervals.forEach(interval -> interval.remark().ifPresent(said -> found.putIfAbsent(said.code(), said)));
        notes.addAll(found.values());
    }

    Table.Cell cell() {
        return Double.isNaN(estimate())
                ? Table.Cell.missing()
                : new Table.Cell.Bounded(
                        estimate(),
                        lower(),
                        upper(),
                        interval.level(),
                        clusters,
                        unit.name().toLowerCase(Locale.ROOT));
    }

    /** As {@code 4.10 [4.02, 4.18] by character (20)}. */
    @Override
    public String toString() {
        return Numbers.decimal(estimate(), 2) + " " + Numbers.bounds(lower(), upper(), 2) + " " + byUnit().in("en");
    }
}
