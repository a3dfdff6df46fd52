/** Package of prompts. */
@CheckReturnValue
@NullMarked
package esrp.prompts;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
