package io.steward.agent.method;

import io.steward.model.subject.Subject;

/**
 * Takes events on their way to the log. Any thread may call it; it returns once the event is on the agent's disk or was
 * given up and counted, because the room for events is full. It never waits for the broker.
 */
public interface EventSink {
    /**
     * Takes one event.
     *
     * @param messageId under which the stream stores it once, also if it is told again after a crash
     * @return false if the event was given up
     */
    boolean report(Subject subject, String messageId, byte[] json);
}
