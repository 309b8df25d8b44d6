package io.steward.controller.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.steward.controller.log.LogFollower;
import io.steward.model.subject.Streams;
import io.steward.nats.Link;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * All streams of a fleet, followed into the state database, each by a thread of its own.
 *
 * <p>Any thread may ask. It never gives up: without a broker or with a {@link Condition} it waits and tries again. Closing
 * returns when the last batch is committed; close the database after it.
 */
public final class Folding implements AutoCloseable {
    private final List<StreamFolding> foldings;
    private final List<LogFollower> followers;

    private Folding(List<StreamFolding> foldings, List<LogFollower> followers) {
        this.foldings = foldings;
        this.followers = followers;
    }

    /** Begins to follow every stream from where the database stands. The streams need to be declared. */
    public static Folding start(
            Link link,
            StateDatabase database,
            Streams streams,
            FoldSettings settings,
            FoldedPositions positions,
            ChangeFeed feed,
            MeterRegistry meters,
            InstantSource clock) {
        List<StreamFolding> foldings = new ArrayList<>();
        List<LogFollower> followers = new ArrayList<>();
        for (String stream : names(streams)) {
            Projection projection =
                    new H2Projection(database, stream, H2Projection.tablesOf(stream, streams, settings.events()));
            StreamFolding folding = new StreamFolding(
                    stream,
                    streams.guardedStreams().contains(stream),
                    projection,
                    new FoldMetrics(meters, stream, clock),
                    positions,
                    feed);
            foldings.add(folding);
            followers.add(new LogFollower(link, stream, settings.batch(streams), folding));
        }
        followers.forEach(LogFollower::start);
        return new Folding(List.copyOf(foldings), List.copyOf(followers));
    }

    /** What keeps streams from being followed; empty when all is well. */
    public List<Condition> conditions() {
        return foldings.stream()
                .flatMap(folding -> folding.condition().stream())
                .toList();
    }

    /** Whether every stream has been folded to its end at least once since the start. */
    public boolean caughtUp() {
        return foldings.stream().allMatch(StreamFolding::caughtUp);
    }

    @Override
    public void close() {
        followers.forEach(LogFollower::close);
        foldings.forEach(StreamFolding::close);
    }

    /** Every stream that is folded. */
    static List<String> names(Streams streams) {
        List<String> names = new ArrayList<>(streams.commandStreams());
        names.addAll(List.of(Streams.NODES, Streams.EVENTS, Streams.PRESENCE, Streams.AUDIT));
        return names;
    }
}
