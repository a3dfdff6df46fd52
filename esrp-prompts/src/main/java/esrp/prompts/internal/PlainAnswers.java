package esrp.prompts.internal;

import esrp.core.Scale;
import esrp.prompts.internal.Answers.Attempt;
import esrp.prompts.internal.ScoreText.Reading;
import esrp.prompts.internal.Tokens.Kind;
import esrp.prompts.internal.Tokens.Token;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Takes answers out of plain text, in the few layouts that leave no doubt:
 *
 * <ul>
 *   <li>a line, or a part of one behind a comma and the like, that starts with a metric's name (whatever list mark,
 *       number or emphasis stands in front) and goes on with the score, joined by signs or by {@code is}, {@code 得} …;
 *   <li>a line that is a metric's name, and below it, before anything else is headed, a line {@code Score: …}, or at once
 *       a line that is a number;
 *   <li>a row of a table that names a metric, if the table has one column headed as the score or no head; or a row of
 *       names above a row of scores;
 *   <li>if one metric alone was asked: a line or a last sentence {@code Score: …}, or one line that is nothing but the
 *       number and is the first or the last of the reply.
 * </ul>
 *
 * <p>Whatever else is said of a metric with a number beside it is a mention, and a score that does not agree with it is
 * not believed. Nor is any, if the text tells of answers that are somebody else's, or if scores may stand before their names.
 */
final class PlainAnswers {
    private static final int NONE = -1;
    /** Below a heading that names no metric that was asked. */
    private static final int CLOSED = -2;
    /** How many words in brackets behind a name are looked at. */
    private static final int LONGEST_BRACKET = 24;
    /** How many labels inside a line are tried, and how often a name may be repeated at once. */
    private static final int MOST_LABELS = 4;

    private final MetricNames names;
    private final Answers answers;
    private final boolean cut;
    private final Tokens tokens;

    private int section = NONE;
    private boolean sectionFresh;
    private final StringBuilder remarks = new StringBuilder();
    private final List<Found> sectioned = new ArrayList<>();
    /** The metric whose score was a bare number on the line before. */
    private int bare = NONE;

    private boolean anyHead;
    private boolean scoreFirst;
    private boolean anyClaim;
    private boolean announced;
    private final List<Found> numbers = new ArrayList<>();
    private final List<int[]> others = new ArrayList<>();
    private final List<Integer> besideNumber = new ArrayList<>();
    private int firstLine = -1;
    private int lastLine = -1;
    private boolean foreign;
    private boolean fenced;
    private boolean claimedInFence;
    private List<String> heads = List.of();
    private char cellMark = '|';

    /** A score that waits for its explanation. */
    private record Found(int metric, Reading reading, String explanation, boolean complete, int line) {}

    private PlainAnswers(String text, MetricNames names, Answers answers, boolean cut) {
        this.names = names;
        this.answers = answers;
        this.cut = cut;
        this.tokens = Tokens.of(text, names.spellings());
    }

    /** @param text what stands outside of structures */
    static void read(String text, MetricNames names, Answers answers, boolean cut) {
        new PlainAnswers(Elements.toLines(text, names), names, answers, cut).read();
    }

    private void read() {
        int last = tokens.size();
        while (last > 0 && tokens.at(last - 1).kind() == Kind.LINE) {
            last--;
        }
        int from = 0;
        for (int t = 0; t <= last; t++) {
            if (t == last || tokens.at(t).kind() == Kind.LINE) {
                line(from, t, t == last);
                from = t + 1;
            }
        }
        endSection();
        sectioned.forEach(this::add);
        if (scoreFirst) {
            answers.doubtPlain("scores may stand before their names");
        }
        if (names.asked() == 1) {
            loneNumber();
            others.forEach(other -> answers.mention(0, other[0]));
        }
        if (foreign) {
            answers.doubtPlain("the text tells of answers that may not be the judge's own");
        }
    }

    private void add(Found found) {
        answers.plain(found.metric, new Attempt(found.reading, found.explanation, found.complete));
    }

    private boolean single() {
        return names.asked() == 1;
    }

    private Scale scale(int metric) {
        return names.metric(Math.max(0, metric)).scale();
    }

    // --- lines -------------------------------------------------------------------------------------------------------

