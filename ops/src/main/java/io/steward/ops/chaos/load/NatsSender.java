package io.steward.ops.chaos.load;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.nats.Link;
import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.ErrandKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Publishes commands as a program without a controller does: under one message id until the log says "stored". */
final class NatsSender {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int PAUSE_MILLIS = 250;

    private final Link link;
    private final Path effects;
    private final Ledger ledger;

    NatsSender(Link link, Path effects, Ledger ledger) {
        this.link = link;
        this.effects = effects;
        this.ledger = ledger;
    }

    List<Accepted> send(Errand errand) throws InterruptedException {
        Command command = command(errand, Instant.now());
        byte[] bytes = Codec.encode(command);
        PublishOptions options = PublishOptions.builder()
                .messageId(command.id().value())
                .expectedStream(Streams.COMMANDS)
                .build();
        while (true) {
            try {
                Optional<Connection> connection = link.await(PATIENCE);
                if (connection.isPresent()) {
                    connection
                            .get()
                            .jetStream(Link.JETSTREAM)
                            .publish(command.subject().toString(), bytes, options);
                    List<Accepted> accepted = List.of(
                            new Accepted(command.id().value(), command.node().value(), errand));
                    ledger.accepted(errand, accepted);
                    return accepted;
                }
            } catch (IOException | JetStreamApiException | IllegalStateException e) {
                // It may have been stored: the same message id makes asking again harmless.
            }
            ledger.asksAgain();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private Command command(Errand errand, Instant now) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new Command(
                CommandId.from(now, random.nextLong(), random.nextLong()),
                Subject.command(NodeName.of(errand.nodes().get(0)), Script.method(errand), errand.domain()),
                "chaos",
                now,
                errand.kind() == ErrandKind.EXPIRING
                        ? Optional.of(now.plus(errand.then().orElseThrow()))
                        : Optional.empty(),
                Script.timeout(errand),
                Script.onCrash(errand),
                errand.kind() == ErrandKind.SUPERSEDING,
                new Args(Map.copyOf(Script.args(errand, effects))),
                Optional.of(Script.reason(errand)),
                Optional.empty());
    }
}
