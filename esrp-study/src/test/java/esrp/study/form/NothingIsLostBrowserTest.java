package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Answers survive second tabs, reloads and crashes, and change only by an act that is meant to change them. */
class NothingIsLostBrowserTest {
    private final Form form = FormFixture.form("en");

    @TempDir
    Path folder;

    private Path page = Path.of("");
    private Path profile = Path.of("");

    @BeforeEach
    void writeThePage() throws Exception {
        page = Files.writeString(folder.resolve("form.html"), FormFixture.html(form));
        profile = folder.resolve("profile");
    }

    private static Map<String, Object> around(Map<String, Object> changes) {
        Map<String, Object> frame = new HashMap<>(Form.FRAME);
        frame.putAll(changes);
        return frame;
    }

    private ChromeDriver open() {
        ChromeDriver browser = Browser.start(profile, folder);
        Browser.open(browser, page);
        return browser;
    }

    private static void keys(ChromeDriver browser, CharSequence... keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private static void control(ChromeDriver browser, CharSequence key) {
        new Actions(browser)
                .keyDown(Keys.CONTROL)
                .sendKeys(key)
                .keyUp(Keys.CONTROL)
                .perform();
    }

    /** The scores of the task that is shown, a point for none. */
    private static String scores(ChromeDriver browser) {
        Object all = browser.executeScript("return [...document.querySelectorAll('fieldset[data-metric]')].map(group =>"
                + " (group.querySelector('[aria-checked=true]') || {innerText: '.'}).innerText).join('')");
        return String.valueOf(all);
    }

    private static String done(ChromeDriver browser) {
        return browser.findElement(By.id("done")).getText();
    }

    /** Failed before: a second tab that nobody touched wrote its old answers over those of the first. */
    @Test
    void anUntouchedSecondTabLosesNothing() {
        ChromeDriver browser = open();
        try {
            String first = browser.getWindowHandle();
            browser.switchTo().newWindow(WindowType.TAB);
            Browser.open(browser, page);
            String second = browser.getWindowHandle();
            browser.switchTo().window(first);
            keys(browser, "454345435");
            control(browser, Keys.ENTER);
            keys(browser, "222");
            browser.switchTo().window(second);
            browser.navigate().refresh();
            Browser.open(browser, page);
            browser.close();
            browser.switchTo().window(first);
            Browser.open(browser, page);
            assertThat(done(browser)).isEqualTo("1 of 4 done");
            assertThat(scores(browser)).isEqualTo("222......");
            browser.findElement(By.id("previous")).click();
            assertThat(scores(browser)).isEqualTo("454345435");
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void twoTabsMergeAndTheNewestAnswerCounts() {
        ChromeDriver browser = open();
        try {
            String first = browser.getWindowHandle();
            browser.switchTo().newWindow(WindowType.TAB);
            Browser.open(browser, page);
            String second = browser.getWindowHandle();
            browser.switchTo().window(first);
            keys(browser, "11");
            browser.switchTo().window(second);
            new WebDriverWait(browser, Duration.ofSeconds(10))
                    .until(any -> scores(browser).startsWith("11"));
            keys(browser, "5");
            WebElement four = browser.findElement(By.id("consistency-4"));
            browser.executeScript("arguments[0].scrollIntoView({block: 'center'})", four);
            four.click();
            browser.close();
            browser.switchTo().window(first);
            new WebDriverWait(browser, Duration.ofSeconds(10))
                    .until(any -> scores(browser).equals("415......"));
            Browser.open(browser, page);
            assertThat(scores(browser)).isEqualTo("415......");
        } finally {
            browser.quit();
        }
    }

    /** The page of a form of fourteen dialogues. */
    static Path longForm(Path folder) throws IOException {
        List<FormTask> tasks = IntStream.rangeClosed(1, 14)
                .mapToObj(i -> FormTask.dialogue(
                        "t" + i, "Keeper", Map.of(), List.of(new Turn("Question " + i, "Reply")), FormFixture.NINE))
                .toList();
        return Files.writeString(
                folder.resolve("long.html"), FormFixture.html(new Form("r7f3a", "Rating", "en", Metric.esrp(), tasks)));
    }

    /**
     * As many kills as {@code -Desrp.kills} says, each after a reload, a second tab in which one goes on, or neither. Failed before: a
     * browser that is killed had not yet written what its pages had saved seconds ago.
     */
    @Test
    void aKilledBrowserMissesAtMostTheLastKey() throws Exception {
        page = longForm(folder);
        Random random = new Random(16);
        StringBuilder given = new StringBuilder();
        int[] events = new int[3];
        int missing = 0;
        ChromeDriver browser = open();
        for (int round = 0; round < Integer.getInteger("esrp.kills", 4); round++) {
            rate(browser, random, given);
            int event = random.nextInt(3);
            events[event]++;
            if (event > 0) {
                String before = browser.getWindowHandle();
                if (event == 2) {
                    browser.switchTo().newWindow(WindowType.TAB);
                }
                Browser.open(browser, page);
                if (event == 2) {
                    String second = browser.getWindowHandle();
                    browser.switchTo().window(before).close();
                    browser.switchTo().window(second);
                }
                assertThat(kept(browser)).as("round %d, event %d", round, event).isEqualTo(given.toString());
                rate(browser, random, given);
            }
            Thread.sleep(random.nextInt(200));
            Browser.kill(profile);
            try {
                browser.quit();
            } catch (WebDriverException gone) {
                assertThat(gone).isNotNull();
            }
            Files.deleteIfExists(profile.resolve("SingletonLock"));
            browser = open();
            String kept = kept(browser);
            assertThat(given.toString()).as("round %d", round).startsWith(kept);
            assertThat(given.length() - kept.length()).isLessThanOrEqualTo(1);
            missing += given.length() - kept.length();
            given.setLength(kept.length());
        }
        browser.quit();
        System.out.printf(
                "%d kills, %d reloads, %d second tabs: %d scores kept, %d keys of the last moment missing%n",
                IntStream.of(events).sum(), events[1], events[2], given.length(), missing);
    }

    /** One or two more scores. */
    private static void rate(ChromeDriver browser, Random random, StringBuilder given) {
        int more = 1 + random.nextInt(2);
        for (int i = 0; i < more; i++) {
            if (!scores(browser).contains(".")) {
                control(browser, Keys.ENTER);
            }
            String digit = String.valueOf(1 + random.nextInt(5));
            keys(browser, digit);
            given.append(digit);
        }
    }

    /** All scores that the page holds, in order. */
    private static String kept(ChromeDriver browser) {
        return String.valueOf(browser.executeScript("return JSON.parse(JSON.parse(esrpForm.exportText()).body).answers"
                + ".map(answer => Object.values(answer.scores).join('')).join('')"));
    }

    /** Failed before: an arrow key that was meant to scroll made a 5 a 2, and the task was still complete. */
    @Test
    void noKeyChangesAScoreBesideDigitsSpaceAndBackspace() {
        ChromeDriver browser = open();
        try {
            keys(browser, "5");
            assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("fluency-1");
            assertThat(scores(browser)).isEqualTo("5........");
            WebElement chosen = browser.findElement(By.id("consistency-5"));
            browser.executeScript("arguments[0].focus()", chosen);
            for (Keys key : List.of(
                    Keys.ARROW_DOWN,
                    Keys.ARROW_UP,
                    Keys.ARROW_LEFT,
                    Keys.ARROW_RIGHT,
                    Keys.ARROW_LEFT,
                    Keys.PAGE_DOWN,
                    Keys.PAGE_UP,
                    Keys.HOME,
                    Keys.END,
                    Keys.ENTER,
                    Keys.ESCAPE,
                    Keys.TAB,
                    Keys.ARROW_RIGHT,
                    Keys.ENTER)) {
                keys(browser, key);
                assertThat(scores(browser)).as(key.name()).isEqualTo("5........");
            }
            for (char key = ' ' + 1; key < 127; key++) {
                if (key < '1' || key > '5') {
                    keys(browser, String.valueOf(key));
                }
            }
            assertThat(scores(browser)).isEqualTo("5........");
            assertThat(browser.switchTo().activeElement().getDomAttribute("id")).isEqualTo("fluency-2");
            keys(browser, Keys.SPACE);
            assertThat(scores(browser)).isEqualTo("52.......");
            assertThat(browser.findElement(By.id("change")).getText()).contains("– → 2");
            control(browser, "z");
            assertThat(scores(browser)).isEqualTo("5........");
            control(browser, "z");
            assertThat(scores(browser)).isEqualTo(".........");
            control(browser, "y");
            control(browser, "y");
            assertThat(scores(browser)).isEqualTo("52.......");
            browser.executeScript("arguments[0].focus()", chosen);
            keys(browser, Keys.BACK_SPACE);
            assertThat(scores(browser)).isEqualTo(".2.......");
            browser.findElement(By.id("undo")).click();
            assertThat(scores(browser)).isEqualTo("52.......");
            // all given: a digit that belongs to no metric is nobody's
            keys(browser, "3333333");
            assertThat(scores(browser)).isEqualTo("523333333");
            keys(browser, "1");
            assertThat(scores(browser)).isEqualTo("523333333");
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void whereNothingCanBeSavedThePageSaysSoAtOnceAndOffersTheAnswers() {
        ChromeDriver browser = Browser.start(profile, folder);
        try {
            browser.executeCdpCommand(
                    "Page.addScriptToEvaluateOnNewDocument",
                    Map.of(
                            "source",
                            "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError');"
                                    + " };IDBFactory.prototype.open = () => { throw new DOMException('no',"
                                    + " 'SecurityError'); };"));
            Browser.open(browser, page);
            assertThat(browser.findElement(By.id("lost")).isDisplayed()).isTrue();
            assertThat(browser.findElement(By.id("lost")).getDomAttribute("role"))
                    .isEqualTo("alert");
            keys(browser, "454345435");
            browser.findElement(By.id("lost-export")).click();
            Path exported = folder.resolve("answers-r7f3a.json");
            new WebDriverWait(browser, Duration.ofSeconds(20)).until(any -> Files.exists(exported));
            assertThat(FormImport.withDefaults()
                            .withMinimumSeconds(0)
                            .withAttentionFailuresAllowed(1)
                            .read(exported, FormFixture.key(form))
                            .ratings()
                            .stream()
                            .map(Rating::score))
                    .containsExactly(4.0, 5.0, 4.0, 3.0, 4.0, 5.0, 4.0, 3.0, 5.0);
        } finally {
            browser.quit();
        }
    }

    @Test
    void instructionsComeBeforeTheFirstTaskAndCanBeReadAgain() throws Exception {
        page = Files.writeString(
                folder.resolve("told.html"),
                form.html(
                        form.sealed("secret").secret(),
                        around(Map.of("instructions", "Read the whole dialogue first.\nThen rate it."))));
        ChromeDriver browser = open();
        try {
            assertThat(browser.findElement(By.tagName("main")).getText())
                    .startsWith("Instructions\nRead the whole dialogue first.\nThen rate it.");
            keys(browser, "5");
            browser.findElement(By.id("begin")).click();
            assertThat(scores(browser)).isEqualTo(".........");
            keys(browser, "5");
            WebElement again = browser.findElement(By.id("read-instructions"));
            browser.executeScript("arguments[0].click()", again);
            assertThat(browser.findElements(By.id("undo"))).isEmpty();
            browser.findElement(By.id("begin")).click();
            assertThat(scores(browser)).isEqualTo("5........");
            Browser.open(browser, page);
            assertThat(scores(browser)).isEqualTo("5........");
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
    }

    @Test
    void fiveEqualCellsStandInOneRowOfANarrowPhone() {
        ChromeDriver browser = open();
        try {
            browser.manage().window().setSize(new Dimension(800, 700));
            browser.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 320, "height", 640, "deviceScaleFactor", 1, "mobile", true));
            List<WebElement> cells = browser.findElements(By.cssSelector("fieldset[data-metric=fluency] [role=radio]"));
            assertThat(cells).hasSize(5);
            assertThat(IntStream.range(0, 5)
                            .map(i -> cells.get(i).getRect().getY())
                            .distinct())
                    .hasSize(1);
            assertThat(IntStream.range(0, 5)
                            .map(i -> cells.get(i).getRect().getWidth())
                            .distinct())
                    .allMatch(width -> Math.abs(width - cells.get(0).getRect().getWidth()) <= 1);
            assertThat((Long) Objects.requireNonNull(
                            browser.executeScript("return document.documentElement.scrollWidth"), "width"))
                    .isLessThanOrEqualTo(320);
            WebElement toMaterial = browser.findElement(By.id("to-material"));
            assertThat(toMaterial.isDisplayed()).isFalse(); // what it leads to is in view
            browser.executeScript("window.scrollTo(0, document.body.scrollHeight)");
            new WebDriverWait(browser, Duration.ofSeconds(10)).until(any -> toMaterial.isDisplayed());
            toMaterial.click();
            assertThat((Boolean) browser.executeScript(
                            "return document.getElementById('material').getBoundingClientRect().top < innerHeight"))
                    .isTrue();
        } finally {
            browser.quit();
        }
    }
}
