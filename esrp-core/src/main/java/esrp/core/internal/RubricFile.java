package esrp.core.internal;

import esrp.core.DataCode;
import esrp.core.Dimension;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Scale;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a file of a rubric says: dimensions with their metrics. Each part knows its node, so that whoever builds on it can
 * say where the file is wrong.
 */
public record RubricFile(Json.Node at, String id, Optional<LocalizedText> name, List<Group> dimensions) {
    private static final String RESOURCE = "/esrp/core/rubric/esrp.json";
    private static final RubricFile ESRP = parse(resource());

    /** A dimension and its metrics. */
    public record Group(Json.Node at, Dimension dimension, List<Entry> metrics) {}

    /** A metric. */
    public record Entry(Json.Node at, Metric metric) {}

    /** The rubric of the ChatAnime paper. */
    public static RubricFile esrp() {
        return ESRP;
    }

    /** Reads a file. */
    public static RubricFile read(Path file) {
        return parse(Json.read(file));
    }

    private static Json.Node resource() {
        try {
            return Json.read(Path.of(RESOURCE), new StringReader(Resources.text(RubricFile.class, RESOURCE)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static RubricFile parse(Json.Node root) {
        root.allow("rubric", "name", "averaging", "dimensions");
        return new RubricFile(
                root,
                root.get("rubric").text(),
                root.find("name").map(RubricFile::text),
                root.get("dimensions").items().stream().map(RubricFile::group).toList());
    }

    private static Group group(Json.Node node) {
        node.allow("id", "name", "weight", "inAverage", "metrics");
        String id = node.get("id").text();
        LocalizedText name = node.find("name").map(RubricFile::text).orElseGet(() -> LocalizedText.same(id));
        return new Group(
                node,
                node.make(() -> new Dimension(id, name)),
                node.get("metrics").items().stream()
                        .map(metric -> new Entry(metric, metric(metric, id)))
                        .toList());
    }

    /** Reads a metric; its dimension is not among its fields. */
    public static Metric metric(Json.Node node, String dimension) {
        node.allow(
                "id", "name", "definition", "question", "anchors", "scale", "target", "aliases", "weight", "direction");
        Json.Node anchors = node.get("anchors").allow("below", "at", "above");
        return node.make(() -> new Metric(
                node.get("id").text(),
                text(node.get("name")),
                dimension,
                text(node.get("definition")),
                text(node.get("question")),
                new Metric.Anchors(text(anchors.get("below")), text(anchors.get("at")), text(anchors.get("above"))),
                node.find("scale").map(RubricFile::scale).orElse(Scale.LIKERT_5),
                node.find("target")
                        .map(target -> Json.constant(Metric.Target.class, target))
                        .orElse(Metric.Target.DIALOGUE),
                node.find("aliases").map(Json.Node::texts).orElse(List.of())));
    }

    private static Scale scale(Json.Node node) {
        List<Json.Node> ends = node.items();
        if (ends.size() != 2 && ends.size() != 3) {
            throw node.fault(DataCode.EXPECTED, "expected", "[lowest, highest] or [lowest, highest, step]");
        }
        double step = ends.size() == 3 ? ends.get(2).number() : 1;
        return node.make(() -> new Scale(ends.get(0).number(), ends.get(1).number(), step));
    }

    private static List<BigDecimal> scale(Scale scale) {
        return (scale.step() == 1
                        ? Stream.of(scale.lowest(), scale.highest())
                        : Stream.of(scale.lowest(), scale.highest(), scale.step()))
                .map(number -> new BigDecimal(Scale.number(number)))
                .toList();
    }

    /** One text for all languages, or an object with one for each. */
    public static LocalizedText text(Json.Node node) {
        if (node.value() instanceof String text) {
            return node.make(() -> LocalizedText.same(text));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        node.fields().forEach((language, text) -> texts.put(language, text.text()));
        return node.make(() -> new LocalizedText(texts));
    }

    /** The fields of a metric, but not its dimension. */
    public static Map<String, Object> fields(Metric metric) {
        Metric.Anchors anchors = metric.anchors();
        return Json.object(
                "id", metric.id(),
                "name", metric.name().byLanguage(),
                "definition", metric.definition().byLanguage(),
                "question", metric.question().byLanguage(),
                "anchors",
                        Json.object(
                                "below", anchors.below().byLanguage(),
                                "at", anchors.at().byLanguage(),
                                "above", anchors.above().byLanguage()),
                "scale", scale(metric.scale()),
                "target", metric.target(),
                "aliases", metric.aliases());
    }
}
