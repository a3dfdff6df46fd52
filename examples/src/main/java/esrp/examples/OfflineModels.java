package esrp.examples;

import esrp.core.Metric;
import esrp.core.Metrics;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Scripts in place of models, for programs that must run without a network. They answer every prompt of this library in
 * the right form, and mean nothing by it.
 */
public final class OfflineModels {
    private static final List<String> OPENINGS =
            List.of("听你这么说，我也替你捏了一把汗。", "先坐下歇一会儿，慢慢讲。", "这种日子我也有过，真不好受。", "你能说出来，就已经很了不起了。");
    private static final List<String> ADVICE =
            List.of("不如先把眼前最小的一件事做完，", "今晚早点睡，明天再想也来得及，", "要不要出去走走，吹吹风，", "找个信得过的人一起商量，");
    private static final List<String> ENDINGS =
            List.of("事情总会一点一点好起来的，我就在这里陪你。", "回头告诉我后来怎么样了，好不好？", "你比自己想的要厉害得多，别急着给自己下结论。");

    private OfflineModels() {}

    /**
     * A candidate that puts sentences together by the prompt.
     *
     * @param id the id
     * @return the script
     */
    public static NamedModel candidate(String id) {
        return ChatModel.of(id, request -> {
            int hash = hash(id, request);
            return pick(OPENINGS, hash)
                    + pick(ADVICE, hash >> 4)
                    + pick(ENDINGS, hash >> 8)
                    + pick(OPENINGS, hash >> 12);
        });
    }

    /**
     * A user who asks on.
     *
     * @return the script
     */
    public static NamedModel user() {
        return ChatModel.of("offline-user", request -> "可是我心里还是不踏实，你要是我会怎么做？");
    }

    /**
     * A judge that scores by the prompt's hash.
     *
     * @param id the id
     * @return the script
     */
    public static NamedModel judge(String id) {
        return ChatModel.of(id, request -> {
            String prompt = text(request);
            return Metrics.esrp().stream()
                    .filter(metric -> prompt.contains("\"" + metric.name().in("zh") + "\": {"))
                    .map(metric -> "\"" + metric.name().in("zh") + "\": {\"score\": " + score(id, prompt, metric)
                            + ", \"explanation\": \"离线脚本\"}")
                    .collect(Collectors.joining(", ", "{", "}"));
        });
    }

    /**
     * A judge that answers as {@link #judge} does, but now and then as judge models misbehave: prose without a score, a
     * score outside the scale, a metric left out, an answer cut off.
     *
     * @param id the id
     * @return the script
     */
    public static NamedModel carelessJudge(String id) {
        NamedModel careful = judge(id);
        return ChatModel.of(id, request -> {
            String answer = careful.chat(request).text();
            return switch (Math.floorMod(hash(id, request), 16)) {
                case 0 -> "这条回复整体不错，就不打分了。";
                case 1 -> answer.replaceFirst("\"score\": \\d", "\"score\": 9");
                case 2 -> "{" + answer.substring(answer.indexOf("}, ") + 3);
                case 3 -> answer.substring(0, answer.length() * 2 / 3);
                default -> answer;
            };
        });
    }

    private static int score(String id, String prompt, Metric metric) {
        return 1
                + Math.floorMod(
                        (id + prompt + metric.id()).hashCode() * 31,
                        metric.scale().levels());
    }

    private static String pick(List<String> sentences, int number) {
        return sentences.get(Math.floorMod(number, sentences.size()));
    }

    private static int hash(String id, ChatRequest request) {
        int hash = (id + text(request)).hashCode() * 0x9E3779B1;
        return hash ^ (hash >>> 15);
    }

    private static String text(ChatRequest request) {
        return request.messages().stream().map(ChatMessage::text).collect(Collectors.joining("\n"));
    }
}
