package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Laws of the pictures: what is drawn is well formed, inside the picture, and no label meets another. */
class ChartPropertyTest {
    private static final List<String> NAMES = new ArrayList<>(List.of(
            "Claude-Sonnet-4",
            "Doubao-1.5-Pro",
            "人类写手（四十位动漫爱好者）",
            "GPT-4.1",
            "<b>&\"quoted\"</b>",
            "MiniMax-abab6.5s",
            "A",
            "Gemini-2.5-Flash-Preview",
            "通义千问",
            "Xingchen-Plus-V2",
            "candidate eleven, whose name is so long that no chart could hold it beside what it shows"));

    static {
        for (int i = NAMES.size(); i < 40; i++) {
            NAMES.add((i % 3 == 0 ? "模型 " : "model ") + i + (i % 4 == 0 ? "-instruct-preview-0" + i : ""));
        }
    }

    @Property(tries = 8, seed = "20261123")
    void labelsNeverOverlapAndStayInside(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed)
            throws Exception {
        for (Chart chart : charts(n, new Random(seed))) {
            List<String> pictures =
                    new ArrayList<>(List.of(ChartPainter.inPage(chart).split("(?=<svg)", -1)));
            pictures.add(chart.svg());
            pictures.add(chart.svg(240, true));
            pictures.add(chart.svg(480, false));
            for (String picture : pictures) {
                labelsNeverOverlapAndStayInside(chart, parse(picture));
            }
        }
    }

    private static void labelsNeverOverlapAndStayInside(Chart chart, Document svg) {
        List<Rectangle2D> boxes = textBoxes(svg.getDocumentElement());
        assertThat(boxes).hasSizeGreaterThan(1);
        String[] view = svg.getDocumentElement().getAttribute("viewBox").split(" ", -1);
        Rectangle2D all = new Rectangle2D.Double(0, 0, Double.parseDouble(view[2]), Double.parseDouble(view[3]));
        for (int i = 0; i < boxes.size(); i++) {
            assertThat(all.contains(boxes.get(i)))
                    .as("%s: text %d of %s", chart.title(), i, boxes.get(i))
                    .isTrue();
            for (int j = i + 1; j < boxes.size(); j++) {
                assertThat(boxes.get(i).intersects(boxes.get(j)))
                        .as("%s: texts %d %s and %d %s", chart.title(), i, boxes.get(i), j, boxes.get(j))
                        .isFalse();
            }
        }
    }

