package io.steward.nats.testing;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.Source;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.SubjectTransform;
import io.steward.model.subject.NodeName;
import io.steward.nats.Partitions;
import io.steward.nats.StreamNames;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The streams and consumers of the contract, for tests below the controller, which owns their declaration elsewhere.
 */
public final class ContractStreams {
    private ContractStreams() {}

    /** Creates every command stream, EVENTS, PRESENCE and AUDIT, with the controller's connection. */
    public static void declare(Connection controller, Partitions partitions) throws IOException, JetStreamApiException {
        JetStreamManagement management = controller.jetStreamManagement();
        List<String> commands = partitions.streams();
        for (int i = 0; i < commands.size(); i++) {
            management.addStream(stream(commands.get(i), partitions.storedSubjects(i), partitions.transform(i))
                    .maxAge(Duration.ofDays(90))
                    .discardPolicy(DiscardPolicy.New)
                    .duplicateWindow(Duration.ofMinutes(10))
                    .denyDelete(true)
                    .denyPurge(true)
                    .build());
        }
        management.addStream(reports(StreamNames.EVENTS, "event")
                .maxAge(Duration.ofDays(7))
                .duplicateWindow(Duration.ofMinutes(2))
                .build());
        management.addStream(reports(StreamNames.PRESENCE, "presence")
                .maxMessagesPerSubject(1)
                .build());
        management.addStream(StreamConfiguration.builder()
                .name(StreamNames.AUDIT)
                .storageType(StorageType.File)
                .discardPolicy(DiscardPolicy.New)
                .denyDelete(true)
                .denyPurge(true)
                .sources(Source.builder()
                        .sourceName(StreamNames.EVENTS)
                        .subjectTransforms(
                                whole("controller.event.audit.*", "controller.event.audit.{{wildcard(1)}}"),
                                whole("controller.event.enrolment.*", "controller.event.enrolment.{{wildcard(1)}}"))
                        .build())
                .build());
    }

    private static SubjectTransform whole(String source, String destination) {
        return SubjectTransform.builder()
                .source(source)
                .destination(destination)
                .build();
    }

    /** Creates the node's durable pull consumer, as enrolment does. */
    public static void enrol(Connection controller, Partitions partitions, NodeName node)
            throws IOException, JetStreamApiException {
        controller
                .jetStreamManagement()
                .addOrUpdateConsumer(
                        partitions.streamOf(node),
                        ConsumerConfiguration.builder()
                                .durable(node.value())
                                .filterSubject(node + ".command.>")
                                .ackPolicy(AckPolicy.Explicit)
                                .ackWait(Duration.ofSeconds(30))
                                .maxAckPending(1000)
                                .build());
    }

    private static StreamConfiguration.Builder reports(String name, String kind) {
        return stream(
                        name,
                        List.of(StreamNames.STORED + ".*." + kind + ".>"),
                        Map.entry(StreamNames.STORED + ".*.>", "{{wildcard(1)}}.>"))
                .discardPolicy(DiscardPolicy.Old);
    }

    private static StreamConfiguration.Builder stream(
            String name, List<String> subjects, Map.Entry<String, String> transform) {
        return StreamConfiguration.builder()
                .name(name)
                .subjects(subjects)
                .subjectTransform(SubjectTransform.builder()
                        .source(transform.getKey())
                        .destination(transform.getValue())
                        .build())
                .storageType(StorageType.File)
                .retentionPolicy(RetentionPolicy.Limits)
                .maxConsumers(1_000_000);
    }
}
