/** The size of a rating study: what makes ratings vary, what a study of a given size can find, and simulated studies. */
@CheckReturnValue
@NullMarked
package esrp.stats.design;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
