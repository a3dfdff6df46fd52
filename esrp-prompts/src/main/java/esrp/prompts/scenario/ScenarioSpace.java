package esrp.prompts.scenario;

import esrp.core.LocalizedText;
import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.Json;
import esrp.core.internal.RubricFile;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The space that scenarios are drawn from: personas, each with its own places, times emotions; and how many daily
 * events are asked for in each combination.
 *
 * @param personas who users can be; at least one, ids distinct
 * @param emotions how users can feel; at least one, ids distinct
 * @param events how many events, hence questions, are generated for each persona at each place in each emotion; at least 1
 */
public record ScenarioSpace(List<Persona> personas, List<Value> emotions, int events) {
    /**
     * A place or an emotion.
     *
     * @param id lower-case id, for example {@code meeting_room}; letters, digits, {@code _} and {@code -}
     * @param name the name that goes into prompts
     * @param fromPaper whether the ChatAnime paper names it, in Section 3.1 or among the examples of Appendix F
     */
    public record Value(String id, LocalizedText name, boolean fromPaper) {
        /** Validates. */
        public Value {
            checkId("id", id);
            Objects.requireNonNull(name, "name");
        }
    }

    /**
     * Who a user can be.
     *
     * @param id lower-case id, for example {@code self-employed}; letters, digits, {@code _} and {@code -}
     * @param name the name that goes into prompts
     * @param fromPaper whether the ChatAnime paper names it, in Section 3.1 or among the examples of Appendix F
     * @param locations where such a user typically is; at least one, ids distinct
     */
    public record Persona(String id, LocalizedText name, boolean fromPaper, List<Value> locations) {
        /** Validates and copies. */
        public Persona {
            checkId("id", id);
            Objects.requireNonNull(name, "name");
            locations = distinct("locations of persona " + id, locations, Value::id);
        }
    }

    /** One combination. */
    record Cell(Persona persona, Value location, Value emotion) {
        /** What identifies the cell in its space: for example {@code student/classroom/angry}. */
        String id() {
            return persona.id() + "/" + location.id() + "/" + emotion.id();
        }
    }

    /** Validates and copies. */
    public ScenarioSpace {
        Objects.requireNonNull(emotions, "emotions");
        personas = distinct("personas", personas, Persona::id);
        emotions = distinct("emotions", emotions, Value::id);
        Checks.atLeast(1, "events", events);
    }

    /**
     * {@return the space of the ChatAnime paper: 4 personas with 4 places each, 9 emotions, 2 events in each
     * combination, hence 288 questions} The paper names the personas, but only two places of each and six emotions; the
     * others are this project's choice, and {@link Value#fromPaper()} says which.
     */
    public static ScenarioSpace chatAnime() {
        return Holder.CHAT_ANIME;
    }

    /** Every persona at each of its places in each emotion, personas slowest, emotions fastest. */
    List<Cell> cells() {
        return personas.stream()
                .flatMap(persona -> persona.locations().stream()
                        .flatMap(place -> emotions.stream().map(emotion -> new Cell(persona, place, emotion))))
                .toList();
    }

    /** {@return how many questions the space asks for: cells times events} */
    public int questions() {
        return cells().size() * events;
    }

    /**
     * {@return a copy with another number of events per cell}
     *
     * @param number at least 1
     */
    public ScenarioSpace withEvents(int number) {
        return new ScenarioSpace(personas, emotions, number);
    }

    /** Of all ids and names: what prompts may show. */
    String hash() {
        Digest digest = new Digest().add(events).add(personas.size());
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

    private static <T> List<T> distinct(String component, List<T> values, Function<T, String> id) {
        Checks.byId(component, values, id);
        return Checks.atLeastOne(component, values);
    }

    /** Reads the resource once. */
    private static final class Holder {
        static final ScenarioSpace CHAT_ANIME = read("/esrp/prompts/scenario-space.json");

        private Holder() {}

        private static ScenarioSpace read(String resource) {
            Json.Node root = Json.shipped(ScenarioSpace.class, resource);
            List<Persona> personas = root.get("personas").items().stream()
                    .map(node -> new Persona(
                            node.get("id").text(), name(node), fromPaper(node), values(node.get("locations"))))
                    .toList();
            return new ScenarioSpace(
                    personas, values(root.get("emotions")), root.get("events").whole());
        }

        private static List<Value> values(Json.Node array) {
            return array.items().stream()
                    .map(node -> new Value(node.get("id").text(), name(node), fromPaper(node)))
                    .toList();
        }

        private static LocalizedText name(Json.Node node) {
            return RubricFile.text(node.get("name"));
        }

        private static boolean fromPaper(Json.Node node) {
            return node.get("source").text().equals("PAPER");
        }
    }
}
