package io.steward.agent.process;

import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.BadArgs;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * Tells the log again what it may have lost: where each open command stands, and the ends that the journal still keeps.
 * {@code args.since} (a time) leaves out ends that were stored before it.
 */
final class ResendMethod implements Method {
    static final String NAME = "resend";
    private static final String FIELD = "since";

    private final ProcessTable table;

    ResendMethod(ProcessTable table) {
        this.table = table;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean servesOnDemand(String domain) {
        return true;
    }

    @Override
    public Handler open(Surroundings surroundings) {
        return new Resending();
    }

    private final class Resending implements Handler {
        @Override
        public void check(Work work) {
            since(work);
        }

        @Override
        public Outcome run(Work work) {
            int again = table.journal().owesAgain(since(work));
            return Outcome.done(again + " ACKs are told again\n");
        }

        @Override
        public Recovery recover(Work work) {
            // Telling twice is telling once.
            return new Recovery.NeverRan();
        }

        @Override
        public void close() {}
    }

    private static Instant since(Work work) {
        Optional<String> text = work.command().args().string(FIELD);
        try {
            return text.map(time -> OffsetDateTime.parse(time).toInstant()).orElse(Instant.EPOCH);
        } catch (DateTimeException e) {
            throw new BadArgs(FIELD, text.orElse(""), "an RFC 3339 time like 2026-11-22T09:00:00.000Z");
        }
    }
}
