package esrp.metrics;

import esrp.core.Metric;
import esrp.core.Ratings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One {@link Leaderboard} for each group of dialogues: by character, scenario, persona, emotion.
 *
 * <p>Ratings of batches take part only where the groups are characters, because a batch mixes scenarios: a batch id is
 * looked up as if it were a scenario, and is left out where the grouping does not know it. Ratings whose group is not
 * known are left out and counted.
 */
public final class Breakdown {
    private final Map<String, Leaderboard> groups;
    private final Leaderboard all;
    private final long ungrouped;

    private Breakdown(Map<String, Leaderboard> groups, Leaderboard all, long ungrouped) {
        this.groups = Collections.unmodifiableMap(groups);
        this.all = all;
        this.ungrouped = ungrouped;
    }

    /**
     * A leaderboard for each group.
     *
     * @param ratings the ratings
     * @param rubric how they add up
     * @param grouping how dialogues fall into groups
     * @return the leaderboards; none if no group is known
     */
    public static Breakdown of(Ratings ratings, Rubric rubric, Grouping grouping) {
        return of(ratings, rubric, grouping, Leaderboard.withDefaults());
    }

    /**
     * A leaderboard for each group.
     *
     * @param ratings the ratings
     * @param rubric how they add up
     * @param grouping how dialogues fall into groups
     * @param settings how leaderboards are made; a unit that a group has too little of leaves bounds NaN
     * @return the leaderboards; none if no group is known
     */
    public static Breakdown of(Ratings ratings, Rubric rubric, Grouping grouping, Leaderboard.Settings settings) {
        Objects.requireNonNull(grouping, "grouping");
        Set<String> batches = new TreeSet<>();
        for (Metric metric : rubric.metrics()) {
            if (metric.target() == Metric.Target.BATCH) {
                batches.add(metric.id());
            }
        }
        Map<List<String>, Optional<String>> groupOf = new HashMap<>();
        Map<String, Long> sizes = new TreeMap<>(ScoreTable::compareNames);
        long[] unknown = {0};
        ratings.stream().forEach(rating -> {
            Optional<String> group = groupOf.computeIfAbsent(
                    List.of(rating.character(), rating.item()),
                    key -> grouping.group(rating.character(), rating.item()));
            if (group.isPresent()) {
                sizes.merge(group.get(), 1L, Long::sum);
            } else if (!batches.contains(rating.metric())) {
                unknown[0]++;
            }
        });
        Map<String, Leaderboard> groups = new LinkedHashMap<>();
        for (String group : sizes.keySet()) {
            Ratings part = ratings.where(
                    rating -> groupOf.getOrDefault(List.of(rating.character(), rating.item()), Optional.empty())
                            .filter(group::equals)
                            .isPresent());
            groups.put(group, settings.of(part, rubric));
        }
        return new Breakdown(groups, settings.of(ratings, rubric), unknown[0]);
    }

    /**
     * The leaderboards.
     *
     * @return group to leaderboard, numbers by value, other names by their characters
     */
    public Map<String, Leaderboard> groups() {
        return groups;
    }

    /**
     * The leaderboard of one group.
     *
     * @param name the group
     * @return its leaderboard
     * @throws IllegalArgumentException if there is no such group; the message names those there are
     */
    public Leaderboard group(String name) {
        Leaderboard found = groups.get(Objects.requireNonNull(name, "name"));
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

    /** The average of each candidate in each group; at most 80 columns, so at most seven candidates. */
    @Override
    public String toString() {
        List<Leaderboard.Row> shown =
                all.rows().subList(0, Math.min(7, all.rows().size()));
        int width = Math.max(6, (TextTable.COLUMNS - 24) / Math.max(1, shown.size()) - 2);
        List<String> head = new ArrayList<>(List.of("group"));
        shown.forEach(row -> head.add(TextTable.cut(row.name(), width)));
        TextTable text = TextTable.of(1, head).title("average by group");
        groups.forEach((name, board) -> text.row(cells(TextTable.cut(name, 22), board, shown)));
        text.row(cells("all", all, shown));
        if (all.rows().size() > shown.size()) {
            text.note((all.rows().size() - shown.size()) + " more candidates are not shown.");
        }
        if (ungrouped > 0) {
            text.note(TextTable.count(ungrouped, "rating") + " of dialogues whose group is not known left out.");
        }
        all.notes().forEach(text::note);
        return text.toString();
    }

    private static List<String> cells(String name, Leaderboard board, List<Leaderboard.Row> shown) {
        List<String> cells = new ArrayList<>(List.of(name));
        for (Leaderboard.Row candidate : shown) {
            cells.add(board.rows().stream()
                    .filter(row -> row.candidate().equals(candidate.candidate()))
                    .findFirst()
                    .map(row -> TextTable.number(row.average(), 2))
                    .orElse("-"));
        }
        return cells;
    }
}
