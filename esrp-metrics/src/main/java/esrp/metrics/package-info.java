/**
 * From ratings to conclusions: a {@link esrp.metrics.Rubric} says how metrics add up, a
 * {@link esrp.metrics.Leaderboard} adds them up, a {@link esrp.metrics.Comparison} says which candidates can be told
 * apart, a {@link esrp.metrics.Shortlist} which go on, {@link esrp.metrics.RaterAgreement} and
 * {@link esrp.metrics.JudgeValidation} whether the raters can be trusted, a
 * {@link esrp.metrics.PredictionPoweredLeaderboard} what few human labels and many of a judge say together, and a
 * {@link esrp.metrics.ReleaseGate} whether a candidate may ship.
 *
 * <p>Everything here is a pure function of its arguments; what draws random numbers takes a seed.
 */
@CheckReturnValue
@NullMarked
package esrp.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
