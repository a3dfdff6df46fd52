package esrp.core;

import esrp.core.internal.Checks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A growing dictionary: names in order of first appearance, code = index. */
final class Names {
    private final String column;
    private final int limit;
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> codes = new HashMap<>();

    Names(String column, int limit) {
        this.column = column;
        this.limit = limit;
    }

    int code(String name) {
        Integer known = codes.get(name);
        return known == null ? add(name) : known;
    }

    private int add(String name) {
        Checks.text(column, name);
        Checks.unicode(column, name);
        if (names.size() == limit) {
            throw new IllegalArgumentException(
                    column + ": \"" + name + "\" is one too many, a table holds at most " + limit + " different names");
        }
        names.add(name);
        codes.put(name, codes.size());
        return codes.size() - 1;
    }

    String text(int code) {
        return names.get(code);
    }

    boolean hasRoom(int more) {
        return names.size() + (long) more <= limit;
    }

    List<String> toList() {
        return List.copyOf(names);
    }
}
