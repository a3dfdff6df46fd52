package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Metric;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The notebook, run without a window by {@code examples/esrp-notebook} with a kernel of its own. Skipped where a JDK 25,
 * Jupyter or the kernel is missing.
 */
class NotebookTest {
    private static final Path EXAMPLES =
            Path.of(System.getProperty("esrp.root", "..")).resolve("examples").toAbsolutePath();
    private static final Path NOTEBOOK = EXAMPLES.resolve("notebook").resolve("esrp.ipynb");
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    @Test
    void runsFromTopToBottomAndShowsWhatIsCommitted() throws Exception {
        assumeTrue(bash(), "skipped: no bash");
        Answer check = call("--check");
        assumeTrue(check.code() == 0, "skipped: " + check.text());
        assumeTrue(kernel(), "skipped: no notebook kernel under examples/target/kernel");

        Path copy = folder.resolve("ran.ipynb");
        Answer ran = call("--run", copy.toString());
        assertThat(ran.code()).as(ran.text()).isZero();

        Map<String, List<JsonNode>> outputs = outputs(copy);
        outputs.values().stream().flatMap(List::stream).forEach(output -> {
            assertThat(output.path("output_type").asText()).isNotEqualTo("error");
            assertThat(output.path("name").asText()).isNotEqualTo("stderr");
        });
        String table = shown(outputs, "board", "text/html");
        assertThat(table).startsWith("<div").contains("<table", "95% interval").doesNotContain("<script");
        for (Candidate candidate : SampleData.dataset("en").candidates()) {
            assertThat(table).contains(">" + candidate.name() + "</th>");
        }
        String radar = shown(outputs, "radar", "image/svg+xml");
        assertThat(radar).startsWith("<svg ");
        List<String> nine = Metric.esrp().stream()
                .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
                .map(metric -> metric.name().in("en"))
                .toList();
        assertThat(nine).hasSize(9);
        assertThat(nine).allSatisfy(name -> assertThat(radar).contains(">" + name + "</text>"));

        // what a reader of the repository sees is what comes out; a picture's layout depends on the fonts at hand
        assertThat(texts(outputs)).isEqualTo(texts(outputs(NOTEBOOK)));
        assertThat(Files.size(NOTEBOOK)).isLessThan(60_000);
    }

    private static boolean bash() {
        return Stream.of("/bin/bash", "/usr/bin/bash").anyMatch(path -> Files.isExecutable(Path.of(path)));
    }

    private static boolean kernel() throws IOException {
        Path kernels = EXAMPLES.resolve("target").resolve("kernel");
        if (!Files.isDirectory(kernels)) {
            return false;
        }
        try (Stream<Path> files = Files.list(kernels)) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        }
    }

    private record Answer(int code, String text) {}

    private Answer call(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("bash", EXAMPLES.resolve("esrp-notebook").toString()));
        command.addAll(List.of(options));
        File log = folder.resolve("log.txt").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
        builder.environment()
                .put(
                        "ESRP_CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        builder.environment().put("ESRP_JUPYTER", folder.resolve("jupyter").toString());
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return new Answer(-1, "did not end within ten minutes: " + Files.readString(log.toPath()));
        }
        return new Answer(
                process.exitValue(),
                Files.readString(log.toPath(), StandardCharsets.UTF_8).strip());
    }

    private static Map<String, List<JsonNode>> outputs(Path notebook) throws IOException {
        Map<String, List<JsonNode>> outputs = new TreeMap<>();
        for (JsonNode cell : JSON.readTree(Files.readString(notebook)).get("cells")) {
            if (cell.get("cell_type").asText().equals("code")) {
                outputs.put(
                        cell.get("id").asText(),
                        StreamSupport.stream(cell.get("outputs").spliterator(), false)
                                .toList());
            }
        }
        return outputs;
    }

    private static String shown(Map<String, List<JsonNode>> outputs, String cell, String type) {
        return outputs.getOrDefault(cell, List.of()).stream()
                .map(output -> joined(output.path("data").path(type)))
                .collect(Collectors.joining());
    }

    /** What each cell printed and showed, as text and as HTML. */
    private static Map<String, String> texts(Map<String, List<JsonNode>> outputs) {
        Map<String, String> texts = new TreeMap<>();
        outputs.forEach((cell, list) -> texts.put(
                cell,
                list.stream()
                        .map(output -> joined(output.path("text"))
                                + joined(output.path("data").path("text/html"))
                                + joined(output.path("data").path("text/plain")))
                        .collect(Collectors.joining())));
        return texts;
    }

    /** A text of a notebook: a string, or a list of lines. */
    private static String joined(JsonNode text) {
        if (!text.isArray()) {
            return text.asText("");
        }
        return StreamSupport.stream(text.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining());
    }
}
