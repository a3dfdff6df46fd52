package esrp.report;

import esrp.core.internal.Escapes;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Writes SVG with real text. Colours are literal for files, and variables with a fallback inside a page. */
final class SvgCanvas implements Canvas {
    private static final String FONT =
            "font-family=\"'Noto Sans CJK SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro"
                    + " Hei',system-ui,sans-serif\"";

    private final StringBuilder out = new StringBuilder();
    private final boolean inPage;
    private final String style;
    private final boolean monochrome;

    /** With the class of a picture in a page, or none in a file. */
    SvgCanvas(String style, boolean monochrome) {
        this.style = style;
        this.inPage = !style.isEmpty();
        this.monochrome = monochrome;
    }

    /** What was drawn, without the document around it. */
    String content() {
        return out.toString();
    }

    /** What a unit is in a file: {@code points} of a page, or a pixel where there are none. */
    String document(double width, double height, double points, String title, String description) {
        String unit = points > 0 ? "pt\"" : "\"";
        double scale = points > 0 ? points : 1;
        String size = inPage
                ? " class=\"" + style + "\""
                : " width=\"" + n(scale * width) + unit + " height=\"" + n(scale * height) + unit;
        String ground = inPage ? "" : "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
        return "<svg xmlns=\"http://www.w3.org/2000/svg\"" + size + " viewBox=\"0 0 " + n(width) + " " + n(height)
                + "\" role=\"img\" " + FONT + " aria-label=\"" + Escapes.html(title + ". " + description) + "\">\n"
                + (inPage ? "" : "<title>" + Escapes.html(title) + "</title>\n")
                + ground + out + "</svg>\n";
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Ink ink, double width, double[] dash) {
        out.append("<line");
        attributes("x1", x1, "y1", y1, "x2", x2, "y2", y2);
        stroke(ink, width, dash);
    }

    @Override
    public void polygon(List<Point2D> points, Ink ink, double width, double[] dash, boolean closed) {
        out.append(closed ? "<polygon" : "<polyline");
        String at = points.stream().map(point -> place(point) + " ").collect(Collectors.joining());
        attributes("fill", "none", "stroke-linejoin", "round", "points", at);
        stroke(ink, width, dash);
    }

    @Override
    public void rect(double x, double y, double width, double height, Ink ink, double opacity) {
        out.append("<rect");
        attributes("x", x, "y", y, "width", width, "height", height, "fill", colour(ink), "fill-opacity", opacity);
        out.append("/>\n");
    }

    @Override
    public void marker(double x, double y, double size, int shape, Ink ink) {
        String path;
        if (Markers.isRound(shape)) {
            String arc = "a" + n(size / 2) + "," + n(size / 2) + " 0 1 0 ";
            path = "M" + n(x - size / 2) + "," + n(y) + arc + n(size) + ",0" + arc + n(-size) + ",0z";
        } else {
            path = Markers.corners(shape, x, y, size).stream()
                    .map(SvgCanvas::place)
                    .collect(Collectors.joining("L", "M", "z"));
        }
        out.append("<path");
        attributes("d", path, "fill", colour(Markers.isHollow(shape) ? Ink.PAPER : ink));
        stroke(ink, 1.5, new double[0]);
    }

    @Override
    public void text(double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink) {
        out.append("<text");
        attributes("x", x, "y", y, "font-size", size);
        if (bold) {
            attributes("font-weight", "bold");
        }
        if (anchor != Anchor.START) {
            attributes("text-anchor", anchor == Anchor.MIDDLE ? "middle" : "end");
        }
        attributes("fill", colour(ink));
        out.append(">" + Escapes.html(text) + "</text>\n");
    }

    @Override
    public void beginGroup(String name, int series) {
        out.append("<g data-series=\"" + series + "\"><title>" + Escapes.html(name) + "</title>\n");
    }

    @Override
    public void endGroup() {
        out.append("</g>\n");
    }

    /** Ends an element by how its line is drawn. */
    private void stroke(Ink ink, double width, double[] dash) {
        attributes("stroke", colour(ink), "stroke-width", width);
        if (dash.length > 0) {
            attributes(
                    "stroke-dasharray",
                    DoubleStream.of(dash).mapToObj(part -> n(part) + " ").collect(Collectors.joining()));
        }
        out.append("/>\n");
    }

    private void attributes(Object... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            String text = value instanceof Double number ? n(number) : value.toString();
            out.append(" " + namesAndValues[i] + "=\"" + text + "\"");
        }
    }

    private static String place(Point2D point) {
        return n(point.getX()) + "," + n(point.getY());
    }

    private String colour(Ink ink) {
        return inPage ? "var(" + ink.variable + "," + ink.hex + ")" : ink.in(monochrome);
    }

    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
