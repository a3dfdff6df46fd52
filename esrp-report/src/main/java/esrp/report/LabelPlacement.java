package esrp.report;

import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds places for labels beside their points: no label meets another, a marker, a line to be avoided or a leader. The
 * nearest free place wins; a label that stands off its point gets a leader.
 */
final class LabelPlacement {
    private static final double NEAR = 16;
    private static final double REACH = 220;
    private static final double CLEAR = 3;

    private final Rectangle2D area;
    private final List<Rectangle2D> solid = new ArrayList<>();
    private final List<Line2D> lines = new ArrayList<>();
    private final List<Line2D> leaders = new ArrayList<>();

    /** Labels stay inside the area. */
    LabelPlacement(Rectangle2D area) {
        this.area = area;
    }

    /**
     * Where a label goes.
     *
     * @param box the label's box
     * @param leader from the point to the label, where it is not clear without
     */
    record Place(Rectangle2D box, Optional<Line2D> leader) {}

    /** Keeps labels and leaders off a box. */
    void block(Rectangle2D box) {
        solid.add(box);
    }

    /** Keeps labels off a line; leaders may cross it. */
    void avoid(Line2D line) {
        lines.add(line);
    }

    /** The nearest free place for a label of a size, which is then taken; empty if there is none. O(places · obstacles). */
    Optional<Place> place(double px, double py, double width, double height) {
        List<Rectangle2D> places = new ArrayList<>();
        for (double dy = 4; dy <= REACH; dy += 6) {
            for (double dx = 8; dx <= REACH; dx += 8) {
                places.add(new Rectangle2D.Double(px + dx, py - dy - height, width, height));
                places.add(new Rectangle2D.Double(px + dx, py + dy, width, height));
                places.add(new Rectangle2D.Double(px - dx - width, py - dy - height, width, height));
                places.add(new Rectangle2D.Double(px - dx - width, py + dy, width, height));
            }
            for (double dx = -width; dx <= 0; dx += 8) {
                places.add(new Rectangle2D.Double(px + dx, py - dy - 8 - height, width, height));
                places.add(new Rectangle2D.Double(px + dx, py + dy + 8, width, height));
            }
        }
        places.removeIf(box -> !area.contains(box));
        places.sort(Comparator.comparingDouble(box -> distance(box, px, py)));
        for (Rectangle2D box : places) {
            Optional<Line2D> leader =
                    distance(box, px, py) <= NEAR ? Optional.empty() : Optional.of(leader(box, px, py));
            if (isFree(box) && leader.map(line -> isFree(line, px, py)).orElse(true)) {
                solid.add(box);
                leader.ifPresent(leaders::add);
                return Optional.of(new Place(box, leader));
            }
        }
        return Optional.empty();
    }

    private boolean isFree(Rectangle2D box) {
        Rectangle2D wide = wide(box);
        return solid.stream().noneMatch(box::intersects)
                && lines.stream().noneMatch(line -> line.intersects(wide))
                && leaders.stream().noneMatch(line -> line.intersects(wide));
    }

    private boolean isFree(Line2D leader, double px, double py) {
        return solid.stream().noneMatch(box -> !box.contains(px, py) && leader.intersects(wide(box)))
                && leaders.stream().noneMatch(leader::intersectsLine);
    }

    private static Rectangle2D wide(Rectangle2D box) {
        return new Rectangle2D.Double(
                box.getX() - CLEAR, box.getY() - CLEAR, box.getWidth() + 2 * CLEAR, box.getHeight() + 2 * CLEAR);
    }

    private static double distance(Rectangle2D box, double px, double py) {
        return Math.hypot(nearX(box, px) - px, nearY(box, py) - py);
    }

    private static double nearX(Rectangle2D box, double px) {
        return Math.max(box.getMinX(), Math.min(box.getMaxX(), px));
    }

    private static double nearY(Rectangle2D box, double py) {
        return Math.max(box.getMinY(), Math.min(box.getMaxY(), py));
    }

    /** From the marker's edge to just before the label. */
    private static Line2D leader(Rectangle2D box, double px, double py) {
        double dx = nearX(box, px) - px;
        double dy = nearY(box, py) - py;
        double length = Math.hypot(dx, dy);
        double from = 8 / length;
        double to = (length - CLEAR) / length;
        return new Line2D.Double(px + from * dx, py + from * dy, px + to * dx, py + to * dy);
    }
}
