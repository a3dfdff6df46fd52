package esrp.core;

/** Says where something stands in a data set. */
@FunctionalInterface
interface Places {
    /** For data that are in no file. */
    Places NAMES = (candidate, character, scenario, field) -> "";

    /**
     * The file and the JSON pointer.
     *
     * @param candidate id of the candidate
     * @param character id of the character; empty if the place is the candidate as a whole
     * @param scenario id of the scenario; empty if the place is all of the character
     * @param field name of the field; empty if the place is all of the dialogue
     * @return the place; empty if the data are in no file
     */
    String of(String candidate, String character, String scenario, String field);

    /** The place for a finding: file and pointer where known, then the names. */
    default String text(String candidate, String character, String scenario, String field) {
        StringBuilder names = new StringBuilder("candidate ").append(candidate);
        if (!character.isEmpty()) {
            names.append(", character ").append(character);
        }
        if (!scenario.isEmpty()) {
            names.append(", dialog ").append(scenario);
        }
        String place = of(candidate, character, scenario, field);
        if (place.isEmpty()) {
            return field.isEmpty() ? names.toString() : names + ", " + field;
        }
        return place + " (" + names + ")";
    }
}
