package esrp.prompts;

import java.util.Locale;

/** The marks with which models fence off their thinking: {@code <think>} and its kin. */
final class ThinkTags {
    private static final String[] NAMES = {
        "think", "thinking", "thought", "thoughts", "reasoning", "reflection", "scratchpad", "seed:think", "analysis"
    };
    private static final int LONGEST = 40;

    private ThinkTags() {}

    /** The position after an opening mark that stands here; 0 if there is none. */
    static int openEnd(String text, int from) {
        if (text.startsWith("◁think▷", from)) {
            return from + 7;
        }
        if (text.startsWith("[THINK]", from)) {
            return from + 7;
        }
        if (text.startsWith("<|channel|>analysis<|message|>", from)) {
            return from + 30;
        }
        return tagEnd(text, from, "<");
    }

    /** The position after a closing mark that stands here; 0 if there is none. */
    static int closeEnd(String text, int from) {
        if (text.startsWith("◁/think▷", from)) {
            return from + 8;
        }
        if (text.startsWith("[/THINK]", from)) {
            return from + 8;
        }
        if (text.startsWith("<|channel|>final<|message|>", from)) {
            return from + 27;
        }
        return tagEnd(text, from, "</");
    }

    private static int tagEnd(String text, int from, String opener) {
        if (!text.startsWith(opener, from)) {
            return 0;
        }
        int start = from + opener.length();
        int limit = Math.min(text.length(), start + LONGEST);
        for (int at = start; at < limit; at++) {
            char c = text.charAt(at);
            if (c == '>') {
                String name = text.substring(start, at).strip().toLowerCase(Locale.ROOT);
                int space = name.indexOf(' ');
                String bare = space < 0 ? name : name.substring(0, space);
                for (String known : NAMES) {
                    if (known.equals(bare)) {
                        return at + 1;
                    }
                }
                return 0;
            }
            if (c == '\n' || c == '<') {
                return 0;
            }
        }
        return 0;
    }
}
