package esrp.core;

import esrp.core.Ratings.Column;
import esrp.core.internal.CodeMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows behind {@link Ratings} and all its views: per row an item (4 bytes), a rater (2, or 3 in segments with raters beyond
 * the first 65,536), a metric (1) and a level (1), in segments of 65,536 rows. Candidate, character and the item's name are columns of the item dictionary.
 * Immutable once built.
 */
final class RatingTable {
    static final int SEGMENT_BITS = 16;
    static final int SEGMENT = 1 << SEGMENT_BITS;
    static final int RATER_BITS = 20;
    static final int MAX_RATERS = 1 << RATER_BITS;
    static final int MAX_METRICS = 255;

    private static final long ARRAY_HEADER = 16;
    private static final long STRING_HEADER = 24;
    private static final long REFERENCE = 4;

    final int rows;
    final List<Segment> segments;
    final List<Metric> metrics;
    final List<String> metricIds;
    final List<String> candidates;
    final List<String> characters;
    final List<String> labels;
    final List<String> raters;
    private final List<String> turns;
    private final List<String> samples;
    private final List<String> replicates;
    final int[] itemCandidate;
    final int[] itemCharacter;
    final int[] itemLabel;
    /** Turn, sample and replicate of an item; 0 is none of them. */
    final int[] itemDetail;

    final List<Detail> details;

    /** Which part of a dialogue, which of several dialogues, and which of several answers; blank where it is not said. */
    record Detail(String turn, String sample, String replicate) {
        static final Detail NONE = new Detail("", "", "");

        String text(Column column) {
            return switch (column) {
                case TURN -> turn;
                case SAMPLE -> sample;
                case REPLICATE -> replicate;
                default -> "";
            };
        }
    }

    /** Sees rows as they are stored. */
    interface Visitor {
        void row(int row, int item, int metric, int rater, int level);
    }

    /** Up to 65,536 rows; arrays of the same length. */
    static final class Segment {
        private static final byte[] NONE = {};

        final int[] item;
        final short[] rater;
        /** What raters have above 16 bits; empty where none has. */
        byte[] high;

        final byte[] metric;
        final byte[] level;

        Segment(int rows) {
            this(new int[rows], new short[rows], NONE, new byte[rows], new byte[rows]);
        }

        Segment(int rows, boolean highRaters) {
            this(new int[rows], new short[rows], highRaters ? new byte[rows] : NONE, new byte[rows], new byte[rows]);
        }

        private Segment(int[] item, short[] rater, byte[] high, byte[] metric, byte[] level) {
            this.item = item;
            this.rater = rater;
            this.high = high;
            this.metric = metric;
            this.level = level;
        }

        int rater(int row) {
            int low = rater[row] & 0xffff;
            return high.length == 0 ? low : (high[row] & 0xff) << 16 | low;
        }

        void setRater(int row, int code) {
            rater[row] = (short) code;
            if (code >>> 16 > 0 && high.length == 0) {
                high = new byte[rater.length];
            }
            if (high.length > 0) {
                high[row] = (byte) (code >>> 16);
            }
        }

        Segment trimmed(int rows) {
            return new Segment(
                    Arrays.copyOf(item, rows),
                    Arrays.copyOf(rater, rows),
                    high.length == 0 ? NONE : Arrays.copyOf(high, rows),
                    Arrays.copyOf(metric, rows),
                    Arrays.copyOf(level, rows));
        }
    }

    RatingTable(
            int rows,
            List<Segment> segments,
            List<Metric> metrics,
            Map<Column, List<String>> names,
            List<Detail> details,
            int[][] items) {
        this.rows = rows;
        this.segments = List.copyOf(segments);
        this.metrics = metrics;
        this.metricIds = metrics.stream().map(Metric::id).toList();
        this.candidates = names.getOrDefault(Column.CANDIDATE, List.of());
        this.characters = names.getOrDefault(Column.CHARACTER, List.of());
        this.labels = names.getOrDefault(Column.ITEM, List.of());
        this.raters = names.getOrDefault(Column.RATER, List.of());
        this.itemCandidate = items[0];
        this.itemCharacter = items[1];
        this.itemLabel = items[2];
        this.itemDetail = items[3];
        this.details = details;
        this.turns = texts(Column.TURN);
        this.samples = texts(Column.SAMPLE);
        this.replicates = texts(Column.REPLICATE);
    }

    int items() {
        return itemLabel.length;
    }

    /** The texts of an optional column; the first is blank. */
    private List<String> texts(Column column) {
        return details.stream().map(detail -> detail.text(column)).distinct().toList();
    }

