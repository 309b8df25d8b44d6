package io.steward.controller.log;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Json;
import io.steward.nats.Link;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the controller itself has to remember or to tell, into the log: {@code <controller>.event.<method>.<about>}. What
 * is published under {@link #AUDIT} and {@link #ENROLMENT} is kept by the stream AUDIT.
 *
 * <p>Any thread. A call returns when the log has stored the event, or throws. Nothing here is secret: never a token, never
 * an argument of a command.
 */
public final class ControlEvents {
    /** The method of events that say who was let do what, and who was not. */
    public static final String AUDIT = "audit";

    /** The method of events that say how a node came to belong to the fleet, and how it ceased to. */
    public static final String ENROLMENT = "enrolment";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Link link;
    private final NodeName controller;
    private final InstantSource clock;

    /** @param controller the controller's own node name */
    public ControlEvents(Link link, NodeName controller, InstantSource clock) {
        this.link = link;
        this.controller = controller;
        this.clock = clock;
    }

    /**
     * Publishes and waits until it is stored.
     *
     * @param about the last token of the subject: an action, a node
     * @param body its fields; {@code v} and {@code at} are put before them
     * @param messageId the same for a repeat, which within two minutes is not stored again
     * @return whether it was new
     * @throws IOException when the broker can't be reached or refuses; it may have been stored all the same
     */
    public boolean publish(String method, String about, Map<String, ?> body, String messageId)
            throws IOException, InterruptedException {
        Connection connection = link.await(PATIENCE).orElseThrow(() -> new IOException("the broker can't be reached"));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("v", 1);
        json.put("at", Json.time(clock.instant()));
        json.putAll(body);
        String subject = Subject.event(controller, method, about).toString();
        PublishOptions options = PublishOptions.builder()
                .messageId(messageId)
                .expectedStream(Streams.EVENTS)
                .build();
        try {
            PublishAck ack = connection
                    .jetStream(Link.JETSTREAM)
                    .publish(subject, Json.text(json).getBytes(StandardCharsets.UTF_8), options);
            return !ack.isDuplicate();
        } catch (JetStreamApiException e) {
            throw new IOException("the broker did not store " + subject + ": " + e.getErrorDescription(), e);
        } catch (IllegalStateException e) {
            // The client says so when the link is just being lost, or takes nothing more for now.
            throw new IOException("the broker can't be told " + subject + ": " + e.getMessage(), e);
        }
    }
}
