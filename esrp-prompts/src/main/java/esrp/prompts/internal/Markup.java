package esrp.prompts.internal;

import esrp.prompts.internal.Vocabulary.Concept;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a reply what is not the judge's answer and says so itself: thinking between marks or below a heading,
 * channels and turns of chat formats, the prompt's own fence around the candidate's text, elements called example or draft.
 *
 * <p>A mark counts where it opens or closes a line or the text; anywhere else it is mentioned, not used. A closing mark
 * alone ends what stands before it.
 *
 * @param text what is left
 * @param endsInThinking whether thinking was begun and never ended
 */
record Markup(String text, boolean endsInThinking) {
    private static final Pattern TAG =
            Pattern.compile("[<◁\\[【](/?)([\\p{L}][\\p{L}\\p{Nd}:_-]{0,79})( [^<>\\n]{0,80})?[>▷\\]】]");
    private static final Pattern THINKING_TOKEN =
            Pattern.compile("(?i)<\\|(?:(begin_of|start)|end(?:_of)?)_(?:thought|thinking)\\|>");
    private static final Pattern ECHO = Pattern.compile("[a-z0-9-]*-[0-9a-f]{8,64}");
    private static final Pattern TURN_END = Pattern.compile(
            "<\\|(?:end|END_RESPONSE|return|im_end|EOT|eot_id|endoftext|end_of_text)\\|>|<eos>|</s>(?=\\s*$)|\\[EOS\\]|<end_of_turn>");
    private static final Pattern TURN_START = Pattern.compile(
            "^\\s*+(?:<\\?xml[^<>]{0,80}+>\\s*+)?+(?:<\\|[A-Za-z_]{1,20}+\\|>(?:assistant)?+\\s*+){0,8}+");
    private static final String CHANNEL = "<|channel";
    private static final String MESSAGE = "<|message|>";

    private enum Sort {
        THINKING,
        ECHO,
        FOREIGN
    }

    private record Tag(Sort sort, boolean closes, String name, int start, int end) {}

    static Markup strip(String reply) {
        String text = reply.replace("&#34;", "&quot;");
        if (text.indexOf('"') < 0 && text.contains("&quot;")) {
            text = text.replace("&quot;", "\"")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
        }
        if (text.contains("{\"\"") && !text.contains("{\"\":")) {
            text = text.replace("\"\"", "\"");
        }
        text = THINKING_TOKEN.matcher(text).replaceAll(token -> token.start(1) < 0 ? "</thought>" : "<thought>");
        Markup channels = channels(text);
        if (channels.endsInThinking) {
            return channels;
        }
        text = TURN_START.matcher(channels.text).replaceFirst("");
        Matcher end = TURN_END.matcher(text);
        while (end.find()) {
            if (!text.substring(0, end.start()).isBlank()) {
                text = text.substring(0, end.start());
                break;
            }
        }
        Markup tags = tags(text);
        return tags.endsInThinking ? tags : headings(tags.text);
    }

    private static Markup channels(String text) {
        int last = text.lastIndexOf("<|channel|>final");
        if (last >= 0) {
            int message = text.indexOf(MESSAGE, last);
            return new Markup(message < 0 ? "" : text.substring(message + MESSAGE.length()), message < 0);
        }
        if (text.startsWith("analysis") && text.contains("assistantfinal")) {
            return new Markup(text.substring(text.indexOf("assistantfinal") + "assistantfinal".length()), false);
        }
        if (!text.contains(CHANNEL)) {
            return new Markup(text, false);
        }
        for (String close : new String[] {"<channel|>", "<|end|>"}) {
            int at = text.lastIndexOf(close);
            if (at >= 0) {
                return new Markup(text.substring(at + close.length()), false);
            }
        }
        return new Markup("", true);
    }

    // --- elements ----------------------------------------------------------------------------------------------------

