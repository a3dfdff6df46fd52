package esrp.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.IntPredicate;

/**
 * The rows of a Parquet file as CSV below the names of the columns, made by DuckDB, which is optional. Every field is quoted,
 * nothing is blank, and nested values are JSON.
 */
final class ImportParquet extends InputStream {
    private static final String LIBRARY = "org.duckdb:duckdb_jdbc:1.4.4.0";
    private static final String URL = "jdbc:duckdb:";

    private final Connection duckdb;
    private final ResultSet lines;
    private byte[] line;
    private int at;

    /**
     * Opens a file.
     *
     * @param wanted which columns are read; the fields of the others are empty
     */
    ImportParquet(Path file, IntPredicate wanted) throws IOException {
        if (DriverManager.drivers().noneMatch(ImportParquet::isDuckDb)) {
            throw new DatasetFormatException(
                    DataCode.NO_LIBRARY.at(Finding.Place.of(file), "kind", "Parquet", "library", LIBRARY));
        }
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("autoinstall_known_extensions", "false");
        try {
            duckdb = DriverManager.getConnection(URL, settings);
        } catch (SQLException e) {
            throw failure(e);
        }
        try {
            ResultSetMetaData columns = select("*", file).getMetaData();
            StringBuilder names = new StringBuilder();
            StringBuilder texts = new StringBuilder();
            for (int c = 0; c < columns.getColumnCount(); c++) {
                String type = columns.getColumnTypeName(c + 1);
                boolean nested = type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP");
                String name = columns.getColumnName(c + 1).replace("\"", "\"\"");
                names.append(c == 0 ? "\"" : "\",\"").append(name);
                texts.append(c == 0 ? "'\"'" : ",'\",\"'");
                if (wanted.test(c)) {
                    texts.append(",replace(CAST(" + (nested ? "to_json" : "") + "(\"" + name + "\") AS VARCHAR),")
                            .append("'\"','\"\"')");
                }
            }
            line = names.append("\"\n").toString().getBytes(StandardCharsets.UTF_8);
            lines = select("encode(concat(" + texts + ",'\"',chr(10)))", file).executeQuery();
        } catch (SQLException e) {
            close();
            throw failure(e);
        }
    }

    static boolean isAt(Path file) throws IOException {
        return ImportSample.begins(file, 'P', 'A', 'R', '1');
    }

    private static boolean isDuckDb(Driver driver) {
        try {
            return driver.acceptsURL(URL);
        } catch (SQLException e) {
            return false; // it cannot be the one
        }
    }

    /** What DuckDB says, without the query. */
    private static IOException failure(SQLException e) {
        return new IOException(String.valueOf(e.getMessage()).split("\n", 2)[0], e);
    }

    private PreparedStatement select(String what, Path file) throws SQLException {
        String name = file.toAbsolutePath()
                .toString()
                .replaceAll("[*?\\[]", "[$0]") // else a pattern
                .replace("'", "''");
        return duckdb.prepareStatement("SELECT " + what + " FROM read_parquet('" + name + "')");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int filled = 0;
        try {
            while (filled < length && (at < line.length || next())) {
                int some = Math.min(length - filled, line.length - at);
                System.arraycopy(line, at, target, offset + filled, some);
                at += some;
                filled += some;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return filled == 0 && length > 0 ? -1 : filled;
    }

    private boolean next() throws SQLException {
        if (!lines.next()) {
            return false;
        }
        line = lines.getBytes(1);
        at = 0;
        return true;
    }

    @Override
    public void close() throws IOException {
        try {
            duckdb.close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }
}
