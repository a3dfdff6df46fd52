package esrp.examples;

import esrp.core.Metric;
import esrp.prompts.ChatMessage;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scripts in place of models, for programs that must run without a network. They answer the prompts of this library for
 * role-play, follow-ups and judging in the right form and in the language of the prompt, Chinese or English, and mean
 * nothing by it.
 */
public final class OfflineModels {
    private static final Words CHINESE = new Words(
            "zh",
            List.of("听你这么说，我也替你捏了一把汗。", "先坐下歇一会儿，慢慢讲。", "这种日子我也有过，真不好受。", "你能说出来，就已经很了不起了。"),
            List.of("不如先把眼前最小的一件事做完，", "今晚早点睡，明天再想也来得及，", "要不要出去走走，吹吹风，", "找个信得过的人一起商量，"),
            List.of("事情总会一点一点好起来的，我就在这里陪你。", "回头告诉我后来怎么样了，好不好？", "你比自己想的要厉害得多，别急着给自己下结论。"),
            "可是我心里还是不踏实，你要是我会怎么做？",
            "离线脚本",
            "这条回复整体不错，就不打分了。");
    private static final Words ENGLISH = new Words(
            "en",
            List.of(
                    "Hearing that, I held my breath for you too. ", "Sit down for a while first and tell me slowly. ",
                    "I have had days like that, and they are hard. ", "It already takes courage to say it out loud. "),
            List.of(
                    "Why not finish the smallest thing in front of you first; ",
                            "Go to bed early tonight, tomorrow is soon enough to think; ",
                    "Come out for a walk and let the wind blow at you; ",
                            "Find somebody you trust and talk it over together; "),
            List.of(
                    "things get better little by little, and I am here with you. ",
                    "tell me afterwards how it went, will you? ",
                    "you can do far more than you believe, so do not judge yourself yet. "),
            "But I still feel uneasy. What would you do in my place?",
            "offline script",
            "A good reply on the whole; I would rather not put a number on it.");

    /** What the scripts say in one language. */
    private record Words(
            String language,
            List<String> openings,
            List<String> advice,
            List<String> endings,
            String question,
            String explanation,
            String remark) {}

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
            Words words = words(request);
            return (pick(words.openings(), hash)
                            + pick(words.advice(), hash >> 4)
                            + pick(words.endings(), hash >> 8)
                            + pick(words.openings(), hash >> 12))
                    .strip();
        });
    }

    /** {@return a user who asks on} */
    public static NamedModel user() {
        return ChatModel.of("offline-user", request -> words(request).question());
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
            Words words = words(request);
            String language = words.language();
            return Metric.esrp().stream()
                    .filter(metric -> prompt.contains("\"" + metric.name().in(language) + "\": {"))
                    .map(metric -> "\"" + metric.name().in(language) + "\": {\"score\": " + score(id, prompt, metric)
                            + ", \"explanation\": \"" + words.explanation() + "\"}")
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
                case 0 -> words(request).remark();
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

    /** By the instructions, which come first: what is judged or played may be in another language. */
    private static Words words(ChatRequest request) {
        int[] letters = request.messages()
                .get(0)
                .text()
                .codePoints()
                .filter(Character::isLetter)
                .toArray();
        long chinese = IntStream.of(letters).filter(Character::isIdeographic).count();
        return 3 * chinese > letters.length ? CHINESE : ENGLISH;
    }

    private static String text(ChatRequest request) {
        return request.messages().stream().map(ChatMessage::text).collect(Collectors.joining("\n"));
    }
}
