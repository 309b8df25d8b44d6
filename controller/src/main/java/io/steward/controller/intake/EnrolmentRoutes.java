package io.steward.controller.intake;

import io.javalin.http.HandlerType;
import io.steward.controller.enrol.FrontDesk;
import io.steward.controller.enrol.FrontDesk.Admission;
import io.steward.controller.enrol.NotLetIn;
import io.steward.model.subject.NodeName;
import io.steward.model.wire.Json;
import io.steward.nats.keys.EnrolmentRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How machines become nodes and cease to be: the one door that is open to those who have no token of the API. */
final class EnrolmentRoutes {
    private static final Duration USUAL = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(90);
    private static final String FINGERPRINT = "SHA256: and 43 characters, as the machine's agent logs it";

    private final FrontDesk desk;
    private final AskLimit limit = new AskLimit(System::nanoTime);

    EnrolmentRoutes(FrontDesk desk) {
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                new Route(HandlerType.POST, "/api/v1/enrolments", Optional.empty(), judged(this::ask)),
                Route.get("/api/v1/enrolments", this::list),
                Route.post("/api/v1/nodes/{node}/token", Role.ADMIN, judged(this::token)),
                Route.post("/api/v1/nodes/{node}/approve", Role.ADMIN, judged(this::approve)),
                Route.post("/api/v1/nodes/{node}/revoke", Role.ADMIN, judged(this::revoke)));
    }

    private void ask(Call call) throws Exception {
        call.params();
        String from = call.context().ip();
        if (!limit.admits(from)) {
            throw new Refusal(
                    new Problem(429, "too-often", "This is asked too often", "ask again in some seconds, and seldom"));
        }
        RequestFields fields = RequestFields.of(call.body(), "", "node", "publicKey", "boxKey", "token", "signature");
        String name = fields.text("node", "a node name");
        byte[] signature = fields.parsed("signature", Base64.getUrlDecoder()::decode, "64 bytes in base64url")
                .orElseThrow(() -> Refusal.missing("signature", "64 bytes in base64url"));
        Optional<Admission> admission = desk.ask(request(NodeName.of(name), fields), signature, from);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("node", name);
        if (admission.isEmpty()) {
            json.put("waiting", true);
            call.answer(202, json);
        } else {
            json.put("jwt", admission.get().jwt());
            json.put("expiresAt", Json.time(admission.get().expiresAt()));
            json.put("fingerprint", admission.get().fingerprint());
            call.answer(200, json);
        }
    }

    private static EnrolmentRequest request(NodeName node, RequestFields fields) {
        String publicKey = fields.text("publicKey", "a user's public key, U and 55 characters");
        String boxKey = fields.text("boxKey", "32 bytes in base64url without padding");
        Optional<String> token = fields.optionalText("token", "a token of 'steward enrol'");
        try {
            return new EnrolmentRequest(node, publicKey, boxKey, token);
        } catch (IllegalArgumentException e) {
            String field = String.valueOf(e.getMessage()).startsWith("boxKey") ? "boxKey" : "publicKey";
            throw new Refusal(Problem.badField(field, "field " + e.getMessage()));
        }
    }

    private void list(Call call) {
        call.params();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("waiting", desk.waiting());
        json.put("claims", desk.claims().stream().map(Rows::of).toList());
        call.answer(200, json);
    }

    private void token(Call call) throws Exception {
        call.params();
        NodeName node = NodeName.of(call.path("node"));
        RequestFields fields = RequestFields.of(call.body(), "", "expires", "replace");
        Duration holds = fields.positiveDuration("expires").orElse(USUAL);
        if (holds.compareTo(LONGEST) > 0) {
            throw Refusal.badField("expires", holds.toString(), "at most " + LONGEST);
        }
        FrontDesk.FreshToken token = desk.makeToken(
                node, holds, fields.flag("replace"), call.caller().name());
        call.answer(
                201, Map.of("node", node.value(), "token", token.token(), "expiresAt", Json.time(token.expiresAt())));
    }

    private void approve(Call call) throws Exception {
        call.params();
        NodeName node = NodeName.of(call.path("node"));
        String fingerprint = RequestFields.of(call.body(), "", "fingerprint").text("fingerprint", FINGERPRINT);
        if (!fingerprint.matches("SHA256:[A-Za-z0-9+/]{43}")) {
            throw Refusal.badField("fingerprint", fingerprint, FINGERPRINT);
        }
        boolean waits = desk.approve(node, fingerprint, call.caller().name());
        call.answer(200, Map.of("node", node.value(), "fingerprint", fingerprint, "waiting", waits));
    }

    private void revoke(Call call) throws Exception {
        call.params();
        NodeName node = NodeName.of(call.path("node"));
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("node", node.value());
        json.put("publicKey", desk.revoke(node, call.caller().name()).orElse(null));
        call.answer(200, json);
    }

    private static Route.Endpoint judged(Route.Endpoint endpoint) {
        return call -> {
            try {
                endpoint.serve(call);
            } catch (NotLetIn e) {
                throw new Refusal(problem(e));
            }
        };
    }

    private static Problem problem(NotLetIn refused) {
        return switch (refused.reason()) {
            case NO_SIGNING_KEY -> of(refused, 409, "no-signing-key", "This controller lets no machine in");
            case NO_PROOF ->
                of(refused, 400, "no-proof", "Who asks does not have the key").about("signature");
            case BAD_TOKEN ->
                of(refused, 403, "bad-token", "The token does not hold").about("token");
            case NAME_TAKEN ->
                of(refused, 409, "name-taken", "The name is another machine's").about("node");
            case REVOKED -> of(refused, 403, "revoked", "The key is revoked").about("publicKey");
            case OWN_NAME ->
                of(refused, 400, "bad-field", "The request can't be understood").about("node");
            case FULL -> of(refused, 429, "too-many-wait", "Too many machines wait");
        };
    }

    private static Problem of(NotLetIn refused, int status, String slug, String title) {
        return new Problem(status, slug, title, String.valueOf(refused.getMessage()));
    }
}
