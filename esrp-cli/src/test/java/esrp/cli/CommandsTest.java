package esrp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Metric;
import esrp.metrics.Rubric;
import esrp.prompts.ChatResponse;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Judging;
import esrp.prompts.run.JudgingResult;
import esrp.prompts.run.Run;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Every command does its work on sound input, and answers a mistake with one sentence and exit code 2 or 3. */
class CommandsTest {
    @TempDir
    Path folder;

    private record Outcome(int code, String out, String err) {}

    private Outcome run(String line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = line.replace("@", folder + "/").split(" ");
        int code = Esrp.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Outcome(code, out.toString(), err.toString());
    }

    private String done(String line) {
        Outcome outcome = run(line);
        assertThat(outcome.err()).as(line).isEmpty();
        assertThat(outcome.code()).as(line).isZero();
        return outcome.out();
    }

    @Test
    void exportWritesEveryTableInEveryFormat() throws IOException {
        assertThat(done("export --format csv,json,latex,markdown,html -o @tables"))
                .contains("leaderboard.csv", "differences.tex", "agreement.md", "judge.json", "means.html");
        assertThat(Files.readString(folder.resolve("tables/leaderboard.csv"))).startsWith("rank,candidate");
    }

    @Test
    void helpAndWrongUsageAreInTheLanguageOfTheOutput() {
        CommandLine chinese = Esrp.command("zh");
        Stream.concat(Stream.of(chinese), chinese.getSubcommands().values().stream())
                .forEach(command -> {
                    CommandSpec spec = command.getCommandSpec();
                    assertThat(spec.args())
                            .allSatisfy(argument -> assertThat(String.join("", argument.description()))
                                    .as(spec.qualifiedName() + " " + argument)
                                    .matches("(?s).*\\p{IsHan}.*"));
                    assertThat(command.getUsageMessage())
                            .as(spec.qualifiedName())
                            .doesNotContain("Usage:", "Example", "Exit codes", "default ", "Commands:");
                });
        assertThat(run("plan --language=zh --seed x").err()).startsWith("错误：--seed 不能是“x”");
        assertThat(run("plan --language zh --sed 1").err())
                .startsWith("错误：没有选项 --sed；是指 --se")
                .doesNotContain("Try");
        assertThat(run("assign --language zh").err()).startsWith("错误：缺少：--people");
        assertThat(run("forms --data x").err()).startsWith("error: missing: --assignment, --key, --output");
    }

