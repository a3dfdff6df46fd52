package esrp.prompts.run;

import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Json;
import esrp.prompts.internal.OpenAiChat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The batch files in the folder of a run. They are the record of what is out: a question that stands in one of them and has
 * no answer yet is not written again. Numbers of files are never used twice.
 */
final class BatchFiles {
    /** What services take at most: OpenAI 50,000 requests and 200 MB. */
    static final int MOST_REQUESTS = 50_000;

    private static final long MOST_BYTES = 190_000_000;
    private static final Pattern NAME = Pattern.compile("batch-([0-9]{1,9})\\.jsonl");

    private final Path folder;

    BatchFiles(Path folder) {
        this.folder = folder;
    }

    /** A question in a file. Its id in the service's files is that of {@link #id}. */
    record Out(CallKey key, String model, int replicate, int attempt) {
        private static Out of(String id, String model) {
            String[] parts = id.split("-", -1);
            return new Out(CallKey.parse(parts[0]), model, Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        }
    }

    private static String id(Run.Question question, int file) {
        return question.key() + "-" + file + "-" + question.replicate() + "-" + question.attempt();
    }

    private NavigableMap<Integer, Path> files() throws IOException {
        TreeMap<Integer, Path> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.forEach(file -> {
                Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                if (name.matches()) {
                    files.put(Integer.parseInt(name.group(1)), file);
                }
            });
        }
        return files;
    }

    /** All questions in files, by their ids there. */
    Map<String, Out> out() throws IOException {
        Map<String, Out> out = new HashMap<>();
        for (Path file : files().values()) {
            Json.readLines(file, line -> {
                String id = line.get("custom_id").text();
                out.put(
                        id,
                        line.make(() -> Out.of(id, line.get("body").get("model").text())));
            });
        }
        return out;
    }

    /** Writes questions that are not out: one model per file, as services want it. */
    List<Path> write(Collection<Run.Question> pending) throws IOException {
        Set<CallKey> out = out().values().stream().map(Out::key).collect(Collectors.toSet());
        Map<String, List<Run.Question>> byModel = pending.stream()
                .filter(question -> !out.contains(question.key()))
                .sorted(Comparator.comparing(question -> question.key().toString()))
                .collect(Collectors.groupingBy(question -> question.model().id(), TreeMap::new, Collectors.toList()));
        List<Path> written = new ArrayList<>();
        int number = files().isEmpty() ? 1 : files().lastKey() + 1;
        for (List<Run.Question> questions : byModel.values()) {
            for (int next = 0; next < questions.size(); number++) {
                Path file = folder.resolve("batch-" + number + ".jsonl");
                next = write(file, number, questions, next);
                written.add(file);
            }
        }
        return List.copyOf(written);
    }

    /** Returns the place of the first question that has no room in the file. */
    private static int write(Path file, int number, List<Run.Question> questions, int from) {
        int[] next = {from};
        AtomicFiles.write(file, out -> {
            long bytes = 0;
            while (next[0] < Math.min(questions.size(), from + MOST_REQUESTS)) {
                byte[] line = line(questions.get(next[0]), number);
                bytes += line.length;
                if (bytes > MOST_BYTES && next[0] > from) {
                    break;
                }
                out.write(line);
                next[0]++;
            }
        });
        return next[0];
    }

    private static byte[] line(Run.Question question, int number) {
        return Json.line(Json.object(
                "custom_id",
                id(question, number),
                "method",
                "POST",
                "url",
                "/v1" + OpenAiChat.PATH,
                "body",
                OpenAiChat.body(question.model().id(), question.request())));
    }

    /** Takes questions out of their files, so that they are written again. A file that is empty then keeps its number. */
    void free(Set<String> ids) throws IOException {
        for (Path file : files().values()) {
            List<Map<String, Json.Node>> left = new ArrayList<>();
            int[] freed = {0};
            Json.readLines(file, line -> {
                if (ids.contains(line.get("custom_id").text())) {
                    freed[0]++;
                } else {
                    left.add(line.fields());
                }
            });
            if (freed[0] > 0) {
                AtomicFiles.write(file, out -> {
                    for (Map<String, Json.Node> line : left) {
                        out.write(Json.line(line));
                    }
                });
            }
        }
    }
}
