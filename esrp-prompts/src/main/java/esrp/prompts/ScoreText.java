package esrp.prompts;

import esrp.core.Scale;
import esrp.core.internal.OneLine;
import esrp.prompts.MetricJudgement.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in the place of a score: {@code 4}, {@code "4"}, {@code 4.0}, {@code 4/5}, {@code 4 out of 5},
 * {@code 4分}, {@code ４}, {@code 四分}, {@code four}, each alone or followed by a sign of punctuation and an explanation.
 * Whatever else stands there is no score, and {@link Reading#reason()} says why.
 */
final class ScoreText {
    /** Where the text stands, which decides how much may follow the score. */
    enum Place {
        /** The value of a key that says score: nothing else may be in it, least of all another number. */
        SCORE_KEY,
        /** The value of a metric's key, or what follows a metric's name in a line: an explanation may follow. */
        METRIC
    }

    /**
     * What was read.
     *
     * @param reason null if there is a score
     * @param score the score; meaningless if there is a reason
     * @param detail what is wrong, for people
     * @param rest where the explanation starts
     * @param isAnswer whether it is an answer, valid or not, rather than the absence of one: a mere word is none
     */
    record Reading(@Nullable Reason reason, int score, String detail, int rest, boolean isAnswer) {
        static Reading absent(String why) {
            return new Reading(Reason.NO_SCORE, 0, why, 0, false);
        }

        /** A score that may be another metric's. */
        static Reading runTogether() {
            return new Reading(Reason.AMBIGUOUS, 0, "answers run together before this score", 0, true);
        }

        boolean isScore() {
            return reason == null;
        }
    }

    private static final String[] WORDS = {
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"
    };
    private static final String NUMERALS = "零一二三四五六七八九十";
    private static final String[] UNITS = {
        "points", "point", "pts", "pt", "stars", "star", "marks", "mark", "分", "點", "星", "颗星", "顆星"
    };
    private static final String[] BECAUSE = {"because", "since", "因为", "因為", "理由", "由于", "原因", "as "};
    private static final String[] OR = {"to", "or", "and", "through", "至", "到", "或者", "或", "和", "与", "还是", "and/or"};
    private static final String[] ABOUT = {
        "about",
        "around",
        "approx",
        "roughly",
        "nearly",
        "almost",
        "over",
        "under",
        "at least",
        "at most",
        "between",
        "maybe",
        "perhaps",
        "约",
        "大约",
        "大概",
        "接近",
        "至少",
        "至多",
        "不到",
        "超过",
        "介于",
        "可能",
        "也许"
    };
    private static final String[] CORRECTIONS = {
        "actually",
        "rather",
        "wait",
        "sorry",
        "correction",
        "make that",
        "or maybe",
        "no,",
        "更正",
        "改为",
        "改成",
        "不对",
        "应为",
        "应该是",
        "修正为",
        "或者"
    };
    private static final String[] LABELS = {
        "score", "rating", "grade", "final score", "得分", "评分", "分数", "打分", "分值", "最终得分", "评分为", "得分为"
    };
    private static final int MOST_DIGITS = 9;

    private final String text;
    private final int n;
    private final Scale scale;
    private final Place place;
    private int i;

    private ScoreText(String text, int from, Scale scale, Place place) {
        this.text = text;
        this.n = text.length();
        this.i = from;
        this.scale = scale;
        this.place = place;
    }

    static Reading read(String text, int from, Scale scale, Place place) {
        return new ScoreText(text, from, scale, place).read();
    }

    /** Whether a number may start here, in digits or in a Chinese numeral. */
    static boolean startsNumber(char c) {
        return Fold.isDigit(c) || NUMERALS.indexOf(c) >= 0;
    }

    // --- reading ---------------------------------------------------------------------------------------------------

    private Reading read() {
        skipMarks();
        if (i >= n) {
            return Reading.absent("nothing stands in its place");
        }
        int start = i;
        if (place == Place.SCORE_KEY) {
            String label = wordAt(LABELS);
            if (label != null) {
                i += label.length();
                skipMarks();
                if (peek() == ':' || peek() == '=') {
                    step();
                }
                skipMarks();
            }
        }
        int c = peek();
        boolean negative = false;
        if (c == '+' || c == '-') {
            negative = c == '-';
            step();
            skipInvisible();
        } else if (c == '~' || c == '≈' || c == '>' || c == '<' || c == '≥' || c == '≤' || c == '≧' || c == '≦') {
            if (c == '<' && text.stripTrailing().endsWith(">")) {
                return Reading.absent("\"" + OneLine.of(text.substring(start), 24) + "\" is a placeholder");
            }
            step();
            skipMarks();
            return isNumberHere()
                    ? fault(Reason.AMBIGUOUS, "a bound or an estimate, not a score", start)
                    : noNumber(start);
        }
        String about = wordAt(ABOUT);
        if (about != null) {
            return hasNumberAfter(i + about.length())
                    ? fault(Reason.AMBIGUOUS, "an estimate, not a score", start)
                    : noNumber(start);
        }
        if (!Fold.isDigit(peekRaw())) {
            Reading word = numeral(start);
            return word != null ? word : noNumber(start);
        }
        long value = digits();
        if (value < 0) {
            return fault(Reason.OUT_OF_SCALE, "outside the scale " + scale, start);
        }
        if (negative) {
            value = -value;
        }
        return afterNumber(start, value);
    }

    /** Reads a run of digits; -1 if it is longer than any score. */
    private long digits() {
        long value = 0;
        int count = 0;
        while (i < n && Fold.isDigit(peekRaw())) {
            value = count < MOST_DIGITS ? value * 10 + (Fold.fold(peekRaw()) - '0') : value;
            count += value == 0 ? 0 : 1;
            step();
            skipInvisible();
        }
        return count > MOST_DIGITS ? -1 : value;
    }

    /** What follows the digits decides whether they are a score. */
    private Reading afterNumber(int start, long value) {
        boolean spaced = false;
        boolean unit = false;
        boolean total = false;
        boolean fractionSeen = false;
        while (true) {
            skipInvisible();
            while (i < n && (peek() == ' ' || peek() == '\t')) {
                step();
                skipInvisible();
                spaced = true;
            }
            if (i >= n) {
                return score(start, value, n);
            }
            int c = peek();
            if (c == '.' && !fractionSeen && !spaced && !unit && !total && peekRaw() != '。') {
                if (nextIsDigit()) {
                    step();
                    boolean whole = true;
                    while (i < n && Fold.isDigit(peekRaw())) {
                        whole &= Fold.fold(peekRaw()) == '0';
                        step();
                    }
                    if (!whole) {
                        return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores", start);
                    }
                    fractionSeen = true;
                    continue;
                }
            }
            if (Character.getType(peekRaw()) == Character.OTHER_NUMBER || c == '½') {
                return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores", start);
            }
            if (c == '%' || c == '‰' || c == '^' || c == '×' || c == '°') {
                return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
            }
            if (c == '/' && !total) {
                step();
                skipBlanks();
                if (!Fold.isDigit(peekRaw())) {
                    return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
                }
                long denominator = digits();
                if (denominator != scale.highest()) {
                    return fault(Reason.OUT_OF_SCALE, "counted out of another total than scale " + scale, start);
                }
                if (i < n && (peek() == '.' || peek() == '/' || peek() == '-') && nextIsDigit()) {
                    return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
                }
                total = true;
                spaced = false;
                continue;
            }
            Integer of = outOf();
            if (of != null && !total) {
                if (of != scale.highest()) {
                    return fault(Reason.OUT_OF_SCALE, "counted out of another total than scale " + scale, start);
                }
                total = true;
                spaced = false;
                continue;
            }
            String unitHere = unit ? null : wordAt(UNITS);
            if (unitHere != null) {
                int after = i + unitHere.length();
                char next = after < n ? text.charAt(after) : ' ';
                if (next == '半') {
                    return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores", start);
                }
                if (next == '制' || next == '钟' || next == '鐘' || next == '之' || next == '以') {
                    return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
                }
                i = after;
                unit = true;
                spaced = false;
                continue;
            }
            if (c == '点' || c == '點' || c == '半' || c == '·') {
                return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores", start);
            }
            return afterScore(start, value, unit || total, spaced);
        }
    }

    /** The score is read; what comes now must end it. */
    private Reading afterScore(int start, long value, boolean explicit, boolean spaced) {
        int c = peek();
        if (isDash(c)) {
            int mark = i;
            while (i < n && isDash(peek())) {
                step();
            }
            if (!spaced && c == '-' && i < n && isLatinLetter((char) Math.min(peekRaw(), 0xFFFF))) {
                return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
            }
            skipMarks();
            if (i >= n) {
                return explicit || spaced
                        ? score(start, value, n)
                        : fault(Reason.AMBIGUOUS, "a number with a sign behind it", start);
            }
            if (isNumberHere() || isDash(peek())) {
                return fault(Reason.RANGE, "several scores at once", start);
            }
            if (c == '>' && mark + 1 == i) {
                return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
            }
            return withRest(start, value, i);
        }
        if (c == '~' || c == '&') {
            step();
            skipMarks();
            return isNumberHere()
                    ? fault(Reason.RANGE, "several scores at once", start)
                    : fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
        }
        String or = wordAt(OR);
        if (or != null && hasNumberAfter(i + or.length())) {
            return fault(Reason.RANGE, "several scores at once", start);
        }
        if (c == ',' || c == ';' || c == ':' || c == '.' || c == '!' || c == '|' || c == '→') {
            boolean comma = c == ',' || c == ';' || c == '→';
            step();
            boolean directly = i < n && Fold.isDigit(peekRaw());
            int line = i;
            skipBlanks();
            boolean sameLine = i < n && !hasLineBreak(line, i);
            skipMarks();
            if (c == '.' && i < n && peek() == '.') {
                return fault(Reason.RANGE, "several scores at once or a score left open", start);
            }
            if (i < n && sameLine && isNumberHere() && (comma || directly || c == '.' || c == ':')) {
                return fault(comma ? Reason.RANGE : Reason.AMBIGUOUS, "several numbers at once", start);
            }
            String again = wordAt(OR);
            if (again != null && hasNumberAfter(i + again.length())) {
                return fault(Reason.RANGE, "several scores at once", start);
            }
            return withRest(start, value, i);
        }
        if (c == '\n' || c == '\r') {
            int rest = i;
            return withRest(start, value, rest);
        }
        if (c == '(' || c == '[') {
            return afterBracket(start, value);
        }
        if (c == ')' || c == ']' || c == '}' || Fold.quoteClass(peekRaw()) != 0 || c == '*' || c == '_' || c == '」') {
            step();
            skipMarks();
            while (i < n && (peek() == ')' || peek() == ']' || peek() == '}')) {
                step();
                skipMarks();
            }
            if (i >= n) {
                return score(start, value, n);
            }
            if (isNumberHere() || Character.isLetter(peekRaw())) {
                String because = wordAt(BECAUSE);
                return because != null && !isNumberHere()
                        ? withRest(start, value, i)
                        : fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
            }
            return afterScore(start, value, explicit, true);
        }
        if (c == '<' && i + 1 < n && text.charAt(i + 1) == '/') {
            return score(start, value, n);
        }
        if ((spaced || explicit) && wordAt(BECAUSE) != null) {
            return withRest(start, value, i);
        }
        return fault(Reason.AMBIGUOUS, "a number, but not a plain score", start);
    }

    /** A remark in brackets after the score: words, or the scale spelled out. */
    private Reading afterBracket(int start, long value) {
        int open = i;
        step();
        skipMarks();
        if (isNumberHere() || isDash(peek()) || peek() == '~' || peek() == '±' || peek() == '+') {
            if (!scaleInBrackets()) {
                return fault(Reason.AMBIGUOUS, "a number with another one in brackets", start);
            }
        } else if (wordAt(OR) != null && hasNumberAfter(i + wordLength(OR))) {
            return fault(Reason.RANGE, "several scores at once", start);
        }
        return withRest(start, value, open);
    }

    /** Whether the number in brackets is the scale, as in {@code (1-5)} or {@code (5分制)}. */
    private boolean scaleInBrackets() {
        if (isDash(peek()) || peek() == '+' || peek() == '±' || peek() == '~') {
            return false;
        }
        if (!Fold.isDigit(peekRaw())) {
            return false;
        }
        long first = digits();
        skipBlanks();
        if (isDash(peek()) || peek() == '~') {
            while (i < n && (isDash(peek()) || peek() == '~')) {
                step();
            }
            skipBlanks();
            return first == scale.lowest() && i < n && Fold.isDigit(peekRaw()) && digits() == scale.highest();
        }
        return first == scale.highest() && text.startsWith("分制", i);
    }

    private Reading withRest(int start, long value, int rest) {
        int limit = Math.min(n, rest + 24);
        String ahead = text.substring(rest, safeCut(limit)).toLowerCase(Locale.ROOT);
        for (String correction : CORRECTIONS) {
            int at = ahead.indexOf(correction);
            if (at >= 0 && numberWithin(rest + at + correction.length(), 12)) {
                return fault(Reason.AMBIGUOUS, "a score that is taken back at once", start);
            }
        }
        if (place == Place.SCORE_KEY && hasOtherNumber(rest)) {
            return fault(Reason.AMBIGUOUS, "a score with other numbers beside it", start);
        }
        return score(start, value, rest);
    }

    private int safeCut(int position) {
        return position < n && position > 0 && Character.isLowSurrogate(text.charAt(position))
                ? position - 1
                : position;
    }

    private boolean numberWithin(int from, int length) {
        for (int at = from; at < n && at < from + length; at++) {
            if (Fold.isDigit(text.charAt(at)) || NUMERALS.indexOf(text.charAt(at)) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether digits follow that are not the scale's own ends, such as in {@code (满分5分)}. */
    private boolean hasOtherNumber(int from) {
        int at = from;
        while (at < n) {
            if (Fold.isDigit(text.codePointAt(at))) {
                long value = 0;
                while (at < n && Fold.isDigit(text.codePointAt(at))) {
                    value = Math.min(value * 10 + Fold.fold(text.codePointAt(at)) - '0', 1_000_000);
                    at += Character.charCount(text.codePointAt(at));
                }
                if (value != scale.highest() && value != scale.lowest()) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    // --- numbers in words -------------------------------------------------------------------------------------------

    /** A Chinese numeral or an English number word; null if there is none here. */
    private @Nullable Reading numeral(int start) {
        int at = NUMERALS.indexOf(peekRaw());
        boolean two = peekRaw() == '两' || peekRaw() == '兩';
        if (at >= 0 || two) {
            long value = two ? 2 : at;
            int next = i + 1;
            char after = next < n ? text.charAt(next) : ' ';
            if (after == '点' || after == '點' || (after == '分' && next + 1 < n && text.charAt(next + 1) == '半')) {
                return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores", start);
            }
            if (after == '到'
                    || after == '至'
                    || after == '或'
                    || isDash(Fold.fold(after))
                    || after == '~'
                    || after == '～') {
                return hasNumberAfter(next + 1)
                        ? fault(Reason.RANGE, "several scores at once", start)
                        : noNumber(start);
            }
            if (NUMERALS.indexOf(after) >= 0) {
                return fault(Reason.RANGE, "several numerals at once", start);
            }
            boolean alone = place == Place.SCORE_KEY && text.substring(next).isBlank();
            if (after == '分' || after == '星' || alone) {
                i = next;
                return afterNumber(start, value);
            }
            return null;
        }
        for (int value = 0; value < WORDS.length; value++) {
            String word = WORDS[value];
            if (text.regionMatches(true, i, word, 0, word.length())) {
                int next = i + word.length();
                if (next < n && Character.isLetter(text.charAt(next))) {
                    continue;
                }
                boolean alone = text.substring(next).isBlank();
                i = next;
                if (alone) {
                    return place == Place.SCORE_KEY ? score(start, value, n) : null;
                }
                skipBlanks();
                if (wordAt(UNITS) != null || outOfAhead() || peek() == '(' || peek() == '/') {
                    return place == Place.SCORE_KEY ? afterNumber(start, value) : null;
                }
                if (wordAt(OR) != null || isDash(peek())) {
                    return fault(Reason.RANGE, "several scores at once", start);
                }
                return null;
            }
        }
        return null;
    }

    private boolean outOfAhead() {
        int mark = i;
        boolean found = outOf() != null;
        i = mark;
        return found;
    }

    // --- outcomes ----------------------------------------------------------------------------------------------------

    private Reading score(int start, long value, int rest) {
        if (value < scale.lowest() || value > scale.highest()) {
            return fault(Reason.OUT_OF_SCALE, "outside the scale " + scale, start);
        }
        return new Reading(null, (int) value, "", rest, true);
    }

    private Reading fault(Reason reason, String why, int start) {
        return new Reading(reason, 0, "\"" + OneLine.of(text.substring(start), 24) + "\": " + why, start, true);
    }

    /** There is no number in front; perhaps a word with the score in brackets, perhaps a boolean, perhaps just text. */
    private Reading noNumber(int start) {
        String whole = text.substring(start).strip();
        String low = whole.toLowerCase(Locale.ROOT);
        if (low.equals("true") || low.equals("false") || low.equals("yes") || low.equals("no")) {
            return fault(Reason.NOT_A_NUMBER, "not a number", start);
        }
        if (low.isEmpty()
                || low.equals("null")
                || low.equals("none")
                || low.equals("n/a")
                || low.equals("nan")
                || low.equals("undefined")
                || low.equals("-")
                || low.startsWith("<")
                || low.equals("…")
                || low.equals("...")) {
            return new Reading(Reason.NO_SCORE, 0, "\"" + OneLine.of(whole, 24) + "\" is no score", start, false);
        }
        if (place == Place.SCORE_KEY) {
            int open = Math.max(whole.lastIndexOf('('), whole.lastIndexOf('（'));
            char last = whole.charAt(whole.length() - 1);
            if (open > 0 && (last == ')' || last == '）') && isWordOnly(whole.substring(0, open))) {
                Reading inner = read(whole.substring(open + 1, whole.length() - 1), 0, scale, Place.SCORE_KEY);
                if (inner.isScore()) {
                    return new Reading(null, inner.score, "", n, true);
                }
            }
            for (int at = 0; at < whole.length(); at++) {
                if (Fold.isDigit(whole.charAt(at))) {
                    return fault(Reason.AMBIGUOUS, "words around a number", start);
                }
            }
            return new Reading(Reason.NOT_A_NUMBER, 0, "\"" + OneLine.of(whole, 24) + "\": not a number", start, false);
        }
        return Reading.absent("an explanation without a score");
    }

    private static boolean isWordOnly(String text) {
        String words = text.strip();
        return !words.isEmpty()
                && words.length() <= 20
                && words.codePoints().allMatch(cp -> Character.isLetter(cp) || cp == ' ')
                && !words.toLowerCase(Locale.ROOT).contains("not")
                && words.indexOf('不') < 0
                && words.indexOf('非') < 0
                && words.indexOf('第') < 0;
    }

    // --- small steps -------------------------------------------------------------------------------------------------

    /** Reads {@code out of 5}, {@code of 5}, {@code （满分5分）}; null, without a step, if it is not here. */
    private @Nullable Integer outOf() {
        int mark = i;
        boolean bracket = peek() == '(';
        if (bracket) {
            step();
            skipBlanks();
        }
        String word = wordAt(new String[] {"out of", "of", "满分为", "满分", "滿分", "总分", "共", "max", "/"});
        if (word == null) {
            i = mark;
            return null;
        }
        i += word.length();
        skipBlanks();
        if (i >= n || !Fold.isDigit(peekRaw())) {
            i = mark;
            return null;
        }
        long total = digits();
        if (text.startsWith("分", i)) {
            i++;
        }
        skipBlanks();
        if (bracket) {
            if (peek() != ')') {
                i = mark;
                return null;
            }
            step();
        } else if (i < n && Character.isLetter(peekRaw())) {
            i = mark;
            return null;
        }
        return (int) Math.max(-1, Math.min(total, Integer.MAX_VALUE));
    }

    private boolean isNumberHere() {
        return i < n && (Fold.isDigit(peekRaw()) || (NUMERALS.indexOf(peekRaw()) >= 0 && numeralIsScore()));
    }

    private boolean numeralIsScore() {
        return i + 1 >= n || "分星点點".indexOf(text.charAt(i + 1)) >= 0;
    }

    private boolean hasNumberAfter(int from) {
        int mark = i;
        i = Math.min(n, from);
        skipMarks();
        boolean found = i < n && (Fold.isDigit(peekRaw()) || NUMERALS.indexOf(peekRaw()) >= 0 || numberWord());
        i = mark;
        return found;
    }

    private boolean numberWord() {
        for (String word : WORDS) {
            if (text.regionMatches(true, i, word, 0, word.length())
                    && (i + word.length() >= n || !Character.isLetter(text.charAt(i + word.length())))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasLineBreak(int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean nextIsDigit() {
        int next = i + width();
        return next < n && Fold.isDigit(text.codePointAt(next));
    }

    private @Nullable String wordAt(String[] words) {
        for (String word : words) {
            if (text.regionMatches(true, i, word, 0, word.length())) {
                int end = i + word.length();
                boolean latin =
                        word.charAt(word.length() - 1) < 0x80 && Character.isLetter(word.charAt(word.length() - 1));
                if (!latin || end >= n || !isLatinLetter(text.charAt(end))) {
                    return word;
                }
            }
        }
        return null;
    }

    private static boolean isLatinLetter(char c) {
        return c < 0x250 && Character.isLetter(c);
    }

    private int wordLength(String[] words) {
        String word = wordAt(words);
        return word == null ? 0 : word.length();
    }

    private static boolean isDash(int c) {
        return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2E3A || c == 0x30FC;
    }

    private int peekRaw() {
        return i < n ? text.codePointAt(i) : -1;
    }

    private int peek() {
        return i < n ? Fold.fold(text.codePointAt(i)) : -1;
    }

    private int width() {
        return i < n ? Character.charCount(text.codePointAt(i)) : 1;
    }

    private void step() {
        i += width();
    }

    private void skipInvisible() {
        while (i < n && Fold.isInvisible(text.codePointAt(i))) {
            step();
        }
    }

    private void skipBlanks() {
        while (i < n && Fold.isSpace(text.codePointAt(i))) {
            step();
        }
    }

    /** White space, emphasis and quotation marks. */
    private void skipMarks() {
        while (i < n) {
            int cp = text.codePointAt(i);
            if (!Fold.isSpace(cp) && cp != '*' && cp != '_' && Fold.quoteClass(cp) == 0 && cp != '$') {
                return;
            }
            step();
        }
    }
}
