package esrp.prompts;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Scale;
import esrp.core.internal.Digest;
import esrp.core.internal.Utf8Reader;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.internal.Classes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A classifier as a model that judges, and the file of what one said. */
record Classifier(List<String> classes, ChatModel.ClassifierModel model) implements ChatModel, Classes {
    /** How far the sum of rounded probabilities may be from 1. */
    private static final double ROUNDING = 0.03;

    @Override
    public ChatResponse chat(ChatRequest request) throws ChatException, InterruptedException {
        double[] given = model.probabilities(JudgeTuning.text(request.messages()));
        double sum = sum(given);
        if (given.length != classes.size() || !(sum > 0) || Double.isInfinite(sum)) {
            throw ChatException.of(
                    ChatException.Kind.REJECTED,
                    "the classifier gave " + Arrays.toString(given) + ", probabilities of " + classes
                            + " were expected");
        }
        Map<String, Double> probabilities = new LinkedHashMap<>();
        int best = 0;
        for (int i = 0; i < given.length; i++) {
            probabilities.put(classes.get(i), given[i] / sum);
            best = given[i] > given[best] ? i : best;
        }
        return ChatResponse.of(classes.get(best), FinishReason.STOP).withProbabilities(probabilities);
    }

    private static double sum(double[] given) {
        return Arrays.stream(given).map(one -> one >= 0 ? one : Double.NaN).sum();
    }

    /** What {@link ChatModel.ClassifierModel#read} says. */
    static NamedModel read(String id, Path csv) {
        Map<Double, Integer> columns = new TreeMap<>();
        Map<String, double[]> rows = new TreeMap<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(csv))
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(Utf8Reader.open(csv))) {
            int ids = -1;
            for (CsvRecord line : reader) {
                List<String> fields =
                        line.getFields().stream().map(String::strip).toList();
                try {
                    if (ids < 0) {
                        ids = columns(fields, columns);
                    } else {
                        add(fields, ids, columns, rows);
                    }
                } catch (IllegalArgumentException e) {
                    throw refused(Finding.Place.of(csv).line(line.getStartingLineNumber(), 0), e);
                }
            }
        } catch (CsvParseException e) {
            throw refused(Finding.Place.of(csv), e);
        } catch (IOException e) {
            throw Utf8Reader.unreadable(csv, e);
        }
        if (rows.isEmpty()) {
            throw refused(
                    Finding.Place.of(csv),
                    new IllegalArgumentException("a column id, one per score, and a row per text"));
        }
        List<String> scores = columns.keySet().stream().map(Scale::number).toList();
        StringBuilder content = new StringBuilder(scores.toString());
        rows.forEach((text, row) -> content.append(text).append(Arrays.toString(row)));
        return ChatModel.ClassifierModel.named(id, scores, text -> {
                    double[] row = rows.get(Digest.ofText(text));
                    if (row == null) {
                        throw ChatException.of(
                                ChatException.Kind.REJECTED,
                                csv + " has no row " + Digest.ofText(text) + ", the id of this text");
                    }
                    return row;
                })
                .withRevision(
                        "probabilities " + Digest.ofText(content.toString()).substring(0, 12));
    }

    /** The separator that the head has most of. */
    private static char separator(Path csv) throws IOException {
        try (BufferedReader reader = new BufferedReader(Utf8Reader.open(csv))) {
            String head = Objects.requireNonNullElse(reader.readLine(), "");
            return Stream.of(',', ';', '\t')
                    .max(Comparator.comparing(
                            one -> head.chars().filter(c -> c == one).count()))
                    .orElseThrow();
        }
    }

    /** Where each score stands, from the lowest; returns where the id does. */
    private static int columns(List<String> head, Map<Double, Integer> columns) {
        int ids = head.indexOf("id");
        if (ids < 0) {
            throw new IllegalArgumentException("no column id among " + head);
        }
        for (int i = 0; i < head.size(); i++) {
            if (i != ids && columns.put(number(head.get(i), "column"), i) != null) {
                throw new IllegalArgumentException("two columns " + head.get(i));
            }
        }
        return ids;
    }

    private static void add(List<String> fields, int ids, Map<Double, Integer> columns, Map<String, double[]> rows) {
        if (fields.size() != columns.size() + 1) {
            throw new IllegalArgumentException(fields.size() + " fields, " + (columns.size() + 1) + " were expected");
        }
        double[] row = columns.values().stream()
                .mapToDouble(at -> number(fields.get(at), "probability"))
                .toArray();
        double sum = sum(row);
        if (!(Math.abs(sum - 1) <= ROUNDING) && !(Math.abs(sum - 100) <= 100 * ROUNDING)) {
            throw new IllegalArgumentException("probabilities of one text, none negative, add up to 1 (or 100%), not "
                    + Arrays.toString(row) + "; of logits take the softmax");
        }
        double[] other = rows.putIfAbsent(fields.get(ids), row);
        if (other != null && !Arrays.equals(other, row)) {
            throw new IllegalArgumentException("another row of the id " + fields.get(ids) + " says otherwise");
        }
    }

    private static double number(String text, String what) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    what + " \"" + text + "\" is no number; columns are id and one per score, headed by the score", e);
        }
    }

    private static DatasetFormatException refused(Finding.Place place, RuntimeException e) {
        return new DatasetFormatException(DataCode.REFUSED.at(place, "reason", String.valueOf(e.getMessage())), e);
    }
}
