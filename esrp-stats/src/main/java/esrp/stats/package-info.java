/** Coefficients of agreement and rank correlation, and confidence intervals from one sample of independent values. */
@CheckReturnValue
@NullMarked
package esrp.stats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
