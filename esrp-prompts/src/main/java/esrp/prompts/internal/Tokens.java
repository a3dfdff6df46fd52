package esrp.prompts.internal;

import esrp.prompts.internal.MetricNames.Name;
import esrp.prompts.internal.Vocabulary.Concept;
import esrp.prompts.internal.Vocabulary.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A text cut into names of metrics, known words, numbers, signs and the rest; in one pass. */
final class Tokens {
    enum Kind {
        NAME,
        WORD,
        /** A whole number. */
        NUMBER,
        /** A number that is not whole, or a version, a date. */
        FRACTION,
        /** A number that letters are glued to: {@code 4th}, {@code v4}. */
        GLUED,
        SIGN,
        /** Emphasis and pictures, which mean nothing. */
        MARK,
        QUOTE,
        LINE,
        END
    }

    /**
     * One of them.
     *
     * @param value a number (a word may be one too, else -1), the metric of a name, the ASCII form of a sign
     * @param spaced whether white space stands before it
     */
    record Token(Kind kind, int start, int end, int value, Entry entry, boolean spaced) {
        /** Whether it means one of these. */
        boolean is(Concept... concepts) {
            for (Concept concept : concepts) {
                if (entry.concepts().contains(concept)) {
                    return true;
                }
            }
            return false;
        }

        boolean isSign(String signs) {
            return kind == Kind.SIGN && signs.indexOf(value) >= 0;
        }

        boolean isAnyNumber() {
            return kind == Kind.NUMBER || kind == Kind.FRACTION || kind == Kind.GLUED || isNumeral();
        }

        boolean isNumeral() {
            return kind == Kind.WORD && entry.number() >= 0;
        }
    }

    private static final long LARGEST = 100_000_000;
    /** How many words in brackets are looked at. */
    private static final int LONGEST_BRACKET = 24;
    /** How many characters may stand between two letters of a name. */
    static final int LONGEST_GAP = 3;

    private final String text;
    private final Spelling<Name> names;
    private final List<Token> tokens = new ArrayList<>();
    private final Token end;
    private int i;
    private long steps;

    private Tokens(String text, Spelling<Name> names) {
        this.text = text;
        this.names = names;
        this.end = new Token(Kind.END, text.length(), text.length(), -1, Entry.NOTHING, true);
    }

    static Tokens of(String text, Spelling<Name> names) {
        Tokens tokens = new Tokens(text, names);
        tokens.read();
        return tokens;
    }

    int size() {
        return tokens.size();
    }

    /** How many tokens were looked at, for tests of growth. */
    long steps() {
        return steps;
    }

    String text() {
        return text;
    }

    /** The token at an index; one of kind END beyond the last. */
    Token at(int index) {
        steps++;
        return index >= 0 && index < tokens.size() ? tokens.get(index) : end;
    }

    boolean has(Concept... concepts) {
        return has(0, size(), concepts);
    }

    boolean has(int from, int to, Concept... concepts) {
        return IntStream.range(from, to).anyMatch(t -> at(t).is(concepts));
    }

    /** The metric of the first name; -1 if there is none. */
    int firstName() {
        return tokens.stream()
                .filter(token -> token.kind == Kind.NAME)
                .findFirst()
                .map(Token::value)
                .orElse(-1);
    }

    boolean has(int from, int to, Kind kind) {
        return IntStream.range(from, to).anyMatch(t -> kind(t) == kind);
    }

    Kind kind(int index) {
        return at(index).kind;
    }

    boolean is(int index, Concept... concepts) {
        return at(index).is(concepts);
    }

    boolean isSign(int index, String signs) {
        return at(index).isSign(signs);
    }

    /** Whether a single sign that is repeated, such as a row of dots, stands here. */
    boolean isRun(int index) {
        return at(index).end - at(index).start > 1;
    }

    /** Where the bracket that opens here is closed; -1 if that is not close by. */
    int close(int open, int to) {
        for (int t = open + 1; t < to && t < open + LONGEST_BRACKET; t++) {
            if (at(t).isSign(")]")) {
                return t;
            }
        }
        return -1;
    }