    private void line(int from, int to, boolean last) {
        bare = isBlank(from, to) || tokens.at(afterMarks(from, to)).kind() == Kind.NAME ? NONE : bare;
        if (isBlank(from, to)) {
            if (to - from >= 3
                    && tokens.at(from).kind() == Kind.QUOTE
                    && tokens.at(from).value() == '`') {
                fenced = !fenced;
            }
            heads = to - from > 2 ? heads : List.of();
            return;
        }
        boolean announcedHere = announced;
        announced =
                tokens.at(tokens.skipMarks(to - 1, to) < to ? to - 1 : to - 2).isSign(":");
        if (tokens.at(from).isSign(">")
                && tokens.at(from).end() - tokens.at(from).start() == 1) {
            scoreFirst |= !anyHead && !anyClaim && hasNumber(from, to);
            return; // quoted
        }
        previousLine = lastLine;
        claimedInFence |= fenced;
        firstLine = firstLine < 0 ? from : firstLine;
        lastLine = from;
        if (row(from, to, last)) {
            return;
        }
        int start = afterMarks(from, to);
        int call = start;
        while (call < start + 4
                && (tokens.at(call).kind() == Kind.WORD || tokens.at(call).kind() == Kind.MARK)) {
            call++;
        }
        start = call > start
                        && tokens.at(call).isSign("(")
                        && !tokens.at(call).spaced()
                        && tokens.at(call + 1).kind() == Kind.NAME
                ? call + 1
                : start;
        boolean told = tokens.has(from, to, Concept.FOREIGN);
        if (tokens.at(start).kind() == Kind.NAME && !isQuoted(start, to) && named(start, to, last, told)) {
            return;
        }
        if (labelled(from, start, to, last, told) || number(from, start, to, last, announcedHere)) {
            return;
        }
        prose(from, start, to, told, last);
    }

    private boolean hasName(int from, int to) {
        for (int t = from; t < to; t++) {
            if (tokens.at(t).kind() == Kind.NAME) {
                return true;
            }
        }
        return false;
    }

    private boolean hasNumber(int from, int to) {
        for (int t = from; t < to; t++) {
            if (tokens.at(t).kind() == Kind.NUMBER) {
                return true;
            }
        }
        return false;
    }

    private boolean isBlank(int from, int to) {
        for (int t = from; t < to; t++) {
            Kind kind = tokens.at(t).kind();
            if (kind != Kind.SIGN && kind != Kind.MARK && kind != Kind.QUOTE) {
                return false;
            }
        }
        return true;
    }

    /** Behind list marks, numbering, heading marks, emphasis and opening brackets. */
    private int afterMarks(int from, int to) {
        int t = from;
        while (t < to) {
            Token token = tokens.at(t);
            boolean numbering = (token.kind() == Kind.NUMBER || token.isNumeral())
                    && tokens.at(t + 1).isSign(".),")
                    && isWord(tokens.skipMarks(t + 2, to), to)
                    && tokens.text().charAt(tokens.at(t + 1).start()) != ',';
            boolean bracketed = token.isSign("(")
                    && (tokens.at(t + 1).kind() == Kind.NUMBER
                            || tokens.at(t + 1).isNumeral())
                    && tokens.at(t + 2).isSign(")")
                    && isWord(t + 3, to);
            if (numbering || bracketed) {
                t += numbering ? 2 : 3;
            } else if (token.kind() == Kind.MARK
                    || token.kind() == Kind.QUOTE
                    || token.isSign("#>-•·●○+[|,\\")
                    || (token.kind() == Kind.SIGN && Character.getType(token.value()) == Character.OTHER_NUMBER)) {
                t++;
            } else {
                return t;
            }
        }
        return to;
    }

    private boolean isWord(int t, int to) {
        return t < to && (tokens.at(t).kind() == Kind.WORD || tokens.at(t).kind() == Kind.NAME);
    }

    /** Whether a quotation mark before this place is closed behind a number: the words are quoted. */
    private boolean isQuoted(int t, int to) {
        if (tokens.at(t - 1).kind() != Kind.QUOTE) {
            return false;
        }
        for (int k = t; k < to; k++) {
            if (tokens.at(k).kind() == Kind.QUOTE) {
                return false;
            }
            if (tokens.at(k).kind() == Kind.NUMBER) {
                return true;
            }
        }
        return false;
    }

    // --- names -------------------------------------------------------------------------------------------------------

    private boolean named(int start, int to, boolean last, boolean told) {
        int metric = tokens.at(start).value();
        int t = behindName(start, to, metric);
        if (t < 0) {
            return false;
        }
        int rest = t;
        while (rest < to
                && (tokens.at(rest).isSign(":-—–]】>#")
                        || tokens.at(rest).kind() == Kind.MARK
                        || tokens.at(rest).kind() == Kind.QUOTE)) {
            rest++;
        }
        if (rest >= to) {
            if (told) {
                return false;
            }
            startSection(names.isAsked(metric) ? metric : CLOSED);
            anyHead = true;
            return true;
        }
        boolean any = false;
        int at = start;
        while (at >= 0) {
            int name = tokens.at(at).value();
            int behind = behindName(at, to, name);
            int next = nextClaim(behind < 0 ? at + 1 : behind, to);
            int end = next < 0 ? to : next;
            any |= behind >= 0 && claim(at, behind, end, name, last && next < 0);
            at = next < 0 ? -1 : afterMarks(next, to);
        }
        return any;
    }

