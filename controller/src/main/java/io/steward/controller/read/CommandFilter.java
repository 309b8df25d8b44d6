package io.steward.controller.read;

import io.steward.model.command.CommandId;
import io.steward.model.command.Status;
import io.steward.model.subject.NodeName;
import java.util.Optional;

/**
 * Which commands to answer, newest first.
 *
 * @param after the last command of the page before: older ones follow
 * @param limit 1 to {@link StateReader#MOST_ROWS}
 */
public record CommandFilter(
        Optional<NodeName> node,
        Optional<Status> status,
        Optional<String> method,
        Optional<String> issuedBy,
        Optional<CommandId> after,
        int limit) {

    public static CommandFilter newest(int limit) {
        return new CommandFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit);
    }
}
