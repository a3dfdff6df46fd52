package esrp.prompts;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.util.Objects;

/** A model made of a function of texts. */
final class TextModel implements ChatModel {
    private final TextFunction function;

    TextModel(TextFunction function) {
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
        try {
            return ChatResponse.of(function.reply(Objects.requireNonNull(request, "request")));
        } catch (HttpTimeoutException | InterruptedIOException e) {
            throw ChatException.of(ChatException.Kind.TIMEOUT, e.toString(), e);
        } catch (IOException e) {
            throw ChatException.of(ChatException.Kind.TRANSIENT, e.toString(), e);
        }
    }
}
