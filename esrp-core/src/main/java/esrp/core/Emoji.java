package esrp.core;

/**
 * Code points that are emoji by default, or that only serve to shape emoji. Symbols that are text by default, such as
 * the stars and notes of Chinese prose (U+2606, U+266A), are not among them.
 */
final class Emoji {
    /** Emoji_Presentation outside the supplementary planes (Unicode 15, emoji-data.txt), as pairs first, last. */
    private static final int[] BASIC = {
        0x231A, 0x231B, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE, 0x2614, 0x2615, 0x2648, 0x2653,
        0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE, 0x26C4, 0x26C5, 0x26CE, 0x26CE,
        0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA, 0x26FD, 0x26FD, 0x2705, 0x2705,
        0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755, 0x2757, 0x2757, 0x2795, 0x2797,
        0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55
    };

    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int KEYCAP = 0x20E3;

    private Emoji() {}

    static boolean is(int codePoint) {
        if (codePoint < ZERO_WIDTH_JOINER) {
            return false;
        }
        if (codePoint == ZERO_WIDTH_JOINER
                || codePoint == KEYCAP
                || codePoint == 0xFE0E
                || codePoint == 0xFE0F
                || (codePoint >= 0x1F000 && codePoint <= 0x1FAFF)
                || (codePoint >= 0xE0020 && codePoint <= 0xE007F)) {
            return true;
        }
        for (int i = 0; i < BASIC.length && codePoint >= BASIC[i]; i += 2) {
            if (codePoint <= BASIC[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
