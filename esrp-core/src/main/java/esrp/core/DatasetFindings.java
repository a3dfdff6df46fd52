package esrp.core;

import esrp.core.ReplyRules.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks through the texts of a data set. */
final class DatasetFindings {
    private static final int NAMED = 10;

    private final Dataset data;
    private final Places places;
    private final List<Finding> findings = new ArrayList<>();

    private DatasetFindings(Dataset data, Places places) {
        this.data = data;
        this.places = places;
    }

    static List<Finding> of(Dataset data, Places places) {
        DatasetFindings search = new DatasetFindings(data, places);
        search.questions();
        search.texts();
        search.repeated();
        search.missing();
        return sorted(search.findings);
    }

    static List<Finding> sorted(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing((Finding finding) -> (DataCode) finding.code()))
                .toList();
    }

    /** One finding for each candidate that opens a scenario in other words than the scenario says. */
    private void questions() {
        for (Scenario scenario : data.scenarios()) {
            for (Candidate candidate : data.candidates()) {
                Map<String, List<Dialogue>> spellings = new LinkedHashMap<>();
                for (Character character : data.characters()) {
                    data.dialogue(candidate.id(), character.id(), scenario.id())
                            .filter(dialogue -> !dialogue.turns().get(0).user().equals(scenario.openingQuestion()))
                            .ifPresent(dialogue -> spellings
                                    .computeIfAbsent(dialogue.turns().get(0).user(), any -> new ArrayList<>())
                                    .add(dialogue));
                }
                spellings.forEach((spelling, dialogues) -> add(
                        DataCode.QUESTION_SPELLING,
                        places.at(dialogues.get(0), Places.QUESTION, 1),
                        "count",
                        dialogues.size(),
                        "here",
                        difference(spelling, scenario.openingQuestion()),
                        "usual",
                        difference(scenario.openingQuestion(), spelling)));
            }
        }
    }

    /** The first place where a text differs from another one, with a little around it. */
    private static String difference(String text, String other) {
        int[] a = text.codePoints().toArray();
        int[] b = other.codePoints().toArray();
        int at = 0;
        while (at < a.length && at < b.length && a[at] == b[at]) {
            at++;
        }
        return around(a, at);
    }

    private static String around(int[] text, int at) {
        int start = Math.max(0, at - 4);
        int end = Math.min(text.length, at + 5);
        return (start > 0 ? "…" : "") + new String(text, start, end - start) + (end < text.length ? "…" : "");
    }

    private void texts() {
        data.dialogues().forEach(dialogue -> {
            for (int i = 0; i < dialogue.turns().size(); i++) {
                Turn turn = dialogue.turns().get(i);
                if (hasLineBreak(turn.user())) {
                    add(DataCode.QUESTION_LINE_BREAK, places.at(dialogue, Places.QUESTION, i + 1));
                }
                if (!turn.reply().isBlank()) {
                    reply(places.at(dialogue, Places.ANSWER, i + 1), turn);
                }
            }
        });
    }

    private void reply(Finding.Place place, Turn turn) {
        String reply = turn.reply();
        if (hasLineBreak(reply)) {
            add(DataCode.LINE_BREAK, place);
        }
        Optional<ReplyRules> rules = ReplyRules.forReply(reply);
        Map<ReplyRules.Rule, List<ReplyRules.Violation>> broken =
                rules.orElseGet(ReplyRules::withDefaults).check(reply).stream()
                        .collect(Collectors.groupingBy(ReplyRules.Violation::rule));
        rules.filter(limits -> broken.containsKey(Rule.TOO_SHORT) || broken.containsKey(Rule.TOO_LONG))
                .ifPresent(limits -> add(
                        DataCode.REPLY_LENGTH,
                        place,
                        "length",
                        ReplyRules.length(reply),
                        "shortest",
                        limits.shortest(),
                        "longest",
                        limits.longest()));
        List<ReplyRules.Violation> emoji = broken.getOrDefault(Rule.EMOJI, List.of());
        if (!emoji.isEmpty()) {
            add(
                    DataCode.EMOJI_RESIDUE,
                    place,
                    "characters",
                    emoji.stream()
                            .flatMapToInt(violation -> violation.text().codePoints())
                            .limit(NAMED)
                            .mapToObj(c -> String.format("U+%04X", c))
                            .collect(Collectors.joining(" ")));
        }
        Stream.of(Rule.ACTION, Rule.INNER_THOUGHT)
                .flatMap(rule -> broken.getOrDefault(rule, List.of()).stream())
                .min(Comparator.comparingInt(ReplyRules.Violation::start))
                .ifPresent(violation -> add(DataCode.ACTION_MARK, place, "action", violation.text()));
        if (java.lang.Character.isLetterOrDigit(reply.codePointBefore(reply.length()))) {
            add(DataCode.OPEN_END, place, "end", around(reply.codePoints().toArray(), reply.length()));
        }
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    /** One finding for each reply that its candidate gave before, whatever the character. */
    private void repeated() {
        for (Candidate candidate : data.candidates()) {
            Map<String, Finding.Place> first = new HashMap<>();
            data.dialogues(candidate.id()).forEach(dialogue -> {
                for (int i = 0; i < dialogue.turns().size(); i++) {
                    String reply = dialogue.turns().get(i).reply();
                    if (reply.isBlank()) {
                        continue;
                    }
                    Finding.Place here = Places.NAMES
                            .at("", dialogue.character(), dialogue.scenario())
                            .at(Places.ANSWER, String.valueOf(i + 1));
                    Finding.Place before = first.putIfAbsent(reply, here);
                    if (before != null) {
                        add(DataCode.REPEATED_REPLY, places.at(dialogue, Places.ANSWER, i + 1), "before", before);
                    }
                }
            });
        }
    }

    /** What one candidate answered and another did not; one finding for each candidate and character. */
    private void missing() {
        Map<String, Map<String, Integer>> turns = new HashMap<>();
        data.dialogues()
                .forEach(dialogue -> turns.computeIfAbsent(dialogue.character(), any -> new HashMap<>())
                        .merge(dialogue.scenario(), dialogue.turns().size(), Math::max));
        for (Character character : data.characters()) {
            for (Candidate candidate : data.candidates()) {
                missing(candidate, character, turns.getOrDefault(character.id(), Map.of()));
            }
        }
    }

    private void missing(Candidate candidate, Character character, Map<String, Integer> turns) {
        List<Object> missing = new ArrayList<>();
        for (Scenario scenario : data.scenarios()) {
            List<Turn> given = data.dialogue(candidate.id(), character.id(), scenario.id())
                    .map(Dialogue::turns)
                    .orElse(List.of());
            for (int i = 0; i < turns.getOrDefault(scenario.id(), 0); i++) {
                if (i >= given.size() || given.get(i).reply().isBlank()) {
                    missing.add(Places.NAMES.at("", "", scenario.id()).at(Places.ANSWER, String.valueOf(i + 1)));
                }
            }
        }
        if (!missing.isEmpty()) {
            List<Object> named = new ArrayList<>(missing.subList(0, Math.min(NAMED, missing.size())));
            if (missing.size() > NAMED) {
                named.add("…");
            }
            add(
                    DataCode.MISSING_REPLY,
                    places.at(candidate.id(), character.id(), ""),
                    "count",
                    missing.size(),
                    "missing",
                    named);
        }
    }

    private void add(DataCode code, Finding.Place place, Object... parameters) {
        findings.add(code.at(place, parameters));
    }
}
