package esrp.examples;

import esrp.prompts.run.RunListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows on the console how far a run is: one bar a step. */
public final class ConsoleProgress implements RunListener, AutoCloseable {
    private @Nullable ProgressBar bar;

    /** A listener without a bar; the first step brings one. */
    public ConsoleProgress() {}

    @Override
    public synchronized void started(RunListener.Progress progress) {
        close();
        bar = new ProgressBarBuilder()
                .setTaskName("asking")
                .setInitialMax(progress.items())
                .setStyle(ProgressBarStyle.ASCII)
                .build();
        happened(progress);
    }

    @Override
    public synchronized void happened(RunListener.Progress progress) {
        if (bar != null) {
            bar.stepTo(progress.done());
            bar.setExtraMessage(progress.answered() + " answered, " + progress.replayed() + " replayed, "
                    + progress.unanswered() + " without answer");
        }
    }

    @Override
    public synchronized void finished(RunListener.Progress progress) {
        happened(progress);
        close();
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
