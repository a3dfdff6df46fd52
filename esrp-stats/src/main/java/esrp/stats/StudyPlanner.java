package esrp.stats;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.math3.special.Gamma;

/**
 * Plans comparisons of two candidates: the difference a study would find, the power it has, the cheapest study that is good
 * enough (a decision study of generalizability theory; Brennan 2001, <a
 * href="https://doi.org/10.1007/978-1-4757-3456-0">doi:10.1007/978-1-4757-3456-0</a>).
 *
 * <p>The variance of a difference of two means over new characters, scenarios and raters, H, S and R of them, raters nested in
 * characters, is
 *
 * <pre>
 * 2 (candidate×character / H + candidate×scenario / S + candidate×rater / (H R) + dialogue / (H S) + residual / (H S R))
 * </pre>
 *
 * <p>Effects that meet both candidates alike cancel. It is tested by t with degrees of freedom by Satterthwaite: H - 1 for all
 * but the scenario part, which has S - 1; power is that of the noncentral t distribution. Immutable.
 */
public final class StudyPlanner {
    private static final int STEPS = 400;

    private final VarianceComponents components;
    private final double alpha;
    private final double power;
    private final Prices prices;
    private final int candidates;
    private final int writers;
    private final int maxCharacters;
    private final int maxScenarios;
    private final int maxRaters;

    private StudyPlanner(
            VarianceComponents components,
            double alpha,
            double power,
            Prices prices,
            int candidates,
            int writers,
            int maxCharacters,
            int maxScenarios,
            int maxRaters) {
        this.components = components;
        this.alpha = alpha;
        this.power = power;
        this.prices = prices;
        this.candidates = candidates;
        this.writers = writers;
        this.maxCharacters = maxCharacters;
        this.maxScenarios = maxScenarios;
        this.maxRaters = maxRaters;
    }

    /**
     * Alpha 0.05 two-sided, power 0.8, two candidates and no paid writer, a price of 1 for each rating of a dialogue, at most 100
     * characters, 200 scenarios and 5 raters.
     *
     * @param components variances, estimated from a pilot or assumed
     * @return the planner
     */
    public static StudyPlanner of(VarianceComponents components) {
        return new StudyPlanner(
                Objects.requireNonNull(components), 0.05, 0.8, new Prices(0, 1, 0, 0, 0), 2, 0, 100, 200, 5);
    }

    /**
     * Sets the two-sided error; divide it by the number of comparisons for a rough allowance for many.
     *
     * @param twoSided in (0, 1)
     * @return so configured
     */
    public StudyPlanner withAlpha(double twoSided) {
        if (!(twoSided > 0 && twoSided < 1)) {
            throw new IllegalArgumentException("alpha: " + twoSided + " is outside (0, 1)");
        }
        return new StudyPlanner(
                components, twoSided, power, prices, candidates, writers, maxCharacters, maxScenarios, maxRaters);
    }

    /**
     * Sets the probability with which a true difference is to be found.
     *
     * @param wanted in [0.5, 1)
     * @return so configured
     */
    public StudyPlanner withPower(double wanted) {
        if (!(wanted >= 0.5 && wanted < 1)) {
            throw new IllegalArgumentException("power: " + wanted + " is outside [0.5, 1)");
        }
        return new StudyPlanner(
                components, alpha, wanted, prices, candidates, writers, maxCharacters, maxScenarios, maxRaters);
    }

    /**
     * Sets prices.
     *
     * @param newPrices of the parts of a study
     * @return so configured
     */
    public StudyPlanner with(Prices newPrices) {
        return new StudyPlanner(
                components,
                alpha,
                power,
                Objects.requireNonNull(newPrices),
                candidates,
                writers,
                maxCharacters,
                maxScenarios,
                maxRaters);
    }

    /**
     * Sets the candidates of the study.
     *
     * @param all how many, at least 2
     * @param paidWriters how many of them are people who are paid for writing
     * @return so configured
     */
    public StudyPlanner withCandidates(int all, int paidWriters) {
        if (all < 2 || paidWriters < 0 || paidWriters > all) {
            throw new IllegalArgumentException(
                    "all: " + all + " must be at least 2 and paidWriters: " + paidWriters + " from 0 to as many");
        }
        return new StudyPlanner(
                components, alpha, power, prices, all, paidWriters, maxCharacters, maxScenarios, maxRaters);
    }

    /**
     * Sets the limits of the search for the cheapest design.
     *
     * @param characters at most so many, at least 2
     * @param scenarios at most so many, at least 2
     * @param raters of each dialogue, at most so many, at least 1
     * @return so configured
     */
    public StudyPlanner withAtMost(int characters, int scenarios, int raters) {
        StudyDesign checked = new StudyDesign(candidates, characters, scenarios, raters);
        return new StudyPlanner(
                components,
                alpha,
                power,
                prices,
                candidates,
                writers,
                checked.characters(),
                checked.scenarios(),
                checked.raters());
    }

    /**
     * The standard error of the difference of two candidates' means.
     *
     * @param design its size
     * @return 0 or more
     */
    public double standardError(StudyDesign design) {
        return Math.sqrt(parts(design).values().stream().mapToDouble(v -> v).sum());
    }

    private Map<Effect, Double> parts(StudyDesign d) {
        double h = d.characters();
        double s = d.scenarios();
        double r = d.raters();
        Map<Effect, Double> parts = new LinkedHashMap<>();
        parts.put(Effect.CANDIDATE_CHARACTER, 2 * components.variance(Effect.CANDIDATE_CHARACTER) / h);
        parts.put(Effect.CANDIDATE_SCENARIO, 2 * components.variance(Effect.CANDIDATE_SCENARIO) / s);
        parts.put(Effect.CANDIDATE_RATER, 2 * components.variance(Effect.CANDIDATE_RATER) / (h * r));
        parts.put(Effect.DIALOGUE, 2 * components.variance(Effect.DIALOGUE) / (h * s));
        parts.put(Effect.RESIDUAL, 2 * components.variance(Effect.RESIDUAL) / (h * s * r));
        return parts;
    }

