package esrp.prompts.internal;

import esrp.core.Scale;
import esrp.core.internal.OneLine;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Unscored;
import esrp.prompts.internal.Tokens.Kind;
import esrp.prompts.internal.Tokens.Token;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands in the place of a score: {@code 4}, {@code 4.0}, {@code 4/5}, {@code 4 out of 5}, {@code 4分},
 * {@code ４}, {@code 四分}, {@code Good (4)}, alone or followed by a sign of punctuation and a remark. It is a score only
 * if every other number beside it is accounted for: the scale, the number of a turn, a count of something.
 */
final class ScoreText {
    /**
     * What was read.
     *
     * @param fault null if there is a score
     * @param score the score; meaningless if there is a fault
     * @param detail what is wrong, for people
     * @param rest where the remark starts in the text
     * @param isAnswer whether it is an answer, valid or not, rather than the absence of one: a mere word is none
     */
    record Reading(@Nullable Reason fault, int score, String detail, int rest, boolean isAnswer) {
        static Reading absent(String why) {
            return new Reading(Reason.NO_SCORE, 0, why, 0, false);
        }

        static Reading doubtful(String why) {
            return new Reading(Reason.AMBIGUOUS, 0, why, 0, true);
        }

        boolean isScore() {
            return fault == null;
        }

        Unscored unscored() {
            return new Unscored(fault == null ? Reason.AMBIGUOUS : fault, detail);
        }
    }

    private static final String OPENERS = "([{<\\";
    private static final String CLOSERS = ")]}";
    private static final String DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2E3A\u30FC";

    private final Tokens tokens;
    private final Scale scale;
    private final int from;
    private int to;
    /** Whether the text is the whole value of a key or a label that says score, so that a mere numeral is one. */
    private final boolean whole;

    private ScoreText(Tokens tokens, int from, int to, Scale scale, boolean whole) {
        this.tokens = tokens;
        this.from = from;
        this.to = to;
        this.scale = scale;
        this.whole = whole;
    }

    static Reading read(String text, MetricNames names, Scale scale, boolean whole) {
        Tokens tokens = Tokens.of(text, names.spellings());
        return read(tokens, 0, tokens.size(), scale, whole);
    }

    static Reading read(Tokens tokens, int from, int to, Scale scale, boolean whole) {
        return new ScoreText(tokens, from, to, scale, whole).read();
    }

    static boolean isDash(Token token) {
        return token.isSign(DASHES);
    }

    // --- the number --------------------------------------------------------------------------------------------------

    private Token at(int t) {
        return t < to ? tokens.at(t) : tokens.at(tokens.size());
    }

    private boolean is(int t, Concept concept) {
        return t < to && tokens.at(t).is(concept);
    }

    private boolean isNumber(int t) {
        Token token = at(t);
        return token.kind() == Kind.NUMBER || token.kind() == Kind.FRACTION || (token.isNumeral() && isCounting(t));
    }

    /** Whether a numeral written as a word stands for a number here: with a unit, or beside another numeral. */
    private boolean isCounting(int t) {
        return (is(t + 1, Concept.UNIT)
                || at(t + 1).isNumeral()
                || isTotal(t + 1)
                || (whole && skip(t + 1) >= to)
                || isRange(t + 1));
    }

    private int value(int t) {
        return at(t).isNumeral() ? at(t).entry().number() : at(t).value();
    }

    private int skip(int t) {
        return tokens.skipMarks(t, to);
    }

    private Reading read() {
        int t = skip(from);
        if (t >= to) {
            return Reading.absent("nothing stands in its place");
        }
        int label = t;
        while (at(label).kind() == Kind.WORD
                && (is(label, Concept.SCORE) || is(label, Concept.IS) || is(label, Concept.FINAL))) {
            label = skip(label + 1);
            label = at(label).isSign(":=") ? skip(label + 1) : label;
        }
        t = isNumber(label) || at(label).isSign("-+") ? label : t;
        boolean opened = false;
        while (at(t).isSign(OPENERS) && !(at(t).value() == '<' && placeholder(t))) {
            opened = true;
            t = skip(t + 1);
            t = is(t, Concept.SCORE) && isNumber(skip(t + 1)) ? skip(t + 1) : t;
        }
        Token first = at(t);
        if ((first.isSign("-") || first.isSign("+"))
                && at(t + 1).kind() == Kind.NUMBER
                && !at(t + 1).spaced()) {
            return first.isSign("-") ? fault(Reason.OUT_OF_SCALE, "outside the scale " + scale) : number(t + 1, opened);
        }
        if (isNumber(t)) {
            return number(t, opened);
        }
        return words(t);
    }

