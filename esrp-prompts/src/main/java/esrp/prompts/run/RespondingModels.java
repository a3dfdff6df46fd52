package esrp.prompts.run;

import esrp.core.Finding;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.PromptCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;

/** Notes which models answered in a step of a run, for manifests, and what was recalled from earlier runs, for results. */
final class RespondingModels {
    private final ConcurrentSkipListMap<String, SortedSet<String>> models = new ConcurrentSkipListMap<>();
    private final LongAdder answers = new LongAdder();
    private final Run run;
    private final long abandonedBefore;
    private final Map<NamedModel, Recalled> recalled = new ConcurrentHashMap<>();

    RespondingModels(Run run, List<NamedModel> asked) {
        this.run = run;
        this.abandonedBefore = run.progress().abandoned();
        asked.forEach(model -> models.put(model.id(), new ConcurrentSkipListSet<>()));
    }

    /** How many answers of a model are older than the run, and when they came. */
    private record Recalled(long count, Instant first, Instant last) {
        Recalled plus(Recalled more) {
            return new Recalled(
                    count + more.count,
                    first.isBefore(more.first) ? first : more.first,
                    last.isAfter(more.last) ? last : more.last);
        }
    }

    /** A caller that notes what another one answers. */
    ModelCaller noting(ModelCaller caller) {
        return (NamedModel model, ChatRequest request, int replicate, int attempt) -> {
            Outcome outcome = caller.ask(model, request, replicate, attempt);
            if (outcome instanceof Outcome.Answered answered) {
                answers.increment();
                Set<String> responding = models.computeIfAbsent(model.id(), id -> new ConcurrentSkipListSet<>());
                answered.response().servedModel().ifPresent(responding::add);
                if (answered.at().isBefore(run.opened())) {
                    recalled.merge(model, new Recalled(1, answered.at(), answered.at()), Recalled::plus);
                }
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

    /** What was recalled from when, by model, and how many calls were abandoned. */
    List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        recalled.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(NamedModel::id)))
                .forEach(entry -> notes.add(Run.recalled(
                        entry.getKey(),
                        entry.getValue().count(),
                        entry.getValue().first(),
                        entry.getValue().last())));
        long abandoned = run.progress().abandoned() - abandonedBefore;
        if (abandoned > 0) {
            notes.add(PromptCode.ABANDONED_CALLS.note("count", abandoned));
        }
        return notes;
    }
}
