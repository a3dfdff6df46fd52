package esrp.metrics.diversity;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.ResponseBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The published replies in batches of ten that never mix turns, read without the library's own reader. */
final class PublishedReplies {
    private PublishedReplies() {}

    /** The directory; the calling test is skipped where it is not there. */
    static Path directory() {
        Path directory = Path.of(System.getProperty("esrp.chatanime", "does-not-exist"));
        assumeTrue(
                Files.isDirectory(directory),
                "no published replies at " + directory + " (system property esrp.chatanime)");
        return directory;
    }

    /** Twelve batches a character; {@code interleaved} orders replies by scenario and turn, not by turn and scenario. */
    static List<ResponseBatch> batches(String candidate, boolean interleaved) {
        JsonNode root;
        try {
            root = new ObjectMapper()
                    .readTree(directory().resolve(candidate + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<ResponseBatch> batches = new ArrayList<>();
        root.properties().forEach(entry -> {
            List<JsonNode> rows = new ArrayList<>();
            entry.getValue().forEach(rows::add);
            rows.sort(Comparator.comparingInt(row -> row.get("dialog_id").asInt()));
            List<String> first =
                    rows.stream().map(row -> row.get("answer_r1").asText()).toList();
            List<String> second =
                    rows.stream().map(row -> row.get("answer_r2").asText()).toList();
            List<String> all = new ArrayList<>();
            if (interleaved) {
                for (int i = 0; i < first.size(); i++) {
                    all.add(first.get(i));
                    all.add(second.get(i));
                }
            } else {
                all.addAll(first);
                all.addAll(second);
            }
            for (int from = 0; from + 10 <= all.size(); from += 10) {
                batches.add(new ResponseBatch(
                        candidate, entry.getKey(), "b" + (from / 10 + 1), all.subList(from, from + 10)));
            }
        });
        return batches;
    }
}