    /** Whether any rating says its turn, sample or replicate. */
    boolean detailed() {
        return details.size() > 1;
    }

    List<String> names(Column column) {
        return switch (column) {
            case CANDIDATE -> candidates;
            case CHARACTER -> characters;
            case ITEM -> labels;
            case METRIC -> metricIds;
            case RATER -> raters;
            case TURN -> turns;
            case SAMPLE -> samples;
            case REPLICATE -> replicates;
        };
    }

    /** The code of a row in one of the columns of names. */
    interface Coder {
        int code(int item, int metric, int rater);
    }

    Coder coder(Column column) {
        return switch (column) {
            case CANDIDATE -> (item, metric, rater) -> itemCandidate[item];
            case CHARACTER -> (item, metric, rater) -> itemCharacter[item];
            case ITEM -> (item, metric, rater) -> itemLabel[item];
            case METRIC -> (item, metric, rater) -> metric;
            case RATER -> (item, metric, rater) -> rater;
            case TURN, SAMPLE, REPLICATE -> {
                List<String> names = names(column);
                int[] codes = details.stream()
                        .mapToInt(detail -> names.indexOf(detail.text(column)))
                        .toArray();
                yield (item, metric, rater) -> codes[itemDetail[item]];
            }
        };
    }

    /** Visits all rows, or those whose bit is set, in ascending order. */
    void scan(long[] mask, boolean all, Visitor visitor) {
        scan(0, segments.size(), mask, all, visitor);
    }

    /** The same of some segments. */
    void scan(int from, int to, long[] mask, boolean all, Visitor visitor) {
        for (int s = from; s < to; s++) {
            Segment segment = segments.get(s);
            int[] item = segment.item;
            byte[] metric = segment.metric;
            byte[] level = segment.level;
            int base = s << SEGMENT_BITS;
            if (all) {
                for (int i = 0; i < item.length; i++) {
                    visitor.row(base + i, item[i], metric[i] & 0xff, segment.rater(i), level[i] & 0xff);
                }
            } else {
                int end = (base + item.length + 63) >>> 6;
                for (int word = base >>> 6; word < end; word++) {
                    for (long bits = mask[word]; bits != 0; bits &= bits - 1) {
                        int row = (word << 6) + Long.numberOfTrailingZeros(bits);
                        int i = row - base;
                        visitor.row(row, item[i], metric[i] & 0xff, segment.rater(i), level[i] & 0xff);
                    }
                }
            }
        }
    }

    Rating rating(int row) {
        Segment segment = segments.get(row >>> SEGMENT_BITS);
        int i = row & (SEGMENT - 1);
        int item = segment.item[i];
        Metric metric = metrics.get(segment.metric[i] & 0xff);
        return new Rating(
                candidates.get(itemCandidate[item]),
                characters.get(itemCharacter[item]),
                labels.get(itemLabel[item]),
                metric.id(),
                raters.get(segment.rater(i)),
                metric.scale().score(segment.level[i] & 0xff),
                details.get(itemDetail[item]).turn,
                details.get(itemDetail[item]).sample,
                details.get(itemDetail[item]).replicate);
    }

    /** Bytes of arrays and names as HotSpot lays them out with compressed references. */
    long footprintBytes() {
        long bytes = 0;
        for (Segment segment : segments) {
            int n = segment.item.length;
            bytes += array(4L * n) + array(2L * n) + array(n) + array(n);
            bytes += segment.high.length == 0 ? 0 : array(n);
        }
        bytes += 4 * array(4L * items());
        for (Column column : Column.values()) {
            List<String> names = names(column);
            bytes += array(REFERENCE * names.size());
            for (String name : names) {
                boolean latin1 = name.chars().allMatch(c -> c < 256);
                bytes += STRING_HEADER + array(latin1 ? name.length() : 2L * name.length());
            }
        }
        return bytes;
    }

    static long array(long content) {
        return (ARRAY_HEADER + content + 7) & -8L;
    }

    /** Collects rows. Not thread-safe. */
    static final class Builder {
        /** More spellings of metrics than this are looked up each time. */
        private static final int MOST_TEXTS = 1 << 16;

        private final List<Metric> metrics;
        /** Codes of the metrics by what texts call them; -1 for none. */
        private final Map<String, Integer> metricCodes = new HashMap<>();

