package esrp.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A line on standard error that says what is being done: on a terminal, and only if it takes over a second. */
final class Progress implements AutoCloseable {
    private static final long PATIENCE = 1000;

    private final @Nullable Timer timer;
    private final PrintWriter err;
    private final UnaryOperator<String> words;
    private String shown = "";
    private String doing = "";
    /** How much of a file has been read. */
    private String part = "";

    Progress(boolean wanted, PrintWriter err, UnaryOperator<String> words) {
        this.err = err;
        this.words = words;
        timer = wanted && watched() ? new Timer("progress", true) : null;
        if (timer != null) {
            timer.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            show();
                        }
                    },
                    PATIENCE,
                    PATIENCE / 4);
        }
    }

    /** Before Java 22 a console is there only in a terminal; since then it says so itself. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean watched() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    synchronized void step(String what) {
        doing = words.apply("step." + what);
        part = "";
    }

    /** Hears how many bytes of a file have been read, for the step that goes on. */
    LongConsumer through(Path file) {
        long all = file.toFile().length();
        return read -> reached(all > 0 ? String.format(Locale.ROOT, " %d%%", Math.min(100, 100 * read / all)) : "");
    }

    private synchronized void reached(String share) {
        part = share;
    }

    private synchronized void show() {
        String now = doing + " …" + part;
        if (!now.equals(shown)) {
            clear();
            err.print(now);
            err.flush();
            shown = now;
        }
    }

    private void clear() {
        if (!shown.isEmpty()) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.cancel();
            clear();
            doing = "";
            shown = "";
        }
    }
}
