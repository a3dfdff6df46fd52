package esrp.prompts.internal;

import java.text.Normalizer;

/** How characters are read where they are structure, not text: full-width forms as their ASCII ones. */
final class Fold {
    private Fold() {}

    /** The ASCII character that a full-width or typographic one stands for; any other as it is. */
    static int fold(int cp) {
        if (cp < 0x80) {
            return cp;
        }
        if (cp >= 0xFF01 && cp <= 0xFF5E) {
            return cp - 0xFEE0;
        }
        return switch (cp) {
            case 0x3000, 0x00A0 -> ' ';
            case 0x3001 -> ',';
            case 0x3002, 0xFF61 -> '.';
            case 0x2236, 0xFE55, 0xFE13 -> ':';
            case 0x2212 -> '-';
            case 0x2044, 0x2215 -> '/';
            case 0x3010, 0x3014 -> '[';
            case 0x3011, 0x3015 -> ']';
            default -> {
                int digit = Character.digit(cp, 10);
                boolean mathematical = cp >= 0x1D400 && cp <= 0x1D7FF && digit < 0;
                yield digit >= 0
                        ? '0' + digit
                        : mathematical
                                ? Normalizer.normalize(Character.toString(cp), Normalizer.Form.NFKC)
                                        .codePointAt(0)
                                : cp;
            }
        };
    }

    static boolean isDigit(int cp) {
        int folded = fold(cp);
        return folded >= '0' && folded <= '9';
    }

    /** Characters that readers do not see and that change nothing: marks of direction, joiners, byte order marks, NUL. */
    static boolean isInvisible(int cp) {
        if (cp < 0x20) {
            return cp != '\n' && cp != '\r' && cp != '\t';
        }
        return cp == 0xFE0F
                || cp == 0xFE0E
                || cp == 0x20E3
                || (cp > 0x7E && (Character.getType(cp) == Character.FORMAT || (cp >= 0x7F && cp <= 0x9F)));
    }

    static boolean isSpace(int cp) {
        return cp == ' '
                || cp == '\n'
                || cp == '\r'
                || cp == '\t'
                || isInvisible(cp)
                || (cp > 0x7E && (Character.isWhitespace(cp) || Character.isSpaceChar(cp)));
    }

    /** Quotation marks by class; 0 for any other character. What opens a class is closed by the same class. */
    static int quoteClass(int cp) {
        return switch (cp) {
            case '"', 0xFF02 -> 1;
            case 0x201C, 0x201D, 0x201E, 0x201F -> 2;
            case '\'', 0xFF07 -> 3;
            case 0x2018, 0x2019 -> 4;
            case '`', 0x00B4 -> 5;
            case 0x300C, 0x300D -> 6;
            case 0x300E, 0x300F -> 7;
            default -> 0;
        };
    }

    /** Whether a character belongs to a word in Latin letters. */
    static boolean isLatin(int cp) {
        return cp < 0x250 && Character.isLetter(cp);
    }

    /** Letters and digits alone, in lower case. */
    static String key(String text) {
        StringBuilder key = new StringBuilder(Math.min(text.length(), 80));
        text.codePoints().map(Fold::letter).filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
        return key.toString();
    }

    /** A letter as names and words are compared: ASCII form, lower case, simplified. */
    static int letter(int cp) {
        return cp < 0x80 ? Character.toLowerCase(cp) : Vocabulary.simplified(Character.toLowerCase(fold(cp)));
    }

    /** Whether a text is blank, invisible characters included. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(Fold::isSpace);
    }
}
