package esrp.core;

import java.util.Objects;

/**
 * One exchange: what the user said and what the character replied. Texts are kept as they are, to the last white
 * space.
 *
 * @param user what the user said
 * @param reply what the character replied
 */
public record Turn(String user, String reply) {
    /**
     * Validates.
     *
     * @param user what the user said
     * @param reply what the character replied
     */
    public Turn {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(reply, "reply");
    }

    /**
     * The length of the reply in Unicode code points, as the 50–150 rule counts it.
     *
     * @return the number of code points; at least 0
     */
    public int replyLength() {
        return reply.codePointCount(0, reply.length());
    }
}
