package io.steward.controller.issue;

import io.steward.model.command.Command;
import java.util.List;

/** The commands that an earlier request with the same key has put into the log. Any thread. */
public interface Earlier {
    /**
     * All of them, whoever sent them and however long ago: what the log held when this was called is taken into account.
     *
     * @throws Refused if that can't be told in a reasonable time
     */
    List<Command> commandsOf(String requestKey) throws Refused, InterruptedException;
}
