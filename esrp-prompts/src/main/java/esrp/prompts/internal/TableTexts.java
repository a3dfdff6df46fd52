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

    /** A table whose title stands under {@code title.<id>}. */
    public static Table.Builder table(String id, Object... parameters) {
        return Table.builder(id, MESSAGES.localized("title." + id, parameters));
    }

    /** A column of texts whose head stands under {@code head.<key>}. */
    public static Table.Head text(String key) {
        return head(key, Table.Style.TEXT, 0);
    }

    /** A column of counts whose head stands under {@code head.<key>}. */
    public static Table.Head count(String key) {
        return head(key, Table.Style.COUNT, 0);
    }

    /** A column whose head stands under {@code head.<key>}. */
    public static Table.Head head(String key, Table.Style style, int decimals) {
        return Table.Head.of(key, MESSAGES.localized("head." + key), style, decimals);
    }
}
