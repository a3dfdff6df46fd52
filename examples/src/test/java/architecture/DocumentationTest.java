package architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That everything public is documented. The doclint of Java 17 asks that a record's compact constructor repeat what the
 * record says of its components, which later versions do not; so its group {@code missing} is checked here.
 */
class DocumentationTest {
    private static final Pattern COMPACT = Pattern.compile("(\\w+) \\{");

    @Test
    void everythingPublicIsDocumented(@TempDir Path classes) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<File> sources = new ArrayList<>();
        for (Path module : Repository.modules()) {
            try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> sources.add(file.toFile()));
            }
        }
        List<String> options = List.of(
                "-proc:none",
                "-Xmaxwarns",
                "9999",
                "-Xmaxerrs",
                "9999",
                "-XDshould-stop.ifError=FLOW",
                "-Xdoclint:missing/protected",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            // Errors are about annotations that are not on the class path of tests.
            compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromFiles(sources))
                    .call();
        }
        int ofRecords = 0;
        List<String> missing = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> one : found.getDiagnostics()) {
            if (one.getMessage(Locale.ROOT).startsWith("no ")
                    && !one.getSource().getName().contains("internal")) {
                if (ofRecord(one)) {
                    ofRecords++;
                } else {
                    missing.add(one.toString());
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(ofRecords).as("what Java 17 asks of records").isPositive();
    }

    /** Whether a warning is about a component at a compact constructor, and the record's comment describes it. */
    private static boolean ofRecord(Diagnostic<? extends JavaFileObject> one) throws IOException {
        String source = one.getSource().getCharContent(true).toString();
        Matcher compact = COMPACT.matcher(source).region((int) one.getPosition(), source.length());
        if (!compact.lookingAt()) {
            return false;
        }
        int header = source.lastIndexOf("record " + compact.group(1), compact.start());
        String component = one.getMessage(Locale.ROOT).replaceFirst("no @param for ", "");
        return source.substring(source.lastIndexOf("/**", header), header).contains("@param " + component + " ");
    }
}
