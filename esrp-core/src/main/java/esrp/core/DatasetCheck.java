package esrp.core;

import esrp.core.Ratings.Column;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether ratings speak of what a data set holds. */
final class DatasetCheck {
    private final Map<Column, Set<String>> known;
    private final List<Finding> findings = new ArrayList<>();

    private DatasetCheck(Map<Column, Set<String>> known) {
        this.known = known;
    }

    static List<Finding> of(Ratings ratings, Map<Column, Set<String>> known, Set<List<String>> dialogues) {
        DatasetCheck check = new DatasetCheck(known);
        String[] ofDialogues = ratings.metrics().stream()
                .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
                .map(Metric::id)
                .toArray(String[]::new);
        Ratings about = ratings.where(Column.METRIC, ofDialogues);
        check.column(ratings, Column.CANDIDATE);
        check.column(ratings, Column.CHARACTER);
        check.column(about, Column.ITEM);
        check.dialogues(about, dialogues);
        return List.copyOf(check.findings);
    }

    private Set<String> known(Column column) {
        return known.getOrDefault(column, Set.of());
    }

    private void column(Ratings ratings, Column column) {
        ratings.countsBy(Column.METRIC, column).entrySet().stream()
                .collect(
                        LinkedHashMap<String, Long>::new,
                        (all, entry) -> all.merge(
                                entry.getKey().get(1), entry.getValue().n(), Long::sum),
                        Map::putAll)
                .forEach((id, count) -> {
                    if (!known(column).contains(id)) {
                        findings.add(unknown(column, id, count));
                    }
                });
    }

    private Finding unknown(Column column, String id, long count) {
        Finding.Place place = Finding.Place.none().at(column.header(), id);
        String key = key(id);
        List<String> like = known(column).stream()
                .filter(other -> !key.isEmpty() && (key(other).contains(key) || key.contains(key(other))))
                .limit(3)
                .toList();
        // A short number is a part of many others.
        return like.isEmpty() || key.chars().allMatch(java.lang.Character::isDigit)
                ? DataCode.NOT_IN_DATA.at(place, "count", count)
                : DataCode.NOT_IN_DATA_LIKE.at(place, "count", count, "like", like);
    }

    private static String key(String id) {
        return Normalizer.normalize(id, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(java.lang.Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Dialogues whose ids are all known, but which nobody wrote. */
    private void dialogues(Ratings ratings, Set<List<String>> dialogues) {
        List<List<String>> missing =
                ratings.countsBy(Column.METRIC, Column.CANDIDATE, Column.CHARACTER, Column.ITEM).keySet().stream()
                        .map(key -> key.subList(1, 4))
                        .distinct()
                        .filter(key -> known(Column.CANDIDATE).contains(key.get(0))
                                && known(Column.CHARACTER).contains(key.get(1))
                                && known(Column.ITEM).contains(key.get(2))
                                && !dialogues.contains(key))
                        .toList();
        if (!missing.isEmpty()) {
            List<String> first = missing.get(0);
            findings.add(DataCode.RATED_WITHOUT_REPLY.at(
                    Finding.Place.none()
                            .at("candidate", first.get(0))
                            .at("character", first.get(1))
                            .at("item", first.get(2)),
                    "count",
                    missing.size()));
        }
    }
}
