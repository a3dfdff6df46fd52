/**
 * What the packages of esrp-stats share and nobody else may use: checks of arguments, reproducible random streams, resampling,
 * and the engines of rank correlation.
 */
@CheckReturnValue
@NullMarked
package esrp.stats.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
