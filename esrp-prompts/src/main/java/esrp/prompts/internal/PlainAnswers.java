package esrp.prompts.internal;

import esrp.core.Scale;
import esrp.prompts.internal.Answers.Attempt;
import esrp.prompts.internal.ScoreText.Reading;
import esrp.prompts.internal.Tokens.Kind;
import esrp.prompts.internal.Tokens.Token;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes answers out of plain text, in the few layouts that leave no doubt:
 *
 * <ul>
 *   <li>a line, or a part of one behind a comma and the like, that starts with a metric's name (whatever list mark,
 *       number or emphasis stands in front) and goes on with the score, joined by signs or by {@code is}, {@code 得} …;
 *   <li>a line that is a metric's name, and below it, before anything else is headed, a line {@code Score: …}, or at once
 *       a line that is a number;
 *   <li>rows of {@link TableRows tables};
 *   <li>if one metric alone was asked: a line or a last sentence {@code Score: …}, or one line that is nothing but the
 *       number and is the first or the last of the reply.
 * </ul>
 *
 * <p>Whatever else is said of a metric with a number beside it is a mention, and a score that does not agree with it is
 * not believed. Nor is any, if the text tells of answers that are somebody else's, if scores may stand before their
 * names, or if a number is left over that may be a score of something asked.
 */
final class PlainAnswers {
    private static final int NONE = -1;
    /** Below a heading that names no metric that was asked. */
    private static final int CLOSED = -2;
    /** How many labels inside a line are tried, and how often a name may be repeated at once. */
    private static final int MOST_TRIES = 4;
    /** A line that is longer and not marked as a heading is none. */
    private static final int LONGEST_HEADING = 40;

    private final MetricNames names;
    private final Answers answers;
    private final boolean cut;
    private final boolean single;
    private final Tokens tokens;
    private final TableRows table;

    /** The line that is read, where it starts behind its marks, whether it is the last, and tells of others' answers. */
    private int from;

    private int to;
    private int start;
    private boolean last;
    private boolean told;

    private int section;
    private boolean sectionIsFresh;
    private final StringBuilder remarks = new StringBuilder();
    private final List<Found> sectioned = new ArrayList<>();
    private final List<Found> loneNumbers = new ArrayList<>();
    private final List<Integer> numbersInProse = new ArrayList<>();
    /** The metric whose score was a bare number on the line before. */
    private int bare = NONE;
    /** The metric that the lines just before answered. */
    private int lastClaim = NONE;

    private boolean anyHead;
    private boolean anyClaim;
    private boolean scoreFirst;
    private boolean foreign;
    private boolean announced;
    private boolean labelBefore;
    private boolean listed;
    private boolean fenced;
    private boolean claimedInFence;
    private int firstLine = -1;
    private int lastLine = -1;

    /** A score that waits for its explanation. */
    private record Found(int metric, Reading reading, String explanation, boolean complete, int line) {}

    private PlainAnswers(String text, MetricNames names, Answers answers, boolean cut) {
        this.names = names;
        this.answers = answers;
        this.cut = cut;
        this.single = names.asked() == 1;
        this.section = single ? 0 : NONE;
        this.tokens = Tokens.of(text, names.spellings());
        this.table = new TableRows(tokens, names, answers);
    }

    /** @param text what stands outside of structures */
    static void read(String text, MetricNames names, Answers answers, boolean cut) {
        new PlainAnswers(Elements.toLines(text, names), names, answers, cut).read();
    }

    private void read() {
        int end = tokens.size();
        while (end > 0 && tokens.kind(end - 1) == Kind.LINE) {
            end--;
        }
        for (int t = 0; t <= end; t++) {
            if (t == end || tokens.kind(t) == Kind.LINE) {
                to = t;
                last = t == end && cut;
                line();
                from = t + 1;
            }
        }
        String words = single && !loneNumbers.isEmpty() ? remarks.toString() : "";
        startSection(CLOSED);
        sectioned.forEach(this::add);
        if (single) {
            loneNumber(words);
        }
        if (foreign || scoreFirst) {
            answers.doubtPlain(
                    foreign
                            ? "the text tells of answers that may not be the judge's own"
                            : "scores may stand before their names");
        }
    }

