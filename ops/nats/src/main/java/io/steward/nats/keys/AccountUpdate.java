package io.steward.nats.keys;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.steward.model.command.Args;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Tells a running broker of a changed account, as the system account's user. What it takes it keeps in its resolver's
 * folder and passes on within the cluster; connections of revoked users are cut at once.
 */
public final class AccountUpdate {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private AccountUpdate() {}

    /**
     * Blocks until the broker has taken it.
     *
     * @param system where the broker is, with the system account's credentials
     * @throws IOException when the broker can't be reached or refuses; the message says why, and repeating is harmless
     */
    public static void push(LinkConfig system, String accountJwt) throws IOException, InterruptedException {
        try (Link link = Link.open(system)) {
            Connection connection = link.await(PATIENCE)
                    .orElseThrow(() -> new IOException(
                            "no broker at " + system.servers() + " lets " + system.credentials() + " in"));
            Message answer = connection.request(
                    "$SYS.REQ.CLAIMS.UPDATE", accountJwt.getBytes(StandardCharsets.US_ASCII), PATIENCE);
            if (answer == null) {
                throw new IOException("the broker does not answer; does it use the full resolver?");
            }
            check(new String(answer.getData(), StandardCharsets.UTF_8));
        }
    }

    private static void check(String answer) throws IOException {
        try {
            Args fields = PlainObject.read(answer);
            if (fields.fields().get("error") instanceof Map<?, ?> error) {
                throw new IOException("the broker refuses the account: " + error.get("description"));
            }
        } catch (Unreadable e) {
            throw new IOException("the broker's answer can't be read: " + e.getMessage(), e);
        }
    }
}
