package io.steward.agent.process;

import io.steward.model.subject.ProcessName;
import io.steward.model.wire.PlainObject;
import io.steward.model.wire.Unreadable;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts what was started by command before the agent's restart. One that can't be started any more stops no other. */
final class Remembered {
    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    private Remembered() {}

    static void start(Map<ProcessName, Optional<String>> remembered, Handlers handlers) {
        remembered.forEach((process, settings) -> settings.ifPresent(text -> start(process, text, handlers)));
    }

    private static void start(ProcessName process, String settings, Handlers handlers) {
        try {
            handlers.start(process, PlainObject.read(settings));
        } catch (Unreadable | RuntimeException e) {
            LOG.error("process {} was running and can't be started again: {}", process, e.getMessage());
        }
    }
}
