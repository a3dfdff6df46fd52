package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetCheckTest {
    private static final Dataset DATA = Dataset.of(
            List.of(Candidate.model("gpt-4.1"), Candidate.people("human")),
            List.of(Character.of("《海贼王》的路飞")),
            List.of(Scenario.of("1", "Hard day."), Scenario.of("2", "Tired.")),
            List.of(new Dialogue("human", "《海贼王》的路飞", "1", List.of(new Turn("Hard day.", "Sit down.")))));

    private static Rating rating(String candidate, String character, String item) {
        return new Rating(candidate, character, item, "fluency", "person:x", 4);
    }

    @Test
    void ratingsOfWhatIsThereAreNoFinding() {
        assertThat(DATA.check(Ratings.of(List.of(
                        rating("human", "《海贼王》的路飞", "1"),
                        new Rating("human", "《海贼王》的路飞", "b01", "diversity", "person:x", 4)))))
                .isEmpty();
    }

    @Test
    void whatHasNoCounterpartIsNamedWithWhatIsLikeIt() {
        List<Finding> findings = DATA.check(Ratings.of(
                List.of(rating("GPT-4.1", "路飞", "1"), rating("human", "路飞", "99"), rating("human", "《海贼王》的路飞", "2"))));
        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(
                        "candidate GPT-4.1: 1 rating names it, and the data do not have it; they have gpt-4.1",
                        "character 路飞: 2 ratings name it, and the data do not have it; they have 《海贼王》的路飞",
                        "item 99: 1 rating names it, and the data do not have it",
                        "candidate human, character 《海贼王》的路飞, item 2: 1 dialogue was rated that the data do"
                                + " not have");
    }
}
