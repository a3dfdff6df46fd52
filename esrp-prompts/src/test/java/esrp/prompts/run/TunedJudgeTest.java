package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.DatasetFormatException;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Digest;
import esrp.prompts.ChatException;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatModel.ClassifierModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatRequest.GenerationParameters;
import esrp.prompts.ChatResponse;
import esrp.prompts.JudgeTuning;
import esrp.prompts.JudgeTuning.Format;
import esrp.prompts.JudgeTuning.Part;
import esrp.prompts.NamedModel;
import esrp.prompts.internal.OpenAiChat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunedJudgeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Metric> NINE = Metric.esrp().stream()
            .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
            .toList();
    private static final Dataset DATA = Dataset.of(
            List.of(Candidate.model("a"), Candidate.model("b")),
            List.of(Character.of("《灯塔》的小满")),
            IntStream.range(0, 10).mapToObj(i -> Scenario.of("s" + i, "问题" + i)).toList(),
            IntStream.range(0, 20)
                    .mapToObj(i -> new Dialogue(
                            i % 2 == 0 ? "a" : "b",
                            "《灯塔》的小满",
                            "s" + i / 2,
                            List.of(new Turn("问题" + i / 2, "回答" + i + "{{x}} <|im_end|>"), new Turn("再问", "好"))))
                    .toList());
    private static final Ratings LABELS = Ratings.of(DATA.dialogues()
            .flatMap(dialogue -> NINE.stream()
                    .map(metric -> new Rating(
                            dialogue.candidate(),
                            dialogue.character(),
                            dialogue.scenario(),
                            metric.id(),
                            "person:p",
                            1 + Math.floorMod((dialogue.candidate() + metric.id()).hashCode(), 5))))
            .toList());

    private final RunPolicy policy = RunPolicy.withDefaults().withListener(RunListener.silent());

    @TempDir
    private Path folder;

    private List<JsonNode> lines(Format format, Part... parts) throws Exception {
        JudgeTuning.Examples examples = JudgeTuning.withDefaults().with(format).examples(LABELS, DATA);
        List<JsonNode> lines = new ArrayList<>();
        for (Part part : parts) {
            for (String line : examples.lines(part, Integer.MAX_VALUE)) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }

    private JudgingResult judge(NamedModel judge) throws Exception {
        try (Run run = Run.inMemory(Runnable::run, policy)) {
            return Judging.withDefaults().withTunedPrompt(true).judge(run, DATA, List.of(judge));
        }
    }

    private static List<String> texts(JsonNode messages) {
        List<String> texts = new ArrayList<>();
        messages.forEach(message -> texts.add(
                message.path("role").asText() + ": " + message.path("content").asText()));
        return texts;
    }

    @Test
    void aTunedJudgeIsAskedWhatItWasTrainedOn() throws Exception {
        Set<String> asked = Collections.synchronizedSet(new TreeSet<>());
        JudgingResult result = judge(ChatModel.of("tuned", request -> {
            asked.add(text(request));
            return "4";
        }));
        assertThat(result.unscored()).isEmpty();
        assertThat(result.ratings().stream()).hasSize(180).allMatch(rating -> rating.score() == 4);
        Set<String> trained = new TreeSet<>();
        for (JsonNode line : lines(Format.CHAT, Part.values())) {
            List<String> texts = texts(line.path("messages"));
            assertThat(texts.get(2)).matches("assistant: [1-5]");
            trained.add(String.join("\n", texts.subList(0, 2)));
        }
        assertThat(asked).isEqualTo(trained);
        for (JsonNode line : lines(Format.PROMPT_COMPLETION, Part.values())) {
            assertThat(asked).contains(String.join("\n", texts(line.path("prompt"))));
            assertThat(texts(line.path("completion")))
                    .singleElement()
                    .asString()
                    .matches("assistant: [1-5]");
        }
    }

    private static String text(ChatRequest request) {
        return String.join(
                "\n", request.messages().stream().map(TunedJudgeTest::text).toList());
    }

    private static String text(ChatMessage message) {
        return message.role().name().toLowerCase(Locale.ROOT) + ": " + message.text();
    }

    @Test
    void whatAClassifierSaysOfTheTextsComesBackAsAJudge() throws Exception {
        Path texts = folder.resolve("texts.jsonl");
        JudgeTuning.withDefaults().writeTexts(DATA, Metric.esrp(), texts);
        List<String> csv = new ArrayList<>(List.of("id,1,2,3,4,5"));
        for (String line : Files.readAllLines(texts)) {
            JsonNode node = JSON.readTree(line);
            int level = Math.floorMod(node.path("text").asText().hashCode(), 5);
            double[] p = {0.1, 0.1, 0.1, 0.1, 0.1};
            p[level] = 0.6;
            csv.add(node.path("id").asText() + "," + p[0] + "," + p[1] + "," + p[2] + "," + p[3] + "," + p[4]);
        }
        assertThat(csv).hasSize(181);
        Path answers = Files.write(folder.resolve("probabilities.csv"), csv);
        JudgingResult fromFile = judge(ClassifierModel.read("tuned", answers));
        JudgingResult fromModel = judge(ClassifierModel.named("tuned", List.of("1", "2", "3", "4", "5"), text -> {
            double[] p = {1, 1, 1, 1, 1};
            p[Math.floorMod(text.hashCode(), 5)] = 6;
            return p;
        }));
        assertThat(fromFile.unscored()).isEmpty();
        assertThat(fromFile.ratings().stream().toList())
                .isEqualTo(fromModel.ratings().stream().toList())
                .hasSize(180);
        assertThat(fromModel.distributions()).hasSize(180).allSatisfy(one -> {
            assertThat(one.probabilities().get(one.mode())).isCloseTo(0.6, within(1e-12));
            assertThat(one.mean(Scale.LIKERT_5)).isCloseTo(1.5 + (one.mode() + 1) / 2.0, within(1e-12));
        });
        Ratings expected = fromModel.expected(0.05);
        assertThat(expected.stream().map(Rating::score).toList())
                .isEqualTo(fromModel.ratings().stream()
                        .map(rating -> 1.5 + rating.score() / 2)
                        .toList());
        Path file = folder.resolve("judging.jsonl");
        fromModel.write(file);
        assertThat(JudgingResult.read(file).distributions()).isEqualTo(fromModel.distributions());
        // A test line and a text that is judged are the same text.
        for (JsonNode line : lines(Format.CLASSIFICATION, Part.TEST)) {
            assertThat(csv).anyMatch(row -> row.startsWith(line.path("id").asText() + ","));
            assertThat(line.path("label").isInt()).isTrue();
            assertThat(line.path("label").asInt()).isBetween(0, 4);
        }
        Files.write(answers, csv.subList(0, 100));
        JudgingResult part = judge(ClassifierModel.read("tuned", answers));
        assertThat(part.ratings().size()).isEqualTo(99);
        assertThat(part.unscored()).hasSize(81);
    }

    @Test
    void probabilitiesOfTokensAreThoseOfScores() throws Exception {
        String body =
                "{\"choices\": [{\"message\": {\"content\": \"3\"}, \"logprobs\": {\"content\": [{\"token\": \"3\","
                        + " \"logprob\": -1.2, \"top_logprobs\": [{\"token\": \"3\", \"logprob\": -1.2}, {\"token\":"
                        + " \"4\", \"logprob\": -0.7}, {\"token\": \" 4\", \"logprob\": -3}]}]}}]}";
        List<ChatRequest> requests = Collections.synchronizedList(new ArrayList<>());
        NamedModel judge = new NamedModel("j", request -> {
            requests.add(request);
            return OpenAiChat.response(OpenAiChat.parse(body));
        });
        JudgingResult result;
        try (Run run = Run.open(folder.resolve("run"), Runnable::run, policy)) {
            result = Judging.withDefaults()
                    .withTunedPrompt(true)
                    .withParameters(GenerationParameters.judging().withProbabilities(20))
                    .judge(run, DATA, List.of(judge));
        }
        assertThat(OpenAiChat.body("j", requests.get(0))).containsEntry("top_logprobs", 20);
        double three = Math.exp(-1.2);
        double four = Math.exp(-0.7) + Math.exp(-3);
        assertThat(result.ratings().stream()).allMatch(rating -> rating.score() == 4);
        assertThat(result.distributions().get(0).probabilities().get(3))
                .isCloseTo(four / (three + four), within(1e-12));
        assertThat(result.distributions().get(0).probabilities().get(0)).isZero();
        // The journal keeps them.
        try (Run run = Run.open(folder.resolve("run"), Runnable::run, policy)) {
            assertThat(Judging.withDefaults()
                            .withTunedPrompt(true)
                            .withParameters(GenerationParameters.judging().withProbabilities(20))
                            .judge(run, DATA, List.of(new NamedModel("j", request -> {
                                throw new AssertionError("nobody is asked");
                            })))
                            .distributions())
                    .isEqualTo(result.distributions());
        }
    }

    @Test
    void filesForTrainersAreWrittenBeside() throws Exception {
        JudgeTuning tuning = JudgeTuning.withDefaults();
        assertThat(tuning.with(Format.CLASSIFICATION).examples(LABELS, DATA).write(folder.resolve("c")))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("train.jsonl", "validation.jsonl", "test.jsonl", "labels.json", "classifier.py");
        JsonNode labels = JSON.readTree(Files.readString(folder.resolve("c/labels.json")));
        assertThat(labels.at("/id2label/4").asText()).isEqualTo("5");
        assertThat(labels.at("/label2id/5").asInt()).isEqualTo(4);
        tuning.examples(LABELS, DATA).write(folder.resolve("l"));
        JsonNode info = JSON.readTree(Files.readString(folder.resolve("l/dataset_info.json")));
        assertThat(info.at("/esrp_train/file_name").asText()).isEqualTo("train.jsonl");
        assertThat(info.at("/esrp_test/columns/messages").asText()).isEqualTo("messages");
        assertThat(Files.readString(folder.resolve("l/llamafactory.yaml"))).contains("lora_rank: 8");
        tuning.with(Format.PROMPT_COMPLETION).examples(LABELS, DATA).write(folder.resolve("t"));
        assertThat(Files.readString(folder.resolve("t/sft.py"))).contains("r=8", "completion_only_loss=True");
    }

    @Test
    void aClassifierHasOneScale() {
        Metric other = new Metric(
                "other",
                NINE.get(0).name(),
                "bdc",
                NINE.get(0).definition(),
                NINE.get(0).question(),
                NINE.get(0).anchors(),
                new Scale(1, 7),
                Metric.Target.DIALOGUE,
                List.of());
        Ratings labels = Ratings.of(
                List.of(
                        new Rating("a", "《灯塔》的小满", "s1", "other", "person:p", 7),
                        new Rating("a", "《灯塔》的小满", "s1", "fluency", "person:p", 2)),
                List.of(other, NINE.get(1)));
        assertThatThrownBy(() -> JudgeTuning.withDefaults()
                        .with(Format.CLASSIFICATION)
                        .examples(labels, DATA)
                        .lines(Part.TRAIN, 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1..5")
                .hasMessageContaining("1..7");
    }

    @Test
    void filesAsProgramsWriteThemSayTheSame() throws Exception {
        String text = "t";
        String id = Digest.ofText(text);
        Path csv = folder.resolve("p.csv");
        for (String file : List.of(
                "id,1,2,3\nx,1,0,0\n" + id + ",0.1,0.2,0.7\n",
                "\ufeffid,1,2,3\r\n" + id + ",0.1,0.2,0.7\r\n",
                "3;id;1;2\n0.7;" + id + ";0.1;0.2\n",
                "id\t1.0\t2.0\t3.0\n" + id + "\t10\t20\t70",
                "\"id\",\"1\", 2, 3\n\"" + id + "\",0.1, 0.2, 7e-1\n\n",
                "id,1,2,3\n" + id + ",0.1,0.2,0.7\n" + id + ",0.1,0.2,0.7\n")) {
            Files.writeString(csv, file);
            ChatResponse answer = ClassifierModel.read("m", csv).chat(ChatRequest.of(text));
            assertThat(answer.text()).as(file).isEqualTo("3");
            assertThat(answer.probabilities()).containsOnlyKeys("1", "2", "3");
            assertThat(answer.probabilities().get("1")).isCloseTo(0.1, within(1e-12));
        }
        Files.writeString(csv, "id,1,2,3\n" + id + ",0.1,0.2,0.7\n");
        NamedModel before = ClassifierModel.read("m", csv);
        assertThat(ClassifierModel.read("m", csv).revision()).isEqualTo(before.revision());
        Files.writeString(csv, "id,1,2,3\n" + id + ",0.1,0.7,0.2\n");
        assertThat(ClassifierModel.read("m", csv).revision()).isNotEqualTo(before.revision());
    }

    @Test
    void filesThatSayNoProbabilitiesAreRefusedWithTheirLine() throws Exception {
        Path csv = folder.resolve("p.csv");
        for (String[] file : new String[][] {
            {"id,1,2\nx,2.5,0.3\n", "line 2", "softmax"},
            {"id,1,2\nx,0.5,0.5\ny,-1,2\n", "line 3", "softmax"},
            {"id,1,2\nx,NaN,0.5\n", "line 2", "NaN"},
            {"id,1,2\nx,0.5\n", "line 2", "2 fields, 3 were expected"},
            {"id,1,2\nx,0.5,0.2,0.3\n", "line 2", "4 fields"},
            {"id,1,2\nx,,1\n", "line 2", "probability \"\""},
            {"id;1;2\nx;0,5;0,5\n", "line 2", "\"0,5\""},
            {"id,1,2\nx,0.5,0.5\nx,0.4,0.6\n", "line 3", "says otherwise"},
            {"id,LABEL_0,LABEL_1\nx,0.5,0.5\n", "line 1", "LABEL_0", "headed by the score"},
            {"id,1,1.0\nx,0.5,0.5\n", "line 1", "two columns"},
            {"id,1,2\n\"x,0.5,0.5\n", "p.csv"},
            {"id\nx\n", "line 2", "add up"},
        }) {
            Files.writeString(csv, file[0]);
            assertThatThrownBy(() -> ClassifierModel.read("m", csv))
                    .as(file[0])
                    .isInstanceOf(DatasetFormatException.class)
                    .hasMessageContainingAll(
                            List.of(file).subList(1, file.length).toArray(new String[0]));
        }
    }

    @Test
    void classesThatAreNotTheScoresAreRefusedBeforeTheyAreAnotherScores() throws Exception {
        ClassifierModel sure = text -> new double[] {0, 0, 0, 0, 1};
        assertThatThrownBy(() -> judge(ClassifierModel.named("m", List.of("0", "1", "2", "3", "4"), sure)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("m", "[0, 1, 2, 3, 4]", "[1, 2, 3, 4, 5]");
        try (Run run = Run.inMemory(Runnable::run, policy)) {
            NamedModel judge = ClassifierModel.named("m", List.of("1", "2", "3", "4", "5"), sure);
            assertThatThrownBy(() -> Judging.withDefaults().judge(run, DATA, List.of(judge)))
                    .hasMessageContaining("withTunedPrompt(true)");
        }
    }

    @Test
    void whatIsNoDistributionIsRefused() throws Exception {
        Path csv = folder.resolve("p.csv");
        Files.writeString(csv, "id,1,2\nx,0.5,many\n");
        assertThatThrownBy(() -> ClassifierModel.read("m", csv))
                .isInstanceOf(DatasetFormatException.class)
                .hasMessageContaining("line 2");
        Files.writeString(csv, "key,1,2\nx,0.5,0.5\n");
        assertThatThrownBy(() -> ClassifierModel.read("m", csv)).hasMessageContaining("no column id");
        Files.writeString(csv, "");
        assertThatThrownBy(() -> ClassifierModel.read("m", csv)).isInstanceOf(DatasetFormatException.class);
        assertThatThrownBy(() -> ClassifierModel.read("m", folder.resolve("none.csv")))
                .isInstanceOf(DatasetFormatException.class);
        for (double[] bad :
                List.of(new double[] {1}, new double[] {-1, 2}, new double[] {0, 0}, new double[] {0, Double.NaN})) {
            assertThatThrownBy(() -> ClassifierModel.named("m", List.of("1", "2"), text -> bad)
                            .chat(ChatRequest.of("x")))
                    .isInstanceOf(ChatException.class)
                    .hasMessageContaining("[1, 2]");
        }
    }
}
