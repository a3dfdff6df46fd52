package esrp.prompts;

import java.util.Objects;
import java.util.Optional;

/**
 * What a model answered.
 *
 * @param text the reply as it came, to the last white space; may be empty
 * @param finishReason why the model stopped
 * @param usage the tokens the service counted, where it says
 * @param servedModel the model that answered, where the service says: it need not be the one that was asked
 * @param requestId the service's id of the call, where it says
 */
public record ChatResponse(
        String text,
        FinishReason finishReason,
        Optional<TokenUsage> usage,
        Optional<String> servedModel,
        Optional<String> requestId) {
    /** Validates. */
    public ChatResponse {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(finishReason, "finishReason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(servedModel, "servedModel");
        Objects.requireNonNull(requestId, "requestId");
    }

    /**
     * A reply of which only the text is known.
     *
     * @param text the reply
     * @return a response whose finish reason is {@link FinishReason#UNSTATED}
     */
    public static ChatResponse of(String text) {
        return of(text, FinishReason.UNSTATED);
    }

    /**
     * {@return a reply and why it ended}
     *
     * @param text the reply
     * @param finishReason why the model stopped
     */
    public static ChatResponse of(String text, FinishReason finishReason) {
        return new ChatResponse(text, finishReason, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * {@return a copy with the tokens that were counted}
     *
     * @param counted the tokens
     */
    public ChatResponse withUsage(TokenUsage counted) {
        return new ChatResponse(text, finishReason, Optional.of(counted), servedModel, requestId);
    }

    /**
     * {@return a copy with the model that answered}
     *
     * @param model the service's name of the model
     */
    public ChatResponse withServedModel(String model) {
        return new ChatResponse(text, finishReason, usage, Optional.of(model), requestId);
    }

    /**
     * {@return a copy with the service's id of the call}
     *
     * @param id the id
     */
    public ChatResponse withRequestId(String id) {
        return new ChatResponse(text, finishReason, usage, servedModel, Optional.of(id));
    }
}
