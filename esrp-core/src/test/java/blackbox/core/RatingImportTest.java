package blackbox.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Imported;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Rating;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as tools and people write them, each with what becomes of it. */
final class RatingImportTest {
    private static final List<Metric> METRICS = metrics();

    @TempDir
    Path folder;

    private static List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(Metric.esrp());
        metrics.add(metric("overall", new Scale(1, 10)));
        return List.copyOf(metrics);
    }

    private static Metric metric(String id, Scale scale) {
        Metric like = Metric.esrp().get(0);
        return new Metric(
                id,
                LocalizedText.same(id),
                like.dimension(),
                like.definition(),
                like.question(),
                like.anchors(),
                scale,
                Metric.Target.DIALOGUE,
                List.of());
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RatingImportTest.class.getResource("/ratings/" + name), name)
                .toURI());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** All that is said of a file. */
    private static String said(Path file, RatingImport mapping) {
        Imported imported = mapping.withKeepGoing(true).read(file, METRICS);
        Imported.Counts counts = imported.counts();
        assertThat(counts.ratings()).isEqualTo(imported.ratings().size());
        return Stream.concat(
                        Stream.of(counts.ratings() + " " + counts.missing() + " " + counts.filtered() + " "
                                + counts.faulty()),
                        Stream.concat(imported.faults().stream(), imported.findings().stream()))
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        c01_bom.csv                | 3 0 0 0   |
        c02_bom_quoted.csv         | 3 0 0 0   |
        c04_cr_only.csv            | 3 0 0 0   |
        c05_no_final_newline.csv   | 3 0 0 0   |
        c07_sep_line.csv           | 3 0 0 0   |
        c08_sep_semicolon.csv      | 3 0 0 0   | fields are separated by ";"
        c10_utf16le_bom.csv        | 3 0 0 0   | was read as UTF-16LE
        c11_utf16be.csv            | 3 0 0 0   | was read as UTF-16BE
        c14_float_int.csv          | 2 0 0 0   |
        c16_decimal_comma.csv      | 0 0 0 1   | line 2, column 26: score: "3,5" is not a number with a decimal point
        c17_thousands.csv          | 0 0 0 1   | score: "1,000" is not a number
        c19_trailing_delim_rows.csv| 3 0 0 0   | 3 rows have empty fields behind the last column
        c22_header_space.csv       | 3 0 0 0   |
        c23_pandas_index.csv       | 3 0 0 0   | left out: ""
        c25_na_score.csv           | 3 1 0 0   | candidate m1, metric coherence: 1 score is missing
        c26_nan_score.csv          | 3 1 0 0   | candidate m1, metric coherence: 1 score is missing
        c28_space_score.csv        | 2 0 0 0   |
        c29_plus_score.csv         | 1 0 0 0   |
        c31_nul.csv                | 1 0 0 0   | holds the invisible character U+0000
        c32_nbsp_trailing.csv      | 3 0 0 0   | candidate: "m1" (2), "m1<U+00A0>" (1) may be one name
        c34_embedded_newline.csv   | 2 0 0 0   | left out: "comment"
        c35_unbalanced_quote.csv   | 1 0 0 1   | line 2: a quote is opened in the row that starts here and never closed
        c37_quote_then_text.csv    | 1 0 0 1   | line 2: text follows the closing quote
        c38_backslash_quote.csv    | 1 0 0 1   | line 2: text follows the closing quote
        c40_only_commas.csv        | 2 0 0 0   | 1 row holds no value
        c43_header_only.csv        | 0 0 0 0   |
        c46_many_columns.csv       | 3 0 0 0   | left out: "x0", "x1",
        c48_concat.csv.gz          | 3 0 0 0   |
        c49_trailing_garbage.csv.gz| 3 0 0 0   |
        c51_not_gzip.csv.gz        | 3 0 0 0   | the file is not compressed
        c52_gzip_named_csv.csv     | 3 0 0 0   | the file is compressed by gzip
        c55_file.tsv               | 3 0 0 0   | fields are separated by TAB
        c58 name with spaces.csv   | 3 0 0 0   |
        c59_metric_names.csv       | 4 0 0 0   |
        c61_extra_cols.csv         | 3 0 0 0   | left out: "id", "time"
        c62_excel_date_item.csv    | 1 0 0 0   | item: "3-Jan" looks like a date
        c64_lead_zero.csv          | 2 0 0 0   | item: "007" (1), "7" (1) may be one name
        c65_ctrlz.csv              | 3 0 0 0   | 1 row holds no value
        c67_percent.csv            | 0 0 0 1   | score: "80%" is not a number
        c68_outscale.csv           | 0 0 0 2   | score: 0 is outside metric "fluency" scale 1..5 (rater "person:a"); give the rubric that scale (--scale)
        j01_ok.jsonl               | 2 0 0 0   |
        j02_string_score.jsonl     | 1 0 0 0   |
        j04_null.jsonl             | 0 1 0 0   | 1 score is missing
        j05_nan.jsonl              | 0 1 0 0   | 1 score is missing
        j07_array.jsonl            | 2 0 0 0   |
        j08_pretty.jsonl           | 1 0 0 0   |
        j10_extra_keys.jsonl       | 1 0 0 0   | left out: "/explanation"
        j11_nested_score.jsonl     | 1 0 0 0   | "score":"/score"
        j13_surrogate.jsonl        | 0 0 0 1   | unpaired surrogate
        j14_dup_key.jsonl          | 0 0 0 1   | Duplicate field 'score'
        j18_ndjson.ndjson          | 2 0 0 0   |
        j19_wide.jsonl             | 2 0 0 0   | "cells":"/scores/{metric}"
        swallow.csv                | 509 0 0 0 | line 11: a quoted field spans 492 lines
        """)
    void textsAreReadAsTheyAre(String name, String counts, String finding) throws URISyntaxException {
        Path file = file("text/" + name);
        String said = said(file, RatingImport.detect(file, METRICS));
        assertThat(said).startsWith(counts + "\n".repeat(said.contains("\n") ? 1 : 0));
        if (finding == null) {
            assertThat(said).doesNotContain("\n");
        } else {
            assertThat(said).contains(finding);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        c13_cp1252.csv           | line 2, column 7: is not UTF-8 (bytes 0xE9) but may be windows-1252; ask for that
        c20_dup_header.csv       | line 1: "score" is there twice
        c41_comment_lines.csv    | line 1: the file starts with a comment (# exported by tool); say that lines with "#"
        c44_empty.csv            | is empty, candidate,character,item,metric,rater,score was expected
        j16_single_quotes.jsonl  | line 1, column 2: cannot be read: Unexpected character
        """)
    void whatCannotBeReadSaysTheCauseAndTheRemedy(String name, String message) throws URISyntaxException {
        Path file = file("text/" + name);
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(file, METRICS).read(file, METRICS))
                .withMessageContaining(message);
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> Ratings.read(file))
                .withMessageContaining(message);
    }

    @Test
    void encodingsAndCommentsAreOptions() throws URISyntaxException {
        RatingImport latin =
                RatingImport.builder().encoding(Charset.forName("windows-1252")).build();
        assertThat(latin.read(file("text/c13_cp1252.csv"), METRICS).ratings().characters())
                .containsExactly("René");
        RatingImport hash = RatingImport.builder().comment('#').build();
        assertThat(hash.read(file("text/c41_comment_lines.csv"), METRICS)
                        .ratings()
                        .size())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        t02_potato_onehot.csv     | 1 0 0 0 | fluency 4: m1 as A, item 1, by person:u1
        t03_labelstudio.csv       | 3 1 0 0 | fluency 4: m1 as A, item 1, by person:1
        t05_mturk.csv             | 2 0 0 0 | fluency 4: m1 as -, item 1, by person:w1
        t06_argilla.jsonl         | 1 0 1 0 | fluency 4: m1 as A, item r1, by person:u1
        t08_inspect_samples.csv   | 4 0 0 0 | fluency 4: openai/gpt-4.1 as -, item 1, by model:inspect, sample 1
        t14_renamed_long.csv      | 1 0 0 0 | fluency 4: m1 as A, item 1, by u1
        t15_mtbench.jsonl         | 1 0 0 0 | overall 8: m1 as -, item 81, by model:gpt-4, turn 1
        t20_workbook.xlsx         | 3 2 0 1 | fluency 4: m1 as A, item 1, by u1
        """)
    void exportsOfToolsAreRecognised(String name, String counts, String first) throws URISyntaxException {
        Path file = file("tools/" + name);
        RatingImport mapping = RatingImport.detect(file, METRICS);
        assertThat(said(file, mapping)).startsWith(counts);
        Imported imported = mapping.withKeepGoing(true).read(file, METRICS);
        assertThat(imported.ratings().rating(0)).hasToString(first);
        assertThat(imported.findings()).extracting(Finding::code).contains(DataCode.MAPPED);
    }

    /** Every file, and what becomes of it: a row of the guide. {@code -Dguide.update} writes them. */
    @Test
    void theGuideHoldsWhatBecomesOfEveryFile() throws IOException, URISyntaxException {
        List<String> rows = new ArrayList<>();
        for (String kind : List.of("text", "tools")) {
            try (Stream<Path> files = Files.list(file(kind))) {
                files.sorted().forEach(file -> rows.add("| `" + file.getFileName() + "` | " + outcome(file) + " |"));
            }
        }
        String table = String.join("\n", rows);
        System.out.println(table);
        Path guide = Path.of(System.getProperty("basedir", ".")).resolve("../docs/import.md");
        String text = Files.readString(guide);
        if (System.getProperty("guide.update") != null) {
            int from = text.indexOf("| `c01_bom.csv`");
            int to = text.indexOf("\n\n", from);
            Files.writeString(guide, text.substring(0, from) + table + (to < 0 ? "\n" : text.substring(to)));
        } else {
            assertThat(text).contains(table);
        }
    }

    private static String outcome(Path file) {
        try {
            Imported imported =
                    RatingImport.detect(file, METRICS).withKeepGoing(true).read(file, METRICS);
            Imported.Counts counts = imported.counts();
            return counts.ratings() + " read"
                    + (counts.missing() > 0 ? ", " + counts.missing() + " missing" : "")
                    + (counts.filtered() > 0 ? ", " + counts.filtered() + " filtered" : "")
                    + (counts.faulty() > 0 ? ", " + counts.faulty() + " refused" : "")
                    + Stream.concat(imported.faults().stream(), imported.findings().stream())
                            .map(one -> "; " + cell(one.toString(), file))
                            .filter(one -> !one.startsWith("; was read with"))
                            .collect(Collectors.joining());
        } catch (DatasetFormatException e) {
            return "refused: " + cell(String.valueOf(e.getMessage()), file);
        }
    }

    private static String cell(String text, Path file) {
        String brief = text.replace(file + ": ", "")
                .replace('\0', '␀')
                .replace('\n', ' ')
                .replace("|", "\\|");
        int least = Math.min(brief.length(), 160);
        return brief.length() > least ? brief.substring(0, least) + "…" : brief;
    }

    @Test
    void whatIsNoRatingIsLeftOutOrNamed() throws IOException {
        String header = "candidate,character,item,metric,rater,score\n";
        String row = "m1,A,1,fluency,a,4\n";
        assertThat(detected(file("again.csv", header + row + header + row.replace("A,1", "A,2"))))
                .startsWith("2 0 0 0")
                .contains("1 row holds the names of the columns again and is left out");
        assertThat(detected(file(
                        "rule.csv", "| model | item | rater | fluency |\n|---|:-:|---|---|\n| m1 | 1 | a | 4 |\n")))
                .startsWith("1 0 0 0");
        assertThat(detected(file("stars.csv", header + row.replace("4", "\u2b50\ufe0f\u2b50\ufe0f"))))
                .startsWith("1 0 0 0");
        assertThat(detected(file("text.csv", header + row.replace("4", "3 of 5"))))
                .contains("\"values\": {\"3 of 5\": ?}");
        assertThat(detected(file(
                        "columns.json",
                        "{\"candidate\":{\"0\":\"m1\"},\"character\":{\"0\":\"A\"},\"item\":{\"0\":\"1\"},"
                                + "\"metric\":{\"0\":\"fluency\"},\"rater\":{\"0\":\"a\"},\"score\":{\"0\":4}}")))
                .startsWith("1 0 0 0");
        Path html = file("table.csv", "<table><tr><td>m1</td></tr></table>");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(html, METRICS))
                .withMessageContaining("holds HTML data");
    }

    private static String detected(Path file) {
        return said(file, RatingImport.detect(file, METRICS));
    }

    @Test
    void aPartThatIsNowhereIsAskedForAndCanBeGiven() throws URISyntaxException {
        Path file = file("tools/t12_doccano.jsonl");
        RatingImport doccano = RatingImport.detect(file, METRICS);
        assertThat(doccano).isEqualTo(RatingImport.preset("doccano"));
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> doccano.read(file, METRICS))
                .withMessageContaining("nothing says which candidate a rating belongs to");
        assertThat(doccano.toBuilder()
                        .set("candidate", "=m1")
                        .build()
                        .read(file, METRICS)
                        .ratings()
                        .rating(0))
                .hasToString("overall 4: m1 as -, item 1, by person:t12_doccano");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ls.csv     | `annotation_id,annotator,fluency,id,lead_time,model~7,a@x,"[{""rating"":4}]",1,12.3,m1` | 1 0 0 0 | fluency 4: m1 as -, item 1, by person:a@x
        ls.json    | `[{"id":1,"data":{"model":"m1"},"annotations":[{"completed_by":{"id":3,"email":"a@x"},"was_cancelled":false,"result":[{"from_name":"fluency","value":{"rating":4}},{"from_name":"coherence","value":{"choices":["5"]}}]},{"completed_by":4,"was_cancelled":true,"result":[{"from_name":"fluency","value":{"rating":1}}]}]}]` | 2 0 1 0 | fluency 4: m1 as -, item 1, by person:a@x
        mturk.csv  | `HITId,WorkerId,AssignmentStatus,Input.model,Answer.taskAnswers~h1,w1,Approved,m1,"[{""fluency"":{""3"":false,""4"":true}}]"~h2,w1,Rejected,m1,"[{""fluency"":{""4"":true}}]"` | 1 0 1 0 | fluency 4: m1 as -, item h1, by person:w1
        lf.csv     | `id,traceId,name,value,stringValue,source,authorUserName,metadata~s1,t1,fluency,4,,ANNOTATION,Ann,"{""item"":""7"",""model"":""m1""}"~s2,t1,fluency,3,,EVAL,,"{""item"":""7"",""model"":""m1""}"` | 2 0 0 0 | fluency 4: m1 as -, item 7, by person:Ann
        pf.csv     | `q,[gpt] Say,Status,Score,Named Scores,[m2] Say,Status,Score,Named Scores~why,x,PASS,1,"{""fluency"":0.75}",y,FAIL,0,"{""fluency"":0.5}"` | 2 0 0 0 | fluency 4: gpt as -, item 1, by model:promptfoo
        pf.json    | `{"version":3,"results":{"results":[{"testIdx":0,"provider":{"id":"gpt"},"namedScores":{"fluency":0.75}}]}}` | 1 0 0 0 | fluency 4: gpt as -, item 0, by model:promptfoo
        m1.jsonl   | `{"id":1,"role":"佟湘玉","metric_en":"Fluency","Fluency":3.7421}` | 1 0 0 0 | fluency 4: m1 as 佟湘玉, item 1, by model:charrm
        pr.jsonl   | `{"meta":{"id":7,"model":"m1"},"_input_hash":1,"accept":["4"],"answer":"accept","_annotator_id":"set-ann"}~{"meta":{"id":8,"model":"m1"},"_input_hash":2,"accept":["3"],"answer":"reject","_annotator_id":"set-ann"}` | 1 0 1 0 | overall 4: m1 as -, item 7, by person:ann
        ar.jsonl   | `{"id":"r1","model":"m1","fluency.responses":[4,5],"fluency.responses.users":["u1","u2"],"fluency.responses.status":["submitted","draft"]}` | 1 0 1 0 | fluency 4: m1 as -, item r1, by person:u1
        ds.jsonl   | `{"model_id":"M1","dialogue_id":"d1","annotations":{"ann1":{"fluency":4},"ann2":{"fluency":3}}}` | 2 0 0 0 | fluency 4: M1 as -, item d1, by person:ann1
        min.json   | `[{"id":1,"model":"m1","role":"A","fluency":[{"rating":4}],"annotator":"a@b.c","annotation_id":7,"lead_time":12.3}]` | 1 0 0 0 | fluency 4: m1 as A, item 1, by person:a@b.c
        v1.json    | `[{"id":"r1","metadata":{"model":"m1"},"responses":[{"user_id":"u1","status":"submitted","values":{"fluency":{"value":4}}},{"user_id":"u2","status":"draft","values":{"fluency":{"value":3}}}]}]` | 1 0 1 0 | fluency 4: m1 as -, item r1, by person:u1
        hub.jsonl  | `{"id":"r1","metadata":{"model":"m1"},"fluency":[{"user_id":"u1","value":4,"status":"submitted"},{"user_id":"u2","value":2,"status":"discarded"}]}` | 1 0 1 0 | fluency 4: m1 as -, item r1, by person:u1
        cols.jsonl | `{"id":"r1","metadata":{"model":"m1"},"fluency":{"user_id":["u1","u2"],"value":[4,2],"status":["submitted","discarded"]}}` | 1 0 1 0 | fluency 4: m1 as -, item r1, by person:u1
        pot.jsonl  | `{"user_id":"u1","instance_id":"m1|A|1","label_annotations":{"fluency":{"4":"4"}}}` | 1 0 0 0 | fluency 4: m1 as A, item 1, by person:u1
        one.csv    | `HITId,WorkerId,Input.model,Answer.fluency.3,Answer.fluency.4~h1,w1,m1,false,true` | 1 0 0 0 | fluency 4: m1 as -, item h1, by person:w1
        api.json   | `{"data":[{"traceId":"t1","name":"fluency","value":4,"source":"EVAL","trace":{"name":"m1"}}]}` | 1 0 0 0 | fluency 4: m1 as -, item t1, by model:unnamed
        log.json   | `{"eval":{"model":"m1"},"samples":[{"id":1,"epoch":1,"scores":{"s":{"value":{"fluency":4,"coherence":"X"}}}}]}` | 1 0 0 1 | fluency 4: m1 as -, item 1, by model:inspect, sample 1
        oai.jsonl  | `{"spec":{"completion_fns":["m1"]}}~{"sample_id":"s.1","type":"sampling","data":{"prompt":"x"}}~{"sample_id":"s.1","type":"metrics","data":{"fluency":4}}` | 1 0 0 0 | fluency 4: m1 as -, item s.1, by model:openai-evals
        deep.json  | `{"testCases":[{"name":"t0","metricsData":[{"name":"fluency","score":0.75,"evaluationModel":"gpt"}]}],"hyperparameters":{"model":"m1"}}` | 1 0 0 0 | fluency 4: m1 as -, item t0, by model:gpt
        q.csv      | `StartDate,ResponseId,EndDate,Q1_1,model,item~Start,Response ID,End,Rate - Fluency,model,item~x,"{""ImportId"":""_recordId""}",y,z,v,w~1,R_1,1,4,m1,1` | 1 0 1 0 | fluency 4: m1 as -, item 1, by person:R_1
        form.csv   | `Timestamp,Email Address,Model,Dialogue ID,Please rate: [Fluency]~1,a@b.c,m1,d1,4` | 1 0 0 0 | fluency 4: m1 as -, item d1, by a@b.c
        wjx.csv    | `序号,"1、您的编号","2、模型","3、对话编号","4、流畅性（1-5）"~1,甲,m1,d1,4分` | 1 0 0 0 | fluency 4: m1 as -, item d1, by 甲
        title.csv  | `Ratings of spring,,,,,~,,,,,~candidate,character,item,metric,rater,score~m1,A,1,fluency,u1,4/5` | 1 0 0 0 | fluency 4: m1 as A, item 1, by u1
        wide，.csv | `模型，角色，题号，评分者，流畅性评分~m1，路飞，1，甲，★★★★☆` | 1 0 0 0 | fluency 4: m1 as 路飞, item 1, by 甲
        dup.csv    | `model,role,id,annotator,fluency,fluency.1~m1,A,1,u1,4,5` | 1 0 0 0 | fluency 4: m1 as A, item 1, by u1
        split.json | `{"columns":["model","id","annotator","fluency"],"index":[0],"data":[["m1",1,"u1",4]]}` | 1 0 0 0 | fluency 4: m1 as -, item 1, by u1
        col.json   | `{"model":{"0":"m1"},"id":{"0":1},"annotator":{"0":"u1"},"fluency":{"0":4}}` | 1 0 0 0 | fluency 4: m1 as -, item 1, by u1
        list.json  | `{"model":["m1","m1"],"id":[1,2],"annotator":["u1","u1"],"fluency":[4,null]}` | 1 1 0 0 | fluency 4: m1 as -, item 1, by u1
        kv.jsonl   | `{"model":"m1","id":1,"judge":"g","scores":[{"name":"fluency","value":4},{"name":"coherence","value":"."}]}` | 1 1 0 0 | fluency 4: m1 as -, item 1, by g
        by.csv     | `model,id,judge,what,value~m1,1,g,流畅性,4` | 1 0 0 0 | fluency 4: m1 as -, item 1, by g
        rows.json  | `[["model","id","annotator","fluency"],["m1",1,"u1",4]]` | 1 0 0 0 | fluency 4: m1 as -, item 1, by u1
        hot.csv    | `model,role,id,annotator,fluency_1,fluency_4~m1,A,1,u1,0,1~m1,A,2,u1,1,1` | 1 0 0 1 | fluency 4: m1 as A, item 1, by u1
        zh.csv     | `模型,角色,题号,评分者,流畅性,连贯性~m1,路飞,1,甲,４.0,缺失` | 1 1 0 0 | fluency 4: m1 as 路飞, item 1, by 甲
        """)
    void formsOfExportsAreRecognised(String name, String text, String counts, String first) throws IOException {
        Path file = file(name, text.replace('~', '\n') + "\n");
        RatingImport mapping = RatingImport.detect(file, METRICS);
        assertThat(said(file, mapping)).startsWith(counts);
        assertThat(mapping.withKeepGoing(true).read(file, METRICS).ratings().rating(0))
                .hasToString(first);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '\u00a6', quoteCharacter = '`', textBlock = """
        model,role,id,annotator,fluency~m1,A,1,u1,4~,,2,u1,3 ¦ {"carry":{"candidate":"model","character":"role"}} ¦ the row has no candidate, character ¦ 2 0 0 0
        model,role,id,annotator,fluency~m1,A,1,u1,4~Mean,,,,3.5 ¦ {"where":{"model":"!Mean"}} ¦ leave it out ("where": {"model":"!Mean"}) ¦ 1 0 1 0
        model;role;id;annotator;fluency~m1;A;1;u1;4,0 ¦ {"decimal":","} ¦ as "decimal": "," ¦ 1 0 0 0
        model,role,id,annotator,fluency~m1,A,1,u1,4 - Good ¦ {"find":"{score} - {_}"} ¦ as "find": "{score} - {_}" ¦ 1 0 0 0
        model,role,id,annotator,fluency~m1,A,1,u1,Good (4) ¦ {"find":"({score})"} ¦ as "find": "({score})" ¦ 1 0 0 0
        model,role,id,annotator,overall~m1,A,1,u1,Score: 10 ¦ {"find":"Score: {score}"} ¦ as "find": "Score: {score}" ¦ 1 0 0 0
        model,role,id,annotator,overall~m1,A,1,u1,Score: 1 Score: 2 ¦ {"find":"Score: {score}"} ¦ is not a number ¦ 0 0 0 1
        model,role,id,annotator,fluency~m1,A,1,u1,75% ¦ {"find":"{score}%","scale":{"from":[0,100]}} ¦ as "find": "{score}%", "scale": {"from": [0, 100]} ¦ 1 0 0 0
        model,role,id,annotator,overall~m1,A,1,u1,3/5 ¦ {"find":"{score}/5","scale":{"from":[0,5]},"round":true} ¦ as "find": "{score}/5" ¦ 1 0 0 0
        model,role,id,annotator,scores,scores~,,,,fluency,coherence~m1,A,1,u1,4,5 ¦ {"cells":"scores {metric}","header":[1,2]} ¦ "header":[1,2] ¦ 2 0 0 0
        model,role,id,fluency_u1,fluency_u2~m1,A,1,4,5 ¦ {"cells":"{metric}_{rater}"} ¦ "cells":"{metric}_{rater}" ¦ 2 0 0 0
        item,metric,rater,m1,m2~1,fluency,u1,4,5 ¦ {"cells":"{candidate}","names":{"candidate":{"m1":"m1","m2":"M2"}}} ¦ "cells":"{candidate}" ¦ 2 0 0 0
        model,role,id,annotator,Fluency (0-10)~m1,A,1,u1,4 ¦ {"cells":"{metric} (0-10)","scale":{"from":[0,10]},"round":true} ¦ "metric":"?" ¦ 1 0 0 0
        user,instance_id,fluency:::4~u1,m1_1,4 ¦ {"split":{"instance_id":"{candidate}_{item}"},"cells":"{metric}:::{score}","rater":"user"} ¦ "m1_1" does not look like {candidate}|{character}|{item} ¦ 1 0 0 0
        dialogue_no,annotator,fluency~d1,u1,4~d9,u1,4 ¦ {"join":{"dialogues.csv":{"on":["dialogue_no","id"],"take":{"candidate":"model","character":"role","item":"id"}}}} ¦ nothing says where candidate ¦ 1 0 0 1
        """)
    void whatNeedsAMappingIsAnsweredWithOne(String text, String mapping, String said, String counts)
            throws IOException {
        Path other = file("dialogues.csv", "id,model,role\nd1,m1,A\nd2,m2,A\n");
        assertThat(other).exists();
        Path file = file("r.csv", text.replace('~', '\n') + "\n");
        String without;
        try {
            without = said(file, RatingImport.detect(file, METRICS));
        } catch (DatasetFormatException e) {
            without = String.valueOf(e.getMessage());
        }
        assertThat(without).contains(said);
        RatingImport given = RatingImport.of(file("mapping.json", mapping));
        assertThat(RatingImport.of(file("again.json", given.toJson()))).isEqualTo(given);
        assertThat(said(file, given)).startsWith(counts);
    }

    @Test
    void logsOfInspectAreReadFromTheirSummaries() throws IOException {
        Path log = folder.resolve("run.eval");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(log))) {
            for (String[] entry : new String[][] {
                {"samples/1_epoch_1.json", "{\"scores\":{\"fluency\":{\"value\":1}}}"},
                {
                    "summaries.json",
                    "[{\"id\":1,\"epoch\":1,\"scores\":{\"fluency\":{\"value\":4}}},{\"id\":1,\"epoch\":2,\"scores\":{\"fluency\":{\"value\":5}}}]"
                },
                {"header.json", "{\"eval\":{\"model\":\"vendor/m1\"}}"}
            }) {
                zip.putNextEntry(new ZipEntry(entry[0]));
                zip.write(entry[1].getBytes(UTF_8));
                zip.closeEntry();
            }
        }
        Imported imported = RatingImport.detect(log, METRICS).read(log, METRICS);
        assertThat(imported.ratings().stream().map(Rating::toString))
                .containsExactly(
                        "fluency 4: vendor/m1 as -, item 1, by model:inspect, sample 1",
                        "fluency 5: vendor/m1 as -, item 1, by model:inspect, sample 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        html    | R&amp;D &#20013;&#x56fd;  | R&D 中国
        json    | \\u8def\\u98de        | 路飞
        json    | the \\"D\\" of \\u6e05  | the "D" of 清
        formula | ="007"                | 007
        """)
    void escapedNamesAreUnescapedOnDemand(String kind, String text, String name) throws IOException {
        Path file = file("r.csv", "model,role,id,annotator,fluency\nm1," + text + ",1,u1,4\n");
        RatingImport mapping = RatingImport.builder().unescape(kind).build();
        assertThat(mapping.read(file, METRICS).ratings().characters()).containsExactly(name);
    }

    /** Failed before: only one of the parts got the text, another or the number of the row got none. */
    @Test
    void aColumnOfATableMayGiveSeveralPartsOrHoldJson() throws IOException {
        Path file = file(
                "r.csv",
                "id,meta,judge,metric,value\n"
                        + "a,\"{\"\"m\"\":\"\"m1\"\"}\",j,fluency,4\n"
                        + "b,\"{\"\"m\"\":\"\"m2\"\"}\",j,fluency,3\n");
        RatingImport mapping = RatingImport.builder()
                .candidate("meta#/m")
                .character("id")
                .item("id")
                .set("turn", "@row")
                .rater("judge")
                .set("sample", "judge")
                .build();
        assertThat(mapping.read(file, METRICS).ratings().stream())
                .extracting(
                        Rating::candidate, Rating::character, Rating::item, Rating::rater, Rating::turn, Rating::sample)
                .containsExactly(tuple("m1", "a", "a", "j", "1", "j"), tuple("m2", "b", "b", "j", "2", "j"));
        Path named = file("m3.csv", "model,id,judge,metric,value\n,a,j,fluency,4\nm1,a,j,fluency,3\n");
        assertThat(RatingImport.builder()
                        .file("{candidate}.csv")
                        .candidate("model")
                        .build()
                        .read(named, METRICS)
                        .ratings()
                        .candidates())
                .containsExactly("m3", "m1");
    }

    @Test
    void aMarkBetweenJoinedFilesOfJsonLinesIsSteppedOver() throws IOException {
        String line = "{\"model\":\"m\",\"id\":\"a\",\"judge\":\"j\",\"metric\":\"fluency\",\"value\":4}\n";
        Path file = file("r.jsonl", "\uFEFF" + line + "\uFEFF" + line.replace("\"a\"", "\"b\""));
        assertThat(RatingImport.detect(file, METRICS)
                        .read(file, METRICS)
                        .ratings()
                        .items())
                .containsExactly("a", "b");
    }

    /** Failed before: such names were kept without a word. */
    @Test
    void aNameThatLooksEscapedIsAFinding() throws IOException {
        Path file =
                file("r.csv", "model,role,id,annotator,fluency\nR&amp;D,A,\"=\"\"007\"\"\",u1,4\nm,A,\\u6e05,u1,4\n");
        assertThat(RatingImport.detect(file, METRICS).read(file, METRICS).findings())
                .filteredOn(finding -> finding.code() == DataCode.ESCAPED)
                .extracting(Finding::toString)
                .satisfiesExactly(
                        one -> assertThat(one).contains("\"R&amp;D\" may stand for \"R&D\"", "\"unescape\": \"html\""),
                        one -> assertThat(one).contains("may stand for \"007\"", "\"unescape\": \"formula\""),
                        one -> assertThat(one).contains("may stand for \"清\"", "\"unescape\": \"json\""));
    }

    /** Failed before: the samples so far were taken for all. */
    @Test
    void theLogOfARunThatIsNotThroughSaysSo() throws IOException {
        String samples =
                "\"eval\":{\"model\":\"m1\"},\"samples\":[{\"id\":1,\"epoch\":1,\"scores\":{\"fluency\":{\"value\":4}}}]}";
        for (String status : List.of("started", "cancelled", "error", "success")) {
            Path log = file("log.json", "{\"version\":2, \"status\": \"" + status + "\", " + samples);
            assertThat(RatingImport.detect(log, METRICS)
                            .read(log, METRICS)
                            .findings()
                            .toString())
                    .contains(status.equals("success") ? "" : "its run is not through (" + status + ")");
        }
        Path archive = folder.resolve("run.eval");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (String[] entry : new String[][] {
                {"_journal/start.json", "{\"eval\":{\"model\":\"m1\"}}"},
                {"_journal/summaries/1.json", "[{\"id\":1,\"epoch\":1,\"scores\":{\"fluency\":{\"value\":4}}}]"}
            }) {
                zip.putNextEntry(new ZipEntry(entry[0]));
                zip.write(entry[1].getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(RatingImport.detect(archive, METRICS)
                        .read(archive, METRICS)
                        .findings()
                        .toString())
                .contains("its run is not through (started)");
    }

    /** Failed before: nothing said where model, task and rater stand. */
    @Test
    void columnsOfTolokaAndMlflowAreKnown() throws IOException {
        Path toloka = file(
                "toloka.tsv",
                "INPUT:dialogue_id\tINPUT:model\tINPUT:role\tOUTPUT:流暢性\tOUTPUT:連貫性\tGOLDEN:流暢性\tASSIGNMENT:worker_id\n"
                        + "1\tm1\tc\t4\t5\t\tw1\n");
        assertThat(said(toloka, RatingImport.detect(toloka, METRICS)))
                .startsWith("2 0 0 0")
                .contains("\"rater\":\"ASSIGNMENT:worker_id\",\"cells\":\"OUTPUT:{metric}\"");
        Path mlflow = file(
                "mlflow.csv",
                "trace_id,request,assessment_name,assessment_value,assessment_source_id,tags_model\n"
                        + "tr-1,hi,fluency,4,anna,m1\n");
        assertThat(RatingImport.propose(mlflow, METRICS).toJson())
                .contains("\"metric\":\"assessment_name\",\"score\":\"assessment_value\"")
                .contains("\"rater\":\"assessment_source_id\"", "\"candidate\":\"?\"");
    }

    /** Failed before: a finding of nine missing scores counted as one. */
    @Test
    void missingScoresAreCountedInAll() throws IOException {
        Path file = file(
                "r.csv",
                "model,role,id,annotator,fluency,coherence\nm,A,1,u,,4\nm,A,2,u,,\nm,A,3,u,2,4\nm2,A,3,u,,4\n");
        assertThat(Finding.summary(RatingImport.detect(file, METRICS)
                                .read(file, METRICS)
                                .findings())
                        .toString())
                .containsPattern("4 +missing score");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "question_id,model_a,model_b,winner\n1,m1,m2,model_a\n",
                "[{\"instruction\":\"x\",\"generator_1\":\"m1\",\"generator_2\":\"m2\",\"preference\":1.0}]",
                "{\"question_id\":81,\"model_1\":\"m1\",\"model_2\":\"m2\",\"g1_winner\":\"model_1\"}\n"
            })
    void preferencesAreToldApart(String text) throws IOException {
        Path file = file("pairs.txt", text);
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(file, METRICS))
                .withMessageContaining("holds preferences between two replies");
    }

    @Test
    void anUnknownLayoutIsAnsweredWithAMappingToEdit() throws IOException {
        Path file = file("r.csv", "when,system,thing,stars\n2024,m1,a,4\n");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(file, METRICS))
                .withMessageContaining("\"candidate\":\"system\"")
                .withMessageContaining("\"item\":\"?\"");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> Ratings.read(file))
                .withMessageContaining("RatingImport and esrp import read files with other columns");
        Path raters = file("wide.csv", "model,character,item,metric,ann,bob\nm1,A,1,fluency,4,5\nm1,A,2,fluency,3,\n");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(raters, METRICS))
                .withMessageContaining("\"cells\":\"{rater}\"");
        assertThat(said(raters, RatingImport.propose(raters, METRICS))).startsWith("3 1 0 0");
    }

    @Test
    void aMappingIsItsJson() throws IOException {
        RatingImport mapping = RatingImport.builder()
                .candidate("model", "=m")
                .character("=-")
                .item("id")
                .rater("annotator")
                .kind(Rater.Kind.PERSON)
                .cells("Answer.{metric}")
                .name("metric", "flow", "fluency")
                .value("good", 4)
                .scale(0, 1)
                .rounded()
                .missing("-1")
                .where("status", "submitted")
                .build();
        Path file = file("mapping.json", mapping.toJson());
        assertThat(RatingImport.of(file)).isEqualTo(mapping).hasSameHashCodeAs(mapping);
        assertThat(mapping.toBuilder().build()).isEqualTo(mapping);
        for (String name : RatingImport.presets()) {
            RatingImport preset = RatingImport.preset(name);
            assertThat(RatingImport.of(file(name + ".json", preset.toJson())))
                    .as(name)
                    .isEqualTo(preset);
        }
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.of(file("bad.json", "{\"candidat\":\"model\"}")))
                .withMessageContaining("\"candidat\" is none of candidate,");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatingImport.preset("labelstudio"))
                .withMessageContaining("no preset \"labelstudio\"; presets are [label-studio,");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        1|10|0.5  | 8.5      | 8.5
        1|10|0.5  | 8.25     | score: 8.25 is between the steps of metric "x" scale 1..10 by 0.5, the nearest are 8, 8.5
        0|100|1   | 73       | 73
        0|1|0.01  | 0.07     | 0.07
        0|1|0.01  | .5       | 0.5
        -2|2|0.25 | −1.75    | -1.75
        1|5|1     | `"４"`    | 4
        1|5|1     | 4e0      | 4
        0|10|1    | 11       | score: 11 is outside metric "x" scale 0..10
        """)
    void scalesHaveSteps(double lowest, double highest, double step, String text, String expected) throws IOException {
        List<Metric> metrics = List.of(metric("x", new Scale(lowest, highest, step)));
        Path file = file("r.csv", "candidate,character,item,metric,rater,score\nm,A,1,x,r," + text + "\n");
        if (expected.startsWith("score")) {
            assertThatExceptionOfType(DatasetFormatException.class)
                    .isThrownBy(() -> Ratings.read(file, metrics))
                    .withMessageContaining(expected);
        } else {
            Ratings ratings = Ratings.read(file, metrics);
            assertThat(ratings.rating(0).score()).isEqualTo(Double.parseDouble(expected));
            assertThat(ratings.counts().mean()).isEqualTo(Double.parseDouble(expected));
            Path copy = folder.resolve("copy.jsonl");
            ratings.write(copy);
            assertThat(Ratings.read(copy, metrics).stream())
                    .isEqualTo(ratings.stream().toList());
        }
    }

    @Test
    void turnsSamplesAndReplicatesFlowThroughAndAreNoDuplicates() throws IOException {
        Path file = file(
                "r.csv",
                "candidate,character,item,metric,rater,score,turn,sample,replicate\n"
                        + "m,A,1,fluency,r,4,1,,\n"
                        + "m,A,1,fluency,r,5,2,,\n"
                        + "m,A,1,fluency,r,3,,a,1\n"
                        + "m,A,1,fluency,r,3,,a,2\n");
        Ratings ratings = Ratings.read(file);
        assertThat(ratings.duplicates()).isEmpty();
        assertThat(ratings.raters()).containsExactly("r");
        assertThat(ratings.where(Column.TURN, "2").stream())
                .containsExactly(new Rating("m", "A", "1", "fluency", "r", 5, "2", "", ""));
        assertThat(ratings.countsBy(Column.SAMPLE).keySet()).containsExactly(List.of(""), List.of("a"));
        Path copy = folder.resolve("copy.jsonl.gz");
        ratings.write(copy);
        assertThat(Ratings.read(copy).stream()).isEqualTo(ratings.stream().toList());
    }

    @Test
    void eachKindOfFaultIsListedOnceWithItsFirstPlaces() throws IOException {
        Path file = file(
                "r.csv",
                "candidate,character,item,metric,rater,score\n" + "m,A,1,fluency,r,9\n".repeat(1000)
                        + "m,A,1,fluency,r,4\nm,A,1,nothing,r,4\n");
        Imported imported =
                RatingImport.detect(file, METRICS).withKeepGoing(true).read(file, METRICS);
        assertThat(imported.ratings().size()).isEqualTo(1);
        assertThat(imported.faults()).extracting(Imported.Fault::count).containsExactly(1000L, 1L);
        assertThat(imported.faults().get(0).places()).hasSize(5);
        assertThat(imported.faults().get(0).in("zh")).contains("同类还有 999 处");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(file, METRICS).read(file, METRICS))
                .withMessageContaining("line 2, column 17");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
        {"cells": "{metrik}"}           ; no hole "metrik"
        {"split": {"item": "{foo}"}}    ; no hole "foo"
        {"scale": {"from": [0]}}        ; [lowest, highest] was expected
        {"delimiter": "ab"}             ; one character was expected
        {"comment": ""}                 ; one character was expected
        {"rater": "annotator_name"}     ; no column "annotator_name", where rater should stand
        {"rater": "/x"}                 ; no column "/x"
        {"cells": "Answer.{metric}"}    ; no score stands where the mapping says
        {"file": "x_{candidate}.csv", "candidate": []} ; which candidate
        """)
    void aMappingThatFitsNothingIsRefused(String mapping, String reason) throws IOException {
        Path ratings = file("r.csv", "model;role;id;annotator;metric;score\nm,c,1,r,fluency,4\n".replace(';', ','));
        if (mapping.contains("file")) {
            ratings = file("s.csv", "role,id,annotator,metric,score\nc,1,r,fluency,4\n");
        }
        Path table = ratings;
        Path file = file("mapping.json", mapping);
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.of(file).read(table, METRICS))
                .withMessageContaining(reason);
    }

    @Test
    void twoColumnsForOneMetricAreRefused() throws IOException {
        Path file = file("r.csv", "model,role,id,rater,流畅性,流利度\nm,c,1,r,4,5\n");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> RatingImport.detect(file, METRICS).read(file, METRICS))
                .withMessageContaining("流畅性 = 流利度");
    }

    @Test
    void whatIsSetGoesBeforeWhatIsDetected() throws IOException {
        Path file = file(
                "anna.jsonl",
                "{\"id\":1,\"text\":\"x\",\"label\":[\"4\"],\"model\":\"m\"}\n"
                        + "{\"id\":2,\"text\":\"y\",\"label\":[],\"model\":\"m\"}\n");
        Imported imported = RatingImport.builder()
                .metric("=fluency")
                .build()
                .detected(file, METRICS)
                .read(file, METRICS);
        assertThat(imported.ratings().stream()).containsExactly(new Rating("m", "-", "1", "fluency", "person:anna", 4));
        assertThat(imported.findings()).extracting(Finding::code).contains(DataCode.WITHOUT_SCORE);
        Path chinese = Files.write(
                folder.resolve("gbk.csv"), "模型,角色,编号,评分人,流畅性\n甲,悟空,1,小王,4\n".getBytes(Charset.forName("GBK")));
        RatingImport given =
                RatingImport.builder().encoding(Charset.forName("GB18030")).build();
        assertThat(given.detected(chinese, METRICS).read(chinese, METRICS).ratings().stream())
                .containsExactly(new Rating("甲", "悟空", "1", "fluency", "小王", 4));
    }

    @Test
    void aScoreWithItsReasonIsTheScore() throws IOException {
        Path file = file(
                "r.jsonl",
                "{\"model\":\"m\",\"id\":1,\"rater\":\"r\",\"scores\":{\"fluency\":{\"score\":3,\"reason\":\"dull\"}}}\n");
        assertThat(RatingImport.detect(file, METRICS).read(file, METRICS).ratings().stream())
                .containsExactly(new Rating("m", "-", "1", "fluency", "r", 3));
    }

    @Test
    void aFileOfAnotherKindIsNamed() throws IOException {
        byte[] text = "candidate,character,item,metric,rater,score\nm,c,1,fluency,r,4\n".getBytes(UTF_8);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("header.json"));
            out.write(text);
        }
        assertThat(refusal(zip.toByteArray())).contains("holds zip data");
        assertThat(refusal(Arrays.copyOf(zip.toByteArray(), 20))).contains("holds zip data");
        assertThat(refusal("%PDF-1.4\n".getBytes(UTF_8))).contains("holds PDF data");
        assertThat(refusal(new String(text, UTF_8).getBytes(StandardCharsets.UTF_16LE)))
                .contains("may be UTF-16LE");
        assertThat(refusal(
                        new String(text, UTF_8).replace(",c,", ",Jürgen,").getBytes(Charset.forName("windows-1252"))))
                .contains("may be windows-1252");
        assertThat(refusal("[]".getBytes(UTF_8))).contains("is empty");
        Path twice = Files.write(folder.resolve("twice.csv.gz"), gzip(gzip(text)));
        assertThat(Ratings.read(twice).size()).isEqualTo(1);
        Path marks = file("marks.csv", "\uFEFF\uFEFF" + new String(text, UTF_8));
        assertThat(Ratings.read(marks).size()).isEqualTo(1);
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("other.csv"), bytes);
        try {
            return RatingImport.detect(file, METRICS).toString();
        } catch (DatasetFormatException e) {
            return e.getMessage();
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