        private final Names candidates = new Names("candidate", Integer.MAX_VALUE);
        private final Names characters = new Names("character", Integer.MAX_VALUE);
        private final Names labels = new Names("item", Integer.MAX_VALUE);
        private final Names raters = new Names("rater", MAX_RATERS);
        private final CodeMap pairCodes = new CodeMap();
        private final CodeMap spotCodes = new CodeMap();
        private final CodeMap itemCodes = new CodeMap();
        private final Map<Detail, Integer> details = new LinkedHashMap<>(Map.of(Detail.NONE, 0));
        private final List<Segment> full = new ArrayList<>();
        private int[] itemCandidate = new int[64];
        private int[] itemCharacter = new int[64];
        private int[] itemLabel = new int[64];
        private int[] itemDetail = new int[64];
        private Segment last = new Segment(0);
        private int rows;

        Builder(List<Metric> metrics) {
            this.metrics = List.copyOf(metrics);
            if (metrics.isEmpty() || metrics.size() > MAX_METRICS) {
                throw new IllegalArgumentException(
                        "metrics: " + metrics.size() + " given, 1.." + MAX_METRICS + " were expected");
            }
            for (int code = 0; code < metrics.size(); code++) {
                if (metricCodes.put(metrics.get(code).id(), code) != null) {
                    throw new IllegalArgumentException(
                            "metrics: \"" + metrics.get(code).id() + "\" is given twice");
                }
            }
        }

        List<Metric> metrics() {
            return metrics;
        }

        /** Code of the metric that is so called: id, name or alias; empty if there is none. */
        Optional<Integer> metricCode(String text) {
            Integer known = metricCodes.get(text);
            if (known == null) {
                known = Metric.find(metrics, text).map(metrics::indexOf).orElse(-1);
                if (metricCodes.size() < MOST_TEXTS) {
                    metricCodes.put(text, known);
                }
            }
            return known < 0 ? Optional.empty() : Optional.of(known);
        }

        String candidate(int item) {
            return candidates.text(itemCandidate[item]);
        }

        /** Whether so many raters more are surely not too many. */
        boolean hasRoom(int more) {
            return raters.hasRoom(more);
        }

        int raterCode(String name) {
            return raters.code(name);
        }

        int itemCode(String candidate, String character, String item, Metric.Target target, Detail detail) {
            int of = detail.equals(Detail.NONE) ? 0 : details.computeIfAbsent(detail, any -> details.size());
            return itemCode(candidates.code(candidate), characters.code(character), labels.code(item), target, of);
        }

        private int itemCode(int candidate, int character, int label, Metric.Target target, int detail) {
            int pair = pairCodes.code((long) candidate << 32 | character);
            int spot = spotCodes.code((long) pair << 32 | label);
            int before = itemCodes.size();
            int code = itemCodes.code(((long) spot << 31 | detail) << 1 | (target == Metric.Target.BATCH ? 1 : 0));
            if (code == before) {
                if (code == itemLabel.length) {
                    int length = code + (code >> 1);
                    itemCandidate = Arrays.copyOf(itemCandidate, length);
                    itemCharacter = Arrays.copyOf(itemCharacter, length);
                    itemLabel = Arrays.copyOf(itemLabel, length);
                    itemDetail = Arrays.copyOf(itemDetail, length);
                }
                itemCandidate[code] = candidate;
                itemCharacter[code] = character;
                itemLabel[code] = label;
                itemDetail[code] = detail;
            }
            return code;
        }

        void add(int item, int metric, int rater, int level) {
            int i = rows & (SEGMENT - 1);
            if (i == 0) {
                if (rows > 0) {
                    full.add(last);
                }
                if (rows == Integer.MAX_VALUE - SEGMENT + 1) {
                    throw new IllegalStateException("a table holds at most " + rows + " ratings");
                }
                last = new Segment(1024);
            } else if (i == last.item.length) {
                last = last.trimmed(Math.min(SEGMENT, i * 4));
            }
            last.item[i] = item;
            last.setRater(i, rater);
            last.metric[i] = (byte) metric;
            last.level[i] = (byte) level;
            rows++;
        }

        RatingTable build() {
            List<Segment> all = new ArrayList<>(full);
            int rest = rows - all.size() * SEGMENT;
            if (rest > 0) {
                all.add(last.trimmed(rest));
            }
            int items = itemCodes.size();
            return new RatingTable(
                    rows,
                    all,
                    metrics,
                    Map.of(
                            Column.CANDIDATE, candidates.toList(),
                            Column.CHARACTER, characters.toList(),
                            Column.ITEM, labels.toList(),
                            Column.RATER, raters.toList()),
                    List.copyOf(details.keySet()),
                    new int[][] {
                        Arrays.copyOf(itemCandidate, items),
                        Arrays.copyOf(itemCharacter, items),
                        Arrays.copyOf(itemLabel, items),
                        Arrays.copyOf(itemDetail, items)
                    });
        }
    }
}
