package esrp.core.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SHA-256 over fields in a canonical form: a number is eight bytes, a text its length and its UTF-16 units, a
 * collection its size and its elements, so that no two lists of fields give the same bytes.
 */
public final class Digest {
    private static final int CHUNK = 1024;

    private final MessageDigest sha = sha256();
    private final byte[] buffer = new byte[2 * CHUNK];

    /** SHA-256 without fields added. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** SHA-256 of a text in UTF-8 and nothing else, as other programs compute it: 64 lower-case hexadecimal digits. */
    public static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** HMAC-SHA256 (RFC 2104) of a text under a key, both in UTF-8: 64 lower-case hexadecimal digits. */
    public static String hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    @CanIgnoreReturnValue
    public Digest add(long value) {
        for (int i = 0; i < 8; i++) {
            buffer[i] = (byte) (value >>> (56 - 8 * i));
        }
        sha.update(buffer, 0, 8);
        return this;
    }

    /** Adds the UTF-16 units, so that even unpaired surrogates count as what they are. */
    @CanIgnoreReturnValue
    public Digest add(String text) {
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

    /** Adds the texts in their order. */
    @CanIgnoreReturnValue
    public Digest add(Collection<String> texts) {
        add(texts.size());
        texts.forEach(this::add);
        return this;
    }

    /** Adds keys and values in the order of the keys, whatever the order of the map. */
    @CanIgnoreReturnValue
    public Digest add(Map<String, String> texts) {
        add(texts.size());
        new TreeMap<>(texts).forEach((key, value) -> add(key).add(value));
        return this;
    }

    /** The 32 bytes. Nothing can be added afterwards. */
    public byte[] bytes() {
        return sha.digest();
    }

    /** 64 lower-case hexadecimal digits. Nothing can be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(bytes());
    }
}
