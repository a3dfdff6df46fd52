package esrp.core;

import java.util.List;

/**
 * What an analysis, a run or an import found: tables to show, and notes that a reader must not miss. Everything that
 * shows results (a terminal, a report, a notebook, files) shows these tables and no others.
 */
public interface Result {
    /** {@return what there is to show, the most important table first: the tables, numbers in full precision} */
    List<Table> tables();

    /**
     * {@return what a reader must know: simulated ratings, items left out, what could not be computed and why; the
     * notes; none if there is nothing to say}
     */
    default List<Finding> notes() {
        return List.of();
    }

    /**
     * All tables in one format, the notes below the last one.
     *
     * @param format the format
     * @param language a language tag; English where a text does not exist in it
     * @return one text; see {@link TableFormat#document}
     */
    default String as(TableFormat format, String language) {
        return format.document(
                tables().stream().map(table -> table.as(format, language)).toList(), format.notes(notes(), language));
    }

    /**
     * As a terminal of 80 columns shows it: what {@code toString} of a result returns in English.
     *
     * @param language a language tag
     * @return lines of text
     */
    default String text(String language) {
        return as(TableFormat.text(), language);
    }
}
