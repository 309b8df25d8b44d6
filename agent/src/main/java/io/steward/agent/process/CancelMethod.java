package io.steward.agent.process;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Entry;
import io.steward.agent.method.Handler;
import io.steward.agent.method.Method;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Stop;
import io.steward.agent.method.Surroundings;
import io.steward.agent.method.Work;
import io.steward.model.command.BadArgs;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.command.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Ends another command early: before its start, or while it runs. Succeeds when that command is CANCELED, or on its way
 * there after 10 s.
 */
final class CancelMethod implements Method {
    static final String NAME = "cancel";
    private static final String FIELD = "commandId";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProcessTable table;

    CancelMethod(ProcessTable table) {
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
        return new Canceling();
    }

    private final class Canceling implements Handler {
        @Override
        public void check(Work work) {
            target(work);
        }

        @Override
        public Outcome run(Work work) throws InterruptedException {
            CommandId target = target(work);
            Optional<Held> held = table.held(target);
            return held.isPresent() ? cancel(held.get()) : tooLate(target);
        }

        @Override
        public Recovery recover(Work work) {
            // Canceling twice is canceling once.
            return new Recovery.NeverRan();
        }

        @Override
        public void close() {}
    }

    private Outcome cancel(Held held) throws InterruptedException {
        Fault fault = new Fault("canceled", "canceled before it started");
        if (table.endWaiting(held, Status.CANCELED, Optional.of(fault))) {
            return ended(held, "canceled before it started\n");
        }
        table.journal().append(List.of(new Change.CancelAsked(held.id())));
        held.stop().request(Stop.Reason.CANCEL);
        if (!table.awaitOver(held, PATIENCE)) {
            return Outcome.done("asked to stop\n");
        }
        return ended(held, "stopped\n");
    }

    private Outcome ended(Held held, String how) {
        Optional<Status> end = table.journal().entry(held.id()).map(Entry::status);
        return end.equals(Optional.of(Status.CANCELED)) ? Outcome.done(how) : tooLate(held.id());
    }

    private Outcome tooLate(CommandId target) {
        Optional<Entry> entry = table.journal().entry(target);
        return Outcome.failed(
                entry.isEmpty()
                        ? new Fault("unknown-command", "command " + target + " is not known here")
                        : new Fault(
                                "too-late",
                                "command " + target + " is " + entry.get().status() + " already"));
    }

    private static CommandId target(Work work) {
        return target(work.command());
    }

    /** Which command this one cancels. */
    static CommandId target(Command command) {
        String text = command.args().string(FIELD).orElseThrow(() -> new BadArgs(FIELD, null, "a command's id"));
        try {
            return CommandId.of(text);
        } catch (IllegalArgumentException e) {
            throw new BadArgs(FIELD, text, "a command's id: a UUID of version 7 in lower case");
        }
    }
}
