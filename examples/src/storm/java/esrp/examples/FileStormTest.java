package esrp.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import esrp.cli.SampleData;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.ChatAnime;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.RatingImport;
import esrp.core.Ratings;
import esrp.core.Turn;
import esrp.core.internal.AtomicFiles;
import esrp.metrics.Analysis;
import esrp.metrics.Rubric;
import esrp.metrics.Summaries;
import esrp.prompts.ChatModel;
import esrp.prompts.ChatRequest;
import esrp.prompts.NamedModel;
import esrp.prompts.run.Run;
import esrp.prompts.run.RunPolicy;
import esrp.report.Report;
import esrp.study.StudyDesign;
import esrp.study.StudyKey;
import esrp.study.form.RatingForms;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that can happen to files, many times, at random moments of a fixed seed: kills of the process that writes
 * data sets, reports, forms, imported ratings, snapshots and summaries, two such processes in one folder, full disks, and a line of two gigabytes. Figures are printed and
 * stand in {@code docs/faults.md}.
 *
 * <p>{@code mvn -Pstorm -pl examples -am test}
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FileStormTest {
    private static final int KILLS = 100;
    private static final int SNAPSHOT_KILLS = 30;
    private static final int FULL_DISKS = 60;
    private static final Dataset DATA = SampleData.dataset("en");
    private static final Ratings RATINGS = SampleData.ratings("en");
    private static final Pattern VERSION = Pattern.compile("version-([0-9]+)-");

    @TempDir
    private Path folder;

    /** What is written again and again; every text of a version holds its number. */
    private enum Work {
        DATA {
            @Override
            void write(Path home, int version) {
                List<Dialogue> dialogues = FileStormTest.DATA
                        .dialogues()
                        .map(one -> new Dialogue(
                                one.candidate(),
                                one.character(),
                                one.scenario(),
                                one.turns().stream()
                                        .map(turn -> new Turn(turn.user(), turn.reply() + mark(version)))
                                        .toList()))
                        .toList();
                ChatAnime.write(
                        Dataset.of(
                                FileStormTest.DATA.candidates(),
                                FileStormTest.DATA.characters(),
                                FileStormTest.DATA.scenarios(),
                                dialogues),
                        home);
            }

            @Override
            void check(Path home) throws IOException {
                super.check(home);
                assertThat(ChatAnime.read(home).replies()).isEqualTo(FileStormTest.DATA.replies());
            }
        },
        REPORT {
            @Override
            void write(Path home, int version) {
                Analysis analysis = Analysis.of(RATINGS, Rubric.esrp());
                Report.builder("Report" + mark(version), "en")
                        .add(analysis.leaderboard(), analysis.comparison())
                        .build()
                        .writeAll(home);
            }
        },
        FORMS {
            @Override
            void write(Path home, int version) {
                Set<String> characters = Set.copyOf(FileStormTest.DATA.characters().stream()
                        .map(Character::id)
                        .toList());
                StudyDesign.Outcome assigned = StudyDesign.of(
                                FileStormTest.DATA,
                                FileStormTest.DATA.candidates().stream()
                                        .map(Candidate::id)
                                        .toList())
                        .assign(
                                IntStream.rangeClosed(1, 12)
                                        .mapToObj(i -> StudyDesign.Participant.of("r" + i, characters))
                                        .toList(),
                                version);
                RatingForms forms =
                        RatingForms.of(assigned, FileStormTest.DATA, Metric.esrp(), "en", "Rating" + mark(version));
                forms.key().write(home.resolveSibling("key.json"));
                forms.write(home);
            }

            @Override
            void check(Path home) throws IOException {
                super.check(home);
                assertThat(StudyKey.read(home.resolveSibling("key.json")).forms())
                        .hasSize(12);
            }
        },
        IMPORT {
            @Override
            void write(Path home, int version) throws IOException {
                Path source = Files.createDirectories(home).resolveSibling("source-" + version + ".csv");
                RATINGS.write(source);
                Ratings imported = RatingImport.detect(source, Metric.esrp())
                        .read(source, Metric.esrp())
                        .ratings();
                Ratings.of(imported.stream()
                                .map(one -> new Rating(
                                        one.candidate() + mark(version),
                                        one.character(),
                                        one.item(),
                                        one.metric(),
                                        one.rater(),
                                        one.score()))
                                .toList())
                        .write(home.resolve("ratings.csv"));
                Files.delete(source);
            }

            @Override
            void check(Path home) throws IOException {
                super.check(home);
                assertThat(Ratings.read(home.resolve("ratings.csv")).size()).isEqualTo(RATINGS.size());
            }
        },
        SNAPSHOT {
            @Override
            void write(Path home, int version) throws IOException {
                many(version).write(Files.createDirectories(home).resolve("ratings.esrp"));
            }

            @Override
            void check(Path home) throws IOException {
                super.check(home);
                Ratings read = Ratings.read(home.resolve("ratings.esrp"));
                assertThat(read.hash()).isEqualTo(many(version(home)).hash());
            }
        },
        SUMMARY {
            @Override
            void write(Path home, int version) throws IOException {
                Summaries.of(many(version), Rubric.esrp())
                        .write(Files.createDirectories(home).resolve("day.summary"));
            }

            @Override
            void check(Path home) throws IOException {
                super.check(home);
                assertThat(Summaries.read(home.resolve("day.summary"), Rubric.esrp()))
                        .isEqualTo(Summaries.of(many(version(home)), Rubric.esrp()));
            }
        };

        /** As many, and with such names, as take some megabytes, and so some time to write. */
        private static Ratings many(int version) {
            Ratings.Builder ratings = Ratings.builder(Metric.esrp());
            for (int item = 0; item < 5_000; item++) {
                String name = "item " + item + "x".repeat(400);
                for (int rater = 0; rater < 10; rater++) {
                    ratings.add("bot" + mark(version), "character", name, "fluency", "r" + rater, rater % 5 + 1);
                }
            }
            return ratings.build();
        }

        private static int version(Path home) throws IOException {
            return versions(home).iterator().next();
        }

        abstract void write(Path home, int version) throws IOException;

        /** That everything is there, of one version. */
        void check(Path home) throws IOException {
            assertThat(AtomicFiles.unlike(home)).as("%s", home).isEmpty();
            assertThat(versions(home)).as("%s", home).hasSize(1);
        }

        private static String mark(int version) {
            return " version-" + version + "-";
        }
    }

    /** The versions in the texts of a folder; those of files without one are not counted. */
    private static Set<Integer> versions(Path home) throws IOException {
        Set<Integer> versions = new TreeSet<>();
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Matcher marks = VERSION.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                while (marks.find()) {
                    versions.add(Integer.valueOf(marks.group(1)));
                }
            }
        }
        return versions;
    }

    /** The process that is killed: writes all of it, in turn, until the end. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Path home = Path.of(arguments[0]);
            for (int version = Integer.parseInt(arguments[1]); true; version += 2) {
                for (int kind = 2; kind < arguments.length; kind++) {
                    Work work = Work.valueOf(arguments[kind]);
                    work.write(home.resolve(work.name()), version);
                    System.out.write('.');
                    System.out.flush();
                }
            }
        }
    }

    private static List<String> java(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Process start(Path home, int version, Work... works) throws IOException {
        List<String> command = java(Child.class.getName(), home.toString(), String.valueOf(version));
        Stream.of(works).map(Enum::name).forEach(command::add);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void await(Process child, int writes) throws IOException {
        InputStream out = child.getInputStream();
        for (int i = 0; i < writes; i++) {
            assertThat(out.read()).as("the process ended by itself").isEqualTo('.');
        }
    }

    @Test
    void aHundredKillsOverDataSetsReportsFormsAndImports() throws Exception {
        Random random = new Random(20261126);
        int left = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Work work = Work.values()[kill % Work.values().length];
            Process child = start(folder, kill, work);
            try {
                await(child, kill < Work.values().length ? 1 : random.nextInt(4));
                for (int looks = 0; looks < 20_000 && leftovers(folder.resolve(work.name())) == 0; looks++) {
                    Thread.onSpinWait();
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(8_000));
            } finally {
                child.destroyForcibly().waitFor();
            }
            left += leftovers(folder.resolve(work.name())) > 0 ? 1 : 0;
            work.check(folder.resolve(work.name()));
        }
        for (Work work : Work.values()) {
            work.write(folder.resolve(work.name()), KILLS);
            work.check(folder.resolve(work.name()));
            assertThat(holding(folder.resolve(work.name()))).isEmpty();
        }
        System.out.printf(
                "storm: %d kills over data sets, reports, forms and imports, %d of them while files were written;"
                        + " all folders whole, of one version, no leftovers after the next write%n",
                KILLS, left);
    }

    /** An older file is there from the start; a file is the one before or the next, whole. */
    @ParameterizedTest
    @EnumSource(names = {"SNAPSHOT", "SUMMARY"})
    void snapshotsAndSummariesKilledAndInterrupted(Work work) throws Exception {
        Random random = new Random(20261126);
        Path home = folder.resolve(work.name());
        work.write(home, 0);
        int left = 0;
        int replaced = 0;
        for (int kill = 0; kill < SNAPSHOT_KILLS; kill++) {
            int before = Work.version(home);
            Process child = start(folder, 1_000 * (kill + 1), work);
            int written = random.nextInt(3);
            try {
                await(child, written);
                for (long start = System.nanoTime();
                        leftovers(home) == 0 && System.nanoTime() - start < 10_000_000_000L; ) {
                    Thread.onSpinWait();
                }
                TimeUnit.MICROSECONDS.sleep(random.nextInt(8_000));
                if (kill % 2 == 0) {
                    // A process that was begun in the background hears no Ctrl-C; it is killed in the end.
                    int unused = command("kill", "-INT", String.valueOf(child.pid()));
                    boolean ended = child.waitFor(10, TimeUnit.SECONDS);
                    assertThat(ended ? child.exitValue() : 130).isEqualTo(130);
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            work.check(home);
            assertThat(Work.version(home)).isGreaterThanOrEqualTo(written > 0 ? 1_000 * (kill + 1) : before);
            try (Stream<Path> files = Files.list(home)) {
                assertThat(files.filter(file -> !file.getFileName().toString().startsWith(".esrp-")))
                        .hasSize(1);
            }
            left += leftovers(home) > 0 ? 1 : 0;
            replaced += Work.version(home) > before ? 1 : 0;
        }
        work.write(home, 0);
        work.check(home);
        assertThat(holding(home)).isEmpty();
        System.out.printf(
                "storm: %s: %d kills, half of them Ctrl-C, %d while files were written; %d times a newer file, else the"
                        + " older one, always whole; no leftovers after the next write%n",
                work, SNAPSHOT_KILLS, left, replaced);
    }

    /** A file with a hole of two gigabytes in one of its lines, read by a process of 256 MB. */
    @ParameterizedTest
    @ValueSource(strings = {"ratings.csv", "ratings.jsonl"})
    void aLineOfTwoGigabytesIsRefusedByItsNumber(String name) throws Exception {
        Path file = folder.resolve(name);
        RATINGS.write(file);
        byte[] rows = Files.readAllBytes(file);
        long line = 1 + new String(rows, StandardCharsets.UTF_8).lines().count();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            int unused = channel.write(ByteBuffer.wrap(rows), rows.length + (1L << 31));
        }
        assertThat(Files.size(file)).isGreaterThan(Integer.MAX_VALUE);
        Process read = new ProcessBuilder(java("esrp.cli.Esrp", "check", "--ratings", file.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(read.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(read.waitFor()).as(said).isEqualTo(3);
        assertThat(said).contains(name + ": line " + line + ": is longer than 1,048,576 characters");
        System.out.printf("storm: %s with a line of 2 GB, read in 256 MB: refused, line %,d%n", name, line);
    }

    /** Leftovers, but for one killed between being made and locked: that holds nothing, and goes when it is old. */
    private static List<Path> holding(Path home) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> there = Files.list(home)) {
            for (Path left : there.filter(file -> file.getFileName().toString().startsWith(".esrp-"))
                    .toList()) {
                try (Stream<Path> held = Files.list(left)) {
                    files.addAll(held.filter(file -> file.toFile().length() > 0).toList());
                }
            }
        }
        return files;
    }

    private static int leftovers(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return (int) files.filter(file -> file.getFileName().toString().startsWith(".esrp-"))
                    .count();
        }
    }

    @Test
    void twoProcessesInOneFolderAndKillsOfBoth() throws Exception {
        Random random = new Random(12);
        Work[] works = Work.values();
        for (Work work : works) {
            work.write(folder.resolve(work.name()), 0);
        }
        int written = 0;
        for (int round = 0; round < 10; round++) {
            Process even = start(folder, 2 * round, works);
            Process odd = start(folder, 2 * round + 1, works);
            int writes = 4 + random.nextInt(8);
            try {
                await(even, writes);
                await(odd, writes);
                TimeUnit.MICROSECONDS.sleep(random.nextInt(60_000));
            } finally {
                even.destroyForcibly().waitFor();
                odd.destroyForcibly().waitFor();
            }
            written += 2 * writes;
            for (Work work : works) {
                work.check(folder.resolve(work.name()));
            }
        }
        System.out.printf(
                "storm: two processes wrote %d sets and files into the same folders, both killed 10 times;"
                        + " all folders whole, of one version%n",
                written);
    }

    @Test
    void fullDisksLeaveTheOldOrTheNew() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        assumeThat(command("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()))
                .as("a small disk needs the right to mount one")
                .isZero();
        Random random = new Random(50);
        Map<String, Integer> ends = new TreeMap<>();
        try {
            Path filler = disk.resolve("filler");
            for (Work work : Work.values()) {
                work.write(disk.resolve(work.name()), 0);
            }
            Map<String, String> answered = new ConcurrentHashMap<>();
            AtomicInteger asked = new AtomicInteger();
            for (int moment = 0; moment < FULL_DISKS; moment++) {
                fill(filler, disk, random.nextInt(moment % 5 == 0 ? 4_000 : 400_000));
                Work work = Work.values()[moment % Work.values().length];
                String end = "written";
                try {
                    work.write(disk.resolve(work.name()), moment + 1);
                } catch (UncheckedIOException e) {
                    end = "refused";
                    assertThat(e)
                            .hasMessageStartingWith("cannot write ")
                            .hasMessageContaining(disk.toString())
                            .hasMessageEndingWith("make room there, or write to another disk");
                }
                ends.merge(end, 1, Integer::sum);
                work.check(disk.resolve(work.name()));
                assertThat(leftovers(disk.resolve(work.name()))).isZero();
                fill(filler, disk, random.nextInt(16_000));
                ends.merge(
                        judged(disk.resolve("run"), moment, answered, asked) ? "answered" : "stopped", 1, Integer::sum);
                Files.delete(filler);
            }
            for (Work work : Work.values()) {
                assertThat(leftovers(disk.resolve(work.name()))).isZero();
            }
            assertThat(judged(disk.resolve("run"), FULL_DISKS, answered, asked)).isTrue();
            System.out.printf(
                    "storm: %d full disks, files: %s; a journal: %d questions answered, %d calls; nothing lost or"
                            + " mixed%n",
                    FULL_DISKS, ends, answered.size(), asked.get());
        } finally {
            assertThat(command("umount", disk.toString())).isZero();
        }
    }

    /** Asks some more questions; what was answered before is never asked again. */
    private static boolean judged(Path home, int moment, Map<String, String> answered, AtomicInteger asked)
            throws InterruptedException {
        NamedModel model = ChatModel.of("m", request -> {
            asked.incrementAndGet();
            assertThat(answered).doesNotContainKey(request.prompt());
            return "answer to " + request.prompt() + " " + "x".repeat(2_000);
        });
        RunPolicy policy = RunPolicy.withDefaults()
                .withDurability(RunPolicy.Durability.WRITTEN)
                .withCallTimeout(Duration.ofSeconds(10));
        List<ChatRequest> questions = IntStream.range(0, (moment + 1) * 4)
                .mapToObj(i -> ChatRequest.of("question " + i))
                .toList();
        try (Run run = Run.open(home, Runnable::run, policy)) {
            List<Run.Reply> replies = run.ask(model, questions, 0);
            for (int i = 0; i < replies.size(); i++) {
                String question = questions.get(i).prompt();
                replies.get(i).response().ifPresent(said -> {
                    assertThat(said.text()).startsWith("answer to " + question + " ");
                    answered.put(question, said.text());
                });
            }
            return replies.stream().allMatch(reply -> reply.response().isPresent());
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** Leaves so many bytes free. */
    private static void fill(Path filler, Path disk, int free) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (Files.getFileStore(disk).getUsableSpace() > free + block.length) {
                out.write(block);
            }
        }
    }

    private static int command(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
