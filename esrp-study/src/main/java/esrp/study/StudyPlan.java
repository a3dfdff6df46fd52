package esrp.study;

import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.internal.Numbers;
import esrp.metrics.Analysis;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.Rubric;
import esrp.stats.CheapestDesign;
import esrp.stats.Prices;
import esrp.stats.design.StudyPlanner;
import esrp.stats.design.StudySize;
import esrp.stats.design.VarianceComponents;
import esrp.stats.design.VarianceComponents.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How large a study must be, from the ratings of a pilot: what makes scores of a {@link Measure} vary
 * ({@link VarianceComponents}), the smallest difference of two candidates that a design would find, and the cheapest design
 * that finds a given one ({@link StudyPlanner}).
 *
 * <ul>
 *   <li>What varies is the score of a <b>form</b>: one rater's answers about one dialogue, added up by the rubric, metrics where
 *       lower is better reflected. Forms that lack a metric are left out and counted. Forms of all candidates count.
 *   <li>The planned study has characters, scenarios and raters of its own, as many raters for each character, who rate
 *       all candidates in all its scenarios.
 *   <li>What a pilot cannot tell apart is planned for with caution: where each dialogue had one rater, what differs between
 *       dialogues and between readings of one dialogue counts as the former, which more raters do not make smaller.
 *   <li>Variances from few characters are rough, and so are plans made from them.
 *   <li>Batches cannot be planned: they have no scenario.
 * </ul>
 *
 * <pre>{@code
 * StudyPlan plan = StudyPlan.withDefaults().withCandidates(6, 1).of(pilot, Rubric.esrp());
 * System.out.println(plan);
 * plan.detectable(20, 60, 2);
 * plan.cheapest(0.05);
 * }</pre>
 *
 * <p>Prices are those of the ChatAnime study unless others are set. Immutable. Takes time in proportion to the forms, with a
 * constant of about a hundred table look-ups, and 40 bytes a form while it is made.
 */
public final class StudyPlan {
    private static final int FEW_CHARACTERS = 10;

    private final Settings settings;
    private final String rubricId;
    private final VarianceComponents components;
    private final VarianceComponents cautious;
    private final StudyPlanner planner;
    private final Prices prices;
    private final int planned;
    private final int forms;
    private final int partial;
    private final int candidates;
    private final int characters;
    private final int scenarios;
    private final int raters;
    private final boolean models;
    private final boolean simulated;
    private final String hash;

    /**
     * The average; power 80% with two-sided alpha 5% for one pair; as many candidates as the pilot, none of them paid for
     * writing; the prices of the ChatAnime study; 20 characters, 60 scenarios and 2 raters as the design to look at, and
     * differences of 0.20, 0.10 and 0.05 to find; at most 100 characters, 200 scenarios and 5 raters.
     *
     * @return the settings
     */
    public static Settings withDefaults() {
        return new Settings(new Draft());
    }

    /**
     * Plans from a pilot.
     *
     * @param pilot ratings of at least two candidates as at least two characters in at least two scenarios
     * @param rubric how metrics add up
     * @return the plan, with the settings of {@link #withDefaults}
     * @throws IllegalArgumentException if the measure is about batches, if nobody rated one of its metrics or one dialogue on
     *     all of them, if the pilot has one candidate, character or scenario only, or as {@link Leaderboard#of} and
     *     {@link VarianceComponents#estimate} say
     */
    public static StudyPlan of(Ratings pilot, Rubric rubric) {
        return withDefaults().of(pilot, rubric);
    }

    /** The fields of settings while one of them changes. */
    private static final class Draft {
        private Measure measure = Measure.average();
        private Analysis.Duplicates duplicates = Analysis.Duplicates.REJECT;
        private double alpha = 0.05;
        private double power = 0.8;
        private OptionalInt candidates = OptionalInt.empty();
        private int written;
        private StudyCosts.Prices prices = StudyCosts.Prices.chatAnime();
        private int priceScenarios = 60;
        private int priceCandidates = 6;
        private int[] design = {20, 60, 2};
        private int[] atMost = {100, 200, 5};
        private double[] differences = {0.20, 0.10, 0.05};

