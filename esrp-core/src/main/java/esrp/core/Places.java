package esrp.core;

/** Says where something stands in a data set. */
@FunctionalInterface
interface Places {
    String QUESTION = "question";
    String ANSWER = "answer";

    /** What files call a part of a turn. */
    static String field(String part, int turn) {
        return part + "_r" + turn;
    }

    /** For data that are in no file. */
    Places NAMES = (candidate, character, scenario, field) -> Finding.Place.none();

    /**
     * {@return the file and the JSON pointer; none if the data are in no file}
     *
     * @param candidate id of the candidate
     * @param character id of the character; empty if the place is the candidate as a whole
     * @param scenario id of the scenario; empty if the place is all of the character
     * @param field name of the field; empty if the place is all of the dialogue
     */
    Finding.Place of(String candidate, String character, String scenario, String field);

    /** File and pointer where known, then the names. */
    default Finding.Place at(String candidate, String character, String scenario) {
        return named(of(candidate, character, scenario, ""), candidate, character, scenario);
    }

    /** The place of a question or answer, turns counted from 1. */
    default Finding.Place at(Dialogue dialogue, String part, int turn) {
        String candidate = dialogue.candidate();
        String character = dialogue.character();
        String scenario = dialogue.scenario();
        return named(of(candidate, character, scenario, field(part, turn)), candidate, character, scenario)
                .at(part, String.valueOf(turn));
    }

    private static Finding.Place named(Finding.Place place, String candidate, String character, String scenario) {
        return place.at("candidate", candidate).at("character", character).at("scenario", scenario);
    }
}
