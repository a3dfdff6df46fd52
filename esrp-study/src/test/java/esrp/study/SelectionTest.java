package esrp.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.SetMultimap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelectionTest {
    /** Against all choices of three characters and four people. */
    @Test
    void noOtherChoiceFillsMorePlacesOrIsFitter() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            double[][] fitness = new double[3][4];
            for (double[] own : fitness) {
                for (int p = 0; p < own.length; p++) {
                    own[p] = random.nextInt(3) == 0 ? Double.NaN : random.nextInt(8) / 4.0 - 0.5;
                }
            }
            int demand = 1 + random.nextInt(2);
            int limit = 1 + random.nextInt(2);
            SetMultimap<Integer, Integer> chosen = Selection.best(fitness, 4, demand, limit);
            double sum = chosen.entries().stream()
                    .mapToDouble(pair -> fitness[pair.getKey()][pair.getValue()])
                    .sum();
            assertThat(chosen.asMap().values()).allMatch(people -> people.size() <= demand);
            for (int p = 0; p < 4; p++) {
                int person = p;
                assertThat(chosen.values().stream().filter(one -> one == person))
                        .hasSizeLessThanOrEqualTo(limit);
            }
            double[] best = best(fitness, demand, limit);
            assertThat((double) chosen.size()).isEqualTo(best[0]);
            assertThat(sum).isCloseTo(best[1], within(1e-9));
        }
    }

    private static double[] best(double[][] fitness, int demand, int limit) {
        double[] best = {0, 0};
        for (int set = 1; set < 1 << 12; set++) {
            int[] perCharacter = new int[3];
            int[] perPerson = new int[4];
            double sum = 0;
            for (int i = 0; i < 12; i++) {
                if ((set >> i & 1) == 1) {
                    sum += fitness[i / 4][i % 4];
                    perCharacter[i / 4]++;
                    perPerson[i % 4]++;
                }
            }
            boolean allowed = !Double.isNaN(sum);
            for (int count : perCharacter) {
                allowed &= count <= demand;
            }
            for (int count : perPerson) {
                allowed &= count <= limit;
            }
            int size = Integer.bitCount(set);
            if (allowed && (size > best[0] || (size == best[0] && sum > best[1]))) {
                best = new double[] {size, sum};
            }
        }
        return best;
    }
}