    private boolean placeholder(int t) {
        for (int close = t + 1; close < to && close < t + 12; close++) {
            if (at(close).isSign(">")) {
                return true;
            }
        }
        return false;
    }

    private Reading number(int t, boolean opened) {
        if (at(t).kind() == Kind.FRACTION) {
            return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores");
        }
        if (at(t).isNumeral() && at(t + 1).isNumeral()) {
            return fault(Reason.RANGE, "several numerals at once");
        }
        int score = value(t);
        int next = t + 1;
        boolean explicit = false;
        boolean total = false;
        while (next < to) {
            int unmarked = next;
            while (at(unmarked).kind() == Kind.MARK) {
                unmarked++;
            }
            next = is(unmarked, Concept.UNIT) || isTotal(unmarked) ? unmarked : next;
            int of = total ? -1 : totalAt(next);
            if (of >= 0) {
                if (value(of) != scale.highest()) {
                    return fault(Reason.OUT_OF_SCALE, "counted out of another total than scale " + scale);
                }
                total = true;
                boolean bracket = at(next).isSign("(");
                next = is(of + 1, Concept.UNIT) ? of + 2 : of + 1;
                next += bracket ? 1 : 0;
            } else if (!explicit && is(next, Concept.UNIT) && !is(next, Concept.HALF)) {
                explicit = true;
                next++;
                if ((isNumber(next) && !at(next).spaced()) || (at(next).isNumeral() && !at(next).spaced())) {
                    return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores");
                }
                if (at(next - 1).is(Concept.COUNTED) && at(next).kind() == Kind.WORD && !at(next).spaced()) {
                    return fault(Reason.AMBIGUOUS, "a number that counts something");
                }
            } else {
                break;
            }
        }
        if (is(next, Concept.HALF)
                || Character.getType(at(next).value() < 0 ? ' ' : at(next).value()) == Character.OTHER_NUMBER) {
            return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has whole scores");
        }
        return end(t, next, score, explicit || total, opened);
    }

    private boolean isTotal(int t) {
        return totalAt(t) >= 0;
    }

    /** The number in {@code /5}, {@code out of 5}, {@code of 5}, {@code （满分5分）}; -1 if it is not here. */
    private int totalAt(int t) {
        int word = at(t).isSign("(") ? t + 1 : t;
        boolean says = at(word).isSign("/")
                || is(word, Concept.MAXIMUM)
                || (is(word, Concept.COUNTED) && tokens.text().startsWith("of", at(word).start()));
        int number = skip(word + 1);
        if (!says
                || !(at(number).kind() == Kind.NUMBER
                        || at(number).isNumeral()
                        || at(number).kind() == Kind.FRACTION)) {
            return -1;
        }
        if (word == t) {
            return number;
        }
        int close = is(number + 1, Concept.UNIT) ? number + 2 : number + 1;
        return at(close).isSign(")") ? number : -1;
    }

    private boolean isRange(int t) {
        return (isDash(at(t)) || at(t).isSign("~") || is(t, Concept.OR))
                && (at(t + 1).kind() == Kind.NUMBER || at(t + 1).isNumeral());
    }

