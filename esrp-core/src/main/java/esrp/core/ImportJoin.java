package esrp.core;

import com.fasterxml.jackson.core.JsonParser;
import esrp.core.internal.Utf8Reader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another table of the folder, in which the row with a key says more parts of a rating. It is held in memory. */
final class ImportJoin {
    final ImportPath here;
    private final Path file;
    private final String there;
    private final Map<String, String> take;
    private final Map<String, Map<String, String>> byKey = new HashMap<>();
    private List<String> columns = List.of();

    ImportJoin(Path file, RatingImport mapping, List<String> on, Map<String, String> take) {
        this.file = file;
        this.here = new ImportPath(on.get(0));
        this.there = on.get(1);
        this.take = take;
        try {
            read(mapping);
        } catch (IOException e) {
            Faults.throwing(file).add(e);
        }
    }

    private void read(RatingImport mapping) throws IOException {
        RatingImport how = mapping.text("encoding").isPresent()
                ? RatingImport.builder()
                        .put("encoding", mapping.text("encoding").get())
                        .build()
                : RatingImport.builder().build();
        ImportSample sample = ImportSample.of(file, how);
        if (sample.form() == ImportSample.Form.JSON) {
            try (Utf8Reader text = ImportRun.open(file, how);
                    JsonParser parser = ImportJson.FACTORY.createParser(text)) {
                while (parser.nextToken() != null) {
                    if (!parser.currentToken().isStructEnd() && !ImportJson.opensRecords(parser)) {
                        Map<String, String> record = new LinkedHashMap<>();
                        ImportJson.flatten(parser, "", record);
                        row(record);
                    }
                }
            }
        } else {
            columns = sample.columns().stream().map(String::strip).toList();
            ImportTable.all(file, how, sample, (number, texts) -> {
                Map<String, String> row = new HashMap<>();
                for (int c = 0; c < Math.min(columns.size(), texts.size()); c++) {
                    row.putIfAbsent(columns.get(c), texts.get(c).strip());
                }
                row(row);
                return true;
            });
        }
    }

    private void row(Map<String, String> row) {
        String key = value(row, there);
        if (key.isEmpty()) {
            return;
        }
        Map<String, String> parts = new LinkedHashMap<>();
        take.forEach((part, source) -> parts.put(part, value(row, source)));
        Map<String, String> other = byKey.putIfAbsent(key, parts);
        if (other != null && !other.equals(parts)) {
            throw new DatasetFormatException(fault(Finding.Place.of(file), key, 2));
        }
    }

    private String value(Map<String, String> row, String source) {
        String value = row.getOrDefault(source, row.get("/" + source));
        if (value == null && !columns.isEmpty()) {
            throw new DatasetFormatException(DataCode.NO_SUCH_SOURCE.at(
                    Finding.Place.of(file), "source", source, "name", "join", "there", columns));
        }
        return value == null ? "" : value;
    }

    /** What the row of a key says; null if there is none. */
    @Nullable
    Map<String, String> find(@Nullable String key) {
        return key == null ? null : byKey.get(key.strip());
    }

    boolean says(Coordinate part) {
        return take.containsKey(part.key());
    }

    Finding fault(Finding.Place place, @Nullable String key, int count) {
        return DataCode.NO_JOIN.at(
                place, "key", String.valueOf(key), "count", count, "name", Utf8Reader.name(file), "on", there);
    }
}
