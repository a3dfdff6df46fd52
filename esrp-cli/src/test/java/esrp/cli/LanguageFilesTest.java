package esrp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.internal.Languages;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files of words of all modules are there in all languages; those of help and forms say the same things, as {@code
 * MessageFilesTest} of each module shows of messages; Chinese has a glossary.
 */
class LanguageFilesTest {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)|\\{(\\d)}|(\\$\\{[A-Z-]+})");

    /** What English has not: it is said by picocli, or is the data's own word. */
    private static final String OWN = "persona\\..*|mixinStandardHelpOptions\\..*|usage\\.\\w+Heading";

    /** One word for one thing: what Chinese texts do not call it, and what they do. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("评分体系", "评分标准"),
            Map.entry("关口", "门禁"),
            Map.entry("界限", "界值 (of a test), 区间 (of an estimate)"),
            Map.entry("小批", "批次"),
            Map.entry("情境", "场景"),
            Map.entry("首问", "开场问题"),
            Map.entry("人物身份", "身份"),
            Map.entry("心情", "情绪"),
            Map.entry("随机后", "偶然"),
            Map.entry("名候选", "个候选"),
            Map.entry("加权 tau", "加权 τ"),
            Map.entry("置信界", "置信区间"),
            Map.entry("集群", "聚类"),
            Map.entry("打分者", "评分者"),
            Map.entry("评委", "评审"));

    private static Stream<Path> english() throws IOException {
        return walk().filter(file -> file.endsWith("en.properties"));
    }

    @Test
    void everyFileIsThereInEveryLanguage() throws IOException {
        assertThat(english())
                .hasSizeGreaterThan(5)
                .allSatisfy(file -> assertThat(Languages.shipped())
                        .allSatisfy(language -> assertThat(file.resolveSibling(language + ".properties"))
                                .exists()));
    }

    static Stream<Path> files() throws IOException {
        return english().filter(file -> !file.toString().matches(".*(rules|messages).en\\.properties"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyLanguageHasTheKeysOfEnglishWithTheSameSlots(Path english) throws IOException {
        Map<String, String> texts = read(english);
        for (String language : Languages.shipped()) {
            Map<String, String> other = read(english.resolveSibling(language + ".properties"));
            Set<String> missing = new TreeSet<>(texts.keySet());
            missing.removeAll(other.keySet());
            assertThat(missing).as("missing in %s beside %s", language, english).isEmpty();
            other.forEach((key, text) -> {
                if (!key.matches(OWN)) {
                    assertThat(texts.keySet())
                            .as("%s beside %s", language, english)
                            .contains(key);
                    assertThat(slots(texts.getOrDefault(key, "")))
                            .as("slots of %s in %s beside %s", key, language, english)
                            .containsAll(slots(text));
                }
            });
        }
    }

    static Stream<Path> chinese() throws IOException {
        return walk().filter(file -> file.endsWith("zh.properties"))
                .filter(file -> !file.toString().contains("rules"));
    }

    @ParameterizedTest
    @MethodSource("chinese")
    void chineseHasOneWordForAThingAndPunctuationOfItsOwn(Path file) throws IOException {
        read(file).forEach((key, text) -> {
            WORDS.forEach((not, but) ->
                    assertThat(text).as("%s in %s: write %s", key, file, but).doesNotContain(not));
            assertThat(text.replaceFirst("^\\d:", "").replace("%n", ""))
                    .as("%s in %s", key, file)
                    .doesNotContainPattern("[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]")
                    .doesNotContainPattern("[\u4e00-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u4e00-\u9fff]");
        });
    }

    private static Set<String> slots(String text) {
        return SLOT.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> walk() throws IOException {
        return ThirdLanguageTest.files("src/main/resources").stream();
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }
}
