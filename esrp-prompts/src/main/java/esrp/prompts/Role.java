package esrp.prompts;

/** Who speaks in a {@link ChatMessage}. */
public enum Role {
    /** Instructions to the model. */
    SYSTEM,
    /** The one who asks. */
    USER,
    /** The model itself, in an earlier turn. */
    ASSISTANT
}