    /** Behind a name and what repeats it in another language, a remark in brackets included; -1 if that names another. */
    private int behindName(int start, int to, int metric) {
        int t = tokens.skipMarks(start + 1, to);
        t = tokens.at(t).isSign(".")
                        && tokens.at(t).end() - tokens.at(t).start() == 1
                        && !tokens.at(t).spaced()
                ? tokens.skipMarks(t + 1, to)
                : t;
        for (int repeats = 0; t < to && repeats < MOST_LABELS; repeats++) {
            boolean slash = tokens.at(t).isSign("/");
            int name = slash ? t + 1 : t;
            if (tokens.at(name).kind() == Kind.NAME) {
                if (tokens.at(name).value() != metric) {
                    return slash ? t : -1;
                }
                t = tokens.skipMarks(name + 1, to);
            } else if (tokens.at(t).isSign("([")) {
                int close = t + 1;
                while (close < to
                        && close < t + LONGEST_BRACKET
                        && !tokens.at(close).isSign(")]")) {
                    close++;
                }
                if (!tokens.at(close).isSign(")]") || close >= to || holdsScore(t + 1, close, metric)) {
                    return t;
                }
                if (ScoreText.statesOtherScale(tokens, t, close, scale(metric))) {
                    answers.otherScale();
                }
                for (int k = t + 1; k < close; k++) {
                    if (tokens.at(k).is(Concept.FOREIGN)
                            || (tokens.at(k).kind() == Kind.NAME && tokens.at(k).value() != metric)) {
                        return -1;
                    }
                }
                t = tokens.skipMarks(close + 1, to);
            } else {
                return t;
            }
        }
        return t;
    }

    private boolean holdsScore(int from, int to, int metric) {
        boolean range = tokens.at(from).kind() == Kind.NUMBER
                && to - from >= 3
                && (ScoreText.isDash(tokens.at(from + 1)) || tokens.at(from + 1).isSign("~"));
        return !range
                && tokens.at(from).kind() == Kind.NUMBER
                && ScoreText.read(tokens, from, to, scale(metric), true).isAnswer();
    }

    /** Where the next part of a line starts that is a claim; -1 if there is none. */
    private int nextClaim(int from, int to) {
        for (int t = from; t < to; t++) {
            if (tokens.at(t).isSign(",;./|")) {
                int name = afterMarks(t + 1, to);
                if (tokens.at(name).kind() == Kind.NAME && isScored(name, to)) {
                    return name;
                }
                t = Math.max(t, name - 1);
            }
        }
        return -1;
    }

    private boolean isScored(int name, int to) {
        int t = behindName(name, to, tokens.at(name).value());
        t = t < 0 ? to : joints(t, to, true);
        return t < to
                && (tokens.at(t).kind() == Kind.NUMBER
                        || tokens.at(t).kind() == Kind.FRACTION
                        || tokens.at(t).isNumeral());
    }

    /** Behind what joins a name or a label to its score. */
    private int joints(int from, int to, boolean words) {
        int t = from;
        while (t < to) {
            Token token = tokens.at(t);
            boolean minus = token.isSign("-")
                    && t > from
                    && tokens.at(t + 1).kind() == Kind.NUMBER
                    && !tokens.at(t + 1).spaced();
            boolean joint = token.isSign(":=→—–-([{|\t…")
                    || (token.isSign(">") && t > from && tokens.at(t - 1).isSign("-=—"))
                    || (token.isSign(".") && token.end() - token.start() > 2)
                    || token.kind() == Kind.MARK
                    || (token.kind() == Kind.QUOTE && token.value() != '\'');
            boolean word = words
                    && token.kind() == Kind.WORD
                    && (token.is(Concept.IS) || (token.is(Concept.SCORE) && !token.is(Concept.UNIT)))
                    && !token.isNumeral();
            if (minus || !(joint || word)) {
                return t;
            }
            t++;
        }
        return to;
    }

