package io.steward.controller.issue;

import io.steward.model.command.Command;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where commands become true by being stored. Any thread. */
public interface CommandLog {
    /**
     * Hands over the commands and waits until the fate of each is known, or patience ends.
     *
     * @return as many fates as commands, in the same order
     */
    default List<Fate> store(List<Command> commands) throws InterruptedException {
        return store(commands, UnaryOperator.identity());
    }

    /**
     * The same; each command is finished just before it goes out, so that what that takes does not hold back those before.
     *
     * @param finishing changes neither id nor subject
     */
    List<Fate> store(List<Command> commands, UnaryOperator<Command> finishing) throws InterruptedException;
}
