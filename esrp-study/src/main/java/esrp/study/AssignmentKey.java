package esrp.study;

import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.Rating;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.Numbers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the tasks of an {@link Assignment} stand for. Whoever holds it can tell candidates apart, so raters must not; the
 * seed of the assignment gives it away too.
 *
 * <p>Its SHA-256 stands in the assignment: {@link #opens} shows that the key was not changed after the ratings came in.
 */
public final class AssignmentKey {
    /** What a task is there for. */
    public enum Purpose {
        /** To be rated. */
        RATING,
        /** A dialogue that the same rater has seen before: shows how well raters agree with themselves. */
        REPEAT,
        /** A dialogue of another character in the place of this one: its style should score below the midpoint. */
        FOREIGN
    }

    /**
     * What a task stands for.
     *
     * @param task the task's id
     * @param rater who rates it
     * @param candidate whose reply is shown
     * @param character whom the task is about
     * @param item the scenario or batch
     * @param purpose what it is there for
     * @param source the character whose dialogue is shown: another one for {@link Purpose#FOREIGN}
     */
    public record Entry(
            String task,
            String rater,
            String candidate,
            String character,
            String item,
            Purpose purpose,
            String source) {
        /**
         * Validates.
         *
         * @param task the task's id
         * @param rater who rates it
         * @param candidate whose reply is shown
         * @param character whom the task is about
         * @param item the scenario or batch
         * @param purpose what it is there for
         * @param source the character whose dialogue is shown: another one for {@link Purpose#FOREIGN}
         */
        public Entry {
            Objects.requireNonNull(task, "task");
            Objects.requireNonNull(rater, "rater");
            Objects.requireNonNull(candidate, "candidate");
            Objects.requireNonNull(character, "character");
            Objects.requireNonNull(item, "item");
            Objects.requireNonNull(purpose, "purpose");
            Objects.requireNonNull(source, "source");
        }
    }

    private final String salt;
    private final Map<String, Entry> entries;

    AssignmentKey(String salt, List<Entry> entries) {
        this.salt = salt;
        Map<String, Entry> map = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (map.put(entry.task(), entry) != null) {
                throw new IllegalArgumentException("entries: task \"" + entry.task() + "\" occurs twice");
            }
        }
        this.entries = Collections.unmodifiableMap(map);
    }

    /**
     * All entries, in the order of the sheets.
     *
     * @return one a task
     */
    public List<Entry> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * What a task stands for.
     *
     * @param task its id
     * @return the entry
     * @throws IllegalArgumentException if the key knows no such task
     */
    public Entry entry(String task) {
        Entry found = entries.get(Objects.requireNonNull(task, "task"));
        if (found == null) {
            throw new IllegalArgumentException(
                    "task: \"" + task + "\" is none of the " + entries.size() + " tasks of this key");
        }
        return found;
    }

    /**
     * The rating that an answer to a task is.
     *
     * @param task the task's id
     * @param metricId the metric
     * @param score the score
     * @return the rating; empty for an attention task, whose answers are no ratings
     * @throws IllegalArgumentException if the key knows no such task
     */
    public Optional<Rating> rating(String task, String metricId, int score) {
        Objects.requireNonNull(metricId, "metricId");
        Entry entry = entry(task);
        return entry.purpose() == Purpose.RATING
                ? Optional.of(
                        new Rating(entry.candidate(), entry.character(), entry.item(), metricId, entry.rater(), score))
                : Optional.empty();
    }

    /**
     * Whether this is the unchanged key of an assignment.
     *
     * @param assignment the assignment
     * @return true if its {@link Assignment#keyHash} is that of this key
     */
    public boolean opens(Assignment assignment) {
        return assignment.keyHash().equals(hash());
    }

    /**
     * SHA-256 of the key.
     *
     * @return in hexadecimal
     */
    public String hash() {
        StringBuilder text = new StringBuilder(salt);
        for (Entry e : entries.values()) {
            for (String part : List.of(
                    e.task(),
                    e.rater(),
                    e.candidate(),
                    e.character(),
                    e.item(),
                    e.purpose().name(),
                    e.source())) {
                text.append('\n').append(part.length()).append(':').append(part);
            }
        }
        return Digest.ofText(text.toString());
    }

    /**
     * Writes the key as JSON. Keep it apart from the assignment.
     *
     * @param file the file to make or replace
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        Json.write(Objects.requireNonNull(file, "file"), this::write);
    }

    private void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("salt", salt);
        out.writeArrayFieldStart("entries");
        for (Entry e : entries.values()) {
            out.writeStartObject();
            out.writeStringField("task", e.task());
            out.writeStringField("rater", e.rater());
            out.writeStringField("candidate", e.candidate());
            out.writeStringField("character", e.character());
            out.writeStringField("item", e.item());
            out.writeStringField("purpose", e.purpose().name().toLowerCase(Locale.ROOT));
            out.writeStringField("source", e.source());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file the file
     * @return the key
     * @throws esrp.core.DatasetFormatException if the file is no key
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static AssignmentKey read(Path file) {
        Json.Node root = Json.read(Objects.requireNonNull(file, "file")).allow("salt", "entries");
        List<Entry> entries = new ArrayList<>();
        for (Json.Node e : root.get("entries").items()) {
            e.allow("task", "rater", "candidate", "character", "item", "purpose", "source");
            entries.add(new Entry(
                    e.get("task").text(),
                    e.get("rater").text(),
                    e.get("candidate").text(),
                    e.get("character").text(),
                    e.get("item").text(),
                    Json.constant(Purpose.class, e.get("purpose")),
                    e.get("source").text()));
        }
        return root.make(() -> new AssignmentKey(root.get("salt").text(), entries));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AssignmentKey that && salt.equals(that.salt) && entries.equals(that.entries);
    }

    @Override
    public int hashCode() {
        return Objects.hash(salt, entries);
    }

    /** How many tasks it opens; never what they stand for. */
    @Override
    public String toString() {
        return "sealed key of " + Numbers.count(entries.size(), "task") + ", SHA-256 " + hash();
    }
}
