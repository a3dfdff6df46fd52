package esrp.prompts.run;

import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.LevelDistribution;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Result;
import esrp.core.Scale;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.prompts.MetricJudgement;
import esrp.prompts.PromptCode;
import esrp.prompts.internal.TableTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a panel of judges said. Every rating that was asked for is either in {@link #ratings()} or in
 * {@link #unscored()}.
 */
public final class JudgingResult implements Result {
    private final Ratings ratings;
    private final List<Unscored> unscored;
    private final List<Answer> answers;
    private final List<Finding> runNotes;
    private final Manifest manifest;

    JudgingResult(
            Ratings ratings, List<Unscored> unscored, List<Answer> answers, List<Finding> runNotes, Manifest manifest) {
        this.ratings = ratings;
        this.unscored = List.copyOf(unscored);
        this.answers = List.copyOf(answers);
        this.runNotes = List.copyOf(runNotes);
        this.manifest = manifest;
    }

    /**
     * What one judge said about one dialogue or batch, over all the attempts it took.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param item scenario id, or batch id
     * @param sample which of several dialogues of the candidate in the scenario; empty where there is one
     * @param rater id of the rater, {@code model:} and the model's id
     * @param replicate which of several answers of the judge, from 1; empty where each judge was asked once
     * @param byMetric the score of each metric that was asked, or why there is none
     * @param probabilities how probable the judge held each level to be, from the lowest, by metric; of those metrics alone
     *     about which its client said so
     * @param failure why the last call brought no reply, if that is what happened
     * @param replies the judge's replies as they came, in order
     */
    public record Answer(
            String candidate,
            String character,
            String item,
            String sample,
            String rater,
            String replicate,
            Map<String, MetricJudgement> byMetric,
            Map<String, List<Double>> probabilities,
            Optional<Run.FailureReason> failure,
            List<String> replies) {
        /** Validates and copies. */
        public Answer {
            Checks.notNull("candidate", candidate, "character", character, "item", item, "rater", rater);
            Checks.notNull("sample", sample, "replicate", replicate);
            byMetric = Collections.unmodifiableMap(new LinkedHashMap<>(byMetric));
            probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
            Objects.requireNonNull(failure, "failure");
            replies = List.copyOf(replies);
        }

        private Rating rating(String metric, double score) {
            return new Rating(candidate, character, item, metric, rater, score, "", sample, replicate);
        }

        private Remark remark(String metric, boolean scored, String text, Optional<String> reply) {
            return new Remark(candidate, character, item, metric, rater, scored, text, reply);
        }
    }

    /**
     * A rating that should be there and is not. It is counted; nothing stands in its place.
     *
     * @param answer what the judge said
     * @param metric id of the metric
     * @param judgement why there is no score
     */
    public record Unscored(Answer answer, String metric, MetricJudgement.Unscored judgement) {
        /** Validates. */
        public Unscored {
            Checks.notNull("answer", answer, "metric", metric, "judgement", judgement);
        }

        /** {@return why the call failed, where {@link MetricJudgement.Reason#CALL_FAILED} is why there is no score} */
        public Optional<Run.FailureReason> call() {
            return judgement.reason() == MetricJudgement.Reason.CALL_FAILED ? answer.failure() : Optional.empty();
        }

        /** {@return the judge's last reply as it came, if there was one} */
        public Optional<String> reply() {
            return answer.replies().stream().reduce((earlier, later) -> later);
        }

        /**
         * {@return what this is counted under: the reason, and for a failed call its own reason after a colon: {@code
         * CALL_FAILED:TIMEOUT}}
         */
        public String label() {
            return call().map(why -> judgement.reason() + ":" + why).orElseGet(judgement.reason()::name);
        }
    }

    /** The scores of answers. */
    static Ratings ratings(List<Metric> metrics, List<Answer> answers) {
        Ratings.Builder ratings = Ratings.builder(metrics);
        for (Answer answer : answers) {
            answer.byMetric().forEach((metric, judgement) -> {
                if (judgement instanceof MetricJudgement.Scored scored) {
                    ratings.add(answer.rating(metric, scored.value()));
                }
            });
        }
        return ratings.build();
    }

    /** What answers leave without a score. */
    static List<Unscored> unscored(List<Answer> answers) {
        List<Unscored> unscored = new ArrayList<>();
        for (Answer answer : answers) {
            answer.byMetric().forEach((metric, judgement) -> {
                if (judgement instanceof MetricJudgement.Unscored none) {
                    unscored.add(new Unscored(answer, metric, none));
                }
            });
        }
        return unscored;
    }

    /**
     * Reads what {@link #write} wrote. Everything is as it was: the ratings with their metrics, the reasons, the raw replies,
     * the manifest and the notes; writing it again gives the same bytes.
     *
     * @param file the file, compressed if its name ends in {@code .gz}
     * @return the result
     * @throws esrp.core.DatasetFormatException if the file is no such file, or of another version, or its ratings are not
     *     those that its manifest names
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static JudgingResult read(Path file) {
        return JudgingFile.read(Objects.requireNonNull(file, "file"));
    }

    /**
     * Writes everything into one file, atomically: JSON Lines in UTF-8, on the first line the metrics, the manifest and the
     * notes, then one line per answer. It holds the judges' replies word for word.
     *
     * @param file the file; an older one is replaced, and its folder is made where it is missing
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        JudgingFile.write(this, Objects.requireNonNull(file, "file"));
    }

    /** What was noticed while the run went on. */
    List<Finding> runNotes() {
        return runNotes;
    }

    /** {@return the scores: the ratings in the order of the input, then of the panel, then of the metrics} */
    public Ratings ratings() {
        return ratings;
    }

    /** {@return what has no score: the missing ratings, in the order of {@link #ratings()}} */
    public List<Unscored> unscored() {
        return unscored;
    }

    /** {@return everything that was said, explanations included: the answers, in the order of {@link #ratings()}} */
    public List<Answer> answers() {
        return answers;
    }

    /**
     * {@return what judges said in probabilities: the distributions over levels, in the order of {@link #answers()}; of several
     * answers of one judge about the same thing, and about several samples, their mean}
     */
    public List<LevelDistribution> distributions() {
        return distributions(answers);
    }

    private static List<LevelDistribution> distributions(List<Answer> answers) {
        Map<Rating, List<List<Double>>> said = new LinkedHashMap<>();
        answers.forEach(answer -> answer.probabilities()
                .forEach((metric, levels) -> said.computeIfAbsent(
                                new Rating(
                                        answer.candidate(),
                                        answer.character(),
                                        answer.item(),
                                        metric,
                                        answer.rater(),
                                        0),
                                any -> new ArrayList<>())
                        .add(levels)));
        return said.entrySet().stream()
                .map(entry -> distribution(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static LevelDistribution distribution(Rating of, List<List<Double>> all) {
        return new LevelDistribution(
                of.candidate(),
                of.character(),
                of.item(),
                of.metric(),
                of.rater(),
                IntStream.range(0, all.get(0).size())
                        .mapToObj(level -> all.stream()
                                .mapToDouble(one -> one.get(level))
                                .average()
                                .orElseThrow())
                        .toList());
    }

    /**
     * The ratings with the expected score in the place of the most probable one, where judges said probabilities: finer, and less
     * biased where a judge is unsure. Metrics keep their ids and get a scale with the same ends and a finer step.
     *
     * @param step the step that expected scores are rounded to; the ends of every scale lie a whole number of steps apart, at
     *     most 254
     * @return as many ratings as {@link #ratings()}, in its order
     * @throws IllegalArgumentException if the step does not divide a scale
     */
    public Ratings expected(double step) {
        Map<String, Scale> scales = ratings.metrics().stream().collect(Collectors.toMap(Metric::id, Metric::scale));
        Map<Rating, LevelDistribution> known = new HashMap<>();
        answers.stream()
                .collect(Collectors.groupingBy(Answer::sample))
                .forEach((sample, own) -> distributions(own).forEach(one -> known.put(asked(one, sample), one)));
        Ratings.Builder builder = Ratings.builder(ratings.metrics().stream()
                .map(metric -> metric.withScale(finer(metric.scale(), step)))
                .toList());
        ratings.stream().forEach(rating -> {
            LevelDistribution said = known.get(rating.withScore(0).withReplicate(""));
            Scale scale = Objects.requireNonNull(scales.get(rating.metric()));
            Scale fine = finer(scale, step);
            builder.add(rating.withScore(fine.score(fine.nearest(said == null ? rating.score() : said.mean(scale)))));
        });
        return builder.build();
    }

    private static Rating asked(LevelDistribution one, String sample) {
        return new Rating(one.candidate(), one.character(), one.item(), one.metric(), one.rater(), 0, "", sample, "");
    }

    private static Scale finer(Scale scale, double step) {
        return new Scale(scale.lowest(), scale.highest(), step);
    }

    /** {@return what is needed to repeat the run} */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * {@return how many ratings are missing, and why: counts of at least 1 by {@link Unscored#label()}, in alphabetical
     * order}
     */
    public Map<String, Long> unscoredByReason() {
        return unscored.stream().collect(Collectors.groupingBy(Unscored::label, TreeMap::new, Collectors.counting()));
    }

    /**
     * {@return the judges' explanations of their scores, where they gave any, then why scores are missing, with the
     * judge's last reply, but for those that were not asked for yet; for {@code Report.Builder.remarks}}
     */
    public List<Remark> remarks() {
        List<Remark> remarks = new ArrayList<>();
        for (Answer answer : answers) {
            answer.byMetric().forEach((metric, judgement) -> {
                if (judgement instanceof MetricJudgement.Scored scored
                        && !scored.explanation().isBlank()) {
                    remarks.add(answer.remark(metric, true, scored.explanation(), Optional.empty()));
                }
            });
        }
        unscored.stream()
                .filter(one ->
                        one.call().filter(Run.FailureReason.DRY_RUN::equals).isEmpty())
                .forEach(one -> remarks.add(
                        one.answer().remark(one.metric(), false, one.judgement().detail(), one.reply())));
        return List.copyOf(remarks);
    }

    /**
     * How many ratings each judge gave, and how many it did not; where judges were asked more than once, how consistent each
     * judge is with itself: the shares of equal scores, and of scores up to one point apart, among all pairs of its answers
     * about the same thing.
     */
    @Override
    public List<Table> tables() {
        Map<String, long[]> byRater = new LinkedHashMap<>();
        for (Answer answer : answers) {
            long[] counts = byRater.computeIfAbsent(answer.rater(), any -> new long[2]);
            answer.byMetric().values().forEach(judgement -> counts[judgement.isScored() ? 0 : 1]++);
        }
        Table.Builder table = TableTexts.table("judging", "rater scored|# unscored|#");
        byRater.forEach((rater, counts) -> table.row(rater, counts[0], counts[1]));
        return ratings.dictionary(Column.REPLICATE).stream().allMatch(String::isEmpty)
                ? List.of(table.build())
                : List.of(table.build(), consistency());
    }

    private Table consistency() {
        Map<Rating, List<Double>> scores = new LinkedHashMap<>();
        ratings.stream()
                .forEach(rating -> scores.computeIfAbsent(
                                rating.withScore(0).withReplicate(""), any -> new ArrayList<>())
                        .add(rating.score()));
        // Things asked more than once, pairs of answers, equal ones, those up to one point apart.
        Map<String, long[]> byRater = new LinkedHashMap<>();
        scores.forEach((what, own) -> {
            long[] counts = byRater.computeIfAbsent(what.rater(), any -> new long[4]);
            counts[0] += own.size() > 1 ? 1 : 0;
            for (int i = 0; i < own.size(); i++) {
                for (int j = 0; j < i; j++) {
                    double apart = Math.abs(own.get(i) - own.get(j));
                    counts[1]++;
                    counts[2] += apart == 0 ? 1 : 0;
                    counts[3] += apart <= 1 ? 1 : 0;
                }
            }
        });
        Table.Builder table = TableTexts.table("self-consistency", "rater repeated|# equal|%1 within_1|%1");
        byRater.forEach((rater, counts) ->
                table.row(rater, counts[0], (double) counts[2] / counts[1], (double) counts[3] / counts[1]));
        return table.build();
    }

    /**
     * Why ratings are missing, one note per reason, of failed calls with what the first one said; why there is nothing at all;
     * what was recalled from earlier runs; and how many calls were abandoned.
     */
    @Override
    public List<Finding> notes() {
        Stream<Finding> missing = unscored.stream()
                .collect(Collectors.groupingBy(Unscored::label, TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(all -> note(all.size(), all.get(0)));
        Stream<Finding> nothing = answers.isEmpty() ? Stream.of(PromptCode.NOTHING_TO_JUDGE.note()) : Stream.empty();
        return Stream.of(nothing, missing, runNotes.stream())
                .flatMap(notes -> notes)
                .toList();
    }

    private static Finding note(long count, Unscored first) {
        return first.call()
                .map(call -> PromptCode.UNANSWERED_RATINGS.note(
                        "count", count,
                        "reason", call,
                        "detail", first.judgement().detail()))
                .orElseGet(() -> PromptCode.UNSCORED_RATINGS.note(
                        "count", count, "reason", first.judgement().reason()));
    }

    @Override
    public String toString() {
        return text("en");
    }
}
