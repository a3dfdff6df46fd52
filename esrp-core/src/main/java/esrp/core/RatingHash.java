package esrp.core;

import esrp.core.internal.Digest;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order-free fingerprint of ratings. Of the rows of an item each becomes one number, the ranks of its names and its level,
 * whose order is the order of the lines; the sorted numbers become the lines again.
 */
final class RatingHash {
    private static final long LEVELS = 256;

    private RatingHash() {}

    static String of(Ratings ratings) {
        RatingTable table = ratings.table();
        int[] candidate = inverse(inOrder(table.candidates));
        int[] character = inverse(inOrder(table.characters));
        int[] label = inverse(inOrder(table.labels));
        Comparator<Integer> order = Comparator.comparingInt((Integer item) -> candidate[table.itemCandidate[item]])
                .thenComparingInt(item -> character[table.itemCharacter[item]])
                .thenComparingInt(item -> label[table.itemLabel[item]])
                .thenComparing(
                        item -> bytes(table.details.get(table.itemDetail[item]).turn()), Arrays::compareUnsigned)
                .thenComparing(
                        item -> bytes(table.details.get(table.itemDetail[item]).sample()), Arrays::compareUnsigned)
                .thenComparing(
                        item -> bytes(table.details.get(table.itemDetail[item]).replicate()), Arrays::compareUnsigned);
        int[] itemByRank = sorted(table.items(), order);
        int[] itemRank = inverse(itemByRank);
        for (int rank = 1; rank < itemByRank.length; rank++) {
            // a dialogue and a batch of the same names are two items but sort as one: the metric tells them apart
            if (order.compare(itemByRank[rank - 1], itemByRank[rank]) == 0) {
                itemRank[itemByRank[rank]] = itemRank[itemByRank[rank - 1]];
            }
        }
        int[] metricByRank = inOrder(table.metricIds);
        int[] metricRank = inverse(metricByRank);
        int[] raterByRank = inOrder(table.raters);
        int[] raterRank = inverse(raterByRank);

        long raters = table.raters.size();
        RatingWriter writer = new RatingWriter(ratings, RatingWriter.Form.QUOTED);
        MessageDigest digest = Digest.sha256();
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        ratings.byItem(
                itemRank,
                (item, metric, rater, level) -> (metricRank[metric] * raters + raterRank[rater]) * LEVELS + level,
                (rank, keys, from, to) -> {
                    for (int i = from; i < to; i++) {
                        writer.write(
                                itemByRank[rank],
                                metricByRank[(int) (keys[i] / LEVELS / raters)],
                                raterByRank[(int) (keys[i] / LEVELS % raters)],
                                (int) (keys[i] % LEVELS),
                                out);
                    }
                });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Codes in the order of their names by Unicode code point, which is the order of their UTF-8 bytes. */
    private static int[] inOrder(List<String> names) {
        byte[][] bytes = names.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        return sorted(bytes.length, Comparator.comparing(code -> bytes[code], Arrays::compareUnsigned));
    }

    private static int[] sorted(int codes, Comparator<Integer> order) {
        return IntStream.range(0, codes)
                .boxed()
                .sorted(order)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] inverse(int[] permutation) {
        int[] inverse = new int[permutation.length];
        for (int i = 0; i < inverse.length; i++) {
            inverse[permutation[i]] = i;
        }
        return inverse;
    }
}
