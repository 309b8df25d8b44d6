package io.steward.controller.read;

import io.steward.controller.projection.Cursor;
import io.steward.controller.projection.Places;
import io.steward.controller.projection.StateChange;
import io.steward.model.subject.Streams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads from the tables what was told while somebody was away. */
final class Changes {
    private static final int LAST_ORDINAL = 3;

    private final Queries queries;
    private final Streams streams;

    Changes(Queries queries, Streams streams) {
        this.queries = queries;
        this.streams = streams;
    }

    List<StateChange> after(Cursor cursor, int limit) {
        List<StateChange> all = new ArrayList<>();
        List<String> commandStreams = streams.commandStreams();
        Cursor reached = cursor;
        for (int i = 0; i < commandStreams.size() && all.size() < limit; i++) {
            reached = add(
                    all,
                    StateChange.Type.COMMAND,
                    commandStreams.get(i),
                    "log_seq",
                    reached,
                    commands(i, reached, limit));
        }
        if (all.size() < limit) {
            reached = add(all, StateChange.Type.NODE, Streams.NODES, "log_seq", reached, nodes(reached, limit));
        }
        if (all.size() < limit) {
            reached = add(all, StateChange.Type.EVENT, Streams.EVENTS, "seq", reached, events(reached, limit));
        }
        return List.copyOf(all.subList(0, Math.min(limit, all.size())));
    }

    private Table commands(int partition, Cursor cursor, int limit) {
        long seq = cursor.seq(streams.commandStreams().get(partition));
        return queries.run(
                limit,
                "select h.command_id, h.node, c.method, c.domain, h.status, h.at, h.recorded_at, h.log_seq"
                        + " from public.command_history h join public.command_state c on c.id = h.command_id"
                        + " where h.place > ? and h.place < ? order by h.place",
                Places.ofTransition(partition, seq, LAST_ORDINAL),
                Places.ofTransition(partition + 1, 0, 0));
    }

    private Table nodes(Cursor cursor, int limit) {
        return queries.run(
                limit,
                "select node, changed, old_value, new_value, at, log_seq from public.node_history"
                        + " where place >= ? order by place",
                Places.ofNodeChange(cursor.seq(Streams.NODES) + 1, 0));
    }

    private Table events(Cursor cursor, int limit) {
        return queries.run(
                limit,
                "select seq, node, method, domain, at, body from public.event_log where seq > ? order by seq",
                cursor.seq(Streams.EVENTS));
    }

    private static Cursor add(
            List<StateChange> all, StateChange.Type type, String stream, String seqColumn, Cursor from, Table table) {
        List<Map<String, @Nullable Object>> rows = table.maps();
        Cursor reached = from;
        for (int i = 0; i < rows.size(); i++) {
            long seq = seq(rows.get(i), seqColumn);
            boolean last = i + 1 == rows.size() ? !table.more() : seq(rows.get(i + 1), seqColumn) != seq;
            reached = from.with(stream, last ? seq : seq - 1);
            all.add(new StateChange(type, stream, seq, reached, new LinkedHashMap<>(rows.get(i))));
        }
        return reached;
    }

    private static long seq(Map<String, @Nullable Object> row, String column) {
        return ((Number) Values.present(row.get(column))).longValue();
    }
}
