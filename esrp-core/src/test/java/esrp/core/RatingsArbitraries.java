package esrp.core;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Ratings with awkward names, few of each so that ties and duplicates are frequent. */
final class RatingsArbitraries {
    private RatingsArbitraries() {}

    /** Any valid Unicode text that is not blank, with what file formats trip over made likely. */
    static Arbitrary<String> names() {
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.of(
                        ",",
                        "\"",
                        "\n",
                        "\r",
                        "\r\n",
                        "'",
                        "\\",
                        "#",
                        " ",
                        "\t",
                        "《银魂》的坂田银时",
                        "😀",
                        "\u200d",
                        "\uFEFF",
                        "\u0000",
                        "\u001f",
                        "\u2028",
                        "é",
                        ";",
                        "{",
                        "]",
                        "null"),
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(30),
                Arbitraries.integers()
                        .between(1, 0x10FFFF)
                        .filter(c -> c < 0xD800 || c > 0xDFFF)
                        .map(java.lang.Character::toString));
        return pieces.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(list -> String.join("", list))
                .filter(text -> !text.isBlank());
    }

    private static Arbitrary<String> few() {
        return Arbitraries.of("a", "b", "c").map(String::valueOf);
    }

    static Arbitrary<Rating> rating(Arbitrary<String> names) {
        Arbitrary<String> optional = names.optional(0.3).map(name -> name.orElse(""));
        return Combinators.combine(
                        Combinators.combine(names, names, names).as(List::of),
                        Arbitraries.of(Metric.esrp()).map(Metric::id),
                        names,
                        Arbitraries.integers().between(1, 5),
                        Combinators.combine(optional, optional, optional).as(List::of))
                .as((item, metric, rater, score, detail) -> new Rating(
                        item.get(0),
                        item.get(1),
                        item.get(2),
                        metric,
                        rater,
                        score,
                        detail.get(0),
                        detail.get(1),
                        detail.get(2)));
    }

    static Arbitrary<List<Rating>> awkward() {
        return rating(names()).list().ofMaxSize(8);
    }

    static Arbitrary<List<Rating>> tied() {
        return rating(few()).list().ofMaxSize(60);
    }
}
