package io.steward.controller.intake;

import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.model.wire.SigningBytes;
import io.steward.model.wire.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Reads commands that their issuers have signed, from the body of {@code POST /api/v1/signed-commands}. Pure. What it
 * answers is written as it was signed: a message that this version would write otherwise is refused.
 */
final class SignedReader {
    private static final String ALLOWED = "a list of {\"node\",\"method\",\"domain\",\"message\"}, at least one";

    private SignedReader() {}

    static List<Command> read(JsonNode json, Caller caller) {
        JsonNode list = RequestFields.of(json, "", "commands")
                .tree("commands")
                .orElseThrow(() -> Refusal.missing("commands", ALLOWED));
        if (!list.isArray() || list.isEmpty()) {
            throw Refusal.badField("commands", Documents.word(list), ALLOWED);
        }
        List<Command> commands = new ArrayList<>(list.size());
        Set<CommandId> ids = new HashSet<>();
        for (JsonNode one : list) {
            String path = "commands[" + commands.size() + "]";
            Command command = command(one, path);
            if (!ids.add(command.id())) {
                throw Refusal.badField(path + ".message.id", command.id().value(), "each id once");
            }
            checkIssuer(command, caller, path);
            commands.add(command);
        }
        return commands;
    }

    private static Command command(JsonNode json, String path) {
        RequestFields fields = RequestFields.of(json, path + ".", "node", "method", "domain", "message");
        String message = path + ".message";
        JsonNode tree = fields.tree("message").orElseThrow(() -> Refusal.missing(message, "a signed command"));
        byte[] bytes = tree.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Subject subject = Subject.command(
                    NodeName.of(fields.text("node", "the name of a node")),
                    fields.text("method", "the name of a method"),
                    fields.text("domain", "the name of a domain"));
            Command command = Codec.decodeCommand(subject, bytes);
            if (command.signature().isEmpty()) {
                throw Refusal.missing(message + ".signature", "{\"key\":…,\"value\":…} of who issues the command");
            }
            if (!Arrays.equals(SigningBytes.of(command), SigningBytes.of(subject, bytes))) {
                throw new Refusal(Problem.badField(
                        message,
                        "field \"" + message
                                + "\" is not allowed: use the known fields only, each as it is written here,"
                                + " times with milliseconds in UTC, onCrash not left out"));
            }
            return command;
        } catch (Unreadable e) {
            throw new Refusal(Problem.badField(message, "field \"" + message + "\": " + e.getMessage()));
        } catch (InvalidName e) {
            throw new Refusal(Problem.badField(path + "." + e.field(), e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Problem.badField(message, "field \"" + message + "\" is not allowed: use values of their ranges"));
        }
    }

    private static void checkIssuer(Command command, Caller caller, String path) {
        String signer = command.signature().orElseThrow().key();
        boolean own = caller.name().equals(command.issuedBy()) || caller.role().includes(Role.ADMIN);
        if (!signer.equals(command.issuedBy()) || !own) {
            throw new Refusal(new Problem(
                            403,
                            "not-allowed",
                            "This command is another's",
                            "field \"" + path + ".message.issuedBy\" \"" + Shown.of(command.issuedBy())
                                    + "\" is not allowed: use the name of the key that signs (here \"" + signer
                                    + "\"), and a token of the same name or of role admin; nothing was sent")
                    .with(Map.of(
                            "code",
                            "wrong-issuer",
                            "count",
                            1,
                            "nodes",
                            List.of(command.node().value()))));
        }
    }
}
