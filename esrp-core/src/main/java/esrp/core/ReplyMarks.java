package esrp.core;

import esrp.core.ReplyRules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds stage directions, emoji and faces in a reply, in one pass from left to right. */
final class ReplyMarks {
    /** A place in the text, {@code start} inclusive, {@code end} exclusive. */
    record Mark(Rule rule, int start, int end) {}

    private static final String OPENERS = "(（[［【〔〖{｛*＊";
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

    private ReplyMarks() {}

    static List<Mark> find(String text) {
        List<Mark> marks = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int end = emojiEnd(text, i);
            if (end > i) {
                marks.add(new Mark(Rule.EMOJI, i, end));
                i = end;
                continue;
            }
            end = emoticonEnd(text, i);
            if (end > i) {
                marks.add(new Mark(isUpright(text, i, end) ? Rule.KAOMOJI : Rule.EMOTICON, i, end));
                i = end;
                continue;
            }
            Mark aside = aside(text, i);
            if (aside != null) {
                marks.add(aside);
                i = aside.end;
                continue;
            }
            i += java.lang.Character.charCount(text.codePointAt(i));
        }
        return marks;
    }

    // --- emoji ----------------------------------------------------------------------------------------------------

    private static int emojiEnd(String text, int from) {
        int cp = text.codePointAt(from);
        int next = from + java.lang.Character.charCount(cp);
        if (isLeftover(cp) || (cp == 0x200D && !joinsLetters(text, from))) {
            return skipParts(text, next);
        }
        boolean keycap = (cp >= '0' && cp <= '9') || cp == '#' || cp == '*';
        if (keycap) {
            int at = next;
            if (at < text.length() && text.charAt(at) == '\uFE0F') {
                at++;
            }
            return at < text.length() && text.charAt(at) == '\u20E3' ? at + 1 : from;
        }
        if (hasEmojiPresentation(cp)) {
            return skipParts(text, next);
        }
        if (next < text.length() && text.charAt(next) == '\uFE0F' && cp > 0xA8 && isSymbol(cp)) {
            return skipParts(text, next);
        }
        return from;
    }

    /** Goes on over variation selectors, skin tones, tags, joiners with what they join, and the second half of a flag. */
    private static int skipParts(String text, int from) {
        int i = from;
        boolean joined = false;
        while (i < text.length()) {
            int cp = text.codePointAt(i);
            boolean joiner = cp == 0x200D;
            boolean part = joiner
                    || cp == 0xFE0F
                    || cp == 0x20E3
                    || (cp >= 0x1F3FB && cp <= 0x1F3FF)
                    || (cp >= 0xE0020 && cp <= 0xE007F)
                    || (cp >= 0x1F1E6 && cp <= 0x1F1FF && i == from)
                    || (joined && cp > 0xA8 && !java.lang.Character.isLetter(cp));
            if (!part) {
                return i;
            }
            joined = joiner;
            i += java.lang.Character.charCount(cp);
        }
        return i;
    }

    /** What the emoji variation selector makes an emoji of: symbols and a few signs, not letters and punctuation. */
    private static boolean isSymbol(int cp) {
        int type = java.lang.Character.getType(cp);
        return type == java.lang.Character.OTHER_SYMBOL
                || type == java.lang.Character.MATH_SYMBOL
                || cp == 0x203C
                || cp == 0x2049
                || cp == 0x3030;
    }

    /** Whether a joiner stands behind a letter of a script that is written with joiners, such as Arabic or Devanagari. */
    private static boolean joinsLetters(String text, int joiner) {
        if (joiner == 0) {
            return false;
        }
        int before = text.codePointBefore(joiner);
        java.lang.Character.UnicodeScript script = java.lang.Character.UnicodeScript.of(before);
        return java.lang.Character.isLetter(before)
                && script != java.lang.Character.UnicodeScript.HAN
                && script != java.lang.Character.UnicodeScript.HIRAGANA
                && script != java.lang.Character.UnicodeScript.KATAKANA
                && script != java.lang.Character.UnicodeScript.LATIN;
    }

    private static boolean isLeftover(int cp) {
        return cp == 0xFE0F || cp == 0x20E3;
    }

    /** Code points that are drawn as emoji unless told otherwise, by block; what else is in these blocks is symbols. */
    private static boolean hasEmojiPresentation(int cp) {
        return (cp >= 0x1F300 && cp <= 0x1F64F)
                || (cp >= 0x1F680 && cp <= 0x1F6FF)
                || (cp >= 0x1F7E0 && cp <= 0x1F7EB)
                || (cp >= 0x1F90C && cp <= 0x1F9FF)
                || (cp >= 0x1FA70 && cp <= 0x1FAFF)
                || (cp >= 0x1F1E6 && cp <= 0x1F1FF)
                || (cp >= 0x2648 && cp <= 0x2653)
                || cp == 0x1F004
                || cp == 0x1F0CF
                || "⌚⌛⏩⏪⏫⏬⏰⏳☔☕♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕".indexOf(cp) >= 0;
    }

    // --- faces without brackets ------------------------------------------------------------------------------------

    private static int emoticonEnd(String text, int from) {
        if (from > 0 && isWordChar(text.charAt(from - 1)) && isWordChar(text.charAt(from))) {
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
        int kind = OPENERS.indexOf(text.charAt(from));
        if (kind < 0) {
            return null;
        }
        boolean star = kind >= OPENERS.length() - 2;
        if (star
                && from > 0
                && (isWordChar(text.charAt(from - 1)) || java.lang.Character.isDigit(text.charAt(from - 1)))) {
            return null;
        }
        int i = from + 1;
        int letters = 0;
        int signs = 0;
        int count = 0;
        while (i < text.length() && count <= ReplyRules.LONGEST_ASIDE) {
            int cp = text.codePointAt(i);
            int closer = cp < 0x10000 ? CLOSERS.indexOf((char) cp) : -1;
            boolean closes = closer >= 0 && closer / 2 == kind / 2;
            if (closes) {
                break;
            }
            if (cp == '\n' || (OPENERS.indexOf(cp) >= 0 && OPENERS.indexOf(cp) / 2 == kind / 2)) {
                return null;
            }
            if (FACE_SIGNS.indexOf(cp) >= 0 || isCombining(cp)) {
                signs++;
            } else if (java.lang.Character.isLetter(cp)) {
                letters++;
            } else if (!java.lang.Character.isDigit(cp) && !java.lang.Character.isWhitespace(cp)) {
                signs += isRareInSpeech(cp) ? 1 : 0;
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
        boolean words = inside.codePoints().anyMatch(cp -> java.lang.Character.isLetter(cp));
        if (!words || (star && (inside.isBlank() || java.lang.Character.isWhitespace(inside.charAt(0))))) {
            return null;
        }
        if (star && from > 0 && OPENERS.indexOf(text.charAt(from - 1)) >= OPENERS.length() - 2) {
            return null;
        }
        String low = inside.toLowerCase(Locale.ROOT);
        for (String thought : ReplyRules.THOUGHTS) {
            if (low.contains(thought)) {
                return new Mark(Rule.INNER_THOUGHT, from, end);
            }
        }
        return new Mark(Rule.ACTION, from, end);
    }

    private static boolean isCombining(int cp) {
        int type = java.lang.Character.getType(cp);
        return type == java.lang.Character.NON_SPACING_MARK || type == java.lang.Character.MODIFIER_SYMBOL;
    }

    private static boolean isRareInSpeech(int cp) {
        int type = java.lang.Character.getType(cp);
        return type == java.lang.Character.MATH_SYMBOL
                || type == java.lang.Character.OTHER_SYMBOL
                || type == java.lang.Character.MODIFIER_SYMBOL;
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
