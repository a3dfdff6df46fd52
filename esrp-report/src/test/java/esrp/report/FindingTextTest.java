package esrp.report;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import esrp.core.Scenario;
import esrp.core.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingTextTest {
    private static final String LONG = "这盏灯我会一直为你点着，海上的风再大也吹不灭它，你累了就靠岸坐一会儿，天亮以前我都在这里陪着你，哪里也不去。";

    @TempDir
    Path folder;

    @Test
    void everySentenceThatReadingCanSayIsSaidInChinese() throws Exception {
        List<Finding> findings = new ArrayList<>(dataset().findings());
        Path file = folder.resolve("ratings.csv");
        Files.writeString(file, "candidate,character,item,metric,rater,score,colour\n一,丙,1,fluency,甲,4,红\n");
        findings.addAll(Ratings.read(file).findings());
        findings.addAll(Ratings.of(List.of(
                        new Rating("一", "丙", "1", "fluency", "甲", 4), new Rating("一", "丙", "1", "fluency", "甲", 5)))
                .findings());
        findings.add(new Finding(
                Finding.Kind.CHARACTER_ORDER,
                "一.json /甲 (candidate 一)",
                "lists its 20 characters in another order than most files: character 1 is 甲, not 乙"));
        findings.add(
                new Finding(Finding.Kind.UNKNOWN_COLUMN, "一.json /甲/0", "field \"颜色\" is not known and is left out"));
        Set<Finding.Kind> met = EnumSet.noneOf(Finding.Kind.class);
        for (Finding finding : findings) {
            met.add(finding.kind());
            String said = FindingText.place(finding, "zh") + "：" + FindingText.message(finding, "zh");
            String rest = said.replaceAll("candidate,character,item,metric,rater,score(,\\w+)*", "")
                    .replaceAll("\\S+\\.(json|csv)|fluency|colour|U\\+[0-9A-F]+", "");
            assertThat(rest).as(said).doesNotContainPattern("[A-Za-z]{2}");
            assertThat(FindingText.message(finding, "en")).isEqualTo(finding.message());
            assertThat(FindingText.place(finding, "en")).isEqualTo(finding.place());
        }
        assertThat(met).containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(Finding.Kind.OTHER)));
    }

    private static Dataset dataset() {
        List<Dialogue> dialogues = new ArrayList<>();
        dialogues.add(dialogue("一", "丙", "1", "下雨了。", LONG, LONG));
        dialogues.add(dialogue("一", "丁", "1", "下雪了。", "太短", LONG + "*挥手*"));
        dialogues.add(dialogue("一", "丙", "2", "天晴了。", LONG + "\n好吗。", LONG + "\uFE0F再见"));
        dialogues.add(dialogue("二", "丙", "1", "下雨了。", "另" + LONG, "又" + LONG));
        dialogues.add(
                new Dialogue("二", "丁", "1", List.of(new Turn("下雨了。", "再" + LONG), new Turn("怎么\n办？", "还" + LONG))));
        return Dataset.of(
                List.of(Candidate.model("一"), Candidate.model("二")),
                List.of(Character.of("丙"), Character.of("丁")),
                List.of(Scenario.of("1", "下雨了。"), Scenario.of("2", "天晴了。")),
                dialogues);
    }

    private static Dialogue dialogue(
            String candidate, String character, String scenario, String question, String first, String second) {
        return new Dialogue(
                candidate,
                character,
                scenario,
                List.of(new Turn(question, first), new Turn("然后呢？" + candidate + character + scenario, second)));
    }
}
