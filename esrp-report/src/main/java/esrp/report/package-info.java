/**
 * Pictures and pages: the report with its charts.
 */
@CheckReturnValue
@NullMarked
package esrp.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
