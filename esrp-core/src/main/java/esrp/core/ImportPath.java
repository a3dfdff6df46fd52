package esrp.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where values stand in a record: a column, a JSON pointer, or a pointer inside the JSON of a column. The first step of a
 * row of a table is its header.
 */
final class ImportPath {
    private final List<ImportTemplate> steps = new ArrayList<>();
    private final String source;

    ImportPath(String source) {
        this.source = source;
        String[] parts;
        int cell = source.indexOf("#/");
        if (source.startsWith("/")) {
            parts = source.substring(1).split("/", -1);
        } else if (cell > 0) {
            parts = (source.substring(0, cell) + source.substring(cell + 1)).split("/", -1);
        } else {
            parts = new String[] {source};
        }
        Arrays.stream(parts)
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .map(parts.length == 1 && !source.startsWith("/") ? ImportTemplate::of : ImportTemplate::step)
                .forEach(steps::add);
    }

    String source() {
        return source;
    }

    int size() {
        return steps.size();
    }

    ImportTemplate step(int index) {
        return steps.get(index);
    }

    boolean literal() {
        return steps.stream().allMatch(ImportTemplate::literal);
    }

    boolean has(String hole) {
        return steps.stream().anyMatch(step -> step.holes().contains(hole));
    }

    /** How many steps there are up to the last one that is not literal. */
    int open() {
        int size = steps.size();
        while (size > 0 && steps.get(size - 1).literal()) {
            size--;
        }
        return size;
    }

    /** How many first steps two paths have in common: the values there belong together where they are the same. */
    int shared(ImportPath other) {
        int shared = 0;
        while (shared < Math.min(size(), other.size()) && alike(steps.get(shared), other.steps.get(shared))) {
            shared++;
        }
        return shared;
    }

    /** As {@link #shared}; all steps of lists that stand beside each other, as {@code /value/*} and {@code /user/*}. */
    int beside(ImportPath other) {
        boolean parallel = size() == other.size() && !step(size() - 1).literal();
        for (int i = 0; i < size() && parallel; i++) {
            parallel = step(i).literal() == other.step(i).literal();
        }
        return parallel ? size() : shared(other);
    }

    /** Whether the first steps of two resolved paths are in the same elements: what their common holes hold is the same. */
    boolean together(List<String> at, ImportPath other, List<String> otherAt, int shared) {
        for (int i = 0; i < shared; i++) {
            Map<String, String> mine = step(i).match(at.get(i)).orElse(Map.of());
            Map<String, String> theirs = other.step(i).match(otherAt.get(i)).orElse(Map.of());
            boolean common = mine.keySet().stream().anyMatch(theirs::containsKey);
            boolean literal = step(i).literal() && other.step(i).literal();
            boolean same = literal
                    || (common
                            ? mine.entrySet().stream()
                                    .allMatch(hole -> theirs.getOrDefault(hole.getKey(), hole.getValue())
                                            .equals(hole.getValue()))
                            : at.get(i).equals(otherAt.get(i)));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static boolean alike(ImportTemplate a, ImportTemplate b) {
        boolean open = !a.literal() && !b.literal();
        return open || (a.literal() && a.text().equals(b.text()));
    }

    /** What the holes hold along a resolved path; empty if it is another one. */
    Optional<Map<String, String>> match(List<String> path) {
        if (path.size() != steps.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            Optional<Map<String, String>> step = steps.get(i).match(path.get(i));
            if (step.isEmpty()) {
                return step;
            }
            values.putAll(step.get());
        }
        return Optional.of(values);
    }
}
