package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.Candidate;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.ResponseBatch;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.prompts.ChatException;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.MetricJudgement;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Run.CostEstimate;
import esrp.prompts.run.RunPolicy.Budget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgingTest {
    private static final Executor HERE = Runnable::run;
    private static final List<Metric> NINE = Metric.esrp().stream()
            .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
            .toList();

    private final RunPolicy policy =
            RunPolicy.withDefaults().withClock(new VirtualClock()).withDurability(RunPolicy.Durability.WRITTEN);

    @TempDir
    private Path folder;

    private static String item(ChatRequest request) {
        return Objects.requireNonNull(request.tags().get("item"));
    }

    private static NamedModel judge(String id) {
        return ChatModel.of(id, request -> Scripted.answer(id, item(request), Scripted.asked(request)));
    }

    @Test
    void aPanelScoresEveryDialogueOnEveryMetric() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(4);
        List<NamedModel> panel = List.of(judge("a"), judge("b"));
        try (Run run = Run.open(folder, HERE, policy)) {
            JudgingResult result = Judging.withDefaults().judge(run, dialogues, List.of(Scripted.CHARACTER), panel);
            List<Rating> expected = new ArrayList<>();
            for (Dialogue dialogue : dialogues) {
                for (String judge : List.of("a", "b")) {
                    for (Metric metric : NINE) {
                        expected.add(new Rating(
                                dialogue.candidate(),
                                dialogue.character(),
                                dialogue.scenario(),
                                metric.id(),
                                "model:" + judge,
                                Scripted.score(judge, dialogue.scenario(), metric)));
                    }
                }
            }
            assertThat(result.ratings().stream()).containsExactlyElementsOf(expected);
            assertThat(result.unscored()).isEmpty();
            assertThat(result.answers()).hasSize(8);
            assertThat(result.answers().get(0).byMetric().get("fluency"))
                    .isEqualTo(new MetricJudgement.Scored(
                            Scripted.score(
                                    "a", "0", Metric.find(NINE, "fluency").orElseThrow()),
                            "因为0"));
            assertThat(run.progress().calls()).isEqualTo(8);
            assertThat(result).hasToString("""
                Judging
                rater    scored  unscored
                model:a      36         0
                model:b      36         0\
                """);
        }
    }

    @Test
    void whatWasAnsweredSoFarIsReadWhileTheRunGoesOn() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(4);
        List<JudgingResult> seen = new ArrayList<>();
        int[] calls = {0};
        NamedModel judge = ChatModel.of("a", request -> {
            if (calls[0]++ == 2) {
                try (Run look = Run.soFar(folder)) {
                    seen.add(Judging.withDefaults()
                            .judge(look, dialogues, List.of(Scripted.CHARACTER), List.of(judge("a"))));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return Scripted.answer("a", item(request), Scripted.asked(request));
        });
        try (Run run = Run.open(folder, HERE, policy)) {
            JudgingResult whole =
                    Judging.withDefaults().judge(run, dialogues, List.of(Scripted.CHARACTER), List.of(judge));
            assertThat(whole.ratings().size()).isEqualTo(4 * NINE.size());
            JudgingResult half = seen.get(0);
            assertThat(half.ratings().stream())
                    .containsExactlyElementsOf(
                            whole.ratings().stream().limit(2L * NINE.size()).toList());
            assertThat(half.unscoredByReason()).containsExactly(Map.entry("CALL_FAILED:DRY_RUN", 2L * NINE.size()));
            assertThat(half.remarks()).hasSize(2 * NINE.size());
        }
        assertThat(calls[0]).isEqualTo(4);
        assertThatThrownBy(() -> Run.soFar(folder.resolve("nothing"))).isInstanceOf(IOException.class);
    }

    @Test
    void halfPointsGoFromTheQuestionToTheFile() throws Exception {
        Metric whole = Metric.find(NINE, "fluency").orElseThrow();
        Metric half = new Metric(
                whole.id(),
                whole.name(),
                whole.dimension(),
                whole.definition(),
                whole.question(),
                whole.anchors(),
                new Scale(1, 5, 0.5),
                whole.target(),
                whole.aliases());
        List<String> prompts = new ArrayList<>();
        NamedModel judge = ChatModel.of("a", request -> {
            prompts.add(request.messages().toString());
            return "{\"fluency\": {\"score\": 4.5, \"explanation\": \"x\"}}";
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .withLanguage("en")
                    .withMetrics(List.of(half))
                    .judge(run, Scripted.dialogues(1), List.of(Scripted.CHARACTER), List.of(judge));
            assertThat(prompts).singleElement().asString().contains("range from 1 to 5, in steps of 0.5");
            assertThat(result.ratings().rating(0).score()).isEqualTo(4.5);
            Path file = folder.resolve("judging.jsonl");
            result.write(file);
            assertThat(JudgingResult.read(file).ratings().rating(0))
                    .isEqualTo(result.ratings().rating(0));
            MetricJudgement.Scored scored = (MetricJudgement.Scored)
                    Objects.requireNonNull(result.answers().get(0).byMetric().get("fluency"));
            assertThatIllegalStateException().isThrownBy(scored::score);
        }
    }

    @Test
    void onlyWhatIsMissingIsAskedAgain() throws Exception {
        List<List<String>> asked = Collections.synchronizedList(new ArrayList<>());
        NamedModel forgetful = ChatModel.of("a", request -> {
            List<Metric> metrics = Scripted.asked(request);
            asked.add(metrics.stream().map(Metric::id).toList());
            // Leaves out the last two thirds each time.
            return Scripted.answer("a", item(request), metrics.subList(0, (metrics.size() + 2) / 3));
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .judge(run, Scripted.dialogues(1), List.of(Scripted.CHARACTER), List.of(forgetful));
            assertThat(asked).extracting(List::size).containsExactly(9, 6, 4);
            assertThat(asked.get(1)).isEqualTo(asked.get(0).subList(3, 9));
            assertThat(asked.get(2)).isEqualTo(asked.get(0).subList(5, 9));
            assertThat(result.ratings().size()).isEqualTo(7);
            assertThat(result.unscoredByReason()).isEqualTo(Map.of("MISSING", 2L));
            assertThat(result.unscored().get(0).reply()).isPresent();
            assertThat(result.remarks())
                    .filteredOn(remark -> !remark.scored())
                    .hasSize(2)
                    .allSatisfy(remark -> {
                        assertThat(remark.text()).isNotBlank();
                        assertThat(remark.reply())
                                .isEqualTo(result.unscored().get(0).reply());
                    });
            assertThat(result.remarks())
                    .filteredOn(Remark::scored)
                    .allSatisfy(remark -> assertThat(remark.text())
                            .isEqualTo(((MetricJudgement.Scored) Objects.requireNonNull(
                                            result.answers().get(0).byMetric().get(remark.metric())))
                                    .explanation()));
            assertThat(result.answers().get(0).replies()).hasSize(3);
            assertThat(result).hasToString("""
                Judging
                rater    scored  unscored
                model:a       7         2

                2 ratings have no score: this metric not answered\
                """);
        }
    }

    @Test
    void withoutReAsksTheFirstReplyCounts() throws Exception {
        NamedModel silent = ChatModel.of("a", request -> "我不想打分。");
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result =
                    Judging.withDefaults().withReAsks(0).judge(run, Scripted.dialogues(2), List.of(), List.of(silent));
            assertThat(run.progress().calls()).isEqualTo(2);
            assertThat(result.ratings().isEmpty()).isTrue();
            assertThat(result.unscoredByReason()).isEqualTo(Map.of("UNREADABLE", 18L));
        }
    }

    @Test
    void aCallThatFailsCostsItsRatingsAndSaysWhy() throws Exception {
        NamedModel failing = ChatModel.of("bad", request -> {
            throw ChatException.of(ChatException.Kind.REJECTED, "no such model");
        });
        NamedModel filtered = new NamedModel("filtered", request -> ChatResponse.of("", FinishReason.CONTENT_FILTER));
        try (Run run = Run.open(folder, HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .judge(run, Scripted.dialogues(2), List.of(), List.of(failing, judge("good"), filtered));
            assertThat(result.ratings().size()).isEqualTo(18);
            assertThat(result.ratings().raters()).containsExactly("model:good");
            assertThat(result.unscoredByReason()).isEqualTo(Map.of("CALL_FAILED:REJECTED", 18L, "FILTERED", 18L));
            JudgingResult.Unscored first = result.unscored().get(0);
            assertThat(first.call()).contains(Run.FailureReason.REJECTED);
            assertThat(first.judgement().detail()).contains("no such model");
            assertThat(result.text("en")).contains("call failed: request refused", "no such model");
            assertThat(result.text("zh")).contains("18 个评分缺失，调用失败：被拒绝", "18 个评分缺失：回复被服务方拦截");
            assertThat(first.reply()).isEmpty();
        }
        assertThat(Files.readString(folder.resolve("manifest-judging.json"))).doesNotContain("no such model");
    }

    @Test
    void oneCallAMetricGivesTheSameScores() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(2);
        try (Run run = Run.inMemory(HERE, policy)) {
            Judging all = Judging.withDefaults();
            JudgingResult together = all.judge(run, dialogues, List.of(), List.of(judge("a")));
            JudgingResult apart = all.withOneCallPerMetric(true).judge(run, dialogues, List.of(), List.of(judge("a")));
            assertThat(apart.ratings().stream())
                    .containsExactlyElementsOf(together.ratings().stream().toList());
            assertThat(run.progress().calls()).isEqualTo(2 + 18);
        }
    }

    @Test
    void oneCallAMetricAsksOnlyTheMissingMetricsAgainAndNoMoreThanAllowed() throws Exception {
        Map<String, Integer> calls = new ConcurrentHashMap<>();
        NamedModel moody = ChatModel.of("a", request -> {
            List<Metric> metrics = Scripted.asked(request);
            assertThat(metrics).hasSize(1);
            String id = metrics.get(0).id();
            int call = calls.merge(id, 1, Integer::sum);
            // Fluency is answered at the third call, coherence never.
            boolean silent = id.equals("coherence") || (id.equals("fluency") && call < 3);
            return silent ? "我再想想。" : Scripted.answer("a", item(request), metrics);
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .withOneCallPerMetric(true)
                    .withReAsks(3)
                    .judge(run, Scripted.dialogues(1), List.of(), List.of(moody));
            assertThat(calls)
                    .hasSize(9)
                    .containsEntry("fluency", 3)
                    .containsEntry("coherence", 4)
                    .containsEntry("consistency", 1);
            assertThat(calls.values().stream().mapToInt(Integer::intValue).sum())
                    .isEqualTo(7 + 3 + 4);
            assertThat(result.ratings().size()).isEqualTo(8);
            assertThat(result.unscored()).singleElement().satisfies(missing -> {
                assertThat(missing.metric()).isEqualTo("coherence");
                assertThat(missing.reply()).contains("我再想想。");
            });
        }
    }

    @Test
    void aScoreOnceGivenIsNeverAskedForAgain() throws Exception {
        List<List<String>> asked = new ArrayList<>();
        NamedModel contrary = ChatModel.of("a", request -> {
            List<Metric> metrics = Scripted.asked(request);
            asked.add(metrics.stream().map(Metric::id).toList());
            // Answers what was asked last, and gives everything else the lowest score.
            String lowest = NINE.stream()
                    .filter(metric -> !metrics.contains(metric))
                    .map(metric -> ", \"" + metric.name().in("zh") + "\": {\"score\": 1, \"explanation\": \"x\"}")
                    .collect(Collectors.joining());
            return Scripted.answer("a", item(request), metrics.subList(0, (metrics.size() + 1) / 2))
                            .replaceAll("\\}$", "")
                    + lowest + "}";
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .withReAsks(9)
                    .judge(run, Scripted.dialogues(1), List.of(), List.of(contrary));
            assertThat(asked).extracting(List::size).containsExactly(9, 4, 2, 1);
            assertThat(result.unscored()).isEmpty();
            assertThat(result.ratings().stream())
                    .allMatch(rating -> rating.score()
                            == Scripted.score(
                                    "a", "0", Metric.find(NINE, rating.metric()).orElseThrow()));
        }
    }

    @Test
    void shuffledMetricsStandInAnOrderOfTheSeedAndTheItem() throws Exception {
        // Three candidates answer each of four items.
        List<Dialogue> dialogues = new ArrayList<>();
        for (Dialogue dialogue : Scripted.dialogues(4)) {
            for (String candidate : List.of("x", "y", "z")) {
                dialogues.add(new Dialogue(
                        candidate,
                        dialogue.character(),
                        dialogue.scenario(),
                        List.of(new Turn("问" + dialogue.scenario(), candidate + "答"))));
            }
        }
        Map<String, Set<List<String>>> orders = new TreeMap<>();
        NamedModel judge = ChatModel.of("a", request -> {
            String text = Scripted.text(request);
            List<String> order = Scripted.asked(request).stream()
                    .sorted(Comparator.comparingInt(
                            metric -> text.indexOf("\"" + metric.name().in("zh") + "\": {")))
                    .map(Metric::id)
                    .toList();
            orders.computeIfAbsent(item(request), any -> new HashSet<>()).add(order);
            return Scripted.answer("a", item(request), Scripted.asked(request));
        });
        Judging shuffled = Judging.withDefaults().withShuffledMetrics(true).withSeed(3);
        try (Run run = Run.open(folder, HERE, policy)) {
            JudgingResult plain = Judging.withDefaults().judge(run, dialogues, List.of(), List.of(judge));
            assertThat(orders.values()).allMatch(seen -> seen.size() == 1);
            assertThat(orders.values().stream().flatMap(Set::stream).distinct())
                    .containsExactly(NINE.stream().map(Metric::id).toList());
            orders.clear();

            JudgingResult result = shuffled.judge(run, dialogues, List.of(), List.of(judge));
            // One order for all candidates of an item, another one for each item.
            assertThat(orders).hasSize(4);
            assertThat(orders.values()).allMatch(seen -> seen.size() == 1);
            assertThat(orders.values().stream().flatMap(Set::stream).distinct()).hasSize(4);
            // The results come as the metrics were given, and the manifest says what was done.
            assertThat(result.ratings().stream())
                    .containsExactlyElementsOf(plain.ratings().stream().toList());
            assertThat(result.manifest().settings())
                    .containsEntry("metrics shuffled", "true")
                    .containsEntry("seed", "3");
            assertThat(plain.manifest().settings()).containsEntry("metrics shuffled", "false");
        }
        // The same seed asks nothing anew after a restart; another one does.
        try (Run run = Run.open(folder, HERE, policy)) {
            assertThat(shuffled.judge(run, dialogues, List.of(), List.of(judge)).unscored())
                    .isEmpty();
            assertThat(run.progress().calls()).isEqualTo(24); // those of before
            assertThat(shuffled.withSeed(4)
                            .judge(run, dialogues, List.of(), List.of(judge))
                            .unscored())
                    .isEmpty();
            assertThat(run.progress().calls()).isEqualTo(36);
        }
    }

    @Test
    void replicatesShowShuffledMetricsInOrdersOfTheirOwn() throws Exception {
        List<String> prompts = new ArrayList<>();
        NamedModel judge = ChatModel.of("a", request -> {
            prompts.add(Scripted.text(request));
            return Scripted.answer("a", item(request), Scripted.asked(request));
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(Judging.withDefaults()
                            .withShuffledMetrics(true)
                            .withReplicates(3)
                            .judge(run, Scripted.dialogues(1), List.of(), List.of(judge))
                            .ratings()
                            .size())
                    .isEqualTo(27);
        }
        assertThat(prompts).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void replicatesAreCallsAndCoordinatesOfTheirOwn() throws Exception {
        List<String> replies = new ArrayList<>();
        NamedModel wavering = ChatModel.of("a", request -> {
            replies.add(Scripted.answer("a" + replies.size() / 2, item(request), Scripted.asked(request)));
            return replies.get(replies.size() - 1);
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .withReplicates(3)
                    .judge(run, Scripted.dialogues(1), List.of(), List.of(wavering));
            assertThat(result.ratings().raters()).containsExactly("model:a");
            assertThat(result.ratings().stream().map(Rating::replicate).distinct())
                    .containsExactly("1", "2", "3");
            assertThat(run.progress().calls()).isEqualTo(3);
            assertThat(result.ratings().duplicates()).isEmpty();
            // The first two answers are the same, the third another one.
            int equal = 0;
            for (int m = 0; m < NINE.size(); m++) {
                equal += result.ratings().rating(m).score()
                                == result.ratings().rating(m + 18).score()
                        ? 2
                        : 0;
            }
            assertThat(result)
                    .asString()
                    .contains("Judges against themselves")
                    .contains(String.format(java.util.Locale.ROOT, "%.1f%%", 100.0 * (9 + equal) / 27));
            assertThat(result.ratings().reduced(Ratings.Reducer.MAJORITY).stream()
                            .toList())
                    .isEqualTo(
                            result
                                    .ratings()
                                    .where(rating -> rating.replicate().equals("1"))
                                    .reduced(Ratings.Reducer.MEAN)
                                    .stream()
                                    .toList())
                    .hasSize(9);
        }
    }

    @Test
    void batchesAreShownInAnOrderOfTheSeedAndScoredOnDiversity() throws Exception {
        List<ResponseBatch> batches = IntStream.range(0, 3)
                .mapToObj(b -> new ResponseBatch(
                        "c",
                        Scripted.CHARACTER.id(),
                        "batch-" + b,
                        IntStream.range(0, 10)
                                .mapToObj(i -> "回复" + (char) ('A' + i))
                                .toList()))
                .toList();
        List<String> prompts = Collections.synchronizedList(new ArrayList<>());
        NamedModel judge = ChatModel.of("a", request -> {
            prompts.add(Scripted.text(request));
            return "{\"多样性\": {\"score\": 4, \"explanation\": \"x\"}}";
        });
        try (Run run = Run.open(folder, HERE, policy)) {
            JudgingResult result =
                    Judging.withDefaults().judgeBatches(run, batches, List.of(Scripted.CHARACTER), List.of(judge));
            assertThat(result.ratings().stream())
                    .containsExactlyElementsOf(IntStream.range(0, 3)
                            .mapToObj(b ->
                                    new Rating("c", Scripted.CHARACTER.id(), "batch-" + b, "diversity", "model:a", 4))
                            .toList());
            assertThat(folder.resolve("manifest-diversity-judging.json")).exists();
            // The same seed asks nothing new; another one shows another order.
            Judging same = Judging.withDefaults().withSeed(0);
            assertThat(same.judgeBatches(run, batches, List.of(), List.of(judge))
                            .ratings()
                            .hash())
                    .isEqualTo(result.ratings().hash());
            assertThat(prompts).hasSize(3);
            assertThat(same.withSeed(1)
                            .judgeBatches(run, batches, List.of(), List.of(judge))
                            .unscored())
                    .isEmpty();
            assertThat(prompts).hasSize(6).doesNotHaveDuplicates();
        }
        List<String> orders = prompts.stream()
                .map(text -> text.replaceAll("(?s)[^A-J回复]|回复(?![A-J])", "").replace("回复", ""))
                .toList();
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void nothingInAPromptSaysWhoTheCandidateIs() throws Exception {
        List<String> prompts = new ArrayList<>();
        NamedModel judge = ChatModel.of("a", request -> {
            prompts.add(Scripted.text(request));
            return Scripted.answer("a", item(request), Scripted.asked(request));
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(Judging.withDefaults()
                            .judge(run, Scripted.dialogues(3), List.of(), List.of(judge))
                            .unscored())
                    .isEmpty();
        }
        assertThat(prompts).hasSize(3).allSatisfy(text -> assertThat(text).doesNotContain("candidate-"));
    }

    @Test
    void metricsWithOppositeAnchorsHaveOtherHashesInTheManifest() throws Exception {
        Metric metric = Metric.esrp().get(1);
        Metric opposite = new Metric(
                metric.id(),
                metric.name(),
                metric.dimension(),
                metric.definition(),
                metric.question(),
                metric.anchors().map(anchors -> new Metric.Anchors(anchors.above(), anchors.at(), anchors.below())),
                metric.scale(),
                metric.target(),
                metric.aliases());
        assertThat(opposite).hasToString(metric.toString());
        assertThat(hash(opposite)).isNotEqualTo(hash(metric));
    }

    private String hash(Metric metric) throws Exception {
        try (Run run = Run.inMemory(HERE, policy)) {
            return Objects.requireNonNull(Judging.withDefaults()
                    .withMetrics(List.of(metric))
                    .judge(run, Scripted.dialogues(1), List.of(), List.of(judge("a")))
                    .manifest()
                    .hashes()
                    .get("metric " + metric.id()));
        }
    }

    @Test
    void oneDataSetHasOneHash() throws Exception {
        Dataset data = Dataset.of(
                IntStream.range(0, 3)
                        .mapToObj(i -> Candidate.model("candidate-" + i))
                        .toList(),
                List.of(Scripted.CHARACTER),
                IntStream.range(0, 6)
                        .mapToObj(i -> Scenario.of("" + i, "问题" + i))
                        .toList(),
                Scripted.dialogues(6));
        try (Run run = Run.inMemory(HERE, policy)) {
            Manifest manifest =
                    Judging.withDefaults().judge(run, data, List.of(judge("a"))).manifest();
            assertThat(manifest.hashes().get("data")).isEqualTo(data.hash());
        }
    }

    @Test
    void theManifestSaysWhatIsNeededToRepeatTheRun() throws Exception {
        NamedModel judge = new NamedModel(
                "a",
                request -> ChatResponse.of(Scripted.answer("a", item(request), Scripted.asked(request)))
                        .withServedModel("a-2026-01-01"));
        Manifest manifest;
        try (Run run = Run.open(folder, HERE, policy)) {
            manifest = Judging.withDefaults()
                    .withSeed(5)
                    .judge(run, Scripted.dialogues(2), List.of(), List.of(judge))
                    .manifest();
        }
        assertThat(Files.readString(folder.resolve("manifest-judging.json"))).isEqualTo(manifest.json());
        assertThat(manifest.json())
                .contains("\"kind\" : \"judging\"", "\"asked\" : \"a\"", "\"a-2026-01-01\"", "\"seed\" : \"5\"")
                .contains("\"max_tokens\" : 2048", "\"scored\" : 18", "\"unscored\" : 0", "\"language\" : \"zh\"");
        assertThat(manifest.hashes().keySet())
                .contains("selection", "prompts", "metric fluency", "ratings")
                .doesNotContain("data");
        assertThat(manifest.hashes().values()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        try (Run run = Run.inMemory(HERE, policy)) {
            Manifest other = Judging.withDefaults()
                    .withSeed(5)
                    .judge(run, Scripted.dialogues(3), List.of(), List.of(judge))
                    .manifest();
            assertThat(other.hashes().get("selection"))
                    .isNotEqualTo(manifest.hashes().get("selection"));
            assertThat(other.hashes().get("metric fluency"))
                    .isEqualTo(manifest.hashes().get("metric fluency"));
        }
    }

    @Test
    void concurrencyChangesNothing() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(40);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try (Run one = Run.inMemory(HERE, policy);
                Run many = Run.inMemory(pool, policy.withConcurrency(8))) {
            JudgingResult first = Judging.withDefaults().judge(one, dialogues, List.of(), List.of(judge("a")));
            JudgingResult second = Judging.withDefaults().judge(many, dialogues, List.of(), List.of(judge("a")));
            assertThat(second.ratings().stream())
                    .containsExactlyElementsOf(first.ratings().stream().toList());
            assertThat(second.manifest()).isEqualTo(first.manifest());
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void aDryRunCountsWhatIsMissing() throws Exception {
        List<Dialogue> dialogues = Scripted.dialogues(10);
        RunPolicy priced = policy.withPrice("a", new BigDecimal("1000"), new BigDecimal("2000"));
        try (Run run = Run.open(folder, HERE, priced)) {
            Judging judging = Judging.withDefaults();
            JudgingResult some = judging.judge(run, dialogues.subList(0, 4), List.of(), List.of(judge("a")));
            assertThat(some.unscored()).isEmpty();
            CostEstimate estimate = judging.estimate(run, dialogues, List.of(), List.of(judge("a"), judge("free")));
            assertThat(estimate.fewestTime().toSeconds())
                    .isEqualTo(5 * ((estimate.fewestCalls() + estimate.atOnce() - 1) / estimate.atOnce()));
            assertThat(estimate.mostTime()).isGreaterThanOrEqualTo(estimate.fewestTime());
            assertThat(estimate.items()).isEqualTo(20);
            assertThat(estimate.complete()).isEqualTo(4);
            assertThat(estimate.replayed()).isEqualTo(4);
            assertThat(estimate.fewestCalls()).isEqualTo(16);
            assertThat(estimate.mostCalls()).isEqualTo(48);
            assertThat(estimate.fewestTokens().outputTokens()).isEqualTo(16 * 2048);
            assertThat(estimate.fewestCost())
                    .isLessThan(estimate.mostCost())
                    .isGreaterThan(new java.math.BigDecimal("24"));
            assertThat(run.progress().calls()).isEqualTo(4);
            assertThat(estimate.toString().lines().toList())
                    .hasSize(4)
                    .first()
                    .isEqualTo("20 items, 4 of them complete; 4 answers in the journal");
            assertThat(judging.estimateBatches(
                                    run,
                                    List.of(new ResponseBatch("c", "d", "b", List.of("x"))),
                                    List.of(),
                                    List.of(judge("a")))
                            .mostCalls())
                    .isEqualTo(3);
        }
    }

    @Test
    void mistakesAreNamed() throws Exception {
        Judging judging = Judging.withDefaults();
        List<Dialogue> one = Scripted.dialogues(1);
        try (Run run = Run.inMemory(HERE, policy.withBudget(Budget.unlimited().withMoney(java.math.BigDecimal.ONE)))) {
            assertThatThrownBy(() -> judging.judge(run, one, List.of(), List.of()))
                    .hasMessageContaining("panel");
            assertThatThrownBy(() -> judging.judge(run, one, List.of(), List.of(judge("a"), judge("a"))))
                    .hasMessageContaining("\"a\" is there twice");
            assertThatThrownBy(
                            () -> judging.judge(run, List.of(one.get(0), one.get(0)), List.of(), List.of(judge("a"))))
                    .hasMessageContaining("item \"0\" is there twice");
            assertThatThrownBy(() -> judging.judge(
                            run, one, List.of(Scripted.CHARACTER, Scripted.CHARACTER), List.of(judge("a"))))
                    .hasMessageContaining("characters");
            assertThatThrownBy(() -> judging.judge(run, one, List.of(), List.of(judge("a"))))
                    .hasMessageContaining("no price");
            assertThatThrownBy(() ->
                            judging.withMetrics(NINE).judgeBatches(run, List.of(), List.of(), List.of(judge("a"))))
                    .hasMessageContaining("about a BATCH");
        }
        assertThatThrownBy(() -> judging.withMetrics(List.of())).hasMessageContaining("metrics");
        assertThatThrownBy(() -> judging.withMetrics(List.of(NINE.get(0), NINE.get(0))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> judging.withReAsks(-1)).hasMessageContaining("reAsks: -1");
        assertThatThrownBy(() -> judging.withReplicates(0)).hasMessageContaining("replicates: 0");
    }

    @Test
    void theSchemaIsSentOnDemand() throws Exception {
        List<ChatRequest> requests = new ArrayList<>();
        NamedModel judge = ChatModel.of("a", request -> {
            requests.add(request);
            return Scripted.answer("a", item(request), Scripted.asked(request));
        });
        try (Run run = Run.inMemory(HERE, policy)) {
            assertThat(Judging.withDefaults()
                            .withSchema(true)
                            .judge(run, Scripted.dialogues(1), List.of(), List.of(judge))
                            .ratings()
                            .size())
                    .isEqualTo(9);
        }
        assertThat(requests.get(0).format()).isPresent();
        assertThat(requests.get(0).parameters().maxTokens()).hasValue(2048);
    }

    @Test
    void noTwoReplicatesOfDifferentJudgesAreTheSameRating() throws Exception {
        List<NamedModel> panel =
                Stream.of("a", "a#2", "a##2", "a#").map(JudgingTest::judge).toList();
        try (Run run = Run.inMemory(HERE, policy)) {
            JudgingResult result = Judging.withDefaults()
                    .withReplicates(3)
                    .judge(run, Scripted.dialogues(1), List.of(Scripted.CHARACTER), panel);
            assertThat(result.ratings().raters()).containsExactly("model:a", "model:a#2", "model:a##2", "model:a#");
            assertThat(result.ratings().size()).isEqualTo(4 * 3 * 9);
            assertThat(result.ratings().duplicates()).isEmpty();
        }
    }
}
