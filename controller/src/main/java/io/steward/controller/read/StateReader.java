package io.steward.controller.read;

import io.steward.controller.projection.Cursor;
import io.steward.controller.projection.StateChange;
import io.steward.model.command.CommandId;
import io.steward.model.subject.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the state database, as the views of schema {@code public} promise them.
 *
 * <p>Any thread. Every query runs as a user that may SELECT from those views and nothing else, for a bounded time, and
 * answers a bounded number of rows. Nothing here writes. A database that can't answer is a {@link
 * java.io.UncheckedIOException}; a caller's mistake is {@link BadQuery}.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StateReader implements AutoCloseable {
    /** No query answers more rows. */
    public static final int MOST_ROWS = 10_000;

    /** Nodes by name, from behind {@code after}; {@code where} is a condition over {@code node_state}. */
    public Table nodes(Optional<String> where, Optional<String> after, int limit) throws BadQuery {
        throw new UnsupportedOperationException();
    }

    /** The node's row of {@code node_state}. */
    public Optional<Map<String, @Nullable Object>> node(NodeName node) {
        throw new UnsupportedOperationException();
    }

    /** Rows of {@code command_state}, newest first. */
    public Table commands(CommandFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** The command's row of {@code command_state}. */
    public Optional<Map<String, @Nullable Object>> command(CommandId id) {
        throw new UnsupportedOperationException();
    }

    /** The command's rows of {@code command_history}, in log order. */
    public Table history(CommandId id) {
        throw new UnsupportedOperationException();
    }

    /** The node's rows of {@code node_history}, newest first. */
    public Table nodeHistory(NodeName node, int limit) {
        throw new UnsupportedOperationException();
    }

    /** Rows of {@code event_log}, in log order. */
    public Table events(EventFilter filter) {
        throw new UnsupportedOperationException();
    }

    /** One SELECT, WITH, VALUES, TABLE or EXPLAIN over the views. */
    public Table sql(String query, int rowLimit) throws BadQuery {
        throw new UnsupportedOperationException();
    }

    /** The nodes for which a condition over {@code node_state} holds, by name. */
    public List<NodeName> targets(String where) throws BadQuery {
        throw new UnsupportedOperationException();
    }

    /** All nodes, by name. */
    public List<NodeName> nodes() {
        throw new UnsupportedOperationException();
    }

    /** Those of the nodes that were ever enrolled or heard. */
    public Set<NodeName> known(Collection<NodeName> nodes) {
        throw new UnsupportedOperationException();
    }

    /** Those of the nodes that are online now. */
    public Set<NodeName> online(Collection<NodeName> nodes) {
        throw new UnsupportedOperationException();
    }

    /** What the {@code ChangeFeed} told behind the cursor, as far as it is still known, oldest first. */
    public List<StateChange> changesAfter(Cursor cursor, int limit) {
        throw new UnsupportedOperationException();
    }

    /** The commands of the request with this key, in log order; none: the request is new. */
    public List<IssuedCommand> commandsOf(String requestKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
