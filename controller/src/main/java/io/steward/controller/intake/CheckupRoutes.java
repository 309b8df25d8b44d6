package io.steward.controller.intake;

import io.steward.controller.intake.Checkup.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the controller's own look at everything found. */
final class CheckupRoutes {
    private final Checkup checkup;

    CheckupRoutes(Checkup checkup) {
        this.checkup = checkup;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v1/doctor", this::look));
    }

    private void look(Call call) {
        call.params();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("checks", checkup.look().stream().map(CheckupRoutes::json).toList());
        call.answer(200, json);
    }

    private static Map<String, Object> json(Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", finding.name());
        json.put("level", finding.level().word());
        json.put("what", finding.what());
        json.put("advice", finding.advice());
        return json;
    }
}
