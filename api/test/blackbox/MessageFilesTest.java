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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every message of the module exists in every language and asks for the same parameters in each. */
class MessageFilesTest {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)[^}]*}}");

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
                Map<String, Object> expected = slots(english);
                try (Stream<Path> languages = Files.list(english.resolveSibling(""))) {
                    languages.forEach(file -> tests.add(DynamicTest.dynamicTest(
                            file.toString(), () -> assertThat(slots(file)).isEqualTo(expected))));
                }
            }
        }
        return tests;
    }

    /** Slots by key; a message for one thing (…​.one) may leave its count out. */
    private static Map<String, Object> slots(Path file) throws IOException {
        Properties read = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            read.load(in);
        }
        Map<String, Object> slots = new TreeMap<>();
        for (String key : read.stringPropertyNames()) {
            if (!key.endsWith(".one")) {
                slots.put(
                        key,
                        SLOT.matcher(read.getProperty(key))
                                .results()
                                .map((MatchResult slot) -> slot.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return slots;
    }
}
