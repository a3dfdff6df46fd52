package esrp.prompts.run;

import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

/** Notes which models answered, for manifests. */
final class RespondingModels {
    private final ConcurrentSkipListMap<String, SortedSet<String>> models = new ConcurrentSkipListMap<>();
    private final LongAdder answers = new LongAdder();

    RespondingModels(List<NamedModel> asked) {
        asked.forEach(model -> models.put(model.id(), new ConcurrentSkipListSet<>()));
    }

    /** A caller that notes what another one answers. */
    ModelCaller noting(ModelCaller caller) {
        return (NamedModel model, ChatRequest request, int replicate, int attempt) -> {
            Outcome outcome = caller.ask(model, request, replicate, attempt);
            if (outcome instanceof Outcome.Answered answered) {
                answers.increment();
                Set<String> responding = models.computeIfAbsent(model.id(), id -> new ConcurrentSkipListSet<>());
                answered.response().servedModel().ifPresent(responding::add);
            }
            return outcome;
        };
    }

    long answers() {
        return answers.sum();
    }

    SortedMap<String, SortedSet<String>> models() {
        return models;
    }
}
