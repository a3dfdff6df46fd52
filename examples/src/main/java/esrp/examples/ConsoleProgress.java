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
    public synchronized void happened(RunListener.Event event, RunListener.Progress progress) {
        if (event instanceof RunListener.Event.Started started) {
            close();
            bar = new ProgressBarBuilder()
                    .setTaskName("asking")
                    .setInitialMax(started.items())
                    .setStyle(ProgressBarStyle.ASCII)
                    .build();
        }
        if (bar != null) {
            bar.stepTo(progress.done());
            bar.setExtraMessage(progress.answered() + " answered, " + progress.replayed() + " replayed, "
                    + progress.unanswered() + " without answer");
            if (event instanceof RunListener.Event.Finished) {
                close();
            }
        }
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
