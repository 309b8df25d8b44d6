package io.steward.ops.bench.replicas;

import io.steward.nats.server.FreePort;
import io.steward.ops.bench.broker.Broker;
import io.steward.ops.bench.broker.Use;
import io.steward.ops.bench.broker.Yard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One nats-server, or several that form a cluster on this machine. One thread. */
record Servers(List<Broker> brokers) {
    Servers {
        brokers = List.copyOf(brokers);
    }

    /** Starts as many; one alone is no cluster. */
    static Servers start(Yard yard, Path binary, int count) throws IOException, InterruptedException {
        List<Integer> routes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            routes.add(FreePort.any());
        }
        List<Broker> brokers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            brokers.add(Broker.layOut(yard, binary, "broker" + (i + 1), count == 1 ? "" : cluster(i, routes)));
        }
        for (Broker broker : brokers) {
            broker.start();
        }
        return new Servers(brokers);
    }

    private static String cluster(int own, List<Integer> ports) {
        String routes = String.join(
                ", ",
                ports.stream().map(port -> "\"nats://127.0.0.1:" + port + "\"").toList());
        return """

                server_name: broker%d
                cluster {
                  name: bench
                  listen: "127.0.0.1:%d"
                  routes: [%s]
                }
                """.formatted(own + 1, ports.get(own), routes);
    }

    String url() {
        return brokers.get(0).url();
    }

    /** What all of them have used. */
    Use use() throws IOException {
        Use all = Use.NONE;
        for (Broker broker : brokers) {
            all = all.plus(broker.use());
        }
        return all;
    }
}
