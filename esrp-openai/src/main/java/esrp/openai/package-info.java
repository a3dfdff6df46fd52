/** Services that speak the OpenAI chat protocol. */
@NullMarked
@CheckReturnValue
package esrp.openai;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
