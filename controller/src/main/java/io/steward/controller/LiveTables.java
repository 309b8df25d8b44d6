package io.steward.controller;

import io.steward.controller.projection.LiveSide;
import io.steward.controller.projection.StateDatabase;
import io.steward.controller.projection.StateDatabase.ReadAccess;
import io.steward.controller.read.StateReader;
import io.steward.controller.read.door.SqlDoor;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folding and the readers of this controller, as a rebuild moves them to other tables. */
final class LiveTables implements LiveSide {
    /** Makes the user of the SQL port in a database. */
    interface SqlUser {
        ReadAccess in(StateDatabase database) throws IOException, SQLException;
    }

    static final String API_USER = "steward_reader";

    private static final Logger LOG = LoggerFactory.getLogger(LiveTables.class);

    private final FleetLog log;
    private final StateDatabase database;
    private final StateReader state;
    private final Supplier<Optional<SqlDoor>> door;
    private final SqlUser sqlUser;

    LiveTables(
            FleetLog log,
            StateDatabase database,
            StateReader state,
            Supplier<Optional<SqlDoor>> door,
            SqlUser sqlUser) {
        this.log = log;
        this.database = database;
        this.state = state;
        this.door = door;
        this.sqlUser = sqlUser;
    }

    @Override
    public void stopFolding() {
        log.holdFold();
    }

    @Override
    public Runnable moveReaders() throws IOException, SQLException {
        Runnable lastReader = state.follow(database.reader(API_USER, StateDatabase.freshPassword()));
        if (door.get().isPresent()) {
            door.get().get().follow(sqlUser.in(database));
        }
        LOG.info("state database: {}", database.file());
        return lastReader;
    }

    @Override
    public void startFolding() {
        log.letFold();
    }
}
