package esrp.prompts;

import esrp.core.Dimension;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a key or a label in a judge's reply means: a metric, its score, its explanation, the place of a metric's name, a
 * mere wrapper, or something else.
 *
 * <p>Metrics are recognised as {@link Metric#isCalled} does: by id, names and aliases, whatever the case and whatever
 * stands between words; here full-width letters count as their ASCII forms too. Numbering in front, remarks in brackets
 * and the name of the metric's own dimension in front are passed over. A name that two of the metrics asked share means
 * neither.
 */
final class MetricNames {
    enum Role {
        /** A metric; its score may stand beside. */
        METRIC,
        /** The score of a named metric, as in {@code consistency_score}. */
        METRIC_SCORE,
        /** The explanation of a named metric. */
        METRIC_EXPLANATION,
        /** A score. */
        SCORE,
        /** An explanation. */
        EXPLANATION,
        /** Says which metric the other keys are about. */
        NAME,
        /** Encloses an answer and means nothing by itself. */
        WRAPPER,
        /** Anything else. */
        OTHER
    }

    /**
     * A meaning.
     *
     * @param role what it is
     * @param metric index of the metric; those not asked come after those asked; -1 if there is none
     */
    record Meaning(Role role, int metric) {}

    private static final Meaning NOTHING = new Meaning(Role.OTHER, -1);

    private static final Set<String> SCORE = Set.of(
            "score",
            "scores",
            "rating",
            "ratings",
            "grade",
            "points",
            "point",
            "mark",
            "marks",
            "value",
            "finalscore",
            "得分",
            "分数",
            "评分",
            "打分",
            "分值",
            "分",
            "評分",
            "分數",
            "得分数",
            "最终得分",
            "最终评分",
            "最终分数",
            "scorevalue");
    private static final Set<String> EXPLANATION = Set.of(
            "explanation",
            "explanations",
            "reason",
            "reasons",
            "rationale",
            "rationales",
            "justification",
            "justifications",
            "comment",
            "comments",
            "analysis",
            "reasoning",
            "feedback",
            "evidence",
            "why",
            "note",
            "notes",
            "remark",
            "remarks",
            "description",
            "thought",
            "thoughts",
            "理由",
            "解释",
            "解釋",
            "说明",
            "說明",
            "原因",
            "分析",
            "评语",
            "評語",
            "依据",
            "点评",
            "评价理由",
            "评分理由",
            "打分理由",
            "评分依据",
            "评价说明",
            "评分说明",
            "得分理由",
            "备注",
            "解析");
    private static final Set<String> NAME = Set.of(
            "metric",
            "metricname",
            "metricid",
            "name",
            "item",
            "itemname",
            "criterion",
            "criteria",
            "criterionname",
            "aspect",
            "dimension",
            "category",
            "key",
            "id",
            "label",
            "title",
            "指标",
            "指标名称",
            "指标名",
            "维度",
            "评分项",
            "评价项",
            "项目",
            "名称",
            "评价维度",
            "评分维度",
            "评价指标",
            "项",
            "评估项",
            "评估维度");
    private static final Set<String> WRAPPER = Set.of(
            "evaluation",
            "evaluations",
            "evaluationresult",
            "evaluationresults",
            "result",
            "results",
            "answer",
            "answers",
            "output",
            "response",
            "judgement",
            "judgment",
            "judgements",
            "verdict",
            "data",
            "assessment",
            "overall",
            "final",
            "finalanswer",
            "content",
            "arguments",
            "json",
            "items",
            "metrics",
            "list",
            "review",
            "评价",
            "评价结果",
            "评估",
            "评估结果",
            "结果",
            "评分结果",
            "总体评价",
            "总评",
            "输出",
            "回答",
            "评测结果",
            "diversityevaluation");
    private static final String[] SCORE_ENDS = {
        "score", "rating", "grade", "points", "得分", "评分", "分数", "打分", "分值", "的得分", "的评分", "的分数"
    };
    private static final String[] EXPLANATION_ENDS = {
        "explanation",
        "reason",
        "rationale",
        "justification",
        "comment",
        "analysis",
        "理由",
        "解释",
        "说明",
        "原因",
        "分析",
        "评语",
        "的理由",
        "的解释",
        "的说明"
    };
    private static final String[] SCORE_STARTS = {"scorefor", "scoreof", "ratingfor", "score", "rating", "评分", "得分"};
    private static final String[] EXPLANATION_STARTS = {
        "explanationfor", "explanationof", "reasonfor", "rationalefor", "explanation", "reason"
    };
    private static final String[] NAME_STARTS = {"metric", "criterion", "item", "指标", "维度", "评分项"};

    /** The longest text that is looked up; a longer one is no name. */
    private static final int LONGEST = 80;
    /** A name in Latin letters that is no longer must stand apart from other letters. */
    private static final int SHORT = 5;

    private final int asked;
    private final List<Metric> metrics;
    private final Map<String, Integer> byKey = new HashMap<>();
    private final Map<String, String> dimensionKeys = new HashMap<>();
    private final int longestKey;
    /** The last characters of all names: whatever ends otherwise names no metric. */
    private final Set<Character> lastChars = new HashSet<>();
    /** The letters of all names, as a tree. */
    private final Spelling spellings = new Spelling();
    /** The meanings of the usual spellings, so that they need no taking apart. */
    private final Map<String, Meaning> usual = new HashMap<>();

    MetricNames(List<Metric> askedMetrics) {
        asked = askedMetrics.size();
        List<Metric> all = new ArrayList<>(askedMetrics);
        Set<String> ids = new HashSet<>();
        askedMetrics.forEach(metric -> ids.add(metric.id()));
        for (Metric metric : Metrics.esrp()) {
            if (ids.add(metric.id())) {
                all.add(metric);
            }
        }
        metrics = List.copyOf(all);
        for (int m = 0; m < metrics.size(); m++) {
            for (String name : names(metrics.get(m))) {
                String key = key(name);
                if (key.isEmpty()) {
                    continue;
                }
                Integer other = byKey.get(key);
                if (other == null) {
                    byKey.put(key, m);
                } else if (other != m && m < asked) {
                    byKey.put(key, -1);
                }
            }
        }
        for (Dimension dimension : Metrics.dimensions()) {
            dimensionKeys.put(key(dimension.id()), dimension.id());
            for (String name : dimension.name().byLanguage().values()) {
                dimensionKeys.put(key(name), dimension.id());
            }
        }
        longestKey = byKey.keySet().stream().mapToInt(String::length).max().orElse(0);
        byKey.forEach((key, metric) -> {
            lastChars.add(key.charAt(key.length() - 1));
            spellings.add(key, metric);
        });
        for (Metric metric : metrics) {
            names(metric).forEach(name -> usual.put(name, takeApart(name)));
        }
        for (Set<String> words : List.of(SCORE, EXPLANATION, NAME)) {
            words.forEach(word -> usual.put(word, takeApart(word)));
        }
    }

    /** A node of the tree of names: what has been read of a name so far. */
    static final class Spelling {
        /** No name ends here. */
        static final int NONE = -2;

        private final Map<Integer, Spelling> next = new HashMap<>(2);
        private int metric = NONE;
        private boolean isShort;

        private void add(String key, int metricOfKey) {
            Spelling node = this;
            for (int cp : key.codePoints().toArray()) {
                node = node.next.computeIfAbsent(cp, any -> new Spelling());
            }
            node.metric = metricOfKey;
            node.isShort = key.length() <= SHORT && key.charAt(0) <= 0x7F;
        }

        @Nullable
        Spelling next(int letter) {
            return next.get(letter);
        }

        /** The metric that is called so; -1 if two of those asked share the name, {@link #NONE} if none is. */
        int metric() {
            return metric;
        }

        /** Whether the name is so short that it may be part of any word. */
        boolean isShort() {
            return isShort;
        }
    }

    /** The root of the tree of names. */
    Spelling spellings() {
        return spellings;
    }

    int asked() {
        return asked;
    }

    Metric metric(int index) {
        return metrics.get(index);
    }

    /** Whether a metric of this index was asked. */
    boolean isAsked(int index) {
        return index >= 0 && index < asked;
    }

    private static List<String> names(Metric metric) {
        List<String> names = new ArrayList<>();
        names.add(metric.id());
        LocalizedText name = metric.name();
        names.addAll(name.byLanguage().values());
        names.addAll(metric.aliases());
        return names;
    }

    /** Letters and digits alone, folded and in lower case. */
    static String key(String text) {
        StringBuilder key = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); ) {
            int cp = text.codePointAt(i);
            i += Character.charCount(cp);
            int folded = Fold.fold(cp);
            if (Character.isLetterOrDigit(folded)) {
                key.appendCodePoint(folded);
            }
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }

    /** The metric a text names, all of it; -1 if there is none. */
    int find(String text) {
        if (text.length() > LONGEST) {
            return -1;
        }
        int direct = lookUp(key(text));
        if (direct >= 0) {
            return direct;
        }
        if (!hasBracket(text) || isSplit(text)) {
            return -1;
        }
        String[] parts = brackets(text);
        int outside = lookUp(key(parts[0]));
        if (outside >= 0) {
            return outside;
        }
        return key(parts[0]).isEmpty() || isNumbering(key(parts[0])) ? lookUp(key(parts[1])) : -1;
    }

    private static boolean isNumbering(String key) {
        return key.chars().allMatch(Character::isDigit);
    }

    private int lookUp(String key) {
        if (key.isEmpty() || key.length() > longestKey + 40 || !lastChars.contains(key.charAt(key.length() - 1))) {
            return -1;
        }
        Integer found = byKey.get(key);
        if (found != null) {
            return found;
        }
        int digits = 0;
        while (digits < key.length() && digits < 3 && Character.isDigit(key.charAt(digits))) {
            digits++;
        }
        if (digits > 0 && digits < key.length()) {
            found = byKey.get(key.substring(digits));
            if (found != null) {
                return found;
            }
        }
        for (Map.Entry<String, String> dimension : dimensionKeys.entrySet()) {
            if (key.startsWith(dimension.getKey())) {
                found = byKey.get(key.substring(dimension.getKey().length()));
                if (found != null
                        && found >= 0
                        && metrics.get(found).dimension().equals(dimension.getValue())) {
                    return found;
                }
            }
        }
        for (String start : NAME_STARTS) {
            if (key.startsWith(start)) {
                found = byKey.get(key.substring(start.length()));
                // A short name behind such a word may be the rest of another word.
                if (found != null && (key.length() > start.length() + SHORT || key.charAt(key.length() - 1) > 0x7F)) {
                    return found;
                }
            }
        }
        return -1;
    }

    private static boolean hasBracket(String text) {
        for (int i = 0; i < text.length(); i++) {
            int folded = Fold.fold(text.charAt(i));
            if (folded == '(' || folded == '[') {
                return true;
            }
        }
        return false;
    }

    /** Whether words stand on both sides of what is in brackets: they are two texts, not one. */
    private static boolean isSplit(String text) {
        return hasLetter(beforeBrackets(text)) && hasLetter(afterBrackets(text));
    }

    private static String beforeBrackets(String text) {
        int i = 0;
        while (i < text.length() && "([".indexOf(Fold.fold(text.charAt(i))) < 0) {
            i++;
        }
        return text.substring(0, i);
    }

    private static String afterBrackets(String text) {
        int i = text.length();
        while (i > 0 && ")]".indexOf(Fold.fold(text.charAt(i - 1))) < 0) {
            i--;
        }
        return i == 0 ? "" : text.substring(i);
    }

    private static boolean hasLetter(String text) {
        return text.codePoints().anyMatch(Character::isLetter);
    }

    /** What stands outside and inside of round or square brackets. */
    private static String[] brackets(String text) {
        StringBuilder outside = new StringBuilder();
        StringBuilder inside = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            int folded = Fold.fold(text.charAt(i));
            if (folded == '(' || folded == '[') {
                depth++;
            } else if (folded == ')' || folded == ']') {
                depth = Math.max(0, depth - 1);
            } else {
                (depth == 0 ? outside : inside).append(text.charAt(i));
            }
        }
        return new String[] {outside.toString(), inside.toString()};
    }

    /** What a key or a label means. */
    Meaning meaning(String raw) {
        Meaning known = usual.get(raw);
        return known != null ? known : takeApart(raw);
    }

    private Meaning takeApart(String raw) {
        if (raw.length() > LONGEST) {
            return NOTHING;
        }
        int metric = find(raw);
        if (metric >= 0) {
            return new Meaning(Role.METRIC, metric);
        }
        String key = key(raw);
        Role plain = plainRole(key);
        if (plain != null) {
            return new Meaning(plain, -1);
        }
        Meaning compound = compound(raw, key);
        boolean remark =
                hasBracket(raw) && (!isSplit(raw) || find(beforeBrackets(raw)) >= 0 || find(afterBrackets(raw)) >= 0);
        if (compound == null && remark) {
            String bare = key(brackets(raw)[0]);
            plain = plainRole(bare);
            compound = plain != null ? new Meaning(plain, -1) : compound(raw, bare);
        }
        return compound == null ? NOTHING : compound;
    }

    private static @Nullable Role plainRole(String key) {
        if (SCORE.contains(key)) {
            return Role.SCORE;
        }
        if (EXPLANATION.contains(key)) {
            return Role.EXPLANATION;
        }
        if (NAME.contains(key)) {
            return Role.NAME;
        }
        return WRAPPER.contains(key) ? Role.WRAPPER : null;
    }

    private @Nullable Meaning compound(String raw, String key) {
        int metric = stripped(raw, key, SCORE_STARTS, SCORE_ENDS);
        if (metric >= 0) {
            return new Meaning(Role.METRIC_SCORE, metric);
        }
        metric = stripped(raw, key, EXPLANATION_STARTS, EXPLANATION_ENDS);
        return metric >= 0 ? new Meaning(Role.METRIC_EXPLANATION, metric) : null;
    }

    private int stripped(String raw, String key, String[] starts, String[] ends) {
        for (String end : ends) {
            if (key.endsWith(end)) {
                String base = key.substring(0, key.length() - end.length());
                int metric = lookUp(base);
                if (metric >= 0 && standsApart(raw, base)) {
                    return metric;
                }
            }
        }
        for (String start : starts) {
            if (key.startsWith(start)) {
                String base = key.substring(start.length());
                int metric = lookUp(base);
                if (metric >= 0 && standsApart(raw, base)) {
                    return metric;
                }
            }
        }
        return -1;
    }

    /** Whether a short name such as {@code SS} is a word of its own in what was written; longer ones need not be. */
    private static boolean standsApart(String raw, String base) {
        if (base.length() > SHORT || base.charAt(0) > 0x7F) {
            return true;
        }
        int at = raw.toLowerCase(Locale.ROOT).indexOf(base);
        int end = at + base.length();
        return at >= 0
                && (at == 0 || !Character.isLetter(raw.charAt(at - 1)))
                && (end >= raw.length() || !Character.isLetter(raw.charAt(end)));
    }

    /** Whether a key may start an object whose opening bracket is missing. */
    boolean isKnownKey(String raw) {
        Meaning meaning = meaning(raw);
        return meaning.role != Role.OTHER && meaning.role != Role.WRAPPER;
    }
}
