package esrp.study.form;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.Json;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Headless Firefox, spoken to by its own protocol, Marionette, which needs no driver; tests are skipped where it is not installed. */
final class Firefox implements AutoCloseable {
    private static final Path FIREFOX = Path.of("/usr/bin/firefox-esr");
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final Socket socket;
    private final InputStream in;
    private int number;

    private Firefox(Process process, Socket socket) throws IOException {
        this.process = process;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static Firefox start(Path profile) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(FIREFOX), "skipped: no Firefox at " + FIREFOX);
        Files.createDirectories(profile);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.writeString(
                profile.resolve("user.js"),
                "user_pref('marionette.port', " + port
                        + ");\nuser_pref('browser.sessionstore.resume_from_crash', false);\n"
                        + "user_pref('browser.shell.checkDefaultBrowser', false);\n"
                        + "user_pref('toolkit.startup.max_resumed_crashes', -1);\n");
        Process process = new ProcessBuilder(
                        FIREFOX.toString(),
                        "--headless",
                        "--marionette",
                        "--no-remote",
                        "--profile",
                        profile.toString())
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        for (int attempt = 0; ; attempt++) {
            try {
                Firefox firefox = new Firefox(process, new Socket(InetAddress.getLoopbackAddress(), port));
                firefox.read();
                firefox.command("WebDriver:NewSession", Map.of());
                return firefox;
            } catch (IOException e) {
                if (attempt > 300 || !process.isAlive()) {
                    process.destroyForcibly();
                    throw e;
                }
                Thread.sleep(200);
            }
        }
    }

    @CanIgnoreReturnValue
    private JsonNode read() throws IOException {
        int length = 0;
        for (int c = in.read(); c != ':'; c = in.read()) {
            if (c < 0) {
                throw new IOException("Firefox is gone");
            }
            length = 10 * length + c - '0';
        }
        return JSON.readTree(in.readNBytes(length));
    }

    @CanIgnoreReturnValue
    JsonNode command(String name, Map<String, ?> parameters) throws IOException {
        String text = Json.text(out -> Json.write(out, List.of(0, ++number, name, parameters)));
        socket.getOutputStream()
                .write((text.getBytes(StandardCharsets.UTF_8).length + ":" + text).getBytes(StandardCharsets.UTF_8));
        JsonNode answer = read();
        if (!answer.get(2).isNull()) {
            throw new IOException(name + ": " + answer.get(2));
        }
        return answer.get(3);
    }

    @CanIgnoreReturnValue
    String script(String script) throws IOException {
        return command("WebDriver:ExecuteScript", Map.of("script", script, "args", List.of()))
                .get("value")
                .asText();
    }

    /** Opens a page and waits until its program shows something. */
    void open(Path page) throws IOException, InterruptedException {
        command("WebDriver:Navigate", Map.of("url", page.toUri().toString()));
        while (script("return document.getElementById('task') ? 'there' : ''").isEmpty()) {
            Thread.sleep(20);
        }
    }

    void keys(String keys) throws IOException {
        List<Map<String, String>> actions = new ArrayList<>();
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            actions.add(Map.of("type", "keyDown", "value", key));
            actions.add(Map.of("type", "keyUp", "value", key));
        });
        command(
                "WebDriver:PerformActions",
                Map.of("actions", List.of(Map.of("type", "key", "id", "keyboard", "actions", actions))));
    }

    /** Another tab, which is in front then; returns the one before and the new one. */
    List<String> newTab() throws IOException {
        String before =
                command("WebDriver:GetWindowHandle", Map.of()).get("value").asText();
        String tab = command("WebDriver:NewWindow", Map.of("type", "tab", "focus", true))
                .get("handle")
                .asText();
        switchTo(tab);
        return List.of(before, tab);
    }

    void switchTo(String tab) throws IOException {
        command("WebDriver:SwitchToWindow", Map.of("handle", tab, "focus", true));
    }

    /** Ends it as a crash does, with all its processes. */
    void kill() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
