package io.steward.nats.testing;

import io.steward.nats.keys.FleetKeys;
import io.steward.nats.server.BrokerConfig;
import io.steward.nats.server.FreePort;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container. The host port is fixed, because a container that is started again would get another one.
 *
 * <p>{@code -Dsteward.test.image} names the image, and {@code -Dsteward.test.image.2.10} or {@code .2.15} the one for a
 * test that asks for a generation; any that has {@code nats-server} on its PATH serves.
 */
final class ContainerBroker implements TestBroker.Running {
    static final String ENGINE = "no engine on the socket /var/run/docker.sock, and DOCKER_HOST is not set";
    private static final Path SOCKET = Path.of("/var/run/docker.sock");
    private static final String IMAGE = "nats:2.12-alpine";
    private static final int PORT = 4222;

    private final GenericContainer<?> container;
    private final int port;

    private ContainerBroker(GenericContainer<?> container, int port) {
        this.container = container;
        this.port = port;
    }

    static ContainerBroker start(String generation, FleetKeys keys, Path folder) throws IOException {
        if (!engineAnswers()) {
            throw new IOException("steward.test.broker is 'container', but there is " + ENGINE);
        }
        BrokerConfig config = BrokerConfig.loopback(Path.of("/data"))
                .withHost("0.0.0.0")
                .withPort(PORT)
                .withSyncInterval(Duration.ofMinutes(2));
        int port = FreePort.any();
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(image(generation)))
                .withCopyToContainer(Transferable.of(config.render(keys)), "/etc/steward-nats.conf")
                .withCommand("nats-server", "--config", "/etc/steward-nats.conf")
                .waitingFor(Wait.forLogMessage(".*Server is ready.*\\n", 1));
        container.setPortBindings(List.of("127.0.0.1:" + port + ":" + PORT));
        container.start();
        return new ContainerBroker(container, port);
    }

    private static String image(String generation) {
        return generation.isEmpty()
                ? System.getProperty("steward.test.image", IMAGE)
                : System.getProperty("steward.test.image." + generation, "nats:" + generation + "-alpine");
    }

    // Asked before the library is, which looks for an engine for minutes.
    static boolean engineAnswers() {
        if (System.getenv("DOCKER_HOST") != null) {
            return true;
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(SOCKET));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String url() {
        return "nats://127.0.0.1:" + port;
    }

    @Override
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
        awaitState(false);
    }

    @Override
    public void restart() throws IOException {
        if (running()) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .exec();
        }
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        awaitState(true);
    }

    @Override
    public void close() {
        container.stop();
    }

    private boolean running() {
        return Boolean.TRUE.equals(
                container.getCurrentContainerInfo().getState().getRunning());
    }

    private void awaitState(boolean up) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> up ? accepts() : !running());
    }

    // The engine's port forwarder accepts before the server does; only the server says INFO.
    private boolean accepts() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(1000);
            return socket.getInputStream().read() == 'I';
        } catch (IOException e) {
            return false;
        }
    }
}
