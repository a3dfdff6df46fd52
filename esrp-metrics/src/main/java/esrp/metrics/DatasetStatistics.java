package esrp.metrics;

import esrp.core.Candidate;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Turn;
import esrp.core.internal.Numbers;
import esrp.core.internal.TextWidth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a data set of replies holds: the upper half of Table 2, and per candidate what a careful reader checks before
 * trusting it. Nothing is repaired or left out.
 *
 * <ul>
 *   <li>Length is counted in Unicode code points; the rule of the paper is 50 to 150.
 *   <li>A repeated reply is one that the candidate gave before, to the last white space, whatever the character.
 *   <li>A reply counts as not Chinese if fewer than half of its letters are Han characters.
 *   <li>Emoji are code points of the emoji blocks and what remains of them: variation selectors and joiners.
 * </ul>
 */
public final class DatasetStatistics {
    private final Dataset dataset;
    private final int shortest;
    private final int longest;
    private final List<Row> rows;

    private DatasetStatistics(Dataset dataset, int shortest, int longest) {
        this.dataset = Objects.requireNonNull(dataset, "dataset");
        if (shortest < 0 || longest < shortest) {
            throw new IllegalArgumentException(
                    "length rule: " + shortest + ".." + longest + " is not a range of lengths");
        }
        this.shortest = shortest;
        this.longest = longest;
        List<Row> made = new ArrayList<>();
        for (Candidate candidate : dataset.candidates()) {
            made.add(row(candidate));
        }
        rows = Collections.unmodifiableList(made);
    }

    /**
     * The statistics of a data set, with the paper's length rule of 50 to 150.
     *
     * @param dataset the replies
     * @return the statistics
     */
    public static DatasetStatistics of(Dataset dataset) {
        return new DatasetStatistics(dataset, 50, 150);
    }

    /**
     * The statistics of a data set with another length rule.
     *
     * @param dataset the replies
     * @param shortest the shortest length allowed, in code points
     * @param longest the longest length allowed
     * @return the statistics
     */
    public static DatasetStatistics of(Dataset dataset, int shortest, int longest) {
        return new DatasetStatistics(dataset, shortest, longest);
    }

    /**
     * One candidate.
     *
     * @param candidate the candidate
     * @param dialogues its dialogues
     * @param replies its replies, one a turn
     * @param meanLength mean length in code points; NaN without replies
     * @param tooShort replies below the length rule
     * @param tooLong replies above it
     * @param blank replies without any character that is not white space
     * @param repeated replies that the candidate gave before
     * @param notChinese replies of which fewer than half of the letters are Han characters
     * @param emoji replies that hold emoji or what remains of them
     * @param missing dialogues that other candidates have and this one has not
     */
    public record Row(
            Candidate candidate,
            int dialogues,
            int replies,
            double meanLength,
            int tooShort,
            int tooLong,
            int blank,
            int repeated,
            int notChinese,
            int emoji,
            int missing) {
        /**
         * Validates.
         *
         * @param candidate the candidate
         * @param dialogues its dialogues
         * @param replies its replies, one a turn
         * @param meanLength mean length in code points; NaN without replies
         * @param tooShort replies below the length rule
         * @param tooLong replies above it
         * @param blank replies without any character that is not white space
         * @param repeated replies that the candidate gave before
         * @param notChinese replies of which fewer than half of the letters are Han characters
         * @param emoji replies that hold emoji or what remains of them
         * @param missing dialogues that other candidates have and this one has not
         */
        public Row {
            Objects.requireNonNull(candidate, "candidate");
        }
    }

    private Row row(Candidate candidate) {
        int dialogues = 0;
        int replies = 0;
        long length = 0;
        int tooShort = 0;
        int tooLong = 0;
        int blank = 0;
        int repeated = 0;
        int notChinese = 0;
        int emoji = 0;
        Map<String, Integer> seen = new HashMap<>();
        for (Dialogue dialogue : dataset.dialogues(candidate.id()).toList()) {
            dialogues++;
            for (Turn turn : dialogue.turns()) {
                replies++;
                int own = turn.replyLength();
                length += own;
                tooShort += own < shortest && turn.replyIsChinese() ? 1 : 0;
                tooLong += own > longest && turn.replyIsChinese() ? 1 : 0;
                blank += turn.reply().isBlank() ? 1 : 0;
                repeated += seen.merge(turn.reply(), 1, Integer::sum) > 1 ? 1 : 0;
                notChinese += turn.replyIsChinese() ? 0 : 1;
                emoji += turn.replyHoldsEmoji() ? 1 : 0;
            }
        }
        int all = dataset.characters().size() * dataset.scenarios().size();
        return new Row(
                candidate,
                dialogues,
                replies,
                replies == 0 ? Double.NaN : length / (double) replies,
                tooShort,
                tooLong,
                blank,
                repeated,
                notChinese,
                emoji,
                all - dialogues);
    }

    /**
     * The candidates in the order of the data set.
     *
     * @return one row each
     */
    public List<Row> rows() {
        return rows;
    }

    /**
     * Replies of models.
     *
     * @return as counted, not as planned
     */
    public long modelReplies() {
        return replies(Candidate.Kind.MODEL);
    }

    /**
     * Replies of people.
     *
     * @return as counted, not as planned
     */
    public long peopleReplies() {
        return replies(Candidate.Kind.PEOPLE);
    }

    private long replies(Candidate.Kind kind) {
        return rows.stream()
                .filter(row -> row.candidate().kind() == kind)
                .mapToLong(Row::replies)
                .sum();
    }

    /** Counts, and one line a candidate; at most 80 columns. */
    @Override
    public String toString() {
        TextTable text = TextTable.of(
                        1,
                        "candidate",
                        "replies",
                        "length",
                        "short",
                        "long",
                        "blank",
                        "again",
                        "not zh",
                        "emoji",
                        "miss")
                .gap(1)
                .title(Numbers.count(dataset.characters().size(), "character") + ", "
                        + Numbers.count(dataset.scenarios().size(), "scenario") + ", "
                        + Numbers.count(modelReplies()) + " replies of models, "
                        + Numbers.count(peopleReplies()) + " of people, "
                        + Numbers.count(modelReplies() + peopleReplies()) + " in all");
        for (Row row : rows) {
            text.row(
                    TextWidth.shorten(row.candidate().name(), 24),
                    Numbers.count(row.replies()),
                    Numbers.decimal(row.meanLength(), 1),
                    Numbers.count(row.tooShort()),
                    Numbers.count(row.tooLong()),
                    Numbers.count(row.blank()),
                    Numbers.count(row.repeated()),
                    Numbers.count(row.notChinese()),
                    Numbers.count(row.emoji()),
                    Numbers.count(row.missing()));
        }
        return text.note("length: mean in code points; short, long: Chinese outside " + shortest + ".." + longest
                        + "; again: given before; not zh: fewer than half of the letters are Han; miss: dialogues"
                        + " missing")
                .toString();
    }
}
