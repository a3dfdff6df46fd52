package esrp.prompts.run;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * Keys to places in the file: open addressing over plain arrays, 28 bytes per slot, at most two thirds full. Not
 * thread-safe.
 */
final class JournalIndex {
    private long[] high;
    private long[] low;
    private long[] offset;
    private int[] length;
    private int size;

    JournalIndex() {
        this(1 << 8);
    }

    private JournalIndex(int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        offset = new long[capacity];
        length = new int[capacity];
    }

    int size() {
        return size;
    }

    long footprintBytes() {
        return 28L * length.length;
    }

    /** Adds a key; the first place of a key stays. Returns whether it was new. */
    @CanIgnoreReturnValue
    boolean add(CallKey key, long at, int bytes) {
        int slot = slot(key.high(), key.low());
        if (length[slot] != 0) {
            return false;
        }
        put(slot, key.high(), key.low(), at, bytes);
        size++;
        if (size > high.length / 3 * 2) {
            grow();
        }
        return true;
    }

    /** The slot of a key, or -1. */
    int find(CallKey key) {
        int slot = slot(key.high(), key.low());
        return length[slot] == 0 ? -1 : slot;
    }

    long offset(int slot) {
        return offset[slot];
    }

    int length(int slot) {
        return length[slot];
    }

    private void put(int slot, long h, long l, long at, int bytes) {
        high[slot] = h;
        low[slot] = l;
        offset[slot] = at;
        length[slot] = bytes;
    }

    /** Keys are digests already: their bits need no more mixing. */
    private int slot(long h, long l) {
        int mask = high.length - 1;
        int slot = (int) h & mask;
        while (length[slot] != 0 && (high[slot] != h || low[slot] != l)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        if (high.length == 1 << 30) {
            throw new IllegalStateException("a journal holds at most " + size + " answers");
        }
        JournalIndex bigger = new JournalIndex(high.length * 2);
        for (int i = 0; i < high.length; i++) {
            if (length[i] != 0) {
                bigger.put(bigger.slot(high[i], low[i]), high[i], low[i], offset[i], length[i]);
            }
        }
        high = bigger.high;
        low = bigger.low;
        offset = bigger.offset;
        length = bigger.length;
    }
}
