package esrp.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.Dataset;
import esrp.core.Ratings;
import esrp.core.internal.AtomicFiles;
import esrp.core.internal.Checks;
import esrp.core.internal.Escapes;
import esrp.core.internal.Resources;
import esrp.core.internal.Template;
import esrp.metrics.Comparison;
import esrp.metrics.JudgeValidation;
import esrp.metrics.Leaderboard;
import esrp.metrics.RaterAgreement;
import esrp.metrics.Shortlist;
import esrp.metrics.diversity.DiversityMeasure;
import esrp.metrics.diversity.DiversityReport;
import esrp.metrics.diversity.Truncation;
import esrp.metrics.diversity.WordFrequencies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An evaluation to read: verdict first, then tables and pictures, the replies themselves, and where everything comes
 * from. One description becomes a self-contained HTML page (no network, light and dark, printable, usable by keyboard
 * and screen reader), Markdown, JSON, and files for each table (CSV, LaTeX) and picture (SVG, PNG).
 *
 * <p>Every text of a reply or a rating is data: it is escaped wherever it is printed and cannot run.
 *
 * <pre>{@code
 * Report.builder("March release", "en").leaderboard(board).cases(dataset, ratings).build().write(Path.of("report.html"));
 * }</pre>
 */
public final class Report {
    private final String title;
    private final Words words;
    private final boolean simulated;
    private final List<Section> sections;
    private final Map<String, String> provenance;
    private final Optional<Cases> cases;

    private Report(
            String title,
            Words words,
            boolean simulated,
            List<Section> sections,
            Map<String, String> provenance,
            Optional<Cases> cases) {
        this.title = title;
        this.words = words;
        this.simulated = simulated;
        this.sections = List.copyOf(sections);
        this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        this.cases = cases;
    }

    /**
     * Starts a report.
     *
     * @param title the heading; not blank
     * @param language {@code zh} or {@code en}
     * @return an empty builder
     */
    public static Builder builder(String title, String language) {
        return new Builder(title, new Words(language));
    }

    /**
     * Collects results. They appear in the order of a reader's questions, whatever the order of the calls: verdict,
     * leaderboard, trade-off, differences, shortlist, judges, agreement, diversity, coverage, findings, words, sections of
     * one's own,
     * replies, provenance. Setting a result twice fails at once. Not thread-safe.
     */
    public static final class Builder {
        private static final Set<String> RESERVED = Set.of(
                "verdict",
                "leaderboard",
                "tradeoff",
                "differences",
                "shortlist",
                "judges",
                "agreement",
                "diversity",
                "coverage",
                "findings",
                "frequencies",
                "cases",
                "provenance");

        private final String title;
        private final Words words;
        private final List<Section> own = new ArrayList<>();
        private final Map<String, String> facts = new LinkedHashMap<>();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final List<JudgeValidation> judges = new ArrayList<>();
        private final Map<String, Function<ReportSections, Section>> simple = new LinkedHashMap<>();
        private boolean simulated;
        private Optional<Leaderboard> board = Optional.empty();
        private Optional<Comparison> comparison = Optional.empty();
        private Optional<String> coverage = Optional.empty();
        private Optional<Dataset> findings = Optional.empty();
        private Optional<Cases> cases = Optional.empty();

        private Builder(String title, Words words) {
            this.title = Checks.text("title", title);
            this.words = words;
        }

        /**
         * Sets the names to print instead of candidate ids.
         *
         * @param names name by candidate id; ids without one stand for themselves
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder names(Map<String, String> names) {
            this.names.putAll(names);
            return this;
        }

        /**
         * Sets the names to print to those of the candidates of a data set.
         *
         * @param dataset the replies
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder names(Dataset dataset) {
            dataset.candidates().forEach(candidate -> names.put(candidate.id(), candidate.name()));
            return this;
        }

        /**
         * Adds a leaderboard: who leads, the table and intervals, the radar of metrics, and what stands outside the
         * average against it. Its rubric, unit, method, seed and data hash go into the provenance.
         *
         * @param board the leaderboard
         * @return this
         * @throws IllegalStateException if there is one already
         */
        @CanIgnoreReturnValue
        public Builder leaderboard(Leaderboard board) {
            Objects.requireNonNull(board, "board");
            refuseSecond("leaderboard", this.board.map(set -> set.rows().size() + " candidates"));
            this.board = Optional.of(board);
            simulated |= board.simulated();
            return this;
        }

