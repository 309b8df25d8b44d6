package io.steward.ops.bench.idle;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much is done.
 *
 * @param nodes how many nodes the controller hears of, besides the real one
 * @param starts how often agent and limits are started
 * @param settle how long all of them run before it counts
 * @param heartbeat between two heartbeats of a node
 */
public record IdleCounts(int nodes, int starts, Duration settle, Duration heartbeat) {
    Map<String, String> settings(Duration window) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("nodes", Integer.toString(nodes));
        settings.put("starts", Integer.toString(starts));
        settings.put("settle", settle.toSeconds() + " s");
        settings.put("measured", window.toSeconds() + " s");
        settings.put("heartbeat", heartbeat.toSeconds() + " s");
        return settings;
    }
}
