package esrp.core.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import esrp.core.Finding;
import java.io.IOException;

/** What a reader met or expected, in a word that has a translation. */
public enum Term implements Finding.Code {
    /** Nothing. */
    NOTHING,
    /** A JSON text. */
    TEXT,
    /** A list of texts. */
    TEXTS,
    /** A JSON object. */
    OBJECT,
    /** A JSON array. */
    ARRAY,
    /** A JSON document. */
    DOCUMENT,
    /** A number. */
    NUMBER,
    /** A whole number. */
    WHOLE_NUMBER,
    /** A number that can be an id of a dialog. */
    ID,
    /** True or false. */
    FLAG,
    /** A dialog of the published layout. */
    DIALOG,
    /** A list of those. */
    DIALOGS,
    /** A character. */
    CHARACTER,
    /** An object with a list of dialogs for each character. */
    CHARACTERS,
    /** One character of a text. */
    SYMBOL,
    /** A file compressed by gzip. */
    GZIP,
    /** A file that is not compressed. */
    PLAIN_TEXT;

    private static final int SHOWN = 60;

    /** What the parser stands on: a term, or the value itself. */
    public static Object described(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            return NOTHING;
        }
        return switch (token) {
            case START_OBJECT -> OBJECT;
            case START_ARRAY -> ARRAY;
            case VALUE_STRING -> "\"" + shown(parser.getText()) + "\"";
            default -> shown(parser.getText());
        };
    }

    /** A text on one line, short enough for a message. */
    public static String shown(String text) {
        int length = text.codePointCount(0, text.length());
        String head = length <= SHOWN ? text : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
        return head.replace("\r", "\\r").replace("\n", "\\n");
    }
}