    /** What is written from one token to another, without what joins it to its surroundings. */
    String remark(int from, int to) {
        return from < to ? StructuredAnswers.remark(text, at(from).start, at(to - 1).end) : "";
    }

    boolean isMark(int index) {
        return kind(index) == Kind.MARK || kind(index) == Kind.QUOTE;
    }

    /** The first index from here on that is no mark and no quotation mark. */
    int skipMarks(int from, int to) {
        int t = from;
        while (t < to && isMark(t)) {
            t++;
        }
        return t;
    }

    private void read() {
        boolean spaced = true;
        while (i < text.length()) {
            int start = i;
            int cp = text.codePointAt(i);
            int width = Character.charCount(cp);
            if (cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x85) {
                i += width;
                add(Kind.LINE, start, -1, spaced);
                spaced = true;
            } else if (Fold.isInvisible(cp)) {
                i += width;
            } else if (cp != '\t' && Fold.isSpace(cp)) {
                i += width;
                spaced = true;
            } else {
                if (Fold.isDigit(cp)) {
                    number(spaced);
                } else if (Character.isLetter(cp)) {
                    word(cp, spaced);
                } else {
                    sign(cp, spaced);
                }
                spaced = false;
            }
        }
    }

    private void add(Kind kind, int start, int value, boolean spaced) {
        tokens.add(new Token(kind, start, i, value, Entry.NOTHING, spaced));
    }

    private void number(boolean spaced) {
        int start = i;
        int value = digits();
        Kind kind = Kind.NUMBER;
        int dots = 0;
        while (i + 1 < text.length() && text.charAt(i) != '。' && Fold.fold(text.charAt(i)) == '.' && digitAt(i + 1)) {
            i++;
            kind = digits() == 0 && dots == 0 && kind == Kind.NUMBER ? Kind.NUMBER : Kind.FRACTION;
            dots++;
        }
        if (i < text.length()) {
            int next = text.codePointAt(i);
            if (Character.getType(next) == Character.OTHER_NUMBER
                    || Character.getType(next) == Character.LETTER_NUMBER) {
                i += Character.charCount(next);
                kind = Kind.FRACTION;
            } else if (Fold.isLatin(next) || (next == '_' && digitAt(i + 1))) {
                while (i < text.length() && (Fold.isLatin(text.charAt(i)) || text.charAt(i) == '_' || digitAt(i))) {
                    i++;
                }
                kind = Kind.GLUED;
            }
        }
        add(kind, start, value, spaced);
    }

    private boolean digitAt(int index) {
        return index < text.length() && Fold.isDigit(text.codePointAt(index));
    }

    /** Reads digits and what is invisible between them. */
    private int digits() {
        long value = 0;
        while (i < text.length()) {
            int cp = text.codePointAt(i);
            if (Fold.isDigit(cp)) {
                value = Math.min(value * 10 + Fold.fold(cp) - '0', LARGEST);
            } else if (!Fold.isInvisible(cp)) {
                break;
            }
            i += Character.charCount(cp);
        }
        return (int) value;
    }

    private void word(int first, boolean spaced) {
        int start = i;
        if (name(spaced) || known(spaced)) {
            return;
        }
        boolean latin = Fold.isLatin(Fold.fold(first));
        boolean glued = false;
        int digits = 0;
        i += Character.charCount(first);
        while (i < text.length()) {
            int cp = text.codePointAt(i);
            boolean digit = Fold.isDigit(cp);
            if (Fold.isInvisible(cp)) {
                i += Character.charCount(cp);
                continue;
            }
            if (!(Character.isLetter(cp) || digit) || latin != (digit ? latin : Fold.isLatin(Fold.fold(cp)))) {
                break;
            }
            if (!latin && (digit || startsKnown())) {
                break;
            }
            glued |= digit;
            digits = digit ? Math.min(digits * 10 + Fold.fold(cp) - '0', (int) LARGEST / 10) : 0;
            i += Character.charCount(cp);
        }
        add(glued ? Kind.GLUED : Kind.WORD, start, glued ? digits : -1, spaced);
    }