        Draft copy() {
            Draft d = new Draft();
            d.measure = measure;
            d.duplicates = duplicates;
            d.alpha = alpha;
            d.power = power;
            d.candidates = candidates;
            d.written = written;
            d.prices = prices;
            d.priceScenarios = priceScenarios;
            d.priceCandidates = priceCandidates;
            d.design = design;
            d.atMost = atMost;
            d.differences = differences;
            return d;
        }
    }

    /** What is planned. Immutable. */
    public static final class Settings {
        private final Draft draft;

        private Settings(Draft draft) {
            this.draft = draft;
        }

        private static StudyPlanner check() {
            return StudyPlanner.of(VarianceComponents.of(Map.of()));
        }

        /**
         * Sets what the study is to compare.
         *
         * @param value the average, a dimension or a metric; of dialogues
         * @return such settings
         */
        public Settings with(Measure value) {
            Draft d = draft.copy();
            d.measure = Objects.requireNonNull(value, "value");
            return new Settings(d);
        }

        /**
         * Sets what becomes of repeated ratings.
         *
         * @param value refuse, first or last
         * @return such settings
         */
        public Settings with(Analysis.Duplicates value) {
            Draft d = draft.copy();
            d.duplicates = Objects.requireNonNull(value, "value");
            return new Settings(d);
        }

        /**
         * Sets the two-sided error of one pair; for all pairs of a study divide it by their number.
         *
         * @param value in (0, 1)
         * @return such settings
         */
        public Settings withAlpha(double value) {
            StudyPlanner unused = check().withAlpha(value);
            Draft d = draft.copy();
            d.alpha = value;
            return new Settings(d);
        }

        /**
         * Sets how surely a true difference is to be found.
         *
         * @param value in [0.5, 1)
         * @return such settings
         */
        public Settings withPower(double value) {
            StudyPlanner unused = check().withPower(value);
            Draft d = draft.copy();
            d.power = value;
            return new Settings(d);
        }

        /**
         * Sets the candidates of the study.
         *
         * @param all how many, at least 2
         * @param paidWriters how many of them are people who are paid for writing
         * @return such settings
         */
        public Settings withCandidates(int all, int paidWriters) {
            if (all < 2 || paidWriters < 0 || paidWriters > all) {
                throw new IllegalArgumentException(
                        "all: " + all + " must be at least 2 and paidWriters: " + paidWriters + " from 0 to as many");
            }
            Draft d = draft.copy();
            d.candidates = OptionalInt.of(all);
            d.written = paidWriters;
            return new Settings(d);
        }

        /**
         * Sets what people are paid.
         *
         * @param value the prices of a character, and of a person recruited
         * @param ofScenarios how many scenarios the prices of a character are for, at least 1
         * @param ofCandidates how many candidates the price of a character rated is for, at least 1
         * @return such settings
         */
        public Settings withPrices(StudyCosts.Prices value, int ofScenarios, int ofCandidates) {
            Prices unused = value.perDialogue(ofScenarios, ofCandidates);
            Draft d = draft.copy();
            d.prices = value;
            d.priceScenarios = ofScenarios;
            d.priceCandidates = ofCandidates;
            return new Settings(d);
        }

        /**
         * Sets the design that is printed, beside ones with twice as much of each.
         *
         * @param characters at least 2
         * @param scenarios at least 2
         * @param raters of each character, at least 1
         * @return such settings
         */
        public Settings withDesign(int characters, int scenarios, int raters) {
            StudySize unused = new StudySize(2, characters, scenarios, raters);
            Draft d = draft.copy();
            d.design = new int[] {characters, scenarios, raters};
            return new Settings(d);
        }

        /**
         * Sets the differences for which the cheapest design is printed.
         *
         * @param values true differences, above 0; at least one
         * @return such settings
         */
        public Settings withDifferences(double... values) {
            if (values.length == 0) {
                throw new IllegalArgumentException("values: is empty, at least one difference was expected");
            }
            for (double value : values) {
                if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("values: difference " + value + " is not above 0");
                }
            }
            Draft d = draft.copy();
            d.differences = values.clone();
            return new Settings(d);
        }

