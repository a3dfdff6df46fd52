package esrp.metrics;

import esrp.core.Metric;
import esrp.stats.Estimate;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import esrp.stats.cluster.ClusteredMeans;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Estimates of a score table with their intervals. Everything asked for is a linear combination of cell means; all that
 * is resampled alike shares one resampling plan.
 */
final class Estimates {
    private final ScoreTable table;
    private final Rubric rubric;
    private final Unit unit;
    private final ClusteredInference inference;
    private final Map<List<Metric.Target>, ClusteredEstimates> known = new LinkedHashMap<>();

    private Estimates(ScoreTable table, Rubric rubric, Unit unit, ClusteredInference inference) {
        this.table = table;
        this.rubric = rubric;
        this.unit = unit;
        this.inference = inference;
    }

    static Estimates of(ScoreTable table, Rubric rubric, Unit unit, ClusteredInference inference) {
        return new Estimates(table, rubric, unit, inference);
    }

    ScoreTable table() {
        return table;
    }

    ClusteredInference inference() {
        return inference;
    }

    Optional<UnitInterval> metric(String candidate, String metricId) {
        return interval(candidate, Map.of(rubric.metric(metricId).id(), 1.0), false);
    }

    Optional<UnitInterval> dimension(String candidate, String dimensionId) {
        return interval(candidate, rubric.sharesOf(dimensionId), true);
    }

    Optional<UnitInterval> average(String candidate) {
        return interval(candidate, rubric.shares(), true);
    }

    private Optional<UnitInterval> interval(String candidate, Map<String, Double> shares, boolean oriented) {
        return Double.isNaN(value(candidate, shares, oriented))
                ? Optional.empty()
                : Optional.of(interval(terms(candidate, shares, oriented)));
    }

