package io.steward.controller.intake;

import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.steward.controller.issue.Refused;
import io.steward.controller.read.BadQuery;
import io.steward.model.subject.InvalidName;
import io.steward.model.subject.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one judge of what was thrown while a request was served: which problem it is, and whether it is worth a line in the log. */
final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);
    private static final int SHOWN = 20;
    private static final String NOT_UNDERSTOOD = "The request can't be understood";

    private Judge() {}

    static Problem judge(Exception thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal.problem();
        }
        if (thrown instanceof Refused refused) {
            return refused(refused);
        }
        if (thrown instanceof InvalidName name) {
            return Problem.badField(name.field(), name.getMessage());
        }
        if (thrown instanceof BadQuery query) {
            return new Problem(400, "bad-query", "The query can't be answered", query.getMessage());
        }
        if (thrown instanceof HttpResponseException http) {
            return http(http);
        }
        if (thrown instanceof UncheckedIOException away) {
            LOG.warn("the state database can't answer: {}", away.getMessage());
            return new Problem(503, "state-away", "The state can't be read now", "the state database can't answer now");
        }
        if (thrown instanceof IOException broken) {
            return new Problem(
                    503, "log-away", "The log can't be reached now", broken.getMessage() + "; ask again in a moment");
        }
        if (thrown instanceof InterruptedException) {
            return new Problem(503, "stopping", "The controller is stopping", "ask again in a moment");
        }
        return fault(thrown);
    }

    // What happened inside is for the log; the reference leads there.
    private static Problem fault(Exception thrown) {
        String reference = UUID.randomUUID().toString();
        LOG.error("request failed, reference {}", reference, thrown);
        return new Problem(
                500,
                "fault",
                "The controller failed",
                "this is a fault of ours; the controller's log has it under " + reference);
    }

    private static Problem http(HttpResponseException thrown) {
        if (thrown instanceof MethodNotAllowedResponse) {
            return new Problem(405, "method-not-allowed", "This path does not take that method", thrown.getMessage());
        }
        return thrown.getStatus() == 404
                ? new Problem(404, "unknown-path", "There is nothing here", "GET /openapi.json lists what there is")
                : new Problem(thrown.getStatus(), "refused", NOT_UNDERSTOOD, String.valueOf(thrown.getMessage()));
    }

    private static Problem refused(Refused refused) {
        Problem problem = switch (refused.reason()) {
            case UNKNOWN_NODES ->
                of(refused, 422, "unknown-node", "Some targets are not enrolled")
                        .with(Map.of(
                                "nodes",
                                refused.nodes().stream().map(NodeName::value).toList()));
            case SIGNATURE_REQUIRED ->
                of(refused, 403, "signature-required", "Commands have to be signed by who sends them");
            case NOT_ALLOWED -> notAllowed(refused);
            case ID_TAKEN -> of(refused, 409, "id-taken", "The id belongs to another command");
            case REVOKED_NODES ->
                of(refused, 422, "revoked-node", "Some targets are revoked")
                        .with(Map.of(
                                "nodes",
                                refused.nodes().stream().map(NodeName::value).toList()));
            case NO_TARGETS -> of(refused, 422, "no-targets", "There is nobody to send it to");
            case BAD_CONDITION -> of(refused, 400, "bad-query", "The condition can't be answered");
            case TOO_LARGE -> of(refused, 413, "too-large", "The command is too large");
            case KEY_REUSED -> of(refused, 422, "key-reused", "The key belongs to another request");
            case NOT_CAUGHT_UP -> of(refused, 503, "not-caught-up", "The past can't be told now");
            case STATE_AWAY -> of(refused, 503, "state-away", "The state can't be read now");
        };
        return problem.about(refused.field());
    }

    private static Problem notAllowed(Refused refused) {
        return of(refused, 403, "not-allowed", "The policy does not allow this")
                .with(Map.of(
                        "code",
                        refused.code(),
                        "count",
                        refused.nodes().size(),
                        "nodes",
                        refused.nodes().stream()
                                .limit(SHOWN)
                                .map(NodeName::value)
                                .toList()));
    }

    private static Problem of(Refused refused, int status, String slug, String title) {
        return new Problem(status, slug, title, refused.getMessage());
    }
}
