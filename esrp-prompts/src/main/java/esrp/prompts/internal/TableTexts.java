package esrp.prompts.internal;

import esrp.core.LocalizedText;
import esrp.core.Table;
import esrp.core.internal.Messages;
import esrp.prompts.PromptCode;

/** Titles and heads of tables, from the messages of this module. */
public final class TableTexts {
    private static final Messages MESSAGES = Messages.of(PromptCode.class);

    private TableTexts() {}

    /** The text under a key in each language. */
    public static LocalizedText say(String key) {
        return MESSAGES.localized(key);
    }

    /** A table whose title stands under {@code title.<id>}, and heads under {@code head.<name>}. */
    public static Table.Builder table(String id, String columns, Object... parameters) {
        return MESSAGES.heads(Table.builder(id, MESSAGES.localized("title." + id, parameters)), "head.", columns);
    }
}
