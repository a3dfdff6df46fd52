package esrp.core;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;

/** Reads a sheet of a workbook row by row; the library that does is optional. */
final class ImportWorkbook {
    private static final String LIBRARY = "org.dhatim:fastexcel-reader:0.20.2";

    private ImportWorkbook() {}

    /** Sees rows until it has enough. */
    interface Rows {
        boolean row(int number, List<String> texts) throws IOException;
    }

    static void read(Path file, Optional<String> sheet, Rows rows) throws IOException {
        try {
            Library.read(file, sheet, rows);
        } catch (NoClassDefFoundError e) {
            throw new DatasetFormatException(
                    DataCode.NO_LIBRARY.at(Finding.Place.of(file), "kind", ".xlsx", "library", LIBRARY), e);
        }
    }

    static ImportSample sample(Path file, RatingImport mapping) throws IOException {
        List<ImportSample.Numbered> rows = new ArrayList<>();
        read(
                file,
                mapping.text("sheet"),
                (number, texts) ->
                        rows.add(new ImportSample.Numbered(number, texts)) && rows.size() < ImportSample.ROWS);
        if (rows.isEmpty()) {
            throw new DatasetFormatException(
                    DataCode.EMPTY_FILE.at(Finding.Place.of(file), "expected", RatingImport.HEADER));
        }
        return ImportSample.of(ImportSample.Form.WORKBOOK, file, rows, ',', 0, mapping, new ArrayList<>());
    }

    /** What touches the library: loaded only when a workbook is read. */
    private static final class Library {
        private Library() {}

        static void read(Path file, Optional<String> sheet, Rows rows) throws IOException {
            try (InputStream in = Files.newInputStream(file);
                    ReadableWorkbook workbook = new ReadableWorkbook(in)) {
                List<String> names = workbook.getSheets().map(Sheet::getName).toList();
                Sheet wanted = sheet.isEmpty()
                        ? workbook.getFirstSheet()
                        : workbook.findSheet(sheet.get())
                                .orElseThrow(() -> new IOException(
                                        "there is no sheet \"" + sheet.get() + "\"; sheets are " + names));
                try (Stream<Row> all = wanted.openStream()) {
                    boolean more = true;
                    for (Iterator<Row> next = all.iterator(); more && next.hasNext(); ) {
                        Row row = next.next();
                        more = rows.row(row.getRowNum(), texts(row));
                    }
                }
            } catch (ExcelReaderException e) {
                throw new IOException(e.getMessage(), e);
            }
        }

        private static List<String> texts(Row row) {
            List<String> texts = new ArrayList<>();
            for (int c = 0; c < row.getCellCount(); c++) {
                texts.add(row.getOptionalCell(c).map(Library::text).orElse(""));
            }
            return texts;
        }

        private static String text(Cell cell) {
            if (cell.getType() == CellType.NUMBER) {
                BigDecimal number = cell.asNumber().stripTrailingZeros();
                return number.toPlainString();
            }
            return cell.getText() == null ? "" : cell.getText();
        }
    }
}
