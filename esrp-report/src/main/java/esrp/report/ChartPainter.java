package esrp.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.Checks;
import esrp.core.internal.Numbers;
import esrp.report.Canvas.Anchor;
import esrp.report.Canvas.Ink;
import esrp.stats.Interval;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Lays charts out. Text is measured before it is placed, so that nothing is cut and no labels meet. */
final class ChartPainter {
    private static final double WIDE = 860;
    private static final double NARROW = 380;
    /** Below this width pictures are laid out as for a phone. */
    private static final double LEAST_WIDE = 600;
    /** Points per unit in print, so that labels are of 8 points. */
    private static final double PRINTED = 8 / Labels.SIZE;

    /** How many curves a radar in a file holds. */
    private static final int MOST_SERIES = 8;
    /** A difference in figures needs a cell so wide. */
    private static final double NUMBER_WIDTH = 46;

    private static final double LEAST_POINTS = 160;
    private static final double MOST_POINTS = 2000;

    private static final double CLOUD_WIDTH = 480;
    private static final double TITLE = 17;
    private static final double[] SOLID = {};
    private static final double[] DOTTED = {3, 3};
    private static final double LABEL = Labels.SIZE;
    private static final double SMALL = 11.5;
    private static final double MARGIN = 16;

    private final double width;
    private final boolean narrow;

    private ChartPainter(double width) {
        this.width = width;
        this.narrow = width < LEAST_WIDE;
    }

    static String svg(Chart chart) {
        return svg(inFile(chart), new SvgCanvas("", false), width(chart), 0);
    }

    /** As a file holds it: a radar with the curves that can be told apart, the first of them. */
    private static Chart inFile(Chart chart) {
        if (chart instanceof Drawing.Radar radar && radar.series().size() > MOST_SERIES) {
            int all = radar.series().size();
            return new Drawing.Radar(
                    radar.title() + " (" + MOST_SERIES + " / " + all + ")",
                    radar.axes(),
                    radar.lowest(),
                    radar.highest(),
                    radar.series().subList(0, MOST_SERIES));
        }
        return chart;
    }

    /** For print: so many points wide. */
    static String svg(Chart chart, double points, boolean monochrome) {
        double scale = scale(points);
        return svg(inFile(chart), new SvgCanvas("", monochrome), points / scale, scale);
    }

    /** For a page: for wide windows and, where it differs, for phones. */
    static String inPage(Chart chart) {
        return !(chart instanceof Drawing.Cloud)
                ? svg(chart, new SvgCanvas("wide", false), WIDE, 0)
                        + svg(chart, new SvgCanvas("narrow", false), NARROW, 0)
                : svg(chart, new SvgCanvas("only", false), width(chart), 0);
    }

    /** The look of a curve, beside its name. */
    static String swatch(int series) {
        SvgCanvas canvas = new SvgCanvas("swatch", false);
        canvas.line(0, 6, 34, 6, Ink.series(series), 2, Markers.dash(series));
        canvas.marker(17, 6, 7, Markers.shape(series), Ink.series(series));
        return "<svg class=\"swatch\" viewBox=\"0 0 34 12\" aria-hidden=\"true\">" + canvas.content() + "</svg>";
    }

    private static String svg(Chart chart, SvgCanvas canvas, double width, double points) {
        double height = new ChartPainter(width).paint(chart, canvas);
        return canvas.document(width, height, points, chart.title(), chart.description());
    }

    static byte[] png(Chart chart, double scale) {
        Checks.rejectIf(!(scale > 0 && scale <= 8), "scale: %s is outside (0, 8]", scale);
        double width = width(chart);
        Chart drawn = inFile(chart);
        double height = height(drawn, width);
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(width * scale), (int) Math.ceil(height * scale), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        new ChartPainter(width).paint(drawn, new GraphicsCanvas(graphics, false));
        graphics.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalStateException("this Java platform writes no PNG");
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] pdf(Chart chart, double points, boolean monochrome) {
        double scale = scale(points);
        double width = points / scale;
        Chart drawn = inFile(chart);
        double height = height(drawn, width);
        return PdfPage.of(drawn, points, scale * height, graphics -> {
            graphics.scale(scale, scale);
            new ChartPainter(width).paint(drawn, new GraphicsCanvas(graphics, monochrome));
        });
    }

