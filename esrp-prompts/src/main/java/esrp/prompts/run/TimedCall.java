package esrp.prompts.run;

import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call with a limit of time, on a thread of its own. When the time is over its thread is interrupted, and never
 * later; a client that does not end soon after that is left alone, and whoever waits goes on.
 */
final class TimedCall implements Runnable {
    /** How long a client may take to end after it was interrupted. */
    static final Duration GRACE = Duration.ofSeconds(1);

    private final ChatModel model;
    private final ChatRequest request;
    private final Duration timeout;
    private final RunClock clock;
    private final Consumer<Optional<ChatResponse>> late;
    private final CompletableFuture<ChatResponse> reply = new CompletableFuture<>();
    private @Nullable Thread thread;
    private RunClock.@Nullable Alarm abandonment;
    private boolean over;
    private boolean expired;

    /** Tells {@code late} when the client ends after the call was abandoned, with the reply if there is one. */
    TimedCall(
            ChatModel model,
            ChatRequest request,
            Duration timeout,
            RunClock clock,
            Consumer<Optional<ChatResponse>> late) {
        this.model = model;
        this.request = request;
        this.timeout = timeout;
        this.clock = clock;
        this.late = late;
    }

    /** The client was interrupted and did not end. */
    static final class AbandonedException extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** The client threw what it should not have. */
    static final class FaultException extends Exception {
        private static final long serialVersionUID = 1;

        FaultException(RuntimeException fault) {
            super(fault);
        }
    }

    @Override
    public void run() {
        RunClock.Alarm alarm = clock.alarm(timeout, this::expire);
        @Nullable ChatResponse response = null;
        @Nullable Throwable thrown = null;
        try {
            begin();
            response = model.chat(request);
            if (response == null) {
                thrown = new IllegalStateException("the client returned null");
            }
        } catch (Throwable e) {
            // Whatever it is, it belongs to the one who waits.
            thrown = readable(e);
        } finally {
            alarm.cancel();
            end();
        }
        boolean inTime = response == null
                ? reply.completeExceptionally(Objects.requireNonNull(thrown, "thrown"))
                : reply.complete(response);
        if (!inTime) {
            late.accept(Optional.ofNullable(response));
        }
    }

    /** Every exception around it would read its message. */
    private static Throwable readable(Throwable thrown) {
        try {
            String unused = thrown.toString();
            return thrown;
        } catch (RuntimeException e) {
            return new IllegalStateException(
                    "the message of " + thrown.getClass().getName() + " cannot be read: "
                            + e.getClass().getName());
        }
    }

    /**
     * Waits for the reply. A reply that comes although the time is over is a reply.
     *
     * @param interrupted called whenever the waiting thread is interrupted, which does not end the wait; it should
     *     {@link #expire} this call
     * @throws ChatException of kind TIMEOUT if the time was over, whatever the client made of the interrupt
     */
    ChatResponse await(Runnable interrupted) throws ChatException, AbandonedException, FaultException {
        // The clock's alarms end the wait before that, unless memory is so short that they do not ring.
        long longest = Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 2)
                + 2 * TimeUnit.NANOSECONDS.convert(GRACE);
        while (true) {
            try {
                return reply.get(longest, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                expire();
                boolean unused = reply.completeExceptionally(new AbandonedException());
            } catch (InterruptedException e) {
                interrupted.run();
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private ChatException failure(@Nullable Throwable cause) throws AbandonedException, FaultException {
        if (cause instanceof AbandonedException abandoned) {
            throw abandoned;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        Throwable fault = Objects.requireNonNull(cause, "cause");
        if (expired()) {
            return ChatException.of(ChatException.Kind.TIMEOUT, "no reply within " + timeout, fault);
        }
        if (fault instanceof ChatException failure) {
            return failure;
        }
        if (fault instanceof RuntimeException unchecked) {
            throw new FaultException(unchecked);
        }
        return ChatException.of(ChatException.Kind.TRANSIENT, "the client ended by itself: " + fault, fault);
    }

    /** Ends the time of the call now. */
    synchronized void expire() {
        if (over || expired) {
            return;
        }
        expired = true;
        if (thread != null) {
            thread.interrupt();
        }
        abandonment = clock.alarm(GRACE, () -> reply.completeExceptionally(new AbandonedException()));
    }

    private synchronized boolean expired() {
        return expired;
    }

    private synchronized void begin() throws InterruptedException {
        thread = Thread.currentThread();
        if (expired) {
            throw new InterruptedException("the time was over before the call began");
        }
    }

    /** The interrupt that {@link #expire} made goes no further. */
    private synchronized void end() {
        over = true;
        if (abandonment != null) {
            abandonment.cancel();
        }
        boolean unused = Thread.interrupted();
    }
}
