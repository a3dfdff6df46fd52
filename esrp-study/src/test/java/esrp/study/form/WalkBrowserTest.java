package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Turn;
import esrp.study.StudyDesign;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** One rater's whole walk: instructions, practice, tasks, a break, a second tab, the end, another browser, the import. */
class WalkBrowserTest {
    @TempDir
    Path folder;

    private static RatingForms forms() {
        Dataset data = StudyFixture.dataset(1, 1);
        StudyDesign.Outcome assigned = StudyDesign.chatAnime(
                        data.characters().stream()
                                .map(character -> character.id())
                                .toList(),
                        List.of("1"),
                        StudyFixture.CANDIDATES)
                .withBatches(0)
                .withAttention(0, 0)
                .withRatersPerCharacter(1)
                .assign(
                        List.of(new StudyDesign.Participant(
                                "person:r1", Set.of(data.characters().get(0).id()), Set.of())),
                        7);
        return RatingForms.of(assigned, data, Metric.esrp(), "en", "Rating")
                .withInstructions("Read it all first.")
                .withPractice(
                        List.of(
                                practice("cold", Map.of("fluency", 2.0)),
                                practice("warm", Map.of("emotional_value", 5.0))),
                        0.9)
                .withBreaks(2)
                .withClosing("Send it to ratings@example.org.");
    }

    private static RatingForms.Practice practice(String reply, Map<String, Double> scores) {
        return new RatingForms.Practice(
                "Keeper", List.of(new Turn("I am late.", reply)), scores, "Because it is " + reply);
    }

    private static void keys(ChromeDriver browser, String keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private static String text(ChromeDriver browser) {
        return browser.findElement(By.tagName("main")).getText();
    }

    private static void press(ChromeDriver browser, String id) {
        browser.executeScript("arguments[0].click()", browser.findElement(By.id(id)));
    }

    @Test
    void aRaterReadsPractisesRatesRestsExportsAndGoesOnElsewhere() throws Exception {
        RatingForms forms = forms();
        Path page = forms.write(folder.resolve("forms")).get(0);
        assertThat(page).hasFileName("form-r1.html");
        Path exported = folder.resolve("answers-r1.json");
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        try {
            Browser.open(browser, page);
            assertThat(text(browser)).startsWith("Instructions\nRead it all first.");
            press(browser, "begin");
            assertThat(browser.findElement(By.id("where")).getText()).isEqualTo("Practice 1 of 2");
            keys(browser, "3");
            assertThat(text(browser)).contains("The study gives 2, at most one point from yours", "Because it is cold");
            press(browser, "next");
            keys(browser, "1");
            assertThat(text(browser)).contains("The study gives 5", "50% of your practice scores", "90% are needed");
            press(browser, "next");
            assertThat(browser.findElement(By.id("where")).getText()).isEqualTo("Practice 2 of 2");
            keys(browser, "5");
            assertThat(text(browser)).contains("50% of your practice scores");
            press(browser, "again");
            keys(browser, "2");
            press(browser, "next");
            keys(browser, "5");
            press(browser, "to-tasks");
            assertThat(browser.findElement(By.id("where")).getText()).isEqualTo("Task 1 of 6");
            keys(browser, "454345435");
            press(browser, "next");
            keys(browser, "354345435");
            press(browser, "next");
            assertThat(text(browser)).startsWith("Time for a break\n2 of 6 tasks are done");
            String first = browser.getWindowHandle();
            browser.switchTo().newWindow(WindowType.TAB);
            Browser.open(browser, page);
            assertThat(browser.findElement(By.id("done")).getText()).isEqualTo("2 of 6 done");
            browser.close();
            browser.switchTo().window(first);
            press(browser, "begin");
            keys(browser, "254345435");
            press(browser, "export");
            press(browser, "export-anyway");
            assertThat(text(browser)).contains("answers-r1.json", "Send it to ratings@example.org.", "To check it");
            new WebDriverWait(browser, Duration.ofSeconds(20)).until(any -> Files.exists(exported));
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }

        ChromeDriver other = Browser.start(folder.resolve("elsewhere"), folder);
        try {
            Browser.open(other, page);
            WebElement input = (WebElement) Objects.requireNonNull(
                    other.executeScript("HTMLInputElement.prototype.click = function () {};"
                            + " const input = esrpForm.chooseFile(); document.body.append(input); return input"),
                    "input");
            Path damaged = Files.writeString(
                    folder.resolve("damaged.json"),
                    Files.readString(exported).replace("\\\"fluency\\\":5", "\\\"fluency\\\":1"));
            input.sendKeys(damaged.toString());
            new WebDriverWait(other, Duration.ofSeconds(20))
                    .until(any -> text(other).contains("damaged.json is not a whole export of this form"));
            assertThat(other.findElement(By.id("done")).getText()).isEqualTo("0 of 6 done");
            Path edited = Files.write(
                    folder.resolve("edited.json"),
                    ("\uFEFF" + Files.readString(exported) + "\r\n").getBytes(StandardCharsets.UTF_8));
            input.sendKeys(edited.toString());
            new WebDriverWait(other, Duration.ofSeconds(20))
                    .until(any -> text(other).contains("edited.json is whole: 3 of 6 tasks are complete"));
            assertThat(other.findElement(By.id("done")).getText()).isEqualTo("3 of 6 done");
            assertThat(Browser.errors(other)).isEmpty();
            Path more = folder.resolve("more");
            RatingForms left = forms.withoutAnswered(
                    FormImport.withDefaults().withMinimumSeconds(0).read(edited, forms.key()));
            Browser.open(other, left.write(more).get(0));
            press(other, "begin");
            for (int i = 0; i < 3; i++) {
                keys(other, "111111112");
                press(other, "next");
                if (!other.findElements(By.id("begin")).isEmpty()) {
                    press(other, "begin");
                }
            }
            Path second = Files.writeString(folder.resolve("second.json"), (String)
                    Objects.requireNonNull(other.executeScript("return esrpForm.exportText()"), "export"));
            FormImport.Imported both =
                    FormImport.withDefaults().withMinimumSeconds(0).read(List.of(edited, second), left.key());
            assertThat(both.ratings().size()).isEqualTo(54);
            assertThat(both.answered()).hasSize(6);
            assertThat(both.tables().get(1).toString()).contains("r1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> left.withoutAnswered(both))
                    .withMessageContaining("tasks that are left");
            assertThat(FormImport.withDefaults().withMinimumSeconds(0).read(edited, forms.key()).ratings().stream()
                            .filter(rating -> rating.metric().equals("consistency"))
                            .map(Rating::score)
                            .collect(Collectors.toList()))
                    .containsExactly(4.0, 3.0, 2.0);
        } finally {
            other.quit();
        }
    }
}
