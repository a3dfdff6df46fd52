package esrp.prompts.run;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.prompts.ChatException;
import esrp.prompts.ChatRequest;
import esrp.prompts.ChatResponse;
import esrp.prompts.ChatResponse.FinishReason;
import esrp.prompts.NamedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 questions to judges of whom one call in five fails, in every way that a call can fail, in virtual time. What
 * must come out is computed a second time by a plain loop that knows nothing of runs.
 */
class FaultTest {
    private static final int DIALOGUES = 2_500;
    private static final List<String> PANEL = List.of("a", "b", "c", "d");
    private static final int TRIES = 3;
    private static final int RE_ASKS = 2;

    private enum Fault {
        NONE,
        RATE_LIMITED,
        RATE_LIMITED_WITH_WAIT,
        TRANSIENT,
        BROKEN_CONNECTION,
        TIMEOUT,
        HANG,
        REJECTED,
        CLIENT_FAULT,
        WITHHELD,
        EMPTY,
        PROSE,
        CUT,
        WRONG_SCALE;

        /** The reason under which a call that ends so is counted, if it is a call that fails. */
        Run.FailureReason reason() {
            return switch (this) {
                case RATE_LIMITED, RATE_LIMITED_WITH_WAIT -> Run.FailureReason.RATE_LIMITED;
                case TRANSIENT, BROKEN_CONNECTION -> Run.FailureReason.TRANSIENT;
                case TIMEOUT, HANG -> Run.FailureReason.TIMEOUT;
                case REJECTED -> Run.FailureReason.REJECTED;
                default -> Run.FailureReason.CLIENT_FAULT;
            };
        }

        boolean replies() {
            return switch (this) {
                case NONE, WITHHELD, EMPTY, PROSE, CUT, WRONG_SCALE -> true;
                default -> false;
            };
        }

        boolean retried() {
            return !replies() && this != REJECTED;
        }

        /** How many calls a question is tried with. */
        int tries() {
            return this == CLIENT_FAULT ? 2 : TRIES;
        }

        /** How many metrics can be read from a reply that was asked for some. */
        int readable(int asked) {
            return this == NONE ? asked : this == CUT ? asked / 2 : this == WRONG_SCALE ? asked - 1 : 0;
        }

        /** Under which reason the metrics that cannot be read are counted. */
        String label() {
            return switch (this) {
                case WITHHELD -> "FILTERED";
                case EMPTY -> "EMPTY";
                case PROSE -> "UNREADABLE";
                case CUT -> "CUT_OFF";
                default -> "OUT_OF_SCALE";
            };
        }
    }

    private final VirtualClock clock = new VirtualClock();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final AtomicLong made = new AtomicLong();
    private final Map<Fault, AtomicLong> faults = new EnumMap<>(Fault.class);

    @TempDir
    private Path folder;

    /** What happens to the n-th call of a judge about a dialogue. */
    private static Fault fault(String judge, String item, int n) {
        int h = (judge + "/" + item + "/" + n).hashCode() * 0x9E3779B1;
        h = (h ^ h >>> 15) * 0x85EBCA6B;
        h ^= h >>> 13;
        Fault[] all = Fault.values();
        // Hangs and client faults once more, then every other way alike.
        return Math.floorMod(h, 1000) < 200 ? all[1 + Math.floorMod(h / 1000, all.length - 1)] : Fault.NONE;
    }

    private ChatResponse answer(String judge, ChatRequest request, boolean healthy)
            throws ChatException, InterruptedException {
        String item = Objects.requireNonNull(request.tags().get("item"));
        int n = calls.computeIfAbsent(judge + "/" + item, key -> new AtomicInteger())
                .getAndIncrement();
        made.incrementAndGet();
        Fault fault = healthy ? Fault.NONE : fault(judge, item, n);
        Objects.requireNonNull(faults.get(fault)).incrementAndGet();
        List<Metric> asked = Scripted.asked(request);
        String whole = Scripted.answer(judge, item, asked);
        return switch (fault) {
            case NONE -> ChatResponse.of(whole, FinishReason.STOP);
            case RATE_LIMITED -> throw ChatException.of(ChatException.Kind.RATE_LIMITED, "429");
            case RATE_LIMITED_WITH_WAIT -> throw ChatException.rateLimited("429", Duration.ofSeconds(7));
            case TRANSIENT -> throw ChatException.ofHttpStatus(500, "down");
            case BROKEN_CONNECTION ->
                throw ChatException.of(
                        ChatException.Kind.TRANSIENT, "reset", new java.io.IOException("connection reset"));
            case TIMEOUT -> throw ChatException.of(ChatException.Kind.TIMEOUT, "no reply");
            case HANG -> {
                clock.sleep(Duration.ofDays(1));
                throw new AssertionError("a day passed");
            }
            case REJECTED -> throw ChatException.ofHttpStatus(400, "no");
            case CLIENT_FAULT -> throw new IllegalStateException("client");
            case WITHHELD -> ChatResponse.of("", FinishReason.CONTENT_FILTER);
            case EMPTY -> ChatResponse.of("", FinishReason.STOP);
            case PROSE -> ChatResponse.of("我觉得这段对话很好。", FinishReason.STOP);
            case CUT -> ChatResponse.of(cut(judge, item, asked), FinishReason.LENGTH);
            case WRONG_SCALE ->
                ChatResponse.of(whole.replaceFirst("\"score\": [1-5]", "\"score\": 9"), FinishReason.STOP);
        };
    }

