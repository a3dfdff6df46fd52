package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.cli.SampleData;
import esrp.core.Metric;
import esrp.core.Ratings;
import esrp.metrics.Analysis;
import esrp.metrics.Breakdown;
import esrp.metrics.Comparison;
import esrp.metrics.Grouping;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.PredictionPoweredLeaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.Unit;
import esrp.metrics.UnitInterval;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import esrp.stats.Interval;
import esrp.study.StudyPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The numbers of every result on the sample and on a simulated study, as they were once committed: names may change,
 * numbers may not. Where a change of numbers is meant, {@code -Dgolden.update} writes the file anew.
 */
class GoldenNumbersTest {
    private static final double TOLERANCE = 1e-9;
    private static final Path FILE = Path.of(
            System.getProperty("esrp.root", ".."), "examples/src/test/resources/esrp/examples/golden-numbers.json");
    private static final Rubric RUBRIC = Rubric.esrp();

    private final Map<String, double[]> numbers = new TreeMap<>();

    @Test
    void numbersAreThoseCommitted() throws IOException {
        results("sample", SampleRatings.study(SampleData.dataset("en")));
        results("simulated", ExampleStudy.study(SampleData.dataset("en")));
        shortlist(Analysis.of(
                        ExampleStudy.shortlist(SampleData.dataset("en"))
                                .ratings()
                                .where(rating -> !rating.metric().equals("diversity")),
                        RUBRIC)
                .shortlist(Shortlist.Options.best(2)));
        diversity(Diversity.withDefaults().report(SampleData.dataset("en").batches(10)));

        if (System.getProperty("golden.update") != null) {
            Files.writeString(FILE, json());
        }
        compare(new ObjectMapper().readTree(FILE.toFile()));
    }

    private void results(String name, SimulatedStudy study) {
        Ratings people = study.ratings();
        Ratings judge = study.judge("judge", 0.2, 0.6);
        Ratings few = people.where(rating -> rating.item().hashCode() % 3 != 0);
        leaderboard(name + "/leaderboard", Leaderboard.of(people, RUBRIC));
        for (Unit unit : new Unit[] {Unit.DIALOGUE, Unit.CHARACTER_AND_SCENARIO}) {
            leaderboard(
                    name + "/leaderboard by " + unit.name(),
                    Analysis.of(people, RUBRIC).withUnit(unit).leaderboard());
        }
        Breakdown.of(people, RUBRIC, Grouping.byCharacter())
                .groups()
                .forEach((group, board) -> board.rows()
                        .forEach(row -> put(name + "/breakdown/" + group + "/" + row.candidate(), row.average())));
        comparison(name + "/comparison", Comparison.of(people, RUBRIC));
        agreement(name + "/agreement", RaterAgreement.of(people));
        validation(name + "/judge", JudgeValidation.of(people, judge));
        powered(
                name + "/powered",
                PredictionPoweredLeaderboard.ofRandomSample(
                        few.where(rating -> !rating.metric().equals("diversity")),
                        judge.where(rating -> !rating.metric().equals("diversity")),
                        RUBRIC));
        plan(name + "/plan", StudyPlan.of(people, RUBRIC));
        ReleaseGate.Decision decision = ReleaseGate.nonInferiority(0.10)
                .check(
                        people,
                        RUBRIC,
                        people.candidates().get(0),
                        people.candidates().get(1));
        put(name + "/gate", bounds(decision.difference()));
        put(name + "/gate/units", (double) decision.unitsNeeded().orElse(-1));
    }

    private void leaderboard(String key, Leaderboard board) {
        for (Leaderboard.Row row : board.rows()) {
            String at = key + "/" + row.candidate() + "/";
            put(at + "average", row.average());
            put(at + "rank", row.rank().orElse(-1));
            row.averageInterval().ifPresent(interval -> put(at + "average interval", bounds(interval)));
            RUBRIC.dimensions().forEach(dimension -> {
                put(at + "dimension " + dimension.id(), row.dimension(dimension.id()));
                row.dimensionInterval(dimension.id())
                        .ifPresent(interval -> put(at + "dimension " + dimension.id() + " interval", bounds(interval)));
            });
            for (Metric metric : RUBRIC.metrics()) {
                put(at + metric.id(), row.mean(metric.id()));
                row.interval(metric.id()).ifPresent(interval -> put(at + metric.id() + " interval", bounds(interval)));
            }
        }
    }

    private void comparison(String key, Comparison comparison) {
        for (Comparison.Difference difference : comparison.differences()) {
            String at = key + "/" + difference.better() + " - " + difference.other();
            put(at, bounds(difference.difference()));
            put(at + "/p", difference.pValue(), difference.adjustedPValue(), difference.standardError());
        }
        for (String candidate : comparison.order()) {
            put(
                    key + "/ranks/" + candidate,
                    comparison.rank(candidate).best(),
                    comparison.rank(candidate).worst());
            put(key + "/best/" + candidate, comparison.probabilityOfBest(candidate));
        }
    }

    private void agreement(String key, RaterAgreement agreement) {
        for (RaterAgreement.Row row : agreement.metrics()) {
            String at = key + "/" + row.metric();
            put(at, (double) row.n(), row.exact(), row.within(), row.alpha(), row.ac2(), row.icc());
            put(at + "/by chance", row.macroTauByChance(), row.microTauByChance());
            put(at + "/macro tau", bounds(row.macroTau()));
            put(at + "/micro tau", bounds(row.microTau()));
        }
        agreement
                .raters()
                .forEach(rater -> put(key + "/rater " + rater.rater(), bounds(rater.severity(), rater.weightedTau())));
        agreement.byCharacter().forEach((character, tau) -> put(key + "/character " + character, tau));
    }

