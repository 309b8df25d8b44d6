package io.steward.nats;

import io.steward.model.subject.NodeName;

/**
 * The names under which everybody finds the log: streams, and the subjects that only accounts and streams see.
 *
 * <p>Messages are published and read on plain subjects {@code <node>.<kind>.<method>.<domain>}; an account mapping
 * moves them below {@link #STORED} on the way into a stream and the stream's transform moves them back, because brokers
 * from 2.11.2 on refuse a stream whose first token is a wildcard. Constants only.
 */
public final class StreamNames {
    /** Commands and their ACKs, in one order. With several partitions {@code COMMANDS_0}, {@code COMMANDS_1} and on. */
    public static final String COMMANDS = "COMMANDS";

    /** What nodes report. */
    public static final String EVENTS = "EVENTS";

    /** The newest heartbeat of each node. */
    public static final String PRESENCE = "PRESENCE";

    /** The name kept for the controller's register of enrolled nodes. */
    public static final String NODES = "NODES";

    /** What the controller itself remembers; copied out of {@link #EVENTS}. */
    public static final String AUDIT = "AUDIT";

    /** First token of every subject inside the streams' own subject space; no node name may begin with {@code _}. */
    public static final String STORED = "_steward";

    /** Where a controller hears of nodes that connect; {@link ConnectionNotice} reads the message. */
    public static final String CONNECTS = "$SYS.ACCOUNT.*.CONNECT";

    /** Where a controller hears of nodes whose connection ended; {@link ConnectionNotice} reads the message. */
    public static final String DISCONNECTS = "$SYS.ACCOUNT.*.DISCONNECT";

    private StreamNames() {}

    /** What every inbox of this node begins with; a node may subscribe to nothing else. */
    public static String inboxPrefix(NodeName node) {
        return "_I." + node;
    }
}
