package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.TextWidth;

/**
 * One exchange: what the user said and what the character replied. Texts are kept as they are, to the last white
 * space.
 *
 * @param user what the user said
 * @param reply what the character replied
 */
public record Turn(String user, String reply) {
    /** Validates. */
    public Turn {
        Checks.notNull("user", user, "reply", reply);
    }

    /** Both texts beside their speakers, wrapped at 80 columns. */
    @Override
    public String toString() {
        return TextWidth.beside("user   ", user) + "\n" + TextWidth.beside("reply  ", reply);
    }
}
