/** Package of report. */
@CheckReturnValue
@NullMarked
package esrp.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
