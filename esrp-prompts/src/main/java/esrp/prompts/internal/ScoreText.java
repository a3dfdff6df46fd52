package esrp.prompts.internal;

import esrp.core.internal.OneLine;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Unscored;
import esrp.prompts.internal.Tokens.Kind;
import esrp.prompts.internal.Tokens.Token;
import esrp.prompts.internal.Vocabulary.Concept;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
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

    /** How far a number of a list of turns may stand from the word that says so. */
    private static final int LONGEST_LIST = 24;
    /** How many words, and signs between them, may stand before what is counted: {@code 2 follow-up questions}. */
    private static final int MOST_ADJECTIVES = 5;

    /** A remark in brackets that is no longer says what sort of a score it is. */
    private static final int LONGEST_ASIDE = 6;

    private static final String CLOSERS = ")]}";
    private static final String DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2E3A\u30FC";

    private final Tokens tokens;
    private final Grid scale;
    private final int from;
    private final int to;
    /** Whether the text is the whole value of a key or a label that says score, so that a mere numeral is one. */
    private final boolean whole;

    private ScoreText(Tokens tokens, int from, int to, Grid scale, boolean whole) {
        this.tokens = tokens;
        this.from = from;
        this.to = to;
        this.scale = scale;
        this.whole = whole;
    }

    static Reading read(String text, MetricNames names, Grid scale, boolean whole) {
        Tokens tokens = Tokens.of(text, names.spellings());
        return read(tokens, 0, tokens.size(), scale, whole);
    }

    static Reading read(Tokens tokens, int from, int to, Grid scale, boolean whole) {
        return new ScoreText(tokens, from, to, scale, whole).read();
    }

    static boolean isDash(Token token) {
        return token.isSign(DASHES);
    }

    /** Every number that could be a score and is not accounted for. */
    static Set<Integer> unaccounted(Tokens tokens, int from, int to, Grid scale) {
        ScoreText text = new ScoreText(tokens, from, to, scale, false);
        Set<Integer> found = new TreeSet<>();
        for (int t = from; t < to; t++) {
            if ((text.isNumber(t) || text.isGlued(t)) && !text.isAccounted(t)) {
                found.add(text.value(t));
            }
        }
        return found;
    }

    /** Whether a part of a text says that scores are on another scale than this, or holds a 10 or 100 that counts nothing. */
    static boolean statesOtherScale(Tokens tokens, int from, int to, Grid scale) {
        ScoreText text = new ScoreText(tokens, from, to, scale, false);
        for (int t = from; t < to; t++) {
            boolean counts = text.counts(t)
                    || tokens.at(t + 1).isSign("%")
                    || (t > from
                            && (tokens.at(t - 1).is(Concept.ORDINAL)
                                    || tokens.at(t - 1).is(Concept.COUNTED)));
            int value = text.isDigits(t) ? text.value(t) : 0;
            boolean round =
                    (value == 10 * scale.unit() || value == 100 * scale.unit()) && value > scale.highest() && !counts;
            boolean digits = t > from && tokens.at(t - 1).kind() == Kind.NUMBER;
            if (round || (!digits && text.isOtherScale(t))) {
                return true;
            }
        }
        return false;
    }

    // --- tokens ------------------------------------------------------------------------------------------------------

    private Token at(int t) {
        return t < to ? tokens.at(t) : tokens.at(tokens.size());
    }

    private boolean is(int t, Concept concept) {
        return t < to && tokens.at(t).is(concept);
    }

    private int skip(int t) {
        return tokens.skipMarks(t, to);
    }

    /** The number that stands here, as the grid counts; of a fraction between its numbers the whole part. */
    private int value(int t) {
        return fraction(t)
                .orElseGet(
                        () -> scale.unit() * (at(t).isNumeral() ? at(t).entry().number() : at(t).value()));
    }

    /** A fraction that may be a score. */
    private OptionalInt fraction(int t) {
        return scale.unit() > 1 && at(t).kind() == Kind.FRACTION
                ? scale.number(tokens.text()
                        .substring(at(t).start(), at(t).end())
                        .codePoints()
                        .map(Fold::fold)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                : OptionalInt.empty();
    }

    private boolean isDigits(int t) {
        return at(t).kind() == Kind.NUMBER || at(t).isNumeral();
    }

    /** Whether a number stands here; a numeral written as a word is one with a unit, or beside another numeral. */
    private boolean isNumber(int t) {
        Kind kind = at(t).kind();
        return kind == Kind.NUMBER
                || kind == Kind.FRACTION
                || (at(t).isNumeral()
                        && (is(t + 1, Concept.UNIT)
                                || at(t + 1).isNumeral()
                                || totalAt(t + 1) >= 0
                                || (whole && skip(t + 1) >= to)
                                || rangeEnd(t) >= 0));
    }

    /** A number that letters are glued to, but for {@code 2nd} and the like. */
    private boolean isGlued(int t) {
        Token token = at(t);
        int letters = token.start();
        while (letters < token.end() && Fold.isDigit(tokens.text().charAt(letters))) {
            letters++;
        }
        return token.kind() == Kind.GLUED
                && !Vocabulary.is(tokens.text().substring(letters, token.end()), Concept.ORDINAL_ENDING);
    }

    /** The number in {@code /5}, {@code out of 5}, {@code of 5}, {@code （满分5分）}; -1 if it is not here. */
    private int totalAt(int t) {
        int word = at(t).isSign("(") ? t + 1 : t;
        boolean says = at(word).isSign("/") || is(word, Concept.MAXIMUM) || isOf(word);
        int number = skip(word + 1);
        int close = is(number + 1, Concept.UNIT) ? number + 2 : number + 1;
        boolean closed = word == t || at(close).isSign(")");
        return says && closed && (isDigits(number) || at(number).kind() == Kind.FRACTION) ? number : -1;
    }

    private boolean isOf(int t) {
        return is(t, Concept.COUNTED) && tokens.text().startsWith("of", at(t).start());
    }

    /** Where a range such as {@code 1-5} that starts here ends; -1 if none does. */
    private int rangeEnd(int t) {
        boolean range =
                t >= 0 && isDigits(t) && (isDash(at(t + 1)) || at(t + 1).isSign("~.…") || is(t + 1, Concept.OR));
        int end = range ? skip(t + 2) : -1;
        return range && isDigits(end) ? end : -1;
    }

    // --- the number --------------------------------------------------------------------------------------------------

    private Reading read() {
        int t = skip(from);
        if (t >= to) {
            return Reading.absent("nothing stands in its place");
        }
        int label = t;
        while (is(label, Concept.SCORE) || is(label, Concept.IS) || is(label, Concept.FINAL)) {
            label = skip(label + 1);
            label = at(label).isSign(":=") ? skip(label + 1) : label;
        }
        t = isNumber(label) || at(label).isSign("-+") ? label : t;
        boolean opened = false;
        while (at(t).isSign("([{\\")) {
            opened = true;
            t = skip(t + 1);
        }
        if (at(t).isSign("-+") && at(t + 1).kind() == Kind.NUMBER && !at(t + 1).spaced()) {
            return at(t).isSign("-") ? outside("outside the scale ") : number(t + 1, opened);
        }
        return isNumber(t) ? number(t, opened) : words(t);
    }

    private Reading number(int t, boolean opened) {
        int next = t + 1;
        boolean unit = false;
        boolean total = false;
        for (int n = skip(next); !(unit && total); n = skip(next)) {
            int of = total ? -1 : totalAt(n);
            if (of >= 0 && value(of) != scale.highest()) {
                return outside("counted out of another total than scale ");
            }
            if (of < 0 && (unit || !is(n, Concept.UNIT) || is(n, Concept.HALF))) {
                break;
            }
            unit |= of < 0;
            total |= of >= 0;
            next = of < 0 ? n + 1 : (is(of + 1, Concept.UNIT) ? of + 2 : of + 1) + (at(n).isSign("(") ? 1 : 0);
        }
        Token beside = at(next);
        boolean glued = !beside.spaced() && (unit || at(t).isNumeral()) && (isNumber(next) || beside.isNumeral());
        if (glued && !unit) {
            return fault(Reason.RANGE, "several numerals at once");
        }
        if ((at(t).kind() == Kind.FRACTION && fraction(t).isEmpty())
                || glued
                || is(next, Concept.HALF)
                || Character.getType(Math.max(0, beside.value())) == Character.OTHER_NUMBER) {
            return between();
        }
        boolean counted = unit && at(next - 1).is(Concept.COUNTED) && beside.kind() == Kind.WORD && !beside.spaced();
        while (next < to && (tokens.isMark(next) || at(next).isSign("\t") || (opened && at(next).isSign(CLOSERS)))) {
            next++;
        }
        int beyond = skip(next + 1);
        boolean remark = (unit || total) && isDash(at(next)) && at(next).spaced() && isAccounted(beyond);
        if (!remark && isRange(next, beyond)) {
            return fault(Reason.RANGE, "several scores at once");
        }
        boolean foot = at(t + 1).kind() == Kind.QUOTE && at(t + 1).value() == '\'' && tokens.kind(t - 1) != Kind.QUOTE;
        if (counted || foot || !ends(next, unit || total) || isEnumerator(t, next, beyond)) {
            return fault(Reason.AMBIGUOUS, "a number, but not a plain score");
        }
        int score = value(t);
        if (!scale.isWithin(score)) {
            return outside("outside the scale ");
        }
        if (!scale.contains(score)) {
            return between();
        }
        int rest = next < to ? at(next).start() : tokens.at(to - 1).end();
        Reading doubt = remark(next, score);
        return doubt != null ? doubt : new Reading(null, score, "", rest, true);
    }

    /** Whether what follows ends the score. */
    private boolean ends(int next, boolean explicit) {
        Token after = at(next);
        boolean spaced = at(next + 1).spaced();
        boolean glued = (after.isSign(":") && at(next + 1).kind() == Kind.NUMBER && !spaced)
                || (after.isSign(".") && (tokens.isRun(next) || (isLatin(next + 1) && !spaced)));
        boolean dash = isDash(after)
                && (after.spaced() || explicit || (at(next + 1).kind() == Kind.WORD && spaced) || isHan(next));
        return next >= to
                || after.kind() == Kind.LINE
                || (after.isSign(",;:.!|([→=" + CLOSERS) && !glued)
                || (after.isSign("/#") && after.spaced())
                || (after.isSign("<") && at(next + 1).isSign("/"))
                || dash
                || is(next, Concept.BECAUSE)
                || (explicit
                        && after.spaced()
                        && isHan(next - 1)
                        && after.entry().concepts().isEmpty())
                || (totalAt(next) >= 0 && !after.isSign("/"));
    }

    private boolean isRange(int t, int beyond) {
        boolean number = isNumber(beyond) && at(beyond).kind() != Kind.LINE;
        boolean listed = at(t).isSign(",;")
                && number
                && !counts(beyond)
                && (at(beyond).spaced()
                        ? !isAccounted(beyond)
                        : value(beyond) != 0 || at(beyond).end() - at(beyond).start() > 2); // 4,000
        return listed || (number && (isDash(at(t)) || at(t).isSign("~") || is(t, Concept.OR)));
    }

    /** {@code 1. warm; 2. late}, {@code 1、温暖}, {@code 1) warm}, {@code 3 Fluency}, {@code 4 (10)}: not a score. */
    private boolean isEnumerator(int number, int next, int beyond) {
        if (next >= to) {
            return false;
        }
        boolean words = at(beyond).kind() == Kind.WORD;
        boolean first = value(number) == 1 && number == skip(from) && next == number + 1;
        boolean closed = tokens.isSign(next - 1, ")") && at(next).kind() == Kind.WORD;
        return tokens.text().charAt(at(next).start()) == '、'
                || (words && at(next).isSign(")") && !tokens.isSign(number - 1, "("))
                || at(next).kind() == Kind.NAME
                || (at(next).isSign(")") && at(next + 1).kind() == Kind.NAME)
                || (at(next).isSign("(") && isNumber(next + 1) && at(next + 2).isSign(")"))
                || (first
                        && ((at(next).isSign(".") && tokens.text().charAt(at(next).start()) != '。' && words)
                                || closed));
    }

    /** Whether Chinese words that are no number follow a dash, or a double one. */
    private boolean isHan(int dash) {
        int word = isDash(at(dash + 1)) ? dash + 2 : dash + 1;
        return at(word).kind() == Kind.WORD
                && !at(word).isNumeral()
                && Character.isIdeographic(tokens.text().codePointAt(at(word).start()));
    }

    private boolean isLatin(int t) {
        return at(t).kind() == Kind.WORD && Fold.isLatin(tokens.text().charAt(at(t).start()));
    }

    // --- what stands beside it ---------------------------------------------------------------------------------------

    /** Why the remark behind a score takes it back or leaves it in doubt; null if it does not. */
    private @Nullable Reading remark(int start, int score) {
        int first = start;
        while (first < to
                && (at(first).isSign(",([") || isDash(at(first)) || at(first).kind() == Kind.MARK)) {
            first++;
        }
        int aside = at(start).isSign("(") ? tokens.close(start, to) : -1;
        if (tokens.has(start, to, Concept.RETRACTION)
                || (aside >= 0
                        && aside < start + (isLatin(start + 1) ? LONGEST_ASIDE : 3)
                        && tokens.has(start, aside, Concept.FOREIGN))
                || (is(first, Concept.DOUBT) && !at(start).isSign(".:"))) {
            return fault(Reason.AMBIGUOUS, "an estimate, not a score");
        }
        for (int t = start; t < to; t++) {
            if (isOtherScale(t)) {
                return outside("counted on another scale than ");
            }
            boolean alone =
                    at(t).isNumeral() && at(t - 1).isSign("(") && at(t + 1).isSign(")");
            if ((isNumber(t) || isGlued(t) || alone) && value(t) != score && !isAccounted(t)) {
                return fault(Reason.AMBIGUOUS, "a score with other numbers beside it");
            }
        }
        return null;
    }

    /** Whether a number beside a score is no score: it counts, it numbers, it is the scale. */
    private boolean isAccounted(int t) {
        int value = value(t);
        Token before = t > 0 ? tokens.at(t - 1) : at(to);
        boolean numbers = before.is(Concept.ORDINAL)
                || before.isSign("#")
                || (before.isSign(".") && t > 1 && tokens.at(t - 2).is(Concept.ORDINAL))
                || isListed(t);
        boolean counts = counts(t) || (rangeEnd(t) >= 0 && counts(rangeEnd(t)));
        boolean top = value == scale.highest();
        boolean says = before.isSign("/") || before.is(Concept.MAXIMUM) || is(t + 1, Concept.SCALE) || isOf(t - 1);
        boolean lower = value == scale.lowest() && rangeEnd(t) >= 0 && value(rangeEnd(t)) == scale.highest();
        boolean upper = top && rangeEnd(t - 2) == t && value(t - 2) == scale.lowest();
        return !scale.isWithin(value) || numbers || counts || (top && says) || lower || upper;
    }

    /** {@code 2 turns}, {@code 3次}, {@code the 2 tickets}. */
    private boolean counts(int t) {
        int noun = t + 1;
        while (noun < t + MOST_ADJECTIVES && (isUnknown(noun) || (at(noun).isSign("-") && !at(noun).spaced()))) {
            noun++;
        }
        return (noun > t + 1 && is(noun, Concept.COUNTED) && isLatin(noun))
                || (is(t + 1, Concept.COUNTED)
                        && !(is(t + 1, Concept.UNIT) && !at(t + 2).spaced() && skip(t + 2) >= to))
                || (isPlural(t + 1)
                        && isLatin(t - 1)
                        && (at(t - 1).entry().concepts().isEmpty() || is(t - 1, Concept.BECAUSE)));
    }

    /** Whether an English word that is no other's is a plural, as far as one sees it. */
    private boolean isPlural(int t) {
        String word = isLatin(t) && at(t).spaced() ? tokens.text().substring(at(t).start(), at(t).end()) : "";
        return word.length() > 3
                && word.endsWith("s")
                && "sui".indexOf(word.charAt(word.length() - 2)) < 0
                && at(t).entry().concepts().isEmpty();
    }

    /** {@code replies 3, 7 and 12}. */
    private boolean isListed(int t) {
        int first = t - 1;
        while (first > t - LONGEST_LIST
                && (at(first).isSign(",") || is(first, Concept.OR))
                && at(first - 1).kind() == Kind.NUMBER) {
            first -= 2;
        }
        return isLatin(first)
                ? is(first, Concept.COUNTED) && tokens.text().charAt(at(first).end() - 1) == 's'
                : first < t - 1 && is(first, Concept.ORDINAL);
    }

    private boolean isUnknown(int t) {
        return isLatin(t) && at(t).entry().concepts().isEmpty() && !at(t).isNumeral();
    }

    /** Whether the lowest score is called the best: {@code 1 = best}, {@code 5 is worst}, {@code lower is better}. */
    private boolean turnsOver(int t) {
        boolean lowest = isDigits(t) && value(t) <= scale.lowest();
        if (!lowest && !(isDigits(t) && value(t) >= scale.highest())) {
            return is(t, Concept.TURNED_OVER);
        }
        int word = is(t + 1, Concept.UNIT) ? t + 2 : t + 1;
        for (int joints = 0; joints < 2; joints++) {
            boolean joint = is(word, Concept.IS) || is(word, Concept.PLAIN) || at(word).isSign("=:(");
            word = skip(joint ? word + 1 : word);
        }
        return is(word, lowest ? Concept.BEST : Concept.WORST)
                || (value(t) > scale.highest() && is(word, Concept.BEST));
    }

    /** Whether a part of a text says that the lowest score is the best. */
    static boolean turnsOver(String words, MetricNames names, Grid scale) {
        Tokens tokens = Tokens.of(words, names.spellings());
        ScoreText text = new ScoreText(tokens, 0, tokens.size(), scale, false);
        return IntStream.range(0, tokens.size()).anyMatch(text::turnsOver);
    }

    private boolean isOtherScale(int t) {
        Token token = at(t);
        boolean fraction = at(t - 1).kind() == Kind.NUMBER || at(t - 1).kind() == Kind.FRACTION;
        if (turnsOver(t) || token.is(Concept.OTHER_SCALE) || (token.isSign("%") && !fraction)) {
            return true;
        }
        boolean part = isUnknown(t - 1) && (at(t - 2).isNumeral() || at(t - 3).isNumeral()); // one clause out of 12
        boolean announces = token.isSign("/") || (token.is(Concept.MAXIMUM) && !part);
        int number = announces ? skip(t + 1) : t;
        number = announces && at(number).isSign("=:") ? skip(number + 1) : number;
        boolean counts = is(number + 1, Concept.COUNTED) && !is(number + 1, Concept.UNIT);
        if (announces && isDigits(number) && !counts) {
            int end = rangeEnd(number);
            int last = value(end < 0 ? number : end);
            return last != scale.highest() && (end >= 0 || last != scale.lowest());
        }
        if (!isDigits(t)) {
            return false;
        }
        int end = rangeEnd(t);
        boolean about = end >= 0
                && (isOf(t - 1) || !at(t - 1).is(Concept.COUNTED))
                && (tokens.has(Math.max(0, t - 4), t, Concept.SCORE, Concept.SCALE)
                        || is(end + 1, Concept.SCORE)
                        || is(end + 1, Concept.SCALE)
                        || is(end + 2, Concept.SCALE));
        boolean names = is(isDash(at(t + 1)) ? t + 2 : t + 1, Concept.SCALE) && (t == from || rangeEnd(t - 2) != t);
        return (names && value(t) != scale.highest())
                || (about && (value(t) != scale.lowest() || value(end) != scale.highest()));
    }

    // --- no number in front ------------------------------------------------------------------------------------------

    private Reading words(int t) {
        Token first = at(t);
        boolean numbered = false;
        boolean near = false;
        int plain = t;
        for (int k = t; k < to; k++) {
            boolean number = isNumber(k) || at(k).kind() == Kind.GLUED || at(k).isNumeral();
            boolean open = number && (whole || !isAccounted(k));
            numbered |= open && (isNumber(k) || at(k).kind() == Kind.GLUED);
            near |= open && k <= t + 2;
            boolean unknown = at(k).kind() == Kind.WORD
                    && Set.of(Concept.PLAIN, Concept.BEST, Concept.WORST)
                            .containsAll(at(k).entry().concepts());
            plain = plain == k && unknown && !at(k).isNumeral() ? k + 1 : plain;
        }
        if (plain > t && plain <= t + 3 && at(plain).isSign("(") && isNumber(plain + 1)) {
            return number(plain + 1, true);
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
        if (numbered && (whole || (bound && near))) {
            return fault(Reason.AMBIGUOUS, "words around a number");
        }
        if (first.is(Concept.TRUTH) && skip(t + 1) >= to) {
            return fault(Reason.NOT_A_NUMBER, "not a number");
        }
        return whole
                ? new Reading(Reason.NOT_A_NUMBER, 0, quoted() + ": not a number", 0, false)
                : Reading.absent("an explanation without a score");
    }

    private String quoted() {
        int start = at(from).start();
        int end = Math.min(to > 0 ? tokens.at(to - 1).end() : start, start + 60);
        return "\"" + OneLine.of(tokens.text().substring(start, Math.max(start, end)), 24) + "\"";
    }

    private Reading between() {
        return fault(Reason.NOT_WHOLE, "a fraction, and scale " + scale + " has scores in steps");
    }

    private Reading outside(String why) {
        return fault(Reason.OUT_OF_SCALE, why + scale);
    }

    private Reading fault(Reason fault, String why) {
        return new Reading(fault, 0, quoted() + ": " + why, at(from).start(), true);
    }
}
