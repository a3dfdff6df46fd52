package esrp.report;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/**
 * Places the words of a cloud: the first in the middle, each next one at the first free place of a flat spiral. No two
 * boxes meet; a word is as wide as the cloud at most. Nothing is random.
 */
final class CloudLayout {
    private static final double LARGEST = 44;
    private static final double SMALLEST = 13;
    private static final double GAP = 3;
    /** How much wider than high the spiral is. */
    private static final double FLAT = 1.7;

    private CloudLayout() {}

    /**
     * A word in its place.
     *
     * @param box where it is; the cloud begins at (0, 0)
     * @param baseline where its letters stand
     * @param size of the font
     */
    record Placed(Rectangle2D box, double baseline, double size) {}

    /** One place for each word, in order; O(words² · steps of the spiral). */
    static List<Placed> of(List<Drawing.Bar> words, double width) {
        double most = words.stream().mapToDouble(Drawing.Bar::value).max().orElse(1);
        List<Rectangle2D> boxes = new ArrayList<>();
        List<Double> sizes = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Drawing.Bar word = words.get(i);
            boolean bold = i < words.size() / 3;
            double share = most > 0 ? word.value() / most : 0;
            double size = Math.max(SMALLEST, LARGEST * Math.sqrt(share));
            // measured a little wide: the reader's font is not this one
            double needed = Canvas.width(word.name(), size, bold) * 1.1;
            if (needed > width) {
                size *= width / needed;
                needed = width;
            }
            sizes.add(size);
            boxes.add(place(needed, size * 1.1, width, boxes));
        }
        double top = boxes.stream().mapToDouble(Rectangle2D::getY).min().orElse(0);
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            Rectangle2D box = boxes.get(i);
            placed.add(new Placed(
                    new Rectangle2D.Double(box.getX(), box.getY() - top, box.getWidth(), box.getHeight()),
                    box.getY() - top + 0.9 * sizes.get(i),
                    sizes.get(i)));
        }
        return List.copyOf(placed);
    }

    private static Rectangle2D place(double needed, double height, double width, List<Rectangle2D> taken) {
        double radius = 0;
        for (double angle = 0; ; angle += 6 / (radius + 12)) {
            radius = 1.2 * angle;
            double x = width / 2 + FLAT * radius * Math.cos(angle) - needed / 2;
            double y = radius * Math.sin(angle) - height / 2;
            // beyond the sides the spiral goes on along them, so that there is always room above or below
            x = Math.max(0, Math.min(width - needed, x));
            Rectangle2D box = new Rectangle2D.Double(x, y, needed, height);
            Rectangle2D wide = new Rectangle2D.Double(x - GAP, y - GAP / 3, needed + 2 * GAP, height + 2 * GAP / 3);
            if (taken.stream().noneMatch(wide::intersects)) {
                return box;
            }
        }
    }
}
