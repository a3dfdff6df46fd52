package esrp.prompts.run;

import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Json;
import esrp.core.internal.RubricFile;
import esrp.prompts.MetricJudgement;
import esrp.prompts.PromptCode;
import esrp.prompts.run.JudgingResult.Answer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link JudgingResult} as JSON Lines: what concerns the whole, then one line per answer. */
final class JudgingFile {
    private static final String VERSION = "esrp-judging/1";

    private final List<Metric> metrics = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Manifest> manifests = new ArrayList<>();

    private JudgingFile() {}

    static void write(JudgingResult result, Path file) {
        AtomicFiles.createFolder(file);
        AtomicFiles.write(file, out -> {
            out.write(Json.line(Json.object(
                    "version", VERSION,
                    "metrics",
                            result.ratings().metrics().stream()
                                    .map(JudgingFile::fields)
                                    .toList(),
                    "manifest", result.manifest().fields(),
                    "notes",
                            result.runNotes().stream()
                                    .map(note -> Json.object("code", note.code(), "parameters", note.parameters()))
                                    .toList())));
            for (Answer answer : result.answers()) {
                out.write(Json.line(fields(answer)));
            }
        });
    }

    private static Map<String, Object> fields(Metric metric) {
        return Json.object("dimension", metric.dimension(), "metric", RubricFile.fields(metric));
    }

    private static Map<String, Object> fields(Answer answer) {
        Map<String, Object> judgements = new LinkedHashMap<>();
        answer.byMetric().forEach((metric, judgement) -> judgements.put(metric, fields(judgement)));
        Map<String, Object> fields = Json.object(
                "candidate", answer.candidate(),
                "character", answer.character(),
                "item", answer.item(),
                "rater", answer.rater(),
                "judgements", judgements,
                "replies", answer.replies());
        if (!answer.sample().isEmpty()) {
            fields.put("sample", answer.sample());
        }
        if (!answer.replicate().isEmpty()) {
            fields.put("replicate", answer.replicate());
        }
        if (!answer.probabilities().isEmpty()) {
            fields.put("probabilities", answer.probabilities());
        }
        answer.failure().ifPresent(reason -> fields.put("failure", reason));
        return fields;
    }

    private static Map<String, Object> fields(MetricJudgement judgement) {
        if (judgement instanceof MetricJudgement.Scored scored) {
            return Json.object(
                    "score", new BigDecimal(Scale.number(scored.value())), "explanation", scored.explanation());
        }
        MetricJudgement.Unscored none = (MetricJudgement.Unscored) judgement;
        return Json.object("reason", none.reason(), "detail", none.detail());
    }

    static JudgingResult read(Path file) {
        JudgingFile read = new JudgingFile();
        Json.readLines(file, read::line);
        if (read.manifests.isEmpty()) {
            throw new DatasetFormatException(DataCode.EXPECTED.at(Finding.Place.of(file), "expected", VERSION));
        }
        Manifest manifest = read.manifests.get(0);
        Ratings ratings = JudgingResult.ratings(read.metrics, read.answers);
        if (!ratings.hash().equals(manifest.hashes().get("ratings"))) {
            throw new DatasetFormatException(PromptCode.OTHER_RATINGS.at(Finding.Place.of(file)));
        }
        return new JudgingResult(ratings, JudgingResult.unscored(read.answers), read.answers, read.notes, manifest);
    }

    private void line(Json.Node line) {
        if (manifests.isEmpty()) {
            head(line);
        } else {
            answers.add(line.make(() -> answer(line)));
        }
    }

    private void head(Json.Node line) {
        if (!line.find("version").map(Json.Node::value).equals(Optional.of(VERSION))) {
            throw line.fault(DataCode.EXPECTED, "expected", VERSION);
        }
        line.get("metrics")
                .items()
                .forEach(one -> metrics.add(RubricFile.metric(
                        one.get("metric"), one.get("dimension").text())));
        line.get("notes").items().forEach(one -> {
            Map<String, Object> parameters = new LinkedHashMap<>();
            one.get("parameters")
                    .fields()
                    .forEach((name, value) -> parameters.put(
                            name, value.value() instanceof BigDecimal ? (Object) value.count() : value.text()));
            notes.add(new Finding(Json.constant(PromptCode.class, one.get("code")), Finding.Place.none(), parameters));
        });
        manifests.add(Manifest.of(line.get("manifest")));
    }

    private static Answer answer(Json.Node line) {
        Map<String, MetricJudgement> judgements = new LinkedHashMap<>();
        line.get("judgements").fields().forEach((metric, one) -> judgements.put(metric, judgement(one)));
        Map<String, List<Double>> probabilities = new LinkedHashMap<>();
        line.find("probabilities")
                .ifPresent(all -> all.fields()
                        .forEach((metric, one) -> probabilities.put(
                                metric,
                                one.items().stream().map(Json.Node::number).toList())));
        return new Answer(
                line.get("candidate").text(),
                line.get("character").text(),
                line.get("item").text(),
                line.find("sample").map(Json.Node::text).orElse(""),
                line.get("rater").text(),
                line.find("replicate").map(Json.Node::text).orElse(""),
                judgements,
                probabilities,
                line.find("failure").map(one -> Json.constant(Run.FailureReason.class, one)),
                line.get("replies").texts());
    }

    private static MetricJudgement judgement(Json.Node node) {
        return node.find("score").isPresent()
                ? new MetricJudgement.Scored(
                        node.get("score").number(), node.get("explanation").text())
                : new MetricJudgement.Unscored(
                        Json.constant(MetricJudgement.Reason.class, node.get("reason")),
                        node.get("detail").text());
    }
}
