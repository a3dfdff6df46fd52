package esrp.core;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What tools do to texts so that other tools take them for nothing else. */
final class ImportEscapes {
    private static final Pattern ENTITY = Pattern.compile("&(?:#(\\d{1,7})|#[xX](\\p{XDigit}{1,6})|(\\w+));");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");
    private static final Pattern ESCAPE_OR_QUOTE = Pattern.compile("(\\\\.)|\"", Pattern.DOTALL);
    private static final Pattern FORMULA = Pattern.compile("=\"(.*)\"|'(.*)", Pattern.DOTALL);

    private ImportEscapes() {}

    /** The text that was escaped; as it is if it was not. */
    static String of(String kind, String text) {
        return switch (kind) {
            case "html" -> ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity)));
            case "json" -> json(text);
            default -> {
                Matcher formula = FORMULA.matcher(text);
                yield !formula.matches() ? text : formula.group(1) == null ? formula.group(2) : formula.group(1);
            }
        };
    }

    private static String character(java.util.regex.MatchResult entity) {
        if (entity.group(3) != null) {
            return NAMED.getOrDefault(entity.group(3), entity.group());
        }
        int point = entity.group(1) == null ? Integer.parseInt(entity.group(2), 16) : Integer.parseInt(entity.group(1));
        return java.lang.Character.isValidCodePoint(point) ? java.lang.Character.toString(point) : entity.group();
    }

    private static String json(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        String quoted = ESCAPE_OR_QUOTE
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? "\\\"" : found.group()));
        try (JsonParser parser = ImportJson.FACTORY.createParser("\"" + quoted + "\"")) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            return text; // a backslash that escapes nothing
        }
    }
}
