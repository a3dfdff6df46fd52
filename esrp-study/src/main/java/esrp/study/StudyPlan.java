package esrp.study;

import com.google.common.primitives.Doubles;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.core.internal.Messages;
import esrp.core.internal.Numbers;
import esrp.metrics.Analysis;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.Rubric;
import esrp.stats.design.StudyPlanner;
import esrp.stats.design.StudyPlanner.StudySize;
import esrp.stats.design.VarianceComponents;
import esrp.stats.design.VarianceComponents.Effect;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The size that a study needs, from the ratings of a pilot: what makes scores of a {@link Measure} vary
 * ({@link VarianceComponents}), the smallest difference of two candidates that a study would find, and the cheapest study
 * that finds a given one ({@link StudyPlanner}).
 *
 * <ul>
 *   <li>What varies is the score of a <b>form</b>: one rater's answers about one dialogue, added up by the rubric, metrics where
 *       lower is better reflected. Forms that lack a metric are left out and counted. Forms of all candidates count.
 *   <li>The planned study has characters, scenarios and raters of its own, as many raters for each character, who rate
 *       all candidates in all its scenarios.
 *   <li>What a pilot cannot tell apart is planned for with caution: where each dialogue had one rater, what differs between
 *       dialogues and between readings of one dialogue counts as the former, which more raters do not reduce.
 *   <li>Variances from few characters are rough, and so are plans made from them.
 *   <li>Batches cannot be planned: they have no scenario.
 * </ul>
 *
 * <p>A new plan has power 80% with two-sided alpha 5% for one pair, as many candidates as the pilot, none of them paid for
 * writing, and the prices of the ChatAnime study; it shows 20 characters, 60 scenarios and 2 raters, and the cheapest studies
 * that find differences of 0.20, 0.10 and 0.05 with at most 100 characters, 200 scenarios and 5 raters.
 *
 * <pre>{@code
 * StudyPlan plan = StudyPlan.of(pilot, Rubric.esrp()).withCandidates(6, 1);
 * System.out.println(plan);
 * plan.detectable(20, 60, 2);
 * plan.cheapest(0.05);
 * }</pre>
 *
 * <p>Immutable. Takes time in proportion to the ratings of the pilot, and 40 bytes per form while it is made.
 */
public final class StudyPlan implements Result {
    private static final int FEW_CHARACTERS = 10;

    private final Pilot pilot;
    private final double alpha;
    private final double power;
    private final StudyPrices prices;
    private final int writers;
    private final StudySize size;
    private final StudySize largest;
    private final List<Double> differences;

    private StudyPlan(
            Pilot pilot,
            double alpha,
            double power,
            StudyPrices prices,
            int writers,
            StudySize size,
            StudySize largest,
            List<Double> differences) {
        this.pilot = pilot;
        this.alpha = alpha;
        this.power = power;
        this.prices = prices;
        this.writers = writers;
        this.size = size;
        this.largest = largest;
        this.differences = differences;
    }

    /** What was learnt from the pilot. */
    private static final class Pilot {
        private final Measure measure;
        private final Rubric rubric;
        private final Ratings ratings;
        private final int forms;
        private final int partial;
        private final StudySize size;
        private final VarianceComponents components;
        private final VarianceComponents cautious;

