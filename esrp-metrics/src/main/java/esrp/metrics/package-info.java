/** Package of metrics. */
@CheckReturnValue
@NullMarked
package esrp.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
