package io.steward.nats;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.nats.client.support.JwtUtils;
import io.steward.model.subject.NodeName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

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
    /** Reads one message; empty when it is no such notice. */
    public static Optional<ConnectionNotice> read(byte[] message) {
        try {
            JsonValue notice = JsonParser.parse(message);
            JsonValue client = JsonValueUtils.readValue(notice, "client");
            String token = JsonValueUtils.readString(client, "jwt", "");
            String type = JsonValueUtils.readString(notice, "type", "");
            JsonValue claims = JsonParser.parse(JwtUtils.getClaimBody(token));
            return Optional.of(new ConnectionNotice(
                    NodeName.of(JsonValueUtils.readString(claims, "name", "")),
                    type.endsWith("client_connect"),
                    Instant.parse(JsonValueUtils.readString(notice, "timestamp", "")),
                    JsonValueUtils.readString(notice, "reason", "")));
        } catch (JsonParseException | DateTimeParseException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
