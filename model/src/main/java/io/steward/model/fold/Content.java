package io.steward.model.fold;

import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.event.Connection;
import io.steward.model.event.Enrolled;
import io.steward.model.event.Facts;
import io.steward.model.event.Heartbeat;
import io.steward.model.event.Hello;
import io.steward.model.subject.Subject;

/** What a log entry says. The cases are closed: whoever reads one must have an opinion on each, by {@link #match}. */
public sealed interface Content {
    <R> R match(Cases<R> cases);

    record CommandContent(Command command) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.command(command);
        }
    }

    /** The subject tells which node spoke. */
    record AckContent(Subject subject, Ack ack) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.ack(subject, ack);
        }
    }

    record HelloContent(Subject subject, Hello hello) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.hello(subject, hello);
        }
    }

    record FactsContent(Subject subject, Facts facts) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.facts(subject, facts);
        }
    }

    record EnrolledContent(Subject subject, Enrolled enrolled) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.enrolled(subject, enrolled);
        }
    }

    record ConnectionContent(Subject subject, Connection connection) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.connection(subject, connection);
        }
    }

    record HeartbeatContent(Subject subject, Heartbeat heartbeat) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.heartbeat(subject, heartbeat);
        }
    }

    /** An event that the controller passes on as it is. */
    record OtherContent(Subject subject) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.other(subject);
        }
    }

    /** Kept with its bytes, counted, and passed over. */
    record UnreadableContent(String code, String message) implements Content {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.unreadable(code, message);
        }
    }

    /** One opinion per case. */
    interface Cases<R> {
        R command(Command command);

        R ack(Subject subject, Ack ack);

        R hello(Subject subject, Hello hello);

        R facts(Subject subject, Facts facts);

        R enrolled(Subject subject, Enrolled enrolled);

        R connection(Subject subject, Connection connection);

        R heartbeat(Subject subject, Heartbeat heartbeat);

        R other(Subject subject);

        R unreadable(String code, String message);
    }
}