    private boolean claim(int start, int behind, int to, int metric, boolean last) {
        int t = joints(behind, to, true);
        boolean comma = t == behind
                && tokens.at(t).isSign(",")
                && tokens.at(t + 1).kind() == Kind.NUMBER
                && (tokens.at(t + 2).isSign(",") || t + 2 >= to);
        comma |= tokens.at(t).isSign(",")
                && tokens.at(t + 1).kind() == Kind.QUOTE
                && tokens.at(t + 2).kind() == Kind.NUMBER
                && tokens.at(t + 3).kind() == Kind.QUOTE;
        for (int k = t; k < to && comma; k++) {
            comma = tokens.at(k).kind() != Kind.NAME;
        }
        t = comma ? tokens.skipMarks(t + 1, to) : t;
        Reading reading = ScoreText.read(tokens, t, to, scale(metric), false);
        boolean joined = t > behind
                || tokens.at(behind).start() > tokens.at(start).end()
                || tokens.text().charAt(tokens.at(t).start() - 1) > 0x2E80;
        boolean bare = t == behind && reading.isScore() && !isEnd(t, to);
        if (!reading.isAnswer() || !joined || bare) {
            if (inside(behind, to, metric, last)) {
                return true;
            }
            mentions(start, to, -1);
            boolean colon = tokens.at(behind).isSign(":→=-—–");
            if (colon) {
                startSection(CLOSED);
            }
            return colon;
        }
        if (!names.isAsked(metric)) {
            answers.unasked(tokens.text()
                    .substring(
                            tokens.at(start).start(),
                            tokens.at(Math.max(start, behind - 1)).end()));
            startSection(CLOSED);
            return true;
        }
        startSection(CLOSED);
        if (reading.isScore() && tokens.has(t, to, Concept.FOREIGN) && hasQuote(t, to)) {
            reading = Reading.doubtful("a score beside what is quoted");
        }
        anyClaim = true;
        String explanation = reading.isScore()
                ? StructuredAnswers.remark(
                        tokens.text(), reading.rest(), tokens.at(to - 1).end())
                : "";
        add(new Found(metric, reading, explanation, !(last && cut), start));
        mentions(t, to, metric);
        return true;
    }

    private boolean hasQuote(int from, int to) {
        for (int t = from; t < to; t++) {
            if (tokens.at(t).kind() == Kind.QUOTE) {
                return true;
            }
        }
        return false;
    }

    /** Whether a number ends a part of a line. */
    private boolean isEnd(int t, int to) {
        int next = tokens.skipMarks(t + 1, to);
        while (next < to
                && (tokens.at(next).is(Concept.UNIT)
                        || tokens.at(next).isSign("/")
                        || tokens.at(next).kind() == Kind.NUMBER)) {
            next++;
        }
        return next >= to || tokens.at(next).isSign(",;.|/)");
    }

    /** A score labelled as such later in the part of a line that a metric's name starts: {@code …: good. Score: 4}. */
    private boolean inside(int from, int to, int metric, boolean last) {
        int tried = 0;
        for (int t = from + 1; t < to && tried < MOST_LABELS; t++) {
            if (tokens.at(t).is(Concept.SCORE)
                    && !tokens.at(t).is(Concept.UNIT)
                    && tokens.at(t - 1).isSign(".,;!(—")) {
                tried++;
                int score = joints(t + 1, to, true);
                Reading reading = ScoreText.read(tokens, score, to, scale(metric), true);
                if (score > t + 1 && reading.isAnswer() && names.isAsked(metric)) {
                    List<Integer> before = new ArrayList<>();
                    ScoreText.unaccounted(tokens, from, t, scale(metric), before::add);
                    boolean doubtful = !before.isEmpty() || tokens.has(from, to, Concept.FOREIGN);
                    for (int k = from; k < t; k++) {
                        doubtful |=
                                tokens.at(k).kind() == Kind.NAME && tokens.at(k).value() != metric;
                    }
                    startSection(CLOSED);
                    anyClaim = true;
                    String remark = StructuredAnswers.remark(
                            tokens.text(),
                            tokens.at(from).start(),
                            tokens.at(t - 1).start());
                    add(new Found(
                            metric,
                            doubtful ? Reading.doubtful("a score behind other words") : reading,
                            remark,
                            !(last && cut),
                            from));
                    return true;
                }
            }
        }
        return false;
    }

    /** Numbers in a part of a text that may be meant as scores of the metrics it names. */
    private void mentions(int from, int to, int except) {
        TreeSet<Integer> found = new TreeSet<>();
        ScoreText.unaccounted(tokens, from, to, scale(0), found::add);
        for (int t = from; t < to; t++) {
            int metric = tokens.at(t).kind() == Kind.NAME ? tokens.at(t).value() : except;
            if (tokens.at(t).kind() == Kind.NAME && metric != except) {
                found.forEach(number -> answers.mention(metric, number));
                int value = joints(t + 1, to, false);
                if (value > t + 1 && tokens.at(value).kind() == Kind.NUMBER) {
                    answers.mention(metric, tokens.at(value).value());
                }
            }
        }
    }

    // --- sections ----------------------------------------------------------------------------------------------------

    private void startSection(int metric) {
        endSection();
        section = metric;
        sectionFresh = true;
    }

    private void endSection() {
        int metric = section == NONE && single() ? 0 : section;
        for (int f = sectioned.size() - 1; f >= 0 && metric >= 0; f--) {
            Found found = sectioned.get(f);
            if (found.metric == metric && found.explanation.isEmpty() && !remarks.isEmpty()) {
                sectioned.set(
                        f, new Found(found.metric, found.reading, remarks.toString(), found.complete, found.line));
            }
        }
        remarks.setLength(0);
    }

    private void explain(int from, int to) {
        if (from < to) {
            String words = StructuredAnswers.remark(
                    tokens.text(), tokens.at(from).start(), tokens.at(to - 1).end());
            remarks.append(remarks.isEmpty() || words.isEmpty() ? "" : "\n").append(words);
        }
    }

