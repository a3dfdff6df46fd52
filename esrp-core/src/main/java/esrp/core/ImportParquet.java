package esrp.core;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** Reads Parquet files row by row through DuckDB, which is optional. The names of the columns are row 0. */
final class ImportParquet {
    private static final String LIBRARY = "org.duckdb:duckdb_jdbc";
    private static final String URL = "jdbc:duckdb:";

    private ImportParquet() {}

    static void read(Path file, ImportWorkbook.Rows rows) throws IOException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        try (Connection duckdb = connection(file, settings);
                PreparedStatement query = duckdb.prepareStatement("SELECT * FROM read_parquet(?)")) {
            query.setString(1, file.toAbsolutePath().toString().replaceAll("[*?\\[]", "[$0]")); // else a pattern
            try (ResultSet results = query.executeQuery()) {
                ResultSetMetaData columns = results.getMetaData();
                List<String> texts = new ArrayList<>();
                for (int c = 1; c <= columns.getColumnCount(); c++) {
                    texts.add(columns.getColumnName(c));
                }
                boolean more = rows.row(0, List.copyOf(texts));
                for (int row = 1; more && results.next(); row++) {
                    for (int c = 0; c < texts.size(); c++) {
                        texts.set(c, Objects.requireNonNullElse(results.getString(c + 1), ""));
                    }
                    more = rows.row(row, List.copyOf(texts));
                }
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Connection connection(Path file, Properties settings) throws SQLException {
        if (DriverManager.drivers().noneMatch(driver -> accepts(driver))) {
            throw new DatasetFormatException(
                    DataCode.NO_LIBRARY.at(Finding.Place.of(file), "kind", "Parquet", "library", LIBRARY));
        }
        return DriverManager.getConnection(URL, settings);
    }

    private static boolean accepts(java.sql.Driver driver) {
        try {
            return driver.acceptsURL(URL);
        } catch (SQLException e) {
            return false; // it cannot be the one
        }
    }

    static ImportSample sample(Path file, RatingImport mapping) throws IOException {
        List<ImportSample.Numbered> rows = new ArrayList<>();
        read(
                file,
                (number, texts) ->
                        rows.add(new ImportSample.Numbered(number, texts)) && rows.size() < ImportSample.ROWS);
        return ImportSample.of(ImportSample.Form.PARQUET, file, rows, ',', -1, mapping, new ArrayList<>());
    }
}
