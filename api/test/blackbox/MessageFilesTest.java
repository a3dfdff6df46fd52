package blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every message of the module exists in every language and asks for the same parameters in each. */
class MessageFilesTest {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)[^}]*}}|\\{\\d}");

    @TestFactory
    List<DynamicTest> everyLanguageHasTheSameMessagesWithTheSameSlots() throws IOException {
        Path resources = Path.of("src/main/resources");
        if (!Files.isDirectory(resources)) {
            return List.of();
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.walk(resources)) {
            for (Path english : files.filter(file -> file.endsWith("messages/en.properties"))
                    .toList()) {
                Map<String, Set<String>> expected = slots(english);
                try (Stream<Path> languages = Files.list(english.resolveSibling(""))) {
                    languages.forEach(file ->
                            tests.add(DynamicTest.dynamicTest(file.toString(), () -> isLike(expected, slots(file)))));
                }
            }
        }
        return tests;
    }

    /** A language has messages for one thing (…​.one) where it needs them; they may leave a count out. */
    private static void isLike(Map<String, Set<String>> english, Map<String, Set<String>> other) {
        Predicate<String> one = key -> key.endsWith(".one");
        other.keySet().stream().filter(one).forEach(key -> {
            assertThat(english).containsKey(key);
            Set<String> allowed = new TreeSet<>(english.getOrDefault(key, Set.of()));
            allowed.addAll(english.getOrDefault(key.substring(0, key.lastIndexOf('.')), Set.of()));
            assertThat(allowed).as(key).containsAll(other.get(key));
        });
        Map<String, Set<String>> expected = new TreeMap<>(english);
        expected.keySet().removeIf(one);
        other.keySet().removeIf(one);
        assertThat(other).isEqualTo(expected);
    }

    private static Map<String, Set<String>> slots(Path file) throws IOException {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        }
        Map<String, Set<String>> slots = new TreeMap<>();
        read.stringPropertyNames().forEach(key -> slots.put(key, slots(read.getProperty(key))));
        return slots;
    }

    private static Set<String> slots(String text) {
        return SLOT.matcher(text)
                .results()
                .map((MatchResult slot) -> slot.group(1) == null ? slot.group() : slot.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
