package esrp.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Places by falling value: equal values share one (1, 2, 2, 4), and what has no value comes last without one. */
final class Places {
    private static final double SAME = 1e-9;

    /** Which value it is, and its place. */
    record Place(int index, OptionalInt rank) {}

    private Places() {}

    static List<Place> of(double... values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < order.length; i++) {
            double value = values[order[i]];
            boolean tied = i > 0 && values[order[i - 1]] - value <= SAME;
            OptionalInt rank = tied ? places.get(i - 1).rank() : OptionalInt.of(i + 1);
            places.add(new Place(order[i], Double.isNaN(value) ? OptionalInt.empty() : rank));
        }
        return places;
    }
}
