package esrp.prompts.run;

import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.Usage;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches one piece of work in a dry run: what it recalls, and the first question that would have to be asked. */
final class Forecast implements Asker {
    private final Asker recalling;
    private long recalled;
    private @Nullable NamedModel model;
    private @Nullable ChatRequest request;

    Forecast(Asker recalling) {
        this.recalling = recalling;
    }

    @Override
    public Outcome ask(NamedModel asked, ChatRequest question, int replicate, int attempt) {
        Outcome outcome = recalling.ask(asked, question, replicate, attempt);
        if (outcome instanceof Outcome.Answered) {
            recalled++;
        } else if (model == null) {
            model = asked;
            request = question;
        }
        return outcome;
    }

    /** What the piece of work takes, given the calls it takes from the first missing answer on. */
    Estimate estimate(long fewest, long most, Map<String, Price> prices) {
        NamedModel missing = model;
        ChatRequest question = request;
        if (missing == null || question == null) {
            return new Estimate(1, 1, recalled, 0, 0, Usage.ZERO, Usage.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        }
        long input = Tokens.of(question);
        long output = question.parameters().maxTokens().orElse(Estimate.REPLY_TOKENS);
        Usage least = new Usage(fewest * input, fewest * output);
        Usage worst = new Usage(most * input, most * output);
        Price price = prices.get(missing.id());
        return new Estimate(
                1,
                0,
                recalled,
                fewest,
                most,
                least,
                worst,
                price == null ? BigDecimal.ZERO : price.of(least),
                price == null ? BigDecimal.ZERO : price.of(worst));
    }
}