        Pilot(Analysis analysis, Measure measure) {
            rubric = analysis.rubric();
            ratings = analysis.ratings();
            this.measure = measure;
            Map<String, Double> shares = measure.shares(rubric);
            if (shares.keySet().stream().anyMatch(id -> rubric.metric(id).target() == Metric.Target.BATCH)) {
                throw new IllegalArgumentException("measure: the " + measure
                        + " is about batches, which have no scenario; a plan counts characters, scenarios and raters");
            }
            checkMetrics(ratings, rubric);
            List<String> rated = ratings.metricIds();
            List<String> missing =
                    shares.keySet().stream().filter(id -> !rated.contains(id)).toList();
            if (!missing.isEmpty()) {
                throw new IllegalArgumentException("pilot: has no rating on " + String.join(", ", missing)
                        + ", which the " + measure + " needs; rubric.only(\"" + String.join("\", \"", rated)
                        + "\") is a rubric of what was rated");
            }
            PilotForms found = new PilotForms(ratings, rubric, shares, analysis.duplicates());
            forms = found.size;
            partial = found.partial;
            int candidates = PilotForms.distinct(found.candidate);
            int characters = PilotForms.distinct(found.character);
            int scenarios = PilotForms.distinct(found.scenario);
            if (candidates < 2 || characters < 2 || scenarios < 2) {
                throw new IllegalArgumentException("pilot: has "
                        + Numbers.count(candidates, "candidate") + ", " + Numbers.count(characters, "character")
                        + " and " + Numbers.count(scenarios, "scenario")
                        + " with complete forms (one rater's answers on all metrics of the " + measure
                        + "); how much they differ shows only where there are two of each or more");
            }
            size = new StudySize(candidates, characters, scenarios, PilotForms.distinct(found.rater));
            components = VarianceComponents.estimate(
                    found.score, found.candidate, found.character, found.scenario, found.rater);
            Map<Effect, Double> all = new EnumMap<>(Effect.class);
            for (Effect effect : Effect.values()) {
                all.put(effect, components.variance(effect));
            }
            if (oneRaterPerDialogue()) {
                all.put(Effect.DIALOGUE, components.variance(Effect.RESIDUAL));
                all.put(Effect.RESIDUAL, 0.0);
            }
            cautious = VarianceComponents.of(all);
        }

        /** Refuses metrics that the rubric does not have, or has on another scale. */
        private static void checkMetrics(Ratings ratings, Rubric rubric) {
            List<String> known = rubric.metrics().stream().map(Metric::id).toList();
            for (String id : ratings.metricIds()) {
                if (!known.contains(id)) {
                    throw new IllegalArgumentException("pilot: metric \"" + id + "\" is not in rubric \""
                            + rubric.id() + "\", whose metrics are " + known
                            + "; leave it out with where(Column.METRIC, ...)");
                }
                if (!ratings.metric(id).scale().equals(rubric.metric(id).scale())) {
                    throw new IllegalArgumentException("pilot: metric \"" + id + "\" has scale "
                            + ratings.metric(id).scale() + ", but rubric \"" + rubric.id() + "\" says "
                            + rubric.metric(id).scale());
                }
            }
        }

        private boolean oneRaterPerDialogue() {
            return components.merged().get(Effect.DIALOGUE) == Effect.RESIDUAL;
        }
    }

    /**
     * Plans by the average.
     *
     * @param pilot ratings of at least two candidates as at least two characters in at least two scenarios
     * @param rubric how metrics add up
     * @return the plan
     * @throws IllegalArgumentException if nobody rated one of the metrics or one dialogue on all of them, if the pilot has one
     *     candidate, character or scenario only, or as {@link Leaderboard#of} and {@link VarianceComponents#estimate} say
     */
    public static StudyPlan of(Ratings pilot, Rubric rubric) {
        return of(Analysis.of(pilot, rubric), Measure.average());
    }

    /**
     * Plans by any measure of dialogues.
     *
     * @param pilot ratings of at least two candidates as at least two characters in at least two scenarios, with the rubric
     *     and how repeated ratings are handled; nothing else of the analysis is used
     * @param measure the quantity that the study compares: the average, a dimension or a metric of dialogues
     * @return the plan
     * @throws IllegalArgumentException if the measure is about batches, or as {@link #of(Ratings, Rubric)} says
     */
    public static StudyPlan of(Analysis pilot, Measure measure) {
        Objects.requireNonNull(measure, "measure");
        Pilot learnt = new Pilot(Objects.requireNonNull(pilot, "pilot"), measure);
        return new StudyPlan(
                learnt,
                0.05,
                0.8,
                StudyPrices.chatAnime(),
                0,
                new StudySize(learnt.size.candidates(), 20, 60, 2),
                new StudySize(learnt.size.candidates(), 100, 200, 5),
                List.of(0.20, 0.10, 0.05));
    }

