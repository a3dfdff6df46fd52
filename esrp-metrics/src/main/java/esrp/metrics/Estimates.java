package esrp.metrics;

import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Scale;
import esrp.stats.Interval;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Estimates of a score table with their intervals. Everything asked for is a linear combination of cell means; all that
 * is resampled alike shares one resampling plan.
 */
final class Estimates {
    final ScoreTable table;
    private final Rubric rubric;
    private final Unit unit;
    private final ClusteredInference inference;
    private final Map<List<Metric.Target>, Known> known = new ConcurrentHashMap<>();
    private final Map<Combination, UnitInterval> made = new ConcurrentHashMap<>();

    /** What of a candidate is estimated. */
    private record Combination(String candidate, Map<String, Double> shares, boolean oriented) {}

    Estimates(ScoreTable table, Rubric rubric, Unit unit, ClusteredInference inference) {
        this.table = table;
        this.rubric = rubric;
        this.unit = unit;
        this.inference = inference;
    }

    /** What is estimated of metrics of the same targets, and by which unit. */
    private record Known(ClusteredEstimates estimates, Units.Choice choice) {}

    /** Why the unit of some metrics is not the one that was asked for, or shows nothing. */
    Optional<Finding> reason(Map<String, Double> shares) {
        return table.candidates.isEmpty()
                ? Optional.empty()
                : known(metrics(shares)).choice.reason();
    }

    /** The metrics among some that nobody was rated on. */
    List<String> unrated(Collection<String> metricIds) {
        return metricIds.stream().filter(id -> !table.rated(table.metric(id))).toList();
    }

    private List<Metric> metrics(Map<String, Double> shares) {
        return shares.keySet().stream().map(rubric::metric).toList();
    }

    Optional<UnitInterval> metric(String candidate, String metricId) {
        return ifKnown(candidate, Map.of(rubric.metric(metricId).id(), 1.0), false);
    }

    Optional<UnitInterval> dimension(String candidate, String dimensionId) {
        return ifKnown(candidate, rubric.sharesOf(dimensionId), true);
    }

    /** Those of all candidates of a large table are made together, by several processors. */
    Optional<UnitInterval> average(String candidate) {
        Map<String, Double> shares = rubric.shares();
        if (table.isLarge() && !Double.isNaN(value(candidate, shares, true)) && made.isEmpty()) {
            Known unused = known(metrics(shares));
            table.candidates.parallelStream().forEach(one -> {
                Optional<UnitInterval> unusedInterval = ifKnown(one, shares, true);
            });
        }
        return ifKnown(candidate, shares, true);
    }

    private Optional<UnitInterval> ifKnown(String candidate, Map<String, Double> shares, boolean oriented) {
        return Double.isNaN(value(candidate, shares, oriented))
                ? Optional.empty()
                : Optional.of(interval(candidate, shares, oriented));
    }

    /** The metrics that anybody was rated on. */
    List<String> rated() {
        return table.metrics.stream()
                .map(Metric::id)
                .filter(id -> table.rated(table.metric(id)))
                .toList();
    }

    /** The metrics that a candidate was rated on. */
    List<String> rated(String candidate) {
        return table.metrics.stream()
                .map(Metric::id)
                .filter(id -> used(table.candidate(candidate), id) > 0)
                .toList();
    }

