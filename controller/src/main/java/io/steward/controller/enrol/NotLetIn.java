package io.steward.controller.enrol;

/** Why a machine is not let in, or an admin's wish about one is not fulfilled. The message is for whoever asked. */
public final class NotLetIn extends Exception {
    /** Why, for programs. */
    public enum Reason {
        /** This controller has no key to sign nodes with. */
        NO_SIGNING_KEY,
        /** The signature is not that of the key. */
        NO_PROOF,
        /** The token is not known, of another node, used or expired. */
        BAD_TOKEN,
        /** The name belongs to another machine. */
        NAME_TAKEN,
        /** The node, or its key, is revoked. */
        REVOKED,
        /** It is the controller's own name. */
        OWN_NAME,
        /** Too many machines wait. */
        FULL
    }

    private final Reason reason;

    NotLetIn(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
