package esrp.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import esrp.core.ChatAnime;
import esrp.core.Rater;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedStudyTest {
    @Test
    void everyRaterIsMarked() {
        Ratings ratings = Fixtures.study(3, 4).ratings();
        assertThat(ratings.raters()).allMatch(id -> new Rater(id).kind() == Rater.Kind.SIMULATED);
        assertThat(ratings.simulated()).isTrue();
        assertThat(ratings.duplicates()).isEmpty();
    }

    @Test
    void theDesignIsThatOfThePaper() {
        Ratings ratings = SimulatedStudy.of(
                        Rubric.esrp(),
                        Fixtures.flat(Map.of("a", 4.0, "b", 3.5)),
                        Fixtures.names("c", 20),
                        Fixtures.names("", 60))
                .ratings();
        assertThat(ratings.size()).isEqualTo(20 * 60 * 2 * 9 * 2 + 20 * 12 * 2 * 2);
        assertThat(ratings.raters()).hasSize(40);
        assertThat(ratings.where(Column.CHARACTER, "c7").raters()).hasSize(2);
        assertThat(ratings.where(Column.METRIC, "diversity").items()).contains("b01", "b12");
    }

    @Test
    void meansAreMetOnAverageOverStudies() {
        SimulatedStudy study = Fixtures.study(20, 20);
        double sum = 0;
        int n = 40;
        for (int seed = 0; seed < n; seed++) {
            sum += study.withSeed(seed)
                    .ratings()
                    .where(Column.CANDIDATE, "alpha")
                    .where(Column.METRIC, "fluency")
                    .counts()
                    .mean();
        }
        // One study scatters by about 0.08, the mean of 40 by 0.013.
        assertThat(sum / n).isCloseTo(study.expected("alpha", "fluency"), within(0.05));
    }

    @Test
    void sameSeedSameRatings() {
        assertThat(Fixtures.study(3, 4).withSeed(5).ratings().hash())
                .isEqualTo(Fixtures.study(3, 4).withSeed(5).ratings().hash());
        assertThat(Fixtures.study(3, 4).withSeed(5).ratings().hash())
                .isNotEqualTo(Fixtures.study(3, 4).withSeed(6).ratings().hash());
    }

    @Test
    void aNoisierJudgeIsWorseAndAKindJudgeIsBiased() {
        SimulatedStudy study = Fixtures.study(10, 20);
        JudgeValidation good = JudgeValidation.of(study.ratings(), study.judge("good", 0, 0.05));
        JudgeValidation poor = JudgeValidation.of(study.ratings(), study.judge("poor", 0, 1.5));
        JudgeValidation kind = JudgeValidation.of(study.ratings(), study.judge("kind", 1, 0.05));
        assertThat(good.accuracy()).isGreaterThan(poor.accuracy() + 0.1);
        assertThat(kind.metric("fluency").bias())
                .isGreaterThan(good.metric("fluency").bias() + 0.4);
    }

    @Test
    void sharedRatersRateEverything() {
        Ratings ratings =
                Fixtures.study(3, 4).withSharedRaters(List.of("j1", "j2", "j3")).ratings();
        assertThat(ratings.raters()).containsExactly("sim:j1", "sim:j2", "sim:j3");
        assertThat(ratings.where(Column.RATER, "sim:j2").characters()).hasSize(3);
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> SimulatedStudy.of(
                        Rubric.esrp(), Map.of("a", Map.of("fluency", 5.0)), List.of("c"), List.of("1")))
                .hasMessageContaining("5.0 of candidate \"a\" on metric \"fluency\" is not strictly inside scale 1..5");
        assertThatThrownBy(() -> SimulatedStudy.of(Rubric.esrp(), Map.of(), List.of("c"), List.of("1")))
                .hasMessageContaining("means: is empty");
        assertThatThrownBy(() -> Fixtures.study(1, 1).expected("zeta", "fluency"))
                .hasMessageContaining("candidates are [alpha, beta, gamma]");
    }

    @Test
    void theStudyOfThePaperHasAsManyRatings() {
        Path folder = Path.of(System.getProperty("esrp.chatanime", "absent"));
        assumeThat(Files.isDirectory(folder)).as("published data at " + folder).isTrue();
        assertThat(SimulatedStudy.chatAnime(ChatAnime.read(folder)).ratings().size())
                .isEqualTo(132_480);
    }
}
