package io.steward.agent.journal;

import io.steward.model.command.Ack;
import io.steward.model.command.CommandId;
import io.steward.model.command.Lifecycle;
import io.steward.model.command.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whether the lifecycle permits a list of changes, asked before any of them is made. Pure. */
final class Steps implements Change.Cases {
    private final Function<CommandId, Optional<Status>> known;
    private final Map<CommandId, Status> meanwhile = new HashMap<>();
    private int delivered;

    private Steps(Function<CommandId, Optional<Status>> known) {
        this.known = known;
    }

    /** How many new commands are among them; throws if one of them is not permitted. */
    static int check(List<Change> changes, Function<CommandId, Optional<Status>> known) {
        Steps steps = new Steps(known);
        changes.forEach(change -> change.match(steps));
        return steps.delivered;
    }

    @Override
    public void delivered(Change.Delivered change) {
        CommandId id = change.entry().id();
        if (meanwhile.containsKey(id) || known.apply(id).isPresent()) {
            throw new IllegalStateException("command " + id + " is known already");
        }
        meanwhile.put(id, Status.DELIVERED);
        delivered++;
    }

    @Override
    public void started(Change.Started change) {
        step(change.id(), Status.STARTED);
    }

    @Override
    public void ended(Change.Ended change) {
        Ack ack = change.ack();
        if (!ack.status().terminal()) {
            throw new IllegalStateException("status " + ack.status() + " ends nothing");
        }
        step(ack.id(), ack.status());
    }

    private void step(CommandId id, Status to) {
        Status from = meanwhile.containsKey(id)
                ? meanwhile.get(id)
                : known.apply(id).orElseThrow(() -> new IllegalStateException("command " + id + " is not known"));
        if (!Lifecycle.permits(from, to)) {
            throw new IllegalStateException("command " + id + " is " + from + ": it can't become " + to);
        }
        meanwhile.put(id, to);
    }

    @Override
    public void vouched(Change.Vouched change) {}

    @Override
    public void received(Change.Received change) {}

    @Override
    public void cancelAsked(Change.CancelAsked change) {}

    @Override
    public void settled(Change.Settled change) {}

    @Override
    public void pruned(Change.Pruned change) {}

    @Override
    public void swept(Change.Swept change) {}
}
