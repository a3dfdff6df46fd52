package esrp.core.internal;

import java.util.function.Consumer;

/**
 * The settings of a configured object: plain fields that are changed on a fresh copy and never again once a final field
 * holds it.
 */
public abstract class Settings<S extends Settings<S>> implements Cloneable {
    /** Returns a copy with a change, which sets fields of the copy. */
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
