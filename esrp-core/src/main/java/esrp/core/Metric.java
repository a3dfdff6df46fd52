package esrp.core;

import esrp.core.internal.Checks;
import esrp.core.internal.Digest;
import esrp.core.internal.RubricFile;
import esrp.core.internal.TextWidth;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One question that a rater answers with a score. An id, a name and a scale are enough to evaluate ratings; definition,
 * question and anchors are needed where raters are asked: by judges and forms, which say so by name.
 *
 * @param id lower-case id, for example {@code speaking_style}; letters, digits and {@code _}
 * @param name the name to print
 * @param dimension id of the {@link Dimension} it belongs to
 * @param definition what is measured; empty if nobody is asked
 * @param question the question a rater answers; empty if nobody is asked
 * @param anchors what scores below, at and above the midpoint mean; empty if nobody is asked
 * @param scale the scores that are allowed
 * @param target what is rated: one dialogue, or a batch of replies
 * @param aliases other names under which data or judges mention it, for example {@code Speech Style}
 */
public record Metric(
        String id,
        LocalizedText name,
        String dimension,
        Optional<LocalizedText> definition,
        Optional<LocalizedText> question,
        Optional<Anchors> anchors,
        Scale scale,
        Target target,
        List<String> aliases) {
    /**
     * What a score below, at and above the midpoint of the scale means.
     *
     * @param below the meaning of scores below the midpoint
     * @param at the meaning of the midpoint
     * @param above the meaning of scores above the midpoint
     */
    public record Anchors(LocalizedText below, LocalizedText at, LocalizedText above) {
        /** Validates. */
        public Anchors {
            Checks.notNull("below", below, "at", at, "above", above);
        }
    }

    /** What a rating on this metric is about. */
    public enum Target {
        /** One {@link Dialogue}; the item of a rating is a scenario id. */
        DIALOGUE,
        /** One {@link ResponseBatch}; the item of a rating is a batch id. */
        BATCH
    }

    /**
     * The metrics of Emotionally Supportive Role-Playing: nine fine-grained ones in three dimensions, and diversity. Names,
     * dimensions and the meaning of scores follow Section 4.1 and Appendix E of the ChatAnime paper; the wording is this
     * project's own, and all of it is in {@code rubric/esrp.json} beside this class.
     *
     * @return the nine metrics in the order of the paper's tables, then diversity: ten metrics on the scale 1..5
     */
    public static List<Metric> esrp() {
        return RubricFile.esrpMetrics();
    }

    /**
     * {@return a copy on another scale, as half points in the place of whole ones}
     *
     * @param other the scale
     */
    public Metric withScale(Scale other) {
        return new Metric(id, name, dimension, definition, question, anchors, other, target, aliases);
    }

    /**
     * The metric that a text names by id, name or alias.
     *
     * @param metrics where to look
     * @param text what a file or a judge wrote
     * @return the first metric for which {@link #isCalled} holds
     */
    public static Optional<Metric> find(List<Metric> metrics, String text) {
        Objects.requireNonNull(text, "text");
        return metrics.stream().filter(metric -> metric.isCalled(text)).findFirst();
    }

    /**
     * A metric that raters can be asked.
     *
     * @param id lower-case id; letters, digits and {@code _}
     * @param name the name to print
     * @param dimension id of the dimension it belongs to
     * @param definition what is measured
     * @param question the question a rater answers
     * @param anchors what scores below, at and above the midpoint mean
     * @param scale the scores that are allowed
     * @param target what is rated
     * @param aliases other names
     */
    public Metric(
            String id,
            LocalizedText name,
            String dimension,
            LocalizedText definition,
            LocalizedText question,
            Anchors anchors,
            Scale scale,
            Target target,
            List<String> aliases) {
        this(
                id,
                name,
                dimension,
                Optional.of(definition),
                Optional.of(question),
                Optional.of(anchors),
                scale,
                target,
                aliases);
    }

    /**
     * {@return a metric of dialogues to evaluate ratings with: without definition, question, anchors and aliases}
     *
     * @param id lower-case id; letters, digits and {@code _}
     * @param name the name to print
     * @param dimension id of the dimension it belongs to
     * @param scale the scores that are allowed
     */
    public static Metric of(String id, LocalizedText name, String dimension, Scale scale) {
        return new Metric(
                id,
                name,
                dimension,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                scale,
                Target.DIALOGUE,
                List.of());
    }

    /**
     * {@return this metric, which has all that a rater who is asked must see}
     *
     * @throws IllegalArgumentException if definition, question or anchors are missing; the message names them
     */
    public Metric described() {
        List<String> missing = Stream.of(
                        definition.isEmpty() ? "definition" : "",
                        question.isEmpty() ? "question" : "",
                        anchors.isEmpty() ? "anchors" : "")
                .filter(part -> !part.isEmpty())
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("metric: \"" + id + "\" has no " + String.join(", no ", missing)
                    + ", which raters who are asked must see; add them to the rubric");
        }
        return this;
    }

    /** Validates and copies. */
    public Metric {
        Checks.text("id", id);
        if (!id.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException(
                    "id: \"" + id + "\" is not a metric id; lower-case letters, digits and _ were expected");
        }
        Objects.requireNonNull(name, "name");
        Checks.text("dimension", dimension);
        Checks.notNull("definition", definition, "question", question, "anchors", anchors, "scale", scale);
        Checks.notNull("target", target);
        aliases = List.copyOf(aliases);
    }

    /**
     * {@return whether a text names this metric: its id, one of its names or aliases, whatever the case, and whatever
     * stands between words (space, {@code _}, {@code -} or nothing); true if it means this metric}
     *
     * @param text what a file or a judge wrote
     */
    public boolean isCalled(String text) {
        String wanted = key(text);
        return !wanted.isEmpty()
                && Stream.of(List.of(id), name.byLanguage().values(), aliases)
                        .flatMap(Collection::stream)
                        .anyMatch(known -> key(known).equals(wanted));
    }

    /**
     * A fingerprint of what is measured and how: SHA-256, in hexadecimal, of id, names, dimension, definition, question,
     * anchors, scale and target in all their languages.
     *
     * <ul>
     *   <li>The order in which the languages of a text were given does not matter.
     *   <li>Aliases do not enter: they say how files spell the metric, not what it is.
     * </ul>
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String hash() {
        Digest digest = new Digest()
                .add("esrp metric 1")
                .add(id)
                .add(name.byLanguage())
                .add(dimension)
                .add(texts(definition))
                .add(texts(question))
                .add(texts(anchors.map(Anchors::below)))
                .add(texts(anchors.map(Anchors::at)))
                .add(texts(anchors.map(Anchors::above)))
                .add(Math.round(scale.lowest()))
                .add(Math.round(scale.highest()))
                .add(target.name());
        return (scale.whole() && scale.step() == 1 ? digest : digest.add(scale.toString())).hex();
    }

    private static Map<String, String> texts(Optional<LocalizedText> text) {
        return text.map(LocalizedText::byLanguage).orElse(Map.of());
    }

    private static String key(String text) {
        return text.codePoints()
                .filter(java.lang.Character::isLetterOrDigit)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .toLowerCase(Locale.ROOT);
    }

    /** The id, the name, the scale and what is asked, in English where it is there, wrapped at 80 columns. */
    @Override
    public String toString() {
        return TextWidth.beside(
                "",
                id + " (" + name.in("en") + ", " + dimension + ", " + scale + ")"
                        + question.map(asked -> ": " + asked.in("en")).orElse(""));
    }

    /**
     * A group of metrics, for example Role-Playing Capability.
     *
     * @param id short lower-case id, for example {@code rpc}; not blank
     * @param name the name to print
     */
    public record Dimension(String id, LocalizedText name) {
        /** Validates. */
        public Dimension {
            Checks.text("id", id);
            Objects.requireNonNull(name, "name");
        }
    }
}
