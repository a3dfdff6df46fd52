package esrp.examples.integrations;

import esrp.cli.SampleData;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

/**
 * Diversity of meaning, by {@link BgeEmbedder}, beside diversity of wording, by self-BLEU. Argument: a directory in the
 * published ChatAnime layout; without one, the Chinese sample data. Every reply is embedded once for each form, so
 * large directories take minutes.
 */
public final class BgeEmbedderExample {
    private static final List<DiversityMeasure> SHOWN = List.of(
            DiversityMeasure.EMBEDDING_HOMOGENEITY, DiversityMeasure.EMBEDDING_VENDI, DiversityMeasure.SELF_BLEU_4);
    /** Replies a batch as in the paper; the 12 scenarios of the sample are halved instead. */
    private static final int BATCH = 10;

    private static final int SAMPLE_BATCH = 6;

    private BgeEmbedderExample() {}

    /**
     * Prints the tables.
     *
     * @param args nothing, or the directory of the replies
     */
    public static void main(String[] args) {
        if (args.length > 1) {
            throw new IllegalArgumentException(
                    "args: " + args.length + " arguments, at most one was expected: the directory of the replies");
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args.length == 1) {
            print(ChatAnime.read(Path.of(args[0])), BATCH, new BgeEmbedder(), out);
        } else {
            print(SampleData.dataset("zh"), SAMPLE_BATCH, new BgeEmbedder(), out);
        }
    }

    static void print(Dataset dataset, int batch, Function<String, float[]> embedder, PrintStream out) {
        DiversityReport report = Diversity.withDefaults()
                .withEmbedder(embedder)
                .withMeasures(
                        DiversityMeasure.EMBEDDING_HOMOGENEITY,
                        DiversityMeasure.EMBEDDING_VENDI,
                        DiversityMeasure.SELF_BLEU_4)
                .report(dataset.batches(batch), ForkJoinPool.commonPool());
        out.println("Batches of " + batch + " replies. Two measures see meaning, self-BLEU sees wording.");
        for (Truncation form : List.of(Truncation.NONE, Truncation.FIRST_40)) {
            out.println();
            out.println(report.table(form, SHOWN));
        }
    }
}
