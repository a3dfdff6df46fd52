package esrp.prompts.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.internal.Answers.Attempt;
import esrp.prompts.internal.ScoreText.Reading;
import esrp.prompts.internal.Tokens.Kind;
import esrp.prompts.internal.Tokens.Token;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Takes answers out of plain text, in the few layouts that leave no doubt:
 *
 * <ul>
 *   <li>a line, or a part of one behind a comma and the like, that starts with a metric's name (whatever list mark,
 *       number or emphasis stands in front) and goes on with the score, joined by signs or by {@code is}, {@code 得} …;
 *   <li>a line that is a metric's name, and below it, before anything else is headed, a line {@code Score: …}, or at once
 *       a line that is a number;
 *   <li>if one metric alone was asked: a line or a last sentence {@code Score: …}, or one line that is nothing but the
 *       number and is the first or the last of the reply.
 * </ul>
 *
 * <p>Whatever else is said of a metric with a number beside it is a mention, and a score that does not agree with it is
 * not believed. Nor is any, if the text tells of answers that are somebody else's, or if a number is left over that may
 * be a score of something asked.
 */
final class PlainAnswers {
    private static final int NONE = -1;
    /** How many labels inside a line are tried, and how often a name may be repeated at once. */
    private static final int MOST_TRIES = 4;
    /** A line that is longer and not marked as a heading is none. */
    private static final int LONGEST_HEADING = 40;

    /** What starts the definition of a function, whose numbers are defaults. */
    private static final Pattern DEFINITION = Pattern.compile("(?:async )?(?:def|fun|func|fn|function) \\w{0,40}\\(");

    /** A letter or a Roman number in front of an item. */
    private static final Pattern ITEM = Pattern.compile("\\p{L}|(?i)[ivx]{2,5}");

    private static final char KEYCAP = '\u20E3';

    private final MetricNames names;
    private final Answers answers;
    private final boolean cut;
    private final boolean single;
    private final Tokens tokens;

    /** The line that is read, where it starts behind its marks, whether it is the last, and tells of others' answers. */
    private int from;
    /** Where the part of the line that is read ends. */
    private int partEnd;

    private int to;
    private int start;
    private boolean last;
    private boolean told;

    /** The metric below whose heading the line stands, and whether it is the first one there. */
    private int section;

    private boolean fresh;
    private final StringBuilder remarks = new StringBuilder();
    private final List<Reading> sectioned = new ArrayList<>();
    private final List<Reading> loneNumbers = new ArrayList<>();
    private final Set<Integer> numbersInProse = new TreeSet<>();
    private boolean sectionedComplete = true;

    /** The metric that was answered last. */
    private int about = NONE;

    /** The numbers of the last line that is called final. */
    private final Set<Integer> finals = new TreeSet<>();

    private boolean anyHead;
    private boolean anyClaim;
    private boolean scoreFirst;
    private boolean foreign;
    /** Whether the last heading says nothing of scores. */
    private boolean stranger;
    /** Whether the last line of prose says that scores are below it. */
    private boolean announced;
    /** Whether it says that a number beside it is one of something, or elsewhere. */
    private boolean counting;

    private boolean outer;
    private boolean fenced;
    private boolean claimedInFence;
    private int lines;

    private PlainAnswers(String text, MetricNames names, Answers answers, boolean cut) {
        this.names = names;
        this.answers = answers;
        this.cut = cut;
        this.single = names.asked() == 1;
        this.section = single ? 0 : NONE;
        this.tokens = Tokens.of(text, names.spellings());
    }

    /**
     * Reads what stands outside of structures.
     *
     * @return how many tokens were looked at
     */
    @CanIgnoreReturnValue
    static long read(String text, MetricNames names, Answers answers, boolean cut) {
        PlainAnswers plain = new PlainAnswers(Layout.toLines(text, names), names, answers, cut);
        plain.read();
        return plain.tokens.steps();
    }

    private void read() {
        int end = tokens.size();
        while (end > 0 && tokens.kind(end - 1) == Kind.LINE) {
            end--;
        }
        for (int t = 0; t <= end; t++) {
            if (t == end || tokens.kind(t) == Kind.LINE) {
                to = t;
                last = t == end;
                start = behindMarks(from);
                told = tokens.has(from, to, Concept.FOREIGN);
                line();
                from = t + 1;
            }
        }
        if (single) {
            loneNumber();
        }
        startSection(NONE);
        if (foreign || scoreFirst) {
            answers.doubtPlain(
                    foreign
                            ? "the text tells of answers that may not be the judge's own"
                            : "scores may stand before their names");
        }
    }

