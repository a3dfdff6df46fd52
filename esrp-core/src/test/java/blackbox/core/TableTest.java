package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import esrp.core.DataCode;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.Table.Cell;
import esrp.core.Table.Head;
import esrp.core.TableFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final LocalizedText TITLE = LocalizedText.of("成绩", "Scores");

    private static Table scores() {
        return Table.builder("scores", TITLE)
                .head(Head.text("candidate", LocalizedText.of("候选", "candidate")))
                .head(Head.number("mean", LocalizedText.of("均值", "mean"), 2))
                .head(Head.of("interval", LocalizedText.same("95%"), Table.Style.BOUNDS, 2))
                .head(Head.of("p", LocalizedText.same("p"), Table.Style.P_VALUE, 4))
                .head(Head.count("n", LocalizedText.same("n")).lowerBetter())
                .row("=A, \"1\"", 4.126, Cell.bounded(4.126, 4.0, 4.25), 0.00003, 135367)
                .row("B|_<x>", -0.001, Cell.bounded(1, Double.NaN, 2), 0.5, Double.NaN)
                .note(DataCode.NO_FINDINGS.note())
                .build();
    }

    /** Failed before for a blank in front: LaTeX skips it and takes what follows for an argument of the line before. */
    @Test
    void aBracketAtTheStartOfALineIsNoArgument() {
        for (String cell : List.of("[b]", " [b]", "*b", "\n*b", "\t[b]", "\0[b]")) {
            Table table = Table.builder("t", LocalizedText.same("T"))
                    .head(Table.Head.text("a", LocalizedText.same("[a]")))
                    .row(cell)
                    .build();
            assertThat(table.as(TableFormat.latex()).lines()).noneMatch(line -> line.matches("\\s*[\\[*].*"));
        }
    }

    @Test
    void aTerminalShowsRoundedNumbersAlignedAndMarksWhereLowerIsBetter() {
        assertThat(scores().toString()).isEqualTo("""
            Scores
            candidate  mean           95%        p      n ↓
            =A, "1"    4.13  [4.00, 4.25]  <0.0001  135,367
            B|_<x>     0.00             -   0.5000        -
            Nothing was found.
            ↓ lower is better\
            """);
    }

    @Test
    void programsGetStableKeysAndFullPrecisionWhateverTheLanguage() {
        assertThat(scores().as(TableFormat.csv(), "zh")).isEqualTo("""
            candidate,mean,interval,interval_lower,interval_upper,p,n\r
            "'=A, ""1""\",4.126,4.126,4,4.25,0.00003,135367\r
            B|_<x>,-0.001,1,,2,0.5,\r
            """);
        assertThat(scores().as(TableFormat.json()))
                .contains("\"interval\":{\"estimate\":4.126,\"lower\":4,\"upper\":4.25}", "\"n\":135367", "\"n\":null");
    }

    @Test
    void aNameHasItsIdBesideItWhereProgramsRead() {
        Table table = Table.builder("ages", LocalizedText.same("Ages"))
                .head(Head.text("candidate", LocalizedText.same("candidate")))
                .head(Head.count("age", LocalizedText.same("age")))
                .row(Cell.named("gpt-4.1", "GPT-4.1"), 1)
                .row("qwen", 2)
                .build();
        assertThat(table.toString()).isEqualTo("Ages\ncandidate  age\nGPT-4.1      1\nqwen         2");
        assertThat(table.as(TableFormat.csv()))
                .isEqualTo("candidate,candidate_name,age\r\ngpt-4.1,GPT-4.1,1\r\nqwen,qwen,2\r\n");
        assertThat(table.as(TableFormat.json()))
                .contains("{\"candidate\":\"gpt-4.1\",\"candidate_name\":\"GPT-4.1\",\"age\":1}");
        assertThat(table.as(TableFormat.html()))
                .contains("<th scope=\"col\" data-key=\"age\" class=\"n\">", "<th scope=\"row\" data-id=\"gpt-4.1\">");
    }

    @Test
    void markupIsEscaped() {
        assertThat(scores().as(TableFormat.html(), "zh"))
                .contains("<caption>成绩</caption>", "B|_&lt;x&gt;", "没有发现异常。")
                .doesNotContain("<x>");
        assertThat(scores().as(TableFormat.markdown())).contains("| B\\|\\_&lt;x> |");
        assertThat(scores().as(TableFormat.latex())).contains("B\\textbar{}\\_\\textless{}x\\textgreater{} & 0.00 & -");
    }

    /** A leaderboard begins with ranks: its rows bear the names of candidates for those who hear them. */
    @Test
    void rowsOfHtmlAreNamedByTheirFirstText() {
        String html = Table.builder("ranks", TITLE)
                .head(Head.count("rank", LocalizedText.same("#")))
                .head(Head.text("candidate", LocalizedText.same("candidate")))
                .row(1, "A")
                .build()
                .as(TableFormat.html());
        assertThat(html).contains("<td class=\"n\">1</td><th scope=\"row\">A</th>");
    }

    @Test
    void longNamesAreShortenedOnlyAsFarAsTheyStayDistinct() {
        Table.Builder table =
                Table.builder("long", TITLE).head(Head.text("candidate", LocalizedText.same("candidate")));
        IntStream.range(0, 6).forEach(i -> table.head(Head.number("m" + i, LocalizedText.same("metric" + i), 2)));
        List<Object> numbers = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 1.5);
        for (String name : List.of("v1", "v2-chat")) {
            List<Object> row = new java.util.ArrayList<>(List.of("Meta-Llama-3-8B-Instruct-GGUF-Q4-" + name));
            row.addAll(numbers);
            table.row(row);
        }
        String text = table.build().toString();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text).containsPattern("Meta-Llama.*…\\S*v1 ").containsPattern("Meta-Llama.*…\\S*-chat ");
    }

    @Test
    void noColumnIsEverDropped() {
        Table.Builder table =
                Table.builder("wide", TITLE).head(Head.text("candidate", LocalizedText.same("candidate")));
        List<Object> row = new java.util.ArrayList<>(List.of("somebody"));
        for (int i = 0; i < 40; i++) {
            table.head(Head.number("dimension_" + i, LocalizedText.same("dimension_" + i), 3));
            row.add(i + 0.125);
        }
        String text = table.row(row).build().toString();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        for (int i = 0; i < 40; i++) {
            assertThat(text).contains("dimension_" + i).contains(i + ".125");
        }
        assertThat(text).contains("continued:");
    }

    @Test
    void namesThatCannotBeShortenedApartGetNumbersThatAreExplained() {
        Table.Builder table = Table.builder("twins", TITLE);
        for (int i = 0; i < 5; i++) {
            table.head(Head.text("t" + i, LocalizedText.same("t" + i)));
        }
        String one = "x".repeat(200) + "1" + "y".repeat(200);
        String two = "x".repeat(200) + "2" + "y".repeat(200);
        String text = table.row(one, one, one, one, "a")
                .row(two, one, one, one, "b")
                .build()
                .toString();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text.replaceAll("\\s", "")).contains("(1)=" + one + ";(2)=" + two);
    }

    @Test
    void aTableThatGoesOnBelowKeepsItsNamesWhole() {
        Table.Builder table = Table.builder("wide", TITLE)
                .head(Head.count("rank", LocalizedText.same("#")))
                .head(Head.text("candidate", LocalizedText.same("candidate")));
        List<Object> row = new java.util.ArrayList<>(List.of(1, "a-name-of-twenty-five-chars"));
        for (int i = 0; i < 12; i++) {
            table.head(Head.number("m" + i, LocalizedText.same("measure " + i), 2));
            row.add(1.0 * i);
        }
        assertThat(table.row(row).build().toString().split("1  a-name-of-twenty-five-chars", -1))
                .hasSizeGreaterThan(3);
    }

    @Test
    void oneNumberStandsForOneNameInEveryColumnAndNeverForAnother() {
        String a = "r/" + "x".repeat(90) + "A" + "y".repeat(90);
        String b = "r/" + "x".repeat(90) + "B" + "y".repeat(90);
        String text = Table.builder("pairs", TITLE)
                .head(Head.text("higher", LocalizedText.same("higher")))
                .head(Head.text("than", LocalizedText.same("than")))
                .head(Head.number("difference", LocalizedText.same("difference"), 3))
                .row(a, b, 0.25)
                .row("(1)", a, 0.5)
                .build()
                .toString();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text)
                .containsPattern("(?m)^\\(2\\) +\\(3\\) +0.250")
                .containsPattern("(?m)^\\(1\\) +\\(2\\) +0.500");
        assertThat(text.replaceAll("\\s", "")).contains("(2)=" + a + ";(3)=" + b);
    }

    @Test
    void longHeadsAreShortenedApartAndExplained() {
        String text = Table.builder("judges", TITLE)
                .head(Head.text("metric", LocalizedText.same("metric")))
                .head(Head.number("a", LocalizedText.same("model:" + "very-long-judge-name-".repeat(5) + "A"), 2))
                .head(Head.number("b", LocalizedText.same("model:" + "very-long-judge-name-".repeat(5) + "B"), 2))
                .row("fluency", 0.5, 0.6)
                .build()
                .toString();
        assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(text.replaceAll("\\s", "")).contains("very-long-judge-name-A;", "very-long-judge-name-B");
    }

    @Test
    void charactersThatMoveTheCursorAreWrittenAsEscapes() {
        Table table = Table.builder("names", TITLE)
                .head(Head.text("name", LocalizedText.same("name")))
                .row("a b")
                .row("a\nb")
                .row("a\u001b[31mb\u202e")
                .build();
        assertThat(table.toString().lines()).contains("a b", "a\\nb", "a\\u001B[31mb\\u202E");
        assertThat(table.as(TableFormat.latex()).lines()).noneMatch(line -> line.startsWith("b"));
    }

    @Test
    void resultsAsJsonAreOneDocument() throws java.io.IOException {
        esrp.core.Result result = new esrp.core.Result() {
            @Override
            public List<Table> tables() {
                return List.of(scores(), scores());
            }

            @Override
            public List<Finding> notes() {
                return List.of(DataCode.NO_FINDINGS.note());
            }
        };
        String json = result.as(TableFormat.json(), "en");
        assertThat(json).startsWith("{\"tables\":[{").endsWith("],\"notes\":[\"Nothing was found.\"]}");
        try (var in = new com.fasterxml.jackson.core.JsonFactory().createParser(json)) {
            in.nextToken();
            in.skipChildren();
            assertThat(in.nextToken()).isNull();
        }
    }

    @Test
    void aReasonOfAMissingCellIsSaidOnceBelow() {
        Finding reason = DataCode.NO_FINDINGS.note();
        Table table = Table.builder("t", TITLE)
                .head(Head.number("a", LocalizedText.same("a"), 1))
                .row(reason)
                .row(reason)
                .build();
        assertThat(table.toString()).isEqualTo("Scores\na\n-\n-\nNothing was found.");
    }

    @Test
    void wrongRowsAndDoubleKeysAreRefused() {
        Table.Builder table = Table.builder("t", TITLE).head(Head.number("a", TITLE, 1));
        assertThatThrownBy(() -> table.head(Head.count("a", TITLE))).hasMessageContaining("two columns");
        assertThatThrownBy(() -> table.row(1, 2)).hasMessageContaining("row 0 of table t has 2, 1 were expected");
        assertThatThrownBy(() -> table.row("text")).hasMessageContaining("column a of table t does not hold");
    }

    @Test
    void aFindingSpeaksEveryLanguageAndLeavesQuotedTextAlone() {
        Finding finding = DataCode.ACTION_MARK.at(
                Finding.Place.of(java.nio.file.Path.of("a.json")).line(3, 7).at("candidate", "line 9"),
                "action",
                "*reads line 3, answer_r1 aloud {{action}}*");
        assertThat(finding.in("zh"))
                .isEqualTo("a.json：第 3 行，第 7 列，候选 line 9：回复标出了动作：*reads line 3, answer_r1 aloud {{action}}*");
        assertThat(finding.in("fr"))
                .isEqualTo(finding.toString())
                .isEqualTo("a.json: line 3, column 7, candidate line 9: the reply marks an action:"
                        + " *reads line 3, answer_r1 aloud {{action}}*");
    }
}
