package io.steward.agent.trust;

import io.steward.agent.journal.Entry;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Fault;
import io.steward.model.subject.NodeName;
import io.steward.model.trust.Policy;
import io.steward.model.wire.Codec;
import io.steward.model.wire.SigningBytes;
import io.steward.model.wire.Unreadable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says which commands this node does, by the policy in force, and puts a newer policy in force. It trusts nothing that
 * the broker or the controller says, their clocks included. Any thread; a verdict with a signature takes some hundreds of
 * microseconds, so it is asked for where work begins and not where messages arrive.
 */
public final class Gatekeeper {
    /**
     * What it says of one command.
     *
     * @param vouched a trusted key signed it, whether it is allowed or not
     */
    public record Verdict(Optional<Fault> refusal, boolean vouched) {}

    /**
     * How it judges.
     *
     * @param labels of the node
     * @param unsignedToo commands without a signature are taken as they are
     * @param tolerance how far this machine's own clock may be ahead before commands expire by it
     */
    public record Terms(NodeName node, Map<String, String> labels, boolean unsignedToo, Duration tolerance) {}

    /** Said of a command without a trusted signature: its id was chosen by nobody knows whom. */
    private static final Set<String> NOT_VOUCHED = Set.of("unsigned", "unknown-key", "key-expired", "bad-signature");

    /** How far in the future an id may have been made; the ids of later ones would make all others too old one day. */
    private static final Duration FUTURE = Duration.ofDays(1);

    private final Terms terms;
    private final InstantSource clock;
    private final InstantSource brokerTime;
    private final PolicyStore store;
    private volatile Optional<Policy> policy;
    private volatile Runnable news = () -> {};

    /**
     * @param clock the machine's own
     * @param policy the newest that the node has; empty: commands with a signature are refused
     */
    public Gatekeeper(
            Terms terms, Optional<Policy> policy, PolicyStore store, InstantSource clock, InstantSource brokerTime) {
        this.terms = terms;
        this.policy = policy;
        this.store = store;
        this.clock = clock;
        this.brokerTime = brokerTime;
    }

    /** The policy in force. */
    public Optional<Policy> policy() {
        return policy;
    }

    /** Called by the thread that replaced the policy, afterwards. One listener. */
    public void listen(Runnable listener) {
        news = listener;
    }

    /** What it says of a command that the journal has. */
    public Verdict verdict(Entry entry) {
        try {
            return verdict(Codec.decodeCommand(entry.subject(), entry.command()), entry.command());
        } catch (Unreadable e) {
            return refused(e.code(), String.valueOf(e.getMessage()), false);
        }
    }

    /**
     * What it says of this command.
     *
     * @param message the bytes that the command was read from: it is they that were signed
     */
    public Verdict verdict(Command command, byte[] message) {
        if (command.signature().isEmpty()) {
            return terms.unsignedToo()
                    ? new Verdict(Optional.empty(), false)
                    : refused("unsigned", "the command carries no signature, and commands.unsigned is refuse", false);
        }
        if (policy.isEmpty()) {
            String key = command.signature().get().key();
            return refused("unknown-key", "no key \"" + key + "\": this node has no policy", false);
        }
        return signed(command, message, policy.get());
    }

    /** Whether a command that the journal has may have an effect now. */
    public boolean takes(Entry entry) {
        try {
            Command command = Codec.decodeCommand(entry.subject(), entry.command());
            return expiry(command).isEmpty()
                    && verdict(command, entry.command()).refusal().isEmpty();
        } catch (Unreadable e) {
            return false;
        }
    }

    /** Whether its time has passed, by the broker's clock or, since that may be anybody's, by the machine's own. */
    public Optional<Fault> expiry(Command command) {
        Optional<Instant> end = command.expiresAt();
        if (end.isPresent() && end.get().isBefore(brokerTime.instant())) {
            return Optional.of(new Fault("expired", "expiresAt " + end.get() + " had passed"));
        }
        if (end.isPresent() && end.get().isBefore(now())) {
            return Optional.of(
                    new Fault("expired", "expiresAt " + end.get() + " had passed by this machine's own clock"));
        }
        return Optional.empty();
    }

    /**
     * Whether a command that the journal does not know may be one that it has forgotten. Pure. It compares the ids, which
     * are signed and begin with the time they were made in: an issuer whose clock is behind by more than the journal keeps
     * is refused, however new the command is.
     */
    public static Optional<Fault> tooOld(Command command, Optional<CommandId> forgottenTo) {
        if (command.signature().isEmpty()
                || forgottenTo.isEmpty()
                || command.id().compareTo(forgottenTo.get()) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                "too-old",
                "the id was made at " + command.id().moment() + "; this node has forgotten commands up to "
                        + forgottenTo.get().moment() + " and can't tell whether it did this one"));
    }

    /**
     * Puts a newer policy in force; it is on disk when this returns.
     *
     * @param force also if it could never be replaced by a command again
     * @return why not; empty: it is in force
     */
    synchronized Optional<Fault> adopt(Policy newer, boolean force) {
        long version = policy.map(Policy::version).orElse(0L);
        if (newer.version() <= version) {
            return fault(
                    "old-version",
                    "field \"version\" \"" + newer.version() + "\" is not allowed: use more than " + version);
        }
        if (!force
                && newer.changers(terms.node(), terms.labels(), clock.instant()).isEmpty()) {
            return fault(
                    "locks-out",
                    "policy version " + newer.version() + " lets nobody replace it on this node: allow an operator with"
                            + " a key method \"policy\", or send it with args.force true");
        }
        try {
            store.keep(newer);
        } catch (IOException e) {
            return fault("not-written", "policy version " + newer.version() + " can't be written: " + e.getMessage());
        }
        policy = Optional.of(newer);
        news.run();
        return Optional.empty();
    }

    private Verdict signed(Command command, byte[] message, Policy by) {
        byte[] bytes;
        try {
            bytes = SigningBytes.of(command.subject(), message);
        } catch (Unreadable e) {
            return refused(e.code(), String.valueOf(e.getMessage()), false);
        }
        Optional<Fault> refusal = by.judge(command, bytes, terms.labels(), terms.unsignedToo(), now());
        // By this machine's own clock alone: the broker's may be anybody's, and one such id would make all others too
        // old.
        Instant latest = clock.instant().plus(FUTURE);
        boolean tooNew = command.id().moment().isAfter(latest);
        if (refusal.isPresent()) {
            return new Verdict(
                    refusal, !tooNew && !NOT_VOUCHED.contains(refusal.get().code()));
        }
        return tooNew
                ? refused("too-new", "the id was made at " + command.id().moment() + ", after " + latest, false)
                : new Verdict(Optional.empty(), true);
    }

    // A broker may tell an old time to make what has ended look alive; this machine's clock may be wrong by itself.
    private Instant now() {
        Instant broker = brokerTime.instant();
        return terms.unsignedToo() ? broker : latest(broker, clock.instant().minus(terms.tolerance()));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Verdict refused(String code, String message, boolean vouched) {
        return new Verdict(fault(code, message), vouched);
    }

    private static Optional<Fault> fault(String code, String message) {
        return Optional.of(new Fault(code, message));
    }
}
