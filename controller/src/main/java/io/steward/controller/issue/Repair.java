package io.steward.controller.issue;

import io.nats.client.Connection;
import io.steward.controller.issue.PutBack.Kind;
import io.steward.controller.issue.RepairPlan.NotRecovered;
import io.steward.controller.issue.RepairRule.Limits;
import io.steward.controller.log.EntryLookup;
import io.steward.controller.log.LogView;
import io.steward.controller.projection.Condition;
import io.steward.controller.projection.KeptRows;
import io.steward.controller.projection.RebuildStatus;
import io.steward.controller.projection.Rebuilding;
import io.steward.model.command.Args;
import io.steward.model.command.Command;
import io.steward.model.command.OnCrash;
import io.steward.model.config.Key;
import io.steward.model.subject.NodeName;
import io.steward.model.subject.Streams;
import io.steward.model.subject.Subject;
import io.steward.model.wire.Codec;
import io.steward.nats.Link;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends a log that lost what it had acknowledged: puts back what only our database still knows, under the old ids, asks
 * agents to tell again what their journals kept, and has the log folded anew beside the live tables.
 *
 * <p>Any thread may begin one and ask how far it is; it is done on the rebuild's thread, one at a time. Repeating is
 * harmless, also after a crash in the middle: what the log has is not put back, agents know commands by their id, and the
 * live tables call themselves broken until the new ones have taken their place. Puts nothing back that could run twice.
 */
public final class Repair {
    public static final Key<Duration> REMEMBERED = Key.duration(
            "repair.remembered",
            "P7D",
            Duration.ZERO,
            "how long agents surely recognise ended commands: at most the least journal.keep of the fleet");

    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);

    /** Counts only. */
    private static final PutBack.Taker NOBODY = new PutBack.Taker() {
        @Override
        public void take(PutBack message) {}

        @Override
        public void finish() {}
    };

    private final Link link;
    private final Streams streams;
    private final Rebuilding rebuilding;
    private final Ids ids;
    private final Limits limits;
    private final Optional<CommandSigner> signer;
    private volatile Optional<RepairPlan> last = Optional.empty();

    /**
     * @param kept how long the log keeps commands
     * @param signer under whose name agents are asked to tell again, where there is one
     */
    public Repair(
            Link link,
            Streams streams,
            Rebuilding rebuilding,
            Ids ids,
            Duration remembered,
            Duration kept,
            Optional<CommandSigner> signer) {
        this.signer = signer;
        this.link = link;
        this.streams = streams;
        this.rebuilding = rebuilding;
        this.ids = ids;
        this.limits = new Limits(remembered, kept);
    }

    /**
     * Begins one.
     *
     * @param planOnly find out what it would do, and change nothing
     * @param by who wants it
     * @return false: a repair or a rebuild is under way
     */
    public synchronized boolean start(boolean planOnly, String by) {
        if (rebuilding.status().underWay()) {
            return false;
        }
        last = Optional.empty();
        return rebuilding.startRepair(planOnly, "asked for by " + by, (broken, known, held) -> {
            last = Optional.of(planOnly ? plan(broken, known, held, by) : mend(broken, known, held, by));
        });
    }

    /** How far the last one is, as long as no rebuild came after it. */
    public RebuildStatus status() {
        RebuildStatus status = rebuilding.status();
        return status.kind().ofRepair() ? status : RebuildStatus.NONE;
    }

    /** What the last one did, or would do. */
    public Optional<RepairPlan> last() {
        return last;
    }

    private RepairPlan plan(List<Condition> broken, KeptRows known, KeptRows held, String by)
            throws IOException, InterruptedException {
        EntryLookup log = new LogView(connected());
        return new LogMending(known, held, log, streams, limits, ids.now(), NOBODY, lost -> {})
                .run(broken, false, (node, since) -> resend(node, since, by));
    }

    private RepairPlan mend(List<Condition> broken, KeptRows known, KeptRows held, String by)
            throws IOException, InterruptedException {
        broken.forEach(condition -> LOG.warn("repairing for {}: {}", by, condition.message()));
        Connection connection = connected();
        PutBack.Taker taker = new PutBackPublisher(connection, rebuilding::open);
        EntryLookup log = new LogView(connection);
        RepairPlan done = new LogMending(known, held, log, streams, limits, ids.now(), taker, Repair::tell)
                .run(broken, true, (node, since) -> resend(node, since, by));
        LOG.warn(
                "put back: {} commands, {} ends, {} words of nodes; not recovered: {}",
                done.commands(),
                done.acks(),
                done.nodes(),
                done.notRecovered());
        return done;
    }

    private Connection connected() throws IOException, InterruptedException {
        return link.await(PutBackPublisher.PATIENCE)
                .orElseThrow(() -> new IOException("the broker can't be reached; repeat the repair"));
    }

    private static void tell(NotRecovered lost) {
        LOG.warn("not recovered: {} on {}, {}: {}", lost.id(), lost.node(), lost.status(), lost.why());
    }

    private PutBack resend(NodeName node, Instant since, String by) {
        Instant now = ids.now();
        Command unsigned = new Command(
                ids.next(now),
                Subject.command(node, "resend", "agent"),
                signer.map(CommandSigner::name).orElse(by),
                now,
                Optional.empty(),
                Optional.empty(),
                OnCrash.REPEAT,
                false,
                new Args(Map.of("since", since.toString())),
                Optional.of("the log is repaired, as " + by + " asked"),
                Optional.empty());
        Command command = signer.map(key -> key.sign(unsigned)).orElse(unsigned);
        return new PutBack(
                Kind.RESEND,
                streams.commandStream(node),
                command.subject().toString(),
                command.id().value(),
                Codec.encode(command));
    }
}
