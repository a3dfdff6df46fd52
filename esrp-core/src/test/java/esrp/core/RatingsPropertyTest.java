package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Ratings.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;

final class RatingsPropertyTest {
    @Provide
    Arbitrary<List<Rating>> awkward() {
        return RatingsArbitraries.awkward();
    }

    @Provide
    Arbitrary<List<Rating>> tied() {
        return RatingsArbitraries.tied();
    }

    @Provide
    Arbitrary<List<Column>> columns() {
        return Arbitraries.subsetOf(Column.values()).map(ArrayList::new);
    }

    @Provide
    Arbitrary<LevelCounts> counts() {
        return Arbitraries.longs()
                .between(0, 1_000_000)
                .array(long[].class)
                .ofSize(5)
                .map(counts -> LevelCounts.of(Scale.LIKERT_5, counts));
    }

    @Property(tries = 300, seed = "20261123")
    void writingAndReadingGivesTheSameRowsInTheSameOrder(@ForAll("awkward") List<Rating> rows) throws IOException {
        Ratings ratings = Ratings.of(rows);
        Path folder = Files.createTempDirectory("ratings");
        try {
            for (String name : List.of("r.csv", "r.jsonl", "r.csv.gz", "r.jsonl.gz")) {
                Path file = folder.resolve(name);
                ratings.write(file);
                assertThat(Ratings.validate(file)).as(name).isEmpty();
                assertThat(Ratings.read(file).stream()).as(name).isEqualTo(rows);
                Files.delete(file);
            }
        } finally {
            Files.delete(folder);
        }
    }

    @Property(seed = "20261123")
    void rowsStayAsTheyWereAdded(@ForAll("tied") List<Rating> rows) {
        Ratings ratings = Ratings.of(rows);
        assertThat(ratings.stream()).isEqualTo(rows);
        for (int row = 0; row < rows.size(); row++) {
            assertThat(ratings.rating(row)).isEqualTo(rows.get(row));
        }
    }

    @Property(seed = "20261123")
    void whereThenCountIsCountThenFilter(
            @ForAll("tied") List<Rating> rows, @ForAll Column column, @ForAll("columns") List<Column> by) {
        String value = column == Column.METRIC ? "fluency" : "b";
        Map<List<String>, LevelCounts> viewed =
                Ratings.of(rows).where(column, value).countsBy(by.toArray(new Column[0]));
        List<Rating> kept =
                rows.stream().filter(row -> value(row, column).equals(value)).toList();
        assertThat(viewed).isEqualTo(naiveCounts(kept, by));
        assertThat(viewed.keySet())
                .containsExactlyElementsOf(naiveCounts(kept, by).keySet());
    }

    @Property(seed = "20261123")
    void viewsOfViewsAreTheirIntersection(@ForAll("tied") List<Rating> rows) {
        Ratings view = Ratings.of(rows)
                .where(Column.CANDIDATE, "a", "b")
                .where(row -> row.score() > 2)
                .where(Column.RATER, "c");
        List<Rating> kept = rows.stream()
                .filter(row -> !row.candidate().equals("c")
                        && row.score() > 2
                        && row.rater().equals("c"))
                .toList();
        assertThat(view.stream()).isEqualTo(kept);
        assertThat(view.size()).isEqualTo(kept.size());
        for (int row = 0; row < kept.size(); row++) {
            assertThat(view.rating(row)).isEqualTo(kept.get(row));
        }
        assertThat(view.hash()).isEqualTo(Ratings.of(kept).hash());
        assertThat(view.items())
                .containsExactlyElementsOf(
                        kept.stream().map(Rating::item).distinct().toList());
    }

    @Property(seed = "20261123")
    void rowOrderDoesNotChangeTheHash(@ForAll("awkward") List<Rating> rows, @ForAll Random random) {
        List<Rating> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        assertThat(Ratings.of(shuffled).hash()).isEqualTo(Ratings.of(rows).hash());
    }

    @Property(tries = 300, seed = "20261123")
    void theHashIsThatOfTheSortedLines(@ForAll("awkward") List<Rating> awkward, @ForAll("tied") List<Rating> tied)
            throws NoSuchAlgorithmException {
        List<Rating> rows = new ArrayList<>(awkward);
        rows.addAll(tied);
        assertThat(Ratings.of(rows).hash()).isEqualTo(naiveHash(rows));
    }

    @Property(seed = "20261123")
    void mergeOrderDoesNotMatter(
            @ForAll("counts") LevelCounts a, @ForAll("counts") LevelCounts b, @ForAll("counts") LevelCounts c) {
        assertThat(a.plus(b)).isEqualTo(b.plus(a));
        assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
    }