    /** What follows must end the score, and nothing in it may be another one. */
    private Reading end(int number, int from, int score, boolean explicit, boolean opened) {
        int next = from;
        while (next < to
                && (at(next).kind() == Kind.MARK
                        || at(next).kind() == Kind.QUOTE
                        || (opened && at(next).isSign(CLOSERS))
                        || at(next).isSign("\t"))) {
            if (at(next).kind() == Kind.QUOTE && (at(next).value() == '\'' && !isQuoted(number))) {
                return fault(Reason.AMBIGUOUS, "a number, but not a plain score");
            }
            next++;
        }
        Token after = at(next);
        if (next < to) {
            boolean spaced = after.spaced() || explicit;
            if (after.isSign("#") && after.spaced()) {
                to = next; // a remark as in source code
                return end(number, next, score, explicit, opened);
            }
            boolean glued = (after.isSign(":") && at(next + 1).kind() == Kind.NUMBER)
                    || (after.isSign(".") && isLatin(next + 1));
            if ((glued && !at(next + 1).spaced()) || (after.isSign(".") && tokens.isRun(next))) {
                return fault(Reason.AMBIGUOUS, "a number, but not a plain score");
            }
            if (isRangeAt(next)) {
                return fault(Reason.RANGE, "several scores at once");
            }
            boolean ends = after.kind() == Kind.LINE
                    || after.isSign(",;:.!|([→=")
                    || (after.isSign("<") && at(next + 1).isSign("/"))
                    || (after.isSign("/") && after.spaced())
                    || after.isSign(CLOSERS)
                    || (isDash(after)
                            && (spaced
                                    || (at(next + 1).kind() == Kind.WORD
                                            && at(next + 1).spaced())))
                    || is(next, Concept.BECAUSE)
                    || isScaleStatement(next);
            if (!ends) {
                return fault(Reason.AMBIGUOUS, "a number, but not a plain score");
            }
        }
        if (isEnumerator(number, next, score)) {
            return fault(Reason.AMBIGUOUS, "the number of a list, perhaps");
        }
        if (score < scale.lowest() || score > scale.highest()) {
            return fault(Reason.OUT_OF_SCALE, "outside the scale " + scale);
        }
        Reading doubt = remark(next, score);
        return doubt != null
                ? doubt
                : new Reading(
                        null,
                        score,
                        "",
                        next < to ? after.start() : tokens.at(to - 1).end(),
                        true);
    }

    private boolean isQuoted(int number) {
        return number > from && at(number - 1).kind() == Kind.QUOTE;
    }

    private boolean isRangeAt(int t) {
        int next = skip(t + 1);
        boolean number = at(next).kind() == Kind.NUMBER || at(next).kind() == Kind.FRACTION || isNumber(next);
        return number
                && at(next).kind() != Kind.LINE
                && (isDash(at(t))
                        || at(t).isSign("~")
                        || (at(t).isSign(",;") && (at(next).spaced() ? !isAccounted(next) : value(next) != 0))
                        || is(t, Concept.OR));
    }

    /** {@code 1. warm; 2. late}, {@code 1、温暖}, {@code (1) warm}: the number of a list and not a score. */
    private boolean isEnumerator(int number, int next, int score) {
        if (next >= to) {
            return false;
        }
        char sign = tokens.text().charAt(at(next).start());
        boolean words = skip(next + 1) < to && at(skip(next + 1)).kind() == Kind.WORD;
        if (sign == '、' || (words && at(next).isSign(")") && !at(number - 1).isSign("("))) {
            return true;
        }
        boolean closed = next > 0 && tokens.at(next - 1).isSign(")") && at(next).kind() == Kind.WORD;
        if (at(next).kind() == Kind.NAME
                || (at(next).isSign(")") && at(next + 1).kind() == Kind.NAME)
                || (at(next).isSign("(") && isBareNumber(next + 1))) {
            return true; // "3 Fluency", "4 (10)"
        }
        return score == 1 && number == skip(from) && (((sign == '.' || sign == '．') && words) || closed);
    }

    private boolean isLatin(int t) {
        return at(t).kind() == Kind.WORD && Fold.isLatin(tokens.text().charAt(at(t).start()));
    }

    private boolean isBareNumber(int t) {
        return isNumber(t) && at(t + 1).isSign(")");
    }

    // --- the remark --------------------------------------------------------------------------------------------------

    /** Why the remark behind a score takes it back or leaves it in doubt; null if it does not. */
    private @Nullable Reading remark(int start, int score) {
        int first = start;
        while (first < to
                && (at(first).isSign(",([") || isDash(at(first)) || at(first).kind() == Kind.MARK)) {
            first++;
        }
        if (tokens.has(start, to, Concept.RETRACTION)
                || (is(first, Concept.DOUBT) && !at(start).isSign(".:"))) {
            return fault(Reason.AMBIGUOUS, "an estimate, not a score");
        }
        for (int t = start; t < to; t++) {
            Reading scaled = otherScale(t);
            if (scaled != null) {
                return scaled;
            }
            boolean alone =
                    at(t).isNumeral() && at(t - 1).isSign("(") && at(t + 1).isSign(")");
            boolean number = isNumber(t) || isGlued(t) || alone;
            if (number && value(t) != score && !isAccounted(t)) {
                return fault(Reason.AMBIGUOUS, "a score with other numbers beside it");
            }
        }
        return null;
    }

