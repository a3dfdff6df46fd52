package esrp.prompts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsyncChatModelTest {
    private static final ChatRequest REQUEST = ChatRequest.of("hello");

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void thereAndBackAnswersTheSame() throws Exception {
        ChatModel model = ChatModel.of("m", request -> request.prompt() + "!");
        assertThat(AsyncChatModel.of(model, executor).blocking().chat(REQUEST).text())
                .isEqualTo("hello!");
    }

    @Test
    void failuresPassBothWays() {
        ChatException failure = ChatException.of(ChatException.Kind.REJECTED, "no");
        ChatModel failing = request -> {
            throw failure;
        };
        assertThatThrownBy(() -> AsyncChatModel.of(failing, executor).blocking().chat(REQUEST))
                .isSameAs(failure);
        IllegalStateException bug = new IllegalStateException("bug");
        ChatModel buggy = request -> {
            throw bug;
        };
        assertThatThrownBy(() -> AsyncChatModel.of(buggy, executor).blocking().chat(REQUEST))
                .isSameAs(bug);
        AssertionError error = new AssertionError("error");
        assertThatThrownBy(() -> failingWith(error).chat(REQUEST)).isSameAs(error);
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
        AsyncChatModel model = request -> {
            CompletableFuture<ChatResponse> future = new CompletableFuture<>();
            future.cancel(true);
            return future;
        };
        assertThatThrownBy(() -> model.blocking().chat(REQUEST))
                .isInstanceOfSatisfying(
                        ChatException.class, e -> assertThat(e.kind()).isEqualTo(ChatException.Kind.TRANSIENT));
    }

    @Test
    void interruptingTheOneWhoWaitsCancelsTheCall() throws Exception {
        CompletableFuture<ChatResponse> pending = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        AsyncChatModel model = request -> {
            asked.countDown();
            return pending;
        };
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiting = new Thread(() -> {
            try {
                throw new AssertionError(model.blocking().chat(REQUEST).text());
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

    @Test
    void cancellingInterruptsTheCall() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AsyncChatModel model = AsyncChatModel.of(
                request -> {
                    asked.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    throw new AssertionError("not reached");
                },
                executor);
        CompletableFuture<ChatResponse> future = model.chat(REQUEST);
        asked.await();
        assertThat(future.cancel(true)).isTrue();
        assertThat(interrupted.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(future).isCancelled();
    }

    @Test
    void aCallThatHasNotBegunIsTakenBack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        AsyncChatModel model = AsyncChatModel.of(
                request -> {
                    calls.incrementAndGet();
                    release.await();
                    return ChatResponse.of("ok");
                },
                executor);
        CompletableFuture<ChatResponse> first = model.chat(REQUEST);
        CompletableFuture<ChatResponse> second = model.chat(REQUEST);
        assertThat(second.cancel(true)).isTrue();
        release.countDown();
        assertThat(first.get().text()).isEqualTo("ok");
        executor.shutdown();
        assertThat(executor.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
        assertThat(calls).hasValue(1);
    }

    private static ChatModel failingWith(Throwable failure) {
        AsyncChatModel model = request -> CompletableFuture.failedFuture(failure);
        return model.blocking();
    }
}
