package esrp.core;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.internal.Checks;
import esrp.core.internal.Messages;
import esrp.core.internal.Numbers;
import esrp.core.internal.OneLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a result is shown as: columns with a stable key and a head in each language, cells that hold numbers in full
 * precision, and notes. How it is written is the matter of a {@link TableFormat}.
 *
 * <pre>{@code
 * Table table = Table.builder("ages", LocalizedText.same("Ages"))
 *         .head(Table.Head.text("name", LocalizedText.same("name")))
 *         .head(Table.Head.number("age", LocalizedText.same("age"), 1))
 *         .row("Ada", 36.5)
 *         .build();
 * System.out.println(table);                       // 80 columns
 * table.as(TableFormat.csv());                       // for a program
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Table {
    private final String id;
    private final LocalizedText title;
    private final List<Head> heads;
    private final List<List<Cell>> rows;
    private final List<Finding> notes;

    private Table(Builder builder) {
        id = builder.id;
        title = builder.title;
        heads = List.copyOf(builder.heads);
        rows = List.copyOf(builder.rows);
        notes = List.copyOf(builder.notes);
    }

    /** How the cells of a column are printed. */
    public enum Style {
        /** A text, aligned to the left. */
        TEXT,
        /** A whole number with its digits in groups of three. */
        COUNT,
        /** A number with the column's decimals. */
        NUMBER,
        /** A number with its sign and the column's decimals. */
        SIGNED,
        /** A share as a percentage. */
        PERCENT,
        /** A p value: four decimals, {@code <0.0001} below. */
        P_VALUE,
        /** An interval as {@code estimate [lower, upper]}. */
        INTERVAL,
        /** An interval as {@code [lower, upper]}: the estimate has a column of its own. */
        BOUNDS,
        /** A signed interval as {@code [-lower, +upper]}. */
        SIGNED_BOUNDS,
        /** A range of whole numbers as {@code 1-3}. */
        RANGE
    }

    /**
     * A column.
     *
     * @param key what programs call it: stable, the same in every language; not blank
     * @param text its head
     * @param brief a shorter head for narrow places, which an explanation below spells out; equal to {@code text} if there
     *     is none
     * @param style how its cells are printed
     * @param decimals of numbers and bounds
     * @param lowerIsBetter whether a lower value is the better one; such a head is marked with an arrow
     * @param ranked whether rows compete in it: LaTeX marks the best three values
     */
    public record Head(
            String key,
            LocalizedText text,
            LocalizedText brief,
            Style style,
            int decimals,
            boolean lowerIsBetter,
            boolean ranked) {
        /** Validates. */
        public Head {
            Checks.rejectIf(key.isBlank(), "key: is blank, a text was expected");
            Checks.notNull("text", text, "brief", brief, "style", style);
            Checks.rejectIf(decimals < 0 || decimals > 9, "decimals: %s is outside 0..9", decimals);
        }

        /**
         * {@return a column of any style}
         *
         * @param key its key
         * @param text its head
         * @param style how cells are printed
         * @param decimals of numbers and bounds
         */
        public static Head of(String key, LocalizedText text, Style style, int decimals) {
            return new Head(key, text, text, style, decimals, false, false);
        }

        /**
         * {@return a column of texts}
         *
         * @param key its key
         * @param text its head
         */
        public static Head text(String key, LocalizedText text) {
            return of(key, text, Style.TEXT, 0);
        }

        /**
         * {@return a column of counts}
         *
         * @param key its key
         * @param text its head
         */
        public static Head count(String key, LocalizedText text) {
            return of(key, text, Style.COUNT, 0);
        }

        /**
         * {@return a column of numbers}
         *
         * @param key its key
         * @param text its head
         * @param decimals how many are printed
         */
        public static Head number(String key, LocalizedText text, int decimals) {
            return of(key, text, Style.NUMBER, decimals);
        }

        /**
         * Returns a copy with a shorter head for narrow places.
         *
         * @param shorter the head
         * @return the column
         */
        public Head briefly(LocalizedText shorter) {
            return new Head(key, text, shorter, style, decimals, lowerIsBetter, ranked);
        }

        /**
         * Returns a copy that is marked: lower is better.
         *
         * @return the column
         */
        public Head lowerBetter() {
            return new Head(key, text, brief, style, decimals, true, ranked);
        }

        /**
         * Returns a copy in which rows compete.
         *
         * @return the column
         */
        public Head competing() {
            return new Head(key, text, brief, style, decimals, lowerIsBetter, true);
        }

        /** {@return whether its cells are printed to the right, as all but texts are} */
        public boolean numeric() {
            return style != Style.TEXT;
        }

        /**
         * {@return the head as people read it, marked where lower is better}
         *
         * @param language a language tag; English where a text does not exist in it
         */
        public String in(String language) {
            return marked(text.in(language));
        }

        String briefIn(String language) {
            return marked(brief.in(language));
        }

        private String marked(String head) {
            return OneLine.visible(lowerIsBetter ? head + " ↓" : head);
        }
    }

    /** What stands in a row under a head. */
    public sealed interface Cell {
        /**
         * A text.
         *
         * @param text the text; the same in every language if it is data
         * @param id what programs call the thing whose name the text is; CSV and JSON show it, with the name in a column
         *     beside it
         */
        record Text(LocalizedText text, Optional<String> id) implements Cell {
            /** Validates. */
            public Text {
                Checks.notNull("text", text, "id", id);
            }

            /** What a program reads: the id, else the text. */
            String data(String language) {
                return id.orElseGet(() -> text.in(language));
            }
        }

        /**
         * The printed name of something that has an id, as the argument of {@link Builder#row}.
         *
         * @param id what programs call it
         * @param name its name
         * @return the cell
         */
        static Cell named(String id, String name) {
            return new Text(LocalizedText.same(name), Optional.of(id));
        }

        /**
         * A number.
         *
         * @param value not NaN
         */
        record Value(double value) implements Cell {
            /** Validates. */
            public Value {
                Checks.rejectIf(Double.isNaN(value), "value: is NaN, a missing cell was expected");
            }
        }

        /**
         * An estimate with its bounds.
         *
         * @param estimate the estimate
         * @param lower the lower bound; NaN if there is none
         * @param upper the upper bound; NaN if there is none
         * @param level the confidence level of the bounds; NaN if they have none
         * @param n how many units the bounds rest on; 0 if that is not known
         * @param unit what those units are, for programs; empty if that is not known
         */
        record Bounded(double estimate, double lower, double upper, double level, long n, String unit) implements Cell {
            /** Validates. */
            public Bounded {
                Checks.rejectIf(n < 0, "n: %s is below 0", n);
                Objects.requireNonNull(unit, "unit");
            }
        }

        /**
         * Nothing.
         *
         * @param reason why there is nothing; empty if it was not asked for
         */
        record Missing(Optional<Finding> reason) implements Cell {
            /** Validates. */
            public Missing {
                Objects.requireNonNull(reason, "reason");
            }
        }

        /**
         * An estimate with its bounds, as the argument of {@link Builder#row}.
         *
         * @param estimate the estimate
         * @param lower the lower bound
         * @param upper the upper bound
         * @return the cell; missing if the estimate is NaN
         */
        static Cell bounded(double estimate, double lower, double upper) {
            return Double.isNaN(estimate) ? missing() : new Bounded(estimate, lower, upper, Double.NaN, 0, "");
        }

        /** {@return nothing, for no particular reason} */
        static Cell missing() {
            return new Missing(Optional.empty());
        }
    }

    /**
     * Starts a table.
     *
     * @param id what programs call it; lower-case letters, digits, {@code -}
     * @param title its title
     * @return a builder without columns
     */
    public static Builder builder(String id, LocalizedText title) {
        return new Builder(id, title);
    }

    /** Makes a table. Not thread-safe. */
    public static final class Builder {
        private final String id;
        private final LocalizedText title;
        private final List<Head> heads = new ArrayList<>();
        private final Set<String> keys = new LinkedHashSet<>();
        private final List<List<Cell>> rows = new ArrayList<>();
        private final List<Finding> notes = new ArrayList<>();

        private Builder(String id, LocalizedText title) {
            Checks.rejectIf(
                    !id.matches("[a-z][a-z0-9-]*"), "id: \"%s\"; lower-case letters, digits and - were expected", id);
            this.id = id;
            this.title = Objects.requireNonNull(title, "title");
        }

        /**
         * Adds a column. All columns come before the first row.
         *
         * @param head the column
         * @return this builder
         * @throws IllegalArgumentException if a column has the same key
         */
        @CanIgnoreReturnValue
        public Builder head(Head head) {
            if (!rows.isEmpty()) {
                throw new IllegalStateException("head: \"" + head.key() + "\" comes after rows of table " + id);
            }
            Checks.rejectIf(!keys.add(head.key()), "head: two columns of table %s have the key %s", id, head.key());
            heads.add(head);
            return this;
        }

        /**
         * Adds a row. A {@link String} or {@link LocalizedText} becomes a text, a number a value (NaN: missing), a {@link Finding}
         * the reason of a missing one, an {@link Optional} what it holds or missing; a {@link Cell} stays.
         *
         * @param cells as many as there are columns
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder row(Object... cells) {
            return row(List.of(cells));
        }

        /**
         * Adds a row.
         *
         * @param cells as {@link #row(Object...)} says
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder row(List<?> cells) {
            if (cells.size() != heads.size()) {
                throw new IllegalArgumentException("cells: row " + rows.size() + " of table " + id + " has "
                        + cells.size() + ", " + heads.size() + " were expected");
            }
            List<Cell> row = new ArrayList<>();
            for (int i = 0; i < cells.size(); i++) {
                Cell cell = cell(cells.get(i));
                boolean fits = cell instanceof Cell.Missing
                        || (cell instanceof Cell.Text) == (heads.get(i).style() == Style.TEXT);
                if (!fits) {
                    throw new IllegalArgumentException(
                            "cells: column " + heads.get(i).key() + " of table " + id + " does not hold " + cell);
                }
                row.add(cell);
            }
            rows.add(Collections.unmodifiableList(row));
            return this;
        }

        private static Cell cell(Object value) {
            if (value instanceof Cell cell) {
                return cell;
            }
            if (value instanceof String text) {
                return text.isBlank() ? Cell.missing() : new Cell.Text(LocalizedText.same(text), Optional.empty());
            }
            if (value instanceof LocalizedText text) {
                return new Cell.Text(text, Optional.empty());
            }
            if (value instanceof Number number) {
                double x = number.doubleValue();
                return Double.isNaN(x) ? Cell.missing() : new Cell.Value(x);
            }
            if (value instanceof Finding reason) {
                return new Cell.Missing(Optional.of(reason));
            }
            if (value instanceof Optional<?> maybe) {
                return maybe.map(Builder::cell).orElseGet(Cell::missing);
            }
            throw new IllegalArgumentException("cells: a " + value.getClass().getName()
                    + " was given, a text, a number, a finding or a cell was expected");
        }

        /**
         * Adds a note below the table.
         *
         * @param note the note
         * @return this builder
         */
        @CanIgnoreReturnValue
        public Builder note(Finding note) {
            notes.add(Objects.requireNonNull(note, "note"));
            return this;
        }

        /**
         * {@return the table}
         *
         * @throws IllegalStateException if it has no columns
         */
        public Table build() {
            if (heads.isEmpty()) {
                throw new IllegalStateException("table " + id + " has no columns");
            }
            return new Table(this);
        }
    }

    /**
     * {@return a copy with another title}
     *
     * @param other the title in each language
     */
    public Table withTitle(LocalizedText other) {
        Builder copy = new Builder(id, other);
        copy.heads.addAll(heads);
        copy.rows.addAll(rows);
        copy.notes.addAll(notes);
        return new Table(copy);
    }

    /** {@return what programs call it: lower-case letters, digits, {@code -}} */
    public String id() {
        return id;
    }

    /** {@return its title: the title in each language} */
    public LocalizedText title() {
        return title;
    }

    /** {@return its columns; at least one} */
    public List<Head> heads() {
        return heads;
    }

    /** {@return its rows: as many cells per row as there are columns} */
    public List<List<Cell>> rows() {
        return rows;
    }

    /** {@return what stands below it, the reasons of missing cells not included} */
    public List<Finding> notes() {
        return notes;
    }

    /**
     * {@return the table in a format, in English}
     *
     * @param format the format
     */
    public String as(TableFormat format) {
        return as(format, "en");
    }

    /**
     * {@return the table in a format and a language}
     *
     * @param format the format
     * @param language a language tag; English where a text does not exist in it
     */
    public String as(TableFormat format, String language) {
        return format.format(this, Objects.requireNonNull(language, "language"));
    }

    /** At most 80 columns wide, in English. */
    @Override
    public String toString() {
        return as(TableFormat.text());
    }

    /**
     * {@return what people read below the table: notes, then the reasons of missing cells, each sentence once}
     *
     * @param language a language tag; English where a text does not exist in it
     */
    public List<String> sentences(String language) {
        Objects.requireNonNull(language, "language");
        Set<String> sentences = new LinkedHashSet<>();
        notes.forEach(note -> sentences.add(note.in(language)));
        rows.stream()
                .flatMap(List::stream)
                .flatMap(cell -> cell instanceof Cell.Missing missing ? missing.reason().stream() : Stream.empty())
                .forEach(reason -> sentences.add(reason.in(language)));
        if (heads.stream().anyMatch(Head::lowerIsBetter)) {
            sentences.add(Messages.core().text(language, "table.lower"));
        }
        return List.copyOf(sentences);
    }

    /** Whether a column has names that differ from the ids beside them. */
    boolean named(int column) {
        return rows.stream()
                .anyMatch(row -> row.get(column) instanceof Cell.Text text
                        && !text.data("en").equals(text.text().in("en")));
    }

    /**
     * {@return the cells of a row as people read them, each rounded as its column says}
     *
     * @param row one of {@link #rows}
     * @param language a language tag; English where a text does not exist in it
     */
    public List<String> printed(List<Cell> row, String language) {
        Objects.requireNonNull(language, "language");
        return IntStream.range(0, row.size())
                .mapToObj(i -> printed(heads.get(i), row.get(i), language))
                .toList();
    }

    private static String printed(Head head, Cell cell, String language) {
        int decimals = head.decimals();
        if (cell instanceof Cell.Text text) {
            return OneLine.visible(text.text().in(language));
        }
        if (cell instanceof Cell.Value number) {
            return switch (head.style()) {
                case COUNT -> Numbers.whole(number.value());
                case SIGNED -> Numbers.signed(number.value(), decimals);
                case PERCENT -> Numbers.percent(number.value(), decimals);
                case P_VALUE -> Numbers.p(number.value());
                default -> Numbers.decimal(number.value(), decimals);
            };
        }
        if (cell instanceof Cell.Bounded b) {
            return switch (head.style()) {
                case BOUNDS -> Numbers.bounds(b.lower(), b.upper(), decimals);
                case SIGNED_BOUNDS -> Numbers.signedBounds(b.lower(), b.upper(), decimals);
                case RANGE ->
                    Double.isNaN(b.lower() + b.upper())
                            ? Numbers.MISSING
                            : b.lower() == b.upper()
                                    ? Numbers.decimal(b.lower(), decimals)
                                    : Numbers.decimal(b.lower(), decimals) + "-" + Numbers.decimal(b.upper(), decimals);
                case SIGNED ->
                    Numbers.signed(b.estimate(), decimals) + " " + Numbers.signedBounds(b.lower(), b.upper(), decimals);
                default ->
                    Numbers.decimal(b.estimate(), decimals) + " " + Numbers.bounds(b.lower(), b.upper(), decimals);
            };
        }
        return Numbers.MISSING;
    }
}