    /**
     * {@return a copy with another two-sided error of one pair; for all pairs of a study divide it by their number}
     *
     * @param value in (0, 1)
     */
    public StudyPlan withAlpha(double value) {
        StudyPlanner unused = planner().withAlpha(value);
        return new StudyPlan(pilot, value, power, prices, writers, size, largest, differences);
    }

    /**
     * {@return a copy with another probability with which a true difference is to be found}
     *
     * @param value in [0.5, 1)
     */
    public StudyPlan withPower(double value) {
        StudyPlanner unused = planner().withPower(value);
        return new StudyPlan(pilot, alpha, value, prices, writers, size, largest, differences);
    }

    /**
     * {@return a copy with other numbers of candidates}
     *
     * @param all how many, at least 2
     * @param paidWriters how many of them are people who are paid for writing
     */
    public StudyPlan withCandidates(int all, int paidWriters) {
        StudySize changed = new StudySize(all, size.characters(), size.scenarios(), size.raters());
        StudyPrices.checkWriters("paidWriters", paidWriters, all);
        StudySize limit = new StudySize(all, largest.characters(), largest.scenarios(), largest.raters());
        return new StudyPlan(pilot, alpha, power, prices, paidWriters, changed, limit, differences);
    }

    /**
     * {@return a copy with other prices}
     *
     * @param value what people are paid
     */
    public StudyPlan with(StudyPrices value) {
        return new StudyPlan(
                pilot, alpha, power, Objects.requireNonNull(value, "value"), writers, size, largest, differences);
    }

    /**
     * {@return a copy that shows another size, beside ones with twice as much of each}
     *
     * @param characters at least 2
     * @param scenarios at least 2
     * @param raters of each character, at least 1
     */
    public StudyPlan withSize(int characters, int scenarios, int raters) {
        return new StudyPlan(
                pilot, alpha, power, prices, writers, size(characters, scenarios, raters), largest, differences);
    }

    /**
     * {@return a copy with other limits of the search for the cheapest study}
     *
     * @param characters at least 2
     * @param scenarios at least 2
     * @param raters of each character, at least 1
     */
    public StudyPlan withAtMost(int characters, int scenarios, int raters) {
        return new StudyPlan(
                pilot, alpha, power, prices, writers, size, size(characters, scenarios, raters), differences);
    }

    /**
     * {@return a copy that shows the cheapest studies for other differences}
     *
     * @param values true differences, above 0; at least one
     */
    public StudyPlan withDifferences(double... values) {
        Checks.rejectIf(values.length == 0, "values: is empty, at least one difference was expected");
        for (double value : values) {
            Checks.rejectIf(
                    !(value > 0 && value < Double.POSITIVE_INFINITY), "values: difference %s is not above 0", value);
        }
        List<Double> list = Doubles.asList(values.clone());
        return new StudyPlan(pilot, alpha, power, prices, writers, size, largest, list);
    }

    /** {@return the quantity that the study compares: the average, a dimension or a metric} */
    public Measure measure() {
        return pilot.measure;
    }

    /** {@return the variance components of the pilot's scores} */
    public VarianceComponents components() {
        return pilot.components;
    }

    /**
     * {@return the planner behind this plan, for questions that are not asked here: a planner with this alpha and
     * power; what the pilot cannot tell apart counts as dialogue variance}
     */
    public StudyPlanner planner() {
        return StudyPlanner.of(pilot.cautious).withAlpha(alpha).withPower(power);
    }

    /** {@return the number of complete forms of the pilot: one rater's answers about one dialogue each} */
    public int forms() {
        return pilot.forms;
    }

