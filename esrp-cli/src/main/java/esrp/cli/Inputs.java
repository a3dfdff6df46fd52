package esrp.cli;

import esrp.core.Candidate;
import esrp.core.DataCode;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.Imported;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.internal.Messages;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What is read, and the choices that all results share. */
final class Inputs {
    @Mixin
    private Replies replies = new Replies();

    @Option(names = "--ratings", paramLabel = "<file>", arity = "1..*")
    private List<Path> ratings = new ArrayList<>();

    @Mixin
    private Mapping mapping = new Mapping();

    @Option(names = "--judge", paramLabel = "<file>", arity = "1..*")
    private List<Path> judge = new ArrayList<>();

    @Mixin
    private MetricOptions metrics = new MetricOptions();

    @Option(names = "--simulate")
    private boolean simulate;

    @Option(names = "--unit", paramLabel = "<unit>")
    private @Nullable Unit unit;

    @Option(names = "--items", paramLabel = "<items>")
    private Analysis.@Nullable Items items;

    @Option(names = "--duplicates", paramLabel = "<policy>")
    private Analysis.@Nullable Duplicates duplicates;

    @Option(names = "--level", paramLabel = "<level>")
    private @Nullable Double level;

    @Option(names = "--seed", paramLabel = "<n>", defaultValue = "0")
    private long seed;

    /** Everything that was read. */
    record Read(Optional<Dataset> dataset, Ratings ratings, Ratings judges, Rubric rubric, Source source) {}

    /** Where ratings come from. */
    enum Source {
        GIVEN,
        SIMULATED,
        SAMPLE
    }

    /** Reads the data, without any the sample, or a simulated study if asked for. */
    Read read(String language, Progress progress) {
        if (ratings.isEmpty() && !judge.isEmpty()) {
            throw new UsageException("usage.judge");
        }
        Rubric adding = metrics.rubric();
        String sample = SampleData.languages().contains(language) ? language : "en";
        progress.step("replies");
        Optional<Dataset> read = data().isPresent()
                ? Optional.of(replies.dataset(language))
                : ratings.isEmpty() ? Optional.of(SampleData.dataset(sample)) : Optional.empty();
        if (isUnrated()) {
            throw new UsageException(
                    "usage.unrated", "name", data().orElseThrow().toString());
        }
        progress.step("ratings");
        if (!ratings.isEmpty()) {
            Ratings given = read("--ratings", ratings, language, progress);
            String[] asked = adding.metrics().stream().map(Metric::id).toArray(String[]::new);
            if (given.where(Column.METRIC, asked).size() == 0) {
                throw new BadDataException(
                        Messages.of(Esrp.class).text(language, "none", "name", ratingsNames()), List.of());
            }
            refuseDuplicates(given, language);
            return new Read(
                    read,
                    given,
                    judge.isEmpty()
                            ? given.where(Column.RATER, new String[0])
                            : read("--judge", judge, language, progress),
                    adding,
                    Source.GIVEN);
        }
        if (data().isPresent()) {
            SimulatedStudy study = SimulatedStudy.chatAnime(read.orElseThrow()).withSeed(seed);
            return new Read(read, study.ratings(), study.judge("judge", 0.2, 0.6), adding, Source.SIMULATED);
        }
        return new Read(read, SampleData.ratings(sample), SampleData.judge(sample), adding, Source.SAMPLE);
    }

    /** Whether there are replies of which nobody says how good they are. */
    boolean isUnrated() {
        return data().isPresent() && ratings.isEmpty() && !simulate;
    }

    Analysis analysis(Read read) {
        Analysis analysis = Analysis.of(read.ratings(), read.rubric())
                .withDuplicates(duplicates(read.ratings()))
                .withNames(read.dataset().stream()
                        .flatMap(replies -> replies.candidates().stream())
                        .collect(Collectors.toMap(Candidate::id, Candidate::name)));
        analysis = analysis.withInference(analysis.inference().withSeed(seed));
        analysis = unit == null ? analysis : analysis.withUnit(unit);
        analysis = items == null ? analysis : analysis.withItems(items);
        Analysis chosen = analysis;
        Double wanted = level;
        return wanted == null ? chosen : UsageException.of("--level", () -> chosen.withLevel(wanted));
    }

    String ratingsNames() {
        return ratings.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    Optional<Path> data() {
        return replies.data();
    }

    Dataset dataset(String language) {
        return replies.dataset(language);
    }

    /** With {@code --metrics} the ratings on others are known, too, and left out later. */
    private Ratings read(String option, List<Path> files, String language, Progress progress) {
        return UsageException.of(
                option,
                () -> files.stream()
                        .map(file -> read(
                                option.equals("--ratings") ? mapping : new Mapping(),
                                file,
                                metrics.known(),
                                language,
                                progress))
                        .reduce(Ratings::plus)
                        .orElseThrow());
    }

    static Ratings read(Mapping mapping, Path file, List<Metric> metrics, String language, Progress progress) {
        Imported imported = mapping.read(file, metrics, progress);
        if (!imported.faults().isEmpty()) {
            throw BadDataException.ofImports(
                    List.of(imported), Messages.of(Esrp.class).text(language, "faults"), language);
        }
        return imported.ratings();
    }

    /** What a judge says several times of a reply is its mean, unless something else is asked for. */
    private Analysis.Duplicates duplicates(Ratings given) {
        boolean twice = given.findings().stream().anyMatch(finding -> finding.code() == DataCode.DUPLICATE_RATING);
        return duplicates != null ? duplicates : twice ? Analysis.Duplicates.MEAN : Analysis.Duplicates.REJECT;
    }

    private void refuseDuplicates(Ratings given, String language) {
        List<Finding> twice = given.findings().stream()
                .filter(finding -> finding.code() == DataCode.DUPLICATE_RATING)
                .filter(finding ->
                        !String.valueOf(finding.parameters().get("rater")).startsWith("model:"))
                .toList();
        if ((duplicates == null || duplicates == Analysis.Duplicates.REJECT) && !twice.isEmpty()) {
            throw BadDataException.of(
                    twice, Messages.of(Esrp.class).text(language, "twice", "name", ratingsNames()), language);
        }
    }

    /** Reads a constant by its name in lower case with hyphens. */
    static <E extends Enum<E>> ITypeConverter<E> constants(Class<E> type) {
        Map<String, E> known = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            known.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return value -> Optional.ofNullable(known.get(
                        value.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-')))
                .orElseThrow(() -> new TypeConversionException("\"" + value + "\" is none of " + known.keySet()));
    }
}
