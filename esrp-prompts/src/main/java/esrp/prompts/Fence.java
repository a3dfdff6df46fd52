package esrp.prompts;

import esrp.core.internal.Digest;
import esrp.core.internal.OneLine;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * Encloses texts that others wrote, so that a model can tell them from its instructions.
 *
 * <p>Each text stands between {@code <label-mark>} and {@code </label-mark>} on lines of their own. The mark is made of
 * the texts themselves (the beginning of their SHA-256) and lengthened until it occurs in none of them, whatever the
 * case and the width of their letters and even if invisible characters are strewn in. So no text can close its own
 * fence, and the same texts always give the same prompt.
 */
final class Fence {
    private static final int SHORTEST = 8;

    private final String mark;
    private final List<String> texts;

    private Fence(String mark, List<String> texts) {
        this.mark = mark;
        this.texts = texts;
    }

    /** A fence for all texts that are to be enclosed in one prompt. */
    static Fence around(List<String> texts) {
        List<String> copy = List.copyOf(texts);
        List<String> folded = copy.stream().map(Fence::fold).toList();
        for (int round = 0; ; round++) {
            String mark = choose(hash(copy, round), folded);
            if (!mark.isEmpty()) {
                return new Fence(mark, copy);
            }
        }
    }

    /** What makes this fence's lines unlike any line of the texts: 8 to 64 hexadecimal digits. */
    String mark() {
        return mark;
    }

    /** One of the texts the fence was made for between its lines, which say what it is, for example {@code user-1}. */
    String enclose(String label, String text) {
        if (!label.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException(
                    "label: \"" + label + "\" is not a label; lower-case letters, digits and - were expected");
        }
        if (!texts.contains(text)) {
            throw new IllegalArgumentException("text: \"" + OneLine.of(text, 40) + "\" is none of the " + texts.size()
                    + " texts this fence was made for");
        }
        return "<" + label + "-" + mark + ">\n" + text + "\n</" + label + "-" + mark + ">";
    }

    /** The shortest beginning of the hash that occurs in none of the texts; empty if all of it occurs. */
    static String choose(String hash, List<String> folded) {
        for (int length = SHORTEST; length <= hash.length(); length *= 2) {
            String mark = hash.substring(0, length);
            if (folded.stream().noneMatch(text -> text.contains(mark))) {
                return mark;
            }
        }
        return "";
    }

    /** The text as a reader might see it: compatibility forms resolved, lower case, invisible characters gone. */
    static String fold(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFKC)
                .codePoints()
                .filter(cp -> Character.getType(cp) != Character.FORMAT && !Character.isISOControl(cp))
                .forEach(visible::appendCodePoint);
        return visible.toString().toLowerCase(Locale.ROOT);
    }

    static String hash(List<String> texts, int round) {
        return new Digest().add(round).add(texts).hex();
    }
}
