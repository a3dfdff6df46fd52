package esrp.metrics;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Rating;
import esrp.core.Scenario;
import esrp.core.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Small tables of ratings, and the facts of the paper's tables. */
final class Fixtures {
    static final List<String> METRICS =
            Rubric.esrp().averagedMetrics().stream().map(m -> m.id()).toList();

    private Fixtures() {}

    static List<String> names(String prefix, int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> prefix + i).toList();
    }

    /** Means of every metric at the same score. */
    static Map<String, Map<String, Double>> flat(Map<String, Double> scores) {
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        scores.forEach((candidate, score) -> {
            Map<String, Double> row = new LinkedHashMap<>();
            METRICS.forEach(metric -> row.put(metric, score));
            row.put("diversity", score);
            means.put(candidate, row);
        });
        return means;
    }

    /** A small simulated study of three candidates. */
    static SimulatedStudy study(int characters, int scenarios) {
        Map<String, Double> scores = new LinkedHashMap<>();
        scores.put("alpha", 4.3);
        scores.put("beta", 3.8);
        scores.put("gamma", 3.7);
        return SimulatedStudy.of(Rubric.esrp(), flat(scores), names("c", characters), names("", scenarios))
                .withBatches(3);
    }

    /** Replies for all of the small study. */
    static Dataset dataset() {
        List<Scenario> scenarios =
                names("", 20).stream().map(id -> Scenario.of(id, "开场" + id)).toList();
        List<Dialogue> dialogues = new ArrayList<>();
        for (String candidate : study(3, 20).candidates()) {
            for (String character : names("c", 3)) {
                for (Scenario scenario : scenarios) {
                    String where = candidate.charAt(0) + character + "#" + scenario.id();
                    dialogues.add(new Dialogue(
                            candidate,
                            character,
                            scenario.id(),
                            List.of(
                                    new Turn(scenario.openingQuestion(), "回答一" + where),
                                    new Turn("再问" + where, "回答二" + where))));
                }
            }
        }
        return Dataset.of(
                study(3, 20).candidates().stream().map(Candidate::model).toList(),
                names("c", 3).stream().map(Character::of).toList(),
                scenarios,
                dialogues);
    }

    /** One rating on each of the nine metrics. */
    static List<Rating> form(String candidate, String character, String item, String rater, int... scores) {
        List<Rating> rows = new ArrayList<>();
        for (int m = 0; m < METRICS.size(); m++) {
            rows.add(new Rating(candidate, character, item, METRICS.get(m), rater, scores[scores.length == 1 ? 0 : m]));
        }
        return rows;
    }

    /** A table of the paper: row name to column to text. */
    static Map<String, Map<String, String>> table(String resource) {
        try (InputStream in = Fixtures.class.getResourceAsStream(resource)) {
            List<String> lines = new BufferedReader(
                            new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            List<String> head = List.of(lines.get(0).split(",", -1));
            Map<String, Map<String, String>> rows = new LinkedHashMap<>();
            for (String line : lines.subList(1, lines.size())) {
                List<String> cells = List.of(line.split(",", -1));
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i < head.size(); i++) {
                    row.put(head.get(i), cells.get(i));
                }
                rows.put(cells.get(0), row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double number(Map<String, String> row, String column) {
        return Double.parseDouble(Objects.requireNonNull(row.get(column)));
    }
}
