package io.steward.controller.issue;

import static io.steward.controller.issue.Orders.MORNING;
import static io.steward.controller.issue.Orders.SHIP1;
import static io.steward.controller.issue.Orders.SHIP2;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.trust.OperatorKeys;
import io.steward.model.wire.Codec;
import io.steward.model.wire.SigningBytes;
import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.nats.testing.BrokerTest;
import io.steward.nats.testing.ContractStreams;
import io.steward.nats.testing.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of commands that are handed to a real JetStream. */
@BrokerTest
class JetStreamCommandLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Random RANDOM = new Random(7);

    private final TestBroker broker;
    private JetStreamManagement management;
    private Link link;
    private CommandLog log;

    JetStreamCommandLogTest(TestBroker broker) throws Exception {
        this.broker = broker;
        Connection connection = broker.controllerConnection();
        this.management = connection.jetStreamManagement();
        if (management.getStreamNames().isEmpty()) {
            ContractStreams.declare(connection, broker.partitions());
        }
        this.link = link();
        this.log = new JetStreamCommandLog(link, Streams.single(), PATIENCE);
    }

    private Link link() {
        return Link.open(LinkConfig.forFleet(broker.url(), broker.keys().controllerCredentials(), "test"));
    }

    @BeforeEach
    void room() throws Exception {
        limit(-1);
    }

    @AfterEach
    void unlink() {
        link.close();
    }

    @Test
    void what_it_calls_stored_is_in_the_stream_on_its_plain_subject() throws Exception {
        Command command = Orders.command(id(), SHIP1, "one");

        List<Fate> fates = log.store(List.of(command));

        assertThat(fates).containsExactly(Fate.STORED);
        var stored = management.getMessage("COMMANDS", last());
        assertThat(stored.getSubject()).isEqualTo("ship1.command.shellcommand.operatingsystem");
        assertThat(stored.getData()).isEqualTo(Codec.encode(command));
        assertThat(stored.getHeaders().getFirst("Nats-Msg-Id"))
                .isEqualTo(command.id().value());
    }

    @Test
    void a_command_that_can_not_be_signed_is_told_and_the_others_are_stored() throws Exception {
        Command one = Orders.command(id(), SHIP1, "one");
        Command two = Orders.command(id(), SHIP1, "two");

        List<Fate> fates = log.store(List.of(one, two), command -> {
            if (command.equals(two)) {
                throw new IllegalStateException("no key");
            }
            return command;
        });

        assertThat(fates).extracting(Fate::kind).containsExactly(Fate.Kind.STORED, Fate.Kind.NOT_STORED);
        assertThat(fates.get(1).words()).contains("could not be signed: no key");
    }

    @Test
    void the_same_command_again_is_stored_once() throws Exception {
        Command command = Orders.command(id(), SHIP1, "twice");
        log.store(List.of(command));
        long before = last();

        assertThat(log.store(List.of(command))).containsExactly(Fate.STORED);

        assertThat(last()).isEqualTo(before);
    }

    @Test
    void an_id_that_somebody_used_before_is_told_and_hides_nothing() throws Exception {
        CommandId guessed = id();
        log.store(List.of(Orders.command(guessed, SHIP2, "theirs")));

        List<Fate> fates =
                log.store(List.of(Orders.command(guessed, SHIP1, "ours"), Orders.command(id(), SHIP1, "other")));

        assertThat(fates).extracting(Fate::kind).containsExactly(Fate.Kind.TAKEN, Fate.Kind.STORED);
    }

    @Test
    void a_taken_id_gets_a_new_one_and_the_command_is_sent() throws Exception {
        CommandId guessed = CommandId.from(MORNING, 1, 2);
        log.store(List.of(Orders.command(guessed, SHIP2, "theirs")));
        OperatorKeys controller = OperatorKeys.fresh("controller");
        Dispatch dispatch =
                new Dispatch(log, new Ids(() -> MORNING, RANDOM), new CommandSigner(controller.secret())::sign);

        Receipt receipt = dispatch.send(List.of(controller.sign(Orders.command(guessed, SHIP1, "ours"))));

        assertThat(receipt.complete()).isTrue();
        assertThat(receipt.stored()).hasSize(1);
        assertThat(receipt.stored().get(0).id()).isNotEqualTo(guessed);
        Command sent = Codec.decodeCommand(
                Subject.command(SHIP1, "shellcommand", "operatingsystem"),
                management.getMessage("COMMANDS", last()).getData());
        assertThat(sent.id()).isEqualTo(receipt.stored().get(0).id());
        assertThat(controller
                        .trusted()
                        .verifies(
                                SigningBytes.of(sent),
                                sent.signature().orElseThrow().bytes()))
                .as("a signature covers the id, so it is made anew")
                .isTrue();
    }

    @Test
    void a_full_stream_says_so_in_words_and_what_it_took_before_is_stored() throws Exception {
        log.store(List.of(Orders.command(id(), SHIP1, "first")));
        long bytes = management.getStreamInfo("COMMANDS").getStreamState().getByteCount();
        limit(bytes + 700);

        List<Fate> fates = log.store(many(5));

        assertThat(fates).extracting(Fate::kind).contains(Fate.Kind.STORED, Fate.Kind.NOT_STORED);
        assertThat(fates.stream().filter(fate -> fate.kind() == Fate.Kind.NOT_STORED))
                .allSatisfy(fate -> {
                    assertThat(fate.code()).isEqualTo("stream-full");
                    assertThat(fate.words())
                            .isEqualTo("the stream COMMANDS is full and drops nothing it has accepted: give the"
                                    + " broker more room, or shorten streams.commands.age");
                });
    }

    @Test
    void without_a_broker_it_says_not_stored_and_sends_nothing_later() throws Exception {
        long before = last();
        List<Fate> fates;
        assertThat(link.await(PATIENCE)).isPresent();
        broker.kill();
        try {
            CommandLog hasty = new JetStreamCommandLog(link, Streams.single(), Duration.ofMillis(300));
            fates = hasty.store(many(3));

            assertThat(fates).extracting(Fate::kind).doesNotContain(Fate.Kind.STORED);
        } finally {
            broker.restart();
        }
        assertThat(link.await(PATIENCE)).isPresent();
        assertThat(log.store(List.of(Orders.command(id(), SHIP1, "after")))).containsExactly(Fate.STORED);
        management = broker.controllerConnection().jetStreamManagement();
        // What the client had taken before it knew may still go out: of that nobody says that it is not stored.
        long doubtful =
                fates.stream().filter(fate -> fate.kind() == Fate.Kind.UNKNOWN).count();
        assertThat(last()).isBetween(before + 1, before + 1 + doubtful);
    }

    @Test
    void a_broker_that_comes_back_in_time_is_waited_for() throws Exception {
        broker.kill();
        Thread back = new Thread(broker::restart);
        back.start();

        List<Fate> fates = log.store(many(10));

        back.join();
        assertThat(fates).hasSize(10).containsOnly(Fate.STORED);
    }

    @Test
    void thousands_are_stored_each_once_and_told_in_order() throws Exception {
        long before = last();
        List<Command> commands = many(5_000);

        List<Fate> fates = log.store(commands);

        assertThat(fates).hasSize(5_000).containsOnly(Fate.STORED);
        assertThat(last()).isEqualTo(before + 5_000);
    }

    private List<Command> many(int count) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(Orders.command(id(), NodeName.of("ship" + i), "number " + i));
        }
        return commands;
    }

    private CommandId id() {
        return CommandId.from(MORNING, RANDOM.nextLong(), RANDOM.nextLong());
    }

    private long last() throws Exception {
        return management.getStreamInfo("COMMANDS").getStreamState().getLastSequence();
    }

    private void limit(long bytes) throws Exception {
        StreamConfiguration now = management.getStreamInfo("COMMANDS").getConfiguration();
        management.updateStream(StreamConfiguration.builder(now).maxBytes(bytes).build());
    }
}