    private StudySize size(int characters, int scenarios, int raters) {
        return new StudySize(size.candidates(), characters, scenarios, raters);
    }

    /**
     * The smallest true difference of two candidates that a study finds with the power asked for.
     *
     * @param characters at least 2
     * @param scenarios at least 2
     * @param raters of each character, at least 1
     * @return in score points of the measure
     */
    public double detectable(int characters, int scenarios, int raters) {
        return planner().detectable(size(characters, scenarios, raters));
    }

    /**
     * The probability with which a study finds a true difference of two candidates.
     *
     * @param characters at least 2
     * @param scenarios at least 2
     * @param raters of each character, at least 1
     * @param difference in score points of the measure
     * @return from alpha, where there is none, to 1
     */
    public double power(int characters, int scenarios, int raters, double difference) {
        return planner().power(size(characters, scenarios, raters), difference);
    }

    /**
     * The price of a study: dialogues written and rated, and its raters' recruitment.
     *
     * @param characters at least 2
     * @param scenarios at least 2
     * @param raters of each character, at least 1
     * @return in the currency of the prices
     */
    public double price(int characters, int scenarios, int raters) {
        return prices.of(size(characters, scenarios, raters), writers);
    }

    /** The cheapest study that finds a difference, or the reason why there is none within the limits. */
    public sealed interface Cheapest {
        /** {@return the size of the study; empty if even the largest study does not suffice} */
        Optional<StudySize> size();

        /** {@return the price of the study: in the currency of the prices; NaN if there is none} */
        double price();

        /**
         * {@return the smallest difference that the study finds with the power asked for; if there is none, that of the
         * largest: in score points of the measure}
         */
        double detectable();

        /** {@return the reason why there is none, and what would help; empty if there is a study} */
        Optional<Finding> reason();
    }

    private record CheapestOf(Optional<StudySize> size, double price, double detectable, Optional<Finding> reason)
            implements Cheapest {
        /** The size and price, or the reason. */
        @Override
        public String toString() {
            return reason.map(Finding::toString)
                    .orElseGet(() -> size.orElseThrow() + ", price " + Numbers.decimal(price, 0));
        }
    }

    /**
     * The cheapest study that finds a difference with the power asked for, within the limits.
     *
     * @param difference the true difference in score points of the measure, not 0
     * @return its size and price, or why there is none
     */
    public Cheapest cheapest(double difference) {
        StudyPlanner planner = planner();
        Optional<StudySize> found = planner.cheapest(difference, largest, one -> prices.of(one, writers));
        double price = found.map(one -> prices.of(one, writers)).orElse(Double.NaN);
        double detectable = planner.detectable(found.orElse(largest));
        return new CheapestOf(
                found, price, detectable, found.isPresent() ? Optional.empty() : Optional.of(notFound(difference)));
    }

    private Finding notFound(double difference) {
        Map<Effect, Double> parts = planner().variances(largest);
        Effect main =
                Collections.max(parts.entrySet(), Map.Entry.comparingByValue()).getKey();
        double total = parts.values().stream().mapToDouble(part -> part).sum();
        return sized(
                StudyCode.NOT_FOUND,
                largest,
                Map.of(
                        "difference", Math.abs(difference),
                        "power", power,
                        "detectable", planner().detectable(largest),
                        "share", parts.getOrDefault(main, 0.0) / total,
                        "effect", StudyCode.word("effect." + main),
                        "help", StudyCode.word("help." + main)));
    }

    /**
     * {@return whether any rating of the pilot was generated rather than given; true if one of the raters is simulated}
     */
    public boolean simulated() {
        return pilot.ratings.simulated();
    }

    /** {@return what identifies the pilot's ratings: SHA-256 of the rows whatever their order, in hexadecimal} */
    public String dataHash() {
        return pilot.ratings.hash();
    }

