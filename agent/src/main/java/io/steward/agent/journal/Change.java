package io.steward.agent.journal;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.subject.ProcessName;
import java.time.Instant;
import java.util.Optional;

/** One thing that the journal is to remember. A value. */
public sealed interface Change {
    /** One answer for each kind of change. */
    interface Cases {
        void received(Received change);

        void delivered(Delivered change);

        void vouched(Vouched change);

        void started(Started change);

        void cancelAsked(CancelAsked change);

        void ended(Ended change);

        void settled(Settled change);

        void pruned(Pruned change);

        void swept(Swept change);
    }

    void match(Cases cases);

    /** How far the deliveries were seen. */
    record Received(Reception reception) implements Change {
        @Override
        public void match(Cases cases) {
            cases.received(this);
        }
    }

    /** A new command; its DELIVERED is owed from here on. */
    record Delivered(Entry entry) implements Change {
        @Override
        public void match(Cases cases) {
            cases.delivered(this);
        }
    }

    /** Its signature was found to be right: once it is forgotten, its like is not taken again. */
    record Vouched(CommandId id) implements Change {
        @Override
        public void match(Cases cases) {
            cases.vouched(this);
        }
    }

    /** The work is about to begin; its STARTED is owed. */
    record Started(CommandId id, int attempt, String bootId, Instant at) implements Change {
        @Override
        public void match(Cases cases) {
            cases.started(this);
        }
    }

    /** Somebody wants the running command to end. */
    record CancelAsked(CommandId id) implements Change {
        @Override
        public void match(Cases cases) {
            cases.cancelAsked(this);
        }
    }

    /** The end; this ACK is owed until the log has it. */
    record Ended(Ack ack) implements Change {
        @Override
        public void match(Cases cases) {
            cases.ended(this);
        }
    }

    /** A process was started (with settings) or stopped (without) by command. */
    record Settled(ProcessName process, Optional<String> settings) implements Change {
        @Override
        public void match(Cases cases) {
            cases.settled(this);
        }
    }

    /** ACKs that say less than the terminal one behind them need not be told any more. */
    record Pruned() implements Change {
        @Override
        public void match(Cases cases) {
            cases.pruned(this);
        }
    }

    /** Commands whose end the log has stored before this time may be forgotten. */
    record Swept(Instant before) implements Change {
        @Override
        public void match(Cases cases) {
            cases.swept(this);
        }
    }
}
