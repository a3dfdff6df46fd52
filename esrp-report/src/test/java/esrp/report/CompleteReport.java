package esrp.report;

import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.Truncation;
import esrp.metrics.diversity.WordFrequencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report with every section, and hostile text wherever text of unknown origin may stand. */
final class CompleteReport {
    static final List<String> SECTIONS = List.of(
            "verdict",
            "leaderboard",
            "tradeoff",
            "differences",
            "shortlist",
            "judges",
            "agreement",
            "diversity",
            "coverage",
            "findings",
            "frequencies");

    private CompleteReport() {}

    static Report of(String language) {
        Dataset dataset = StudyFixture.dataset(5, 10);
        SimulatedStudy study = SimulatedStudy.chatAnime(dataset);
        Ratings ratings = study.ratings();
        Map<String, Long> unscored = new LinkedHashMap<>();
        unscored.put("UNREADABLE", 12L);
        unscored.put("CALL_FAILED:TIMEOUT", 5L);
        unscored.put(StudyFixture.HOSTILE, 3L);
        Map<String, String> names = new LinkedHashMap<>();
        dataset.candidates().forEach(candidate -> names.put(candidate.id(), candidate.name()));
        names.put("gpt-4.1", StudyFixture.HOSTILE);
        return Report.builder(language.equals("zh") ? "三月评测" : "March <script>window.stolen=1</script>", language)
                .names(names)
                .leaderboard(Leaderboard.of(ratings, Rubric.esrp()))
                .comparison(Comparison.of(ratings, Rubric.esrp()))
                .shortlist(Shortlist.of(
                        SimulatedStudy.chatAnimeShortlist(dataset).ratings(),
                        Rubric.esrp().only(StudyFixture.NINE.toArray(new String[0]))))
                .judge(JudgeValidation.of(ratings, study.judge("model:judge", 0.2, 0.8)))
                .judge(JudgeValidation.of(ratings, study.judge("other", 0.5, 1.5)))
                .agreement(RaterAgreement.of(ratings))
                .diversity(
                        Diversity.withDefaults().report(dataset.batches(10)),
                        Truncation.FIRST_40,
                        List.of(DiversityMeasure.of("distinct2"), DiversityMeasure.of("selfbleu4")))
                .coverage(ratings, unscored)
                .findings(dataset)
                .words(WordFrequencies.of(
                        text -> text.startsWith("<")
                                ? List.of(StudyFixture.HOSTILE)
                                : List.of(text.substring(0, 2), text.substring(2, 5), StudyFixture.HOSTILE),
                        dataset.batches(10)))
                .cases(dataset, ratings)
                .build();
    }
}
