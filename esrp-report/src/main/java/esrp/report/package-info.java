/**
 * Reports as HTML pages and files, with charts of the results and the replies behind each number.
 */
@CheckReturnValue
@NullMarked
package esrp.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
