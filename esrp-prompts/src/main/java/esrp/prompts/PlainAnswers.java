package esrp.prompts;

import esrp.core.Scale;
import esrp.prompts.Attempts.Attempt;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricNames.Meaning;
import esrp.prompts.MetricNames.Role;
import esrp.prompts.ScoreText.Place;
import esrp.prompts.ScoreText.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes answers out of plain text, in the few layouts that leave no doubt:
 *
 * <ul>
 *   <li>a line, or a part of a line after a comma, semicolon or full stop, that starts with a metric's name (whatever
 *       list mark, number, heading mark or emphasis stands in front), then a colon, dash, equals sign, arrow, bracket,
 *       {@code is}, {@code 得分} or the like, then the score, then its end or an explanation; between a Chinese name and
 *       a score with {@code 分} nothing need stand;
 *   <li>a line that holds a metric's name alone, and below it, before the next name or heading, one line that starts
 *       with {@code Score} or {@code 得分} and so on, and the score;
 *   <li>a row of a table (cells between {@code |} or tabs) with one cell that names a metric and one that is a score;
 *       or a row of names above a row of scores;
 *   <li>elements: {@code <consistency>4</consistency>}, {@code <consistency><score>4</score>…};
 *   <li>if one metric alone was asked: a line {@code Score: 4}, or one line that is nothing but the score and is the
 *       first or the last of the reply.
 * </ul>
 *
 * <p>No number is taken from anywhere else, none from a line that holds a curly brace, and none if between it and the
 * metric's name another metric's name starts something.
 */
final class PlainAnswers {
    private static final int LONGEST_NAME = 60;
    private static final int NONE = -1;
    private static final int NOT_ASKED = -2;
    /** How much behind a number decides whether it is a score. */
    private static final int WINDOW = 96;

    private final MetricNames names;
    private final Attempts attempts;
    private final boolean cut;
    /** The metric whose lines are being read; or one of the two below. */
    private int section = NONE;
    /** Where the section, the line and the part of the line start that are being read. */
    private int sectionStart;

    private int lineStart;
    private int partStart;
    private NameMentions heads;

    private final StringBuilder remarks = new StringBuilder();
    private int remarksOf = -1;
    private final List<Reading> pending = new ArrayList<>();
    private final List<Integer> pendingMetrics = new ArrayList<>();
    private final List<String> pendingTexts = new ArrayList<>();
    private final List<Boolean> pendingComplete = new ArrayList<>();
    private @Nullable List<Integer> columns;
    /** Work done, for the test that it is linear. */
    long steps;

    PlainAnswers(MetricNames names, Attempts attempts, boolean cut) {
        this.names = names;
        this.attempts = attempts;
        this.cut = cut;
        this.heads = NameMentions.headsIn("", names);
    }

    void read(String text) {
        List<String> lines = withoutElements(text).lines().toList();
        heads = NameMentions.headsIn(String.join("\n", lines), names);
        steps += heads.steps;
        int lastLine = lines.size() - 1;
        while (lastLine > 0 && lines.get(lastLine).isBlank()) {
            lastLine--;
        }
        int nextStart = 0;
        for (int l = 0; l <= lastLine; l++) {
            String line = lines.get(l);
            steps += line.length() + 1;
            lineStart = nextStart;
            nextStart += line.length() + 1;
            partStart = lineStart;
            if (line.isBlank() || isRule(line)) {
                continue;
            }
            if (line.indexOf('{') >= 0 || line.indexOf('}') >= 0) {
                // A remnant of a structure that could not be read: no plain text.
                startSection(NOT_ASKED);
                continue;
            }
            line(line, cut && l == lastLine);
        }
        if (pending.isEmpty() && names.asked() == 1) {
            loneNumber(lines, lastLine);
        }
        for (int p = 0; p < pending.size(); p++) {
            int metric = pendingMetrics.get(p);
            String explanation = pendingTexts.get(p);
            if (explanation.isEmpty() && remarksOf == metric) {
                explanation = remarks.toString().strip();
            }
            attempts.add(metric, new Attempt(0, pending.get(p), explanation, pendingComplete.get(p)));
        }
    }

