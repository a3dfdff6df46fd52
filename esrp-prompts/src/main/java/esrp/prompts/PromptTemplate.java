package esrp.prompts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A text with slots, checked when it is made and filled in a single pass.
 *
 * <ul>
 *   <li>A slot is <code>{{name}}</code>: letters, digits, {@code _}, {@code -} and {@code .} between double braces,
 *       spaces around the name allowed. Any other brace is literal, so JSON needs no escaping.
 *   <li>A line that holds nothing but {@code <!-- system -->}, {@code <!-- user -->} or {@code <!-- assistant -->}
 *       starts a message of that role. A text without such a line is one user message.
 *   <li>A value is inserted once and never scanned again: slots, braces or role lines in it are just text.
 * </ul>
 */
public final class PromptTemplate {
    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Slot(String name) implements Part {}

    private record Message(Role role, List<Part> parts) {}

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
     * @throws IllegalArgumentException if it uses an unknown slot or misses a required one, or has text before its
     *     first role line or a message without text; one message lists all that is wrong
     */
    public static PromptTemplate of(String name, String text, Set<String> required, Set<String> optional) {
        Checks.text("name", name);
        List<Message> messages = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (RoleText section : sections(text)) {
            String body = section.text.strip();
            if (section.role == null) {
                if (!body.isEmpty()) {
                    faults.add("text before the first role line: \"" + Texts.oneLine(body, 40) + "\"");
                }
                continue;
            }
            if (body.isEmpty()) {
                faults.add("message " + (messages.size() + 1) + " has no text");
            }
            messages.add(new Message(section.role, parts(body)));
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
            Set<String> allowed = new TreeSet<>(required);
            allowed.addAll(optional);
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
    public String name() {
        return name;
    }

    /**
     * The text the template was made of.
     *
     * @return the text, to the last white space
     */
    public String text() {
        return text;
    }

    /**
     * The slots the text uses.
     *
     * @return names without braces, in order of first appearance
     */
    public Set<String> slots() {
        return slots;
    }

    /**
     * Fills the slots.
     *
     * @param values a value for each slot in use; others are ignored
     * @return the messages, in order; at least one
     * @throws IllegalArgumentException if a slot in use has no value; the message lists all of them
     */
    public List<ChatMessage> fill(Map<String, String> values) {
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

    private record RoleText(@Nullable Role role, String text) {}

    private static List<RoleText> sections(String text) {
        List<RoleText> sections = new ArrayList<>();
        Role role = null;
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            Role next = roleLine(line.strip());
            if (next == null) {
                body.append(line).append('\n');
            } else {
                sections.add(new RoleText(role, body.toString()));
                body.setLength(0);
                role = next;
            }
        }
        sections.add(new RoleText(sections.isEmpty() ? Role.USER : role, body.toString()));
        return sections;
    }

    private static @Nullable Role roleLine(String line) {
        for (Role role : Role.values()) {
            if (line.equals("<!-- " + role.name().toLowerCase(Locale.ROOT) + " -->")) {
                return role;
            }
        }
        return null;
    }

    private static List<Part> parts(String body) {
        List<Part> parts = new ArrayList<>();
        int literal = 0;
        int at = body.indexOf("{{");
        while (at >= 0) {
            int end = slotEnd(body, at + 2);
            if (end < 0) {
                at = body.indexOf("{{", at + 1);
                continue;
            }
            if (at > literal) {
                parts.add(new Literal(body.substring(literal, at)));
            }
            parts.add(new Slot(body.substring(at + 2, end).strip()));
            literal = end + 2;
            at = body.indexOf("{{", literal);
        }
        if (literal < body.length()) {
            parts.add(new Literal(body.substring(literal)));
        }
        return List.copyOf(parts);
    }

    /** Where the closing braces of a slot stand whose name starts here; -1 if it is no slot. */
    private static int slotEnd(String body, int from) {
        int i = from;
        while (i < body.length() && body.charAt(i) == ' ') {
            i++;
        }
        int start = i;
        while (i < body.length() && isNameChar(body.charAt(i))) {
            i++;
        }
        if (i == start) {
            return -1;
        }
        while (i < body.length() && body.charAt(i) == ' ') {
            i++;
        }
        return body.startsWith("}}", i) ? i : -1;
    }

    private static boolean isNameChar(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
}
