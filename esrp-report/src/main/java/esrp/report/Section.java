package esrp.report;

import esrp.core.internal.Checks;
import java.util.List;

/**
 * One part of a report.
 *
 * @param id a short name, unique in a report; lower-case letters, digits and {@code -}
 * @param title the heading
 * @param sentences what to say first, one list item each
 * @param charts the pictures
 * @param tables the tables
 */
public record Section(String id, String title, List<String> sentences, List<Chart> charts, List<ReportTable> tables) {
    /**
     * Validates and copies.
     *
     * @param id a short name, unique in a report; lower-case letters, digits and {@code -}
     * @param title the heading
     * @param sentences what to say first, one list item each
     * @param charts the pictures
     * @param tables the tables
     */
    public Section {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("id: \"" + id + "\"; lower-case letters, digits and - were expected");
        }
        Checks.text("title", title);
        sentences = List.copyOf(sentences);
        charts = List.copyOf(charts);
        tables = List.copyOf(tables);
        ReportTable.requireDistinct(tables);
    }
}
