package esrp.report;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Metric;
import esrp.core.Rating;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.ReplyRules;
import esrp.core.Scenario;
import esrp.core.Table;
import esrp.core.TableFormat;
import esrp.core.internal.Checks;
import esrp.core.internal.Escapes;
import esrp.core.internal.Languages;
import esrp.core.internal.Messages;
import esrp.core.internal.Numbers;
import esrp.core.internal.Resources;
import esrp.metrics.Analysis;
import esrp.metrics.AnalysisCode;
import esrp.metrics.Changes;
import esrp.metrics.Grouping;
import esrp.metrics.ReleaseGate;
import esrp.metrics.Rubric;
import esrp.metrics.UnitInterval;
import esrp.stats.MarginTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two versions of a chatbot as one study of two candidates that bear the names of the versions. */
final class Release {
    /** How many dialogues a pull request is told of. */
    private static final int TOLD = 5;

    /** How models refuse, in all languages. */
    private static final Pattern REFUSAL = Pattern.compile(
            Languages.shipped().stream()
                    .map(language -> Resources.properties(ReplyRules.class, "rules/" + language + ".properties")
                            .getProperty("refusal", "(?!)"))
                    .collect(Collectors.joining("|")),
            Pattern.CASE_INSENSITIVE);

    private final Words words;
    private final List<Report.Version> versions;

    Release(Words words, Report.Version baseline, Report.Version next) {
        if (baseline.name().equals(next.name())) {
            throw new IllegalArgumentException("next: \"" + next.name() + "\" is the name of the baseline too");
        }
        this.words = words;
        versions = List.of(baseline, next);
    }

    Report.Builder page(Rubric rubric, ReleaseGate gate) {
        String baseline = versions.get(0).name();
        String next = versions.get(1).name();
        Dataset data = data();
        Ratings all =
                versions.stream().map(Release::renamed).reduce(Ratings::plus).orElseThrow();
        String[] both = rubric.metrics().stream()
                .map(Metric::id)
                .filter(id -> versions.stream()
                        .allMatch(one -> all.where(Column.CANDIDATE, one.name())
                                .metricIds()
                                .contains(id)))
                .toArray(String[]::new);
        Checks.rejectIf(both.length == 0, "ratings: no metric of the rubric was rated of both versions");
        Rubric some = rubric.only(both);
        Ratings ratings = all.where(Column.METRIC, both);
        List<LocalizedText> averaged =
                some.averagedMetrics().stream().map(Metric::name).toList();
        List<Finding> partial = averaged.size() == rubric.averagedMetrics().size()
                ? List.of()
                : List.of(AnalysisCode.RATED_METRICS.note("metrics", averaged, "rubric", rubric.id()));
        Analysis analysis = Analysis.of(ratings, some);
        Changes changes = analysis.changes(next, baseline).by(group("character"), Grouping.byCharacter());
        Map<String, Function<Scenario, Optional<String>>> facts = new LinkedHashMap<>();
        facts.put("persona", Scenario::persona);
        facts.put("location", Scenario::location);
        facts.put("emotion", Scenario::emotion);
        for (Map.Entry<String, Function<Scenario, Optional<String>>> fact : facts.entrySet()) {
            if (data.scenarios().stream()
                    .anyMatch(one -> fact.getValue().apply(one).isPresent())) {
                changes = changes.by(group(fact.getKey()), Grouping.byFact(data, fact.getValue()));
            }
        }
        String language = words.language();
        Report.Builder page = Report.builder(words.say("release.title", "next", next, "baseline", baseline), language)
                .add(gate.check(analysis, next, baseline).withNotes(partial), changes, analysis.leaderboard())
                .section(new Section(
                        "versions",
                        language,
                        words.say("release.findings"),
                        List.of(),
                        List.of(),
                        List.of(findings(data)),
                        List.of()))
                .ratings(ratings)
                .remarks(versions.stream().flatMap(Release::remarks).toList());
        // ratings may come without the replies
        return data.replies() == 0 ? page : page.data(data);
    }

    /** As it stands within a sentence. */
    private static LocalizedText group(String key) {
        return Words.everywhere("release.by." + key);
    }

    private Dataset data() {
        Map<String, Character> characters = new LinkedHashMap<>();
        Map<String, Scenario> scenarios = new LinkedHashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        List<Dialogue> dialogues = new ArrayList<>();
        for (Report.Version version : versions) {
            version.data().characters().forEach(one -> characters.put(one.id(), one));
            version.data().scenarios().forEach(one -> scenarios.put(one.id(), one));
            candidates.add(Candidate.model(version.name()));
            version.data()
                    .dialogues(version.candidate())
                    .map(one ->
                            new Dialogue(version.name(), one.character(), one.scenario(), one.sample(), one.turns()))
                    .forEach(dialogues::add);
        }
        return Dataset.of(candidates, List.copyOf(characters.values()), List.copyOf(scenarios.values()), dialogues);
    }

    private static Ratings renamed(Report.Version version) {
        Ratings.Builder made = Ratings.builder(version.ratings().metrics());
        version.ratings().stream()
                .filter(one -> one.candidate().equals(version.candidate()))
                .map(one -> new Rating(
                        version.name(),
                        one.character(),
                        one.item(),
                        one.metric(),
                        one.rater(),
                        one.score(),
                        one.turn(),
                        one.sample(),
                        one.replicate()))
                .forEach(made::add);
        return made.build();
    }

    private static Stream<Remark> remarks(Report.Version version) {
        return version.remarks().stream()
                .filter(one -> one.candidate().equals(version.candidate()))
                .map(one -> new Remark(
                        version.name(),
                        one.character(),
                        one.item(),
                        one.metric(),
                        one.rater(),
                        one.scored(),
                        one.text(),
                        one.reply()));
    }

