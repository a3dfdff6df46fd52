package esrp.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks through the texts of a data set. */
final class DatasetFindings {
    static final int MIN_REPLY = 50;
    static final int MAX_REPLY = 150;

    private static final Pattern ACTION = Pattern.compile("\\*[^*\\s][^*\\n]{0,200}\\*");
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
        return findings.stream().sorted(Comparator.comparing(Finding::kind)).toList();
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
                        Finding.Kind.QUESTION_SPELLING,
                        dialogues.get(0),
                        question(0),
                        "the opening question is spelt otherwise for " + count(dialogues.size(), "character") + ": "
                                + difference(scenario.openingQuestion(), spelling)));
            }
        }
    }

    /** The first place where two texts differ, with a little around it. */
    private static String difference(String usual, String here) {
        int[] a = usual.codePoints().toArray();
        int[] b = here.codePoints().toArray();
        int at = 0;
        while (at < a.length && at < b.length && a[at] == b[at]) {
            at++;
        }
        return "\"" + around(b, at) + "\" where most have \"" + around(a, at) + "\"";
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
                    add(Finding.Kind.LINE_BREAK, dialogue, question(i), "the question holds a line break");
                }
                if (!turn.reply().isBlank()) {
                    reply(dialogue, answer(i), turn);
                }
            }
        });
    }

    private void reply(Dialogue dialogue, String field, Turn turn) {
        String reply = turn.reply();
        if (hasLineBreak(reply)) {
            add(Finding.Kind.LINE_BREAK, dialogue, field, "the reply holds a line break");
        }
        int length = turn.replyLength();
        if ((length < MIN_REPLY || length > MAX_REPLY) && turn.replyIsChinese()) {
            add(
                    Finding.Kind.REPLY_LENGTH,
                    dialogue,
                    field,
                    "the reply has " + length + " characters, the rule says " + MIN_REPLY + ".." + MAX_REPLY);
        }
        if (turn.replyHoldsEmoji()) {
            add(
                    Finding.Kind.EMOJI_RESIDUE,
                    dialogue,
                    field,
                    "the reply holds "
                            + reply.codePoints()
                                    .filter(Emoji::is)
                                    .limit(NAMED)
                                    .mapToObj(c -> String.format("U+%04X", c))
                                    .collect(Collectors.joining(" ")));
        }
        Matcher action = ACTION.matcher(reply);
        if (action.find()) {
            add(Finding.Kind.ACTION_MARK, dialogue, field, "the reply marks an action: " + action.group());
        }
        if (java.lang.Character.isLetterOrDigit(reply.codePointBefore(reply.length()))) {
            add(
                    Finding.Kind.OPEN_END,
                    dialogue,
                    field,
                    "the reply ends without punctuation: \""
                            + around(reply.codePoints().toArray(), reply.length()) + "\"");
        }
    }

    private static boolean hasLineBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    /** One finding for each reply that its candidate gave before, whatever the character. */
    private void repeated() {
        for (Candidate candidate : data.candidates()) {
            Map<String, String> first = new HashMap<>();
            data.dialogues(candidate.id()).forEach(dialogue -> {
                for (int i = 0; i < dialogue.turns().size(); i++) {
                    String reply = dialogue.turns().get(i).reply();
                    if (reply.isBlank()) {
                        continue;
                    }
                    String here =
                            "character " + dialogue.character() + ", dialog " + dialogue.scenario() + ", " + answer(i);
                    String before = first.putIfAbsent(reply, here);
                    if (before != null) {
                        add(
                                Finding.Kind.REPEATED_REPLY,
                                dialogue,
                                answer(i),
                                "the reply is word for word that of " + before);
                    }
                }
            });
        }
    }

    /** What one candidate answered and another did not; one finding for each candidate and character. */
    private void missing() {
        for (Character character : data.characters()) {
            Map<String, Integer> turns = new HashMap<>();
            for (Candidate candidate : data.candidates()) {
                for (Scenario scenario : data.scenarios()) {
                    data.dialogue(candidate.id(), character.id(), scenario.id())
                            .ifPresent(dialogue ->
                                    turns.merge(scenario.id(), dialogue.turns().size(), Math::max));
                }
            }
            for (Candidate candidate : data.candidates()) {
                missing(candidate, character, turns);
            }
        }
    }

    private void missing(Candidate candidate, Character character, Map<String, Integer> turns) {
        List<String> missing = new ArrayList<>();
        for (Scenario scenario : data.scenarios()) {
            List<Turn> given = data.dialogue(candidate.id(), character.id(), scenario.id())
                    .map(Dialogue::turns)
                    .orElse(List.of());
            for (int i = 0; i < turns.getOrDefault(scenario.id(), 0); i++) {
                if (i >= given.size() || given.get(i).reply().isBlank()) {
                    missing.add("dialog " + scenario.id() + " " + answer(i));
                }
            }
        }
        if (!missing.isEmpty()) {
            findings.add(new Finding(
                    Finding.Kind.MISSING_REPLY,
                    places.text(candidate.id(), character.id(), "", ""),
                    count(missing.size(), "reply", "replies") + " missing or blank: "
                            + String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())))
                            + (missing.size() > NAMED ? ", …" : "")));
        }
    }

    private void add(Finding.Kind kind, Dialogue dialogue, String field, String message) {
        findings.add(new Finding(
                kind, places.text(dialogue.candidate(), dialogue.character(), dialogue.scenario(), field), message));
    }

    static String question(int turn) {
        return "question_r" + (turn + 1);
    }

    static String answer(int turn) {
        return "answer_r" + (turn + 1);
    }

    static String count(int n, String one) {
        return count(n, one, one + "s");
    }

    static String count(int n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }
}