        /**
         * Adds a comparison of all pairs: who cannot be told apart, and the matrix of differences.
         *
         * @param comparison the comparison
         * @return this
         * @throws IllegalStateException if there is one already
         */
        @CanIgnoreReturnValue
        public Builder comparison(Comparison comparison) {
            Objects.requireNonNull(comparison, "comparison");
            refuseSecond("comparison", this.comparison.map(set -> set.order().size() + " candidates"));
            this.comparison = Optional.of(comparison);
            simulated |= comparison.simulated();
            return this;
        }

        /**
         * Adds a shortlist by several judges: who goes on, and what separates the last from the next.
         *
         * @param shortlist the shortlist
         * @return this
         * @throws IllegalStateException if there is one already
         */
        @CanIgnoreReturnValue
        public Builder shortlist(Shortlist shortlist) {
            Objects.requireNonNull(shortlist, "shortlist");
            simple("shortlist", sections -> sections.shortlist(shortlist));
            simulated |= shortlist.simulated();
            return this;
        }

        /**
         * Adds how far raters agree with one another.
         *
         * @param agreement the agreement
         * @return this
         * @throws IllegalStateException if it was set already
         */
        @CanIgnoreReturnValue
        public Builder agreement(RaterAgreement agreement) {
            Objects.requireNonNull(agreement, "agreement");
            simple("agreement", sections -> sections.agreement(agreement));
            simulated |= agreement.simulated();
            return this;
        }

        /**
         * Adds a judge held against people, beside what people reach among themselves and what a constant reaches. May be
         * called for several judges.
         *
         * @param judge the validation
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder judge(JudgeValidation judge) {
            judges.add(Objects.requireNonNull(judge, "judge"));
            simulated |= judge.simulated();
            return this;
        }

        /**
         * Adds automatic measures of diversity.
         *
         * @param report the measures by candidate
         * @param form the form of replies to show, for example {@link Truncation#FIRST_40}
         * @param measures the measures to show; the first is drawn; at least one
         * @return this
         * @throws IllegalStateException if there are some already
         */
        @CanIgnoreReturnValue
        public Builder diversity(DiversityReport report, Truncation form, List<DiversityMeasure> measures) {
            Objects.requireNonNull(report, "report");
            Objects.requireNonNull(form, "form");
            List<DiversityMeasure> shown = Checks.atLeastOne("measures", measures);
            return simple("diversity", sections -> sections.diversity(report, form, shown));
        }

        /**
         * Adds how much was rated, and what has no score and why.
         *
         * @param ratings the ratings
         * @param unscored the number of judgements without a score by reason, in the order to print; may be empty
         * @return this
         * @throws IllegalStateException if it was set already
         */
        @CanIgnoreReturnValue
        public Builder coverage(Ratings ratings, Map<String, Long> unscored) {
            Objects.requireNonNull(ratings, "ratings");
            Map<String, Long> reasons = Collections.unmodifiableMap(new LinkedHashMap<>(unscored));
            reasons.forEach((reason, count) -> {
                if (count < 0) {
                    throw new IllegalArgumentException("unscored: " + count + " of \"" + reason + "\" is below 0");
                }
            });
            simple("coverage", sections -> sections.coverage(ratings, reasons));
            long failed = reasons.values().stream().mapToLong(Long::longValue).sum();
            coverage = Optional.of(new ReportSections(words, Map.of()).covered(ratings.size(), failed));
            simulated |= ratings.simulated();
            return this;
        }

        /**
         * Adds what a careful reader wants to know of the data, by kind.
         *
         * @param dataset the replies
         * @return this
         * @throws IllegalStateException if it was set already
         */
        @CanIgnoreReturnValue
        public Builder findings(Dataset dataset) {
            Objects.requireNonNull(dataset, "dataset");
            simple("findings", sections -> sections.findings(dataset));
            findings = Optional.of(dataset);
            return this;
        }

