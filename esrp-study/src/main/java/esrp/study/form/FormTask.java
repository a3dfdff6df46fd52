package esrp.study.form;

import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One page of a {@link Form}: something to write or to rate. Nothing in it tells who wrote a reply; ids are opaque. */
sealed interface FormTask permits FormTask.Writing, FormTask.DialogueRating, FormTask.BatchRating {
    /** The opaque id under which the answers come back. */
    String id();

    /** The printed name of the character. */
    String character();

    /** What the page's program calls such a page. */
    String kind();

    /** Ids of the metrics to rate, in the order shown; none if replies are to be written. */
    List<String> metrics();

    /** Writes what is shown and asked. */
    void write(JsonGenerator out) throws IOException;

    /**
     * Writing a reply as a character.
     *
     * @param profile what a writer should know of the character
     * @param scene what is known of the situation: {@code persona}, {@code location}, {@code emotion}, {@code event}
     * @param history the turns so far; empty in the first round
     * @param question what the user says next
     * @param shortest the least length of a reply in code points
     * @param longest the greatest length of a reply in code points
     */
    record Writing(
            String id,
            String character,
            Optional<String> profile,
            Map<String, String> scene,
            List<Turn> history,
            String question,
            int shortest,
            int longest)
            implements FormTask {
        public Writing {
            Checks.text("id", id);
            Checks.text("character", character);
            scene = Collections.unmodifiableMap(new LinkedHashMap<>(scene));
            history = List.copyOf(history);
            Checks.text("question", question);
            if (shortest < 0 || longest < shortest) {
                throw new IllegalArgumentException("shortest, longest: " + shortest + ".." + longest
                        + " is not a range of lengths (task \"" + id + "\")");
            }
        }

        @Override
        public String kind() {
            return "write";
        }

        @Override
        public List<String> metrics() {
            return List.of();
        }

        @Override
        public void write(JsonGenerator out) throws IOException {
            if (profile.isPresent()) {
                out.writeStringField("profile", profile.get());
            }
            for (Map.Entry<String, String> fact : scene.entrySet()) {
                out.writeStringField(fact.getKey(), fact.getValue());
            }
            Form.turns(out, "history", history);
            out.writeStringField("question", question);
            out.writeNumberField("min", shortest);
            out.writeNumberField("max", longest);
        }
    }

    /** Rating one dialogue on several metrics. */
    record DialogueRating(String id, String character, List<Turn> turns, List<String> metrics) implements FormTask {
        public DialogueRating {
            Checks.text("id", id);
            Checks.text("character", character);
            turns = Checks.atLeastOne("turns", turns);
            metrics = Checks.atLeastOne("metrics", metrics);
        }

        @Override
        public String kind() {
            return "rate";
        }

        @Override
        public void write(JsonGenerator out) throws IOException {
            Form.turns(out, "turns", turns);
            Form.texts(out, "metrics", metrics);
        }
    }

    /** Rating a batch of replies together, for diversity. */
    record BatchRating(String id, String character, List<String> replies, List<String> metrics) implements FormTask {
        public BatchRating {
            Checks.text("id", id);
            Checks.text("character", character);
            replies = Checks.atLeastOne("replies", replies);
            metrics = Checks.atLeastOne("metrics", metrics);
        }

        @Override
        public String kind() {
            return "batch";
        }

        @Override
        public void write(JsonGenerator out) throws IOException {
            Form.texts(out, "replies", replies);
            Form.texts(out, "metrics", metrics);
        }
    }
}