    /** A number that letters are glued to, but for {@code 2nd} and the like. */
    private boolean isGlued(int t) {
        Token token = at(t);
        if (token.kind() != Kind.GLUED) {
            return false;
        }
        String letters = tokens.text().substring(token.start(), token.end()).replaceAll("^\\d+", "");
        return !Vocabulary.is(letters, Concept.ORDINAL_ENDING);
    }

    /** Every number that could be a score and is not accounted for. */
    static Set<Integer> unaccounted(Tokens tokens, int from, int to, Scale scale) {
        ScoreText text = new ScoreText(tokens, from, to, scale, false);
        Set<Integer> found = new TreeSet<>();
        for (int t = from; t < to; t++) {
            if ((text.isNumber(t) || text.isGlued(t)) && !text.isAccounted(t)) {
                found.add(text.value(t));
            }
        }
        return found;
    }

    /** Whether a part of a text says that scores are on another scale than this. */
    static boolean statesOtherScale(Tokens tokens, int from, int to, Scale scale) {
        ScoreText text = new ScoreText(tokens, from, to, scale, false);
        for (int t = from; t < to; t++) {
            boolean counts = t > from && tokens.at(t - 1).kind() == Kind.NUMBER;
            if (!counts && text.otherScale(t) != null) {
                return true;
            }
        }
        return holdsRoundNumber(tokens, from, to, scale);
    }

    private @Nullable Reading otherScale(int t) {
        Token token = at(t);
        int number = skip(t + 1);
        boolean states = token.is(Concept.OTHER_SCALE)
                || (token.isSign("%")
                        && at(t - 1).kind() != Kind.NUMBER
                        && at(t - 1).kind() != Kind.FRACTION);
        if (at(number).isSign("=:")) {
            number = skip(number + 1);
        }
        if (isDigits(number) && (token.isSign("/") || token.is(Concept.MAXIMUM))) {
            int end = rangeEnd(number);
            int last = end < 0 ? number : end;
            states |= value(last) != scale.highest() && (end >= 0 || value(last) != scale.lowest());
        }
        if (token.kind() == Kind.NUMBER || token.isNumeral()) {
            int scaleWord = isDash(at(t + 1)) ? t + 2 : t + 1;
            states |= is(scaleWord, Concept.SCALE) && !isScaleEnd(t) && value(t) != scale.highest();
            int end = rangeEnd(t);
            boolean about = end >= 0
                    && (isNear(t, Concept.SCORE)
                            || is(end + 1, Concept.SCORE)
                            || isNear(t, Concept.SCALE)
                            || is(end + 1, Concept.SCALE)
                            || is(end + 2, Concept.SCALE));
            states |= about && (value(t) != scale.lowest() || value(end) != scale.highest());
        }
        return states ? fault(Reason.OUT_OF_SCALE, "counted on another scale than " + scale) : null;
    }

    private boolean isScaleEnd(int t) {
        return t > from && rangeEnd(t - 2) == t;
    }

    private boolean isNear(int t, Concept concept) {
        for (int before = t - 1;
                before >= 0 && before >= t - 4 && tokens.at(before).kind() != Kind.LINE;
                before--) {
            if (tokens.at(before).is(concept)) {
                return true;
            }
        }
        return false;
    }

    /** Where a range such as {@code 1-5} that starts here ends; -1 if none does. */
    private int rangeEnd(int t) {
        boolean range =
                t >= 0 && isDigits(t) && (isDash(at(t + 1)) || at(t + 1).isSign("~.…") || is(t + 1, Concept.OR));
        int end = range ? skip(t + 2) : -1;
        return range && isDigits(end) ? end : -1;
    }

    private boolean isDigits(int t) {
        return at(t).kind() == Kind.NUMBER || at(t).isNumeral();
    }

    static boolean holdsRoundNumber(Tokens tokens, Scale scale) {
        return holdsRoundNumber(tokens, 0, tokens.size(), scale);
    }

    /** Whether words hold a ten or a hundred that counts nothing: the end of another scale, perhaps. */
    static boolean holdsRoundNumber(Tokens tokens, int from, int to, Scale scale) {
        ScoreText text = new ScoreText(tokens, from, to, scale, false);
        for (int t = from; t < to; t++) {
            boolean round = text.isDigits(t)
                    && (text.value(t) == 10 || text.value(t) == 100)
                    && text.value(t) > scale.highest();
            boolean counts = text.is(t + 1, Concept.COUNTED)
                    || text.at(t - 1).is(Concept.ORDINAL)
                    || text.at(t - 1).is(Concept.COUNTED)
                    || text.at(t + 1).isSign("%");
            if (round && !counts) {
                return true;
            }
        }
        return false;
    }

