package esrp.core;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import esrp.core.internal.Utf8Reader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Where readers report faults: the first one is thrown, or all are collected up to a bound. */
final class Faults {
    /** Where a message of the parser begins to talk of its own settings. */
    private static final Pattern HINT = Pattern.compile(": enable `|, from `");

    static final int LISTED = 1000;
    private static final int NOTICED = 100;

    private final Path file;
    private final boolean throwing;
    private final List<Finding> listed;
    /** How many came after the list was full; shared with the faults of other files. */
    private final long[] unlisted;

    private final Map<String, Finding> notices;
    /** The faults by kind: the same code and, where it names one, the same name or metric. */
    private final Map<List<Object>, Kind> kinds = new LinkedHashMap<>();

    /** Faults that are alike. */
    private static final class Kind {
        private final Finding first;
        private final List<Finding.Place> places = new ArrayList<>();
        private long count;

        Kind(Finding first) {
            this.first = first;
        }
    }

    private Faults(Path file, boolean throwing, List<Finding> listed, long[] unlisted, Map<String, Finding> notices) {
        this.file = Objects.requireNonNull(file, "file");
        this.throwing = throwing;
        this.listed = listed;
        this.unlisted = unlisted;
        this.notices = notices;
    }

    static Faults throwing(Path file) {
        return new Faults(file, true, new ArrayList<>(), new long[1], new LinkedHashMap<>());
    }

    static Faults collecting(Path file) {
        return new Faults(file, false, new ArrayList<>(), new long[1], new LinkedHashMap<>());
    }

    /** The same faults, for what is found in another file. */
    Faults in(Path other) {
        return new Faults(other, throwing, listed, unlisted, notices);
    }

    Path file() {
        return file;
    }

    boolean isEmpty() {
        return listed.isEmpty();
    }

    long count() {
        return listed.size() + unlisted[0];
    }

    /** Keeps what is odd but no fault, once per key. */
    void notice(String key, Finding.Place place, DataCode code, Object... parameters) {
        if (notices.size() < NOTICED) {
            notices.computeIfAbsent(key, any -> code.at(place, parameters));
        }
    }

    List<Finding> notices() {
        return List.copyOf(notices.values());
    }

    /** The file as a whole. */
    Finding.Place whole() {
        return Finding.Place.of(file);
    }

    /** A place in the file. */
    Finding.Place at(long line, long column) {
        return whole().line(line, column);
    }

    void add(Finding.Place place, DataCode code, Object... parameters) {
        add(code.at(place, parameters), null);
    }

    void add(Finding fault) {
        add(fault, null);
    }

    void add(DatasetFormatException e) {
        add(e.finding(), e);
    }

    private void add(Finding fault, @Nullable Throwable cause) {
        if (throwing) {
            throw cause == null ? new DatasetFormatException(fault) : new DatasetFormatException(fault, cause);
        }
        if (listed.size() < LISTED) {
            listed.add(fault);
        } else {
            unlisted[0]++;
        }
        List<Object> key = List.of(
                fault.code(),
                fault.parameters().getOrDefault("name", ""),
                fault.parameters().getOrDefault("metric", ""));
        Kind kind = kinds.get(key);
        if (kind == null && kinds.size() < LISTED) {
            kind = new Kind(fault);
            kinds.put(key, kind);
        }
        if (kind != null) {
            kind.count++;
            if (kind.places.size() < 5) {
                kind.places.add(fault.place());
            }
        }
    }

    /** The faults by kind. */
    List<Imported.Fault> kinds() {
        return kinds.values().stream()
                .map(kind -> new Imported.Fault(kind.first, kind.count, kind.places))
                .toList();
    }

    /** Says in our words why reading stopped. */
    void add(IOException e) {
        if (e instanceof Utf8Reader.BadTextException bad) {
            add(bad.in(file), bad);
        } else if (e instanceof JsonProcessingException bad) {
            addJson(bad, bad.getLocation(), 0);
        } else if (e instanceof NoSuchFileException) {
            add(DataCode.NO_FILE.at(whole()), e);
        } else if (e instanceof AccessDeniedException) {
            add(DataCode.ACCESS_DENIED.at(whole()), e);
        } else if (e instanceof EOFException) {
            add(DataCode.GZIP_ENDS_EARLY.at(whole()), e);
        } else if (e instanceof ZipException) {
            add(DataCode.NOT_GZIP.at(whole(), "reason", String.valueOf(e.getMessage())), e);
        } else {
            String reason = e instanceof FileSystemException bad && bad.getReason() != null
                    ? bad.getReason()
                    : String.valueOf(e.getMessage());
            add(DataCode.NOT_READABLE.at(whole(), "reason", reason), e);
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
        Finding.Place place = location == null || location.getLineNr() < 1
                ? whole()
                : at(location.getLineNr() + linesBefore, location.getColumnNr());
        if (e instanceof JsonEOFException) {
            add(DataCode.JSON_ENDS_EARLY.at(place), e);
        } else {
            String message = HINT.split(e.getOriginalMessage(), 2)[0];
            add(DataCode.NOT_READABLE.at(place, "reason", message), e);
        }
    }

    List<Finding> toList() {
        List<Finding> all = new ArrayList<>(listed);
        if (unlisted[0] > 0) {
            all.add(DataCode.MORE_FAULTS.at(whole(), "count", unlisted[0]));
        }
        return List.copyOf(all);
    }
}
