package architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** How many public types there are, by the committed {@code api/*.txt}, and that all their names can be used together. */
class PublicTypesTest {
    /** A number goes up only with a feature that needs a type of its own. */
    private static final int TOP_LEVEL = 120;

    private static final int WITH_NESTED = 240;

    /** Names that cannot be used beside others yet; this list only gets shorter. */
    private static final Set<String> CLASHES = Set.of();

    /** What JShell imports when it starts. */
    private static final List<String> JSHELL = List.of(
            "java.io", "java.math",
            "java.net", "java.nio.file",
            "java.util", "java.util.concurrent",
            "java.util.function", "java.util.prefs",
            "java.util.regex", "java.util.stream");

    private static final Pattern AMBIGUOUS = Pattern.compile("reference to (\\w+) is ambiguous");

    @Test
    void theirNumberDoesNotGrow() throws IOException {
        List<String> types = Repository.publicTypes();
        List<String> topLevel = topLevel(types);
        System.out.printf(
                "Public types: %d top-level (at most %d), %d with nested ones (at most %d)%n",
                topLevel.size(), TOP_LEVEL, types.size(), WITH_NESTED);
        assertThat(topLevel).hasSizeBetween(1, TOP_LEVEL);
        assertThat(types).hasSizeBetween(topLevel.size(), WITH_NESTED);
    }

    @Test
    void noNameIsUsedTwice() throws IOException {
        Set<String> seen = new TreeSet<>();
        Set<String> twice = topLevel(Repository.publicTypes()).stream()
                .map(PublicTypesTest::simpleName)
                .filter(name -> !seen.add(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(twice).isSubsetOf(CLASHES);
    }

    @Test
    void allPackagesCanBeImportedIntoJShell() throws IOException {
        assertThat(ambiguous()).isSubsetOf(CLASHES);
    }

    /**
     * Compiles a class that imports every package and uses every public type by its simple name; returns the names that
     * mean more than one type.
     */
    private static Set<String> ambiguous() throws IOException {
        // The module for Spark has a build of its own.
        List<String> types = topLevel(Repository.publicTypes()).stream()
                .filter(type -> !type.startsWith("esrp.spark."))
                .toList();
        StringBuilder source = new StringBuilder("import esrp.core.Character;\n");
        List<String> packages = new ArrayList<>(JSHELL);
        types.stream()
                .map(type -> type.substring(0, type.lastIndexOf('.')))
                .distinct()
                .forEach(packages::add);
        packages.forEach(name -> source.append("import ").append(name).append(".*;\n"));
        source.append("class All {\n");
        for (String type : types) {
            source.append("    Class<?> ")
                    .append(type.replace('.', '_'))
                    .append(" = ")
                    .append(simpleName(type))
                    .append(".class;\n");
        }
        source.append("}\n");
        JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///All.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        messages,
                        List.of("-proc:none", "-Xmaxerrs", "1000", "-classpath", classPath(types)),
                        null,
                        List.of(file));
        task.analyze();
        return messages.getDiagnostics().stream()
                .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
                .map(message -> message.getMessage(Locale.ENGLISH))
                .map(message -> {
                    Matcher matcher = AMBIGUOUS.matcher(message);
                    return matcher.find() ? matcher.group(1) : message;
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String classPath(List<String> types) {
        return types.stream()
                .map(PublicTypesTest::location)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path location(String type) {
        try {
            return Path.of(Class.forName(type, false, PublicTypesTest.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("public type " + type + " of api/*.txt", e);
        }
    }

    private static List<String> topLevel(List<String> types) {
        return types.stream().filter(type -> !type.contains("$")).toList();
    }

    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1);
    }
}
