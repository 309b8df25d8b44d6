package io.steward.ops.up;

import java.util.Set;

/** What {@code up} asks of the controller that it has started. Answers soon; throws nothing when nobody answers. */
public interface Doors {
    /** Whether the controller at this address accepts commands. */
    boolean ready(String http, String token);

    /** Makes the node part of the fleet; again is harmless. False if it could not be done now. */
    boolean enrol(String http, String token, String node);

    /** The nodes that are here. */
    Set<String> online(String http, String token);
}
