package io.steward.nats.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.steward.nats.keys.FleetKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What forcing every write costs, measured beside the broker's default of two minutes. Not part of the build, by its
 * name; see the page of the broker for the command.
 */
final class SyncCost {
    private static final int ROUNDS = 3;
    private static final Duration EACH = Duration.ofSeconds(3);
    private static final int WINDOW = 512;
    private static final byte[] MESSAGE = new byte[300];

    @TempDir
    Path folder;

    @Test
    void every_write_forced_beside_the_default() throws Exception {
        BrokerConfig always = BrokerConfig.loopback(folder.resolve("always"));
        BrokerConfig usual = BrokerConfig.loopback(folder.resolve("usual")).withSyncInterval(Duration.ofMinutes(2));
        FleetKeys keys = FleetKeys.openOrCreate(folder.resolve("keys"));
        Path binary = NatsServerBinary.provision();
        List<List<Double>> rates = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (BrokerProcess forced = BrokerProcess.start(binary, always, keys, folder.resolve("a"));
                BrokerProcess lazy = BrokerProcess.start(binary, usual, keys, folder.resolve("b"))) {
            for (int round = 0; round < ROUNDS; round++) {
                rates.get(0).add(rate(forced, keys, 1));
                rates.get(1).add(rate(lazy, keys, 1));
                rates.get(2).add(rate(forced, keys, WINDOW));
                rates.get(3).add(rate(lazy, keys, WINDOW));
            }
        }
        say("one by one", median(rates.get(0)), median(rates.get(1)));
        say(WINDOW + " under way", median(rates.get(2)), median(rates.get(3)));
        assertThat(rates)
                .allSatisfy(list ->
                        assertThat(list).allSatisfy(rate -> assertThat(rate).isPositive()));
    }

    private static void say(String how, double forced, double lazy) {
        System.out.printf(
                Locale.ROOT, "%s: always %,.0f/s, 2m %,.0f/s, ratio %.3f%n", how, forced, lazy, forced / lazy);
    }

    private static double rate(BrokerProcess broker, FleetKeys keys, int window) throws Exception {
        Options options = Options.builder()
                .server(broker.url())
                .authHandler(Nats.credentials(keys.controllerCredentials().toString()))
                .build();
        Connection connection = Nats.connect(options);
        try {
            if (connection.jetStreamManagement().getStreamNames().isEmpty()) {
                connection
                        .jetStreamManagement()
                        .addStream(StreamConfiguration.builder()
                                .name("COST")
                                .subjects("cost")
                                .storageType(StorageType.File)
                                .build());
            }
            return rate(connection.jetStream(), window);
        } finally {
            connection.close();
        }
    }

    private static double rate(JetStream stream, int window) throws Exception {
        Deque<CompletableFuture<PublishAck>> open = new ArrayDeque<>();
        long stored = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < EACH.toNanos()) {
            open.add(stream.publishAsync("cost", MESSAGE));
            stored++;
            if (open.size() >= window) {
                open.remove().get(30, TimeUnit.SECONDS);
            }
        }
        while (!open.isEmpty()) {
            open.remove().get(30, TimeUnit.SECONDS);
        }
        return stored / ((System.nanoTime() - start) / 1e9);
    }

    private static double median(List<Double> rates) {
        List<Double> sorted = new ArrayList<>(rates);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
