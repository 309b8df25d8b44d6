package io.steward.agent.outbox;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.steward.agent.outbox.Namesakes.Verdict;
import io.steward.model.event.Heartbeat;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.nats.Dispatchers;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import io.steward.nats.LinkListener;
import io.steward.nats.StreamNames;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Says that the agent is there: at once when the link comes up, and when it is told to. Any thread. Nothing is kept.
 *
 * <p>The stream's receipt for each beat goes to an inbox that all connections of this node's name share, and tells which
 * instance beat and how long it has run: so two agents with one name find each other, although a node may hear nothing
 * but its own inboxes.
 */
public final class Pulse implements LinkListener {
    private final String subject;
    private final String inbox;
    private final String instance;
    private final Link link;
    private final Dispatchers dispatchers;
    private final Function<Boolean, Heartbeat> now;
    private final Consumer<String> stays;
    private final Consumer<String> goes;
    private final Namesakes namesakes;
    private final long startedAt = System.nanoTime();

    /**
     * @param instance of this run of the agent; letters, digits and dashes
     * @param now the heartbeat of this moment, told whether the agent is leaving
     * @param stays hears of a newer agent with this node's name, {@code goes} of an older one: this one has to end
     */
    public Pulse(
            NodeName node,
            String instance,
            Link link,
            Dispatchers dispatchers,
            Function<Boolean, Heartbeat> now,
            Consumer<String> stays,
            Consumer<String> goes) {
        this.subject = Subject.presence(node, "heartbeat", "agent").toString();
        this.inbox = StreamNames.inboxPrefix(node) + ".beat.";
        this.instance = instance;
        this.link = link;
        this.dispatchers = dispatchers;
        this.now = now;
        this.stays = stays;
        this.goes = goes;
        this.namesakes = new Namesakes(instance);
    }

    @Override
    public void changed(LinkEvent event, Connection connection) {
        if (event == LinkEvent.CONNECTED || event == LinkEvent.REBUILT) {
            dispatchers.on(connection).subscribe(inbox + "*.*", receipt -> heard(connection, receipt));
        }
        if (event != LinkEvent.DISCONNECTED) {
            beat(connection, false);
        }
    }

    /** One heartbeat, if there is a link. */
    public void beat() {
        link.connection().ifPresent(connection -> beat(connection, false));
    }

    /** The last word before a clean stop; waits a little until it is out. */
    public void leave(Duration patience) {
        link.connection().ifPresent(connection -> {
            beat(connection, true);
            try {
                connection.flush(patience);
            } catch (TimeoutException e) {
                return; // the node will be missed by its silence
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void beat(Connection connection, boolean leaving) {
        try {
            String receipt = inbox + instance + "." + age().toMillis();
            connection.publish(subject, receipt, EventCodec.encode(now.apply(leaving)));
        } catch (IllegalStateException e) {
            return; // the link is just being lost; the next beat says it
        }
    }

    private synchronized void heard(Connection connection, Message receipt) {
        String beat = receipt.getSubject().substring(inbox.length());
        int dot = beat.indexOf('.');
        Duration age = Duration.ofMillis(Long.parseLong(beat.substring(dot + 1)));
        Verdict verdict = namesakes.heard(beat.substring(0, dot), age, age());
        if (verdict.answer()) {
            beat(connection, false);
        }
        verdict.stays().ifPresent(stays);
        verdict.goes().ifPresent(goes);
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
