/**
 * Rank correlation, agreement and resampling for rating studies: numbers in, numbers out. Nothing here knows what a
 * candidate or a rater is.
 */
@CheckReturnValue
@NullMarked
package esrp.stats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
