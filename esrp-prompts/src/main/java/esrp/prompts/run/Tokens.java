package esrp.prompts.run;

import esrp.prompts.ChatMessage;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse.TokenUsage;

/**
 * A rough count of tokens, for budgets and dry runs where the service did not count: one for each character outside
 * ASCII, one for each four characters within, four more for each message.
 */
final class Tokens {
    private Tokens() {}

    static TokenUsage estimate(ChatRequest request, String reply) {
        return new TokenUsage(of(request), of(reply));
    }

    static long of(ChatRequest request) {
        long sum = 0;
        for (ChatMessage message : request.messages()) {
            sum += 4 + of(message.text());
        }
        return sum;
    }

    static long of(String text) {
        long ascii = text.chars().filter(unit -> unit < 128).count();
        return text.codePointCount(0, text.length()) - ascii + (ascii + 3) / 4;
    }
}
