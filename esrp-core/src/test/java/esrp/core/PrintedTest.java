package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a terminal shows of the values that people look at one by one: whole, and within 80 columns. */
class PrintedTest {
    private static final String LONG =
            "Finals are in three days and I have only got through half of it, and every page looks new to me.";
    private static final String CHINESE = "再过三天就要期末考试，我才复习了一半。坐在图书馆里，每翻一页都像第一次见，越看手越凉，心里越慌，怎么办呢？";

    /** Two columns for what is drawn wide, written down apart from the code under test. */
    private static int columns(String line) {
        int columns = 0;
        for (int c : line.codePoints().toArray()) {
            boolean wide = (c >= 0x1100 && c < 0x2000) || c >= 0x2E80;
            columns += wide ? 2 : 1;
        }
        return columns;
    }

    private static void fits(Object value) {
        assertThat(value.toString().lines()).allSatisfy(line -> {
            assertThat(columns(line)).as(line).isLessThanOrEqualTo(80);
            assertThat(line).isEqualTo(line.stripTrailing());
        });
    }

    @Test
    void shortValuesTakeOneLine() {
        assertThat(Candidate.model("harbor").withName("Harbor").withTag("origin", LONG))
                .hasToString("Harbor (harbor, model)");
        assertThat(Candidate.people("human")).hasToString("human (people)");
        assertThat(new Rating("harbor", "《a》的b", "7", "fluency", "person:r1", 4))
                .hasToString("fluency 4: harbor as 《a》的b, item 7, by person:r1");
        assertThat(Scenario.of("7", "Hard day.")).hasToString("scenario 7  Hard day.");
        assertThat(Scenario.of("7", "Hard day.").withPersona("student").withEmotion("sad"))
                .hasToString("scenario 7  (student, sad) Hard day.");
    }

    @Test
    void aDialogueIsReadAsItWasSpoken() {
        Dialogue dialogue = new Dialogue(
                "human", "《西游记》的孙悟空", "7", List.of(new Turn(LONG, "No panic!"), new Turn(CHINESE, "别怕。\n先喝口水。")));
        assertThat(dialogue).hasToString("""
            human as 《西游记》的孙悟空 in scenario 7
            user   Finals are in three days and I have only got through half of it, and
                   every page looks new to me.
            reply  No panic!
            user   再过三天就要期末考试，我才复习了一半。坐在图书馆里，每翻一页都像第一次
                   见，越看手越凉，心里越慌，怎么办呢？
            reply  别怕。 先喝口水。\
            """);
    }

    @Test
    void aBatchIsNumbered() {
        List<String> replies = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            replies.add("reply " + i);
        }
        assertThat(new ResponseBatch("harbor", "keeper", "b01", replies)
                        .toString()
                        .lines())
                .hasSize(11)
                .startsWith("batch b01 of harbor as keeper", " 1  reply 1")
                .endsWith("10  reply 10");
    }

    @Test
    void everyMetricFits() {
        Metric.esrp().forEach(PrintedTest::fits);
        assertThat(Metric.esrp().get(0).toString()).startsWith("consistency (Consistency, bdc, 1..5): ");
    }

    @Test
    void nothingIsLostAndNothingIsTooWideWhateverTheText() {
        Random random = new Random(20261123);
        String alphabet = "ab 中文。，…”é\n\t《𠮷、-";
        int[] letters = alphabet.codePoints().toArray();
        for (int n = 0; n < 2000; n++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(300);
            boolean words = random.nextBoolean();
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(words && random.nextInt(6) > 0 ? 'x' : letters[random.nextInt(letters.length)]);
            }
            Turn turn = new Turn(text.toString(), CHINESE);
            fits(turn);
            String printed = turn.toString();
            String user = printed.substring("user".length(), printed.indexOf("\nreply  "));
            assertThat(user.replaceAll("\\s", "")).isEqualTo(text.toString().replaceAll("\\s", ""));
        }
    }
}
