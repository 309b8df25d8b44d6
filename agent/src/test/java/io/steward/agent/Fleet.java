package io.steward.agent;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Unreadable;
import io.steward.nats.testing.ContractStreams;
import io.steward.nats.testing.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;

/** The controller's side in tests: sends commands, and reads what the log holds. */
final class Fleet {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TestBroker broker;
    private Connection controller;

    Fleet(TestBroker broker, String... nodes) throws IOException, JetStreamApiException {
        this.broker = broker;
        this.controller = broker.controllerConnection();
        if (!controller.jetStreamManagement().getStreamNames().contains("COMMANDS")) {
            ContractStreams.declare(controller, broker.partitions());
        }
        for (String node : nodes) {
            ContractStreams.enrol(controller, broker.partitions(), NodeName.of(node));
        }
    }

    /** After the broker was away: the old connection comes back when it likes. */
    void connectAnew() {
        controller = broker.controllerConnection();
    }

    Connection controller() {
        return controller;
    }

    static CommandId freshId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return CommandId.from(Instant.now(), random.nextLong(), random.nextLong());
    }

    static Command command(String subject, Map<String, Object> args) {
        return command(freshId(), subject, args, Optional.empty(), Optional.empty(), OnCrash.REPORT, false);
    }

    static Command command(
            CommandId id,
            String subject,
            Map<String, Object> args,
            Optional<Instant> expires,
            Optional<Duration> timeout,
            OnCrash onCrash,
            boolean supersedes) {
        return new Command(
                id,
                Subject.parse(subject),
                "alice",
                Instant.now(),
                expires,
                timeout,
                onCrash,
                supersedes,
                new Args(new java.util.LinkedHashMap<>(args)),
                Optional.empty(),
                Optional.empty());
    }

    CommandId send(String subject, Map<String, Object> args) {
        return send(command(subject, args));
    }

    CommandId send(Command command) {
        raw(command.subject().toString(), command.id().value(), Codec.encode(command));
        return command.id();
    }

    /** Publishes these bytes, whatever they are. */
    PublishAck raw(String subject, String messageId, byte[] bytes) {
        try {
            return controller
                    .jetStream()
                    .publish(
                            subject,
                            bytes,
                            PublishOptions.builder().messageId(messageId).build());
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All ACKs of a command, in the order of the log. */
    List<Ack> acks(CommandId id) {
        List<Ack> acks = new ArrayList<>();
        for (MessageInfo message : messages("COMMANDS")) {
            if (message.getSubject().split("\\.")[1].equals("ack")) {
                Ack ack = decoded(message.getData());
                if (ack.id().equals(id)) {
                    acks.add(ack);
                }
            }
        }
        return acks;
    }

    Ack end(CommandId id) {
        return Awaitility.await("the end of " + id)
                .atMost(PATIENCE)
                .until(
                        () -> acks(id).stream()
                                .filter(ack -> ack.status().terminal())
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    List<Status> statuses(CommandId id) {
        return acks(id).stream().map(Ack::status).toList();
    }

    void await(CommandId id, Status status) {
        Awaitility.await(id + " is " + status)
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        org.assertj.core.api.Assertions.assertThat(statuses(id)).contains(status));
    }

    /** All events on this subject, in the order of the log. */
    List<MessageInfo> events(String subject) {
        return messages("EVENTS").stream()
                .filter(message -> message.getSubject().equals(subject))
                .toList();
    }

    List<MessageInfo> messages(String stream) {
        List<MessageInfo> messages = new ArrayList<>();
        try {
            long last = controller
                    .jetStreamManagement()
                    .getStreamInfo(stream)
                    .getStreamState()
                    .getLastSequence();
            for (long seq = 1; seq <= last; seq++) {
                messages.add(controller.jetStreamManagement().getMessage(stream, seq));
            }
        } catch (IOException | JetStreamApiException e) {
            throw new IllegalStateException(e);
        }
        return messages;
    }

    TestBroker broker() {
        return broker;
    }

    private static Ack decoded(byte[] bytes) {
        try {
            return Codec.decodeAck(bytes);
        } catch (Unreadable e) {
            throw new AssertionError("an agent published an ACK that can't be read", e);
        }
    }
}
