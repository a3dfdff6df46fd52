package esrp.examples.integrations;

import esrp.prompts.ChatException;
import esrp.prompts.ChatResponse.FinishReason;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;

/** Failures and finish reasons of the official client. */
final class Failures {
    private Failures() {}

    /** A broken connection, or a time that was over. */
    static ChatException of(String message, Throwable cause) {
        boolean timeout = has(cause, HttpTimeoutException.class) || has(cause, InterruptedIOException.class);
        return ChatException.of(timeout ? ChatException.Kind.TIMEOUT : ChatException.Kind.TRANSIENT, message, cause);
    }

    /** Whether an exception or one of its causes is of a type. */
    static boolean has(Throwable thrown, Class<? extends Throwable> type) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The protocol's names of finish reasons. */
    static FinishReason finish(String name) {
        return switch (name) {
            case "stop" -> FinishReason.STOP;
            case "length" -> FinishReason.LENGTH;
            case "content_filter" -> FinishReason.CONTENT_FILTER;
            case "" -> FinishReason.UNSTATED;
            default -> FinishReason.OTHER;
        };
    }
}
