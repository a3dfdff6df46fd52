/** Scenarios: the space they come from, and their generation by a model. */
@CheckReturnValue
@NullMarked
package esrp.prompts.scenario;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
