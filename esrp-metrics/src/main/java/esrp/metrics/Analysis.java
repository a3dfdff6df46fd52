package esrp.metrics;

import com.google.common.base.Suppliers;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.internal.Checks;
import esrp.stats.cluster.ClusteredInference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Ratings and the choices that all results from them share: how metrics add up, what is resampled, which items count, how
 * repeated ratings are handled, how intervals are made, and what candidates are called.
 *
 * <pre>{@code
 * Analysis analysis = Analysis.of(ratings, Rubric.esrp()).withUnit(Unit.SCENARIO);
 * System.out.println(analysis.leaderboard());
 * System.out.println(analysis.comparison());
 * System.out.println(analysis.breakdown(Grouping.byPersona(data), Analysis::comparison));
 * }</pre>
 *
 * <ul>
 *   <li>Defaults: 95% t intervals on the logit scale, by character and scenario, common items, repeated ratings refused, candidates called by their ids.
 *   <li>{@link ReleaseGate} counts common items only, whatever {@link #items()} says; results about raters count all items.
 *   <li>Ratings are counted once, when the first result is asked for, and copies made by a {@code with…} method share the
 *       counts. Faults of the ratings are therefore reported by the first result, not by {@link #of}.
 * </ul>
 *
 * <p>Immutable and thread-safe. Beside the ratings takes, once they are counted, about 40 bytes for each dialogue and one bit for
 * each dialogue, candidate and metric; results about raters one byte for each candidate, metric and form (one rater's answers about one
 * item) more. More than a million ratings are counted on up to four processors.
 */
public final class Analysis {
    private final Source source;
    private final Rubric rubric;
    private final Choices choices;
    private final Supplier<ScoreTable> counted;
    private final Map<Items, Estimates> estimates = new ConcurrentHashMap<>();

    /** Which items count when candidates were not rated on the same ones. */
    public enum Items {
        /**
         * The items that every candidate with any rating on the metric has: dialogues are matched by character and
         * scenario, batches by character. The default.
         */
        COMMON,
        /** All items: candidates may then differ because their items do. */
        ALL
    }

    /** What to do where a rater rated the same thing more than once; two ratings are never averaged silently. */
    public enum Duplicates {
        /** Refuse, naming the first ones. The default. */
        REJECT,
        /** Keep the rating that comes first in the table. */
        FIRST,
        /** Keep the rating that comes last in the table. */
        LAST,
        /**
         * Their mean, rounded to the nearest score, halves to the even one: for a judge that was sampled several times. They
         * are never counted as several raters.
         */
        MEAN
    }

    private Analysis(Source source, Rubric rubric, Choices choices, Supplier<ScoreTable> counted) {
        this.source = source;
        this.rubric = rubric;
        this.choices = choices;
        this.counted = counted;
    }

    /**
     * Starts an analysis with the defaults.
     *
     * @param ratings the ratings; raters of all kinds count alike
     * @param rubric how metrics add up
     * @return the analysis; nothing is counted yet
     */
    public static Analysis of(Ratings ratings, Rubric rubric) {
        return counting(
                Source.of(Objects.requireNonNull(ratings, "ratings")),
                Objects.requireNonNull(rubric, "rubric"),
                Choices.DEFAULT);
    }

    /**
     * Starts an analysis of a summary with the defaults. A summary has no first and no last rating: where the same rater rated the
     * same thing twice, {@link Duplicates#MEAN} is what can be done. By another unit than {@link Unit#RATING} every rating counts.
     *
     * @param summary the counts
     * @return the analysis; what single ratings are needed for says so where the summary does not hold them
     */
    public static Analysis of(Summaries summary) {
        return counting(summary.source(), summary.rubric(), Choices.DEFAULT);
    }

    private static Analysis counting(Source source, Rubric rubric, Choices choices) {
        return new Analysis(
                source, rubric, choices, Suppliers.memoize(() -> ScoreTable.of(source, rubric, choices.duplicates())));
    }

    private Analysis with(Choices value) {
        return new Analysis(source, rubric, value, counted);
    }

    /**
     * Where a candidate became better or worse than a baseline. Dialogues that both held count, whatever {@link #items}
     * says.
     *
     * @param candidate id of the candidate
     * @param baseline id of the baseline
     * @return the changes
     * @throws IllegalArgumentException if one of them has no ratings, or both are the same
     */
    public Changes changes(String candidate, String baseline) {
        return new Changes(this, candidate, baseline);
    }

    /**
     * {@return a copy with another resampling unit}
     *
     * @param unit the unit of all intervals
     */
    public Analysis withUnit(Unit unit) {
        return with(choices.with(Objects.requireNonNull(unit, "unit")));
    }

    /**
     * {@return a copy with another choice of items}
     *
     * @param items common ones or all
     */
    public Analysis withItems(Items items) {
        return with(choices.with(Objects.requireNonNull(items, "items")));
    }

    /**
     * Returns a copy with another treatment of repeated ratings.
     *
     * @param duplicates refuse, first, last or mean
     * @return the copy, for which ratings are counted again
     * @throws IllegalArgumentException if this is an analysis of a summary, and its first or last ratings are asked for
     */
    public Analysis withDuplicates(Duplicates duplicates) {
        Checks.rejectIf(
                !source.ordered() && (duplicates == Duplicates.FIRST || duplicates == Duplicates.LAST),
                "duplicates: a summary has no first or last rating, REJECT or MEAN was expected, not %s",
                duplicates);
        return counting(source, rubric, choices.with(Objects.requireNonNull(duplicates, "duplicates")));
    }

    /**
     * {@return a copy with another way to make intervals}
     *
     * @param inference method, level, resamples, seed; {@code IntervalMethod.PERCENTILE} by {@link Unit#RATING} is what most
     *     papers do
     */
    public Analysis withInference(ClusteredInference inference) {
        return with(choices.with(Objects.requireNonNull(inference, "inference")));
    }

    /**
     * {@return a copy with another confidence level}
     *
     * @param level in (0, 1); 0.95 unless set
     * @throws IllegalArgumentException if the level is outside (0, 1)
     */
    public Analysis withLevel(double level) {
        return withInference(inference().withLevel(level));
    }

    /**
     * {@return a copy with names of candidates to print}
     *
     * @param names candidate id to name; others are printed by their id; the id is printed beside a name that several have
     */
    public Analysis withNames(Map<String, String> names) {
        return with(choices.with(Objects.requireNonNull(names, "names")));
    }

    /**
     * Candidates in the order of their average.
     *
     * @return the leaderboard
     * @throws IllegalArgumentException as {@link Leaderboard#of} says
     */
    public Leaderboard leaderboard() {
        return new Leaderboard(this);
    }

    /**
     * {@return which candidates can be told apart by their average}
     *
     * @throws IllegalArgumentException as {@link Comparison#of} says
     */
    public Comparison comparison() {
        return comparison(Measure.average());
    }

    /**
     * {@return which candidates can be told apart by a measure}
     *
     * @param measure the average, a dimension or a metric
     * @throws IllegalArgumentException if fewer than two candidates have a value of the measure, or as
     *     {@link Leaderboard#of} says
     */
    public Comparison comparison(Measure measure) {
        return new Comparison(this, Objects.requireNonNull(measure, "measure"));
    }

    /**
     * {@return a leaderboard for each group of dialogues; without groups if none is known}
     *
     * @param grouping how dialogues fall into groups
     * @throws IllegalArgumentException as {@link Leaderboard#of} says, of all ratings
     */
    public Breakdown<Leaderboard> breakdown(Grouping grouping) {
        return breakdown(grouping, Analysis::leaderboard);
    }

    /**
     * {@return any result for each group of dialogues; without groups if none is known}
     *
     * @param <R> the result
     * @param grouping how dialogues fall into groups
     * @param result makes the result of a group, for example {@code Analysis::comparison}
     * @throws IllegalArgumentException if the result of all ratings cannot be made; where that of a group cannot,
     *     {@link Breakdown#failed} says why
     */
    public <R extends Result> Breakdown<R> breakdown(Grouping grouping, Function<Analysis, R> result) {
        return Breakdown.of(
                this, Objects.requireNonNull(grouping, "grouping"), Objects.requireNonNull(result, "result"));
    }

    /**
     * {@return a leaderboard for each group of every kind that is known: by character, by the persona, the location and the
     * emotion of the scenario, and by turn where turns were rated; kinds of fewer than two groups are left out}
     *
     * @param data where scenarios are described
     * @throws IllegalArgumentException as {@link Leaderboard#of} says, of all ratings
     */
    public List<Breakdown<Leaderboard>> breakdowns(Dataset data) {
        Leaderboard whole = leaderboard();
        Function<Analysis, Leaderboard> result = part -> part == this ? whole : part.leaderboard();
        Map<String, Breakdown<Leaderboard>> kinds = new LinkedHashMap<>();
        kinds.put("character", breakdown(Grouping.byCharacter(), result));
        kinds.put("persona", breakdown(Grouping.byPersona(data), result));
        kinds.put("location", breakdown(Grouping.byLocation(data), result));
        kinds.put("emotion", breakdown(Grouping.byEmotion(data), result));
        if (source.byRating()) {
            kinds.put("turn", Breakdown.byTurn(this, result));
        }
        return kinds.entrySet().stream()
                .filter(kind -> kind.getValue().groups().size()
                                + kind.getValue().failed().size()
                        > 1)
                .map(kind -> kind.getValue().named(Texts.say("by." + kind.getKey())))
                .toList();
    }

    /**
     * {@return how well raters agree}
     *
     * @throws IllegalArgumentException as {@link RaterAgreement#of} says
     */
    public RaterAgreement agreement() {
        return new RaterAgreement(counted.get(), choices, rubric::lowerIsBetter, rubric.commonScale());
    }

    /**
     * {@return which candidates go on after several judges}
     *
     * @param options how many, and how judges are treated
     * @throws IllegalArgumentException as {@link Shortlist#of} says
     */
    public Shortlist shortlist(Shortlist.Options options) {
        return new Shortlist(this, Objects.requireNonNull(options, "options"));
    }

    /**
     * {@return how well a judge matches these ratings of people, each human rating by itself}
     *
     * @param judge the ratings of one judge
     * @throws IllegalArgumentException as {@link JudgeValidation#of} says
     */
    public JudgeValidation judgeValidation(Ratings judge) {
        return judgeValidation(judge, HumanLabel.EACH_RATER);
    }

    /**
     * {@return how well a judge matches these ratings of people}
     *
     * @param judge the ratings of one judge
     * @param label which human label is meant where several people rated the same thing
     * @throws IllegalArgumentException as {@link JudgeValidation#of} says
     */
    public JudgeValidation judgeValidation(Ratings judge, HumanLabel label) {
        return new JudgeValidation(
                ratings(), Objects.requireNonNull(judge, "judge"), Objects.requireNonNull(label, "label"), choices);
    }

    /**
     * {@return which of several judges matches these ratings of people better, each human rating by itself}
     *
     * @param judges the ratings of two judges or more; each rater is one judge
     * @throws IllegalArgumentException as {@link JudgeComparison#of} says
     */
    public JudgeComparison judgeComparison(Ratings judges) {
        return judgeComparison(judges, HumanLabel.EACH_RATER);
    }

    /**
     * {@return which of several judges matches these ratings of people better}
     *
     * @param judges the ratings of two judges or more; each rater is one judge
     * @param label which human label is meant where several people rated the same thing
     * @throws IllegalArgumentException as {@link JudgeComparison#of} says
     */
    public JudgeComparison judgeComparison(Ratings judges, HumanLabel label) {
        return new JudgeComparison(
                ratings(), Objects.requireNonNull(judges, "judges"), Objects.requireNonNull(label, "label"), choices);
    }

    /**
     * Candidates by their average, from these few ratings of people, of dialogues drawn at random, and many of a judge.
     *
     * @param judge the ratings of one judge or several, of all dialogues, those that people scored included
     * @return the leaderboard
     * @throws IllegalArgumentException as {@link PredictionPoweredLeaderboard#ofRandomSample} says
     */
    public PredictionPoweredLeaderboard predictionPowered(Ratings judge) {
        return predictionPowered(judge, Measure.average());
    }

    /**
     * Candidates by a measure, from these few ratings of people, of dialogues drawn at random, and many of a judge.
     *
     * @param judge the ratings of one judge or several, of all dialogues, those that people scored included; expected scores on
     *     scales with a finer step, as {@link Calibration#expected} and {@code JudgingResult.expected} give them, tell more than
     *     the most probable ones
     * @param measure the average, a dimension or a metric
     * @return the leaderboard
     * @throws IllegalArgumentException as {@link PredictionPoweredLeaderboard#ofRandomSample} says
     */
    public PredictionPoweredLeaderboard predictionPowered(Ratings judge, Measure measure) {
        return new PredictionPoweredLeaderboard(asFineAs(judge), judge, Objects.requireNonNull(measure, "measure"));
    }

    /** The same ratings on the scales of a judge, where these have the same ends and a finer step. */
    private Analysis asFineAs(Ratings judge) {
        Map<String, Scale> finer = new HashMap<>();
        for (Metric metric : judge.metrics()) {
            rubric.metrics().stream()
                    .filter(own -> own.id().equals(metric.id()) && isFiner(metric.scale(), own.scale()))
                    .forEach(own -> finer.put(own.id(), metric.scale()));
        }
        if (finer.isEmpty()) {
            return this;
        }
        UnaryOperator<Metric> made = metric -> metric.withScale(finer.getOrDefault(metric.id(), metric.scale()));
        Ratings.Builder people =
                Ratings.builder(ratings().metrics().stream().map(made).toList());
        ratings().stream().forEach(people::add);
        return about(people.build(), rubric.with(made));
    }

    private static boolean isFiner(Scale one, Scale other) {
        return one.step() < other.step()
                && one.lowest() == other.lowest()
                && one.highest() == other.highest()
                && IntStream.range(0, other.levels()).mapToDouble(other::score).allMatch(one::contains);
    }

    /**
     * All of this at once: leaderboard, comparison, agreement, and every judge against people, each with its result or the
     * reason why there is none.
     *
     * @return the evaluation; ratings by models are those of judges, unless there are no others
     * @throws IllegalArgumentException if a rater rated the same thing twice and that is refused, or a metric has another
     *     scale in the rubric
     */
    public Evaluation evaluation() {
        return new Evaluation(this);
    }

    /**
     * {@return all of this at once, with judges whose ratings are apart}
     *
     * @param judges the ratings of judges; each rater is one judge
     * @throws IllegalArgumentException as {@link #evaluation()} says
     */
    public Evaluation evaluation(Ratings judges) {
        return new Evaluation(this, Objects.requireNonNull(judges, "judges"));
    }

    /**
     * One rating for each thing that people rated, for example to tune a judge on.
     *
     * @param label which label is meant where several people rated the same thing
     * @return each rating by its own rater, or one by a rater called as the label; what has no label is among its
     *     {@linkplain Ratings#findings findings}, as {@link AnalysisCode#UNDECIDED_LABEL}
     * @throws IllegalArgumentException if a metric is not in the rubric, or a rater rated the same thing twice and that is
     *     refused
     */
    public Ratings labels(HumanLabel label) {
        return Objects.requireNonNull(label, "label").labels(counted.get());
    }

    /**
     * {@return the ratings; of a summary in canonical order}
     *
     * @throws IllegalArgumentException if this is an analysis of a summary that does not hold single ratings
     */
    public Ratings ratings() {
        return source.ratings();
    }

    /** {@return the rubric: how metrics add up} */
    public Rubric rubric() {
        return rubric;
    }

    /** {@return the resampling unit that was asked for} */
    public Unit unit() {
        return choices.unit();
    }

    /** {@return which items count: common ones or all} */
    public Items items() {
        return choices.items();
    }

    /** {@return how repeated ratings are handled: refused, the first, the last or their mean} */
    public Duplicates duplicates() {
        return choices.duplicates();
    }

    /** {@return how intervals are made: method, level, resamples, seed} */
    public ClusteredInference inference() {
        return choices.inference();
    }

    /** {@return the names to print: candidate id to name, as far as names were given} */
    public Map<String, String> names() {
        return choices.names();
    }

    Choices choices() {
        return choices;
    }

    Source source() {
        return source;
    }

    /** The same choices about a part of the ratings. */
    Analysis about(Source part) {
        return counting(part, rubric, choices);
    }

    /** The same choices about other ratings. */
    Analysis about(Ratings others) {
        return about(others, rubric);
    }

    /** The same choices about other ratings with another rubric. */
    Analysis about(Ratings others, Rubric other) {
        return counting(Source.of(others), other, choices);
    }

    /** Whether candidates were rated on a metric without an item that all of them have. */
    boolean nothingInCommon() {
        ScoreTable all = counted.get();
        return IntStream.range(0, all.metrics.size())
                .anyMatch(m -> all.rated(m) && all.common(m).isEmpty());
    }

    /** What is counted, and what is estimated from it, of common items or of all. */
    Estimates estimates(Items counting) {
        return estimates.computeIfAbsent(counting, key -> {
            ScoreTable all = counted.get();
            return new Estimates(key == Items.ALL ? all : all.common(), rubric, unit(), inference());
        });
    }
}