    private boolean startsKnown() {
        int mark = i;
        int count = tokens.size();
        boolean known = name(false) || known(false);
        i = mark;
        if (known) {
            tokens.remove(count);
        }
        return known;
    }

    private boolean name(boolean spaced) {
        int from = i;
        int[] found = nameAt(text, from, names);
        if (found == null
                || (found[1] < text.length()
                        && Fold.isLatin(text.charAt(from))
                        && Fold.isLatin(text.charAt(found[1])))) {
            return false;
        }
        i = found[1];
        add(Kind.NAME, from, found[0], spaced);
        return true;
    }

    /** The metric of the longest name that starts at a place, and where it ends; null if none does. */
    static int @Nullable [] nameAt(String text, int from, Spelling<Name> names) {
        Spelling<Name> node = names;
        int[] found = null;
        int gap = 0;
        int i = from;
        while (i < text.length() && gap <= LONGEST_GAP) {
            int cp = text.codePointAt(i);
            int width = Character.charCount(cp);
            int escaped = cp == '\\' && text.startsWith("u", i + 1) ? LooseJson.hex(text, i + 2) : -1;
            if (escaped >= 0) {
                cp = escaped;
                width = 6;
            }
            int letter = Fold.letter(cp);
            if (Character.isLetterOrDigit(letter)) {
                node = node.next(letter);
                if (node == null) {
                    break;
                }
                gap = 0;
                Name name = node.value();
                if (name != null && MetricNames.isWritten(name, text, from, i + width)) {
                    found = new int[] {name.metric(), i + width};
                }
            } else if (i == from) {
                break;
            } else {
                gap++;
            }
            i += width;
        }
        return found;
    }

    private boolean known(boolean spaced) {
        Spelling<Entry> node = Vocabulary.words();
        Entry found = null;
        int foundEnd = i;
        int at = i;
        boolean latin = false;
        while (at < text.length()) {
            int cp = text.codePointAt(at);
            int next = at + Character.charCount(cp);
            if (Fold.isInvisible(cp)) {
                at = next;
                continue;
            }
            boolean letter = Character.isLetterOrDigit(cp);
            if (!letter && " _-'’:/=".indexOf(cp) < 0) {
                break;
            }
            node = node.next(letter ? Fold.letter(cp) : ' ');
            if (node == null) {
                break;
            }
            latin = Fold.isLatin(Fold.fold(cp));
            at = next;
            if (node.value() != null && !(latin && at < text.length() && isLatinOrDigit(text.codePointAt(at)))) {
                found = node.value();
                foundEnd = at;
            }
        }
        if (found == null) {
            return false;
        }
        int start = i;
        i = foundEnd;
        tokens.add(new Token(Kind.WORD, start, i, found.number(), found, spaced));
        return true;
    }

    private static boolean isLatinOrDigit(int cp) {
        return Fold.isLatin(Fold.fold(cp)) || (cp < 0x80 && Character.isDigit(cp));
    }

    private void sign(int cp, boolean spaced) {
        int start = i;
        int folded = Fold.fold(cp);
        i += Character.charCount(cp);
        int type = Character.getType(cp);
        boolean price = folded == '$' && digitAt(i);
        boolean mark = folded == '*'
                || folded == '_'
                || (folded == '$' && !price)
                || (cp > 0x7F && type == Character.OTHER_SYMBOL && "°№℃".indexOf(cp) < 0);
        boolean quote = Fold.quoteClass(cp) != 0 || cp == 0x300A || cp == 0x300B;
        if (!mark && !quote) {
            // A run of one sign is one token; brackets count.
            while ("()[]{}<>|\t".indexOf(folded) < 0 && i < text.length() && text.codePointAt(i) == cp) {
                i += Character.charCount(cp);
            }
        }
        add(mark ? Kind.MARK : quote ? Kind.QUOTE : Kind.SIGN, start, folded, spaced);
    }
}