    private boolean isScaleStatement(int t) {
        return (isTotal(t) && !at(t).isSign("/")) || tokens.text().startsWith("on a", at(t).start());
    }

    /** Whether a number beside a score is no score: it counts, it numbers, it is the scale. */
    private boolean isAccounted(int t) {
        int value = value(t);
        if (value < scale.lowest() || value > scale.highest()) {
            return true;
        }
        Token before = t > 0 ? tokens.at(t - 1) : at(to);
        boolean numbers = before.is(Concept.ORDINAL)
                || before.isSign("#")
                || (before.isSign(".") && t > 1 && tokens.at(t - 2).is(Concept.ORDINAL));
        boolean counts = is(t + 1, Concept.COUNTED)
                && !(is(t + 1, Concept.UNIT) && !at(t + 2).spaced() && skip(t + 2) >= to);
        boolean scaleEnd = value == scale.highest()
                && (before.isSign("/")
                        || before.is(Concept.MAXIMUM)
                        || is(t + 1, Concept.SCALE)
                        || (before.is(Concept.COUNTED) && tokens.text().startsWith("of", before.start())));
        boolean lower = value == scale.lowest() && rangeEnd(t) >= 0 && value(rangeEnd(t)) == scale.highest();
        boolean upper = value == scale.highest() && rangeEnd(t - 2) == t && value(t - 2) == scale.lowest();
        return numbers || counts || scaleEnd || lower || upper;
    }

    // --- no number in front ------------------------------------------------------------------------------------------

    private Reading words(int t) {
        Token first = at(t);
        boolean numbered = false;
        int counted = 0;
        boolean plain = true;
        int open = -1;
        for (int k = t; k < to; k++) {
            Token token = at(k);
            numbered |= token.kind() == Kind.NUMBER
                    || token.kind() == Kind.GLUED
                    || token.kind() == Kind.FRACTION
                    || isNumber(k);
            open = open < 0 && token.isSign("(") ? k : open;
            if (open < 0) {
                counted++;
                plain &= token.kind() == Kind.WORD
                        && !token.isNumeral()
                        && !token.is(Concept.HEDGE)
                        && !token.is(Concept.DOUBT)
                        && !token.is(Concept.NOT)
                        && !token.is(Concept.ORDINAL)
                        && !token.is(Concept.FOREIGN)
                        && !token.is(Concept.MAXIMUM)
                        && !token.is(Concept.NOTHING);
            }
        }
        if (plain && counted > 0 && counted <= 3 && open > 0 && isNumber(open + 1)) {
            return number(open + 1, true);
        }
        if (t >= to
                || (first.is(Concept.NOTHING) && !(numbered && whole))
                || first.isSign("<…")
                || (first.isSign("-.") && !numbered)) {
            return Reading.absent(quoted() + " is no score");
        }
        boolean bound = first.isSign("~≈><≥≤≧≦±#^")
                || first.kind() == Kind.GLUED
                || first.is(Concept.HEDGE)
                || first.is(Concept.DOUBT)
                || first.is(Concept.ORDINAL);
        if (numbered && (whole || (bound && isNear(t)))) {
            return fault(Reason.AMBIGUOUS, "words around a number");
        }
        if (first.is(Concept.TRUTH) && skip(t + 1) >= to) {
            return fault(Reason.NOT_A_NUMBER, "not a number");
        }
        return whole
                ? new Reading(Reason.NOT_A_NUMBER, 0, quoted() + ": not a number", 0, false)
                : Reading.absent("an explanation without a score");
    }

    /** Whether a number stands close behind. */
    private boolean isNear(int t) {
        for (int k = t; k <= t + 2 && k < to; k++) {
            if (at(k).kind() == Kind.NUMBER || at(k).kind() == Kind.GLUED || at(k).isNumeral()) {
                return true;
            }
        }
        return false;
    }

    private String quoted() {
        int start = at(from).start();
        int end = Math.min(to > 0 ? tokens.at(to - 1).end() : start, start + 60);
        return "\"" + OneLine.of(tokens.text().substring(start, Math.max(start, end)), 24) + "\"";
    }

    private Reading fault(Reason fault, String why) {
        return new Reading(fault, 0, quoted() + ": " + why, at(from).start(), true);
    }
}