    @Override
    public List<Finding> notes() {
        List<Finding> notes = new ArrayList<>();
        notes.add((writers > 0 ? StudyCode.PRICES_WITH_WRITERS : StudyCode.PRICES)
                .note(
                        "currency", prices.currency(),
                        "candidates", size.candidates(),
                        "writers", writers,
                        "written", threeDigits(prices.perDialogueWritten()),
                        "rated", threeDigits(prices.perDialogueRated()),
                        "recruited", threeDigits(prices.perPersonRecruited())));
        notes.add(StudyCode.TEST.note("alpha", threeDigits(alpha)));
        long pairs = (long) size.candidates() * (size.candidates() - 1) / 2;
        if (pairs > 1) {
            notes.add(StudyCode.ALL_PAIRS.note("count", pairs, "alpha", threeDigits(alpha / pairs)));
        }
        if (simulated()) {
            notes.add(StudyCode.SIMULATED.note());
        }
        if (pilot.ratings.raters().stream().anyMatch(rater -> new Rater(rater).kind() == Rater.Kind.MODEL)) {
            notes.add(StudyCode.MODELS.note());
        }
        if (pilot.partial > 0) {
            notes.add(StudyCode.PARTIAL_FORMS.note("count", pilot.partial));
        }
        if (pilot.oneRaterPerDialogue()) {
            notes.add(StudyCode.ONE_RATER_PER_DIALOGUE.note());
        }
        if (pilot.size.raters() == 1) {
            notes.add(StudyCode.ONE_RATER.note());
        } else if (pilot.components.merged().get(Effect.RATER) == Effect.CHARACTER) {
            notes.add(StudyCode.ONE_RATER_PER_CHARACTER.note());
        }
        List<LocalizedText> negative = pilot.components.estimated().stream()
                .filter(effect -> pilot.components.raw(effect) < 0)
                .map(effect -> StudyCode.word("effect." + effect))
                .toList();
        if (!negative.isEmpty()) {
            notes.add(StudyCode.NEGATIVE_VARIANCES.note("effects", negative));
        }
        if (pilot.size.characters() < FEW_CHARACTERS) {
            notes.add(StudyCode.FEW_CHARACTERS.note("count", pilot.size.characters()));
        }
        return List.copyOf(notes);
    }

    private LocalizedText measureName() {
        Rubric rubric = pilot.rubric;
        return rubric.dimensions().stream()
                .filter(one -> pilot.measure.equals(Measure.dimension(one.id())))
                .map(dimension -> dimension.name())
                .findFirst()
                .or(() -> rubric.metrics().stream()
                        .filter(one -> pilot.measure.equals(Measure.metric(one.id())))
                        .map(Metric::name)
                        .findFirst())
                .orElseGet(() -> Messages.of(Measure.class).localized("measure.average"));
    }

