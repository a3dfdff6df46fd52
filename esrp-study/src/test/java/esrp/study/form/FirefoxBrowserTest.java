package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link NothingIsLostBrowserTest} says of storage, in Firefox. */
class FirefoxBrowserTest {
    private static final String SCORES = "return JSON.parse(JSON.parse(esrpForm.exportText()).body).answers"
            + ".map(answer => Object.values(answer.scores).join('')).join('')";

    @TempDir
    Path folder;

    @Test
    void aKilledFirefoxMissesAtMostTheLastKey() throws Exception {
        Path page = NothingIsLostBrowserTest.longForm(folder);
        Random random = new Random(7);
        StringBuilder given = new StringBuilder();
        int missing = 0;
        Firefox browser = Firefox.start(folder.resolve("profile"));
        try {
            browser.open(page);
            for (int round = 0; round < Integer.getInteger("esrp.kills", 2); round++) {
                int more = 1 + random.nextInt(2);
                for (int i = 0; i < more; i++) {
                    if (given.length() > 0 && given.length() % 9 == 0) {
                        browser.script("document.getElementById('next-open').click()");
                    }
                    String digit = String.valueOf(1 + random.nextInt(5));
                    browser.keys(digit);
                    given.append(digit);
                }
                Thread.sleep(random.nextInt(200));
                browser.kill();
                browser.close();
                browser = Firefox.start(folder.resolve("profile"));
                browser.open(page);
                String kept = browser.script(SCORES);
                assertThat(given.toString()).as("round %d", round).startsWith(kept);
                assertThat(given.length() - kept.length()).isLessThanOrEqualTo(1);
                missing += given.length() - kept.length();
                given.setLength(kept.length());
            }
            System.out.printf(
                    "%d kills of Firefox: %d scores kept, %d keys of the last moment missing%n",
                    Integer.getInteger("esrp.kills", 2), given.length(), missing);
        } finally {
            browser.close();
        }
    }

    @Test
    void aSecondTabLosesNothingAndBothMerge() throws IOException, InterruptedException {
        Path page = Files.writeString(folder.resolve("form.html"), FormFixture.html(FormFixture.form("en")));
        try (Firefox browser = Firefox.start(folder.resolve("profile"))) {
            browser.open(page);
            List<String> tabs = browser.newTab();
            browser.open(page);
            browser.switchTo(tabs.get(0));
            browser.keys("45");
            browser.switchTo(tabs.get(1));
            browser.keys("3");
            browser.open(page);
            assertThat(browser.script(SCORES)).isEqualTo("453");
            browser.switchTo(tabs.get(0));
            browser.open(page);
            assertThat(browser.script(SCORES)).isEqualTo("453");
        }
    }
}
