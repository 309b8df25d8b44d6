package io.steward.ops.browser;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Status;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.Kind;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.EventCodec;
import io.steward.nats.testing.Connecting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Puts made-up nodes and their commands into the real log of a running fleet, with the controller's credentials: the
 * messages that their agents would have sent, so that the controller folds and serves them like any others. One thread;
 * every call returns when the broker has stored all of it.
 */
final class FleetSeed implements AutoCloseable {
    private static final int WINDOW = 512;
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final ProcessName SHELL = new ProcessName("shellcommand", "operatingsystem");

    private final Connection connection;
    private final JetStream log;
    private final Deque<CompletableFuture<PublishAck>> open = new ArrayDeque<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private FleetSeed(Connection connection) throws IOException {
        this.connection = connection;
        this.log = connection.jetStream();
    }

    static FleetSeed into(String broker, Path controllerCredentials) throws IOException {
        return new FleetSeed(Connecting.with(
                Options.builder().server(broker).authHandler(Nats.credentials(controllerCredentials.toString()))));
    }

    void nodes(List<MadeUpNode> nodes, Instant now) throws InterruptedException {
        for (MadeUpNode node : nodes) {
            NodeName name = node.node();
            Hello hello = new Hello(node.version(), journal(node.name()), boot(node.name()), now, List.of(SHELL));
            Facts facts = new Facts(node.name(), "Linux", "amd64", 4, 8L << 30, node.labels(), Map.of());
            Heartbeat heartbeat = new Heartbeat(
                    now,
                    boot(node.name()),
                    Duration.ofDays(3),
                    INTERVAL,
                    0,
                    0,
                    0,
                    0,
                    0,
                    !node.online(),
                    Optional.of(Duration.ofMillis(12)),
                    Optional.empty());
            var here = new io.steward.model.event.Connection(now, node.online(), "heartbeats come");
            Enrolled enrolled = new Enrolled(now, "alice");
            publish(name, Kind.EVENT, "enrolled", "controller", name + ".enrolled", EventCodec.encode(enrolled));
            publish(name, Kind.EVENT, "hello", "agent", node.name() + ".hello", EventCodec.encode(hello));
            publish(name, Kind.EVENT, "facts", "system", node.name() + ".facts", EventCodec.encode(facts));
            publish(name, Kind.EVENT, "connection", "controller", node.name() + ".here", EventCodec.encode(here));
            publish(name, Kind.PRESENCE, "heartbeat", "agent", node.name() + ".beat", EventCodec.encode(heartbeat));
        }
        awaitStored(0);
    }

    /** Commands of one request, in this order, then what their nodes said about them. */
    void commands(List<MadeUpCommand> commands, String issuedBy, String reason, Instant now)
            throws InterruptedException {
        for (MadeUpCommand made : commands) {
            Command command = new Command(
                    made.id(),
                    Subject.command(NodeName.of(made.node()), SHELL.method(), SHELL.domain()),
                    issuedBy,
                    now.minus(made.ago()),
                    Optional.empty(),
                    Optional.empty(),
                    OnCrash.REPORT,
                    false,
                    made.args(),
                    Optional.of(reason),
                    Optional.of(id("request", issuedBy + reason).replace("-", "")));
            publish(command.node(), Kind.COMMAND, made.id().value(), Codec.encode(command));
        }
        for (MadeUpCommand made : commands) {
            if (made.status() != Status.QUEUED) {
                Ack ack = ack(made, now.minus(made.ago()));
                publish(NodeName.of(made.node()), Kind.ACK, ack.messageId(), Codec.encode(ack));
            }
        }
        awaitStored(0);
    }

    private Ack ack(MadeUpCommand made, Instant sent) {
        boolean terminal = made.status().terminal();
        Output output = new Output(made.stdout(), made.stderr(), bytes(made.stdout()), bytes(made.stderr()), false);
        Journaled by = new Journaled(journal(made.node()), OptionalLong.of(numbers.merge(made.node(), 1L, Long::sum)));
        Optional<Fault> fault = made.status() == Status.FAILED
                ? Optional.of(new Fault("exit-code", "ended with exit code " + made.exitCode()))
                : Optional.empty();
        return new Ack(
                        made.id(),
                        made.status(),
                        sent.plusMillis(900),
                        Optional.of(sent.plusMillis(120)),
                        Optional.of(sent.plusMillis(150)),
                        1,
                        terminal ? Optional.of(made.exitCode()) : Optional.empty(),
                        terminal ? output : Output.NONE,
                        fault)
                .with(Optional.of(by));
    }

    private void publish(NodeName node, Kind kind, String messageId, byte[] body) throws InterruptedException {
        publish(node, kind, SHELL.method(), SHELL.domain(), messageId, body);
    }

    private void publish(NodeName node, Kind kind, String method, String domain, String messageId, byte[] body)
            throws InterruptedException {
        awaitStored(WINDOW);
        Subject subject = new Subject(node, kind, method, domain);
        open.add(log.publishAsync(
                subject.toString(),
                body,
                PublishOptions.builder().messageId(messageId).build()));
    }

    private void awaitStored(int left) throws InterruptedException {
        while (open.size() > left) {
            try {
                open.remove().get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("the broker did not store a made-up message", e);
            }
        }
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String journal(String node) {
        return id("journal", node);
    }

    private static String boot(String node) {
        return id("boot", node);
    }

    private static String id(String what, String node) {
        return UUID.nameUUIDFromBytes((what + node).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
