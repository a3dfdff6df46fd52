package esrp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadInputTest {
    @TempDir
    Path folder;

    @Test
    void everyClassOfBadInputIsAnsweredWithItsPlaceAndNeverWithAStackTrace() {
        Map<String, BadInput.Case> cases =
                BadInput.cases(folder).stream().collect(Collectors.toMap(BadInput.Case::name, one -> one));
        assertThat(cases).hasSizeGreaterThan(20);
        cases.values().forEach(one -> {
            assertThat(one.exitCode()).as(one.name()).isIn(2, 3);
            assertThat(one.message()).as(one.name()).startsWith("error: ").doesNotContain("\tat ");
        });
        assertMessage(cases, "a score outside the scale", "outside.csv", "line 4", "7", "1..5");
        assertMessage(cases, "a metric that nobody knows", "metric.csv", "line 4", "fluencey", "fluency");
        assertMessage(cases, "several faults at once", "line 4", "line 5", "line 6", "line 7");
        assertMessage(cases, "a rating given twice", "harbor", "person:r1", "fluency");
        assertMessage(cases, "a column is missing", "rater");
        assertMessage(cases, "bytes that are not UTF-8", "line 4", "UTF-8");
        assertMessage(cases, "replies: a field is missing", "harbor.json", "answer_r1");
        assertMessage(cases, "replies: a field of a wrong type", "harbor.json", "question_r1");
        assertMessage(cases, "a judge without people", "--ratings");
        assertMessage(cases, "a file of an unknown kind", "ratings.tsv", "candidate");
        assertMessage(cases, "a folder in the place of a file", "folder", "file was expected");
        assertMessage(cases, "a judge's file of an unknown kind", "judge.tsv", "candidate");
    }

    private static void assertMessage(Map<String, BadInput.Case> cases, String name, String... parts) {
        assertThat(cases).containsKey(name);
        BadInput.Case one = Objects.requireNonNull(cases.get(name));
        assertThat(one.message()).as(name).contains(parts);
    }
}
