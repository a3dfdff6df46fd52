package esrp.examples;

import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Participant;
import esrp.study.form.FormImport;
import esrp.study.form.RatingForms;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * One rater's whole walk through a form, in a browser that this program drives: instructions, practice, three tasks, a break, a second tab,
 * the end, and the import of what came out. Says what happens and keeps a picture of each step.
 */
public final class RaterWalk {
    private static final String USAGE = "usage: RaterWalk <folder> [zh|en] [<chromium> <chromedriver>]";

    private final Path folder;
    private final ChromeDriver browser;
    private final PrintStream out;
    private int pictures;

    private RaterWalk(Path folder, ChromeDriver browser, PrintStream out) {
        this.folder = folder;
        this.browser = browser;
        this.out = out;
    }

    /**
     * Walks once.
     *
     * @param args the folder, then the language ({@code en}), then where Chromium and ChromeDriver are, those of Debian by default
     * @throws IOException if nothing can be written to the folder
     */
    public static void main(String[] args) throws IOException {
        run(List.of(args), System.out);
    }

    static void run(List<String> args, PrintStream out) throws IOException {
        if (args.isEmpty() || args.size() == 3 || args.size() > 4) {
            throw new IllegalArgumentException("args: " + args + "; " + USAGE);
        }
        Path folder = Files.createDirectories(Path.of(args.get(0)).toAbsolutePath());
        RatingForms forms = forms(args.size() > 1 ? args.get(1) : "en");
        Path page = forms.write(folder.resolve("forms")).get(0);
        Path exported = folder.resolve("answers-r1.json");
        Files.deleteIfExists(exported);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(args.size() > 2 ? args.get(2) : "/usr/bin/chromium");
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--window-size=1280,1000");
        options.setExperimentalOption("prefs", Map.of("download.default_directory", folder.toString()));
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File(args.size() > 2 ? args.get(3) : "/usr/bin/chromedriver"))
                        .withSilent(true)
                        .build(),
                options);
        try {
            new RaterWalk(folder, browser, out).walk(page, exported);
        } finally {
            browser.quit();
        }
        FormImport.Imported imported = FormImport.withDefaults()
                .withMinimumSeconds(0) // a program reads faster than people do
                .read(exported, forms.key());
        out.println("\n" + imported);
        imported.ratings().write(folder.resolve("ratings.csv"));
        out.println(imported.ratings().size() + " ratings are in " + folder.resolve("ratings.csv") + ".");
    }

    /** The form of one rater: four dialogues, an item to practise on, a break after two. */
    private static RatingForms forms(String language) {
        Dataset data = SampleData.dataset(language);
        String character =
                data.characters().stream().map(Character::id).findFirst().orElseThrow();
        StudyDesign.Outcome assigned = StudyDesign.chatAnime(
                        List.of(character),
                        data.scenarios().stream().map(Scenario::id).limit(2).toList(),
                        data.candidates().stream().map(Candidate::id).limit(2).toList())
                .withBatches(0)
                .withRatersPerCharacter(1)
                .assign(List.of(Participant.of("r1", Set.of(character))), 3);
        RatingForms.Practice late = new RatingForms.Practice(
                "Keeper",
                List.of(new Turn("I missed the last boat.", "Then sit by my stove; the tide brings another at six.")),
                Map.of("fluency", 5.0, "emotional_value", 4.0),
                "It sounds like a person, and it comforts.");
        return RatingForms.of(assigned, data, Metric.esrp(), language, "Rating of replies")
                .withInstructions("Read the whole dialogue before you rate it.\nUse the whole scale.")
                .withPractice(List.of(late), 0.5)
                .withBreaks(2)
                .withClosing("Send it to ratings@example.org.");
    }

    private void walk(Path page, Path exported) throws IOException {
        open(page);
        step("reads the instructions");
        press("begin");
        keys("53");
        step("practises and sees what the study says");
        press("to-tasks");
        keys("454345435");
        step("rates the first dialogue by nine digits");
        press("next");
        keys("354345435");
        press("next");
        step("is told to rest");
        String first = browser.getWindowHandle();
        browser.switchTo().newWindow(WindowType.TAB);
        open(page);
        step("opens the form in a second tab, where everything is");
        browser.close();
        browser.switchTo().window(first);
        press("begin");
        keys("254345435");
        step("rates a third dialogue in the first tab");
        press("export");
        press("export-anyway");
        step("exports with one task left");
        new WebDriverWait(browser, Duration.ofSeconds(30)).until(any -> Files.exists(exported));
    }

    private void open(Path page) {
        browser.get(page.toUri().toString());
        new WebDriverWait(browser, Duration.ofSeconds(30))
                .until(any -> !browser.findElements(By.id("task")).isEmpty());
    }

    private void press(String id) {
        browser.executeScript("document.getElementById(arguments[0]).click()", id);
    }

    private void keys(String keys) {
        new Actions(browser).sendKeys(keys).perform();
    }

    private void step(String what) throws IOException {
        Path picture = folder.resolve(++pictures + ".png");
        Files.write(picture, browser.getScreenshotAs(OutputType.BYTES));
        out.println("The rater " + what + " (" + picture.getFileName() + "): "
                + browser.findElement(By.cssSelector(".status")).getText().replace('\n', ' '));
    }
}
