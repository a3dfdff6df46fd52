package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.sun.net.httpserver.HttpServer;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {
    private static final NamedModel NEVER_CALLED = ChatModel.of("judge-1", request -> {
        throw new AssertionError("nobody is asked");
    });

    private final RunPolicy policy = RunPolicy.withDefaults()
            .withClock(new VirtualClock())
            .withDurability(RunPolicy.Durability.WRITTEN)
            .withListener(RunListener.silent())
            .withBatches(true);

    @TempDir
    private Path folder;

    /**
     * A batch service on this machine: takes a file, answers its lines in an order of its own, most rightly, the first time
     * some not at all and some with half an answer.
     */
    private static final class Service implements AutoCloseable {
        private static final ObjectMapper JSON = new ObjectMapper();
        private final HttpClient client = HttpClient.newHttpClient();
        private final Map<String, Integer> answered = new ConcurrentHashMap<>();
        private final Map<String, Integer> refused = new ConcurrentHashMap<>();
        private final HttpServer server;

        Service() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/batches", exchange -> {
                List<String> lines = new ArrayList<>();
                for (String line : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList()) {
                    lines.add(0, answer(JSON.readTree(line)));
                }
                byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
        }

        private String answer(JsonNode line) throws IOException {
            assertThat(line.path("method").asText()).isEqualTo("POST");
            assertThat(line.path("url").asText()).isEqualTo("/v1/chat/completions");
            JsonNode body = line.path("body");
            assertThat(body.path("model").asText()).isEqualTo("judge-1");
            String text = body.path("messages").toString();
            ObjectNode answer = JSON.createObjectNode();
            answer.put("id", "batch_req_1").set("custom_id", line.path("custom_id"));
            int hash = Math.floorMod(text.hashCode(), 5);
            if (hash == 0 && refused.merge(text, 1, Integer::sum) == 1) {
                answer.putNull("response")
                        .putObject("error")
                        .put("code", "batch_expired")
                        .put("message", "This request could not be executed in time.");
                return answer.toString();
            }
            answered.merge(text, 1, Integer::sum);
            List<Metric> asked = Scripted.asked(ChatRequest.of(
                    body.path("messages").findValuesAsText("content").stream().reduce("", String::concat)));
            boolean half = hash == 1 && asked.size() > 4;
            ObjectNode response = answer.putNull("error").putObject("response").put("status_code", 200);
            ObjectNode reply =
                    response.putObject("body").put("id", "chatcmpl-1").put("model", "judge-1-2026");
            reply.putArray("choices")
                    .addObject()
                    .put("finish_reason", "stop")
                    .putObject("message")
                    .put("role", "assistant")
                    .put("content", Scripted.answer("judge-1", "x", half ? asked.subList(0, 4) : asked));
            reply.putObject("usage").put("prompt_tokens", 100).put("completion_tokens", 10);
            return answer.toString();
        }

        Path answers(Path upload) throws Exception {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/batches"))
                            .POST(HttpRequest.BodyPublishers.ofFile(upload))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return Files.writeString(
                    upload.resolveSibling(upload.getFileName().toString().replace("batch", "answers")),
                    response.body());
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    @CanIgnoreReturnValue
    private JudgingResult judge(Run run, List<Dialogue> dialogues) throws InterruptedException {
        return Judging.withDefaults().judge(run, dialogues, List.of(Scripted.CHARACTER), List.of(NEVER_CALLED));
    }

    @Test
    void roundsOfFilesCompleteARunAndAskNothingTwice() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(60);
        List<Path> answers = new ArrayList<>();
        int rounds = 0;
        try (Service service = new Service()) {
            while (true) {
                JudgingResult result;
                List<Path> upload;
                try (Run run = Run.open(folder, Runnable::run, policy)) {
                    for (Path file : answers) {
                        Run.BatchAnswers read = run.readBatch(file);
                        if (read.failed() > 0) {
                            assertThat(read.foreign()).isZero();
                            assertThat(read.failure())
                                    .hasValue("batch_expired: This request could not be executed in time.");
                        }
                    }
                    result = judge(run, dialogues);
                    upload = run.writeBatches();
                    // What is out is not written again, by this program or the next.
                    assertThat(judge(run, dialogues).unscored()).hasSameSizeAs(result.unscored());
                    assertThat(run.writeBatches()).isEmpty();
                }
                try (Run run = Run.open(folder, Runnable::run, policy)) {
                    assertThat(judge(run, dialogues).unscored()).hasSameSizeAs(result.unscored());
                    assertThat(run.writeBatches()).isEmpty();
                }
                if (upload.isEmpty()) {
                    assertThat(result.unscored()).isEmpty();
                    assertThat(result.ratings().size()).isEqualTo(60 * 9);
                    break;
                }
                assertThat(result.unscoredByReason()).containsOnlyKeys("CALL_FAILED:BATCHED");
                for (Path file : upload) {
                    answers.add(service.answers(file));
                }
                rounds++;
            }
            assertThat(service.answered.values()).containsOnly(1);
            assertThat(service.refused).isNotEmpty();
            assertThat(service.answered.size()).isGreaterThan(60);
        }
        assertThat(rounds).isBetween(3, 4);
        // The journal alone answers now: a run that would ask is never asked to.
        try (Run run = Run.open(folder, Runnable::run, policy.withBatches(false))) {
            assertThat(judge(run, dialogues).unscored()).isEmpty();
            assertThat(run.progress().usage().totalTokens()).isPositive();
        }
    }

    @Test
    void oldErrorFilesFreeNothingThatIsOutAgain() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(30);
        try (Service service = new Service();
                Run run = Run.open(folder, Runnable::run, policy)) {
            judge(run, dialogues);
            Path answers = service.answers(run.writeBatches().get(0));
            assertThat(run.readBatch(answers).failed()).isPositive();
            judge(run, dialogues);
            assertThat(run.writeBatches()).isNotEmpty();
            Run.BatchAnswers again = run.readBatch(answers);
            assertThat(again.kept()).isZero();
            assertThat(again.failed()).isZero();
            assertThat(again.foreign()).isPositive();
            judge(run, dialogues);
            assertThat(run.writeBatches()).isEmpty();
        }
    }

    @Test
    void aFileThatIsGivenUpIsWrittenAgain() throws Exception {
        try (Run run = Run.open(folder, Runnable::run, policy)) {
            judge(run, Scripted.dialogues(3));
            Path file = run.writeBatches().get(0);
            String text = Files.readString(file);
            Files.delete(file);
            assertThat(run.writeBatches()).containsExactly(file);
            assertThat(file).hasContent(text);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(file -> file.toString().contains("batch"))).hasSize(1);
        }
    }

    @Test
    void aRunInMemoryHasNoBatches() throws Exception {
        try (Run run = Run.inMemory(Runnable::run, policy)) {
            judge(run, Scripted.dialogues(1));
            assertThatThrownBy(run::writeBatches)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("folder");
        }
    }
}
