package esrp.prompts.run;

import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One call with a limit of time: its thread is interrupted when the time is over, and never later. */
final class TimedCall {
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private boolean expired;

    private TimedCall() {}

    /**
     * Calls. An answer that comes although the time is over is an answer.
     *
     * @throws ChatException of kind TIMEOUT if the time was over, whatever the client made of the interrupt
     */
    static ChatResponse chat(ChatModel model, ChatRequest request, Duration timeout, RunClock clock)
            throws ChatException, InterruptedException {
        TimedCall call = new TimedCall();
        RunClock.Alarm alarm = clock.alarm(timeout, call::expire);
        try {
            @Nullable ChatResponse response = model.chat(request);
            if (response == null) {
                throw new IllegalStateException("the client returned null");
            }
            return response;
        } catch (ChatException | InterruptedException | RuntimeException e) {
            if (call.end()) {
                throw ChatException.of(ChatException.Kind.TIMEOUT, "no reply within " + timeout, e);
            }
            throw e;
        } finally {
            alarm.cancel();
            boolean unused = call.end();
        }
    }

    private synchronized void expire() {
        if (!over) {
            expired = true;
            thread.interrupt();
        }
    }

    /** Ends the call; true if its time was over. The interrupt that {@link #expire} made goes no further. */
    private synchronized boolean end() {
        if (!over) {
            over = true;
            if (expired) {
                boolean unused = Thread.interrupted();
            }
        }
        return expired;
    }
}