    /** A line such as {@code Score: 4}, {@code Metric: Consistency}, {@code 理由：…}. */
    private boolean labelled(int from, int start, int to, boolean last, boolean told) {
        int t = start;
        boolean score = false;
        boolean overall = false;
        while (t < to
                && tokens.at(t).kind() == Kind.WORD
                && !tokens.at(t).isNumeral()
                && (is(t, Concept.SCORE) || is(t, Concept.FINAL) || is(t, Concept.OVERALL) || is(t, Concept.WRAPPER))) {
            score |= is(t, Concept.SCORE) || (single() && is(t, Concept.FINAL));
            overall |= is(t, Concept.OVERALL) || (!single() && is(t, Concept.FINAL));
            t = tokens.skipMarks(t + 1, to);
            t = tokens.at(t).isSign("]") ? tokens.skipMarks(t + 1, to) : t;
        }
        Token first = tokens.at(start);
        boolean states = ScoreText.statesOtherScale(tokens, start, to, scale(0));
        if (states && !isExplanation(start)) {
            answers.otherScale();
            return true;
        }
        if (first.is(Concept.MAXIMUM) || (score && isScaleOnly(t, to))) {
            return true;
        }
        if (t > start && (score || overall) && !isQuoted(start, to)) {
            int behind = t;
            if (tokens.at(t).isSign("(")) {
                int close = t + 1;
                while (close < to
                        && close < t + LONGEST_BRACKET
                        && !tokens.at(close).isSign(")")) {
                    close++;
                }
                behind = close < to && tokens.at(close).isSign(")") && !holdsScore(t + 1, close, 0)
                        ? tokens.skipMarks(close + 1, to)
                        : t;
            }
            int value = joints(behind, to, true);
            if (overall && hasName(t, to)) {
                return false;
            }
            if (overall) {
                List<Integer> found = new ArrayList<>();
                ScoreText.unaccounted(tokens, value, to, scale(0), found::add);
                if (found.size() > 1 && !single()) {
                    answers.doubt("several numbers without names");
                }
                if (tokens.has(start, to, Concept.REFUSAL)) {
                    answers.refused();
                }
                startSection(single() ? section : CLOSED);
                found.forEach(this::other);
                return true;
            }
            Reading reading = ScoreText.read(tokens, value, to, scale(section), true);
            boolean anchor = value == behind && tokens.at(value + 1).isSign(":");
            if (anchor || (value >= to && tokens.at(t).isSign(":")) || !reading.isAnswer()) {
                announced = false;
                if (value >= to) {
                    labelOnly = from;
                }
                return value >= to;
            }
            score(reading, last, told, from);
            return true;
        }
        if (isExplanation(start) && t == start) {
            if (tokens.at(to - 2).isSign("]") && !told && lastLabel(start, to, last)) {
                return true;
            }
            int colon = tokens.skipMarks(start + 1, to);
            if (tokens.at(colon).isSign(":") || colon >= to) {
                explain(colon + 1, to);
                return true;
            }
        }
        if (first.is(Concept.NAME) || first.is(Concept.TITLE)) {
            int value = joints(start + 1, to, false);
            if (value > start + 1) {
                int metric = tokens.at(value).kind() == Kind.NAME
                                && behindName(value, to, tokens.at(value).value()) >= to
                        ? tokens.at(value).value()
                        : CLOSED;
                if (first.is(Concept.NAME) || metric >= 0) {
                    startSection(names.isAsked(metric) ? metric : CLOSED);
                    anyHead = true;
                    return true;
                }
            }
        }
        return false;
    }

    private int labelOnly = -1;

    private boolean is(int t, Concept concept) {
        return tokens.at(t).is(concept);
    }

    private boolean isExplanation(int t) {
        return is(t, Concept.EXPLANATION) && !is(t, Concept.OVERALL);
    }

    /** Whether what follows is the scale and nothing else: {@code 5分制}, {@code 1-5}. */
    private boolean isScaleOnly(int from, int to) {
        int t = joints(from, to, false);
        if (tokens.at(t).kind() != Kind.NUMBER) {
            return false;
        }
        boolean range = ScoreText.isDash(tokens.at(t + 1)) && tokens.at(t + 2).kind() == Kind.NUMBER && t + 3 >= to;
        return (is(t + 1, Concept.SCALE) && t + 2 >= to)
                || (range
                        && tokens.at(t).value() == scale(0).lowest()
                        && tokens.at(t + 2).value() == scale(0).highest());
    }

    private void other(int number) {
        others.add(new int[] {number});
    }

