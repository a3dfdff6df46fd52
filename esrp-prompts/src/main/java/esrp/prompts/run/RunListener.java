package esrp.prompts.run;

/** Hears what happens in a run. Called by many threads at once: must be thread-safe and quick. */
@FunctionalInterface
public interface RunListener {
    /**
     * Something happened. What this method throws is logged and changes nothing.
     *
     * @param event what happened
     * @param progress how far the run is
     */
    void happened(RunEvent event, Progress progress);

    /**
     * A listener that does nothing.
     *
     * @return the listener
     */
    static RunListener silent() {
        return (event, progress) -> {};
    }
}
