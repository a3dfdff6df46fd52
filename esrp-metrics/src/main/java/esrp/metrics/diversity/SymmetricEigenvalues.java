package esrp.metrics.diversity;

/**
 * Eigenvalues of a symmetric matrix: Householder reduction to tridiagonal form, then QL with implicit shifts; no
 * vectors. O(m³) time, m² numbers of memory.
 *
 * <p>Bowdler, Martin, Reinsch and Wilkinson (1968), The QR and QL algorithms for symmetric matrices,
 * doi:10.1007/BF02166681; Golub and Van Loan, Matrix Computations, §8.3.
 */
final class SymmetricEigenvalues {
    private static final int MOST_STEPS = 60;

    private SymmetricEigenvalues() {}

    /** The eigenvalues in no particular order; the matrix is read only. */
    static double[] of(double[][] matrix) {
        int m = matrix.length;
        double[][] a = new double[m][];
        for (int i = 0; i < m; i++) {
            a[i] = matrix[i].clone();
        }
        double[] diagonal = new double[m];
        double[] beside = new double[m];
        reduce(a, diagonal, beside);
        iterate(diagonal, beside);
        return diagonal;
    }

    /** Column k below the diagonal is reflected onto its first entry; the trailing block becomes H A H. */
    private static void reduce(double[][] a, double[] diagonal, double[] beside) {
        int m = a.length;
        double[] v = new double[m];
        double[] p = new double[m];
        for (int k = 0; k + 2 < m; k++) {
            double squares = 0;
            for (int i = k + 1; i < m; i++) {
                v[i] = a[i][k];
                squares += v[i] * v[i];
            }
            double norm = v[k + 1] > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
            beside[k] = norm;
            if (squares == 0) {
                continue;
            }
            double scale = squares - v[k + 1] * norm;
            v[k + 1] -= norm;
            double overlap = 0;
            for (int i = k + 1; i < m; i++) {
                double sum = 0;
                for (int j = k + 1; j < m; j++) {
                    sum += a[i][j] * v[j];
                }
                p[i] = sum / scale;
                overlap += p[i] * v[i];
            }
            double half = overlap / (2 * scale);
            for (int i = k + 1; i < m; i++) {
                p[i] -= half * v[i];
            }
            for (int i = k + 1; i < m; i++) {
                for (int j = k + 1; j < m; j++) {
                    a[i][j] -= v[i] * p[j] + p[i] * v[j];
                }
            }
        }
        for (int i = 0; i < m; i++) {
            diagonal[i] = a[i][i];
        }
        if (m > 1) {
            beside[m - 2] = a[m - 1][m - 2];
        }
    }

    private static void iterate(double[] d, double[] e) {
        int m = d.length;
        for (int low = 0; low < m; low++) {
            int steps = 0;
            int high = unreduced(d, e, low);
            while (high != low) {
                if (steps++ == MOST_STEPS) {
                    throw new IllegalArgumentException(
                            "kernel: its eigenvalues did not converge in " + MOST_STEPS + " steps; is it finite?");
                }
                double g = (d[low + 1] - d[low]) / (2 * e[low]);
                double r = Math.hypot(g, 1);
                g = d[high] - d[low] + e[low] / (g + Math.copySign(r, g));
                double sine = 1;
                double cosine = 1;
                double shift = 0;
                int i = high - 1;
                for (; i >= low; i--) {
                    double f = sine * e[i];
                    double b = cosine * e[i];
                    r = Math.hypot(f, g);
                    e[i + 1] = r;
                    if (r == 0) {
                        d[i + 1] -= shift;
                        e[high] = 0;
                        break;
                    }
                    sine = f / r;
                    cosine = g / r;
                    g = d[i + 1] - shift;
                    r = (d[i] - g) * sine + 2 * cosine * b;
                    shift = sine * r;
                    d[i + 1] = g + shift;
                    g = cosine * r - b;
                }
                if (i < low) {
                    d[low] -= shift;
                    e[low] = g;
                    e[high] = 0;
                }
                high = unreduced(d, e, low);
            }
        }
    }

    /** The end of the block that starts at {@code low}: where the entry beside the diagonal is negligible. */
    private static int unreduced(double[] d, double[] e, int low) {
        int high = low;
        while (high + 1 < d.length && Math.abs(e[high]) > Math.ulp(Math.abs(d[high]) + Math.abs(d[high + 1]))) {
            high++;
        }
        return high;
    }
}