    private static double height(Chart chart, double width) {
        return new ChartPainter(width).paint(chart, new SvgCanvas("", false));
    }

    /** Points per unit: labels are of 8 points, less only where a picture is narrower than it can be drawn. */
    private static double scale(double points) {
        Checks.rejectIf(
                !(points >= LEAST_POINTS && points <= MOST_POINTS),
                "points: %s is outside %s..%s",
                points,
                LEAST_POINTS,
                MOST_POINTS);
        return Math.min(PRINTED, points / NARROW);
    }

    /** Clouds are half as wide, so that two stand side by side; a square of many names is as wide as its figures need. */
    private static double width(Chart chart) {
        if (chart instanceof Drawing.Matrix matrix) {
            double cells = matrix.names().size() * (NUMBER_WIDTH + 1);
            return Math.max(WIDE, matrixLeft(matrix, false) + cells + MARGIN);
        }
        return chart instanceof Drawing.Cloud ? CLOUD_WIDTH : WIDE;
    }

    @CanIgnoreReturnValue
    private double paint(Chart chart, Canvas canvas) {
        double needed = Canvas.width(chart.title(), TITLE, true) * 1.08;
        double size = TITLE * Math.min(1, (width - 2 * MARGIN) / needed);
        canvas.text(MARGIN, 28, chart.title(), size, true, Anchor.START, Ink.INK);
        if (chart instanceof Drawing.Radar radar) {
            return radar(radar, canvas);
        } else if (chart instanceof Drawing.Intervals intervals) {
            return intervals(intervals, canvas);
        } else if (chart instanceof Drawing.Scatter scatter) {
            return scatter(scatter, canvas);
        } else if (chart instanceof Drawing.Reliability reliability) {
            return reliability(reliability, canvas);
        } else if (chart instanceof Drawing.Bars bars) {
            return bars(bars, canvas);
        } else if (chart instanceof Drawing.Cloud cloud) {
            return cloud(cloud, canvas);
        }
        return matrix((Drawing.Matrix) chart, canvas);
    }

    // ---- radar -----------------------------------------------------------------------------------------------------

