/**
 * What the modules of this library share and nobody else should use: it may change in any release.
 */
@CheckReturnValue
@NullMarked
package esrp.core.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
