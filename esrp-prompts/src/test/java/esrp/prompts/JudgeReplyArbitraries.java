package esrp.prompts;

import esrp.prompts.JudgeReplyCorpus.Case;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Replies for the properties: mutations of the corpus, and texts made of the pieces that parsers trip over. */
final class JudgeReplyArbitraries {
    private static final List<Case> CORPUS = JudgeReplyCorpus.read();

    /**
     * All but explanations that name another metric with a colon behind: once their key is damaged, nobody can say any more
     * that they are explanations, and {@link InventionCheck} would take the name for a claim.
     */
    private static final List<Case> FIT_FOR_MUTATION =
            CORPUS.stream().filter(one -> !one.file().startsWith("302")).toList();

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ":",
        ",",
        "\"",
        "'",
        "“",
        "”",
        "\\",
        "\\\"",
        "\\n",
        "\n",
        " ",
        "```",
        "```json\n",
        "<think>",
        "</think>",
        "//",
        "/*",
        "*/",
        "#",
        "|",
        "\t",
        "-",
        "—",
        "~",
        "/",
        ".",
        "=",
        "<",
        ">",
        "0",
        "1",
        "4",
        "5",
        "6",
        "4.5",
        "4-5",
        "10",
        "４",
        "四",
        "五分",
        "分",
        "半",
        "true",
        "null",
        "four",
        "score",
        "\"score\": ",
        "得分：",
        "explanation",
        "理由：",
        "metric",
        "Consistency",
        "一致性",
        "\"Fluency\": ",
        "流畅性",
        "Coherence",
        "diversity",
        "or",
        "out of 5",
        "/5",
        "满分5分",
        "\u0000",
        "\uFEFF",
        "\u202E",
        "\uD83D",
        "\uDE00",
        "：",
        "，",
        "。",
        "｛",
        "｝",
        "1. ",
        "- ",
        "**"
    };

    private JudgeReplyArbitraries() {}

    static Arbitrary<Case> cases() {
        return Arbitraries.of(CORPUS);
    }

    /** A corpus case with one to six mutations: pieces deleted, doubled, swapped, inserted, the end cut off. */
    static Arbitrary<Case> mutated() {
        Arbitrary<List<int[]>> edits = Combinators.combine(
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.integers().between(1, 12),
                        Arbitraries.integers().between(0, PIECES.length - 1))
                .as((kind, place, length, piece) -> new int[] {kind, place, length, piece})
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
        return Combinators.combine(Arbitraries.of(FIT_FOR_MUTATION), edits).as((one, list) -> {
            String text = one.reply();
            for (int[] edit : list) {
                text = mutate(text, edit);
            }
            return with(one, text);
        });
    }

    static Arbitrary<String> soup() {
        return Arbitraries.of(PIECES).list().ofMaxSize(60).map(list -> String.join("", list));
    }

    static Arbitrary<String> anyText() {
        return Arbitraries.strings().all().ofMaxLength(200);
    }

    static Case with(Case one, String reply) {
        return new Case(
                one.file(),
                one.note(),
                one.family(),
                one.asked(),
                one.finish(),
                reply,
                one.expected(),
                one.unasked(),
                one.explanations());
    }

    private static String mutate(String text, int[] edit) {
        if (text.isEmpty()) {
            return PIECES[edit[3]];
        }
        int at = edit[1] % text.length();
        int end = Math.min(text.length(), at + edit[2]);
        return switch (edit[0]) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 -> text.substring(0, end) + text.substring(at);
            case 2 -> {
                List<String> chars = new ArrayList<>(text.substring(at, end)
                        .chars()
                        .mapToObj(c -> "" + (char) c)
                        .toList());
                Collections.reverse(chars);
                yield text.substring(0, at) + String.join("", chars) + text.substring(end);
            }
            case 3 -> text.substring(0, at) + PIECES[edit[3]] + text.substring(at);
            case 4 -> text.substring(0, at) + PIECES[edit[3]] + text.substring(end);
            default -> text.substring(0, at);
        };
    }
}
