package io.steward.model.wire;

import io.steward.model.command.Ack;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Journaled;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Output;
import io.steward.model.command.Signed;
import io.steward.model.command.Status;
import io.steward.model.subject.Kind;
import io.steward.model.subject.Subject;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ObjectNode;

/**
 * Commands and ACKs as bytes (contract, section 4). Stateless; any thread may call it.
 *
 * <p>Decoding never answers with half a message: it returns a valid value or throws {@link Unreadable}.
 */
public final class Codec {
    /** The largest command that is accepted, in bytes of JSON. */
    public static final int LARGEST_COMMAND = 900 * 1024;
    /** The largest ACK that is read; two outputs of 256 KiB grow sixfold at worst when they are escaped. */
    public static final int LARGEST_ACK = 8 * 1024 * 1024;

    static final int VERSION = 1;
    private static final int LONGEST_NAME = 200;
    static final String SIGNATURE = "signature";

    private static final String ID = "a UUID of version 7 in lower case, as RFC 9562 writes it";

    private static final String SIGNATURE_VALUE = "64 bytes in base64url, under the name of a key";
    private static final String JOURNAL = "1 to 64 characters of A-Z a-z 0-9 _ -";

    private Codec() {}

    public static byte[] encode(Command command) {
        ObjectNode json = Json.object();
        json.put("v", VERSION);
        json.put("id", command.id().value());
        json.put("issuedBy", command.issuedBy());
        json.put("issuedAt", Json.time(command.issuedAt()));
        command.expiresAt().ifPresent(time -> json.put("expiresAt", Json.time(time)));
        command.timeout().ifPresent(timeout -> json.put("timeout", timeout.toString()));
        json.put("onCrash", command.onCrash().name().toLowerCase(Locale.ROOT));
        if (command.supersedes()) {
            json.put("supersedes", true);
        }
        json.set("args", Json.tree(command.args().fields()));
        command.reason().ifPresent(reason -> json.put("reason", reason));
        command.requestKey().ifPresent(key -> json.put("requestKey", key));
        command.signature()
                .ifPresent(signature ->
                        json.putObject(SIGNATURE).put("key", signature.key()).put("value", signature.value()));
        return Json.bytes(json);
    }

    /** The command in these bytes, which were published on {@code subject}, a subject of commands. */
    public static Command decodeCommand(Subject subject, byte[] bytes) throws Unreadable {
        if (subject.kind() != Kind.COMMAND) {
            throw new Unreadable(
                    "bad-field", "subject \"" + subject + "\" is not allowed: commands go on <node>.command.…");
        }
        Fields fields = Json.message(bytes, LARGEST_COMMAND);
        return new Command(
                fields.word("id", CommandId::of, ID),
                subject,
                issuer(fields),
                fields.time("issuedAt"),
                fields.optionalTime("expiresAt"),
                fields.optionalDuration("timeout"),
                fields.optionalLowerCaseConstant("onCrash", OnCrash.class).orElse(OnCrash.REPORT),
                fields.flag("supersedes"),
                new Args(fields.object("args")),
                fields.optionalText("reason"),
                fields.optionalText("requestKey"),
                signature(fields));
    }

    private static String issuer(Fields fields) throws Unreadable {
        String issuer = fields.text("issuedBy");
        if (issuer.length() > LONGEST_NAME) {
            throw new Unreadable(
                    "bad-field",
                    "field \"issuedBy\" of " + issuer.length() + " characters is not allowed: use at most "
                            + LONGEST_NAME);
        }
        return issuer;
    }

    public static byte[] encode(Ack ack) {
        ObjectNode json = Json.object();
        json.put("v", VERSION);
        json.put("id", ack.id().value());
        json.put("status", ack.status().name());
        json.put("at", Json.time(ack.at()));
        ack.deliveredAt().ifPresent(time -> json.put("deliveredAt", Json.time(time)));
        ack.startedAt().ifPresent(time -> json.put("startedAt", Json.time(time)));
        json.put("attempt", ack.attempt());
        ack.journaled().ifPresent(by -> {
            json.put("journal", by.journal());
            by.number().ifPresent(number -> json.put("n", number));
        });
        if (ack.status().terminal()) {
            json.put("exitCode", ack.exitCode().orElse(null));
            Output output = ack.output();
            json.put("stdout", output.stdout());
            json.put("stderr", output.stderr());
            json.put("stdoutBytes", output.stdoutBytes());
            json.put("stderrBytes", output.stderrBytes());
            json.put("truncated", output.truncated());
            json.set("error", ack.error().map(Codec::fault).orElse(null));
        }
        return Json.bytes(json);
    }

    public static Ack decodeAck(byte[] bytes) throws Unreadable {
        Fields fields = Json.message(bytes, LARGEST_ACK);
        Optional<Fields> error = fields.optionalFields("error");
        return new Ack(
                fields.word("id", CommandId::of, ID),
                fields.constant("status", Status.class),
                fields.time("at"),
                fields.optionalTime("deliveredAt"),
                fields.optionalTime("startedAt"),
                Math.toIntExact(Math.min(fields.optionalNumber("attempt", 0).orElse(0L), Integer.MAX_VALUE)),
                fields.optionalInt("exitCode"),
                new Output(
                        fields.optionalText("stdout").orElse(""),
                        fields.optionalText("stderr").orElse(""),
                        fields.optionalNumber("stdoutBytes", 0).orElse(0L),
                        fields.optionalNumber("stderrBytes", 0).orElse(0L),
                        fields.flag("truncated")),
                error.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Fault(
                                error.get().text("code"),
                                error.get().optionalText("message").orElse(""))),
                journaled(fields));
    }

    private static Optional<Signed> signature(Fields fields) throws Unreadable {
        Optional<Fields> signature = fields.optionalFields(SIGNATURE);
        if (signature.isEmpty()) {
            return Optional.empty();
        }
        String key = signature.get().text("key");
        return Optional.of(signature.get().word("value", value -> new Signed(key, value), SIGNATURE_VALUE));
    }

    private static Optional<Journaled> journaled(Fields fields) throws Unreadable {
        Optional<String> journal = fields.optionalWord("journal", Journaled::journalId, JOURNAL);
        Optional<Long> number = fields.optionalNumber("n", 1);
        return journal.map(
                id -> new Journaled(id, number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty()));
    }

    private static ObjectNode fault(Fault fault) {
        ObjectNode json = Json.object();
        json.put("code", fault.code());
        json.put("message", fault.message());
        return json;
    }
}
