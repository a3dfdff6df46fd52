package esrp.core;

import esrp.core.internal.Checks;

/**
 * Who gives ratings. The kind is part of the id, so that it survives every file format and every tool that keeps the
 * rater column: {@code person:r07}, {@code model:gpt-4.1}, {@code sim:r07}. An id without such a prefix says nothing
 * about the kind.
 *
 * @param id what ratings call the rater, prefix included; not blank
 */
public record Rater(String id) {
    /** What gives the ratings. */
    public enum Kind {
        /** A person. */
        PERSON("person:"),
        /** A judge model. */
        MODEL("model:"),
        /** Nobody: the ratings were generated and must be marked so wherever they are printed. */
        SIMULATED("sim:"),
        /** The id does not say. */
        UNSTATED("");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** {@return what ids of this kind start with: the prefix; empty for {@link #UNSTATED}} */
        public String prefix() {
            return prefix;
        }
    }

    /** Validates. */
    public Rater {
        Checks.text("id", id);
    }

    /**
     * {@return a rater of a kind}
     *
     * @param kind the kind
     * @param name the name without prefix; not blank
     */
    public static Rater of(Kind kind, String name) {
        return new Rater(kind.prefix() + Checks.text("name", name));
    }

    /** {@return what gives the ratings, as far as the id says} */
    public Kind kind() {
        for (Kind kind : Kind.values()) {
            if (id.startsWith(kind.prefix)) {
                return kind;
            }
        }
        return Kind.UNSTATED;
    }

    /** {@return the id without the prefix} */
    public String name() {
        return id.substring(kind().prefix.length());
    }
}
