package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import esrp.core.Dataset;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Metrics;
import esrp.core.Rating;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Dataset DATASET = StudyFixture.dataset(4, 10);
    private static final SimulatedStudy STUDY = SimulatedStudy.chatAnime(DATASET);
    private static final Ratings RATINGS = STUDY.ratings();
    private static final Leaderboard BOARD = Leaderboard.of(RATINGS, Rubric.esrp());
    private static final Comparison PAIRS = Comparison.of(RATINGS, Rubric.esrp());

    @TempDir
    Path folder;

    private static Report.Builder builder(String language) {
        return Report.builder("R", language).names(DATASET);
    }

    @Test
    void partsComeInTheOrderOfAReadersQuestionsWhateverTheCallsOrder() {
        Report report = builder("en")
                .section(new Section("mine", "Mine", List.of("x"), List.of(), List.of()))
                .words(WordFrequencies.of(text -> List.of("灯", "岸"), DATASET.batches(10)))
                .findings(DATASET)
                .coverage(RATINGS, Map.of("REFUSED", 4L))
                .diversity(
                        Diversity.withDefaults().report(DATASET.batches(10)),
                        Truncation.FIRST_40,
                        List.of(DiversityMeasure.of("distinct2")))
                .judge(JudgeValidation.of(RATINGS, STUDY.judge("model:judge", 0, 0.5)))
                .comparison(PAIRS)
                .agreement(RaterAgreement.of(RATINGS))
                .shortlist(Shortlist.of(
                        SimulatedStudy.chatAnimeShortlist(DATASET).ratings(),
                        Rubric.esrp().only(StudyFixture.NINE.toArray(new String[0]))))
                .leaderboard(BOARD)
                .cases(DATASET, RATINGS)
                .build();
        assertThat(report.sections().stream().map(Section::id))
                .containsExactly(
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
                        "frequencies",
                        "mine");
    }

    @Test
    void theVerdictNamesTheLeaderTheUnitAndWhoCannotBeToldApart() {
        List<String> verdict = builder("en")
                .leaderboard(BOARD)
                .comparison(PAIRS)
                .build()
                .sections()
                .get(0)
                .sentences();
        Leaderboard.Row first = BOARD.rows().get(0);
        String name = DATASET.candidate(first.candidate()).name();
        assertThat(verdict.get(0))
                .isEqualTo(String.format(
                        java.util.Locale.ROOT,
                        "%s has the highest average: %.2f (95%% interval [%.2f, %.2f], t intervals by character (4)).",
                        name,
                        first.average(),
                        first.averageInterval().orElseThrow().lower(),
                        first.averageInterval().orElseThrow().upper()));
        boolean alone = PAIRS.tied().stream()
                .noneMatch(set -> set.size() > 1 && set.contains(PAIRS.order().get(0)));
        assertThat(verdict.get(1)).contains(alone ? "differs from every other" : "cannot be told apart");
    }

    @Test
    void withoutAComparisonTheVerdictSaysWhatIntervalsDoNotTell() {
        assertThat(builder("zh").leaderboard(BOARD).build().sections().get(0).sentences())
                .contains("没有加入两两比较：单个候选的区间不能说明两个候选是否有差异。");
    }

    @Test
    void theShortlistNamesWhoGoesOnAndWhatSeparates() {
        Shortlist shortlist = Shortlist.of(
                SimulatedStudy.chatAnimeShortlist(DATASET).ratings(),
                Rubric.esrp().only(StudyFixture.NINE.toArray(new String[0])));
        Section section = builder("zh").shortlist(shortlist).build().sections().get(0);
        assertThat(section.sentences().get(0))
                .startsWith("3 位评审选出 " + shortlist.chosen().size() + " 个候选：");
        assertThat(section.sentences()).hasSize(1 + (shortlist.cut().isPresent() ? 1 : 0));
        Chart.Bars bars = (Chart.Bars) section.charts().get(0);
        assertThat(bars.bars().stream().filter(Chart.Bar::chosen))
                .hasSize(shortlist.chosen().size());
        assertThat(section.tables().get(0).rows()).hasSize(shortlist.places().size());
    }

    @Test
    void aJudgeIsHeldAgainstTheConstantAndTheCeiling() {
        JudgeValidation noisy = JudgeValidation.of(RATINGS, STUDY.judge("model:noisy", 1.5, 3));
        JudgeValidation good = JudgeValidation.of(RATINGS, STUDY.judge("model:good", 0, 0.1));
        Section judges = builder("en").judge(noisy).judge(good).build().sections().stream()
                .filter(section -> section.id().equals("judges"))
                .findFirst()
                .orElseThrow();
        assertThat(judges.tables()).hasSize(2);
        assertThat(judges.sentences().get(0)).contains("model:noisy", "no better than the best constant");
        assertThat(judges.sentences().get(1)).contains("people match one another at");
        assertThat(judges.tables().get(0).rows()).hasSize(noisy.metrics().size() + 1);
    }

    @Test
    void simulatedRatingsSetTheBannerInEveryForm() throws Exception {
        Report report = builder("en").leaderboard(BOARD).build();
        assertThat(report.html()).contains("class=\"banner\">SIMULATED");
        assertThat(report.markdown()).contains("**SIMULATED");
        assertThat(new JsonMapper().readTree(report.json()).path("simulated").asBoolean())
                .isTrue();
        assertThat(report.toString()).contains("(simulated)");
        assertThat(Report.builder("R", "en").findings(DATASET).build().html()).doesNotContain("class=\"banner\"");
    }

    @Test
    void whatRestsOnSimulatedRatingsSaysSoInEachTableAndPicture() {
        Report report = CompleteReport.of("en");
        for (Section section : report.sections()) {
            if (List.of("verdict", "diversity", "findings", "frequencies").contains(section.id())) {
                continue;
            }
            assertThat(section.charts()).allMatch(chart -> isMarked(chart.title()));
            assertThat(section.tables()).allMatch(table -> isMarked(table.title()));
        }
        Ratings real = Ratings.of(List.of(
                new Rating("a", "c", "1", "fluency", "person:x", 4),
                new Rating("a", "c", "1", "fluency", "person:y", 5),
                new Rating("a", "d", "1", "fluency", "person:x", 3),
                new Rating("a", "d", "1", "fluency", "person:y", 3)));
        Report people = builder("en")
                .leaderboard(Leaderboard.of(real, Rubric.esrp().only("fluency")))
                .agreement(RaterAgreement.of(real))
                .coverage(real, Map.of())
                .build();
        assertThat(people.html()).doesNotContainIgnoringCase("simulated");
    }

    private static boolean isMarked(String title) {
        return title.endsWith(" (SIMULATED ratings)") || title.equals("Why judgements have no score");
    }

    @Test
    void aShortlistOfSimulatedJudgesPutsUpTheBanner() {
        Shortlist shortlist = Shortlist.of(
                SimulatedStudy.chatAnimeShortlist(DATASET).ratings(),
                Rubric.esrp().only(StudyFixture.NINE.toArray(new String[0])));
        assertThat(shortlist.simulated()).isTrue();
        assertThat(builder("en").shortlist(shortlist).build().html()).contains("class=\"banner\"");
    }

    /** Latin letters stand in a Chinese report only in names, ids, measures and symbols. */
    @Test
    void aChineseReportSpeaksChineseThroughout() {
        List<String> texts = new ArrayList<>();
        Report report = CompleteReport.of("zh");
        for (Section section : report.sections()) {
            texts.add(section.title());
            texts.addAll(section.sentences());
            section.charts().forEach(chart -> texts.add(chart.title()));
            section.charts().forEach(chart -> texts.add(chart.description()));
            for (ReportTable table : section.tables()) {
                texts.add(table.title());
                table.columns().forEach(column -> texts.add(column.head()));
                table.rows().forEach(texts::addAll);
                texts.addAll(table.notes());
            }
        }
        List<String> names = new ArrayList<>(List.of(StudyFixture.HOSTILE, "BLEU", "Krippendorff", "Gwet", "Holm"));
        names.add("distinct-2");
        DATASET.candidates().forEach(candidate -> names.add(candidate.name()));
        SimulatedStudy.chatAnimeShortlist(DATASET).ratings().candidates().forEach(names::add);
        for (String text : texts) {
            // sim:r01, model:judge
            String rest = text.replaceAll("(sim|model|person):[\\w.:-]+", "");
            for (String name : names) {
                rest = rest.replace(name, "");
            }
            // AC2, ICC
            rest = rest.replaceAll("\\b[A-Z]{2,3}\\d?\\b", "");
            assertThat(rest).as(text).doesNotContainPattern("[A-Za-z]{3}");
        }
        assertThat(report.json()).contains("600 条回复：6 个候选、5 个角色、10 个场景");
    }

    @Test
    void everyMeasureHasWordsInBothLanguages() {
        for (String language : List.of("zh", "en")) {
            Words words = new Words(language);
            for (DiversityMeasure measure : DiversityMeasure.values()) {
                assertThat(words.say("measure." + measure.id())).isNotBlank();
                if (language.equals("en")) {
                    assertThat(words.say("measure." + measure.id()))
                            .isEqualTo(measure.title().in("en"));
                }
            }
        }
    }

    @Test
    void aRubricOfOnesOwnKeepsItsNamesInEverySection() {
        Metric warmth = Metrics.esrp().get(0);
        Metric own = new Metric(
                "warmth",
                LocalizedText.of("暖意", "Warmth of heart"),
                warmth.dimension(),
                warmth.definition(),
                warmth.question(),
                warmth.anchors(),
                warmth.scale(),
                warmth.target(),
                List.of());
        List<Rating> rows = new ArrayList<>();
        for (String candidate : List.of("a", "b")) {
            for (int c = 0; c < 6; c++) {
                for (String rater : List.of("person:x", "person:y")) {
                    rows.add(new Rating(candidate, "c" + c, "1", "warmth", rater, 1 + (c + rater.length()) % 5));
                }
            }
        }
        Ratings ratings = Ratings.of(rows, List.of(own));
        assertThat(builder("zh").agreement(RaterAgreement.of(ratings)).build().markdown())
                .contains("| 暖意 |")
                .doesNotContain("warmth");
        assertThat(builder("en")
                        .agreement(RaterAgreement.of(ratings))
                        .coverage(ratings, Map.of())
                        .build()
                        .markdown())
                .contains("| Warmth of heart |")
                .doesNotContain("| warmth");
    }

    @Test
    void provenanceNamesRubricUnitSeedAndData() throws Exception {
        JsonNode facts = new JsonMapper()
                .readTree(builder("en").leaderboard(BOARD).build().json())
                .path("provenance");
        assertThat(facts.path("rubric").asText()).isEqualTo(Rubric.esrp().id());
        assertThat(facts.path("resampling unit").asText()).isEqualTo("character");
        assertThat(facts.path("seed").asText()).isEqualTo("0");
        assertThat(facts.path("SHA-256 of the ratings").asText()).isEqualTo(RATINGS.hash());
    }

    @Test
    void writesEveryTableAndPictureBesideThePage() {
        List<Path> files =
                builder("en").leaderboard(BOARD).comparison(PAIRS).build().writeAll(folder);
        assertThat(files).allMatch(Files::exists);
        List<String> names = new ArrayList<>();
        files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        assertThat(names)
                .contains(
                        "index.html",
                        "report.md",
                        "report.json",
                        "leaderboard-table.csv",
                        "leaderboard-table.tex",
                        "metrics-table.csv",
                        "leaderboard.svg",
                        "leaderboard-2.png",
                        "tradeoff.svg",
                        "differences.png",
                        "pairs-table.csv")
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingInThePageReachesForTheNetwork() {
        String page =
                builder("zh").leaderboard(BOARD).cases(DATASET, RATINGS).build().html();
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "@import", "url(");
        assertThat(page).contains("default-src 'none'").doesNotContain(StudyFixture.HOSTILE);
    }

    @Test
    void setsNothingTwice() {
        Report.Builder builder =
                builder("en").leaderboard(BOARD).comparison(PAIRS).findings(DATASET);
        assertThatThrownBy(() -> builder.leaderboard(BOARD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("leaderboard: was set already (6 candidates)");
        assertThatThrownBy(() -> builder.comparison(PAIRS)).hasMessageContaining("comparison: was set already");
        assertThatThrownBy(() -> builder.findings(DATASET)).hasMessageContaining("findings: was set already");
        assertThatThrownBy(() -> builder.section(new Section("leaderboard", "x", List.of(), List.of(), List.of())))
                .hasMessageContaining("there is one with the id");
        assertThatThrownBy(() -> Report.builder("R", "en").build()).hasMessageContaining("at least one section");
        assertThatThrownBy(() -> Report.builder("R", "fr")).hasMessageContaining("reports speak [zh, en]");
    }
}
