/** Ratings and judges on a Spark cluster. */
@NullMarked
@CheckReturnValue
package esrp.spark;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
