package esrp.prompts.run;

import esrp.core.Candidate;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.ReplyRules;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.prompts.PromptCode;
import esrp.prompts.internal.TableTexts;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What candidates said. Every dialogue that was asked for is either in {@link #dialogues()} or in {@link #incomplete()}.
 */
public final class RolePlayResult implements Result {
    private final Dataset dataset;
    private final List<Incomplete> incomplete;
    private final List<RuleViolation> violations;
    private final List<Finding> runNotes;
    private final Manifest manifest;

    RolePlayResult(
            Dataset dataset,
            List<Incomplete> incomplete,
            List<RuleViolation> violations,
            List<Finding> runNotes,
            Manifest manifest) {
        this.dataset = dataset;
        this.incomplete = List.copyOf(incomplete);
        this.violations = List.copyOf(violations);
        this.runNotes = List.copyOf(runNotes);
        this.manifest = manifest;
    }

    /**
     * A reply that broke the rules, kept or not.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param scenario id of the scenario
     * @param sample which of several dialogues of the candidate in the scenario, from 1; empty where there is one
     * @param turn number of the turn, from 1
     * @param attempt number of the attempt, from 0
     * @param reply the reply as it came
     * @param violations what is wrong with it; at least one
     * @param kept true if this reply stands in the dialogue, since no other attempt was better
     */
    public record RuleViolation(
            String candidate,
            String character,
            String scenario,
            String sample,
            int turn,
            int attempt,
            String reply,
            List<ReplyRules.Violation> violations,
            boolean kept) {
        /** Validates and copies. */
        public RuleViolation {
            Checks.notNull("candidate", candidate, "character", character, "scenario", scenario, "sample", sample);
            Objects.requireNonNull(reply, "reply");
            violations = Checks.atLeastOne("violations", violations);
        }
    }

    /**
     * A dialogue that should be there and is not complete.
     *
     * @param candidate id of the candidate
     * @param character id of the character
     * @param scenario id of the scenario
     * @param sample which of several dialogues of the candidate in the scenario, from 1; empty where there is one
     * @param turns the turns that are complete
     * @param reason why the next one is not
     * @param detail one sentence for people; may repeat what the client said
     */
    public record Incomplete(
            String candidate,
            String character,
            String scenario,
            String sample,
            List<Turn> turns,
            Run.FailureReason reason,
            String detail) {
        /** Validates and copies. */
        public Incomplete {
            Checks.notNull("candidate", candidate, "character", character, "scenario", scenario, "sample", sample);
            turns = List.copyOf(turns);
            Checks.notNull("reason", reason, "detail", detail);
        }
    }

    /** {@return the complete dialogues as a data set: the data set, with its findings} */
    public Dataset dataset() {
        return dataset;
    }

    /**
     * {@return the complete dialogues: the dialogues, by candidate, then character, then scenario, in the order of the
     * input}
     */
    public List<Dialogue> dialogues() {
        return dataset.dialogues().toList();
    }

    /** {@return the dialogues that are not complete: what is missing, in the order of {@link #dialogues()}} */
    public List<Incomplete> incomplete() {
        return incomplete;
    }

    /**
     * {@return replies that broke the rules, kept or replaced: the violations, in the order of {@link #dialogues()}}
     */
    public List<RuleViolation> violations() {
        return violations;
    }

    /** {@return what is needed to repeat the run} */
    public Manifest manifest() {
        return manifest;
    }

    /** {@return how many dialogues are missing, and why: counts of at least 1 by reason, in alphabetical order} */
    public Map<String, Long> incompleteByReason() {
        return incomplete.stream()
                .collect(Collectors.groupingBy(one -> one.reason().name(), TreeMap::new, Collectors.counting()));
    }

    /** One table: how many dialogues each candidate played, and how many of its replies broke the rules. */
    @Override
    public List<Table> tables() {
        Table.Builder table = TableTexts.table("role-play", "candidate dialogues|# incomplete|# violations|# kept|#");
        for (Candidate candidate : dataset.candidates()) {
            String id = candidate.id();
            List<RuleViolation> own = violations.stream()
                    .filter(one -> one.candidate().equals(id))
                    .toList();
            table.row(
                    id,
                    dataset.dialogues()
                            .filter(one -> one.candidate().equals(id))
                            .count(),
                    incomplete.stream()
                            .filter(one -> one.candidate().equals(id))
                            .count(),
                    own.size(),
                    own.stream().filter(RuleViolation::kept).count());
        }
        return List.of(table.build());
    }

    /**
     * Why dialogues are incomplete, one note per reason with what the first of them said; why there is nothing at all; what was
     * recalled from earlier runs; and how many calls were abandoned.
     */
    @Override
    public List<Finding> notes() {
        Stream<Finding> missing = incomplete.stream()
                .collect(Collectors.groupingBy(one -> one.reason().name(), TreeMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(all -> PromptCode.INCOMPLETE_DIALOGUES.note(
                        "count", (long) all.size(),
                        "reason", all.get(0).reason(),
                        "detail", all.get(0).detail()));
        Stream<Finding> nothing =
                incomplete.isEmpty() && dataset.dialogues().findAny().isEmpty()
                        ? Stream.of(PromptCode.NOTHING_TO_PLAY.note())
                        : Stream.empty();
        return Stream.of(nothing, missing, runNotes.stream())
                .flatMap(notes -> notes)
                .toList();
    }

    @Override
    public String toString() {
        return text("en");
    }
}
