package esrp.study.form;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import com.google.common.collect.Multimaps;
import esrp.core.Candidate;
import esrp.core.Character;
import esrp.core.Dataset;
import esrp.core.Dialogue;
import esrp.core.ReplyRules;
import esrp.core.Scenario;
import esrp.core.Turn;
import esrp.core.internal.Checks;
import esrp.study.Assignment;
import esrp.study.StudyDesign.Participant;
import esrp.study.StudyKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The forms by which people write the replies of a candidate, round by round: in the first round each writer answers the
 * opening question of every scenario as the character, in each further one what the user said to that.
 *
 * <p>What is to be written follows from the data alone: a scenario without a dialogue of the candidate asks for the first
 * reply, and a dialogue whose last reply is blank asks for that one. Nothing else has to be kept between the rounds.
 *
 * <pre>{@code
 * WritingForms first = WritingForms.of(data, "human", writers, "en", "Replies in character");
 * first.write(folder);                                                  // form-w1.html, form-w2.html, ...
 * FormImport.Imported answers = FormImport.withDefaults().read(exports, first.key());
 * Dataset once = first.fill(answers.written());
 * Dataset asked = WritingForms.ask(once, "human", dialogue -> nextSentenceOfTheUser(dialogue));
 * WritingForms second = WritingForms.of(asked, "human", writers, "en", "Replies in character");
 * ...
 * ChatAnime.write(second.fill(moreAnswers.written()), folder);          // human.json and its side files
 * }</pre>
 *
 * <p>A task id says where it belongs, for example {@code t2-c03-17}: the second turn of the third character in scenario
 * 17. Forms of writers are not blind; there is nothing to be blind about.
 */
public final class WritingForms extends Forms {
    private final Dataset dataset;
    private final String candidate;
    private final String title;
    private final String language;
    private final ImmutableListMultimap<String, Place> places;
    private final @Nullable Function<Character, String> instructions;

    /** Where a reply goes. */
    private record Place(String task, String character, String scenario, List<Turn> history, String question) {
        FormTask in(
                Dataset dataset,
                String language,
                int shortest,
                int longest,
                @Nullable Function<Character, String> instructions) {
            Character as = dataset.character(character).in(language);
            Scenario where = dataset.scenario(scenario).in(language);
            Map<String, String> scene = instructions == null
                    ? FormTask.scene(as, where, Form.words(language))
                    : Map.of("instructions", Checks.text("instructions", instructions.apply(as)));
            return FormTask.writing(task, as.name(), scene, history, question, shortest, longest);
        }
    }

    private WritingForms(
            Dataset dataset,
            String candidate,
            String title,
            String language,
            int shortest,
            int longest,
            ImmutableListMultimap<String, Place> places,
            @Nullable Function<Character, String> instructions) {
        super(
                Multimaps.transformValues(
                        places, place -> place.in(dataset, language, shortest, longest, instructions)),
                title,
                language,
                List.of(),
                key(candidate, places),
                shortest,
                longest);
        this.dataset = dataset;
        this.candidate = candidate;
        this.title = title;
        this.language = language;
        this.places = places;
        this.instructions = instructions;
    }

    private static StudyKey key(String candidate, ListMultimap<String, Place> places) {
        List<StudyKey.Entry> entries = new ArrayList<>();
        places.forEach((writer, place) -> entries.add(new StudyKey.Entry(
                place.task(),
                writer,
                candidate,
                place.character(),
                place.scenario(),
                Assignment.Show.DIALOGUE,
                StudyKey.Purpose.WRITING,
                place.character())));
        return StudyKey.of(candidate, entries);
    }

