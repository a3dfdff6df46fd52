package esrp.study.form;

import esrp.core.Turn;
import esrp.core.internal.Checks;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One page of an {@link AnnotationForm}: something to write or to rate. Nothing in it tells who wrote a reply; ids are
 * opaque.
 */
public sealed interface FormTask permits FormTask.Writing, FormTask.FineRating, FormTask.BatchRating {
    /**
     * The opaque id under which the answers come back.
     *
     * @return the id; not blank
     */
    String id();

    /**
     * The printed name of the character.
     *
     * @return the name; not blank
     */
    String character();

    /**
     * Writing replies as a character.
     *
     * @param id the opaque id
     * @param character the printed name of the character
     * @param profile what a writer should know of the character
     * @param scene what is known of the situation: {@code persona}, {@code location}, {@code emotion}, {@code event}
     * @param history the turns so far; empty in the first round
     * @param questions what the user says next; one reply a question, each shown once the reply before it keeps the
     *     length rule
     * @param shortest the least length of a reply in code points
     * @param longest the greatest length of a reply in code points
     */
    record Writing(
            String id,
            String character,
            Optional<String> profile,
            Map<String, String> scene,
            List<Turn> history,
            List<String> questions,
            int shortest,
            int longest)
            implements FormTask {
        /**
         * Validates and copies.
         *
         * @param id the opaque id
         * @param character the printed name of the character
         * @param profile what a writer should know of the character
         * @param scene what is known of the situation: {@code persona}, {@code location}, {@code emotion}, {@code event}
         * @param history the turns so far; empty in the first round
         * @param questions what the user says next; one reply a question, each shown once the reply before it keeps the
         *     length rule
         * @param shortest the least length of a reply in code points
         * @param longest the greatest length of a reply in code points
         */
        public Writing {
            Checks.text("id", id);
            Checks.text("character", character);
            Objects.requireNonNull(profile, "profile");
            scene = Collections.unmodifiableMap(new LinkedHashMap<>(scene));
            history = List.copyOf(history);
            questions = Checks.atLeastOne("questions", questions);
            if (shortest < 0 || longest < shortest) {
                throw new IllegalArgumentException("shortest, longest: " + shortest + ".." + longest
                        + " is not a range of lengths (task \"" + id + "\")");
            }
        }
    }

    /**
     * Rating one dialogue on several metrics.
     *
     * @param id the opaque id
     * @param character the printed name of the character
     * @param turns the dialogue
     * @param metrics ids of the metrics to rate, in the order shown
     */
    record FineRating(String id, String character, List<Turn> turns, List<String> metrics) implements FormTask {
        /**
         * Validates and copies.
         *
         * @param id the opaque id
         * @param character the printed name of the character
         * @param turns the dialogue
         * @param metrics ids of the metrics to rate, in the order shown
         */
        public FineRating {
            Checks.text("id", id);
            Checks.text("character", character);
            metrics = List.copyOf(metrics);
            turns = Checks.atLeastOne("turns", turns);
            metrics = Checks.atLeastOne("metrics", metrics);
        }
    }

    /**
     * Rating a batch of replies together, for diversity.
     *
     * @param id the opaque id
     * @param character the printed name of the character
     * @param replies the replies in the order shown
     * @param metrics ids of the metrics to rate
     */
    record BatchRating(String id, String character, List<String> replies, List<String> metrics) implements FormTask {
        /**
         * Validates and copies.
         *
         * @param id the opaque id
         * @param character the printed name of the character
         * @param replies the replies in the order shown
         * @param metrics ids of the metrics to rate
         */
        public BatchRating {
            Checks.text("id", id);
            Checks.text("character", character);
            metrics = List.copyOf(metrics);
            replies = Checks.atLeastOne("replies", replies);
            metrics = Checks.atLeastOne("metrics", metrics);
        }
    }
}
