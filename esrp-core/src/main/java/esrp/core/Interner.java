package esrp.core;

import java.util.Arrays;

/** One string for each different run of characters, found without making a string. Open addressing, half full at most. */
final class Interner {
    private String[] texts = new String[64];
    private int[] hashes = new int[64];
    private int[] slots = new int[128];
    private int size;
    private int last;

    String text(int code) {
        return texts[code];
    }

    int size() {
        return size;
    }

    String intern(char[] buffer, int offset, int length) {
        int code = code(buffer, offset, length); // may replace the array
        return texts[code];
    }

    /** The code of a text: an earlier one, or {@code size()} as it was before the call. */
    int code(char[] buffer, int offset, int length) {
        if (size > 0 && same(texts[last], buffer, offset, length)) {
            return last;
        }
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        int mask = slots.length - 1;
        int slot = spread(hash) & mask;
        while (slots[slot] != 0) {
            int code = slots[slot] - 1;
            if (hashes[code] == hash && same(texts[code], buffer, offset, length)) {
                last = code;
                return code;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = size + 1;
        if (size == texts.length) {
            texts = Arrays.copyOf(texts, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        texts[size] = new String(buffer, offset, length);
        hashes[size] = hash;
        last = size++;
        if (size * 2 > slots.length) {
            grow();
        }
        return last;
    }

    private void grow() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int code = 0; code < size; code++) {
            int slot = spread(hashes[code]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = code + 1;
        }
    }

    private static int spread(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
    }

    private static boolean same(String text, char[] buffer, int offset, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != buffer[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
