package esrp.study.form;

import esrp.core.Character;
import esrp.core.Rating;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One page of a {@link Form}: something to write or to rate. Nothing in it tells who wrote a reply; ids are opaque.
 *
 * @param id the id under which the answers come back
 * @param character the printed name of the character
 * @param kind what the page's program calls such a page
 * @param content what is shown and asked, under the names that the page's program knows
 * @param metrics ids of the metrics to rate, in the order shown, each with {@code @} and the number of the turn behind it where turns
 *     are rated one by one; none if a reply is to be written
 */
record FormTask(String id, String character, String kind, Map<String, Object> content, List<String> metrics) {
    FormTask {
        Checks.texts("id", id, "character", character);
        content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
        metrics = List.copyOf(metrics);
    }

    /**
     * Writing a reply as a character.
     *
     * @param scene what is shown beside: {@code instructions}, or {@code profile}, {@code persona}, {@code location}, {@code
     *     emotion}, {@code event}
     * @param history the turns so far; empty in the first round
     * @param question what the user says next
     * @param shortest the least length of a reply in code points
     * @param longest the greatest length of a reply in code points
     */
    static FormTask writing(
            String id,
            String character,
            Map<String, String> scene,
            List<Turn> history,
            String question,
            int shortest,
            int longest) {
        Map<String, Object> content = new LinkedHashMap<>(scene);
        content.put("history", turns(history));
        content.put("question", Checks.text("question", question));
        content.put("min", Checks.atLeast(0, "shortest", shortest));
        content.put("max", Checks.atLeast(shortest, "longest", longest));
        return new FormTask(id, character, "write", content, List.of());
    }

    /** Rating one dialogue on several metrics. */
    static FormTask dialogue(
            String id, String character, Map<String, String> scene, List<Turn> turns, List<String> metrics) {
        return rating(id, character, "rate", scene, "turns", turns(Checks.atLeastOne("turns", turns)), metrics);
    }

    /** Rating a batch of replies together, for diversity. */
    static FormTask batch(
            String id, String character, Map<String, String> scene, List<String> replies, List<String> metrics) {
        return rating(id, character, "batch", scene, "replies", Checks.atLeastOne("replies", replies), metrics);
    }

    /**
     * Questions with answers to choose from.
     *
     * @param names what is asked, by the id of the score
     * @param labels the answers, by the same id, for the scores 1, 2, ...
     * @param more what else the page's program knows: {@code needs}, on which earlier score the page depends
     */
    static FormTask questions(
            String id,
            String heading,
            Map<String, Object> names,
            Map<String, Object> labels,
            Map<String, Object> more) {
        List<String> asked = List.copyOf(names.keySet());
        Map<String, Object> content =
                Json.object("heading", heading, "names", names, "labels", labels, "metrics", asked);
        content.putAll(more);
        return new FormTask(id, heading, "ask", content, asked);
    }

    /** The same page, of which the page's program knows more. */
    FormTask with(Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(content);
        all.putAll(more);
        return new FormTask(id, character, kind, all, metrics);
    }

    /** This page again, of which only the scores are asked about which raters differ; those given are shown without names. */
    FormTask disputed(String other, Map<String, List<Rating>> scores) {
        Map<String, Object> given = new LinkedHashMap<>();
        scores.forEach((field, ratings) -> given.put(
                field,
                ratings.stream().map(Rating::score).sorted().map(Scale::number).toList()));
        List<String> asked = List.copyOf(scores.keySet());
        return new FormTask(
                other,
                character,
                kind,
                with(Json.object("metrics", asked, "given", given)).content(),
                asked);
    }

    private static FormTask rating(
            String id,
            String character,
            String kind,
            Map<String, String> scene,
            String name,
            List<?> shown,
            List<String> metrics) {
        List<String> asked = Checks.atLeastOne("metrics", metrics);
        Map<String, Object> content = new LinkedHashMap<>(scene);
        content.putAll(Json.object(name, shown, "metrics", asked));
        return new FormTask(id, character, kind, content, asked);
    }

    /** What is known of a character: {@code profile}; nothing if nothing is known. */
    static Map<String, String> scene(Character character) {
        return character.profile().map(profile -> Map.of("profile", profile)).orElse(Map.of());
    }

    /** What is known of a character in a scenario, both in the language of the form. */
    static Map<String, String> scene(Character character, Scenario scenario, Map<String, String> words) {
        Map<String, String> scene = new LinkedHashMap<>(scene(character));
        scenario.persona().ifPresent(who -> scene.put("persona", words.getOrDefault("persona." + who, who)));
        scenario.location().ifPresent(location -> scene.put("location", location));
        scenario.emotion().ifPresent(mood -> scene.put("emotion", mood));
        scenario.dailyEvent().ifPresent(event -> scene.put("event", event));
        return scene;
    }

    private static List<Map<String, Object>> turns(List<Turn> turns) {
        return turns.stream()
                .map(turn -> Json.object("user", turn.user(), "reply", turn.reply()))
                .toList();
    }

    /** What the page's program gets. */
    Map<String, Object> fields() {
        Map<String, Object> fields = Json.object("id", id, "kind", kind, "character", character);
        fields.putAll(content);
        return fields;
    }
}
