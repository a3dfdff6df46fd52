package esrp.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Column;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Escapes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * The replies of all candidates to the same scenario side by side, with their ratings. Packed by character, so that a
 * page holds tens of thousands of replies and unpacks those that are looked at.
 */
final class Cases {
    private static final JsonFactory JSON = new JsonFactory();

    private final Dataset dataset;
    private final Ratings ratings;
    private final Words words;

    Cases(Dataset dataset, Ratings ratings, Words words) {
        this.dataset = dataset;
        this.ratings = ratings;
        this.words = words;
    }

    String html() {
        StringBuilder out = new StringBuilder();
        out.append("<p class=\"note printonly\">")
                .append(Escapes.html(words.say("cases.screen")))
                .append("</p>\n");
        out.append("<div class=\"pick\">\n");
        pick(out, "case-character", words.say("cases.character"));
        pick(out, "case-scenario", words.say("cases.scenario"));
        out.append("</div>\n<p class=\"note\" id=\"case-status\" role=\"status\"></p>\n");
        out.append("<div class=\"cases\" id=\"case-place\"></div>\n");
        out.append("<script type=\"application/json\" id=\"case-index\">");
        out.append(Escapes.scriptJson(index())).append("</script>\n");
        List<Character> characters = dataset.characters();
        Map<String, Map<String, StringBuilder>> scores = scores();
        for (int i = 0; i < characters.size(); i++) {
            out.append("<script type=\"text/plain\" id=\"case-data-").append(i).append("\">");
            out.append(packed(characters.get(i).id(), scores)).append("</script>\n");
        }
        return out.toString();
    }

    private static void pick(StringBuilder out, String id, String label) {
        out.append("<label for=\"").append(id).append("\">").append(Escapes.html(label));
        out.append(" <select id=\"").append(id).append("\"></select></label>\n");
    }

    private String index() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeObjectFieldStart("candidates");
            for (Candidate candidate : dataset.candidates()) {
                out.writeStringField(candidate.id(), candidate.name());
            }
            out.writeEndObject();
            out.writeArrayFieldStart("characters");
            for (Character character : dataset.characters()) {
                out.writeString(character.toString());
            }
            out.writeEndArray();
            out.writeArrayFieldStart("scenarios");
            for (Scenario scenario : dataset.scenarios()) {
                out.writeStartArray();
                out.writeString(scenario.id());
                out.writeString(shortened(scenario.openingQuestion(), 36));
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeObjectFieldStart("metrics");
            for (Metric metric : ratings.metrics()) {
                out.writeStringField(metric.id(), metric.name().in(words.language()));
            }
            out.writeEndObject();
            out.writeObjectFieldStart("words");
            for (String key : List.of("user", "reply", "unrated", "nothing")) {
                out.writeStringField(key, words.say("cases." + key));
            }
            out.writeStringField("shown", words.say("cases.shown"));
            out.writeStringField("ratings", words.say(ratings.simulated() ? "cases.simulated" : "cases.ratings"));
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** For each dialogue, a metric's scores in the order of the raters, as {@code 4, 5}. */
    private Map<String, Map<String, StringBuilder>> scores() {
        Map<String, Map<String, StringBuilder>> byDialogue = new HashMap<>();
        List<String> candidates = ratings.dictionary(Column.CANDIDATE);
        List<String> characters = ratings.dictionary(Column.CHARACTER);
        List<String> items = ratings.dictionary(Column.ITEM);
        List<String> metricIds = ratings.dictionary(Column.METRIC);
        List<Metric> metrics = metricIds.stream().map(ratings::metric).toList();
        ratings.forEachRow((candidate, character, item, metric, rater, level) -> {
            Metric rated = metrics.get(metric);
            if (rated.target() == Metric.Target.DIALOGUE) {
                StringBuilder list = byDialogue
                        .computeIfAbsent(
                                key(candidates.get(candidate), characters.get(character), items.get(item)),
                                any -> new LinkedHashMap<>())
                        .computeIfAbsent(rated.id(), any -> new StringBuilder());
                list.append(list.isEmpty() ? "" : ", ").append(rated.scale().score(level));
            }
        });
        return byDialogue;
    }

    private String packed(String character, Map<String, Map<String, StringBuilder>> scores) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes);
                JsonGenerator out = JSON.createGenerator(zip)) {
            out.writeStartArray();
            for (Candidate candidate : dataset.candidates()) {
                for (Scenario scenario : dataset.scenarios()) {
                    Dialogue dialogue = dataset.dialogue(candidate.id(), character, scenario.id())
                            .orElse(null);
                    if (dialogue != null) {
                        write(
                                out,
                                dialogue,
                                scores.getOrDefault(key(candidate.id(), character, scenario.id()), Map.of()));
                    }
                }
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new String(Base64.getEncoder().encode(bytes.toByteArray()), StandardCharsets.US_ASCII);
    }

    private static void write(JsonGenerator out, Dialogue dialogue, Map<String, StringBuilder> scores)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("c", dialogue.candidate());
        out.writeStringField("s", dialogue.scenario());
        out.writeArrayFieldStart("t");
        for (Turn turn : dialogue.turns()) {
            out.writeStartArray();
            out.writeString(turn.user());
            out.writeString(turn.reply());
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("r");
        for (Map.Entry<String, StringBuilder> score : scores.entrySet()) {
            out.writeStartArray();
            out.writeString(score.getKey());
            out.writeString(score.getValue().toString());
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static String key(String candidate, String character, String item) {
        return candidate + "\u0000" + character + "\u0000" + item;
    }

    private static String shortened(String text, int codePoints) {
        return text.codePointCount(0, text.length()) <= codePoints
                ? text
                : text.substring(0, text.offsetByCodePoints(0, codePoints - 1)) + "…";
    }
}
