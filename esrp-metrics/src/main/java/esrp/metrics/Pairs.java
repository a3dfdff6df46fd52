package esrp.metrics;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.CodeMap;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Codes of pairs of numbers in order of appearance. */
final class Pairs {
    private final CodeMap codes = new CodeMap();
    private long[] pairs = new long[64];
    private long last = -1;
    private int lastCode;

    /** The code of a pair, which may be new. */
    @CanIgnoreReturnValue
    int code(int one, int other) {
        return code(pair(one, other));
    }

    @CanIgnoreReturnValue
    int code(long pair) {
        if (pair != last) {
            last = pair;
            lastCode = codes.code(pair);
            if (lastCode == pairs.length) {
                pairs = Arrays.copyOf(pairs, 2 * lastCode);
            }
            pairs[lastCode] = pair;
        }
        return lastCode;
    }

    private static long pair(int one, int other) {
        return (long) one << 32 | other;
    }

    /** The code of a pair; -1 if it has none. */
    int find(long pair) {
        return codes.find(pair);
    }

    int size() {
        return codes.size();
    }

    /** Adds the pairs of others. */
    void addAll(Pairs others) {
        others.stream().forEach(pair -> {
            int unused = code(pair);
        });
    }

    /** The pairs by their codes. */
    LongStream stream() {
        return Arrays.stream(pairs, 0, codes.size());
    }

    /** Looks codes up, for one thread; that of the pair before costs nothing. */
    final class Reader {
        private long last = -1;
        private int lastCode;

        int code(int one, int other) {
            long pair = pair(one, other);
            if (pair != last) {
                last = pair;
                lastCode = find(pair);
            }
            return lastCode;
        }
    }
}
