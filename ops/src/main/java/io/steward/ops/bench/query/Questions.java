package io.steward.ops.bench.query;

import io.steward.ops.bench.report.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is asked of a fleet of this size. Pure. */
final class Questions {
    /** Goals of the whole table and of what operators ask of it. */
    private static final Map<String, Goal> FLEET = Map.of("folding.p99", Goal.valueAtMost(50));

    private static final Map<String, Goal> NODE =
            Map.of("idle.p99", Goal.valueAtMost(5), "folding.p50", Goal.valueAtMost(5));
    private static final int PAGE = 10_000;
    private static final int LIST = 100;
    private static final String NODE_COLUMNS =
            "s.node, s.first_seen, s.agent_version, s.os, s.arch, s.labels, s.boot_id,"
                    + " s.journal_id, s.enrolled_at, s.connection_online";
    private static final String PRESENCE_COLUMNS =
            "p.heartbeat_recorded_at, p.heartbeat_until, p.leaving, p.outbox, p.dropped, p.skew_millis, p.condition";
    private static final String JOINED = " from steward.node s left join steward.node_totals t on t.node = s.node"
            + " left join steward.presence p on p.node = s.node";
    private static final String WHOLE = "select " + NODE_COLUMNS + ", t.*, " + PRESENCE_COLUMNS + JOINED;
    private static final String HERE = "heartbeat_until >= current_timestamp and not leaving";

    private final FleetSize size;

    Questions(FleetSize size) {
        this.size = size;
    }

    List<Question> all() {
        return List.of(
                whole().towards(FLEET),
                page().towards(FLEET),
                online().towards(FLEET),
                waiting().towards(FLEET),
                label().towards(FLEET),
                node().towards(NODE),
                nodePage(),
                newest(),
                counts());
    }

    private Question whole() {
        return new Question(
                "node_state.all",
                any -> {
                    List<Request> pages = new ArrayList<>();
                    for (int from = 0; from < size.nodes(); from += PAGE) {
                        String after = from == 0 ? "" : FleetSize.name(from - 1).value();
                        pages.add(Request.sql(
                                "select * from node_state where node > '" + after + "' order by node",
                                PAGE,
                                Math.min(PAGE, size.nodes() - from)));
                    }
                    return pages;
                },
                any -> List.of(WHOLE + " order by s.node"));
    }

    private Question page() {
        int most = Math.min(LIST, size.nodes());
        return new Question(
                "node_state.page",
                node -> List.of(Request.list(
                        "/api/v1/nodes?limit=" + LIST + "&after=" + FleetSize.name(Math.min(node, size.nodes() - most)),
                        "nodes",
                        most - 1)),
                node -> List.of(WHOLE + " where s.node > '" + FleetSize.name(Math.min(node, size.nodes() - most))
                        + "' order by s.node limit " + LIST));
    }

    private Question online() {
        return new Question(
                "node_state.online",
                any -> List.of(Request.sql("select count(*) from node_state where online", 1, 1)),
                any -> List.of("select count(*) from steward.presence where " + HERE));
    }

    private Question waiting() {
        return new Question(
                "node_state.waiting",
                any -> List.of(Request.sql(
                        "select node, last_seen, queued from node_state where not online and queued > 0 order by node",
                        LIST,
                        0)),
                any -> List.of("select t.node, p.heartbeat_recorded_at, t.queued from steward.node_totals t"
                        + " join steward.presence p on p.node = t.node where t.queued > 0 and not (" + HERE
                        + ") order by t.node limit " + LIST));
    }

    private Question label() {
        return new Question(
                "node_state.label",
                node -> List.of(Request.list(
                        "/api/v1/nodes?limit=" + LIST + "&where="
                                + Request.encoded("online and (labels).site = '" + size.site(node) + "'"),
                        "nodes",
                        0)),
                node -> List.of(WHOLE + " where (s.labels).site = '" + size.site(node) + "' and " + HERE
                        + " order by s.node limit " + LIST));
    }

    private Question node() {
        return new Question("node.state", node -> List.of(Request.get(path(node))), node -> plainNode(node, 20));
    }