    private void add(Found found) {
        answers.add(found.metric, new Attempt(found.reading, found.explanation, found.complete, false));
    }

    private Scale scale(int metric) {
        return names.metric(Math.max(0, metric)).scale();
    }

    // --- lines -------------------------------------------------------------------------------------------------------

    private void line() {
        start = behindMarks(from, to);
        bare = start >= to || tokens.kind(start) == Kind.NAME ? NONE : bare;
        if (isRule(from, to)) {
            fenced ^= to - from >= 3 && tokens.kind(from) == Kind.QUOTE;
            table.rule(to - from);
            lastClaim = NONE;
            return;
        }
        boolean wasAnnounced = announced;
        announced = tokens.isSign(tokens.kind(to - 1) == Kind.MARK ? to - 2 : to - 1, ":");
        boolean afterLabel = labelBefore;
        labelBefore = false;
        if (tokens.isSign(from, ">") && !tokens.isRun(from)) {
            scoreFirst |= !anyHead && !anyClaim && tokens.has(from, to, Kind.NUMBER);
            return; // quoted
        }
        claimedInFence |= fenced;
        firstLine = firstLine < 0 ? from : firstLine;
        lastLine = from;
        told = tokens.has(from, to, Concept.FOREIGN);
        listed |= tokens.kind(from) == Kind.NUMBER && tokens.isSign(from + 1, ".),:");
        if (table.read(from, to, !last)) {
            anyClaim |= answers.any();
            startSection(single ? section : CLOSED);
            return;
        }
        boolean name = tokens.kind(start) == Kind.NAME && !isQuoted(start);
        if (!(name && named()) && !labelled() && !number(wasAnnounced, afterLabel)) {
            prose();
        }
    }

    /** Whether a part of a line holds no words and no numbers. */
    private boolean isRule(int first, int end) {
        return table.isRule(first, end);
    }

    /** Behind list marks, numbering, heading marks, emphasis, an opening bracket, the name of a function. */
    private int behindMarks(int first, int end) {
        int t = first;
        while (t < end) {
            Token token = tokens.at(t);
            boolean number = token.kind() == Kind.NUMBER || token.isNumeral();
            boolean comma = tokens.isSign(t + 1, ",")
                    && tokens.text().charAt(tokens.at(t + 1).start()) != '、';
            if (number && tokens.isSign(t + 1, ".),") && !comma && isWord(tokens.skipMarks(t + 2, end), end)) {
                t += 2;
            } else if (token.isSign("(") && isNumber(t + 1) && tokens.isSign(t + 2, ")") && isWord(t + 3, end)) {
                t += 3;
            } else if (isMark(t) || token.isSign("#>-•·●○+[|,\\") || isCircled(token)) {
                t++;
            } else {
                break;
            }
        }
        boolean call = t < end && tokens.kind(t) == Kind.WORD;
        int bracket = t;
        while (call
                && bracket < t + MOST_TRIES
                && (tokens.kind(bracket) == Kind.WORD || tokens.kind(bracket) == Kind.MARK)) {
            bracket++;
        }
        call &= tokens.isSign(bracket, "(") && !tokens.at(bracket).spaced() && tokens.kind(bracket + 1) == Kind.NAME;
        return Math.min(end, call ? bracket + 1 : t);
    }

    private static boolean isCircled(Token token) {
        return token.kind() == Kind.SIGN && Character.getType(token.value()) == Character.OTHER_NUMBER;
    }

    private boolean isMark(int t) {
        return tokens.kind(t) == Kind.MARK || tokens.kind(t) == Kind.QUOTE;
    }

