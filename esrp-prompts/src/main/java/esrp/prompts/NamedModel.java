package esrp.prompts;

import esrp.core.internal.Checks;
import java.util.Objects;

/**
 * A model and what journals and ratings call it. The id is a part of the key under which answers are kept: the same
 * model under another id is asked again.
 *
 * @param id the id, for example {@code gpt-4.1}; not blank
 * @param model who answers
 */
public record NamedModel(String id, ChatModel model) implements ChatModel {
    /** Validates. */
    public NamedModel {
        Checks.text("id", id);
        Objects.requireNonNull(model, "model");
    }

    @Override
    public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
        return model.chat(request);
    }

    /** The id. */
    @Override
    public String toString() {
        return id;
    }
}
