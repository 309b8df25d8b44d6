package io.steward.controller.log;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PublishOptions;
import io.nats.client.api.AccountStatistics;
import io.nats.client.api.ServerInfo;
import io.nats.client.api.StreamConfiguration;
import io.steward.controller.log.StreamDeclaration.Difference;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Looks at a broker as a whole: what it is, what it still takes, whether its streams and subject mappings are as
 * declared. Any thread; stores nothing and mends nothing.
 */
public final class BrokerView {
    /**
     * What a broker says of itself.
     *
     * @param cluster its name; empty: it is alone
     * @param storageLeft bytes that streams may still take; empty: no limit is set
     */
    public record Facts(String version, Optional<String> cluster, long maxPayload, Optional<Long> storageLeft) {}

    private static final String UNKNOWN_ID = "no-message-has-this-id";
    private static final int WRONG_LAST_ID = 10070;
    private static final int STREAM_NOT_FOUND = 10059;
    private static final NodeName NOBODY = NodeName.of("doctor");

    private final Connection connection;

    public BrokerView(Connection connection) {
        this.connection = connection;
    }

    public Facts facts() throws IOException {
        ServerInfo info = connection.getServerInfo();
        try {
            AccountStatistics account =
                    connection.jetStreamManagement(Link.JETSTREAM).getAccountStatistics();
            long limit = account.getLimits().getMaxStorage();
            return new Facts(
                    info.getVersion(),
                    Optional.ofNullable(info.getCluster()),
                    info.getMaxPayload(),
                    limit < 0 ? Optional.empty() : Optional.of(limit - account.getStorage()));
        } catch (JetStreamApiException e) {
            throw new IOException("the broker refused to show the account: " + e.getErrorDescription(), e);
        }
    }

    /** Whether the broker is at least this version. */
    public boolean atLeast(String version) {
        return connection.getServerInfo().isSameOrNewerThanVersion(version);
    }

    /** What is not as declared, by stream; a stream that is missing says so. Empty when all is well. */
    public Map<String, List<String>> differences(List<StreamDeclaration> declarations) throws IOException {
        JetStreamManagement broker = connection.jetStreamManagement(Link.JETSTREAM);
        Map<String, List<String>> differences = new TreeMap<>();
        for (StreamDeclaration declaration : declarations) {
            List<String> found = new ArrayList<>();
            try {
                StreamConfiguration config =
                        broker.getStreamInfo(declaration.name()).getConfiguration();
                declaration.differencesFrom(config).stream()
                        .map(Difference::toString)
                        .forEach(found::add);
            } catch (JetStreamApiException e) {
                found.add(e.getApiErrorCode() == STREAM_NOT_FOUND ? "it is missing" : e.getErrorDescription());
            }
            if (!found.isEmpty()) {
                differences.put(declaration.name(), found);
            }
        }
        return differences;
    }

    /**
     * Which kinds of subjects do not lead to their streams, and what the broker says instead. Asked with publishes that
     * the stream itself has to refuse, because they expect a last message that is not there: nothing is stored.
     */
    public Map<String, String> unmapped(Streams streams) throws IOException {
        Map<String, String> expected = new TreeMap<>(Map.of(
                "command",
                streams.commandStream(NOBODY),
                "ack",
                streams.commandStream(NOBODY),
                "event",
                Streams.EVENTS,
                "presence",
                Streams.PRESENCE));
        Map<String, String> unmapped = new TreeMap<>();
        JetStream log = connection.jetStream(Link.JETSTREAM);
        for (Map.Entry<String, String> kind : expected.entrySet()) {
            probe(log, kind.getKey(), kind.getValue()).ifPresent(why -> unmapped.put(kind.getKey(), why));
        }
        return unmapped;
    }

    private static Optional<String> probe(JetStream log, String kind, String stream) {
        PublishOptions refused = PublishOptions.builder()
                .expectedStream(stream)
                .expectedLastMsgId(UNKNOWN_ID)
                .build();
        try {
            log.publish(NOBODY + "." + kind + ".doctor.probe", new byte[0], refused);
            return Optional.of("a message that stream " + stream + " had to refuse was taken");
        } catch (JetStreamApiException e) {
            return e.getApiErrorCode() == WRONG_LAST_ID ? Optional.empty() : Optional.of(e.getErrorDescription());
        } catch (IOException e) {
            return Optional.of("no stream takes it (" + e.getMessage() + ")");
        }
    }
}
