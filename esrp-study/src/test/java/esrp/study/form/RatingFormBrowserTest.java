package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Rating;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The form as a rater meets it, in a real browser. */
class RatingFormBrowserTest {
    @TempDir
    Path folder;

    @Test
    void isFilledByKeyboardClosedReopenedExportedAndImported() throws Exception {
        Form form = FormFixture.form("zh");
        Path page = folder.resolve("form.html");
        Path profile = folder.resolve("profile");
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        Files.writeString(page, FormFixture.html(form));

        ChromeDriver first = Browser.start(profile, downloads);
        try {
            Browser.open(first, page);
            assertThat(first.findElements(By.cssSelector("fieldset[data-metric]")))
                    .hasSize(9);
            // the hostile reply is shown, not run
            assertThat(first.findElement(By.tagName("main")).getText()).contains("window.stolen=1");
            assertThat(first.executeScript("return typeof window.stolen")).isEqualTo("undefined");
            for (char digit : "454345435".toCharArray()) {
                new Actions(first).sendKeys(String.valueOf(digit)).perform();
            }
            assertThat(first.findElement(By.id("done")).getText()).contains("1 / 4");
            assertThat(Browser.errors(first)).isEmpty();
        } finally {
            first.quit();
        }

        ChromeDriver second = Browser.start(profile, downloads);
        try {
            Browser.open(second, page);
            assertThat(second.findElement(By.id("done")).getText()).contains("1 / 4");
            assertThat(second.findElement(By.id("saved")).getText()).isEqualTo("已恢复上次的进度");
            new Actions(second)
                    .keyDown(Keys.CONTROL)
                    .sendKeys(Keys.ENTER)
                    .keyUp(Keys.CONTROL)
                    .perform();
            for (int i = 0; i < 9; i++) {
                new Actions(second).sendKeys("2").perform();
            }
            second.findElement(By.id("next")).click();
            new Actions(second).sendKeys("4").perform();
            second.findElement(By.id("next")).click();
            second.findElement(By.id("reply")).sendKeys("太短了");
            assertThat(second.findElement(By.id("reply-length")).getText()).contains("还差 7 字");
            second.findElement(By.id("reply")).sendKeys("，再来几句：起雾的夜里我只看下一盏灯。");
            assertThat(second.findElement(By.id("done")).getText()).contains("4 / 4");
            second.findElement(By.id("export")).click();
            Path exported = downloads.resolve("answers-r7f3a.json");
            new WebDriverWait(second, Duration.ofSeconds(20)).until(any -> Files.exists(exported));
            assertThat(Browser.errors(second)).isEmpty();

            FormImport.Imported imported =
                    FormImport.withDefaults().withMinimumSeconds(0).read(exported, FormFixture.key(form));
            assertThat(imported.notes()).isEmpty();
            assertThat(imported.ratings().stream().map(Rating::score))
                    .containsExactly(4.0, 5.0, 4.0, 3.0, 4.0, 5.0, 4.0, 3.0, 5.0, 4.0);
            assertThat(imported.ratings().raters()).containsExactly("person:r7f3a");
            assertThat(imported.written()).hasSize(1);
        } finally {
            second.quit();
        }
    }
}
