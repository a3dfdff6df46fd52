package esrp.study.form;

import esrp.core.internal.Languages;
import esrp.core.internal.Resources;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The words of forms in one language, from {@code <language>.properties} beside this class.
 *
 * @param texts by key; words of the page's program may hold slots
 */
record FormWords(SortedMap<String, String> texts) {
    static FormWords of(String language) {
        if (!Languages.shipped().contains(language)) {
            throw new IllegalArgumentException(
                    "language: \"" + language + "\"; languages of forms are " + Languages.shipped());
        }
        Properties read = new Properties();
        try {
            read.load(new StringReader(Resources.text(FormWords.class, language + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SortedMap<String, String> texts = new TreeMap<>();
        read.forEach((key, text) -> texts.put((String) key, (String) text));
        return new FormWords(Collections.unmodifiableSortedMap(texts));
    }

    /** A persona of the published data in this language; any other as it is. */
    String persona(String persona) {
        return texts.getOrDefault("persona." + persona, persona);
    }
}
