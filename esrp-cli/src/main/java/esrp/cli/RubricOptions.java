package esrp.cli;

import esrp.core.Scale;
import esrp.metrics.Rubric;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which rubric, and which scale its metrics have. */
final class RubricOptions {
    private static final Rubric PAPER = Rubric.esrp();

    @Option(names = "--rubric", paramLabel = "<rubric>")
    private @Nullable String rubric;

    @Option(names = "--scale", paramLabel = "<low..high[:step]>", converter = ScaleText.class)
    private @Nullable Scale scale;

    Rubric rubric() {
        Rubric named = named(rubric);
        return scale == null ? named : named.withScale(scale);
    }

    /** A file, an example, or by default the paper's. */
    static Rubric named(@Nullable String wanted) {
        return wanted == null || wanted.equals(PAPER.id())
                ? PAPER
                : Rubric.examples().contains(wanted) ? Rubric.example(wanted) : Rubric.read(Path.of(wanted));
    }

    /** A scale as {@code 1..5:0.5}. */
    private static final class ScaleText implements ITypeConverter<Scale> {
        private static final Pattern FORM = Pattern.compile("(-?[\\d.]+?)\\.\\.(-?[\\d.]+)(?::([\\d.]+))?");

        private ScaleText() {}

        @Override
        public Scale convert(String value) {
            Matcher parts = FORM.matcher(value);
            if (!parts.matches()) {
                throw new TypeConversionException("\"" + value + "\" is no scale, as 1..5 or 1..5:0.5");
            }
            try {
                return new Scale(
                        Double.parseDouble(parts.group(1)),
                        Double.parseDouble(parts.group(2)),
                        parts.group(3) == null ? 1 : Double.parseDouble(parts.group(3)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("\"" + value + "\" is no scale: " + e.getMessage());
            }
        }
    }
}
