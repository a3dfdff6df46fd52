package esrp.study;

import esrp.core.Result;
import esrp.core.Table;
import esrp.core.internal.Checks;
import esrp.stats.design.StudyPlanner.StudySize;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a study pays people.
 *
 * <p>Prices are per character: of so many scenarios to write, or so many dialogues to rate; plans whose numbers of scenarios and
 * candidates are still open need the price of one ({@link #perDialogueWritten}, {@link #perDialogueRated}).
 *
 * @param currency for example {@code RMB}
 * @param perPersonRecruited for being recruited
 * @param perCharacterWritten for writing the replies to all scenarios as one character
 * @param perCharacterRated for rating all dialogues of one character
 * @param perBatchRated for rating one batch
 * @param scenarios the number of scenarios that the prices of a character are for, at least 1
 * @param candidates the number of candidates that the price of a character rated is for, at least 1
 */
public record StudyPrices(
        String currency,
        double perPersonRecruited,
        double perCharacterWritten,
        double perCharacterRated,
        double perBatchRated,
        int scenarios,
        int candidates) {
    /** Validates. */
    public StudyPrices {
        Objects.requireNonNull(currency, "currency");
        check("perPersonRecruited", perPersonRecruited);
        check("perCharacterWritten", perCharacterWritten);
        check("perCharacterRated", perCharacterRated);
        check("perBatchRated", perBatchRated);
        Checks.atLeast(1, "scenarios", scenarios);
        Checks.atLeast(1, "candidates", candidates);
    }

    private static void check(String name, double price) {
        Checks.rejectIf(!(price >= 0 && price < Double.POSITIVE_INFINITY), "%s: %s is not 0 or more", name, price);
    }

    static void checkWriters(String name, int writers, int candidates) {
        Checks.rejectIf(writers < 0 || writers > candidates, "%s: %s is outside 0..%s", name, writers, candidates);
    }

    /**
     * The prices of the ChatAnime study. The paper states 600 RMB per character written and 360 RMB per character rated,
     * and three totals. The totals come out with 40 writers (24,000 / 600, so two per character, although one reply per
     * scenario was published), with 80 RMB per person recruited (3,200 / 40), and with 1.5 RMB per batch rated
     * ((18,720 − 40 × 360) / 2,880); these three are inferred, not stated.
     *
     * @return the prices, for 60 scenarios and 6 candidates
     */
    public static StudyPrices chatAnime() {
        return new StudyPrices("RMB", 80, 600, 360, 1.5, 60, 6);
    }

    /**
     * {@return the price of writing one dialogue: the price of a character written, divided by the number of scenarios}
     */
    public double perDialogueWritten() {
        return perCharacterWritten / scenarios;
    }

    /**
     * {@return the price of one dialogue rated by one rater on all metrics: the price of a character rated, divided by
     * the numbers of scenarios and candidates}
     */
    public double perDialogueRated() {
        return perCharacterRated / scenarios / candidates;
    }

    /**
     * The price of a study without batches. Each rater of a character is one more person recruited; writers are recruited
     * among raters.
     *
     * @param size of the study
     * @param writers the number of candidates that are people who are paid for writing
     * @return the sum
     * @throws IllegalArgumentException if there are more writers than candidates, or fewer than none
     */
    public double of(StudySize size, int writers) {
        checkWriters("writers", writers, size.candidates());
        return (double) size.characters() * size.scenarios() * writers * perDialogueWritten()
                + size.ratings() * perDialogueRated()
                + (double) size.characters() * size.raters() * perPersonRecruited;
    }

    /** What a study costs, by {@link StudyDesign#bill}. */
    public static final class Bill implements Result {
        private final StudyPrices prices;
        private final long recruited;
        private final long written;
        private final long rated;
        private final long batches;

        Bill(StudyPrices prices, long recruited, long written, long rated, long batches) {
            this.prices = prices;
            this.recruited = recruited;
            this.written = written;
            this.rated = rated;
            this.batches = batches;
        }

        /** {@return what recruiting costs} */
        public double recruiting() {
            return recruited * prices.perPersonRecruited();
        }

        /** {@return what writing costs: characters written × price} */
        public double writing() {
            return written * prices.perCharacterWritten();
        }

        /** {@return what rating dialogues costs: characters rated × price} */
        public double rating() {
            return rated * prices.perCharacterRated();
        }

        /** {@return what rating batches costs: batches rated × price} */
        public double batches() {
            return batches * prices.perBatchRated();
        }

        /** {@return what everything costs} */
        public double total() {
            return recruiting() + writing() + rating() + batches();
        }

        @Override
        public List<Table> tables() {
            String guessed = prices.equals(chatAnime()) ? "inferred" : "stated";
            Table.Builder table =
                    StudyCode.table("bill", "bill", "item units|# price|2 sum|# source", "currency", prices.currency());
            row(table, "recruited", recruited, prices.perPersonRecruited(), recruiting(), guessed);
            row(table, "written", written, prices.perCharacterWritten(), writing(), "stated");
            row(table, "rated", rated, prices.perCharacterRated(), rating(), "stated");
            row(table, "batches", batches, prices.perBatchRated(), batches(), guessed);
            table.row(StudyCode.word("bill.total"), Optional.empty(), Optional.empty(), total(), Optional.empty());
            return List.of(table.build());
        }

        private static void row(Table.Builder table, String item, long units, double price, double sum, String basis) {
            table.row(StudyCode.word("bill." + item), units, price, sum, StudyCode.word("bill." + basis));
        }

        @Override
        public String toString() {
            return text("en");
        }
    }
}
