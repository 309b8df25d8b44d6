package io.steward.model.event;

import io.steward.model.subject.ProcessName;
import java.time.Instant;
import java.util.List;

/**
 * An agent has started: {@code <node>.event.hello.agent}.
 *
 * @param journalId made with the journal; another one means the node lost what it knew
 * @param bootId the kernel's; another one means the machine went down in between
 */
public record Hello(String version, String journalId, String bootId, Instant startedAt, List<ProcessName> processes) {
    public Hello {
        processes = List.copyOf(processes);
    }
}
