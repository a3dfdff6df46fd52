package esrp.prompts;

import esrp.core.internal.Checks;
import java.util.Objects;
import java.util.Optional;

/**
 * A model and what journals and ratings call it. The id and the revision are parts of the key under which answers are
 * kept: the same model under another id or of another revision is asked again.
 *
 * @param id the id, for example {@code gpt-4.1}; not blank
 * @param model who answers
 * @param revision which release of the model this is, in any words (a version, a build, a commit); not blank. Without one, a
 *     new release under the same id is not told from the old one, and the journal answers for it
 */
public record NamedModel(String id, ChatModel model, Optional<String> revision) implements ChatModel {
    /** Validates. */
    public NamedModel {
        Checks.text("id", id);
        Objects.requireNonNull(model, "model");
        revision.ifPresent(text -> Checks.text("revision", text));
    }

    /**
     * A model without a revision.
     *
     * @param id the id; not blank
     * @param model who answers
     */
    public NamedModel(String id, ChatModel model) {
        this(id, model, Optional.empty());
    }

    /**
     * {@return a copy with another revision}
     *
     * @param release which release of the model this is, in any words; not blank
     */
    public NamedModel withRevision(String release) {
        return new NamedModel(id, model, Optional.of(release));
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
