package esrp.prompts.internal;

import esrp.core.Scale;
import esrp.prompts.internal.Answers.Attempt;
import esrp.prompts.internal.MetricNames.Meaning;
import esrp.prompts.internal.MetricNames.Role;
import esrp.prompts.internal.ScoreText.Reading;
import esrp.prompts.internal.Tokens.Kind;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes answers out of rows of tables: cells between {@code |}, tabs or commas, one of which names a metric. The score is
 * the cell in the column headed as the score, or, where there is no head, the one cell behind the name that is a number.
 * A row of names above a row of as many numbers is read column by column.
 */
final class TableRows {
    private record Cell(int from, int to, Meaning meaning, String words) {
        boolean isMetric() {
            return meaning.role() == Role.METRIC;
        }
    }

    private final Tokens tokens;
    private final MetricNames names;
    private final Answers answers;
    private List<Cell> head = List.of();
    private int mark;

    TableRows(Tokens tokens, MetricNames names, Answers answers) {
        this.tokens = tokens;
        this.names = names;
        this.answers = answers;
    }

    /** A line without words: a blank one ends a table, a rule does not. */
    void rule(int length) {
        head = length > 2 ? head : List.of();
    }

    /** Whether a part of a line holds no words and no numbers. */
    boolean isRule(int from, int to) {
        for (int t = from; t < to; t++) {
            Kind kind = tokens.kind(t);
            if (kind != Kind.SIGN && kind != Kind.MARK && kind != Kind.QUOTE) {
                return false;
            }
        }
        return true;
    }

    /** Whether the next line is the rule below the head of a table. */
    private boolean isRuled(int to) {
        int end = to + 1;
        while (end < tokens.size() && tokens.kind(end) != Kind.LINE) {
            end++;
        }
        return end > to + 2 && isRule(to + 1, end);
    }

    /** Reads a line; false if it is no row of a table. */
    boolean read(int from, int to, boolean complete) {
        List<Cell> cells = cells(from, to);
        if (cells.size() < 2) {
            head = List.of();
            return false;
        }
        long metrics = cells.stream().filter(Cell::isMetric).count();
        boolean numbers = (tokens.has(from, to, Kind.NUMBER) || tokens.has(from, to, Kind.FRACTION)) && !isRuled(to);
        if (!numbers && (metrics == 0 || metrics == cells.size())) {
            boolean headed =
                    metrics > 0 || head.isEmpty() || cells.stream().anyMatch(cell -> cell.meaning.role() == Role.SCORE);
            if (headed && tokens.has(from, to, Kind.NAME) && metrics == 0) {
                return false;
            }
            head = headed ? cells : head;
            return true;
        }
        Scale scale = names.metric(0).scale();
        if (metrics == 0 && head.isEmpty()) {
            return false;
        }
        if (!numbers || metrics != 1) {
            boolean across =
                    metrics == 0 && head.size() == cells.size() && head.stream().allMatch(Cell::isMetric);
            for (int c = 0; across && c < cells.size(); c++) {
                Reading reading = ScoreText.read(tokens, cells.get(c).from, cells.get(c).to, scale, true);
                give(head.get(c).meaning.metric(), reading, "", complete);
            }
            return across || metrics == 0 || mark != ',';
        }
        if (tokens.has(from, to, Concept.OTHER_SCALE)
                || head.stream().anyMatch(cell -> ScoreText.statesOtherScale(tokens, cell.from, cell.to, scale))) {
            answers.otherScale();
        }
        row(cells, complete);
        return true;
    }

