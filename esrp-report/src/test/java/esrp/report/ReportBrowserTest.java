package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The report and the form as readers and raters meet them, in a real browser, opened from disk. */
class ReportBrowserTest {
    @TempDir
    Path folder;

    static Report report(String language) {
        Dataset dataset = StudyFixture.dataset(5, 10);
        SimulatedStudy study = SimulatedStudy.chatAnime(dataset);
        Ratings ratings = study.ratings();
        Map<String, Long> unscored = new LinkedHashMap<>();
        unscored.put("NOT_JSON", 12L);
        unscored.put("OUT_OF_SCALE", 3L);
        return Report.builder(language.equals("zh") ? "三月评测" : "March <script>window.stolen=1</script>", language)
                .names(dataset)
                .leaderboard(Leaderboard.of(ratings, Rubric.esrp()))
                .comparison(Comparison.of(ratings, Rubric.esrp()))
                .judge(JudgeValidation.of(ratings, study.judge("model:judge", 0.2, 0.8)))
                .agreement(RaterAgreement.of(ratings))
                .coverage(ratings, unscored)
                .findings(dataset)
                .cases(dataset, ratings)
                .build();
    }

    @Test
    void showsChartsTablesAndRepliesSideBySideWithoutErrors() throws Exception {
        Path page = folder.resolve("report.html");
        report("en").write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            browser.get(page.toUri().toString());
            assertThat(browser.findElements(By.cssSelector("figure svg"))).hasSizeGreaterThanOrEqualTo(5);
            for (WebElement chart : browser.findElements(By.cssSelector("figure svg"))) {
                assertThat(chart.getRect().getHeight()).isGreaterThan(50);
            }
            assertThat(browser.findElement(By.className("banner")).getText()).startsWith("SIMULATED");
            assertThat(browser.findElements(By.cssSelector("#leaderboard-table tbody tr")))
                    .hasSize(6);

            // all candidates stand side by side, and what is hostile is read, not run
            new WebDriverWait(browser, Duration.ofSeconds(20))
                    .until(any -> browser.findElements(By.cssSelector("#case-place article"))
                                    .size()
                            == 6);
            assertThat(browser.findElement(By.id("case-place")).getText())
                    .contains("<b>Qwen</b> & \"Max\"", "window.stolen=1", "Ratings (simulated)");
            new Select(browser.findElement(By.id("case-character"))).selectByIndex(3);
            new Select(browser.findElement(By.id("case-scenario"))).selectByValue("2");
            new WebDriverWait(browser, Duration.ofSeconds(20))
                    .until(any ->
                            browser.findElement(By.id("case-place")).getText().contains("那我们就把这盏灯守成一座岸。《海》的守护者3"));
            assertThat(browser.findElement(By.id("case-place")).getText())
                    .contains("陪你等到第2天")
                    .doesNotContain("window.stolen");
            assertThat(browser.executeScript("return typeof window.stolen")).isEqualTo("undefined");

            // a series of the radar can be switched off
            WebElement box = browser.findElement(By.cssSelector(".toggles input"));
            WebElement series = browser.findElement(
                    By.cssSelector("figure:has(.toggles) [data-series='" + box.getAttribute("value") + "']"));
            assertThat(series.isDisplayed()).isTrue();
            box.sendKeys(Keys.SPACE);
            assertThat(series.isDisplayed()).isFalse();
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void breaksNoRuleOfWcagInLightAndDark() throws Exception {
        Path report = folder.resolve("report.html");
        Path chinese = folder.resolve("report-zh.html");
        Path form = folder.resolve("form.html");
        report("en").write(report);
        report("zh").write(chinese);
        FormFixture.form("zh").write(form);
        String axe;
        try (InputStream in = Objects.requireNonNull(
                getClass().getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"), "axe-core")) {
            axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
            for (String scheme : List.of("light", "dark")) {
                browser.executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
                for (Path page : List.of(report, chinese, form)) {
                    browser.get(page.toUri().toString());
                    assertThat(browser.executeScript("return matchMedia('(prefers-color-scheme: dark)').matches"))
                            .isEqualTo(scheme.equals("dark"));
                    browser.executeScript(axe);
                    Object found = browser.executeAsyncScript(
                            "const done = arguments[arguments.length - 1];"
                                    + "axe.run({runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}})"
                                    + ".then(r => done([r.passes.length, r.violations.map(v => v.id + ': '"
                                    + " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))]))");
                    List<?> passesAndViolations = (List<?>) Objects.requireNonNull(found, "axe's answer");
                    assertThat((Long) passesAndViolations.get(0))
                            .as("rules that were checked")
                            .isGreaterThan(10);
                    assertThat((List<?>) passesAndViolations.get(1))
                            .as("%s, %s", page.getFileName(), scheme)
                            .isEmpty();
                }
            }
            assertThat(Files.size(report)).isLessThan(1_000_000);
        } finally {
            browser.quit();
        }
    }
}
