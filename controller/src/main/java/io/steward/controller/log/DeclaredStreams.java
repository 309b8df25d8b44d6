package io.steward.controller.log;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.steward.controller.log.StreamDeclaration.Difference;
import io.steward.nats.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings a broker's streams to what is declared: creates what is missing, mends by update what differs, deletes nothing.
 *
 * <p>Stateless; any thread, and several controllers at once. Blocks for a few requests to the broker. Before the first
 * change all streams are looked at: if one belongs to somebody else nothing is touched.
 */
public final class DeclaredStreams {
    /** What had to be done about a stream. */
    public enum Action {
        CREATED,
        MENDED,
        NOTHING
    }

    /**
     * How a stream is now.
     *
     * @param mended what was different and is not any more
     * @param unheeded what the broker did not take, because it is too old or the setting can't be changed
     */
    public record Report(String stream, Action action, List<Difference> mended, List<Difference> unheeded) {
        public Report {
            mended = List.copyOf(mended);
            unheeded = List.copyOf(unheeded);
        }
    }

    private static final int STREAM_NOT_FOUND = 10059;

    private DeclaredStreams() {}

    public static List<Report> ensure(Connection connection, List<StreamDeclaration> declarations)
            throws IOException, JetStreamApiException, ForeignStream {
        JetStreamManagement broker = connection.jetStreamManagement(Link.JETSTREAM);
        Map<String, StreamConfiguration> found = new HashMap<>();
        for (StreamDeclaration declaration : declarations) {
            Optional<StreamConfiguration> config = find(broker, declaration.name());
            if (config.isPresent()) {
                found.put(declaration.name(), own(config.get()));
            }
        }
        List<Report> reports = new ArrayList<>();
        for (StreamDeclaration declaration : declarations) {
            reports.add(ensure(broker, declaration, Optional.ofNullable(found.get(declaration.name()))));
        }
        return reports;
    }

    private static Report ensure(
            JetStreamManagement broker, StreamDeclaration declaration, Optional<StreamConfiguration> found)
            throws IOException, JetStreamApiException {
        if (found.isEmpty()) {
            StreamInfo info = broker.addStream(declaration.over(Optional.empty()));
            return new Report(
                    declaration.name(),
                    Action.CREATED,
                    List.of(),
                    declaration.differencesFrom(info.getConfiguration()));
        }
        List<Difference> differences = declaration.differencesFrom(found.get());
        if (differences.isEmpty()) {
            return new Report(declaration.name(), Action.NOTHING, List.of(), List.of());
        }
        return mend(broker, declaration, found.get(), differences);
    }

    private static Report mend(
            JetStreamManagement broker,
            StreamDeclaration declaration,
            StreamConfiguration found,
            List<Difference> differences)
            throws IOException, JetStreamApiException {
        List<Difference> unheeded;
        try {
            StreamInfo info = broker.updateStream(declaration.over(Optional.of(found)));
            unheeded = declaration.differencesFrom(info.getConfiguration());
        } catch (JetStreamApiException e) {
            if (e.getErrorCode() != 400 && e.getErrorCode() != 500) {
                throw e;
            }
            unheeded = differences;
        }
        List<Difference> mended = new ArrayList<>(differences);
        mended.removeAll(unheeded);
        return new Report(declaration.name(), mended.isEmpty() ? Action.NOTHING : Action.MENDED, mended, unheeded);
    }

    private static Optional<StreamConfiguration> find(JetStreamManagement broker, String stream)
            throws IOException, JetStreamApiException {
        try {
            return Optional.of(broker.getStreamInfo(stream).getConfiguration());
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == STREAM_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static StreamConfiguration own(StreamConfiguration config) throws ForeignStream {
        Map<String, String> metadata = config.getMetadata();
        if (metadata == null || !metadata.containsKey(StreamDeclaration.OWNER_KEY)) {
            throw new ForeignStream(config.getName());
        }
        return config;
    }
}