    private void give(int metric, Reading reading, String explanation, boolean complete) {
        answers.add(metric, new Attempt(reading, explanation, complete, false));
    }

    private Grid scale(int metric) {
        return names.grid(Math.max(0, metric));
    }

    // --- lines -------------------------------------------------------------------------------------------------------

    private void line() {
        if (isRule()) {
            fenced ^= to - from >= 3 && tokens.kind(from) == Kind.QUOTE;
            return;
        }
        claimedInFence |= fenced;
        lines++;
        if (tokens.isSign(from, ">") && !tokens.isRun(from)) {
            foreign |= tokens.has(from, to, Kind.NUMBER) && (to - from <= MOST_TRIES || isAbout());
            return; // quoted
        }
        foreign |= DEFINITION.matcher(tokens.remark(from, to)).lookingAt();
        int call = told ? start : behindCall();
        if (call > start && ScoreText.statesOtherScale(tokens, call, to, scale(0))) {
            answers.otherScale();
        }
        start = call;
        boolean name = tokens.kind(start) == Kind.NAME;
        if (!(name && named()) && !labelled() && !number()) {
            prose();
        }
    }

    /** Whether the line names a metric or a score. */
    private boolean isAbout() {
        return tokens.has(from, to, Kind.NAME)
                || IntStream.range(from, to).anyMatch(this::isScoreLabel)
                || tokens.has(start, to, Concept.FINAL, Concept.CORRECTION, Concept.OVERALL);
    }

    /** Whether the line holds no words and no numbers. */
    private boolean isRule() {
        for (int t = from; t < to; t++) {
            if (tokens.kind(t) != Kind.SIGN && !tokens.isMark(t)) {
                return false;
            }
        }
        return true;
    }

    /** Behind list marks, numbering, heading marks, emphasis, an opening bracket. */
    private int behindMarks(int first) {
        int t = first;
        while (t < to) {
            Token token = tokens.at(t);
            boolean number = token.kind() == Kind.NUMBER || token.isNumeral();
            boolean comma = tokens.isSign(t + 1, ",")
                    && tokens.text().charAt(tokens.at(t + 1).start()) != '、';
            boolean keycap = number
                    && tokens.text()
                                    .substring(token.start(), tokens.at(t + 1).start())
                                    .indexOf(KEYCAP)
                            >= 0;
            boolean counted = keycap || (number && t > first && !token.spaced() && tokens.isSign(t - 1, "#"));
            boolean letter = tokens.isSign(t + 1, ".)")
                    && ITEM.matcher(tokens.text().substring(token.start(), token.end()))
                            .matches();
            boolean title =
                    tokens.is(t, Concept.NAME) && tokens.kind(t + 1) == Kind.NUMBER && tokens.isSign(t + 2, ":.)(-–—");
            if (token.kind() == Kind.FRACTION && tokens.kind(t + 1) == Kind.NAME) {
                t++;
            } else if (title && tokens.kind(tokens.skipMarks(t + 3, to)) == Kind.NAME) {
                t += 3;
            } else if (counted && tokens.kind(tokens.skipMarks(t + 1, to)) == Kind.NAME) {
                t++;
            } else if (letter && tokens.kind(tokens.skipMarks(t + 2, to)) == Kind.NAME) {
                t += 2;
            } else if (number && tokens.isSign(t + 1, ".),") && !comma && isWord(tokens.skipMarks(t + 2, to))) {
                t += 2;
            } else if (tokens.isSign(t, "-") && !tokens.isRun(t) && isMinus(t)) {
                break;
            } else if (tokens.isMark(t) || token.isSign("#>-•·●○+[(|,\\") || isCircled(token)) {
                t++;
            } else {
                break;
            }
        }
        return Math.min(to, t);
    }

    /** Behind what is called with the metrics as its arguments: {@code scores(fluency=4)}. */
    private int behindCall() {
        int t = start;
        while (t < to && t < start + MOST_TRIES && (tokens.kind(t) == Kind.WORD || tokens.isMark(t))) {
            t++;
        }
        boolean calls = tokens.isSign(t, "(") && tokens.kind(t + 1) == Kind.NAME && tokens.isSign(t + 2, "=");
        return calls && !tokens.has(start, t, Concept.NO_SCORE) ? t + 1 : start;
    }