    // --- lines -------------------------------------------------------------------------------------------------------

    private void line(String line, boolean last) {
        String[] cells = cells(line);
        if (cells.length > 1 && row(cells, last)) {
            return;
        }
        columns = cells.length > 1 ? columns : null;
        int start = afterMarks(line, 0);
        if (start >= line.length()) {
            return;
        }
        Named first = nameAt(line, start);
        if (first == null) {
            Meaning whole = names.meaning(trimEnd(line.substring(start)));
            if (whole.role() == Role.METRIC) {
                startSection(names.isAsked(whole.metric()) ? whole.metric() : NOT_ASKED);
                return;
            }
            labelled(line, start, last);
            return;
        }
        segments(line, start, first, last);
    }

    /** Reads name after name: each part of the line that starts with one. */
    private void segments(String line, int start, Named first, boolean last) {
        Named named = first;
        int at = start;
        while (named != null) {
            int next = -1;
            Named nextNamed = null;
            for (int i = named.end; i < line.length(); i++) {
                steps++;
                if (isSeparator(line, i)) {
                    int from = afterMarks(line, i + 1);
                    Named candidate = from < line.length() ? nameAt(line, from) : null;
                    if (candidate != null && candidate.scored) {
                        next = from;
                        nextNamed = candidate;
                        break;
                    }
                    i = Math.max(i, from - 1);
                }
            }
            int end = next < 0 ? line.length() : next;
            partStart = lineStart + at;
            part(line.substring(at, end), named.from(at), last && next < 0);
            at = end;
            named = nextNamed;
        }
    }

    private static boolean isSeparator(String line, int i) {
        int folded = Fold.fold(line.charAt(i));
        if (folded == '.') {
            return line.charAt(i) == '。' || (i + 1 < line.length() && line.charAt(i + 1) == ' ');
        }
        return folded == ',' || folded == ';' || folded == '|' || folded == '/';
    }

    private void part(String line, Named named, boolean last) {
        if (!names.isAsked(named.metric)) {
            if (named.scored) {
                attempts.unasked(line.substring(0, named.nameEnd).strip());
            }
            startSection(NOT_ASKED);
            return;
        }
        startSection(named.metric);
        Reading reading =
                ScoreText.read(line, named.end, names.metric(named.metric).scale(), Place.METRIC);
        if (reading.isAnswer()) {
            String explanation = reading.isScore()
                    ? StructuredAnswers.trimExplanation(trimSeparator(line.substring(reading.rest())))
                    : "";
            addPending(named.metric, reading, partStart, partStart + named.end, explanation, !(last && cut));
            return;
        }
        // No score after the name: perhaps at the end of the line, labelled as such; otherwise an explanation.
        if (!labelledInside(line, named.end, named.metric, last)) {
            remark(line.substring(named.end));
        }
    }

    private static String trimSeparator(String text) {
        String trimmed = text.strip();
        int end = trimmed.length();
        while (end > 0 && ",，;；、|/".indexOf(trimmed.charAt(end - 1)) >= 0) {
            end--;
        }
        return trimmed.substring(0, end);
    }

    /** A line such as {@code Score: 4} or {@code 理由：…}. */
    private void labelled(String line, int start, boolean last) {
        Label label = labelAt(line, start);
        int metric = section >= 0 ? section : section == NONE && names.asked() == 1 ? 0 : -1;
        if (label != null && label.role == Role.SCORE) {
            Scale scale = names.metric(Math.max(metric, 0)).scale();
            Reading reading = ScoreText.read(line, label.end, scale, Place.METRIC);
            if (!reading.isAnswer()) {
                return;
            }
            if (metric < 0) {
                attempts.nameless();
                return;
            }
            String explanation =
                    reading.isScore() ? StructuredAnswers.trimExplanation(line.substring(reading.rest())) : "";
            addPending(metric, reading, sectionStart, lineStart + label.end, explanation, !(last && cut));
            return;
        }
        if (label != null && label.role == Role.EXPLANATION) {
            remark(line.substring(label.end));
            return;
        }
        if (isHeading(line)) {
            startSection(NONE);
            return;
        }
        remark(line.substring(start));
    }

