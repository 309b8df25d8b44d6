package io.steward.controller.read;

import io.steward.controller.projection.StateDatabase.ReadAccess;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * Lets SQL clients that speak PostgreSQL's protocol in, on loopback, to the one database {@code steward}, with whatever
 * rights the user they name has; the read-only user has SELECT on the promised views.
 *
 * <p>Any thread. Its threads are its own, one per client. The protocol is not encrypted: reach it from elsewhere through
 * a tunnel. A reader may change the password of its own user; the next start sets it back.
 */
public final class SqlDoor implements AutoCloseable {
    /** The database's name at this door. */
    public static final String DATABASE = "steward";

    private final Server server;

    private SqlDoor(Server server) {
        this.server = server;
    }

    /**
     * Opens the door.
     *
     * @param port 0 for a free one
     */
    public static SqlDoor open(Path databaseFile, int port) throws SQLException {
        Server server = Server.createPgServer(
                "-pgPort", Integer.toString(port), "-ifExists", "-pgDaemon", "-key", DATABASE, "file:" + databaseFile);
        return new SqlDoor(server.start());
    }

    public int port() {
        return server.getPort();
    }

    /** What {@code psql} takes as its one argument; it holds the password. */
    public String uri(ReadAccess access) {
        return "postgresql://" + encoded(access.user()) + ":" + encoded(access.password()) + "@127.0.0.1:" + port()
                + "/" + DATABASE;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