    private double radar(Drawing.Radar radar, Canvas canvas) {
        int n = radar.axes().size();
        List<String> labels =
                Labels.of(radar.axes().stream().map(Drawing.Axis::label).toList());
        List<List<String>> lines = labels.stream()
                .map(label -> narrow ? List.of(label.split(" ", 2)) : List.of(label))
                .toList();
        double labelWidth = widest(lines.stream().flatMap(List::stream).toList());
        double radius = Math.max(narrow ? 70 : 110, Math.min(230, (width - 2 * MARGIN - 2 * labelWidth) / 2 - 20));
        double cx = width / 2;
        double cy = 88 + radius;
        double step = tickStep(radar.highest() - radar.lowest(), 4);
        for (double tick = radar.lowest(); tick <= radar.highest() + 1e-9; tick += step) {
            double r = radius * (tick - radar.lowest()) / (radar.highest() - radar.lowest());
            List<Point2D> ring = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                ring.add(at(cx, cy, r, i, n));
            }
            canvas.polygon(ring, Ink.GRID, 1, SOLID, true);
        }
        for (int i = 0; i < n; i++) {
            Point2D rim = at(cx, cy, radius, i, n);
            canvas.line(cx, cy, rim.getX(), rim.getY(), Ink.GRID, 1, SOLID);
            if (sameGroup(radar.axes().get(i), radar.axes().get((i + 1) % n))) {
                Point2D from = at(cx, cy, radius + 5, i, n);
                Point2D to = at(cx, cy, radius + 5, i + 1, n);
                canvas.line(from.getX(), from.getY(), to.getX(), to.getY(), Ink.SOFT, 2.5, SOLID);
            }
            Point2D place = at(cx, cy, radius + 18, i, n);
            double cos = place.getX() - cx;
            Anchor anchor = Math.abs(cos) < radius * 0.12 ? Anchor.MIDDLE : cos > 0 ? Anchor.START : Anchor.END;
            double y =
                    place.getY() + (place.getY() < cy - radius * 0.9 ? -2 : place.getY() > cy + radius * 0.9 ? 10 : 4);
            for (int line = 0; line < lines.get(i).size(); line++) {
                double down = 15 * (place.getY() < cy ? line + 1 - lines.get(i).size() : line);
                canvas.text(place.getX(), y + down, lines.get(i).get(line), LABEL, true, anchor, Ink.INK);
            }
        }
        for (int s = 0; s < radar.series().size(); s++) {
            Drawing.Series series = radar.series().get(s);
            Ink ink = Ink.series(s);
            canvas.beginGroup(series.name(), s);
            List<Point2D> points = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                double value = series.values().get(i);
                if (!Double.isNaN(value)) {
                    double share = (value - radar.lowest()) / (radar.highest() - radar.lowest());
                    points.add(at(cx, cy, radius * Math.max(0, Math.min(1, share)), i, n));
                }
            }
            canvas.polygon(points, ink, 2, Markers.dash(s), points.size() == n);
            canvas.endGroup();
            for (int i = 0, drawn = 0; i < n; i++) {
                if (!Double.isNaN(series.values().get(i))) {
                    Point2D point = points.get(drawn++);
                    String value = Numbers.decimal(series.values().get(i), 2);
                    canvas.beginGroup(series.name() + ": " + radar.axes().get(i).label() + " " + value, s);
                    canvas.marker(point.getX(), point.getY(), 7, Markers.shape(s), ink);
                    canvas.endGroup();
                }
            }
        }
        // the numbers of the rings come last, on top, between the first two axes
        for (double tick = radar.lowest(); tick <= radar.highest() + 1e-9; tick += step) {
            double r = radius * (tick - radar.lowest()) / (radar.highest() - radar.lowest());
            canvas.text(cx + 5, cy - r + 12, tickText(tick, step), SMALL, false, Anchor.START, Ink.SOFT);
        }
        double below = cy + radius + (narrow ? 65 : 50);
        // in a page the boxes that switch curves on show their looks
        return radar.series().size() > MOST_SERIES ? below : legend(radar.series(), canvas, below);
    }

    /** Names the series below the plot, as many a row as fit; returns the height used. */
    private double legend(List<Drawing.Series> series, Canvas canvas, double top) {
        List<String> labels =
                Labels.of(series.stream().map(Drawing.Series::name).toList());
        double entry = 66 + widest(labels);
        int columns = (int) Math.max(1, Math.min(series.size(), Math.floor((width - 2 * MARGIN) / entry)));
        double left = (width - columns * entry) / 2 + 12;
        for (int s = 0; s < series.size(); s++) {
            double x = left + entry * (s % columns);
            double y = top + 24 * (s / columns);
            canvas.beginGroup(series.get(s).name(), s);
            canvas.line(x, y, x + 34, y, Ink.series(s), 2, Markers.dash(s));
            canvas.marker(x + 17, y, 7, Markers.shape(s), Ink.series(s));
            canvas.text(x + 42, y + 4.5, labels.get(s), LABEL, false, Anchor.START, Ink.INK);
            canvas.endGroup();
        }
        return top + 24 * ((series.size() - 1) / columns) + 30;
    }

    private static boolean sameGroup(Drawing.Axis a, Drawing.Axis b) {
        return !a.group().isEmpty() && a.group().equals(b.group());
    }

    private static Point2D at(double cx, double cy, double r, int i, int n) {
        double angle = 2 * Math.PI * i / n;
        return new Point2D.Double(cx + r * Math.sin(angle), cy - r * Math.cos(angle));
    }

    // ---- intervals -------------------------------------------------------------------------------------------------

    private double intervals(Drawing.Intervals chart, Canvas canvas) {
        double rowHeight = narrow ? 46 : 30;
        List<String> labels =
                Labels.of(chart.rows().stream().map(Drawing.Row::name).toList());
        double nameWidth = widest(labels);
        double valueWidth =
                widest(chart.rows().stream().map(row -> text(row.interval())).toList());
        Stream<Double> values =
                Stream.concat(chart.rows().stream().flatMap(row -> bounds(row.interval())), chart.reference().stream());
        Scale scale = narrow
                ? Scale.over(values, MARGIN + 8, width - MARGIN - 16, ticks())
                : Scale.over(values, MARGIN + nameWidth + 14, width - MARGIN - valueWidth - 34, ticks());
        double top = 56;
        double bottom = top + rowHeight * chart.rows().size();
        double below = axis(canvas, scale, top, bottom, chart.valueLabel());
        chart.reference()
                .ifPresent(value -> canvas.line(scale.x(value), top, scale.x(value), bottom, Ink.SOFT, 1.5, DOTTED));
        for (int i = 0; i < chart.rows().size(); i++) {
            Drawing.Row row = chart.rows().get(i);
            double y = top + rowHeight * (i + (narrow ? 0.7 : 0.5));
            double textY = narrow ? y - 12 : y + 4.5;
            Interval interval = row.interval();
            canvas.beginGroup(row.name() + " " + text(interval), i);
            onPaper(
                    canvas,
                    narrow ? MARGIN : MARGIN + nameWidth,
                    textY,
                    labels.get(i),
                    false,
                    narrow ? Anchor.START : Anchor.END);
            if (Double.isFinite(interval.lower()) && Double.isFinite(interval.upper())) {
                canvas.line(scale.x(interval.lower()), y, scale.x(interval.upper()), y, Ink.ACCENT, 2.5, SOLID);
                canvas.line(scale.x(interval.lower()), y - 5, scale.x(interval.lower()), y + 5, Ink.ACCENT, 2, SOLID);
                canvas.line(scale.x(interval.upper()), y - 5, scale.x(interval.upper()), y + 5, Ink.ACCENT, 2, SOLID);
            }
            if (Double.isFinite(interval.estimate())) {
                canvas.marker(scale.x(interval.estimate()), y, 8, 0, Ink.ACCENT);
            }
            onPaper(canvas, width - MARGIN - valueWidth, textY, text(interval), false, Anchor.START);
            canvas.endGroup();
        }
        brackets(chart, canvas, narrow ? width - MARGIN + 8 : width - MARGIN - valueWidth - 14, top, rowHeight);
        return below;
    }

    /** A text through which no line of the grid runs. */
    private static void onPaper(Canvas canvas, double x, double y, String text, boolean bold, Anchor anchor) {
        double length = Canvas.width(text, LABEL, bold) * 1.08;
        double from = anchor == Anchor.START ? x - 2 : x - length + 2;
        canvas.rect(from, y - LABEL, length, LABEL + 4, Ink.PAPER, 1);
        canvas.text(x, y, text, LABEL, bold, anchor, Ink.INK);
    }

    /** The estimate alone where there is no interval. */
    static String text(Interval interval) {
        String estimate = Numbers.decimal(interval.estimate(), 2);
        return Double.isNaN(interval.lower())
                ? estimate
                : estimate + " " + Numbers.bounds(interval.lower(), interval.upper(), 2);
    }

    /** Joins neighbouring rows of one group at the left of the numbers. */
    private static void brackets(Drawing.Intervals chart, Canvas canvas, double x, double top, double rowHeight) {
        int from = 0;
        while (from < chart.rows().size()) {
            int to = from;
            while (to + 1 < chart.rows().size()
                    && chart.rows().get(from).group().isPresent()
                    && chart.rows()
                            .get(to + 1)
                            .group()
                            .equals(chart.rows().get(from).group())) {
                to++;
            }
            if (to > from) {
                double y1 = top + rowHeight * from + 8;
                double y2 = top + rowHeight * (to + 1) - 8;
                canvas.line(x, y1, x, y2, Ink.SOFT, 1.5, SOLID);
                canvas.line(x - 5, y1, x, y1, Ink.SOFT, 1.5, SOLID);
                canvas.line(x - 5, y2, x, y2, Ink.SOFT, 1.5, SOLID);
            }
            from = to + 1;
        }
    }

    private static Stream<Double> bounds(Interval interval) {
        return Stream.of(interval.lower(), interval.estimate(), interval.upper())
                .filter(Double::isFinite);
    }

    // ---- scatter ---------------------------------------------------------------------------------------------------

    private double reliability(Drawing.Reliability chart, Canvas canvas) {
        double side = Math.min(420, width - 2 * MARGIN - 50);
        double left = (width - side) / 2 + 15;
        double top = 74;
        double bottom = top + side;
        Scale x = new Scale(0, 1, left, left + side, 0.2);
        Scale y = new Scale(0, 1, bottom, top, 0.2);
        double below = axis(canvas, x, top, bottom, chart.xLabel());
        canvas.text(left - 30, top - 16, chart.yLabel(), LABEL, false, Anchor.START, Ink.SOFT);
        for (double tick = 0; tick <= 1 + 1e-9; tick += y.step) {
            canvas.line(left, y.x(tick), left + side, y.x(tick), Ink.GRID, 1, SOLID);
            canvas.text(left - 8, y.x(tick) + 4, tickText(tick, y.step), SMALL, false, Anchor.END, Ink.SOFT);
        }
        canvas.line(left, bottom, left + side, top, Ink.SOFT, 1.5, SOLID);
        for (int c = 0; c < chart.stated().size(); c++) {
            List<Double> stated = chart.stated().get(c).values();
            List<Double> right = chart.right().get(c).values();
            List<Point2D> points = IntStream.range(0, stated.size())
                    .<Point2D>mapToObj(i -> new Point2D.Double(x.x(stated.get(i)), y.x(right.get(i))))
                    .toList();
            canvas.beginGroup(chart.stated().get(c).name(), c);
            canvas.polygon(points, Ink.series(c), 2, Markers.dash(c), false);
            for (Point2D point : points) {
                canvas.marker(point.getX(), point.getY(), 8, Markers.shape(c), Ink.series(c));
            }
            canvas.endGroup();
        }
        return legend(chart.stated(), canvas, below + 20);
    }

    private double scatter(Drawing.Scatter chart, Canvas canvas) {
        double height = narrow ? 420 : 520;
        double left = narrow ? 50 : 76;
        double right = width - MARGIN - 20;
        double top = 74;
        double bottom = height - 70;
        Scale x = Scale.over(chart.points().stream().flatMap(point -> bounds(point.x())), left, right, ticks());
        Scale y = Scale.over(chart.points().stream().flatMap(point -> bounds(point.y())), bottom, top, ticks());
        double below = axis(canvas, x, top, bottom, chart.xLabel());
        canvas.text(MARGIN, top - 16, chart.yLabel(), LABEL, false, Anchor.START, Ink.SOFT);
        for (double tick = y.firstTick(); tick <= y.high + 1e-9; tick += y.step) {
            canvas.line(left, y.x(tick), right, y.x(tick), Ink.GRID, 1, SOLID);
            canvas.text(left - 8, y.x(tick) + 4, tickText(tick, y.step), SMALL, false, Anchor.END, Ink.SOFT);
        }
        List<String> labels =
                Labels.of(chart.points().stream().map(Drawing.Point::name).toList());
        LabelPlacement placement =
                new LabelPlacement(new Rectangle2D.Double(left, top - 8, right + 16 - left, bottom - top + 6));
        for (int i = 0; i < chart.points().size(); i++) {
            Drawing.Point point = chart.points().get(i);
            Ink ink = Ink.series(i);
            double px = x.x(point.x().estimate());
            double py = y.x(point.y().estimate());
            begin(canvas, point, i);
            whisker(canvas, placement, x.x(point.x().lower()), py, x.x(point.x().upper()), py, ink);
            whisker(
                    canvas,
                    placement,
                    px,
                    y.x(point.y().lower()),
                    px,
                    y.x(point.y().upper()),
                    ink);
            canvas.endGroup();
            placement.block(new Rectangle2D.Double(px - 7, py - 7, 14, 14));
        }
        List<Integer> without = new ArrayList<>();
        for (int i = 0; i < chart.points().size(); i++) {
            Drawing.Point point = chart.points().get(i);
            double px = x.x(point.x().estimate());
            double py = y.x(point.y().estimate());
            begin(canvas, point, i);
            canvas.marker(px, py, 9, Markers.shape(i), Ink.series(i));
            Optional<LabelPlacement.Place> place =
                    placement.place(px, py, Canvas.width(labels.get(i), LABEL, true) * 1.08, LABEL + 4);
            if (place.isPresent()) {
                Rectangle2D box = place.get().box();
                place.get()
                        .leader()
                        .ifPresent(leader -> canvas.line(
                                leader.getX1(), leader.getY1(), leader.getX2(), leader.getY2(), Ink.SOFT, 1, SOLID));
                canvas.text(box.getX(), box.getMaxY() - 4, labels.get(i), LABEL, true, Anchor.START, Ink.INK);
            } else {
                without.add(i);
            }
            canvas.endGroup();
        }
        return key(labels, without, canvas, narrow ? Math.max(height, below) : height);
    }

    /** Names the points that have no room for their name, below the plot; returns the height used. */
    private double key(List<String> labels, List<Integer> points, Canvas canvas, double top) {
        double entry = 40 + widest(labels);
        int columns = (int) Math.max(1, Math.floor((width - 2 * MARGIN) / entry));
        for (int k = 0; k < points.size(); k++) {
            double x = MARGIN + entry * (k % columns) + 8;
            double y = top + 24 * (k / columns) + 4;
            canvas.marker(x, y, 9, Markers.shape(points.get(k)), Ink.series(points.get(k)));
            canvas.text(x + 14, y + 4.5, labels.get(points.get(k)), LABEL, false, Anchor.START, Ink.INK);
        }
        return points.isEmpty() ? top : top + 24 * ((points.size() - 1) / columns) + 28;
    }

    private static void begin(Canvas canvas, Drawing.Point point, int series) {
        canvas.beginGroup(point.name() + " " + text(point.x()) + " / " + text(point.y()), series);
    }

    private static void whisker(
            Canvas canvas, LabelPlacement placement, double x1, double y1, double x2, double y2, Ink ink) {
        if (Double.isFinite(x1) && Double.isFinite(x2) && Double.isFinite(y1) && Double.isFinite(y2)) {
            canvas.line(x1, y1, x2, y2, ink, 1.5, SOLID);
            placement.avoid(new Line2D.Double(x1, y1, x2, y2));
        }
    }

    // ---- bars ------------------------------------------------------------------------------------------------------

    private double bars(Drawing.Bars chart, Canvas canvas) {
        double rowHeight = narrow ? 46 : 28;
        List<String> labels =
                Labels.of(chart.bars().stream().map(Drawing.Bar::name).toList());
        double nameWidth = widest(labels);
        double high = chart.bars().stream()
                .mapToDouble(Drawing.Bar::value)
                .filter(Double::isFinite)
                .max()
                .orElse(chart.origin() + 1);
        double left = narrow ? MARGIN : MARGIN + nameWidth + 14;
        boolean counts = chart.bars().stream().allMatch(bar -> bar.value() == Math.rint(bar.value()));
        double step = tickStep(Math.max(high - chart.origin(), 1e-9), ticks());
        // nothing is counted in halves
        step = counts && step != Math.rint(step) ? Math.max(1, 2 * step) : step;
        Scale scale = new Scale(
                chart.origin(), Math.max(high, chart.origin() + 1e-9), left, width - MARGIN - 60, Math.max(step, 1e-9));
        double top = 52;
        double bottom = top + rowHeight * chart.bars().size();
        double below = axis(canvas, scale, top, bottom, chart.valueLabel());
        for (int i = 0; i < chart.bars().size(); i++) {
            Drawing.Bar bar = chart.bars().get(i);
            double y = top + rowHeight * (i + 1) - 28;
            String value = value(bar.value(), counts);
            canvas.beginGroup(bar.name() + " " + value, i);
            onPaper(
                    canvas,
                    narrow ? left : left - 10,
                    narrow ? y : y + 18.5,
                    labels.get(i),
                    bar.chosen(),
                    narrow ? Anchor.START : Anchor.END);
            if (Double.isFinite(bar.value())) {
                double end = scale.x(Math.max(bar.value(), chart.origin()));
                canvas.rect(left, y + 5, end - left, 18, Ink.ACCENT, bar.chosen() ? 1 : 0.4);
                onPaper(canvas, end + 8, y + 18.5, value, false, Anchor.START);
            }
            canvas.endGroup();
        }
        return below;
    }

    // ---- cloud -----------------------------------------------------------------------------------------------------

    private double cloud(Drawing.Cloud chart, Canvas canvas) {
        List<CloudLayout.Placed> placed = CloudLayout.of(chart.words(), width - 2 * MARGIN);
        double bottom = 0;
        for (int i = 0; i < placed.size(); i++) {
            CloudLayout.Placed word = placed.get(i);
            Drawing.Bar bar = chart.words().get(i);
            canvas.beginGroup(bar.name() + " " + value(bar.value(), true), i);
            canvas.text(
                    MARGIN + word.box().getX(),
                    48 + word.baseline(),
                    bar.name(),
                    word.size(),
                    i < placed.size() / 3,
                    Anchor.START,
                    i < placed.size() / 3 ? Ink.ACCENT : Ink.INK);
            canvas.endGroup();
            bottom = Math.max(bottom, word.box().getMaxY());
        }
        return 48 + bottom + MARGIN;
    }

    // ---- matrix ----------------------------------------------------------------------------------------------------

    private static double matrixLeft(Drawing.Matrix chart, boolean narrow) {
        return narrow ? MARGIN + 24 : MARGIN + Math.max(60, widest(Labels.of(chart.names()))) + 40;
    }

    private double matrix(Drawing.Matrix chart, Canvas canvas) {
        int n = chart.names().size();
        List<String> labels = Labels.of(chart.names());
        double left = matrixLeft(chart, narrow);
        double cell = Math.min(84, (width - MARGIN - left) / n);
        int named = (int) Math.ceil(22 / cell);
        double rowHeight = 30;
        double top = 78;
        double most = 0;
        for (List<Double> row : chart.values()) {
            for (double value : row) {
                most = Double.isNaN(value) ? most : Math.max(most, Math.abs(value));
            }
        }
        for (int j = 0; j < n; j += named) {
            canvas.text(left + cell * (j + 0.5), top - 10, String.valueOf(j + 1), LABEL, true, Anchor.MIDDLE, Ink.INK);
        }
        for (int i = 0; i < n; i++) {
            double y = top + rowHeight * i;
            canvas.text(
                    left - 10,
                    y + 19.5,
                    (i + 1) + (narrow ? "" : "  " + labels.get(i)),
                    LABEL,
                    true,
                    Anchor.END,
                    Ink.INK);
            for (int j = 0; j < n; j++) {
                double value = chart.values().get(i).get(j);
                double x = left + cell * j;
                if (i == j || Double.isNaN(value)) {
                    canvas.rect(x + 1, y + 1, cell - 2, rowHeight - 2, Ink.GRID, 0.5);
                    continue;
                }
                boolean marked = chart.marked().get(i).get(j);
                canvas.beginGroup(
                        chart.names().get(i) + " - " + chart.names().get(j) + " " + Numbers.signed(value, 2),
                        i * n + j);
                canvas.rect(
                        x + 1,
                        y + 1,
                        cell - 2,
                        rowHeight - 2,
                        value >= 0 ? Ink.UP : Ink.DOWN,
                        most == 0 ? 0 : 0.05 + 0.35 * Math.abs(value) / most);
                String figure = (cell < NUMBER_WIDTH ? "" : Numbers.signed(value, 2)) + (marked ? "*" : "");
                if (figure.isEmpty()) {
                    canvas.endGroup();
                    continue;
                }
                canvas.text(x + cell / 2, y + 19.5, figure, cell < 56 ? SMALL : LABEL, marked, Anchor.MIDDLE, Ink.INK);
                canvas.endGroup();
            }
        }
        double bottom = top + rowHeight * n;
        for (int i = 0; narrow && i < n; i++) {
            canvas.text(MARGIN, bottom + 24, (i + 1) + "  " + labels.get(i), LABEL, false, Anchor.START, Ink.INK);
            bottom += 20;
        }
        for (String line : lines("* " + chart.markMeaning())) {
            canvas.text(MARGIN, bottom + 28, line, LABEL, false, Anchor.START, Ink.SOFT);
            bottom += 18;
        }
        return bottom + 28;
    }

    // ---- axes ------------------------------------------------------------------------------------------------------

    /** Returns the height used. */
    private double axis(Canvas canvas, Scale scale, double top, double bottom, String label) {
        for (double tick = scale.firstTick(); tick <= scale.high + 1e-9; tick += scale.step) {
            canvas.line(scale.x(tick), top, scale.x(tick), bottom, Ink.GRID, 1, SOLID);
            canvas.text(scale.x(tick), bottom + 18, tickText(tick, scale.step), SMALL, false, Anchor.MIDDLE, Ink.SOFT);
        }
        double y = bottom + 40;
        for (String line : lines(label)) {
            double middle = narrow ? width / 2 : (scale.from + scale.to) / 2;
            canvas.text(middle, y, line, LABEL, false, Anchor.MIDDLE, Ink.SOFT);
            y += 18;
        }
        return y - 2;
    }

    /** A text in as many lines as a narrow picture needs; a wide one has room. */
    private List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        BreakIterator words = BreakIterator.getLineInstance(Locale.ROOT);
        words.setText(text);
        int last = 0;
        for (int end = words.next(); narrow && end != BreakIterator.DONE; end = words.next()) {
            if (last > from && Canvas.width(text.substring(from, end), LABEL, false) * 1.08 > width - 2 * MARGIN) {
                lines.add(text.substring(from, last).strip());
                from = last;
            }
            last = end;
        }
        lines.add(text.substring(from).strip());
        return lines;
    }

    private int ticks() {
        return narrow ? 3 : 6;
    }

    /** Values to places along one side of the plot. */
    private record Scale(double low, double high, double from, double to, double step) {
        static Scale over(Stream<Double> values, double from, double to, int ticks) {
            DoubleSummaryStatistics range = values.mapToDouble(value -> value).summaryStatistics();
            if (range.getCount() == 0) {
                return new Scale(0, 1, from, to, 0.25);
            }
            double low = range.getMin();
            double high = range.getMax();
            double pad = high > low ? 0.06 * (high - low) : 0.5;
            return new Scale(low - pad, high + pad, from, to, tickStep(high - low + 2 * pad, ticks));
        }

        double x(double value) {
            return from + (to - from) * (value - low) / (high - low);
        }

        double firstTick() {
            return Math.ceil(low / step - 1e-9) * step;
        }
    }

    /** The largest of 1, 2, 2.5, 5 × 10^k that gives at least {@code least} steps, or nearly. */
    private static double tickStep(double range, int least) {
        double raw = range / least;
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {5, 2.5, 2, 1}) {
            if (factor * power <= raw * 1.0001) {
                return factor * power;
            }
        }
        return power;
    }

    private static String tickText(double value, double step) {
        int digits = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        if (Math.abs(step * Math.pow(10, digits) - Math.rint(step * Math.pow(10, digits))) > 1e-6) {
            digits++;
        }
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.matches("-0\\.?0*") ? text.substring(1) : text;
    }

    private static double widest(List<String> texts) {
        return texts.stream()
                .mapToDouble(text -> Canvas.width(text, LABEL, true) * 1.08)
                .max()
                .orElse(0);
    }

    /** A count as a count, any other value with two decimals. */
    static String value(double value, boolean count) {
        return count ? Numbers.count(Math.round(value)) : Numbers.decimal(value, 2);
    }
}
