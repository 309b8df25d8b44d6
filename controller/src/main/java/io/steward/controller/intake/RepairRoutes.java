package io.steward.controller.intake;

import io.javalin.http.HandlerType;
import io.steward.controller.issue.Repair;
import io.steward.controller.issue.RepairPlan;
import io.steward.controller.projection.Condition;
import io.steward.model.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The repair of a log that lost something: finding out what it would do, doing it, and how far it is. */
final class RepairRoutes {
    private static final String PATH = "/api/v1/repair";

    private final Repair repair;
    private final Supplier<List<Condition>> broken;

    /** @param broken what is wrong with the log now */
    RepairRoutes(Repair repair, Supplier<List<Condition>> broken) {
        this.repair = repair;
        this.broken = broken;
    }

    List<Route> routes() {
        return List.of(
                new Route(HandlerType.GET, PATH, Optional.of(Role.ADMIN), this::status),
                Route.post(PATH, Role.ADMIN, this::start));
    }

    private void start(Call call) throws Exception {
        call.params();
        if (!repair.start(call.flag("plan"), call.caller().name())) {
            throw RebuildRoutes.underWay(repair.status());
        }
        call.answer(202, json());
    }

    private void status(Call call) {
        call.params();
        call.answer(200, json());
    }

    private Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = RebuildRoutes.progress(repair.status());
        json.put("conditions", broken.get().stream().map(RepairRoutes::json).toList());
        json.put("plan", repair.last().map(RepairRoutes::json).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(RepairPlan plan) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("done", plan.done());
        json.put(
                "conditions", plan.conditions().stream().map(RepairRoutes::json).toList());
        json.put("commandsPutBack", plan.commands());
        json.put("acksPutBack", plan.acks());
        json.put("nodesPutBack", plan.nodes());
        json.put("resend", plan.resend().stream().map(Object::toString).toList());
        json.put("resendSince", plan.resendSince().map(Json::time).orElse(null));
        json.put("notRecovered", plan.notRecovered());
        json.put(
                "notRecoveredCommands",
                plan.firstNotRecovered().stream().map(RepairRoutes::json).toList());
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
