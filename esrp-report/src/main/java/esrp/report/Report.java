package esrp.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Candidate;
import esrp.core.Dataset;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Result;
import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Escapes;
import esrp.core.internal.Json;
import esrp.core.internal.Names;
import esrp.core.internal.Numbers;
import esrp.metrics.Changes;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeComparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.Measure;
import esrp.metrics.RaterAgreement;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.Shortlist;
import esrp.metrics.diversity.DiversityReport;
import esrp.metrics.diversity.WordFrequencies;
import esrp.stats.MarginTest;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An evaluation to read: verdict first, then tables and pictures, the replies themselves, and where everything comes
 * from. One description becomes a self-contained HTML page (no network, light and dark, printable, usable by keyboard
 * and screen reader), Markdown, JSON, and files for each table (CSV, LaTeX) and picture (SVG, PNG).
 *
 * <p>The tables are those of the results: what {@code toString} of a result prints, the report prints.
 *
 * <p>Every text of a reply or a rating is data: it is escaped wherever it is printed and cannot run.
 *
 * <pre>{@code
 * Analysis a = Analysis.of(ratings, Rubric.esrp());
 * Report.builder("Spring", "en").data(dataset).add(a.leaderboard(), a.comparison()).build().write(page);
 * }</pre>
 */
public final class Report {
    private static final Ratings NONE = Ratings.of(List.of());

    private final String title;
    private final Words words;
    private final boolean simulated;
    private final List<Section> sections;
    /** Of the tables of all sections, for anchors and files. */
    private final List<String> tableNames;

    private final Map<String, String> provenance;
    private final Optional<Cases> cases;
    private final List<ReleaseGate.Decision> decisions;
    private final List<Changes> changes;
    private final IdentityHashMap<Chart, Map<String, String>> about;

    private Report(
            Builder builder,
            List<Section> parts,
            Map<String, String> provenance,
            IdentityHashMap<Chart, Map<String, String>> about) {
        this.about = about;
        title = builder.title;
        words = builder.words;
        simulated = builder.simulated;
        decisions = builder.of(ReleaseGate.Decision.class);
        changes = builder.of(Changes.class);
        cases = builder.data.map(
                data -> new Cases(data, builder.ratings.orElse(NONE), builder.judges, builder.remarks, words));
        List<String> ids = distinct(parts.stream().map(Section::id).toList());
        sections = IntStream.range(0, ids.size())
                .mapToObj(i -> parts.get(i).named(ids.get(i)))
                .toList();
        tableNames = distinct(sections.stream()
                .flatMap(section -> section.tables().stream())
                .map(Table::id)
                .toList());
        this.provenance = Collections.unmodifiableMap(provenance);
    }

    /**
     * Starts a report.
     *
     * @param title the heading; not blank
     * @param language the language of its own words, of table heads and of notes: {@code zh} or {@code en}
     * @return an empty builder
     * @throws IllegalArgumentException if the title is blank or the language is not one that the library speaks
     */
    public static Builder builder(String title, String language) {
        return new Builder(title, new Words(language));
    }

    /**
     * One version of a chatbot: the candidate that bears it, its dialogues and their ratings.
     *
     * @param name what the page calls it, for example {@code 2.1}; not blank
     * @param candidate id of the candidate in the data and the ratings
     * @param data its dialogues; others may be there
     * @param ratings its ratings; others may be there
     * @param remarks what raters said about scores, and why scores are missing; may be empty
     */
    public record Version(String name, String candidate, Dataset data, Ratings ratings, List<Remark> remarks) {
        /** Validates and copies. */
        public Version {
            Checks.text("name", name);
            Names.index(
                    "candidate",
                    candidate,
                    data.candidates().stream().map(Candidate::id).toList());
            if (!ratings.candidates().contains(candidate)) {
                throw new IllegalArgumentException(
                        "ratings: none of candidate \"" + candidate + "\"; there are those of " + ratings.candidates());
            }
            remarks = List.copyOf(remarks);
        }
    }

