/** Package of examples. */
@CheckReturnValue
@NullMarked
package esrp.examples;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