    /** A score that is labelled as such later in the line of a metric: {@code Consistency: good. Score: 4}. */
    private boolean labelledInside(String line, int from, int metric, boolean last) {
        boolean found = false;
        for (int i = from; i < line.length(); i++) {
            steps++;
            char c = line.charAt(i);
            int folded = Fold.fold(c);
            if (folded != '.' && folded != ',' && folded != ';' && folded != '(' && folded != '!' && c != '—') {
                continue;
            }
            int start = afterMarks(line, i + 1);
            Label label = labelAt(line, start);
            if (label == null || label.role != Role.SCORE) {
                continue;
            }
            Reading reading = near(line, label.end, metric);
            if (reading.isAnswer()) {
                String before = StructuredAnswers.trimExplanation(trimSeparator(line.substring(from, i + 1)));
                addPending(
                        metric,
                        reading,
                        partStart,
                        partStart + label.end,
                        reading.isScore() ? before : "",
                        !(last && cut));
                found = true;
            }
        }
        return found;
    }

    private void startSection(int metric) {
        flushRemarks();
        sectionStart = partStart;
        section = metric;
        remarksOf = metric;
    }

    private void remark(String text) {
        if (section >= 0 || (section == NONE && names.asked() == 1)) {
            remarksOf = section >= 0 ? section : 0;
            String trimmed = StructuredAnswers.trimExplanation(text);
            if (!trimmed.isEmpty()) {
                remarks.append(remarks.isEmpty() ? "" : "\n").append(trimmed);
            }
        }
    }

    /** Gives the lines below a score to it, if it has no explanation of its own. */
    private void flushRemarks() {
        if (remarksOf >= 0 && !remarks.isEmpty()) {
            for (int p = pending.size() - 1; p >= 0 && p >= pending.size() - 4; p--) {
                if (pendingMetrics.get(p) == remarksOf && pendingTexts.get(p).isEmpty()) {
                    pendingTexts.set(p, remarks.toString().strip());
                    break;
                }
            }
        }
        remarks.setLength(0);
    }

    private void addPending(int metric, Reading reading, int named, int score, String explanation, boolean complete) {
        steps++;
        boolean doubtful = reading.isScore() && heads.otherBetween(named, score, metric);
        pending.add(doubtful ? Reading.runTogether() : reading);
        pendingMetrics.add(metric);
        pendingTexts.add(explanation);
        pendingComplete.add(complete);
    }

    // --- tables
    // -------------------------------------------------------------------------------------------------------

    private static String[] cells(String line) {
        String trimmed = line.strip();
        if (trimmed.indexOf('|') >= 0 || trimmed.indexOf('｜') >= 0) {
            String inner = trimmed.replace('｜', '|');
            inner = inner.startsWith("|") ? inner.substring(1) : inner;
            inner = inner.endsWith("|") ? inner.substring(0, inner.length() - 1) : inner;
            return inner.split("\\|", -1);
        }
        return trimmed.indexOf('\t') >= 0 ? trimmed.split("\t+", -1) : new String[] {line};
    }

