package esrp.study;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Blocks in random order, and within each block all treatments in the order of a row of a Williams square: over the rows
 * of a square each treatment stands in each place, and follows each other treatment, equally often.
 */
final class BalancedOrder {
    /** One place in the sequence. */
    record Cell(int block, int treatment) {}

    private BalancedOrder() {}

    static List<Cell> of(int blocks, int treatments, Random random) {
        List<Integer> order = shuffled(blocks, random);
        List<List<Integer>> square = williams(treatments);
        List<Cell> cells = new ArrayList<>();
        List<Integer> rows = List.of();
        List<Integer> labels = List.of();
        for (int i = 0; i < blocks; i++) {
            if (i % square.size() == 0) {
                rows = shuffled(square.size(), random);
                labels = shuffled(treatments, random); // so that the place of one tells nothing of the others later
            }
            for (int place : square.get(rows.get(i % square.size()))) {
                cells.add(new Cell(order.get(i), labels.get(place)));
            }
        }
        return cells;
    }

    private static List<Integer> shuffled(int n, Random random) {
        List<Integer> numbers = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    /** The rows of a Williams square; where the number is odd, each row is followed by its mirror image. */
    private static List<List<Integer>> williams(int n) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int shift = 0; shift < n; shift++) {
            List<Integer> row = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                row.add(((i % 2 == 1 ? (i + 1) / 2 : n - i / 2) + shift) % n);
            }
            rows.add(row);
            if (n % 2 == 1) {
                rows.add(Lists.reverse(row));
            }
        }
        return rows;
    }
}
