package esrp.core;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A log of Inspect: a zip archive of JSON, in which the samples themselves are not read. */
final class ImportArchive {
    private static final String JOURNAL = "_journal/";
    /** How the log of a run begins that has not come to its end. */
    private static final Pattern STATUS = Pattern.compile(
            "\\s*\\{\\s*\"version\"\\s*:\\s*\\d+\\s*,\\s*\"status\"\\s*:\\s*\"(started|cancelled|error)\"\\s*,\\s*\"eval\"");

    private ImportArchive() {}

    /** What says the model, then the summaries of the samples; empty if an archive is no such log. */
    static Optional<InputStream> open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | UnsupportedOperationException e) {
            return Optional.empty(); // the reader of texts says what it is
        }
        List<ZipEntry> entries = entries(zip);
        if (entries.isEmpty()) {
            zip.close();
            return Optional.empty();
        }
        List<InputStream> texts = new ArrayList<>();
        for (ZipEntry entry : entries) {
            texts.add(zip.getInputStream(entry));
            texts.add(new ByteArrayInputStream(new byte[] {'\n'}));
        }
        return Optional.of(new FilterInputStream(new SequenceInputStream(Collections.enumeration(texts))) {
            @Override
            public void close() throws IOException {
                super.close();
                zip.close();
            }
        });
    }

    /** How far the run of a log has come; empty if it is through, or if a file is no such log. */
    static Optional<String> status(Path file, String head) throws IOException {
        Matcher status = STATUS.matcher(head);
        if (status.lookingAt()) {
            return Optional.of(status.group(1));
        }
        if (!ImportSample.isZip(file)) {
            return Optional.empty();
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.getEntry("header.json") == null ? Optional.of("started") : Optional.empty();
        }
    }

    private static List<ZipEntry> entries(ZipFile zip) {
        List<ZipEntry> summaries = zip.getEntry("summaries.json") != null
                ? List.of(zip.getEntry("summaries.json"))
                : zip.stream()
                        .filter(entry -> entry.getName().matches(JOURNAL + "summaries/[^/]+\\.json"))
                        .map(ZipEntry.class::cast)
                        .sorted(Comparator.comparing(
                                        (ZipEntry entry) -> entry.getName().length())
                                .thenComparing(ZipEntry::getName))
                        .toList();
        ZipEntry finished = zip.getEntry("header.json");
        ZipEntry header = finished == null ? zip.getEntry(JOURNAL + "start.json") : finished;
        if (header == null || summaries.isEmpty()) {
            return List.of();
        }
        List<ZipEntry> entries = new ArrayList<>(List.of(header));
        entries.addAll(summaries);
        return entries;
    }
}