        /**
         * Sets the limits of the search for the cheapest design.
         *
         * @param characters at most so many, at least 2
         * @param scenarios at most so many, at least 2
         * @param raters of each character at most so many, at least 1
         * @return such settings
         */
        public Settings withAtMost(int characters, int scenarios, int raters) {
            StudySize unused = new StudySize(2, characters, scenarios, raters);
            Draft d = draft.copy();
            d.atMost = new int[] {characters, scenarios, raters};
            return new Settings(d);
        }

        /**
         * Plans from a pilot.
         *
         * @param pilot ratings of at least two candidates as at least two characters in at least two scenarios
         * @param rubric how metrics add up
         * @return the plan
         * @throws IllegalArgumentException as {@link StudyPlan#of} says
         */
        public StudyPlan of(Ratings pilot, Rubric rubric) {
            Objects.requireNonNull(pilot, "pilot");
            Objects.requireNonNull(rubric, "rubric");
            return new StudyPlan(this, pilot, rubric);
        }
    }

    private StudyPlan(Settings settings, Ratings pilot, Rubric rubric) {
        this.settings = settings;
        Draft d = settings.draft;
        rubricId = rubric.id();
        Map<String, Double> shares = d.measure.shares(rubric);
        List<Metric> metrics = shares.keySet().stream().map(rubric::metric).toList();
        if (metrics.stream().anyMatch(m -> m.target() == Metric.Target.BATCH)) {
            throw new IllegalArgumentException("measure: the " + d.measure
                    + " is about batches, which have no scenario; a plan counts characters, scenarios and raters");
        }
        checkMetrics(pilot, rubric);
        List<String> rated = pilot.metricIds();
        List<String> missing =
                shares.keySet().stream().filter(id -> !rated.contains(id)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("pilot: has no rating on " + TextTable.names(missing, 9) + ", which the "
                    + d.measure + " needs; rated are " + rated);
        }
        PilotForms found = new PilotForms(pilot, rubric, shares, d.duplicates);
        forms = found.size;
        partial = found.partial;
        candidates = PilotForms.distinct(found.candidate);
        characters = PilotForms.distinct(found.character);
        scenarios = PilotForms.distinct(found.scenario);
        raters = PilotForms.distinct(found.rater);
        if (candidates < 2 || characters < 2 || scenarios < 2) {
            throw new IllegalArgumentException("pilot: has " + Numbers.count(candidates, "candidate") + ", "
                    + Numbers.count(characters, "character") + " and " + Numbers.count(scenarios, "scenario")
                    + " with complete forms (one rater's answers on all metrics of the " + d.measure
                    + "); how much they differ shows only where there are two of each or more");
        }
        models = pilot.raters().stream().anyMatch(r -> new Rater(r).kind() == Rater.Kind.MODEL);
        simulated = pilot.simulated();
        hash = pilot.hash();
        components =
                VarianceComponents.estimate(found.score, found.candidate, found.character, found.scenario, found.rater);
        cautious = cautious(components);
        planned = d.candidates.orElse(candidates);
        prices = d.prices.perDialogue(d.priceScenarios, d.priceCandidates);
        planner = StudyPlanner.of(cautious).withAlpha(d.alpha).withPower(d.power);
    }

    /** Refuses metrics that the rubric does not have, or has on another scale. */
    private static void checkMetrics(Ratings pilot, Rubric rubric) {
        List<String> known = rubric.metrics().stream().map(Metric::id).toList();
        for (Metric metric : pilot.metrics()) {
            if (!pilot.metricIds().contains(metric.id())) {
                continue;
            }
            if (!known.contains(metric.id())) {
                throw new IllegalArgumentException("pilot: metric \"" + metric.id() + "\" is not in rubric \""
                        + rubric.id() + "\", whose metrics are " + known
                        + "; leave it out with where(Column.METRIC, ...)");
            }
            if (!metric.scale().equals(rubric.metric(metric.id()).scale())) {
                throw new IllegalArgumentException("pilot: metric \"" + metric.id() + "\" has scale " + metric.scale()
                        + ", but rubric \"" + rubric.id() + "\" says "
                        + rubric.metric(metric.id()).scale());
            }
        }
    }

    /** What cannot be told from the residual counts as dialogues', which more raters do not make smaller. */
    private static VarianceComponents cautious(VarianceComponents estimated) {
        Map<Effect, Double> all = new EnumMap<>(Effect.class);
        for (Effect effect : Effect.values()) {
            all.put(effect, estimated.variance(effect));
        }
        if (estimated.merged().get(Effect.DIALOGUE) == Effect.RESIDUAL) {
            all.put(Effect.DIALOGUE, estimated.variance(Effect.RESIDUAL));
            all.put(Effect.RESIDUAL, 0.0);
        }
        return VarianceComponents.of(all);
    }

    /**
     * What is planned for.
     *
     * @return the average, a dimension or a metric
     */
    public Measure measure() {
        return settings.draft.measure;
    }

    /**
     * What makes the pilot's scores vary.
     *
     * @return the components as estimated
     */
    public VarianceComponents components() {
        return components;
    }

    /**
     * The planner behind this plan, for questions that are not asked here.
     *
     * @return a planner with these settings; what the pilot cannot tell apart counts as dialogue variance
     */
    public StudyPlanner planner() {
        return planner;
    }

    /**
     * Complete forms of the pilot.
     *
     * @return one rater's answers about one dialogue each
     */
    public int forms() {
        return forms;
    }

    private StudySize design(int ofCharacters, int ofScenarios, int ofRaters) {
        return new StudySize(planned, ofCharacters, ofScenarios, ofRaters);
    }

    /**
     * The smallest true difference of two candidates that a study finds with the power asked for.
     *
     * @param ofCharacters at least 2
     * @param ofScenarios at least 2
     * @param ofRaters of each character, at least 1
     * @return in score points of the measure
     */
    public double detectable(int ofCharacters, int ofScenarios, int ofRaters) {
        return planner.detectable(design(ofCharacters, ofScenarios, ofRaters));
    }

    /**
     * The probability with which a study finds a true difference of two candidates.
     *
     * @param ofCharacters at least 2
     * @param ofScenarios at least 2
     * @param ofRaters of each character, at least 1
     * @param difference in score points of the measure
     * @return from alpha, where there is none, to 1
     */
    public double power(int ofCharacters, int ofScenarios, int ofRaters, double difference) {
        return planner.power(design(ofCharacters, ofScenarios, ofRaters), difference);
    }

    /**
     * What a study costs: dialogues written and rated, and its raters' recruitment.
     *
     * @param ofCharacters at least 2
     * @param ofScenarios at least 2
     * @param ofRaters of each character, at least 1
     * @return in the currency of the prices
     */
    public double price(int ofCharacters, int ofScenarios, int ofRaters) {
        return price(design(ofCharacters, ofScenarios, ofRaters));
    }

    /**
     * The cheapest study that finds a difference with the power asked for, within the limits.
     *
     * @param difference the true difference in score points of the measure, not 0
     * @return the design and its price, or why there is none
     */
    public CheapestDesign cheapest(double difference) {
        StudySize largest = design(settings.draft.atMost[0], settings.draft.atMost[1], settings.draft.atMost[2]);
        return planner.cheapest(difference, largest, this::price)
                .<CheapestDesign>map(size -> new CheapestDesign.Found(size, price(size), planner.detectable(size)))
                .orElseGet(() -> infeasible(difference, largest));
    }

    private double price(StudySize size) {
        return prices.of(size, settings.draft.written);
    }

    private CheapestDesign.Infeasible infeasible(double difference, StudySize largest) {
        Map.Entry<Effect, Double> main =
                Collections.max(planner.variances(largest).entrySet(), Map.Entry.comparingByValue());
        String help = switch (main.getKey()) {
            case CANDIDATE_CHARACTER -> "only more characters reduce it";
            case CANDIDATE_SCENARIO -> "only more scenarios reduce it";
            case CANDIDATE_RATER -> "more characters or raters reduce it";
            case DIALOGUE -> "more characters or scenarios reduce it";
            default -> "more characters, scenarios or raters reduce it";
        };
        double detectable = planner.detectable(largest);
        double error = planner.standardError(largest);
        return new CheapestDesign.Infeasible(
                detectable,
                String.format(
                        Locale.ROOT,
                        "a difference of %.3f is not found with power %.2f by %s: they find %.3f. %.0f%% of the variance is %s; %s",
                        Math.abs(difference),
                        settings.draft.power,
                        largest,
                        detectable,
                        100 * main.getValue() / (error * error),
                        main.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        help));
    }

    /**
     * Whether any rating of the pilot was generated rather than given.
     *
     * @return true if one of the raters is simulated
     */
    public boolean simulated() {
        return simulated;
    }

    /**
     * What identifies the pilot's ratings.
     *
     * @return SHA-256 of the rows whatever their order, in hexadecimal
     */
    public String dataHash() {
        return hash;
    }

    /**
     * What a reader must know: simulated ratings, forms left out, and what the pilot could not tell.
     *
     * @return sentences; none if there is nothing to say
     */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (simulated) {
            notes.add("SIMULATED: at least one rater is simulated; this plans nothing but simulated studies.");
        }
        if (models) {
            notes.add("The pilot has ratings of models; people vary otherwise.");
        }
        if (partial > 0) {
            notes.add("Left out, as they lack a metric: " + Numbers.count(partial, "form") + ".");
        }
        if (oneRaterADialogue()) {
            notes.add("One rater a dialogue: what differs between dialogues and between readings of one cannot be told"
                    + " apart. More raters are planned as if they did not help.");
        }
        if (raters == 1) {
            notes.add("One rater rated everything: how much other raters differ is not in the plan.");
        } else if (components.merged().get(Effect.RATER) == Effect.CHARACTER) {
            notes.add("One rater a character: what differs between raters counts as characters'.");
        }
        List<String> negative = new ArrayList<>();
        for (Effect effect : components.estimated()) {
            if (components.raw(effect) < 0) {
                negative.add(name(effect));
            }
        }
        if (!negative.isEmpty()) {
            notes.add("Estimated below 0 and taken as 0: " + String.join(", ", negative) + ".");
        }
        if (characters < FEW_CHARACTERS) {
            notes.add("Variances from " + characters + " characters are rough, and so is this plan.");
        }
        return Collections.unmodifiableList(notes);
    }

    private boolean oneRaterADialogue() {
        return components.merged().get(Effect.DIALOGUE) == Effect.RESIDUAL;
    }

    private static String name(Effect effect) {
        return switch (effect) {
            case CANDIDATE_CHARACTER, CANDIDATE_SCENARIO, CHARACTER_SCENARIO, CANDIDATE_RATER ->
                effect.name().toLowerCase(Locale.ROOT).replace("_", " × ");
            case RESIDUAL -> "one reading, and the rest";
            default -> effect.name().toLowerCase(Locale.ROOT);
        };
    }

    private static String help(Effect effect) {
        return switch (effect) {
            case CANDIDATE -> "what is looked for";
            case CHARACTER, SCENARIO, CHARACTER_SCENARIO, RATER -> "cancels in differences";
            case CANDIDATE_CHARACTER -> "characters";
            case CANDIDATE_SCENARIO -> "scenarios";
            case CANDIDATE_RATER -> "characters, raters";
            case DIALOGUE -> "characters, scenarios";
            case RESIDUAL -> "all three";
        };
    }

    /** What varies, what designs find, and the cheapest ones; at most 80 columns. */
    @Override
    public String toString() {
        Draft d = settings.draft;
        int h = d.design[0];
        int s = d.design[1];
        int r = d.design[2];
        TextTable variances = TextTable.of(2, "what differs", "made smaller by more", "variance", "share", "error")
                .title("plan of a study by " + d.measure + " (rubric " + rubricId + "), from a pilot of "
                        + Numbers.count(candidates, "candidate") + ", " + Numbers.count(characters, "character")
                        + ", " + Numbers.count(scenarios, "scenario") + " and " + Numbers.count(raters, "rater"));
        StudySize design = design(h, s, r);
        double error = planner.standardError(design);
        for (Effect effect : Effect.values()) {
            @Nullable Effect into = components.merged().get(effect);
            if (into != null) {
                variances.row(
                        name(effect), into == effect ? "only one seen" : "counted as " + name(into), "-", "-", "-");
            } else {
                boolean both = effect == Effect.RESIDUAL && oneRaterADialogue();
                double part = planner.variances(design).getOrDefault(both ? Effect.DIALOGUE : effect, 0.0);
                variances.row(
                        name(effect),
                        help(both ? Effect.DIALOGUE : effect),
                        Numbers.decimal(components.variance(effect), 4),
                        share(components.variance(effect), components.total()),
                        part == 0 ? "" : share(part, error * error));
            }
        }
        variances.note(
                "error: share in the squared error of a difference of two candidates, with " + size(h, s, r) + ".");
        String percent = percent(d.power);
        String money = "price in " + d.prices.currency();
        TextTable designs =
                TextTable.of(0, "characters", "scenarios", "raters", "forms", "finds with " + percent, money);
        Set<List<Integer>> shown = new HashSet<>();
        for (int[] one : new int[][] {{h, s, r}, {2 * h, s, r}, {h, 2 * s, r}, {h, s, 2 * r}}) {
            if (shown.add(List.of(one[0], one[1], one[2]))) {
                designs.row(
                        Numbers.count(one[0]),
                        Numbers.count(one[1]),
                        Numbers.count(one[2]),
                        Numbers.count(design(one[0], one[1], one[2]).ratings()),
                        Numbers.decimal(detectable(one[0], one[1], one[2]), 3),
                        money(price(one[0], one[1], one[2])));
            }
        }
        designs.note("With " + size(h, s, r) + " a true difference of "
                + Numbers.decimal(detectable(h, s, r), 2) + " between two candidates is found with " + percent
                + " probability. A form is what one rater says of one dialogue.");
        TextTable cheapest = TextTable.of(0, "to find", "characters", "scenarios", "raters", "forms", money);
        List<String> reasons = new ArrayList<>();
        String sentence = "";
        for (double difference : d.differences) {
            CheapestDesign found = cheapest(difference);
            if (found instanceof CheapestDesign.Found best) {
                cheapest.row(
                        Numbers.decimal(difference, 2),
                        Numbers.count(best.design().characters()),
                        Numbers.count(best.design().scenarios()),
                        Numbers.count(best.design().raters()),
                        Numbers.count(best.design().ratings()),
                        money(best.price()));
                sentence = "The cheapest study that finds " + Numbers.decimal(difference, 2) + " has "
                        + size(
                                best.design().characters(),
                                best.design().scenarios(),
                                best.design().raters())
                        + " and costs " + money(best.price()) + " " + d.prices.currency() + ".";
            } else if (found instanceof CheapestDesign.Infeasible none) {
                cheapest.row(Numbers.decimal(difference, 2), "-", "-", "-", "-", "-");
                reasons.add("None: " + none.reason() + ".");
            }
        }
        cheapest.note(sentence);
        reasons.forEach(cheapest::note);
        cheapest.note(planned + " candidates"
                + (d.written > 0
                        ? ", " + d.written + " of them people at " + exact(prices.dialogueWritten())
                                + " a dialogue written"
                        : ", none of them paid for writing")
                + "; " + exact(prices.dialogueRated()) + " a dialogue rated, " + exact(prices.rater())
                + " a rater recruited. Each character has its own raters, who rate all candidates on all metrics. t"
                + " test of one pair, two-sided alpha " + exact(d.alpha) + pairs(d.alpha) + ".");
        notes().forEach(cheapest::note);
        return variances + "\n\n" + designs + "\n\n" + cheapest;
    }

    private String pairs(double alpha) {
        long pairs = (long) planned * (planned - 1) / 2;
        return pairs == 1 ? "" : "; for all " + pairs + " pairs set " + exact(alpha / pairs);
    }

    private static String size(int characters, int scenarios, int raters) {
        return Numbers.count(characters, "character") + ", " + Numbers.count(scenarios, "scenario") + " and "
                + Numbers.count(raters, "rater") + " a character";
    }

    private static String share(double part, double whole) {
        return whole == 0 ? "-" : Numbers.decimal(100 * part / whole, 1) + "%";
    }

    private static String percent(double level) {
        double percent = level * 100;
        return Math.abs(percent - Math.rint(percent)) < 1e-9
                ? String.format(Locale.ROOT, "%.0f%%", percent)
                : String.format(Locale.ROOT, "%.1f%%", percent);
    }

    private static String money(double price) {
        return String.format(Locale.ROOT, "%,.0f", price);
    }

    /** At most three digits that say something. */
    private static String exact(double value) {
        return new java.math.BigDecimal(value)
                .round(new java.math.MathContext(3))
                .stripTrailingZeros()
                .toPlainString();
    }
}
