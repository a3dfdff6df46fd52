package esrp.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** The text of a saved wiki page by its sections; the library that reads HTML is optional. */
final class WikiPage {
    private static final String LIBRARY = "org.jsoup:jsoup:1.22.1";
    /** What of a page is not its text. */
    private static final String NO_TEXT = "script, style, table, figure, sup.reference, .reference, .mw-editsection, "
            + ".infobox, .portable-infobox, .navbox, .toc, #toc, .hatnote, .noprint, .metadata, .reflist, .gallery, "
            + ".thumb, .mw-references-wrap, aside, nav";

    private final Path file;
    private final String source;
    /** The text in front of the first heading is under "". */
    private final Map<String, StringBuilder> sections = new LinkedHashMap<>();

    private WikiPage(Path file, String source) {
        this.file = file;
        this.source = source;
    }

    /** A character with a profile from a page. */
    static Character profile(Character character, Path page, int longest, List<String> wanted) {
        try {
            return Library.read(page).profile(character, longest, wanted);
        } catch (IOException e) {
            Faults.throwing(page).add(e);
            throw new IllegalStateException("a fault is thrown", e);
        } catch (NoClassDefFoundError e) {
            throw new DatasetFormatException(
                    DataCode.NO_LIBRARY.at(Finding.Place.of(page), "kind", ".html", "library", LIBRARY), e);
        }
    }

    private Character profile(Character character, int longest, List<String> wanted) {
        Set<String> chosen = new LinkedHashSet<>(wanted.isEmpty() ? List.of("") : List.of());
        for (String name : wanted) {
            List<String> named = sections.keySet().stream()
                    .filter(heading -> heading.equalsIgnoreCase(name.strip()))
                    .toList();
            if (named.isEmpty()) {
                throw new DatasetFormatException(DataCode.NO_SECTION.at(
                        Finding.Place.of(file),
                        "name",
                        name,
                        "there",
                        sections.keySet().stream()
                                .map(heading -> "\"" + heading + "\"")
                                .toList()));
            }
            chosen.addAll(named);
        }
        StringBuilder text = new StringBuilder();
        for (String heading : chosen) {
            text.append(heading.isEmpty() ? "" : heading + "\n")
                    .append(sections.getOrDefault(heading, new StringBuilder()))
                    .append('\n');
        }
        String whole = text.toString().strip();
        if (whole.isEmpty()) {
            throw new DatasetFormatException(
                    DataCode.EMPTY_FILE.at(Finding.Place.of(file), "expected", String.join(", ", chosen)));
        }
        String profile = cut(whole, longest);
        Map<String, String> tags = new LinkedHashMap<>(character.tags());
        tags.put("profile.source", source);
        tags.put("profile.sections", String.join(", ", wanted));
        if (profile.length() < whole.length()) {
            tags.put(
                    "profile.cut",
                    profile.codePointCount(0, profile.length()) + " of " + whole.codePointCount(0, whole.length()));
        }
        tags.values().removeIf(String::isEmpty);
        Character described = character.withProfile(profile);
        return new Character(
                described.id(), described.name(), described.work(), described.profile(), described.aliases(), tags);
    }

    /** As many whole sentences as there is room for; if there is none for the first, its beginning. */
    private static String cut(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        int room = text.offsetByCodePoints(0, longest);
        BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
        sentences.setText(text);
        int end = sentences.preceding(room + 1);
        return text.substring(0, end > 0 ? end : room).strip();
    }

    /** What touches the library: loaded only when a page is read. */
    private static final class Library {
        private Library() {}

        static WikiPage read(Path page) throws IOException {
            try (InputStream in = Files.newInputStream(page)) {
                Document document = Jsoup.parse(in, null, "");
                if (document.body().childrenSize() == 0) {
                    throw new DatasetFormatException(DataCode.EXPECTED.at(Finding.Place.of(page), "expected", "HTML"));
                }
                Element link = document.selectFirst("link[rel=canonical], meta[property=og:url]");
                String url = link == null ? "" : link.attr(link.hasAttr("href") ? "href" : "content");
                WikiPage read = new WikiPage(page, url.isEmpty() ? document.title() : url);
                document.select(NO_TEXT).remove();
                Element body = document.selectFirst(".mw-parser-output, #mw-content-text, article, main");
                sections(body == null ? document.body() : body, read.sections);
                return read;
            }
        }

        /** Takes paragraphs and lists in the order of the page; a heading holds for what follows it. */
        private static void sections(Element body, Map<String, StringBuilder> sections) {
            List<String> under = new ArrayList<>(List.of(""));
            for (Element element : body.select("h2, h3, h4, p, li, dd, blockquote")) {
                Element own = element.clone();
                own.select("ul, ol").remove();
                String text = own.text().strip();
                if (element.tagName().matches("h[234]")) {
                    int depth = element.tagName().charAt(1) - '2';
                    under = new ArrayList<>(under.subList(0, Math.min(under.size(), depth)));
                    under.add(text);
                    sections.putIfAbsent(text, new StringBuilder());
                } else if (!text.isEmpty()
                        && !(element.tagName().equals("p") && element.parents().is("li, dd, blockquote"))) {
                    String line = (element.tagName().equals("li") ? "- " : "") + text + "\n";
                    under.forEach(heading -> sections.computeIfAbsent(heading, any -> new StringBuilder())
                            .append(line));
                }
            }
        }
    }
}
