package io.steward.agent.outbox;

import io.steward.agent.journal.Journal;
import io.steward.agent.journal.Outgoing;
import io.steward.agent.method.EventSink;
import io.steward.model.subject.Subject;
import io.steward.model.wire.EventCodec;

/** Takes events into the journal. Any thread may call it; it answers once the event is on disk or was given up. */
public final class JournalEvents implements EventSink {
    private final Journal journal;

    public JournalEvents(Journal journal) {
        this.journal = journal;
    }

    @Override
    public boolean report(Subject subject, String messageId, byte[] json) {
        return taken(subject, messageId, json, false);
    }

    /** As {@link #report}, for the few that are taken even if there is no room. */
    public void tell(Subject subject, String messageId, byte[] json) {
        taken(subject, messageId, json, true);
    }

    private boolean taken(Subject subject, String messageId, byte[] json, boolean must) {
        if (json.length > EventCodec.LARGEST_EVENT) {
            throw new IllegalArgumentException("event of " + json.length + " bytes on " + subject
                    + " is not allowed: use at most " + EventCodec.LARGEST_EVENT);
        }
        return journal.report(new Outgoing(subject, messageId, json, must));
    }
}