    /** Failed before: a required option that was misspelt was only said to be missing. */
    @Test
    void anUnknownOptionIsNamedWithTheNearestBeforeAMissingOne() {
        assertThat(run("report --out X").err())
                .startsWith("error: unknown option --out; did you mean --output?")
                .doesNotContain("missing");
        assertThat(run("evaluate --ratinsg=x y").err())
                .startsWith("error: unknown option --ratinsg; did you mean --ratings?");
        assertThat(run("evalaute").err()).startsWith("error: unknown command evalaute; did you mean evaluate?");
        assertThat(run("evaluate x").err()).startsWith("error: unknown: \"x\"");
        for (String name : Esrp.command("en").getSubcommands().keySet()) {
            assertThat(run(name + " --langage en").code()).as(name).isEqualTo(2);
            assertThat(run(name + " --langage en").err())
                    .startsWith("error: unknown option --langage; did you mean --language?");
            assertThat(run(name + " --langage en --language zh").err())
                    .startsWith("错误：没有选项 --langage；是指 --language 吗？");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan --power 2",
                "plan --people -1",
                "plan --models 0",
                "plan --metric x",
                "plan --difference -1",
                "evaluate --level 2",
                "import --preset x y.csv",
                "import --set x=y y.csv"
            })
    void aValueThatAnOptionCannotHaveIsWrongUsage(String line) {
        Outcome outcome = run(line);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).startsWith("error: --").contains("Try esrp");
    }

    @Test
    void anUnknownMetricNamesTheRubricsThatHaveIt() throws IOException {
        Files.writeString(
                folder.resolve("mt.jsonl"),
                "{\"question_id\":81,\"model\":\"m1\",\"judge\":[\"gpt-4\",\"single-v1\"],\"score\":8.5,\"turn\":1}\n");
        assertThat(run("evaluate --ratings @mt.jsonl").err()).contains("--rubric mt-bench");
        assertThat(done("evaluate --ratings @mt.jsonl --rubric mt-bench")).contains("8.50");
    }

    @Test
    void whatAJudgeSaysTwiceIsItsMean() throws IOException {
        Files.writeString(
                folder.resolve("twice.csv"),
                "candidate,character,item,metric,rater,score\nm,a,1,fluency,model:x,3\nm,a,1,fluency,model:x,4\n");
        assertThat(done("evaluate --ratings @twice.csv")).contains("== Leaderboard", "repeated rating");
        assertThat(run("evaluate --ratings @twice.csv --duplicates reject").code())
                .isEqualTo(3);
    }

    @Test
    void reportWritesThePage() {
        assertThat(done("report -o @report --title Spring --language zh").strip())
                .isEqualTo(folder.resolve("report/index.html").toString());
        assertThat(folder.resolve("report/index.html")).content().contains("Spring", "排行榜");
    }

    @Test
    void compareSaysWhetherAVersionPasses() throws IOException {
        StringBuilder before = new StringBuilder("candidate,character,item,metric,rater,score\n");
        StringBuilder after = new StringBuilder(before);
        StringBuilder alike = new StringBuilder(before);
        for (int c = 0; c < 6; c++) {
            for (int s = 0; s < 8; s++) {
                for (Metric metric : Rubric.esrp().averagedMetrics()) {
                    String where = "bot,keeper " + c + ",s" + s + "," + metric.id() + ",person:x,";
                    before.append(where).append(4 + (c + s) % 2).append('\n');
                    alike.append(where)
                            .append(4 + (c + s / 3 + metric.id().length()) % 2)
                            .append('\n');
                    after.append(where).append(c == 0 ? 1 : 4 + (c + s) % 2).append('\n');
                }
            }
        }
        Files.writeString(folder.resolve("old.csv"), before);
        Files.writeString(folder.resolve("new.csv"), after);
        Files.writeString(folder.resolve("alike.csv"), alike);
        Outcome worse = run("compare @old.csv @new.csv -o @release");
        assertThat(worse.code()).isEqualTo(4);
        assertThat(worse.out()).contains("# new against old", "UNDECIDED", "keeper 0, scenario s");
        assertThat(folder.resolve("release/junit.xml")).content().contains("<failure>");
        assertThat(folder.resolve("release/release.md")).content().contains("# new against old");
        assertThat(folder.resolve("release/index.html")).content().contains("keeper 0");
        assertThat(done("compare @old.csv @alike.csv --margin 0.4 --language zh -o @same"))
                .contains("通过");
        assertThat(run("compare @old.csv @new.csv --looks @looks.json -o @daily")
                        .out())
                .contains("UNDECIDED", "Look 1 of a sequential test");
        assertThat(folder.resolve("looks.json")).content().contains("new / old");
        Outcome several = run("compare @old.csv @new.csv --candidate other -o @release");
        assertThat(several.code()).isEqualTo(2);
        assertThat(several.err()).contains("no ratings of \"other\"", "bot");
    }

    @Test
    void compareWorksOnWhatIsRatedAndTakesRunsAndMappings() throws Exception {
        StringBuilder ratings = new StringBuilder("model,character,item,metric,rater,score\n");
        for (int i = 0; i < 48; i++) {
            String where = "mybot,keeper " + i % 6 + ",s" + i / 6 + ",";
            ratings.append(where + "fluency,person:x," + (3 + i % 3) + "\n");
            ratings.append(where + "coherence,person:x," + (3 + i / 2 % 3) + "\n");
        }
        Files.writeString(folder.resolve("v1.csv"), ratings);
        Files.writeString(
                folder.resolve("v2.csv"),
                ratings.toString().replace(",s0,fluency,person:x,3", ",s0,fluency,person:x,4"));
        // Failed before: candidate "v2" had no value of the average, and compare knew no --set.
        assertThat(done("compare @v1.csv @v2.csv --set candidate=model --margin 0.5 -o @release"))
                .contains("PASS", "The average is that of the metrics that were rated (Fluency, Coherence)");
        Dataset data = SampleData.dataset("en");
        for (String version : List.of("runs/1.0", "runs/1.1")) {
            try (Run run = Run.open(folder.resolve(version), Runnable::run)) {
                JudgingResult unused = Judging.withDefaults()
                        .withReplicates(2)
                        .judge(
                                run,
                                data.dialogues()
                                        .filter(one -> one.candidate().equals("lantern"))
                                        .toList(),
                                data.characters(),
                                List.of(new NamedModel("judge", request -> ChatResponse.of("{\"fluency\": 4}"))));
            }
        }
        assertThat(run("compare @runs/1.0 @runs/1.1 -o @release").out()).contains("# 1.1 against 1.0", "(Fluency)");
        assertThat(run("compare @runs @runs/1.1 -o @release").err()).contains("no result of a judging", "Run.soFar");
        // Failed before: the average of a pilot on some of the metrics was an error without a remedy.
        Files.writeString(
                folder.resolve("pilot.csv"),
                Files.readString(folder.resolve("v2.csv")).replace("mybot", "other"));
        String pilot = "plan --ratings @v1.csv @pilot.csv --difference 0.2";
        assertThat(done(pilot)).contains("finds with 80%", "(Fluency, Coherence)");
        assertThat(done(pilot + " --metrics fluency")).contains("finds with 80%", "Left out: ");
    }

    @Test
    void ownRepliesWithoutRatingsAreDescribedAndNotEvaluatedBySimulatedOnesUnasked() {
        SampleData.dataset("en").write(folder.resolve("data.jsonl"));
        // Failed before: both simulated a study of the paper's candidates.
        assertThat(done("check --data @data.jsonl"))
                .contains("Replies: 432", "No ratings")
                .doesNotContain("ratings:");
        for (String command : List.of("evaluate", "report -o @r", "export -o @e", "plan")) {
            Outcome outcome = run(command + " --data @data.jsonl");
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.err()).contains("--ratings is missing", "esrp import", "--simulate");
        }
        assertThat(done("evaluate --data @data.jsonl --simulate")).contains("SIMULATED");
    }

    @Test
    void checkSaysWhatIsOdd() {
        assertThat(done("check")).contains("length of a reply", "ratings: 4,032");
        assertThat(done("check --language zh")).contains("回复", "评分 4,032 个").doesNotContain("ratings");
    }

    @Test
    void importSaysWhatItMappedAndWritesRatings() throws IOException {
        Files.writeString(
                folder.resolve("wide.csv"),
                "model;role;id;annotator;流畅性;Coherence\nm1;c;1;anna;4;5\nm1;c;2;anna;NA;3\nm1;c;3;anna;4,5;9\n");
        Outcome strict = run("import @wide.csv --set candidate=model -o @ratings.csv");
        assertThat(strict.code()).isEqualTo(3);
        assertThat(strict.err()).contains("nothing was done", "line 4").doesNotContain("\tat ");
        assertThat(folder.resolve("ratings.csv")).doesNotExist();
        Outcome loose = run("import @wide.csv --set candidate=model --keep-going -o @ratings.csv");
        assertThat(loose.code()).isEqualTo(3);
        assertThat(loose.out()).contains("ratings: 3", "\"candidate\":\"model\"");
        assertThat(folder.resolve("ratings.csv")).content().contains("m1,c,1,fluency,", "coherence");
        assertThat(done("evaluate --ratings @ratings.csv")).contains("== Leaderboard");
        Files.writeString(folder.resolve("next.csv"), "model;role;id;annotator;流畅性;Coherence\nm1;c;4;anna;4;5\n");
        assertThat(done("import @next.csv --set candidate=model -o @all.esrp")).contains("ratings: 2");
        assertThat(done("import @all.esrp @next.csv --set candidate=model -o @all.esrp"))
                .contains("ratings: 4", "repeated rating");
        assertThat(run("import @next.csv @wide.csv --set candidate=model").err())
                .contains("wide.csv: line 4");
        assertThat(done("evaluate --ratings @all.esrp --duplicates mean")).contains("== Leaderboard");
        assertThat(done("import --presets").lines()).contains("label-studio", "potato");
    }

    @Test
    void dataMayBeAFileOfJsonLines() throws IOException {
        SampleData.dataset("en").write(folder.resolve("data.jsonl"));
        assertThat(done("check --data @data.jsonl")).contains("Replies: 432");
        Files.writeString(folder.resolve("bad.jsonl"), "{\"scenario\": {\"id\": \"x\"}}\n");
        Outcome bad = run("check --data @bad.jsonl");
        assertThat(bad.code()).isEqualTo(3);
        assertThat(bad.err()).contains("bad.jsonl: line 1", "opening_question");
    }

    @Test
    void planSaysHowLargeAStudyMustBe() {
        assertThat(done("plan --models 3 --people 1 --difference 0.2 --power 0.9"))
                .contains("finds with 90%");
    }

    /** What is of ratings is no option of commands that read none. */
    @ParameterizedTest
    @ValueSource(strings = {"assign", "forms", "screen"})
    void studiesWithoutRatingsHaveNoOptionsOfRatings(String command) {
        assertThat(run(command + " --help").out())
                .contains("--data", "--output")
                .doesNotContain("--ratings", "--judge", "--simulate", "--unit", "--level", "--preset", "--duplicates");
    }

    @Test
    void aStudyGoesFromAssignmentToFormsAndBack() throws IOException {
        ChatAnime.write(SampleData.dataset("en"), folder.resolve("data"));
        List<String> characters = SampleData.dataset("en").characters().stream()
                .map(Character::id)
                .toList();
        String knows = characters.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", "));
        Files.writeString(
                folder.resolve("people.json"),
                IntStream.rangeClosed(1, 12)
                        .mapToObj(i -> "{\"id\": \"person:r" + i + "\", \"knows\": [" + knows + "]}")
                        .collect(Collectors.joining(",\n", "[", "]")));
        assertThat(done("assign --data @data --people @people.json --seed 5 -o @study"))
                .contains("Assignment of study data", "assignment.json", "key.json");
        assertThat(done("forms --data @data --assignment @study/assignment.json --key @study/key.json -o @forms")
                        .lines()
                        .filter(line -> line.endsWith(".html")))
                .hasSize(12);
        // Failed before: the key was replaced, and the forms that are out could not be read any more.
        String key = Files.readString(folder.resolve("study/key.json"));
        Outcome again = run("assign --data @data --people @people.json --seed 5 -o @study");
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("key.json is there already");
        assertThat(folder.resolve("study/key.json")).hasContent(key);
        Files.createDirectory(folder.resolve("exports"));
        // Failed before: "make assignment and forms again".
        assertThat(run("collect @exports --key @study/assignment.json -o @ratings.csv")
                        .err())
                .contains("is another file", "key.json")
                .doesNotContain("again");
        Outcome nothing = run("collect @exports --key @study/key.json -o @ratings.csv");
        assertThat(nothing.code()).isEqualTo(3);
        assertThat(nothing.err()).contains("no valid answer");
        assertThat(folder.resolve("ratings.csv")).doesNotExist();
    }

    @Test
    void applicantsGetFormsAndNobodyIsChosenWithoutAnswers() throws IOException {
        ChatAnime.write(SampleData.dataset("en"), folder.resolve("data"));
        String character = SampleData.dataset("en").characters().get(0).id();
        Files.writeString(
                folder.resolve("q.json"),
                "[{\"character\": \"" + character
                        + "\", \"question\": \"Who?\", \"answers\": [\"A\", \"B\"], \"right\": 2}]");
        Files.writeString(folder.resolve("ids.json"), "[\"a1\", \"a2\"]");
        String common = "screen --data @data --questions @q.json --key @screening.json ";
        assertThat(done(common + "--applicants @ids.json -o @forms")).contains("form-a1.html", "form-a2.html");
        Files.createDirectory(folder.resolve("exports"));
        assertThat(done(common + "--answers @exports -o @people.json"))
                .contains("no exports", "lacks 2 raters", "people.json");
        assertThat(run(common + "-o @people.json").code()).isEqualTo(2);
    }

    @Test
    void aRubricIsWrittenToStartFromAndShown() {
        done("rubric --new @my.json");
        assertThat(folder.resolve("my.json")).content().contains("// A rubric");
        assertThat(done("rubric @my.json")).contains("warmth", "helpfulness");
        assertThat(run("rubric --new @my.json").code()).isEqualTo(2);
        done("rubric character-eval --new @ce.json");
        assertThat(done("rubric @ce.json").replaceFirst(".*\n", ""))
                .isEqualTo(done("rubric character-eval").replaceFirst(".*\n", ""));
    }

    @Test
    void fewerMetricsMakeTheAverageOfThose() {
        assertThat(done("evaluate --metrics fluency,coherence")).contains("rubric esrp (some)", "Left out: ");
        assertThat(done("evaluate --metrics diversity")).contains("rubric esrp (some)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "evaluate --nonsense",
                "evaluate --ratings",
                "evaluate --language fr",
                "evaluate --metrics foo",
                "evaluate --rubric @nowhere.json",
                "evaluate --rubric @",
                "evaluate --level 2",
                "evaluate --seed x",
                "evaluate --items some",
                "check --data @nowhere",
                "report",
                "report -o /dev/zero",
                "report -o /dev/zero/x",
                "export -o /dev/zero/x",
                "export -o @out --format pdf",
                "import",
                "import @nowhere.csv",
                "import @ -o @r.csv",
                "import @nowhere.csv --preset nothing",
                "import @nowhere.csv --set x=y",
                "import @nowhere.csv --encoding klingon",
                "plan --models 1",
                "plan --difference 0",
                "plan --power 3",
                "plan --metric x",
                "assign --data @nowhere --people @nowhere.json -o @study",
                "assign --people @nowhere.json -o @study",
                "forms --data @ --assignment @nowhere.json --key @k.json -o @forms",
                "collect @nowhere --key @k.json -o @r.csv",
                "rubric @nowhere.json",
                "rubric @"
            })
    void aMistakeIsAnsweredWithASentence(String line) {
        Outcome outcome = run(line);
        assertThat(outcome.code()).as(outcome.err()).isIn(2, 3);
        assertThat(outcome.err())
                .startsWith("error: ")
                .doesNotContain("\tat ", "Exception", "null")
                .hasLineCount(Math.min(3, (int) outcome.err().lines().count()));
    }

    @Test
    void oneOptionAddsToWhatIsDetected() throws IOException {
        Files.writeString(
                folder.resolve("anna.jsonl"), "{\"id\":1,\"text\":\"x\",\"label\":[\"4\"],\"model\":\"m\"}\n");
        assertThat(done("import @anna.jsonl --set metric==fluency")).contains("ratings: 1", "person");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import @r.csv --set foo=x",
                "import @r.csv --preset word",
                "evaluate --metrics fun",
                "evaluate --level 95"
            })
    void aWrongValueIsWrongUsage(String line) throws IOException {
        Files.writeString(folder.resolve("r.csv"), "candidate,character,item,metric,rater,score\n");
        assertThat(run(line).code()).as(line).isEqualTo(2);
    }

    @Test
    void ratingsWithoutARatingAreSaidToBeSo() throws IOException {
        Files.writeString(folder.resolve("r.csv"), "candidate,character,item,metric,rater,score\n");
        Outcome none = run("evaluate --ratings @r.csv");
        assertThat(none.code()).isEqualTo(3);
        assertThat(none.err()).contains("there is no rating in");
        Files.writeString(folder.resolve("s.csv"), "candidate,character,item,metric,rater,score\nm,c,1,fluency,r,4\n");
        assertThat(run("evaluate --ratings @s.csv --metrics diversity").err()).contains("there is no rating in");
    }

    @Test
    void chineseMetricsMissingCellsHalfPointsAndAJudgeNeedTwoCommands() throws IOException {
        StringBuilder people = new StringBuilder("\uFEFF模型,角色,编号,评分人,流畅性,一致性\n");
        StringBuilder judge = new StringBuilder();
        for (int i = 0; i < 48; i++) {
            String model = i % 2 == 0 ? "甲" : "乙";
            people.append(model + ",c" + i / 24 + "," + i / 4 % 6 + "," + (i / 2 % 2 == 0 ? "王" : "李") + ","
                    + (i % 7 == 3 ? "" : i % 4 / 2.0 + 3) + ",4\n");
            if (i / 2 % 2 == 0) {
                judge.append("{\"model\":\"" + model + "\",\"role\":\"c" + i / 24 + "\",\"id\":\"" + i / 4 % 6
                        + "\",\"metric\":\"流畅性\",\"judge\":\"g\",\"score\":" + (i % 3 / 2.0 + 3) + "}\n");
            }
        }
        Files.writeString(folder.resolve("people.csv"), people);
        Files.writeString(folder.resolve("judge.jsonl"), judge);
        String files = " --ratings @people.csv --judge @judge.jsonl --scale 1..5:0.5";
        assertThat(done("evaluate" + files)).contains("== Leaderboard", "== Agreement", "Judge g against people");
        assertThat(done("export --format latex -o @tex" + files)).contains("leaderboard.tex", "judge.tex");
        assertThat(run("evaluate --scale 5..1").code()).isEqualTo(2);
        assertThat(run("evaluate --scale high").code()).isEqualTo(2);
    }

    @Test
    void theRubricOfThePaperCanBeCopiedAndAnUnknownOneCannot() {
        done("rubric esrp --new @esrp.json");
        assertThat(done("rubric @esrp.json")).isEqualTo(done("rubric"));
        assertThat(run("rubric nothing --new @other.json").code()).isEqualTo(2);
        assertThat(folder.resolve("other.json")).doesNotExist();
    }
}
