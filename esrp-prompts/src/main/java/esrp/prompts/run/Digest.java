package esrp.prompts.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over parts, each with its length before it, so that no two lists of parts give the same bytes. */
final class Digest {
    private static final int CHUNK = 1024;

    private final MessageDigest sha;
    private final byte[] buffer = new byte[2 * CHUNK];

    Digest() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @CanIgnoreReturnValue
    Digest add(long value) {
        for (int i = 0; i < 8; i++) {
            buffer[i] = (byte) (value >>> (56 - 8 * i));
        }
        sha.update(buffer, 0, 8);
        return this;
    }

    /** Adds the UTF-16 units, so that even unpaired surrogates count as what they are. */
    @CanIgnoreReturnValue
    Digest add(String text) {
        add(text.length());
        int used = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            buffer[used++] = (byte) (unit >>> 8);
            buffer[used++] = (byte) unit;
            if (used == buffer.length) {
                sha.update(buffer, 0, used);
                used = 0;
            }
        }
        sha.update(buffer, 0, used);
        return this;
    }

    byte[] finish() {
        return sha.digest();
    }

    String hex() {
        return HexFormat.of().formatHex(finish());
    }
}
