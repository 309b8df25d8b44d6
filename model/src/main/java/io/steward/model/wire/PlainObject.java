package io.steward.model.wire;

import io.steward.model.command.Args;
import io.steward.model.command.CommandId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects that are no message: settings, and what can be saved of a broken one. Stateless; any thread may call it. */
public final class PlainObject {
    private static final String FIELD = "settings";

    private PlainObject() {}

    /** The object in this text. */
    public static Args read(String text) throws Unreadable {
        JsonNode json = Json.parse(text.getBytes(StandardCharsets.UTF_8));
        if (!json.isObject()) {
            throw new Unreadable("not-json", "text is not a JSON object");
        }
        ObjectNode around = Json.object();
        around.set(FIELD, json);
        Map<String, @Nullable Object> fields = new Fields(around, "").object(FIELD);
        return new Args(fields);
    }

    /** The command id that a message names, whatever else is wrong with it. */
    public static Optional<CommandId> commandId(byte[] message) {
        try {
            JsonNode id = Json.parse(message).get("id");
            return id != null && id.isString() ? Optional.of(CommandId.of(id.stringValue())) : Optional.empty();
        } catch (Unreadable | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
