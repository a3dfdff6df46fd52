/**
 * Ratings from people: what they are paid ({@link esrp.study.StudyPrices}), the size that a study needs
 * ({@link esrp.study.StudyPlan}), and who rates what ({@link esrp.study.StudyDesign}, {@link esrp.study.Assignment},
 * {@link esrp.study.StudyKey}). The forms on which people write and rate, and their import, are in
 * {@code esrp.study.form}.
 */
@CheckReturnValue
@NullMarked
package esrp.study;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
