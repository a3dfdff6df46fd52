/** Asking models: prompts from templates, models behind an interface, the reading of judges' replies, and training data for judges. */
@CheckReturnValue
@NullMarked
package esrp.prompts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
