package io.steward.model.wire;

import static io.steward.model.Examples.ID;
import static io.steward.model.Examples.NINE;
import static io.steward.model.Examples.SHELL;
import static org.assertj.core.api.Assertions.assertThat;

import io.steward.model.Examples;
import io.steward.model.command.Args;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Command;
import io.steward.model.command.Status;
import io.steward.model.fold.LogEntry;
import io.steward.model.fuzz.FuzzTarget;
import io.steward.model.fuzz.Grammar;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Every message that somebody may put on the wire, as bytes that nobody meant. */
class WireFuzzTest {
    private static final String COMMAND = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","issuedBy":"alice","issuedAt":"2026-11-22T09:00:00.000Z",
             "expiresAt":"2026-11-23T09:00:00.000Z","timeout":"PT30S","onCrash":"repeat","supersedes":true,
             "args":{"argv":["uname","-a"],"n":[1,2.5,-3e8,null,true,{"deep":[[]]}],"env":{"A":"b"}},"reason":"weekly",
             "requestKey":"k","strange":{"x":1}}""";
    private static final String ACK = """
            {"v":1,"id":"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60","status":"FAILED","at":"2026-11-22T09:00:01.250Z",
             "deliveredAt":"2026-11-22T09:00:01.100Z","startedAt":"2026-11-22T09:00:01.200Z","attempt":1,"exitCode":3,
             "stdout":"Linux\\u0000 \\ud83d\\ude80\\n","stderr":"","stdoutBytes":73,"stderrBytes":0,"truncated":false,
             "error":{"code":"exit","message":"it ended with 3"},"journal":"b3c3d2f4-7a8e","n":17}""";
    private static final String HELLO = """
            {"v":1,"version":"0.1.0","journalId":"j1","bootId":"b1","startedAt":"2026-11-22T09:00:00.000Z",
             "processes":["shellcommand.operatingsystem","cancel.agent"]}""";
    private static final String HEARTBEAT = """
            {"v":1,"at":"2026-11-22T09:00:00.000Z","bootId":"b1","uptime":"PT1H","interval":"PT15S","queued":1,"running":2,
             "outbox":3,"dropped":4,"redelivered":5,"leaving":false,"skew":"PT-2S","condition":"no room"}""";
    private static final String FACTS = """
            {"v":1,"hostname":"ship1","os":"Linux","arch":"amd64","cpus":2,"memoryBytes":4294967296,
             "labels":{"site":"hamburg","n":7},"kernel":"6.1","load":0.25,"cloud":{"zone":"b"}}""";
    private static final String OUTPUT =
            "{\"v\":1,\"seq\":7,\"stream\":\"stderr\",\"offset\":4096,\"text\":\"oops\\n\"}";
    private static final String ENROLLED = "{\"v\":1,\"at\":\"2026-11-22T09:00:00.000Z\",\"by\":\"alice\"}";
    private static final String CONNECTION =
            "{\"v\":1,\"at\":\"2026-11-22T09:00:00.000Z\",\"online\":true,\"reason\":\"heartbeat\"}";

    @Test
    void commands_are_read_or_refused_and_what_was_read_can_be_written() {
        json("command", COMMAND).check(bytes -> {
            Command command = Codec.decodeCommand(SHELL, bytes);
            assertThat(Codec.decodeCommand(SHELL, Codec.encode(command)).id()).isEqualTo(command.id());
        });
    }

    @Test
    void acks_are_read_or_refused_and_what_was_read_can_be_written() {
        String usual = new String(Codec.encode(Examples.ack(ID, Status.SUCCEEDED, 1, NINE)));
        json("ack", ACK, usual).check(bytes -> Codec.decodeAck(Codec.encode(Codec.decodeAck(bytes))));
    }

    @Test
    void events_are_read_or_refused() {
        json("hello", HELLO).check(bytes -> EventCodec.encode(EventCodec.decodeHello(bytes)));
        json("heartbeat", HEARTBEAT).check(bytes -> EventCodec.encode(EventCodec.decodeHeartbeat(bytes)));
        json("facts", FACTS).check(bytes -> EventCodec.encode(EventCodec.decodeFacts(bytes)));
        json("output", OUTPUT).check(bytes -> EventCodec.encode(EventCodec.decodeOutput(ID, bytes)));
        json("enrolled", ENROLLED).check(bytes -> EventCodec.encode(EventCodec.decodeEnrolled(bytes)));
        json("connection", CONNECTION).check(bytes -> EventCodec.encode(EventCodec.decodeConnection(bytes)));
    }

    @Test
    void no_log_entry_makes_the_reader_throw() {
        List<String> subjects = List.of(
                "ship1.command.shellcommand.operatingsystem",
                "ship1.ack.shellcommand.operatingsystem",
                "ship1.event.hello.agent",
                "ship1.event.facts.system",
                "ship1.event.enrolled.controller",
                "ship1.presence.heartbeat.agent");
        FuzzTarget target = FuzzTarget.of(
                        "log entry", Grammar.JSON, COMMAND, ACK, HELLO, HEARTBEAT, FACTS, OUTPUT, ENROLLED, CONNECTION)
                .inputs(5_000);
        target.check(bytes -> {
            for (String subject : subjects) {
                assertThat(EntryReader.read(new LogEntry("COMMANDS", 1, NINE, subject, bytes)))
                        .isNotNull();
            }
        });
    }

    @Test
    void settings_and_the_ids_of_broken_messages_are_read_or_refused() {
        json("settings", "{\"files\":[\"/var/log/*.log\"],\"udp\":5514,\"x\":1e3}")
                .checkText(text -> {
                    Args args = PlainObject.read(text);
                    Json.text(args.fields());
                });
        json("command id", COMMAND, "{\"id\":\"0190f0c1-7b5a-7cc3-9f0e-1d2c3b4a5f60\"")
                .check(PlainObject::commandId);
    }

    @Test
    void typed_arguments_are_read_or_refused() {
        List<BiConsumer<Args, String>> readers =
                List.of(Args::string, Args::integer, Args::strings, Args::stringMap, Args::bool);
        json("args", "{\"a\":1.5,\"b\":[\"x\"],\"c\":{\"d\":1e3,\"e\":true},\"f\":9,\"g\":\"h\"}")
                .checkText(text -> {
                    Args args = PlainObject.read(text);
                    for (String field : args.fields().keySet()) {
                        readers.forEach(reader -> readOrRefused(reader, args, field));
                    }
                });
    }

    private static void readOrRefused(BiConsumer<Args, String> reader, Args args, String field) {
        try {
            reader.accept(args, field);
        } catch (BadArgs e) {
            assertThat(e.getMessage()).hasSizeLessThan(400);
        }
    }

    private static FuzzTarget json(String name, String... seeds) {
        return FuzzTarget.of(name, Grammar.JSON, seeds).refusing(Unreadable.class);
    }
}
