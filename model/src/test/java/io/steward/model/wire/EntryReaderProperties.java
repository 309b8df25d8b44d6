package io.steward.model.wire;

import static io.steward.model.Examples.ID;
import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHIP1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.Examples;
import io.steward.model.command.Status;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.event.OutputChunk;
import io.steward.model.fold.Content;
import io.steward.model.fold.Content.FactsContent;
import io.steward.model.fold.Content.HeartbeatContent;
import io.steward.model.fold.Content.HelloContent;
import io.steward.model.fold.Content.OtherContent;
import io.steward.model.fold.Content.UnreadableContent;
import io.steward.model.fold.LogEntry;
import io.steward.model.subject.ProcessName;
import io.steward.model.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryReaderProperties {
    private static final Hello HELLO =
            new Hello("0.1.0", "j1", "b1", NINE, List.of(new ProcessName("shellcommand", "operatingsystem")));
    private static final Facts FACTS =
            new Facts("ship1", "Linux", "amd64", 2, 1L << 32, Map.of("site", "north"), Map.of("kernel", "6.1"));
    private static final Heartbeat HEARTBEAT = new Heartbeat(
            NINE,
            "b1",
            Duration.ofHours(1),
            Duration.ofSeconds(15),
            1,
            2,
            3,
            4,
            5,
            false,
            Optional.of(Duration.ofHours(-2)),
            Optional.of("no commands are taken"));

    @Test
    void what_nodes_report_is_read_back_as_it_was_written() throws Unreadable {
        assertThat(read("hello", "agent", EventCodec.encode(HELLO)))
                .isEqualTo(new HelloContent(Subject.event(SHIP1, "hello", "agent"), HELLO));
        assertThat(read("facts", "system", EventCodec.encode(FACTS)))
                .isEqualTo(new FactsContent(Subject.event(SHIP1, "facts", "system"), FACTS));
        Subject heartbeat = Subject.presence(SHIP1, "heartbeat", "agent");
        assertThat(EntryReader.read(Examples.entry(1, heartbeat, EventCodec.encode(HEARTBEAT))))
                .isEqualTo(new HeartbeatContent(heartbeat, HEARTBEAT));
        Enrolled enrolled = new Enrolled(NINE, "alice");
        assertThat(EventCodec.decodeEnrolled(EventCodec.encode(enrolled))).isEqualTo(enrolled);
        Connection connection = new Connection(NINE, true, "heartbeat");
        assertThat(EventCodec.decodeConnection(EventCodec.encode(connection))).isEqualTo(connection);
        OutputChunk chunk = new OutputChunk(ID, 7, OutputChunk.Std.STDERR, 4_096, "oops\n");
        assertThat(EventCodec.decodeOutput(ID, EventCodec.encode(chunk))).isEqualTo(chunk);
    }

    @Test
    void an_event_that_nobody_knows_is_passed_on() {
        assertThat(read("syslogforwarding", "nginx", "any bytes".getBytes(UTF_8)))
                .isEqualTo(new OtherContent(Subject.event(SHIP1, "syslogforwarding", "nginx")));
    }

    @Test
    void a_subject_that_is_none_is_unreadable() {
        Content content = EntryReader.read(new LogEntry("EVENTS", 1, NINE, "ship1.event.a.b.c", new byte[0]));

        assertThat(content)
                .isInstanceOfSatisfying(
                        UnreadableContent.class,
                        unreadable -> assertThat(unreadable.code()).isEqualTo("bad-subject"));
    }

    @Test
    void no_bytes_make_the_reader_throw() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> good = List.of(
                Codec.encode(Examples.uname()),
                Codec.encode(Examples.ack(ID, Status.SUCCEEDED, 1, NINE)),
                EventCodec.encode(HELLO),
                EventCodec.encode(FACTS),
                EventCodec.encode(HEARTBEAT));
        List<String> subjects = List.of(
                "ship1.command.shellcommand.operatingsystem",
                "ship1.ack.shellcommand.operatingsystem",
                "ship1.event.hello.agent",
                "ship1.event.facts.system",
                "ship1.event.enrolled.controller",
                "ship1.event.connection.controller",
                "ship1.presence.heartbeat.agent");
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.get(random.nextInt(good.size())).clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            LogEntry entry = new LogEntry("COMMANDS", 1, NINE, subjects.get(random.nextInt(subjects.size())), bytes);
            assertThat(EntryReader.read(entry)).as("seed %d, round %d", seed, i).isNotNull();
        }
    }

    @Test
    void a_number_whose_exponent_nobody_can_hold_is_unreadable_wherever_it_stands() {
        for (String number : List.of("1e9999999999", "0.1e-2147483648", "-1e99999999999999999999")) {
            byte[] message = ("{\"v\":1,\"unknown\":" + number + "}").getBytes(UTF_8);

            assertThat(read("hello", "agent", message))
                    .as(number)
                    .isInstanceOfSatisfying(
                            UnreadableContent.class,
                            unreadable -> assertThat(unreadable.code()).isEqualTo("not-json"));
            assertThat(PlainObject.commandId(message)).isEmpty();
        }
    }

    @Test
    void a_duration_that_overflows_and_a_year_of_five_digits_are_unreadable() {
        Subject heartbeat = Subject.presence(SHIP1, "heartbeat", "agent");
        String good = new String(EventCodec.encode(HEARTBEAT), UTF_8);
        for (String bad : List.of(
                good.replace("\"PT-2H\"", "\"PT9223372036854775807S\""),
                good.replace("\"PT1H\"", "\"P106751991168D\""),
                good.replaceFirst("\"2026-", "\"+12026-"))) {
            assertThat(bad).isNotEqualTo(good);
            assertThat(EntryReader.read(Examples.entry(1, heartbeat, bad.getBytes(UTF_8))))
                    .as(bad)
                    .isInstanceOfSatisfying(
                            UnreadableContent.class,
                            unreadable -> assertThat(unreadable.code()).isEqualTo("bad-field"));
        }
    }

    @Test
    void a_refusal_does_not_repeat_a_long_message() {
        String name = "x\\u0007".repeat(10_000);
        byte[] message = ("{\"v\":1,\"version\":\"1\",\"processes\":[\"" + name + "\"]}").getBytes(UTF_8);

        assertThat(read("hello", "agent", message))
                .isInstanceOfSatisfying(
                        UnreadableContent.class,
                        unreadable -> assertThat(unreadable.toString())
                                .hasSizeLessThan(300)
                                .doesNotContain("\u0007"));
    }

    private static Content read(String method, String domain, byte[] data) {
        return EntryReader.read(Examples.entry(1, Subject.event(SHIP1, method, domain), data));
    }
}
