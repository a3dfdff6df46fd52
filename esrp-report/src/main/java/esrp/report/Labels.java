package esrp.report;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Names short enough to leave room for what they name, and still as distinct as the names. */
final class Labels {
    static final double SIZE = 13;
    private static final double ROOM = 240;

    private Labels() {}

    /**
     * Cuts long names at the end if that keeps them apart, else in the middle, so that their ends are kept; where neither
     * does, a number goes in front. Pointing at a name shows all of it.
     */
    static List<String> of(List<String> names) {
        int distinct = new HashSet<>(names).size();
        for (double tail = 0; tail <= ROOM; tail += ROOM / 8) {
            double kept = tail;
            List<String> labels =
                    names.stream().map(name -> cut(name, ROOM, kept)).toList();
            if (new HashSet<>(labels).size() == distinct) {
                return labels;
            }
        }
        return IntStream.range(0, names.size())
                .mapToObj(i -> cut(names.indexOf(names.get(i)) + 1 + " " + names.get(i), ROOM, 0))
                .toList();
    }

    static double width(String label) {
        return Canvas.width(label, SIZE, true);
    }

    private static String cut(String name, double room, double tail) {
        if (width(name) <= room) {
            return name;
        }
        int from = name.length();
        while (from > 0 && width(name.substring(name.offsetByCodePoints(from, -1))) <= tail) {
            from = name.offsetByCodePoints(from, -1);
        }
        String end = "…" + name.substring(from);
        int to = from;
        while (to > 0 && width(name.substring(0, to) + end) > room) {
            to = name.offsetByCodePoints(to, -1);
        }
        return name.substring(0, to) + end;
    }
}