    private void row(List<Cell> cells, boolean complete) {
        int name = 0;
        while (!cells.get(name).isMetric()) {
            name++;
        }
        int metric = cells.get(name).meaning.metric();
        List<Reading> readings = new ArrayList<>();
        StringBuilder remark = new StringBuilder();
        for (int c = 0; c < cells.size(); c++) {
            Cell cell = cells.get(c);
            Reading reading = ScoreText.read(
                    tokens, cell.from, cell.to, names.metric(metric).scale(), true);
            boolean numeric = reading.isScore()
                    || (reading.isAnswer() && tokens.kind(tokens.skipMarks(cell.from, cell.to)) != Kind.WORD);
            if (c == name || !numeric) {
                remark.append(
                        c == name || cell.words.isEmpty() ? "" : remark.isEmpty() ? cell.words : " " + cell.words);
            } else if (head.isEmpty()
                    ? c > name
                    : head.size() == cells.size() && head.get(c).meaning.role() == Role.SCORE) {
                readings.add(reading);
            } else if (head.size() != cells.size() ? !head.isEmpty() : mayBeScore(head.get(c))) {
                answers.mention(metric, reading.isScore() ? reading.score() : 0);
            }
        }
        readings.forEach(reading -> give(metric, reading, remark.toString(), complete));
    }

    /** Whether a column with this head may hold scores although the head does not say so. */
    private static boolean mayBeScore(Cell head) {
        Role role = head.meaning.role();
        boolean unknown = role == Role.WRAPPER
                || role == Role.OVERALL
                || (role == Role.OTHER && head.words.codePoints().anyMatch(Character::isLetter));
        return unknown && !Vocabulary.is(head.words, Concept.NO_SCORE) && !Vocabulary.is(head.words, Concept.COUNTED);
    }

    private void give(int metric, Reading reading, String remark, boolean complete) {
        if (!names.isAsked(metric)) {
            answers.unasked(names.metric(metric).id());
        } else if (reading.isAnswer()) {
            answers.add(metric, new Attempt(reading, remark, complete, false));
        }
    }

    // --- cells -------------------------------------------------------------------------------------------------------

    private List<Cell> cells(int from, int to) {
        List<Cell> cells = new ArrayList<>();
        int between = mark(from, to);
        int start = from;
        boolean quoted = false;
        for (int t = from; t <= to && between >= 0; t++) {
            quoted ^= between == ','
                    && tokens.kind(t) == Kind.QUOTE
                    && tokens.at(t).value() == '"';
            if (t == to
                    || (!quoted && tokens.kind(t) == Kind.SIGN && tokens.at(t).value() == between)) {
                boolean edge = between == '|' && start == t && (t == from || t == to);
                if (!edge) {
                    String words = tokens.remark(start, t)
                            .replace("*", "")
                            .replace("\"", "")
                            .strip();
                    cells.add(new Cell(start, t, names.meaning(words), words));
                }
                start = t + 1;
            }
        }
        mark = between;
        return cells;
    }

    /** What stands between the cells of a line; -1 if it is no row. */
    private int mark(int from, int to) {
        int found = -1;
        boolean commas = (mark == ',' && !head.isEmpty()) || startsCommaRow(from, to) || isCommaHead(from, to);
        for (int t = from; t < to && found != '|'; t++) {
            int sign = tokens.kind(t) == Kind.SIGN ? tokens.at(t).value() : -1;
            found = sign == '|' || sign == '\t' || (sign == ',' && commas && found < 0) ? sign : found;
        }
        return found;
    }

    /** A name, a comma, a number, a comma: a row without a head. */
    private boolean startsCommaRow(int from, int to) {
        int name = tokens.skipMarks(from, to);
        int comma = tokens.skipMarks(name + 1, to);
        int number = tokens.skipMarks(comma + 1, to);
        int next = tokens.skipMarks(number + 1, to);
        return tokens.kind(name) == Kind.NAME
                && tokens.isSign(comma, ",")
                && tokens.kind(number) == Kind.NUMBER
                && (next >= to || tokens.isSign(next, ","));
    }

    /** Words between commas, without a number or a metric's name, of which one says metric. */
    private boolean isCommaHead(int from, int to) {
        boolean says = false;
        for (int t = from; t < to; t++) {
            if (tokens.kind(t) != Kind.WORD
                    && !tokens.isSign(t, ",")
                    && tokens.kind(t) != Kind.QUOTE
                    && tokens.kind(t) != Kind.MARK) {
                return false;
            }
            says |= tokens.is(t, Concept.NAME) && (t == from || tokens.isSign(t - 1, ","));
        }
        return says;
    }
}
