package esrp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import esrp.core.Candidate;
import esrp.core.ChatAnime;
import esrp.core.DataCode;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.Scenario;
import esrp.core.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SampleDataTest {
    private static final Pattern SENTENCE_END = Pattern.compile("[。！？…]+|[.!?]+(\\s+|$)");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int SHARED = 12;

    static List<String> languages() {
        return SampleData.languages();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void hasSixCharactersTwelveScenariosThreeCandidatesAndTwoTurns(String language) {
        Dataset data = SampleData.dataset(language);

        assertThat(data.candidates()).extracting(Candidate::id).containsExactly("lantern", "harbor", "human");
        assertThat(data.candidates())
                .extracting(Candidate::kind)
                .containsExactly(Candidate.Kind.MODEL, Candidate.Kind.MODEL, Candidate.Kind.PEOPLE);
        assertThat(data.characters()).hasSize(6);
        assertThat(data.scenarios())
                .extracting(Scenario::id)
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
        assertThat(data.dialogues())
                .hasSize(216)
                .allSatisfy(dialogue -> assertThat(dialogue.turns()).hasSize(2));
        assertThat(data.replies()).isEqualTo(432);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void hasThreeScenariosForEachPersona(String language) {
        Map<String, Long> scenarios = SampleData.dataset(language).scenarios().stream()
                .collect(Collectors.groupingBy(
                        scenario -> scenario.persona().orElseThrow(), TreeMap::new, Collectors.counting()));

        assertThat(scenarios).isEqualTo(Map.of("student", 3L, "employee", 3L, "freelancer", 3L, "self-employed", 3L));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void describesEveryScenario(String language) {
        assertThat(SampleData.dataset(language).scenarios()).allSatisfy(scenario -> {
            assertThat(scenario.location()).isPresent();
            assertThat(scenario.emotion()).isPresent();
            assertThat(scenario.dailyEvent()).isPresent();
        });
        assertThat(SampleData.dataset(language).scenarios())
                .extracting(Scenario::emotion)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void profilesHaveTheLengthOfAPrompt(String language) {
        assertThat(SampleData.dataset(language).characters()).allSatisfy(character -> {
            String profile = character.profile().orElseThrow();
            if (language.equals("zh")) {
                assertThat(profile.codePointCount(0, profile.length())).isBetween(200, 300);
            } else {
                assertThat(words(profile)).isBetween(80L, 200L);
            }
            assertThat(character.work()).isPresent();
            assertThat(character.aliases()).isNotEmpty();
        });
    }

    @Test
    void chineseRepliesKeepTheLengthRule() {
        assertThat(replies(SampleData.dataset("zh")))
                .allSatisfy(reply ->
                        assertThat(reply.codePointCount(0, reply.length())).isBetween(50, 150));
    }

    @Test
    void englishRepliesHaveTwentyFiveToNinetyWords() {
        assertThat(replies(SampleData.dataset("en")))
                .allSatisfy(reply -> assertThat(words(reply)).isBetween(25L, 90L));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void nothingIsOddAboutTheTexts(String language) {
        List<Finding> findings = SampleData.dataset(language).findings();
        // People are brief at times: a handful of English replies stay just below the limits of English.
        assertThat(findings)
                .hasSize(language.equals("en") ? 6 : 0)
                .allMatch(finding -> finding.code() == DataCode.REPLY_LENGTH
                        && Objects.equals(finding.place().coordinates().get("candidate"), "human")
                        && finding.parameters().get("length") instanceof Integer length
                        && length >= 130);
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noTextHoldsASymbol(String language) {
        assertThat(texts(SampleData.dataset(language)))
                .allSatisfy(text -> assertThat(text.codePoints()
                                .filter(c -> Character.getType(c) == Character.OTHER_SYMBOL || c > Character.MAX_VALUE))
                        .as(text)
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource("languages")
    void noReplyIsRepeated(String language) {
        assertThat(replies(SampleData.dataset(language))).doesNotHaveDuplicates();
    }

    /** The opening that lantern repeats is what an evaluation of diversity should find; nothing else is a formula. */
    @ParameterizedTest
    @MethodSource("languages")
    void noSentenceIsRepeatedButTheOpeningsOfLantern(String language) {
        int shortest = language.equals("zh") ? 7 : 23;
        Dataset data = SampleData.dataset(language);
        Set<String> seen = new HashSet<>();
        List<String> repeated = new ArrayList<>();
        data.dialogues()
                .forEach(dialogue -> dialogue.turns().forEach(turn -> {
                    List<String> sentences = sentences(turn.reply());
                    sentences.stream()
                            .skip(dialogue.candidate().equals("lantern") ? 1 : 0)
                            .filter(sentence -> sentence.codePointCount(0, sentence.length()) >= shortest)
                            .filter(sentence -> !seen.add(sentence))
                            .forEach(repeated::add);
                }));

        assertThat(repeated).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void candidatesDifferInTheirOpenings(String language) {
        Dataset data = SampleData.dataset(language);

        for (esrp.core.Character character : data.characters()) {
            assertThat(openings(data, "lantern", character.id())).hasSize(1);
            assertThat(openings(data, "human", character.id())).hasSizeGreaterThanOrEqualTo(22);
        }
    }

    @Test
    void lanternWritesMoreThanHarborAndHarborMoreThanPeopleInChinese() {
        Dataset data = SampleData.dataset("zh");

        assertThat(meanLength(data, "lantern")).isGreaterThan(meanLength(data, "harbor"));
        assertThat(meanLength(data, "harbor")).isGreaterThan(meanLength(data, "human"));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void allCandidatesAreAskedTheSameFirstAndOftenAnotherSecondQuestion(String language) {
        Dataset data = SampleData.dataset(language);
        int others = 0;
        for (esrp.core.Character character : data.characters()) {
            for (Scenario scenario : data.scenarios()) {
                List<List<Turn>> turns = data.candidates().stream()
                        .map(candidate -> data.dialogue(candidate.id(), character.id(), scenario.id())
                                .orElseThrow()
                                .turns())
                        .toList();
                assertThat(turns)
                        .extracting(dialogue -> dialogue.get(0).user())
                        .containsOnly(scenario.openingQuestion());
                others += turns.get(0).get(1).user().equals(turns.get(2).get(1).user()) ? 0 : 1;
            }
        }

        assertThat(others).isEqualTo(72);
    }

    @Test
    void bothLanguagesDescribeTheSameDesign() {
        Dataset zh = SampleData.dataset("zh");
        Dataset en = SampleData.dataset("en");

        assertThat(en.scenarios())
                .extracting(Scenario::id, Scenario::persona)
                .isEqualTo(zh.scenarios().stream()
                        .map(scenario -> tuple(scenario.id(), scenario.persona()))
                        .toList());
        assertThat(en.characters()).hasSameSizeAs(zh.characters());
        assertThat(en.hash()).isNotEqualTo(zh.hash());
    }

    /** Not only no sentence: nothing of twelve characters in a row. */
    @Test
    void sharesNoPassageWithThePublishedData() {
        String property = System.getProperty("esrp.chatanime", "");
        assumeTrue(
                !property.isEmpty() && Files.isDirectory(Path.of(property)),
                "skipped: no published data at system property esrp.chatanime (" + property + ")");
        Map<String, String> own = new HashMap<>();
        texts(SampleData.dataset("zh")).forEach(text -> passages(text).forEach(passage -> own.put(passage, text)));
        List<String> shared = new ArrayList<>();

        texts(ChatAnime.read(Path.of(property)))
                .forEach(text -> passages(text)
                        .filter(own::containsKey)
                        .forEach(passage -> shared.add(passage + " in: " + own.get(passage))));

        assertThat(own).hasSizeGreaterThan(20_000);
        assertThat(shared).isEmpty();
    }

    @Test
    void isReadFromAJarAsFromAFolder(@TempDir Path folder) throws IOException {
        Path jar = folder.resolve("sample data.jar");
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path target = files.getPath("/some/where");
            Files.createDirectories(target);
            List<String> copied = SampleData.inFolder(resource("en"), source -> copy(source, target));
            assertThat(copied).contains("_scenarios.json", "human.json");
        }
        URL inside = URI.create("jar:" + jar.toUri() + "!/some/where/_scenarios.json")
                .toURL();

        Dataset data = SampleData.inFolder(inside, ChatAnime::read);

        assertThat(data.hash()).isEqualTo(SampleData.dataset("en").hash());
        assertThat(data.scenarios()).isEqualTo(SampleData.dataset("en").scenarios());
    }

    @Test
    void namesTheLanguagesThereAre() {
        assertThatThrownBy(() -> SampleData.dataset("fr"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("language: no sample data in \"fr\"; there are [zh, en]");
    }

    private static URL resource(String language) {
        URL url = SampleData.class.getResource("sample/" + language + "/_scenarios.json");
        assertThat(url).isNotNull();
        return Objects.requireNonNull(url);
    }

    private static List<String> copy(Path source, Path target) {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                Files.copy(file, target.resolve(name));
                names.add(name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("copying " + source, e);
        }
        return names;
    }

    private static Set<String> openings(Dataset data, String candidate, String character) {
        return data.dialogues(candidate)
                .filter(dialogue -> dialogue.character().equals(character))
                .map(Dialogue::turns)
                .flatMap(List::stream)
                .map(turn -> turn.reply().substring(0, 5))
                .collect(Collectors.toSet());
    }

    private static double meanLength(Dataset data, String candidate) {
        return data.dialogues(candidate)
                .flatMap(dialogue -> dialogue.turns().stream())
                .mapToInt(turn -> turn.reply().codePointCount(0, turn.reply().length()))
                .average()
                .orElseThrow();
    }

    private static List<String> replies(Dataset data) {
        return data.dialogues()
                .flatMap(dialogue -> dialogue.turns().stream())
                .map(Turn::reply)
                .toList();
    }

    private static List<String> texts(Dataset data) {
        return data.dialogues()
                .flatMap(dialogue -> dialogue.turns().stream())
                .flatMap(turn -> Stream.of(turn.user(), turn.reply()))
                .toList();
    }

    private static List<String> sentences(String text) {
        return SENTENCE_END
                .splitAsStream(text)
                .map(String::strip)
                .filter(sentence -> !sentence.isEmpty())
                .toList();
    }

    private static Stream<String> passages(String text) {
        int[] codePoints = text.codePoints().toArray();
        return IntStream.rangeClosed(0, codePoints.length - SHARED)
                .mapToObj(start -> new String(codePoints, start, SHARED));
    }

    private static long words(String text) {
        return SPACE.splitAsStream(text).count();
    }
}
