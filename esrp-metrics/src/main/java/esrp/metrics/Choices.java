package esrp.metrics;

import com.google.common.collect.ImmutableMap;
import esrp.core.Table;
import esrp.stats.cluster.ClusteredInference;
import java.util.Map;

/** What the results of an {@link Analysis} have in common beside ratings and rubric. */
record Choices(
        Unit unit,
        Analysis.Items items,
        Analysis.Duplicates duplicates,
        ClusteredInference inference,
        ImmutableMap<String, String> names) {
    static final Choices DEFAULT = new Choices(
            Unit.CHARACTER_AND_SCENARIO,
            Analysis.Items.COMMON,
            Analysis.Duplicates.REJECT,
            ClusteredInference.withDefaults(),
            ImmutableMap.of());

    Choices with(Unit value) {
        return new Choices(value, items, duplicates, inference, names);
    }

    Choices with(Analysis.Items value) {
        return new Choices(unit, value, duplicates, inference, names);
    }

    Choices with(Analysis.Duplicates value) {
        return new Choices(unit, items, value, inference, names);
    }

    Choices with(ClusteredInference value) {
        return new Choices(unit, items, duplicates, value, names);
    }

    Choices with(Map<String, String> value) {
        return new Choices(unit, items, duplicates, inference, ImmutableMap.copyOf(value));
    }

    /** The name to print of a candidate, its id beside it where the name is not its own; the id where there is none. */
    Table.Cell named(String candidate) {
        return Table.Cell.named(candidate, name(candidate));
    }

    /** As {@link #named}, without the id. */
    String name(String candidate) {
        String name = names.getOrDefault(candidate, candidate);
        if (name.isBlank()) {
            return candidate;
        }
        boolean shared = names.entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(candidate)
                        && other.getValue().strip().equals(name.strip()));
        return shared ? name + " (" + candidate + ")" : name;
    }
}
