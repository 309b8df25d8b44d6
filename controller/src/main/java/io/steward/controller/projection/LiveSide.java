package io.steward.controller.projection;

import java.io.IOException;
import java.sql.SQLException;

/** Those who fold into the live tables and read them, while these are exchanged. Called by the rebuild's thread. */
public interface LiveSide {
    /** Ends the folding; when this returns, the positions stand still. */
    void stopFolding();

    /**
     * The database has become another file: readers go there.
     *
     * @return to be run once: returns when those who were reading the old one have finished
     */
    Runnable moveReaders() throws IOException, SQLException;

    /** Folding goes on from where the database stands. Called once after each stop. */
    void startFolding();
}
