package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Every kind of page of a form, in both languages, light and dark, wide and narrow. */
class FormPagesBrowserTest {
    private static final Path PICTURES = Path.of("target", "form-pages");
    private static final List<String> PAGES = List.of("rate", "attention", "batch", "write");

    @TempDir
    Path folder;

    @Test
    void axeFindsNothingAndNothingIsWiderThanTheWindow() throws IOException {
        String axe = axe();
        Files.createDirectories(PICTURES);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
            for (String language : List.of("zh", "en", "ja")) {
                Path page = folder.resolve("form-" + language + ".html");
                Files.writeString(page, FormFixture.html(FormFixture.form(language)));
                for (String scheme : List.of("light", "dark")) {
                    browser.executeCdpCommand(
                            "Emulation.setEmulatedMedia",
                            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
                    Browser.open(browser, page);
                    assertThat(browser.executeScript("return matchMedia('(prefers-color-scheme: dark)').matches"))
                            .isEqualTo(scheme.equals("dark"));
                    while (browser.findElement(By.id("previous")).isEnabled()) {
                        browser.findElement(By.id("previous")).click();
                    }
                    browser.executeScript(axe);
                    for (String kind : PAGES) {
                        look(browser, language + "-" + scheme + "-" + kind, List.of(1000, 360));
                        if (browser.findElement(By.id("next")).isEnabled()) {
                            browser.findElement(By.id("next")).click();
                        }
                    }
                }
            }
        } finally {
            browser.quit();
        }
    }

    /** The page of a form, and what is done to come to what is looked at. */
    private static final Map<String, String> SHOWN = Map.ofEntries(
            Map.entry("rate", "rate key('3')"),
            Map.entry(
                    "diversity",
                    "rate while (!document.querySelector('.replies')) press('next'); score('diversity', 2)"),
            Map.entry("instructions", "told"),
            Map.entry("practice", "told press('begin')"),
            Map.entry("feedback", "told press('begin'); score('fluency', 4); score('coherence', 5)"),
            Map.entry(
                    "break",
                    "told press('begin'); score('fluency', 4); score('coherence', 5); press('to-tasks'); all(4);"
                            + " press('next')"),
            Map.entry("end", "rate press('export'); press('export-anyway')"),
            Map.entry("asked", "rate press('export')"),
            Map.entry("turns", "turns score('fluency@1', 4)"),
            Map.entry("decide", "decide score('fluency', 3)"),
            Map.entry("known", "screen score('familiarity@1', 5)"),
            Map.entry("questions", "screen score('familiarity@1', 5); press('next')"),
            Map.entry("sample", "screen score('familiarity@1', 1); press('next')"),
            Map.entry("scales", "scales score('halves', 4.5)"),
            Map.entry("list", "mixed byId('tasks').open = true; document.querySelector('details').open = true"));

    private static final String DO = "const byId = id => document.getElementById(id), press = id => byId(id).click(),"
            + " score = (id, value) => press(id + '-' + value), key = k => document.body.dispatchEvent(new"
            + " KeyboardEvent('keydown', {key: k, bubbles: true})), all = value =>"
            + " document.querySelectorAll('[data-value=\"' + value + '\"]').forEach(cell => cell.click());";

    @Test
    void everyKindOfFormIsAccessibleFrom320To1920Pixels() throws IOException {
        String axe = axe();
        Files.createDirectories(PICTURES);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            browser.manage().timeouts().scriptTimeout(Duration.ofMinutes(2));
            for (String language : List.of("zh", "en")) {
                Map<String, String> kinds = FormFixture.kinds(language);
                for (String name : new TreeSet<>(SHOWN.keySet())) {
                    String[] done = Objects.requireNonNull(SHOWN.get(name)).split(" ", 2);
                    Path page = folder.resolve(language + "-" + name + ".html");
                    String html = Objects.requireNonNull(kinds.get(done[0]));
                    Files.writeString(
                            page,
                            html.replaceFirst("\"rater\":\"", "$0" + name)); // else it goes on where another was left
                    Browser.open(browser, page);
                    browser.executeScript(axe);
                    browser.executeScript(DO + (done.length > 1 ? done[1] : ""));
                    look(browser, language + "-" + name, List.of(320, 390, 768, 1440, 1920));
                    assertThat(Browser.errors(browser)).as(name).isEmpty();
                }
            }
        } finally {
            browser.quit();
        }
    }

    private static void look(ChromeDriver browser, String name, List<Integer> widths) throws IOException {
        if (name.endsWith("write")) {
            browser.findElement(By.id("reply")).clear();
            browser.findElement(By.id("reply")).sendKeys("起雾的夜里我只看下一盏灯，你也是。");
        }
        Object found = browser.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run({runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}})"
                + ".then(r => done([r.passes.length, r.violations.map(v => v.id + ': '"
                + " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + ' ' + n.failureSummary).join(' | '))]))");
        List<?> passesAndViolations = (List<?>) Objects.requireNonNull(found, "axe's answer");
        assertThat((Long) passesAndViolations.get(0))
                .as("rules that were checked on %s", name)
                .isGreaterThan(10);
        assertThat((List<?>) passesAndViolations.get(1)).as(name).isEmpty();
        for (int width : widths) {
            window(browser, width, 700);
            assertThat((Long) browser.executeScript("return document.documentElement.scrollWidth"))
                    .as("%s is scrolled sideways in a window of %s", name, width)
                    .isLessThanOrEqualTo(width);
            long tall = (Long) Objects.requireNonNull(
                    browser.executeScript("return document.documentElement.scrollHeight"), "height");
            window(browser, width, tall);
            Files.write(PICTURES.resolve(name + "-" + width + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        }
        browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    private static void window(ChromeDriver browser, int width, long height) {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    private static String axe() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                FormPagesBrowserTest.class.getResourceAsStream("/META-INF/resources/webjars/axe-core/4.6.3/axe.min.js"),
                "axe-core")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