    private boolean isNumber(int t) {
        return tokens.kind(t) == Kind.NUMBER
                || tokens.kind(t) == Kind.FRACTION
                || tokens.at(t).isNumeral();
    }

    private boolean isWord(int t, int end) {
        return t < end && (tokens.kind(t) == Kind.WORD || tokens.kind(t) == Kind.NAME);
    }

    /** Whether a quotation mark before this place is closed behind a number: the words are quoted. */
    private boolean isQuoted(int t) {
        int k = t;
        while (k < to && tokens.kind(k) != Kind.QUOTE && tokens.kind(k) != Kind.NUMBER) {
            k++;
        }
        return tokens.kind(t - 1) == Kind.QUOTE && k < to && tokens.kind(k) == Kind.NUMBER;
    }

    private void startSection(int metric) {
        for (int f = 0; f < sectioned.size() && !remarks.isEmpty(); f++) {
            Found found = sectioned.get(f);
            if (found.metric == section && found.explanation.isEmpty()) {
                sectioned.set(
                        f, new Found(found.metric, found.reading, remarks.toString(), found.complete, found.line));
            }
        }
        if (section != metric || !single) {
            remarks.setLength(0);
        }
        section = metric;
        sectionIsFresh = true;
    }

    private void explain(int first, int end) {
        String words = tokens.remark(first, end);
        remarks.append(remarks.isEmpty() || words.isEmpty() ? "" : "\n").append(words);
    }

    // --- a metric's name in front ------------------------------------------------------------------------------------

    private boolean named() {
        int metric = tokens.at(start).value();
        int rest = behindName(start, to);
        if (rest < 0) {
            return false;
        }
        while (rest < to && (tokens.isSign(rest, ":-—–]>#") || isMark(rest))) {
            rest++;
        }
        if (rest >= to) {
            if (!told) {
                startSection(names.isAsked(metric) ? metric : CLOSED);
                anyHead = true;
            }
            return !told;
        }
        boolean any = false;
        for (int at = start; at >= 0; ) {
            int behind = behindName(at, to);
            int next = nextClaim(behind < 0 ? at + 1 : behind);
            any |= behind >= 0 && claim(at, behind, next < 0 ? to : next);
            at = next;
        }
        return any;
    }

    /** Behind a name, what repeats it in another language, and a remark in brackets; -1 if that names another. */
    private int behindName(int name, int end) {
        int metric = tokens.at(name).value();
        int t = tokens.skipMarks(name + 1, end);
        t = tokens.isSign(t, ".") && !tokens.isRun(t) && !tokens.at(t).spaced() ? tokens.skipMarks(t + 1, end) : t;
        for (int tries = 0; t < end && tries < MOST_TRIES; tries++) {
            int again = tokens.isSign(t, "/") ? t + 1 : t;
            if (tokens.kind(again) == Kind.NAME) {
                if (tokens.at(again).value() != metric) {
                    return again > t ? t : -1;
                }
                t = tokens.skipMarks(again + 1, end);
                continue;
            }
            int close = tokens.isSign(t, "([") ? tokens.close(t, end) : -1;
            if (close < 0 || holdsScore(t + 1, close, metric)) {
                return t;
            }
            if (ScoreText.statesOtherScale(tokens, t, close, scale(metric))) {
                answers.otherScale();
            }
            for (int k = t + 1; k < close; k++) {
                if (tokens.is(k, Concept.FOREIGN)
                        || (tokens.kind(k) == Kind.NAME && tokens.at(k).value() != metric)) {
                    return -1;
                }
            }
            t = tokens.skipMarks(close + 1, end);
        }
        return t;
    }

    private boolean holdsScore(int first, int end, int metric) {
        boolean range = end - first >= 3 && (ScoreText.isDash(tokens.at(first + 1)) || tokens.isSign(first + 1, "~"));
        return !range
                && tokens.kind(first) == Kind.NUMBER
                && ScoreText.read(tokens, first, end, scale(metric), true).isAnswer();
    }

