package esrp.prompts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Metric;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Four times the text takes about four times the steps, whatever the text repeats; counted, not timed. */
class GrowthTest {
    @SuppressWarnings("unused") // read by its name
    private static final String[] HARD = {
        "{",
        "}",
        "[",
        "]",
        "[{",
        "{\"",
        "\"",
        "'",
        "\\",
        "\\\"",
        "\"\\",
        "{\"a\":",
        "{\"a\":\"",
        "\",\"",
        "\", \"a",
        "\": \"",
        "\"}",
        "\"]",
        "\" , ",
        "\"\n",
        "\"\n\"",
        "\n}",
        "\n\"a",
        "<think>",
        "</think>",
        "<",
        "</",
        "<|channel|>",
        "```",
        "```\n",
        "```json\n",
        "\n{",
        "{\n",
        "//",
        "//\"",
        "/*",
        "/* */",
        "#",
        ":",
        ",",
        ", ",
        "1",
        "1,",
        "4-",
        "4/",
        "4.",
        "四",
        " ",
        "\n",
        "\t",
        "|",
        "|4|",
        "a|b\n",
        "Consistency",
        "Consistency: ",
        "Consistency: 4, ",
        "Consistency: 4\n",
        "Score: ",
        "Score: 4\n",
        "一致性",
        "一致性4分，",
        "consistency (",
        "- ",
        "1. ",
        "**",
        "a: b\n",
        "score: 4, ",
        "\"score\": 4, ",
        "{\"consistency\": 4}",
        "{\"consistency\": {\"score\": 4, \"explanation\": \"a\"}}, ",
        "\"consistency\": ",
        "<consistency>",
        "<consistency>4</consistency>",
        "\u0000",
        "\uD83D",
        "，",
        "：",
        "“",
        "”",
        "。",
        "\\n",
        "\\u4e00",
        "{a: ",
        "(",
        "{'a': (",
        ". ",
        "| Consistency | 4 |\n",
        "metric,score\n",
        "a, Consistency 4",
        "if "
    };

    @ParameterizedTest
    @FieldSource("HARD")
    void stepsGrowLinearly(String unit) {
        for (String prefix : new String[] {"", "{\"consistency\": \"", "Consistency: "}) {
            for (int from : new int[] {0, 9}) {
                MetricNames names = new MetricNames(Metric.esrp().subList(from, from == 0 ? 9 : 10));
                long small = steps(prefix + unit.repeat(5_000 / unit.length()), names);
                long large = steps(prefix + unit.repeat(20_000 / unit.length()), names);
                assertThat(large).as("%s after %s", unit, prefix).isLessThan(5 * small + 20_000);
            }
        }
    }

    private static long steps(String text, MetricNames names) {
        LooseJson json = new LooseJson(text, false, names::isKnownKey).read();
        Answers answers = new Answers(names, Set.of(), "");
        new StructuredAnswers(text, json, names, answers, false, 0).read(json.roots());
        return json.steps() + PlainAnswers.read(text, names, answers, false);
    }
}
