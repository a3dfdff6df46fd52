package esrp.core;

import esrp.core.internal.Resources;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/**
 * The published layout of the ChatAnime data, to read and to write: a folder with one JSON file per candidate.
 *
 * <pre>{@code
 * gpt-4.1.json:
 * {
 *     "《work》的name": [
 *         {
 *             "dialog_id": 1,
 *             "question_r1": "…", "answer_r1": "…",
 *             "question_r2": "…", "answer_r2": "…"
 *         },
 *         …
 *     ],
 *     …
 * }
 * }</pre>
 *
 * <ul>
 *   <li>The id of a candidate is the file name without {@code .json}. {@code human} is people, the others are models.
 *       The candidates of the paper are printed by the paper's names.
 *   <li>The id of a character is the key, as it is.
 *   <li>The id of a scenario is the {@code dialog_id}, a whole number from 1. Ids 1–15, 16–30, 31–45 and 46–60 have the
 *       personas {@code student}, {@code employee}, {@code freelancer} and {@code self-employed}.
 *   <li>Any number of candidates, characters and dialogs is read, and any number of turns: {@code question_r1,
 *       answer_r1, question_r2, …} without gaps.
 *   <li>Texts are kept as they are. What is odd about them is in {@link Dataset#findings()}.
 * </ul>
 *
 * <h2>Side files</h2>
 *
 * <p>What the published layout has no place for may stand in files beside, whose names begin with {@code _}; all of
 * them, and everything in them, may be absent. Each is an object that maps ids to objects of texts:
 *
 * <pre>{@code
 * _candidates.json: {"gpt-4.1": {"name": "GPT-4.1", "kind": "model"}}             (kind: model or people)
 * _characters.json: {"《work》的name": {"name": "…", "work": "…", "profile": "…", "aliases": ["…"]}}
 * _scenarios.json:  {"1": {"opening_question": "…", "persona": "student", "location": "…",
 *                          "emotion": "…", "daily_event": "…"}}
 * }</pre>
 *
 * <ul>
 *   <li>Any other key becomes a tag. A text in another language is the tag {@code key.language}, for example
 *       {@code "profile.en"} or {@code "daily_event.en"}; {@link Character#in} and {@link Scenario#in} take it.
 *   <li>The order of a side file is the order of the data set; what it does not list comes after. It may list what has
 *       no dialogue yet; a scenario then needs its {@code opening_question}.
 *   <li>Where {@code _scenarios.json} is, personas come from it alone.
 * </ul>
 *
 * <p>The file of a candidate whose id suits no file name of Linux, macOS or Windows ({@code a/b}, {@code CON}) is named
 * after what can be shown of the id and a part of its SHA-256; {@code _candidates.json} then lists the id.
 *
 * <p>Files whose names begin with {@code _} or {@code .}, and files that do not end in {@code .json}, in any case, are no
 * candidates: ratings may lie in the same folder.
 */
public final class ChatAnime {
    private static final List<String> PERSONAS = List.of("student", "employee", "freelancer", "self-employed");
    private static final int SCENARIOS_PER_PERSONA = 15;
    private static final Properties PAPER_NAMES = Resources.properties(ChatAnime.class, "candidates.properties");

    private ChatAnime() {}

    /**
     * Reads a folder of the published layout.
     *
     * @param directory the folder; may be inside an archive that is open as a file system
     * @return its data, with findings
     * @throws DatasetFormatException if there is no such folder or a file is not what it should be; names the first
     *     fault
     */
    public static Dataset read(Path directory) {
        Faults faults = Faults.throwing(directory);
        return new ChatAnimeReader(directory, faults)
                .read()
                .orElseThrow(() -> new IllegalStateException("a fault was not thrown: " + faults.toList()));
    }

    /**
     * All faults of a folder.
     *
     * @param directory the folder
     * @return no fault if {@link #read} would succeed; else up to 1,000 faults, and one more that says how many were
     *     left out
     */
    public static List<Finding> validate(Path directory) {
        Faults faults = Faults.collecting(directory);
        Optional<Dataset> data = new ChatAnimeReader(directory, faults).read();
        if (data.isPresent() != faults.isEmpty()) {
            throw new IllegalStateException("data and faults, or neither: " + faults.toList());
        }
        return faults.toList();
    }

    /**
     * Writes a data set in the published layout, with all three side files, so that {@link #read} gives it back: the
     * same candidates, characters, scenarios and dialogues in the same order. Candidate files have the white space of
     * the published ones. All files are complete on the device before the first takes its place, and {@code
     * _manifest.json} lists names, sizes and SHA-256 of all: a folder that does not match its list, since writing was cut
     * off or a file was changed, is refused by {@link #read}.
     *
     * @param dataset what to write; a candidate without dialogues is in the side file alone
     * @param directory the folder; made if it is not there; files of the same names are replaced
     * @throws IllegalArgumentException if the layout cannot hold the data: no dialogue at all, a scenario id that is no whole number from 1, a blank opening question, a tag named like a field,
     *     text with unpaired surrogates; or if the folder holds files of candidates that
     *     have no dialogue in the data set
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public static void write(Dataset dataset, Path directory) {
        Objects.requireNonNull(directory, "directory");
        ChatAnimeWriter.write(dataset, directory);
    }

    /** The candidate of a file, as far as its name says. */
    static Candidate candidate(String id) {
        String name = PAPER_NAMES.getProperty(id, id);
        return (id.equals("human") ? Candidate.people(id) : Candidate.model(id)).withName(name);
    }

    /** The persona of a published dialog. */
    static Optional<String> persona(int dialogId) {
        int index = (dialogId - 1) / SCENARIOS_PER_PERSONA;
        return dialogId >= 1 && index < PERSONAS.size() ? Optional.of(PERSONAS.get(index)) : Optional.empty();
    }
}
