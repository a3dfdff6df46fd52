package esrp.examples;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.ResponseBatch;
import esrp.metrics.diversity.WordFrequencies;
import esrp.metrics.diversity.WordSegmenter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words of the paper's Figure 7 as numbers: what three candidates say most as two characters, and what each says
 * that the other two do not. Argument: the directory of the published files.
 */
public final class WordTable {
    static final List<String> CANDIDATES = List.of("human", "deepseek-v3", "doubao-1.5-pro");
    private static final int BATCH = 10;
    private static final int WORDS = 8;

    private WordTable() {}

    /**
     * Prints the table.
     *
     * @param args the directory of the published files
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("args: " + args.length
                    + " arguments, one was expected: the directory of the published ChatAnime files");
        }
        Dataset dataset = ChatAnime.read(Path.of(args[0]));
        print(frequencies(dataset), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static WordFrequencies frequencies(Dataset dataset) {
        WordSegmenter segmenter = segmenter(dataset);
        List<ResponseBatch> batches = CANDIDATES.stream()
                .flatMap(candidate -> dataset.characters().stream()
                        .flatMap(character -> dataset.batches(candidate, character.id(), BATCH).stream()))
                .toList();
        return WordFrequencies.of(segmenter, batches).where(word -> word.codePointCount(0, word.length()) > 1);
    }

    /** Names of characters and how they are called are words, whatever the dictionary says. */
    static WordSegmenter segmenter(Dataset dataset) {
        return WordSegmenter.hanLp(dataset.characters(), List.of("阿银", "索隆", "神乐", "新八", "御主"));
    }

    static void print(WordFrequencies frequencies, PrintStream out) {
        for (String character : frequencies.characters(CANDIDATES.get(0))) {
            if (character.endsWith("坂田银时") || character.contains("Saber") || character.contains("阿尔托莉雅")) {
                out.println(character);
                for (String candidate : CANDIDATES) {
                    out.println("  " + candidate);
                    out.println("    most:  "
                            + frequencies.top(candidate, character, WORDS).entrySet().stream()
                                    .map(word -> word.getKey() + " " + word.getValue())
                                    .collect(Collectors.joining(", ")));
                    out.println("    alone: "
                            + frequencies.distinctive(candidate, character, WORDS).stream()
                                    .map(WordFrequencies.Distinctive::word)
                                    .collect(Collectors.joining(", ")));
                }
            }
        }
    }
}
