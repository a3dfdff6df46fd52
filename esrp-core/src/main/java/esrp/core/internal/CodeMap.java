package esrp.core.internal;

import java.util.Arrays;

/** Gives each different number the next dense code, without boxing. Open addressing, linear probing, half full at most. */
public final class CodeMap {
    private static final int FREE = -1;

    private long[] keys = new long[64];
    private int[] codes = new int[64];
    private int size;

    /** Without keys. */
    public CodeMap() {
        Arrays.fill(codes, FREE);
    }

    /** How many keys have a code. */
    public int size() {
        return size;
    }

    /** The code of the key: an earlier one, or {@code size()} as it was before the call. */
    public int code(long key) {
        int slot = slot(key);
        if (codes[slot] != FREE) {
            return codes[slot];
        }
        keys[slot] = key;
        codes[slot] = size;
        if (++size > keys.length / 2) {
            grow();
        }
        return size - 1;
    }

    /** The code of the key; -1 if it has none. */
    public int find(long key) {
        return codes[slot(key)];
    }

    /** The keys, in the order of their codes. */
    public long[] keys() {
        long[] byCode = new long[size];
        for (int slot = 0; slot < codes.length; slot++) {
            if (codes[slot] != FREE) {
                byCode[codes[slot]] = keys[slot];
            }
        }
        return byCode;
    }

    private void grow() {
        if (keys.length >= 1 << 30) {
            throw new IllegalStateException("more than " + (1 << 29) + " different items do not fit into one table");
        }
        long[] oldKeys = keys;
        int[] oldCodes = codes;
        keys = new long[oldKeys.length * 2];
        codes = new int[keys.length];
        Arrays.fill(codes, FREE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldCodes[i] != FREE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                codes[slot] = oldCodes[i];
            }
        }
    }

    /** Where the key is, or where it belongs. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (codes[slot] != FREE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
