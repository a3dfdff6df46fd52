package esrp.core.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with slots, filled in a single pass. A slot is <code>{{name}}</code>: letters, digits, {@code _}, {@code -} and
 * {@code .} between double braces, blanks around the name allowed. Any other brace is literal. A value is inserted once
 * and never scanned again.
 */
public final class Template {
    private static final Pattern SLOT = Pattern.compile("\\{\\{ *([\\p{L}\\p{Nd}_.-]+) *}}");
    private static final Pattern FORMATTED = Pattern.compile("\\{\\{([\\p{L}\\p{Nd}_.-]+(?:\\|(?:p|%|\\+?\\d))?)}}");

    private final String name;
    /** One more than there are slots: what stands before, between and behind them. */
    private final List<String> literals = new ArrayList<>();

    private final List<String> slots = new ArrayList<>();

    private Template(String name, String text, Pattern pattern) {
        this.name = name;
        int from = 0;
        Matcher slot = pattern.matcher(text);
        while (slot.find()) {
            literals.add(text.substring(from, slot.start()));
            slots.add(slot.group(1));
            from = slot.end();
        }
        literals.add(text.substring(from));
    }

    /** A template. The name is what errors call it. */
    public static Template of(String name, String text) {
        return new Template(name, text, SLOT);
    }

    /** A template whose slots may name a format behind a bar, as <code>{{name|2}}</code>; it is part of the slot. */
    public static Template formatted(String name, String text) {
        return new Template(name, text, FORMATTED);
    }

    /** The slots in order of first appearance. */
    public Set<String> slots() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(slots));
    }

    /**
     * {@return what is wrong with a set of slots in use: sentences without a full stop; empty if all of the required
     * and none but the optional are in use}
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
        Checks.rejectIf(!missing.isEmpty(), "values: template %s has no value for %s", name, missing);
        return fill(slot -> Objects.requireNonNull(values.get(slot), () -> "value of " + slot));
    }

    /** Fills the slots one by one. */
    public String fill(UnaryOperator<String> value) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < slots.size(); i++) {
            filled.append(literals.get(i)).append(value.apply(slots.get(i)));
        }
        return filled.append(literals.get(slots.size())).toString();
    }
}
