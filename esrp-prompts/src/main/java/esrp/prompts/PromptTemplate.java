package esrp.prompts;

import esrp.core.internal.Checks;
import esrp.core.internal.OneLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text with slots, checked when it is made and filled in a single pass.
 *
 * <ul>
 *   <li>A slot is <code>{{name}}</code>: letters, digits, {@code _}, {@code -} and {@code .} between double braces,
 *       spaces around the name allowed. Other braces are literal, so JSON needs no escaping, unless they look like a
 *       slot that was misspelt, as <code>{{name|x}}</code>, <code>{{}}</code> and <code>{name}</code> do: these are
 *       errors.
 *   <li>A line that holds nothing but {@code <!-- system -->}, {@code <!-- user -->} or {@code <!-- assistant -->}
 *       starts a message of that role. A text without such a line is one user message. Any other line that holds one
 *       word in a comment, as {@code <!-- User -->}, is an error.
 *   <li>A value is inserted once and never scanned again: slots, braces or role lines in it are just text.
 * </ul>
 */
final class PromptTemplate {
    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Slot(String name) implements Part {}

    private record Message(ChatMessage.Role role, List<Part> parts) {}

    private static final Map<String, ChatMessage.Role> ROLE_LINES = roleLines();
    private static final Pattern SLOT = Pattern.compile("\\{\\{ *([\\p{L}\\p{Nd}_.-]+) *\\}\\}");
    private static final Pattern ALMOST_SLOT = Pattern.compile("\\{\\{\\s*(?:\\}|[\\p{L}\\p{Nd}_.-]).{0,20}");
    private static final Pattern SINGLE_BRACES = Pattern.compile("\\{ *([\\p{L}\\p{Nd}_.-]+) *\\}");
    private static final Pattern ALMOST_ROLE_LINE = Pattern.compile("<!\\W*\\w+\\W*>");

    private final String name;
    private final String text;
    private final List<Message> messages;
    private final Set<String> slots;

    private PromptTemplate(String name, String text, List<Message> messages, Set<String> slots) {
        this.name = name;
        this.text = text;
        this.messages = messages;
        this.slots = slots;
    }

    /**
     * Makes a template of a text.
     *
     * @param name what messages of errors call it, for example the file; not blank
     * @param text the text
     * @param required the slots it must use
     * @param optional further slots it may use
     * @return the template
     * @throws IllegalArgumentException if it uses an unknown slot or misses a required one, holds what is almost a slot
     *     or a role line, or has text before its first role line or a message without text; one message lists all that
     *     is wrong
     */
    static PromptTemplate of(String name, String text, Set<String> required, Set<String> optional) {
        Checks.text("name", name);
        List<Message> messages = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Set<String> allowed = new TreeSet<>(required);
        allowed.addAll(optional);
        text.lines().map(String::strip).forEach(line -> {
            if (roleLine(line) == null && ALMOST_ROLE_LINE.matcher(line).matches()) {
                faults.add("\"" + line + "\" is no role line; role lines are " + ROLE_LINES.keySet());
            }
        });
        for (RoleText section : sections(text)) {
            String body = section.text.strip();
            if (section.role == null) {
                if (!body.isEmpty()) {
                    faults.add("text before the first role line: \"" + OneLine.of(body, 40) + "\"");
                }
                continue;
            }
            if (body.isEmpty()) {
                faults.add("message " + (messages.size() + 1) + " has no text");
            }
            List<Part> parts = parts(body);
            parts.forEach(part -> checkLiteral(part, allowed, faults));
            messages.add(new Message(section.role, parts));
        }
        Set<String> used = new LinkedHashSet<>();
        for (Message message : messages) {
            for (Part part : message.parts) {
                if (part instanceof Slot slot) {
                    used.add(slot.name);
                }
            }
        }
        Set<String> unknown = new TreeSet<>(used);
        unknown.removeAll(required);
        unknown.removeAll(optional);
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(used);
        if (!unknown.isEmpty()) {
            faults.add("unknown slots " + unknown + ", slots are " + allowed);
        }
        if (!missing.isEmpty()) {
            faults.add("missing slots " + missing);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("template " + name + ": " + String.join("; ", faults));
        }
        return new PromptTemplate(name, text, List.copyOf(messages), Collections.unmodifiableSet(used));
    }

