package io.steward.controller.read.door;

import io.steward.controller.projection.StateDatabase.ReadAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets SQL clients that speak PostgreSQL's protocol in, on loopback, to the one database {@code steward}, as the one
 * read-only user, who has SELECT on the promised views and nothing else.
 *
 * <p>Any thread. Its threads are its own, one per client. Statements are bounded in time and rows, clients in number. A
 * client that is in stays in when the tables are folded anew; its next statement sees the new ones. Passwords are proved
 * and never sent, but nothing is encrypted: reach it from elsewhere through a tunnel.
 */
public final class SqlDoor implements AutoCloseable {
    /** The database's name at this door. */
    public static final String DATABASE = "steward";

    private static final Logger LOG = LoggerFactory.getLogger(SqlDoor.class);
    private static final int BACKLOG = 50;
    private static final int GREETING_MILLIS = 30_000;
    private static final int GUESS_MILLIS = 500;

    private final DoorSettings settings;
    private final ServerSocket listener;
    private final Catalog catalog;
    private final SecureRandom random = new SecureRandom();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Map<Long, Session> sessions = new ConcurrentHashMap<>();
    private volatile ReadAccess access;

    private SqlDoor(DoorSettings settings, ServerSocket listener, Catalog catalog, ReadAccess access) {
        this.settings = settings;
        this.listener = listener;
        this.catalog = catalog;
        this.access = access;
    }

    /** Opens the door to the database of this user. */
    public static SqlDoor open(ReadAccess access, DoorSettings settings) throws IOException, SQLException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), settings.port()),
                    BACKLOG);
            SqlDoor door = new SqlDoor(settings, listener, Catalog.of(access), access);
            door.thread(door::listen, "sql-door").start();
            return door;
        } catch (IOException | SQLException e) {
            listener.close();
            throw e;
        }
    }

    /** Leads there from now on. Clients that are in find it with their next statement. */
    public void follow(ReadAccess next) {
        access = next;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What {@code psql} takes as its one argument; it holds the password. */
    public String uri() {
        return "postgresql://" + encoded(access.user()) + ":" + encoded(access.password()) + "@127.0.0.1:" + port()
                + "/" + DATABASE;
    }

    @Override
    public void close() throws IOException, SQLException {
        listener.close();
        sessions.values().forEach(Session::cancel);
        for (Socket socket : sockets) {
            socket.close();
        }
        catalog.close();
    }

    private void listen() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                // Those who are too many are told so; those who are far too many are not.
                if (sockets.size() > 2 * settings.sessions()) {
                    leave(socket);
                } else {
                    thread(() -> meet(socket), "sql-client").start();
                }
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    LOG.warn("sql: a client could not be let in: {}", e.getMessage());
                }
            }
        }
    }

    private void meet(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.setSoTimeout(GREETING_MILLIS);
            talk(socket, wire);
        } catch (IOException e) {
            LOG.debug("sql: a client is gone: {}", e.getMessage());
        } catch (Exception e) {
            LOG.warn("sql: a session ended", e);
        } finally {
            leave(socket);
        }
    }

    private void talk(Socket socket, Wire wire) throws Exception {
        try {
            Greeting greeting = new Greeting(wire, this::cancel);
            Optional<Map<String, String>> said = greeting.hear();
            if (said.isEmpty()) {
                return;
            }
            greeting.prove(said.get(), access);
            if (sessions.size() >= settings.sessions()) {
                throw new PgError(
                        PgError.TOO_MANY_CLIENTS,
                        "there are " + settings.sessions() + " clients: close one, or raise sql.connections");
            }
            socket.setSoTimeout(0);
            serve(wire, said.get());
        } catch (PgError e) {
            LOG.info("sql: a client was refused: {}", e.code());
            if (e.code().equals(PgError.BAD_PASSWORD)) {
                // Guessing takes its time, and holds one of few places while it does.
                LockSupport.parkNanos(GUESS_MILLIS * 1_000_000L);
            }
            Session.error(wire, e);
            wire.flush();
        }
    }

    private void serve(Wire wire, Map<String, String> said) throws Exception {
        SessionSettings own = new SessionSettings(settings.longestQuery());
        for (Map.Entry<String, String> one : said.entrySet()) {
            if (own.knows(one.getKey())) {
                own.set(one.getKey(), one.getValue());
            }
        }
        long key = random.nextLong();
        try (Session session = new Session(wire, own, new Backend(() -> access, catalog, own), settings.mostRows())) {
            sessions.put(key, session);
            session.welcome(key);
            session.serve();
        } finally {
            sessions.remove(key);
        }
    }

    private void cancel(long key) {
        Session session = sessions.get(key);
        if (session != null) {
            session.cancel();
        }
    }

    private void leave(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("sql: {}", e.getMessage());
        }
    }

    private Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
