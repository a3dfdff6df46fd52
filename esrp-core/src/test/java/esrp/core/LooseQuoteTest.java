package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text behind a closing quote costs the lines of its row: no other row is lost, and all lines keep their numbers. */
class LooseQuoteTest {
    private static final String HEADER = "candidate,character,item,metric,rater,score";
    private static final int TIMES = 50;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m,c,x,fluency,\"r\"1,4",
                "m,c,x,fluency,r,\"4\"x",
                "m,c,x,fluency,r,\"4\"xy",
                "m,c,x,fluency,\"r\"1\",4",
                "m,c,x,fluency,\"r\"1\"\",\"4",
                "m,c,x,fluency,\"r\"1,\"4\"",
                "m,c,x,fluency,\"r\"1,\"4\"5",
                "m,c,x,fluency,\"r%nr\"1,\"4\"5"
            })
    void costsItsLines(String odd) throws IOException {
        for (String end : List.of("\n", "\r\n", "\r")) {
            for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                costsItsLines(odd.replace("%n", end), end, charset);
            }
        }
    }

    private void costsItsLines(String odd, String end, Charset charset) throws IOException {
        List<String> rows = new ArrayList<>(List.of(HEADER));
        List<Long> oddLines = new ArrayList<>();
        List<Long> badLines = new ArrayList<>();
        long line = 2;
        for (int i = 0; i < TIMES; i++) {
            rows.add("m,c,good" + i + ",fluency,r,4");
            rows.add(odd);
            oddLines.add(line + 1);
            line += 2 + (odd.contains(end) ? 1 : 0);
            rows.add("m,c,bad,fluency,r,9");
            badLines.add(line++);
        }
        Path file = folder.resolve("ratings.csv");
        Files.writeString(file, "\uFEFF" + String.join(end, rows) + end, charset);

        Imported imported =
                RatingImport.detect(file, Metric.esrp()).withKeepGoing(true).read(file, Metric.esrp());

        assertThat(imported.counts()).isEqualTo(new Imported.Counts(3 * TIMES, TIMES, 0, 0, 2 * TIMES));
        assertThat(imported.ratings().items()).hasSize(TIMES);
        assertThat(imported.faults()).hasSize(2).allSatisfy(fault -> {
            List<Long> lines = fault.first().code() == DataCode.LOOSE_QUOTE ? oddLines : badLines;
            assertThat(fault.places())
                    .extracting(place -> place.coordinates().get("line"))
                    .isEqualTo(lines.subList(0, 5).stream().map(String::valueOf).toList());
            assertThat(fault.count()).isEqualTo(TIMES);
        });
    }
}
