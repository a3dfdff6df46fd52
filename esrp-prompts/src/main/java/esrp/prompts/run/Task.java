package esrp.prompts.run;

/**
 * One piece of work of a run: asks what it needs and makes something of the answers. It must be a function of its input
 * and of the answers alone (no clock, no shared state), so that a run taken up again comes to the same result.
 *
 * @param <T> what it works on
 * @param <R> what it makes
 */
@FunctionalInterface
public interface Task<T, R> {
    /**
     * Does the work.
     *
     * @param input what to work on
     * @param asker asks models
     * @return what came out; never null
     */
    R perform(T input, Asker asker);
}
