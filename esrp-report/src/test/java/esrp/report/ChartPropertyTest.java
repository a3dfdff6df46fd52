package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.stats.Interval;
import esrp.stats.IntervalMethod;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Laws of the pictures: what is drawn is well formed, inside the picture, and no label meets another. */
class ChartPropertyTest {
    private static final List<String> NAMES = List.of(
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
            "candidate eleven");

    @Property(tries = 60, seed = "20261123")
    void labelsNeverOverlapAndStayInside(@ForAll @IntRange(min = 1, max = 11) int n, @ForAll long seed)
            throws Exception {
        for (Chart chart : charts(n, new Random(seed))) {
            Document svg = parse(chart.svg());
            List<Rectangle2D> boxes = textBoxes(svg);
            assertThat(boxes).hasSizeGreaterThan(n);
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
    }

    @Property(tries = 10, seed = "20261123")
    void everyChartIsAPictureOfTheSameSizeInBothForms(@ForAll @IntRange(min = 1, max = 11) int n, @ForAll long seed)
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
        List<Chart.Row> rows = new ArrayList<>();
        List<Chart.Point> points = new ArrayList<>();
        List<Chart.Bar> bars = new ArrayList<>();
        List<Chart.Series> series = new ArrayList<>();
        List<List<Double>> differences = new ArrayList<>();
        List<List<Boolean>> marks = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Interval x = interval(random);
            rows.add(new Chart.Row(NAMES.get(i), x, Optional.of(String.valueOf(i / 3))));
            points.add(new Chart.Point(NAMES.get(i), x, interval(random)));
            bars.add(new Chart.Bar(NAMES.get(i), x.estimate(), i < 5));
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
            series.add(new Chart.Series(NAMES.get(i), values));
            differences.add(row);
            marks.add(mark);
        }
        List<Chart.Axis> axes = esrp.core.Metrics.esrp().stream()
                .limit(9)
                .map(metric -> new Chart.Axis(metric.name().in(n % 2 == 0 ? "zh" : "en"), metric.dimension()))
                .toList();
        return List.of(
                new Chart.Intervals("intervals", "mean, 95% by character", rows, Optional.of(4.0)),
                new Chart.Scatter("scatter", "average", "diversity", points),
                new Chart.Bars("bars", "mean over judges", 1, bars),
                new Chart.Radar("radar", axes, 1, 5, series),
                new Chart.Matrix("matrix", NAMES.subList(0, n), differences, marks, "differs at 5%"));
    }

    private static Interval interval(Random random) {
        double estimate = 3 + random.nextDouble();
        return new Interval(
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

    /** Where the texts lie, a little smaller than the font says: ascenders and descenders may touch. */
    private static List<Rectangle2D> textBoxes(Document svg) {
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
