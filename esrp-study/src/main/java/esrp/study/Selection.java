package esrp.study;

import com.google.common.collect.LinkedHashMultimap;
import com.google.common.collect.SetMultimap;
import java.util.Arrays;

/**
 * The fittest people for characters: as many places filled as can be, and of all ways to fill so many the one with the greatest sum of
 * fitness; by cheapest augmenting paths (Ahuja, Magnanti and Orlin 1993, chapter 9).
 */
final class Selection {
    private final double[][] fitness;
    private final SetMultimap<Integer, Integer> chosen = LinkedHashMultimap.create();
    private final int[] load;

    private Selection(double[][] fitness, int people) {
        this.fitness = fitness;
        this.load = new int[people];
    }

    /**
     * The people chosen for each character.
     *
     * @param fitness of each person for each character, {@code [character][person]}; NaN for whoever may not
     * @param people how many there are
     * @param demand the number of people a character needs
     * @param limit the greatest number of characters of a person
     */
    static SetMultimap<Integer, Integer> best(double[][] fitness, int people, int demand, int limit) {
        Selection selection = new Selection(fitness, people);
        while (selection.augment(demand, limit)) {
            // one more place
        }
        return selection.chosen;
    }

    private boolean augment(int demand, int limit) {
        double[] atCharacter = new double[fitness.length];
        double[] atPerson = new double[load.length];
        int[] from = new int[load.length];
        int[] before = new int[fitness.length];
        Arrays.fill(before, -1);
        Arrays.fill(atPerson, Double.NEGATIVE_INFINITY);
        for (int c = 0; c < fitness.length; c++) {
            atCharacter[c] = chosen.get(c).size() < demand ? 0 : Double.NEGATIVE_INFINITY;
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int c = 0; c < fitness.length; c++) {
                for (int p = 0; p < load.length; p++) {
                    if (Double.isNaN(fitness[c][p])) {
                        continue;
                    }
                    if (chosen.containsEntry(c, p)) {
                        if (atPerson[p] - fitness[c][p] > atCharacter[c] + 1e-12) {
                            atCharacter[c] = atPerson[p] - fitness[c][p];
                            before[c] = p;
                            changed = true;
                        }
                    } else if (atCharacter[c] + fitness[c][p] > atPerson[p] + 1e-12) {
                        atPerson[p] = atCharacter[c] + fitness[c][p];
                        from[p] = c;
                        changed = true;
                    }
                }
            }
        }
        int end = -1;
        for (int p = 0; p < load.length; p++) {
            if (load[p] < limit && atPerson[p] > (end < 0 ? Double.NEGATIVE_INFINITY : atPerson[end])) {
                end = p;
            }
        }
        if (end < 0) {
            return false;
        }
        load[end]++;
        for (int p = end; p >= 0; ) {
            int c = from[p];
            chosen.put(c, p);
            p = before[c];
            chosen.remove(c, p);
        }
        return true;
    }
}
