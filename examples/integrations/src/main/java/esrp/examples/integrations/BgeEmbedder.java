package esrp.examples.integrations;

import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallzhv15q.BgeSmallZhV15QuantizedEmbeddingModel;
import java.util.function.Function;

/**
 * A small Chinese embedding model (bge-small-zh-v1.5, quantized, 512 dimensions) that comes in a jar and runs on the
 * processor: no service, no key, the same vectors on every run. Safe for use by several threads.
 *
 * <p>The tokenizer's library (DJL) asks the network once whether it runs in a cloud, to count its users; the system
 * property {@code ai.djl.offline=true} keeps it from that.
 */
public final class BgeEmbedder implements Function<String, float[]> {
    private final EmbeddingModel model = new BgeSmallZhV15QuantizedEmbeddingModel();

    /** Loads the model, which takes about a second the first time. */
    public BgeEmbedder() {}

    @Override
    public float[] apply(String text) {
        return model.embed(text).content().vector();
    }
}
