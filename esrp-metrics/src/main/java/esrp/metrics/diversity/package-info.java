/**
 * How different the replies of a candidate are from one another: an automatic suite with exact definitions, measured
 * on batches of replies and summed up by character and candidate, with intervals; and word frequencies.
 *
 * <p>{@link esrp.metrics.diversity.Diversity} measures, {@link esrp.metrics.diversity.DiversityMeasure} says what each
 * number is, {@link esrp.metrics.diversity.Diversity.Truncation} controls for length. Nothing here is folded into one number called
 * diversity: no measure is what people mean by the word, and they disagree with one another.
 */
@CheckReturnValue
@NullMarked
package esrp.metrics.diversity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