    private void validation(String key, JudgeValidation validation) {
        put(key + "/accuracy", bounds(validation.accuracyInterval()));
        put(key + "/soft accuracy", bounds(validation.softAccuracyInterval()));
        for (JudgeValidation.Row row : validation.metrics()) {
            String at = key + "/" + row.metric().id();
            put(at, (double) row.n(), row.accuracy(), row.softAccuracy(), row.bias(), row.kappa(), row.weightedTau());
            put(at + "/accuracy", bounds(row.accuracyInterval()));
            put(at + "/soft accuracy", bounds(row.softAccuracyInterval()));
            put(at + "/bias", bounds(row.biasInterval()));
            put(at + "/kappa", bounds(row.kappaInterval()));
            put(at + "/weighted tau", bounds(row.weightedTauInterval()));
            row.humanAgreement()
                    .ifPresent(c -> put(at + "/people", (double) c.n(), c.accuracy(), c.softAccuracy(), c.kappa()));
            row.majorityBaseline()
                    .ifPresent(c -> put(at + "/constant", c.score(), c.accuracy(), c.softScore(), c.softAccuracy()));
        }
    }

    private void powered(String key, PredictionPoweredLeaderboard board) {
        for (PredictionPoweredLeaderboard.Row row : board.rows()) {
            put(key + "/" + row.candidate(), bounds(row.interval(), row.mean(), row.items(), row.labels()));
            put(key + "/" + row.candidate() + "/people alone", bounds(row.humanInterval()));
        }
        for (PredictionPoweredLeaderboard.Difference difference : board.differences()) {
            String at = key + "/" + difference.better() + " - " + difference.other();
            put(at, bounds(difference.interval(), difference.pValue(), difference.adjustedPValue()));
            put(at + "/people alone", bounds(difference.humanInterval()));
        }
    }

    private void plan(String key, StudyPlan plan) {
        put(key + "/detectable", plan.detectable(6, 12, 2), plan.detectable(20, 60, 2));
        put(key + "/power", plan.power(6, 12, 2, 0.1), plan.power(20, 60, 2, 0.15));
        put(key + "/price", plan.price(6, 12, 2), plan.price(20, 60, 3));
    }

    private void shortlist(Shortlist shortlist) {
        for (Shortlist.Place place : shortlist.places()) {
            put("shortlist/" + place.candidate(), place.place().orElse(-1), place.score());
            place.byJudge().forEach((judge, score) -> put("shortlist/" + place.candidate() + "/" + judge, score));
        }
        shortlist.judges().forEach(judge -> put("shortlist/severity/" + judge, shortlist.severity(judge)));
        shortlist.cut().ifPresent(cut -> put("shortlist/cut", bounds(cut)));
    }

    private void diversity(DiversityReport report) {
        for (Truncation form : report.truncations()) {
            for (DiversityMeasure measure : report.measures()) {
                String at = "diversity/" + measure.id() + "/" + (form.isNone() ? "raw" : form.tokens());
                for (String candidate : report.candidates()) {
                    put(
                            at + "/" + candidate,
                            bounds(report.value(candidate, measure, form).interval()));
                }
                put(
                        at + "/difference",
                        bounds(report.difference(
                                report.candidates().get(0), report.candidates().get(1), measure, form)));
            }
        }
    }

    private static double[] bounds(UnitInterval interval, double... more) {
        return bounds(interval.interval(), more);
    }

    private static double[] bounds(Interval interval, double... more) {
        double[] all =
                Arrays.copyOf(new double[] {interval.estimate(), interval.lower(), interval.upper()}, 3 + more.length);
        System.arraycopy(more, 0, all, 3, more.length);
        return all;
    }

    private void put(String key, double... values) {
        assertThat(numbers.put(key, values)).as("a second %s", key).isNull();
    }

    private String json() {
        return numbers.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": "
                        + Arrays.stream(entry.getValue())
                                .mapToObj(value -> Double.isFinite(value) ? "" + value : "\"" + value + "\"")
                                .collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    }

    private void compare(JsonNode golden) {
        Map<String, String> changed = new TreeMap<>();
        golden.fieldNames().forEachRemaining(key -> {
            double[] actual = numbers.get(key);
            double[] expected = new double[golden.get(key).size()];
            Arrays.setAll(
                    expected, i -> Double.parseDouble(golden.get(key).get(i).asText()));
            if (actual == null || !same(expected, actual)) {
                changed.put(key, Arrays.toString(expected) + " was committed, now " + Arrays.toString(actual));
            }
        });
        numbers.keySet().stream().filter(key -> !golden.has(key)).forEach(key -> changed.put(key, "is new"));
        assertThat(changed).as("numbers that are not those of %s", FILE).isEmpty();
    }

    private static boolean same(double[] expected, double[] actual) {
        boolean same = expected.length == actual.length;
        for (int i = 0; same && i < expected.length; i++) {
            same = Double.compare(expected[i], actual[i]) == 0
                    || Math.abs(expected[i] - actual[i]) <= TOLERANCE * Math.abs(expected[i])
                    || Math.abs(expected[i] - actual[i]) <= 1e-14;
        }
        return same;
    }
}
