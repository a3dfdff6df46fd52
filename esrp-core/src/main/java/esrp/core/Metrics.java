package esrp.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The metrics of Emotionally Supportive Role-Playing: nine fine-grained ones in three dimensions, and diversity.
 *
 * <p>Names, dimensions and the meaning of scores follow Section 4.1 and Appendix E of the ChatAnime paper; the wording
 * is this project's own.
 */
public final class Metrics {
    /** Basic Dialogue Capability. */
    public static final Dimension BDC = new Dimension("bdc", LocalizedText.of("基础对话能力", "Basic Dialogue Capability"));
    /** Role-Playing Capability. */
    public static final Dimension RPC = new Dimension("rpc", LocalizedText.of("角色扮演能力", "Role-Playing Capability"));
    /** Emotional Support Capability. */
    public static final Dimension ESC =
            new Dimension("esc", LocalizedText.of("情感支持能力", "Emotional Support Capability"));
    /** Diversity, an overall metric outside the average. */
    public static final Dimension DIVERSITY = new Dimension("diversity", LocalizedText.of("多样性", "Diversity"));

    private static final List<Metric> ESRP = List.of(
            dialogue(
                    "consistency",
                    LocalizedText.of("一致性", "Consistency"),
                    BDC,
                    LocalizedText.of("回复与用户所说内容的对应程度。", "How closely the reply answers what the user actually said."),
                    LocalizedText.of("回复是否正面回应了用户的话？", "Does the reply answer the user directly?"),
                    LocalizedText.of("答非所问", "has nothing to do with what the user said"),
                    LocalizedText.of("有关联，但没有正面回应", "is related but goes around the question"),
                    LocalizedText.of("正面回应", "answers directly"),
                    "Cons.",
                    "问题一致性"),
            dialogue(
                    "fluency",
                    LocalizedText.of("流畅性", "Fluency"),
                    BDC,
                    LocalizedText.of("回复像真人说话的程度。", "How close the reply is to the way people talk."),
                    LocalizedText.of("读起来像真人在说话，还是像人工智能？", "Does it read like a real person, or like an AI?"),
                    LocalizedText.of("不像真人", "does not sound human"),
                    LocalizedText.of("说不准", "could be either"),
                    LocalizedText.of("像真人", "sounds human"),
                    "Flu.",
                    "流利度",
                    "流畅度"),
            dialogue(
                    "coherence",
                    LocalizedText.of("连贯性", "Coherence"),
                    BDC,
                    LocalizedText.of(
                            "各轮之间不跑题、前后讲得通的程度。",
                            "How well the dialogue stays on its topic and makes sense from turn to turn."),
                    LocalizedText.of("几轮对话连起来讲得通吗？", "Do the turns hang together?"),
                    LocalizedText.of("前后脱节", "falls apart"),
                    LocalizedText.of("说不准", "is hard to say"),
                    LocalizedText.of("前后连贯", "hangs together well"),
                    "Coh.",
                    "连贯度"),
            dialogue(
                    "character_knowledge",
                    LocalizedText.of("角色知识", "Character Knowledge"),
                    RPC,
                    LocalizedText.of(
                            "对角色背景设定和角色应有常识的掌握。",
                            "Command of the character's background and of what the character would know."),
                    LocalizedText.of(
                            "回复用到角色的知识了吗？用得对吗？", "Does the reply use knowledge of the character, and is it right?"),
                    LocalizedText.of("用错了", "uses wrong knowledge"),
                    LocalizedText.of("没有用到", "uses none"),
                    LocalizedText.of("用到了，而且正确", "uses knowledge that is right"),
                    "CK",
                    "人物知识",
                    "Role Knowledge"),
            dialogue(
                    "speaking_style",
                    LocalizedText.of("说话风格", "Speaking Style"),
                    RPC,
                    LocalizedText.of(
                            "说话方式与角色人设的吻合程度：话多话少、直率、委婉、傲娇、毒舌，以及口头禅。",
                            "How well the way of talking fits the character: talkative or reserved, blunt, subtle,"
                                    + " tsundere or sarcastic, and the character's own catchphrases."),
                    LocalizedText.of("像这个角色说的话吗？", "Does it sound like this character?"),
                    LocalizedText.of("不像", "does not fit"),
                    LocalizedText.of("说不准", "is hard to say"),
                    LocalizedText.of("很像", "fits very well"),
                    "SS",
                    "Speech Style",
                    "语言风格"),
            dialogue(
                    "behavioral_habits",
                    LocalizedText.of("行为习惯", "Behavioral Habits"),
                    RPC,
                    LocalizedText.of(
                            "所作所为与角色性格的一致程度；例如正直的角色不会劝人作恶。",
                            "How well what is done or advised fits the character's nature; an upright character, for"
                                    + " one, does not advise wrongdoing."),
                    LocalizedText.of("符合这个角色的性格和习惯吗？", "Is it in line with the character's personality and habits?"),
                    LocalizedText.of("不符合", "contradicts them"),
                    LocalizedText.of("说不准", "is hard to say"),
                    LocalizedText.of("符合", "is in line with them"),
                    "BH",
                    "Behavioral Habit",
                    "Behavioural Habits",
                    "Behavioural Habit"),
            dialogue(
                    "emotional_value",
                    LocalizedText.of("情绪价值", "Emotional Value"),
                    ESC,
                    LocalizedText.of(
                            "把用户的情绪引向积极、让用户感到被理解和支持的能力。",
                            "The power to move the user's feelings for the better and to make the user feel understood"
                                    + " and supported."),
                    LocalizedText.of("回复带来了情绪价值吗？", "Does the reply do the user's feelings good?"),
                    LocalizedText.of("带来负面情绪", "makes them worse"),
                    LocalizedText.of("没有影响", "leaves them as they were"),
                    LocalizedText.of("带来正面情绪", "makes them better"),
                    "EV",
                    "情感价值"),
            dialogue(
                    "experience_sharing",
                    LocalizedText.of("经历分享", "Experience Sharing"),
                    ESC,
                    LocalizedText.of(
                            "感同身受、讲述角色自身经历的能力；不应编造不合设定的经历。",
                            "The power to empathise by telling of the character's own life, without inventing what never"
                                    + " happened to the character."),
                    LocalizedText.of(
                            "回复分享了角色的经历吗？合适吗？",
                            "Does the reply share something the character lived, and does it suit?"),
                    LocalizedText.of("分享得不合适", "shares what does not suit"),
                    LocalizedText.of("没有分享", "shares nothing"),
                    LocalizedText.of("分享得合适", "shares what suits"),
                    "ES",
                    "经验分享"),
            dialogue(
                    "demand_matching",
                    LocalizedText.of("需求匹配", "Demand Matching"),
                    ESC,
                    LocalizedText.of(
                            "按用户所需给予安慰或具体建议的能力。",
                            "The power to give what the user needs: comfort, or concrete advice."),
                    LocalizedText.of("回复符合用户的需求吗？", "Does the reply meet what the user needs?"),
                    LocalizedText.of("不符合", "misses it"),
                    LocalizedText.of("一般", "meets it half way"),
                    LocalizedText.of("准确符合", "meets it exactly"),
                    "DM",
                    "需求满足"),
            new Metric(
                    "diversity",
                    LocalizedText.of("多样性", "Diversity"),
                    "diversity",
                    LocalizedText.of("一批回复在语言表达上的丰富与变化。", "How rich and varied the language of a batch of replies is."),
                    LocalizedText.of("这些回复彼此有多不同？", "How different are these replies from one another?"),
                    new Anchors(
                            LocalizedText.of(
                                    "开头雷同或相似，语言缺少变化", "the same or similar openings over and over, little variety"),
                            LocalizedText.of(
                                    "约一半的回复用词和句式相近，另一半有所不同",
                                    "about half of them share wording and sentence patterns, the rest differ"),
                            LocalizedText.of(
                                    "每条各有说法：句式多样，长短结合，善用口语或修辞",
                                    "each has its own way: varied sentence patterns, short and long mixed, colloquial"
                                            + " or rhetorical touches")),
                    Scale.LIKERT_5,
                    Metric.Target.BATCH,
                    List.of("Div.", "Response Diversity", "回复多样性")));

