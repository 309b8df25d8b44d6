package io.steward.controller.read.door;

import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.door.Plan.Place;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One session's connections: to the state database, wherever it is now, and to the catalogue. One thread; only {@link
 * #cancel} may come from another. When the tables were folded anew, the next statement finds the new ones.
 */
final class Backend implements AutoCloseable {
    /** What needs a connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException, PgError;
    }

    private final Supplier<ReadAccess> access;
    private final Catalog catalog;
    private final SessionSettings settings;
    private @Nullable ReadAccess openedWith;
    private @Nullable Connection live;
    private @Nullable Connection catalogue;
    private ZoneId zone = ZoneId.of("UTC");
    private volatile @Nullable Statement running;

    Backend(Supplier<ReadAccess> access, Catalog catalog, SessionSettings settings) {
        this.access = access;
        this.catalog = catalog;
        this.settings = settings;
    }

    Catalog catalog() {
        return catalog;
    }

    <T> T with(Place place, Work<T> work) throws SQLException, PgError {
        if (place == Place.CATALOG) {
            return work.on(catalogue());
        }
        Connection asked = live();
        try {
            return work.on(asked);
        } catch (StackOverflowError e) {
            // The database reads a statement by recursion; nothing of it has run.
            throw new PgError("54001", "the statement is nested too deep");
        } catch (SQLException e) {
            if (access.get().equals(openedWith) && !asked.isClosed()) {
                throw e;
            }
            // The tables were exchanged in the middle.
            return work.on(live());
        }
    }

    /** Marks what {@link #cancel} ends. */
    void running(@Nullable Statement statement) {
        running = statement;
    }

    void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It ended by itself.
                running = null;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        closeLive();
        if (catalogue != null) {
            catalogue.close();
        }
    }

    private Connection live() throws SQLException {
        ReadAccess now = access.get();
        if (live == null || !now.equals(openedWith) || live.isClosed()) {
            closeLive();
            live = DriverManager.getConnection(now.url(), now.user(), now.password());
            openedWith = now;
            zone = ZoneId.systemDefault();
        }
        if (!zone.equals(settings.zone())) {
            zone = settings.zone();
            try (Statement statement = live.createStatement()) {
                statement.execute("set time zone " + PgStatement.quoted(zone.getId()));
            }
        }
        return live;
    }

    private Connection catalogue() throws SQLException {
        if (catalogue == null) {
            catalogue = catalog.connect();
        }
        return catalogue;
    }

    private void closeLive() {
        try {
            if (live != null) {
                live.close();
            }
        } catch (SQLException e) {
            // Its database was closed before.
            live = null;
        }
    }
}