    private boolean row(String[] cells, boolean last) {
        List<Integer> named = new ArrayList<>();
        int namedCount = 0;
        for (String cell : cells) {
            steps += cell.length() + 1;
            int metric = names.find(clean(cell));
            named.add(metric);
            namedCount += metric >= 0 ? 1 : 0;
        }
        if (namedCount >= 2) {
            columns = named;
            return true;
        }
        if (namedCount == 0) {
            List<Integer> header = columns;
            if (header == null || header.size() != cells.length) {
                return false;
            }
            for (int c = 0; c < cells.length; c++) {
                int metric = header.get(c);
                if (names.isAsked(metric)) {
                    Reading reading = ScoreText.read(
                            clean(cells[c]), 0, names.metric(metric).scale(), Place.SCORE_KEY);
                    if (reading.isAnswer()) {
                        addPending(metric, reading, lineStart, lineStart, "", !(last && cut));
                    }
                }
            }
            return true;
        }
        columns = null;
        int metric = named.stream().filter(m -> m >= 0).findFirst().orElse(-1);
        List<Reading> readings = new ArrayList<>();
        StringBuilder explanation = new StringBuilder();
        for (int c = 0; c < cells.length; c++) {
            if (named.get(c) >= 0 || cells[c].isBlank()) {
                continue;
            }
            Reading reading =
                    ScoreText.read(clean(cells[c]), 0, names.metric(metric).scale(), Place.SCORE_KEY);
            boolean text = !reading.isScore() && (!reading.isAnswer() || reading.reason() == Reason.AMBIGUOUS);
            boolean before = c < named.indexOf(metric);
            if (text) {
                explanation.append(explanation.isEmpty() ? "" : " ").append(cells[c].strip());
            } else if (!before) {
                readings.add(reading);
            }
        }
        if (!names.isAsked(metric)) {
            if (!readings.isEmpty()) {
                attempts.unasked(names.metric(metric).id());
            }
            startSection(NOT_ASKED);
            return true;
        }
        startSection(metric);
        int rowEnd = lineStart + cells.length;
        for (String cell : cells) {
            rowEnd += cell.length();
        }
        for (Reading reading : readings) {
            addPending(metric, reading, lineStart, rowEnd, explanation.toString(), !(last && cut));
        }
        return true;
    }

    private static String clean(String cell) {
        int start = afterMarks(cell, 0);
        return trimEnd(start >= cell.length() ? cell : cell.substring(start));
    }

