package esrp.metrics;

import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.TableFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that ratings can carry: leaderboard, comparison, agreement of raters, and every judge against people. Each part has its
 * result, or the reason why there is none and what would help; no part takes the others with it.
 *
 * <ul>
 *   <li>Ratings by models are those of judges, one judge per rater. Where there are no others, they are evaluated like those
 *       of people.
 *   <li>Where candidates have no item in common, all items count, and the imbalance is among the notes.
 *   <li>Where metrics of the rubric were not rated at all, the average is that of the others, and the notes say so. Ratings on
 *       metrics that the rubric does not have are left out and counted.
 *   <li>Where a judge rated things more than once, the mean of its answers counts, and its agreement with itself is reported.
 * </ul>
 *
 * <pre>{@code
 * Evaluation evaluation = Analysis.of(ratings, Rubric.esrp()).evaluation();
 * System.out.println(evaluation);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Evaluation extends Shown {
    private final List<Part> parts = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();
    private final Analysis base;

    /** Ratings by models among others are those of judges. */
    Evaluation(Analysis analysis) {
        if (analysis.source().byRating()) {
            base = evaluate(analysis, analysis.ratings().where(Column.RATER, new String[0]));
        } else {
            base = analysis;
            addCommon(analysis);
            add("judge", () -> {
                throw Summaries.notByRating(analysis.source().unit());
            });
        }
    }

    Evaluation(Analysis analysis, Ratings judges) {
        base = evaluate(analysis, judges);
    }

    private void addCommon(Analysis analysis) {
        add("leaderboard", analysis::leaderboard);
        add("comparison", analysis::comparison);
        add("agreement", analysis::agreement);
    }

    private Analysis evaluate(Analysis analysis, Ratings judges) {
        Ratings given = analysis.ratings();
        List<String> models =
                given.raters().stream().filter(Evaluation::isModel).toList();
        boolean onlyModels = models.size() == given.raters().size() && !models.isEmpty();
        List<Ratings> each = new ArrayList<>();
        Ratings people = given;
        if (onlyModels) {
            notes.add(AnalysisCode.ONLY_MODELS.note());
        } else if (!models.isEmpty()) {
            people = given.where(
                    Column.RATER,
                    given.raters().stream().filter(rater -> !isModel(rater)).toArray(String[]::new));
            models.forEach(model -> each.add(given.where(Column.RATER, model)));
        }
        judges.raters().forEach(judge -> each.add(judges.where(Column.RATER, judge)));
        Analysis counting = partial(people == given ? analysis : analysis.about(people));
        addCommon(counting);
        if (onlyModels) {
            none(AnalysisCode.NO_PEOPLE);
        } else if (each.isEmpty()) {
            none(AnalysisCode.NO_JUDGE);
        } else {
            each.forEach(judge -> add("judge", () -> validation(counting, judge)));
            if (each.size() > 1) {
                Analysis counted =
                        each.stream().anyMatch(judge -> !judge.duplicates().isEmpty())
                                        && counting.duplicates() == Analysis.Duplicates.REJECT
                                ? counting.withDuplicates(Analysis.Duplicates.MEAN)
                                : counting;
                add(
                        "judges",
                        () -> counted.judgeComparison(
                                each.stream().reduce(Ratings::plus).orElseThrow()));
            }
        }
        return counting;
    }

    private static boolean isModel(String rater) {
        return new Rater(rater).kind() == Rater.Kind.MODEL;
    }

    /** The analysis as far as the ratings reach: with the metrics that were rated, and all items where none is common. */
    private Analysis partial(Analysis whole) {
        Rubric rubric = whole.rubric();
        Ratings ratings = whole.ratings();
        List<String> known = rubric.metrics().stream().map(Metric::id).toList();
        List<String> rated =
                ratings.metricIds().stream().filter(known::contains).toList();
        Analysis narrowed = whole;
        if (rated.size() < ratings.metricIds().size()) {
            Ratings kept = ratings.where(Column.METRIC, rated.toArray(String[]::new));
            List<String> others = ratings.metricIds().stream()
                    .filter(id -> !known.contains(id))
                    .toList();
            int left = ratings.size() - kept.size();
            notes.add(AnalysisCode.OTHER_METRICS.note("count", left, "metrics", others));
            narrowed = whole.about(kept);
        }
        List<Metric> averaged = rubric.averagedMetrics().stream()
                .filter(metric -> rated.contains(metric.id()))
                .toList();
        if (!rated.isEmpty() && averaged.size() < rubric.averagedMetrics().size()) {
            Rubric some = rubric.only(rated.toArray(String[]::new));
            List<LocalizedText> names =
                    some.averagedMetrics().stream().map(Metric::name).toList();
            notes.add(AnalysisCode.RATED_METRICS.note("metrics", names, "rubric", rubric.id()));
            narrowed = narrowed.about(narrowed.ratings(), some);
        }
        return narrowed.items() == Analysis.Items.COMMON && narrowed.nothingInCommon()
                ? narrowed.withItems(Analysis.Items.ALL)
                : narrowed;
    }

    private Result validation(Analysis people, Ratings judge) {
        List<Ratings.Duplicate> repeated = judge.duplicates();
        if (repeated.isEmpty() || people.duplicates() != Analysis.Duplicates.REJECT) {
            return people.judgeValidation(judge);
        }
        double same = repeated.stream()
                .flatMap(thing -> thing.scores().stream()
                        .skip(1)
                        .map(score -> score.equals(thing.scores().get(0))))
                .collect(Collectors.averagingDouble(equal -> equal ? 1 : 0));
        String name = judge.raters().get(0);
        notes.add(AnalysisCode.REPLICATES.note("judge", name, "count", repeated.size(), "same", same));
        return people.withDuplicates(Analysis.Duplicates.MEAN).judgeValidation(judge);
    }

    /**
     * {@return leaderboards by group, as {@link Analysis#breakdowns} makes them; none where there is no leaderboard}
     *
     * @param data where scenarios are described
     */
    public List<Breakdown<Leaderboard>> breakdowns(Dataset data) {
        Objects.requireNonNull(data, "data");
        boolean ranked = parts.stream()
                .anyMatch(part ->
                        part.result().filter(Leaderboard.class::isInstance).isPresent());
        return ranked ? base.breakdowns(data) : List.of();
    }

    private void none(AnalysisCode reason) {
        add("judge", () -> {
            throw new Unavailable(reason);
        });
    }

    private void add(String id, Supplier<Result> result) {
        LocalizedText title = Texts.say("part." + id);
        Part part;
        try {
            part = new PartOf(id, title, Optional.of(result.get()), Optional.empty());
        } catch (RuntimeException e) {
            part = new PartOf(id, title, Optional.empty(), Optional.of(Unavailable.reason(e)));
        }
        parts.add(part);
    }

    /** One part of an evaluation: a result, or the reason why there is none. */
    public sealed interface Part {
        /** {@return {@code leaderboard}, {@code comparison}, {@code agreement}, {@code judge} or, of several, {@code judges}} */
        String id();

        /** {@return the title to print} */
        LocalizedText title();

        /** {@return the result; empty where there is none} */
        Optional<Result> result();

        /** {@return why there is no result, and what would help; empty where there is one} */
        Optional<Finding> reason();

        /**
         * The result or the reason, as a terminal shows it.
         *
         * @param language a language tag
         * @return lines of text
         */
        default String text(String language) {
            return result().map(made -> made.text(language))
                    .orElseGet(() -> TableFormat.text().notes(reason().stream().toList(), language));
        }
    }

    private record PartOf(String id, LocalizedText title, Optional<Result> result, Optional<Finding> reason)
            implements Part {}

    /**
     * {@return what the parts were made of: the ratings of people, or of models where there are no others, and the rubric, as
     * far as they go together; all items where none is common}
     */
    public Analysis analysis() {
        return base;
    }

    /** {@return leaderboard, comparison, agreement, one part for each judge, at least one, and where there are several their differences} */
    public List<Part> parts() {
        return List.copyOf(parts);
    }

    /** {@return what was decided because the ratings are partial, and why parts are missing} */
    @Override
    public List<Finding> notes() {
        return Stream.of(
                        notes.stream(),
                        parts.stream()
                                .flatMap(part -> part.result().stream())
                                .flatMap(result -> result.notes().stream()),
                        parts.stream().flatMap(part -> part.reason().stream()))
                .flatMap(all -> all)
                .distinct()
                .toList();
    }

    /** {@return what was decided because the ratings are partial; none if they are complete} */
    public List<Finding> decisions() {
        return List.copyOf(notes);
    }

    /** The tables of all parts. */
    @Override
    public List<Table> tables() {
        return parts.stream()
                .flatMap(part -> part.result().stream())
                .flatMap(result -> result.tables().stream())
                .toList();
    }
}
