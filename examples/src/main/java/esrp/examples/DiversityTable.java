package esrp.examples;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.ResponseBatch;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ForkJoinPool;

/**
 * Automatic diversity of the paper's six rated candidates on the published replies, beside what people said. Argument:
 * the directory of the published files.
 *
 * <p>The paper's text gives three of the six human means (its Figure 5 is a picture): people first, GPT-4.1 best of the
 * models, DeepSeek-V3 last. That orders 12 of the 15 pairs; the three candidates between are not ordered among
 * themselves, so each agreement is printed with what it may become once they are.
 */
public final class DiversityTable {
    /** The candidates in the order people gave them, as far as the paper's text says. */
    static final List<String> RATED =
            List.of("human", "gpt-4.1", "claude-sonnet-4", "doubao-1.5-pro", "qwen-max", "deepseek-v3");

    private static final int[] RANKS = {1, 2, 3, 3, 3, 4};
    private static final int BATCH = 10;

    private DiversityTable() {}

    /**
     * Prints the tables.
     *
     * @param args the directory of the published files
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            throw new IllegalArgumentException("args: " + args.length
                    + " arguments, one was expected: the directory of the published ChatAnime files");
        }
        print(Path.of(args[0]), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Path directory, PrintStream out) {
        print(report(ChatAnime.read(directory)), out);
    }

    static void print(DiversityReport report, PrintStream out) {
        out.println("People said (mean of 1..5): human 3.90, gpt-4.1 3.57 (the best model),");
        out.println("deepseek-v3 2.93 (last); the other three lie between, the paper's text does");
        out.println("not say where.");
        out.println();
        out.println(report);
        out.println();
        out.println(agreement(report));
    }

    static DiversityReport report(Dataset dataset) {
        List<ResponseBatch> batches = RATED.stream()
                .flatMap(candidate -> dataset.characters().stream()
                        .flatMap(character -> dataset.batches(candidate, character.id(), BATCH).stream()))
                .toList();
        return Diversity.withDefaults().report(batches, ForkJoinPool.commonPool());
    }

    /** How well each measure orders the six as people did. */
    static String agreement(DiversityReport report) {
        StringBuilder text = new StringBuilder();
        line(text, "Agreement with people: tau on the 12 pairs of known order, [what tau of all");
        line(text, "15 pairs may be], exact one-sided p for this measure alone. A perfect order");
        long orders = report.measures().stream()
                                .filter(DiversityMeasure::hasDirection)
                                .count()
                        * 2
                + 1;
        line(text, "has p .008, and " + orders + " orders are looked at: none of them can prove anything.");
        line(text, "* = some batches are too short for the measure and were left out.");
        line(
                text,
                String.format("%-29s %-24s %-24s", "measure", "raw", "first 40 tokens")
                        .stripTrailing());
        double[] shortness = RATED.stream()
                .mapToDouble(candidate -> -report.value(candidate, DiversityMeasure.DISTINCT_1, Truncation.NONE)
                        .meanTokens())
                .toArray();
        line(text, String.format("%-29s %s", "(shorter replies first)", OrderAgreement.of(shortness, RANKS)));
        for (DiversityMeasure measure : report.measures()) {
            if (measure.hasDirection()) {
                line(
                        text,
                        String.format(
                                Locale.ROOT,
                                "%-29s %-24s %s",
                                measure.title(),
                                agreement(report, measure, Truncation.NONE) + mark(report, measure, Truncation.NONE),
                                agreement(report, measure, Truncation.FIRST_40)
                                        + mark(report, measure, Truncation.FIRST_40)));
            }
        }
        return text.toString().stripTrailing();
    }

    static OrderAgreement agreement(DiversityReport report, DiversityMeasure measure, Truncation form) {
        int sign = measure.lowerIsBetter() ? -1 : 1;
        double[] values = RATED.stream()
                .mapToDouble(candidate ->
                        sign * report.value(candidate, measure, form).interval().estimate())
                .toArray();
        return OrderAgreement.of(values, RANKS);
    }

    private static String mark(DiversityReport report, DiversityMeasure measure, Truncation form) {
        return RATED.stream()
                        .anyMatch(candidate ->
                                report.value(candidate, measure, form).undefined() > 0)
                ? "*"
                : "";
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append(System.lineSeparator());
    }
}