    /** The changes of measures, then those of groups, by what they are of. */
    static Map<String, List<Changes.Change>> byKind(Words words, Changes changes) {
        Map<String, List<Changes.Change>> all = new LinkedHashMap<>();
        all.put(words.say("changes.measures"), changes.measures());
        changes.groups().forEach((name, groups) -> all.put(name.in(words.language()), groups));
        return all;
    }

    /** What became worse or better, by adjusted p values. */
    static List<String> moved(Words words, Changes changes) {
        List<String> sentences = new ArrayList<>();
        byKind(words, changes).forEach((name, rows) -> {
            for (boolean worse : new boolean[] {true, false}) {
                List<String> moved = rows.stream()
                        .filter(row -> row.difference()
                                .filter(d -> d.estimate() < 0 == worse
                                        && row.adjustedPValue()
                                                < 1 - d.interval().level())
                                .isPresent())
                        .map(row -> row.name().in(words.language()) + " "
                                + Numbers.signed(row.difference().orElseThrow().estimate(), 2))
                        .toList();
                if (!moved.isEmpty()) {
                    sentences.add(words.say(worse ? "changes.worse" : "changes.better", "by", name, "names", moved));
                }
            }
        });
        return sentences;
    }

    /** How often something was found in the replies of either version, and how many scores are missing. */
    private Table findings(Dataset data) {
        Map<Table.Cell, long[]> counts = new LinkedHashMap<>();
        for (int v = 0; v < 2; v++) {
            Report.Version version = versions.get(v);
            for (Finding finding : data.findings()) {
                if (finding.place()
                        .coordinate("candidate")
                        .filter(version.name()::equals)
                        .isPresent()) {
                    Table.Cell label = new Table.Cell.Text(
                            Messages.of(finding.code()).label(finding.code()),
                            Optional.of(finding.code().name()));
                    counts.computeIfAbsent(label, any -> new long[2])[v]++;
                }
            }
            counts.computeIfAbsent(text("release.openings", "REPEATED_OPENING"), any -> new long[2])[v] =
                    Sections.repeatedReplies(Sections.openings(data, version.name()));
            counts.computeIfAbsent(text("release.refusals", "REFUSAL"), any -> new long[2])[v] = data.dialogues(
                            version.name())
                    .flatMap(dialogue -> dialogue.replies().stream())
                    .filter(reply -> REFUSAL.matcher(reply).find())
                    .count();
            counts.computeIfAbsent(text("cases.unscored", "UNSCORED"), any -> new long[2])[v] =
                    remarks(version).filter(one -> !one.scored()).count();
        }
        Table.Builder table = Table.builder("versions", Words.everywhere("release.findings"))
                .head(Table.Head.text("finding", Words.everywhere("cases.finding")));
        versions.forEach(version ->
                table.head(Table.Head.count("version." + version.name(), LocalizedText.same(version.name()))));
        counts.forEach((label, count) -> table.row(label, count[0], count[1]));
        return table.build();
    }

    private static Table.Cell text(String key, String id) {
        return new Table.Cell.Text(Words.everywhere(key), Optional.of(id));
    }

    static String markdown(String title, Words words, List<ReleaseGate.Decision> decisions, List<Changes> changes) {
        TableFormat format = TableFormat.markdown();
        List<String> blocks = new ArrayList<>();
        decisions.forEach(decision -> blocks.add(format.notes(decision.notes(), words.language())));
        for (Changes change : changes) {
            blocks.add(Report.bullets(moved(words, change)));
            blocks.add(change.tables().get(0).as(format, words.language()));
            String lost = Report.bullets(change.dialogues().stream()
                    .limit(TOLD)
                    .filter(one -> one.difference() < 0)
                    .map(one -> words.say(
                            "release.lost",
                            "character",
                            one.character(),
                            "scenario",
                            one.scenario(),
                            "baseline",
                            one.baseline(),
                            "candidate",
                            one.candidate()))
                    .toList());
            change.tables().stream()
                    .filter(table -> table.id().equals("regressions") && !lost.isEmpty())
                    .forEach(table ->
                            blocks.add("### " + Escapes.markdown(table.title().in(words.language())) + "\n\n" + lost));
        }
        return Report.markdown(title, blocks);
    }

    static String junit(String title, Words words, List<ReleaseGate.Decision> decisions, List<Changes> changes) {
        Map<String, Optional<String>> cases = new LinkedHashMap<>();
        decisions.forEach(decision -> cases.put(
                words.say("section.gate"),
                decision.verdict() == MarginTest.Verdict.PASS
                        ? Optional.empty()
                        : Optional.of(decision.text(words.language()))));
        changes.forEach(all -> all.measures().stream()
                .filter(change -> !Double.isNaN(change.adjustedPValue()))
                .forEach(change -> {
                    UnitInterval difference = change.difference().orElseThrow();
                    boolean worse = difference.estimate() < 0
                            && change.adjustedPValue()
                                    < 1 - difference.interval().level();
                    cases.put(
                            change.name().in(words.language()) + " (" + change.id() + ")",
                            worse ? Optional.of(difference.toString()) : Optional.empty());
                }));
        long failures = cases.values().stream().filter(Optional::isPresent).count();
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\""
                + Escapes.html(title) + "\" tests=\"" + cases.size() + "\" failures=\"" + failures
                + "\" errors=\"0\" skipped=\"0\">\n");
        cases.forEach((name, failure) -> {
            out.append("  <testcase classname=\"esrp.release\" name=\"").append(Escapes.html(name));
            out.append(failure.map(text -> "\">\n    <failure>" + Escapes.html(text) + "</failure>\n  </testcase>\n")
                    .orElse("\"/>\n"));
        });
        return out.append("</testsuite>\n").toString();
    }
}
