package esrp.stats;

import esrp.stats.design.StudySize;

/** What a search for the cheapest design found. */
public sealed interface CheapestDesign {
    /**
     * A design that does what is asked.
     *
     * @param design its size
     * @param price what it costs
     * @param detectable the smallest difference it finds with the power asked for
     */
    record Found(StudySize design, double price, double detectable) implements CheapestDesign {}

    /**
     * No design within the limits does.
     *
     * @param detectable the smallest difference the largest design finds with the power asked for
     * @param reason why, and what would help
     */
    record Infeasible(double detectable, String reason) implements CheapestDesign {}
}
