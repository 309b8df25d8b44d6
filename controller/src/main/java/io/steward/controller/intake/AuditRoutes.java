package io.steward.controller.intake;

import io.steward.controller.projection.ChainChecking;
import io.steward.controller.projection.ChainReport;
import io.steward.controller.projection.ChainReport.Anchor;
import io.steward.controller.read.AuditFilter;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.wire.Json;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The audit: who did what, and whether the log is what it was. */
final class AuditRoutes {
    private static final String PATH = "/api/v1/audit";
    private static final String VERIFY = PATH + "/verify";

    private final StateReader state;
    private final ChainChecking checking;

    AuditRoutes(StateReader state, ChainChecking checking) {
        this.state = state;
        this.checking = checking;
    }

    List<Route> routes() {
        return List.of(
                Route.get(PATH, this::list),
                Route.get(VERIFY, this::status),
                Route.post(VERIFY, Role.ADMIN, this::start));
    }

    private void list(Call call) {
        Params params = call.params("node", "who", "refused", "since", "until", "limit");
        AuditFilter filter = new AuditFilter(
                params.node("node"),
                params.text("who"),
                params.parsed("refused", AuditRoutes::flag, "true or false").orElse(false),
                params.parsed("since", text -> OffsetDateTime.parse(text).toInstant(), Params.TIME),
                params.parsed("until", text -> OffsetDateTime.parse(text).toInstant(), Params.TIME),
                params.number("limit", 100, 1, 1000));
        Table table = state.audit(filter);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("entries", Rows.of(table));
        json.put("more", table.more());
        call.answer(200, json);
    }

    private void start(Call call) throws Exception {
        call.params();
        RequestFields fields = RequestFields.of(call.body(), "", "anchors");
        List<String> given = fields.has("anchors") ? fields.texts("anchors", "a list of " + Anchor.ALLOWED) : List.of();
        List<Anchor> anchors = given.stream().map(AuditRoutes::anchor).toList();
        if (!checking.start(anchors, call.caller().name())) {
            throw new Refusal(new Problem(
                    409,
                    "audit-under-way",
                    "A verification is under way",
                    "the log is being verified already; GET " + VERIFY + " tells how far it is"));
        }
        call.answer(202, json());
    }

    private void status(Call call) {
        call.params();
        call.answer(200, json());
    }

    private static Anchor anchor(String text) {
        try {
            return Anchor.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badField("anchors", text, Anchor.ALLOWED);
        }
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return text.equals("true");
    }

    private Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = RebuildRoutes.progress(checking.status());
        json.put("report", checking.report().map(AuditRoutes::json).orElse(null));
        return json;
    }

    private static Map<String, @Nullable Object> json(ChainReport report) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("equal", report.equal());
        json.put("entries", report.entries());
        json.put("streams", report.streams().stream().map(AuditRoutes::json).toList());
        json.put(
                "anchors",
                report.anchors().stream()
                        .map(anchor -> Map.of(
                                "anchor", anchor.anchor().toString(), "equal", anchor.equal(), "words", anchor.words()))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(ChainReport.StreamReport stream) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("stream", stream.stream());
        json.put("equal", stream.equal());
        json.put("entries", stream.entries());
        json.put("from", stream.from());
        json.put("begins", stream.begins());
        json.put("head", stream.head().map(Anchor::toString).orElse(null));
        json.put("headAt", stream.headAt().map(Json::time).orElse(null));
        json.put("places", stream.places());
        json.put(
                "findings",
                stream.findings().stream()
                        .map(finding -> json(stream.stream(), finding))
                        .toList());
        return json;
    }

    private static Map<String, @Nullable Object> json(String stream, ChainReport.Finding finding) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("kind", finding.kind().name());
        json.put("firstSeq", finding.firstSeq());
        json.put("lastSeq", finding.lastSeq());
        json.put("was", finding.was());
        json.put("is", finding.is());
        json.put("words", finding.words(stream));
        return json;
    }
}
