/** Asking models: prompts from templates, models behind an interface, runs that survive a crash, and reading what a judge replied. */
@CheckReturnValue
@NullMarked
package esrp.prompts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
