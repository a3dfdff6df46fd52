package esrp.metrics;

import esrp.core.Result;

/** A result that prints itself. */
abstract class Shown implements Result {
    /** All tables and notes, in English. */
    @Override
    public final String toString() {
        return text("en");
    }
}
