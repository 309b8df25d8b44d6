package io.steward.ops.chaos.proof;

/** What {@code command_state} says of one command. */
public record StateRow(
        String id, String node, String status, boolean terminal, int attempts, long logSeq, int conflicts) {
    @Override
    public String toString() {
        return "command_state  " + node + " " + status + (terminal ? " (terminal)" : "") + ", attempts " + attempts
                + ", log_seq " + logSeq + ", conflicts " + conflicts;
    }
}