    /** Where the next part of the line starts that is a name with a number; -1 if there is none. */
    private int nextClaim(int first) {
        for (int t = first; t < to; t++) {
            if (tokens.isSign(t, ",;./|")) {
                int name = behindMarks(t + 1, to);
                int behind = tokens.kind(name) == Kind.NAME ? behindName(name, to) : -1;
                if (behind >= 0 && behind < to && isNumber(joints(behind, to, true))) {
                    return name;
                }
                t = Math.max(t, name - 1);
            }
        }
        return -1;
    }

    /** Behind what joins a name or a label to its score. */
    private int joints(int first, int end, boolean words) {
        int t = first;
        while (t < end) {
            Token token = tokens.at(t);
            boolean minus = token.isSign("-")
                    && t > first
                    && tokens.kind(t + 1) == Kind.NUMBER
                    && !tokens.at(t + 1).spaced();
            boolean joint = token.isSign(":=→—–-([{|\t…")
                    || (token.isSign(">") && t > first && tokens.isSign(t - 1, "-=—"))
                    || (token.isSign(".") && token.end() - token.start() > 2)
                    || (isMark(t) && token.value() != '\'');
            boolean word = words && !token.isNumeral() && (token.is(Concept.IS) || isScoreLabel(t));
            if (minus || !(joint || word)) {
                return t;
            }
            t++;
        }
        return end;
    }

    private boolean isScoreLabel(int t) {
        return tokens.is(t, Concept.SCORE) && !tokens.is(t, Concept.UNIT);
    }

    private boolean claim(int name, int behind, int end) {
        int metric = tokens.at(name).value();
        int t = joints(behind, end, true);
        Reading reading = ScoreText.read(tokens, t, end, scale(metric), false);
        if (t == behind && reading.isScore() && !endsPart(t, end)) {
            reading = Reading.absent("a number that nothing joins to the name");
        }
        int label = reading.isAnswer() ? -1 : labelInside(behind, end, metric);
        if (label >= 0) {
            boolean plain = !tokens.has(behind, label, Kind.NAME)
                    && !told
                    && numbers(behind, label).isEmpty();
            reading = plain
                    ? ScoreText.read(tokens, joints(label + 1, end, true), end, scale(metric), true)
                    : Reading.doubtful("a score behind other words");
        }
        if (!reading.isAnswer()) {
            mention(name, end, NONE);
            boolean says = tokens.isSign(behind, ":→=-—–");
            section = says ? CLOSED : section;
            return says;
        }
        startSection(CLOSED);
        if (!names.isAsked(metric)) {
            answers.unasked(tokens.text()
                    .substring(
                            tokens.at(name).start(),
                            tokens.at(Math.max(name, behind - 1)).end()));
            return true;
        }
        if (reading.isScore() && told && tokens.has(t, end, Kind.QUOTE)) {
            reading = Reading.doubtful("a score beside what is quoted");
        }
        anyClaim = true;
        lastClaim = metric;
        String before = label < 0 ? "" : tokens.remark(behind, label);
        String remark = reading.isScore() && label < 0
                ? StructuredAnswers.remark(
                        tokens.text(), reading.rest(), tokens.at(end - 1).end())
                : before;
        add(new Found(metric, reading, remark, !(last && end == to), from));
        mention(t, end, metric);
        return true;
    }

    /** Whether a number ends a part of a line. */
    private boolean endsPart(int t, int end) {
        int next = tokens.skipMarks(t + 1, end);
        while (next < end
                && (tokens.is(next, Concept.UNIT) || tokens.isSign(next, "/") || tokens.kind(next) == Kind.NUMBER)) {
            next++;
        }
        boolean glued = tokens.at(t).start() == tokens.at(t - 1).end()
                && tokens.text().charAt(tokens.at(t).start() - 1) < 0x2E80;
        return !glued && (next >= end || tokens.isSign(next, ",;.|/)"));
    }