    /** A combination of metric means of one candidate; NaN if one is missing. */
    double value(String candidate, Map<String, Double> shares, boolean oriented) {
        double value = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            double mean = table.counts(table.candidate(candidate), table.metric(share.getKey()))
                    .mean();
            value += share.getValue() * (oriented ? rubric.oriented(share.getKey(), mean) : mean);
        }
        return value;
    }

    /** The same with its interval. */
    UnitInterval interval(String candidate, Map<String, Double> shares, boolean oriented) {
        return made.computeIfAbsent(
                new Combination(candidate, Map.copyOf(shares), oriented), key -> made(candidate, shares, oriented));
    }

    private UnitInterval made(String candidate, Map<String, Double> shares, boolean oriented) {
        Known known = known(metrics(shares));
        ClusteredEstimates estimates = known.estimates;
        double[] coefficients = new double[table.candidates.size() * table.metrics.size()];
        shares.forEach((metric, share) ->
                coefficients[cell(candidate, metric)] = oriented ? rubric.slope(metric) * share : share);
        // What reflected metrics are subtracted from, and where mapped scales begin.
        double constant = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            constant += oriented ? share.getValue() * rubric.oriented(share.getKey(), 0) : 0;
        }
        double lowest = 0;
        double highest = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            Scale scale = rubric.metric(share.getKey()).scale();
            double first = coefficients[cell(candidate, share.getKey())] * scale.score(0);
            double last = coefficients[cell(candidate, share.getKey())] * scale.score(scale.levels() - 1);
            lowest += Math.min(first, last);
            highest += Math.max(first, last);
        }
        Interval raw = estimates.within(lowest, highest, coefficients);
        Interval shifted = Interval.of(
                        raw.estimate() + constant,
                        raw.lower() + constant,
                        raw.upper() + constant,
                        raw.level(),
                        raw.method())
                .withStandardError(raw.standardError());
        return UnitInterval.of(shifted, known.choice.unit(), estimates.data());
    }

    private int cell(String candidate, String metric) {
        return table.cell(table.candidate(candidate), table.metric(metric));
    }

    /**
     * One column a candidate, whose mean is a combination of its metrics. Where cells have different numbers of ratings
     * the columns are linearised about the estimates, so that clusters pull at a mean as they do at the combination, and
     * weigh as many ratings as would make a plain mean as sure, which degrees of freedom depend on.
     */
    ClusteredEstimates columns(List<String> candidates, Map<String, Double> shares) {
        Unit used = known(metrics(shares)).choice.unit();
        double[] values =
                candidates.stream().mapToDouble(c -> value(c, shares, true)).toArray();
        List<List<Units.Part>> columns = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            int candidate = table.candidate(candidates.get(i));
            double value = values[i];
            double worth = 1
                    / shares.entrySet().stream()
                            .mapToDouble(e -> e.getValue() * e.getValue() / used(candidate, e.getKey()))
                            .sum();
            columns.add(shares.entrySet().stream()
                    .map(e -> linear(candidate, e.getKey(), e.getValue() * worth / used(candidate, e.getKey()), value))
                    .toList());
        }
        ClusteredMeans data = Units.means(table, used, columns);
        double[] limits = rubric.limits(shares);
        return inference.on(data.withLimits(limits[0], limits[1]));
    }

    private double used(int candidate, String metric) {
        return table.coverage(candidate, table.metric(metric)).used();
    }

    private Units.Part linear(int c, String metric, double weight, double value) {
        int m = table.metric(metric);
        double slope = rubric.slope(metric);
        Scale scale = table.metrics.get(m).scale();
        double lowest = value + slope * (scale.lowest() - table.counts(c, m).mean());
        return new Units.Part(table.cell(c, m), weight * lowest, weight * slope * scale.step(), weight);
    }

    private Known known(List<Metric> metrics) {
        List<Metric.Target> targets =
                metrics.stream().map(Metric::target).distinct().sorted().toList();
        return known.computeIfAbsent(targets, key -> {
            List<Metric> alike = table.metrics.stream()
                    .filter(m -> targets.contains(m.target()))
                    .toList();
            Units.Choice choice = Units.choose(table, unit, alike);
            List<List<Units.Part>> columns = new ArrayList<>();
            for (int cell = 0; cell < table.cells(); cell++) {
                Metric metric = table.metrics.get(cell % table.metrics.size());
                Scale scale = metric.scale();
                columns.add(
                        targets.contains(metric.target())
                                ? List.of(new Units.Part(cell, scale.lowest(), scale.step(), 1))
                                : List.of());
            }
            return new Known(inference.on(Units.means(table, choice.unit(), columns)), choice);
        });
    }
}
