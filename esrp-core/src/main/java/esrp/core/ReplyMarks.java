package esrp.core;

import esrp.core.ReplyRules.Rule;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds stage directions, emoji and faces in a reply, in one pass from left to right. */
final class ReplyMarks {
    /** A place in the text, {@code start} inclusive, {@code end} exclusive. */
    record Mark(Rule rule, int start, int end) {}

    private static final String OPENERS = "(（[［【〔〖{｛*＊";
    private static final int STAR = OPENERS.length() / 2 - 1;
    private static final String CLOSERS = ")）]］】〕〗}｝*＊";

    /** Signs that faces are drawn with; far more of them than of letters makes brackets a face. */
    private static final String FACE_SIGNS =
            "^＾_＿>＞<＜=＝;；:：~～`´'\"-－|｜/／\\＼*＊.。·・•°ºˊˋ¯￣'‘’\"•̀́̂̃̄︿﹏﹃ωεзｏ∀∇▽△□◇○●◎◕ಠ¬≧≦╯╰╥﹀╬☆★♪♥♡ノシσдДヘへ｀´｡ﾟ゜ヮ∩з⁄ㅂㅅ⊙⌒⊃⊂╭╮┬┴━┻＠@#＃TOoxXuU";

    private static final String[] EMOTICONS = {
        ":-)", ":)", ":-(", ":(", ":-D", ":D", ";-)", ";)", ";D", ":-P", ":P", ":-p", ":p", ":'(", ":-/", ":-|", ":-O",
        ":-o", "=)", "=(", "XD", "xD", "<3", "</3", "T_T", "T.T", "QAQ", "QwQ", "TAT", "orz", "OTZ", "Orz", "^_^", "^^",
        "^-^", "^o^", ">_<", ">.<", "-_-", "=_=", "o_O", "O_o", "O_O", "o_o", "T^T", "QVQ", "OvO", "TvT", "ovo", "QuQ",
        "._.", "⊙﹏⊙", "￣▽￣", "≧▽≦", "＾＿＾", "╯﹏╰", "→_→", "←_←", "╥﹏╥", ">///<", ":3", "（：", "：）", "：（", "：D"
    };

