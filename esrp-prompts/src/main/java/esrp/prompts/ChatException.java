package esrp.prompts;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that brought no reply. It says whether the same call may succeed later and how long to wait; it never retries
 * by itself, since the run is the one owner of retries.
 *
 * <p>The message is written to journals and reports: never put a key or a header with one into it.
 */
public final class ChatException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why there is no reply. */
    public enum Kind {
        /** The service asked to slow down. */
        RATE_LIMITED(true),
        /** No reply within the time allowed. */
        TIMEOUT(true),
        /** The connection broke, the service failed, or its answer could not be read. */
        TRANSIENT(true),
        /** The service refuses this request and would refuse it again: a bad key, a bad parameter, a content rule. */
        REJECTED(false);

        private final boolean retryable;

        Kind(boolean retryable) {
            this.retryable = retryable;
        }

        /** {@return whether the same call may succeed later; true for all kinds but {@link #REJECTED}} */
        public boolean retryable() {
            return retryable;
        }
    }

    /** Why there is no reply. */
    private final Kind kind;

    /** How long to wait; below 0 where the service did not say. */
    private final long retryAfterNanos;

    private ChatException(Kind kind, String message, long retryAfterNanos, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message"), cause);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.retryAfterNanos = retryAfterNanos;
    }

    /**
     * {@return a failure of a kind}
     *
     * @param kind why there is no reply
     * @param message one sentence for people; no secrets
     */
    public static ChatException of(Kind kind, String message) {
        return new ChatException(kind, message, -1, null);
    }

    /**
     * {@return a failure of a kind with what the client met}
     *
     * @param kind why there is no reply
     * @param message one sentence for people; no secrets
     * @param cause what the client met
     */
    public static ChatException of(Kind kind, String message, Throwable cause) {
        return new ChatException(kind, message, -1, Objects.requireNonNull(cause, "cause"));
    }

    /**
     * The service asked to slow down.
     *
     * @param message one sentence for people; no secrets
     * @param retryAfter how long the service asked to wait; a negative time counts as none
     * @return the exception
     */
    public static ChatException rateLimited(String message, Duration retryAfter) {
        return of(Kind.RATE_LIMITED, message).withRetryAfter(retryAfter);
    }

    /**
     * What an HTTP status means: 408 and 504 are {@link Kind#TIMEOUT}, 429 is {@link Kind#RATE_LIMITED}, 409, 425 and
     * all other from 500 on are {@link Kind#TRANSIENT}, anything else is {@link Kind#REJECTED}.
     *
     * @param status the status of the reply
     * @param message one sentence for people; no secrets
     * @return the exception
     */
    public static ChatException ofHttpStatus(int status, String message) {
        Kind kind = switch (status) {
            case 408, 504 -> Kind.TIMEOUT;
            case 429 -> Kind.RATE_LIMITED;
            case 409, 425 -> Kind.TRANSIENT;
            default -> status >= 500 ? Kind.TRANSIENT : Kind.REJECTED;
        };
        return of(kind, "HTTP " + status + ": " + Objects.requireNonNull(message, "message"));
    }

    /**
     * Returns a copy with a time to wait.
     *
     * @param wait how long the service asked to wait; a negative time counts as none
     * @return a copy with this exception's cause and stack
     */
    public ChatException withRetryAfter(Duration wait) {
        long seconds = Math.min(Math.max(wait.toSeconds(), 0), 1_000_000_000L);
        long nanos = seconds * 1_000_000_000L + (wait.isNegative() ? 0 : wait.toNanosPart());
        ChatException copy = new ChatException(kind, Objects.toString(getMessage()), nanos, getCause());
        copy.setStackTrace(getStackTrace());
        return copy;
    }

    /** {@return why there is no reply} */
    public Kind kind() {
        return kind;
    }

    /** {@return whether the same call may succeed later: what the kind says} */
    public boolean retryable() {
        return kind.retryable();
    }

    /** {@return how long the service asked to wait: the time, never negative; empty if it did not say} */
    public Optional<Duration> retryAfter() {
        return retryAfterNanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(retryAfterNanos));
    }
}
