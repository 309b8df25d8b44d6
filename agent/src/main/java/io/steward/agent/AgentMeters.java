package io.steward.agent;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.steward.agent.inbox.Inbox;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.Lane;
import io.steward.agent.outbox.Outbox;
import io.steward.agent.process.ProcessTable;
import io.steward.nats.Link;

/** The agent's metrics (contract, section 8). Stateless. */
final class AgentMeters {
    private AgentMeters() {}

    static void bind(MeterRegistry meters, Journal journal, ProcessTable table, Link link, Outbox outbox, Inbox inbox) {
        Gauge.builder("steward.agent.journal.entries", journal, Journal::size)
                .description("commands that the journal knows, ended ones included")
                .register(meters);
        Gauge.builder("steward.agent.outbox.entries", journal, j -> j.owing(Lane.ACKS))
                .tag("lane", "acks")
                .description("messages that the log has not stored yet")
                .register(meters);
        Gauge.builder("steward.agent.outbox.entries", journal, j -> j.owing(Lane.EVENTS))
                .tag("lane", "events")
                .description("messages that the log has not stored yet")
                .register(meters);
        Gauge.builder("steward.agent.running", table, ProcessTable::running)
                .description("commands whose work is under way")
                .register(meters);
        Gauge.builder("steward.agent.queued", table, ProcessTable::queued)
                .description("commands that have not started")
                .register(meters);
        Gauge.builder("steward.agent.connected", link, l -> l.connection().isPresent() ? 1 : 0)
                .description("1 while the agent is connected to the broker, else 0")
                .register(meters);
        FunctionCounter.builder("steward.agent.reconnects", link, Link::reconnects)
                .description("how often the connection to the broker came back since the start")
                .register(meters);
        FunctionCounter.builder("steward.agent.dropped", journal, Journal::dropped)
                .description("events given up since the journal was made")
                .register(meters);
        FunctionCounter.builder("steward.agent.duplicates", outbox, Outbox::duplicates)
                .description("messages sent since the start that the log had already")
                .register(meters);
        FunctionCounter.builder("steward.agent.redeliveries", inbox, Inbox::redelivered)
                .description("deliveries since the start that had been delivered before")
                .register(meters);
    }
}