    private static boolean isCircled(Token token) {
        return token.kind() == Kind.SIGN && Character.getType(token.value()) == Character.OTHER_NUMBER;
    }

    private boolean isNumber(int t) {
        return tokens.kind(t) == Kind.NUMBER
                || tokens.kind(t) == Kind.FRACTION
                || tokens.at(t).isNumeral();
    }

    private boolean isWord(int t) {
        return t < to && (tokens.kind(t) == Kind.WORD || tokens.kind(t) == Kind.NAME);
    }

    private void startSection(int metric) {
        String words = remarks.toString();
        for (Reading reading : sectioned) {
            give(section, reading, words, sectionedComplete);
        }
        sectioned.clear();
        remarks.setLength(0);
        section = metric;
        fresh = true;
    }

    private void explain(int first, int end) {
        String words = tokens.remark(first, end);
        remarks.append(remarks.isEmpty() || words.isEmpty() ? "" : "\n").append(words);
    }

    // --- a metric's name in front ------------------------------------------------------------------------------------

    private boolean named() {
        int metric = tokens.at(start).value();
        int rest = behindName(start);
        if (rest < 0) {
            return false;
        }
        while (rest < to && (tokens.isSign(rest, ":-—–])>#") || tokens.isMark(rest))) {
            rest++;
        }
        if (rest >= to) {
            foreign |= told;
            startSection(names.isAsked(metric) ? metric : NONE);
            anyHead = true;
            return true;
        }
        boolean any = false;
        for (int at = start; at >= 0; ) {
            int behind = behindName(at);
            int next = nextClaim(behind < 0 ? at + 1 : behind);
            any |= behind >= 0 && claim(at, behind, next < 0 ? to : partEnd);
            at = next;
        }
        return any;
    }

    /** Behind a name, what repeats it in another language, and a remark in brackets; -1 if that names another. */
    private int behindName(int name) {
        int metric = tokens.at(name).value();
        int t = tokens.skipMarks(name + 1, to);
        t = tokens.isSign(t, "])") && tokens.isSign(name - 1, "[(") ? tokens.skipMarks(t + 1, to) : t;
        t = tokens.isSign(t, ".") && !tokens.isRun(t) && !tokens.at(t).spaced() ? tokens.skipMarks(t + 1, to) : t;
        for (int tries = 0; t < to && tries < MOST_TRIES; tries++) {
            int again = tokens.isSign(t, "/") ? t + 1 : t;
            if (tokens.kind(again) == Kind.NAME) {
                if (tokens.at(again).value() != metric) {
                    return again > t ? t : -1;
                }
                t = tokens.skipMarks(again + 1, to);
                continue;
            }
            int open = isScoreLabel(t) ? t + 1 : t;
            int close = tokens.isSign(open, "([") ? tokens.close(open, to) : -1;
            if (close < 0 || holdsScore(open + 1, close, metric)) {
                return t;
            }
            if (ScoreText.statesOtherScale(tokens, open, close, scale(metric))) {
                answers.otherScale();
            }
            for (int k = open + 1; k < close; k++) {
                if (tokens.is(k, Concept.FOREIGN, Concept.PART)
                        || (tokens.kind(k) == Kind.NAME && tokens.at(k).value() != metric)) {
                    return -1;
                }
            }
            t = tokens.skipMarks(close + 1, to);
        }
        return t;
    }

    private boolean holdsScore(int open, int end, int metric) {
        int first = isScoreLabel(open) ? joints(open, end, true) : open;
        boolean range = end - first >= 3
                && (ScoreText.isDash(tokens.at(first + 1))
                        || tokens.isSign(first + 1, "~")
                        || tokens.is(first + 1, Concept.OR));
        return !range
                && !tokens.isSign(first + 1, "=")
                && !tokens.is(first + 1, Concept.SCALE)
                && tokens.kind(first) == Kind.NUMBER
                && ScoreText.read(tokens, first, end, scale(metric), true).isAnswer();
    }

