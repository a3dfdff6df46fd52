package esrp.prompts;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Writing JSON by hand where a tree would be more trouble. */
final class Json {
    private Json() {}

    /** The text as a JSON string, quotation marks included. */
    static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
