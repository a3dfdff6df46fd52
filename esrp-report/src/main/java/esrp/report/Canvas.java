package esrp.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.geom.Point2D;
import java.util.List;

/** What {@link ChartPainter} draws on. Units are pixels at scale 1; y grows downwards. */
interface Canvas {
    /** Colours by meaning, so that a page can bring its own for the dark. */
    enum Ink {
        INK("#1b1f24", "#000000", "--ink"),
        SOFT("#57606a", "#3a3a3a", "--soft"),
        GRID("#d0d7de", "#cfcfcf", "--grid"),
        PAPER("#ffffff", "#ffffff", "--paper"),
        ACCENT("#0072b2", "#000000", "--series0"),
        SERIES_0("#0072b2", "#000000", "--series0"),
        SERIES_1("#d55e00", "#6e6e6e", "--series1"),
        SERIES_2("#009e73", "#3a3a3a", "--series2"),
        SERIES_3("#cc79a7", "#8a8a8a", "--series3"),
        SERIES_4("#7c2305", "#1e1e1e", "--series4"),
        SERIES_5("#1c1c96", "#7c7c7c", "--series5"),
        SERIES_6("#9a30ff", "#4c4c4c", "--series6"),
        SERIES_7("#222222", "#5e5e5e", "--series7"),
        UP("#0072b2", "#4c4c4c", "--series0"),
        DOWN("#d55e00", "#9a9a9a", "--series1");

        final String hex;
        private final String grey;
        final String variable;

        Ink(String hex, String grey, String variable) {
            this.hex = hex;
            this.grey = grey;
            this.variable = variable;
        }

        String in(boolean monochrome) {
            return monochrome ? grey : hex;
        }

        static Ink series(int index) {
            return switch (index % 8) {
                case 0 -> SERIES_0;
                case 1 -> SERIES_1;
                case 2 -> SERIES_2;
                case 3 -> SERIES_3;
                case 4 -> SERIES_4;
                case 5 -> SERIES_5;
                case 6 -> SERIES_6;
                default -> SERIES_7;
            };
        }
    }

    /** Where a text's anchor lies. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(double x1, double y1, double x2, double y2, Ink ink, double width, double[] dash);

    void polygon(List<Point2D> points, Ink ink, double width, double[] dash, boolean closed);

    void rect(double x, double y, double width, double height, Ink ink, double opacity);

    /** One of eight shapes, so that series differ without colour. */
    void marker(double x, double y, double size, int shape, Ink ink);

    void text(double x, double y, String text, double size, boolean bold, Anchor anchor, Ink ink);

    /** Everything until {@link #endGroup} belongs together; the name shows when pointed at, where the format can. */
    void beginGroup(String name, int series);

    void endGroup();

    /** The width of a text in the font that {@link GraphicsCanvas} uses. */
    static double width(String text, double size, boolean bold) {
        return font(size, bold)
                .getStringBounds(text, new FontRenderContext(null, true, true))
                .getWidth();
    }

    static Font font(double size, boolean bold) {
        return new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 1).deriveFont((float) size);
    }
}
