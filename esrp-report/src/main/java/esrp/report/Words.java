package esrp.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The report's own words, in its languages. */
final class Words {
    private static final Map<String, String[]> ALL = new LinkedHashMap<>();

    static {
        put("contents", "目录", "Contents");
        put("verdict", "结论", "Verdict");
        put("leaderboard", "排行榜", "Leaderboard");
        put("radar", "九项指标", "The metrics by dimension");
        put("average", "各指标平均分", "Average of the metrics");
        put("interval", "区间", "interval");
        put("unit", "重抽样单位", "resampling unit");
        put("diversity", "多样性", "Diversity");
        put("tradeoff", "多样性与平均分", "Diversity against average");
        put("differences", "两两差异", "Pairwise differences");
        put("differencesTitle", "两两差异（行 − 列）", "Pairwise differences (row − column)");
        put("shortlist", "入围", "Shortlist");
        put("judges", "评审模型的检验", "Validation of judges");
        put("agreement", "评分者一致性", "Agreement of raters");
        put("coverage", "覆盖情况", "Coverage");
        put("findings", "数据中的发现", "Findings in the data");
        put("cases", "案例浏览", "Case browser");
        put("frequencies", "常用词", "Word frequencies");
        put("provenance", "来历", "Provenance");
        put("rank", "名次", "#");
        put("candidate", "候选", "Candidate");
        put("metric", "指标", "Metric");
        put("character", "角色", "Character");
        put("scenario", "场景", "Scenario");
        put("user", "用户", "User");
        put("reply", "回复", "Reply");
        put("ratings", "评分", "Ratings");
        put("simulatedRatings", "评分（模拟）", "Ratings (simulated)");
        put("unrated", "没有评分", "not rated");
        put("nothing", "没有回复", "no replies");
        put(
                "simulated",
                "模拟数据：至少一位评分者是模拟的，分数不说明任何候选的好坏。",
                "SIMULATED: at least one rater is simulated; the scores say nothing about any candidate.");
        put("show", "显示", "Show");
    }

    private final String language;

    Words(String language) {
        if (!language.equals("zh") && !language.equals("en")) {
            throw new IllegalArgumentException("language: \"" + language + "\"; reports speak [zh, en]");
        }
        this.language = language;
    }

    String language() {
        return language;
    }

    String say(String key) {
        String[] texts = ALL.get(key);
        if (texts == null) {
            throw new IllegalArgumentException("no words for \"" + key + "\"");
        }
        return texts[language.equals("zh") ? 0 : 1];
    }

    private static void put(String key, String zh, String en) {
        ALL.put(key, new String[] {zh, en});
    }
}
