package esrp.examples.integrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import esrp.cli.SampleData;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.TableFormat;
import esrp.metrics.Analysis;
import esrp.metrics.Calibration;
import esrp.metrics.HumanLabel;
import esrp.metrics.JudgeComparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Rubric;
import esrp.metrics.SimulatedStudy;
import esrp.prompts.ChatModel.ClassifierModel;
import esrp.prompts.JudgeTuning;
import esrp.prompts.JudgeTuning.Part;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunListener;
import esrp.prompts.run.RunPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The loop of a tuned judge, closed on this machine: export training files, train, judge with what was trained, and hold it
 * against people on scenarios that it did not see, beside a judge that knows how often each score was given and does not
 * read. Where the paper tunes Qwen3-8B, logistic regression on the vectors of {@link BgeEmbedder} stands in. Arguments: where to write
 * the files, and the folder of the published replies; without the second, the Chinese sample, without the first, a new folder for
 * temporary files.
 */
public final class TunedJudgeExample {
    private static final List<String> SCORES = List.of("1", "2", "3", "4", "5");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TunedJudgeExample() {}

    /**
     * Prints the tables.
     *
     * @param args where to write, and the folder of the replies; both may be left out
     * @throws IOException if the files cannot be written or read
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("esrp-tuned");
        boolean published = args.length > 1;
        Dataset data = published ? ChatAnime.read(Path.of(args[1])) : SampleData.dataset("zh");
        Ratings people = published ? SimulatedStudy.chatAnime(data).ratings() : SampleData.ratings("zh");
        print(data, people, folder, new BgeEmbedder(), new PrintStream(System.out, true, StandardCharsets.UTF_8));
    }

    static void print(Dataset data, Ratings people, Path folder, Function<String, float[]> embedder, PrintStream out)
            throws IOException, InterruptedException {
        Ratings labels = Analysis.of(people, Rubric.esrp()).labels(HumanLabel.ROUNDED_MEAN);
        JudgeTuning.Examples examples = JudgeTuning.withDefaults()
                .with(JudgeTuning.Format.CLASSIFICATION)
                .withFacts(true)
                .examples(labels, data);
        examples.write(folder);
        out.println(examples);

        Classifier reader = new Classifier(embedder);
        reader.train(lines(folder.resolve(Part.TRAIN.file())));
        Classifier prior = new Classifier(text -> new float[0]);
        prior.train(lines(folder.resolve(Part.TRAIN.file())));
        Set<String> unseen = new TreeSet<>();
        lines(folder.resolve(Part.TEST.file()))
                .forEach(line -> unseen.add(line.path("item").asText()));
        Dataset test = Dataset.of(
                data.candidates(),
                data.characters(),
                data.scenarios().stream()
                        .filter((Scenario one) -> unseen.contains(one.id()))
                        .toList(),
                data.dialogues().filter(one -> unseen.contains(one.scenario())).toList());

        NamedModel stand = ClassifierModel.named("stand-in", SCORES, reader);
        NamedModel blind = ClassifierModel.named("blind", SCORES, prior);
        try (Run run = Run.inMemory(Runnable::run, RunPolicy.withDefaults().withListener(RunListener.silent()))) {
            JudgingResult judged = Judging.withDefaults().withTunedPrompt(true).judge(run, test, List.of(stand, blind));
            Ratings held = people.where(rating -> unseen.contains(rating.item()));
            out.println(JudgeValidation.of(
                    held, judged.ratings().where(rating -> rating.rater().equals("model:stand-in"))));
            out.println();
            JudgeComparison.of(held, judged.ratings())
                    .tables()
                    .subList(0, 2)
                    .forEach(table -> out.println(table.as(TableFormat.text(), "en")));
            out.println();
            out.println(Calibration.of(
                    held,
                    judged.distributions().stream()
                            .filter(one -> one.rater().equals("model:stand-in"))
                            .toList()));
        }
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    /** Multinomial logistic regression on the vector of a dialogue, with an intercept per metric. */
    private static final class Classifier implements ClassifierModel {
        private static final int STEPS = 300;
        private static final double RATE = 0.05;
        private static final double PENALTY = 0.1;

