package esrp.core.internal;

import java.util.regex.Pattern;

/** How text of unknown origin enters other formats. */
public final class Escapes {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d+)?([eE][+-]?\\d+)?|Infinity)");
    private static final String FORMULA_STARTS = "=+-@＝＋－＠﹦﹢﹣﹫";
    /** Blanks, controls and marks without width, also those that are no white space to Java. */
    private static final Pattern BLANK_START = Pattern.compile("^[\\p{Z}\\p{C}]+");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    /** What no XML document may hold, not even escaped. */
    private static final Pattern NOT_XML = Pattern.compile("[^\\t\\n\\r -\uD7FF\uE000-\uFFFD\\x{10000}-\\x{10FFFF}]");

    private Escapes() {}

    private static String escaped(String text, String special, String... replacements) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int at = special.indexOf(c);
            if (at < 0) {
                out.append(c);
            } else {
                out.append(replacements[at]);
            }
        }
        return out.toString();
    }

    /** For element content and for quoted attributes, of HTML and of XML: what XML cannot hold becomes U+FFFD. */
    public static String html(String text) {
        return escaped(
                NOT_XML.matcher(text).replaceAll("\uFFFD"), "&<>\"'", "&amp;", "&lt;", "&gt;", "&quot;", "&#39;");
    }

    /**
     * JSON made safe inside a script element: these characters stand only within strings there, where the escape means
     * the same.
     */
    public static String scriptJson(String json) {
        return escaped(json, "<>&\u2028\u2029", "\\u003c", "\\u003e", "\\u0026", "\\u2028", "\\u2029");
    }

    /** For a cell of a Markdown table, and for any text between: one line, nothing in it is markup. */
    public static String markdown(String text) {
        return escaped(
                text, "\n\r<&|\\`*_[]", " ", " ", "&lt;", "&amp;", "\\|", "\\\\", "\\`", "\\*", "\\_", "\\[", "\\]");
    }

    /** For text in LaTeX: one line, nothing in it is a command. */
    public static String latex(String text) {
        String[] signs = {
            "\\textasciitilde{}",
            "\\textasciicircum{}",
            "\\textbackslash{}",
            "\\textless{}",
            "\\textgreater{}",
            "\\textbar{}",
            "\\texttt{\\char34}", // \textquotedbl needs T1
            "$-$",
            "$\\pm$",
            "$\\downarrow$",
            "\\ldots{}",
            "--",
            " ",
            " ",
            "\\&",
            "\\%",
            "\\$",
            "\\#",
            "\\_",
            "\\{",
            "\\}"
        };
        return escaped(CONTROL.matcher(text).replaceAll(" "), "~^\\<>|\"−±↓…–\n\r&%$#_{}", signs);
    }

    /**
     * A cell of a CSV file after RFC 4180, quoted where it must be. What a spreadsheet would run as a formula gets an
     * apostrophe in front; plain numbers stay as they are.
     */
    public static String csv(String cell) {
        String start = BLANK_START.matcher(cell).replaceFirst("");
        boolean formula = !start.isEmpty()
                && (FORMULA_STARTS.indexOf(start.charAt(0)) >= 0 || "\t\r\n".indexOf(cell.charAt(0)) >= 0)
                && !NUMBER.matcher(cell).matches();
        String safe = formula ? "'" + cell : cell;
        boolean quote = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }
}
