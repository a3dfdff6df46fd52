package esrp.cli;

import esrp.core.Imported;
import esrp.core.Metric;
import esrp.core.RatingImport;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How ratings are found in files: by what they hold, by the name of a tool, or by a mapping. */
final class Mapping {
    @Option(names = "--preset", paramLabel = "<tool>")
    private @Nullable String preset;

    @Option(names = "--mapping", paramLabel = "<file>")
    private @Nullable Path mapping;

    @Option(names = "--set", paramLabel = "<part=source>")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(names = "--encoding", paramLabel = "<name>", converter = Encoding.class)
    private @Nullable Charset encoding;

    /** An encoding by its name. */
    private static final class Encoding implements ITypeConverter<Charset> {
        private Encoding() {}

        @Override
        public Charset convert(String value) {
            try {
                return Charset.forName(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("there is no encoding \"" + value + "\"");
            }
        }
    }

    boolean isGiven() {
        return preset != null || mapping != null || !set.isEmpty() || encoding != null;
    }

    /** Reads a file to its end, its faults aside. */
    Imported read(Path file, List<Metric> metrics, Progress progress) {
        RatingImport.Builder builder = given();
        set.forEach((part, source) -> UsageException.of("--set", () -> builder.set(part, source)));
        if (encoding != null) {
            builder.encoding(encoding);
        }
        RatingImport how = builder.build();
        boolean whole = preset != null || mapping != null;
        return (whole ? how : isGiven() ? how.detected(file, metrics) : RatingImport.detect(file, metrics))
                .withKeepGoing(true)
                .withProgress(progress.through(file))
                .read(file, metrics);
    }

    private RatingImport.Builder given() {
        String named = preset;
        return named != null
                ? UsageException.of("--preset", () -> RatingImport.preset(named)).toBuilder()
                : mapping != null ? RatingImport.of(mapping).toBuilder() : RatingImport.builder();
    }
}
