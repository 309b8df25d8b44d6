package io.steward.agent.journal;

import io.steward.model.command.CommandId;
import java.util.Optional;

/**
 * A message that the log has not stored yet. A value.
 *
 * @param number its place in its lane; never used twice
 * @param ends the command that this terminal ACK ends
 */
public record Owed(long number, Outgoing message, Optional<CommandId> ends) {}
