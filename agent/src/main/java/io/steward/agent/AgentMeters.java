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
        FunctionCounter.builder("steward.agent.reconnects", link, Link::reconnects)
                .description("how often the link came back")
                .register(meters);
        FunctionCounter.builder("steward.agent.dropped", journal, Journal::dropped)
                .description("events given up since the journal was made")
                .register(meters);
        FunctionCounter.builder("steward.agent.duplicates", outbox, Outbox::duplicates)
                .description("messages that the log had before they were sent from here")
                .register(meters);
        FunctionCounter.builder("steward.agent.redeliveries", inbox, Inbox::redelivered)
                .description("deliveries that had been delivered before")
                .register(meters);
    }
}
