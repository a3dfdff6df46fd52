package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Turn;
import esrp.study.StudyDesign.Participant;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Writing in two rounds as a fan meets it, in a real browser, by keyboard alone. */
class WritingFormBrowserTest {
    private static final String SHORT = "灯亮着。";
    private static final String WHOLE = "守灯的人不劝浪停下，只把灯擦亮。你先把最难的那一页折个角，今晚只看它，看完就睡。明天进考场，手心出汗也不要紧，我头一回上塔也是这样。";
    private static final String LATER = "考砸了，潮水也还是会退。你回来敲门，我给你热一壶姜茶，再把错的那几道一条一条说给我听。灯塔三十年，没有一夜是白亮的，你这一场也不会白考。";
    private static final List<Participant> WRITERS = List.of(Participant.of("w1", Set.of())
            .withWrote(Set.of(WritingFormsTest.data().characters().get(0).id())));

    @TempDir
    Path folder;

    @Test
    void aFanWritesTwoRoundsByKeyboard() throws Exception {
        Dataset data = WritingFormsTest.data();
        Path profile = folder.resolve("profile");
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        WritingForms first = WritingForms.of(data, "fans", WRITERS, "zh", "角色回复写作");
        Path page = first.write(folder.resolve("one")).get(0);

        ChromeDriver browser = Browser.start(profile, downloads);
        try {
            Browser.open(browser, page);
            assertThat(main(browser)).contains("请以“守灯人”的身份写回复", "学生", "焦虑", "明天要考试。", "明天考试，好紧张。");
            // the page has put the caret into the field: typing starts at once
            type(browser, SHORT);
            assertThat(length(browser)).isEqualTo("4 字，还差 46 字");
            assertThat(done(browser)).contains("0 / 3");
            type(browser, WHOLE);
            assertThat(length(browser)).isEqualTo((4 + WHOLE.length()) + " 字（要求 50–150 字）");
            assertThat(done(browser)).contains("1 / 3");
            type(browser, "啊".repeat(90));
            assertThat(length(browser)).isEqualTo((94 + WHOLE.length()) + " 字，超出 " + (WHOLE.length() - 56) + " 字");
            assertThat(done(browser)).contains("0 / 3");
            for (int i = 0; i < 90; i++) {
                new Actions(browser).sendKeys(Keys.BACK_SPACE).perform();
            }
            assertThat(done(browser)).contains("1 / 3");
            nextTask(browser);
            type(browser, WHOLE);
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }

        browser = Browser.start(profile, downloads);
        try {
            Browser.open(browser, page);
            assertThat(browser.findElement(By.id("saved")).getText()).isEqualTo("已恢复上次的进度");
            assertThat(browser.findElement(By.id("where")).getText()).isEqualTo("第 2 题，共 3 题");
            assertThat(browser.findElement(By.id("reply")).getDomProperty("value"))
                    .isEqualTo(WHOLE);
            nextTask(browser);
            type(browser, WHOLE);
            Path exported = export(browser, downloads);
            FormImport.Imported once = FormImport.withDefaults().read(exported, first.key());
            assertThat(once.notes()).isEmpty();
            Dataset asked = WritingForms.ask(first.fill(once.written()), "fans", dialogue -> "要是考砸了呢？");
            Files.delete(exported);

            WritingForms second = WritingForms.of(asked, "fans", WRITERS, "zh", "角色回复写作（二）");
            Browser.open(browser, second.write(folder.resolve("two")).get(0));
            assertThat(main(browser)).contains("明天考试，好紧张。", SHORT + WHOLE, "要是考砸了呢？");
            for (int i = 0; i < 3; i++) {
                type(browser, LATER);
                nextTask(browser);
            }
            assertThat(done(browser)).contains("3 / 3");
            FormImport.Imported twice = FormImport.withDefaults().read(export(browser, downloads), second.key());
            assertThat(twice.notes()).isEmpty();
            ChatAnime.write(second.fill(twice.written()), folder.resolve("replies"));
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
        assertThat(ChatAnime.read(folder.resolve("replies"))
                        .dialogue("fans", data.characters().get(0).id(), "1")
                        .orElseThrow()
                        .turns())
                .containsExactly(new Turn("明天考试，好紧张。", SHORT + WHOLE), new Turn("要是考砸了呢？", LATER));
    }

    private static Path export(ChromeDriver browser, Path downloads) {
        WebElement button = browser.findElement(By.id("export"));
        new Actions(browser).moveToElement(button).perform();
        button.sendKeys(Keys.ENTER);
        Path exported = downloads.resolve("answers-w1.json");
        new WebDriverWait(browser, Duration.ofSeconds(20)).until(any -> Files.exists(exported));
        return exported;
    }

    /** Types where the caret is, as a keyboard does. */
    private static void type(ChromeDriver browser, String text) {
        new Actions(browser).sendKeys(text).perform();
    }

    private static void nextTask(ChromeDriver browser) {
        new Actions(browser)
                .keyDown(Keys.CONTROL)
                .sendKeys(Keys.ENTER)
                .keyUp(Keys.CONTROL)
                .perform();
    }

    private static String main(ChromeDriver browser) {
        return browser.findElement(By.tagName("main")).getText();
    }

    private static String length(ChromeDriver browser) {
        return browser.findElement(By.id("reply-length")).getText();
    }

    private static String done(ChromeDriver browser) {
        return browser.findElement(By.id("done")).getText();
    }
}
