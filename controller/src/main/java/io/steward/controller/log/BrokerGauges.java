package io.steward.controller.log;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.nats.client.Connection;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker as the controller sees it: whether it is there, and how much its streams hold. Any thread; asks the broker
 * at most once in five seconds, and only when somebody reads. While the broker is away the streams' numbers are NaN.
 */
public final class BrokerGauges {
    private record Sizes(Instant at, Map<String, StreamSize> streams) {}

    private static final Logger LOG = LoggerFactory.getLogger(BrokerGauges.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final double UNKNOWN = Double.NaN;

    private final Link link;
    private final List<String> streams;
    private final InstantSource clock;
    private Sizes sizes = new Sizes(Instant.MIN, Map.of());

    private BrokerGauges(Link link, List<String> streams, InstantSource clock) {
        this.link = link;
        this.streams = List.copyOf(streams);
        this.clock = clock;
    }

    public static void register(Link link, List<String> streams, InstantSource clock, MeterRegistry meters) {
        BrokerGauges gauges = new BrokerGauges(link, streams, clock);
        Gauge.builder("steward.broker.connected", link, l -> l.connection().isPresent() ? 1 : 0)
                .description("1 while the controller is connected to the broker, else 0")
                .strongReference(true)
                .register(meters);
        FunctionCounter.builder("steward.broker.reconnects", link, Link::reconnects)
                .description("how often the controller's connection came back since the start")
                .register(meters);
        for (String stream : gauges.streams) {
            Gauge.builder(
                            "steward.stream.messages",
                            gauges,
                            g -> g.size(stream).map(StreamSize::messages).orElse(UNKNOWN))
                    .description("messages that the stream holds")
                    .tag("stream", stream)
                    .strongReference(true)
                    .register(meters);
            Gauge.builder(
                            "steward.stream.bytes",
                            gauges,
                            g -> g.size(stream).map(StreamSize::bytes).orElse(UNKNOWN))
                    .description("size of the stream at the broker, one replica of it")
                    .baseUnit("bytes")
                    .tag("stream", stream)
                    .strongReference(true)
                    .register(meters);
        }
    }

    private Optional<StreamSize> size(String stream) {
        return Optional.ofNullable(fresh().streams().get(stream));
    }

    private synchronized Sizes fresh() {
        Instant now = clock.instant();
        if (sizes.at().plus(FRESH).isBefore(now)) {
            sizes = new Sizes(now, link.connection().map(this::read).orElse(Map.of()));
        }
        return sizes;
    }

    private Map<String, StreamSize> read(Connection connection) {
        Map<String, StreamSize> found = new HashMap<>();
        try {
            LogView view = new LogView(connection);
            for (String stream : streams) {
                found.put(stream, view.size(stream));
            }
        } catch (IOException e) {
            LOG.info("the streams' sizes can't be read: {}", e.getMessage());
        }
        return found;
    }
}
