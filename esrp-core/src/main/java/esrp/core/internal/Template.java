package esrp.core.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text with slots, filled in a single pass. A slot is <code>{{name}}</code>: letters, digits, {@code _}, {@code -} and
 * {@code .} between double braces, blanks around the name allowed. Any other brace is literal. A value is inserted once
 * and never scanned again.
 */
public final class Template {
    /** A literal text or a slot. */
    private record Part(String text, boolean slot) {}

    private final String name;
    private final List<Part> parts;
    private final Set<String> slots;

    private Template(String name, List<Part> parts) {
        this.name = name;
        this.parts = parts;
        Set<String> used = new LinkedHashSet<>();
        parts.stream().filter(Part::slot).forEach(part -> used.add(part.text));
        this.slots = Collections.unmodifiableSet(used);
    }

    /** A template whatever its slots. The name is what errors call it. */
    public static Template of(String name, String text) {
        return new Template(name, parts(text));
    }

    /** The slots in order of first appearance. */
    public Set<String> slots() {
        return slots;
    }

    /**
     * What is wrong with a set of slots in use.
     *
     * @return sentences without a full stop; empty if all of the required and none but the optional are in use
     */
    public static List<String> faults(Set<String> used, Set<String> required, Set<String> optional) {
        List<String> faults = new ArrayList<>();
        Set<String> allowed = new TreeSet<>(required);
        allowed.addAll(optional);
        Set<String> unknown = new TreeSet<>(used);
        unknown.removeAll(allowed);
        if (!unknown.isEmpty()) {
            faults.add("unknown slots " + unknown + ", slots are " + allowed);
        }
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(used);
        if (!missing.isEmpty()) {
            faults.add("missing slots " + missing);
        }
        return faults;
    }

    /** Fills the slots; values that no slot asks for are ignored, a slot without a value is an error. */
    public String fill(Map<String, String> values) {
        Set<String> missing = new TreeSet<>(slots);
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("values: template " + name + " has no value for " + missing);
        }
        StringBuilder filled = new StringBuilder();
        for (Part part : parts) {
            filled.append(
                    part.slot
                            ? Objects.requireNonNull(values.get(part.text), () -> "value of " + part.text)
                            : part.text);
        }
        return filled.toString();
    }

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        int literal = 0;
        int at = text.indexOf("{{");
        while (at >= 0) {
            int end = slotEnd(text, at + 2);
            if (end < 0) {
                at = text.indexOf("{{", at + 1);
                continue;
            }
            if (at > literal) {
                parts.add(new Part(text.substring(literal, at), false));
            }
            parts.add(new Part(text.substring(at + 2, end).strip(), true));
            literal = end + 2;
            at = text.indexOf("{{", literal);
        }
        if (literal < text.length()) {
            parts.add(new Part(text.substring(literal), false));
        }
        return List.copyOf(parts);
    }

    /** Where the closing braces of a slot stand whose name starts here; -1 if it is no slot. */
    private static int slotEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        int start = i;
        while (i < text.length() && isNameChar(text.charAt(i))) {
            i++;
        }
        if (i == start) {
            return -1;
        }
        while (i < text.length() && text.charAt(i) == ' ') {
            i++;
        }
        return text.startsWith("}}", i) ? i : -1;
    }

    private static boolean isNameChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
}
