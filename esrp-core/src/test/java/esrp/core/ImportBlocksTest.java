package esrp.core;

import static org.assertj.core.api.Assertions.assertThat;

import esrp.core.Ratings.Column;
import esrp.core.internal.Utf8Reader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Reading in blocks against reading row by row, which is what becomes of UTF-16. */
final class ImportBlocksTest {
    private static final String HEADER = "candidate,character,item,metric,rater,score";

    private Path file = Path.of("");
    private RatingImport mapping = RatingImport.OWN;

    @BeforeProperty
    void makeFile() throws IOException {
        file = Files.createTempFile("ratings", ".csv");
    }

    @AfterProperty
    void deleteFile() throws IOException {
        Files.delete(file);
    }

    /** Mostly good rows, and what else lines of a file can be. */
    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.of("a", "b", "银时", "é", "c d", "lögn-name-of-20-bytes")),
                Tuple.of(3, Arbitraries.of("\"a\"", "\"x,y\"", "\"q\"\"q\"", " a ", "\ta")),
                Tuple.of(1, Arbitraries.of("", " ", "\"\"", "\" \"", "\u00a0", "\uFFFD", "#", "-", "---")));
        Arbitrary<String> metric = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.of("fluency", "Coherence", "diversity", "\"fluency\"")),
                Tuple.of(1, Arbitraries.of("", "fluencey")));
        Arbitrary<String> score = Arbitraries.frequencyOf(
                Tuple.of(30, Arbitraries.of("1", "5", "4.0", "\"3\"", "NA", "", "４", "[2]")),
                Tuple.of(1, Arbitraries.of("6", "x", "2.5", "{\"score\": 3}", "---")));
        Arbitrary<String> row = Combinators.combine(name, name, name, metric, name, score)
                .as((c, x, i, m, r, s) -> String.join(",", c, x, i, m, r, s));
        return Arbitraries.frequencyOf(
                        Tuple.of(60, row),
                        Tuple.of(
                                2,
                                Arbitraries.of(
                                        "",
                                        " ",
                                        HEADER,
                                        ",,,,,",
                                        "a,b,c",
                                        "a,b,c,fluency,r,4,",
                                        "a,b,c,fluency,r,4,x",
                                        "---,---,---,---,---,---",
                                        "a,\"b\nb\",c,fluency,r,4",
                                        "a,\"b\"b,c,fluency,r,4",
                                        "a,b\"b,c,fluency,r,4",
                                        "a, \"b\" ,c,fluency,r,4",
                                        "a\rb",
                                        "a,\"b,c,fluency,r,4")))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 500, seed = "20261126")
    void blocksGiveWhatRowsGive(
            @ForAll("lines") List<String> lines,
            @ForAll @IntRange(min = 50, max = 400) int block,
            @ForAll boolean windows,
            @ForAll boolean mark,
            @ForAll boolean ended)
            throws IOException {
        String end = windows ? "\r\n" : "\n";
        String text = HEADER + end + String.join(end, lines) + (ended ? end : "");
        assertSame((mark ? "\uFEFF" : "") + text, text, block);
    }

    @Property(tries = 100, seed = "20261126")
    void soDoOtherColumnsAndOtherOrders(@ForAll @IntRange(min = 60, max = 200) int block) throws IOException {
        StringBuilder text = new StringBuilder("\"score\";note;rater;metric;\"item\";turn;character;candidate\n");
        for (int i = 0; i < 40; i++) {
            text.append(i % 5 + 1).append(";é").append(i).append(";r").append(i % 3);
            text.append(i % 2 == 0 ? ";fluency;i" : ";diversity;i").append(i % 4);
            text.append(i % 7 == 0 ? ";;x;" : ";2;x;").append("c").append(i % 2).append('\n');
        }
        assertSame(text.toString(), text.toString(), block);
    }

    /** Objects that are mostly good. */
    @Provide
    Arbitrary<List<String>> objects() {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                Tuple.of(
                        20,
                        Arbitraries.of(
                                "\"a\"", "\"银时\"", "\"é \"", "\"x,y\"", "12", "\"12\"", "\"lögn-name-of-20-bytes\"")),
                Tuple.of(5, Arbitraries.of("\"q\\\"q\"", "\"\\u00e9\"", "\"\\/\\n\\ud83d\\ude00\"", "-1.5e+3", "true")),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                "\"\"",
                                "null",
                                "\" \"",
                                "\"\\ud800\"",
                                "\"\\ufffd\"",
                                "\"\\u0000\"",
                                "\"\\u00g9\"",
                                "\"\\x\"",
                                "\"\\",
                                "-1",
                                "-01",
                                "+1",
                                "1e",
                                "nul",
                                "012",
                                "1.5",
                                "1e2",
                                "[1]",
                                "{}",
                                "\"\uFFFD\"",
                                "\"a\tb\"",
                                "\"open",
                                "NaN",
                                "1.",
                                "")));
        Arbitrary<String> score = Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.of("1", "5", "4.0", "\"3\"", "null", "\"\"", "\"NA\"")),
                Tuple.of(1, Arbitraries.of("6", "\"x\"", "2.5", "\"[2]\"", "[2]", "{\"value\": 3}")));
        Arbitrary<String> metric = Arbitraries.of("\"fluency\"", "\"Coherence\"", "\"diversity\"");
        Arbitrary<String> form = Arbitraries.frequencyOf(
                Tuple.of(
                        20,
                        Arbitraries.of(
                                "",
                                ",\"turn\":\"2\"",
                                ",\"turn\": 3 , \"sample\":\"s\"",
                                ",\"note\":\"say \\\"hé\\\"\\n\"",
                                ", \"meta\" : { \"turn\":[1,{},[ ],{\"turn\":null}],\"score\":{\"turn\":-0.5e-3}}")),
                Tuple.of(
                        1,
                        Arbitraries.of(
                                ",\"note\":1,\"note\":1",
                                ",\"note\":1,\"meta\":{\"note\":2},\"note\":1",
                                ",\"meta\":{\"a\":1,\"a\":2}",
                                ",\"meta\":[1,]",
                                ",\"meta\":[1}",
                                ",\"meta\":{1:1}",
                                ",\"meta\":{",
                                ",\"meta\":[0 1]",
                                ",\"meta\":" + "[".repeat(63) + "]".repeat(63),
                                ",\"meta\":" + "[".repeat(64) + "]".repeat(64),
                                ",\"n\\u006fte\":1,\"note\":1",
                                ",\"note\":\"\\x\"",
                                ",\"note\":\"\uFFFD\"",
                                ",\"note\":\"a\rb\"",
                                "\r",
                                "}\r{}",
                                "}{",
                                ",\"item\":\"twice\"",
                                ",",
                                ",\"turn\":",
                                "} ",
                                "}x",
                                ",\"turn\" \"2\"",
                                ",\"replicate\":{}")));
        Arbitrary<String> object = Combinators.combine(name, name, name, metric, name, score, form)
                .as((c, x, i, m, r, s, more) -> "{\"candidate\":" + c + ", \"character\": " + x + ",\"item\":" + i
                        + ",\"metric\":" + m + ",\"rater\":" + r + ",\"score\":" + s + more + "}");
        Arbitrary<String> part = Arbitraries.of("character", "item", "metric", "rater", "score");
        return Arbitraries.frequencyOf(
                        Tuple.of(60, object),
                        Tuple.of(
                                3,
                                Combinators.combine(object, part)
                                        .as((text, key) -> text.replaceFirst("\"" + key + "\": ?[^,}]*,?", ""))),
                        Tuple.of(1, Arbitraries.of("", " ", "{}", "[]", "1", "{\"note\":1}", "\uFEFF{}")))
                .list()
                .ofMaxSize(30);
    }

    @Property(tries = 500, seed = "20261126")
    void soDoObjectsOnLines(
            @ForAll("objects") List<String> lines,
            @ForAll @IntRange(min = 120, max = 600) int block,
            @ForAll boolean windows,
            @ForAll boolean ended)
            throws IOException {
        String end = windows ? "\r\n" : "\n";
        String first =
                "{\"score\":4,\"candidate\":\"a\",\"character\":\"b\",\"item\":\"c\",\"metric\":\"fluency\",\"rater\":\"r\"}";
        String text = first + end + String.join(end, lines) + (ended ? end : "");
        assertSame("\uFEFF" + text, text, block);
    }

    @Property(tries = 400, seed = "20261126")
    void soDoObjectsUnderOtherKeys(
            @ForAll("objects") List<String> lines,
            @ForAll @IntRange(min = 120, max = 600) int block,
            @ForAll boolean few,
            @ForAll @IntRange(max = 40) int cut)
            throws IOException {
        RatingImport.Builder other = RatingImport.builder()
                .candidate("/model")
                .character(few ? "=-" : "/user")
                .item("/id")
                .metric(few ? "=fluency" : "dimension")
                .rater("judge")
                .kind(Rater.Kind.MODEL)
                .name("metric", "fluency", "fluency")
                .name("metric", "diversity", "diversity")
                .missing("5");
        mapping = (few ? other.cells("/value") : other.score("/value").set("turn", "/turn")).build();
        String first =
                "{\"value\":4,\"model\":\"a\",\"user\":\"b\",\"id\":\"c\",\"dimension\":\"fluency\",\"judge\":\"r\"}";
        String text = String.join("\n", lines)
                .replace("\"candidate\":", "\"model\":")
                .replace("\"character\":", "\"user\":")
                .replace("\"item\":", "\"id\":")
                .replace("\"metric\":", "\"dimension\":")
                .replace("\"rater\":", "\"judge\":")
                .replace("\"score\":", "\"value\":");
        String whole = first + "\n" + text;
        String left = whole.substring(0, Math.max(first.length(), whole.length() - cut));
        assertSame(left, left, block);
    }

    @Example
    void soDoLinesThatAreLongerThanABlock() throws IOException {
        String good =
                "{\"candidate\":\"a\",\"character\":\"b\",\"item\":\"c\",\"metric\":\"fluency\",\"rater\":\"r\",\"score\":4}\n";
        for (int length : new int[] {900_000, 3_000_000}) {
            String text = good.repeat(4_000)
                    + good.replace("}", ",\"note\":\"" + "n".repeat(length) + "\"}")
                    + good.repeat(4_000)
                    + good.substring(0, 50);
            assertSame(text, text, ImportBlocks.SIZE);
        }
    }

    private void assertSame(String text, String sequential, int block) throws IOException {
        for (boolean keepGoing : new boolean[] {true, false}) {
            List<String> blocks = said(text, StandardCharsets.UTF_8, block, keepGoing);
            List<String> rows = said("\uFEFF" + sequential, StandardCharsets.UTF_16LE, block, keepGoing);
            assertThat(blocks).isEqualTo(rows);
        }
    }

    private List<String> said(String text, Charset charset, int block, boolean keepGoing) throws IOException {
        Files.write(file, text.getBytes(charset));
        return said(block, keepGoing);
    }

    private List<String> said(int block, boolean keepGoing) {
        ImportRun.Opener opener = new ImportRun.Opener() {
            @Override
            public Utf8Reader open() throws IOException {
                return Utf8Reader.open(file);
            }

            @Override
            public int block() {
                return block;
            }
        };
        Faults faults = keepGoing ? Faults.collecting(file) : Faults.throwing(file);
        List<String> said = new ArrayList<>();
        try {
            Imported imported = new ImportRun(mapping, file, opener, Metric.esrp(), faults).imported();
            imported.ratings().stream().forEach(rating -> said.add(rating.toString()));
            for (Column column : Column.values()) {
                said.add(imported.ratings().dictionary(column).toString());
            }
            imported.findings().stream()
                    .filter(finding -> finding.code() != DataCode.ENCODING)
                    .forEach(finding -> said.add(finding.toString()));
            said.add(imported.counts().toString());
        } catch (DatasetFormatException e) {
            said.add(String.valueOf(e.getMessage()));
        }
        faults.toList().forEach(fault -> said.add(fault.toString()));
        return said;
    }

    @Example
    void badTextIsNamedWithItsPlaceInWhicheverBlockItIs() throws IOException {
        byte[] good = "a,b,c,fluency,r,4\n".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((HEADER + "\n").getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 6_000; i++) {
            out.writeBytes(good);
        }
        out.writeBytes(new byte[] {'a', ',', (byte) 0xe9, ',', 'c', '\n'});
        out.writeBytes(good);
        Files.write(file, out.toByteArray());
        assertThat(said(100, true))
                .anySatisfy(
                        text -> assertThat(text).contains("line 6002, column 3").contains("is not UTF-8"))
                .anySatisfy(text -> assertThat(text).contains("ratings=6000"));
    }

    @Example
    void compressedDataThatEndEarlyKeepTheRowsBefore() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write((HEADER + "\n" + "a,b,c,fluency,r,4\n".repeat(100)).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));
        assertThat(said(1000, true)).last().asString().contains("the compressed data end early");
        assertThat(said(1000, false)).last().asString().contains("the compressed data end early");
    }
}
