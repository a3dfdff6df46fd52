package esrp.prompts;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The texts a prompt library holds: one file each, {@code <language>/<file name>.md}, with the slots that it fills.
 *
 * <p>A template must use every {@linkplain #slots() required slot} and may use the {@linkplain #optionalSlots()
 * optional ones}; any other slot is an error, found when the template is read.
 */
public enum PromptName {
    /** Instructions for playing a character; the conversation follows as messages of its own. */
    ROLE_PLAY("role-play", "role profile shortest longest", "work"),
    /** Sends a reply back that broke the rules, with what was wrong. */
    RE_ASK("re-ask", "problems shortest longest", "role"),
    /** Asks a user simulator for what the user says next. */
    FOLLOW_UP("follow-up", "role dialogue fence opening", "persona location emotion daily_event"),
    /** Asks a judge for all metrics at once. */
    JUDGE_ALL("judge-all", "role profile metrics scale dialogue fence example", "work count"),
    /** Asks a judge for one metric. */
    JUDGE_ONE("judge-one", "role profile metrics scale dialogue fence example", "work name"),
    /** Asks a judge how different the replies of a batch are. */
    DIVERSITY("diversity", "metrics scale replies fence example count", "role work name"),
    /** Asks for daily events and opening questions of one cell of a scenario space. */
    SCENARIO_GENERATION("scenario-generation", "persona location emotion count example", ""),
    /** Fragment: one metric in a judge's prompt. */
    METRIC("metric", "name definition question anchors", "number lowest highest"),
    /** Fragment: what the scores of a scale with a midpoint mean. */
    SCALE("scale", "lowest highest below at above", "metrics"),
    /** Fragment: what the scores of a scale without a midpoint mean. */
    SCALE_EVEN("scale-even", "lowest highest below above", "metrics"),
    /** Fragment: what stands for a character's profile where there is none. */
    NO_PROFILE("no-profile", "", "role work");

    private final String fileName;
    private final String slots;
    private final String optionalSlots;

    PromptName(String fileName, String slots, String optionalSlots) {
        this.fileName = fileName;
        this.slots = slots;
        this.optionalSlots = optionalSlots;
    }

    /**
     * What the file is called, without folder and {@code .md}.
     *
     * @return for example {@code judge-all}
     */
    public String fileName() {
        return fileName;
    }

    /**
     * The slots that a template must use.
     *
     * @return names without braces, in alphabetical order
     */
    public Set<String> slots() {
        return words(slots);
    }

    /**
     * The slots that a template may use.
     *
     * @return names without braces, in alphabetical order
     */
    public Set<String> optionalSlots() {
        return words(optionalSlots);
    }

    /** The name that a file is called, if any. */
    static Optional<PromptName> ofFile(String fileName) {
        for (PromptName name : values()) {
            if (name.fileName.equals(fileName)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(List.of(text.split(" ", -1))));
    }
}
