package esrp.prompts;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

/** Both ways between blocking and asynchronous models. */
final class AsyncAdapters {
    private AsyncAdapters() {}

    record Async(ChatModel model, Executor executor) implements AsyncChatModel {
        Async {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(executor, "executor");
        }

        @Override
        public CompletableFuture<ChatResponse> chat(ChatRequest request) {
            Objects.requireNonNull(request, "request");
            CompletableFuture<ChatResponse> future = new CompletableFuture<>();
            FutureTask<Boolean> task = new FutureTask<>(() -> {
                try {
                    return future.complete(model.chat(request));
                } catch (InterruptedException e) {
                    return future.cancel(false);
                } catch (Throwable e) {
                    return future.completeExceptionally(e);
                }
            });
            CompletableFuture<ChatResponse> unused = future.whenComplete((response, failure) -> {
                if (failure instanceof CancellationException) {
                    task.cancel(true);
                }
            });
            executor.execute(task);
            return future;
        }
    }

    record Blocking(AsyncChatModel model) implements ChatModel {
        Blocking {
            Objects.requireNonNull(model, "model");
        }

        @Override
        public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
            CompletableFuture<ChatResponse> future = model.chat(Objects.requireNonNull(request, "request"));
            try {
                return future.get();
            } catch (InterruptedException e) {
                future.cancel(true);
                throw e;
            } catch (CancellationException e) {
                throw ChatException.of(ChatException.Kind.TRANSIENT, "the call was cancelled", e);
            } catch (ExecutionException e) {
                throw failure(Objects.requireNonNull(e.getCause(), "cause"));
            }
        }

        private static ChatException failure(Throwable thrown) {
            Throwable cause = thrown;
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof ChatException e) {
                return e;
            }
            if (cause instanceof RuntimeException e) {
                throw e;
            }
            if (cause instanceof Error e) {
                throw e;
            }
            return ChatException.of(ChatException.Kind.TRANSIENT, cause.toString(), cause);
        }
    }
}
