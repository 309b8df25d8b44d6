package io.steward.controller.intake;

import io.steward.controller.issue.CatchUp;
import io.steward.controller.issue.Issuer;
import io.steward.controller.issue.Order;
import io.steward.controller.issue.Receipt;
import io.steward.controller.issue.Targets;
import io.steward.controller.read.CommandFilter;
import io.steward.controller.read.Moment;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.command.Args;
import io.steward.model.command.CommandId;
import io.steward.model.command.OnCrash;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import io.steward.model.wire.RequestKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Commands: send, list, look at, cancel. */
final class CommandRoutes {
    private static final int LONGEST_KEY = 200;
    private static final Duration FOLD_PATIENCE = Duration.ofSeconds(3);
    private static final String STATUSES = "one of " + List.of(Status.values());

    private final Issuer issuer;
    private final StateReader state;
    private final CatchUp catchUp;

    CommandRoutes(Issuer issuer, StateReader state, CatchUp catchUp) {
        this.issuer = issuer;
        this.state = state;
        this.catchUp = catchUp;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/commands", Role.OPERATOR, this::send),
                Route.get("/api/v1/commands", this::list),
                Route.get("/api/v1/commands/{id}", this::one),
                Route.post("/api/v1/commands/{id}/cancel", Role.OPERATOR, this::cancel));
    }

    private void send(Call call) throws Exception {
        call.params();
        Optional<String> key = call.header("Idempotency-Key").map(CommandRoutes::requestKey);
        Order order = OrderReader.read(call.body());
        String operator = call.caller().name();
        Receipt receipt = key.isPresent()
                ? issuer.issueOnce(order, operator, RequestKey.of(operator, key.get()))
                : issuer.issue(order, operator);
        if (!receipt.complete()) {
            throw new Refusal(Receipts.problem(receipt));
        }
        call.answer(202, Receipts.json(receipt, Receipts.online(receipt, state)));
    }

    private void list(Call call) {
        Params params = call.params("node", "status", "method", "issuedBy", "limit", "after", "at", "by");
        CommandFilter filter = new CommandFilter(
                params.node("node"),
                params.parsed("status", Status::valueOf, STATUSES),
                params.token("method"),
                params.text("issuedBy"),
                params.parsed("after", CommandId::of, "the id of a command"),
                params.number("limit", 100, 1, 1000));
        Optional<Moment> moment = params.moment();
        Table table = moment.isPresent() ? state.at(moment.get()).commands(filter) : state.commands(filter);
        call.answer(200, Pages.page("commands", table, "id"));
    }

    private void one(Call call) throws InterruptedException {
        call.params();
        CommandId id = id(call);
        Map<String, @Nullable Object> json = new LinkedHashMap<>(Rows.of(row(id)));
        json.put("history", Rows.of(state.history(id)));
        call.answer(200, json);
    }

    private void cancel(Call call) throws Exception {
        call.params();
        CommandId id = id(call);
        Map<String, @Nullable Object> row = row(id);
        if (Boolean.TRUE.equals(row.get("terminal"))) {
            throw new Refusal(ended(id, row));
        }
        NodeName node = NodeName.of(String.valueOf(row.get("node")));
        Receipt receipt = issuer.issue(cancelOrder(id, node), call.caller().name());
        if (!receipt.complete()) {
            throw new Refusal(Receipts.problem(receipt));
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", receipt.stored().get(0).id().value());
        json.put("node", node.value());
        json.put("commandId", id.value());
        call.answer(202, json);
    }

    // Who has just sent a command may ask for it before it is folded.
    private Map<String, @Nullable Object> row(CommandId id) throws InterruptedException {
        Optional<Map<String, @Nullable Object>> row = state.command(id);
        if (row.isEmpty() && catchUp.await(FOLD_PATIENCE)) {
            row = state.command(id);
        }
        return row.orElseThrow(() -> Refusal.notFound("command", id.value()));
    }

    private static Order cancelOrder(CommandId id, NodeName node) {
        return new Order(
                new Targets.Named(List.of(node)),
                new ProcessName("cancel", "agent"),
                new Args(Map.of("commandId", id.value())),
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPORT,
                false,
                Optional.empty());
    }

    private static Problem ended(CommandId id, Map<String, @Nullable Object> row) {
        String status = String.valueOf(row.get("status"));
        return new Problem(
                        409,
                        "already-ended",
                        "The command has ended",
                        "command \"" + id + "\" has ended with status " + status + " and can't be canceled")
                .with(Map.of("commandStatus", status));
    }

    static CommandId id(Call call) {
        try {
            return CommandId.of(call.path("id"));
        } catch (IllegalArgumentException e) {
            throw new Refusal(Problem.badField("id", e.getMessage()));
        }
    }

    static String requestKey(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw new Refusal(Problem.badField(
                    "Idempotency-Key",
                    "header \"Idempotency-Key\" \"" + Shown.of(key) + "\" is not allowed: use 1 to " + LONGEST_KEY
                            + " characters"));
        }
        return key;
    }
}