    /**
     * Starts the page of a release: the decision of a gate, what changed by metric, character, persona, location and emotion,
     * the dialogues that lost and gained most, findings of either version, and all dialogues side by side.
     *
     * <pre>{@code
     * Report.compare("en", new Version("2.0", "bot", data, ratings, List.of()), next, Rubric.esrp(), ReleaseGate.nonInferiority(0.10))
     *         .build().writeAll(folder);       // index.html, release.md for a pull request, junit.xml ...
     * }</pre>
     *
     * @param language the language of the page
     * @param baseline the version in use
     * @param next the version to be released
     * @param rubric how ratings add up
     * @param gate what is asked of the next version
     * @return a builder, to which more can be added
     * @throws IllegalArgumentException if both versions have the same name, or as {@link ReleaseGate#check} says
     */
    public static Builder compare(String language, Version baseline, Version next, Rubric rubric, ReleaseGate gate) {
        Checks.notNull("rubric", rubric, "gate", gate);
        return new Release(new Words(language), baseline, next).page(rubric, gate);
    }

    /**
     * Collects results. They appear in the order of a reader's questions, whatever the order of the calls: verdict,
     * leaderboard, trade-off, differences, shortlist, judges, agreement, diversity, coverage, findings, openings, words, all other
     * results, custom sections, replies, provenance. Not thread-safe.
     */
    public static final class Builder {
        /** Results that get pictures and sentences. */
        private static final Set<Class<? extends Result>> KNOWN = Set.of(
                Leaderboard.class,
                Comparison.class,
                Shortlist.class,
                JudgeValidation.class,
                JudgeComparison.class,
                RaterAgreement.class,
                DiversityReport.class,
                WordFrequencies.class,
                ReleaseGate.Decision.class,
                Changes.class);

        private final String title;
        private final Words words;
        private final List<Result> results = new ArrayList<>();
        private final List<Section> own = new ArrayList<>();
        private final Map<String, String> facts = new LinkedHashMap<>();
        private Map<String, Long> unscored = Map.of();
        private boolean simulated;
        private final List<Remark> remarks = new ArrayList<>();
        private Optional<Dataset> data = Optional.empty();
        private Optional<Ratings> ratings = Optional.empty();
        private Ratings judges = NONE;

        private Builder(String title, Words words) {
            this.title = Checks.text("title", title);
            this.words = words;
        }

        /**
         * Adds results: their tables, and their notes below the last one.
         *
         * <ul>
         *   <li>Leaderboard, comparison, shortlist, judge validation, agreement, diversity and word frequencies get pictures
         *       and sentences as well; several judges share a section.
         *   <li>A comparison of averages joins the leaderboard: its verdict says who cannot be told apart.
         *   <li>Any other result gets a section of its own.
         *   <li>Candidates bear the names that the results print, see {@code Analysis.withNames}.
         * </ul>
         *
         * @param added the results
         * @return this
         * @throws IllegalArgumentException if a result was added before
         * @throws IllegalStateException if there is a leaderboard already
         */
        @CanIgnoreReturnValue
        public Builder add(Result... added) {
            for (Result result : List.of(added)) {
                if (results.contains(result)) {
                    throw new IllegalArgumentException(
                            "added: " + result.getClass().getSimpleName() + " was added already");
                }
                if (result instanceof Leaderboard && !of(Leaderboard.class).isEmpty()) {
                    throw new IllegalStateException("added: there is a leaderboard already ("
                            + of(Leaderboard.class).get(0).rows().size() + " candidates)");
                }
                results.add(result);
                simulated |= result.notes().stream()
                        .anyMatch(note -> note.code().name().equals("SIMULATED"));
            }
            return this;
        }

        /**
         * Adds the replies: findings about them, and an explorer that searches, filters and orders them and shows those of all candidates side by side.
         *
         * @param dataset the replies
         * @return this
         * @throws IllegalStateException if there are replies already
         */
        @CanIgnoreReturnValue
        public Builder data(Dataset dataset) {
            Objects.requireNonNull(dataset, "dataset");
            requireUnset("data", data);
            data = Optional.of(dataset);
            return this;
        }

        /**
         * Adds the ratings: how many there are of each metric, and the scores of each reply beside it. Simulated ratings
         * set the banner.
         *
         * @param given the ratings
         * @return this
         * @throws IllegalStateException if there are ratings already
         */
        @CanIgnoreReturnValue
        public Builder ratings(Ratings given) {
            Objects.requireNonNull(given, "given");
            requireUnset("ratings", ratings);
            ratings = Optional.of(given);
            simulated |= given.simulated();
            return this;
        }