    private static final Set<UnicodeScript> JOINED_BY_NOTHING =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.LATIN);

    private static final String FACE_STARTS =
            Stream.of(EMOTICONS).map(face -> face.substring(0, 1)).distinct().collect(Collectors.joining());

    /** Code points that are drawn as emoji unless told otherwise, by block; what else is in these blocks is symbols. */
    private static final String PRESENTED = "\\x{1F300}-\\x{1F64F}\\x{1F680}-\\x{1F6FF}\\x{1F7E0}-\\x{1F7EB}"
            + "\\x{1F90C}-\\x{1F9FF}\\x{1FA70}-\\x{1FAFF}\\x{1F1E6}-\\x{1F1FF}\\x{2648}-\\x{2653}\\x{1F004}\\x{1F0CF}"
            + "⌚⌛⏩⏪⏫⏬⏰⏳☔☕♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕";
    /** What the emoji variation selector makes an emoji of: symbols and a few signs, not letters and punctuation. */
    private static final String SYMBOL = "[\\p{So}\\p{Sm}\\x{203C}\\x{2049}\\x{3030}&&[^\\x00-\\xA8]](?=\\x{FE0F})";
    /** Second half of a flag; then joiners with what they join, variation selectors, keycaps, skin tones and tags. */
    private static final String PARTS = "[\\x{1F1E6}-\\x{1F1FF}]?(?:\\x{200D}[^\\x00-\\xA8\\p{L}\\x{200D}]?"
            + "|[\\x{FE0F}\\x{20E3}\\x{1F3FB}-\\x{1F3FF}\\x{E0020}-\\x{E007F}])*";

    /** Letters first, since most text is letters and none of them is an emoji. */
    private static final Pattern EMOJI = Pattern.compile("(?!\\p{L})(?:[0-9#*]\\x{FE0F}?\\x{20E3}"
            + "|(?:[\\x{FE0F}\\x{20E3}\\x{200D}" + PRESENTED + "]|" + SYMBOL + ")" + PARTS + ")");

    private ReplyMarks() {}

    static List<Mark> find(String text) {
        List<Mark> marks = new ArrayList<>();
        Matcher emoji = EMOJI.matcher(text);
        boolean more = emoji.find();
        for (int i = 0; i < text.length(); ) {
            more = more && (emoji.start() >= i || emoji.find(i));
            boolean here = more && emoji.start() == i && (text.charAt(i) != '\u200D' || !joinsLetters(text, i));
            Mark mark = here ? new Mark(Rule.EMOJI, i, emoji.end()) : face(text, i);
            if (mark == null) {
                i += java.lang.Character.charCount(text.codePointAt(i));
            } else {
                marks.add(mark);
                i = mark.end;
            }
        }
        return marks;
    }

    private static @Nullable Mark face(String text, int from) {
        int end = emoticonEnd(text, from);
        return end > from
                ? new Mark(isUpright(text, from, end) ? Rule.KAOMOJI : Rule.EMOTICON, from, end)
                : aside(text, from);
    }

    /** Whether a joiner stands behind a letter of a script that is written with joiners, such as Arabic or Devanagari. */
    private static boolean joinsLetters(String text, int joiner) {
        int before = joiner == 0 ? ' ' : text.codePointBefore(joiner);
        return java.lang.Character.isLetter(before) && !JOINED_BY_NOTHING.contains(UnicodeScript.of(before));
    }

    // --- faces without brackets ------------------------------------------------------------------------------------

    private static int emoticonEnd(String text, int from) {
        if (FACE_STARTS.indexOf(text.charAt(from)) < 0
                || (from > 0 && isWordChar(text.charAt(from - 1)) && isWordChar(text.charAt(from)))) {
            return from;
        }
        int best = from;
        for (String face : EMOTICONS) {
            if (text.startsWith(face, from)) {
                int end = from + face.length();
                boolean runsOn =
                        end < text.length() && isWordChar(text.charAt(end - 1)) && isWordChar(text.charAt(end));
                boolean time = face.startsWith(":") && from > 0 && java.lang.Character.isDigit(text.charAt(from - 1));
                if (!runsOn && !time && end > best) {
                    best = end;
                }
            }
        }
        return best;
    }

    private static boolean isWordChar(char c) {
        return c < 0x250 && java.lang.Character.isLetterOrDigit(c);
    }

    private static boolean isUpright(String text, int from, int end) {
        String face = text.substring(from, end);
        return face.indexOf('^') >= 0 || face.indexOf('_') >= 0 || !face.chars().allMatch(c -> c < 0x2000);
    }

    // --- brackets and asterisks --------------------------------------------------------------------------------------

    private static @Nullable Mark aside(String text, int from) {
        int kind = kind(OPENERS, text.charAt(from));
        boolean star = kind == STAR;
        if (kind < 0
                || (star
                        && from > 0
                        && (isWordChar(text.charAt(from - 1)) || java.lang.Character.isDigit(text.charAt(from - 1))))) {
            return null;
        }
        int i = from + 1;
        int letters = 0;
        int signs = 0;
        int count = 0;
        while (i < text.length() && count <= ReplyRules.LONGEST_ASIDE) {
            int cp = text.codePointAt(i);
            if (kind(CLOSERS, cp) == kind) {
                break;
            }
            if (cp == '\n' || kind(OPENERS, cp) == kind) {
                return null;
            }
            if (isFaceSign(cp)) {
                signs++;
            } else if (java.lang.Character.isLetter(cp)) {
                letters++;
            }
            count++;
            i += java.lang.Character.charCount(cp);
        }
        if (i >= text.length() || count > ReplyRules.LONGEST_ASIDE || count == 0) {
            return null;
        }
        int end = i + 1;
        String inside = text.substring(from + 1, i);
        if (!star && count <= 15 && signs >= 2 && signs > letters) {
            return new Mark(Rule.KAOMOJI, from, armsEnd(text, end));
        }
        boolean words = inside.codePoints().anyMatch(java.lang.Character::isLetter);
        if (!words || (star && (inside.isBlank() || java.lang.Character.isWhitespace(inside.charAt(0))))) {
            return null;
        }
        if (star && from > 0 && kind(OPENERS, text.charAt(from - 1)) == STAR) {
            return null;
        }
        String low = inside.toLowerCase(Locale.ROOT);
        boolean thought = ReplyRules.THOUGHTS.stream().anyMatch(low::contains);
        return new Mark(thought ? Rule.INNER_THOUGHT : Rule.ACTION, from, end);
    }

    private static int kind(String brackets, int cp) {
        return Math.floorDiv(brackets.indexOf(cp), 2);
    }

    private static boolean isFaceSign(int cp) {
        return FACE_SIGNS.indexOf(cp) >= 0
                || switch (java.lang.Character.getType(cp)) {
                    case java.lang.Character.NON_SPACING_MARK,
                            java.lang.Character.MODIFIER_SYMBOL,
                            java.lang.Character.MATH_SYMBOL,
                            java.lang.Character.OTHER_SYMBOL -> true;
                    default -> false;
                };
    }

    /** Goes on over the arms that some faces have behind the bracket. */
    private static int armsEnd(String text, int from) {
        int i = from;
        while (i < text.length() && i < from + 8 && "╯╮ノﾉ︵┻━┬┴┸づっ♡♥☆★~～".indexOf(text.charAt(i)) >= 0) {
            i++;
        }
        return i;
    }
}
