package io.steward.ops.chaos.fleet;

import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.FreePort;
import io.steward.nats.server.NatsServerBinary;
import io.steward.ops.scratch.Member;
import io.steward.ops.scratch.NotStarted;
import io.steward.ops.scratch.Start;
import io.steward.ops.up.DataFolder;
import io.steward.ops.up.PartCommand;
import io.steward.ops.up.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The broker's servers: one, or three as a cluster. Laid out by the constructor's caller, started as members. */
final class Brokers {
    private final List<Member> members = new ArrayList<>();
    private final List<Integer> ports;

    private Brokers(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    /** Writes the configuration of each server; starts none. */
    static Brokers layOut(DataFolder folder, int count) throws IOException {
        Path binary = NatsServerBinary.provision();
        FleetKeys keys = FleetKeys.openOrCreate(folder.keys());
        List<Integer> routes = free(count);
        Brokers brokers = new Brokers(free(count));
        for (int i = 0; i < count; i++) {
            String name = "broker" + (i + 1);
            BrokerConfig config = BrokerConfig.loopback(folder.store(name)).withPort(brokers.ports.get(i));
            String text = "server_name: " + name + "\n" + config.render(keys) + (count == 1 ? "" : cluster(i, routes));
            Path file = folder.root().resolve("conf").resolve(name + ".conf");
            DataFolder.writePrivate(file, text);
            brokers.members.add(new Member(
                    name,
                    PartCommand.program(List.of(binary.toString(), "--config", file.toString()))
                            .words(),
                    folder));
        }
        return brokers;
    }

    List<Member> members() {
        return members;
    }

    List<Integer> ports() {
        return ports;
    }

    List<String> urls() {
        return ports.stream().map(port -> "nats://127.0.0.1:" + port).toList();
    }

    /** Waits until every server greets. */
    void await(Start start) throws NotStarted, InterruptedException {
        for (int i = 0; i < members.size(); i++) {
            int port = ports.get(i);
            start.await(members.get(i), () -> Ports.brokerAnswers(port), "did not answer");
        }
    }

    // Addresses are not passed on to clients: these come through the wires only.
    private static String cluster(int i, List<Integer> routes) {
        String others = routes.stream().map(port -> "nats://127.0.0.1:" + port).collect(Collectors.joining(", "));
        return """
                cluster {
                  name: chaos
                  listen: "127.0.0.1:%d"
                  no_advertise: true
                  routes: [%s]
                }
                """.formatted(routes.get(i), others);
    }

    private static List<Integer> free(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = FreePort.any();
            if (!ports.contains(port)) {
                ports.add(port);
            }
        }
        return ports;
    }
}