        /**
         * Adds the scores of judge models, which the case explorer shows beside those of the ratings, to say where both lie
         * furthest apart. They count in no table.
         *
         * @param given the scores, of judges that are not among the raters of the ratings; any rater id
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder judges(Ratings given) {
            judges = Objects.requireNonNull(given, "given");
            simulated |= given.simulated();
            return this;
        }

        /**
         * Adds what has no score and why; shown beside the ratings.
         *
         * @param byReason the number of judgements without a score by reason, in the order to print; may be empty
         * @return this
         * @throws IllegalArgumentException if a number is below 0
         */
        @CanIgnoreReturnValue
        public Builder unscored(Map<String, Long> byReason) {
            Map<String, Long> copy = Collections.unmodifiableMap(new LinkedHashMap<>(byReason));
            copy.forEach(
                    (reason, count) -> Checks.rejectIf(count < 0, "byReason: %s of \"%s\" is below 0", count, reason));
            unscored = copy;
            return this;
        }

        /**
         * Adds what raters said about scores, and why scores are missing; the case explorer shows it beside the reply.
         *
         * @param added the remarks, for example {@code JudgingResult.remarks()}
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder remarks(List<Remark> added) {
            remarks.addAll(List.copyOf(added));
            return this;
        }

        /**
         * Adds a custom section, after the others.
         *
         * @param section the part
         * @return this
         * @throws IllegalArgumentException if it is in another language than the report, or if its id was used
         */
        @CanIgnoreReturnValue
        public Builder section(Section section) {
            if (!section.language().equals(words.language())) {
                throw new IllegalArgumentException("section: \"" + section.id() + "\" is in " + section.language()
                        + ", the report in " + words.language());
            }
            if (Words.has("section." + section.id())
                    || own.stream().anyMatch(other -> other.id().equals(section.id()))) {
                throw new IllegalArgumentException(
                        "section: there is one with the id \"" + section.id() + "\" already");
            }
            own.add(section);
            return this;
        }

        /**
         * Says that ratings were generated; the page then begins with a banner. Results that know it say so themselves.
         *
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder simulated() {
            simulated = true;
            return this;
        }

        /**
         * Adds a fact about where the numbers come from.
         *
         * @param what the fact's name
         * @param value its value
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder provenance(String what, String value) {
            facts.put(Checks.text("what", what), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * {@return the report}
         *
         * @throws IllegalStateException if nothing was added
         */
        public Report build() {
            Sections make = new Sections(words);
            List<Section> parts = parts(make);
            if (parts.isEmpty()) {
                throw new IllegalStateException("a report needs at least one section");
            }
            Map<String, String> provenance = new LinkedHashMap<>();
            of(Leaderboard.class).forEach(board -> provenance.putAll(make.provenance(board)));
            data.ifPresent(set -> {
                provenance.put("replies", make.described(set));
                provenance.put("repliesHash", set.hash());
            });
            ratings.ifPresent(set -> {
                provenance.putIfAbsent("counted", Numbers.count(set.size()));
                provenance.putIfAbsent("ratings", set.hash());
            });
            provenance.putAll(facts);
            provenance.put("software", software());
            return new Report(this, parts, provenance, make.about());
        }

        private List<Section> parts(Sections make) {
            List<String> verdict = new ArrayList<>();
            List<Section> parts = new ArrayList<>();
            // Its sentences stand in the verdict, too.
            Consumer<Section> telling = section -> {
                parts.add(section);
                verdict.addAll(section.sentences());
            };
            each(ReleaseGate.Decision.class, make::gate, telling);
            each(Changes.class, make::changes, telling);
            boolean versions = !parts.isEmpty();
            Optional<Comparison> pairs = of(Comparison.class).stream()
                    .filter(comparison -> comparison.measure().equals(Measure.average()))
                    .findFirst();
            of(Leaderboard.class).forEach(board -> {
                verdict.addAll(make.verdict(board, pairs, versions));
                parts.add(make.leaderboard(board, pairs));
                make.tradeoff(board).ifPresent(telling);
            });
            each(Comparison.class, make::differences, parts::add);
            each(Shortlist.class, make::shortlist, parts::add);
            List<JudgeValidation> judges = of(JudgeValidation.class);
            if (!judges.isEmpty()) {
                telling.accept(make.judges(judges));
            }
            each(JudgeComparison.class, make::judgeDifferences, parts::add);
            each(RaterAgreement.class, make::agreement, telling);
            each(DiversityReport.class, make::diversity, parts::add);
            ratings.map(set -> make.coverage(set, unscored)).ifPresent(telling);
            data.map(make::findings).ifPresent(telling);
            data.flatMap(make::openings).ifPresent(parts::add);
            each(WordFrequencies.class, make::frequencies, parts::add);
            results.stream()
                    .filter(result -> KNOWN.stream().noneMatch(kind -> kind.isInstance(result)))
                    .forEach(result -> parts.add(make.other(result)));
            parts.addAll(own);
            if (!verdict.isEmpty()) {
                parts.add(0, make.verdict(verdict));
            }
            return parts;
        }

