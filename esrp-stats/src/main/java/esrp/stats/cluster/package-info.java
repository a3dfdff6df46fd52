/**
 * Means, differences, ranks and agreement of values that come in clusters, such as ratings that share a character or a
 * scenario.
 */
@CheckReturnValue
@NullMarked
package esrp.stats.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
