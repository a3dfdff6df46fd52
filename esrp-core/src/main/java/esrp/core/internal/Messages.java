package esrp.core.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import esrp.core.DataCode;
import esrp.core.Finding;
import esrp.core.LocalizedText;
import esrp.core.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sentences and words of one package, one file {@code messages/<language>.properties} per language beside a class of
 * the package. A slot {@code {{name}}} takes a parameter, {@code {{name|2}}} prints a number with two decimals, {@code
 * |+2} with its sign, {@code |%} as a percentage, {@code |p} as a p value; whole numbers are grouped. A message is read once,
 * from the start to the end: what a value says is never scanned.
 */
public final class Messages {
    private static final Map<Class<?>, Messages> ALL = new ConcurrentHashMap<>();

    private final Class<?> anchor;
    private final Map<String, Properties> byLanguage = new ConcurrentHashMap<>();

    private Messages(Class<?> anchor) {
        this.anchor = anchor;
    }

    /** The messages beside a class. */
    public static Messages of(Class<?> anchor) {
        return ALL.computeIfAbsent(anchor, Messages::new);
    }

    /** The messages that hold the sentence of a code. */
    public static Messages of(Finding.Code code) {
        return of(code instanceof Enum<?> constant ? constant.getDeclaringClass() : code.getClass());
    }

    /** The messages of core. */
    public static Messages core() {
        return of(DataCode.class);
    }

    /** The message under a key with its slots filled, in the language or else in English. */
    public String text(String language, String key, Object... parameters) {
        return filled(language, key, Json.object(parameters));
    }

    /** The message under a key in every shipped language. */
    public LocalizedText localized(String key, Object... parameters) {
        return localized(language -> text(language, key, parameters));
    }

    /** A text in every shipped language. */
    public static LocalizedText localized(UnaryOperator<String> text) {
        Map<String, String> texts = new LinkedHashMap<>();
        Languages.shipped().forEach(language -> texts.put(language, text.apply(language)));
        return new LocalizedText(texts);
    }

    /**
     * Adds columns to a table, with spaces between them, whose heads stand under a prefix and their name. A column holds texts, or what stands behind a bar
     * as in slots: {@code |#} counts, {@code |2} numbers with two decimals, {@code |%1} percentages with one.
     */
    @CanIgnoreReturnValue
    public Table.Builder heads(Table.Builder table, String prefix, String columns) {
        for (String column : columns.split(" ", -1)) {
            String[] parts = (column + "|").split("\\|", -1);
            char kind = parts[1].isEmpty() ? ' ' : parts[1].charAt(0);
            Table.Style style = switch (kind) {
                case ' ' -> Table.Style.TEXT;
                case '#' -> Table.Style.COUNT;
                case '%' -> Table.Style.PERCENT;
                default -> Table.Style.NUMBER;
            };
            int decimals = kind == ' ' || kind == '#' ? 0 : parts[1].charAt(parts[1].length() - 1) - '0';
            table.head(head(prefix, parts[0], style, decimals));
        }
        return table;
    }

    /** A head, and a shorter one where it stands under the same and {@code .brief}. */
    public Table.Head head(String prefix, String name, Table.Style style, int decimals) {
        Table.Head head = Table.Head.of(name, localized(prefix + name), style, decimals);
        String brief = prefix + name + ".brief";
        return find("en", brief).isPresent() ? head.briefly(localized(brief)) : head;
    }

    /** The short name of a code in every shipped language; its name in lower case where no message gives one. */
    public LocalizedText label(Finding.Code code) {
        String key = code.name() + ".label";
        return find("en", key).isPresent()
                ? localized(key)
                : LocalizedText.same(code.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    /** How many things a finding is about: its count, where a sentence of its own says that it is one. */
    public long things(Finding finding) {
        return finding.parameters().get("count") instanceof Number count
                        && of(finding.code())
                                .find("en", finding.code().name() + ".one")
                                .isPresent()
                ? count.longValue()
                : 1;
    }

    /** The sentence of a finding. */
    public String sentence(Finding finding, String language) {
        String name = finding.code().name();
        Object count = finding.parameters().get("count");
        boolean one = count instanceof Number n && n.longValue() == 1;
        String key = one && find(language, name + ".one").isPresent() ? name + ".one" : name;
        return filled(language, key, finding.parameters());
    }

    /** One coordinate of a place in words. */
    public String place(String language, String name, String value) {
        String key = "place." + name;
        return find(language, key).isPresent() || find("en", key).isPresent()
                ? text(language, key, "value", value)
                : name + " " + value;
    }

    /** The keys of a language's own file. */
    public Set<String> keys(String language) {
        return new TreeSet<>(messages(language).stringPropertyNames());
    }

    private String filled(String language, String key, Map<String, Object> parameters) {
        String message = find(language, key)
                .or(() -> find("en", key))
                .orElseThrow(() -> new IllegalStateException(
                        "no message \"" + key + "\" in " + resource(language) + " beside " + anchor.getName()));
        return Template.formatted(key, message).fill(slot -> {
            String[] parts = slot.split("\\|", 2);
            Object value = parameters.get(parts[0]);
            if (value == null) {
                throw new IllegalStateException("message \"" + key + "\" of " + anchor.getName() + " wants \""
                        + parts[0] + "\", given were " + parameters.keySet());
            }
            return shown(language, value, parts.length == 1 ? null : parts[1]);
        });
    }

    private static String shown(String language, Object value, @Nullable String format) {
        if (value instanceof Number number) {
            if (format == null) {
                return Numbers.plain(number);
            }
            double x = number.doubleValue();
            return switch (format.charAt(0)) {
                case 'p' -> Numbers.p(x);
                case '%' -> Numbers.level(x);
                case '+' -> Numbers.signed(x, format.charAt(1) - '0');
                default -> Numbers.decimal(x, format.charAt(0) - '0');
            };
        }
        if (value instanceof Finding.Code code) {
            return of(code).filled(language, code.name(), Map.of());
        }
        if (value instanceof Finding.Place place) {
            return place.in(language);
        }
        if (value instanceof LocalizedText text) {
            return text.in(language);
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> shown(language, Objects.requireNonNull(item), format))
                    .collect(Collectors.joining(core().text(language, "list.comma")));
        }
        return value.toString();
    }

    private Optional<String> find(String language, String key) {
        return Optional.ofNullable(messages(language).getProperty(key));
    }

    private Properties messages(String language) {
        return byLanguage.computeIfAbsent(language, this::read);
    }

    private Properties read(String language) {
        String name = resource(language);
        return language.matches("[A-Za-z0-9-]{1,35}") && anchor.getResource(name) != null
                ? Resources.properties(anchor, name)
                : new Properties();
    }

    private static String resource(String language) {
        return "messages/" + language + ".properties";
    }
}