    /** A combination of metric means of one candidate; NaN if one is missing. */
    double value(String candidate, Map<String, Double> shares, boolean oriented) {
        double value = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            double mean = table.mean(table.candidate(candidate), table.metric(share.getKey()));
            value += share.getValue() * (oriented ? rubric.oriented(share.getKey(), mean) : mean);
        }
        return value;
    }

    /** Coefficients of cell means, and a constant where means are reflected. */
    record Terms(Map<Integer, Double> coefficients, double constant) {
        Terms minus(Terms other) {
            Map<Integer, Double> all = new LinkedHashMap<>(coefficients);
            other.coefficients.forEach((cell, c) -> all.merge(cell, -c, Double::sum));
            return new Terms(all, constant - other.constant);
        }
    }

    Terms terms(String candidate, Map<String, Double> shares, boolean oriented) {
        Map<Integer, Double> coefficients = new LinkedHashMap<>();
        double constant = 0;
        int c = table.candidate(candidate);
        for (Map.Entry<String, Double> entry : shares.entrySet()) {
            String metricId = entry.getKey();
            double share = entry.getValue();
            int cell = table.cell(c, table.metric(metricId));
            if (oriented && rubric.direction(metricId) == Rubric.Direction.LOWER_IS_BETTER) {
                coefficients.put(cell, -share);
                constant += share * rubric.oriented(metricId, 0);
            } else {
                coefficients.put(cell, share);
            }
        }
        return new Terms(coefficients, constant);
    }

    UnitInterval interval(Terms terms) {
        List<Metric> metrics = metrics(terms);
        ClusteredEstimates estimates = estimates(metrics);
        esrp.stats.Interval raw = estimates.contrast(contrast(terms));
        return new UnitInterval(
                esrp.stats.Interval.of(
                        raw.estimate() + terms.constant,
                        raw.lower() + terms.constant,
                        raw.upper() + terms.constant,
                        raw.level(),
                        raw.method()),
                Units.effective(unit, metrics),
                estimates.data().units(),
                estimates.data().crossedUnits());
    }

    /** The estimate for t tests. */
    Estimate estimate(Terms terms) {
        Estimate raw = estimates(metrics(terms)).estimate(contrast(terms));
        return Estimate.of(raw.value() + terms.constant, raw.standardError(), raw.degreesOfFreedom());
    }

    /** The combination in every resample. */
    double[] replicates(Terms terms) {
        ClusteredEstimates estimates = estimates(metrics(terms));
        double @Nullable [] sum = null;
        for (Map.Entry<Integer, Double> term : terms.coefficients.entrySet()) {
            double[] column = estimates.replicates(term.getKey());
            if (sum == null) {
                sum = new double[column.length];
                java.util.Arrays.fill(sum, terms.constant);
            }
            for (int b = 0; b < column.length; b++) {
                sum[b] += term.getValue() * column[b];
            }
        }
        return sum == null ? new double[0] : sum;
    }

    /**
     * One column a candidate, whose mean is a combination of its metrics. Where cells have different numbers of ratings
     * the columns are linearised about the estimates, so that clusters pull at a mean as they do at the combination.
     */
    ClusteredEstimates columns(List<String> candidates, Map<String, Double> shares) {
        List<Metric> metrics = shares.keySet().stream().map(rubric::metric).toList();
        Unit used = Units.effective(unit, metrics);
        double[] values =
                candidates.stream().mapToDouble(c -> value(c, shares, true)).toArray();
        ClusteredMeans data = Units.weighted(table, used, candidates.size(), sink -> {
            for (int i = 0; i < candidates.size(); i++) {
                Terms terms = terms(candidates.get(i), shares, true);
                for (Map.Entry<Integer, Double> term : terms.coefficients.entrySet()) {
                    showLinear(term.getKey(), term.getValue(), values[i], i, sink);
                }
            }
        });
        return inference.on(data);
    }

    private void showLinear(int cell, double coefficient, double value, int column, Units.WeightedSink sink) {
        int c = cell / table.metrics().size();
        int m = cell % table.metrics().size();
        double mean = table.mean(c, m);
        double n = table.coverage(c, m).used();
        double weight = Math.abs(coefficient) * table.forms() / n;
        for (int f = 0; f < table.forms(); f++) {
            int level = table.level(c, m, f);
            if (level >= 0) {
                double score = table.metrics().get(m).scale().score(level);
                sink.add(f, column, weight * (value + Math.signum(coefficient) * (score - mean)), weight);
            }
        }
    }

    private List<Metric> metrics(Terms terms) {
        return terms.coefficients.keySet().stream()
                .map(cell -> table.metrics().get(cell % table.metrics().size()))
                .distinct()
                .toList();
    }

    private double[] contrast(Terms terms) {
        double[] coefficients =
                new double[table.candidates().size() * table.metrics().size()];
        terms.coefficients.forEach((cell, c) -> coefficients[cell] = c);
        return coefficients;
    }

    private synchronized ClusteredEstimates estimates(List<Metric> metrics) {
        List<Metric.Target> targets =
                metrics.stream().map(Metric::target).distinct().sorted().toList();
        ClusteredEstimates found = known.get(targets);
        if (found == null) {
            Unit used = Units.effective(unit, metrics);
            int columns = table.candidates().size() * table.metrics().size();
            ClusteredMeans data = Units.means(table, used, columns, sink -> show(targets, sink));
            found = inference.on(data);
            known.put(targets, found);
        }
        return found;
    }

    private void show(List<Metric.Target> targets, Units.Sink sink) {
        for (int m = 0; m < table.metrics().size(); m++) {
            Metric metric = table.metrics().get(m);
            if (targets.contains(metric.target())) {
                for (int c = 0; c < table.candidates().size(); c++) {
                    for (int f = 0; f < table.forms(); f++) {
                        int level = table.level(c, m, f);
                        if (level >= 0) {
                            sink.add(f, table.cell(c, m), metric.scale().score(level));
                        }
                    }
                }
            }
        }
    }
}
