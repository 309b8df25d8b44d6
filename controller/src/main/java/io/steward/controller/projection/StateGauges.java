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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet in numbers, from totals that the fold keeps: {@code steward.commands}, {@code steward.nodes} and {@code
 * steward.queue.oldest.age}. Any thread; asks the database at most once in two seconds.
 */
public final class StateGauges {
    private record Numbers(
            Instant at,
            Map<Status, Long> commands,
            long nodes,
            long online,
            long redeliveries,
            Optional<Instant> oldest) {}

    private static final Logger LOG = LoggerFactory.getLogger(StateGauges.class);
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final StateDatabase database;
    private final InstantSource clock;
    private Numbers numbers = new Numbers(Instant.MIN, Map.of(), 0, 0, 0, Optional.empty());

    private StateGauges(StateDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    public static void register(StateDatabase database, InstantSource clock, MeterRegistry meters) {
        StateGauges gauges = new StateGauges(database, clock);
        for (Status status : Status.values()) {
            Gauge.builder("steward.commands", gauges, g -> g.fresh().commands().getOrDefault(status, 0L))
                    .tag("status", status.name())
                    .strongReference(true)
                    .register(meters);
        }
        Gauge.builder("steward.nodes", gauges, g -> g.fresh().online())
                .tag("state", "online")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "steward.nodes",
                        gauges,
                        g -> g.fresh().nodes() - g.fresh().online())
                .tag("state", "offline")
                .strongReference(true)
                .register(meters);
        FunctionCounter.builder("steward.redeliveries", gauges, g -> g.fresh().redeliveries())
                .description("Deliveries that agents had been given before, as their heartbeats tell")
                .register(meters);
        Gauge.builder("steward.queue.oldest.age", gauges, StateGauges::oldestAge)
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
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
        return new Numbers(now, commands, nodes.get(0)[0], nodes.get(0)[1], redeliveries.get(0), oldest.get(0));
    }
}