    private Question newest() {
        int least = Math.min(50, (size.perRound() - 1) * size.rounds());
        return new Question(
                "node.commands50",
                node -> List.of(
                        Request.list("/api/v1/commands?limit=50&node=" + FleetSize.name(node), "commands", least)),
                node -> List.of(plainCommands(node, 50)));
    }

    private Question nodePage() {
        return new Question("node.page", this::browser, node -> {
            List<String> all = new ArrayList<>(plainNode(node, 20));
            all.add(plainCommands(node, 12));
            all.add("select id from steward.open_command where node = '" + FleetSize.name(node) + "'");
            all.add("select seq, method, domain, at, body from steward.event where node = '" + FleetSize.name(node)
                    + "' order by seq desc limit 50");
            return all;
        });
    }

    private Question counts() {
        return new Question(
                "counts",
                any -> List.of(Request.sql("select status, commands from command_count order by status", LIST, 2)),
                any -> List.of("select status, commands from steward.status_totals"));
    }

    /** What the page of a node asks for, as its scripts do. */
    private List<Request> browser(int node) {
        String name = "'" + FleetSize.name(node) + "'";
        return List.of(
                Request.get(path(node)),
                Request.sql(
                        "select h.changed, h.new_value, h.at from node_history h join (select changed, max(place) as"
                                + " place from node_history where node = " + name
                                + " group by changed) l on l.place = h.place order by h.changed",
                        1_000,
                        1),
                Request.sql(
                        "select c.id, c.node, c.method, c.domain, c.status, c.overdue, c.issued_by, c.issued_at,"
                                + " c.started_at, c.expires_at, case when length(c.args) <= 4000 then c.args end as args"
                                + " from open_command o join command_state c on c.id = o.id where o.node = " + name
                                + " order by case when c.status = 'STARTED' then 0 else 1 end, o.log_seq",
                        LIST,
                        0),
                Request.sql(
                        "select c.id, c.node, c.method, c.domain, c.status, c.terminal, c.overdue, c.issued_by,"
                                + " c.issued_at, c.started_at, c.finished_at, c.exit_code, c.error_message, c.reason,"
                                + " case when length(c.args) <= 4000 then c.args end as args,"
                                + " substring(c.args from 1 for 200) as args_head,"
                                + " case when c.exit_code <> 0 then right(c.stderr, 300) end as stderr"
                                + " from command_state c where c.node = " + name + " order by c.id desc",
                        12,
                        1),
                timeline(name),
                Request.sql(
                        "select changed, old_value, new_value, at from node_history where node = " + name
                                + " and at >= dateadd('hour', -24, current_timestamp) order by place desc",
                        1_000,
                        1),
                Request.sql(
                        "select new_value from node_history where node = " + name + " and changed = 'online'"
                                + " and at < dateadd('hour', -24, current_timestamp) order by place desc",
                        1,
                        0),
                Request.list("/api/v1/events?limit=50&node=" + FleetSize.name(node), "events", 1));
    }

    private static Request timeline(String name) {
        return Request.sql(
                "select id, node, method, domain, status, exit_code, queued_at, delivered_at, started_at, finished_at,"
                        + " issued_by, case when length(args) <= 2000 then args end as args from command_state"
                        + " where node = " + name + " and queued_at <= current_timestamp and (finished_at is null or"
                        + " finished_at >= dateadd('hour', -24, current_timestamp)) order by id desc",
                400,
                0);
    }

    private static String path(int node) {
        return "/api/v1/nodes/" + FleetSize.name(node);
    }

    private static List<String> plainNode(int node, int commands) {
        String name = "'" + FleetSize.name(node) + "'";
        return List.of(
                WHOLE + " where s.node = " + name,
                "select * from steward.node_change where node = " + name + " order by place desc limit 50",
                plainCommands(node, commands));
    }

    private static String plainCommands(int node, int limit) {
        return "select * from steward.command where node = '" + FleetSize.name(node) + "' order by id desc limit "
                + limit;
    }
}
