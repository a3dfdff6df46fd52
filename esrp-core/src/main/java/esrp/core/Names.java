package esrp.core;

import esrp.core.internal.Checks;
import java.util.ArrayList;
import java.util.List;

/**
 * A growing dictionary: names in order of first appearance, code = index. Beside the names it takes 8 to 16 bytes each:
 * open addressing, linear probing, half full at most.
 */
final class Names {
    private final String column;
    private final int limit;
    private final List<String> names = new ArrayList<>();
    /** Code + 1 of the name in a slot; 0 if it is free. */
    private int[] slots = new int[64];

    Names(String column, int limit) {
        this.column = column;
        this.limit = limit;
    }

    int code(String name) {
        int slot = slot(name);
        return slots[slot] > 0 ? slots[slot] - 1 : add(name, slot);
    }

    private int add(String name, int slot) {
        Checks.text(column, name);
        Checks.unicode(column, name);
        if (names.size() == limit) {
            throw new IllegalArgumentException(
                    column + ": \"" + name + "\" is one too many, a table holds at most " + limit + " different names");
        }
        names.add(name);
        slots[slot] = names.size();
        if (names.size() > slots.length / 2) {
            grow();
        }
        return names.size() - 1;
    }

    private void grow() {
        if (slots.length >= 1 << 30) {
            throw new IllegalStateException(column + ": more than " + (1 << 29) + " different names");
        }
        slots = new int[slots.length * 2];
        for (int code = 0; code < names.size(); code++) {
            slots[slot(names.get(code))] = code + 1;
        }
    }

    /** Where the name is, or where it belongs. */
    private int slot(String name) {
        int mask = slots.length - 1;
        int slot = hash(name) & mask;
        while (slots[slot] > 0 && !names.get(slots[slot] - 1).equals(name)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Not that of {@code String}, for which anybody can make as many names of one hash as it takes to stop a reader. */
    private static int hash(String name) {
        long hash = name.length();
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        return (int) (hash >>> 16);
    }

    List<String> toList() {
        return List.copyOf(names);
    }
}
