package io.steward.controller.read;

import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;

/** A command and the node that it is for. */
public record IssuedCommand(CommandId id, NodeName node) {}