    /** Where the next part of the line starts that is a name with a number; -1 if there is none. */
    private int nextClaim(int first) {
        for (int t = first; t < to; t++) {
            boolean glued = tokens.kind(t) == Kind.NUMBER && tokens.kind(t + 1) == Kind.NAME;
            if (glued || tokens.isSign(t, ",;./|")) {
                int name = glued ? t + 1 : behindMarks(t + 1);
                int behind = tokens.kind(name) == Kind.NAME ? behindName(name) : -1;
                boolean joined = !glued || tokens.isSign(behind, ":");
                if (joined && behind >= 0 && behind < to && isNumber(joints(behind, to, true))) {
                    partEnd = t + 1;
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
            boolean minus = token.isSign("-") && (t > first || token.spaced()) && isMinus(t);
            boolean joint = token.isSign(":=→—–-([{|\t…")
                    || (t == first && token.isSign(",;") && tokens.kind(tokens.skipMarks(t + 1, end)) == Kind.NUMBER)
                    || (token.isSign(">") && t > first && tokens.isSign(t - 1, "-=—"))
                    || (token.isSign(".") && tokens.isRun(t))
                    || (tokens.isMark(t) && token.value() != '\'');
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
        if (t == behind && reading.isScore() && !tokens.isSign(t - 1, "]") && !endsPart(t, end)) {
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
            if (says) {
                startSection(NONE);
            }
            return says;
        }
        startSection(NONE);
        if (!names.isAsked(metric)) {
            answers.unasked(tokens.text()
                    .substring(
                            tokens.at(name).start(),
                            tokens.at(Math.max(name, behind - 1)).end()));
            return true;
        }
        if (reading.isScore() && told && (tokens.kind(name - 1) == Kind.QUOTE || tokens.kind(t + 1) == Kind.QUOTE)) {
            reading = Reading.doubtful("a score beside what is quoted");
        }
        if (stranger && !single) {
            answers.doubtPlain("the heading above does not say that these are scores");
        }
        anyClaim = true;
        give(
                metric,
                reading,
                label < 0 ? remark(reading, end) : tokens.remark(behind, label),
                !(last && cut && end == to));
        int rest = t;
        while (reading.isScore() && rest < end && tokens.at(rest).start() < reading.rest()) {
            rest++;
        }
        mention(rest, end, metric);
        finals.forEach(number -> answers.mention(about, number)); // not all answers stood above them
        finals.clear();
        about = metric;
        return true;
    }

    private String remark(Reading reading, int end) {
        return reading.isScore()
                ? StructuredAnswers.remark(
                        tokens.text(), reading.rest(), tokens.at(end - 1).end())
                : "";
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
        for (int t = end - 1; t > first && tries < MOST_TRIES; t--) {
            boolean label = isScoreLabel(t) || (single && tokens.is(t, Concept.FINAL));
            int before = t - 1;
            while (label && before > t - MOST_TRIES && tokens.isMark(before)) {
                before--;
            }
            if (label && tokens.isSign(before, ".,;!?(—[\\")) {
                tries++;
                int score = joints(tokens.isSign(t + 1, "]") ? t + 2 : t + 1, end, true);
                if (score > t + 1
                        && ScoreText.read(tokens, score, end, scale(metric), true)
                                .isAnswer()) {
                    return t;
                }
            }
        }
        return -1;
    }

    private Set<Integer> numbers(int first, int end) {
        return ScoreText.unaccounted(tokens, first, end, scale(0));
    }

    /** Numbers in a part of the line that may be meant as scores of the metrics it names. */
    private void mention(int first, int end, int except) {
        Set<Integer> numbers = numbers(first, end);
        for (int t = first; t < end; t++) {
            int metric = tokens.kind(t) == Kind.NAME ? tokens.at(t).value() : except;
            if (metric != except) {
                numbers.forEach(number -> answers.mention(metric, number));
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
        boolean scale = tokens.is(t, Concept.MAXIMUM, Concept.SCALE);
        if ((!explains || section < 0 || (single && !anyClaim))
                && ScoreText.statesOtherScale(tokens, start, to, scale(0))
                && !(overall && holds(scale(0).highest() * names.asked()))) {
            answers.otherScale();
            return true;
        }
        if (scale
                || (tokens.is(start, Concept.NO_SCORE)
                        && tokens.isSign(tokens.skipMarks(start + 1, to), ":")
                        && tokens.skipMarks(start + 2, to) < to)) {
            return true;
        }
        if ((score || overall)) {
            int close = tokens.isSign(t, "(") ? tokens.close(t, to) : -1;
            t = close >= 0 && !holdsScore(t + 1, close, 0) ? tokens.skipMarks(close + 1, to) : t;
            return overall ? overall(t) : score(t);
        }
        int colon = tokens.skipMarks(start + 1, to);
        if (explains && t == start && (tokens.isSign(colon, ":=") || colon >= to)) {
            if (!lastLabel()) {
                explain(colon + 1, to);
            }
            return true;
        }
        return namesMetric();
    }

    private boolean isLabel(int t) {
        return tokens.is(t, Concept.SCORE, Concept.FINAL, Concept.OVERALL, Concept.WRAPPER);
    }

    /** An overall score, which is no metric's. */
    private boolean overall(int t) {
        if (tokens.has(t, to, Kind.NAME)) {
            return false;
        }
        Set<Integer> numbers = numbers(joints(t, to, true), to);
        if (numbers.size() > 1 && !single && !tokens.isSign(joints(t, to, true) + 1, "+")) {
            answers.doubt("several numbers without names");
        }
        if (tokens.has(start, to, Concept.REFUSAL)) {
            answers.doubt("a refusal");
        }
        startSection(single ? section : NONE);
        numbers.forEach(number -> answers.mention(single ? 0 : NONE, number));
        finals.clear();
        finals.addAll(tokens.is(start, Concept.OVERALL) ? Set.of() : numbers);
        return true;
    }

    private boolean score(int t) {
        int value = joints(t, to, true);
        Reading reading = ScoreText.read(tokens, value, to, scale(section), true);
        boolean anchor = value == t && tokens.isSign(value + 1, ":"); // of a rubric, as in "Score 5: perfect"
        boolean loose = reading.fault() == Reason.AMBIGUOUS;
        if (loose && (numbers(t, to).isEmpty() || lastLabel())) {
            return true;
        }
        if (anchor || value >= to || !reading.isAnswer()) {
            fresh |= value >= to;
            return value >= to;
        }
        section(told ? Reading.doubtful("a score that may be quoted") : reading);
        return true;
    }

    /** A score that is labelled or stands alone, and belongs to the section. */
    private void section(Reading reading) {
        fresh = false;
        if (section < 0) {
            scoreFirst |= !anyHead && !anyClaim;
            answers.nameless();
            if (single && reading.isScore()) {
                answers.mention(0, reading.score());
            }
            return;
        }
        String remark = remark(reading, to);
        remarks.append(remarks.isEmpty() || remark.isEmpty() ? "" : "\n").append(remark);
        sectioned.add(reading);
        sectionedComplete = !(last && cut);
        anyClaim |= single;
    }

    private boolean namesMetric() {
        int value = joints(start + 1, to, false);
        boolean name = tokens.kind(value) == Kind.NAME && behindName(value) >= to;
        boolean says = tokens.is(start, Concept.NAME) || (tokens.is(start, Concept.TITLE) && name);
        if (!says || value == start + 1) {
            return false;
        }
        int metric = name ? tokens.at(value).value() : NONE;
        startSection(names.isAsked(metric) ? metric : NONE);
        anyHead = true;
        return true;
    }

    /** One metric asked: a sentence that ends with a labelled score. */
    private boolean lastLabel() {
        int label = single && section == 0 ? labelInside(start, to, 0) : -1;
        int clause = label;
        while (clause > start && !tokens.isSign(clause - 1, ".!?;")) {
            clause--;
        }
        if (label >= 0 && !tokens.has(clause, to, Concept.FOREIGN)) {
            int value = joints(tokens.isSign(label + 1, "]") ? label + 2 : label + 1, to, true);
            section(ScoreText.read(tokens, value, to, scale(0), true));
        }
        return label >= 0 && !tokens.has(clause, to, Concept.FOREIGN);
    }

    // --- a number alone ----------------------------------------------------------------------------------------------

    private boolean number() {
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
                        || tokens.isMark(end)
                        || tokens.is(end, Concept.UNIT)
                        || tokens.is(end, Concept.MAXIMUM)
                        || (tokens.kind(end) == Kind.NUMBER
                                && (tokens.isSign(end - 1, "/") || tokens.is(end - 1, Concept.MAXIMUM))))) {
            end++;
        }
        Reading reading = ScoreText.read(tokens, start, to, scale(section), true);
        if (!reading.isAnswer() || end < to) {
            return false;
        }
        if (fresh && anyHead) {
            section(reading);
        } else {
            scoreFirst |= !anyHead && !anyClaim && !single;
            outer = lines == 1 || last;
            boolean touches = end == t + 1 && from > 1 && tokens.kind(from - 2) != Kind.LINE && !announced;
            loneNumbers.add(
                    stranger || touches || (counting && !announced)
                            ? Reading.doubtful("a number that something else announces")
                            : reading);
        }
        return true;
    }

    /** One metric asked: a number that stands alone and is the first or last of the reply. */
    private void loneNumber() {
        if (anyClaim || anyHead || answers.anyStructured()) {
            loneNumbers.forEach(reading -> answers.mention(0, reading.score()));
            return;
        }
        if (loneNumbers.size() != 1 || !outer || tokens.firstName() > 0) {
            if (!loneNumbers.isEmpty()) {
                answers.nameless();
            }
            return;
        }
        numbersInProse.forEach(number -> answers.mention(0, number));
        give(0, loneNumbers.get(0), remarks.toString(), !(cut && last));
    }

    // --- anything else -----------------------------------------------------------------------------------------------

    private void prose() {
        foreign |= (claimedInFence && !fenced)
                || (tokens.isSign(from, "~") && (told || tokens.has(from, to, Concept.NOT, Concept.RETRACTION)));
        Set<Integer> numbers = isLegend() ? Set.of() : numbers(start, to);
        boolean named = tokens.has(from, to, Kind.NAME);
        if (!named && !anyClaim && isUnknownScale()) {
            answers.otherScale();
        }
        boolean other = !single && isOther();
        boolean heading = !other && isHeading();
        mention(from, to, NONE);
        boolean overall = tokens.has(from, to, Concept.OVERALL);
        if (!numbers.isEmpty() && !single && !named && section < 0 && !overall && !other) {
            if (about < 0 || tokens.has(from, to, Concept.CORRECTION)) {
                answers.doubt("a number beside the answers that may be a score");
            }
            numbers.forEach(number -> answers.mention(about, number));
        }
        scoreFirst |= !numbers.isEmpty() && !single && !anyHead && !anyClaim && !other && !overall;
        announced = announces();
        boolean counts = tokens.has(from, to, Concept.COUNTING);
        boolean points = tokens.has(from, to, Concept.POINTING);
        boolean sentence = to - start > 3 && !tokens.isSign(to - 1, "?") && !isLower(start);
        counting = counts || points || told || !sentence;
        if (lines == 2 && loneNumbers.size() == 1 && !announced && (counting || tokens.is(start, Concept.COUNTED))) {
            loneNumbers.set(0, Reading.doubtful("a number that something else explains"));
        }
        if (heading || (single && isOpen())) {
            stranger = !announced;
        }
        foreign |= counts && (points || tokens.isSign(from, "("));
        boolean denied = tokens.is(start, Concept.POINTING)
                && !says()
                && (counts || tokens.has(start, to, Concept.NO_SCORE, Concept.FOREIGN, Concept.COUNTED));
        if (denied || (anyClaim && numbers.isEmpty() && tokens.is(start, Concept.RETRACTION))) {
            answers.doubt("the text says that the numbers are no scores");
        }
        foreign |= told
                && (tokens.isSign(to - 1, ":")
                        || heading
                        || points
                        || tokens.isSign(from, "(")
                        || ((!numbers.isEmpty() || named) && about < 0 && section < 0)
                        || (single && !anyClaim && !numbers.isEmpty()));
        if (ScoreText.statesOtherScale(tokens, start, to, scale(0))) {
            answers.otherScale();
        }
        if (tokens.has(start, to, Concept.REFUSAL) && !heading) {
            answers.doubt("a refusal");
        }
        if (lastLabel()) {
            return;
        }
        if (heading && !single) {
            startSection(NONE);
        } else if (section >= 0) {
            if (!single || anyClaim || answers.anyStructured()) {
                numbers.forEach(number -> answers.mention(section, number));
            }
            explain(start, to);
        }
        numbersInProse.addAll(numbers(from, to));
        fresh = false;
    }

    /** Whether the line is the answer for something that was not asked and has no other meaning: {@code Empathy: 5}. */
    private boolean isOther() {
        int t = start;
        while (t < to
                && (tokens.isMark(t)
                        || (t > start && tokens.isSign(t, "-&"))
                        || (tokens.kind(t) == Kind.WORD && isUnknown(tokens.at(t))))) {
            t++;
        }
        int value = t > start && tokens.isSign(t, ":") ? tokens.skipMarks(t + 1, to) : to;
        return ScoreText.read(tokens, value, to, scale(0), true).isAnswer();
    }

    private static boolean isUnknown(Token word) {
        return Set.of(Concept.COUNTED, Concept.TITLE).containsAll(word.entry().concepts()) && !word.isNumeral();
    }

    /** Whether the line is above the answers and its numbers are the ends of the scale, or all scores. */
    private boolean isLegend() {
        Grid scale = scale(0);
        Set<Integer> numbers = numbers(start, to);
        numbers.removeAll(Set.of(scale.lowest(), scale.highest()));
        boolean all = IntStream.rangeClosed(scale.lowest() + 1, scale.highest() - 1)
                .allMatch(score -> !scale.contains(score) || numbers.contains(score));
        return !single
                && ((!anyHead && !anyClaim) || (numbers.isEmpty() && tokens.isSign(start + 1, "=")))
                && holds(scale.lowest())
                && holds(scale.highest())
                && (numbers.isEmpty() || all);
    }

    /** Whether the line says what the ends of the scale mean, and not that the highest is the best. */
    private boolean isUnknownScale() {
        Grid scale = scale(0);
        return !tokens.has(start, to, Concept.BEST, Concept.WORST, Concept.MAXIMUM)
                && numbers(start, to).containsAll(Set.of(scale.lowest(), scale.highest()))
                && IntStream.range(start, to - 2).noneMatch(t -> isNumber(t) && (isNumber(t + 2) || isNumber(t + 3)));
    }

    /** Whether the line holds a number. */
    private boolean holds(int number) {
        return IntStream.range(start, to)
                .anyMatch(t -> tokens.kind(t) == Kind.NUMBER && tokens.at(t).value() * scale(0).unit() == number);
    }

    /** Whether a heading says that scores are below it: any other may be of counts, weights, deductions. */
    private boolean announces() {
        return says() && !tokens.has(start, to, Concept.NO_SCORE);
    }

    private boolean says() {
        return names.meaning(tokens.remark(start, to)).role() == MetricNames.Role.WRAPPER
                || IntStream.range(start, to).anyMatch(this::isScoreLabel)
                || tokens.has(start, to, Concept.FINAL, Concept.OVERALL, Concept.WRAPPER, Concept.ANSWER)
                || (!single && tokens.has(start, to, Concept.EXPLANATION))
                || (tokens.has(start, to, Concept.NAME, Concept.SCALE)
                        && holds(scale(0).lowest())
                        && holds(scale(0).highest()));
    }

    /** Whether the line heads what is below: marked as such, or short and no sentence. */
    private boolean isHeading() {
        Token end = tokens.at(to - 1);
        boolean marked = tokens.isSign(from, "#[") || (tokens.kind(from) == Kind.MARK && end.kind() == Kind.MARK);
        boolean label = IntStream.range(start, to - 1).anyMatch(t -> tokens.isSign(t, ":"));
        return marked || (isOpen() && !label && end.end() - tokens.at(start).start() <= LONGEST_HEADING);
    }

    /** Whether a dash is glued to the number behind it. */
    private boolean isMinus(int t) {
        return tokens.kind(t + 1) == Kind.NUMBER && !tokens.at(t + 1).spaced();
    }

    private boolean isLower(int t) {
        return Character.isLowerCase(tokens.text().charAt(tokens.at(t).start()));
    }

    /** Whether the line may go on in the next: it is no item and nothing ends it. */
    private boolean isOpen() {
        Token end = tokens.at(to - 1);
        boolean item = tokens.kind(from) == Kind.NUMBER || tokens.isSign(from, "-•·~");
        boolean fence = tokens.kind(from) == Kind.QUOTE && tokens.kind(from + 1) == Kind.QUOTE;
        return !item && !fence && !end.isSign(".!?,;)…") && end.kind() != Kind.QUOTE;
    }
}