        private final Function<String, float[]> embedder;
        private final Map<String, double[]> vectors = new HashMap<>();
        private final Map<String, double[]> intercepts = new HashMap<>();
        private double[][] weights = new double[0][];
        private double[] middle = new double[0];
        private double[] spread = new double[0];

        Classifier(Function<String, float[]> embedder) {
            this.embedder = embedder;
        }

        /** What is asked, and of which dialogue. */
        private static String[] parts(String text) {
            return text.split("\n\n", 2);
        }

        /** On the scale of the dialogues of training: the numbers of this model hardly differ between texts. */
        private double[] vector(String text) {
            double[] raw = raw(text);
            double[] vector = new double[raw.length];
            Arrays.setAll(vector, i -> (raw[i] - middle[i]) / spread[i]);
            return vector;
        }

        private double[] raw(String text) {
            return vectors.computeIfAbsent(parts(text)[1], material -> {
                float[] given = embedder.apply(material);
                double[] vector = new double[given.length];
                Arrays.setAll(vector, i -> given[i]);
                return vector;
            });
        }

        void train(List<JsonNode> lines) {
            List<String> texts =
                    lines.stream().map(line -> line.path("text").asText()).toList();
            int width = raw(texts.get(0)).length;
            middle = new double[width];
            spread = new double[width];
            Arrays.setAll(
                    middle,
                    i -> texts.stream()
                            .mapToDouble(text -> raw(text)[i])
                            .average()
                            .orElseThrow());
            Arrays.setAll(
                    spread,
                    i -> Math.sqrt(texts.stream()
                                    .mapToDouble(text -> Math.pow(raw(text)[i] - middle[i], 2))
                                    .average()
                                    .orElseThrow()
                            + 1e-9));
            List<double[]> inputs = new ArrayList<>();
            for (JsonNode line : lines) {
                inputs.add(vector(line.path("text").asText()));
                intercepts.put(parts(line.path("text").asText())[0], new double[SCORES.size()]);
            }
            weights = new double[SCORES.size()][inputs.get(0).length];
            for (int step = 0; step < STEPS; step++) {
                for (double[] row : weights) {
                    Arrays.setAll(row, i -> row[i] * (1 - RATE * PENALTY));
                }
                double[][] errors = new double[inputs.size()][];
                for (int n = 0; n < errors.length; n++) {
                    errors[n] = probabilities(lines.get(n).path("text").asText());
                    errors[n][lines.get(n).path("label").asInt()] -= 1;
                }
                for (int n = 0; n < errors.length; n++) {
                    double rate = RATE / errors.length;
                    double[] error = errors[n];
                    double[] input = inputs.get(n);
                    double[] own = intercept(lines.get(n).path("text").asText());
                    for (int k = 0; k < error.length; k++) {
                        own[k] -= 10 * rate * intercepts.size() * error[k];
                        for (int i = 0; i < input.length; i++) {
                            weights[k][i] -= rate * error[k] * input[i];
                        }
                    }
                }
            }
        }

        private double[] intercept(String text) {
            return intercepts.getOrDefault(parts(text)[0], new double[SCORES.size()]);
        }

        @Override
        public double[] probabilities(String text) {
            double[] input = vector(text);
            double[] scores = intercept(text).clone();
            for (int k = 0; k < scores.length; k++) {
                for (int i = 0; i < input.length; i++) {
                    scores[k] += weights[k][i] * input[i];
                }
                scores[k] = Math.exp(scores[k]);
            }
            double sum = Arrays.stream(scores).sum();
            return Arrays.stream(scores).map(one -> one / sum).toArray();
        }
    }
}
