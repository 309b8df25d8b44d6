package io.steward.ops.chaos.proof;

import io.steward.ops.scratch.ControllerApi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares all that two controllers promise to give back from the log, row by row, at the same position. Left out is
 * what is a hint about presence or depends on the moment of asking. One thread.
 */
public final class Twins {
    /** View to the query of all its rows in an order. */
    private static final Map<String, String> VIEWS = new LinkedHashMap<>();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SHOWN = 5;

    static {
        VIEWS.put(
                "command_state",
                "select id, node, method, domain, status, terminal, issued_by, issued_at, expires_at, delivered_at,"
                        + " started_at, finished_at, attempts, exit_code, stdout, stderr, stdout_bytes, stderr_bytes,"
                        + " truncated, error_code, error_message, args, reason, log_seq, conflicts"
                        + " from command_state order by id");
        VIEWS.put(
                "command_history",
                "select command_id, node, status, at, recorded_at, log_seq from command_history order by place");
        VIEWS.put(
                "node_state",
                "select node, first_seen, agent_version, os, arch, labels, journal_id, queued, running, succeeded,"
                        + " failed, last_command_id, last_method, last_domain, last_status, last_exit_code,"
                        + " last_finished_at from node_state order by node");
        VIEWS.put(
                "node_history",
                "select node, changed, old_value, new_value, at, log_seq from node_history order by place");
        VIEWS.put("event_log", "select seq, node, method, domain, at, body from event_log order by seq");
        VIEWS.put("delivery_proof", "select * from delivery_proof order by node");
    }

    /**
     * What was compared.
     *
     * @param rows how many rows each view has
     */
    public record Comparison(Map<String, Integer> rows, List<String> differences) {
        public Comparison {
            rows = new LinkedHashMap<>(rows);
            differences = List.copyOf(differences);
        }
    }

    private Twins() {}

    public static Comparison compare(ControllerApi one, ControllerApi other) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Map<String, String>> before = positions(one);
            if (before.equals(positions(other))) {
                Comparison comparison = rows(one, other);
                if (before.equals(positions(one)) && before.equals(positions(other))) {
                    return comparison;
                }
            }
            if (System.nanoTime() - deadline > 0) {
                return new Comparison(
                        Map.of(),
                        List.of("positions did not become equal within " + PATIENCE + ": " + positions(one)
                                + " and, from a fresh fold, " + positions(other)));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static List<Map<String, String>> positions(ControllerApi api) throws IOException {
        return api.rows("select stream, position from projection_position where stream <> 'PRESENCE' order by stream");
    }

    private static Comparison rows(ControllerApi one, ControllerApi other) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> view : VIEWS.entrySet()) {
            List<Map<String, String>> live = one.rows(view.getValue());
            List<Map<String, String>> fresh = other.rows(view.getValue());
            counts.put(view.getKey(), live.size());
            differences.addAll(differences(view.getKey(), live, fresh));
        }
        return new Comparison(counts, differences);
    }

    private static List<String> differences(
            String view, List<Map<String, String>> live, List<Map<String, String>> fresh) {
        List<String> differences = new ArrayList<>();
        if (live.size() != fresh.size()) {
            differences.add(view + ": " + live.size() + " rows, and " + fresh.size() + " from a fresh fold");
        }
        for (int i = 0; i < Math.min(live.size(), fresh.size()) && differences.size() < SHOWN; i++) {
            if (!live.get(i).equals(fresh.get(i))) {
                differences.add(
                        view + ", row " + (i + 1) + ": " + live.get(i) + " and, from a fresh fold, " + fresh.get(i));
            }
        }
        return differences;
    }
}
