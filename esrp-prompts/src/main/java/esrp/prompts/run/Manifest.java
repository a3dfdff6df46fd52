package esrp.prompts.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import esrp.core.DataCode;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.prompts.ChatRequest.GenerationParameters;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is needed to repeat a run. It holds no time and no secret; two runs of the same work that got the same answers
 * have the same manifest, however often one of them was interrupted.
 *
 * @param kind what was done: {@code judging}, {@code diversity-judging}, {@code role-play} or
 *     {@code scenario-generation}
 * @param library version of this library
 * @param settings everything that was set, by name: language, seed, attempts, replicates and so on
 * @param hashes SHA-256 by what it is of: {@code prompts}; {@code metric <id>}, which is {@link esrp.core.Metric#hash()};
 *     {@code data}, which is {@link esrp.core.Dataset#hash()}; {@code selection} for what was selected of it; and
 *     {@code ratings} or {@code dialogues} for what came out
 * @param parameters how the models were asked to generate
 * @param models names of the responding models by id of the model that was asked; a service that does not say leaves its set empty
 * @param counts how many: inputs, scored, unscored and the reasons, answers, and so on
 */
public record Manifest(
        String kind,
        String library,
        Map<String, String> settings,
        Map<String, String> hashes,
        GenerationParameters parameters,
        SortedMap<String, SortedSet<String>> models,
        Map<String, Long> counts) {
    /** Version of the layout, raised when identities change. */
    static final int VERSION = 2;

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Validates and copies. */
    public Manifest {
        Checks.notNull("kind", kind, "library", library);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        hashes = Collections.unmodifiableMap(new LinkedHashMap<>(hashes));
        Objects.requireNonNull(parameters, "parameters");
        SortedMap<String, SortedSet<String>> copy = new TreeMap<>();
        models.forEach((asked, served) -> copy.put(asked, Collections.unmodifiableSortedSet(new TreeSet<>(served))));
        models = Collections.unmodifiableSortedMap(copy);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** {@return the version of this library: what the jar says; {@code unreleased} for classes that are not in one} */
    public static String libraryVersion() {
        return Optional.ofNullable(Manifest.class.getPackage().getImplementationVersion())
                .orElse("unreleased");
    }

    /** {@return the manifest as JSON: an indented object with a line feed at the end} */
    public String json() {
        try {
            return JSON.writeValueAsString(fields()).replace(System.lineSeparator(), "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers can be written", e);
        }
    }

    Map<String, Object> fields() {
        Map<String, Object> generation = new LinkedHashMap<>();
        parameters.maxTokens().ifPresent(value -> generation.put("max_tokens", value));
        parameters.temperature().ifPresent(value -> generation.put("temperature", value));
        parameters.topP().ifPresent(value -> generation.put("top_p", value));
        parameters.seed().ifPresent(value -> generation.put("seed", value));
        if (!parameters.stop().isEmpty()) {
            generation.put("stop", parameters.stop());
        }
        parameters.probabilities().ifPresent(value -> generation.put("probabilities", value));
        List<Map<String, Object>> responding = new ArrayList<>();
        models.forEach((asked, served) -> responding.add(Json.object("asked", asked, "served", served)));
        return Json.object(
                "manifest", VERSION,
                "kind", kind,
                "library", library,
                "settings", settings,
                "parameters", generation,
                "sha256", hashes,
                "models", responding,
                "counts", counts);
    }

    /** What {@link #fields()} wrote. */
    static Manifest of(Json.Node node) {
        if (node.get("manifest").whole() != VERSION) {
            throw node.get("manifest").fault(DataCode.EXPECTED, "expected", "version " + VERSION);
        }
        Json.Node generation = node.get("parameters");
        SortedMap<String, SortedSet<String>> models = new TreeMap<>();
        node.get("models")
                .items()
                .forEach(one -> models.put(
                        one.get("asked").text(), new TreeSet<>(one.get("served").texts())));
        return new Manifest(
                node.get("kind").text(),
                node.get("library").text(),
                map(node.get("settings"), Json.Node::text),
                map(node.get("sha256"), Json.Node::text),
                generation.make(() -> new GenerationParameters(
                        generation.find("max_tokens").stream()
                                .mapToInt(Json.Node::whole)
                                .findFirst(),
                        generation.find("temperature").stream()
                                .mapToDouble(Json.Node::number)
                                .findFirst(),
                        generation.find("top_p").stream()
                                .mapToDouble(Json.Node::number)
                                .findFirst(),
                        generation.find("seed").stream()
                                .mapToLong(Json.Node::count)
                                .findFirst(),
                        generation.find("stop").map(Json.Node::texts).orElse(List.of()),
                        generation.find("probabilities").stream()
                                .mapToInt(Json.Node::whole)
                                .findFirst())),
                models,
                map(node.get("counts"), Json.Node::count));
    }

    private static <T> Map<String, T> map(Json.Node node, Function<Json.Node, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        node.fields().forEach((name, field) -> map.put(name, value.apply(field)));
        return map;
    }

    /**
     * Writes the manifest atomically, and makes its folder where it is missing.
     *
     * @param file the file; an older one is replaced
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        AtomicFiles.writeText(file, json());
    }

    /** The JSON. */
    @Override
    public String toString() {
        return json();
    }
}
