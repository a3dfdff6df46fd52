package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.TextWidth;
import java.util.List;

/**
 * Replies of one candidate as one character, judged together for diversity; ten in the paper's design.
 *
 * @param candidate id of the {@link Candidate}
 * @param character id of the {@link Character}
 * @param id what ratings call the batch; not blank
 * @param replies the replies in the order they are shown; at least one
 */
public record ResponseBatch(String candidate, String character, String id, List<String> replies) {
    /** Validates and copies. */
    public ResponseBatch {
        Checks.texts("candidate", candidate, "character", character, "id", id);
        replies = List.copyOf(replies);
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("replies: is empty, at least one reply was expected (batch \"" + id
                    + "\" of candidate \"" + candidate + "\")");
        }
    }

    /** Whose batch it is, then its replies by number, wrapped at 80 columns. */
    @Override
    public String toString() {
        StringBuilder out =
                new StringBuilder(TextWidth.beside("", "batch " + id + " of " + candidate + " as " + character));
        for (int i = 0; i < replies.size(); i++) {
            out.append('\n').append(TextWidth.beside((i < 9 ? " " : "") + (i + 1) + "  ", replies.get(i)));
        }
        return out.toString();
    }
}
