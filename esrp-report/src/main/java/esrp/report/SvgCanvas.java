package esrp.report;

import esrp.core.internal.Escapes;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.Locale;

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
        out.append("<line x1=\"").append(n(x1)).append("\" y1=\"").append(n(y1));
        out.append("\" x2=\"").append(n(x2)).append("\" y2=\"").append(n(y2)).append('"');
        stroke(ink, width, dash);
        out.append("/>\n");
    }

    @Override
    public void polygon(List<Point2D> points, Ink ink, double width, double[] dash, boolean closed) {
        out.append(closed ? "<polygon" : "<polyline").append(" fill=\"none\" stroke-linejoin=\"round\" points=\"");
        for (Point2D point : points) {
            out.append(n(point.getX())).append(',').append(n(point.getY())).append(' ');
        }
        out.append('"');
        stroke(ink, width, dash);
        out.append("/>\n");
    }

    @Override
    public void rect(double x, double y, double width, double height, Ink ink, double opacity) {
        out.append("<rect x=\"").append(n(x)).append("\" y=\"").append(n(y)).append("\" width=\"");
        out.append(n(width))
                .append("\" height=\"")
                .append(n(height))
                .append("\" fill=\"")
                .append(colour(ink));
        out.append("\" fill-opacity=\"").append(n(opacity)).append("\"/>\n");
    }

    @Override
    public void marker(double x, double y, double size, int shape, Ink ink) {
        out.append("<path d=\"");
        if (Markers.isRound(shape)) {
            double r = size / 2;
            out.append('M').append(n(x - r)).append(',').append(n(y));
            out.append('a')
                    .append(n(r))
                    .append(',')
                    .append(n(r))
                    .append(" 0 1 0 ")
                    .append(n(2 * r))
                    .append(",0");
            out.append('a')
                    .append(n(r))
                    .append(',')
                    .append(n(r))
                    .append(" 0 1 0 ")
                    .append(n(-2 * r))
                    .append(",0z");
        } else {
            List<Point2D> corners = Markers.corners(shape, x, y, size);
            for (int i = 0; i < corners.size(); i++) {
                out.append(i == 0 ? 'M' : 'L').append(n(corners.get(i).getX())).append(',');
                out.append(n(corners.get(i).getY()));
            }
            out.append('z');
        }
        out.append("\" fill=\"")
                .append(Markers.isHollow(shape) ? colour(Ink.PAPER) : colour(ink))
                .append('"');
        stroke(ink, 1.5, new double[0]);
        out.append("/>\n");
    }

    @Override
    public void text(double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink) {
        out.append("<text x=\"").append(n(x)).append("\" y=\"").append(n(y)).append("\" font-size=\"");
        out.append(n(size)).append('"');
        if (bold) {
            out.append(" font-weight=\"bold\"");
        }
        if (anchor != Anchor.START) {
            out.append(" text-anchor=\"")
                    .append(anchor == Anchor.MIDDLE ? "middle" : "end")
                    .append('"');
        }
        out.append(" fill=\"")
                .append(colour(ink))
                .append("\">")
                .append(Escapes.html(text))
                .append("</text>\n");
    }

    @Override
    public void beginGroup(String name, int series) {
        out.append("<g data-series=\"").append(series).append("\"><title>");
        out.append(Escapes.html(name)).append("</title>\n");
    }

    @Override
    public void endGroup() {
        out.append("</g>\n");
    }

    private void stroke(Ink ink, double width, double[] dash) {
        out.append(" stroke=\"")
                .append(colour(ink))
                .append("\" stroke-width=\"")
                .append(n(width))
                .append('"');
        if (dash.length > 0) {
            out.append(" stroke-dasharray=\"");
            for (double part : dash) {
                out.append(n(part)).append(' ');
            }
            out.append('"');
        }
    }

    private String colour(Ink ink) {
        return inPage ? "var(" + ink.variable + "," + ink.hex + ")" : ink.in(monochrome);
    }

    private static String n(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
