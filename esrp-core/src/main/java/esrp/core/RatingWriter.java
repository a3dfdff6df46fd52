package esrp.core;

import esrp.core.internal.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** Writes ratings as CSV or JSON Lines. */
final class RatingWriter {
    private static final String HEADER = "candidate,character,item,metric,rater,score\n";

    private RatingWriter() {}

    static void write(Ratings ratings, Path file) {
        RatingReader.Format format = RatingReader.Format.of(file);
        boolean csv = format == RatingReader.Format.CSV;
        RowEncoder encoder = new RowEncoder(ratings.table(), csv ? RowEncoder.Form.CSV : RowEncoder.Form.JSONL);
        AtomicFiles.write(file, out -> {
            if (csv) {
                out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            }
            try {
                ratings.scan((row, item, metric, rater, level) -> writeRow(encoder, item, metric, rater, level, out));
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            }
        });
    }

    private static void writeRow(RowEncoder encoder, int item, int metric, int rater, int level, OutputStream out) {
        try {
            encoder.write(item, metric, rater, level, out::write);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