    /**
     * {@return the forms for what a candidate has still to write} The scenarios of a character are dealt out in turn to
     * those who write for it, so that each reply is written once; who got a scenario in one round gets it in the next.
     *
     * <ul>
     *   <li>A writer for whom nothing is left has no form.
     *   <li>A character for which nobody writes is left out, unless the candidate has begun a dialogue as it.
     *   <li>The length rule is that of {@link ReplyRules#of} for the language: 50 to 150 characters for {@code zh}, 150 to
     *       450 for {@code en}.
     * </ul>
     *
     * @param dataset characters and scenarios; profiles, moods and events are shown where they are known
     * @param candidate id of the candidate whose replies are written; must be in the data set and be people
     * @param writers who writes; those whose {@link Participant#wrote()} is empty only rate and get no form
     * @param language of the forms: {@code zh}, {@code en}, {@code ja}, or any with a file of words on the class path
     * @param title the heading of each form; another title makes no other form
     * @throws IllegalArgumentException if the candidate is not there or is a model, a writer is there twice or writes for
     *     a character that is not there, nobody writes for a character that has begun dialogues, or nothing is left to
     *     write
     */
    public static WritingForms of(
            Dataset dataset, String candidate, List<Participant> writers, String language, String title) {
        Checks.notNull("candidate", candidate, "writers", writers, "title", title, "language", language);
        if (dataset.candidate(candidate).kind() != Candidate.Kind.PEOPLE) {
            throw new IllegalArgumentException("candidate: \"" + candidate + "\" is a model, people were expected");
        }
        ReplyRules rules = ReplyRules.of(language);
        ImmutableListMultimap<String, Place> places = places(dataset, candidate, writers);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("dataset: nothing is left to write for candidate \"" + candidate
                    + "\" by writers "
                    + writers.stream().map(Participant::id).toList());
        }
        return new WritingForms(dataset, candidate, title, language, rules.shortest(), rules.longest(), places, null);
    }

    private static ImmutableListMultimap<String, Place> places(
            Dataset dataset, String candidate, List<Participant> writers) {
        ListMultimap<String, String> byCharacter = ArrayListMultimap.create();
        Checks.byId("writers", writers, Participant::id)
                .forEach((id, writer) -> writer.wrote()
                        .forEach(character ->
                                byCharacter.put(dataset.character(character).id(), id)));
        ListMultimap<String, Place> unordered = ArrayListMultimap.create();
        int number = 0;
        for (Character character : dataset.characters()) {
            number++;
            List<String> pens = byCharacter.get(character.id());
            int next = 0;
            for (Scenario scenario : dataset.scenarios()) {
                Optional<Dialogue> begun = dataset.dialogue(candidate, character.id(), scenario.id());
                Optional<Place> place = place(number, character, scenario, begun);
                if (pens.isEmpty()) {
                    if (begun.isPresent() && place.isPresent()) {
                        throw new IllegalArgumentException("writers: nobody writes for character \"" + character.id()
                                + "\", whose dialogue in scenario \"" + scenario.id() + "\" waits for a reply");
                    }
                    continue;
                }
                String writer = pens.get(next++ % pens.size());
                place.ifPresent(one -> unordered.put(writer, one));
            }
        }
        ImmutableListMultimap.Builder<String, Place> places = ImmutableListMultimap.builder();
        writers.forEach(writer -> places.putAll(writer.id(), unordered.get(writer.id())));
        return places.build();
    }

    private static Optional<Place> place(int number, Character character, Scenario scenario, Optional<Dialogue> begun) {
        List<Turn> turns = begun.map(Dialogue::turns).orElse(List.of());
        if (!turns.isEmpty() && !turns.get(turns.size() - 1).reply().isBlank()) {
            return Optional.empty();
        }
        List<Turn> history = turns.isEmpty() ? List.of() : turns.subList(0, turns.size() - 1);
        String question = turns.isEmpty()
                ? scenario.openingQuestion()
                : turns.get(turns.size() - 1).user();
        String task = String.format(Locale.ROOT, "t%d-c%02d-%s", history.size() + 1, number, scenario.id());
        return Optional.of(new Place(task, character.id(), scenario.id(), history, question));
    }

    /**
     * {@return a copy with another length rule} Answers to forms that are out already do not fit it.
     *
     * @param least the least length of a reply in code points, white space at its ends not counted; at least 0
     * @param most the greatest length
     */
    public WritingForms withLength(int least, int most) {
        return new WritingForms(dataset, candidate, title, language, least, most, places, instructions);
    }

    /**
     * {@return a copy that shows writers the instructions that models get, and as little of the scenario: the user's words alone}
     * With {@code esrp-prompts}: {@code prompts.rolePlay(character, List.of(), "?").get(0).text()}. Answers to forms that are
     * out already do not fit it.
     *
     * @param text the instructions for playing a character, whose texts are in the language of the forms
     */
    public WritingForms withInstructions(Function<Character, String> text) {
        Objects.requireNonNull(text, "text");
        return new WritingForms(dataset, candidate, title, language, key().shortest(), key().longest(), places, text);
    }

    /**
     * Puts replies into their places; white space at the ends is cut, nothing else is changed. Where no reply is, a
     * begun dialogue stays as it was and one that was not begun stays away.
     *
     * @param written what {@link FormImport} imported
     * @return the data set of {@link #of} with the replies
     * @throws IllegalArgumentException if a reply belongs to no task of these forms or a task has two
     */
    public Dataset fill(List<FormImport.WrittenReply> written) {
        Map<String, Place> byTask = Maps.uniqueIndex(places.values(), Place::task);
        Map<Place, String> replies = new LinkedHashMap<>();
        for (FormImport.WrittenReply reply : written) {
            Place place = byTask.get(reply.task());
            if (place == null) {
                throw new IllegalArgumentException("written: task \"" + reply.task() + "\" is none of the "
                        + byTask.size() + " that were asked for");
            }
            if (replies.put(place, FormImport.trimmed(reply.text())) != null) {
                throw new IllegalArgumentException("written: task \"" + reply.task() + "\" has two replies");
            }
        }
        Map<List<String>, Dialogue> dialogues = new LinkedHashMap<>();
        dataset.dialogues().forEach(dialogue -> dialogues.put(cell(dialogue), dialogue));
        replies.forEach((place, text) -> {
            List<Turn> turns = new ArrayList<>(place.history());
            turns.add(new Turn(place.question(), text));
            Dialogue filled = new Dialogue(candidate, place.character(), place.scenario(), turns);
            dialogues.put(cell(filled), filled);
        });
        return Dataset.of(dataset.candidates(), dataset.characters(), dataset.scenarios(), dialogues.values());
    }

    private static List<String> cell(Dialogue dialogue) {
        return List.of(dialogue.candidate(), dialogue.character(), dialogue.scenario());
    }

    /**
     * Lets the user speak next in each dialogue of a candidate whose last reply is there: adds a turn with a blank reply,
     * which the next forms ask for. Keep the result ({@link esrp.core.ChatAnime#write}): a model that plays the user
     * would say something else the next time, and answers would not fit.
     *
     * @param dataset the replies so far
     * @param candidate id of the candidate
     * @param user what the user says next; blank ends the dialogue
     * @return the data set with what the user said
     */
    public static Dataset ask(Dataset dataset, String candidate, Function<Dialogue, String> user) {
        Checks.notNull("candidate", candidate, "user", user);
        String id = dataset.candidate(candidate).id();
        List<Dialogue> dialogues = dataset.dialogues()
                .map(dialogue -> dialogue.candidate().equals(id) ? asked(dialogue, user) : dialogue)
                .toList();
        return Dataset.of(dataset.candidates(), dataset.characters(), dataset.scenarios(), dialogues);
    }

    private static Dialogue asked(Dialogue dialogue, Function<Dialogue, String> user) {
        List<Turn> turns = dialogue.turns();
        if (turns.get(turns.size() - 1).reply().isBlank()) {
            return dialogue;
        }
        String next = user.apply(dialogue);
        if (next.isBlank()) {
            return dialogue;
        }
        List<Turn> more = new ArrayList<>(turns);
        more.add(new Turn(next, ""));
        return new Dialogue(dialogue.candidate(), dialogue.character(), dialogue.scenario(), dialogue.sample(), more);
    }

    /** The number of replies that each writer has to write. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(places.size() + (places.size() == 1 ? " reply" : " replies"))
                .append(" of \"" + candidate + "\" to write, " + key().shortest() + " to " + key().longest()
                        + " characters each");
        places.asMap().forEach((writer, own) -> out.append("\n  " + writer + ": " + own.size()));
        return out.toString();
    }
}
