package esrp.prompts.run;

import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse.TokenUsage;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Run.CostEstimate;
import esrp.prompts.run.RunPolicy.TokenPrice;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one piece of work in a dry run: what it recalls, and the first question that would have to be asked. */
final class DryRun implements ModelCaller {
    private final ModelCaller recalling;
    private long replayed;
    private @Nullable NamedModel model;
    private @Nullable ChatRequest request;

    DryRun(ModelCaller recalling) {
        this.recalling = recalling;
    }

    @Override
    public Outcome ask(NamedModel asked, ChatRequest question, int replicate, int attempt) {
        Outcome outcome = recalling.ask(asked, question, replicate, attempt);
        if (outcome instanceof Outcome.Answered) {
            replayed++;
        } else if (model == null) {
            model = asked;
            request = question;
        }
        return outcome;
    }

    /** What the piece of work takes, given the calls it takes from the first missing answer on. */
    CostEstimate estimate(long fewest, long most, Map<String, TokenPrice> prices) {
        NamedModel missing = model;
        ChatRequest question = request;
        if (missing == null || question == null) {
            return new CostEstimate(
                    1, 1, replayed, 0, 0, TokenUsage.ZERO, TokenUsage.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO, 1);
        }
        long input = Tokens.of(question);
        long output = question.parameters().maxTokens().orElse(CostEstimate.REPLY_TOKENS);
        TokenUsage least = new TokenUsage(fewest * input, fewest * output);
        TokenUsage worst = new TokenUsage(most * input, most * output);
        TokenPrice price = prices.get(missing.id());
        return new CostEstimate(
                1,
                0,
                replayed,
                fewest,
                most,
                least,
                worst,
                price == null ? fewest : 0,
                price == null ? BigDecimal.ZERO : price.of(least),
                price == null ? BigDecimal.ZERO : price.of(worst),
                1);
    }
}
