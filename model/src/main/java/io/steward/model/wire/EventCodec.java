package io.steward.model.wire;

import io.steward.model.command.CommandId;
import io.steward.model.event.Audited;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.event.OutputChunk;
import io.steward.model.subject.ProcessName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The events that the controller understands, as bytes. Stateless; any thread may call it. */
public final class EventCodec {
    /** The largest event that is read. */
    public static final int LARGEST_EVENT = 900 * 1024;

    private EventCodec() {}

    public static byte[] encode(Hello hello) {
        ObjectNode json = versioned();
        json.put("version", hello.version());
        json.put("journalId", hello.journalId());
        json.put("bootId", hello.bootId());
        json.put("startedAt", Json.time(hello.startedAt()));
        ArrayNode processes = json.putArray("processes");
        hello.processes().forEach(process -> processes.add(process.toString()));
        return Json.bytes(json);
    }

    public static Hello decodeHello(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        List<ProcessName> processes = new ArrayList<>();
        for (String name : fields.list("processes")) {
            processes.add(processName(name));
        }
        return new Hello(
                fields.text("version"),
                fields.text("journalId"),
                fields.text("bootId"),
                fields.time("startedAt"),
                processes);
    }

    public static byte[] encode(Heartbeat heartbeat) {
        ObjectNode json = versioned();
        json.put("at", Json.time(heartbeat.at()));
        json.put("bootId", heartbeat.bootId());
        json.put("uptime", heartbeat.uptime().toString());
        json.put("interval", heartbeat.interval().toString());
        json.put("queued", heartbeat.queued());
        json.put("running", heartbeat.running());
        json.put("outbox", heartbeat.outbox());
        json.put("dropped", heartbeat.dropped());
        json.put("redelivered", heartbeat.redelivered());
        json.put("leaving", heartbeat.leaving());
        heartbeat.skew().ifPresent(skew -> json.put("skew", skew.toString()));
        heartbeat.condition().ifPresent(condition -> json.put("condition", condition));
        return Json.bytes(json);
    }

    public static Heartbeat decodeHeartbeat(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        return new Heartbeat(
                fields.time("at"),
                fields.text("bootId"),
                fields.optionalDuration("uptime").orElse(Duration.ZERO),
                fields.optionalDuration("interval").orElse(Duration.ofSeconds(15)),
                fields.optionalNumber("queued", 0).orElse(0L),
                fields.optionalNumber("running", 0).orElse(0L),
                fields.optionalNumber("outbox", 0).orElse(0L),
                fields.optionalNumber("dropped", 0).orElse(0L),
                fields.optionalNumber("redelivered", 0).orElse(0L),
                fields.flag("leaving"),
                fields.optionalDifference("skew"),
                fields.optionalText("condition"));
    }

    public static byte[] encode(Facts facts) {
        ObjectNode json = versioned();
        facts.more().forEach(json::put);
        json.put("hostname", facts.hostname());
        json.put("os", facts.os());
        json.put("arch", facts.arch());
        json.put("cpus", facts.cpus());
        json.put("memoryBytes", facts.memoryBytes());
        json.set("labels", Json.tree(facts.labels()));
        return Json.bytes(json);
    }

    public static Facts decodeFacts(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        return new Facts(
                fields.text("hostname"),
                fields.text("os"),
                fields.text("arch"),
                Math.toIntExact(Math.min(fields.number("cpus", 0), Integer.MAX_VALUE)),
                fields.number("memoryBytes", 0),
                fields.texts("labels"),
                fields.scalarsExcept("v", "hostname", "os", "arch", "cpus", "memoryBytes", "labels"));
    }

    public static byte[] encode(OutputChunk chunk) {
        ObjectNode json = versioned();
        json.put("seq", chunk.seq());
        json.put("stream", chunk.stream().name().toLowerCase(Locale.ROOT));
        json.put("offset", chunk.offset());
        json.put("text", chunk.text());
        return Json.bytes(json);
    }

    /** The piece in these bytes; the command's id is the domain of the subject it came on. */
    public static OutputChunk decodeOutput(CommandId id, byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        return new OutputChunk(
                id,
                fields.number("seq", 0),
                fields.optionalLowerCaseConstant("stream", OutputChunk.Std.class)
                        .orElse(OutputChunk.Std.STDOUT),
                fields.optionalNumber("offset", 0).orElse(0L),
                fields.text("text"));
    }

    public static byte[] encode(Enrolled enrolled) {
        ObjectNode json = versioned();
        json.put("at", Json.time(enrolled.at()));
        json.put("by", enrolled.by());
        return Json.bytes(json);
    }

    public static Enrolled decodeEnrolled(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        return new Enrolled(fields.time("at"), fields.text("by"));
    }

    public static byte[] encode(Connection connection) {
        ObjectNode json = versioned();
        json.put("at", Json.time(connection.at()));
        json.put("online", connection.online());
        json.put("reason", connection.reason());
        return Json.bytes(json);
    }

    public static Connection decodeConnection(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        return new Connection(
                fields.time("at"),
                fields.flag("online"),
                fields.optionalText("reason").orElse(""));
    }

    /** An audit entry as the fields of a message, without its time. */
    public static Map<String, Object> fields(Audited audited) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("who", audited.who());
        audited.role().ifPresent(role -> fields.put("role", role));
        fields.put("action", audited.action());
        Map<String, String> target = new LinkedHashMap<>();
        audited.method().ifPresent(method -> target.put("method", method));
        audited.domain().ifPresent(domain -> target.put("domain", domain));
        audited.commandId().ifPresent(id -> target.put("commandId", id));
        fields.put("target", target);
        fields.put("nodes", audited.nodes());
        fields.put("allowed", audited.allowed());
        audited.code().ifPresent(code -> fields.put("code", code));
        audited.detail().ifPresent(detail -> fields.put("detail", detail));
        return fields;
    }

    public static Audited decodeAudited(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_EVENT);
        Fields target = fields.optionalFields("target").orElseGet(() -> new Fields(Json.object(), "target."));
        return new Audited(
                fields.time("at"),
                fields.text("who"),
                fields.optionalText("role"),
                fields.text("action"),
                fields.list("nodes"),
                target.optionalText("method"),
                target.optionalText("domain"),
                target.optionalText("commandId"),
                fields.flag("allowed"),
                fields.optionalText("code"),
                fields.optionalText("detail"));
    }

    private static ObjectNode versioned() {
        ObjectNode json = Json.object();
        json.put("v", Codec.VERSION);
        return json;
    }

    private static ProcessName processName(String name) throws Unreadable {
        int dot = name.indexOf('.');
        try {
            return new ProcessName(name.substring(0, Math.max(dot, 0)), name.substring(dot + 1));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(
                    "bad-field", "field \"processes\" holds \"" + name + "\", which is not <method>.<domain>");
        }
    }
}
