package blackbox.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import esrp.core.ChatAnime;
import esrp.core.DataCode;
import esrp.core.DatasetFormatException;
import esrp.core.Finding;
import esrp.core.Rating;
import esrp.core.Ratings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One error type, with file, place and what was expected, for everything that a file can get wrong. */
final class BadInputTest {
    private static final String HEADER = "candidate,character,item,metric,rater,score\n";
    private static final String GOOD = "c,p,1,fluency,r,3\n";

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        c,p,1,fluency,r,9       | line 3, column 17 | score: 9 is outside metric "fluency" scale 1..5
        c,p,1,fluency,r,0       | line 3, column 17 | score: 0 is outside metric "fluency" scale 1..5
        c,p,1,fluency,r,3.5     | line 3, column 17 | score: 3.5 is between the steps of metric "fluency" scale 1..5, the nearest are 3, 4 (rater "r"); give the rubric finer steps (--scale 1..5:0.5, Rubric.withScale)
        c,p,1,fluency,r,"3,5"   | line 3, column 17 | score: "3,5" is not a number
        c,p,1,fluency,r,80%     | line 3, column 17 | score: "80%" is not a number
        c,p,1,fluency,r,good    | line 3, column 17 | score: "good" is not a number
        c,p,1,fluency,r,99999999999999999999 | line 3, column 17 | is outside metric
        c,p,1,fluencey,r,3      | line 3, column 7  | no metric "fluencey"; metrics are [consistency,
        ,p,1,fluency,r,3        | line 3, column 1  | "candidate" is blank
        c,p,1,fluency,r         | line 3            | has 5 fields, the header has 6
        c,p,1,fluency,r,3,x     | line 3            | has 7 fields, the header has 6
        "c"x,p,1,fluency,r,3    | line 3            | text follows the closing quote
        c,p,1,fluency,r,"3      | line 3            | a quote is opened in the row that starts here
        """)
    void aBadRowOfACsvFileIsNamedWithItsPlace(String row, String place, String message) throws IOException {
        Path file = file("r.csv", HEADER + GOOD + row + "\n");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> Ratings.read(file))
                .satisfies(e -> {
                    assertThat(e.finding().place().file()).contains(file.toString());
                    assertThat(e).hasMessageContaining(message).hasMessageStartingWith(file + ": " + place);
                });
        assertThat(Ratings.validate(file)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        "score":9               | line 2, column 84 | score: 9 is outside metric "fluency" scale 1..5
        "score":true            | line 2            | score: "true" is not a number
        "score":[3,4]           | line 2            | score: "[…]" is not a number
        "score":３              | line 2            | Unexpected character
        "score":3,"score":3     | line 2            | Duplicate field 'score'
        "x":1,"x":2,"score":3   | line 2            | Duplicate field 'x'
        "x":3                   | line 2            | "score" is missing
        "score":3} {            | line 2            | more text follows the object
        "score":3,              | line 2            | cannot be read
        "score":                | line 2            | cannot be read
        """)
    void aBadLineOfAJsonFileIsNamedWithItsPlace(String end, String place, String message) throws IOException {
        String start =
                "{\"candidate\":\"c\",\"character\":\"p\",\"item\":\"1\",\"metric\":\"fluency\",\"rater\":\"r\",";
        Path file = file("r.jsonl", start + "\"score\":3}\n" + start + end + "}\n" + start + "\"score\":4}");
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> Ratings.read(file))
                .satisfies(e -> {
                    assertThat(e).hasMessageStartingWith(file + ": " + place).hasMessageContaining(message);
                });
        assertThat(Ratings.validate(file))
                .isNotEmpty()
                .allSatisfy(
                        fault -> assertThat(fault.place().coordinate("line")).contains("2"));
    }

    /** Failed before: a million blank lines in a table counted as one long line, and a gigabyte of them took 20 s. */
    @ParameterizedTest
    @CsvSource({"csv, 1", "csv, 2", "jsonl, 1", "jsonl, 2"})
    void millionsOfBlankLinesAreReadAndCounted(String form, int width) throws IOException {
        String end = width == 1 ? "\n" : "\r\n";
        String good = form.equals("csv")
                ? GOOD.strip()
                : "{\"candidate\":\"c\",\"character\":\"p\",\"item\":\"1\",\"metric\":\"fluency\",\"rater\":\"r\",\"score\":3}";
        String bad = good.replace(",r,3", ",r,9").replace(":3}", ":9}");
        int blanks = 9_000_000;
        Path file = file(
                "r." + form,
                (form.equals("csv") ? HEADER.strip() + end : "")
                        + String.join(end.repeat(blanks + 1), good, bad, good, bad)
                        + "\n\"c,p");
        int first = form.equals("csv") ? 2 : 1;
        assertThat(Ratings.validate(file))
                .extracting(fault -> fault.place().coordinate("line").orElseThrow())
                .startsWith(String.valueOf(first + blanks + 1), String.valueOf(first + 3 * (blanks + 1)))
                .last()
                .isEqualTo(String.valueOf(first + 3 * (blanks + 1) + 1));
    }

    @Test
    void blankLinesInAFieldAreItsText() throws IOException {
        String long1 = "a" + "\n".repeat(200_000) + "b";
        Path file = file("r.csv", HEADER + GOOD.replace(",r,", ",\"" + long1 + "\",") + "\n".repeat(100) + GOOD);
        assertThat(Ratings.read(file).stream().map(Rating::rater)).containsExactlyInAnyOrder(long1, "r");
    }

    @Test
    void validateListsAllFaultsNotOnlyTheFirst() throws IOException {
        Path file = file("r.csv", HEADER + "c,p,1,fluency,r,9\n" + GOOD + "\n" + "c,p,1,x,r,3\nc,p\n");
        assertThat(Ratings.validate(file))
                .extracting(fault -> fault.place().toString())
                .containsExactly(file + ": line 2, column 17", file + ": line 5, column 7", file + ": line 6");
    }

    @Test
    void aHeaderThatLacksColumnsSaysWhatItHas() throws IOException {
        assertThat(Ratings.validate(file("r.csv", GOOD)))
                .singleElement()
                .extracting(finding -> finding.sentence("en"))
                .asString()
                .contains("no column \"candidate\"")
                .contains("it has \"c\", \"p\"");
        assertThat(Ratings.validate(file("r.csv", "rater,rater,score,metric,item,character,candidate\n")))
                .extracting(finding -> finding.sentence("en"))
                .containsExactly("\"rater\" is there twice, once was expected");
        assertThat(Ratings.validate(file("r.csv", "")))
                .extracting(Finding::toString)
                .containsExactly(folder.resolve("r.csv")
                        + ": is empty, candidate,character,item,metric,rater,score was expected");
    }

    @Test
    void aTableWithoutRatingsIsNoFault() throws IOException {
        assertThat(Ratings.read(file("r.csv", HEADER)).isEmpty()).isTrue();
    }

    @Test
    void textThatIsNotUtf8IsReportedNotReplaced() throws IOException {
        byte[] bytes = (HEADER + GOOD + "cX,p,1,fluency,r,3\n").getBytes(StandardCharsets.UTF_8);
        bytes[HEADER.length() + GOOD.length() + 1] = (byte) 0xff;
        Path file = Files.write(folder.resolve("r.csv"), bytes);
        assertThat(Ratings.validate(file))
                .extracting(Finding::toString)
                .containsExactly(file + ": line 3, column 2: is not UTF-8 (bytes 0xFF) but may be windows-1252;"
                        + " ask for that encoding, or save the file as UTF-8");
        byte[] latin1 = "{\"c\":[{\"dialog_id\":1,\"question_r1\":\"é\",\"answer_r1\":\"a\"}]}"
                .getBytes(StandardCharsets.ISO_8859_1);
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.write(data.resolve("human.json"), latin1);
        assertThat(ChatAnime.validate(data))
                .singleElement()
                .extracting(finding -> finding.sentence("en"))
                .asString()
                .startsWith("is not UTF-8");
    }

    @Test
    void aTruncatedGzipFileIsAFaultAndAFalseNameIsNone() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write((HEADER + GOOD.repeat(1000)).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = packed.toByteArray();
        Path file = folder.resolve("r.csv.gz");
        for (int length : new int[] {0, 5, 20, whole.length - 20, whole.length - 9, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(DatasetFormatException.class)
                    .as("%s of %s bytes", length, whole.length)
                    .isThrownBy(() -> Ratings.read(file))
                    .withMessageContaining("gzip");
        }
        Files.writeString(file, HEADER + GOOD);
        assertThat(Ratings.read(file).size()).isEqualTo(1);
        Files.write(file, whole);
        assertThat(Ratings.read(file).size()).isEqualTo(1000);
    }

    @Test
    void whatIsNotThereOrNoFileIsAFault() {
        Path absent = folder.resolve("absent.csv");
        assertThat(Ratings.validate(absent))
                .extracting(Finding::toString)
                .containsExactly(absent + ": there is no such file");
        assertThat(ChatAnime.validate(folder.resolve("absent")))
                .extracting(Finding::toString)
                .containsExactly(folder.resolve("absent")
                        + ": there is no such folder, a folder with one JSON file per candidate was expected");
        assertThat(ChatAnime.validate(folder))
                .extracting(Finding::toString)
                .containsExactly(folder + ": holds no candidate, files such as human.json were expected");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ratings.of(List.of()).write(folder.resolve("r.txt")))
                .withMessageContaining("must end in .csv, .jsonl or .ndjson");
    }

    @Test
    void marksOrdersAndUnknownColumnsAreMet() throws IOException {
        Path file = file(
                "r.csv",
                "\uFEFFscore,note,rater,metric,item,character,candidate\r\n"
                        + "3,\"a, \"\"b\"\"\r\n\",r,Speech Style,1,p,c\r\n\r\n4,,r,说话风格,2,p,c");
        Ratings ratings = Ratings.read(file);
        assertThat(ratings.stream())
                .extracting(rating -> rating.metric() + rating.item() + rating.score())
                .containsExactly("speaking_style13.0", "speaking_style24.0");
        assertThat(ratings.findings())
                .extracting(Finding::code, Finding::toString)
                .containsExactly(tuple(DataCode.LEFT_OUT, "left out: \"note\""));
    }

    private List<Finding> validateCandidate(String json) throws IOException {
        file("human.json", json);
        return ChatAnime.validate(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [1]                                          | line 1, column 1 | is an array, an object with one list
        {}                                           | line 1, column 2 | is empty, at least one character was
        {"c":{}}                                     | /c, line 1       | is an object, a list of dialogs
        {"c":[]}                                     | /c, line 1       | is empty, at least one dialog was
        {"c":[1]}                                    | /c/0, line 1     | is 1, an object
        {"c":[{"dialog_id":1,"question_r1":"q"}]}    | /c/0, line 1     | "answer_r1" is missing
        {"c":[{"question_r1":"q","answer_r1":"a"}]}  | /c/0, line 1     | "dialog_id" is missing
        {"c":[{"dialog_id":"1","question_r1":"q","answer_r1":"a"}]} | /c/0/dialog_id | is "1", a whole number
        {"c":[{"dialog_id":1.0,"question_r1":"q","answer_r1":"a"}]} | /c/0/dialog_id | is 1.0, a whole number
        {"c":[{"dialog_id":0,"question_r1":"q","answer_r1":"a"}]}   | /c/0/dialog_id | is 0, a whole number
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":5}]}     | /c/0/answer_r1 | is 5, a text
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":null}]}  | /c/0/answer_r1 | is null, a text
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":"\\ud83d"}]} | /c/0/answer_r1 | unpaired surrogate
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":"a","answer_r3":"a"}]} | /c/0, line 1 | "question_r2" is missing
        {"c":[{"dialog_id":1,"dialog_id":1,"question_r1":"q","answer_r1":"a"}]} | /c/0/dialog_id | there twice
        {"c~/":[{"dialog_id":1,"question_r1":" ","answer_r1":"a"}]} | /c~0~1/0/question_r1 | is blank
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":"a"}]    | line 1 | the text ends in the middle
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":"a       | line 1 | the text ends in the middle
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":"a"}]} x | line 1 | cannot be read
        {"c":[{"dialog_id":1,"question_r1":"q","answer_r1":"a"}]}{} | line 1 | more text follows the object
        """)
    void aBadCandidateFileIsNamedWithItsPlace(String json, String place, String message) throws IOException {
        List<Finding> faults = validateCandidate(json);
        assertThat(faults.get(0).toString()).startsWith(folder.resolve("human.json") + ": " + place);
        assertThat(faults.get(0).sentence("en")).contains(message);
        assertThatExceptionOfType(DatasetFormatException.class)
                .isThrownBy(() -> ChatAnime.read(folder))
                .withMessage(faults.get(0).toString());
    }

    @Test
    void validateGoesThroughAllFilesOfAFolder() throws IOException {
        String dialog = "{\"dialog_id\":1,\"question_r1\":\"q\",\"answer_r1\":\"a\"}";
        file("a.json", "{\"c\":[" + dialog + "," + dialog + "],\"c\":[" + dialog + "]}");
        file("b.json", "");
        file("c.json", "{\"c\":[" + dialog + "]}");
        file("_scenarios.json", "{\"x\":{\"persona\":1}}");
        file("ratings.csv", "no candidate");
        assertThat(ChatAnime.validate(folder))
                .extracting(fault ->
                        folder.relativize(Path.of(fault.place().file().orElseThrow())) + " " + fault.sentence("en"))
                .containsExactly(
                        "a.json \"dialog_id 1\" is there twice, once was expected",
                        "a.json \"c\" is there twice, once was expected",
                        "b.json is empty, an object was expected",
                        "_scenarios.json is 1, a text was expected");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        _scenarios.json  | []                              | line 1, column 1    | is an array, an object
        _scenarios.json  | {"1":[]}                        | /1, line 1          | is an array, an object
        _scenarios.json  | {"1":{"persona":"a","persona":"b"}} | /1/persona, line 1 | there twice
        _scenarios.json  | {"1":{},"1":{}}                 | /1, line 1          | there twice
        _scenarios.json  | {"1":{"location":" "}}          | /1/location, line 1 | is blank
        _scenarios.json  | {"1":{"aliases":["a"]}}         | /1/aliases, line 1  | is an array, a text
        _scenarios.json  | {"one":{"persona":"a"}}         | /one                | a whole number from 1
        _scenarios.json  | {"2":{"persona":"a"}}           | /2                  | an "opening_question" was expected
        _characters.json | {"c":{"aliases":"a"}}           | /c/aliases, line 1  | is "a", a list of texts
        _characters.json | {"c":{"aliases":["a",1]}}       | /c/aliases/1, line 1 | is 1, a text
        _candidates.json | {"human":{"kind":"robot"}}      | /human/kind         | "robot" is none of model, people
        _candidates.json | {"human":{}                     | line 1              | the text ends in the middle
        """)
    void aBadSideFileIsNamedWithItsPlace(String name, String json, String place, String message) throws IOException {
        file("human.json", "{\"c\":[{\"dialog_id\":1,\"question_r1\":\"q\",\"answer_r1\":\"a\"}]}");
        file(name, json);
        Finding fault = ChatAnime.validate(folder).get(0);
        assertThat(fault.toString()).startsWith(folder.resolve(name) + ": " + place);
        assertThat(fault.sentence("en")).contains(message);
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingBeside() throws IOException {
        Path folderInTheWay =
                Files.createDirectories(folder.resolve("r.csv/inside")).getParent();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Ratings.of(List.of()).write(folderInTheWay))
                .withMessageContaining("cannot write " + folderInTheWay);
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> Ratings.of(List.of()).write(folder.resolve("no/r.csv")))
                .withMessageContaining("its folder does not exist");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folderInTheWay);
        }
    }

    @Test
    void unknownFieldsAreLeftOutWithANotice() throws IOException {
        file(
                "human.json",
                "{\"c\":[{\"dialog_id\":1,\"note\":{\"x\":[1]},\"question_r1\":\"q\",\"answer_r1\":\"a\"}]}");
        assertThat(ChatAnime.read(folder).findings(DataCode.UNKNOWN_FIELD))
                .extracting(Finding::toString)
                .containsExactly("human.json: /c/0/note: field \"note\" is not known and is left out");
    }

    @Test
    void theErrorSaysTheSameAfterItTravelled() throws IOException, ClassNotFoundException {
        DatasetFormatException error = new DatasetFormatException(
                DataCode.REFUSED.at(Finding.Place.of(Path.of("a.csv")).line(1, 0), "reason", "is odd"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(error);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            DatasetFormatException read = (DatasetFormatException) in.readObject();
            assertThat(read.finding().toString())
                    .isEqualTo(error.finding().toString())
                    .isEqualTo("a.csv: line 1: is odd");
        }
    }
}
