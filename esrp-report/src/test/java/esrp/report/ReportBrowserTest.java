package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Ratings;
import esrp.core.Turn;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
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
            List<WebElement> shown = browser.findElements(By.cssSelector("figure svg:not(.narrow):not(.swatch)"));
            assertThat(shown).hasSizeGreaterThanOrEqualTo(10);
            for (WebElement chart : shown) {
                if (chart.isDisplayed()) {
                    assertThat(chart.getRect().getHeight()).isGreaterThan(50);
                }
            }
            for (WebElement chart : browser.findElements(By.cssSelector("figure svg.narrow"))) {
                assertThat(chart.isDisplayed()).isFalse();
            }
            for (String id : CompleteReport.SECTIONS) {
                assertThat(browser.findElement(By.id(id)).isDisplayed()).as(id).isTrue();
            }
            assertThat(browser.findElement(By.id("table-unscored")).getText())
                    .contains("nothing readable as an answer 12", "<script>window.stolen=1</script>");
            // the words of one character, of all together on request
            assertThat(browser.findElements(By.cssSelector("#frequencies .clouds")))
                    .hasSize(5 + 1);
            Select cloud = new Select(browser.findElement(By.cssSelector("#frequencies select")));
            WebElement together = browser.findElement(By.cssSelector("#frequencies .clouds:nth-of-type(6)"));
            assertThat(together.isDisplayed()).isFalse();
            assertThat(shown.stream()
                            .filter(svg -> String.valueOf(svg.getAttribute("aria-label"))
                                    .contains(" as 《海》")))
                    .filteredOn(WebElement::isDisplayed)
                    .hasSize(6);
            cloud.selectByVisibleText("all characters");
            assertThat(together.findElements(By.tagName("svg"))).hasSize(6).allMatch(WebElement::isDisplayed);
            // averages of groups are shaded
            assertThat(browser.findElements(By.cssSelector("#table-breakdown td.up, #table-breakdown td.down")))
                    .hasSize(6 * (5 + 1));
            assertThat(browser.findElement(By.id("provenance")).getText()).contains("SHA-256 of the ratings");
            assertThat(browser.findElement(By.className("banner")).getText()).startsWith("SIMULATED");
            assertThat(browser.findElements(By.cssSelector("#table-leaderboard tbody tr")))
                    .hasSize(6);

            // all candidates stand side by side, and what is hostile is read, not run
            await(browser, "return document.querySelectorAll('#case-place article').length === 6");
            assertThat(browser.findElement(By.id("case-place")).getText())
                    .contains("<b>Qwen</b> & \"Max\"", "window.stolen=1", "Ratings (simulated)");
            new Select(browser.findElement(By.id("case-character"))).selectByIndex(4);
            new Select(browser.findElement(By.id("case-scenario"))).selectByValue("2");
            await(browser, "return document.getElementById('case-place').textContent.includes('守护者3')");
            assertThat(browser.findElement(By.id("case-place")).getText())
                    .contains("陪你等到第2天", "那我们就把这盏灯守成一座岸。《海》的守护者3")
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

    /** Waits for a script to return true. */
    private static void await(ChromeDriver browser, String script) {
        new WebDriverWait(browser, Duration.ofSeconds(20))
                .until(any -> Boolean.TRUE.equals(browser.executeScript(script)));
    }

    private static void open(ChromeDriver browser, Path page, String view) {
        browser.get("about:blank");
        browser.get(page.toUri() + view);
        await(browser, "return document.getElementById('cases').dataset.ready === 'true'");
    }

    private static List<String> hits(ChromeDriver browser) {
        return browser.findElements(By.cssSelector("#case-list [data-key]")).stream()
                .map(hit -> Objects.requireNonNull(hit.getAttribute("data-key"), "data-key"))
                .toList();
    }

    @Test
    void aNumberLeadsToTheDialoguesBehindItAndAnAddressKeepsTheView() throws Exception {
        Path page = folder.resolve("report.html");
        CompleteReport.of("en").write(page);
        Ratings ratings = SimulatedStudy.chatAnime(StudyFixture.dataset(5, 10)).ratings();
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            // the three most disputed dialogues of a candidate on emotional value, by the ratings themselves
            open(browser, page, "#cases?candidate=human&metric=emotional_value&sort=disputed");
            Map<String, Double> spread = ratings.stream()
                    .filter(r -> r.candidate().equals("human") && r.metric().equals("emotional_value"))
                    .collect(Collectors.groupingBy(
                            r -> "human|" + r.character() + "|" + r.item(),
                            Collectors.collectingAndThen(
                                    Collectors.mapping(r -> r.score(), Collectors.toList()),
                                    scores -> new StandardDeviation()
                                            .evaluate(scores.stream()
                                                    .mapToDouble(score -> score)
                                                    .toArray()))));
            List<String> found = hits(browser);
            assertThat(found).hasSize(50).containsExactlyInAnyOrderElementsOf(spread.keySet());
            assertThat(found)
                    .isSortedAccordingTo(Comparator.comparingDouble(
                            key -> -Math.round(1e9 * Objects.requireNonNull(spread.get(key)))));
            assertThat(Objects.requireNonNull(spread.get(found.get(0))))
                    .isGreaterThan(Objects.requireNonNull(spread.get(found.get(49))));

            // j and k walk through them; the address brings the same view back
            browser.findElement(By.cssSelector("#case-list button")).sendKeys("jjjk");
            await(browser, "return document.querySelectorAll('#case-list li')[2].firstChild.matches('[aria-current]')");
            String address = browser.getCurrentUrl();
            String shown = browser.findElement(By.id("case-place")).getText();
            open(browser, page, address.substring(address.indexOf('#')));
            assertThat(hits(browser)).isEqualTo(found);
            assertThat(browser.findElement(By.cssSelector("#case-list [aria-current]"))
                            .getAttribute("data-key"))
                    .isEqualTo(found.get(2));
            assertThat(browser.findElement(By.id("case-place")).getText()).isEqualTo(shown);

            // all dialogues whose coherence has no score, with the judge's reply
            open(browser, page, "#cases?metric=coherence&score=none");
            assertThat(hits(browser)).containsExactly("human|《海》的守护者3|4");
            assertThat(browser.findElement(By.id("case-place")).getAttribute("textContent"))
                    .contains("no score model:judge", "nothing readable as an answer", "I refuse. </script>");
            assertThat(browser.executeScript("return typeof window.stolen")).isEqualTo("undefined");

            // each filter is a step that Back takes back
            open(browser, page, "");
            String all = browser.findElement(By.id("case-status")).getText();
            new Select(browser.findElement(By.id("case-candidate"))).selectByValue("human");
            new Select(browser.findElement(By.id("case-score"))).selectByValue("1");
            browser.navigate().back();
            await(browser, "return document.getElementById('case-status').textContent.startsWith('50 of')");
            assertThat(browser.findElement(By.id("case-score")).getAttribute("value"))
                    .isEmpty();
            browser.navigate().back();
            await(browser, "return document.getElementById('case-status').textContent === '" + all + "'");

            // groups, raters, agreement, pairs and openings lead to their dialogues; a judge that counts in no mean has
            // an order
            assertThat(browser.executeScript(
                            "return ['#table-breakdown tbody tr:nth-child(2) td:nth-child(3)', '#table-raters tbody"
                                    + " tr:nth-child(2) .n', '#table-agreement tbody tr:nth-child(2) .n', '#judges tbody"
                                    + " tr:nth-child(2) .n', '#table-openings tbody tr .n'].map(css =>"
                                    + " decodeURIComponent(document.querySelector(css + ' a').hash))"))
                    .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                    .satisfiesExactly(
                            group -> assertThat(group).contains("candidate=", "character=《海》的守护者1", "sort=worst"),
                            rater -> assertThat(rater).isEqualTo("#cases?rater=sim:r02&sort=disputed"),
                            agreement -> assertThat(agreement).isEqualTo("#cases?sort=disputed&metric=fluency"),
                            judge -> assertThat(judge).isEqualTo("#cases?sort=judge&metric=fluency"),
                            opening -> assertThat(opening).contains("&q=^"));
            String count = browser.findElement(By.cssSelector("#table-openings tbody .n"))
                    .getText();
            browser.executeScript("document.querySelector('#table-openings tbody .n a').click()");
            await(browser, "return document.querySelectorAll('#case-place mark').length > 0");
            assertThat(browser.findElement(By.id("case-status")).getText()).startsWith(count + " of");
            open(browser, page, "#cases?sort=judge");
            assertThat(hits(browser)).isNotEmpty();

            // filters and search combine
            open(browser, page, "#cases?persona=student&candidate=qwen-max");
            assertThat(hits(browser)).hasSize(25);
            browser.findElement(By.id("case-q")).sendKeys("第10天");
            await(browser, "return document.querySelectorAll('#case-list [data-key]').length === 5");
            assertThat(browser.findElement(By.id("case-status")).getText()).isEqualTo("5 of 300 dialogues");
            browser.findElement(By.cssSelector("#case-place > button")).sendKeys(Keys.ENTER);
            await(browser, "return document.querySelectorAll('#case-place mark').length > 0");
            assertThat(browser.findElement(By.cssSelector("#case-place article:nth-of-type(2) mark"))
                            .getText())
                    .isEqualTo("deepseek");

            // a cell of the leaderboard leads to the lowest scores behind it
            WebElement first = browser.findElement(By.cssSelector("#table-means tbody tr:first-child a.why"));
            first.sendKeys(Keys.ARROW_DOWN, Keys.ARROW_DOWN);
            browser.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
            String third = browser.findElement(By.cssSelector("#table-means tbody tr:nth-child(3) [data-id]"))
                    .getAttribute("data-id");
            String metric = browser.findElement(By.cssSelector("#table-means thead th:nth-child(4)"))
                    .getAttribute("data-key");
            browser.switchTo().activeElement().sendKeys(Keys.ENTER);
            await(browser, "return document.getElementById('case-candidate').value === '" + third + "'");
            assertThat(new Select(browser.findElement(By.id("case-sort")))
                            .getFirstSelectedOption()
                            .getText())
                    .isEqualTo("lowest mean score");
            assertThat("mean." + browser.findElement(By.id("case-metric")).getAttribute("value"))
                    .isEqualTo(metric);
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void theRegressionsOfAVersionOnAnxiousUsersAreAQuery() throws Exception {
        Path page = folder.resolve("release.html");
        Report.compare(
                        "en",
                        ReleaseTest.version("v1", 0, 1),
                        ReleaseTest.version("v2", 3, 2),
                        Rubric.esrp(),
                        ReleaseGate.nonInferiority(0.1))
                .build()
                .write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            open(browser, page, "#cases?candidate=v2&emotion=anxious&sort=lost");
            List<String> found = hits(browser);
            assertThat(found).hasSize(6 * 2);
            // one character got worse: its dialogues come first, with what they lost
            assertThat(found.subList(0, 2)).containsExactlyInAnyOrder("v2|keeper 0|s1", "v2|keeper 0|s5");
            List<Double> lost = browser.findElements(By.cssSelector("#case-list .figure")).stream()
                    .map(figure -> Double.valueOf(figure.getText()))
                    .toList();
            assertThat(lost.get(0)).isBetween(-3.7, -2.3);
            assertThat(lost).isSorted();
            assertThat(browser.findElements(By.cssSelector("#case-place article h4")))
                    .extracting(WebElement::getText)
                    .containsExactly("v2", "v1");
            // failed before: what changed was no link to the pairs behind it
            for (String[] one : new String[][] {
                {"changes", "tr:last-child", "metric", "demand_matching"}, {"changes-1", "tr", "character", "keeper 0"}
            }) {
                browser.findElement(By.cssSelector("#table-" + one[0] + " tbody " + one[1] + " a.why"))
                        .sendKeys(Keys.ENTER);
                await(
                        browser,
                        "return document.getElementById('case-" + one[2] + "').value === '" + one[3]
                                + "' && document.getElementById('case-sort').value === 'lost'");
            }
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    /** Failed before: of several samples only the first could be read and found. */
    @Test
    void allSamplesOfADialogueAreShownAndSearched() throws Exception {
        Dataset one = ReleaseTest.version("v1", 0, 1).data();
        Stream<Dialogue> again = one.dialogues()
                .map(dialogue -> new Dialogue(
                        dialogue.candidate(),
                        dialogue.character(),
                        dialogue.scenario(),
                        "2",
                        List.of(new Turn("再说一遍。", "第二遍：" + dialogue.scenario() + "。"))));
        Dataset data = Dataset.of(
                one.candidates(),
                one.characters(),
                one.scenarios(),
                Stream.concat(one.dialogues(), again).toList());
        Path page = folder.resolve("samples.html");
        Report.builder("Samples", "en")
                .data(data)
                .ratings(ReleaseTest.version("v1", 0, 1).ratings())
                .build()
                .write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            open(browser, page, "#cases?turn=1&q=" + URLEncoder.encode("第二遍：s3", StandardCharsets.UTF_8));
            assertThat(hits(browser)).hasSize(6);
            assertThat(browser.findElement(By.cssSelector("#case-place article"))
                            .getText())
                    .containsSubsequence("Sample 1", "灯我会一直点着", "Sample 2", "第二遍：s3。");
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void thePageOfFortyCandidatesHasHeadsInSightAndCurvesToChoose() throws Exception {
        Path page = folder.resolve("forty.html");
        PrintTest.report().write(page);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            Browser.open(browser, page);
            await(browser, "return document.getElementById('cases').dataset.ready === 'true'");
            WebElement matrix = browser.findElement(By.className("matrix"));
            browser.executeScript("arguments[0].scrollTop = 300; arguments[0].scrollLeft = 300", matrix);
            for (String head : List.of("thead th:nth-child(12)", "tbody tr:nth-child(20) th")) {
                Object out = browser.executeScript(
                        "const b = arguments[0].getBoundingClientRect(), h ="
                                + " arguments[0].querySelector(arguments[1]).getBoundingClientRect(); return h.top >="
                                + " b.top - 1 && h.left >= b.left - 1",
                        matrix,
                        head);
                assertThat(out).as(head).isEqualTo(true);
            }
            List<WebElement> boxes = browser.findElements(By.cssSelector(".toggles input[data-values]"));
            assertThat(boxes).hasSize(40);
            assertThat(boxes.stream().filter(WebElement::isSelected)).hasSize(6);
            boxes.get(0).sendKeys(Keys.TAB);
            assertThat(browser.findElement(By.className("readout")).getText()).contains("Fluency");
            assertThat(browser.executeScript(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0L);
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
            for (int i = 0; i < 120; i++) {
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
                            .isEqualTo("300 个对话中的 60 个");
                }
            }
            assertThat(stops.get(0)).isEqualTo("a skip");
            assertThat(stops).filteredOn(stop -> stop.startsWith("a ")).hasSizeGreaterThan(1 + 11 + 2);
            assertThat(stops)
                    .as("a table of links is one stop")
                    .filteredOn(stop -> stop.equals("a why"))
                    .hasSize(browser.findElements(By.cssSelector("main table:has(a.why)"))
                            .size());
            assertThat(stops).filteredOn(stop -> stop.equals("input ")).hasSize(6 + 5);
            assertThat(stops).filteredOn(stop -> stop.equals("div scroll")).hasSizeGreaterThanOrEqualTo(9);
            assertThat(stops)
                    .containsSubsequence(
                            "input case-q", "select case-character",
                            "select case-sort", "button ",
                            "button ", "input ");
            assertThat(stops).endsWith("button ");
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
            assertThat(browser.executeScript("const wide = document.documentElement.clientWidth;return"
                            + " [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll > *, figure > *') &&"
                            + " e.getBoundingClientRect().right > wide + 0.5 && !e.classList.contains('skip')).map(e => e.tagName"
                            + " + '#' + e.id + '.' + e.className + ' ' + e.getBoundingClientRect().right)"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .isEmpty();
            assertThat(browser.executeScript(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                    .isEqualTo(0L);
            // nor is anything wider than any other window
            for (int width : new int[] {320, 480, 768, 1024, 1280, 1920}) {
                browser.executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 600));
                assertThat(browser.executeScript(
                                "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                        .as("sideways at %d pixels", width)
                        .isEqualTo(0L);
            }
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
                            "const done = arguments[arguments.length - 1];axe.run({runOnly: {type: 'tag', values:"
                                    + " ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}}).then(r => done([r.passes.length,"
                                    + " r.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0,"
                                    + " 200) + ' ' + n.failureSummary).join(' | '))]))");
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
