package esrp.metrics;

import esrp.core.Scale;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the same rater rated more than once, and the one level that counts there. */
final class Repeats {
    /** Bits that are always affordable: 8 MiB. */
    private static final long BITS = 1L << 26;
    /** Keys that are sorted at once: 64 MiB. */
    private static final long SORTED = 1L << 23;

    private static final int SHOWN = 3;

    private final Pairs keys;
    private final int[] level;
    /** How many ratings come after the first of their kind. */
    final int count;
    /** The first of them, as few as a message can hold. */
    final Set<Long> examples;

    private Repeats(Pairs keys, int[] level, int count, Set<Long> examples) {
        this.keys = keys;
        this.level = level;
        this.count = count;
        this.examples = examples;
    }

    /** Rows as a number for rater and thing, the metric, and the level. */
    interface Keyed {
        void forEachKey(KeyedRow row);
    }

    /** One rating. */
    interface KeyedRow {
        void row(long key, int metric, int level);
    }

    /** Keys that come again, as far as one pass tells. */
    static final class Watch {
        private final long[] bits;
        private final Pairs again = new Pairs();

        /** Of keys below a number, and so many rows. Bits cost less than half a byte a row, or else keys are sorted. */
        static Watch of(double most, long rows) {
            return new Watch(most <= Math.max(BITS, 4 * rows) ? (int) (most / Long.SIZE) + 1 : 0);
        }

        /** Where nothing can come again. */
        static Watch none() {
            return new Watch(0);
        }

        private Watch(int words) {
            bits = new long[words];
        }

        boolean watches() {
            return bits.length > 0;
        }

        void see(long key) {
            if (watches()) {
                int word = (int) (key >>> 6);
                if ((bits[word] & (1L << key)) != 0) {
                    again.code(key);
                }
                bits[word] |= 1L << key;
            }
        }

        /** What came in this part, and in another one. */
        void add(Watch other) {
            for (int word = 0; word < bits.length; word++) {
                for (long both = bits[word] & other.bits[word]; both != 0; both &= both - 1) {
                    again.code(((long) word << 6) + Long.numberOfTrailingZeros(both));
                }
                bits[word] |= other.bits[word];
            }
            again.addAll(other.again);
        }

        /** The same for another part. */
        Watch another() {
            return new Watch(bits.length);
        }

        /** All keys that come again. */
        Pairs again(Keyed rows, long size) {
            if (!watches()) {
                int parts = (int) (size / SORTED) + 1;
                for (int part = 0; part < parts; part++) {
                    sort(rows, part, parts);
                }
            }
            return again;
        }

        /** The keys of a part, so that memory is bounded. */
        private void sort(Keyed rows, int part, int parts) {
            long[][] some = {new long[1024]};
            int[] n = {0};
            rows.forEachKey((key, metric, level) -> {
                if (parts == 1 || Long.remainderUnsigned((key * 0x9E3779B97F4A7C15L) >>> 16, parts) == part) {
                    if (n[0] == some[0].length) {
                        some[0] = Arrays.copyOf(some[0], n[0] + (n[0] >> 1));
                    }
                    some[0][n[0]++] = key;
                }
            });
            long[] sorted = some[0];
            Arrays.sort(sorted, 0, n[0]);
            for (int i = 1; i < n[0]; i++) {
                if (sorted[i] == sorted[i - 1]) {
                    again.code(sorted[i]);
                }
            }
        }
    }

    /** Finds the level that counts, by a policy. */
    static Repeats of(Pairs keys, Keyed rows, Analysis.Duplicates policy, List<Scale> scales) {
        int[] level = new int[keys.size()];
        int[] sum = new int[level.length];
        int[] n = new int[level.length];
        int[] repeated = {0};
        Set<Long> examples = new LinkedHashSet<>();
        rows.forEachKey((key, metric, given) -> {
            int code = keys.find(key);
            if (code < 0) {
                return;
            }
            sum[code] += given;
            if (n[code]++ > 0) {
                repeated[0]++;
                if (examples.size() < SHOWN) {
                    examples.add(key);
                }
            }
            if (policy == Analysis.Duplicates.MEAN) {
                Scale scale = scales.get(metric);
                int lowest = (int) Math.rint(scale.lowest() / scale.step());
                level[code] = (int) Math.rint(sum[code] / (double) n[code] + lowest) - lowest;
            } else if (n[code] == 1 || policy == Analysis.Duplicates.LAST) {
                level[code] = given;
            }
        });
        return new Repeats(keys, level, repeated[0], examples);
    }

    /** Whether a key is repeated: its code, else -1. */
    int code(long key) {
        return keys.find(key);
    }

    int level(int code) {
        return level[code];
    }
}
