package esrp.metrics.diversity;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Batches of replies over few characters, so that repetition is frequent. */
final class DiversityArbitraries {
    private static final List<String> PIECES = List.of(
            "我", "你", "今天", "天气", "很好", "哈", "𠮷", "a", "1", "，", "。", "！", "…", " ", "\n", "~", "\uFE0F", "我们一起去吃饭吧");

    private DiversityArbitraries() {}

    static Arbitrary<String> replies() {
        return Arbitraries.of(PIECES).list().ofMaxSize(60).map(pieces -> String.join("", pieces));
    }

    /** At least {@code least} replies; now and then the same one twice. */
    static Arbitrary<List<String>> batches(int least) {
        Arbitrary<List<String>> free = replies().list().ofMinSize(least).ofMaxSize(7);
        Arbitrary<List<String>> repeating = Combinators.combine(
                        replies().list().ofMinSize(1).ofMaxSize(3),
                        Arbitraries.integers()
                                .between(0, 2)
                                .list()
                                .ofMinSize(least)
                                .ofMaxSize(7))
                .as((few, picks) ->
                        picks.stream().map(pick -> few.get(pick % few.size())).toList());
        return Arbitraries.oneOf(free, repeating);
    }
}
