package esrp.prompts;

import esrp.core.internal.Checks;
import esrp.core.internal.OneLine;
import esrp.core.internal.Template;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private record Message(ChatMessage.Role role, Template text) {}

    private static final Map<String, ChatMessage.Role> ROLE_LINES = Checks.byId(
            "roles",
            List.of(ChatMessage.Role.values()),
            role -> "<!-- " + role.name().toLowerCase(Locale.ROOT) + " -->");
    private static final Pattern SLOT = Pattern.compile("\\{\\{ *[\\p{L}\\p{Nd}_.-]+ *\\}\\}");
    private static final Pattern ALMOST_SLOT = Pattern.compile("\\{\\{\\s*(?:\\}|[\\p{L}\\p{Nd}_.-]).{0,20}");
    private static final Pattern SINGLE_BRACES = Pattern.compile("\\{ *([\\p{L}\\p{Nd}_.-]+) *\\}");
    private static final Pattern ALMOST_ROLE_LINE =
            Pattern.compile("<!\\W*\\w+\\W*>|[<＜]\\s*[!！]\\W*(?i:system|user|assistant)\\b.*");

    private final String name;
    private final String text;
    private final List<Message> messages;

    private PromptTemplate(String name, String text, List<Message> messages) {
        this.name = name;
        this.text = text;
        this.messages = messages;
    }

    /**
     * Makes a template of a text, which must use the required slots and may use the optional ones. The name is what errors
     * call it, for example the file; one error lists all that is wrong.
     */
    static PromptTemplate of(String name, String text, Set<String> required, Set<String> optional) {
        Checks.text("name", name);
        List<Message> messages = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (RoleText section : sections(text, faults)) {
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
            messages.add(new Message(section.role, Template.of(name, body)));
        }
        faults.addAll(Template.faults(slots(messages), required, optional));
        faults.addAll(almostSlots(SLOT.matcher(text).replaceAll("\0"), required, optional));
        Checks.rejectIf(!faults.isEmpty(), "template %s: %s", name, String.join("; ", faults));
        return new PromptTemplate(name, text, List.copyOf(messages));
    }

    /** The text the template was made of, to the last white space. */
    String text() {
        return text;
    }

    /** The slots the text uses. */
    Set<String> slots() {
        return slots(messages);
    }

    private static Set<String> slots(List<Message> messages) {
        return messages.stream()
                .flatMap(message -> message.text.slots().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The messages with their slots filled; at least one. A slot without a value is an error, other values are ignored. */
    List<ChatMessage> fill(Map<String, String> values) {
        return messages.stream()
                .map(message -> new ChatMessage(message.role, message.text.fill(values)))
                .toList();
    }

    /** The filled text of a template that is one message: a fragment. */
    String fillText(Map<String, String> values) {
        List<ChatMessage> filled = fill(values);
        Checks.rejectIf(
                filled.size() != 1, "template %s: is a fragment and must be one message, has %s", name, filled.size());
        return filled.get(0).text();
    }

    /** The name and the slots. */
    @Override
    public String toString() {
        return name + slots();
    }

    private record RoleText(ChatMessage.@Nullable Role role, String text) {}

    private static List<RoleText> sections(String text, List<String> faults) {
        List<RoleText> sections = new ArrayList<>();
        ChatMessage.Role role = null;
        StringBuilder body = new StringBuilder();
        for (String line : text.lines().toList()) {
            ChatMessage.Role next = ROLE_LINES.get(line.strip());
            if (next == null) {
                if (ALMOST_ROLE_LINE.matcher(line.strip()).matches()) {
                    faults.add("\"" + line.strip() + "\" is no role line; role lines are " + ROLE_LINES.keySet());
                }
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

    /** What was meant as a slot and is none. */
    private static List<String> almostSlots(String literal, Set<String> required, Set<String> optional) {
        Set<String> slots = new TreeSet<>(required);
        slots.addAll(optional);
        List<String> faults = new ArrayList<>();
        Matcher almost = ALMOST_SLOT.matcher(literal);
        while (almost.find()) {
            faults.add("\"" + almost.group() + "\" is no slot; a slot is {{name}}, slots are " + slots);
        }
        Matcher single = SINGLE_BRACES.matcher(literal);
        while (single.find()) {
            if (slots.contains(single.group(1))) {
                faults.add("\"" + single.group() + "\" is no slot; {{" + single.group(1) + "}} was expected");
            }
        }
        return faults;
    }
}
