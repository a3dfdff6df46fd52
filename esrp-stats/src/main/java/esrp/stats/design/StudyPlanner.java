package esrp.stats.design;

import esrp.stats.design.VarianceComponents.Effect;
import esrp.stats.internal.Arguments;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Plans comparisons of two candidates: the difference a study would find, its power, and the cheapest study that is good enough
 * (a decision study of generalizability theory; Brennan 2001, <a
 * href="https://doi.org/10.1007/978-1-4757-3456-0">doi:10.1007/978-1-4757-3456-0</a>).
 *
 * <p>The variance of a difference of two means over new characters, scenarios and raters, H, S and R of them, raters nested in
 * characters, is
 *
 * <pre>
 * 2 (candidate×character / H + candidate×scenario / S + candidate×rater / (H R) + dialogue / (H S) + residual / (H S R))
 * </pre>
 *
 * <p>Effects that meet both candidates equally cancel. The difference is tested by t with degrees of freedom by Satterthwaite, as
 * {@link esrp.stats.cluster.ClusteredInference} has them for crossed units: H - 1 for what characters differ by (all but the scenario
 * part), S - 1 for what scenarios differ by (the scenario part, dialogues and residual), (H - 1) (S - 1) for the dialogues and
 * residual that are subtracted, as both contain them. Power is that of the noncentral t distribution. Studies of normal effects
 * with 8 characters or more find the smallest {@link #detectable} difference in 78 to 81% where 80% are asked for. Immutable; arguments
 * outside the ranges given are rejected with {@link IllegalArgumentException}.
 */
public final class StudyPlanner {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int STEPS = 400;

    private final VarianceComponents components;
    private final double alpha;
    private final double power;

    private StudyPlanner(VarianceComponents components, double alpha, double power) {
        this.components = components;
        this.alpha = alpha;
        this.power = power;
    }

    /**
     * {@return a planner with a two-sided alpha of 0.05 and a power of 0.8}
     *
     * @param components variances, estimated from a pilot or assumed
     */
    public static StudyPlanner of(VarianceComponents components) {
        return new StudyPlanner(Objects.requireNonNull(components, "components"), 0.05, 0.8);
    }

    /**
     * Returns a copy with another two-sided error; divide it by the number of comparisons for a rough allowance for many.
     *
     * @param alpha in (0, 1)
     * @return the copy
     */
    public StudyPlanner withAlpha(double alpha) {
        return new StudyPlanner(components, Arguments.between("alpha", 0, 1, alpha), power);
    }

    /**
     * {@return a copy with another probability of finding a true difference}
     *
     * @param power in [0.5, 1)
     */
    public StudyPlanner withPower(double power) {
        return new StudyPlanner(components, alpha, Arguments.power(power));
    }

    /**
     * What each effect contributes to the variance of the difference of two candidates' means.
     *
     * @param size of the study
     * @return the effects that do not cancel, in the order of {@link Effect}, with values of 0 or more
     */
    public Map<Effect, Double> variances(StudySize size) {
        double h = size.characters();
        double s = size.scenarios();
        double r = size.raters();
        Map<Effect, Double> parts = new EnumMap<>(Effect.class);
        parts.put(Effect.CANDIDATE_CHARACTER, 2 * components.variance(Effect.CANDIDATE_CHARACTER) / h);
        parts.put(Effect.CANDIDATE_SCENARIO, 2 * components.variance(Effect.CANDIDATE_SCENARIO) / s);
        parts.put(Effect.DIALOGUE, 2 * components.variance(Effect.DIALOGUE) / (h * s));
        parts.put(Effect.CANDIDATE_RATER, 2 * components.variance(Effect.CANDIDATE_RATER) / (h * r));
        parts.put(Effect.RESIDUAL, 2 * components.variance(Effect.RESIDUAL) / (h * s * r));
        return Collections.unmodifiableMap(parts);
    }

    /**
     * {@return the standard error of the difference of two candidates' means, 0 or more}
     *
     * @param size of the study
     */
    public double standardError(StudySize size) {
        return Math.sqrt(sum(variances(size)));
    }

    private static double sum(Map<Effect, Double> parts) {
        return parts.values().stream().mapToDouble(v -> v).sum();
    }

    private double degreesOfFreedom(StudySize size) {
        Map<Effect, Double> parts = variances(size);
        double total = sum(parts);
        double ofScenarios = parts.getOrDefault(Effect.CANDIDATE_SCENARIO, 0.0);
        double ofCells = parts.getOrDefault(Effect.DIALOGUE, 0.0) + parts.getOrDefault(Effect.RESIDUAL, 0.0);
        double byCharacter = total - ofScenarios;
        double byScenario = ofScenarios + ofCells;
        double h = size.characters() - 1.0;
        double s = size.scenarios() - 1.0;
        double squares = byCharacter * byCharacter / h + byScenario * byScenario / s + ofCells * ofCells / (h * s);
        return total == 0 ? h : Math.max(1, total * total / squares);
    }

    /**
     * The probability with which a true difference is found significant.
     *
     * @param size of the study
     * @param difference the true difference
     * @return from alpha, where there is none, to 1
     * @throws IllegalArgumentException if the difference is not finite
     */
    public double power(StudySize size, double difference) {
        Arguments.finite("difference", difference);
        double se = standardError(size);
        return se == 0 ? (difference == 0 ? 0 : 1) : powerOf(Math.abs(difference) / se, degreesOfFreedom(size));
    }

    /** P(|T| > t) for noncentral T, by integrating over the estimated standard deviation (Simpson's rule). */
    private double powerOf(double noncentrality, double df) {
        double t = TDistribution.of(df).inverseSurvivalProbability(alpha / 2);
        double spread = 9 / Math.sqrt(2 * df);
        double low = Math.max(0, 1 - spread);
        double step = (1 + spread - low) / STEPS;
        double sum = 0;
        double mass = 0;
        for (int i = 0; i <= STEPS; i++) {
            double s = low + i * step;
            double density = s == 0 ? 0 : Math.exp((df - 1) * Math.log(s) - df * (s * s - 1) / 2);
            double weight = (i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2) * density;
            mass += weight;
            sum += weight
                    * (NORMAL.cumulativeProbability(noncentrality - t * s)
                            + NORMAL.cumulativeProbability(-noncentrality - t * s));
        }
        return sum / mass;
    }

    /**
     * The smallest true difference that is found with the power asked for.
     *
     * @param size of the study
     * @return in units of the scores
     */
    public double detectable(StudySize size) {
        double df = degreesOfFreedom(size);
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
        return high * standardError(size);
    }

    /**
     * The cheapest study that finds a difference with the power asked for.
     *
     * <p>All numbers of characters and raters up to the largest are tried, each with the fewest scenarios that suffice. Among
     * equally cheap sizes the one with more characters is chosen.
     *
     * @param difference the true difference, not 0
     * @param largest the largest numbers of characters, scenarios and raters to try; its number of candidates is kept
     * @param price of a study of a given size; must not fall as the number of scenarios grows
     * @return the size; empty if even the largest study does not suffice
     * @throws IllegalArgumentException if the difference is 0 or not finite
     */
    public Optional<StudySize> cheapest(double difference, StudySize largest, ToDoubleFunction<StudySize> price) {
        if (!Double.isFinite(difference) || difference == 0) {
            throw new IllegalArgumentException("difference: " + difference + " is not finite and different from 0");
        }
        Objects.requireNonNull(price, "price");
        Optional<StudySize> best = Optional.empty();
        double bestPrice = Double.POSITIVE_INFINITY;
        for (int h = largest.characters(); h >= 2; h--) {
            for (int r = 1; r <= largest.raters(); r++) {
                StudySize size = new StudySize(largest.candidates(), h, largest.scenarios(), r);
                if (power(size, difference) < power) {
                    continue;
                }
                int low = 1;
                int high = largest.scenarios();
                while (low + 1 < high) {
                    int middle = (low + high) / 2;
                    if (power(new StudySize(largest.candidates(), h, middle, r), difference) >= power) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                size = new StudySize(largest.candidates(), h, high, r);
                double paid = price.applyAsDouble(size);
                if (paid < bestPrice) {
                    best = Optional.of(size);
                    bestPrice = paid;
                }
            }
        }
        return best;
    }

    /**
     * The size of a study in which every candidate plays every character in every scenario.
     *
     * @param candidates at least 2
     * @param characters at least 2
     * @param scenarios at least 2
     * @param raters of each dialogue, at least 1; each character has its own
     */
    public record StudySize(int candidates, int characters, int scenarios, int raters) {
        /** Validates. */
        public StudySize {
            Arguments.atLeast("candidates", 2, candidates);
            Arguments.atLeast("characters", 2, characters);
            Arguments.atLeast("scenarios", 2, scenarios);
            Arguments.atLeast("raters", 1, raters);
        }

        /** {@return the number of dialogues: candidates × characters × scenarios} */
        public long dialogues() {
            return (long) candidates * characters * scenarios;
        }

        /** {@return the number of ratings on each metric: dialogues × raters} */
        public long ratings() {
            return dialogues() * raters;
        }

        /** As {@code 6 candidates × 20 characters × 60 scenarios, 2 raters}. */
        @Override
        public String toString() {
            return candidates + " candidates × " + characters + " characters × " + scenarios + " scenarios, " + raters
                    + (raters == 1 ? " rater" : " raters");
        }
    }
}
