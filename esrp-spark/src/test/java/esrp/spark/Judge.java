package esrp.spark;

import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A judge that notes its calls in a folder, and once, at a word, ends its process. */
record Judge(String calls) implements ChatModel, Serializable {
    private static final String DEADLY = "deadly";

    RunPolicy policy() {
        return RunPolicy.withDefaults().withConcurrency(1);
    }

    JudgingResult judge(Run run, Dataset data) throws InterruptedException {
        return Judging.withDefaults()
                .withMetrics(List.of(Metric.find(Metric.esrp(), "fluency").orElseThrow()))
                .judge(run, data, List.of(new NamedModel("j", this).withRevision("1")));
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        String asked = request.messages().toString();
        try {
            Files.writeString(Path.of(calls, UUID.randomUUID().toString()), asked);
            if (asked.contains(DEADLY) && !Files.exists(Path.of(calls, DEADLY))) {
                Files.createFile(Path.of(calls, DEADLY));
                Runtime.getRuntime().halt(137);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int score = 1 + Math.floorMod(asked.hashCode(), 5);
        return ChatResponse.of("{\"fluency\": {\"score\": " + score + ", \"reason\": \"so\"}}");
    }
}
