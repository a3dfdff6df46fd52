package esrp.cli;

import esrp.core.Dataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether files can be read, and what is odd about them. */
@Command(name = "check")
final class CheckCommand extends Job {
    @Mixin
    private Inputs inputs = new Inputs();

    @Override
    void run(Progress progress) {
        if (inputs.isUnrated()) {
            progress.step("replies");
            describe(inputs.dataset(language()));
            say("check.unrated");
            return;
        }
        Inputs.Read read = inputs.read(language(), progress);
        read.dataset().ifPresent(this::describe);
        counts(read.ratings(), read.dataset());
    }

    private void describe(Dataset replies) {
        print(replies.summary().text(language()));
        print("");
        summary(replies.findings());
        print("");
    }
}
