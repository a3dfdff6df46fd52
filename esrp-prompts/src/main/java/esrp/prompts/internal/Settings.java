package esrp.prompts.internal;

import java.util.function.Consumer;

/**
 * The settings of a configured object: plain fields that are changed on a fresh copy and never again once a final field
 * holds it.
 *
 * @param <S> the class that has the fields
 */
public abstract class Settings<S extends Settings<S>> implements Cloneable {
    /** For subclasses. */
    protected Settings() {}

    /**
     * Returns a copy with a change.
     *
     * @param change sets fields of the copy
     * @return the copy
     */
    @SuppressWarnings("unchecked")
    public final S with(Consumer<? super S> change) {
        try {
            S copy = (S) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("this class is cloneable", e);
        }
    }
}
