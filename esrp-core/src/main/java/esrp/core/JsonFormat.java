package esrp.core;

import com.fasterxml.jackson.core.JsonGenerator;
import esrp.core.internal.Json;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** One object per table. */
final class JsonFormat implements TableFormat {
    @Override
    public String format(Table table, String language) {
        return Json.text(json -> {
            json.writeStartObject();
            json.writeStringField("id", table.id());
            json.writeStringField("title", table.title().in(language));
            json.writeArrayFieldStart("columns");
            for (Table.Head head : table.heads()) {
                json.writeStartObject();
                json.writeStringField("key", head.key());
                json.writeStringField("head", head.text().in(language));
                json.writeStringField("style", head.style().name().toLowerCase(Locale.ROOT));
                if (head.lowerIsBetter()) {
                    json.writeBooleanField("lowerIsBetter", true);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rows");
            for (List<Table.Cell> row : table.rows()) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    json.writeFieldName(table.heads().get(i).key());
                    write(json, row.get(i), language);
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("notes");
            for (String note : table.sentences(language)) {
                json.writeString(note);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    @Override
    public String notes(List<Finding> notes, String language) {
        return Json.text(json -> {
            json.writeStartArray();
            for (Finding note : notes) {
                json.writeString(note.in(language));
            }
            json.writeEndArray();
        });
    }

    /** One object with the tables and the notes. */
    @Override
    public String document(List<String> tables, String notes) {
        return "{\"tables\":[" + String.join(",", tables) + "],\"notes\":" + notes + "}";
    }

    private static void write(JsonGenerator json, Table.Cell cell, String language) throws IOException {
        if (cell instanceof Table.Cell.Text text) {
            json.writeString(text.text().in(language));
        } else if (cell instanceof Table.Cell.Value number) {
            write(json, number.value());
        } else if (cell instanceof Table.Cell.Bounded b) {
            json.writeStartObject();
            json.writeFieldName("estimate");
            write(json, b.estimate());
            json.writeFieldName("lower");
            write(json, b.lower());
            json.writeFieldName("upper");
            write(json, b.upper());
            json.writeEndObject();
        } else {
            json.writeNull();
        }
    }

    /** JSON has no NaN and no infinity: the one is null, the other a text. */
    private static void write(JsonGenerator json, double x) throws IOException {
        if (Double.isNaN(x)) {
            json.writeNull();
        } else if (Double.isInfinite(x)) {
            json.writeString(CsvFormat.number(x));
        } else {
            json.writeNumber(CsvFormat.number(x));
        }
    }
}
