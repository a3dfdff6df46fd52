package esrp.core;

import java.util.Objects;

/**
 * What a score below, at and above the midpoint of the scale means.
 *
 * @param below the meaning of scores below the midpoint
 * @param at the meaning of the midpoint
 * @param above the meaning of scores above the midpoint
 */
public record Anchors(LocalizedText below, LocalizedText at, LocalizedText above) {
    /**
     * Validates.
     *
     * @param below the meaning of scores below the midpoint
     * @param at the meaning of the midpoint
     * @param above the meaning of scores above the midpoint
     */
    public Anchors {
        Objects.requireNonNull(below, "below");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(above, "above");
    }
}