    /** A score that is labelled or stands alone, and belongs to the section. */
    private void score(Reading reading, boolean last, boolean told, int line) {
        int metric = section >= 0 ? section : section == NONE && single() ? 0 : -1;
        sectionFresh = false;
        if (metric < 0) {
            scoreFirst |= !anyHead && !anyClaim;
            answers.nameless();
            if (single() && reading.isScore()) {
                other(reading.score());
            }
            return;
        }
        Reading read = told ? Reading.doubtful("a score that may be quoted") : reading;
        String explanation = read.isScore() && read.rest() < tokens.text().length()
                ? StructuredAnswers.remark(tokens.text(), read.rest(), lineEnd(read.rest()))
                : "";
        sectioned.add(new Found(metric, read, explanation, !(last && cut), line));
        if (single()) {
            anyClaim = true;
        }
    }

    private int lineEnd(int from) {
        int end = tokens.text().indexOf('\n', from);
        return end < 0 ? tokens.text().length() : end;
    }

    /** A line that is nothing but a number. */
    private boolean number(int from, int start, int to, boolean last, boolean announcedHere) {
        int t = start;
        while (t < to && tokens.at(t).isSign("([{\\")) {
            t++;
        }
        boolean rank = false;
        for (int k = from; k < start; k++) {
            rank |= tokens.at(k).isSign("#")
                    && tokens.at(k).end() - tokens.at(k).start() == 1;
        }
        if (rank
                || (tokens.at(t).kind() != Kind.NUMBER
                        && tokens.at(t).kind() != Kind.FRACTION
                        && !(tokens.at(t).isNumeral() && to - t <= 2))) {
            return false;
        }
        Reading reading = ScoreText.read(tokens, start, to, scale(section), true);
        int end = t + 1;
        while (end < to
                && (tokens.at(end).isSign("/.!)]}")
                        || tokens.at(end).kind() == Kind.MARK
                        || tokens.at(end).kind() == Kind.QUOTE
                        || (tokens.at(end).kind() == Kind.NUMBER
                                && tokens.at(end - 1).isSign("/"))
                        || is(end, Concept.UNIT)
                        || tokens.at(end).isSign("#"))) {
            end++;
        }
        if (!reading.isAnswer() || end < to || isQuotedLine(start, to)) {
            return false;
        }
        boolean afterLabel = labelOnly >= 0 && labelOnly == previousLine;
        if (section >= 0 && (sectionFresh || afterLabel)) {
            bare = section;
            score(reading, last, false, from);
        } else if (afterLabel) {
            score(reading, last, false, from);
        } else {
            scoreFirst |= !anyHead && !anyClaim && !single();
            numbers.add(new Found(
                    0,
                    announcedHere ? Reading.doubtful("a number that something else announces") : reading,
                    "",
                    !(last && cut),
                    from));
        }
        return true;
    }

    private int previousLine = -1;

    private boolean isQuotedLine(int start, int to) {
        boolean open = tokens.at(start - 1).kind() == Kind.QUOTE;
        boolean close = tokens.at(to - 1).kind() == Kind.QUOTE;
        return open != close;
    }

    private void prose(int from, int start, int to, boolean told, boolean last) {
        foreign |= claimedInFence && !fenced;
        if (bare >= 0) {
            answers.mention(bare, 0); // the number of a list, perhaps
        }
        boolean colon = tokens.at(to - 1).isSign(":");
        List<Integer> found = new ArrayList<>();
        ScoreText.unaccounted(tokens, start, to, scale(0), found::add);
        mentions(from, to, -1);
        boolean named = hasName(from, to);
        if (!found.isEmpty() && !single()) {
            scoreFirst |= !anyHead && !anyClaim;
            if (!named && section < 0 && !tokens.has(from, to, Concept.OVERALL)) {
                answers.doubt("a number beside the answers that may be a score");
            }
        }
        if (ScoreText.holdsRoundNumber(tokens, start, to, scale(0))) {
            answers.otherScale();
        }
        boolean heading = isHeading(from, start, to);
        if (told && (colon || !found.isEmpty() || heading || named)) {
            foreign = true;
        }
        if (tokens.has(start, to, Concept.REFUSAL) && !heading) {
            answers.refused();
        }
        if (!told && lastLabel(start, to, last)) {
            return;
        }
        if (heading) {
            startSection(single() ? section : CLOSED);
        } else if (section >= 0) {
            int metric = section;
            found.forEach(number -> answers.mention(metric, number));
            explain(start, to);
        }
        if (single() && (anyClaim || answers.anyStructured())) {
            found.forEach(this::other);
        }
        besideNumber.addAll(found);
        if (single() && section == NONE) {
            explain(start, to);
        }
        sectionFresh = false;
    }

