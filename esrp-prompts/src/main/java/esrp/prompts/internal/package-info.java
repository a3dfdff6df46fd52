/** What the packages of this module share; for modules of this library at the same version only. */
@CheckReturnValue
@NullMarked
package esrp.prompts.internal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
