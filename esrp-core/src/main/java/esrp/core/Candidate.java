package esrp.core;

import esrp.core.internal.Checks;
import java.util.Map;

/**
 * A model or a person whose replies are evaluated.
 *
 * @param id what ratings and files call the candidate; not blank
 * @param name the name to print; not blank
 * @param kind model or people
 * @param tags rarely used facts, for example {@code family} for the self-preference check
 */
public record Candidate(String id, String name, Kind kind, Map<String, String> tags) {
    /** What plays the character. */
    public enum Kind {
        /** A language model. */
        MODEL,
        /** One or more people. */
        PEOPLE
    }

    /** Validates and copies. */
    public Candidate {
        Checks.texts("id", id, "name", name);
        java.util.Objects.requireNonNull(kind, "kind");
        tags = Checks.tags(tags);
    }

    /**
     * {@return a model named by its id}
     *
     * @param id the id; not blank
     */
    public static Candidate model(String id) {
        return new Candidate(id, id, Kind.MODEL, Map.of());
    }

    /**
     * People named by their id.
     *
     * @param id the id; not blank
     * @return the candidate
     */
    public static Candidate people(String id) {
        return new Candidate(id, id, Kind.PEOPLE, Map.of());
    }

    /**
     * {@return a copy with another printed name}
     *
     * @param text the name; not blank
     */
    public Candidate withName(String text) {
        return new Candidate(id, text, kind, tags);
    }

    /**
     * {@return a copy with one more tag}
     *
     * @param key the tag
     * @param value its value
     */
    public Candidate withTag(String key, String value) {
        return new Candidate(id, name, kind, Tags.with(tags, key, value));
    }

    /** Name, id and kind. */
    @Override
    public String toString() {
        String what = kind == Kind.MODEL ? "model" : "people";
        return name.equals(id) ? id + " (" + what + ")" : name + " (" + id + ", " + what + ")";
    }
}
