package io.steward.controller.enrol;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PublishOptions;
import io.steward.controller.read.StateReader;
import io.steward.model.event.Enrolled;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Makes nodes part of the fleet: a durable consumer of the node's commands, named after it, and the event that says so.
 *
 * <p>Any thread, and several controllers at once. Blocks for a few requests to the broker; what it returns from is stored
 * there. Repeating is harmless: a consumer that is there is left as it is, and the event's message id is the same. A
 * consumer that is made for a node without a past begins behind the stream's last message, so the commands of an earlier
 * machine of the same name are never delivered. A consumer is deleted only where the name of a revoked node goes to
 * another machine.
 */
public final class Enrolment {
    private static final int CONSUMER_NOT_FOUND = 10014;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Link link;
    private final Streams streams;
    private final EnrolSettings settings;
    private final StateReader reader;
    private final InstantSource clock;

    public Enrolment(Link link, Streams streams, EnrolSettings settings, StateReader reader, InstantSource clock) {
        this.link = link;
        this.streams = streams;
        this.settings = settings;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Enrols the node, or finds that it is.
     *
     * @param by who wants it
     * @return whether its consumer had to be made
     * @throws IOException when the broker can't be reached; repeat it
     */
    public boolean enrol(NodeName node, String by) throws IOException, JetStreamApiException, InterruptedException {
        Connection connection = connection();
        boolean made = ensureConsumer(connection.jetStreamManagement(Link.JETSTREAM), node);
        if (made || reader.enrolled(List.of(node)).isEmpty()) {
            publishEnrolled(connection, node, by);
        }
        return made;
    }

    /** What waits for the machine that had the name is not for the one that gets it now. */
    public void startOver(NodeName node) throws IOException, JetStreamApiException, InterruptedException {
        JetStreamManagement broker = connection().jetStreamManagement(Link.JETSTREAM);
        String stream = streams.commandStream(node);
        try {
            broker.deleteConsumer(stream, node.value());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != CONSUMER_NOT_FOUND) {
                throw e;
            }
        }
        broker.addOrUpdateConsumer(stream, NodeConsumer.of(node, settings, OptionalLong.empty()));
    }

    /** Gives enrolled nodes their consumers back where they are missing, and answers whose those were. */
    public List<NodeName> mend() throws IOException, JetStreamApiException, InterruptedException {
        JetStreamManagement broker = connection().jetStreamManagement(Link.JETSTREAM);
        List<NodeName> mended = new ArrayList<>();
        List<NodeName> missing = new ArrayList<>(reader.enrolled());
        for (String stream : streams.commandStreams()) {
            Set<String> present = new HashSet<>(broker.getConsumerNames(stream));
            missing.removeIf(node -> streams.commandStream(node).equals(stream) && present.contains(node.value()));
        }
        for (NodeName node : missing) {
            if (ensureConsumer(broker, node)) {
                mended.add(node);
            }
        }
        return mended;
    }

    private boolean ensureConsumer(JetStreamManagement broker, NodeName node)
            throws IOException, JetStreamApiException {
        String stream = streams.commandStream(node);
        try {
            broker.getConsumerInfo(stream, node.value());
            return false;
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() != CONSUMER_NOT_FOUND) {
                throw e;
            }
        }
        OptionalLong open = reader.enrolled(List.of(node)).isEmpty() ? OptionalLong.empty() : reader.lowestOpen(node);
        broker.addOrUpdateConsumer(stream, NodeConsumer.of(node, settings, within(broker, stream, open)));
        return true;
    }

    // A stream that ends before a place that was folded lost what it held: its places are given anew, from the end on.
    private static OptionalLong within(JetStreamManagement broker, String stream, OptionalLong place)
            throws IOException, JetStreamApiException {
        if (place.isEmpty()) {
            return place;
        }
        long last = broker.getStreamInfo(stream).getStreamState().getLastSequence();
        return OptionalLong.of(Math.min(place.getAsLong(), last + 1));
    }

    private void publishEnrolled(Connection connection, NodeName node, String by)
            throws IOException, JetStreamApiException {
        connection
                .jetStream(Link.JETSTREAM)
                .publish(
                        Subject.event(node, "enrolled", "controller").toString(),
                        EventCodec.encode(new Enrolled(clock.instant(), by)),
                        PublishOptions.builder()
                                .messageId("enrolled." + node)
                                .expectedStream(Streams.EVENTS)
                                .build());
    }

    private Connection connection() throws IOException, InterruptedException {
        return link.await(PATIENCE).orElseThrow(() -> new IOException("the broker can't be reached"));
    }
}
