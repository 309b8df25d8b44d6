package io.steward.agent.method;

import io.steward.model.command.Args;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.ProcessName;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a process is given by its agent.
 *
 * @param settings how it was configured or started: the same form for both
 * @param folder its own folder, kept across restarts; it may not exist yet
 * @param events where it reports; any thread may call it
 */
public record Surroundings(
        NodeName node, ProcessName process, Args settings, Path folder, EventSink events, InstantSource clock) {}
