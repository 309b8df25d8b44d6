package io.steward.controller.projection;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.steward.controller.projection.Jdbc.Row;
import io.steward.model.command.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet in numbers, from totals and small tables that the fold keeps. Any thread; asks the database at most once in
 * two seconds. Has no series per node.
 */
public final class StateGauges {
    private record Numbers(
            Instant at,
            Map<Status, Long> commands,
            long nodes,
            long online,
            long redeliveries,
            Map<String, Long> findings,
            Optional<Instant> oldest) {}

    private static final Logger LOG = LoggerFactory.getLogger(StateGauges.class);
    private static final Duration FRESH = Duration.ofSeconds(2);
    private static final List<String> PROBLEMS = List.of("gap", "effect", "delivery", "conflict", "orphan");
    /** The cheap part of delivery_finding: tables that are empty when all is well, and one row per journal. */
    private static final String FINDINGS = """
            select 'gap' as problem, count(*) as findings from steward.journal_told
            where (told < highest or number_sum <> highest * (highest + 1) / 2)
                and (open_since is null or last_at >= open_since + interval '2' minute)
            union all
            select lower(kind), count(*) from steward.second_time where kind <> 'ORPHAN' group by lower(kind)
            union all
            select kind, count(*) from steward.doubt
            where not (kind = 'orphan' and status in ('REJECTED', 'DELIVERED') and command_id in (
                select d.command_id from steward.doubt d where d.kind = 'orphan' and d.status = 'REJECTED'))
            and not (kind = 'orphan' and exists (
                select 1 from steward.command c
                where c.id = doubt.command_id and c.status not in ('QUEUED', 'DELIVERED', 'STARTED')))
            group by kind
            """;

    private final StateDatabase database;
    private final InstantSource clock;
    private Numbers numbers = new Numbers(Instant.MIN, Map.of(), 0, 0, 0, Map.of(), Optional.empty());

    private StateGauges(StateDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public static void register(StateDatabase database, InstantSource clock, MeterRegistry meters) {
        StateGauges gauges = new StateGauges(database, clock);
        for (Status status : Status.values()) {
            gauge("steward.commands", gauges, g -> g.fresh().commands().getOrDefault(status, 0L))
                    .description("commands in the state database, by the status they are in now")
                    .tag("status", status.name())
                    .register(meters);
        }
        nodes("online", gauges, now -> now.online()).register(meters);
        nodes("offline", gauges, now -> now.nodes() - now.online()).register(meters);
        for (String problem : PROBLEMS) {
            gauge("steward.delivery.findings", gauges, g -> g.fresh().findings().getOrDefault(problem, 0L))
                    .description("what contradicts exactly-once delivery; delivery_proof lists it")
                    .tag("problem", problem)
                    .register(meters);
        }
        FunctionCounter.builder("steward.redeliveries", gauges, g -> g.fresh().redeliveries())
                .description("deliveries that agents had been given before, as their heartbeats tell")
                .register(meters);
        gauge("steward.queue.oldest.age", gauges, StateGauges::oldestAge)
                .description("age of the oldest command that has not ended; 0 without one")
                .baseUnit("seconds")
                .register(meters);
    }

    private static Gauge.Builder<StateGauges> nodes(String state, StateGauges gauges, ToLongFunction<Numbers> count) {
        return gauge("steward.nodes", gauges, g -> count.applyAsLong(g.fresh()))
                .description("nodes enrolled or heard of, by whether they are here now")
                .tag("state", state);
    }

    private static Gauge.Builder<StateGauges> gauge(
            String name, StateGauges gauges, ToDoubleFunction<StateGauges> value) {
        return Gauge.builder(name, gauges, value).strongReference(true);
    }

    private double oldestAge() {
        Numbers now = fresh();
        return now.oldest()
                .map(oldest -> Math.max(0, Duration.between(oldest, now.at()).toMillis() / 1000.0))
                .orElse(0.0);
    }

    private synchronized Numbers fresh() {
        Instant now = clock.instant();
        if (numbers.at().plus(FRESH).isBefore(now)) {
            try (Connection connection = database.connect()) {
                numbers = read(connection, now);
            } catch (SQLException e) {
                LOG.info("the fleet's numbers can't be read: {}", e.getMessage());
            }
        }
        return numbers;
    }

    private static Numbers read(Connection connection, Instant now) throws SQLException {
        Map<Status, Long> commands = new EnumMap<>(Status.class);
        Jdbc.query(
                        connection,
                        "select status, sum(commands) as commands from steward.status_totals group by status",
                        new Row(),
                        row -> Map.entry(Status.valueOf(row.getString("status")), row.getLong("commands")))
                .forEach(entry -> commands.put(entry.getKey(), entry.getValue()));
        List<long[]> nodes = Jdbc.query(
                connection,
                "select count(*) as nodes, count(*) filter (where online) as online from public.node_state",
                new Row(),
                row -> new long[] {row.getLong("nodes"), row.getLong("online")});
        List<Optional<Instant>> oldest = Jdbc.query(
                connection,
                "select min(queued_at) as oldest from steward.open_command",
                new Row(),
                row -> Jdbc.instant(row, "oldest"));
        List<Long> redeliveries = Jdbc.query(
                connection,
                "select coalesce(sum(redelivered), 0) as redeliveries from steward.presence",
                new Row(),
                row -> row.getLong("redeliveries"));
        return new Numbers(
                now,
                commands,
                nodes.get(0)[0],
                nodes.get(0)[1],
                redeliveries.get(0),
                findings(connection),
                oldest.get(0));
    }

    private static Map<String, Long> findings(Connection connection) throws SQLException {
        Map<String, Long> findings = new HashMap<>();
        Jdbc.query(connection, FINDINGS, new Row(), row -> Map.entry(row.getString("problem"), row.getLong("findings")))
                .forEach(entry -> findings.put(entry.getKey(), entry.getValue()));
        return findings;
    }
}
