/**
 * Adapters from well-known clients to {@link esrp.prompts.ChatModel}: to be copied into a program that has the client
 * already. Each switches the client's own retries off, since the run owns them. {@link BgeEmbedder} is a
 * {@link esrp.metrics.diversity.Diversity#withEmbedder} with a model that runs here.
 */
@CheckReturnValue
@NullMarked
package esrp.examples.integrations;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