    /** One metric asked: a sentence that ends with a labelled score. */
    private boolean lastLabel(int from, int to, boolean last) {
        if (!single() || section != NONE) {
            return false;
        }
        int tried = 0;
        for (int t = to - 1; t > from && tried < MOST_LABELS; t--) {
            boolean label = (is(t, Concept.SCORE) && !is(t, Concept.UNIT))
                    || (is(t, Concept.FINAL) && tokens.at(t - 1).isSign("["));
            if (label && (tokens.at(t - 1).isSign(".!?;[\\") || tokens.at(t - 1).kind() == Kind.LINE)) {
                tried++;
                int behind = tokens.at(t + 1).isSign("]") ? t + 2 : t + 1;
                int value = joints(behind, to, true);
                while (is(value, Concept.SCORE) && value < to) {
                    value = joints(value + 1, to, true);
                }
                Reading reading = ScoreText.read(tokens, value, to, scale(0), true);
                if (value > t + 1 && reading.isAnswer()) {
                    score(reading, last, false, from);
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a line heads what is below: marked as such, or short and no sentence. */
    private boolean isHeading(int from, int start, int to) {
        if (tokens.at(from).isSign("#")
                || (tokens.at(from).kind() == Kind.MARK && tokens.at(to - 1).kind() == Kind.MARK)
                || tokens.at(from).isSign("[")) {
            return true;
        }
        boolean listed =
                tokens.at(from).kind() == Kind.NUMBER || tokens.at(from).isSign("-•·");
        Token last = tokens.at(to - 1);
        return !listed
                && last.end() - tokens.at(start).start() <= 40
                && !last.isSign(".!?,;)…")
                && last.kind() != Kind.QUOTE;
    }

    private void loneNumber() {
        if (anyClaim || anyHead || answers.anyStructured()) {
            numbers.forEach(found -> other(found.reading.score()));
            return;
        }
        if (numbers.isEmpty()) {
            return;
        }
        Found found = numbers.get(0);
        boolean outer = found.line == firstLine || found.line == lastLine;
        if (numbers.size() > 1 || !outer || isListed()) {
            answers.nameless();
            return;
        }
        for (int t = 0; t < tokens.size(); t++) {
            if (tokens.at(t).kind() == Kind.NAME && tokens.at(t).value() > 0) {
                answers.nameless();
                return;
            }
        }
        besideNumber.forEach(this::other);
        add(new Found(0, found.reading, remarks.toString(), found.complete, found.line));
    }

    /** Whether the lines above are the numbers of a list, which the last number may go on with. */
    private boolean isListed() {
        int line = 0;
        int count = 0;
        for (int t = 0; t < tokens.size(); t++) {
            if (t == line
                    && tokens.at(t).kind() == Kind.NUMBER
                    && tokens.at(t + 1).isSign(".),:")) {
                count++;
            }
            line = tokens.at(t).kind() == Kind.LINE ? t + 1 : line;
        }
        return count > 0 && numbers.get(0).line != firstLine;
    }

    // --- tables ------------------------------------------------------------------------------------------------------

    private boolean row(int from, int to, boolean last) {
        List<int[]> cells = cells(from, to);
        if (cells.size() < 2) {
            heads = List.of();
            return false;
        }
        int named = -1;
        int namedCells = 0;
        int scores = 0;
        boolean numbers = false;
        List<String> roles = new ArrayList<>();
        for (int[] cell : cells) {
            String words = cell[0] < cell[1]
                    ? tokens.text()
                            .substring(
                                    tokens.at(cell[0]).start(),
                                    tokens.at(cell[1] - 1).end())
                    : "";
            MetricNames.Meaning meaning =
                    names.meaning(words.replace("*", "").replace("\"", "").strip());
            if (meaning.role() == MetricNames.Role.METRIC) {
                named = named < 0 ? roles.size() : named;
                namedCells++;
            }
            scores += meaning.role() == MetricNames.Role.SCORE ? 1 : 0;
            numbers |= cell[0] < cell[1]
                    && tokens.at(tokens.skipMarks(cell[0], cell[1])).kind() == Kind.NUMBER;
            boolean known = meaning.role() != MetricNames.Role.OTHER
                    || Vocabulary.is(words, Concept.NO_SCORE)
                    || words.codePoints().noneMatch(Character::isLetter)
                    || Vocabulary.is(words, Concept.COUNTED);
            roles.add(
                    meaning.role() == MetricNames.Role.METRIC
                            ? "m" + meaning.metric()
                            : known && meaning.role() == MetricNames.Role.OTHER
                                    ? "KNOWN"
                                    : meaning.role().name());
        }
        boolean isHead = scores > 0 || roles.contains("NAME") || isRule(to) || heads.isEmpty();
        if (namedCells == 0 && !numbers && cellMark != ',' && heads.isEmpty() && hasName(from, to)) {
            return false;
        }
        if (namedCells == 0 && !numbers) {
            heads = isHead ? roles : heads;
            if (ScoreText.statesOtherScale(tokens, from, to, scale(0))) {
                answers.otherScale();
            }
            return true;
        }
        if (namedCells >= 2 && !numbers && namedCells == cells.size()) {
            heads = roles;
            return true;
        }
        if (namedCells == 0 && heads.size() == cells.size() && heads.stream().allMatch(head -> head.startsWith("m"))) {
            for (int c = 0; c < cells.size(); c++) {
                give(
                        Integer.parseInt(heads.get(c).substring(1)),
                        ScoreText.read(tokens, cells.get(c)[0], cells.get(c)[1], scale(0), true),
                        "",
                        last,
                        from);
            }
            heads = List.of();
            return true;
        }
        if (namedCells != 1) {
            return cellMark != ',' && (namedCells > 1 ? !numbers || !heads.isEmpty() : !heads.isEmpty());
        }
        if (heads.isEmpty() && cellMark == ',') {
            return false;
        }
        tableRow(cells, roles, named, last, from);
        return true;
    }

    /** Whether the next line is the rule below the head of a table. */
    private boolean isRule(int to) {
        int end = to + 1;
        while (end < tokens.size() && tokens.at(end).kind() != Kind.LINE) {
            end++;
        }
        return end > to + 2 && isBlank(to + 1, end);
    }

    private void tableRow(List<int[]> cells, List<String> roles, int named, boolean last, int line) {
        int metric = Integer.parseInt(roles.get(named).substring(1));
        List<Reading> readings = new ArrayList<>();
        StringBuilder words = new StringBuilder();
        boolean headed = !heads.isEmpty();
        if (headed && heads.size() != cells.size()) {
            answers.mention(metric, 0);
            return;
        }
        for (int c = 0; c < cells.size(); c++) {
            int[] cell = cells.get(c);
            if (c == named || cell[0] >= cell[1]) {
                continue;
            }
            Reading reading = ScoreText.read(tokens, cell[0], cell[1], scale(metric), true);
            boolean column = headed ? c < heads.size() && heads.get(c).equals("SCORE") : c > named;
            boolean numeric = reading.isScore()
                    || (reading.isAnswer()
                            && tokens.at(tokens.skipMarks(cell[0], cell[1])).kind() != Kind.WORD);
            if (column && numeric) {
                readings.add(reading);
            } else if (reading.isScore()
                    && headed
                    && c < heads.size()
                    && Set.of("OTHER", "WRAPPER", "OVERALL").contains(heads.get(c))) {
                answers.mention(metric, reading.score());
            } else if (!reading.isScore()) {
                words.append(words.isEmpty() ? "" : " ")
                        .append(
                                tokens.text(),
                                tokens.at(cell[0]).start(),
                                tokens.at(cell[1] - 1).end());
            }
        }
        if (!names.isAsked(metric)) {
            readings.stream()
                    .findFirst()
                    .ifPresent(any -> answers.unasked(names.metric(metric).id()));
            return;
        }
        readings.forEach(reading -> give(metric, reading, words.toString(), last, line));
    }

    private void give(int metric, Reading reading, String explanation, boolean last, int line) {
        startSection(CLOSED);
        if (names.isAsked(metric) && reading.isAnswer()) {
            anyClaim = true;
            add(new Found(metric, reading, explanation, !(last && cut), line));
        }
    }

    private List<int[]> cells(int from, int to) {
        char mark = 0;
        boolean commas = (cellMark == ',' && !heads.isEmpty()) || isCommaHead(from, to);
        for (int t = from; t < to && mark != '|'; t++) {
            mark = tokens.at(t).isSign("|")
                    ? '|'
                    : tokens.at(t).isSign("\t")
                            ? '\t'
                            : mark == 0 && commas && tokens.at(t).isSign(",") ? ',' : mark;
        }
        List<int[]> cells = new ArrayList<>();
        if (mark == 0) {
            return cells;
        }
        cellMark = mark;
        int start = from;
        boolean quoted = false;
        for (int t = from; t <= to; t++) {
            quoted ^= mark == ','
                    && tokens.at(t).kind() == Kind.QUOTE
                    && tokens.at(t).value() == '"';
            if (t == to
                    || (!quoted
                            && tokens.at(t).kind() == Kind.SIGN
                            && tokens.at(t).value() == mark)) {
                boolean edge = mark == '|' && ((t == from) || (t == to && start == to));
                if (!edge) {
                    cells.add(new int[] {start, t});
                }
                start = t + 1;
            }
        }
        return cells;
    }

    /** Whether a line between commas is the head of a table: it has no number, and says metric and score. */
    private boolean isCommaHead(int from, int to) {
        boolean name = false;
        for (int t = from; t < to; t++) {
            Kind kind = tokens.at(t).kind();
            if (kind == Kind.NUMBER
                    || kind == Kind.FRACTION
                    || kind == Kind.GLUED
                    || kind == Kind.NAME
                    || tokens.at(t).isSign(":.")) {
                return false;
            }
            name |= is(t, Concept.NAME) && (t == from || tokens.at(t - 1).isSign(","));
        }
        return name;
    }
}
