package io.steward.ops.chaos.load;

import io.steward.model.wire.Json;
import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.load.Ledger.Cancel;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.ErrandKind;
import io.steward.ops.scratch.ControllerApi;
import io.steward.ops.scratch.ControllerApi.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks the controller. A lost answer is asked for again, with the same key and the same words. Any thread. */
final class HttpSender {
    private static final int PAUSE_MILLIS = 250;
    private static final int CANCEL_ATTEMPTS = 20;

    private final ControllerApi api;
    private final Path effects;
    private final Ledger ledger;

    HttpSender(ControllerApi api, Path effects, Ledger ledger) {
        this.api = api;
        this.effects = effects;
        this.ledger = ledger;
    }

    /** Sends until it is answered with yes or no. */
    List<Accepted> send(Errand errand) throws InterruptedException {
        Map<String, Object> body = body(errand, Instant.now());
        Map<String, String> key = Map.of("Idempotency-Key", "errand-" + errand.number());
        while (true) {
            try {
                Answer answer = api.post("/api/v1/commands", body, key);
                if (answer.status() == 202) {
                    List<Accepted> accepted = accepted(errand, answer);
                    ledger.accepted(errand, accepted);
                    return accepted;
                }
                if (answer.status() < 500) {
                    ledger.refused(errand, "HTTP " + answer.status() + " " + answer.body());
                    return List.of();
                }
            } catch (IOException e) {
                // It may have been stored: the next answer tells.
            }
            ledger.asksAgain();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    /** A cancel may come too late, and an answer to one that is lost stays lost: it is asked for again a few times. */
    void cancel(Accepted command) throws InterruptedException {
        for (int attempt = 0; attempt < CANCEL_ATTEMPTS; attempt++) {
            try {
                Answer answer = api.post("/api/v1/commands/" + command.id() + "/cancel", Map.of(), Map.of());
                if (answer.status() == 202) {
                    ledger.canceled(new Cancel(answer.body().path("id").asString(), command.node(), command.id()));
                    return;
                }
                if (answer.status() == 409) {
                    return;
                }
            } catch (IOException e) {
                // Asked again.
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        }
    }

    private static List<Accepted> accepted(Errand errand, Answer answer) {
        List<Accepted> accepted = new ArrayList<>();
        answer.body()
                .path("commands")
                .forEach(command -> accepted.add(new Accepted(
                        command.path("id").asString(), command.path("node").asString(), errand)));
        return accepted;
    }

    private Map<String, Object> body(Errand errand, Instant now) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("targets", Map.of("nodes", errand.nodes()));
        body.put("method", Script.method(errand));
        body.put("domain", errand.domain());
        body.put("args", Script.args(errand, effects));
        body.put("onCrash", Script.onCrash(errand).name().toLowerCase(Locale.ROOT));
        body.put("reason", Script.reason(errand));
        Script.timeout(errand).ifPresent(timeout -> body.put("timeout", timeout.toString()));
        if (errand.kind() == ErrandKind.EXPIRING) {
            body.put("expiresAt", Json.time(now.plus(errand.then().orElseThrow())));
        }
        if (errand.kind() == ErrandKind.SUPERSEDING) {
            body.put("supersedes", true);
        }
        return body;
    }
}
