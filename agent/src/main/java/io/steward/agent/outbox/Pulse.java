package io.steward.agent.outbox;

import io.nats.client.Connection;
import io.steward.model.event.Heartbeat;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.nats.Link;
import io.steward.nats.LinkEvent;
import io.steward.nats.LinkListener;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Says that the agent is there: at once when the link comes up, and when it is told to. Any thread. Nothing is kept. */
public final class Pulse implements LinkListener {
    private final String subject;
    private final Link link;
    private final Function<Boolean, Heartbeat> now;

    /** @param now the heartbeat of this moment, told whether the agent is leaving */
    public Pulse(NodeName node, Link link, Function<Boolean, Heartbeat> now) {
        this.subject = Subject.presence(node, "heartbeat", "agent").toString();
        this.link = link;
        this.now = now;
    }

    @Override
    public void changed(LinkEvent event, Connection connection) {
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
            connection.publish(subject, EventCodec.encode(now.apply(leaving)));
        } catch (IllegalStateException e) {
            return; // the link is just being lost; the next beat says it
        }
    }
}
