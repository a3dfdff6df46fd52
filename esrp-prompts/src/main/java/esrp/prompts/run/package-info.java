/**
 * Runs: asking models thousands of questions without losing or inventing an answer.
 *
 * <p>A {@link esrp.prompts.run.Run} keeps every answer in a {@link esrp.prompts.run.Journal} before it counts; a run
 * that was killed, cancelled or stopped by its budget is taken up by running the same program again.
 */
@CheckReturnValue
@NullMarked
package esrp.prompts.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
