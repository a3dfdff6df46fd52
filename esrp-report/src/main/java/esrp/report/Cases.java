package esrp.report;

import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.Finding;
import esrp.core.Metric;
import esrp.core.Rater;
import esrp.core.Rating.Remark;
import esrp.core.Ratings;
import esrp.core.Ratings.Column;
import esrp.core.Scale;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Escapes;
import esrp.core.internal.Json;
import esrp.core.internal.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * All dialogues with their ratings, to be searched, filtered and sorted in the page. What filters and orders ask for is
 * packed in one piece; texts are packed by character, so that a page holds tens of thousands of replies and unpacks
 * those that are looked at.
 */
final class Cases {
    /** Scales with more values than this are not offered value by value. */
    private static final int MOST_SCORES = 20;

    private final Dataset dataset;
    private final Ratings ratings;
    private final Ratings judges;
    private final Words words;
    /** Whether scores say which turn they are of: a fourth number each, 0 for the whole dialogue. */
    private final boolean turnsRated;

    private final Map<String, List<Dialogue>> samples;
    private final List<String> raters;
    private final List<Metric> metrics;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<Finding.Code, Integer> codes = new LinkedHashMap<>();

    /** What is known of a dialogue beside its text. */
    private static final class Entry {
        final Set<Integer> codes = new LinkedHashSet<>();
        final List<String> findings = new ArrayList<>();
        final List<Number> scores = new ArrayList<>();
        final List<Integer> missing = new ArrayList<>();
        final List<List<Object>> remarks = new ArrayList<>();
    }

    Cases(Dataset dataset, Ratings ratings, Ratings judges, List<Remark> remarks, Words words) {
        this.dataset = dataset;
        this.ratings = ratings;
        this.judges = judges;
        this.words = words;
        samples = dataset.dialogues()
                .collect(Collectors.groupingBy(one -> key(one.candidate(), one.character(), one.scenario())));
        Set<String> named = new LinkedHashSet<>(ratings.raters());
        Set<String> asked = new LinkedHashSet<>(ratings.metricIds());
        named.addAll(judges.raters());
        asked.addAll(judges.metricIds());
        for (Remark remark : remarks) {
            named.add(remark.rater());
            asked.add(remark.metric());
        }
        raters = List.copyOf(named);
        metrics = asked.stream()
                .map(id -> (judges.metricIds().contains(id)
                                        && !ratings.metricIds().contains(id)
                                ? judges
                                : ratings)
                        .metric(id))
                .filter(metric -> metric.target() == Metric.Target.DIALOGUE)
                .toList();
        Map<String, Integer> raterCodes = numbers(raters);
        Map<String, Integer> metricCodes =
                numbers(metrics.stream().map(Metric::id).toList());
        turnsRated = Stream.of(ratings, judges)
                .flatMap(part -> part.dictionary(Column.TURN).stream())
                .anyMatch(turn -> !turn.isEmpty());
        Stream.of(ratings, judges).flatMap(Ratings::stream).forEach(rating -> {
            Integer code = metricCodes.get(rating.metric());
            if (code != null) {
                List<Number> scores = entry(rating.candidate(), rating.character(), rating.item()).scores;
                scores.add(code);
                scores.add(raterCodes.get(rating.rater()));
                scores.add(new BigDecimal(Scale.number(rating.score())));
                if (turnsRated) {
                    scores.add(rating.turn().matches("[1-9]\\d{0,3}") ? Integer.valueOf(rating.turn()) : 0);
                }
            }
        });
        for (Remark remark : remarks) {
            Integer metric = metricCodes.get(remark.metric());
            if (metric != null) {
                Entry entry = entry(remark.candidate(), remark.character(), remark.item());
                int rater = Objects.requireNonNull(raterCodes.get(remark.rater()));
                entry.remarks.add(
                        List.of(metric, rater, remark.text(), remark.reply().orElse("")));
                if (!remark.scored()) {
                    entry.missing.addAll(List.of(metric, rater));
                }
            }
        }
        for (Finding finding : dataset.findings()) {
            Finding.Place place = finding.place();
            place.coordinate("candidate")
                    .ifPresent(candidate -> place.coordinate("character")
                            .ifPresent(character -> place.coordinate("scenario").ifPresent(scenario -> {
                                Entry entry = entry(candidate, character, scenario);
                                entry.codes.add(codes.computeIfAbsent(finding.code(), any -> codes.size()));
                                entry.findings.add(finding.sentence(words.language()));
                            })));
        }
    }

    String html() {
        StringBuilder out = new StringBuilder();
        out.append("<p class=\"note printonly\">").append(Escapes.html(words.say("page.screen")));
        out.append("</p>\n<p class=\"note screenonly\">").append(Escapes.html(words.say("page.keys")));
        out.append("</p>\n<form class=\"pick\" id=\"case-pick\" role=\"search\" aria-label=\"");
        out.append(Escapes.html(words.say("cases.q")))
                .append("\"></form>\n<p class=\"note\" id=\"case-status\" role=\"status\"></p>\n");
        out.append("<div class=\"explorer\"><ol id=\"case-list\" class=\"hits\"></ol>\n");
        out.append("<div id=\"case-place\" aria-live=\"polite\"></div></div>\n");
        out.append("<script type=\"application/json\" id=\"case-index\">");
        out.append(Escapes.scriptJson(Json.text(json -> Json.write(json, index()))))
                .append("</script>\n");
        List<Object> facts = new ArrayList<>();
        for (int c = 0; c < dataset.characters().size(); c++) {
            List<Object> texts = new ArrayList<>();
            collect(c, facts, texts);
            packed(out, "case-data-" + c, texts);
        }
        packed(out, "case-facts", facts);
        return out.toString();
    }