        private <T extends Result> List<T> of(Class<T> kind) {
            return results.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        private <T extends Result> void each(Class<T> kind, Function<T, Section> make, Consumer<Section> to) {
            of(kind).stream().map(make).forEach(to);
        }

        private static void requireUnset(String what, Optional<?> set) {
            if (set.isPresent()) {
                throw new IllegalStateException(what + ": was set already");
            }
        }
    }

    /** {@return the parts: in order} */
    public List<Section> sections() {
        return sections;
    }

    /** {@return the page: one self-contained HTML document} */
    public String html() {
        Page page = new Page(words);
        int from = 0;
        for (Section section : sections) {
            int to = from + section.tables().size();
            page.section(section, tableNames.subList(from, to), about);
            from = to;
        }
        cases.ifPresent(page::cases);
        page.provenance(provenance);
        return page.html(title, simulated, software());
    }

    /** {@return the tables and sentences as Markdown: the text, without pictures and cases} */
    public String markdown() {
        TableFormat format = TableFormat.markdown();
        List<String> blocks = new ArrayList<>();
        if (simulated) {
            blocks.add("**" + words.say("page.simulated") + "**");
        }
        for (Section section : sections) {
            blocks.add("## " + Escapes.markdown(section.title()));
            blocks.add(bullets(section.sentences()));
            section.tables().forEach(table -> blocks.add(table.as(format, words.language())));
            blocks.add(format.notes(section.notes(), words.language()));
        }
        blocks.add("## " + words.say("section.provenance"));
        blocks.add(provenance.entrySet().stream()
                .map(fact -> "- " + Escapes.markdown(words.sayOr("provenance.", fact.getKey())) + ": "
                        + Escapes.markdown(fact.getValue()))
                .collect(Collectors.joining("\n")));
        return markdown(title, blocks);
    }

    /** Blocks, as far as they say anything, under their heading. */
    static String markdown(String title, List<String> blocks) {
        return Stream.concat(Stream.of("# " + Escapes.markdown(title)), blocks.stream())
                .map(String::stripTrailing)
                .filter(block -> !block.isEmpty())
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    static String bullets(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> "- " + Escapes.markdown(sentence))
                .collect(Collectors.joining("\n"));
    }

    /**
     * What a pull request is told: the decisions of gates, what changed by metric, and the dialogues that lost most.
     *
     * @return Markdown of some forty lines; the title alone if there is neither a decision nor a change
     */
    public String releaseMarkdown() {
        return Release.markdown(title, words, decisions, changes);
    }

    /** {@return whether every gate of the report passed; true if there is none} */
    public boolean passed() {
        return decisions.stream().allMatch(decision -> decision.verdict() == MarginTest.Verdict.PASS);
    }

    /**
     * The decisions of gates and the changes by metric as test cases: a case fails if the gate fails or is undecided, or if a
     * metric is worse at the level of the analysis, adjusted for the number of metrics.
     *
     * @return XML of the form that JUnit reports have
     */
    public String releaseJunit() {
        return Release.junit(title, words, decisions, changes);
    }

    /**
     * All numbers of tables and pictures as one long CSV file, one number to a row: what it is about, as ids that are the same
     * in every language, the quantity, estimate, bounds, their level, and how many of which unit they rest on.
     *
     * @return the file; its columns are described in {@code docs/reports.md}
     */
    public String csv() {
        List<Map<String, String>> rows = new ArrayList<>();
        Iterator<String> names = tableNames.iterator();
        for (Section section : sections) {
            ResultRows made = new ResultRows(section, sections, about);
            section.tables().forEach(table -> made.table(table, names.next()));
            for (int i = 0; i < section.charts().size(); i++) {
                made.chart(section.charts().get(i), chartName(section, i));
            }
            rows.addAll(made.rows());
        }
        return ResultRows.csv(rows);
    }

