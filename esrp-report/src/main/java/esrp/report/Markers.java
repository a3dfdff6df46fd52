package esrp.report;

import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.List;

/** The shapes of points. */
final class Markers {
    private static final double[][] DASHES = {{}, {7, 4}, {2, 3}, {9, 3, 2, 3}};

    private Markers() {}

    static double[] dash(int series) {
        return DASHES[(series / 4 + series) % DASHES.length];
    }

    /** The shape of a series: colours begin again at the ninth, then with the next shape, so that 64 differ. */
    static int shape(int series) {
        return series + series / 8;
    }

    static boolean isRound(int shape) {
        return shape % 4 == 0;
    }

    static boolean isHollow(int shape) {
        return shape % 8 >= 4;
    }

    /** Square, diamond or triangle about a centre. */
    static List<Point2D> corners(int shape, double x, double y, double size) {
        int count = shape % 4 == 3 ? 3 : 4;
        double first = shape % 4 == 1 ? Math.PI / 4 : -Math.PI / 2;
        List<Point2D> corners = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double angle = first + 2 * Math.PI * i / count;
            corners.add(new Point2D.Double(x + 0.62 * size * Math.cos(angle), y + 0.62 * size * Math.sin(angle)));
        }
        return corners;
    }
}
