package esrp.metrics;

import com.google.common.collect.ImmutableMap;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.core.internal.Numbers;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A result for each group of dialogues (by character, scenario, persona, emotion), and the same of all ratings.
 *
 * <p>Ratings of batches take part only where the groups are characters, because a batch mixes scenarios: a batch id is
 * looked up as if it were a scenario, and is left out where the grouping does not know it. Ratings whose group is not
 * known are left out and counted. Where a group has too few units its intervals have bounds NaN.
 *
 * @param <R> the result
 */
public final class Breakdown<R> {
    private final ImmutableMap<String, R> groups;
    private final R all;
    private final long ungrouped;

    private Breakdown(ImmutableMap<String, R> groups, R all, long ungrouped) {
        this.groups = groups;
        this.all = all;
        this.ungrouped = ungrouped;
    }

    /**
     * A leaderboard for each group, with the defaults of {@link Analysis}.
     *
     * @param ratings the ratings
     * @param rubric how they add up
     * @param grouping how dialogues fall into groups
     * @return the leaderboards; none if no group is known
     * @throws IllegalArgumentException as {@link Leaderboard#of} says, of all ratings or of a group's
     */
    public static Breakdown<Leaderboard> of(Ratings ratings, Rubric rubric, Grouping grouping) {
        return Analysis.of(ratings, rubric).breakdown(grouping);
    }

    static <R> Breakdown<R> of(Analysis analysis, Grouping grouping, Function<Analysis, R> result) {
        R all = Objects.requireNonNull(result.apply(analysis), "result");
        Map<List<String>, Optional<String>> groupOf = new HashMap<>();
        TreeSet<String> names = new TreeSet<>(ScoreTable::compareNames);
        long[] unknown = {0};
        analysis.ratings().stream().forEach(rating -> {
            Optional<String> group = groupOf.computeIfAbsent(
                    List.of(rating.character(), rating.item()),
                    key -> grouping.group(rating.character(), rating.item()));
            if (group.isPresent()) {
                names.add(group.get());
            } else if (analysis.rubric().metric(rating.metric()).target() != Metric.Target.BATCH) {
                unknown[0]++;
            }
        });
        ImmutableMap.Builder<String, R> groups = ImmutableMap.builder();
        for (String name : names) {
            Ratings part = analysis.ratings()
                    .where(rating -> Optional.of(name).equals(groupOf.get(List.of(rating.character(), rating.item()))));
            try {
                groups.put(name, Objects.requireNonNull(result.apply(analysis.about(part)), "result"));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("group \"" + name + "\": " + e.getMessage(), e);
            }
        }
        return new Breakdown<>(groups.buildOrThrow(), all, unknown[0]);
    }

    /**
     * The results.
     *
     * @return group to result, numbers by value, other names by their characters
     */
    public Map<String, R> groups() {
        return groups;
    }

    /**
     * The result of all ratings, those of no known group included.
     *
     * @return the result
     */
    public R all() {
        return all;
    }

    /**
     * The result of one group.
     *
     * @param name the group
     * @return its result
     * @throws IllegalArgumentException if there is no such group; the message names those there are
     */
    public R group(String name) {
        R found = groups.get(Objects.requireNonNull(name, "name"));
        if (found == null) {
            throw new IllegalArgumentException("no group \"" + name + "\"; groups are " + groups.keySet());
        }
        return found;
    }

    /**
     * Ratings of dialogues whose group is not known.
     *
     * @return how many were left out
     */
    public long ungrouped() {
        return ungrouped;
    }

    /** Of leaderboards the average of each candidate in each group; of other results each of them under its group. */
    @Override
    public String toString() {
        if (!(all instanceof Leaderboard whole)) {
            StringBuilder text = new StringBuilder();
            groups.forEach((name, result) ->
                    text.append("== ").append(name).append('\n').append(result).append("\n\n"));
            return text.append("== all\n").append(all).toString();
        }
        List<Leaderboard.Row> shown =
                whole.rows().subList(0, Math.min(7, whole.rows().size()));
        int width = Math.max(6, (TextWidth.COLUMNS - 24) / Math.max(1, shown.size()) - 2);
        List<String> head = new ArrayList<>(List.of("group"));
        shown.forEach(row -> head.add(TextWidth.shorten(row.name(), width)));
        TextTable text = TextTable.of(1, head).title("average by group");
        groups.forEach((name, board) -> text.row(cells(TextWidth.shorten(name, 22), (Leaderboard) board, shown)));
        text.row(cells("all", whole, shown));
        if (whole.rows().size() > shown.size()) {
            text.note((whole.rows().size() - shown.size()) + " more candidates are not shown.");
        }
        if (ungrouped > 0) {
            text.note(Numbers.count(ungrouped, "rating") + " of dialogues whose group is not known left out.");
        }
        whole.notes().forEach(text::note);
        return text.toString();
    }

    private static List<String> cells(String name, Leaderboard board, List<Leaderboard.Row> shown) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (Leaderboard.Row candidate : shown) {
            cells.add(board.rows().stream()
                    .filter(row -> row.candidate().equals(candidate.candidate()))
                    .findFirst()
                    .map(row -> Numbers.decimal(row.average(), 2))
                    .orElse("-"));
        }
        return cells;
    }
}
