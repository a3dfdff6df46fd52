package esrp.core;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A way to write a {@link Table}. A new format is one class that implements {@link #format}; it is passed to {@link
 * Table#as(TableFormat)} like those that are here. {@link Table#printed} and {@link Table#sentences} are what people read.
 */
@FunctionalInterface
public interface TableFormat {
    /**
     * A terminal of 80 columns. Long names are shortened only where the short forms stay distinct; a table that is wider
     * still continues below with its first column repeated. Nothing is left out.
     *
     * @return the format
     */
    static TableFormat text() {
        return new TextFormat();
    }

    /** {@return a pipe table below a heading of the third level; cells as in {@link #text()}, escaped} */
    static TableFormat markdown() {
        return new MarkdownFormat();
    }

    /**
     * Comma-separated values after RFC 4180: keys as heads, numbers in full precision, an interval in three columns ({@code
     * key}, {@code key_lower}, {@code key_upper}), missing values empty. A text that a spreadsheet would run as a formula gets
     * an apostrophe in front. No title, no notes.
     *
     * @return the format
     */
    static TableFormat csv() {
        return new CsvFormat();
    }

    /**
     * {@return one JSON object: id, title, columns (key, head, style), rows by key with numbers in full precision,
     * notes}
     */
    static TableFormat json() {
        return new JsonFormat();
    }

    /** {@return a {@code table} with the rules of booktabs, numbers to the right, all text escaped} */
    static TableFormat latex() {
        return new LatexFormat();
    }

    /**
     * {@return a {@code table} element with caption and notes, escaped; classes {@code n} for numbers, no style of its
     * own}
     */
    static TableFormat html() {
        return new HtmlFormat();
    }

    /**
     * Writes a table.
     *
     * @param table the table
     * @param language the language of its heads, texts and notes
     * @return the table in this format
     */
    String format(Table table, String language);

    /**
     * Puts the tables and notes of a result together.
     *
     * @param tables the tables in this format
     * @param notes the notes in this format; empty if there are none
     * @return one text: the parts with a blank line between them, unless the format has its own form for several tables
     */
    default String document(List<String> tables, String notes) {
        return Stream.concat(tables.stream(), Stream.of(notes))
                .map(String::stripTrailing)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }

    /**
     * Writes the notes of a result, which stand below its last table.
     *
     * @param notes the notes
     * @param language their language
     * @return the notes in this format; empty if the format has none or there are none
     */
    default String notes(List<Finding> notes, String language) {
        return "";
    }
}
