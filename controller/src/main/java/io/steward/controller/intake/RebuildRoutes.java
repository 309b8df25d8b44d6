package io.steward.controller.intake;

import io.steward.controller.projection.Fingerprint;
import io.steward.controller.projection.RebuildReport;
import io.steward.controller.projection.RebuildReport.Difference;
import io.steward.controller.projection.RebuildReport.TableReport;
import io.steward.controller.projection.RebuildStatus;
import io.steward.controller.projection.RebuildStatus.Kind;
import io.steward.controller.projection.Rebuilding;
import io.steward.model.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rebuild: begin one, and see how far it is. */
final class RebuildRoutes {
    private static final String PATH = "/api/v1/rebuild";

    private final Rebuilding rebuilding;

    RebuildRoutes(Rebuilding rebuilding) {
        this.rebuilding = rebuilding;
    }

    List<Route> routes() {
        return List.of(Route.post(PATH, Role.ADMIN, this::start), Route.get(PATH, this::status));
    }

    private void start(Call call) throws Exception {
        call.params();
        boolean verify = call.flag("verify");
        if (!rebuilding.start(verify, "asked for by " + call.caller().name())) {
            throw underWay(rebuilding.status());
        }
        call.answer(202, json(rebuilding.status()));
    }

    static Refusal underWay(RebuildStatus status) {
        return new Refusal(new Problem(
                409,
                "rebuild-under-way",
                "A rebuild is under way",
                "a rebuild or a repair is under way since "
                        + status.startedAt().map(Json::time).orElse("now") + "; GET " + PATH
                        + " tells how far it is"));
    }

    private void status(Call call) {
        call.params();
        call.answer(200, json(rebuilding.status()));
    }

    private static Map<String, @Nullable Object> json(RebuildStatus status) {
        Map<String, @Nullable Object> json = progress(status);
        json.put("verify", status.kind() == Kind.VERIFY);
        json.put("report", status.report().map(RebuildRoutes::json).orElse(null));
        return json;
    }

    /** How far it is. */
    static Map<String, @Nullable Object> progress(RebuildStatus status) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("state", status.state().word());
        json.put("reason", status.reason());
        json.put("words", status.words());
        json.put("messages", status.messages());
        json.put("total", status.total());
        json.put("rate", status.rate());
        json.put("secondsLeft", status.secondsLeft());
        json.put("startedAt", status.startedAt().map(Json::time).orElse(null));
        json.put("endedAt", status.endedAt().map(Json::time).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(RebuildReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("equal", report.equal());
        json.put("positions", new TreeMap<>(report.positions()));
        json.put("tables", report.tables().stream().map(RebuildRoutes::json).toList());
        json.put("difference", report.difference().map(RebuildRoutes::json).orElse(null));
        json.put("outside", report.outside());
        return json;
    }

    private static Map<String, @Nullable Object> json(TableReport table) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", table.table());
        json.put("equal", table.equal());
        json.put("live", json(table.live()));
        json.put("rebuilt", json(table.rebuilt()));
        return json;
    }

    private static Map<String, @Nullable Object> json(Fingerprint fingerprint) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rows", fingerprint.rows());
        json.put("fingerprint", fingerprint.hex());
        return json;
    }

    private static Map<String, @Nullable Object> json(Difference difference) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("table", difference.table());
        json.put("key", difference.key());
        json.put("column", difference.column());
        json.put("live", difference.live());
        json.put("rebuilt", difference.rebuilt());
        return json;
    }
}
