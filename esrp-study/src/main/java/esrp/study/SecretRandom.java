package esrp.study;

import esrp.core.internal.Digest;
import java.util.Random;

/**
 * Numbers that only a secret gives away: the blocks of HMAC-SHA256 over a purpose and a counter. What can be seen of them
 * tells nothing of the others, unlike with {@link Random}, whose 48 bits follow from a few numbers.
 */
final class SecretRandom extends Random {
    private static final long serialVersionUID = 1;
    private static final int DIGITS = 8;

    private final String secret;
    private final String purpose;
    private String block = "";
    private long blocks;
    private int used;

    SecretRandom(String secret, String purpose) {
        this.secret = secret;
        this.purpose = purpose;
    }

    @Override
    protected int next(int bits) {
        if (used == block.length()) {
            block = Digest.hmac(secret, purpose + "\n" + blocks++);
            used = 0;
        }
        used += DIGITS;
        return Integer.parseUnsignedInt(block, used - DIGITS, used, 16) >>> (Integer.SIZE - bits);
    }
}