    /** A label behind a sign of punctuation and with a score behind: {@code …: good. Score: 4}; -1 if there is none. */
    private int labelInside(int first, int end, int metric) {
        int tries = 0;
        for (int t = first + 1; t < end && tries < MOST_TRIES; t++) {
            if (isScoreLabel(t) && tokens.isSign(t - 1, ".,;!(—")) {
                tries++;
                int score = joints(t + 1, end, true);
                if (score > t + 1
                        && ScoreText.read(tokens, score, end, scale(metric), true)
                                .isAnswer()) {
                    return t;
                }
            }
        }
        return -1;
    }

    private List<Integer> numbers(int first, int end) {
        List<Integer> numbers = new ArrayList<>();
        ScoreText.unaccounted(tokens, first, end, scale(0), numbers::add);
        return numbers;
    }

    /** Numbers in a part of the line that may be meant as scores of the metrics it names. */
    private void mention(int first, int end, int except) {
        List<Integer> numbers = numbers(first, end);
        for (int t = first; t < end; t++) {
            int metric = tokens.kind(t) == Kind.NAME ? tokens.at(t).value() : except;
            if (metric != except) {
                numbers.forEach(number -> answers.mention(metric, number));
                int value = joints(t + 1, end, false);
                if (value > t + 1 && tokens.kind(value) == Kind.NUMBER) {
                    answers.mention(metric, tokens.at(value).value());
                }
            }
        }
    }

    // --- a label in front --------------------------------------------------------------------------------------------

    /** A line such as {@code Score: 4}, {@code Metric: Consistency}, {@code 理由：…}. */
    private boolean labelled() {
        int t = start;
        boolean score = false;
        boolean overall = false;
        while (t < to && tokens.kind(t) == Kind.WORD && !tokens.at(t).isNumeral() && isLabel(t)) {
            score |= tokens.is(t, Concept.SCORE) || (single && tokens.is(t, Concept.FINAL));
            overall |= tokens.is(t, Concept.OVERALL) || (!single && tokens.is(t, Concept.FINAL));
            t = tokens.skipMarks(t + 1, to);
            t = tokens.isSign(t, "]") ? tokens.skipMarks(t + 1, to) : t;
        }
        boolean explains = tokens.is(start, Concept.EXPLANATION) && !tokens.is(start, Concept.OVERALL);
        boolean scale = tokens.is(t, Concept.MAXIMUM) || tokens.is(t, Concept.SCALE);
        boolean other = ScoreText.statesOtherScale(tokens, start, to, scale(0))
                || (scale && ScoreText.holdsRoundNumber(tokens, t, to, scale(0)));
        if (!explains && other) {
            answers.otherScale();
            return true;
        }
        if (scale || (score && isScale(joints(t, to, false)))) {
            return true;
        }
        if ((score || overall) && !isQuoted(start)) {
            int close = tokens.isSign(t, "(") ? tokens.close(t, to) : -1;
            boolean heads = tokens.isSign(close + 1, ":") && close + 2 >= to;
            t = close >= 0 && (heads || !holdsScore(t + 1, close, 0)) ? tokens.skipMarks(close + 1, to) : t;
            return overall ? overall(t) : score(t);
        }
        if (explains && t == start) {
            int colon = tokens.skipMarks(start + 1, to);
            boolean result = tokens.isSign(to - 2, "]") && !told && lastLabel();
            boolean says = tokens.isSign(colon, ":") || colon >= to;
            if (says && !result) {
                explain(colon + 1, to);
            }
            return says || result;
        }
        return namesMetric();
    }

    private boolean isLabel(int t) {
        return tokens.is(t, Concept.SCORE)
                || tokens.is(t, Concept.FINAL)
                || tokens.is(t, Concept.OVERALL)
                || tokens.is(t, Concept.WRAPPER);
    }

