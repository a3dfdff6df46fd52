package esrp.prompts.internal;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.prompts.internal.ScenarioReplyParser.Written;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioReplyParserTest {
    private static final String ARRAY =
            "[{\"daily_event\": \"你的笔记被借走了\", \"question\": \"气死我了！\"}, {\"事件\": \"停电\", \"问题\": \"怎么\"又\"停电\"}]";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "```json\n%s\n```",
                "{\"scenarios\": %s}",
                "好的：\n%s",
                "<think>[{\"question\": \"no?\"}]</think>%s",
                "{\"status\": 200, \"scenarios\": %s}",
                "{\"status\": \"ok\", \"scenarios\": %s}",
                "Draft: [{\"question\": \"no?\"}]\n\nFinal:\n%s"
            })
    void scenariosAreReadHoweverTheyAreWrapped(String around) {
        assertThat(ScenarioReplyParser.parse(around.replace("%s", ARRAY)))
                .containsExactly(
                        new Written("气死我了！", Optional.of("你的笔记被借走了")), new Written("怎么\"又\"停电", Optional.of("停电")));
    }

    @Test
    void oneObjectPerLineAndAListThatWasCutAreRead() {
        assertThat(ScenarioReplyParser.parse("{\"question\": \"A?\"}\n{\"question\": \"B?\"}"))
                .map(Written::question)
                .containsExactly("A?", "B?");
        assertThat(ScenarioReplyParser.parse(ARRAY.substring(0, ARRAY.length() - 8)))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "抱歉，无法生成。",
                "",
                "{\"question\": null}",
                "{\"question\": \"null\"}",
                "{\"question\": 4}",
                "{\"question\": true}",
                "{\"question\": \"N/A\", \"daily_event\": \"rain\"}",
                "[\n  {\"daily_event\": \"…\", \"question\": \"…\"}\n]",
                "{\"question\": \"<the question>\"}",
                "Example: {\"question\": \"Why me?\"}",
                "示例：{\"question\": \"为什么？\"}",
                "{\"example\": {\"question\": \"Why me?\"}}",
                "{\"error\": {\"message\": \"bad\", \"query\": \"chat\"}}",
                "{\"error\": \"rate limit\", \"question\": \"Why?\"}",
                "{\"status\": 429, \"question\": \"Why?\"}",
                "{\"code\": \"503\", \"message\": \"busy\", \"query\": \"chat\"}",
                "{\"状态码\": \"429 Too Many Requests\", \"问题\": \"为什么？\"}",
                "{\"status\": 500, \"request\": {\"question\": \"Why?\"}}",
                "[{\"question\": \"A?\"}]\n[{\"question\": \"B?\"}]"
            })
    void whatIsNoScenarioOfItsOwnIsNone(String reply) {
        assertThat(ScenarioReplyParser.parse(reply)).isEmpty();
    }
}
