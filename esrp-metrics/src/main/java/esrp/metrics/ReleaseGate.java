package esrp.metrics;

import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.stats.Estimate;
import esrp.stats.MarginTest;
import esrp.stats.MarginTest.Verdict;
import esrp.stats.cluster.ClusteredEstimates;
import esrp.stats.cluster.ClusteredInference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * May a candidate take the place of a baseline? Pass, fail or undecided, with the reason and the sample that would
 * decide. Two lines in a JUnit test:
 *
 * <pre>{@code
 * ReleaseGate gate = ReleaseGate.nonInferiority(0.10);
 * gate.check(ratings, Rubric.esrp(), "next", "current").assertPassed();
 * }</pre>
 *
 * <p>Only items that both have count, and differences are paired. Where the candidate or the baseline lacks more of what the
 * other has than {@link #withCoverage} allows, the gate does not pass: it is undecided. A wrong pass and a wrong fail each happen with a
 * chance of 2.5% at most, unless {@link #withAlpha} says otherwise. Fix the margin before looking at the data.
 *
 * <p>That holds for one look. A gate that is asked again and again while ratings come in needs {@link #withLooks(Path)}.
 */
public final class ReleaseGate {
    private final boolean superiority;
    private final double margin;
    private final Measure measure;
    private final double alpha;
    private final double power;
    private final double coverage;
    private final Optional<Looks> looks;

    private ReleaseGate(
            boolean superiority,
            double margin,
            Measure measure,
            double alpha,
            double power,
            double coverage,
            Optional<Looks> looks) {
        this.superiority = superiority;
        this.margin = margin;
        this.measure = measure;
        this.alpha = alpha;
        this.power = power;
        this.coverage = coverage;
        this.looks = looks;
    }

    /** Earlier looks, or the file that keeps them. */
    private record Looks(Optional<Path> file, List<Estimate> earlier) {}

    /**
     * Passes a candidate that is not worse by the margin or more.
     *
     * @param margin the loss that would still be acceptable, in score points; 0 or more
     * @return a gate on the average
     */
    public static ReleaseGate nonInferiority(double margin) {
        return new ReleaseGate(false, checked(margin), Measure.average(), 0.025, 0.8, 0.95, Optional.empty());
    }

    /**
     * Passes a candidate that is better by more than the margin.
     *
     * @param margin the gain that is asked for, in score points; 0 or more, 0 asking for any gain
     * @return a gate on the average
     */
    public static ReleaseGate superiority(double margin) {
        return new ReleaseGate(true, checked(margin), Measure.average(), 0.025, 0.8, 0.95, Optional.empty());
    }

    private static double checked(double margin) {
        Checks.rejectIf(!(margin >= 0 && margin < Double.POSITIVE_INFINITY), "margin: %s is not 0 or more", margin);
        return margin;
    }

    /**
     * {@return a copy with another quantity compared}
     *
     * @param value the average, a dimension or a metric
     */
    public ReleaseGate with(Measure value) {
        return new ReleaseGate(
                superiority, margin, Objects.requireNonNull(value, "value"), alpha, power, coverage, looks);
    }

    /**
     * {@return a copy with another accepted chance of a wrong pass, and of a wrong fail}
     *
     * @param value in (0, 0.5); 0.025 unless set
     */
    public ReleaseGate withAlpha(double value) {
        Checks.rejectIf(!(value > 0 && value < 0.5), "value: %s is outside (0, 0.5)", value);
        return new ReleaseGate(superiority, margin, measure, value, power, coverage, looks);
    }

    /**
     * {@return a copy with another power: the chance of a decision for which the needed sample is computed}
     *
     * @param value in [0.5, 1); 0.8 unless set
     */
    public ReleaseGate withPower(double value) {
        Checks.rejectIf(!(value >= 0.5 && value < 1), "value: %s is outside [0.5, 1)", value);
        return new ReleaseGate(superiority, margin, measure, alpha, value, coverage, looks);
    }

    /**
     * {@return a copy with another limit of coverage: the share of what was rated of either that must be rated of both}
     * Answers that are missing are rarely missing by chance, so that a gate does not pass while more of them are.
     *
     * @param value in [0, 1]; 0.95 unless set; 0 ignores what is missing
     */
    public ReleaseGate withCoverage(double value) {
        Checks.rejectIf(!(value >= 0 && value <= 1), "value: %s is outside [0, 1]", value);
        return new ReleaseGate(superiority, margin, measure, alpha, power, value, looks);
    }

    /**
     * {@return a copy that may look again and again while ratings come in: a sequential test, whose chances of a wrong pass and of a wrong
     * fail hold over all looks together, however many they are and whenever they come} It is that of {@link MarginTest}: the normal mixture
     * boundary of Robbins (1970), in terms of information, with Student's t. Its price: at the first look intervals are about a quarter
     * wider than those of a single look, and half as wide again where information is thirtyfold.
     *
     * <ul>
     *   <li>{@link #check} is handed all ratings up to now, not those of the day, and adds a line to the file; ratings with the same
     *       difference as at the last look are no new look.
     *   <li>The first look that decides does so for good.
     *   <li>Where units do not differ at all (a standard error of 0), a look decides nothing and is not counted; nor is one that would
     *       pass if it were not for {@link #withCoverage}.
     *   <li>One file for each comparison: one for the next release, and another for the one after.
     * </ul>
     *
     * @param file a JSON file with the looks so far, made by the first one
     */
    public ReleaseGate withLooks(Path file) {
        return withLooks(new Looks(Optional.of(file), List.of()));
    }

    /**
     * {@return a copy that may look again and again, as {@link #withLooks(Path)} says, and whose looks the caller keeps}
     *
     * @param earlier {@link Decision#looks} of the look before; empty at the first one
     */
    public ReleaseGate withLooks(List<Estimate> earlier) {
        return withLooks(new Looks(Optional.empty(), List.copyOf(earlier)));
    }

    private ReleaseGate withLooks(Looks value) {
        return new ReleaseGate(superiority, margin, measure, alpha, power, coverage, Optional.of(value));
    }

    /** Whether a candidate passed, and why. Immutable. */
    public static final class Decision extends Shown {
        private final ReleaseGate gate;
        private final Analysis analysis;
        private final String candidate;
        private final String baseline;
        private final UnitInterval difference;
        private final MarginTest test;
        private final Coverage covered;
        private final List<Finding> noticed;
        private final OptionalLong unitsNeeded;

        private Decision(
                ReleaseGate gate,
                Analysis analysis,
                String candidate,
                String baseline,
                UnitInterval difference,
                MarginTest test,
                Coverage covered,
                List<Finding> noticed) {
            this.gate = gate;
            this.analysis = analysis;
            this.candidate = candidate;
            this.baseline = baseline;
            this.difference = difference;
            this.test = test;
            this.covered = covered;
            this.noticed = List.copyOf(noticed);
            unitsNeeded = test.verdict() == Verdict.UNDECIDED && difference.clusters() > 1
                    ? test.unitsNeeded(difference.clusters(), gate.power)
                    : OptionalLong.empty();
        }

        /**
         * {@return the verdict: that of the test, but undecided instead of pass where too much is missing, unless an earlier look
         * decided}
         */
        public Verdict verdict() {
            return passesNow() && !covered() ? Verdict.UNDECIDED : test.verdict();
        }

        private boolean passesNow() {
            return test.verdict() == Verdict.PASS
                    && test.decidingLook().getAsInt() == test.looks().size();
        }

        /**
         * {@return the looks so far, with this one, to be handed to {@link ReleaseGate#withLooks(List)} next time}
         */
        public List<Estimate> looks() {
            List<Estimate> looks = test.looks();
            boolean counts = test.difference().standardError() > 0 && !(passesNow() && !covered());
            return counts ? looks : looks.subList(0, looks.size() - 1);
        }

        /**
         * {@return the share of what was rated of the candidate or the baseline that was rated of both, in [0, 1]: dialogues, or
         * characters where batches are rated; of the metric of the measure where it is least}
         */
        public double coverage() {
            return covered.share();
        }

        private boolean covered() {
            return coverage() >= gate.coverage;
        }

        /**
         * {@return a copy that says what else was noticed, behind its own notes} Hand it the notes of the role-play and of the
         * judging, so that a decision says whose answers were recalled from an earlier run.
         *
         * @param more the notes of other results
         */
        public Decision withNotes(List<Finding> more) {
            return new Decision(gate, analysis, candidate, baseline, difference, test, covered, more);
        }

        /** {@return the id of the candidate} */
        public String candidate() {
            return candidate;
        }

        /** {@return the id of the baseline} */
        public String baseline() {
            return baseline;
        }

        /** {@return the difference: candidate minus baseline, with the two-sided interval that goes with the test} */
        public UnitInterval difference() {
            return difference;
        }

        /** {@return the test of the difference against the bound} */
        public MarginTest test() {
            return test;
        }

        /**
         * {@return how many units would decide if the difference is what it looks like; empty if the test decides, if
         * there is one unit only, or if no affordable sample would decide}
         */
        public OptionalLong unitsNeeded() {
            return unitsNeeded;
        }

        /**
         * {@return whether any rating was generated rather than given; true if one of the raters of the two candidates
         * is simulated}
         */
        public boolean simulated() {
            return analysis.estimates(Analysis.Items.COMMON).table.simulated;
        }

        /**
         * Fails a test unless the gate was passed.
         *
         * @throws AssertionError if the verdict is fail or undecided; the message is the decision in words
         */
        public void assertPassed() {
            if (verdict() != Verdict.PASS) {
                throw new AssertionError(toString());
            }
        }

        @Override
        public List<Finding> notes() {
            List<Finding> notes = new ArrayList<>();
            notes.add((switch (verdict()) {
                        case PASS -> AnalysisCode.GATE_PASSED;
                        case FAIL -> AnalysisCode.GATE_FAILED;
                        case UNDECIDED -> AnalysisCode.GATE_UNDECIDED;
                    })
                    .note(
                            "candidate", analysis.choices().name(candidate),
                            "claim", gate.claim(analysis.choices().name(baseline)),
                            "measure", gate.measure.label(analysis.rubric()),
                            "difference", difference.estimate(),
                            "bounds",
                                    Double.isNaN(difference.lower())
                                            ? Texts.say("no.bounds")
                                            : Numbers.signedBounds(difference.lower(), difference.upper(), 3),
                            "by", difference.byUnit(),
                            "bound", gate.bound()));
            lost().ifPresent(notes::add);
            int decided = test.decidingLook().orElse(test.looks().size());
            Texts.note(
                    notes,
                    gate.looks.isPresent(),
                    AnalysisCode.GATE_LOOK.note("look", test.looks().size(), "alpha", gate.alpha));
            Texts.note(notes, decided < test.looks().size(), AnalysisCode.GATE_DECIDED.note("decided", decided));
            boolean varies = gate.looks.isEmpty() || test.difference().standardError() > 0;
            if (test.verdict() == Verdict.UNDECIDED && difference.oneUnit().isEmpty() && varies) {
                notes.add(needed());
            }
            UnitInterval.remarks(
                    notes,
                    analysis.estimates(Analysis.Items.COMMON).reason(gate.measure.shares(analysis.rubric())),
                    Stream.of(difference));
            Texts.note(
                    notes,
                    !covered(),
                    AnalysisCode.GATE_COVERAGE.note(
                            "both",
                            covered.both,
                            "all",
                            covered.all,
                            "share",
                            coverage(),
                            "limit",
                            gate.coverage,
                            "candidate",
                            analysis.choices().name(candidate),
                            "missing",
                            covered.all - covered.candidate,
                            "baseline",
                            analysis.choices().name(baseline),
                            "baselineMissing",
                            covered.all - covered.baseline));
            Texts.note(
                    notes,
                    Collections.disjoint(raters(candidate), raters(baseline)),
                    AnalysisCode.GATE_RATERS.note(
                            "candidate", analysis.choices().name(candidate),
                            "baseline", analysis.choices().name(baseline)));
            Texts.note(notes, simulated(), AnalysisCode.SIMULATED.note());
            notes.addAll(noticed);
            return Collections.unmodifiableList(notes);
        }

        /** Where a candidate that did not pass lost most: up to three of several metrics. */
        private Optional<Finding> lost() {
            Map<String, Double> shares = gate.measure.shares(analysis.rubric());
            if (verdict() == Verdict.PASS || shares.size() < 2) {
                return Optional.empty();
            }
            Estimates estimates = analysis.estimates(Analysis.Items.COMMON);
            Map<String, Double> changes = new TreeMap<>();
            for (String metric : shares.keySet()) {
                Map<String, Double> alone = Map.of(metric, 1.0);
                changes.put(metric, estimates.value(candidate, alone, true) - estimates.value(baseline, alone, true));
            }
            List<LocalizedText> worst = changes.keySet().stream()
                    .filter(metric -> Objects.requireNonNull(changes.get(metric)) < 0)
                    .sorted(Comparator.comparing(changes::get))
                    .limit(3)
                    .map(metric -> Texts.say(
                            "lost",
                            "name",
                            analysis.rubric().metric(metric).name(),
                            "change",
                            Numbers.signed(Objects.requireNonNull(changes.get(metric)), 2)))
                    .toList();
            return worst.isEmpty() ? Optional.empty() : Optional.of(AnalysisCode.GATE_LOST.note("metrics", worst));
        }

        private List<String> raters(String id) {
            return analysis.source().only(id).occurring(Column.RATER);
        }

        private Finding needed() {
            LocalizedText unit = difference.unit().label();
            if (unitsNeeded.isEmpty()) {
                return AnalysisCode.ON_THE_BOUND.note();
            }
            long needed = unitsNeeded.getAsLong();
            return difference.crossed() > 0
                    ? AnalysisCode.CROSSED_UNITS_NEEDED.note(
                            "times", Math.max(1.0, needed / (double) difference.clusters()), "power", gate.power)
                    : AnalysisCode.UNITS_NEEDED.note(
                            "needed", needed, "unit", unit, "now", difference.clusters(), "power", gate.power);
        }

        /** Verdict, difference and bound. */
        @Override
        public List<Table> tables() {
            return List.of(new Columns<Decision>(
                            Texts.table("gate", simulated(), "verdict", Texts.say("verdict." + verdict())))
                    .text("candidate", d -> analysis.choices().named(candidate))
                    .text("baseline", d -> analysis.choices().named(baseline))
                    .signed("difference", 3, d -> difference.estimate())
                    .signedBounds(3, difference.interval().level(), d -> difference.cell())
                    .signed("bound", 3, d -> gate.bound())
                    .pValue("p", d -> test.pValue())
                    .add(Texts.head("coverage", Table.Style.PERCENT, 0), d -> coverage())
                    .rows(List.of(this))
                    .build());
        }
    }

    private double bound() {
        return superiority ? margin : -margin;
    }

    private LocalizedText claim(String baseline) {
        String key = superiority ? margin == 0 ? "claim.better" : "claim.betterBy" : "claim.notWorse";
        return Texts.say(key, "baseline", baseline, "margin", margin);
    }

    /**
     * Compares a candidate with a baseline, by character and scenario, and with repeated ratings refused.
     *
     * @param ratings ratings of both; others are ignored
     * @param rubric how ratings add up
     * @param candidate id of the candidate
     * @param baseline id of the baseline
     * @return the decision; undecided with fewer than two units
     * @throws IllegalArgumentException if one of them has no ratings, both are the same, one lacks a metric of the
     *     measure, or as {@link Leaderboard#of} says
     */
    public Decision check(Ratings ratings, Rubric rubric, String candidate, String baseline) {
        return check(Analysis.of(ratings, rubric), candidate, baseline);
    }

    /**
     * Compares a candidate with a baseline by the unit of an analysis. The level of the interval and its method (t) are those
     * of the test, not of the analysis.
     *
     * @param analysis ratings of both and others, which are ignored
     * @param candidate id of the candidate
     * @param baseline id of the baseline
     * @return the decision; undecided with fewer than two units
     * @throws IllegalArgumentException if one of them has no ratings, both are the same, one lacks a metric of the
     *     measure, or as {@link Leaderboard#of} says
     */
    public Decision check(Analysis analysis, String candidate, String baseline) {
        List<String> candidates = analysis.source().occurring(Column.CANDIDATE);
        Objects.requireNonNull(baseline, "baseline");
        if (Names.index("candidate", candidate, candidates) == Names.index("candidate", baseline, candidates)) {
            throw new IllegalArgumentException("baseline: \"" + baseline + "\" is the candidate itself");
        }
        Analysis compared = analysis.about(analysis.source().only(candidate, baseline))
                .withInference(ClusteredInference.withDefaults());
        Estimates estimates = compared.estimates(Analysis.Items.COMMON);
        Map<String, Double> shares = measure.shares(analysis.rubric());
        for (String id : List.of(candidate, baseline)) {
            if (Double.isNaN(estimates.value(id, shares, true))) {
                throw new IllegalArgumentException(
                        "ratings: candidate \"" + id + "\" has no value of the " + measure + "; metrics rated are "
                                + estimates.rated(id) + "; " + Rubric.only(estimates.rated(id))
                                + " is a rubric of those");
            }
        }
        ClusteredEstimates columns = estimates.columns(List.of(candidate, baseline), shares);
        String about = candidate + " / " + baseline + ", " + this + ", alpha " + alpha;
        List<Estimate> earlier = looks.map(
                        known -> known.file().map(file -> read(file, about)).orElse(known.earlier()))
                .orElse(List.of());
        MarginTest test = test(earlier, columns.estimate(0, 1));
        UnitInterval difference = estimates.interval(candidate, shares, true).with(test.interval());
        ScoreTable all = compared.estimates(Analysis.Items.ALL).table;
        Coverage covered = shares.keySet().stream()
                .map(metric -> Coverage.of(all, all.metric(metric), all.candidate(candidate), all.candidate(baseline)))
                .min(Comparator.comparingDouble(Coverage::share))
                .orElseThrow();
        Decision decision = new Decision(this, compared, candidate, baseline, difference, test, covered, List.of());
        looks.flatMap(Looks::file)
                .filter(file -> !decision.looks().equals(earlier))
                .ifPresent(file -> write(file, about, decision.looks()));
        return decision;
    }

    private MarginTest test(List<Estimate> earlier, Estimate now) {
        if (looks.isEmpty()) {
            return superiority
                    ? MarginTest.superiority(now, margin, alpha)
                    : MarginTest.nonInferiority(now, margin, alpha);
        }
        List<Estimate> all = new ArrayList<>(earlier);
        if (earlier.isEmpty() || !earlier.get(earlier.size() - 1).equals(now)) {
            all.add(now);
        }
        return superiority ? MarginTest.superiority(all, margin, alpha) : MarginTest.nonInferiority(all, margin, alpha);
    }

    private static List<Estimate> read(Path file, String about) {
        if (!Files.exists(file)) {
            return List.of();
        }
        Json.Node root = Json.read(file).allow("comparison", "looks");
        String known = root.get("comparison").text();
        Checks.rejectIf(
                !known.equals(about),
                "looks: %s holds those of \"%s\", not of \"%s\"; take another file",
                file,
                known,
                about);
        return root.get("looks").items().stream()
                .map(look -> look.allow("difference", "standardError", "degreesOfFreedom")
                        .make(() -> Estimate.of(
                                look.get("difference").number(),
                                look.get("standardError").number(),
                                look.get("degreesOfFreedom").number())))
                .toList();
    }

    private static void write(Path file, String about, List<Estimate> looks) {
        List<Object> items = new ArrayList<>();
        for (Estimate look : looks) {
            items.add(Json.object(
                    "difference",
                    look.value(),
                    "standardError",
                    look.standardError(),
                    "degreesOfFreedom",
                    look.degreesOfFreedom()));
        }
        Json.write(file, Json.object("comparison", about, "looks", items));
    }

    /** How many things were rated on a metric: of either, of both, of each. */
    private record Coverage(int all, int both, int candidate, int baseline) {
        static Coverage of(ScoreTable table, int metric, int candidate, int baseline) {
            BitSet one = table.rated(candidate, metric);
            BitSet other = table.rated(baseline, metric);
            BitSet all = (BitSet) one.clone();
            all.or(other);
            return new Coverage(
                    all.cardinality(),
                    one.cardinality() + other.cardinality() - all.cardinality(),
                    one.cardinality(),
                    other.cardinality());
        }

        double share() {
            return (double) both / all;
        }
    }

    /** As {@code gate: average not worse by 0.10 or more}. */
    @Override
    public String toString() {
        return "gate: " + measure + (superiority ? " better by more than " : " not worse by ")
                + Numbers.decimal(margin, 2) + (superiority ? "" : " or more");
    }
}
