package io.steward.ops.chaos.load;

import io.steward.nats.Link;
import io.steward.nats.LinkConfig;
import io.steward.ops.chaos.fleet.ScratchFleet;
import io.steward.ops.chaos.load.Ledger.Accepted;
import io.steward.ops.chaos.plan.Door;
import io.steward.ops.chaos.plan.Errand;
import io.steward.ops.chaos.plan.ErrandKind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends a plan's errands at their times, each from a thread of a pool until it is answered. */
public final class Load implements AutoCloseable {
    private static final int SENDERS = 24;

    private final Ledger ledger = new Ledger();
    private final ScheduledExecutorService senders;
    private final Link link;
    private final HttpSender http;
    private final NatsSender nats;

    public Load(ScratchFleet fleet) {
        this.senders = Executors.newScheduledThreadPool(SENDERS, work -> {
            Thread thread = new Thread(work, "sender");
            thread.setDaemon(true);
            return thread;
        });
        this.link = Link.open(
                new LinkConfig(fleet.brokerUrls(), fleet.controllerCredentials(), "chaos-load", Optional.empty()));
        this.http = new HttpSender(fleet.api(), fleet.effects(), ledger);
        this.nats = new NatsSender(link, fleet.effects(), ledger);
    }

    public void start(List<Errand> errands) {
        for (Errand errand : errands) {
            later(errand.at().toMillis(), () -> send(errand));
        }
    }

    public Ledger ledger() {
        return ledger;
    }

    /** What was not answered by now is not waited for. */
    @Override
    public void close() {
        senders.shutdownNow();
        link.close();
    }

    private void send(Errand errand) throws InterruptedException {
        ledger.sending(errand);
        List<Accepted> accepted = errand.door() == Door.HTTP ? http.send(errand) : nats.send(errand);
        if (errand.kind() == ErrandKind.CANCELED) {
            for (Accepted command : accepted) {
                later(errand.then().orElseThrow().toMillis(), () -> http.cancel(command));
            }
        }
    }

    private void later(long millis, Step step) {
        Future<?> unused = senders.schedule(
                () -> {
                    try {
                        step.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    private interface Step {
        void run() throws InterruptedException;
    }
}
