/**
 * Pictures and pages: the report with its charts, and the offline forms on which people write and rate.
 */
@CheckReturnValue
@NullMarked
package esrp.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
