package esrp.study.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/** Every key on every control of every kind of form changes what it says, and nothing else. */
class EveryKeyBrowserTest {
    private static final List<CharSequence> KEYS = List.of(
            Keys.ARROW_LEFT,
            Keys.ARROW_RIGHT,
            Keys.ARROW_UP,
            Keys.ARROW_DOWN,
            Keys.TAB,
            Keys.HOME,
            Keys.END,
            Keys.PAGE_UP,
            Keys.PAGE_DOWN,
            Keys.ESCAPE,
            "0",
            "1",
            "3",
            "5",
            "9",
            ".",
            "a",
            Keys.BACK_SPACE,
            Keys.DELETE,
            Keys.chord(Keys.CONTROL, "z"),
            Keys.chord(Keys.CONTROL, "y"),
            Keys.SPACE,
            Keys.ENTER);

    /** What can have the focus: all but what leaves the page, and of cells the first and the last of three questions. */
    private static final String CONTROLS = """
        document.querySelectorAll('details').forEach(one => { one.open = true; });
        const groups = [...document.querySelectorAll('fieldset[data-metric]')];
        const all = groups.slice(0, 3).flatMap(group => {
          const cells = [...group.querySelectorAll('[role=radio], input')];
          return [cells[0], cells[cells.length - 1], group.querySelector('.clear')]; });
        all.push(...document.querySelectorAll('#task, #material, #undo, #redo, #previous, #next, #next-open, summary,'
          + ' textarea, #read-instructions'));
        return [...new Set(all)]\
        """;

    private static final String STATE = """
        const answers = {};
        for (const answer of JSON.parse(JSON.parse(esrpForm.exportText()).body).answers) {
          for (const [id, value] of Object.entries(answer.scores)) answers[answer.task + ' ' + id] = String(value);
          for (const field of ['reply', 'comment', 'skip']) {
            answers[answer.task + ' ' + field] = answer[field]; } }
        const open = [...document.querySelectorAll('fieldset[data-metric]')].find(group =>
          !group.querySelector('[aria-checked=true]') && !(group.querySelector('input') || {}).value);
        return {answers, open: open ? open.dataset.metric : '',
          page: document.getElementById('state') ? document.getElementById('where').innerText : 'away'}\
        """;

    @TempDir
    Path folder;

    static Stream<String> kinds() {
        return Boolean.getBoolean("esrp.every.key")
                ? Stream.of("rate", "turns", "decide", "screen", "scales", "mixed", "write")
                : Stream.of("scales");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void changesWhatItSaysAndNothingElse(String kind) throws Exception {
        String html = Objects.requireNonNull(FormFixture.kinds("en").get(kind.equals("write") ? "mixed" : kind));
        Path page = Files.writeString(folder.resolve("form.html"), html);
        ChromeDriver browser = Browser.start(folder.resolve("profile"), folder);
        int presses = 0;
        try {
            Browser.open(browser, page);
            for (int i = 0; kind.equals("write") && i < 3; i++) {
                browser.executeScript("document.getElementById('next').click()");
            }
            String here = page(state(browser));
            int controls = ((List<?>) Objects.requireNonNull(browser.executeScript(CONTROLS), "controls")).size();
            for (int control = 0; control < controls; control++) {
                for (String key : KEYS.stream().map(CharSequence::toString).toList()) {
                    Map<?, ?> before = state(browser);
                    if (!page(before).equals(here)) {
                        Browser.open(browser, page);
                        browser.executeScript(
                                "const to = arguments[0]; for (const step of ['previous', 'next']) for (let i = 0; i <"
                                        + " 9 && document.getElementById('where').innerText !== to; i++)"
                                        + " document.getElementById(step).click()",
                                here);
                        before = state(browser);
                    }
                    Map<?, ?> at = (Map<?, ?>) Objects.requireNonNull(
                            browser.executeScript("const control = (() => { " + CONTROLS + " })()[" + control + "];"
                                    + " if (!control || control.hidden || control.disabled) return {};"
                                    + " control.focus(); const group = control.closest('fieldset');"
                                    + " return {tag: control.tagName, id: control.id, kind: control.className,"
                                    + " role: control.getAttribute('role') || '', value: control.dataset.value || '',"
                                    + " field: control.dataset.field || '', group: group ? group.dataset.metric : ''}"),
                            "control");
                    if (at.isEmpty()) {
                        continue;
                    }
                    new Actions(browser).sendKeys(key).perform();
                    presses++;
                    check(kind + " " + at + " " + name(key), at, key, before, state(browser));
                }
            }
            assertThat(Browser.errors(browser)).isEmpty();
        } finally {
            browser.quit();
        }
        assertThat(presses).isGreaterThan(200);
        System.out.println(kind + ": " + presses + " presses");
    }

    private static void check(String what, Map<?, ?> at, String key, Map<?, ?> before, Map<?, ?> after) {
        Map<?, ?> old = (Map<?, ?>) Objects.requireNonNull(before.get("answers"));
        Map<?, ?> now = (Map<?, ?>) Objects.requireNonNull(after.get("answers"));
        Map<String, String> changed = new HashMap<>();
        Set<Object> names = new TreeSet<>(old.keySet());
        names.addAll(now.keySet());
        for (Object name : names) {
            if (!Objects.equals(old.get(name), now.get(name))) {
                changed.put(String.valueOf(name).replaceFirst("^\\S+ ", ""), String.valueOf(now.get(name)));
            }
        }
        String group = String.valueOf(at.get("group"));
        boolean pressed = key.equals(Keys.SPACE.toString()) || key.equals(Keys.ENTER.toString());
        boolean typed = "TEXTAREA".equals(at.get("tag")) || "INPUT".equals(at.get("tag"));
        boolean back = key.equals(Keys.BACK_SPACE.toString()) || key.equals(Keys.DELETE.toString());
        boolean history = key.length() > 1;
        if (typed) {
            assertThat(changed.keySet()).as(what).isSubsetOf(String.valueOf(at.get("field")), group);
        } else if (history || (pressed && Set.of("undo", "redo").contains(at.get("id")))) {
            assertThat(changed).as(what).hasSizeLessThanOrEqualTo(1);
        } else if ((back && !group.isEmpty()) || (pressed && "clear".equals(at.get("kind")))) {
            assertThat(changed.keySet()).as(what).isSubsetOf(group);
            assertThat(changed.values()).as(what).allMatch("null"::equals);
        } else if (key.equals(Keys.SPACE.toString()) && "radio".equals(at.get("role"))) {
            assertThat(now.entrySet().stream().map(String::valueOf))
                    .as(what)
                    .anyMatch(one -> one.endsWith(group + "=" + at.get("value")));
            assertThat(changed.keySet()).as(what).isSubsetOf(group);
        } else if (key.length() == 1 && "0123456789.".contains(key)) {
            String target = group.isEmpty() ? String.valueOf(before.get("open")) : group;
            assertThat(changed.keySet()).as(what).isSubsetOf(target);
            assertThat(changed.values()).as(what).allMatch(value -> value.contains(key));
        } else {
            assertThat(changed).as(what).isEmpty();
        }
    }

    private static Map<?, ?> state(ChromeDriver browser) {
        return (Map<?, ?>) Objects.requireNonNull(browser.executeScript(STATE), "state");
    }

    private static String page(Map<?, ?> state) {
        return String.valueOf(state.get("page"));
    }

    private static String name(String key) {
        Keys known = Keys.getKeyFromUnicode(key.charAt(0));
        return key.length() > 1 ? "control " + key.charAt(1) : known == null ? key : known.name();
    }
}
