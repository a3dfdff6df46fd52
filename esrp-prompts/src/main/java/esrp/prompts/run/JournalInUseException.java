package esrp.prompts.run;

import java.io.IOException;
import java.nio.file.Path;

/** A journal that another writer, in this process or another, has open. */
final class JournalInUseException extends IOException {
    private static final long serialVersionUID = 1;

    JournalInUseException(Path file, String who) {
        super(file + ": is being written by " + who + "; a journal has one writer at a time");
    }
}
