package esrp.metrics;

import com.google.common.collect.ImmutableMap;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Messages;
import esrp.core.internal.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A result for each group of dialogues (by character, scenario, persona, emotion), and the same of all ratings.
 *
 * <p>Ratings of batches take part only where the groups are characters, because a batch mixes scenarios: a batch id is
 * looked up as if it were a scenario, and is left out where the grouping does not know it. Ratings whose group is not
 * known are left out and counted. Where a group has too few units its intervals have bounds NaN. A group whose result
 * cannot be made, for example as only one of its candidates was rated, is left out of {@link #groups()}, and the notes say
 * why; the other groups stay.
 *
 * @param <R> the result
 */
public final class Breakdown<R extends Result> extends Shown {
    private final ImmutableMap<String, R> groups;
    private final ImmutableMap<String, Finding> failed;
    private final R all;
    private final long ungrouped;
    /** What the groups are; empty if nobody said it. */
    private final Optional<LocalizedText> name;

    private Breakdown(
            ImmutableMap<String, R> groups,
            ImmutableMap<String, Finding> failed,
            R all,
            long ungrouped,
            Optional<LocalizedText> name) {
        this.name = name;
        this.groups = groups;
        this.failed = failed;
        this.all = all;
        this.ungrouped = ungrouped;
    }

    /**
     * {@return a leaderboard for each group, with the defaults of {@link Analysis}; none if no group is known}
     *
     * @param ratings the ratings
     * @param rubric how they add up
     * @param grouping how dialogues fall into groups
     * @throws IllegalArgumentException as {@link Leaderboard#of} says, of all ratings
     */
    public static Breakdown<Leaderboard> of(Ratings ratings, Rubric rubric, Grouping grouping) {
        return Analysis.of(ratings, rubric).breakdown(grouping);
    }

    static <R extends Result> Breakdown<R> of(Analysis analysis, Grouping grouping, Function<Analysis, R> result) {
        Map<List<String>, Optional<String>> known = new HashMap<>();
        Grouping by = (character, item) ->
                known.computeIfAbsent(List.of(character, item), key -> grouping.group(character, item));
        Source source = analysis.source();
        TreeSet<String> names = new TreeSet<>(Names::compare);
        long[] unknown = {0};
        // A summary by character knows no scenario, one by scenario no character.
        source.forEach((candidate, character, item, metric, rater, level, count) -> {
            Optional<String> group = by.group(
                    source.dictionary(Column.CHARACTER).get(character),
                    source.dictionary(Column.ITEM).get(item));
            if (group.isPresent() && !group.get().isEmpty()) {
                names.add(group.get());
            } else if (source.metrics().get(metric).target() != Metric.Target.BATCH) {
                unknown[0] += count;
            }
        });
        return of(
                analysis,
                names,
                unknown[0],
                name -> source.where((character, item) ->
                        by.group(character, item).filter(name::equals).isPresent()),
                result);
    }

    static <R extends Result> Breakdown<R> byTurn(Analysis analysis, Function<Analysis, R> result) {
        Ratings ratings = analysis.ratings();
        TreeSet<String> turns = new TreeSet<>(Names::compare);
        ratings.stream().map(Rating::turn).filter(turn -> !turn.isEmpty()).forEach(turns::add);
        long unknown = ratings.stream()
                .filter(rating -> rating.turn().isEmpty()
                        && analysis.rubric().metric(rating.metric()).target() != Metric.Target.BATCH)
                .count();
        return of(
                analysis,
                turns,
                unknown,
                turn -> Source.of(ratings.where(rating -> rating.turn().equals(turn))),
                result);
    }

    private static <R extends Result> Breakdown<R> of(
            Analysis analysis,
            Set<String> names,
            long unknown,
            Function<String, Source> parts,
            Function<Analysis, R> result) {
        R all = Objects.requireNonNull(result.apply(analysis), "result");
        ImmutableMap.Builder<String, R> groups = ImmutableMap.builder();
        ImmutableMap.Builder<String, Finding> failed = ImmutableMap.builder();
        for (String name : names) {
            try {
                groups.put(name, Objects.requireNonNull(result.apply(analysis.about(parts.apply(name))), "result"));
            } catch (IllegalArgumentException e) {
                failed.put(
                        name,
                        AnalysisCode.GROUP_FAILED.note(
                                "group", name, "reason", Messages.localized(Unavailable.reason(e)::in)));
            }
        }
        return new Breakdown<>(groups.buildOrThrow(), failed.buildOrThrow(), all, unknown, Optional.empty());
    }

    /**
     * {@return a copy that says what its groups are}
     *
     * @param kind the word for it, for example {@code persona}; head of the groups' column and part of the title
     */
    public Breakdown<R> named(LocalizedText kind) {
        return new Breakdown<>(groups, failed, all, ungrouped, Optional.of(kind));
    }

    /** {@return the results: group to result, numbers by value, other names by their characters; without those that failed} */
    public Map<String, R> groups() {
        return groups;
    }

    /** {@return the groups whose result cannot be made: group to {@link AnalysisCode#GROUP_FAILED} with the reason} */
    public Map<String, Finding> failed() {
        return failed;
    }

    /** {@return the result of all ratings, those of no known group included} */
    public R all() {
        return all;
    }

    /**
     * {@return the result of one group}
     *
     * @param name the group
     * @throws IllegalArgumentException if its result cannot be made, with the reason, or if there is no such group; the
     *     message names those there are
     */
    public R group(String name) {
        Finding reason = failed.get(name);
        if (reason != null) {
            throw new IllegalArgumentException("group: " + reason);
        }
        return Names.find("group", name, groups);
    }

    /** {@return how many ratings were left out because the group of their dialogue is not known} */
    public long ungrouped() {
        return ungrouped;
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        Texts.count(notes, AnalysisCode.UNGROUPED, ungrouped);
        notes.addAll(failed.values());
        notes.addAll(all.notes());
        return Collections.unmodifiableList(notes);
    }

    /** Of leaderboards the average of each candidate in each group with its interval; of other results the tables of each group. */
    @Override
    public List<Table> tables() {
        if (all instanceof Leaderboard whole) {
            return List.of(averages(whole));
        }
        List<Table> tables = new ArrayList<>();
        groups.forEach((name, result) ->
                result.tables().forEach(table -> tables.add(of(LocalizedText.same(name), table))));
        all.tables().forEach(table -> tables.add(of(Texts.say("all"), table)));
        return Collections.unmodifiableList(tables);
    }

    private static Table of(LocalizedText group, Table table) {
        return table.withTitle(Texts.say("title.group", "group", group, "title", table.title()));
    }

    private Table averages(Leaderboard whole) {
        List<Map.Entry<Object, Leaderboard>> boards = new ArrayList<>();
        groups.forEach((name, board) -> boards.add(Map.entry(name, (Leaderboard) board)));
        boards.add(Map.entry(Texts.say("all"), whole));
        LocalizedText title = name.map(kind -> Texts.say("title.breakdown.by", "by", kind))
                .orElseGet(() -> Texts.say("title.breakdown"));
        Table.Builder table =
                Table.builder("breakdown", whole.simulated() ? Texts.say("title.simulated", "title", title) : title);
        Columns<Map.Entry<Object, Leaderboard>> columns = new Columns<Map.Entry<Object, Leaderboard>>(table)
                .add(
                        Table.Head.text("group", name.orElseGet(() -> Texts.say("head.group"))),
                        board -> board.getKey() instanceof LocalizedText every
                                ? new Table.Cell.Text(every, Optional.of("all"))
                                : board.getKey());
        for (Leaderboard.Row candidate : whole.rows()) {
            columns.add(
                    Table.Head.of(
                            "candidate." + candidate.candidate(),
                            LocalizedText.same(candidate.name()),
                            Table.Style.INTERVAL,
                            2),
                    board -> board.getValue().rows().stream()
                            .filter(row -> row.candidate().equals(candidate.candidate()))
                            .map(Breakdown::cell)
                            .findFirst());
        }
        return columns.rows(boards).build();
    }

    /** The average with its bounds, alone where there are none. */
    private static Table.Cell cell(Leaderboard.Row row) {
        if (Double.isNaN(row.average())) {
            return Table.Cell.missing();
        }
        return row.averageInterval()
                .filter(interval -> !Double.isNaN(interval.lower()))
                .map(UnitInterval::cell)
                .orElseGet(() -> new Table.Cell.Value(row.average()));
    }
}
