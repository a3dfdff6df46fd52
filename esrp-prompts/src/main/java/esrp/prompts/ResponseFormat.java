package esrp.prompts;

import esrp.core.internal.Checks;

/** What form a reply should have, for services that can be told. */
public sealed interface ResponseFormat {
    /** One JSON object, whatever its fields. */
    record JsonObject() implements ResponseFormat {}

    /**
     * JSON that fits a schema.
     *
     * @param name what the service calls the schema: letters, digits, {@code _} and {@code -}, at most 64
     * @param schema the JSON Schema as text
     */
    record JsonSchema(String name, String schema) implements ResponseFormat {
        /** Validates. */
        public JsonSchema {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new IllegalArgumentException(
                        "name: \"" + name + "\" is not a schema name; 1..64 letters, digits, _ and - were expected");
            }
            Checks.text("schema", schema);
        }
    }

    /** {@return one JSON object, whatever its fields} */
    static ResponseFormat jsonObject() {
        return new JsonObject();
    }

    /**
     * JSON that fits a schema.
     *
     * @param name what the service calls the schema: letters, digits, {@code _} and {@code -}, at most 64
     * @param schema the JSON Schema as text
     * @return the format
     */
    static ResponseFormat jsonSchema(String name, String schema) {
        return new JsonSchema(name, schema);
    }
}
