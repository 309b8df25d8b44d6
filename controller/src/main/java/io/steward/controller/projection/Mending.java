package io.steward.controller.projection;

import java.io.IOException;
import java.util.List;

/** What is done about a log that lost something, once it is folded anew as far as it goes. Called by the rebuild's thread. */
@FunctionalInterface
public interface Mending {
    /**
     * Publishes what the log has lost, or finds out what that is.
     *
     * @param broken what was found, by stream
     * @param known what the live tables know, {@code held} what the log still holds
     * @throws IOException if the broker did not store all of it
     */
    void mend(List<Condition> broken, KeptRows known, KeptRows held) throws IOException, InterruptedException;
}
