package io.steward.ops.chaos.proof;

/**
 * One effect: a line in the file of its node.
 *
 * @param line its place in the file
 * @param errand whose effect it is
 * @param pid of the shell that wrote it
 * @param command for which the agent ran it
 */
public record Effect(String node, int line, String domain, int errand, long pid, String command) {
    @Override
    public String toString() {
        return "effect  " + node + " line " + line + ", domain " + domain + ", errand " + errand + ", process " + pid
                + ", command " + command;
    }
}
