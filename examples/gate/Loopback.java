import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A service on this machine that speaks the OpenAI chat protocol, to try the project without a key: bots that comfort, one that
 * does not (bot-worse), and a judge that sees the difference. {@code java Loopback.java FILE} writes its address into the file.
 */
class Loopback {
    private static final String GOOD =
            "That sounds like a heavy day, and I am glad you told me of it. Sit down with me a while; tell me what"
                    + " weighs most, and we shall look at it together, one piece after the other. What happened first?";
    private static final String BAD =
            "Well, such things happen to everybody, so there is no point in talking about it for long. I have other"
                    + " matters to attend to today. Perhaps you should simply try harder the next time, and complain"
                    + " less.";
    private static final Pattern ASKED = Pattern.compile("\\\\\"([A-Z][A-Za-z ]+)\\\\\": \\{\\\\\"score");

    public static void main(String[] args) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/v1/chat/completions", exchange -> {
            String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher asked = ASKED.matcher(request);
            String reply = request.contains("\"judge\"")
                    ? asked.results()
                            .map(metric -> metric.group(1))
                            .distinct()
                            .map(name -> "\\\"" + name + "\\\": " + score(request, name))
                            .collect(Collectors.joining(", ", "{", "}"))
                    : request.contains("\"bot-worse\"")
                            ? BAD
                            : request.contains("\"bot-2\"") ? GOOD + " I am all ears." : GOOD;
            byte[] body = ("{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"" + reply
                            + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":60}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.writeString(
                Path.of(args[0]), "http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    private static int score(String request, String metric) {
        int chance = Math.floorMod((request + metric).hashCode() >> 4, 2);
        return (request.contains("glad you told me") ? 4 : 3) + chance;
    }
}
