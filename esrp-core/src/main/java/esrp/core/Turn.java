package esrp.core;

import esrp.core.internal.TextWidth;
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

    /**
     * Whether at least half of the letters of the reply are Chinese characters: to such replies the length rule applies.
     *
     * @return true also for a reply without letters
     */
    public boolean replyIsChinese() {
        long letters = reply.codePoints().filter(java.lang.Character::isLetter).count();
        long han = reply.codePoints().filter(java.lang.Character::isIdeographic).count();
        return 2 * han >= letters;
    }

    /**
     * Whether the reply holds emoji, or what remains of them: variation selectors and joiners. Symbols that are text by
     * default, such as the stars and notes of Chinese prose, do not count.
     *
     * @return true if it does
     */
    public boolean replyHoldsEmoji() {
        return reply.codePoints().anyMatch(Emoji::is);
    }

    /** Both texts beside their speakers, wrapped at 80 columns. */
    @Override
    public String toString() {
        return TextWidth.beside("user   ", user) + "\n" + TextWidth.beside("reply  ", reply);
    }
}
