package esrp.core;

import com.google.errorprone.annotations.Immutable;
import esrp.core.internal.Checks;
import esrp.core.internal.Json;
import esrp.core.internal.Messages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Something noticed or wrong in data: a code, a place, and named parameters. It holds no sentence; {@link #in(String)}
 * makes one in any language that the module of the code has messages for.
 *
 * <p>A parameter is a text (which is printed as it is, whatever it says), a whole or decimal number, another
 * {@link Code} (a word that has a translation), a {@link Place}, a {@link LocalizedText}, or a list of these.
 *
 * <pre>{@code
 * for (Finding finding : dataset.findings()) {
 *     if (finding.code() == DataCode.REPLY_LENGTH) {
 *         System.out.println(finding.in("zh"));
 *     }
 * }
 * }</pre>
 *
 * @param code what was noticed
 * @param place where; {@link Place#none()} for what concerns a result as a whole
 * @param parameters what the sentence names; keys in the order given
 */
public record Finding(Code code, Place place, Map<String, Object> parameters) {
    private static final List<Class<?>> PARAMETERS = List.of(
            String.class, Integer.class, Long.class, Double.class, Code.class, Place.class, LocalizedText.class);

    /**
     * What a finding says. Each module has one enum of codes; a caller may add an enum of its own.
     *
     * <p>The sentence of a code stands in the resource {@code messages/<language>.properties} (UTF-8) beside the class
     * of the code, under the code's name, with {@code {{parameter}}} slots: {@code REPLY_LENGTH=the reply has {{length}}
     * characters}. A second message {@code NAME.one} is used where the parameter {@code count} is 1, and
     * {@code NAME.label} is the short name of the code in summaries. A language without a file falls back to English.
     */
    public interface Code {
        /**
         * The stable name, for example {@code REPLY_LENGTH}. Enums have it.
         *
         * @return upper-case letters, digits and {@code _}
         */
        String name();

        /**
         * {@return a finding of this code somewhere in data}
         *
         * @param place where
         * @param parameters name, value, name, value …
         * @throws IllegalArgumentException if the parameters are not pairs of a name and a value
         */
        default Finding at(Place place, Object... parameters) {
            return new Finding(this, place, Json.object(parameters));
        }

        /**
         * {@return a finding of this code about a result as a whole, without a place}
         *
         * @param parameters name, value, name, value …
         */
        default Finding note(Object... parameters) {
            return at(Place.none(), parameters);
        }
    }

    /** Validates and copies. */
    public Finding {
        Checks.notNull("code", code, "place", place);
        Map<String, Object> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> copy.put(name, checked(name, value)));
        parameters = Collections.unmodifiableMap(copy);
    }

    private static Object checked(String name, Object value) {
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(item -> copy.add(checked(name, item)));
            return Collections.unmodifiableList(copy);
        }
        if (PARAMETERS.stream().anyMatch(type -> type.isInstance(value))) {
            return value;
        }
        throw new IllegalArgumentException("parameters: " + name + " is "
                + (value == null ? "null" : "a " + value.getClass().getName())
                + ", a text, a number, a code, a place, a localized text or a list of these was expected");
    }

    /**
     * The sentence, without its place.
     *
     * @param language a language tag; English where the code has no message in it
     * @return one sentence
     */
    public String sentence(String language) {
        Objects.requireNonNull(language, "language");
        return Messages.of(code).sentence(this, language);
    }

    /**
     * Place and sentence.
     *
     * @param language a language tag; English where there is no message in it
     * @return as {@code place: sentence}; the sentence alone where there is no place
     */
    public String in(String language) {
        String where = place.in(language);
        return where.isEmpty()
                ? sentence(language)
                : where + Messages.core().text(language, "place.colon") + sentence(language);
    }

    /** In English. */
    @Override
    public String toString() {
        return in("en");
    }

    /**
     * How many findings there are of each code, with the first of each as an example. A finding that counts several things, as
     * missing scores, counts as many.
     *
     * @param findings the findings
     * @return a table with a row per code, in the order of first appearance
     */
    public static Table summary(List<Finding> findings) {
        Map<Code, List<Finding>> byCode = new LinkedHashMap<>();
        findings.forEach(finding ->
                byCode.computeIfAbsent(finding.code(), any -> new ArrayList<>()).add(finding));
        Messages words = Messages.core();
        Table.Builder table = words.heads(
                Table.builder("findings", words.localized("findings.title")), "findings.", "count|# code example");
        byCode.forEach((code, all) -> table.row(
                all.stream().mapToLong(words::things).sum(),
                new Table.Cell.Text(Messages.of(code).label(code), Optional.of(code.name())),
                Messages.localized(all.get(0)::in)));
        if (byCode.isEmpty()) {
            table.note(DataCode.NO_FINDINGS.note());
        }
        return table.build();
    }

    /**
     * Where something is: a file and coordinates in it, or coordinates of the data (candidate, character, scenario …).
     *
     * @param file the file, as it was named; empty if the data are in no file
     * @param coordinates name to value in the order to print: {@code line}, {@code column}, {@code pointer} (JSON
     *     Pointer), {@code rows}, {@code candidate}, {@code character}, {@code scenario}, {@code item}, {@code metric},
     *     {@code rater}, {@code question}, {@code answer} (number of the turn), {@code field}, or any other
     */
    @Immutable
    @SuppressWarnings("Immutable") // the map is copied and unmodifiable
    public record Place(Optional<String> file, Map<String, String> coordinates) {
        private static final Place NONE = new Place(Optional.empty(), Map.of());

        /** Validates and copies. */
        public Place {
            Objects.requireNonNull(file, "file");
            Map<String, String> copy = new LinkedHashMap<>();
            coordinates.forEach((name, value) ->
                    copy.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value")));
            coordinates = Collections.unmodifiableMap(copy);
        }

        /** {@return no place: what concerns the whole; a place without file and coordinates} */
        public static Place none() {
            return NONE;
        }

        /**
         * {@return the place of a file as a whole}
         *
         * @param file the file
         */
        public static Place of(Path file) {
            return new Place(Optional.of(file.toString()), Map.of());
        }

        /**
         * {@return a line of a file or text, counted from 1: a copy with these coordinates}
         *
         * @param line its number
         * @param column the column, counted from 1; left out if less
         */
        public Place line(long line, long column) {
            Place at = at("line", String.valueOf(line));
            return column < 1 ? at : at.at("column", String.valueOf(column));
        }

        /**
         * Returns a copy with one more coordinate, which is printed last.
         *
         * @param name its name
         * @param value its value
         * @return the narrower place; this one if the value is empty
         */
        public Place at(String name, String value) {
            Objects.requireNonNull(name, "name");
            if (value.isEmpty()) {
                return this;
            }
            Map<String, String> more = new LinkedHashMap<>(coordinates);
            more.put(name, value);
            return new Place(file, more);
        }

        /**
         * {@return the value of a coordinate; empty if there is none}
         *
         * @param name its name
         */
        public Optional<String> coordinate(String name) {
            return Optional.ofNullable(coordinates.get(Objects.requireNonNull(name, "name")));
        }

        /**
         * {@return the place in words: as {@code file: line 3, column 4}; empty for no place}
         *
         * @param language a language tag
         */
        public String in(String language) {
            Objects.requireNonNull(language, "language");
            Messages words = Messages.core();
            List<String> parts = new ArrayList<>();
            coordinates.forEach((name, value) -> parts.add(words.place(language, name, value)));
            String inside = String.join(words.text(language, "place.comma"), parts);
            return file.map(path -> inside.isEmpty() ? path : path + words.text(language, "place.colon") + inside)
                    .orElse(inside);
        }

        /** In English. */
        @Override
        public String toString() {
            return in("en");
        }
    }
}
