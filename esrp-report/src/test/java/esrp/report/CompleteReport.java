package esrp.report;

import esrp.core.Dataset;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.Diversity.Truncation;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.WordFrequencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            "openings",
            "frequencies",
            "breakdown",
            "judge-differences");

    /** A reason of a score and a score that is missing, both hostile. */
    static final List<Remark> REMARKS = List.of(
            new Remark(
                    "human", "《海》的守护者1", "2", "coherence", "model:judge", true, StudyFixture.HOSTILE, Optional.empty()),
            new Remark(
                    "human",
                    "《海》的守护者3",
                    "4",
                    "coherence",
                    "model:judge",
                    false,
                    "nothing readable as an answer",
                    Optional.of("I refuse. " + StudyFixture.HOSTILE)));

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
        Analysis analysis = Analysis.of(ratings, Rubric.esrp()).withNames(names);
        Rubric nine = Rubric.esrp().only(StudyFixture.NINE.toArray(new String[0]));
        return Report.builder(language.equals("zh") ? "三月评测" : "March <script>window.stolen=1</script>", language)
                .data(dataset)
                .ratings(ratings)
                .judges(study.judge("other", 0.5, 1.5))
                .unscored(unscored)
                .remarks(REMARKS)
                .add(
                        analysis.leaderboard(),
                        analysis.comparison(),
                        Analysis.of(SimulatedStudy.chatAnimeShortlist(dataset).ratings(), nine)
                                .withNames(names)
                                .shortlist(Shortlist.Options.best(5)),
                        analysis.judgeValidation(study.judge("model:judge", 0.2, 0.8)),
                        analysis.judgeValidation(study.judge("other", 0.5, 1.5)),
                        analysis.agreement(),
                        Diversity.withDefaults()
                                .withMeasures(DiversityMeasure.of("distinct2"), DiversityMeasure.of("selfbleu4"))
                                .withTruncations(Truncation.FIRST_40)
                                .report(dataset.batches(10))
                                .withNames(names),
                        WordFrequencies.of(
                                        text -> text.startsWith("<")
                                                ? List.of(StudyFixture.HOSTILE)
                                                : List.of(
                                                        text.substring(0, 2),
                                                        text.substring(2, 5),
                                                        StudyFixture.HOSTILE),
                                        dataset.batches(10))
                                .withNames(names))
                .add(analysis.judgeComparison(
                        study.judge("model:judge", 0.2, 0.8).plus(study.judge("other", 0.5, 1.5))))
                .add(analysis.breakdowns(dataset).toArray(Result[]::new))
                .build();
    }
}
