package io.steward.nats.testing;

import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.BrokerProcess;
import io.steward.nats.server.NatsServerBinary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Where a test's broker comes from, as {@code -Dsteward.test.broker} says. */
enum BrokerSource {
    AUTO {
        @Override
        TestBroker.Running open(String generation, FleetKeys keys, Path folder) throws IOException {
            Path binary;
            try {
                binary = provision(generation);
            } catch (IOException e) {
                if (ContainerBroker.engineAnswers()) {
                    return CONTAINER.open(generation, keys, folder);
                }
                throw new IOException(
                        e.getMessage() + "\nand no container engine answers either: " + ContainerBroker.ENGINE, e);
            }
            return new BinaryBroker(launch(binary, keys, folder));
        }
    },
    BINARY {
        @Override
        TestBroker.Running open(String generation, FleetKeys keys, Path folder) throws IOException {
            return new BinaryBroker(launch(provision(generation), keys, folder));
        }
    },
    CONTAINER {
        @Override
        TestBroker.Running open(String generation, FleetKeys keys, Path folder) throws IOException {
            return ContainerBroker.start(generation, keys, folder);
        }
    };

    abstract TestBroker.Running open(String generation, FleetKeys keys, Path folder) throws IOException;

    static TestBroker.Running start(String generation, FleetKeys keys, Path folder) throws IOException {
        return wished().open(generation, keys, folder);
    }

    static BrokerSource wished() {
        String wish = System.getProperty("steward.test.broker", "auto");
        return switch (wish) {
            case "auto" -> AUTO;
            case "binary" -> BINARY;
            case "container" -> CONTAINER;
            default ->
                throw new IllegalArgumentException(
                        "steward.test.broker is '" + wish + "'; allowed: auto, binary, container");
        };
    }

    private static Path provision(String generation) throws IOException {
        return generation.isEmpty() ? NatsServerBinary.provision() : NatsServerBinary.provision(generation);
    }

    // Tests end brokers by SIGKILL of the process, which no fsync is needed to survive; only power loss asks for more.
    private static BrokerProcess launch(Path binary, FleetKeys keys, Path folder) throws IOException {
        BrokerConfig config = BrokerConfig.loopback(folder.resolve("store")).withSyncInterval(Duration.ofMinutes(2));
        return BrokerProcess.start(binary, config, keys, folder.resolve("broker"));
    }

    private record BinaryBroker(BrokerProcess process) implements TestBroker.Running {
        @Override
        public String url() {
            return process.url();
        }

        @Override
        public void kill() {
            process.kill();
        }

        @Override
        public void restart() throws IOException {
            process.restart();
        }

        @Override
        public void close() {
            process.kill();
        }
    }
}
