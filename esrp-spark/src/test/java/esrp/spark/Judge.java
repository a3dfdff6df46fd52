package esrp.spark;

import esrp.core.Metric;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A judge that notes its calls in a folder, and once, at a word, ends its process. */
record Judge(String calls) implements EsrpSpark.Judges, ChatModel {
    private static final String DEADLY = "deadly";

    @Override
    public List<NamedModel> models() {
        return List.of(new NamedModel("j", this).withRevision("1"));
    }

    @Override
    public Judging judging() {
        return Judging.withDefaults()
                .withMetrics(List.of(Metric.find(Metric.esrp(), "fluency").orElseThrow()));
    }

    @Override
    public RunPolicy policy() {
        return RunPolicy.withDefaults().withConcurrency(1);
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
