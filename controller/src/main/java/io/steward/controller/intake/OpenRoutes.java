package io.steward.controller.intake;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.steward.controller.intake.Readiness.Condition;
import io.steward.controller.page.PageFiles;
import io.steward.controller.page.PageFiles.PageFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What describes the controller rather than the fleet: health, metrics, the API's description and the page. */
final class OpenRoutes {
    private static final String DESCRIPTION = "openapi.json";

    private final Readiness readiness;
    private final PrometheusMeterRegistry meters;
    private final PageFiles page;

    OpenRoutes(Readiness readiness, PrometheusMeterRegistry meters, PageFiles page) {
        this.readiness = readiness;
        this.meters = meters;
        this.page = page;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.open("/health/live", call -> call.answer(200, Map.of("live", true))));
        routes.add(Route.open("/health/ready", this::ready));
        routes.add(Route.get("/metrics", this::metrics));
        routes.add(Route.open("/openapi.json", OpenRoutes::description));
        page.files().forEach(file -> routes.add(Route.open(file.path(), call -> serve(file, call))));
        return routes;
    }

    private void ready(Call call) {
        List<Condition> conditions = readiness.conditions();
        boolean ready = conditions.stream().allMatch(Condition::met);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("ready", ready);
        json.put("conditions", conditions.stream().map(OpenRoutes::json).toList());
        call.answer(ready ? 200 : 503, json);
    }

    private void metrics(Call call) {
        call.context().contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
    }

    private static void description(Call call) throws IOException {
        call.context().contentType("application/json").result(descriptionBytes());
    }

    static byte[] descriptionBytes() throws IOException {
        try (InputStream in = OpenRoutes.class.getResourceAsStream(DESCRIPTION)) {
            if (in == null) {
                throw new IOException(DESCRIPTION + " is missing from this build");
            }
            return in.readAllBytes();
        }
    }

    private static void serve(PageFile file, Call call) {
        PageFiles.HEADERS.forEach(call.context()::header);
        call.context().header("ETag", file.tag());
        if (call.header("If-None-Match").filter(file::known).isPresent()) {
            call.context().status(304);
        } else {
            call.context().contentType(file.mediaType()).result(file.text());
        }
    }

    private static Map<String, @Nullable Object> json(Condition condition) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", condition.name());
        json.put("met", condition.met());
        json.put("words", condition.words());
        return json;
    }
}
