package io.steward.controller.intake;

import io.steward.controller.issue.Repair;
import io.steward.controller.issue.RepairPlan;
import io.steward.controller.issue.RepairPlan.Kind;
import io.steward.controller.projection.Condition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The repair of a log that lost something: what it would do, and doing it. */
final class RepairRoutes {
    private static final int SHOWN = 1000;

    private final Repair repair;

    RepairRoutes(Repair repair) {
        this.repair = repair;
    }

    List<Route> routes() {
        return List.of(
                new Route(io.javalin.http.HandlerType.GET, "/api/v1/repair", Optional.of(Role.ADMIN), this::plan),
                Route.post("/api/v1/repair", Role.ADMIN, this::repair));
    }

    private void plan(Call call) throws Exception {
        call.params();
        call.answer(200, json(repair.plan(), false));
    }

    private void repair(Call call) throws Exception {
        call.params();
        call.answer(200, json(repair.repair(call.caller().name()), true));
    }

    private static Map<String, @Nullable Object> json(RepairPlan plan, boolean done) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("done", done);
        json.put(
                "conditions", plan.conditions().stream().map(RepairRoutes::json).toList());
        json.put("commandsPutBack", plan.count(Kind.COMMAND));
        json.put("acksPutBack", plan.count(Kind.ACK));
        json.put("nodesPutBack", plan.count(Kind.NODE));
        json.put("resend", plan.resend().stream().map(Object::toString).toList());
        json.put("resendSince", plan.resendSince().map(Object::toString).orElse(null));
        json.put("notRecovered", plan.notRecovered().size());
        json.put(
                "notRecoveredCommands",
                plan.notRecovered().stream()
                        .limit(SHOWN)
                        .map(RepairRoutes::json)
                        .toList());
        return json;
    }

    private static Map<String, Object> json(Condition condition) {
        return Map.of("stream", condition.stream(), "code", condition.code().name(), "message", condition.message());
    }

    private static Map<String, Object> json(RepairPlan.NotRecovered lost) {
        return Map.of(
                "id", lost.id().value(),
                "node", lost.node().value(),
                "status", lost.status().name(),
                "why", lost.why());
    }
}
