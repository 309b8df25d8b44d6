package io.steward.ops.bench.idle;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.steward.agent.inbox.InboxSettings;
import io.steward.nats.PureJava;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The limit, a process of its own: a JVM that does nothing, or with arguments one that holds a connection as a node,
 * waits on one pull, and says the same heartbeat again and again. Nothing is kept, checked or started again.
 */
final class Bystander {
    private static final Duration PING = Duration.ofSeconds(20);

    private Bystander() {}

    /** Without arguments: nothing. Else: broker, credentials file, node, stream, heartbeat, seconds between two. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length > 0) {
            hold(args[0], args[1], args[2], args[3], args[4].getBytes(StandardCharsets.UTF_8), Long.parseLong(args[5]));
        }
        System.out.println(Instant.now());
        new CountDownLatch(1).await();
    }

    private static void hold(String broker, String credentials, String node, String stream, byte[] beat, long seconds)
            throws IOException, InterruptedException {
        PureJava.choose();
        Connection connection = Nats.connect(Options.builder()
                .server(broker)
                .authHandler(Nats.credentials(credentials))
                .inboxPrefix("_I." + node)
                .pingInterval(PING)
                .build());
        String inbox = connection.createInbox();
        connection.createDispatcher(message -> {}).subscribe(inbox + ".*");
        connection.publish("$JS.API.CONSUMER.MSG.NEXT." + stream + "." + node, inbox + ".1", pull());
        while (true) {
            connection.publish(node + ".presence.heartbeat.agent", inbox + ".2", beat);
            TimeUnit.SECONDS.sleep(seconds);
        }
    }

    private static byte[] pull() {
        String request = "{\"batch\":200,\"max_bytes\":8388608,\"expires\":" + InboxSettings.PULL.toNanos()
                + ",\"idle_heartbeat\":" + InboxSettings.HEARTBEAT.toNanos() + "}";
        return request.getBytes(StandardCharsets.UTF_8);
    }
}