    @Property(seed = "20261123")
    void countsOfPartsAddUpToTheWhole(@ForAll("tied") List<Rating> rows) {
        Ratings ratings = Ratings.of(rows);
        LevelCounts sum = LevelCounts.empty(Scale.LIKERT_5);
        for (LevelCounts part : ratings.countsBy(Column.CANDIDATE, Column.RATER).values()) {
            sum = sum.plus(part);
        }
        assertThat(sum).isEqualTo(ratings.counts());
        assertThat(sum.n()).isEqualTo(rows.size());
    }

    @Property(seed = "20261123")
    void plusIsConcatenation(@ForAll("awkward") List<Rating> a, @ForAll("tied") List<Rating> b) {
        List<Rating> both = new ArrayList<>(a);
        both.addAll(b);
        assertThat(Ratings.of(a).plus(Ratings.of(b)).stream()).isEqualTo(both);
    }

    @Property(seed = "20261123")
    void duplicatesAreExactlyTheRepeatedKeys(@ForAll("tied") List<Rating> rows) {
        Map<List<String>, List<Integer>> rowsByKey = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            rowsByKey
                    .computeIfAbsent(key(rows.get(row), List.of(Column.values())), any -> new ArrayList<>())
                    .add(row);
        }
        Set<List<Integer>> repeated = rowsByKey.values().stream()
                .filter(list -> list.size() > 1)
                .map(list -> list.subList(0, Math.min(10, list.size())))
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(Ratings.of(rows).duplicates())
                .extracting(Ratings.Duplicate::rows)
                .containsExactlyInAnyOrderElementsOf(repeated)
                .isSortedAccordingTo((a, b) -> Integer.compare(a.get(0), b.get(0)));
    }

    @Property(seed = "20261123")
    void aNameHasTheCodeOfItsFirstAppearance(@ForAll List<@NotBlank @AlphaChars @StringLength(max = 2) String> names) {
        Names dictionary = new Names("item", Integer.MAX_VALUE);
        List<String> distinct = names.stream().distinct().toList();
        assertThat(names.stream().map(dictionary::code))
                .isEqualTo(names.stream().map(distinct::indexOf).toList());
        assertThat(dictionary.toList()).isEqualTo(distinct);
    }

    private static String value(Rating row, Column column) {
        return switch (column) {
            case CANDIDATE -> row.candidate();
            case CHARACTER -> row.character();
            case ITEM -> row.item();
            case METRIC -> row.metric();
            case RATER -> row.rater();
            case TURN -> row.turn();
            case SAMPLE -> row.sample();
            case REPLICATE -> row.replicate();
        };
    }

    private static List<String> key(Rating row, List<Column> columns) {
        return columns.stream().map(column -> value(row, column)).toList();
    }

    private static Map<List<String>, LevelCounts> naiveCounts(List<Rating> rows, List<Column> columns) {
        Map<List<String>, LevelCounts> counts = new java.util.LinkedHashMap<>();
        for (Rating row : rows) {
            long[] one = new long[5];
            one[(int) row.score() - 1] = 1;
            counts.merge(key(row, columns), LevelCounts.of(Scale.LIKERT_5, one), LevelCounts::plus);
        }
        return counts;
    }

    private static String naiveHash(List<Rating> rows) throws NoSuchAlgorithmException {
        List<Function<Rating, String>> detail = List.of(Rating::turn, Rating::sample, Rating::replicate);
        List<Function<Rating, String>> fields =
                List.of(Rating::candidate, Rating::character, Rating::item, Rating::metric, Rating::rater);
        List<Function<Rating, String>> sorting = new ArrayList<>(fields);
        sorting.addAll(3, detail);
        boolean detailed = rows.stream()
                .anyMatch(row ->
                        detail.stream().anyMatch(field -> !field.apply(row).isEmpty()));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        rows.stream()
                .sorted((a, b) -> {
                    for (Function<Rating, String> field : sorting) {
                        int order = Arrays.compare(
                                field.apply(a).codePoints().toArray(),
                                field.apply(b).codePoints().toArray());
                        if (order != 0) {
                            return order;
                        }
                    }
                    return Double.compare(a.score(), b.score());
                })
                .map(row -> Stream.of(
                                fields.stream()
                                        .map(field -> '"' + field.apply(row).replace("\"", "\"\"") + '"'),
                                Stream.of("" + (int) row.score()),
                                detail.stream()
                                        .filter(field -> detailed)
                                        .map(field -> field.apply(row))
                                        .map(text -> text.isEmpty() ? "" : '"' + text.replace("\"", "\"\"") + '"'))
                        .flatMap(parts -> parts)
                        .collect(Collectors.joining(",", "", "\n")))
                .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }
}