    /** Whether the rest of the line is the scale: {@code 5分制}, {@code 1-5}. */
    private boolean isScale(int t) {
        boolean ends =
                tokens.at(t + 2).value() == scale(0).highest() && tokens.at(t).value() == scale(0).lowest();
        boolean range = ends && tokens.kind(t) == Kind.NUMBER && ScoreText.isDash(tokens.at(t + 1)) && t + 3 >= to;
        return range || (tokens.kind(t) == Kind.NUMBER && tokens.is(t + 1, Concept.SCALE) && t + 2 >= to);
    }

    /** An overall score, which is no metric's. */
    private boolean overall(int t) {
        if (tokens.has(t, to, Kind.NAME)) {
            return false;
        }
        List<Integer> numbers = numbers(joints(t, to, true), to);
        if (numbers.size() > 1 && !single) {
            answers.doubt("several numbers without names");
        }
        if (tokens.has(start, to, Concept.REFUSAL)) {
            answers.doubt("a refusal");
        }
        startSection(single ? section : CLOSED);
        numbers.forEach(number -> answers.mention(single ? 0 : NONE, number));
        return true;
    }

    private boolean score(int t) {
        int value = joints(t, to, true);
        Reading reading = ScoreText.read(tokens, value, to, scale(section), true);
        boolean anchor = value == t && tokens.isSign(value + 1, ":"); // of a rubric, as in "Score 5: perfect"
        if (anchor || value >= to || !reading.isAnswer()) {
            announced &= value < to;
            labelBefore = value >= to;
            return value >= to;
        }
        sectioned(told ? Reading.doubtful("a score that may be quoted") : reading);
        return true;
    }

    /** A score that is labelled or stands alone, and belongs to the section. */
    private void sectioned(Reading reading) {
        sectionIsFresh = false;
        if (section < 0) {
            scoreFirst |= !anyHead && !anyClaim;
            answers.nameless();
            if (single && reading.isScore()) {
                answers.mention(0, reading.score());
            }
            return;
        }
        String remark = reading.isScore()
                ? StructuredAnswers.remark(
                        tokens.text(), reading.rest(), tokens.at(to - 1).end())
                : "";
        sectioned.add(new Found(section, reading, remark, !last, from));
        anyClaim |= single;
    }

    private boolean namesMetric() {
        int value = joints(start + 1, to, false);
        boolean name = tokens.kind(value) == Kind.NAME && behindName(value, to) >= to;
        boolean says = tokens.is(start, Concept.NAME) || (tokens.is(start, Concept.TITLE) && name);
        if (!says || value == start + 1) {
            return false;
        }
        int metric = name ? tokens.at(value).value() : CLOSED;
        startSection(names.isAsked(metric) ? metric : CLOSED);
        anyHead = true;
        return true;
    }

    /** One metric asked: a sentence that ends with a labelled score. */
    private boolean lastLabel() {
        int tries = 0;
        for (int t = to - 1; t > start && single && section == 0 && tries < MOST_TRIES; t--) {
            boolean label = isScoreLabel(t) || (tokens.is(t, Concept.FINAL) && tokens.isSign(t - 1, "["));
            if (label && tokens.isSign(t - 1, ".!?;[\\")) {
                tries++;
                int value = joints(tokens.isSign(t + 1, "]") ? t + 2 : t + 1, to, true);
                Reading reading = ScoreText.read(tokens, value, to, scale(0), true);
                if (value > t + 1 && reading.isAnswer()) {
                    sectioned(reading);
                    return true;
                }
            }
        }
        return false;
    }

    // --- a number alone ----------------------------------------------------------------------------------------------

