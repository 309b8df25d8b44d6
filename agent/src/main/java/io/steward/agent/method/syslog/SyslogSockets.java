package io.steward.agent.method.syslog;

import io.steward.model.command.BadArgs;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives syslog messages over UDP (RFC 5426) and TCP (RFC 6587). One thread for UDP, one that accepts, one for each
 * connection, of which there are at most {@link #MOST_CONNECTIONS}, and a quarter of them from one address; more are closed at once and
 * counted. Peers that are gone without a word are found out by the system's keep-alive.
 */
final class SyslogSockets implements AutoCloseable {
    static final int MOST_CONNECTIONS = 200;
    static final int MOST_OF_ONE = MOST_CONNECTIONS / 4;

    private static final Logger LOG = LoggerFactory.getLogger(SyslogSockets.class);

    private final String name;
    private final String idPrefix;
    private final Reports reports;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private Optional<DatagramSocket> udp = Optional.empty();
    private Optional<ServerSocket> tcp = Optional.empty();

    /**
     * @param name for its threads
     * @param idPrefix unlike that of any other run, so that no two messages share an id
     */
    SyslogSockets(String name, String idPrefix, Reports reports) {
        this.name = name;
        this.idPrefix = idPrefix;
        this.reports = reports;
    }

    /** @throws BadArgs if an address can't be had; then none is kept */
    void open(ForwardingSettings settings) {
        if (settings.udp().isPresent()) {
            InetSocketAddress address = settings.udp().get();
            try {
                DatagramSocket socket = new DatagramSocket(address);
                udp = Optional.of(socket);
                thread("udp", () -> receive(socket)).start();
            } catch (IOException e) {
                throw taken("udp", address, e);
            }
        }
        if (settings.tcp().isPresent()) {
            InetSocketAddress address = settings.tcp().get();
            try {
                ServerSocket socket = new ServerSocket(address.getPort(), 128, address.getAddress());
                tcp = Optional.of(socket);
                thread("tcp", () -> accept(socket)).start();
            } catch (IOException e) {
                throw taken("tcp", address, e);
            }
        }
    }

    private BadArgs taken(String field, InetSocketAddress address, IOException why) {
        close();
        return new BadArgs(field, address, "an address that is free here (" + why.getMessage() + ")");
    }

    Optional<Integer> udpPort() {
        return udp.map(DatagramSocket::getLocalPort);
    }

    Optional<Integer> tcpPort() {
        return tcp.map(ServerSocket::getLocalPort);
    }

    long refused() {
        return refused.get();
    }

    private void receive(DatagramSocket socket) {
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        while (!socket.isClosed()) {
            try {
                packet.setLength(65_536);
                socket.receive(packet);
                int length = packet.getLength();
                while (length > 0 && packet.getData()[length - 1] <= '\r' && packet.getData()[length - 1] >= 0) {
                    length--;
                }
                if (length > 0) {
                    report(Framing.Frame.of(packet.getData(), length, length));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("{}: receiving over UDP: {}", name, e.toString());
                }
            }
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                if (connections.size() >= MOST_CONNECTIONS || from(socket) >= MOST_OF_ONE) {
                    refused.incrementAndGet();
                    socket.close();
                } else {
                    socket.setKeepAlive(true);
                    connections.add(socket);
                    thread("connection", () -> read(socket)).start();
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("{}: accepting over TCP: {}", name, e.toString());
                }
            }
        }
    }

    private long from(Socket socket) {
        return connections.stream()
                .filter(other -> socket.getInetAddress().equals(other.getInetAddress()))
                .count();
    }

    private void read(Socket connection) {
        try (connection) {
            Framing framing = new Framing(connection.getInputStream());
            for (Optional<Framing.Frame> frame = framing.next(); frame.isPresent(); frame = framing.next()) {
                report(frame.get());
            }
        } catch (IOException e) {
            LOG.debug("{}: a sender's connection ended: {}", name, e.toString());
        } finally {
            connections.remove(connection);
        }
    }

    private void report(Framing.Frame frame) {
        reports.message(idPrefix + "." + number.incrementAndGet(), frame.text(), frame.length());
    }

    private Thread thread(String role, Runnable body) {
        Thread thread = new Thread(body, name + "-" + role);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        udp.ifPresent(DatagramSocket::close);
        try {
            if (tcp.isPresent()) {
                tcp.get().close();
            }
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            LOG.debug("{}: closing: {}", name, e.toString());
        }
    }
}
