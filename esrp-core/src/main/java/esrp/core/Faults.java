package esrp.core;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import esrp.core.DatasetFormatException.Fault;
import esrp.core.internal.Utf8Reader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Where readers report faults: the first one is thrown, or all are collected up to a bound. */
final class Faults {
    /** Where a message of the parser begins to talk of its own settings. */
    private static final Pattern HINT = Pattern.compile(": enable `|, from `");

    static final int LISTED = 1000;
    static final String WHOLE_FILE = "-";

    private final Path file;
    private final boolean throwing;
    private final List<Fault> listed;
    /** How many came after the list was full; shared with the faults of other files. */
    private final long[] unlisted;

    private Faults(Path file, boolean throwing, List<Fault> listed, long[] unlisted) {
        this.file = Objects.requireNonNull(file, "file");
        this.throwing = throwing;
        this.listed = listed;
        this.unlisted = unlisted;
    }

    static Faults throwing(Path file) {
        return new Faults(file, true, new ArrayList<>(), new long[1]);
    }

    static Faults collecting(Path file) {
        return new Faults(file, false, new ArrayList<>(), new long[1]);
    }

    /** The same faults, for what is found in another file. */
    Faults in(Path other) {
        return new Faults(other, throwing, listed, unlisted);
    }

    Path file() {
        return file;
    }

    boolean isEmpty() {
        return listed.isEmpty();
    }

    void add(String place, String message) {
        Fault fault = new Fault(file, place, message);
        if (throwing) {
            throw new DatasetFormatException(fault);
        }
        keep(fault);
    }

    private void add(String place, String message, Throwable cause) {
        Fault fault = new Fault(file, place, message);
        if (throwing) {
            throw new DatasetFormatException(fault, cause);
        }
        keep(fault);
    }

    private void keep(Fault fault) {
        if (listed.size() < LISTED) {
            listed.add(fault);
        } else {
            unlisted[0]++;
        }
    }

    /** Says in our words why reading stopped. */
    void add(IOException e) {
        if (e instanceof Utf8Reader.BadTextException bad) {
            add(bad.place(), bad.text(), bad);
        } else if (e instanceof JsonProcessingException bad) {
            addJson(bad, bad.getLocation(), 0);
        } else if (e instanceof NoSuchFileException) {
            add(WHOLE_FILE, "there is no such file", e);
        } else if (e instanceof AccessDeniedException) {
            add(WHOLE_FILE, "access is denied", e);
        } else if (e instanceof EOFException) {
            add(WHOLE_FILE, "the compressed data end early, a complete gzip file was expected", e);
        } else if (e instanceof ZipException) {
            add(WHOLE_FILE, "is not valid gzip data: " + e.getMessage(), e);
        } else if (e instanceof FileSystemException bad && bad.getReason() != null) {
            add(WHOLE_FILE, "cannot be read: " + bad.getReason(), e);
        } else {
            add(WHOLE_FILE, "cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * A fault that the parser found.
     *
     * @param at where the parser stands: what it says of its own limits has no location
     * @param linesBefore what its line count has to be raised by
     */
    void addJson(JsonProcessingException e, @Nullable JsonLocation at, long linesBefore) {
        JsonLocation location = e.getLocation() == null ? at : e.getLocation();
        String place = location == null || location.getLineNr() < 1
                ? WHOLE_FILE
                : place(location.getLineNr() + linesBefore, location.getColumnNr());
        if (e instanceof JsonEOFException) {
            add(place, "the text ends in the middle, the rest of the JSON value was expected (truncated file?)", e);
        } else {
            String message = e.getOriginalMessage();
            add(place, "cannot be read: " + HINT.split(message, 2)[0], e);
        }
    }

    static String place(long line, long column) {
        return "line " + line + ", column " + column;
    }

    List<Fault> toList() {
        List<Fault> all = new ArrayList<>(listed);
        if (unlisted[0] > 0) {
            all.add(new Fault(file, WHOLE_FILE, unlisted[0] + " more faults are not listed"));
        }
        return List.copyOf(all);
    }
}
