package esrp.metrics.diversity;

/**
 * Splits a reply into the tokens that measures count. Tokens are spans of the text in ascending order that do not
 * overlap; what lies between them is punctuation and space.
 */
@FunctionalInterface
public interface Tokenizer {
    /** Takes the tokens of a text one after another. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes one token.
         *
         * @param start index of its first {@code char} in the text
         * @param end index after its last {@code char}; above {@code start}
         */
        void token(int start, int end);
    }

    /**
     * Reports the tokens of a text in order.
     *
     * @param text any text
     * @param sink takes them
     */
    void tokenize(String text, Sink sink);

    /**
     * Each letter or digit is a token: the code points of general category Lu, Ll, Lt, Lm, Lo or Nd
     * ({@link java.lang.Character#isLetterOrDigit(int)}), in order, without trimming, normalization or case folding.
     * White space, punctuation, symbols, U+200D and U+FE0F vanish. The default; made for Chinese.
     *
     * @return the tokenizer
     */
    static Tokenizer characters() {
        return (text, sink) -> {
            for (int i = 0; i < text.length(); ) {
                int codePoint = text.codePointAt(i);
                int end = i + java.lang.Character.charCount(codePoint);
                if (java.lang.Character.isLetterOrDigit(codePoint)) {
                    sink.token(i, end);
                }
                i = end;
            }
        };
    }

    /**
     * Each word of a segmenter that holds a letter or a digit is a token.
     *
     * @param segmenter splits the text; its words must occur in the text in their order
     * @return the tokenizer; it throws {@link IllegalArgumentException} for a word that is not in the text
     */
    static Tokenizer words(WordSegmenter segmenter) {
        java.util.Objects.requireNonNull(segmenter, "segmenter");
        return (text, sink) -> {
            int from = 0;
            for (String word : segmenter.words(text)) {
                int start = text.indexOf(word, from);
                if (start < 0 || word.isEmpty()) {
                    throw new IllegalArgumentException(
                            "segmenter: its word \"" + word + "\" does not occur in the text after index " + from
                                    + "; words must be pieces of the text");
                }
                from = start + word.length();
                if (word.codePoints().anyMatch(java.lang.Character::isLetterOrDigit)) {
                    sink.token(start, from);
                }
            }
        };
    }
}
