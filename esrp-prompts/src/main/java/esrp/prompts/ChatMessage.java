package esrp.prompts;

import esrp.core.internal.Checks;

/**
 * One message of a conversation with a model. The text is kept as it is, to the last white space.
 *
 * @param role who speaks
 * @param text what is said
 */
public record ChatMessage(Role role, String text) {
    /** Who speaks. */
    public enum Role {
        /** Instructions to the model. */
        SYSTEM,
        /** The one who asks. */
        USER,
        /** The model itself, in an earlier turn. */
        ASSISTANT
    }

    /** Validates. */
    public ChatMessage {
        Checks.notNull("role", role, "text", text);
    }

    /**
     * Instructions to the model.
     *
     * @param text what is said
     * @return the message
     */
    public static ChatMessage system(String text) {
        return new ChatMessage(ChatMessage.Role.SYSTEM, text);
    }

    /**
     * {@return what the one who asks says}
     *
     * @param text what is said
     */
    public static ChatMessage user(String text) {
        return new ChatMessage(ChatMessage.Role.USER, text);
    }

    /**
     * {@return what the model said in an earlier turn}
     *
     * @param text what was said
     */
    public static ChatMessage assistant(String text) {
        return new ChatMessage(ChatMessage.Role.ASSISTANT, text);
    }
}
