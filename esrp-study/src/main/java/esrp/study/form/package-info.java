/** The offline forms on which people write and rate, and the import of what they export. */
@CheckReturnValue
@NullMarked
package esrp.study.form;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
