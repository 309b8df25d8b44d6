package io.steward.controller.intake;

import io.steward.controller.issue.Receipt;
import io.steward.controller.issue.SignedIssuer;
import io.steward.controller.read.StateReader;
import io.steward.model.command.Command;
import io.steward.model.trust.Policy;
import io.steward.model.wire.PolicyCodec;
import io.steward.model.wire.RequestKey;
import java.util.List;
import java.util.Optional;

/** Commands that their issuers sign themselves, and the policy by which they are judged. */
final class SignedRoutes {
    private final SignedIssuer issuer;
    private final StateReader state;

    SignedRoutes(SignedIssuer issuer, StateReader state) {
        this.issuer = issuer;
        this.state = state;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/signed-commands", Role.OPERATOR, this::send),
                Route.get("/api/v1/policy", this::policy));
    }

    private void send(Call call) throws Exception {
        call.params();
        Optional<String> key = call.header("Idempotency-Key").map(CommandRoutes::requestKey);
        List<Command> commands = SignedReader.read(call.body(), call.caller());
        Receipt receipt =
                key.isPresent() ? issuer.issueOnce(commands, requestKey(commands, key.get())) : issuer.issue(commands);
        if (!receipt.complete()) {
            throw new Refusal(Receipts.problem(receipt));
        }
        call.answer(202, Receipts.json(receipt, Receipts.online(receipt, state)));
    }

    private void policy(Call call) {
        call.params();
        Policy policy = issuer.admission()
                .policy()
                .orElseThrow(() -> new Refusal(new Problem(
                        404,
                        "no-policy",
                        "This controller has no policy",
                        "the controller has no policy: set policy.file in its configuration")));
        call.answer(200, Documents.plainObject(Documents.json(PolicyCodec.encode(policy))));
    }

    private static String requestKey(List<Command> commands, String key) {
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            String expected = RequestKey.of(command.issuedBy(), key);
            if (!command.requestKey().equals(Optional.of(expected))
                    || !command.issuedBy().equals(commands.get(0).issuedBy())) {
                throw Refusal.badField(
                        "commands[" + i + "].message.requestKey",
                        command.requestKey().orElse(""),
                        "\"" + expected + "\" with this Idempotency-Key");
            }
        }
        return commands.get(0).requestKey().orElseThrow();
    }
}
