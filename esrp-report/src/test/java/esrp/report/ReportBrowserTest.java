package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
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

    @Test
    void showsChartsTablesAndRepliesSideBySideWithoutErrors() throws Exception {
        Path page = folder.resolve("report.html");
        CompleteReport.of("en").write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            Browser.open(browser, page);
            assertThat(browser.findElements(By.cssSelector("figure svg"))).hasSizeGreaterThanOrEqualTo(10);
            for (WebElement chart : browser.findElements(By.cssSelector("figure svg"))) {
                assertThat(chart.getRect().getHeight()).isGreaterThan(50);
            }
            for (String id : CompleteReport.SECTIONS) {
                assertThat(browser.findElement(By.id(id)).isDisplayed()).as(id).isTrue();
            }
            assertThat(browser.findElement(By.id("table-unscored")).getText())
                    .contains("nothing readable as an answer 12", "<script>window.stolen=1</script>");
            assertThat(browser.findElements(By.cssSelector("#frequencies .clouds svg")))
                    .hasSize(6);
            assertThat(browser.findElement(By.id("provenance")).getText()).contains("SHA-256 of the ratings");
            assertThat(browser.findElement(By.className("banner")).getText()).startsWith("SIMULATED");
            assertThat(browser.findElements(By.cssSelector("#table-leaderboard tbody tr")))
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
    void isReadByKeyboardAlone() throws Exception {
        Path page = folder.resolve("report.html");
        CompleteReport.of("zh").write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            Browser.open(browser, page);
            new WebDriverWait(browser, Duration.ofSeconds(20))
                    .until(any -> !browser.findElements(By.cssSelector("#case-place article"))
                            .isEmpty());
            // the first stop leads past the contents
            List<String> stops = new java.util.ArrayList<>();
            for (int i = 0; i < 80; i++) {
                browser.switchTo().activeElement().sendKeys(Keys.TAB);
                WebElement here = browser.switchTo().activeElement();
                String name = here.getTagName() + " " + here.getAttribute("id") + here.getAttribute("class");
                if (here.getTagName().equals("body") || (i > 0 && name.equals("a skip"))) {
                    break;
                }
                stops.add(name);
                assertThat(here.isDisplayed()).as("stop %s can be seen", name).isTrue();
                assertThat(browser.executeScript("return getComputedStyle(arguments[0]).outlineStyle", here))
                        .as("focus on %s is shown", name)
                        .isNotEqualTo("none");
                if (name.startsWith("select case-character")) {
                    String before = browser.findElement(By.id("case-status")).getText();
                    here.sendKeys(Keys.ARROW_DOWN);
                    new WebDriverWait(browser, Duration.ofSeconds(20))
                            .until(any -> !browser.findElement(By.id("case-status"))
                                    .getText()
                                    .equals(before));
                    assertThat(browser.findElement(By.id("case-status")).getText())
                            .isEqualTo("6 个候选：守护者1 (海)，场景 1");
                }
            }
            assertThat(stops.get(0)).isEqualTo("a skip");
            assertThat(stops).filteredOn(stop -> stop.startsWith("a ")).hasSize(1 + 11 + 2);
            assertThat(stops).filteredOn(stop -> stop.startsWith("input")).hasSize(6);
            assertThat(stops).filteredOn(stop -> stop.equals("div scroll")).hasSizeGreaterThanOrEqualTo(9);
            assertThat(stops).endsWith("select case-character", "select case-scenario");
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void nothingIsWiderThanAPhone() throws Exception {
        Path page = folder.resolve("report.html");
        CompleteReport.of("en").write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
            Browser.open(browser, page);
            assertThat(browser.executeScript("const wide = document.documentElement.clientWidth;"
                            + "return [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll > *, figure > *')"
                            + " && e.getBoundingClientRect().right > wide + 0.5 && !e.classList.contains('skip'))"
                            + ".map(e => e.tagName + '#' + e.id + '.' + e.className + ' '"
                            + " + e.getBoundingClientRect().right)"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isEmpty();
            assertThat(browser.executeScript(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0L);
        } finally {
            browser.quit();
        }
    }

    @Test
    void breaksNoRuleOfWcagInLightAndDark() throws Exception {
        Path report = folder.resolve("report.html");
        Path chinese = folder.resolve("report-zh.html");
        CompleteReport.of("en").write(report);
        CompleteReport.of("zh").write(chinese);
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
                for (Path page : List.of(report, chinese)) {
                    Browser.open(browser, page);
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
