package esrp.core.internal;

import esrp.core.DataCode;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metric.Dimension;
import esrp.core.Scale;
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
    private static final RubricFile ESRP = shipped("esrp");
    private static final List<Dimension> ESRP_DIMENSIONS =
            ESRP.dimensions.stream().map(Group::dimension).toList();
    private static final List<Metric> ESRP_METRICS = ESRP.dimensions.stream()
            .flatMap(group -> group.metrics().stream())
            .map(Entry::metric)
            .toList();

    /** A dimension and its metrics. */
    public record Group(Json.Node at, Dimension dimension, List<Entry> metrics) {}

    /** A metric. */
    public record Entry(Json.Node at, Metric metric) {}

    /** The rubric of the ChatAnime paper. */
    public static RubricFile esrp() {
        return ESRP;
    }

    /** Its dimensions, in the order of the paper's tables, then diversity. */
    public static List<Dimension> esrpDimensions() {
        return ESRP_DIMENSIONS;
    }

    /** Its metrics, in the order of the paper's tables, then diversity. */
    public static List<Metric> esrpMetrics() {
        return ESRP_METRICS;
    }

    /** Reads a file. */
    public static RubricFile read(Path file) {
        return parse(Json.read(file));
    }

    /** A file that ships with esrp. */
    public static RubricFile shipped(String name) {
        return parse(Json.shipped(RubricFile.class, resource(name)));
    }

    /** The text of a file that ships with esrp, comments included; {@code new} is one to start from. */
    public static String text(String name) {
        return Resources.text(RubricFile.class, resource(name));
    }

    private static String resource(String name) {
        return "/esrp/core/rubric/" + name + ".json";
    }

    private static RubricFile parse(Json.Node root) {
        root.allow("rubric", "name", "averaging", "common", "dimensions", "metrics");
        String id = root.get("rubric").text();
        Optional<LocalizedText> name = root.find("name").map(RubricFile::text);
        return new RubricFile(
                root,
                id,
                name,
                root.find("metrics").isPresent() && root.find("dimensions").isEmpty()
                        ? List.of(group(root, id, name))
                        : root.get("dimensions").items().stream()
                                .map(RubricFile::group)
                                .toList());
    }

    private static Group group(Json.Node node) {
        node.allow("id", "name", "weight", "inAverage", "metrics");
        return group(node, node.get("id").text(), node.find("name").map(RubricFile::text));
    }

    /** The metrics of a node as one dimension. */
    private static Group group(Json.Node node, String id, Optional<LocalizedText> name) {
        return new Group(
                node,
                node.make(() -> new Dimension(id, name.orElseGet(() -> LocalizedText.same(id)))),
                node.get("metrics").items().stream()
                        .map(metric -> new Entry(metric, metric(metric, id)))
                        .toList());
    }

    /** Reads a metric; its dimension is not among its fields. */
    public static Metric metric(Json.Node node, String dimension) {
        node.allow(
                "id", "name", "definition", "question", "anchors", "scale", "target", "aliases", "weight", "direction");
        String id = node.get("id").text();
        return node.make(() -> new Metric(
                id,
                node.find("name").map(RubricFile::text).orElseGet(() -> LocalizedText.same(id)),
                dimension,
                node.find("definition").map(RubricFile::text),
                node.find("question").map(RubricFile::text),
                node.find("anchors").map(RubricFile::anchors),
                node.find("scale").map(RubricFile::scale).orElse(Scale.LIKERT_5),
                node.find("target")
                        .map(target -> Json.constant(Metric.Target.class, target))
                        .orElse(Metric.Target.DIALOGUE),
                node.find("aliases").map(Json.Node::texts).orElse(List.of())));
    }

    private static Metric.Anchors anchors(Json.Node node) {
        node.allow("below", "at", "above");
        return new Metric.Anchors(text(node.get("below")), text(node.get("at")), text(node.get("above")));
    }

    /** A scale as {@code [lowest, highest]} or {@code [lowest, highest, step]}. */
    public static Scale scale(Json.Node node) {
        List<Json.Node> ends = node.items();
        if (ends.size() != 2 && ends.size() != 3) {
            throw node.fault(DataCode.EXPECTED, "expected", "[lowest, highest] or [lowest, highest, step]");
        }
        double step = ends.size() == 3 ? ends.get(2).number() : 1;
        return node.make(() -> new Scale(ends.get(0).number(), ends.get(1).number(), step));
    }

    /** The same as numbers. */
    public static List<BigDecimal> scale(Scale scale) {
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
        Map<String, Object> fields = Json.object(
                "id", metric.id(),
                "name", metric.name().byLanguage());
        metric.definition().ifPresent(text -> fields.put("definition", text.byLanguage()));
        metric.question().ifPresent(text -> fields.put("question", text.byLanguage()));
        metric.anchors()
                .ifPresent(anchors -> fields.put(
                        "anchors",
                        Json.object(
                                "below", anchors.below().byLanguage(),
                                "at", anchors.at().byLanguage(),
                                "above", anchors.above().byLanguage())));
        fields.put("scale", scale(metric.scale()));
        fields.put("target", metric.target());
        fields.put("aliases", metric.aliases());
        return fields;
    }
}
