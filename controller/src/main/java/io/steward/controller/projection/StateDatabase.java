package io.steward.controller.projection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;

/**
 * The file that the projection writes and everybody reads: an H2 database in this process.
 *
 * <p>Any thread. Opening makes it, or brings its tables to the newest version. It may become another file, folded anew. It may be deleted while it is closed: the
 * log gives everything back. Its owner's password is made at first and kept in a file beside it that only our user can
 * read; it is never printed. The last
 * moments of commits, half a second and a batch, may be lost in a crash, positions and rows together.
 */
public final class StateDatabase implements AutoCloseable {
    /** How somebody who only reads gets in. The password does not print. */
    public record ReadAccess(String url, String user, String password) {
        @Override
        public String toString() {
            return "ReadAccess[" + url + " as " + user + "]";
        }
    }

    private static final String OWNER = "steward";
    private static final Pattern USER = Pattern.compile("[a-z][a-z0-9_]{0,30}");
    private static final List<String> SETTINGS = List.of(
            "MODE=PostgreSQL",
            "DATABASE_TO_LOWER=TRUE",
            "DEFAULT_NULL_ORDERING=HIGH",
            "DB_CLOSE_ON_EXIT=FALSE",
            "DB_CLOSE_DELAY=-1",
            // H2's own writer sleeps: see StateWriter.
            "WRITE_DELAY=" + Integer.MAX_VALUE,
            "RETENTION_TIME=5000",
            // Every statement of every table of the fold stays prepared, and those of readers: views are read anew
            // otherwise.
            "QUERY_CACHE_SIZE=128");

    static {
        // H2 reads this once, when it is first used: its doors listen on loopback unless somebody said otherwise.
        if (System.getProperty("h2.bindAddress") == null) {
            System.setProperty("h2.bindAddress", "127.0.0.1");
        }
        // A cache of single values that all sessions share: looking into it costs the fold more than making a value.
        if (System.getProperty("h2.objectCache") == null) {
            System.setProperty("h2.objectCache", "false");
        }
    }

    private final StateFiles files;
    private final Duration longestQuery;
    private final String ownerPassword;
    private final StateWriter writer = new StateWriter(this);
    private volatile Path file;

    private StateDatabase(StateFiles files, Path file, Duration longestQuery, String ownerPassword) {
        this.files = files;
        this.file = file;
        this.longestQuery = longestQuery;
        this.ownerPassword = ownerPassword;
    }

    /**
     * Opens the database in this folder, first making what is missing.
     *
     * @param longestQuery after which the database ends any query, of readers above all
     */
    public static StateDatabase open(Path folder, Duration longestQuery) throws IOException, SQLException {
        Path home = Files.createDirectories(folder).toAbsolutePath().normalize();
        if (home.toString().contains(";")) {
            throw new IOException("folder \"" + home + "\" is not allowed: use a path without ;");
        }
        String password = ownerPassword(home.resolve("state.owner"));
        StateFiles files = new StateFiles(home);
        StateDatabase database = new StateDatabase(files, files.live(), longestQuery, password);
        database.migrate();
        files.deleteAllBut(database.file);
        database.writer.start();
        return database;
    }

    /** An empty database beside this one, for the log to be folded anew. It is either discarded, or becomes this one. */
    StateDatabase beside() throws IOException {
        Path next = files.next(file);
        files.delete(next);
        StateDatabase database = new StateDatabase(files, next, longestQuery, ownerPassword);
        database.migrate();
        database.writer.start();
        return database;
    }

    /**
     * From now on, also after a restart, this is the other one: whoever asks here gets its file.
     *
     * @return what it was before, still open for those who are in it
     */
    StateDatabase become(StateDatabase other) throws IOException, SQLException {
        other.writing().lock();
        try (Connection connection = other.connect();
                Statement statement = connection.createStatement()) {
            // A change of its own: without any H2 would not wait for what is still written behind its back.
            statement.execute("update steward.position set known_last = known_last");
            statement.execute("checkpoint sync");
        } finally {
            other.writing().unlock();
        }
        files.makeLive(other.file);
        other.writer.close();
        StateDatabase old = new StateDatabase(files, file, longestQuery, ownerPassword);
        file = other.file;
        writer.moved();
        return old;
    }

    /** Closes and deletes it. */
    void discard() throws IOException, SQLException {
        close();
        files.delete(file);
    }

    /** The file, without the ending that H2 gives it. */
    public Path file() {
        return file;
    }

    /** Held by whoever writes, from its first change to its commit. */
    Lock writing() {
        return writer.lock();
    }

    /** A new connection with every right. For the projection alone. */
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), OWNER, ownerPassword);
    }

    /**
     * Makes a user that may SELECT from the promised views and nothing else, or gives it this password.
     *
     * @param user lower-case letters, digits and {@code _}
     */
    public ReadAccess reader(String user, String password) throws SQLException {
        if (!USER.matcher(user).matches() || user.equals(OWNER)) {
            throw new IllegalArgumentException("user \"" + user + "\" is not allowed: use " + USER + ", not " + OWNER);
        }
        writing().lock();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create user if not exists " + user + " password ''");
            statement.execute("alter user " + user + " set password " + quoted(password));
            statement.execute("grant steward_read to " + user);
        } catch (SQLException e) {
            // H2 puts the statement into its message, and the password stands in the statement.
            throw new SQLException("user " + user + " can't be made: error " + e.getErrorCode(), e.getSQLState());
        } finally {
            writing().unlock();
        }
        return new ReadAccess("jdbc:h2:file:" + file + ";IFEXISTS=TRUE", user, password);
    }

    /** A password nobody could guess. */
    public static String freshPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Closes the file in order, whoever still reads. */
    @Override
    public void close() throws SQLException {
        writer.close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        }
    }

    private String url() {
        return "jdbc:h2:file:" + file + ";" + String.join(";", SETTINGS) + ";MAX_QUERY_TIMEOUT="
                + longestQuery.toMillis();
    }

    private void migrate() {
        Flyway.configure(StateDatabase.class.getClassLoader())
                .dataSource(url(), OWNER, ownerPassword)
                .locations("classpath:io/steward/migrations/common", "classpath:io/steward/migrations/h2")
                .defaultSchema("steward")
                .schemas("steward")
                .createSchemas(true)
                .load()
                .migrate();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String ownerPassword(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                try (SeekableByteChannel channel = Files.newByteChannel(file, options, ownerOnly())) {
                    channel.write(ByteBuffer.wrap(freshPassword().getBytes(StandardCharsets.US_ASCII)));
                }
            } catch (FileAlreadyExistsException e) {
                return Files.readString(file).strip();
            }
        }
        return Files.readString(file).strip();
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
