package io.steward.controller.projection;

import io.steward.model.fold.Content;
import io.steward.model.fold.LogEntry;

/** An entry and what it says. */
record Reading(LogEntry entry, Content content) {}
