package esrp.core;

import java.util.List;
import java.util.Objects;

/**
 * The result of an import: the ratings, the findings, and how many scores were read, missing, left out or faulty. Every score of the file is counted
 * once: {@code cells = ratings + missing + filtered + faulty}.
 */
public final class Imported {
    private final Ratings ratings;
    private final List<Finding> findings;
    private final List<Fault> faults;
    private final Counts counts;
    private final RatingImport mapping;

    /**
     * What became of the scores of a file.
     *
     * @param cells how many places for a score there were
     * @param ratings how many became ratings
     * @param missing how many were blank or said that there is none
     * @param filtered how many the mapping left out
     * @param faulty how many were refused, or stood in rows that were
     */
    public record Counts(long cells, long ratings, long missing, long filtered, long faulty) {
        /** Validates. */
        public Counts {
            if (cells != ratings + missing + filtered + faulty) {
                throw new IllegalArgumentException("cells: " + cells + " is not ratings " + ratings + " + missing "
                        + missing + " + filtered " + filtered + " + faulty " + faulty);
            }
        }
    }

    /**
     * Faults of one kind.
     *
     * @param first the first of them
     * @param count how many there are
     * @param places where the first of them are; at most five
     */
    public record Fault(Finding first, long count, List<Finding.Place> places) {
        /** Validates and copies. */
        public Fault {
            Objects.requireNonNull(first, "first");
            places = List.copyOf(places);
        }

        /**
         * The first of the faults, and how many more there are and where.
         *
         * @param language a language tag
         * @return one sentence
         */
        public String in(String language) {
            return count == 1
                    ? first.in(language)
                    : first.in(language)
                            + DataCode.MORE_OF_KIND
                                    .note(
                                            "count",
                                            count - 1,
                                            "places",
                                            places.stream()
                                                    .skip(1)
                                                    .map(place -> new Finding.Place(
                                                            java.util.Optional.empty(), place.coordinates()))
                                                    .toList())
                                    .sentence(language);
        }

        /** In English. */
        @Override
        public String toString() {
            return in("en");
        }
    }

    Imported(Ratings ratings, List<Finding> findings, List<Fault> faults, Counts counts, RatingImport mapping) {
        this.ratings = ratings;
        this.findings = List.copyOf(findings);
        this.faults = List.copyOf(faults);
        this.counts = counts;
        this.mapping = mapping;
    }

    /** {@return the ratings: those without a fault, in the order of the file} */
    public Ratings ratings() {
        return ratings;
    }

    /**
     * {@return what was noticed: what was mapped and left out, scores that are missing, names in several spellings and their
     * like; not the faults}
     */
    public List<Finding> findings() {
        return findings;
    }

    /** {@return the faults, one entry for each kind: empty unless the import kept going} */
    public List<Fault> faults() {
        return faults;
    }

    /** {@return what became of the scores of the file: the counts} */
    public Counts counts() {
        return counts;
    }

    /** {@return what the file was read with: the mapping, with what was found by itself} */
    public RatingImport mapping() {
        return mapping;
    }

    /** How many scores became what. */
    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%,d scores: %,d ratings, %,d missing, %,d filtered, %,d faulty",
                counts.cells(),
                counts.ratings(),
                counts.missing(),
                counts.filtered(),
                counts.faulty());
    }
}
