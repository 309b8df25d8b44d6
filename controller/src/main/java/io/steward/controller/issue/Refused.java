package io.steward.controller.issue;

import io.steward.model.subject.NodeName;
import java.util.List;

/**
 * An order that is not carried out; nothing was sent for it. The message names the field, the value and what is allowed.
 */
public final class Refused extends Exception {
    /** Why, for programs. */
    public enum Reason {
        UNKNOWN_NODES,
        /** Their rights were taken back. */
        REVOKED_NODES,
        NO_TARGETS,
        BAD_CONDITION,
        TOO_LARGE,
        /** Agents want a signature of who issues the command, and it has none. */
        SIGNATURE_REQUIRED,
        /** The policy refuses it for some targets, or its signature is wrong. */
        NOT_ALLOWED,
        /** The log has another command under this id. */
        ID_TAKEN,
        /** The request key was used for something else. */
        KEY_REUSED,
        /** Whether the request was sent before can't be told now. */
        NOT_CAUGHT_UP,
        /** The state can't be read now. */
        STATE_AWAY
    }

    private final Reason reason;
    private final String field;
    private final List<NodeName> nodes;
    private final String code;

    public Refused(Reason reason, String field, String message) {
        this(reason, field, message, List.of());
    }

    Refused(Reason reason, String field, String message, List<NodeName> nodes) {
        this(reason, field, message, nodes, "");
    }

    Refused(Reason reason, String field, String message, List<NodeName> nodes, String code) {
        super(message);
        this.reason = reason;
        this.field = field;
        this.nodes = List.copyOf(nodes);
        this.code = code;
    }

    public Reason reason() {
        return reason;
    }

    /** The field of the request that is to blame, dotted. */
    public String field() {
        return field;
    }

    /** Which rule of the policy's judgement it was, like {@code not-allowed} or {@code bad-signature}; empty: none. */
    public String code() {
        return code;
    }

    /** The nodes it is about. */
    public List<NodeName> nodes() {
        return nodes;
    }
}
