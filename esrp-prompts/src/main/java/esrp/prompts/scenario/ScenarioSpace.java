package esrp.prompts.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.LocalizedText;
import esrp.core.internal.Digest;
import esrp.core.internal.Resources;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The space that scenarios are drawn from: personas, each with its own places, times emotions; and how many daily
 * events are asked for in each combination.
 *
 * @param personas who users can be; at least one, ids distinct
 * @param emotions how users can feel; at least one, ids distinct
 * @param events how many events, hence questions, are generated in each {@linkplain #cells() cell}; at least 1
 */
public record ScenarioSpace(List<Persona> personas, List<Value> emotions, int events) {
    /** Where a value comes from. */
    public enum Source {
        /** The ChatAnime paper names it, in Section 3.1 or among the examples of Appendix F. */
        PAPER,
        /** The paper says how many there are but not this one; it is this project's choice. */
        OURS,
        /** Neither: a user of this library added it. */
        USER
    }

    /**
     * A place or an emotion.
     *
     * @param id lower-case id, for example {@code meeting_room}; letters, digits, {@code _} and {@code -}
     * @param name the name that goes into prompts
     * @param source where it comes from
     */
    public record Value(String id, LocalizedText name, Source source) {
        /**
         * Validates.
         *
         * @param id lower-case id, for example {@code meeting_room}; letters, digits, {@code _} and {@code -}
         * @param name the name that goes into prompts
         * @param source where it comes from
         */
        public Value {
            checkId("id", id);
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
        }
    }

    /**
     * Who a user can be.
     *
     * @param id lower-case id, for example {@code self-employed}; letters, digits, {@code _} and {@code -}
     * @param name the name that goes into prompts
     * @param source where it comes from
     * @param locations where such a user typically is; at least one, ids distinct
     */
    public record Persona(String id, LocalizedText name, Source source, List<Value> locations) {
        /**
         * Validates and copies.
         *
         * @param id lower-case id, for example {@code self-employed}; letters, digits, {@code _} and {@code -}
         * @param name the name that goes into prompts
         * @param source where it comes from
         * @param locations where such a user typically is; at least one, ids distinct
         */
        public Persona {
            checkId("id", id);
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
            locations = distinct("locations of persona " + id, locations);
        }
    }

    /**
     * One combination.
     *
     * @param persona who the user is
     * @param location where the user is
     * @param emotion how the user feels
     */
    public record Cell(Persona persona, Value location, Value emotion) {
        /**
         * Validates.
         *
         * @param persona who the user is
         * @param location where the user is
         * @param emotion how the user feels
         */
        public Cell {
            Objects.requireNonNull(persona, "persona");
            Objects.requireNonNull(location, "location");
            Objects.requireNonNull(emotion, "emotion");
        }

        /**
         * What identifies the cell in its space.
         *
         * @return for example {@code student/classroom/angry}
         */
        public String id() {
            return persona.id() + "/" + location.id() + "/" + emotion.id();
        }
    }

    /**
     * Validates and copies.
     *
     * @param personas who users can be; at least one, ids distinct
     * @param emotions how users can feel; at least one, ids distinct
     * @param events how many events, hence questions, are generated in each {@linkplain #cells() cell}; at least 1
     */
    public ScenarioSpace {
        personas = List.copyOf(personas);
        emotions = List.copyOf(emotions);
        if (personas.isEmpty()) {
            throw new IllegalArgumentException("personas: is empty, at least one was expected");
        }
        Set<String> ids = new HashSet<>();
        for (Persona persona : personas) {
            if (!ids.add(persona.id())) {
                throw new IllegalArgumentException("personas: has \"" + persona.id() + "\" twice");
            }
        }
        emotions = distinct("emotions", emotions);
        if (events < 1) {
            throw new IllegalArgumentException("events: " + events + " is not a number of events; at least 1 expected");
        }
    }

    /**
     * The space of the ChatAnime paper: 4 personas with 4 places each, 9 emotions, 2 events in each combination, hence
     * 288 questions. The paper names the personas, but only two places of each and six emotions; the others are this
     * project's choice, and {@link Value#source()} says which.
     *
     * @return the space
     */
    public static ScenarioSpace chatAnime() {
        return Holder.CHAT_ANIME;
    }

    /**
     * Every persona at each of its places in each emotion.
     *
     * @return the cells, personas slowest, emotions fastest
     */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (Persona persona : personas) {
            for (Value location : persona.locations()) {
                for (Value emotion : emotions) {
                    cells.add(new Cell(persona, location, emotion));
                }
            }
        }
        return List.copyOf(cells);
    }

    /**
     * How many questions the space asks for.
     *
     * @return cells times events
     */
    public int questions() {
        return cells().size() * events;
    }

    /**
     * Returns a copy with another number of events per cell.
     *
     * @param number at least 1
     * @return a copy
     */
    public ScenarioSpace withEvents(int number) {
        return new ScenarioSpace(personas, emotions, number);
    }

    /** Of all ids and names: what prompts may show. */
    String hash() {
        Digest digest = new Digest().add(events);
        digest.add(personas.size());
        for (Persona persona : personas) {
            digest.add(persona.id()).add(persona.name().byLanguage());
            add(digest, persona.locations());
        }
        add(digest, emotions);
        return digest.hex();
    }

    private static void add(Digest digest, List<Value> values) {
        digest.add(values.size());
        values.forEach(value -> digest.add(value.id()).add(value.name().byLanguage()));
    }

    /** As {@code 4 personas, 16 places, 9 emotions, 2 events each: 288 questions}. */
    @Override
    public String toString() {
        return personas.size() + " personas, "
                + personas.stream()
                        .mapToInt(persona -> persona.locations().size())
                        .sum() + " places, "
                + emotions.size() + " emotions, " + events + " events each: " + questions() + " questions";
    }

    private static void checkId(String component, String id) {
        if (!id.matches("[a-z][a-z0-9_-]*")) {
            throw new IllegalArgumentException(
                    component + ": \"" + id + "\" is not an id; lower-case letters, digits, _ and - were expected");
        }
    }

    private static List<Value> distinct(String component, List<Value> values) {
        List<Value> copy = List.copyOf(values);
        Set<String> ids = new HashSet<>();
        for (Value value : copy) {
            if (!ids.add(value.id())) {
                throw new IllegalArgumentException(component + ": has \"" + value.id() + "\" twice");
            }
        }
        if (copy.isEmpty()) {
            throw new IllegalArgumentException(component + ": is empty, at least one was expected");
        }
        return copy;
    }

    /** Reads the resource once. */
    private static final class Holder {
        static final ScenarioSpace CHAT_ANIME = read("/esrp/prompts/scenario-space.json");

        private Holder() {}

        private static ScenarioSpace read(String resource) {
            JsonNode root;
            try {
                root = new ObjectMapper().readTree(Resources.text(ScenarioSpace.class, resource));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(resource + " is not JSON", e);
            }
            List<Persona> personas = stream(root.get("personas"))
                    .map(node -> new Persona(
                            node.get("id").asText(),
                            name(node),
                            source(node),
                            stream(node.get("locations")).map(Holder::value).toList()))
                    .toList();
            List<Value> emotions =
                    stream(root.get("emotions")).map(Holder::value).toList();
            return new ScenarioSpace(personas, emotions, root.get("events").asInt());
        }

        private static Stream<JsonNode> stream(JsonNode array) {
            List<JsonNode> nodes = new ArrayList<>();
            array.forEach(nodes::add);
            return nodes.stream();
        }

        private static Value value(JsonNode node) {
            return new Value(node.get("id").asText(), name(node), source(node));
        }

        private static LocalizedText name(JsonNode node) {
            Map<String, String> byLanguage = new LinkedHashMap<>();
            node.get("name")
                    .properties()
                    .forEach(text ->
                            byLanguage.put(text.getKey(), text.getValue().asText()));
            return new LocalizedText(byLanguage);
        }

        private static Source source(JsonNode node) {
            return Source.valueOf(node.get("source").asText());
        }
    }
}
