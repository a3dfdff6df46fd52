/**
 * Runs: asking models thousands of questions without losing or inventing an answer.
 *
 * <p>A {@link esrp.prompts.run.Run} writes every answer to its journal before it counts; a run
 * that was killed, cancelled or stopped by its budget is taken up by running the same program again.
 */
@CheckReturnValue
@NullMarked
package esrp.prompts.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
