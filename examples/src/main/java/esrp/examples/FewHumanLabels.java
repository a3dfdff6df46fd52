package esrp.examples;

import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.PredictionPoweredLeaderboard;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What people would say of all dialogues, when they score one in ten and a judge scores all: a simulated study of 20
 * characters in 60 scenarios, with a simulated judge who is far too kind. No arguments.
 */
public final class FewHumanLabels {
    private FewHumanLabels() {}

    /**
     * Prints the leaderboards.
     *
     * @param args none
     */
    public static void main(String[] args) {
        print(new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(PrintStream out) {
        SimulatedStudy study = study();
        Ratings everything = study.ratings();
        Ratings judge = study.judge("judge", 0.5, 0.1);
        Ratings people = randomTenth(everything, 1);
        PredictionPoweredLeaderboard board = PredictionPoweredLeaderboard.ofRandomSample(people, judge, Rubric.esrp());
        out.println(board);
        out.println();
        out.println(Analysis.of(people, Rubric.esrp())
                .withUnit(Unit.DIALOGUE)
                .predictionPowered(judge, Measure.metric("emotional_value")));
        out.println();
        out.println("What people would say of all dialogues, the judge, and the estimate from both:");
        Leaderboard all = Leaderboard.of(everything, Rubric.esrp());
        Leaderboard alone = Leaderboard.of(judge, Rubric.esrp());
        for (Leaderboard.Row row : all.rows()) {
            out.printf(
                    "%-8s people %.2f, judge %.2f, from few labels %.2f%n",
                    row.candidate(),
                    row.average(),
                    alone.row(row.candidate()).average(),
                    board.row(row.candidate()).mean());
        }
    }

    /** Three candidates whose raters agree well. */
    private static SimulatedStudy study() {
        Map<String, Map<String, Double>> means = new LinkedHashMap<>();
        double mean = 4.1;
        for (String candidate : List.of("lantern", "harbor", "meadow")) {
            Map<String, Double> row = new LinkedHashMap<>();
            for (Metric metric : Rubric.esrp().averagedMetrics()) {
                row.put(metric.id(), mean);
            }
            means.put(candidate, row);
            mean -= 0.15;
        }
        return SimulatedStudy.of(Rubric.esrp(), means, names("c", 20), names("s", 60))
                .withInterRaterTau(0.75, 0.75);
    }

    private static List<String> names(String prefix, int n) {
        return IntStream.rangeClosed(1, n).mapToObj(i -> prefix + i).toList();
    }

    /** The ratings of one dialogue in ten, drawn at random and the same of all candidates. */
    private static Ratings randomTenth(Ratings ratings, long seed) {
        List<List<String>> dialogues = new ArrayList<>();
        for (String character : ratings.characters()) {
            for (String scenario : ratings.items()) {
                dialogues.add(List.of(character, scenario));
            }
        }
        Collections.shuffle(dialogues, new Random(seed));
        Set<List<String>> drawn = new HashSet<>(dialogues.subList(0, dialogues.size() / 10));
        return ratings.where(rating -> drawn.contains(List.of(rating.character(), rating.item())));
    }
}
