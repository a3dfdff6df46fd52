package esrp.stats;

import java.util.Arrays;
import java.util.Objects;

/**
 * Items that a judge scored, some of which people scored too.
 *
 * <p>Items lie in clusters (characters, say); where every item is its own cluster, use {@link #of(Sampling, double[],
 * double[])}. Immutable.
 */
public final class JudgedSample {
    private final Sampling sampling;
    private final double[] human;
    private final double[] judge;
    private final int[] cluster;
    private final int clusters;

    private JudgedSample(Sampling sampling, double[] human, double[] judge, int[] cluster, int clusters) {
        this.sampling = sampling;
        this.human = human;
        this.judge = judge;
        this.cluster = cluster;
        this.clusters = clusters;
    }

    /**
     * Items in clusters.
     *
     * @param sampling how the items with human scores were chosen
     * @param human one score for each item; NaN where people did not score it
     * @param judge the judge's score of each item
     * @param cluster the cluster of each item, from 0
     * @param clusters how many clusters there are
     * @return the sample, copied
     */
    public static JudgedSample of(Sampling sampling, double[] human, double[] judge, int[] cluster, int clusters) {
        Objects.requireNonNull(sampling);
        if (human.length != judge.length || human.length != cluster.length) {
            throw new IllegalArgumentException("human: " + human.length + ", judge: " + judge.length + " and cluster: "
                    + cluster.length + " values; each item needs one of each");
        }
        for (int i = 0; i < human.length; i++) {
            if (Double.isInfinite(human[i]) || !Double.isFinite(judge[i])) {
                throw new IllegalArgumentException("human[" + i + "]: " + human[i] + " and judge[" + i + "]: "
                        + judge[i] + "; the judge's score must be finite, the human score finite or NaN");
            }
            if (cluster[i] < 0 || cluster[i] >= clusters) {
                throw new IllegalArgumentException(
                        "cluster[" + i + "]: " + cluster[i] + " is outside 0.." + (clusters - 1));
            }
        }
        if (Arrays.stream(human).allMatch(Double::isNaN)) {
            throw new IllegalArgumentException("human: no item has a human score");
        }
        return new JudgedSample(
                Objects.requireNonNull(sampling), human.clone(), judge.clone(), cluster.clone(), clusters);
    }

    /**
     * Independent items.
     *
     * @param sampling how the items with human scores were chosen
     * @param human one score for each item; NaN where people did not score it
     * @param judge the judge's score of each item
     * @return the sample, copied
     */
    public static JudgedSample of(Sampling sampling, double[] human, double[] judge) {
        int[] own = new int[human.length];
        Arrays.setAll(own, i -> i);
        return of(sampling, human, judge, own, human.length);
    }

    /**
     * How the items with human scores were chosen.
     *
     * @return as declared
     */
    public Sampling sampling() {
        return sampling;
    }

    /**
     * The number of items with a human score.
     *
     * @return at least 1
     */
    public int labelled() {
        return (int) Arrays.stream(human).filter(h -> !Double.isNaN(h)).count();
    }

    /**
     * The number of items.
     *
     * @return with and without a human score
     */
    public int items() {
        return human.length;
    }

    /**
     * The number of clusters.
     *
     * @return as declared
     */
    public int clusters() {
        return clusters;
    }

    boolean labelled(int i) {
        return !Double.isNaN(human[i]);
    }

    double human(int i) {
        return human[i];
    }

    double judge(int i) {
        return judge[i];
    }

    int cluster(int i) {
        return cluster[i];
    }

    /** Pearson's correlation of judge and people on the items both scored; NaN if either is constant. */
    double correlation() {
        double n = labelled();
        double h = 0;
        double j = 0;
        for (int i = 0; i < human.length; i++) {
            if (labelled(i)) {
                h += human[i] / n;
                j += judge[i] / n;
            }
        }
        double hh = 0;
        double jj = 0;
        double hj = 0;
        for (int i = 0; i < human.length; i++) {
            if (labelled(i)) {
                hh += (human[i] - h) * (human[i] - h);
                jj += (judge[i] - j) * (judge[i] - j);
                hj += (human[i] - h) * (judge[i] - j);
            }
        }
        return hj / Math.sqrt(hh * jj);
    }
}