        /**
         * Adds the words that candidates use most.
         *
         * @param frequencies the counts
         * @return this
         * @throws IllegalStateException if there are some already
         */
        @CanIgnoreReturnValue
        public Builder words(WordFrequencies frequencies) {
            Objects.requireNonNull(frequencies, "frequencies");
            return simple("frequencies", sections -> sections.frequencies(frequencies));
        }

        /**
         * Adds a part of one's own, after the others.
         *
         * @param section the part; its id must be new
         * @return this
         */
        @CanIgnoreReturnValue
        public Builder section(Section section) {
            if (RESERVED.contains(section.id())
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
         * Adds the replies with their ratings, to be looked at side by side. Simulated ratings set the banner.
         *
         * @param dataset the replies
         * @param ratings their ratings; may be empty
         * @return this
         * @throws IllegalStateException if there are cases already
         */
        @CanIgnoreReturnValue
        public Builder cases(Dataset dataset, Ratings ratings) {
            Objects.requireNonNull(dataset, "dataset");
            Objects.requireNonNull(ratings, "ratings");
            refuseSecond("cases", cases.map(Object::toString));
            cases = Optional.of(new Cases(dataset, ratings, words));
            simulated |= ratings.simulated();
            provenance(
                    words.say("repliesData"),
                    new ReportSections(words, Map.of()).described(dataset) + words.say("pause") + "SHA-256 "
                            + dataset.hash());
            provenance(words.say("ratingsData"), ratings.size() + words.say("pause") + "SHA-256 " + ratings.hash());
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
         * The report.
         *
         * @return it
         * @throws IllegalStateException if nothing was added
         */
        public Report build() {
            List<Section> sections = parts();
            if (sections.isEmpty() && cases.isEmpty()) {
                throw new IllegalStateException("a report needs at least one section");
            }
            Map<String, String> provenance = new LinkedHashMap<>();
            board.ifPresent(set -> provenance.putAll(new ReportSections(words, names).provenance(set)));
            provenance.putAll(facts);
            provenance.put(words.say("software"), ("esrp " + version()).strip());
            return new Report(title, words, simulated, sections, provenance, cases);
        }

        private List<Section> parts() {
            ReportSections make = new ReportSections(words, names);
            List<String> verdict = new ArrayList<>();
            List<Section> parts = new ArrayList<>();
            board.ifPresent(set -> {
                verdict.addAll(make.verdict(set, comparison));
                parts.add(make.leaderboard(set, comparison));
                make.tradeoff(set).ifPresent(section -> {
                    verdict.addAll(section.sentences());
                    parts.add(section);
                });
            });
            comparison.ifPresent(set -> parts.add(make.differences(set)));
            add(parts, make, "shortlist");
            if (!judges.isEmpty()) {
                judges.forEach(judge -> verdict.add(make.judged(judge)));
                parts.add(make.judges(judges));
            }
            for (String id : List.of("agreement", "diversity", "coverage", "findings", "frequencies")) {
                add(parts, make, id);
            }
            coverage.ifPresent(verdict::add);
            findings.ifPresent(dataset -> verdict.addAll(make.findings(dataset).sentences()));
            parts.addAll(own);
            if (!verdict.isEmpty()) {
                parts.add(0, new Section("verdict", words.say("verdict"), verdict, List.of(), List.of()));
            }
            return parts;
        }

        private void add(List<Section> parts, ReportSections make, String id) {
            Function<ReportSections, Section> part = simple.get(id);
            if (part != null) {
                parts.add(part.apply(make));
            }
        }

        @CanIgnoreReturnValue
        private Builder simple(String id, Function<ReportSections, Section> part) {
            refuseSecond(id, simple.containsKey(id) ? Optional.of(id) : Optional.empty());
            simple.put(id, part);
            return this;
        }

        private static void refuseSecond(String what, Optional<String> set) {
            if (set.isPresent()) {
                throw new IllegalStateException(what + ": was set already (" + set.get() + ")");
            }
        }
    }

    /**
     * The parts.
     *
     * @return in order
     */
    public List<Section> sections() {
        return sections;
    }

    /**
     * The page.
     *
     * @return one self-contained HTML document
     */
    public String html() {
        StringBuilder links = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Section section : sections) {
            link(links, section.id(), section.title());
            body.append("<section id=\"")
                    .append(section.id())
                    .append("\" aria-labelledby=\"h-")
                    .append(section.id());
            body.append("\">\n<h2 id=\"h-").append(section.id()).append("\">").append(Escapes.html(section.title()));
            body.append("</h2>\n");
            if (!section.sentences().isEmpty()) {
                body.append("<ul class=\"verdict\">\n");
                section.sentences()
                        .forEach(sentence -> body.append("<li>")
                                .append(Escapes.html(sentence))
                                .append("</li>\n"));
                body.append("</ul>\n");
            }
            figures(body, section.charts());
            section.tables().forEach(table -> body.append(table.html()));
            body.append("</section>\n");
        }
        cases.ifPresent(browser -> {
            link(links, "cases", words.say("cases"));
            body.append("<section id=\"cases\" aria-labelledby=\"h-cases\">\n<h2 id=\"h-cases\">");
            body.append(Escapes.html(words.say("cases"))).append("</h2>\n").append(browser.html());
            body.append("</section>\n");
        });
        if (!provenance.isEmpty()) {
            link(links, "provenance", words.say("provenance"));
            body.append("<section id=\"provenance\" aria-labelledby=\"h-provenance\">\n<h2 id=\"h-provenance\">");
            body.append(Escapes.html(words.say("provenance"))).append("</h2>\n<dl>\n");
            provenance.forEach((what, value) -> body.append("<dt>")
                    .append(Escapes.html(what))
                    .append("</dt><dd>")
                    .append(Escapes.html(value))
                    .append("</dd>\n"));
            body.append("</dl>\n</section>\n");
        }
        Map<String, String> values = new LinkedHashMap<>();
        values.put("language", words.language().equals("zh") ? "zh-Hans" : "en");
        values.put("title", Escapes.html(title));
        values.put("css", Resources.text(Report.class, "page/report.css"));
        values.put("js", Resources.text(Report.class, "page/report.js"));
        values.put("banner", simulated ? "<p class=\"banner\">" + Escapes.html(words.say("simulated")) + "</p>" : "");
        values.put("contents", Escapes.html(words.say("contents")));
        values.put("skip", Escapes.html(words.say("skip")));
        values.put("links", links.toString());
        values.put("sections", body.toString());
        values.put("footer", "esrp " + Escapes.html(version()));
        return Template.of("page/report.html", Resources.text(Report.class, "page/report.html"))
                .fill(values);
    }

    /**
     * The tables and sentences as Markdown.
     *
     * @return the text, without pictures and cases
     */
    public String markdown() {
        StringBuilder out = new StringBuilder("# ").append(title).append("\n");
        if (simulated) {
            out.append("\n**").append(words.say("simulated")).append("**\n");
        }
        for (Section section : sections) {
            out.append("\n## ").append(section.title()).append("\n\n");
            section.sentences()
                    .forEach(sentence -> out.append("- ")
                            .append(sentence.replace("<", "&lt;"))
                            .append('\n'));
            section.tables().forEach(table -> out.append('\n').append(table.markdown()));
        }
        if (!provenance.isEmpty()) {
            out.append("\n## ").append(words.say("provenance")).append("\n\n");
            provenance.forEach((what, value) ->
                    out.append("- ").append(what).append(": ").append(value).append('\n'));
        }
        return out.toString();
    }

    /**
     * The tables, sentences and provenance as JSON.
     *
     * @return one object
     */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            out.writeStartObject();
            out.writeStringField("title", title);
            out.writeBooleanField("simulated", simulated);
            out.writeArrayFieldStart("sections");
            for (Section section : sections) {
                out.writeStartObject();
                out.writeStringField("id", section.id());
                out.writeStringField("title", section.title());
                out.writeArrayFieldStart("sentences");
                for (String sentence : section.sentences()) {
                    out.writeString(sentence);
                }
                out.writeEndArray();
                out.writeArrayFieldStart("tables");
                for (ReportTable table : section.tables()) {
                    table(out, table);
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeObjectFieldStart("provenance");
            for (Map.Entry<String, String> fact : provenance.entrySet()) {
                out.writeStringField(fact.getKey(), fact.getValue());
            }
            out.writeEndObject();
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private static void table(JsonGenerator out, ReportTable table) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", table.id());
        out.writeStringField("title", table.title());
        out.writeArrayFieldStart("rows");
        for (List<String> row : table.rows()) {
            out.writeStartObject();
            for (int i = 0; i < row.size(); i++) {
                out.writeStringField(table.columns().get(i).head(), row.get(i));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("notes");
        for (String note : table.notes()) {
            out.writeString(note);
        }
        out.writeEndArray();
        out.writeEndObject();
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
     * Writes every form into a folder: {@code index.html}, {@code report.md}, {@code report.json}, each table as CSV and
     * LaTeX, each picture as SVG and PNG.
     *
     * @param folder is made where it is missing
     * @return the files in the order written
     */
    @CanIgnoreReturnValue
    public List<Path> writeAll(Path folder) {
        List<Path> files = new ArrayList<>();
        put(files, folder.resolve("index.html"), html());
        put(files, folder.resolve("report.md"), markdown());
        put(files, folder.resolve("report.json"), json());
        for (Section section : sections) {
            for (ReportTable table : section.tables()) {
                put(files, folder.resolve(table.id() + ".csv"), table.csv());
                put(files, folder.resolve(table.id() + ".tex"), table.latex());
            }
            for (int i = 0; i < section.charts().size(); i++) {
                String name = section.id() + (i == 0 ? "" : "-" + (i + 1));
                for (String kind : List.of(".svg", ".png")) {
                    Path file = folder.resolve(name + kind);
                    section.charts().get(i).write(file);
                    files.add(file);
                }
            }
        }
        return files;
    }

    private static void put(List<Path> files, Path file, String text) {
        AtomicFiles.writeText(file, text);
        files.add(file);
    }

    /** One below another; word clouds in a grid. */
    private void figures(StringBuilder body, List<Chart> charts) {
        for (int i = 0; i < charts.size(); i++) {
            boolean cloud = charts.get(i) instanceof Chart.Cloud;
            boolean begins = cloud && (i == 0 || !(charts.get(i - 1) instanceof Chart.Cloud));
            boolean ends = cloud && (i + 1 == charts.size() || !(charts.get(i + 1) instanceof Chart.Cloud));
            body.append(begins ? "<div class=\"clouds\">\n" : "");
            figure(body, charts.get(i));
            body.append(ends ? "</div>\n" : "");
        }
    }

    private void figure(StringBuilder body, Chart chart) {
        body.append("<figure>\n");
        if (chart instanceof Chart.Radar radar) {
            body.append("<div class=\"toggles\" role=\"group\" aria-label=\"");
            body.append(Escapes.html(words.say("show"))).append("\">\n");
            for (int i = 0; i < radar.series().size(); i++) {
                body.append("<label><input type=\"checkbox\" checked value=\"")
                        .append(i)
                        .append("\">");
                body.append(Escapes.html(radar.series().get(i).name())).append("</label>\n");
            }
            body.append("</div>\n");
        }
        body.append(ChartPainter.svg(chart, true)).append("</figure>\n");
    }

    private static void link(StringBuilder links, String id, String text) {
        links.append("<li><a href=\"#")
                .append(id)
                .append("\">")
                .append(Escapes.html(text))
                .append("</a></li>\n");
    }

    private static String version() {
        String version = Report.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    /** The heading and the number of parts. */
    @Override
    public String toString() {
        return "Report \"" + title + "\": " + sections.size() + " sections" + (simulated ? " (simulated)" : "");
    }
}
