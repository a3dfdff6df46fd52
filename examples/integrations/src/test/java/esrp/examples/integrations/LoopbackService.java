package esrp.examples.integrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A service on this machine that speaks the OpenAI chat protocol, and fails as it is told. */
final class LoopbackService implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    /** What the service does with a request. */
    interface Behaviour {
        void answer(HttpExchange exchange, JsonNode request) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Queue<Behaviour> script = new ConcurrentLinkedQueue<>();
    private final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();

    /** A service that says what a function of the request says, after it has done what it was told to do first. */
    LoopbackService(Function<JsonNode, String> reply) throws IOException {
        this((exchange, request) -> says(reply.apply(request), "stop").answer(exchange, request));
    }

    /** A service that behaves as it is told, after it has done what it was told to do first. */
    LoopbackService(Behaviour usual) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", exchange -> {
            try (exchange) {
                JsonNode request = JSON.readTree(exchange.getRequestBody());
                requests.add(request);
                keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                Behaviour behaviour = script.poll();
                (behaviour == null ? usual : behaviour).answer(exchange, request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    void first(Behaviour... behaviours) {
        script.addAll(List.of(behaviours));
    }

    List<JsonNode> requests() {
        return List.copyOf(requests);
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    static Behaviour says(String text, String finish) {
        return (exchange, request) -> {
            ObjectNode root = JSON.createObjectNode();
            root.put("id", "chatcmpl-1")
                    .put("object", "chat.completion")
                    .put("created", 1_700_000_000)
                    .put("model", request.path("model").asText() + "-2026-01-01");
            ObjectNode choice = root.putArray("choices").addObject();
            choice.put("index", 0).put("finish_reason", finish).putNull("logprobs");
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", text)
                    .putNull("refusal");
            root.putObject("usage")
                    .put("prompt_tokens", 11)
                    .put("completion_tokens", 7)
                    .put("total_tokens", 18);
            send(exchange, 200, root.toString());
        };
    }

    static Behaviour fails(int status, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(
                    exchange,
                    status,
                    "{\"error\":{\"message\":\"told to\",\"type\":\"test\",\"code\":null,\"param\":null}}");
        };
    }

    /** Sends nothing until the service is closed. */
    Behaviour hangs() {
        return (exchange, request) -> closing.await();
    }

    /** Ends the connection within the body. */
    static Behaviour cutsOff() {
        return (exchange, request) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 5_000);
            OutputStream body = exchange.getResponseBody();
            body.write("{\"id\":\"chatcmpl-1\",\"choices\":[{\"mess".getBytes(StandardCharsets.UTF_8));
            body.flush();
        };
    }

    /** Sends a body without an end, until nobody listens. */
    static Behaviour neverEnds() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            while (true) {
                exchange.getResponseBody().write(blanks);
            }
        };
    }

    /** A body that is no JSON, with status 200. */
    static Behaviour garbles() {
        return (exchange, request) -> send(exchange, 200, "<html>gateway</html>");
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