    /**
     * What the template is called in messages of errors.
     *
     * @return the name
     */
    String name() {
        return name;
    }

    /**
     * The text the template was made of.
     *
     * @return the text, to the last white space
     */
    String text() {
        return text;
    }

    /**
     * The slots the text uses.
     *
     * @return names without braces, in order of first appearance
     */
    Set<String> slots() {
        return slots;
    }

    /**
     * Fills the slots.
     *
     * @param values a value for each slot in use; others are ignored
     * @return the messages, in order; at least one
     * @throws IllegalArgumentException if a slot in use has no value; the message lists all of them
     */
    List<ChatMessage> fill(Map<String, String> values) {
        Set<String> missing = new TreeSet<>(slots);
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("values: template " + name + " has no value for " + missing);
        }
        List<ChatMessage> filled = new ArrayList<>();
        for (Message message : messages) {
            StringBuilder body = new StringBuilder();
            for (Part part : message.parts) {
                if (part instanceof Slot slot) {
                    body.append(Objects.requireNonNull(values.get(slot.name), () -> "value of " + slot.name));
                } else if (part instanceof Literal literal) {
                    body.append(literal.text);
                }
            }
            filled.add(new ChatMessage(message.role, body.toString()));
        }
        return List.copyOf(filled);
    }

    /** The filled text of a template that is one message: a fragment. */
    String fillText(Map<String, String> values) {
        List<ChatMessage> filled = fill(values);
        if (filled.size() != 1) {
            throw new IllegalArgumentException(
                    "template " + name + ": is a fragment and must be one message, has " + filled.size());
        }
        return filled.get(0).text();
    }

    /** The name and the slots. */
    @Override
    public String toString() {
        return name + slots;
    }

    private record RoleText(ChatMessage.@Nullable Role role, String text) {}

    private static List<RoleText> sections(String text) {
        List<RoleText> sections = new ArrayList<>();
        ChatMessage.Role role = null;
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            ChatMessage.Role next = roleLine(line.strip());
            if (next == null) {
                body.append(line).append('\n');
            } else {
                sections.add(new RoleText(role, body.toString()));
                body.setLength(0);
                role = next;
            }
        }
        sections.add(new RoleText(sections.isEmpty() ? ChatMessage.Role.USER : role, body.toString()));
        return sections;
    }

    private static Map<String, ChatMessage.Role> roleLines() {
        Map<String, ChatMessage.Role> lines = new LinkedHashMap<>();
        for (ChatMessage.Role role : ChatMessage.Role.values()) {
            lines.put("<!-- " + role.name().toLowerCase(Locale.ROOT) + " -->", role);
        }
        return lines;
    }

    private static ChatMessage.@Nullable Role roleLine(String line) {
        return ROLE_LINES.get(line);
    }

    private static List<Part> parts(String body) {
        List<Part> parts = new ArrayList<>();
        int literal = 0;
        Matcher slot = SLOT.matcher(body);
        while (slot.find()) {
            if (slot.start() > literal) {
                parts.add(new Literal(body.substring(literal, slot.start())));
            }
            parts.add(new Slot(slot.group(1)));
            literal = slot.end();
        }
        if (literal < body.length()) {
            parts.add(new Literal(body.substring(literal)));
        }
        return List.copyOf(parts);
    }

    /** Finds what was meant as a slot and is none. */
    private static void checkLiteral(Part part, Set<String> slots, List<String> faults) {
        if (part instanceof Literal literal) {
            Matcher almost = ALMOST_SLOT.matcher(literal.text);
            while (almost.find()) {
                faults.add("\"" + almost.group() + "\" is no slot; a slot is {{name}}, slots are " + slots);
            }
            Matcher single = SINGLE_BRACES.matcher(literal.text);
            while (single.find()) {
                if (slots.contains(single.group(1))) {
                    faults.add("\"" + single.group() + "\" is no slot; {{" + single.group(1) + "}} was expected");
                }
            }
        }
    }
}
