/** Programs that show the library at work, to be run, read and copied. */
@CheckReturnValue
@NullMarked
package esrp.examples;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