    /** At most three digits that matter. */
    private static String threeDigits(double value) {
        return new BigDecimal(value)
                .round(new MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public List<Table> tables() {
        return List.of(variances(), sizes(), cheapestStudies());
    }

    private Table variances() {
        VarianceComponents components = pilot.components;
        Table.Builder table = Table.builder(
                        "plan-variances",
                        StudyCode.word(
                                "plan.title",
                                "measure",
                                measureName(),
                                "rubric",
                                pilot.rubric.id(),
                                "candidates",
                                pilot.size.candidates(),
                                "characters",
                                pilot.size.characters(),
                                "scenarios",
                                pilot.size.scenarios(),
                                "raters",
                                pilot.size.raters()))
                .head(Table.Head.text("effect", StudyCode.word("plan.effect")))
                .head(Table.Head.text("reduced_by", StudyCode.word("plan.help")))
                .head(Table.Head.number("variance", StudyCode.word("plan.variance"), 4))
                .head(Table.Head.of("share", StudyCode.word("plan.share"), Table.Style.PERCENT, 1))
                .head(Table.Head.of("error", StudyCode.word("plan.error"), Table.Style.PERCENT, 1));
        Map<Effect, Double> parts = planner().variances(size);
        double error = parts.values().stream().mapToDouble(part -> part).sum();
        for (Effect effect : Effect.values()) {
            LocalizedText name = StudyCode.word("effect." + effect);
            @Nullable Effect into = components.merged().get(effect);
            if (into != null) {
                LocalizedText reason = into == effect
                        ? StudyCode.word("plan.one-seen")
                        : StudyCode.word("plan.counted", "effect", StudyCode.word("effect." + into));
                table.row(name, reason, Optional.empty(), Optional.empty(), Optional.empty());
                continue;
            }
            Effect planned = effect == Effect.RESIDUAL && pilot.oneRaterPerDialogue() ? Effect.DIALOGUE : effect;
            double part = parts.getOrDefault(planned, 0.0);
            table.row(
                    name,
                    StudyCode.word("help." + planned),
                    components.variance(effect),
                    components.variance(effect) / components.total(),
                    part == 0 ? Optional.empty() : part / error);
        }
        return table.note(sized(StudyCode.ERROR_SHARE, size, Map.of())).build();
    }

    private static Finding sized(StudyCode code, StudySize size, Map<String, Object> more) {
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.put("characters", size.characters());
        parameters.put("scenarios", size.scenarios());
        parameters.put(
                "raters",
                StudyCode.word(size.raters() == 1 ? "plan.one-rater" : "plan.many-raters", "n", size.raters()));
        return new Finding(code, Finding.Place.none(), parameters);
    }

    private Table sizes() {
        Table.Builder table = counts("plan-sizes", "plan.sizes")
                .head(Table.Head.number("finds", StudyCode.word("plan.finds", "power", power), 3))
                .head(Table.Head.count("price", StudyCode.word("plan.price", "currency", prices.currency())));
        int h = size.characters();
        int s = size.scenarios();
        int r = size.raters();
        Set<StudySize> shown =
                new LinkedHashSet<>(List.of(size, size(2 * h, s, r), size(h, 2 * s, r), size(h, s, 2 * r)));
        for (StudySize one : shown) {
            table.row(
                    one.characters(),
                    one.scenarios(),
                    one.raters(),
                    one.ratings(),
                    planner().detectable(one),
                    prices.of(one, writers));
        }
        Map<String, Object> found = Map.of("difference", planner().detectable(size), "power", power);
        return table.note(sized(StudyCode.FINDS, size, found)).build();
    }

    private static Table.Builder counts(String id, String title, Table.Head... before) {
        Table.Builder table = Table.builder(id, StudyCode.word(title));
        List.of(before).forEach(table::head);
        return Messages.of(StudyCode.class).heads(table, "plan.", "characters|# scenarios|# raters|# forms|#");
    }

    private Table cheapestStudies() {
        Table.Builder table = counts(
                        "plan-cheapest",
                        "plan.cheapest",
                        Table.Head.number("difference", StudyCode.word("plan.difference"), 2))
                .head(Table.Head.count("price", StudyCode.word("plan.price", "currency", prices.currency())));
        Optional<Finding> smallest = Optional.empty();
        for (double difference : differences) {
            Cheapest cheapest = cheapest(difference);
            if (cheapest.size().isEmpty()) {
                Finding why = cheapest.reason().orElseThrow();
                table.row(difference, why, why, why, why, why);
                continue;
            }
            StudySize one = cheapest.size().get();
            table.row(difference, one.characters(), one.scenarios(), one.raters(), one.ratings(), cheapest.price());
            smallest = Optional.of(sized(
                    StudyCode.CHEAPEST,
                    one,
                    Map.of(
                            "difference", difference,
                            "price", Math.round(cheapest.price()),
                            "currency", prices.currency())));
        }
        smallest.ifPresent(table::note);
        return table.build();
    }

    @Override
    public String toString() {
        return text("en");
    }
}
