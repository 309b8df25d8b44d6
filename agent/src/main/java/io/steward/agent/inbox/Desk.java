package io.steward.agent.inbox;

import io.steward.agent.journal.Entry;
import io.steward.agent.journal.Journal;
import io.steward.agent.machine.BrokerClock;
import io.steward.model.subject.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the inbox decides: what each delivery is settled with, which commands are held back and until when, and from when
 * on work begins. It knows no broker and no thread, and is told the time: nanoseconds of any clock that only goes
 * forward. One thread.
 */
final class Desk {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final Duration MARGIN = Duration.ofSeconds(2);

    /** Where commands go when they may run. */
    interface Work {
        void admit(Entry entry, boolean supersedes);

        /** From here on they run. */
        void open();
    }

    private final Intake intake;
    private final Gate gate;
    private final Work work;
    private final BrokerClock brokerTime;
    private final Duration ackWait;
    private final Duration patience;
    private boolean linked;
    private boolean drained;
    private boolean working;
    private int cuts;
    private long quietSince;
    private long heldUntil = Long.MAX_VALUE;
    private boolean asking;

    Desk(NodeName node, InboxSettings settings, Journal journal, Work work, BrokerClock brokerTime) {
        this.intake = new Intake(node, journal);
        this.work = work;
        this.gate = new Gate(fresh -> work.admit(fresh.entry(), fresh.supersedes()));
        this.brokerTime = brokerTime;
        this.ackWait = settings.ackWait();
        this.patience = settings.patience();
    }

    /** Begins with what the journal holds from before. */
    void start(long now) {
        gate.add(intake.before());
        gate.open(intake.reception());
        quietSince = now;
    }

    /** Why commands can't be taken; empty if they can. Any thread. */
    Optional<String> trouble() {
        return intake.trouble();
    }

    /** Everything that waited at the broker has come. */
    boolean drained() {
        return drained;
    }

    /** How many deliveries have to come again before what is behind them may run. */
    long missing() {
        return intake.reception().missing();
    }

    /** Work has begun and nothing is held back: time alone changes nothing here. */
    boolean settled() {
        return working && missing() == 0;
    }

    /** There is a connection; what was asked before is forgotten. */
    void linked(Instant at, long now) {
        linked = true;
        drained = false;
        if (intake.reception().missing() > 0) {
            holdFrom(at, now);
        }
    }

    void cut() {
        linked = false;
        asking = false;
        cuts++;
    }

    /** The broker has no more for now, redeliveries that are due included. */
    void nothingLeft() {
        drained = true;
        if (asking) {
            asking = false;
            giveUp();
        }
    }

    /** Takes a batch, which is on disk when it returns; answers what each is settled with, in its order. */
    List<Settlement> take(List<Delivery> batch, Instant at, long now) {
        batch.forEach(one -> brokerTime.heard(one.storedAt(), drained && !one.again()));
        long missing = intake.reception().missing();
        Intake.Taken taken = intake.take(batch, cuts, at);
        cuts = 0;
        List<Settlement> settlements = settled(batch, taken.receipts());
        try {
            gate.add(taken.fresh());
            if (intake.reception().missing() > missing
                    || settlements.stream().anyMatch(Settlement.Nak.class::isInstance)) {
                holdFrom(at, now);
            }
            gate.open(intake.reception());
        } finally {
            taken.disk().run(); // meanwhile they are looked at where they run
        }
        quietSince = now;
        drained |= batch.get(batch.size() - 1).pending() == 0;
        return settlements;
    }

    /**
     * Time has passed.
     *
     * @return whether the broker is to be asked for what it has now: all that was lost is due again, so that what it
     *     does not have will not come
     */
    boolean tick(long now) {
        if (!working && (drained || now - quietSince > patience.toNanos())) {
            working = true;
            work.open();
        }
        if (!linked || asking || now < heldUntil || intake.reception().missing() == 0) {
            return false;
        }
        asking = true;
        drained = false;
        return true;
    }

    private void giveUp() {
        if (intake.reception().missing() > 0) {
            LOG.warn(
                    "{} deliveries did not come again; commands behind them run now",
                    intake.reception().missing());
            intake.giveUp();
            gate.open(intake.reception());
        }
        heldUntil = Long.MAX_VALUE;
    }

    private void holdFrom(Instant at, long now) {
        heldUntil = now + comesAgain(at).plus(MARGIN).toNanos();
        asking = false;
        LOG.info(
                "{} deliveries were lost on the way; commands behind them wait for them",
                intake.reception().missing());
    }

    // The clock may have been set meanwhile: never longer than the longest.
    private Duration comesAgain(Instant at) {
        long until = intake.reception().putOffUntil() - at.toEpochMilli();
        Duration putOff = Duration.ofMillis(Math.min(Settlement.LONGEST.toMillis(), Math.max(0, until)));
        return putOff.compareTo(ackWait) > 0 ? putOff : ackWait;
    }

    private static List<Settlement> settled(List<Delivery> batch, List<Receipt> receipts) {
        List<Settlement> settlements = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            settlements.add(Settlement.of(receipts.get(i), batch.get(i).times()));
        }
        return settlements;
    }
}