    private double degreesOfFreedom(StudyDesign d) {
        Map<Effect, Double> parts = parts(d);
        double ofScenarios = parts.getOrDefault(Effect.CANDIDATE_SCENARIO, 0.0);
        double ofCharacters = parts.values().stream().mapToDouble(v -> v).sum() - ofScenarios;
        double total = ofScenarios + ofCharacters;
        return total == 0
                ? d.characters() - 1
                : total
                        * total
                        / (ofCharacters * ofCharacters / (d.characters() - 1)
                                + ofScenarios * ofScenarios / (d.scenarios() - 1));
    }

    /**
     * The probability with which a true difference is found significant.
     *
     * @param design its size
     * @param difference the true difference
     * @return from alpha, where there is none, to 1
     */
    public double power(StudyDesign design, double difference) {
        if (!Double.isFinite(difference)) {
            throw new IllegalArgumentException("difference: " + difference + " is not finite");
        }
        double se = standardError(design);
        return se == 0 ? (difference == 0 ? 0 : 1) : powerOf(Math.abs(difference) / se, degreesOfFreedom(design));
    }

    /** P(|T| > t) for noncentral T, by integrating over the estimated standard deviation (Simpson's rule). */
    private double powerOf(double noncentrality, double df) {
        double t = StudentT.quantile(1 - alpha / 2, df);
        double spread = 9 / Math.sqrt(2 * df);
        double low = Math.max(0, 1 - spread);
        double step = (1 + spread - low) / STEPS;
        double constant = Math.log(2) + df / 2 * Math.log(df / 2) - Gamma.logGamma(df / 2);
        double sum = 0;
        double mass = 0;
        for (int i = 0; i <= STEPS; i++) {
            double s = low + i * step;
            double density = s == 0 ? 0 : Math.exp(constant + (df - 1) * Math.log(s) - df * s * s / 2);
            double weight = (i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2) * density;
            mass += weight;
            sum += weight
                    * (StudentT.cumulative(noncentrality - t * s, Double.POSITIVE_INFINITY)
                            + StudentT.cumulative(-noncentrality - t * s, Double.POSITIVE_INFINITY));
        }
        return sum / mass;
    }

    /**
     * The smallest true difference that is found with the power asked for.
     *
     * @param design its size
     * @return in units of the scores
     */
    public double detectable(StudyDesign design) {
        double df = degreesOfFreedom(design);
        double low = 0;
        double high = 1;
        while (powerOf(high, df) < power) {
            high *= 2;
        }
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (powerOf(middle, df) < power) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high * standardError(design);
    }

    /**
     * The cheapest study that finds a difference with the power asked for.
     *
     * <p>All numbers of characters and raters up to the limits are tried, each with the fewest scenarios that do. Of equally
     * cheap designs the one with more characters wins.
     *
     * @param difference the true difference, not 0
     * @return the design, or why there is none
     */
    public CheapestDesign cheapest(double difference) {
        if (!Double.isFinite(difference) || difference == 0) {
            throw new IllegalArgumentException("difference: " + difference + " is not finite and different from 0");
        }
        StudyDesign best = null;
        double bestPrice = Double.POSITIVE_INFINITY;
        for (int h = maxCharacters; h >= 2; h--) {
            for (int r = 1; r <= maxRaters; r++) {
                StudyDesign most = new StudyDesign(candidates, h, maxScenarios, r);
                if (power(most, difference) < power) {
                    continue;
                }
                int low = 1;
                int high = maxScenarios;
                while (low + 1 < high) {
                    int middle = (low + high) / 2;
                    if (power(new StudyDesign(candidates, h, middle, r), difference) >= power) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                StudyDesign design = new StudyDesign(candidates, h, Math.max(2, high), r);
                double price = prices.of(design, writers);
                if (price < bestPrice) {
                    best = design;
                    bestPrice = price;
                }
            }
        }
        return best == null ? infeasible(difference) : new CheapestDesign.Found(best, bestPrice, detectable(best));
    }

    private CheapestDesign.Infeasible infeasible(double difference) {
        StudyDesign largest = new StudyDesign(candidates, maxCharacters, maxScenarios, maxRaters);
        double detectable = detectable(largest);
        Map<Effect, Double> parts = parts(largest);
        Effect main = Effect.RESIDUAL;
        double total = 0;
        for (Map.Entry<Effect, Double> part : parts.entrySet()) {
            total += part.getValue();
            main = part.getValue() > parts.getOrDefault(main, 0.0) ? part.getKey() : main;
        }
        String help = switch (main) {
            case CANDIDATE_CHARACTER -> "only more characters reduce it";
            case CANDIDATE_SCENARIO -> "only more scenarios reduce it";
            case CANDIDATE_RATER -> "more characters or raters reduce it";
            case DIALOGUE -> "more characters or scenarios reduce it";
            default -> "more characters, scenarios or raters reduce it";
        };
        String reason = String.format(
                Locale.ROOT,
                "a difference of %.3f is not found with power %.2f by %s: they find %.3f. %.0f%% of the variance is %s; %s",
                Math.abs(difference),
                power,
                largest,
                detectable,
                100 * parts.getOrDefault(main, 0.0) / total,
                main.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                help);
        return new CheapestDesign.Infeasible(detectable, reason);
    }
}