    private boolean number(boolean wasAnnounced, boolean afterLabel) {
        int t = start;
        while (t < to && tokens.isSign(t, "([{\\")) {
            t++;
        }
        boolean rank = tokens.isSign(start - 1, "#") && !tokens.isRun(start - 1);
        if (rank || !isNumber(t) || (tokens.at(t).isNumeral() && to - t > 2)) {
            return false;
        }
        int end = t + 1;
        while (end < to
                && (tokens.isSign(end, "/.!)]}#")
                        || isMark(end)
                        || tokens.is(end, Concept.UNIT)
                        || (tokens.kind(end) == Kind.NUMBER && tokens.isSign(end - 1, "/")))) {
            end++;
        }
        boolean halfQuoted = (tokens.kind(start - 1) == Kind.QUOTE) != (tokens.kind(to - 1) == Kind.QUOTE);
        Reading reading = ScoreText.read(tokens, start, to, scale(section), true);
        if (!reading.isAnswer() || end < to || halfQuoted) {
            return false;
        }
        if (afterLabel || (section >= 0 && sectionIsFresh && anyHead)) {
            bare = afterLabel ? NONE : section;
            sectioned(reading);
        } else {
            scoreFirst |= !anyHead && !anyClaim && !single;
            answers.mention(lastClaim, reading.score());
            loneNumbers.add(new Found(
                    0,
                    wasAnnounced ? Reading.doubtful("a number that something else announces") : reading,
                    "",
                    !last,
                    from));
        }
        return true;
    }

    /** One metric asked: a number that stands alone and is the first or last of the reply. */
    private void loneNumber(String explanation) {
        if (anyClaim || anyHead || answers.anyStructured()) {
            loneNumbers.forEach(found -> answers.mention(0, found.reading.score()));
            return;
        }
        Found found = loneNumbers.isEmpty() ? null : loneNumbers.get(0);
        if (found == null) {
            return;
        }
        boolean outer = found.line == firstLine || (found.line == lastLine && !listed);
        boolean ofAnother = false;
        for (int t = 0; t < tokens.size(); t++) {
            ofAnother |= tokens.kind(t) == Kind.NAME && tokens.at(t).value() > 0;
        }
        if (loneNumbers.size() > 1 || !outer || ofAnother) {
            answers.nameless();
            return;
        }
        numbersInProse.forEach(number -> answers.mention(0, number));
        add(new Found(0, found.reading, explanation, found.complete, found.line));
    }

    // --- anything else -----------------------------------------------------------------------------------------------

    private void prose() {
        foreign |= claimedInFence && !fenced;
        answers.mention(bare, 0); // the number of a list, perhaps
        List<Integer> numbers = numbers(start, to);
        mention(from, to, NONE);
        boolean named = tokens.has(from, to, Kind.NAME);
        if (!numbers.isEmpty() && !single) {
            scoreFirst |= !anyHead && !anyClaim;
            if (!named && section < 0 && !tokens.has(from, to, Concept.OVERALL)) {
                answers.doubt("a number beside the answers that may be a score");
            }
        }
        if (ScoreText.holdsRoundNumber(tokens, start, to, scale(0))) {
            answers.otherScale();
        }
        boolean heading = isHeading();
        foreign |= told && (tokens.isSign(to - 1, ":") || !numbers.isEmpty() || heading || named);
        if (tokens.has(start, to, Concept.REFUSAL) && !heading) {
            answers.doubt("a refusal");
        }
        if (!told && lastLabel()) {
            return;
        }
        if (heading && !single) {
            startSection(CLOSED);
        } else if (section >= 0) {
            if (!single || anyClaim || answers.anyStructured()) {
                numbers.forEach(number -> answers.mention(section, number));
            }
            explain(start, to);
        }
        numbersInProse.addAll(numbers);
        sectionIsFresh = false;
    }

    /** Whether the line heads what is below: marked as such, or short and no sentence. */
    private boolean isHeading() {
        Token end = tokens.at(to - 1);
        boolean marked = tokens.isSign(from, "#[") || (tokens.kind(from) == Kind.MARK && end.kind() == Kind.MARK);
        boolean item = tokens.kind(from) == Kind.NUMBER || tokens.isSign(from, "-•·");
        boolean isShort = end.end() - tokens.at(start).start() <= LONGEST_HEADING;
        return marked || (!item && isShort && !end.isSign(".!?,;)…") && end.kind() != Kind.QUOTE);
    }
}
