package esrp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Candidate;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.core.ReplyRules;
import esrp.prompts.JudgeReplyParser;
import esrp.prompts.Prompts;
import esrp.study.StudyDesign;
import esrp.study.StudyDesign.Participant;
import esrp.study.form.RatingForms;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A language that the library does not come with, Japanese, is data files alone. Its words for rules and for judges' replies
 * are in the test resources; its messages and prompts are the English ones between « and », so that a sentence that stands in
 * the code, or is English because nothing asked for the language, is seen at once.
 */
class ThirdLanguageTest {
    private static final Path ROOT = Path.of(System.getProperty("esrp.root", ".."));
    private static final String WORDS = "/src/test/resources/third-language/";
    private static Map<String, String> texts = Map.of();

    @BeforeAll
    static void runsWithTheLanguageOnTheClassPath(@TempDir Path folder) throws Exception {
        Object walk = new Loader(writeTexts(folder.resolve("texts")))
                .loadClass(Walk.class.getName())
                .getDeclaredConstructor(Path.class)
                .newInstance(folder.resolve("report"));
        @SuppressWarnings("unchecked")
        Map<String, String> seen = ((Callable<Map<String, String>>) walk).call();
        texts = seen;
    }

    @Test
    void allOutputIsInTheLanguage() throws IOException {
        String data =
                sample() + Files.readString(ROOT.resolve("esrp-core/src/main/resources/esrp/core/rubric/esrp.json"));
        for (String command : List.of("check", "evaluate", "plan", "report")) {
            String output = Objects.requireNonNull(texts.get(command));
            assertThat(output).as(command).contains("«");
            Set<String> strange = new TreeSet<>();
            Pattern.compile("\\b[A-Za-z]{4,}\\b")
                    .matcher(unmarked(output))
                    .results()
                    .map(MatchResult::group)
                    .filter(word -> !data.contains(word))
                    .forEach(strange::add);
            assertThat(strange).as(command).isSubsetOf("esrp", "json", "judge");
        }
        assertThat(texts.get("help")).contains("zh, en, ja");
    }

    @Test
    void promptsRulesAndFormsAreInTheLanguage() {
        assertThat(texts.get("prompt")).contains("«").contains("流暢さ");
        assertThat(texts.get("language")).isEqualTo("ja ja zh en");
        assertThat(texts.get("rules")).isEqualTo("«too short: only 10 characters», «tells inner thoughts: \"（と思った）\"»");
        assertThat(texts.get("form")).contains("lang=\"ja\"").contains("流暢さ").contains("次へ");
    }

    @Test
    void repliesOfJudgesAreReadInTheLanguage() {
        assertThat(texts.get("lines")).isEqualTo("4 5");
        assertThat(texts.get("json")).isEqualTo("4 5");
        assertThat(texts.get("hedged")).isEqualTo("0 5");
    }

    private static String sample() throws IOException {
        StringBuilder data = new StringBuilder();
        try (Stream<Path> files = Files.list(ROOT.resolve("esrp-cli/src/main/resources/esrp/cli/sample/en"))) {
            for (Path file : files.toList()) {
                data.append(Files.readString(file));
            }
        }
        return data.toString();
    }

    /** English texts, marked, as those of the language, for all modules. */
    private static Path writeTexts(Path to) throws IOException {
        for (Path file : files("src")) {
            String path = file.toString().replace('\\', '/');
            int start = path.indexOf("/src/main/resources/");
            String name = start < 0 ? "" : path.substring(start + "/src/main/resources/".length());
            int words = path.indexOf(WORDS);
            if (words >= 0) {
                write(to.resolve(path.substring(words + WORDS.length())), Files.readString(file));
            }
            if (name.endsWith("messages/en.properties")) {
                write(to.resolve(name.replace("en.properties", "ja.properties")), marked(Files.readString(file)));
            } else if (name.startsWith("esrp/prompts/en/")) {
                write(
                        to.resolve(name.replace("/en/", "/ja/")),
                        Files.readString(file).replaceFirst("(?s)^(<!--.*?-->\n)?(.*?)\n*$", "$1«$2»\n"));
            } else if (name.equals("esrp/core/rubric/esrp.json")) {
                write(
                        to.resolve(name),
                        Files.readString(file)
                                .replaceFirst("\"en\": \"Consistency\"", "$0, \"ja\": \"一貫性\"")
                                .replaceFirst("\"en\": \"Fluency\"", "$0, \"ja\": \"流暢さ\""));
            }
        }
        return to;
    }

