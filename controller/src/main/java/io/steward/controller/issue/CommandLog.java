package io.steward.controller.issue;

import io.steward.model.command.Command;
import java.util.List;

/** Where commands become true by being stored. Any thread. */
public interface CommandLog {
    /**
     * Hands over the commands and waits until the fate of each is known, or patience ends.
     *
     * @return as many fates as commands, in the same order
     */
    List<Fate> store(List<Command> commands) throws InterruptedException;
}
