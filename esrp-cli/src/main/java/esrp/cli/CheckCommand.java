package esrp.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether files can be read, and what is odd about them. */
@Command(
        name = "check",
        description = "Reads replies and ratings, and lists every fault and everything odd about them.",
        footer = {"", "Example: esrp check --data ChatAnime/ --ratings ratings.csv"})
final class CheckCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Override
    void run(Progress progress) {
        Inputs.Read read = inputs.read(language(), progress);
        read.dataset().ifPresent(replies -> {
            print(replies.summary().text(language()));
            print("");
            summary(replies.findings());
            print("");
        });
        counts(read.ratings(), read.dataset());
    }
}
