package io.steward.nats;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.nats.client.support.JwtUtils;
import io.steward.model.subject.NodeName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the broker says when a node's connection begins or ends, on {@link StreamNames#CONNECTS} and
 * {@link StreamNames#DISCONNECTS}.
 *
 * <p>A value. It is a hint, not a record: notices are not stored, so one that nobody heard is gone. The node's name is
 * the one in the token that the broker verified, not the name that the client gave its connection, nor
 * {@code name_tag}, which is the user's name in 2.10 and the account's in 2.15.
 *
 * @param node the node's name
 * @param connected whether the connection began
 * @param at when, by the broker's clock
 * @param reason why it ended, in the broker's words; empty when it began
 */
public record ConnectionNotice(NodeName node, boolean connected, Instant at, String reason) {
    private static final int DEEPEST = 64;

    /** Reads one message; empty when it is no such notice. */
    public static Optional<ConnectionNotice> read(byte[] message) {
        try {
            JsonValue notice = parsed(new String(message, StandardCharsets.UTF_8));
            JsonValue client = JsonValueUtils.readValue(notice, "client");
            JsonValue claims = parsed(JwtUtils.getClaimBody(text(client, "jwt")));
            return Optional.of(new ConnectionNotice(
                    NodeName.of(text(claims, "name")),
                    text(notice, "type").endsWith("client_connect"),
                    Instant.parse(text(notice, "timestamp")),
                    text(notice, "reason")));
        } catch (JsonParseException | DateTimeParseException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // Its parser recurses without a bound.
    private static JsonValue parsed(String json) throws JsonParseException {
        int depth = 0;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth > DEEPEST) {
                throw new JsonParseException("nested deeper than " + DEEPEST);
            }
        }
        return JsonParser.parse(json);
    }

    // What is there with another type is read as null.
    private static String text(@Nullable JsonValue json, String field) {
        String text = JsonValueUtils.readString(json, field, "");
        return text == null ? "" : text;
    }
}
