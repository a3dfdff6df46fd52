package esrp.study;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * A person who may rate.
 *
 * @param id what ratings will call the person; not blank; never a name that leads to the person
 * @param knows ids of the characters the person knows well
 * @param wrote ids of the characters for which the person wrote replies that are rated in the study
 */
public record Participant(String id, Set<String> knows, Set<String> wrote) {
    /**
     * Validates and copies.
     *
     * @param id what ratings will call the person; not blank; never a name that leads to the person
     * @param knows ids of the characters the person knows well
     * @param wrote ids of the characters for which the person wrote replies that are rated in the study
     */
    public Participant {
        if (Objects.requireNonNull(id, "id").isBlank()) {
            throw new IllegalArgumentException("id: is blank, a text was expected");
        }
        knows = Collections.unmodifiableSet(new LinkedHashSet<>(knows));
        wrote = Collections.unmodifiableSet(new LinkedHashSet<>(wrote));
    }

    /**
     * A person who wrote nothing.
     *
     * @param id what ratings will call the person
     * @param knows ids of the characters the person knows well
     * @return the person
     */
    public static Participant of(String id, Set<String> knows) {
        return new Participant(id, knows, Set.of());
    }

    /**
     * The same person, who also wrote replies.
     *
     * @param characters ids of the characters
     * @return a copy
     */
    public Participant withWrote(Set<String> characters) {
        return new Participant(id, knows, characters);
    }

    /** Whether the person may rate a character: knows it and wrote nothing for it. */
    boolean mayRate(String character) {
        return knows.contains(character) && !wrote.contains(character);
    }
}
