package esrp.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** Paints with Java2D: pixels, or what a PDF is made of. */
final class GraphicsCanvas implements Canvas {
    private final Graphics2D graphics;
    private final boolean monochrome;

    GraphicsCanvas(Graphics2D graphics, boolean monochrome) {
        this.graphics = graphics;
        this.monochrome = monochrome;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    private Color colour(Ink ink) {
        return Color.decode(ink.in(monochrome));
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Ink ink, double width, double[] dash) {
        draw(new Line2D.Double(x1, y1, x2, y2), ink, width, dash);
    }

    @Override
    public void polygon(List<Point2D> points, Ink ink, double width, double[] dash, boolean closed) {
        draw(path(points, closed), ink, width, dash);
    }

    @Override
    public void rect(double x, double y, double width, double height, Ink ink, double opacity) {
        Color colour = colour(ink);
        graphics.setColor(
                new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), (int) Math.round(255 * opacity)));
        graphics.fill(new Rectangle2D.Double(x, y, width, height));
    }

    @Override
    public void marker(double x, double y, double size, int shape, Ink ink) {
        Shape form = Markers.isRound(shape)
                ? new Ellipse2D.Double(x - size / 2, y - size / 2, size, size)
                : path(Markers.corners(shape, x, y, size), true);
        graphics.setColor(Markers.isHollow(shape) ? Color.WHITE : colour(ink));
        graphics.fill(form);
        draw(form, ink, 1.5, new double[0]);
    }

    @Override
    public void text(double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink) {
        double width = anchor == Anchor.START ? 0 : Canvas.width(text, size, bold);
        graphics.setFont(Canvas.font(size, bold));
        graphics.setColor(colour(ink));
        double left = anchor == Anchor.END ? x - width : anchor == Anchor.MIDDLE ? x - width / 2 : x;
        graphics.drawString(text, (float) left, (float) y);
    }

    @Override
    public void beginGroup(String name, int series) {
        // pixels have no groups
    }

    @Override
    public void endGroup() {
        // pixels have no groups
    }

    private void draw(Shape shape, Ink ink, double width, double[] dash) {
        graphics.setColor(colour(ink));
        graphics.setStroke(
                dash.length == 0
                        ? new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND)
                        : new BasicStroke(
                                (float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, floats(dash), 0));
        graphics.draw(shape);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Path2D path(List<Point2D> points, boolean closed) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < points.size(); i++) {
            if (i == 0) {
                path.moveTo(points.get(i).getX(), points.get(i).getY());
            } else {
                path.lineTo(points.get(i).getX(), points.get(i).getY());
            }
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }
}