    private Map<String, Object> index() {
        Set<BigDecimal> scores = new TreeSet<>();
        metrics.forEach(metric -> IntStream.range(0, metric.scale().levels())
                .forEach(level ->
                        scores.add(new BigDecimal(Scale.number(metric.scale().score(level))))));
        Map<String, String> said = new LinkedHashMap<>();
        Words.under("cases.").forEach(key -> said.put(key, words.say("cases." + key)));
        said.put(
                "ratings",
                words.say(ratings.simulated() || judges.simulated() ? "page.ratings.simulated" : "page.ratings"));
        return Json.object(
                "candidates", rows(dataset.candidates(), c -> List.of(c.id(), c.name())),
                "characters", rows(dataset.characters(), c -> List.of(c.id(), c.toString())),
                "scenarios", rows(dataset.scenarios(), Cases::scenario),
                "metrics", rows(metrics, m -> List.of(m.id(), m.name().in(words.language()))),
                "raters",
                        rows(
                                raters,
                                rater -> List.of(
                                        rater,
                                        judges.raters().contains(rater)
                                                ? "JUDGE"
                                                : new Rater(rater).kind().name())),
                "findings",
                        rows(
                                codes.keySet(),
                                code -> List.of(
                                        code.name(),
                                        Messages.of(code).label(code).in(words.language()))),
                "scores", scores.size() > MOST_SCORES ? List.of() : List.copyOf(scores),
                "turns",
                        dataset.dialogues()
                                .mapToInt(dialogue -> dialogue.turns().size())
                                .max()
                                .orElse(0),
                "turnsRated", turnsRated,
                "words", said);
    }

    private static <T> List<List<String>> rows(Collection<T> all, Function<T, List<String>> row) {
        return all.stream().map(row).toList();
    }

    private static List<String> scenario(Scenario s) {
        return Stream.concat(
                        Stream.of(s.id(), s.openingQuestion()),
                        Stream.of(s.persona(), s.location(), s.emotion(), s.dailyEvent())
                                .map(text -> text.orElse("")))
                .toList();
    }

    /** The dialogues of a character: what is asked of them, and what is read. */
    private void collect(int number, List<Object> facts, List<Object> texts) {
        Character character = dataset.characters().get(number);
        List<Candidate> candidates = dataset.candidates();
        List<Scenario> scenarios = dataset.scenarios();
        for (int c = 0; c < candidates.size(); c++) {
            for (int s = 0; s < scenarios.size(); s++) {
                List<Dialogue> all = samples.getOrDefault(
                        key(
                                candidates.get(c).id(),
                                character.id(),
                                scenarios.get(s).id()),
                        List.of());
                if (!all.isEmpty()) {
                    Dialogue dialogue = all.get(0);
                    Entry entry = entry(dialogue.candidate(), dialogue.character(), dialogue.scenario());
                    int length = all.stream()
                            .flatMap(one -> one.replies().stream())
                            .mapToInt(reply -> reply.codePointCount(0, reply.length()))
                            .sum();
                    facts.add(List.of(c, number, s, length, List.copyOf(entry.codes), entry.scores, entry.missing));
                    Map<String, Object> text = Json.object(
                            "t",
                            IntStream.range(0, all.size())
                                    .boxed()
                                    .flatMap(sample -> turns(all, sample))
                                    .toList());
                    if (!entry.findings.isEmpty()) {
                        text.put("f", entry.findings);
                    }
                    if (!entry.remarks.isEmpty()) {
                        text.put("w", entry.remarks);
                    }
                    texts.add(text);
                }
            }
        }
    }

    /** What was said in one of several samples: user and reply, the number of the turn and that of the sample. */
    private static Stream<List<Object>> turns(List<Dialogue> all, int sample) {
        List<Turn> turns = all.get(sample).turns();
        return IntStream.range(0, turns.size())
                .mapToObj(i -> all.size() == 1
                        ? List.of(turns.get(i).user(), turns.get(i).reply())
                        : List.of(turns.get(i).user(), turns.get(i).reply(), i + 1, sample + 1));
    }

    private static void packed(StringBuilder out, String id, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(Json.text(json -> Json.write(json, value)).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.append("<script type=\"text/plain\" id=\"").append(id).append("\">");
        out.append(new String(Base64.getEncoder().encode(bytes.toByteArray()), StandardCharsets.US_ASCII))
                .append("</script>\n");
    }

    private Entry entry(String candidate, String character, String item) {
        return entries.computeIfAbsent(key(candidate, character, item), any -> new Entry());
    }

    private static String key(String candidate, String character, String item) {
        return candidate + "\u0000" + character + "\u0000" + item;
    }

    private static Map<String, Integer> numbers(List<String> names) {
        Map<String, Integer> numbers = new HashMap<>();
        names.forEach(name -> numbers.put(name, numbers.size()));
        return numbers;
    }
}