    private static String chartName(Section section, int index) {
        return section.id() + (index == 0 ? "" : "-" + (index + 1));
    }

    /**
     * The tables with numbers in full precision, the series of the pictures, sentences, notes and provenance as JSON. Keys are
     * the same in every language.
     *
     * @return one object; its members are described in {@code docs/reports.md}
     */
    public String json() {
        Map<String, Object> report = Json.object(
                "schema",
                ResultRows.VERSION,
                "title",
                title,
                "language",
                words.language(),
                "simulated",
                simulated,
                "sections",
                sections.stream().map(this::object).toList(),
                "provenance",
                provenance);
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            Json.write(out, report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private Map<String, Object> object(Section section) {
        String language = words.language();
        List<Json.Body> tables = section.tables().stream()
                .<Json.Body>map(table -> out -> out.writeRawValue(table.as(TableFormat.json(), language)))
                .toList();
        List<Map<String, Object>> charts = new ArrayList<>();
        for (Chart chart : section.charts()) {
            String name = chartName(section, charts.size());
            ResultRows made = new ResultRows(section, sections, about);
            made.chart(chart, name);
            String kind = chart.getClass().getSimpleName().toLowerCase(Locale.ROOT);
            charts.add(Json.object("id", name, "kind", kind, "title", chart.title(), "points", made.points()));
        }
        return Json.object(
                "id", section.id(),
                "title", section.title(),
                "sentences", section.sentences(),
                "tables", tables,
                "charts", charts,
                "notes", section.notes().stream().map(note -> note.in(language)).toList());
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @param file where to
     */
    public void write(Path file) {
        AtomicFiles.writeText(file, html());
    }

    /**
     * Writes every form into a folder: {@code index.html}, {@code report.md}, {@code report.json}, {@code results.csv}, each table as CSV and
     * LaTeX under its id, each picture as SVG and PNG (and PDF, see {@link Chart#pdf}) under the id of its section, {@code release.md} and {@code junit.xml} where
     * a gate decided. All are complete before the first takes
     * its place; {@code _manifest.json} lists names, sizes and SHA-256.
     *
     * @param folder is made where it is missing
     * @return the files in the order written
     */
    @CanIgnoreReturnValue
    public List<Path> writeAll(Path folder) {
        Map<String, AtomicFiles.Content> files = new LinkedHashMap<>();
        put(files, "index.html", html());
        put(files, "report.md", markdown());
        put(files, "report.json", json());
        put(files, "results.csv", csv());
        if (!decisions.isEmpty()) {
            put(files, "release.md", releaseMarkdown());
            put(files, "junit.xml", releaseJunit());
        }
        Iterator<String> names = tableNames.iterator();
        for (Section section : sections) {
            for (Table table : section.tables()) {
                String name = names.next();
                put(files, name + ".csv", table.as(TableFormat.csv(), words.language()));
                put(files, name + ".tex", table.as(TableFormat.latex(), words.language()));
            }
            for (int i = 0; i < section.charts().size(); i++) {
                String name = chartName(section, i);
                Chart chart = section.charts().get(i);
                put(files, name + ".svg", chart.svg());
                files.put(name + ".png", out -> out.write(chart.png(2)));
                if (PdfPage.available()) {
                    files.put(name + ".pdf", out -> out.write(chart.pdf(480, false)));
                }
            }
        }
        return AtomicFiles.writeAll(folder, files);
    }

    private static void put(Map<String, AtomicFiles.Content> files, String name, String text) {
        files.put(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names as they are, with a number behind those that were there before. */
    private static List<String> distinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream()
                .map(name -> {
                    String free = name;
                    for (int i = 2; !seen.add(free); i++) {
                        free = name + "-" + i;
                    }
                    return free;
                })
                .toList();
    }

    private static String software() {
        String version = Report.class.getPackage().getImplementationVersion();
        return version == null ? "esrp" : "esrp " + version;
    }

    /** The heading and the number of parts. */
    @Override
    public String toString() {
        return "Report \"" + title + "\": " + sections.size() + " sections" + (simulated ? " (simulated)" : "");
    }
}
