package esrp.study;

import esrp.core.internal.TextWidth;
import java.util.List;
import java.util.Objects;

/** What became of an attempt to assign raters: an assignment with its key, or the reason why there can be none. */
public sealed interface AssignmentOutcome {
    /**
     * Everybody has something to do, and every character its raters.
     *
     * @param assignment what raters may see
     * @param key what they may not
     */
    record Assigned(Assignment assignment, AssignmentKey key) implements AssignmentOutcome {
        /**
         * Validates.
         *
         * @param assignment what raters may see
         * @param key what they may not
         */
        public Assigned {
            Objects.requireNonNull(assignment, "assignment");
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * There is no assignment, whoever does what.
     *
     * @param characters the characters that together need more raters than there are for them
     * @param participants those who may rate at least one of them
     * @param needed raters that the characters need, reserves included
     * @param available raters that the participants can be for them at most
     * @param reason the same in words, with what would help
     */
    record Infeasible(List<String> characters, List<String> participants, int needed, int available, String reason)
            implements AssignmentOutcome {
        /**
         * Validates and copies.
         *
         * @param characters the characters that together need more raters than there are for them
         * @param participants those who may rate at least one of them
         * @param needed raters that the characters need, reserves included
         * @param available raters that the participants can be for them at most
         * @param reason the same in words, with what would help
         */
        public Infeasible {
            characters = List.copyOf(characters);
            participants = List.copyOf(participants);
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return String.join("\n", TextWidth.wrap("No assignment is possible: " + reason, TextWidth.COLUMNS));
        }
    }

    /**
     * The assignment, where there is one.
     *
     * @return this as an assignment
     * @throws IllegalStateException if there is none; the message says why
     */
    default Assigned orElseThrow() {
        if (this instanceof Infeasible infeasible) {
            throw new IllegalStateException(infeasible.toString());
        }
        return (Assigned) this;
    }
}
