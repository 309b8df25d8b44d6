package io.steward.ops.cli;

import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.trust.SigningKey;
import io.steward.model.wire.Codec;
import io.steward.model.wire.RequestKey;
import io.steward.model.wire.SigningBytes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an order into signed commands, one per node, as bodies of {@code POST /api/v1/signed-commands}. One thread. */
final class SignedOrder {
    /** A body of a controller's usual limit has room for one command of the largest size, too. */
    private static final int BODY = 700 * 1024;

    private static final int AT_ONCE = 1000;

    private final SigningKey key;
    private final Map<String, Object> order;
    private final Optional<String> once;
    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    SignedOrder(SigningKey key, Map<String, Object> order, Optional<String> once) {
        this.key = key;
        this.order = order;
        this.once = once;
    }

    /** As few bodies as the limits of the door allow; none for no nodes. */
    List<String> bodies(List<String> nodes) {
        Optional<String> requestKey = once.or(() -> nodes.size() > 1 ? Optional.of(id().value()) : Optional.empty())
                .map(word -> RequestKey.of(key.name(), word));
        List<String> bodies = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        int count = 0;
        for (String node : nodes) {
            String one = one(node, requestKey);
            if (count > 0 && (count == AT_ONCE || body.length() + one.length() > BODY)) {
                bodies.add(body.append("]}").toString());
                body = new StringBuilder();
                count = 0;
            }
            body.append(count++ == 0 ? "{\"commands\":[" : ",").append(one);
        }
        if (count > 0) {
            bodies.add(body.append("]}").toString());
        }
        return bodies;
    }

    private String one(String node, Optional<String> requestKey) {
        try {
            Command command = command(NodeName.of(node), requestKey);
            byte[] message = Codec.encode(command.with(key.sign(SigningBytes.of(command))));
            return "{\"node\":\"" + node + "\",\"method\":\""
                    + command.subject().process().method() + "\",\"domain\":\""
                    + command.subject().process().domain() + "\",\"message\":"
                    + new String(message, StandardCharsets.UTF_8) + "}";
        } catch (InvalidName e) {
            throw Trouble.wrongUse(String.valueOf(e.getMessage()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw Trouble.wrongUse("this can't be sent: " + e.getMessage());
        }
    }

    private Command command(NodeName node, Optional<String> requestKey) {
        return new Command(
                id(),
                Subject.command(node, text("method").orElse(""), text("domain").orElse("")),
                key.name(),
                now,
                text("expiresAt").map(Instant::parse).map(time -> time.truncatedTo(ChronoUnit.MILLIS)),
                text("timeout").map(Duration::parse),
                onCrash(),
                Boolean.TRUE.equals(order.get("supersedes")),
                new Args(args()),
                text("reason"),
                requestKey);
    }

    private OnCrash onCrash() {
        String word = text("onCrash").orElse("report");
        if (!word.matches("report|repeat")) {
            throw Trouble.wrongUse("--on-crash \"" + word + "\" is not allowed: use report or repeat");
        }
        return OnCrash.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private Map<String, @Nullable Object> args() {
        return Rows.object(order.get("args"));
    }

    private Optional<String> text(String field) {
        return Optional.ofNullable(order.get(field)).map(Object::toString);
    }

    private CommandId id() {
        return CommandId.from(now, random.nextLong(), random.nextLong());
    }
}
