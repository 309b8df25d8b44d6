package io.steward.controller.intake;

import io.steward.controller.log.ControlEvents;
import io.steward.model.event.Audited;
import io.steward.model.subject.Token;
import io.steward.model.wire.EventCodec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts into the log who was let do what and who was not, where the log would not know otherwise: commands are their own
 * record there.
 *
 * <p>Any thread. What is let is told before it is done, and waited for; what is refused is told by a thread of its own, a
 * bounded number a minute one by one and the rest as a sum, so that nobody fills the log by asking. While the log can't be
 * reached refusals wait, bounded, and those beyond are in the sum. Never a token, never an argument.
 */
public final class AuditTrail implements AutoCloseable {
    /** Where it goes. */
    public interface Events {
        /** Returns when it is stored. */
        void publish(String method, String about, Map<String, ?> body, String messageId)
                throws IOException, InterruptedException;
    }

    static final int UNKNOWN_A_MINUTE = 10;
    static final int FORBIDDEN_A_MINUTE = 60;

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);
    private static final int WAITING = 1000;
    private static final int LONGEST = 500;
    private static final int MOST_NODES = 500;
    private static final Duration ROUND = Duration.ofSeconds(1);

    private final Events events;
    private final InstantSource clock;
    private final BlockingQueue<Audited> waiting = new ArrayBlockingQueue<>(WAITING);
    private final RefusalGate unknown = new RefusalGate(UNKNOWN_A_MINUTE);
    private final RefusalGate forbidden = new RefusalGate(FORBIDDEN_A_MINUTE);
    private final Thread thread = new Thread(this::tell, "audit");
    private volatile boolean closing;

    public AuditTrail(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
        thread.setDaemon(true);
    }

    /** Begins to tell refusals. */
    public AuditTrail start() {
        thread.start();
        return this;
    }

    /**
     * Somebody is let do something that is no command; to be called before it is done.
     *
     * @throws IOException the log has not stored it: don't do it
     */
    void allowed(Caller caller, String action, List<String> nodes, String detail)
            throws IOException, InterruptedException {
        publish(audited(
                caller.name(), Optional.of(caller.role().word()), action, nodes, true, Optional.empty(), detail));
    }

    /** Somebody was let mend the log, which could not be told before; it is told as soon as the log takes it. */
    void allowedLate(Caller caller, String action, String detail) {
        offer(
                forbidden,
                audited(
                        caller.name(),
                        Optional.of(caller.role().word()),
                        action,
                        List.of(),
                        true,
                        Optional.empty(),
                        detail));
    }

    /** What somebody was let do was not done, for a reason other than rights. */
    void failed(Caller caller, String action, List<String> nodes, String code, String detail) {
        offer(
                forbidden,
                audited(
                        caller.name(),
                        Optional.of(caller.role().word()),
                        action,
                        nodes,
                        true,
                        Optional.of(code),
                        detail));
    }

    /**
     * Somebody was not let.
     *
     * @param caller empty: nobody knows who it is
     */
    void refused(Optional<Caller> caller, String action, List<String> nodes, String code, String detail) {
        offer(
                caller.isPresent() ? forbidden : unknown,
                audited(
                        caller.map(Caller::name).orElse(""),
                        caller.map(known -> known.role().word()),
                        action,
                        nodes,
                        false,
                        Optional.of(code),
                        detail));
    }

    /** Returns when what waits is told, or after a short while. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(ROUND.toMillis() * 2);
            thread.interrupt();
            thread.join(ROUND.toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(RefusalGate gate, Audited audited) {
        if (gate.admits(clock.instant()) && !waiting.offer(audited)) {
            gate.missed();
        }
    }

    private void tell() {
        try {
            boolean last = false;
            while (!last) {
                last = closing;
                @Nullable Audited next = waiting.poll(last ? 0 : ROUND.toMillis(), TimeUnit.MILLISECONDS);
                while (next != null) {
                    stored(next);
                    next = waiting.poll();
                }
                sums(clock.instant(), last);
            }
        } catch (InterruptedException e) {
            LOG.warn("{} refusals were not told to the log", waiting.size());
        }
    }

    private void sums(Instant now, boolean end) throws InterruptedException {
        Optional<RefusalGate.Sum> strangers = unknown.sum(now, end);
        if (strangers.isPresent()) {
            stored(sum("unauthorized", strangers.get()));
        }
        Optional<RefusalGate.Sum> known = forbidden.sum(now, end);
        if (known.isPresent()) {
            stored(sum("forbidden", known.get()));
        }
    }

    private Audited sum(String code, RefusalGate.Sum sum) {
        String detail = sum.count() + " more between " + sum.from() + " and " + sum.to();
        return audited("", Optional.empty(), "requests", List.of(), false, Optional.of(code), detail);
    }

    private void stored(Audited audited) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        while (true) {
            try {
                publish(audited, id);
                return;
            } catch (IOException | IllegalStateException e) {
                LOG.debug("not told yet: {}", e.getMessage());
                TimeUnit.MILLISECONDS.sleep(ROUND.toMillis());
            }
        }
    }

    private void publish(Audited audited) throws IOException, InterruptedException {
        publish(audited, UUID.randomUUID().toString());
    }

    private void publish(Audited audited, String id) throws IOException, InterruptedException {
        events.publish(ControlEvents.AUDIT, about(audited.action()), EventCodec.fields(audited), "audit." + id);
    }

    private Audited audited(
            String who,
            Optional<String> role,
            String action,
            List<String> nodes,
            boolean allowed,
            Optional<String> code,
            String detail) {
        List<String> named = nodes.stream().limit(MOST_NODES).toList();
        String more = nodes.size() > MOST_NODES ? " (and " + (nodes.size() - MOST_NODES) + " more nodes)" : "";
        String shown = detail.length() > LONGEST ? detail.substring(0, LONGEST) + "…" : detail;
        return new Audited(
                clock.instant(),
                who,
                role,
                action,
                named,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                allowed,
                code,
                Optional.of(shown + more));
    }

    private static String about(String action) {
        return Token.matches(action) ? action : "other";
    }
}
