package esrp.prompts;

import esrp.core.Metric;
import esrp.prompts.MetricJudgement.Reason;
import esrp.prompts.MetricJudgement.Unscored;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads a judge's reply, whatever it looks like: for each metric that was asked there is either the score that the
 * judge gave or the reason why there is none. A score is never guessed, and one bad answer never costs the others.
 *
 * <p><b>What is read.</b> The finish reason first: a reply that was cut or withheld is missing something, and what is
 * missing is {@link Reason#CUT_OFF} or {@link Reason#FILTERED}. Then blocks of thinking ({@code <think>…</think>} and
 * the like; a closing mark alone ends what stands before it) are dropped; a block that is never closed is all thinking.
 * Then:
 *
 * <ol>
 *   <li><b>Structures</b>, anywhere in the text, as far as they can be told: JSON and what models make of it — in code
 *       fences or not, with text around, single or typographic quotation marks or none, unescaped quotation marks and
 *       line breaks in strings, comments, missing or trailing commas, full-width punctuation and digits, missing
 *       brackets, escaped as a whole. Metrics may be keys with a number, a string, an object or a {@code [score, text]}
 *       pair as value; or values in arrays of {@code {metric, score, reason}}; or keys such as
 *       {@code consistency_score}; nested in whatever objects. Keys are recognised in Chinese and English and by every
 *       alias ({@link Metric#isCalled}).
 *   <li>Only if no structure answers anything, <b>plain text</b>: lines and parts of lines that start with a metric's
 *       name and go on with a colon or the like and the score; sections headed by a metric's name with one line
 *       {@code Score: …}; rows of tables; elements such as {@code <consistency>4</consistency>}. If one metric alone
 *       was asked: a line {@code Score: …}, or one line that is nothing but the number and is the first or the last.
 * </ol>
 *
 * <p><b>What is a score.</b> A whole number on the metric's scale: {@code 4}, {@code "4"}, {@code 4.0}, {@code 4/5},
 * {@code 4 out of 5}, {@code 4分}, {@code ４}, {@code 四分}; as the whole value of a score key also {@code 四},
 * {@code four} and {@code Good (4)}. Not a score: numbers outside the scale, fractions, ranges and alternatives
 * ({@code 4-5}, {@code 4 or 5}), bounds and estimates ({@code >3}, {@code about 4}), booleans, percentages, numbers out
 * of another total ({@code 8/10}), stars, words ({@code good}), a number with other numbers beside it under a score key.
 *
 * <p><b>Which answer counts.</b>
 *
 * <ul>
 *   <li>Of several structures, the last complete one that answers a metric wins for that metric.
 *   <li>A score counts only if nothing between it and the name of its metric could name another metric: neither keys nor
 *       values nor remnants of either. Names inside explanations that are well-formed do no harm; nor, in plain text, do
 *       names without a colon or the like behind. Otherwise answers have run together, and the metric is
 *       {@link Reason#AMBIGUOUS}.
 *   <li>Answers to one metric inside one structure, or anywhere in plain text, must agree; if they do not, the metric is
 *       {@link Reason#CONTRADICTORY}. A placeholder, null or a mere word beside a score is passed over.
 *   <li>In a reply that is cut, an answer is complete if its object was closed, or if its score and its explanation were
 *       both read to their ends. A number at the very end of a cut text may have lost digits and is not complete. If a
 *       later answer was begun and cut and its score differs from an earlier one, the metric has no score.
 *   <li>A score for a metric that was not asked is listed in {@link Judgement#unasked()} and otherwise ignored.
 *   <li>{@code {"score": 4, "explanation": …}} without a metric's name counts if exactly one metric was asked, or if the
 *       line before it is a metric's name.
 * </ul>
 *
 * <p><b>Cost.</b> Time and memory are linear in the length of the reply: a scanner without backtracking, looking ahead a
 * bounded number of characters, at most four passes, each with one search for names. Structures deeper than 64 levels are read up to there; replies
 * longer than {@link #maxLength()} are not read at all. Never throws for any text, however broken.
 *
 * <p>Immutable and thread-safe; make one and use it for all replies to the same question.
 */
public final class JudgeReplyParser {
    /** The longest reply that is read unless set otherwise: 1,048,576 {@code char}s. */
    public static final int DEFAULT_MAX_LENGTH = 1 << 20;

    private final List<Metric> asked;
    private final MetricNames names;
    private final int maxLength;

    private JudgeReplyParser(List<Metric> asked, MetricNames names, int maxLength) {
        this.asked = asked;
        this.names = names;
        this.maxLength = maxLength;
    }

    /**
     * A parser of replies to a question about these metrics.
     *
     * @param asked the metrics the judge was asked for; at least one, ids distinct
     * @return the parser
     */
    public static JudgeReplyParser forMetrics(List<Metric> asked) {
        List<Metric> copy = List.copyOf(asked);
        if (copy.isEmpty()) {
            throw new IllegalArgumentException("asked: is empty, at least one metric was expected");
        }
        Set<String> ids = new HashSet<>();
        for (Metric metric : copy) {
            if (!ids.add(metric.id())) {
                throw new IllegalArgumentException("asked: has metric \"" + metric.id() + "\" twice");
            }
        }
        return new JudgeReplyParser(copy, new MetricNames(copy), DEFAULT_MAX_LENGTH);
    }

    /**
     * The same parser with another limit of length.
     *
     * @param length the longest reply that is read, in {@code char}s; at least 1
     * @return a copy
     */
    public JudgeReplyParser withMaxLength(int length) {
        if (length < 1) {
            throw new IllegalArgumentException("length: " + length + " is not a limit; at least 1 was expected");
        }
        return new JudgeReplyParser(asked, names, length);
    }

    /**
     * The metrics that were asked.
     *
     * @return the metrics in order
     */
    public List<Metric> metrics() {
        return asked;
    }

    /**
     * The longest reply that is read.
     *
     * @return in {@code char}s
     */
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
        return new Reader(reply, finish).read();
    }

    /** How many steps reading takes; for the test that it is linear. */
    long stepsOf(String reply) {
        Reader reader = new Reader(reply, FinishReason.UNSTATED);
        int metrics = reader.read().byMetric().size();
        assert metrics == asked.size();
        return reader.steps;
    }

    /** The metrics and the limit. */
    @Override
    public String toString() {
        return "replies about " + asked.stream().map(Metric::id).toList();
    }

    /** One reading. */
    private final class Reader {
        private final String reply;
        private final boolean filtered;
        private final boolean cut;
        private final boolean endIsEnd;
        private long steps;

        Reader(String reply, FinishReason finish) {
            this.reply = Objects.requireNonNull(reply, "reply");
            this.filtered = Objects.requireNonNull(finish, "finish") == FinishReason.CONTENT_FILTER;
            this.cut = finish == FinishReason.LENGTH || filtered;
            this.endIsEnd = finish == FinishReason.STOP;
        }

        Judgement read() {
            Reason ifCut = filtered ? Reason.FILTERED : Reason.CUT_OFF;
            if (reply.length() > maxLength) {
                return all(
                        Reason.TOO_LARGE,
                        "the reply has " + reply.length() + " chars, at most " + maxLength + " are read");
            }
            if (isEmpty(reply)) {
                return cut
                        ? all(
                                ifCut,
                                "the reply holds no text and " + (filtered ? "was withheld" : "met the token limit"))
                        : all(Reason.EMPTY, "the reply holds no text");
            }
            Attempts attempts = new Attempts(names);
            LooseJson json = scan(0);
            int group = structured(json, attempts, 0);
            int from = json.answerStart();
            boolean open = json.endsOpen();
            if (attempts.answered() < asked.size() && !json.endsInThinking()) {
                for (int start : otherStarts(from)) {
                    LooseJson again = scan(start);
                    Attempts second = new Attempts(names);
                    group = structured(again, second, group);
                    if (second.answered() > attempts.answered()) {
                        attempts = second;
                        open = again.endsOpen();
                    }
                }
            }
            if (!attempts.any() && !json.endsInThinking()) {
                PlainAnswers plain = new PlainAnswers(names, attempts, cut);
                plain.read(reply.substring(from));
                steps += plain.steps;
                open = open && !attempts.any() && looksStructured(from);
            }
            boolean missingIsCut = cut || (open && !endIsEnd) || json.endsInThinking();
            String cutDetail = json.endsInThinking()
                    ? "the reply ends while the judge is still thinking"
                    : filtered
                            ? "the reply was withheld in part"
                            : cut ? "the reply met the token limit" : "the reply ends inside a structure";
            return outcome(attempts, missingIsCut, ifCut, cutDetail, json.tooDeep());
        }

        private Judgement outcome(
                Attempts attempts, boolean missingIsCut, Reason ifCut, String cutDetail, boolean tooDeep) {
            Map<String, MetricJudgement> outcomes = new LinkedHashMap<>();
            for (int m = 0; m < asked.size(); m++) {
                MetricJudgement outcome = tooDeep && attempts.isEmpty(m)
                        ? new Unscored(Reason.TOO_LARGE, "the reply is nested too deeply")
                        : attempts.resolve(m, missingIsCut, ifCut, cutDetail);
                outcomes.put(asked.get(m).id(), outcome);
            }
            return new Judgement(outcomes, attempts.unasked());
        }

        private LooseJson scan(int from) {
            LooseJson json = new LooseJson(reply, from, endIsEnd, names::isKnownKey).read();
            steps += json.steps;
            return json;
        }

        private int structured(LooseJson json, Attempts attempts, int group) {
            StructuredAnswers answers = new StructuredAnswers(reply, json, names, attempts, endIsEnd, 0);
            int next = answers.read(json.roots(), group);
            steps += answers.steps;
            return next;
        }

        /** Where to start once more if the whole was no use: the last code fence, the last line that opens an object. */
        private List<Integer> otherStarts(int from) {
            int fence = reply.lastIndexOf("```json");
            int line = reply.lastIndexOf("\n{");
            steps += 2L * reply.length();
            int first = fence >= from ? fence + 7 : -1;
            int second = line >= from ? line + 1 : -1;
            if (first < 0) {
                return second < 0 ? List.of() : List.of(second);
            }
            return second < 0 || second == first ? List.of(first) : List.of(first, second);
        }

        private boolean looksStructured(int from) {
            int at = from;
            while (at < reply.length() && (Fold.isSpace(reply.charAt(at)) || reply.charAt(at) == '`')) {
                at++;
            }
            return reply.startsWith("json", at) || (at < reply.length() && "{[｛［".indexOf(reply.charAt(at)) >= 0);
        }

        private Judgement all(Reason reason, String detail) {
            Map<String, MetricJudgement> outcomes = new LinkedHashMap<>();
            for (Metric metric : asked) {
                outcomes.put(metric.id(), new Unscored(reason, detail));
            }
            return new Judgement(outcomes, List.of());
        }

        private static boolean isEmpty(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (!Fold.isSpace(text.charAt(i))) {
                    return false;
                }
            }
            return true;
        }
    }
}
