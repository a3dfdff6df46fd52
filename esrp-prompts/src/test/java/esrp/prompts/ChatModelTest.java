package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChatModelTest {
    private static final ChatRequest REQUEST = ChatRequest.of("hello");

    @Test
    void aFutureAnswersWhenItIsThere() throws Exception {
        ChatModel model = ChatModel.ofAsync(
                "m", request -> CompletableFuture.supplyAsync(() -> ChatResponse.of(request.prompt() + "!")));
        assertThat(model.chat(REQUEST).text()).isEqualTo("hello!");
    }

    @Test
    void failuresPassAsTheyAre() {
        for (Throwable failure : List.of(
                ChatException.of(ChatException.Kind.REJECTED, "no"),
                new IllegalStateException("bug"),
                new AssertionError("error"))) {
            assertThatThrownBy(() -> failingWith(failure).chat(REQUEST)).isSameAs(failure);
        }
    }

    @Test
    void anUnknownCheckedFailureIsTransient() {
        assertThatThrownBy(() -> failingWith(new CompletionException(new IOException("gone")))
                        .chat(REQUEST))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(ChatException.Kind.TRANSIENT))
                .hasMessageContaining("gone");
    }

    @Test
    void aCallThatSomeoneElseCancelledIsTransient() {
        ChatModel model = ChatModel.ofAsync("m", request -> {
            CompletableFuture<ChatResponse> future = new CompletableFuture<>();
            future.cancel(true);
            return future;
        });
        assertThatThrownBy(() -> model.chat(REQUEST))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(ChatException.Kind.TRANSIENT));
    }

    @Test
    void interruptingTheOneWhoWaitsCancelsTheCall() throws Exception {
        CompletableFuture<ChatResponse> pending = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        ChatModel model = ChatModel.ofAsync("m", request -> {
            asked.countDown();
            return pending;
        });
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                throw new AssertionError(model.chat(REQUEST).text());
            } catch (InterruptedException e) {
                interrupted.set(true);
            } catch (ChatException e) {
                throw new AssertionError(e);
            }
        });
        waiting.start();
        asked.await();
        waiting.interrupt();
        waiting.join();
        assertThat(interrupted).isTrue();
        assertThat(pending).isCancelled();
    }

    private static ChatModel failingWith(Throwable failure) {
        return ChatModel.ofAsync("m", request -> CompletableFuture.failedFuture(failure));
    }
}
