package io.steward.ops.bench.fold;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much is recorded, folded and kept up. A value.
 *
 * @param entries of the control log
 * @param nodes that the commands go to
 * @param steadySeconds how long the same rows are updated afterwards; 0: not at all
 */
public record FoldCounts(int entries, int nodes, int steadySeconds) {
    Map<String, String> plain() {
        Map<String, String> plain = new LinkedHashMap<>();
        plain.put("entries", Integer.toString(entries));
        plain.put("nodes", Integer.toString(nodes));
        plain.put("steady", steadySeconds + " s");
        return plain;
    }
}
