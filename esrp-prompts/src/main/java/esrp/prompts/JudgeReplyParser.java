package esrp.prompts;

import esrp.core.Metric;
import esrp.core.internal.Checks;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.internal.Grid;
import esrp.prompts.internal.ReplyReader;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a judge's reply, whatever it looks like: for each metric that was asked there is either the score that the
 * judge gave or the reason why there is none. A score is never guessed, and one bad answer never costs the others.
 *
 * <p>The rule: a reply is believed only if every number in it that could be a score of something asked is accounted for.
 * What is missing can be asked again at the price of one call; an invented score would enter the study unseen.
 *
 * <p><b>What is read.</b> The finish reason first: a reply that was cut or withheld is missing something, and what is
 * missing is {@link Reason#CUT_OFF} or {@link Reason#FILTERED}. Then all that is not the judge's answer and says so is
 * dropped: thinking ({@code <think>…</think>} and the like, channels, headings such as {@code Thinking…} above
 * {@code Final answer:}), the prompt's own fence with what it encloses, elements called example or draft, a second turn.
 * Thinking that is never ended leaves nothing. Then:
 *
 * <ol>
 *   <li><b>Structures</b>, anywhere in the text, as far as they can be told: JSON and what models make of it — in code
 *       fences or not, with text around, single or typographic quotation marks or none, unescaped quotation marks and
 *       line breaks in strings, comments, missing or trailing commas, full-width punctuation and digits, missing
 *       brackets, escaped as a whole. Metrics may be keys with a number, a string, an object or a {@code [score, text]}
 *       pair as value; or values in arrays of {@code {metric, score, reason}}; or keys such as
 *       {@code consistency_score}; nested in whatever objects, though a bare number below an unknown key is none.
 *   <li><b>Plain text</b>, which answers only if no structure does: lines and parts of lines that start with a metric's
 *       name and go on with the score; sections headed by a metric's name with one line {@code Score: …}; rows of
 *       tables; elements such as {@code <consistency>4</consistency>}. If one metric alone was asked: a line or last
 *       sentence {@code Score: …}, {@code [RESULT] 4}, {@code \boxed{4}}, or one line that is nothing but the number
 *       and is the first or the last.
 * </ol>
 *
 * <p>Metrics are recognised by id, names and aliases in every language, whatever the case and the characters, traditional
 * ones included; an abbreviation such as {@code Cons.} needs its full stop and one such as {@code ES} its capitals.
 *
 * <p><b>What is a score.</b> A number on the metric's scale, {@code 4.5} where that has halves: {@code 4}, {@code "4"}, {@code 4.0}, {@code 4/5},
 * {@code 4 out of 5}, {@code 4分}, {@code ４}, {@code 四分}, {@code Good (4)}; as the whole value of a score key also
 * {@code 四} and {@code four}. Not a score: numbers outside the scale or between its steps, ranges and alternatives ({@code 4-5},
 * {@code 4 or 5}), bounds and estimates ({@code >3}, {@code about 4}, {@code 4, maybe 5}), booleans, percentages, numbers
 * out of another total ({@code 8/10}), ranks, counts and the numbers of lists, stars, words ({@code good}), a number with
 * other numbers beside it that are neither the scale nor a count.
 *
 * <p><b>When a score is not believed.</b>
 *
 * <ul>
 *   <li>All answers to one metric agree, wherever they stand, and no other number is said of it; else the metric is
 *       {@link Reason#CONTRADICTORY}. If that happens to two metrics there are two sets of answers, and none is believed. A
 *       placeholder, null or a mere word beside a score is passed over.
 *   <li>Structures and lines that the words around them, or a key, call an example, a draft, ideal, human, quoted … are
 *       passed over.
 *   <li>Nothing between a score and the name of its metric could name another metric, other than well-formed
 *       explanations; no string swallowed its surroundings; scores do not stand before their names; no number is left over
 *       that names no metric; the heading above lines says that they are scores. Otherwise all of the metrics that
 *       stand there are {@link Reason#AMBIGUOUS}.
 *   <li>What stands in the judged text, if {@linkplain #withMaterial it is given}, is no answer: word for word; where it
 *       names a metric, with the same letters and digits in whatever layout; and, without an explanation of the judge's own
 *       in a structure, a score that the judged text states of that metric, in whatever layout and language.
 *   <li>The reply states no other scale anywhere, in a key, a head, a remark; else metrics are
 *       {@link Reason#OUT_OF_SCALE}.
 *   <li>In a reply that is cut, an answer is complete if its object was closed, or if its score and its explanation were
 *       both read to their ends. A number at the very end of a cut text may have lost digits and is not complete. If a
 *       later answer was begun and cut and its score differs from an earlier one, the metric has no score.
 *   <li>A score for a metric that was not asked is listed in {@link Judgement#unasked()} and otherwise ignored; so is an
 *       overall score.
 *   <li>{@code {"score": 4, "explanation": …}} without a metric's name counts if exactly one metric was asked, or if the
 *       line before it is a metric's name.
 * </ul>
 *
 * <p><b>Cost.</b> Time and memory are linear in the length of the reply, about half a second for the longest that is
 * read: scanners without backtracking that look ahead a bounded number of characters. Structures deeper than 64 levels
 * are read up to there; replies longer than {@link #maxLength()} are not read at all. Never throws for any text, however
 * broken.
 *
 * <p>Immutable and thread-safe; make one and use it for all replies to the same question.
 */
public final class JudgeReplyParser {
    /** The longest reply that is read unless set otherwise: 1,048,576 {@code char}s. */
    public static final int DEFAULT_MAX_LENGTH = 1 << 20;

    private final List<Metric> asked;
    private final ReplyReader reader;
    private final int maxLength;
    private final String material;

    private JudgeReplyParser(List<Metric> asked, ReplyReader reader, int maxLength, String material) {
        this.asked = asked;
        this.reader = reader;
        this.maxLength = maxLength;
        this.material = material;
    }

    /**
     * {@return a parser of replies to a question about these metrics}
     *
     * @param asked the metrics the judge was asked for; at least one, ids distinct
     */
    public static JudgeReplyParser forMetrics(List<Metric> asked) {
        List<Metric> copy = List.copyOf(asked);
        Checks.rejectIf(copy.isEmpty(), "asked: is empty, at least one metric was expected");
        Set<String> ids = new HashSet<>();
        for (Metric metric : copy) {
            Checks.rejectIf(!ids.add(metric.id()), "asked: has metric \"%s\" twice", metric.id());
        }
        Checks.rejectIf(
                Grid.unit(copy).isEmpty(),
                "asked: scales %s, steps of at most three decimals were expected",
                copy.stream().map(Metric::scale).toList());
        return new JudgeReplyParser(copy, new ReplyReader(copy), DEFAULT_MAX_LENGTH, "");
    }

    /**
     * {@return the same parser with another limit of length}
     *
     * @param length the longest reply that is read, in {@code char}s; at least 1
     */
    public JudgeReplyParser withMaxLength(int length) {
        Checks.rejectIf(length < 1, "length: %s is not a limit; at least 1 was expected", length);
        return new JudgeReplyParser(asked, reader, length, material);
    }

    /**
     * Returns a copy with the text that is judged: a verdict that stands in it is a quotation and no answer, whatever its
     * layout and language, whatever follows it in its line, and even where the judge gives no other. So a judged text that
     * states a judge's own verdict costs it, which a structure with explanations beside the scores prevents. Of a reply with
     * more than 1,024 structures, lines with numbers and names of metrics nothing is an answer then.
     *
     * @param text what is judged, such as the replies of a dialogue; any text
     * @return a copy
     */
    public JudgeReplyParser withMaterial(String text) {
        return new JudgeReplyParser(asked, reader, maxLength, Objects.requireNonNull(text, "text"));
    }

    /** {@return the metrics that were asked: the metrics in order} */
    public List<Metric> metrics() {
        return asked;
    }

    /** {@return the longest reply that is read: in {@code char}s} */
    public int maxLength() {
        return maxLength;
    }

    /**
     * Reads a reply of which it is not known why it ended.
     *
     * @param reply what the judge wrote; any text
     * @return an outcome for every metric that was asked
     */
    public Judgement parse(String reply) {
        return parse(reply, FinishReason.UNSTATED);
    }

    /**
     * Reads a reply, its finish reason first.
     *
     * @param reply what the judge wrote; any text
     * @param finish why the judge stopped
     * @return an outcome for every metric that was asked
     */
    public Judgement parse(String reply, FinishReason finish) {
        Objects.requireNonNull(reply, "reply");
        return reader.read(reply, Objects.requireNonNull(finish, "finish"), maxLength, material);
    }

    /** The metrics and the limit. */
    @Override
    public String toString() {
        return "replies about " + asked.stream().map(Metric::id).toList();
    }
}
