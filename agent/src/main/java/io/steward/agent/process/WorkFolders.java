package io.steward.agent.process;

import io.steward.model.command.CommandId;
import java.nio.file.Path;
import java.util.function.Predicate;

/** A folder for each start of each command, gone once the log has stored the end. Any thread may call it. */
public interface WorkFolders {
    Path of(CommandId id, int attempt);

    /** As {@link #of}, and it exists. */
    Path made(CommandId id, int attempt);

    /** What can't be removed now is removed at the next start. */
    void remove(CommandId id);

    /** Removes those of commands that nobody needs any more. */
    void removeAll(Predicate<CommandId> needless);
}