    private static boolean isRule(String line) {
        for (int i = 0; i < line.length(); i++) {
            if ("-|:=_*+ \t—`".indexOf(line.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    // --- names and labels
    // ---------------------------------------------------------------------------------------------

    /**
     * A metric's name with what joins it to a score.
     *
     * @param metric which one
     * @param nameEnd where the name ends
     * @param end where the score is to start
     * @param scored whether a number or the like stands there
     */
    private record Named(int metric, int nameEnd, int end, boolean scored) {
        /** The same with places counted from another start. */
        Named from(int start) {
            return new Named(metric, nameEnd - start, end - start, scored);
        }
    }

    /** The metric named at the start of a part of a line, if something joins it to what follows. */
    private @Nullable Named nameAt(String line, int start) {
        int limit = Math.min(line.length(), start + LONGEST_NAME);
        for (int i = start; i < limit; i++) {
            steps++;
            int folded = Fold.fold(line.charAt(i));
            boolean joint = isJoint(folded, line.charAt(i));
            boolean digit = Fold.isDigit(line.charAt(i)) || "零一二三四五六七八九十两".indexOf(line.charAt(i)) >= 0;
            boolean word =
                    line.charAt(i) == ' ' || line.charAt(i) == '为' || line.charAt(i) == '是' || line.charAt(i) == '得';
            if (i == start || !(joint || digit || word)) {
                continue;
            }
            int metric = metricOf(line.substring(start, i));
            if (metric < 0) {
                continue;
            }
            if (joint) {
                return joined(line, i, metric);
            }
            if (digit) {
                // Chinese name and score without anything between: only with a unit or a total behind the number.
                Reading reading = near(line, i, metric);
                boolean direct =
                        reading.isScore() && line.charAt(i - 1) > 0x2E80 && hasUnit(line, i, i + reading.rest());
                return direct ? new Named(metric, i, i, true) : null;
            }
            int after = afterWords(line, i);
            if (after > 0) {
                return new Named(metric, i, after, isScoreAt(line, after, metric));
            }
        }
        return null;
    }

    private boolean isScoreAt(String line, int from, int metric) {
        return near(line, from, metric).isAnswer();
    }

    /** The score at a place, judged by what stands close behind it. */
    private Reading near(String line, int from, int metric) {
        int start = Math.min(from, line.length());
        String window = line.substring(start, Math.min(line.length(), start + WINDOW));
        steps += window.length();
        return ScoreText.read(window, 0, names.metric(metric).scale(), Place.METRIC);
    }

    private static boolean hasUnit(String line, int from, int to) {
        for (int i = from; i < Math.min(to + 1, line.length()); i++) {
            if (line.charAt(i) == '分' || line.charAt(i) == '/' || line.charAt(i) == '星') {
                return true;
            }
        }
        return false;
    }

    private static boolean isJoint(int folded, char c) {
        return folded == ':'
                || folded == '='
                || folded == '('
                || folded == '|'
                || folded == '\t'
                || c == '→'
                || c == '—'
                || c == '–'
                || c == '-'
                || folded == '>'
                || folded == '[';
    }

    private int metricOf(String label) {
        Meaning meaning = names.meaning(trimEnd(label));
        return meaning.role() == Role.METRIC || meaning.role() == Role.METRIC_SCORE ? meaning.metric() : -1;
    }

    /** After the name comes a joint; a remark in brackets may stand in between, or the score may stand in brackets. */
    private @Nullable Named joined(String line, int i, int metric) {
        int folded = Fold.fold(line.charAt(i));
        if (line.charAt(i) == '-'
                && i + 1 < line.length()
                && Character.isLetter(line.charAt(i + 1))
                && i > 0
                && Character.isLetter(line.charAt(i - 1))) {
            return null;
        }
        if (folded == '(' || folded == '[') {
            int close = i + 1;
            while (close < line.length() && close < i + 40) {
                steps++;
                int c = Fold.fold(line.charAt(close));
                if (c == ')' || c == ']') {
                    break;
                }
                close++;
            }
            if (close >= line.length() || close >= i + 40) {
                return null;
            }
            int after = afterMarks(line, close + 1, false);
            boolean joint = after < line.length() && isJoint(Fold.fold(line.charAt(after)), line.charAt(after));
            if (joint) {
                int score = afterJoints(line, after);
                if (isScoreAt(line, score, metric)) {
                    return new Named(metric, i, score, true);
                }
            }
            return new Named(metric, i, i + 1, isScoreAt(line, i + 1, metric));
        }
        int score = afterJoints(line, i);
        int words = afterWords(line, score);
        int from = words > 0 ? words : score;
        return new Named(metric, i, from, isScoreAt(line, from, metric));
    }

    private static int afterJoints(String line, int from) {
        int i = from;
        while (i < line.length()) {
            char c = line.charAt(i);
            int folded = Fold.fold(c);
            boolean minus = c == '-' && i + 1 < line.length() && Fold.isDigit(line.charAt(i + 1)) && i > from;
            if (minus || !(isJoint(folded, c) || Fold.isSpace(c) || c == '*' || c == '_' || c == '`')) {
                return i;
            }
            if ((folded == '(' || folded == '[') && i > from) {
                return i + 1;
            }
            i++;
        }
        return i;
    }

    /** After {@code is}, {@code gets}, {@code score of}, {@code 得分为} and the like; 0 if there is no such word. */
    private static int afterWords(String line, int from) {
        String[] words = {
            "is", "gets", "score", "scored", "scores", "rating", "得分", "评分", "打分", "分数", "为", "是", "得", "给", "打"
        };
        int i = skipBlanks(line, from);
        boolean any = false;
        boolean again = true;
        while (again) {
            again = false;
            for (String word : words) {
                int end = i + word.length();
                if (line.regionMatches(true, i, word, 0, word.length())
                        && (word.charAt(0) > 0x80 || end >= line.length() || !Character.isLetter(line.charAt(end)))) {
                    i = skipBlanks(line, end);
                    while (i < line.length() && (Fold.fold(line.charAt(i)) == ':' || line.charAt(i) == '*')) {
                        i = skipBlanks(line, i + 1);
                    }
                    any = true;
                    again = true;
                    break;
                }
            }
        }
        return any ? i : 0;
    }

    private static int skipBlanks(String line, int from) {
        int i = from;
        while (i < line.length() && Fold.isSpace(line.charAt(i))) {
            i++;
        }
        return i;
    }

    private record Label(Role role, int end) {}

    /** A label such as {@code Score:} or {@code 得分}; an explanation's label needs its colon. */
    private @Nullable Label labelAt(String line, int start) {
        int limit = Math.min(line.length(), start + 24);
        for (int i = start + 1; i <= limit; i++) {
            steps++;
            boolean end = i >= line.length();
            char c = end ? ' ' : line.charAt(i);
            int folded = Fold.fold(c);
            boolean digit = !end && (Fold.isDigit(c) || "零一二三四五六七八九十两".indexOf(c) >= 0);
            if (!(folded == ':'
                    || folded == '='
                    || c == ' '
                    || c == '*'
                    || digit
                    || c == '为'
                    || c == '是'
                    || c == '—'
                    || c == '-')) {
                continue;
            }
            Role role = labelRole(line.substring(start, i));
            if (role == Role.SCORE) {
                int after = afterJoints(line, i);
                int words = afterWords(line, after);
                return new Label(role, words > 0 ? words : after);
            }
            if (role == Role.EXPLANATION && (folded == ':' || c == '*')) {
                return new Label(role, afterJoints(line, i));
            }
        }
        return null;
    }

    private Role labelRole(String text) {
        String label = trimEnd(text);
        Role role = names.meaning(label).role();
        if (role == Role.SCORE || role == Role.EXPLANATION) {
            return role;
        }
        String key = MetricNames.key(label);
        return switch (key) {
            case "finalscore",
                    "overallscore",
                    "totalscore",
                    "diversityscore",
                    "我的评分",
                    "总分",
                    "总评分",
                    "最终得分",
                    "综合评分",
                    "综合得分" -> Role.SCORE;
            default -> Role.OTHER;
        };
    }

    private static boolean isHeading(String line) {
        String trimmed = line.strip();
        return trimmed.startsWith("#") || (trimmed.startsWith("**") && trimmed.endsWith("**"));
    }

    // --- marks -------------------------------------------------------------------------------------------------------

    /** After list marks, numbering, heading marks and emphasis. */
    private static int afterMarks(String line, int from) {
        return afterMarks(line, from, true);
    }

    private static int afterMarks(String line, int from, boolean numbering) {
        int i = from;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (Fold.isSpace(c) || "#>*-•·●○■◆▪+_`\"“”「『【✅✔".indexOf(c) >= 0) {
                i++;
                continue;
            }
            if (numbering && Fold.isDigit(c)) {
                int end = i;
                while (end < line.length() && end < i + 3 && Fold.isDigit(line.charAt(end))) {
                    end++;
                }
                int folded = end < line.length() ? Fold.fold(line.charAt(end)) : 0;
                boolean numbered = (folded == '.' || folded == ')' || folded == ',' || folded == ':')
                        && end + 1 < line.length()
                        && !Fold.isDigit(line.charAt(end + 1));
                if (numbered && hasLetterAfter(line, end)) {
                    i = end + 1;
                    continue;
                }
            }
            if (numbering
                    && Fold.fold(c) == '('
                    && i + 2 < line.length()
                    && Fold.isDigit(line.charAt(i + 1))
                    && Fold.fold(line.charAt(i + 2)) == ')') {
                i += 3;
                continue;
            }
            if (c >= '①' && c <= '⑳') {
                i++;
                continue;
            }
            return i;
        }
        return i;
    }

    /** A number is a list mark only if words follow at once; {@code 4. } alone is a score. */
    private static boolean hasLetterAfter(String line, int from) {
        int i = from + 1;
        while (i < line.length() && (Fold.isSpace(line.charAt(i)) || "*_`\"“「【".indexOf(line.charAt(i)) >= 0)) {
            i++;
        }
        return i < line.length() && Character.isLetter(line.charAt(i));
    }

    private static String trimEnd(String text) {
        int end = text.length();
        while (end > 0
                && (Fold.isSpace(text.charAt(end - 1)) || ":：=*_`\"“”」』】-—–#".indexOf(text.charAt(end - 1)) >= 0)) {
            end--;
        }
        return text.substring(0, end);
    }

    // --- one metric, one number
    // ---------------------------------------------------------------------------------------

    private void loneNumber(List<String> lines, int lastLine) {
        int found = -1;
        Reading reading = null;
        int first = -1;
        for (int l = 0; l <= lastLine; l++) {
            String line = lines.get(l);
            if (line.isBlank() || isRule(line)) {
                continue;
            }
            first = first < 0 ? l : first;
            String clean = clean(line);
            steps += line.length() + 1;
            if (clean.length() > 24) {
                continue;
            }
            Reading here = ScoreText.read(clean, 0, names.metric(0).scale(), Place.SCORE_KEY);
            boolean alone = here.isAnswer()
                    && !clean.isEmpty()
                    && startsWithNumber(clean)
                    && (!here.isScore()
                            || clean.substring(Math.min(here.rest(), clean.length()))
                                            .length()
                                    <= 1);
            if (alone) {
                if (found >= 0) {
                    attempts.nameless();
                    return;
                }
                found = l;
                reading = here;
            }
        }
        if (reading == null) {
            return;
        }
        int end = 0;
        for (int l = 0; l <= found; l++) {
            end += lines.get(l).length() + 1;
        }
        if ((found != first && found != lastLine) || heads.otherBetween(0, end, 0)) {
            attempts.nameless();
            return;
        }
        StringBuilder explanation = new StringBuilder();
        for (int l = 0; l <= lastLine; l++) {
            if (l != found && !lines.get(l).isBlank()) {
                explanation
                        .append(explanation.isEmpty() ? "" : "\n")
                        .append(lines.get(l).strip());
            }
        }
        Label label = labelAt(explanation.toString(), 0);
        String text = label != null && label.role == Role.EXPLANATION
                ? explanation.substring(label.end)
                : explanation.toString();
        attempts.add(0, new Attempt(0, reading, text.strip(), !(cut && found == lastLine)));
    }

    private static boolean startsWithNumber(String text) {
        return Fold.isDigit(text.codePointAt(0)) || "零一二三四五六七八九十两-+".indexOf(text.charAt(0)) >= 0;
    }

    // --- elements
    // ------------------------------------------------------------------------------------------------------

    /** Turns {@code <consistency>…</consistency>} into a line with the name and lines below it. */
    private String withoutElements(String text) {
        if (text.indexOf('<') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            steps++;
            char c = text.charAt(i);
            int end = c == '<' ? elementEnd(text, i) : -1;
            if (end < 0) {
                plain.append(c);
                i++;
                continue;
            }
            boolean closing = text.charAt(i + 1) == '/';
            String name = text.substring(closing ? i + 2 : i + 1, end);
            Meaning meaning = names.meaning(name);
            if (meaning.role() == Role.OTHER) {
                plain.append(text, i, end + 1);
            } else if (closing) {
                plain.append('\n');
            } else {
                boolean direct = meaning.role() == Role.METRIC || meaning.role() == Role.METRIC_SCORE;
                plain.append('\n').append(name).append(direct ? ":" : meaning.role() == Role.WRAPPER ? "\n" : ": ");
            }
            i = end + 1;
        }
        return plain.toString();
    }

    private static int elementEnd(String text, int from) {
        for (int i = from + 1; i < text.length() && i < from + LONGEST_NAME; i++) {
            char c = text.charAt(i);
            if (c == '>') {
                return i > from + 1 ? i : -1;
            }
            if (c == '<' || c == '\n') {
                return -1;
            }
        }
        return -1;
    }
}
