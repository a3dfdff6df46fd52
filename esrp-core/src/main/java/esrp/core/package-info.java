/**
 * The domain of Emotionally Supportive Role-Playing: a {@link esrp.core.Candidate} plays a {@link esrp.core.Character}
 * in a {@link esrp.core.Scenario}; what comes out is a {@link esrp.core.Dialogue} of {@link esrp.core.Turn}s; a
 * {@link esrp.core.Rater} gives it a level on a {@link esrp.core.Metric}, and that is a {@link esrp.core.Rating}. Data and ratings are read,
 * imported, checked and written here, and every result of the library is shown as a {@link esrp.core.Table}.
 */
@CheckReturnValue
@NullMarked
package esrp.core;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
