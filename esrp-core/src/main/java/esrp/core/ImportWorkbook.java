package esrp.core;

import java.io.IOException;
import java.nio.file.Path;

/** Reads a sheet of a workbook; the library that does is optional. */
final class ImportWorkbook {
    ImportWorkbook(ImportRun run) {
        run.paths();
    }

    void read() throws IOException {
        throw new IOException("workbooks are not read yet");
    }

    static ImportSample sample(Path file, RatingImport mapping) throws IOException {
        throw new IOException("workbooks are not read yet " + mapping);
    }
}
