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
 * mismatched or too many; an opening bracket that is missing at the start.
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
        /** What stands before a root on its line or the line above. */
        String label = "";
        /** Where that begins. */
        int labelStart;

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
    private final int from;
    private boolean tooDeep;
    private int labelFloor;
    private int labelStart;

    /**
     * @param text what to read
     * @param from where to start
     * @param endIsEnd whether the end of the text is known to be where the writer stopped of itself
     * @param isKnownKey keys that may start an object whose opening bracket is missing
     */
    LooseJson(String text, int from, boolean endIsEnd, Predicate<String> isKnownKey) {
        this.text = text;
        this.n = text.length();
        this.i = from;
        this.from = from;
        this.labelFloor = from;
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

    // --- outside of any structure ------------------------------------------------------------------------------------

    private void prose() {
        char c = text.charAt(i);
        int folded = Fold.fold(c);
        if (folded == '{' && looksLikeObject(i + 1)) {
            open(Kind.OBJECT, '}', 1);
        } else if (c == '[' || c == '［') {
            int next = skipSpace(i + 1);
            int first = next < n ? Fold.fold(text.charAt(next)) : 0;
            boolean tuple = first == '(' && next + 1 < n && Fold.quoteClass(text.charAt(next + 1)) != 0;
            if ((first == '{' && looksLikeObject(next + 1)) || first == '[' || tuple) {
                open(Kind.ARRAY, ']', 1);
            } else {
                i++;
            }
        } else if ((Fold.quoteClass(c) != 0 || c == '\\') && startsKeyInProse()) {
            open(Kind.OBJECT, '}', 0);
        } else {
            i++;
        }
    }

    /** After an opening brace: what an object can start with. */
    private boolean looksLikeObject(int from) {
        int at = skipSpace(from);
        if (at >= n) {
            return true;
        }
        char c = text.charAt(at);
        int folded = Fold.fold(c);
        if (Fold.quoteClass(c) != 0 || c == '\\' || folded == '}' || folded == '{' || folded == '[') {
            return true;
        }
        if (c == '/' || c == '#') {
            return true;
        }
        return bareKeyEnd(at) > 0;
    }

    /** Whether a quoted key that is known stands here, where an object may have lost its opening brace. */
    private boolean startsKeyInProse() {
        int before = i - 1;
        while (before >= from && before > i - 8 && Fold.isSpace(text.charAt(before)) && text.charAt(before) != '\n') {
            before--;
        }
        if (before >= from) {
            int folded = Fold.fold(text.charAt(before));
            if (folded != '\n' && folded != ',' && folded != '`' && folded != '}') {
                return false;
            }
        }
        Key key = quotedKey(i);
        return key != null && key.colon && isKnownKey.test(key.text);
    }

    private void open(Kind kind, char closer, int width) {
        if (stack.size() >= MAX_DEPTH) {
            tooDeep = true;
            return;
        }
        Node node = new Node(kind, i, "");
        if (stack.isEmpty()) {
            node.label = labelBefore();
            node.labelStart = labelStart;
            roots.add(node);
        } else {
            Frame parent = stack.get(stack.size() - 1);
            add(parent, node);
        }
        stack.add(new Frame(node, closer));
        i += width;
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

    /** The last line of prose before a root; a line that only opens a code fence is passed over. */
    private String labelBefore() {
        int at = i;
        int floor = Math.max(labelFloor, i - LOOK);
        at = backOverSpace(at, floor);
        int lineStart = at;
        while (lineStart > floor && text.charAt(lineStart - 1) != '\n') {
            lineStart--;
        }
        if (text.startsWith("```", lineStart)) {
            at = backOverSpace(lineStart, floor);
            lineStart = at;
            while (lineStart > floor && text.charAt(lineStart - 1) != '\n') {
                lineStart--;
            }
        }
        if (lineStart == floor && floor > labelFloor) {
            return "";
        }
        String line = text.substring(lineStart, at);
        if (line.indexOf('}') >= 0) {
            return ""; // what stands behind another structure may be that one's name
        }
        int cut = Math.max(line.lastIndexOf('}'), Math.max(line.lastIndexOf(','), line.lastIndexOf('，')));
        labelStart = lineStart + cut + 1;
        return line.substring(cut + 1);
    }

    private int backOverSpace(int from, int floor) {
        int at = from;
        while (at > floor && Fold.isSpace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    // --- inside a structure
    // --------------------------------------------------------------------------------------------

    private void inside(Frame frame) {
        char c = text.charAt(i);
        int folded = Fold.fold(c);
        if (c == '\n' && frame.expect != Expect.VALUE && !frame.bareKeys && proseFollows()) {
            endAll();
            return;
        }
        if (Fold.isSpace(c) || isQuoteBar(i)) {
            i++;
            return;
        }
        if (c == '\\' && i + 1 < n && isEscapedSpace(text.charAt(i + 1))) {
            i += 2;
            return;
        }
        if (c == '`' && text.startsWith("```", i) && atLineStart(i)) {
            endAll();
            i += 3;
            return;
        }
        if (folded == '}' || folded == ']' || (folded == ')' && isOpen(')'))) {
            close((char) folded);
            return;
        }
        if (frame.expect != Expect.VALUE && isCommentStart()) {
            skipComment();
            return;
        }
        switch (frame.expect) {
            case COMMA -> {
                if (folded == ',' || folded == ';') {
                    i++;
                }
                frame.expect = frame.node.kind == Kind.OBJECT ? Expect.KEY : Expect.VALUE;
            }
            case KEY -> key(frame, c, folded);
            case VALUE -> value(frame, c, folded);
        }
    }

    private void key(Frame frame, char c, int folded) {
        if (folded == ',' || folded == ';' || folded == ':') {
            i++;
        } else if (folded == '{') {
            open(Kind.OBJECT, '}', 1);
        } else if (folded == '[') {
            open(Kind.ARRAY, ']', 1);
        } else if (Fold.quoteClass(c) != 0 || c == '\\') {
            Key key = quotedKey(i);
            if (key == null || !(key.colon || key.brace)) {
                i++;
                return;
            }
            frame.key = key.text;
            frame.keyStart = i;
            frame.expect = Expect.VALUE;
            i = key.end;
        } else {
            int start = i;
            while (i < n && !endsBareKey(text.charAt(i))) {
                i++;
            }
            if (i < n && (Fold.fold(text.charAt(i)) == ':' || text.charAt(i) == '=')) {
                frame.key = text.substring(start, i).strip();
                frame.keyStart = start;
                frame.expect = Expect.VALUE;
                frame.bareKeys = true;
                i++;
                if (i < n && text.charAt(i) == '>') {
                    i++;
                }
            } else if (i == start) {
                i++;
            }
        }
    }

    /** Whether a blank line and then words follow where a key or a comma should: the brackets at the end are missing. */
    private boolean proseFollows() {
        int at = skipSpace(i);
        boolean blank = false;
        for (int k = i + 1; k < at && k < i + LOOK; k++) {
            blank |= text.charAt(k) == '\n';
        }
        return (blank
                        && at < n
                        && bareKeyEnd(at) == 0
                        && (Character.isLetter(text.charAt(at)) || "|#*".indexOf(text.charAt(at)) >= 0))
                || (blank
                        && at < n
                        && Character.isLetter(text.charAt(at))
                        && !isKnownKey.test(text.substring(at, Math.max(at, bareKeyEnd(at)))));
    }

    private static boolean endsBareKey(char c) {
        int folded = Fold.fold(c);
        return folded == ':'
                || folded == '='
                || folded == ','
                || folded == ';'
                || folded == '{'
                || folded == '}'
                || folded == '['
                || folded == ']'
                || c == '\n'
                || c == '"'
                || c == '“'
                || c == '”';
    }

    private void value(Frame frame, char c, int folded) {
        boolean object = frame.node.kind == Kind.OBJECT;
        if (folded == '{') {
            open(Kind.OBJECT, '}', 1);
        } else if (folded == '[') {
            open(Kind.ARRAY, ']', 1);
        } else if (folded == '(' && object && looksLikeTuple()) {
            open(Kind.ARRAY, ')', 1);
        } else if (folded == '(' && !object) {
            open(Kind.ARRAY, ')', 1);
        } else if (folded == ',' || folded == ';') {
            if (object) {
                scalar(frame, Kind.BARE, i, "", true);
            }
            frame.expect = object ? Expect.KEY : Expect.VALUE;
            i++;
        } else if (folded == ':') {
            i++;
        } else if (Fold.quoteClass(c) != 0 || (c == '\\' && escapedQuote(i) > 0)) {
            string(frame);
        } else if (isCommentStart() && c == '/') {
            skipComment();
        } else {
            bare(frame, object);
        }
    }

    private boolean looksLikeTuple() {
        int at = skipSpace(i + 1);
        return at < n && (Fold.isDigit(text.charAt(at)) || Fold.quoteClass(text.charAt(at)) != 0);
    }

    private void bare(Frame frame, boolean object) {
        int start = i;
        while (i < n) {
            char c = text.charAt(i);
            int folded = Fold.fold(c);
            if (folded == '}' || folded == ']' || folded == '{' || c == '\n' || c == '\r') {
                break;
            }
            if (folded == ')' && isOpen(')')) {
                break;
            }
            if (folded == ',' || folded == ';') {
                boolean inNumber = object
                        && folded == ','
                        && i + 1 < n
                        && i > start
                        && Fold.isDigit(text.charAt(i + 1))
                        && Fold.isDigit(text.charAt(i - 1));
                if (!inNumber) {
                    break;
                }
            }
            if (i > start && Fold.isSpace(text.charAt(i - 1))) {
                if (Fold.quoteClass(c) == 1 || Fold.quoteClass(c) == 2) {
                    break;
                }
                if (isCommentStart()) {
                    break;
                }
            }
            if (c == '\\' && i + 1 < n && isEscapedSpace(text.charAt(i + 1))) {
                break;
            }
            i++;
        }
        String token = text.substring(start, i).strip();
        if (i == start) {
            i++;
            return;
        }
        scalar(frame, Kind.BARE, start, token, i < n || endIsEnd);
        last(frame).swallowed = token.indexOf('"') > 0 && token.indexOf('"') < token.length() - 1;
    }

    private void scalar(Frame frame, Kind kind, int start, String value, boolean complete) {
        Node node = new Node(kind, start, value);
        node.end = i;
        node.complete = complete;
        add(frame, node);
    }

    /** Pops what the bracket closes, and whatever inside it was left open; a bracket that closes nothing is passed over. */
    private void close(char closer) {
        i++;
        int at = stack.size() - 1;
        while (at >= 0 && stack.get(at).closer != closer) {
            at--;
        }
        if (at < 0) {
            return;
        }
        while (stack.size() > at) {
            Frame frame = stack.remove(stack.size() - 1);
            frame.node.complete = true;
            frame.node.end = i;
        }
        if (stack.isEmpty()) {
            labelFloor = i;
        }
    }

    private boolean isOpen(char closer) {
        for (Frame frame : stack) {
            if (frame.closer == closer) {
                return true;
            }
        }
        return false;
    }

    /** A code fence ends whatever is open. */
    private void endAll() {
        for (Frame frame : stack) {
            frame.node.end = i;
            frame.node.complete = true;
        }
        stack.clear();
        labelFloor = i;
    }

    private boolean isCommentStart() {
        char c = text.charAt(i);
        if (c == '#') {
            return true;
        }
        return c == '/' && i + 1 < n && (text.charAt(i + 1) == '/' || text.charAt(i + 1) == '*');
    }

    private void skipComment() {
        if (text.startsWith("/*", i)) {
            int end = text.indexOf("*/", i + 2);
            i = end < 0 ? n : end + 2;
            return;
        }
        while (i < n && text.charAt(i) != '\n') {
            i++;
        }
    }

    // --- strings ---------------------------------------------------------------------------------------------------

    private void string(Frame frame) {
        int start = i;
        int slashes = escapedQuote(i);
        int quote = Fold.quoteClass(text.charAt(i + slashes));
        i += slashes + 1;
        StringBuilder value = new StringBuilder();
        boolean object = frame.node.kind == Kind.OBJECT;
        boolean swallowed = false;
        boolean marks = false;
        while (i < n) {
            char c = text.charAt(i);
            if (c == '\\') {
                int run = i;
                while (run < n && text.charAt(run) == '\\') {
                    run++;
                }
                boolean closer =
                        slashes > 0 && run - i == slashes && run < n && Fold.quoteClass(text.charAt(run)) == quote;
                if (closer && endsString(run + 1, object, frame, quote)) {
                    i = run + 1;
                    scalar(frame, Kind.STRING, start, unescape(value, slashes), true);
                    sound(last(frame), !marks);
                    return;
                }
                if (slashes == 0) {
                    // Pairs of backslashes, then, if one is left over, what it escapes.
                    int pairs = (run - i) / 2;
                    value.append("\\".repeat(pairs));
                    i += 2 * pairs;
                    if (i < run) {
                        i = escape(value);
                    }
                } else {
                    int at = i;
                    value.append(text, at, run);
                    i = run;
                    if (i < n && Fold.quoteClass(text.charAt(i)) == quote) {
                        marks |= run - at == slashes;
                        value.append(text.charAt(i));
                        i++;
                    }
                }
                continue;
            }
            if (slashes == 0 && Fold.quoteClass(c) == quote) {
                if (endsString(i + 1, object, frame, quote)) {
                    i++;
                    scalar(frame, Kind.STRING, start, value.toString(), true);
                    last(frame).swallowed = swallowed;
                    sound(last(frame), !marks);
                    return;
                }
                marks = true;
                // An inner mark before a colon ends a key: the string has swallowed one, or is one itself.
                int after = skipSpace(i + 1);
                swallowed |= after < n && (text.charAt(after) == ':' || (quote != 1 && text.charAt(after) == '：'));
                if (object && isKnownKeyAhead(i)) {
                    int comma = lastVisible(value);
                    if (comma >= 0 && Fold.fold(value.charAt(comma)) == ',') {
                        // A key behind a comma: the string lacks its closing mark.
                        scalar(frame, Kind.STRING, start, value.substring(0, comma), true);
                        last(frame).swallowed = swallowed;
                        return;
                    }
                    swallowed = true;
                }
                int before = lastVisible(value);
                swallowed |= before >= 0 && ":{}[],".indexOf(value.charAt(before)) >= 0;
            }
            if (c == '\n' && lineEndsString(i + 1, object, quote)) {
                scalar(frame, Kind.STRING, start, value.toString(), true);
                return;
            }
            value.append(c);
            i++;
        }
        scalar(frame, Kind.STRING, start, unescape(value, slashes), false);
    }

    private void sound(Node node, boolean isSound) {
        node.sound = isSound;
        if (isSound) {
            soundStrings.add(node);
        }
    }

    private static Node last(Frame frame) {
        return frame.node.children.get(frame.node.children.size() - 1);
    }

    private boolean isKnownKeyAhead(int from) {
        Key key = quotedKey(from);
        return key != null && key.colon && isKnownKey.test(key.text);
    }

    /** The index of the last character that is not white space; -1 if there is none close by. */
    private int lastVisible(StringBuilder value) {
        int at = value.length() - 1;
        while (at >= 0 && at > value.length() - 8 && Fold.isSpace(value.charAt(at))) {
            at--;
        }
        return at >= 0 && !Fold.isSpace(value.charAt(at)) ? at : -1;
    }

    /** Appends what a backslash at {@code i} escapes; answers the position after it. */
    private int escape(StringBuilder value) {
        if (i + 1 >= n) {
            return n;
        }
        char c = text.charAt(i + 1);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b', 'f' -> value.append(' ');
            case 'u' -> {
                int code = 0;
                int digits = 0;
                while (digits < 4 && i + 2 + digits < n) {
                    int digit = Character.digit(text.charAt(i + 2 + digits), 16);
                    if (digit < 0) {
                        break;
                    }
                    code = code * 16 + digit;
                    digits++;
                }
                if (digits == 4) {
                    value.append((char) code);
                    return i + 6;
                }
                value.append('u');
            }
            default -> value.append(c);
        }
        return i + 2;
    }

    /** Resolves the escapes of a string that was itself written with escaped quotation marks. */
    private static String unescape(StringBuilder value, int slashes) {
        if (slashes == 0 || value.indexOf("\\") < 0) {
            return value.toString();
        }
        StringBuilder plain = new StringBuilder(value.length());
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c != '\\') {
                plain.append(c);
                at++;
                continue;
            }
            int run = at;
            while (run < value.length() && value.charAt(run) == '\\') {
                run++;
            }
            if (run < value.length() && value.charAt(run) == 'n') {
                plain.append('\n');
                run++;
            }
            at = run;
        }
        return plain.toString();
    }

    /** Whether the structure goes on after a quotation mark, so that it ends the string. */
    private boolean endsString(int from, boolean object, Frame frame, int quote) {
        int at = skipSpace(from);
        if (at >= n) {
            return true;
        }
        char c = text.charAt(at);
        int folded = Fold.fold(c);
        if (folded == '}') {
            return true;
        }
        if (folded == ']') {
            return isOpen(']') || closesByMistake(at + 1, object, quote);
        }
        if (folded == ')' && isOpen(')')) {
            return true;
        }
        if (folded == ',' || folded == ';') {
            int next = skipSpace(at + 1);
            if (next >= n) {
                return true;
            }
            char d = text.charAt(next);
            int foldedNext = Fold.fold(d);
            if (foldedNext == '}' || foldedNext == ']') {
                return true;
            }
            if (d == '/' && next + 1 < n && (text.charAt(next + 1) == '/' || text.charAt(next + 1) == '*')) {
                return true;
            }
            if (object) {
                return keyAhead(next, quote) || (frame.bareKeys && bareKeyEnd(next) > 0);
            }
            return Fold.quoteClass(d) != 0 || foldedNext == '{' || foldedNext == '[' || Fold.isDigit(d) || d == '\\';
        }
        if (c == '/' && at + 1 < n && (text.charAt(at + 1) == '/' || text.charAt(at + 1) == '*')) {
            return true;
        }
        if (text.startsWith("```", at)) {
            return true;
        }
        if (object && (Fold.quoteClass(c) != 0 || c == '\\')) {
            return keyAhead(at, quote);
        }
        return object && frame.bareKeys && hasLineBreak(from, at) && bareKeyEnd(at) > 0;
    }

    /** After a bracket that closes nothing: whether the structure goes on, so that it was meant to close something. */
    private boolean closesByMistake(int from, boolean object, int quote) {
        int at = skipSpace(from);
        if (at >= n) {
            return true;
        }
        int folded = Fold.fold(text.charAt(at));
        return folded == '}' || (object && folded == ',' && keyAhead(skipSpace(at + 1), quote));
    }

    private boolean hasLineBreak(int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) == '\n') {
                return true;
            }
        }
        return false;
    }

    /** Whether the line that starts here shows that a string was never closed: a key, a closing brace, a code fence. */
    private boolean lineEndsString(int from, boolean object, int quote) {
        int at = from;
        while (at < n && at < from + LOOK && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at >= n) {
            return false;
        }
        char c = text.charAt(at);
        if (text.startsWith("```", at)) {
            return true;
        }
        if (!object) {
            return false;
        }
        if (c == '}') {
            int next = at + 1;
            while (next < n && next < at + LOOK && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
                next++;
            }
            return next >= n
                    || text.charAt(next) == ','
                    || text.charAt(next) == '\n'
                    || text.charAt(next) == '}'
                    || text.charAt(next) == '\r';
        }
        return Fold.quoteClass(c) == quote && keyAhead(at, quote);
    }

    // --- keys -------------------------------------------------------------------------------------------------------

    private record Key(String text, int end, boolean colon, boolean brace) {}

    /** Whether a quoted key with its colon starts here. */
    private boolean keyAhead(int from, int quote) {
        if (from >= n) {
            return false;
        }
        int slashes = escapedQuote(from);
        if (from + slashes >= n || Fold.quoteClass(text.charAt(from + slashes)) == 0) {
            return false;
        }
        Key key = quotedKey(from);
        return key != null && key.colon && (quote != 0);
    }

    /** The quoted key that starts here, on one line and within {@link #LOOK} characters; null if there is none. */
    private @Nullable Key quotedKey(int from) {
        int slashes = escapedQuote(from);
        if (slashes < 0 || from + slashes >= n) {
            return null;
        }
        int quote = Fold.quoteClass(text.charAt(from + slashes));
        if (quote == 0) {
            return null;
        }
        int start = from + slashes + 1;
        int limit = Math.min(n, start + LOOK);
        for (int at = start; at < limit; at++) {
            char c = text.charAt(at);
            if (c == '\n') {
                return null;
            }
            if (c == '\\' && slashes == 0) {
                at++;
                continue;
            }
            boolean closes = Fold.quoteClass(c) == quote
                    || (quote <= 2 && Fold.quoteClass(c) > 0 && Fold.quoteClass(c) <= 2 && closesKey(at + 1));
            if (closes) {
                int end = skipSpace(at + 1);
                String name = plainKey(text.substring(start, keyTextEnd(start, at, slashes)));
                if (end < n) {
                    int next = Fold.fold(text.charAt(end));
                    if (next == ':' || next == '=') {
                        int after = end + 1;
                        if (after < n && text.charAt(after) == '>') {
                            after++;
                        }
                        return new Key(name, after, true, false);
                    }
                    if (next == '{' || next == '[') {
                        return new Key(name, end, false, true);
                    }
                }
                return new Key(name, at + 1, false, false);
            }
        }
        return null;
    }

    private boolean closesKey(int from) {
        int at = skipSpace(from);
        return at < n && Fold.fold(text.charAt(at)) == ':';
    }

    /** Where the text of a key ends: before the backslashes of the closing mark, if it has as many as the opening one. */
    private int keyTextEnd(int start, int closer, int slashes) {
        int at = closer;
        while (at > start && at > closer - slashes && text.charAt(at - 1) == '\\') {
            at--;
        }
        return at;
    }

    /** A key with its escapes resolved: {@code \\u4e00} and the like; any other backslash is dropped. */
    private static String plainKey(String raw) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder plain = new StringBuilder(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            if (at + 5 < raw.length() && raw.charAt(at + 1) == 'u') {
                int code = 0;
                for (int d = at + 2; d < at + 6; d++) {
                    int digit = Character.digit(raw.charAt(d), 16);
                    code = digit < 0 || code < 0 ? -1 : code * 16 + digit;
                }
                if (code >= 0) {
                    plain.append((char) code);
                    at += 5;
                }
            }
        }
        return plain.toString();
    }

    /** How many backslashes stand before a quotation mark here: 0 for a plain one, -1 if it is something else. */
    private int escapedQuote(int from) {
        int at = from;
        while (at < n && at < from + 8 && text.charAt(at) == '\\') {
            at++;
        }
        return at < n && Fold.quoteClass(text.charAt(at)) != 0 ? at - from : -1;
    }

    /** Where an unquoted key ends that starts here and is followed by a colon; 0 if there is none. */
    private int bareKeyEnd(int from) {
        int limit = Math.min(n, from + 40);
        int at = from;
        while (at < limit) {
            char c = text.charAt(at);
            int folded = Fold.fold(c);
            if (folded == ':' || (c == '=' && at > from)) {
                return at > from ? at : 0;
            }
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-' && c != ' ') {
                return 0;
            }
            at++;
        }
        return 0;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < n) {
            if (Fold.isSpace(text.charAt(at)) || isQuoteBar(at)) {
                at++;
            } else if (text.charAt(at) == '\\' && at + 1 < n && isEscapedSpace(text.charAt(at + 1))) {
                at += 2;
            } else {
                break;
            }
        }
        return at;
    }

    /** The {@code >} that mail and Markdown put in front of quoted lines. */
    private boolean isQuoteBar(int position) {
        return text.charAt(position) == '>' && position > 0 && text.charAt(position - 1) == '\n';
    }

    private static boolean isEscapedSpace(char c) {
        return c == 'n' || c == 't' || c == 'r';
    }

    private boolean atLineStart(int position) {
        int at = position - 1;
        while (at >= 0 && at > position - 8 && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at--;
        }
        return at < 0 || text.charAt(at) == '\n';
    }
}
