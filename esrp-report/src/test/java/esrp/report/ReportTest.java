package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import esrp.core.DataCode;
import esrp.core.Dataset;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.metrics.Analysis;
import esrp.metrics.Calibration;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.RaterAgreement;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.SimulatedStudy;
import esrp.metrics.diversity.Diversity;
import esrp.metrics.diversity.WordFrequencies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Dataset DATASET = StudyFixture.dataset(4, 10);
    private static final SimulatedStudy STUDY = SimulatedStudy.chatAnime(DATASET);
    private static final Ratings RATINGS = STUDY.ratings();
    private static final Analysis ANALYSIS = Analysis.of(RATINGS, Rubric.esrp());
    private static final Leaderboard BOARD = ANALYSIS.leaderboard();
    private static final Comparison PAIRS = ANALYSIS.comparison();
    private static final Shortlist SHORTLIST = Shortlist.of(
            SimulatedStudy.chatAnimeShortlist(DATASET).ratings(),
            Rubric.esrp().only(StudyFixture.NINE.toArray(new String[0])));

    @TempDir
    Path folder;

    private static Report.Builder builder(String language) {
        return Report.builder("R", language);
    }

    @Test
    void partsComeInTheOrderOfAReadersQuestionsWhateverTheCallsOrder() {
        Report report = builder("en")
                .section(new Section("mine", "en", "Mine", List.of("x"), List.of(), List.of(), List.of()))
                .add(
                        new Unknown(),
                        WordFrequencies.of(text -> List.of("灯", "岸"), DATASET.batches(10)),
                        Diversity.withDefaults().report(DATASET.batches(10)),
                        JudgeValidation.of(RATINGS, STUDY.judge("model:judge", 0, 0.5)),
                        PAIRS)
                .data(DATASET)
                .ratings(RATINGS)
                .unscored(Map.of("REFUSED", 4L))
                .add(RaterAgreement.of(RATINGS), SHORTLIST, BOARD)
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
                        "openings",
                        "frequencies",
                        "ages",
                        "mine");
    }

    @Test
    void theVerdictNamesTheLeaderTheUnitAndWhoCannotBeToldApart() {
        List<String> verdict =
                builder("en").add(BOARD, PAIRS).build().sections().get(0).sentences();
        Leaderboard.Row first = BOARD.rows().get(0);
        assertThat(verdict.get(0))
                .isEqualTo(String.format(
                        java.util.Locale.ROOT,
                        "%s has the highest average: %.2f [%.2f, %.2f], 95%% logit t intervals on cluster means by"
                                + " character and scenario (4 × 10).",
                        first.name(),
                        first.average(),
                        first.averageInterval().orElseThrow().lower(),
                        first.averageInterval().orElseThrow().upper()));
        boolean alone = PAIRS.tied().stream()
                .noneMatch(set -> set.size() > 1 && set.contains(PAIRS.order().get(0)));
        assertThat(verdict.get(1)).contains(alone ? "differs from every other" : "cannot be told apart");
    }

    @Test
    void withoutAComparisonTheVerdictSaysWhatIntervalsDoNotTell() {
        assertThat(builder("zh").add(BOARD).build().sections().get(0).sentences())
                .contains("没有加入两两比较：单个候选的区间不能说明两个候选是否有差异。");
    }

    @Test
    void theShortlistNamesWhoGoesOnAndWhatSeparates() {
        Section section = builder("zh").add(SHORTLIST).build().sections().get(0);
        assertThat(section.sentences().get(0))
                .startsWith("3 位评审选出 " + SHORTLIST.chosen().size() + " 个候选：");
        assertThat(section.sentences()).hasSize(1 + (SHORTLIST.cut().isPresent() ? 1 : 0));
        Drawing.Bars bars = (Drawing.Bars) section.charts().get(0);
        assertThat(bars.bars().stream().filter(Drawing.Bar::chosen))
                .hasSize(SHORTLIST.chosen().size());
        assertThat(section.tables().get(0).rows()).hasSize(SHORTLIST.places().size());
    }

    @Test
    void aJudgeIsHeldAgainstTheConstantAndTheCeiling() {
        JudgeValidation noisy = JudgeValidation.of(RATINGS, STUDY.judge("model:noisy", 1.5, 3));
        JudgeValidation good = JudgeValidation.of(RATINGS, STUDY.judge("model:good", 0, 0.1));
        Section judges = builder("en").add(noisy, good).build().sections().stream()
                .filter(section -> section.id().equals("judges"))
                .findFirst()
                .orElseThrow();
        assertThat(judges.tables().stream().map(Table::toString)).containsExactlyElementsOf(tables(noisy, good));
        assertThat(judges.sentences().get(0)).contains("model:noisy", "no better than the majority baseline");
        assertThat(judges.sentences().get(1)).contains("people match one another at");
        assertThat(judges.tables().get(0).rows()).hasSize(noisy.metrics().size() + 1);
    }

    @Test
    void theIntervalsOfAgreementAreSaidToComeFromTheJackknife() {
        Section agreement = builder("en").add(RaterAgreement.of(RATINGS)).build().sections().stream()
                .filter(section -> section.id().equals("agreement"))
                .findFirst()
                .orElseThrow();
        assertThat(agreement.sentences().get(0))
                .contains("95% t intervals by jackknife by character")
                .doesNotContain("cluster means");
    }

    @Test
    void simulatedRatingsSetTheBannerInEveryForm() throws Exception {
        Report report = builder("en").add(BOARD).build();
        assertThat(report.html()).contains("class=\"banner\">SIMULATED");
        assertThat(report.markdown()).contains("**SIMULATED");
        assertThat(new JsonMapper().readTree(report.json()).path("simulated").asBoolean())
                .isTrue();
        assertThat(report.toString()).contains("(simulated)");
        assertThat(Report.builder("R", "en").data(DATASET).build().html()).doesNotContain("class=\"banner\"");
    }

    @Test
    void whatRestsOnSimulatedRatingsSaysSoInEachTableAndPicture() {
        Report report = CompleteReport.of("en");
        for (Section section : report.sections()) {
            if (List.of("verdict", "diversity", "findings", "openings", "frequencies")
                    .contains(section.id())) {
                continue;
            }
            assertThat(section.charts()).allMatch(chart -> isMarked(chart.title()));
            assertThat(section.tables())
                    .allMatch(table -> isMarked(table.title().in("en")));
        }
        Ratings real = Ratings.of(List.of(
                new Rating("a", "c", "1", "fluency", "person:x", 4),
                new Rating("a", "c", "1", "fluency", "person:y", 5),
                new Rating("a", "d", "1", "fluency", "person:x", 3),
                new Rating("a", "d", "1", "fluency", "person:y", 3)));
        Report people = builder("en")
                .add(Leaderboard.of(real, Rubric.esrp().only("fluency")), RaterAgreement.of(real))
                .ratings(real)
                .build();
        assertThat(people.html()).doesNotContainIgnoringCase("simulated");
    }

    private static boolean isMarked(String title) {
        return title.endsWith(" (SIMULATED ratings)") || title.equals("Why judgements have no score");
    }

    @Test
    void aShortlistOfSimulatedJudgesPutsUpTheBanner() {
        assertThat(SHORTLIST.simulated()).isTrue();
        assertThat(builder("en").add(SHORTLIST).build().html()).contains("class=\"banner\"");
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
            section.tables()
                    .forEach(table -> texts.addAll(table.as(TableFormat.html(), "zh")
                            .lines()
                            .map(line -> unescaped(line.replaceAll("<[^>]*>", " ")))
                            .toList()));
            section.notes().forEach(note -> texts.add(note.in("zh")));
        }
        List<String> names = new ArrayList<>(List.of(
                StudyFixture.HOSTILE,
                "BLEU",
                "Fleiss",
                "Spearman",
                "Krippendorff",
                "Gwet",
                "Holm",
                "Kendall",
                "esrp",
                "script",
                "employee",
                "student",
                "window", // an opening of a hostile reply
                "{title}"));
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

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    /** What a table, a page and a file say of one result are the same characters. */
    @Test
    void everyFormShowsTheTablesAndNotesOfTheResults() throws Exception {
        List<Result> results = List.of(
                BOARD,
                PAIRS,
                SHORTLIST,
                JudgeValidation.of(RATINGS, STUDY.judge("model:judge", 0, 0.5)),
                RaterAgreement.of(RATINGS),
                Diversity.withDefaults().report(DATASET.batches(10)),
                WordFrequencies.of(text -> List.of("灯", "岸"), DATASET.batches(10)),
                new Unknown());
        for (String language : List.of("zh", "en")) {
            Report report =
                    builder(language).add(results.toArray(new Result[0])).build();
            report.writeAll(folder);
            String page = report.html();
            String markdown = report.markdown();
            JsonNode json = new JsonMapper().readTree(report.json());
            List<String> tables = new ArrayList<>();
            json.findValues("tables").forEach(list -> list.forEach(table -> tables.add(table.toString())));
            for (Result result : results) {
                assertThat(result.tables()).isNotEmpty();
                for (Table table : result.tables()) {
                    assertThat(page).contains(table.as(TableFormat.html(), language));
                    assertThat(markdown)
                            .contains(table.as(TableFormat.markdown(), language).strip());
                    assertThat(tables)
                            .contains(new JsonMapper()
                                    .readTree(table.as(TableFormat.json(), language))
                                    .toString());
                    assertThat(Files.readString(folder.resolve(table.id() + ".csv")))
                            .isEqualTo(table.as(TableFormat.csv(), language));
                    assertThat(Files.readString(folder.resolve(table.id() + ".tex")))
                            .isEqualTo(table.as(TableFormat.latex(), language));
                }
                assertThat(page).contains(TableFormat.html().notes(result.notes(), language));
                assertThat(markdown).contains(TableFormat.markdown().notes(result.notes(), language));
            }
        }
    }

    /** A result that no report has heard of. */
    private static final class Unknown implements Result {
        @Override
        public List<Table> tables() {
            return List.of(Table.builder("ages", LocalizedText.of("年龄", "Ages"))
                    .head(Table.Head.text("name", LocalizedText.of("名字", "Name")))
                    .head(Table.Head.count("age", LocalizedText.of("年龄", "Age")))
                    .row("<b>Ada</b>", 135_367)
                    .build());
        }

        @Override
        public List<Finding> notes() {
            return List.of(DataCode.NO_FINDINGS.note());
        }
    }

    @Test
    void aResultThatNobodyHasHeardOfIsShown() {
        Report report = builder("en").add(new Unknown()).build();
        assertThat(report.sections()).hasSize(1);
        assertThat(report.sections().get(0).title()).isEqualTo("Ages");
        assertThat(report.html()).contains("&lt;b&gt;Ada&lt;/b&gt;", "135,367", "Nothing was found.");
    }

    @Test
    void theLevelOfAComparisonIsItsOwn() {
        Comparison strict = ANALYSIS.withLevel(0.999).comparison();
        Comparison loose = ANALYSIS.withLevel(0.5).comparison();
        for (Comparison comparison : List.of(strict, loose)) {
            String percent = comparison == strict ? "0.1%" : "50%";
            Section section = builder("en").add(comparison).build().sections().get(0);
            Drawing.Matrix matrix = (Drawing.Matrix) section.charts().get(0);
            long marked = matrix.marked().stream()
                            .flatMap(List::stream)
                            .filter(mark -> mark)
                            .count()
                    / 2;
            long apart = comparison.differences().stream()
                    .filter(pair -> pair.adjustedPValue() < 1 - comparison.level())
                    .count();
            assertThat(marked).isEqualTo(apart);
            assertThat(matrix.markMeaning()).contains(percent);
            assertThat(section.sentences().get(0))
                    .startsWith(apart + " of " + comparison.differences().size() + " pairs differ at " + percent);
            assertThat(String.join(
                            " ",
                            builder("en")
                                    .add(ANALYSIS.withLevel(comparison.level()).leaderboard(), comparison)
                                    .build()
                                    .sections()
                                    .get(0)
                                    .sentences()))
                    .contains("Holm-adjusted, " + percent)
                    .doesNotContain("5%)");
        }
    }

    @Test
    void severalResultsOfOneKindHaveSectionsOfTheirOwn() {
        Comparison other = ANALYSIS.comparison(Measure.dimension("rpc"));
        Report report = builder("en").add(PAIRS, other).build();
        assertThat(report.sections().stream().map(Section::id)).containsExactly("differences", "differences-2");
        List<Path> files = report.writeAll(folder);
        assertThat(files).doesNotHaveDuplicates();
    }

    @Test
    void aRubricOfOnesOwnKeepsItsNamesInEverySection() {
        Metric warmth = Metric.esrp().get(0);
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
        assertThat(builder("zh").add(RaterAgreement.of(ratings)).build().markdown())
                .contains("| 暖意 |")
                .doesNotContain("warmth");
        assertThat(builder("en")
                        .add(RaterAgreement.of(ratings))
                        .ratings(ratings)
                        .build()
                        .markdown())
                .contains("| Warmth of heart |")
                .doesNotContain("| warmth");
    }

    @Test
    void provenanceNamesRubricUnitSeedAndData() throws Exception {
        JsonNode facts = new JsonMapper()
                .readTree(builder("en").add(BOARD).build().json())
                .path("provenance");
        assertThat(facts.path("rubric").asText()).isEqualTo(Rubric.esrp().id());
        assertThat(facts.path("intervals").asText())
                .isEqualTo("95% logit t intervals on cluster means by character and scenario (4 × 10)");
        assertThat(facts.path("seed").asText()).isEqualTo("0");
        assertThat(facts.path("ratings").asText()).isEqualTo(RATINGS.hash());
    }

    @Test
    void writesEveryTableAndPictureBesideThePage() {
        List<Path> files = builder("en").add(BOARD, PAIRS).build().writeAll(folder);
        assertThat(files).allMatch(Files::exists);
        List<String> names = new ArrayList<>();
        files.forEach(file -> names.add(String.valueOf(file.getFileName())));
        assertThat(names)
                .contains(
                        "index.html", "report.md",
                        "report.json", "leaderboard.csv",
                        "leaderboard.tex", "leaderboard.svg",
                        "leaderboard-2.png", "tradeoff.svg",
                        "differences.png", "differences.csv")
                .doesNotHaveDuplicates();
    }

    @Test
    void nothingInThePageReachesForTheNetwork() {
        String page =
                builder("zh").add(BOARD).data(DATASET).ratings(RATINGS).build().html();
        assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "@import", "url(");
        assertThat(page).contains("default-src 'none'").doesNotContain(StudyFixture.HOSTILE);
    }

    @Test
    void aCalibrationHasItsReliabilityDrawn() {
        List<Rating> human = new ArrayList<>();
        List<Rating.LevelDistribution> judge = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            human.add(new Rating("m", "c", "s" + i, "fluency", "person:p", 1 + i % 4));
            judge.add(new Rating.LevelDistribution(
                    "m",
                    "c",
                    "s" + i,
                    "fluency",
                    "model:j",
                    List.of(0.0, 0.02, 0.03, 0.6 + i % 3 * 0.1, 0.35 - i % 3 * 0.1)));
        }
        for (String language : List.of("en", "zh")) {
            Section section = Report.builder("Page", language)
                    .add(Calibration.isotonic(Ratings.of(human), judge))
                    .build()
                    .sections()
                    .get(0);
            assertThat(section.id()).isEqualTo("calibration");
            assertThat(section.charts()).hasSize(1);
            assertThat(section.charts().get(0).svg()).contains(language.equals("en") ? "calibrated" : "校准后");
            assertThat(section.charts().get(0).description()).contains("0.60 / ");
        }
    }

    @Test
    void setsNothingTwice() {
        Report.Builder builder = builder("en").add(BOARD, PAIRS).data(DATASET);
        assertThatThrownBy(() -> builder.add(BOARD)).hasMessageContaining("Leaderboard was added already");
        assertThatThrownBy(() -> builder.add(ANALYSIS.withLevel(0.9).leaderboard()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is a leaderboard already (6 candidates)");
        assertThatThrownBy(() -> builder.data(DATASET)).hasMessageContaining("data: was set already");
        assertThatThrownBy(() -> builder.section(own("leaderboard", "en")))
                .hasMessageContaining("there is one with the id");
        assertThatThrownBy(() -> builder.section(own("mine", "zh"))).hasMessageContaining("is in zh, the report in en");
        assertThatThrownBy(() -> Report.builder("R", "en").build()).hasMessageContaining("at least one section");
        assertThatThrownBy(() -> Report.builder("R", "fr")).hasMessageContaining("reports speak [zh, en]");
    }

    private static List<String> tables(Result... results) {
        return Stream.of(results)
                .flatMap(result -> result.tables().stream())
                .map(Table::toString)
                .toList();
    }

    private static Section own(String id, String language) {
        return new Section(id, language, "x", List.of(), List.of(), List.of(), List.of());
    }
}
