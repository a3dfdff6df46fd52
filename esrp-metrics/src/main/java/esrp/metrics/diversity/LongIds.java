package esrp.metrics.diversity;

import java.util.Arrays;

/**
 * Dense ids for long keys in order of first appearance: open addressing with linear probing, load at most one half, 12
 * bytes a slot. A key may be any long but {@link #FREE}.
 */
final class LongIds {
    private static final long FREE = Long.MIN_VALUE;

    private long[] keys;
    private int[] ids;
    private int size;

    LongIds(int expected) {
        int capacity = Integer.highestOneBit(Math.max(8, expected)) << 2;
        keys = new long[capacity];
        ids = new int[capacity];
        Arrays.fill(keys, FREE);
    }

    /** The id of the key; a new key gets the next id. */
    int idOf(long key) {
        int slot = slot(keys, key);
        if (keys[slot] == FREE) {
            if (2 * (size + 1) > keys.length) {
                grow();
                slot = slot(keys, key);
            }
            keys[slot] = key;
            ids[slot] = size++;
        }
        return ids[slot];
    }

    int size() {
        return size;
    }

    private void grow() {
        long[] newKeys = new long[2 * keys.length];
        int[] newIds = new int[newKeys.length];
        Arrays.fill(newKeys, FREE);
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != FREE) {
                int slot = slot(newKeys, keys[i]);
                newKeys[slot] = keys[i];
                newIds[slot] = ids[i];
            }
        }
        keys = newKeys;
        ids = newIds;
    }

    private static int slot(long[] table, long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 33) & (table.length - 1);
        while (table[slot] != FREE && table[slot] != key) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