    /** An answer that ends before its second half. */
    private static String cut(String judge, String item, List<Metric> asked) {
        String half = Scripted.answer(judge, item, asked.subList(0, asked.size() / 2));
        return half.substring(0, half.length() - 1) + (asked.size() / 2 == 0 ? "" : ", ") + "\""
                + asked.get(asked.size() / 2).name().in("zh") + "\": {\"sco";
    }

    /** What must come out: scores and reasons, by a loop that knows nothing of runs. */
    private static final class Expected {
        private final List<Rating> ratings = new ArrayList<>();
        private final Map<String, Long> unscored = new TreeMap<>();
        private long calls;
        private long answers;

        void judge(Dialogue dialogue, String judge, List<Metric> metrics) {
            List<Metric> missing = metrics;
            Map<String, String> labels = new TreeMap<>();
            int n = 0;
            for (int attempt = 0; attempt <= RE_ASKS && !missing.isEmpty(); attempt++) {
                Fault fault = fault(judge, dialogue.scenario(), n++);
                for (int tries = 1; fault.retried() && tries < fault.tries(); tries++) {
                    fault = fault(judge, dialogue.scenario(), n++);
                }
                if (!fault.replies()) {
                    for (Metric metric : missing) {
                        labels.put(metric.id(), "CALL_FAILED:" + fault.reason());
                    }
                    break;
                }
                answers++;
                int readable = fault.readable(missing.size());
                List<Metric> unread =
                        fault == Fault.WRONG_SCALE ? missing.subList(0, 1) : missing.subList(readable, missing.size());
                for (Metric metric : missing) {
                    labels.remove(metric.id());
                }
                for (Metric metric : unread) {
                    labels.put(metric.id(), fault.label());
                }
                missing = unread;
            }
            calls += n;
            for (Metric metric : metrics) {
                String label = labels.get(metric.id());
                if (label == null) {
                    ratings.add(new Rating(
                            dialogue.candidate(),
                            dialogue.character(),
                            dialogue.scenario(),
                            metric.id(),
                            "model:" + judge,
                            Scripted.score(judge, dialogue.scenario(), metric)));
                } else {
                    unscored.merge(label, 1L, Long::sum);
                }
            }
        }
    }

    @Test
    void oneCallInFiveFailsAndNothingIsLostOrDoubled() throws Exception {
        for (Fault fault : Fault.values()) {
            faults.put(fault, new AtomicLong());
        }
        List<Dialogue> dialogues = Scripted.dialogues(DIALOGUES);
        List<Metric> nine = esrp.core.Metric.esrp().stream()
                .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
                .toList();
        Expected expected = new Expected();
        for (Dialogue dialogue : dialogues) {
            for (String judge : PANEL) {
                expected.judge(dialogue, judge, nine);
            }
        }
        ExecutorService pool = Executors.newFixedThreadPool(8);
        RunPolicy policy = RunPolicy.withDefaults()
                .withClock(clock)
                .withTries(TRIES)
                .withConcurrency(8)
                .withDurability(RunPolicy.Durability.WRITTEN);
        Judging judging = Judging.withDefaults().withReAsks(RE_ASKS);
        JudgingResult result;
        try (Run run = Run.open(folder, pool, policy)) {
            result = judging.judge(run, dialogues, List.of(Scripted.CHARACTER), panel(false));
            assertThat(run.progress().answered()).isEqualTo(expected.answers);
            assertThat(run.progress().calls()).isEqualTo(expected.calls);
        }
        assertThat(made).hasValue(expected.calls);
        assertThat(result.ratings().stream().toList()).isEqualTo(expected.ratings);
        assertThat(result.ratings().duplicates()).isEmpty();
        assertThat(result.unscoredByReason()).isEqualTo(expected.unscored);
        assertThat(result.ratings().size() + result.unscored().size()).isEqualTo(DIALOGUES * PANEL.size() * 9);
        assertThat(faults.values()).allSatisfy(count -> assertThat(count.get()).isPositive());
        long failed =
                made.get() - Objects.requireNonNull(faults.get(Fault.NONE)).get();
        assertThat((double) failed / made.get()).isBetween(0.18, 0.22);

        // The services are well again: the next run asks what has no answer, and nothing else.
        long before = made.get();
        JudgingResult second;
        try (Run run = Run.open(folder, pool, policy)) {
            second = judging.judge(run, dialogues, List.of(Scripted.CHARACTER), panel(true));
            assertThat(run.progress().replayed()).isEqualTo(expected.answers);
        } finally {
            pool.shutdown();
        }
        long withoutAnswer = result.answers().stream()
                .filter(verdict -> verdict.failure().isPresent())
                .count();
        assertThat(made.get() - before).isEqualTo(withoutAnswer);
        assertThat(second.unscoredByReason().keySet()).noneMatch(label -> label.startsWith("CALL_FAILED"));
        assertThat(second.ratings().stream().collect(Collectors.toSet()).containsAll(expected.ratings))
                .as("what was scored stays scored as it was")
                .isTrue();

        System.out.printf(
                "fault test: %,d questions, %,d calls, %.1f%% of them failing: %s%n",
                10_000, before, 100.0 * failed / before, faults);
        System.out.printf(
                "fault test: %,d scored + %,d unscored = %,d; unscored by reason %s; nothing lost, nothing doubled%n",
                result.ratings().size(),
                result.unscored().size(),
                DIALOGUES * PANEL.size() * 9,
                result.unscoredByReason());
        System.out.printf(
                "fault test: the next run made %,d calls for %,d questions without an answer; %,d unscored left%n",
                made.get() - before, withoutAnswer, second.unscored().size());
    }

    private List<NamedModel> panel(boolean healthy) {
        return PANEL.stream()
                .map(id -> new NamedModel(id, request -> answer(id, request, healthy)))
                .toList();
    }
}