    @Property(tries = 30, seed = "20261123")
    void namesOfPointsMeetNoMarkerNoWhiskerAndNoLeader(
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll boolean crowded, @ForAll long seed) throws Exception {
        Random random = new Random(seed);
        List<Drawing.Point> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            // crowded: most means so close that their markers nearly touch
            double spread = crowded ? 0.05 : 1;
            Interval x = moved(interval(random), spread);
            points.add(new Drawing.Point(NAMES.get(i), x, moved(interval(random), spread)));
        }
        Document svg = parse(new Drawing.Scatter("scatter", "average", "diversity", points).svg());
        List<Rectangle2D> names = new ArrayList<>();
        List<Line2D> lines = new ArrayList<>();
        List<Rectangle2D> markers = new ArrayList<>();
        NodeList groups = svg.getElementsByTagName("g");
        for (int i = 0; i < groups.getLength(); i++) {
            Element group = (Element) groups.item(i);
            names.addAll(textBoxes(group));
            lines.addAll(lines(group));
            markers.addAll(markers(group));
        }
        assertThat(markers).hasSize(n);
        assertThat(lines.size()).isGreaterThanOrEqualTo(2 * n);
        // every point is named, beside it or in the key below
        assertThat(textBoxes(svg.getDocumentElement()).size()).isGreaterThanOrEqualTo(n + 2);
        String all = svg.getDocumentElement().getTextContent();
        assertThat(NAMES.subList(0, n)).allMatch(name -> all.contains(name.substring(0, Math.min(name.length(), 20))));
        for (Rectangle2D name : names) {
            assertThat(lines).as("lines across %s", name).noneMatch(line -> line.intersects(name));
            assertThat(markers).as("markers on %s", name).noneMatch(name::intersects);
        }
    }

    private static Interval moved(Interval interval, double spread) {
        double shift = (interval.estimate() - 3) * (spread - 1);
        return Interval.of(
                interval.estimate() + shift,
                interval.lower() + shift,
                interval.upper() + shift,
                interval.level(),
                interval.method());
    }

    @Example
    void colourAndShapeTogetherTell64SeriesApart() {
        Set<List<Object>> looks = new HashSet<>();
        for (int series = 0; series < 64; series++) {
            looks.add(List.of(Canvas.Ink.series(series), Markers.shape(series) % 8));
        }
        assertThat(looks).hasSize(64);
    }

    @Property(tries = 4, seed = "20261123")
    void everyChartIsAPictureOfTheSameSizeInBothForms(@ForAll @IntRange(min = 1, max = 40) int n, @ForAll long seed)
            throws Exception {
        for (Chart chart : charts(n, new Random(seed))) {
            String[] view = parse(chart.svg())
                    .getDocumentElement()
                    .getAttribute("viewBox")
                    .split(" ", -1);
            var image = ImageIO.read(new ByteArrayInputStream(chart.png(1)));
            assertThat(image.getWidth()).isEqualTo((int) Math.ceil(Double.parseDouble(view[2])));
            assertThat(image.getHeight()).isEqualTo((int) Math.ceil(Double.parseDouble(view[3])));
        }
    }

    private static List<Chart> charts(int n, Random random) {
        List<Drawing.Row> rows = new ArrayList<>();
        List<Drawing.Point> points = new ArrayList<>();
        List<Drawing.Bar> bars = new ArrayList<>();
        List<Drawing.Series> series = new ArrayList<>();
        List<List<Double>> differences = new ArrayList<>();
        List<List<Boolean>> marks = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Interval x = interval(random);
            rows.add(new Drawing.Row(NAMES.get(i), x, Optional.of(String.valueOf(i / 3))));
            points.add(new Drawing.Point(NAMES.get(i), x, interval(random)));
            bars.add(new Drawing.Bar(NAMES.get(i), x.estimate(), i < 5));
            List<Double> values = new ArrayList<>();
            List<Double> row = new ArrayList<>();
            List<Boolean> mark = new ArrayList<>();
            for (int j = 0; j < 9; j++) {
                values.add(random.nextInt(20) == 0 ? Double.NaN : 1 + 4 * random.nextDouble());
            }
            for (int j = 0; j < n; j++) {
                row.add(random.nextInt(20) == 0 ? Double.NaN : random.nextGaussian());
                mark.add(random.nextBoolean());
            }
            series.add(new Drawing.Series(NAMES.get(i), values));
            differences.add(row);
            marks.add(mark);
        }
        List<Drawing.Axis> axes = esrp.core.Metric.esrp().stream()
                .limit(9)
                .map(metric -> new Drawing.Axis(metric.name().in(n % 2 == 0 ? "zh" : "en"), metric.dimension()))
                .toList();
        return List.of(
                new Drawing.Intervals("intervals", "mean, 95% by character", rows, Optional.of(4.0)),
                new Drawing.Scatter("scatter", "average", "diversity", points),
                new Drawing.Reliability(
                        "reliability",
                        "stated",
                        "given",
                        List.of(new Drawing.Series("said", List.of(0.25, 0.5, 0.97))),
                        List.of(new Drawing.Series("said", List.of(0.0, 0.4, 0.8)))),
                new Drawing.Bars("bars", "mean over judges", 1, bars),
                cloud(n, random),
                new Drawing.Radar("radar", axes, 1, 5, series),
                new Drawing.Matrix("matrix", NAMES.subList(0, n), differences, marks, "differs at 5%"));
    }

    /** Words of both scripts whose counts fall as those of texts do; the longest is wider than the cloud. */
    private static Chart cloud(int n, Random random) {
        List<Drawing.Bar> words = new ArrayList<>();
        for (int i = 0; i < 4 * n; i++) {
            String word = i < n ? NAMES.get(i) : i % 2 == 0 ? "灯塔" + i : "harbour" + i;
            words.add(new Drawing.Bar(word, Math.rint(500.0 / (1 + i) + random.nextInt(9)), true));
        }
        words.add(new Drawing.Bar(
                "a word that is far too long for a cloud ".repeat(3).strip(), 500, true));
        return new Drawing.Cloud("cloud", "times said", words);
    }

    private static Interval interval(Random random) {
        double estimate = 3 + random.nextDouble();
        return Interval.of(
                estimate,
                estimate - 0.2 * random.nextDouble(),
                estimate + 0.3 * random.nextDouble(),
                0.95,
                IntervalMethod.T);
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Line2D> lines(Element parent) {
        List<Line2D> lines = new ArrayList<>();
        NodeList found = parent.getElementsByTagName("line");
        for (int i = 0; i < found.getLength(); i++) {
            Element line = (Element) found.item(i);
            lines.add(new Line2D.Double(
                    Double.parseDouble(line.getAttribute("x1")),
                    Double.parseDouble(line.getAttribute("y1")),
                    Double.parseDouble(line.getAttribute("x2")),
                    Double.parseDouble(line.getAttribute("y2"))));
        }
        return lines;
    }

    /** Boxes of the markers: their paths begin at a corner or at the left. */
    private static List<Rectangle2D> markers(Element parent) {
        List<Rectangle2D> markers = new ArrayList<>();
        NodeList found = parent.getElementsByTagName("path");
        for (int i = 0; i < found.getLength(); i++) {
            String path = ((Element) found.item(i)).getAttribute("d");
            String[] numbers = path.substring(1).split("[^0-9.-]+", -1);
            double x = Double.parseDouble(numbers[0]);
            double y = Double.parseDouble(numbers[1]);
            if (path.contains("a")) {
                double r = Double.parseDouble(numbers[2]);
                markers.add(new Rectangle2D.Double(x, y - r, 2 * r, 2 * r));
            } else {
                Rectangle2D box = new Rectangle2D.Double(x, y, 0, 0);
                for (int k = 2; k + 1 < numbers.length; k += 2) {
                    box.add(Double.parseDouble(numbers[k]), Double.parseDouble(numbers[k + 1]));
                }
                markers.add(box);
            }
        }
        return markers;
    }

    /** Where the texts lie, a little smaller than the font says: ascenders and descenders may touch. */
    private static List<Rectangle2D> textBoxes(Element svg) {
        List<Rectangle2D> boxes = new ArrayList<>();
        NodeList texts = svg.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            double size = Double.parseDouble(text.getAttribute("font-size"));
            double width = Canvas.width(
                    text.getTextContent(),
                    size,
                    text.getAttribute("font-weight").equals("bold"));
            double x = Double.parseDouble(text.getAttribute("x"));
            double left = switch (text.getAttribute("text-anchor")) {
                case "middle" -> x - width / 2;
                case "end" -> x - width;
                default -> x;
            };
            double base = Double.parseDouble(text.getAttribute("y"));
            boxes.add(new Rectangle2D.Double(left, base - 0.72 * size, width, 0.8 * size));
        }
        return boxes;
    }
}
