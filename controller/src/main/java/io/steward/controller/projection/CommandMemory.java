package io.steward.controller.projection;

import io.steward.controller.projection.CommandBatch.JournalKey;
import io.steward.model.command.Ack;
import io.steward.model.command.Command;
import io.steward.model.command.CommandId;
import io.steward.model.command.Output;
import io.steward.model.fold.CommandState;
import io.steward.model.fold.JournalTotals;
import io.steward.model.fold.NodeTotals;
import io.steward.model.subject.NodeName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rows that a batch of the control log begins with: from memory where they were folded lately, else from the
 * database. All of the last batch is known, since it may not be in the database yet; of earlier ones a command is
 * remembered until it ends. For one thread and one database; forgets all when a batch was not committed.
 */
final class CommandMemory {
    /** Of all control streams together, in bytes, roughly. */
    private static final long MOST_COMMANDS = 24 << 20;

    private static final int A_COMMAND = 1_500;
    private static final int MOST_NODES = 20_000;

    private final Remembered<CommandId, CommandState> commands;
    private final Remembered<NodeName, NodeTotals> totals;
    private final Remembered<JournalKey, JournalTotals> journals;
    private Map<CommandId, CommandState> lastCommands = Map.of();
    private Map<NodeName, NodeTotals> lastTotals = Map.of();
    private Map<JournalKey, JournalTotals> lastJournals = Map.of();

    /** @param streams how many control streams share the room */
    CommandMemory(int streams) {
        this.commands = new Remembered<>(MOST_COMMANDS / streams, CommandMemory::weight);
        this.totals = new Remembered<>(MOST_NODES / streams, row -> 1);
        this.journals = new Remembered<>(MOST_NODES / streams, row -> 1);
    }

    /** Those of them that have a row. */
    Map<CommandId, CommandState> commands(Connection connection, Collection<CommandId> ids) throws SQLException {
        Map<CommandId, CommandState> known = new HashMap<>();
        CommandRows.load(connection, missing(lastCommands, commands, ids, known))
                .forEach(known::putIfAbsent);
        return known;
    }

    /** Those of them that have a row. */
    Map<NodeName, NodeTotals> totals(Connection connection, Collection<NodeName> nodes) throws SQLException {
        Map<NodeName, NodeTotals> known = new HashMap<>();
        TotalsRows.load(connection, missing(lastTotals, totals, nodes, known)).forEach(known::putIfAbsent);
        return known;
    }

    /** Those of them that have a row, and maybe others of their nodes. */
    Map<JournalKey, JournalTotals> journals(Connection connection, Collection<JournalKey> keys) throws SQLException {
        Map<JournalKey, JournalTotals> known = new HashMap<>();
        JournalRows.load(connection, missing(lastJournals, journals, keys, known))
                .forEach(known::putIfAbsent);
        return known;
    }

    /** What the batch makes of them. */
    void folded(CommandBatch batch) {
        lastCommands = batch.changed;
        lastTotals = batch.totals;
        lastJournals = batch.journals;
        batch.changed.forEach((id, state) -> {
            if (state.status().terminal()) {
                commands.remove(id);
            } else {
                commands.put(id, state);
            }
        });
        batch.totals.forEach(totals::put);
        batch.journals.forEach(journals::put);
    }

    void forget() {
        lastCommands = Map.of();
        lastTotals = Map.of();
        lastJournals = Map.of();
        commands.clear();
        totals.clear();
        journals.clear();
    }

    private static <K, V> List<K> missing(
            Map<K, V> last, Remembered<K, V> remembered, Collection<K> keys, Map<K, V> found) {
        List<K> missing = new ArrayList<>();
        for (K key : keys) {
            Optional<V> row = Optional.ofNullable(last.get(key)).or(() -> remembered.get(key));
            if (row.isPresent()) {
                found.put(key, row.get());
            } else {
                missing.add(key);
            }
        }
        return missing;
    }

    private static long weight(CommandState state) {
        Command command = state.command();
        long characters = size(command.args().fields())
                + command.issuedBy().length()
                + command.reason().map(String::length).orElse(0)
                + command.requestKey().map(String::length).orElse(0)
                + state.lastAck().map(CommandMemory::size).orElse(0L);
        return A_COMMAND + 2 * characters;
    }

    private static long size(Ack ack) {
        return size(ack.output())
                + ack.error()
                        .map(fault ->
                                (long) fault.code().length() + fault.message().length())
                        .orElse(0L);
    }

    private static long size(Output printed) {
        return (long) printed.stdout().length() + printed.stderr().length();
    }

    private static long size(Object value) {
        if (value instanceof Map<?, ?> map) {
            long size = 0;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += 40 + size(entry.getKey()) + (entry.getValue() == null ? 0 : size(entry.getValue()));
            }
            return size;
        }
        if (value instanceof List<?> list) {
            long size = 0;
            for (Object item : list) {
                size += 16 + (item == null ? 0 : size(item));
            }
            return size;
        }
        return value instanceof CharSequence text ? text.length() : 16;
    }
}