    /** The files in a folder of every module. */
    static List<Path> files(String folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.map(path -> path.resolve(folder)).toList()) {
                if (Files.isDirectory(module)) {
                    try (Stream<Path> files = Files.walk(module)) {
                        files.filter(Files::isRegularFile).forEach(all::add);
                    }
                }
            }
        }
        return all;
    }

    private static String marked(String properties) {
        return Pattern.compile("^((?!#)[^=\n]+)=(\\\\u0020)?(.+)$", Pattern.MULTILINE)
                .matcher(properties)
                .replaceAll("$1=$2«$3»");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** What stands outside of all marks. */
    private static String unmarked(String output) {
        StringBuilder left = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < output.length(); i++) {
            char c = output.charAt(i);
            depth = Math.max(0, depth + (c == '«' ? 1 : c == '»' ? -1 : 0));
            left.append(depth == 0 ? c : ' ');
        }
        return left.toString();
    }

    /** Loads the library once more, with the texts of a folder before its own. */
    private static final class Loader extends ClassLoader {
        private final Path texts;

        Loader(Path texts) {
            super(ThirdLanguageTest.class.getClassLoader());
            this.texts = texts;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null
                        ? known
                        : name.startsWith("esrp.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] code = in.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        @Override
        public @Nullable URL getResource(String name) {
            try {
                Path text = texts.resolve(name);
                return Files.isRegularFile(text) ? text.toUri().toURL() : super.getResource(name);
            } catch (MalformedURLException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Runs where the language is known, and hands back plain texts. */
    public static final class Walk implements Callable<Map<String, String>> {
        private final Path folder;

        public Walk(Path folder) {
            this.folder = folder;
        }

        @Override
        public Map<String, String> call() throws IOException {
            Map<String, String> seen = new LinkedHashMap<>();
            seen.put("help", run("--help", "--language", "ja"));
            for (String command : List.of("check", "evaluate", "plan")) {
                seen.put(command, run(command, "--language", "ja"));
            }
            run("report", "--language", "ja", "-o", folder.toString());
            Dataset data = SampleData.dataset("en");
            List<Metric> metrics = Metric.esrp().subList(0, 2);
            Prompts prompts = Prompts.withDefaults().withLanguage("ja");
            seen.put(
                    "prompt",
                    prompts.judgeAll(
                                    metrics,
                                    data.characters().get(0),
                                    data.dialogues().findFirst().orElseThrow())
                            .toString());
            seen.put("rules", described(ReplyRules.of("ja"), "疲れた。（と思った）"));
            seen.put(
                    "language",
                    Stream.of("今日は本当に疲れた。", "コーヒーでも飲みますか。", "今天真的太累了，想早点睡。", "What a day!")
                            .map(text -> Prompts.withDefaults()
                                    .inLanguageOf(List.of(text))
                                    .language())
                            .collect(Collectors.joining(" ")));
            seen.put("lines", scores(metrics, "一貫性：４点\n理由：質問に答えている。\n流暢さは五点（満点5点）\n合計：9点"));
            seen.put("json", scores(metrics, "{\"一貫性\": {\"点数\": 4, \"理由\": \"2点減点\"}, \"流暢さ\": 5}"));
            seen.put("hedged", scores(metrics, "一貫性: 約4点\n流暢さ: 5点"));
            String character = data.characters().get(0).id();
            StudyDesign.Outcome assigned = StudyDesign.chatAnime(
                            List.of(character),
                            List.of(data.scenarios().get(0).id()),
                            data.candidates().stream().map(Candidate::id).toList())
                    .withBatches(0)
                    .withRatersPerCharacter(1)
                    .assign(List.of(Participant.of("r1", Set.of(character))), 3);
            Path form = RatingForms.of(assigned, data, metrics, "ja", "返答の評価")
                    .write(folder.resolve("forms"))
                    .get(0);
            seen.put("report", Files.readString(folder.resolve("report.md")));
            seen.put("form", Files.readString(form));
            return seen;
        }

        private static String described(ReplyRules rules, String reply) {
            return rules.check(reply).stream()
                    .map(violation -> violation.describe("ja"))
                    .collect(Collectors.joining(", "));
        }

        private static String scores(List<Metric> metrics, String reply) {
            Map<String, Integer> scores =
                    JudgeReplyParser.forMetrics(metrics).parse(reply).scores();
            return metrics.stream()
                    .map(metric -> String.valueOf(scores.getOrDefault(metric.id(), 0)))
                    .collect(Collectors.joining(" "));
        }

        private static String run(String... args) {
            StringWriter out = new StringWriter();
            PrintWriter writer = new PrintWriter(out);
            Esrp.run(writer, writer, args);
            writer.flush();
            return out.toString();
        }
    }
}
