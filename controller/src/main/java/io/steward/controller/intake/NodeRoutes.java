package io.steward.controller.intake;

import io.steward.controller.read.CommandFilter;
import io.steward.controller.read.Moment;
import io.steward.controller.read.PastState;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.Table;
import io.steward.model.subject.NodeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nodes: the list, one of them, and enrolment. */
final class NodeRoutes {
    private static final int HISTORY = 50;
    private static final int COMMANDS = 20;

    private final StateReader state;
    private final Register register;

    NodeRoutes(StateReader state, Register register) {
        this.state = state;
        this.register = register;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/nodes", this::list),
                Route.get("/api/v1/nodes/{node}", this::one),
                Route.put("/api/v1/nodes/{node}", Role.ADMIN, this::enrol));
    }

    private void list(Call call) throws Exception {
        Params params = call.params("where", "limit", "after", "at", "by");
        Optional<String> where = params.text("where");
        Optional<String> after = params.text("after");
        int limit = params.number("limit", 1000, 1, StateReader.MOST_ROWS);
        Optional<Moment> moment = params.moment();
        Table table = moment.isPresent()
                ? state.at(moment.get()).nodes(where, after, limit)
                : state.nodes(where, after, limit);
        call.answer(200, Pages.page("nodes", table, "node"));
    }

    private void one(Call call) {
        Optional<PastState> past = call.params("at", "by").moment().map(state::at);
        NodeName name = NodeName.of(call.path("node"));
        Map<String, @Nullable Object> row = (past.isPresent() ? past.get().node(name) : state.node(name))
                .orElseThrow(() -> Refusal.notFound("node", name.value()));
        Map<String, @Nullable Object> json = new LinkedHashMap<>(Rows.of(row));
        if (past.isEmpty()) {
            json.put("box_key", state.boxKey(name).orElse(null));
        }
        json.put(
                "history",
                Rows.of(past.isPresent() ? past.get().nodeHistory(name, HISTORY) : state.nodeHistory(name, HISTORY)));
        json.put(
                "commands",
                Rows.of(past.isPresent() ? past.get().commands(lastOf(name)) : state.commands(lastOf(name))));
        call.answer(200, json);
    }

    private void enrol(Call call) throws Exception {
        call.params();
        NodeName name = NodeName.of(call.path("node"));
        register.enrol(name, call.caller().name());
        call.answer(200, Map.of("node", name.value()));
    }

    private static CommandFilter lastOf(NodeName name) {
        return new CommandFilter(
                Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), COMMANDS);
    }
}
