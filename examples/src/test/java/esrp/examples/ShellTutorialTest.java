package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/** The lines of docs/jshell.md, typed into JShell as {@code examples/esrp-shell} starts it. */
class ShellTutorialTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));
    private static final List<String> DEFAULT = List.of(
            "import java.io.*;", "import java.math.*;",
            "import java.net.*;", "import java.nio.file.*;",
            "import java.util.*;", "import java.util.concurrent.*;",
            "import java.util.function.*;", "import java.util.prefs.*;",
            "import java.util.regex.*;", "import java.util.stream.*;");

    @Test
    void everyLineOfTheTutorialRunsAndPrintsInEightyColumns() throws IOException {
        List<String> tutorial = snippets(ROOT.resolve("docs").resolve("jshell.md"));
        assertThat(tutorial).hasSizeBetween(25, 40);
        try (JShell shell = JShell.builder()
                .remoteVMOptions("-Djava.awt.headless=true", "-Xmx512m", "-Dfile.encoding=UTF-8")
                .build()) {
            shell.addToClasspath(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
            DEFAULT.forEach(line -> type(shell, line));
            for (String line : Files.readAllLines(ROOT.resolve("examples").resolve("esrp.jsh"))) {
                if (!line.startsWith("//")) {
                    type(shell, line);
                }
            }
            String all = publicTypes().stream().map(name -> name + ".class").collect(Collectors.joining(", "));
            assertThat(type(shell, "List.of(" + all + ").size()")).isNotEqualTo("0");
            assertThat(type(shell, "Character.class.getName()")).isEqualTo("\"esrp.core.Character\"");
            for (String line : tutorial) {
                String printed = type(shell, line);
                List<String> lines = printed.lines().toList();
                assertThat(lines.size()).as("lines that %s prints", line).isLessThanOrEqualTo(40);
                assertThat(lines)
                        .as("what %s prints", line)
                        .allSatisfy(one -> assertThat(columns(one)).isLessThanOrEqualTo(80));
            }
        }
    }

    /** The public types of the library, from its texts of signatures. */
    private static List<String> publicTypes() throws IOException {
        List<String> names = new ArrayList<>();
        Pattern declared =
                Pattern.compile("^public .*(?:class|interface|enum|record) esrp[a-z0-9.]*\\.([A-Z]\\w*)(?![\\w.$])");
        for (String module : List.of("core", "stats", "metrics", "study", "prompts", "report")) {
            for (String line : Files.readAllLines(ROOT.resolve("api").resolve("esrp-" + module + ".txt"))) {
                Matcher found = declared.matcher(line);
                if (found.find()) {
                    names.add(found.group(1));
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(80).doesNotHaveDuplicates();
        return names;
    }

    /** Evaluates one line and returns what JShell prints for it. */
    @CanIgnoreReturnValue
    private static String type(JShell shell, String line) {
        String source = line.endsWith(";") || line.endsWith("}") ? line : line + ";";
        String printed = "";
        for (SnippetEvent event : shell.eval(source)) {
            assertThat(event.exception()).as(line).isNull();
            assertThat(event.status())
                    .as(
                            "%s: %s",
                            line,
                            shell.diagnostics(event.snippet())
                                    .map(problem -> problem.getMessage(null))
                                    .collect(Collectors.joining("; ")))
                    .isIn(Snippet.Status.VALID, Snippet.Status.OVERWRITTEN);
            printed = event.value() == null ? printed : event.value();
        }
        return printed;
    }

    private static List<String> snippets(Path document) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                inside = line.equals("```java");
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Columns that a terminal gives a text: two for each CJK character. */
    private static int columns(String text) {
        return text.codePoints()
                .map(c -> c >= 0x1100 && !(c >= 0x2000 && c < 0x2E80) ? 2 : 1)
                .sum();
    }
}
