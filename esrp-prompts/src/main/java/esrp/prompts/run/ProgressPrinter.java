package esrp.prompts.run;

import esrp.prompts.ChatException;
import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Prints progress: a line when a step begins, one when it ends, and between them at most one per second; where no terminal shows them,
 * fewer as time goes on.
 */
final class ProgressPrinter implements RunListener {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrintStream out;
    private final boolean sparing = !onTerminal();
    /** Counts steps; what was scheduled for an earlier one prints nothing. */
    private int step;

    private boolean running;
    private long began;
    private long printed;
    private String line = "";
    private String trouble = "";

    ProgressPrinter(PrintStream out) {
        this.out = out;
    }

    /** Whether people see what the program prints. From Java 22 on a console may be there that is no terminal. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Console.class.getMethod("isTerminal").invoke(console) instanceof Boolean is && is;
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("a public method that throws nothing", e);
        }
    }

    @Override
    public synchronized void happened(Progress progress) {
        line = progress.toString();
        if (due()) {
            print();
        }
    }

    /** A log gets a line as often as a tenth of the time has passed: some fifty in an hour. */
    private boolean due() {
        long now = System.nanoTime();
        return now - printed >= (sparing ? Math.max(SECOND, (printed - began) / 10) : SECOND);
    }

    @Override
    public synchronized void started(Progress progress) {
        step++;
        running = true;
        trouble = "";
        began = System.nanoTime();
        line = progress.toString();
        print();
        again(step);
    }

    @Override
    public synchronized void finished(Progress progress) {
        running = false;
        line = progress.toString();
        print();
    }

    @Override
    public synchronized void retrying(
            String model, ChatException.Kind kind, int tries, Duration pause, Progress progress) {
        trouble = "; " + model + ": " + kind + ", again in " + pause.toMillis() / 1000.0 + " s";
        happened(progress);
    }

    @Override
    public synchronized void gaveUp(String model, Run.FailureReason reason, Progress progress) {
        trouble = "; " + model + ": " + reason;
        happened(progress);
    }

    private void again(int scheduled) {
        CompletableFuture<Void> unused = CompletableFuture.runAsync(
                () -> tick(scheduled), CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
    }

    private synchronized void tick(int scheduled) {
        if (running && scheduled == step) {
            if (due()) {
                print();
            }
            again(scheduled);
        }
    }

    private void print() {
        printed = System.nanoTime();
        out.println((printed - began) / SECOND + " s: " + line + trouble);
    }
}