    private static Markup tags(String text) {
        List<Tag> tags = new ArrayList<>();
        Map<String, Integer> closers = new HashMap<>();
        Matcher matcher = TAG.matcher(text);
        while (matcher.find()) {
            String name = matcher.group(2);
            Sort sort = ECHO.matcher(name).matches()
                    ? Sort.ECHO
                    : Vocabulary.is(name, Concept.THINKING_ELEMENT)
                            ? Sort.THINKING
                            : Vocabulary.is(name, Concept.FOREIGN) ? Sort.FOREIGN : null;
            if (sort != null && !("[【".indexOf(matcher.group().charAt(0)) >= 0 && sort != Sort.THINKING)) {
                tags.add(new Tag(sort, !matcher.group(1).isEmpty(), Fold.key(name), matcher.start(), matcher.end()));
            }
        }
        int[] closer = new int[tags.size()];
        for (int t = tags.size() - 1; t >= 0; t--) {
            if (tags.get(t).closes) {
                closers.put(tags.get(t).name, t);
            }
            closer[t] = closers.getOrDefault(tags.get(t).name, -1);
        }
        StringBuilder left = new StringBuilder();
        int from = 0;
        int visible = 0;
        for (int t = 0; t < tags.size(); t++) {
            Tag tag = tags.get(t);
            if (tag.start < from) {
                continue;
            }
            while (visible < tag.start && (visible < from || Fold.isSpace(text.charAt(visible)))) {
                visible++;
            }
            boolean first = left.isEmpty() && visible >= tag.start;
            if (!tag.closes && (first || opensLine(text, tag.start))) {
                if (closer[t] < 0 && !first && tag.sort != Sort.ECHO) {
                    continue;
                }
                left.append(text, from, tag.start);
                if (closer[t] < 0) {
                    return new Markup(left.toString(), tag.sort == Sort.THINKING);
                }
                from = tags.get(closer[t]).end;
            } else if (tag.closes && tag.sort == Sort.THINKING && isUsed(text, tag)) {
                left.setLength(0);
                from = tag.end;
            }
        }
        return new Markup(left.append(text, from, text.length()).toString(), false);
    }

    private static boolean opensLine(String text, int at) {
        int i = at;
        while (i > 0 && (text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\t')) {
            i--;
        }
        return i == 0 || text.charAt(i - 1) == '\n' || text.charAt(i - 1) == '>' || text.charAt(i - 1) == '\r';
    }

    private static boolean isUsed(String text, Tag tag) {
        char before = tag.start == 0 ? '\n' : text.charAt(tag.start - 1);
        char after = tag.end >= text.length() ? '\n' : text.charAt(tag.end);
        String breaks = "\n\r";
        return breaks.indexOf(before) >= 0
                || (breaks + "{[<`").indexOf(after) >= 0
                || (!Fold.isSpace(before)
                        && !Fold.isSpace(after)
                        && Fold.quoteClass(before) == 0
                        && Fold.quoteClass(after) == 0);
    }

    // --- headings ----------------------------------------------------------------------------------------------------

    /** Drops what stands below a line such as {@code Thinking…} and above one such as {@code Final answer:}. */
    private static Markup headings(String text) {
        StringBuilder left = new StringBuilder(text.length());
        boolean thinking = false;
        boolean fenced = false;
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end + 1;
            String line = text.substring(from, Math.min(end, from + 60)).strip();
            boolean fence = line.startsWith("```");
            int colon = Math.max(line.indexOf(':'), line.indexOf('：'));
            String label = colon < 0 || fence ? line : line.substring(0, colon);
            boolean alone = colon < 0
                    || colon == line.length() - 1
                    || Fold.isBlank(line.substring(colon + 1).replace('*', ' '));
            boolean drop = false;
            if (fenced) {
                drop = true;
                fenced = !line.equals("```");
            } else if (line.length() < 60 && !line.startsWith("\"") && Vocabulary.is(label, Concept.THINKING)) {
                drop = true;
                fenced = fence;
                thinking |= alone && !fence;
            } else if (thinking && Vocabulary.is(label, Concept.ANSWER)) {
                thinking = false;
                drop = alone;
            }
            if (!drop && !thinking) {
                left.append(text, from, end);
            }
            from = end;
        }
        return new Markup(left.toString(), thinking);
    }
}
