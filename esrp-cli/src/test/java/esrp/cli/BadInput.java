package esrp.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** What the main job says to each class of bad input: makes the files and runs the command on them. */
final class BadInput {
    private static final String HEAD = "candidate,character,item,metric,rater,score\n";
    private static final String GOOD = HEAD + "harbor,c1,1,fluency,person:r1,4\nharbor,c1,1,fluency,person:r2,5\n";
    private static final String RECORD =
            "{\"dialog_id\": 1, \"question_r1\": \"Hard day.\", \"answer_r1\": \"Sit down, tell me.\"}";

    private BadInput() {}

    /** One way in which input can be bad. */
    record Case(String name, List<String> args, int exitCode, String message) {}

    /** Makes the files in a folder and runs the main job on each. */
    static List<Case> cases(Path folder) {
        List<Case> cases = new ArrayList<>();
        Path missing = folder.resolve("missing.csv");
        cases.add(run("a file that is not there", "--ratings", missing));
        cases.add(run("a file of an unknown kind", "--ratings", write(folder, "ratings.tsv", "a\tb\n1\t2\n")));
        cases.add(run("a folder in the place of a file", "--ratings", folder(folder, "folder")));
        cases.add(run("a folder called like a file", "--ratings", folder(folder, "folder.csv")));
        cases.add(run("a file in the place of a folder", "--data", write(folder, "file.json", "{}")));
        cases.add(run("a folder that is not there", "--data", folder.resolve("nowhere")));
        cases.add(run("an empty file", "--ratings", write(folder, "empty.csv", "")));
        cases.add(run(
                "a column is missing",
                "--ratings",
                write(folder, "no-rater.csv", "candidate,character,item,metric,score\nharbor,c1,1,fluency,4\n")));
        cases.add(run(
                "a score outside the scale",
                "--ratings",
                write(folder, "outside.csv", GOOD + "harbor,c1,2,fluency,person:r1,7\n")));
        cases.add(run(
                "a score that is no whole number",
                "--ratings",
                write(folder, "half.csv", GOOD + "harbor,c1,2,fluency,person:r1,3.5\n")));
        cases.add(run(
                "a metric that nobody knows",
                "--ratings",
                write(folder, "metric.csv", GOOD + "harbor,c1,2,fluencey,person:r1,3\n")));
        cases.add(run(
                "several faults at once",
                "--ratings",
                write(
                        folder,
                        "several.csv",
                        GOOD + "harbor,c1,2,fluencey,person:r1,3\n,c1,2,fluency,person:r1,3\n"
                                + "harbor,c1,2,fluency,person:r1,0\nharbor,c1\n")));
        cases.add(run(
                "a rating given twice",
                "--ratings",
                write(folder, "twice.csv", GOOD + "harbor,c1,1,fluency,person:r1,2\n")));
        cases.add(
                run(
                        "JSON of a wrong type",
                        "--ratings",
                        write(
                                folder,
                                "type.jsonl",
                                "{\"candidate\":\"a\",\"character\":\"c\",\"item\":\"1\",\"metric\":\"fluency\",\"rater\":\"r\",\"score\":true}\n")));
        cases.add(run(
                "JSON nested too deep",
                "--ratings",
                write(folder, "deep.jsonl", "{\"notes\": " + "[".repeat(100_000) + "\n")));
        cases.add(run("bytes that are not UTF-8", "--ratings", writeBytes(folder, "latin1.csv", latin1())));
        cases.add(run("a compressed file cut short", "--ratings", writeBytes(folder, "cut.csv.gz", cutGzip())));
        cases.add(run("a line without an end", "--ratings", longLine(folder)));
        cases.add(run(
                "replies: a field is missing",
                "--data",
                replies(folder, "field", "{\"c\": [{\"dialog_id\": 1, \"question_r1\": \"Hard day.\"}]}")));
        cases.add(run(
                "replies: a field of a wrong type",
                "--data",
                replies(folder, "field-type", "{\"c\": [" + RECORD.replace("\"Hard day.\"", "12") + "]}")));
        cases.add(run(
                "replies: a dialogue twice",
                "--data",
                replies(folder, "dialog-twice", "{\"c\": [" + RECORD + ", " + RECORD + "]}")));
        cases.add(run("replies: a truncated file", "--data", replies(folder, "truncated", "{\"c\": [" + RECORD)));
        cases.add(run("replies: no file at all", "--data", folder(folder, "no-files")));
        cases.add(run("a unit that nobody knows", "--unit", Path.of("person")));
        cases.add(run("a judge without people", "--judge", missing));
        Path people = write(folder, "people.csv", GOOD);
        cases.add(run(
                "a judge's file of an unknown kind",
                "--ratings",
                people,
                "--judge",
                write(folder, "judge.tsv", "a\tb\n1\t2\n")));
        return List.copyOf(cases);
    }

    private static Case run(String name, Object... given) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> args = Stream.concat(
                        Stream.of("evaluate"), Stream.of(given).map(Object::toString))
                .toList();
        int code = Esrp.run(new PrintWriter(out), new PrintWriter(err), args.toArray(new String[0]));
        return new Case(name, args, code, err.toString());
    }

    private static byte[] latin1() {
        return (GOOD + "caf\u00e9,c1,2,fluency,person:r1,3\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] cutGzip() {
        try (java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream()) {
            try (OutputStream zip = new GZIPOutputStream(bytes)) {
                zip.write(GOOD.getBytes(StandardCharsets.UTF_8));
            }
            byte[] whole = bytes.toByteArray();
            return java.util.Arrays.copyOf(whole, whole.length - 12);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forty megabytes without a line end, where a line may have far less. */
    private static Path longLine(Path folder) {
        Path file = folder.resolve("line.csv");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(HEAD.getBytes(StandardCharsets.UTF_8));
            byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 40; i++) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static Path replies(Path folder, String name, String text) {
        Path inside = folder(folder, name);
        write(inside, "harbor.json", text);
        return inside;
    }

    private static Path folder(Path folder, String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @com.google.errorprone.annotations.CanIgnoreReturnValue
    private static Path write(Path folder, String name, String text) {
        return writeBytes(folder, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Path writeBytes(Path folder, String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