    private Metrics() {}

    /**
     * The nine metrics in the order of the paper's tables, then diversity.
     *
     * @return ten metrics on the scale 1..5
     */
    public static List<Metric> esrp() {
        return ESRP;
    }

    /**
     * The three dimensions in the order of the paper's tables, then diversity.
     *
     * @return {@code bdc, rpc, esc, diversity}
     */
    public static List<Dimension> dimensions() {
        return List.of(BDC, RPC, ESC, DIVERSITY);
    }

    /**
     * The metric that a text names by id, name or alias.
     *
     * @param metrics where to look
     * @param text what a file or a judge wrote
     * @return the first metric for which {@link Metric#isCalled} holds
     */
    public static Optional<Metric> find(List<Metric> metrics, String text) {
        Objects.requireNonNull(text, "text");
        return metrics.stream().filter(metric -> metric.isCalled(text)).findFirst();
    }

    private static Metric dialogue(
            String id,
            LocalizedText name,
            Dimension dimension,
            LocalizedText definition,
            LocalizedText question,
            LocalizedText below,
            LocalizedText at,
            LocalizedText above,
            String... aliases) {
        List<String> others = new ArrayList<>(List.of(aliases));
        return new Metric(
                id,
                name,
                dimension.id(),
                definition,
                question,
                new Anchors(below, at, above),
                Scale.LIKERT_5,
                Metric.Target.DIALOGUE,
                others);
    }
}
