package esrp.prompts.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tree of spellings, letter by letter, in which the longest one that starts at a place is found. */
final class Spelling<T> {
    private final Map<Integer, Spelling<T>> next = new HashMap<>(2);
    private @Nullable T value;

    void put(int[] letters, T valueOfAll) {
        Spelling<T> node = this;
        for (int letter : letters) {
            node = node.next.computeIfAbsent(letter, any -> new Spelling<>());
        }
        node.value = valueOfAll;
    }

    @Nullable
    Spelling<T> next(int letter) {
        return next.get(letter);
    }

    /** What is spelled so; null if nothing is. */
    @Nullable
    T value() {
        return value;
    }
}
