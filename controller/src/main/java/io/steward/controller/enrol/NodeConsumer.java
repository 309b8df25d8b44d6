package io.steward.controller.enrol;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import io.steward.model.subject.NodeName;
import java.util.OptionalLong;

/** A node's durable consumer as it has to be (contract, section 3). Stateless; any thread. */
public final class NodeConsumer {
    private NodeConsumer() {}

    /**
     * What to ask a broker for.
     *
     * @param from the first place in the stream that is delivered; empty: what is stored from now on
     */
    public static ConsumerConfiguration of(NodeName node, EnrolSettings settings, OptionalLong from) {
        ConsumerConfiguration.Builder consumer = ConsumerConfiguration.builder()
                .durable(node.value())
                .filterSubject(node + ".command.>")
                .ackPolicy(AckPolicy.Explicit)
                .ackWait(settings.ackWait())
                .maxAckPending(settings.maxAckPending())
                .maxDeliver(-1);
        return from.isPresent()
                ? consumer.deliverPolicy(DeliverPolicy.ByStartSequence)
                        .startSequence(from.getAsLong())
                        .build()
                : consumer.deliverPolicy(DeliverPolicy.New).build();
    }
}
