package architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which module may use which, no circles among packages, and nobody outside the library uses what is internal. */
class ModulesTest {
    /** What the code of a module may use beside the module itself. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "core", Set.of(),
            "stats", Set.of(),
            "metrics", Set.of("core", "stats"),
            "study", Set.of("core", "stats", "metrics"),
            "prompts", Set.of("core"),
            "openai", Set.of("core", "prompts"),
            "langchain4j", Set.of("core", "prompts"),
            // Statistics only as the signatures of metrics show them.
            "report", Set.of("core", "metrics", "stats"),
            "spark", Set.of("core", "stats", "metrics", "prompts"),
            "cli", Set.of("core", "stats", "metrics", "study", "prompts", "report"));

    static final Set<String> MODULES = MAY_USE.keySet();

    /** Which packages still use one that uses them; this list only gets shorter. */
    private static final Map<String, String> BACKWARD = Map.of(
            "esrp.core.internal", "esrp.core",
            "esrp.prompts.internal", "esrp.prompts");

    private static final Pattern INTERNAL = Pattern.compile("\\besrp\\.(?:\\w+\\.)*internal\\b");

    /** Classes of the library and of the examples, without tests, be they in folders or in jars. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("/test/"))
            .importPackages("esrp");

    @Test
    void allModulesAreSeen() {
        Stream.of(
                        "esrp.core.Ratings",
                        "esrp.stats.Interval",
                        "esrp.metrics.Rubric",
                        "esrp.prompts.ChatModel",
                        "esrp.openai.OpenAiModel")
                .forEach(CLASSES::get);
        CLASSES.get("esrp.report.Report");
        CLASSES.get("esrp.cli.Esrp");
        CLASSES.get("esrp.examples.PaperTables");
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void modulesUseOnlyWhatTheyMay(String module) {
        String[] allowed = Stream.concat(Stream.of(module), MAY_USE.get(module).stream())
                .map(ModulesTest::packages)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(packages(module))
                .should()
                .dependOnClassesThat(resideInAPackage("esrp..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCircle() {
        SliceRule rule = slices().matching("esrp.(**)").should().beFreeOfCycles();
        for (Map.Entry<String, String> backward : BACKWARD.entrySet()) {
            rule = rule.ignoreDependency(resideInAPackage(backward.getKey()), resideInAPackage(backward.getValue()));
        }
        rule.check(CLASSES);
    }

    @Test
    void examplesAndBlackBoxTestsUseNothingInternal() throws IOException {
        Set<String> uses = new TreeSet<>();
        for (String glob : List.of("examples", "benchmarks", "docs", "README.md")) {
            collectInternal(Repository.ROOT.resolve(glob), uses);
        }
        for (Path module : Repository.modules()) {
            collectInternal(module.resolve("src/test/java/blackbox"), uses);
        }
        assertThat(uses).isEmpty();
    }

    private static void collectInternal(Path start, Set<String> uses) throws IOException {
        if (!Files.exists(start)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(start)) {
            files = walk.filter(file -> file.toString().matches(".*\\.(java|jsh|ipynb|md)"))
                    .filter(file -> !file.toString().contains("/target/") && !file.endsWith("ModulesTest.java"))
                    // Storms look inside: they are tests, no examples.
                    .filter(file -> !file.toString().contains("/src/storm/"))
                    .toList();
        }
        for (Path file : files) {
            Matcher matcher = INTERNAL.matcher(Files.readString(file));
            while (matcher.find()) {
                uses.add(Repository.ROOT.relativize(file) + " uses " + matcher.group());
            }
        }
    }

    private static String packages(String module) {
        return "esrp." + module + "..";
    }
}
