package io.steward.controller.issue;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.steward.controller.issue.RepairPlan.PutBack;
import io.steward.controller.log.LogView;
import io.steward.controller.projection.Condition;
import io.steward.controller.projection.KeptRows;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mends a log that lost what it had acknowledged: puts back what only our database still knows, under the old ids, asks
 * agents to tell again what their journals kept, and has the log folded anew.
 *
 * <p>Any thread, one repair at a time. Repeating is harmless: what the log has is stored once, agents know commands by
 * their id, and the fold takes a repeat as one. Puts nothing back that could run twice.
 */
public final class Repair {
    /** The streams that can't be followed, and how they are taken up again. */
    public interface Broken {
        List<Condition> conditions();

        /** Has the stream folded from its first entry. */
        void foldAnew(String stream);
    }

    public static final Key<Duration> REMEMBERED = Key.duration(
            "repair.remembered",
            "P7D",
            Duration.ZERO,
            "how long agents surely recognise ended commands: at most the least journal.keep of the fleet");

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int WINDOW = 256;

    private final Link link;
    private final Streams streams;
    private final KeptRows rows;
    private final Broken broken;
    private final Ids ids;
    private final Duration remembered;

    public Repair(Link link, Streams streams, KeptRows rows, Broken broken, Ids ids, Duration remembered) {
        this.link = link;
        this.streams = streams;
        this.rows = rows;
        this.broken = broken;
        this.ids = ids;
        this.remembered = remembered;
    }

    /** What {@link #repair} would do now. Changes nothing. */
    public synchronized RepairPlan plan() throws IOException, InterruptedException {
        List<Condition> conditions = broken.conditions();
        return conditions.isEmpty()
                ? new RepairPlan(List.of(), List.of(), List.of(), List.of(), Optional.empty())
                : new RepairPlanner(new LogView(connection()), rows, streams, remembered, ids.now()).plan(conditions);
    }

    /**
     * Does it, and answers what was done. The log is folded anew after it has returned.
     *
     * @param by who wants it
     * @throws IOException if the broker did not store all of it; repeat it
     */
    public synchronized RepairPlan repair(String by) throws IOException, InterruptedException {
        RepairPlan plan = plan();
        Connection connection = connection();
        publish(connection, plan.putBack());
        publish(connection, resends(plan, by));
        plan.conditions().stream().map(Condition::stream).distinct().forEach(broken::foldAnew);
        return plan;
    }

    private List<PutBack> resends(RepairPlan plan, String by) {
        Instant now = ids.now();
        List<PutBack> resends = new ArrayList<>();
        for (NodeName node : plan.resend()) {
            Command command = new Command(
                    ids.next(now),
                    Subject.command(node, "resend", "agent"),
                    by,
                    now,
                    Optional.empty(),
                    Optional.empty(),
                    OnCrash.REPEAT,
                    false,
                    new Args(Map.of(
                            "since", plan.resendSince().orElse(Instant.EPOCH).toString())),
                    Optional.of("the log is repaired"),
                    Optional.empty());
            resends.add(new PutBack(
                    RepairPlan.Kind.COMMAND,
                    streams.commandStream(node),
                    command.subject().toString(),
                    command.id().value(),
                    Codec.encode(command)));
        }
        return resends;
    }

    private static void publish(Connection connection, List<PutBack> messages)
            throws IOException, InterruptedException {
        JetStream log = connection.jetStream(Link.JETSTREAM);
        Deque<CompletableFuture<PublishAck>> window = new ArrayDeque<>();
        for (PutBack message : messages) {
            window.add(log.publishAsync(
                    message.subject(),
                    message.bytes(),
                    PublishOptions.builder()
                            .messageId(message.messageId())
                            .expectedStream(message.stream())
                            .build()));
            if (window.size() >= WINDOW) {
                confirm(window.remove());
            }
        }
        while (!window.isEmpty()) {
            confirm(window.remove());
        }
    }

    private static void confirm(CompletableFuture<PublishAck> answer) throws IOException, InterruptedException {
        try {
            answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof RuntimeException wrapped && wrapped.getCause() != null
                    ? wrapped.getCause()
                    : e.getCause();
            String why = cause instanceof JetStreamApiException refusal
                    ? refusal.getErrorDescription()
                    : String.valueOf(cause);
            throw new IOException("the broker did not store what is put back: " + why + "; repeat the repair", e);
        } catch (TimeoutException e) {
            throw new IOException("the broker does not answer; repeat the repair", e);
        }
    }

    private Connection connection() throws IOException, InterruptedException {
        return link.await(PATIENCE).orElseThrow(() -> new IOException("the broker can't be reached"));
    }
}
