package io.steward.agent.process;

import io.steward.agent.journal.Change;
import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.journal.JournalBroken;
import io.steward.agent.method.EventSink;
import io.steward.agent.method.Handler;
import io.steward.agent.method.Outcome;
import io.steward.agent.method.Recovery;
import io.steward.agent.method.Stop;
import io.steward.agent.method.Work;
import io.steward.agent.secret.SealedUnreadable;
import io.steward.agent.trust.Gatekeeper;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.Fault;
import io.steward.model.command.Status;
import io.steward.model.wire.Codec;
import io.steward.model.wire.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one command from where it is to its end. Called by the thread of its process. The journal says what is about to
 * happen before it happens; if it can't, the agent halts.
 */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

    private final Journal journal;
    private final Handlers handlers;
    private final WorkFolders folders;
    private final Limits limits;
    private final String bootId;
    private final EventSink events;
    private final InstantSource clock;
    private final Gatekeeper gatekeeper;
    private final Scheduling scheduling;
    private final AtomicInteger running;
    private final Consumer<Throwable> halt;

    Runner(
            Journal journal,
            Handlers handlers,
            WorkFolders folders,
            Limits limits,
            String bootId,
            EventSink events,
            InstantSource clock,
            Gatekeeper gatekeeper,
            Scheduling scheduling,
            AtomicInteger running,
            Consumer<Throwable> halt) {
        this.journal = journal;
        this.handlers = handlers;
        this.folders = folders;
        this.limits = limits;
        this.bootId = bootId;
        this.events = events;
        this.clock = clock;
        this.gatekeeper = gatekeeper;
        this.scheduling = scheduling;
        this.running = running;
        this.halt = halt;
    }

    void run(Held held) throws InterruptedException {
        try {
            Entry entry = journal.entry(held.id()).orElseThrow();
            Command command = Codec.decodeCommand(entry.subject(), entry.command());
            if (entry.status() == Status.STARTED) {
                recover(held, entry, command);
            } else {
                begin(held, entry, command);
            }
        } catch (Unreadable e) {
            // Another version of the agent took it.
            end(held, Status.REJECTED, new Fault(e.code(), e.getMessage()));
        } catch (JournalBroken e) {
            halt.accept(e);
            throw e;
        } catch (RuntimeException e) {
            // The journal still has it: the next start of the agent takes it up again.
            LOG.error("command {} can't be run on: {}", held.id(), e.toString());
        }
    }

    private void begin(Held held, Entry entry, Command command) throws InterruptedException {
        Optional<Fault> refusal = judged(held, entry, command);
        if (refusal.isPresent()) {
            end(held, Status.REJECTED, refusal.get());
            return;
        }
        Optional<Fault> expiry = gatekeeper.expiry(command);
        if (expiry.isPresent()) {
            end(held, Status.EXPIRED, expiry.get());
            return;
        }
        if (held.stopReason().isPresent()) {
            end(held, Status.CANCELED, new Fault("canceled", "canceled before it started"));
            return;
        }
        Optional<Handler> handler;
        try {
            handler = handlers.demanded(entry.subject().process());
        } catch (RuntimeException e) {
            end(held, Status.REJECTED, new Fault("process-not-opened", said(e)));
            return;
        }
        if (handler.isEmpty()) {
            String what = "process \"" + entry.subject().process() + "\" is not there: here are " + handlers.known();
            end(held, Status.REJECTED, new Fault("unknown-process", what));
            return;
        }
        try {
            handler.get().check(work(held, command, 1, true));
        } catch (SealedUnreadable e) {
            end(held, Status.REJECTED, new Fault(SealedUnreadable.CODE, said(e)));
            return;
        } catch (RuntimeException e) {
            end(held, Status.REJECTED, new Fault("bad-args", said(e)));
            return;
        }
        attempt(held, command, handler.get(), 1);
    }

    private void recover(Held held, Entry entry, Command command) throws InterruptedException {
        Optional<Handler> handler = openedAgain(entry);
        Recovery recovery = handler.isEmpty()
                ? new Recovery.Unknown("process \"" + entry.subject().process() + "\" is not there any more")
                : recovered(held, entry, command, handler.get());
        if (recovery instanceof Recovery.Ended ended) {
            journal.append(
                    List.of(new Change.Ended(Ending.ack(entry, ended.outcome(), held.stopReason(), clock.instant()))));
            return;
        }
        boolean ran = recovery instanceof Recovery.Unknown;
        Recovering next = Recovering.decide(
                ran, command.onCrash(), held.stopReason().isPresent(), entry.attempt(), limits.attempts());
        switch (next) {
            case RUN -> again(held, entry, command, handler.orElseThrow(), ran);
            case CANCEL -> end(held, Status.CANCELED, new Fault("canceled", "canceled before it ran"));
            case INTERRUPT -> end(held, Status.INTERRUPTED, new Fault("interrupted", why(recovery)));
        }
    }

    // The policy may be another than when it was started first: what began is reported, but not begun again against it.
    private void again(Held held, Entry entry, Command command, Handler handler, boolean ran)
            throws InterruptedException {
        Optional<Fault> refusal = judged(held, entry, command);
        if (refusal.isPresent()) {
            end(held, ran ? Status.INTERRUPTED : Status.FAILED, refusal.get());
        } else {
            attempt(held, command, handler, ran ? entry.attempt() + 1 : entry.attempt());
        }
    }

    private Optional<Fault> judged(Held held, Entry entry, Command command) {
        Gatekeeper.Verdict verdict = gatekeeper.verdict(command, entry.command());
        held.vouch(verdict.vouched());
        return verdict.refusal();
    }

    private Optional<Handler> openedAgain(Entry entry) {
        try {
            return handlers.demanded(entry.subject().process());
        } catch (RuntimeException e) {
            LOG.warn(
                    "process {} can't be opened again: {}",
                    entry.subject().process(),
                    e.getClass().getName());
            return Optional.empty();
        }
    }

    private Recovery recovered(Held held, Entry entry, Command command, Handler handler) throws InterruptedException {
        boolean sameBoot = entry.bootId().equals(bootId);
        Work work = work(held, command, entry.attempt(), sameBoot);
        Duration left = left(entry, work.timeout());
        running.incrementAndGet();
        Scheduling.Alarm alarm = alarm(held, left);
        try {
            return handler.recover(work);
        } catch (RuntimeException e) {
            LOG.warn(
                    "command {} can't be recovered: {}", held.id(), e.getClass().getName());
            return new Recovery.Unknown(said(e));
        } finally {
            alarm.cancel();
            running.decrementAndGet();
        }
    }

    // The clock may have been set back meanwhile: never longer than the whole.
    private Duration left(Entry entry, Duration timeout) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, entry.startedAt().orElse(now)).plus(timeout);
        return left.compareTo(timeout) > 0 ? timeout : left;
    }

    private void attempt(Held held, Command command, Handler handler, int attempt) throws InterruptedException {
        append(held, new Change.Started(held.id(), attempt, bootId, clock.instant()));
        held.move(Held.Stage.STARTING, Held.Stage.RUNNING);
        Outcome outcome = worked(held, work(held, command, attempt, true), handler);
        Entry entry = journal.entry(held.id()).orElseThrow();
        Ack ack = Ending.ack(entry, outcome, held.stopReason(), clock.instant());
        // The next of this process begins only once its start is on disk, and with it this end.
        journal.note(List.of(new Change.Ended(ack)));
        LOG.debug("command {} ended as {}", held.id(), ack.status());
    }

    private Outcome worked(Held held, Work work, Handler handler) throws InterruptedException {
        running.incrementAndGet();
        Scheduling.Alarm alarm = alarm(held, work.timeout());
        try {
            folders.made(held.id(), work.attempt());
            return handler.run(work);
        } catch (RuntimeException e) {
            LOG.warn(
                    "command {} failed in its handler: {}",
                    held.id(),
                    e.getClass().getName());
            return Outcome.failed(new Fault("handler-failed", said(e)));
        } finally {
            alarm.cancel();
            running.decrementAndGet();
        }
    }

    private Scheduling.Alarm alarm(Held held, Duration after) throws InterruptedException {
        try {
            return scheduling.alarm(after, () -> held.stop().request(Stop.Reason.TIMEOUT));
        } catch (RejectedExecutionException e) {
            throw new InterruptedException("the agent is closing");
        }
    }

    private Work work(Held held, Command command, int attempt, boolean sameBoot) {
        Duration timeout = command.timeout().orElse(limits.timeout());
        return new Work(command, attempt, folders.of(held.id(), attempt), sameBoot, timeout, held.stop(), events);
    }

    private void end(Held held, Status status, Fault fault) {
        Entry entry = journal.entry(held.id()).orElseThrow();
        append(held, new Change.Ended(Ending.ack(entry, status, Optional.of(fault), clock.instant())));
    }

    private void append(Held held, Change change) {
        journal.append(held.vouched() ? List.of(new Change.Vouched(held.id()), change) : List.of(change));
    }

    private static String why(Recovery recovery) {
        return recovery instanceof Recovery.Unknown unknown ? unknown.why() : "it was not run again";
    }

    private static String said(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
