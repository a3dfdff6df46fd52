package esrp.prompts.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds whatever JSON-like structure a text holds and reads it as far as it goes; never fails.
 *
 * <p>One pass from left to right with an explicit stack of bounded depth. No position is visited again but for looking
 * ahead, which is bounded by {@link #LOOK} characters or by one run of white space; so the number of steps is linear in
 * the length of the text. What is tolerated: text before, between and after; code fences; single, typographic and
 * corner quotation marks, backslash-escaped ones, none at all; unescaped quotation marks and line breaks inside strings;
 * missing and trailing commas, full-width punctuation; comments; Python's tuples; closing brackets that are missing,
 * mismatched or too many.
 *
 * <p>Where does a string end whose inner quotation marks are not escaped? At the first quotation mark after which the
 * structure goes on: a closing bracket, the end, a comma followed by another key (in an object) or another value (in an
 * array), or a line break followed by a key.
 */
final class LooseJson {
    static final int MAX_DEPTH = 64;
    /** How far it looks ahead for the end of a key; enough for forty characters written as escapes. */
    static final int LOOK = 256;

    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        BARE
    }

    /** A value. Containers have children, of which those of an object have keys. */
    static final class Node {
        final Kind kind;
        final int start;
        int end;
        /** Whether its end was seen. */
        boolean complete;
        /** Key of each child in an object; empty where there is none. */
        final List<String> keys;

        final List<Node> children;
        /** The decoded text of a scalar. */
        final String text;
        /** Whether a string holds what looks like a key: it may have swallowed structure behind a missing mark. */
        boolean swallowed;
        /** Whether a string is opened and closed by marks of its own, and nothing inside looks like structure. */
        boolean sound;
        /** The key in the object around; empty if there is none. */
        String key = "";
        /** Where the key begins; -1 if there is none. */
        int keyStart = -1;

        Node(Kind kind, int start, String text) {
            this.kind = kind;
            this.start = start;
            this.text = text;
            this.keys = isContainer() ? new ArrayList<>(4) : List.of();
            this.children = isContainer() ? new ArrayList<>(4) : List.of();
        }

        boolean isContainer() {
            return kind == Kind.OBJECT || kind == Kind.ARRAY;
        }
    }

    private enum Expect {
        KEY,
        VALUE,
        COMMA
    }

    private static final class Frame {
        final Node node;
        final char closer;
        Expect expect;
        String key = "";
        int keyStart = -1;
        boolean bareKeys;

        Frame(Node node, char closer) {
            this.node = node;
            this.closer = closer;
            this.expect = node.kind == Kind.OBJECT ? Expect.KEY : Expect.VALUE;
        }
    }

    private final String text;
    private final int n;
    private final boolean endIsEnd;
    private final Predicate<String> isKnownKey;
    private final List<Node> roots = new ArrayList<>();
    private final List<Frame> stack = new ArrayList<>();
    private final List<Node> soundStrings = new ArrayList<>();
    private int i;
    private boolean tooDeep;
    private long steps;

    /**
     * @param text what to read
     * @param endIsEnd whether the end of the text is known to be where the writer stopped of itself
     * @param isKnownKey keys that may start an object whose opening bracket is missing
     */
    LooseJson(String text, boolean endIsEnd, Predicate<String> isKnownKey) {
        this.text = text;
        this.n = text.length();
        this.endIsEnd = endIsEnd;
        this.isKnownKey = isKnownKey;
    }

    /** The structures at the top level, in order. */
    List<Node> roots() {
        return roots;
    }

    /** The strings that surely are what they look like, in order. */
    List<Node> soundStrings() {
        return soundStrings;
    }

    boolean tooDeep() {
        return tooDeep;
    }

    /** How many characters were looked at, for tests of growth. */
    long steps() {
        return steps;
    }

    /** Whether the text ends inside a structure. */
    boolean endsOpen() {
        return !stack.isEmpty();
    }

    LooseJson read() {
        while (i < n && !tooDeep) {
            if (stack.isEmpty()) {
                prose();
            } else {
                inside(stack.get(stack.size() - 1));
            }
        }
        for (Frame frame : stack) {
            frame.node.end = n;
        }
        return this;
    }

    // --- small steps -------------------------------------------------------------------------------------------------

    /** The ASCII form of the character at a place; 0 beyond the end. */
    private int folded(int at) {
        steps++;
        return at >= 0 && at < n ? Fold.fold(text.charAt(at)) : 0;
    }

    private boolean is(int at, String signs) {
        return at >= 0 && at < n && signs.indexOf(folded(at)) >= 0;
    }

    private int quote(int at) {
        steps++;
        return at >= 0 && at < n ? Fold.quoteClass(text.charAt(at)) : 0;
    }

    private boolean isComment(int at) {
        return is(at, "/") && is(at + 1, "/*");
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < n) {
            if (Fold.isSpace(text.charAt(at)) || isQuoteBar(at)) {
                at++;
            } else if (is(at, "\\") && is(at + 1, "ntr")) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    /** The {@code >} that mail and Markdown put in front of quoted lines. */
    private boolean isQuoteBar(int at) {
        return text.charAt(at) == '>' && at > 0 && text.charAt(at - 1) == '\n';
    }

    /** Goes back over blanks on the line, a few of them. */
    private int backOverBlanks(int from) {
        int at = from;
        while (at >= 0 && at > from - 8 && text.charAt(at) != '\n' && Fold.isSpace(text.charAt(at))) {
            at--;
        }
        return at;
    }

    // --- outside of any structure ------------------------------------------------------------------------------------

    private void prose() {
        if (is(i, "{") && looksLikeObject(skipSpace(i + 1))) {
            open(Kind.OBJECT, '}');
        } else if (text.charAt(i) == '[' || text.charAt(i) == '［') {
            int next = skipSpace(i + 1);
            boolean array = is(next, "[")
                    || (is(next, "(") && quote(next + 1) != 0)
                    || (is(next, "{") && looksLikeObject(skipSpace(next + 1)));
            if (array) {
                open(Kind.ARRAY, ']');
            } else {
                i++;
            }
        } else {
            i++;
        }
    }

    /** What an object can start with. */
    private boolean looksLikeObject(int at) {
        return at >= n || quote(at) != 0 || is(at, "\\}{[/#") || bareKeyEnd(at) > 0;
    }

    private void open(Kind kind, char closer) {
        if (stack.size() >= MAX_DEPTH) {
            tooDeep = true;
            return;
        }
        Node node = new Node(kind, i, "");
        if (stack.isEmpty()) {
            roots.add(node);
        } else {
            add(stack.get(stack.size() - 1), node);
        }
        stack.add(new Frame(node, closer));
        i++;
    }

    private static void add(Frame frame, Node node) {
        frame.node.keys.add(frame.key);
        frame.node.children.add(node);
        node.key = frame.key;
        node.keyStart = frame.keyStart;
        frame.key = "";
        frame.keyStart = -1;
        frame.expect = Expect.COMMA;
    }

    // --- inside a structure ------------------------------------------------------------------------------------------

    private void inside(Frame frame) {
        int at = skipSpace(i);
        if (at > i) {
            boolean between = frame.expect != Expect.VALUE && !frame.bareKeys;
            if (between && text.charAt(i) == '\n' && isProse(at)) {
                endAll();
            } else {
                i = at;
            }
        } else if (text.startsWith("```", i) && is(backOverBlanks(i - 1), "\n")) {
            endAll();
            i += 3;
        } else if (is(i, "}]") || (is(i, ")") && isOpen(')'))) {
            close((char) folded(i));
        } else if (frame.expect != Expect.VALUE && (is(i, "#") || isComment(i))) {
            skipComment();
        } else if (frame.expect == Expect.COMMA) {
            i += is(i, ",;") ? 1 : 0;
            frame.expect = frame.node.kind == Kind.OBJECT ? Expect.KEY : Expect.VALUE;
        } else if (is(i, "{[")) {
            open(is(i, "{") ? Kind.OBJECT : Kind.ARRAY, is(i, "{") ? '}' : ']');
        } else if (frame.expect == Expect.KEY) {
            key(frame);
        } else {
            value(frame, frame.node.kind == Kind.OBJECT);
        }
    }

    /** Whether words follow behind a blank line, where a key or a comma should: the brackets at the end are missing. */
    private boolean isProse(int at) {
        int blank = text.indexOf('\n', i + 1);
        if (blank < 0 || blank >= at || at >= n) {
            return false;
        }
        int key = bareKeyEnd(at);
        return Character.isLetter(text.charAt(at))
                ? key == 0 || !isKnownKey.test(text.substring(at, key))
                : is(at, "|#*");
    }

    private void key(Frame frame) {
        if (is(i, ",;:")) {
            i++;
        } else if (quote(i) != 0 || is(i, "\\")) {
            Key key = quotedKey(i);
            if (key == null || !(key.colon || key.brace)) {
                i++;
            } else {
                expectValue(frame, key.text, key.end);
            }
        } else {
            int start = i;
            while (i < n && !is(i, ":=,;{}[]\n\"") && quote(i) != 2) {
                i++;
            }
            if (is(i, ":=")) {
                int key = start;
                int end = is(i + 1, ">") ? i + 2 : i + 1;
                String name = text.substring(start, i).strip();
                i = key;
                expectValue(frame, name, end);
                frame.bareKeys = true;
            } else if (i == start) {
                i++;
            }
        }
    }

    private void expectValue(Frame frame, String key, int end) {
        frame.key = key;
        frame.keyStart = i;
        frame.expect = Expect.VALUE;
        i = end;
    }

    private void value(Frame frame, boolean object) {
        int next = skipSpace(i + 1);
        if (is(i, "(") && (!object || quote(next) != 0 || (next < n && Fold.isDigit(text.charAt(next))))) {
            open(Kind.ARRAY, ')');
        } else if (is(i, ",;")) {
            if (object) {
                scalar(frame, Kind.BARE, i, "", true);
            }
            frame.expect = object ? Expect.KEY : Expect.VALUE;
            i++;
        } else if (is(i, ":")) {
            i++;
        } else if (quote(i) != 0 || (is(i, "\\") && escapedQuote(i) > 0)) {
            string(frame, object);
        } else if (isComment(i)) {
            skipComment();
        } else {
            bare(frame, object);
        }
    }

    private void bare(Frame frame, boolean object) {
        int start = i;
        while (i < n && !is(i, "}]{\n\r") && !(is(i, ")") && isOpen(')')) && !(is(i, "\\") && is(i + 1, "ntr"))) {
            boolean digits = object
                    && is(i, ",")
                    && i > start
                    && i + 1 < n
                    && Fold.isDigit(text.charAt(i - 1))
                    && Fold.isDigit(text.charAt(i + 1));
            boolean spaced = i > start && Fold.isSpace(text.charAt(i - 1));
            boolean mark = quote(i) == 1 || quote(i) == 2 || is(i, "#") || isComment(i);
            if ((is(i, ",;") && !digits) || (spaced && mark)) {
                break;
            }
            i++;
        }
        if (i == start) {
            i++;
            return;
        }
        String token = text.substring(start, i).strip();
        scalar(frame, Kind.BARE, start, token, i < n || endIsEnd);
        last(frame).swallowed = token.indexOf('"') > 0 && token.indexOf('"') < token.length() - 1;
    }

    private void scalar(Frame frame, Kind kind, int start, String value, boolean complete) {
        Node node = new Node(kind, start, value);
        node.end = i;
        node.complete = complete;
        add(frame, node);
    }

    private static Node last(Frame frame) {
        return frame.node.children.get(frame.node.children.size() - 1);
    }

    /** Pops what the bracket closes, and whatever inside it was left open; a bracket that closes nothing is passed over. */
    private void close(char closer) {
        i++;
        int at = stack.size() - 1;
        while (at >= 0 && stack.get(at).closer != closer) {
            at--;
        }
        while (at >= 0 && stack.size() > at) {
            end(stack.remove(stack.size() - 1));
        }
    }

    private void end(Frame frame) {
        frame.node.complete = true;
        frame.node.end = i;
    }

    /** Ends whatever is open. */
    private void endAll() {
        stack.forEach(this::end);
        stack.clear();
    }

    private boolean isOpen(char closer) {
        return stack.stream().anyMatch(frame -> frame.closer == closer);
    }

    private void skipComment() {
        boolean block = text.startsWith("/*", i);
        int end = block ? text.indexOf("*/", i + 2) : text.indexOf('\n', i);
        i = end < 0 ? n : block ? end + 2 : end;
    }

    // --- strings -----------------------------------------------------------------------------------------------------

    private void string(Frame frame, boolean object) {
        int start = i;
        int slashes = escapedQuote(i);
        int quote = quote(i + slashes);
        i += slashes + 1;
        int first = i;
        boolean swallowed = false;
        boolean marks = false;
        while (i < n) {
            int run = i;
            while (is(run, "\\")) {
                run++;
            }
            boolean mark = quote(run) == quote && (slashes == 0 ? run == i : run - i == slashes);
            if (mark && endsString(run + 1, object, frame, quote)) {
                String value = decoded(text.substring(first, i), slashes > 0);
                i = run + 1;
                closed(frame, start, value, swallowed, !marks);
                return;
            }
            marks |= mark;
            if (mark && slashes == 0) {
                // An inner mark before a colon ends a key: the string has swallowed one, or is one itself.
                int before = lastVisible(first);
                boolean key = object && isKnownKeyAhead(i);
                if (key && is(before, ",")) {
                    // A key behind a comma: the string lacks its closing mark.
                    closed(frame, start, decoded(text.substring(first, before), false), swallowed, false);
                    return;
                }
                int after = skipSpace(i + 1);
                swallowed |=
                        key || (after < n && (text.charAt(after) == ':' || (quote != 1 && text.charAt(after) == '：')));
                swallowed |= before >= first && ":{}[],".indexOf(text.charAt(before)) >= 0;
            }
            if (run == i && is(i, "\n") && lineEndsString(i + 1, object, quote)) {
                closed(frame, start, decoded(text.substring(first, i), slashes > 0), false, false);
                return;
            }
            // A single backslash escapes what stands behind it.
            i = run == i ? i + 1 : slashes == 0 && (run - i) % 2 == 1 ? run + 1 : mark ? run + 1 : run;
        }
        i = n;
        scalar(frame, Kind.STRING, start, decoded(text.substring(Math.min(first, n)), slashes > 0), false);
    }

    private void closed(Frame frame, int start, String value, boolean swallowed, boolean sound) {
        scalar(frame, Kind.STRING, start, value, true);
        Node node = last(frame);
        node.swallowed = swallowed;
        node.sound = sound;
        if (sound) {
            soundStrings.add(node);
        }
    }

    private boolean isKnownKeyAhead(int from) {
        Key key = quotedKey(from);
        return key != null && key.colon && isKnownKey.test(key.text);
    }

    /** The index of the last character before here that is no white space; less than the floor if there is none close by. */
    private int lastVisible(int floor) {
        int at = i - 1;
        while (at >= floor && at > i - 9 && Fold.isSpace(text.charAt(at))) {
            at--;
        }
        return at >= floor && !Fold.isSpace(text.charAt(at)) ? at : floor - 1;
    }

    /** A text with its escapes resolved; where all of it was escaped once more, every run of backslashes is one. */
    static String decoded(String raw, boolean twice) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder plain = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            if (raw.charAt(at) != '\\') {
                plain.append(raw.charAt(at));
                continue;
            }
            int run = at;
            while (twice && run + 1 < raw.length() && raw.charAt(run + 1) == '\\') {
                run++;
            }
            at = run + 1;
            char c = at < raw.length() ? raw.charAt(at) : ' ';
            int code = c == 'u' ? hex(raw, at + 1) : -1;
            plain.append(
                    code >= 0
                            ? (char) code
                            : c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 'b' || c == 'f' ? ' ' : c);
            at += code >= 0 ? 4 : 0;
        }
        return plain.toString();
    }

    /** The number that four hexadecimal digits say; -1 if they are not there. */
    static int hex(String text, int from) {
        int code = from + 4 <= text.length() ? 0 : -1;
        for (int d = from; d < from + 4 && code >= 0; d++) {
            int digit = Character.digit(text.charAt(d), 16);
            code = digit < 0 ? -1 : code * 16 + digit;
        }
        return code;
    }

    /** Whether the structure goes on after a quotation mark, so that it ends the string. */
    private boolean endsString(int from, boolean object, Frame frame, int quote) {
        int at = skipSpace(from);
        if (at >= n || is(at, "}") || isComment(at) || text.startsWith("```", at) || (is(at, ")") && isOpen(')'))) {
            return true;
        }
        if (is(at, "]")) {
            return isOpen(']') || closesByMistake(skipSpace(at + 1), object, quote);
        }
        if (is(at, ",;")) {
            int next = skipSpace(at + 1);
            if (next >= n || is(next, "}]") || isComment(next)) {
                return true;
            }
            return object
                    ? keyAhead(next, quote) || (frame.bareKeys && bareKeyEnd(next) > 0)
                    : quote(next) != 0 || is(next, "{[\\") || Fold.isDigit(text.charAt(next));
        }
        if (object && (quote(at) != 0 || is(at, "\\"))) {
            return keyAhead(at, quote);
        }
        int newline = object && frame.bareKeys ? text.indexOf('\n', from) : -1;
        return newline >= 0 && newline < at && bareKeyEnd(at) > 0;
    }

    /** After a bracket that closes nothing: whether the structure goes on, so that it was meant to close something. */
    private boolean closesByMistake(int at, boolean object, int quote) {
        return at >= n || is(at, "}") || (object && is(at, ",") && keyAhead(skipSpace(at + 1), quote));
    }

    /** Whether the line that starts here shows that a string was never closed: a key, a closing brace, a code fence. */
    private boolean lineEndsString(int from, boolean object, int quote) {
        int at = skipBlanks(from);
        if (at >= n || text.startsWith("```", at)) {
            return at < n;
        }
        if (object && text.charAt(at) == '}') {
            int next = skipBlanks(at + 1);
            return next >= n || ",\n}\r".indexOf(text.charAt(next)) >= 0;
        }
        return object && quote(at) == quote && keyAhead(at, quote);
    }

    private int skipBlanks(int from) {
        int at = from;
        while (at < n && at < from + LOOK && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    // --- keys --------------------------------------------------------------------------------------------------------

    private record Key(String text, int end, boolean colon, boolean brace) {}

    /** Whether a quoted key with its colon starts here. */
    private boolean keyAhead(int from, int quote) {
        Key key = quote == 0 ? null : quotedKey(from);
        return key != null && key.colon;
    }

    /** The quoted key that starts here, on one line and within {@link #LOOK} characters; null if there is none. */
    private @Nullable Key quotedKey(int from) {
        int slashes = escapedQuote(from);
        if (slashes < 0) {
            return null;
        }
        int quote = quote(from + slashes);
        int start = from + slashes + 1;
        for (int at = start; at < n && at < start + LOOK && text.charAt(at) != '\n'; at++) {
            if (is(at, "\\") && slashes == 0) {
                at++;
                continue;
            }
            int end = quote(at) == 0 ? at : skipSpace(at + 1);
            boolean mixed = quote <= 2 && quote(at) > 0 && quote(at) <= 2 && is(end, ":");
            if (quote(at) != quote && !mixed) {
                continue;
            }
            // Before the backslashes of the closing mark, if it has as many as the opening one.
            int last = at;
            while (last > start && last > at - slashes && text.charAt(last - 1) == '\\') {
                last--;
            }
            String name = decoded(text.substring(start, last), slashes > 0);
            boolean colon = is(end, ":=");
            boolean brace = is(end, "{[") || ((quote(end) != 0 || Fold.isDigit(folded(end))) && isKnownKey.test(name));
            return new Key(name, colon ? is(end + 1, ">") ? end + 2 : end + 1 : brace ? end : at + 1, colon, brace);
        }
        return null;
    }

    /** How many backslashes stand before a quotation mark here: 0 for a plain one, -1 if it is something else. */
    private int escapedQuote(int from) {
        int at = from;
        while (at < from + 8 && is(at, "\\")) {
            at++;
        }
        return quote(at) != 0 ? at - from : -1;
    }

    /** Where an unquoted key ends that starts here and is followed by a colon; 0 if there is none. */
    private int bareKeyEnd(int from) {
        for (int at = from; at < n && at < from + 40; at++) {
            char c = text.charAt(at);
            if (is(at, ":") || (c == '=' && at > from)) {
                return at > from ? at : 0;
            }
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != ' ') {
                return 0;
            }
        }
        return 0;
    }
}
