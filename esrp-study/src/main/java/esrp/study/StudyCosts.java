package esrp.study;

import esrp.core.internal.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What a study pays people.
 *
 * @param currency for example {@code RMB}
 * @param lines what is paid for
 */
public record StudyCosts(String currency, List<Line> lines) {
    /** Where a price comes from. */
    public enum Basis {
        /** Stated as a price. */
        STATED,
        /** Not stated; the price or the number that makes a stated total come out. */
        INFERRED
    }

    /**
     * What people are paid, and where each price comes from.
     *
     * @param currency for example {@code RMB}
     * @param perPersonRecruited for being recruited
     * @param perCharacterWritten for writing the replies to all scenarios as one character
     * @param perCharacterRated for rating all dialogues of one character
     * @param perBatchRated for rating one batch
     */
    public record Prices(
            String currency,
            double perPersonRecruited,
            double perCharacterWritten,
            double perCharacterRated,
            double perBatchRated) {
        /**
         * Validates.
         *
         * @param currency for example {@code RMB}
         * @param perPersonRecruited for being recruited
         * @param perCharacterWritten for writing the replies to all scenarios as one character
         * @param perCharacterRated for rating all dialogues of one character
         * @param perBatchRated for rating one batch
         */
        public Prices {
            Objects.requireNonNull(currency, "currency");
            double[] all = {perPersonRecruited, perCharacterWritten, perCharacterRated, perBatchRated};
            for (double price : all) {
                if (!(price >= 0 && price < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("price: " + price + " is not 0 or more");
                }
            }
        }

        /**
         * The prices of the ChatAnime study. The paper states 600 RMB a character written and 360 RMB a character rated,
         * and three totals. The totals come out with 40 writers (24,000 / 600, so two a character, although one reply a
         * scenario was published), with 80 RMB a person recruited (3,200 / 40), and with 1.5 RMB a batch rated
         * ((18,720 − 40 × 360) / 2,880); these three are inferred, not stated.
         *
         * @return the prices
         */
        public static Prices chatAnime() {
            return new Prices("RMB", 80, 600, 360, 1.5);
        }

        /**
         * The same prices for one dialogue, as plans need them whose numbers of scenarios and candidates are still open:
         * these are what people were paid, {@link esrp.stats.Prices} what one more of anything would cost.
         *
         * <p>A character written is so many scenarios, a character rated so many dialogues; each rater of a character is
         * one more person recruited, and writers are recruited among raters. Batches are not planned.
         *
         * @param scenarios how many the prices of a character are for, at least 1; 60 in the ChatAnime study
         * @param candidates how many the price of a character rated is for, at least 1; 6 in the ChatAnime study
         * @return prices for {@link esrp.stats.design.StudyPlanner}
         */
        public esrp.stats.Prices perDialogue(int scenarios, int candidates) {
            esrp.stats.Prices paid =
                    esrp.stats.Prices.perCharacter(perCharacterWritten, perCharacterRated, scenarios, candidates);
            return new esrp.stats.Prices(paid.dialogueWritten(), paid.dialogueRated(), perPersonRecruited, 0, 0);
        }
    }

    /**
     * One thing that is paid for.
     *
     * @param what what it is
     * @param units how many are paid
     * @param price the price of one
     * @param basis where price and number come from
     */
    public record Line(String what, long units, double price, Basis basis) {
        /**
         * Validates.
         *
         * @param what what it is
         * @param units how many are paid
         * @param price the price of one
         * @param basis where price and number come from
         */
        public Line {
            Objects.requireNonNull(what, "what");
            Objects.requireNonNull(basis, "basis");
        }

        /**
         * What it costs.
         *
         * @return units × price
         */
        public double total() {
            return units * price;
        }
    }

    /**
     * Validates and copies.
     *
     * @param currency for example {@code RMB}
     * @param lines what is paid for
     */
    public StudyCosts {
        Objects.requireNonNull(currency, "currency");
        lines = List.copyOf(lines);
    }

    /**
     * What everything costs.
     *
     * @return the sum of the lines
     */
    public double total() {
        return lines.stream().mapToDouble(Line::total).sum();
    }

    /** One line each, and the total. */
    @Override
    public String toString() {
        TextTable text = TextTable.of(1, "cost", "units", "price", currency, "price is");
        for (Line line : lines) {
            text.row(
                    line.what(),
                    Numbers.count(line.units()),
                    String.format(Locale.ROOT, "%,.2f", line.price()),
                    String.format(Locale.ROOT, "%,.0f", line.total()),
                    line.basis().name().toLowerCase(Locale.ROOT));
        }
        return text.row("total", "", "", String.format(Locale.ROOT, "%,.0f", total()), "")
                .toString();
    }
}
